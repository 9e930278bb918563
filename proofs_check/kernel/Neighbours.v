(** Assumptions of Section 2 are needed: without the one that is named each statement is false, on small data. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Pairs Limit Incidence Line Clearance Alternating Beta Theorem_2_7 Theorem_2_10.
From Mixup Require Import Theorem_2_10_printed Instances.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** In a ball without mass the quotients of Coq are 0. *)
Lemma empty_h n k d (D : data n k d) L x eps i : total D L x eps = 0 -> h D L x eps i = 0.
Proof.
by move=> z; rewrite /h (rsum_eq0 (fun j => N_ge0 D L x eps j) z i) /Rdiv Rmult_0_l.
Qed.

Lemma empty_total n k d (D : data n k d) L x eps :
  (forall s t l, 0 <= l <= 1 -> eps <= dist (mix l (pt D s) (pt D t)) x) -> total D L x eps = 0.
Proof.
move=> far; rewrite total_pairs big1 // => s _; rewrite big1 // => t _.
by rewrite (mass_miss L (far s t)); ring.
Qed.

(** The ball of radius r about -r holds no mix of 0 and 5. *)
Lemma left_empty r : total pair5 uniform (point (- r)) r = 0.
Proof.
apply: empty_total; apply: ord2; apply: ord2 => l hl; rewrite dist_line /mix /= /point /= /Rabs; case: Rcase_abs; lra.
Qed.

Lemma clear5 rho : rho <= 5 -> within_clearance pair5 one rho.
Proof. by move=> le s t hs ht other l hl; have := clearance5.1 s t hs ht other l hl; lra. Qed.

(** ** Lemma 2.3: positive mass *)
Example no_mass : ~ forall n k d (D : data n k d) L x eps, 0 < eps -> \rsum_(i < k) h D L x eps i = 1.
Proof.
move=> claim; have := claim _ _ _ pair5 uniform (point (- (1))) 1 ltac:(lra).
by rewrite !big_ord_recl big_ord0 !empty_h ?left_empty //; lra.
Qed.

(** ** Theorem 2.7: large alpha, by the uniform law, Beta(1, 1) *)
Example small_alpha : h alternating uniform (point 1) (1 / 2) one < h alternating uniform (point 1) (1 / 2) two.
Proof.
pose P a b m v := mass alternating uniform (point 1) (1 / 2) a b = m /\ moment alternating uniform (point 1) (1 / 2) a b = v.
have out a : a <> o1 -> P a a 0 0.
  by move=> ne; apply: miss => l hl; move: a ne; apply: ord3 => ne //; rewrite /= /point /= /Rabs; case: Rcase_abs; lra.
have m11 : P o1 o1 1 (1 / 2) by apply: inside => m hm; apply/Rabs_lt; rewrite /= /point /=; lra.
have low a b : (forall m, Rabs (m * pt alternating a ord0 + (1 - m) * pt alternating b ord0 - 1) < 1 / 2 <-> - (1 / 2) < m < 1 / 2) ->
    P a b (1 / 2) (1 / 8).
  move=> e; have [m1 m2] := @cross _ _ alternating 1 (1 / 2) a b (- (1 / 2)) (1 / 2) 0 (1 / 2) ltac:(lra)
    ltac:(apply: clip_low; lra) ltac:(apply: clip_id; lra) (fun m _ => e m).
  by split; lra.
have high a b : (forall m, Rabs (m * pt alternating a ord0 + (1 - m) * pt alternating b ord0 - 1) < 1 / 2 <-> 1 / 2 < m < 3 / 2) ->
    P a b (1 / 2) (3 / 8).
  move=> e; have [m1 m2] := @cross _ _ alternating 1 (1 / 2) a b (1 / 2) (3 / 2) (1 / 2) 1 ltac:(lra)
    ltac:(apply: clip_id; lra) ltac:(apply: clip_high; lra) (fun m _ => e m).
  by split; lra.
have across a b : (forall m, Rabs (m * pt alternating a ord0 + (1 - m) * pt alternating b ord0 - 1) < 1 / 2 <-> 1 / 4 < m < 3 / 4) ->
    P a b (1 / 2) (1 / 4).
  move=> e; have [m1 m2] := @cross _ _ alternating 1 (1 / 2) a b (1 / 4) (3 / 4) (1 / 4) (3 / 4) ltac:(lra)
    ltac:(apply: clip_id; lra) ltac:(apply: clip_id; lra) (fun m _ => e m).
  by split; lra.
have [a00 b00] := out o0 ltac:(by []); have [a22 b22] := out o2 ltac:(by []); have [a11 b11] := m11.
have [a01 b01] : P o0 o1 (1 / 2) (1 / 8) by apply: low => m; rewrite Rabs_lt /= /point /=; lra.
have [a21 b21] : P o2 o1 (1 / 2) (1 / 8) by apply: low => m; rewrite Rabs_lt /= /point /=; lra.
have [a10 b10] : P o1 o0 (1 / 2) (3 / 8) by apply: high => m; rewrite Rabs_lt /= /point /=; lra.
have [a12 b12] : P o1 o2 (1 / 2) (3 / 8) by apply: high => m; rewrite Rabs_lt /= /point /=; lra.
have [a02 b02] : P o0 o2 (1 / 2) (1 / 4) by apply: across => m; rewrite Rabs_lt /= /point /=; lra.
have [a20 b20] : P o2 o0 (1 / 2) (1 / 4) by apply: across => m; rewrite Rabs_lt /= /point /=; lra.
have T0 := total_pos alternating uniform o1 (eps := 1 / 2) ltac:(lra).
rewrite /h /Rdiv; apply: Rmult_lt_compat_r; first by apply: Rinv_0_lt_compat; exact: T0.
rewrite !N_pairs !big_ord_recl !big_ord0 -/o0 -/o1 -/o2 !shareE.
rewrite a00 a01 a02 a10 a11 a12 a20 a21 a22 b00 b01 b02 b10 b11 b12 b20 b21 b22 /of_class /=; lra.
Qed.

(** ** Theorem 2.10 and its bounds *)

(** The repaired 2.9. *)
Example without_2_9 : ~ forall n k d (D : data n k d) L (a : 'I_n), fits D L a /\ continuous_at D L (pt D a).
Proof. by move=> claim; apply: theorem_2_10_printed_refuted => n k d D _ a; exact: claim. Qed.

Lemma eight1 : 1 < 8. Proof. lra. Qed.

Lemma middle_loses : h alternating (beta eight1) (pt alternating o1) (1 / 2) (cls alternating o1) < 1 / 2.
Proof.
have [fails _] := theorem_2_7 (eps := 1 / 2) ltac:(lra).
have less := fails 8 eight1 ltac:(apply: Rmax_lub; lra).
have := h_sum (total_pos alternating (beta eight1) o1 (eps := 1 / 2) ltac:(lra)).
by rewrite !big_ord_recl big_ord0 -/one -/two -[pt alternating o1]/(point 1) -[cls alternating o1]/two; lra.
Qed.

(** The clearance, and a positive resolution. *)
Example beyond_the_clearance : ~ forall n k d (D : data n k d) L (a : 'I_n) eps, 0 < eps ->
  1 / 2 < h D L (pt D a) eps (cls D a).
Proof. by move=> claim; apply: (Rlt_asym _ _ middle_loses); apply: claim; lra. Qed.

Example no_resolution : ~ forall n k d (D : data n k d) L (a : 'I_n) eps, within_clearance D a eps ->
  1 / 2 < h D L (pt D a) eps (cls D a).
Proof.
move=> claim; have := claim _ _ _ pair5 uniform one 0 (@clear5 0 ltac:(lra)); rewrite empty_h; first lra.
by apply: empty_total => s t l _; exact: dist_ge0.
Qed.

(** The modulus: the clearance, and mixed mass. *)
Example modulus_beyond_the_clearance : ~ forall n k d (D : data n k d) L (a : 'I_n) z eps r, 0 < total D L z eps ->
  0 < r -> others_beyond D a r -> 1 - (dist z (pt D a) + eps) / r <= h D L z eps (cls D a).
Proof.
move=> claim; have far : others_beyond alternating o1 1.
  by apply: ord3 => // _; rewrite dist_line /= /point /= /Rabs; case: Rcase_abs; lra.
have := claim _ _ _ alternating (beta eight1) o1 (pt alternating o1) (1 / 2) 1 (total_pos alternating (beta eight1) o1 (eps := 1 / 2) ltac:(lra)) ltac:(lra) far.
rewrite (dist_same (fun k => erefl (pt alternating o1 k))) => le; apply: (Rlt_not_le _ _ middle_loses).
by apply: Rle_trans le; lra.
Qed.

Example modulus_without_mass : ~ forall n k d (D : data n k d) L (a : 'I_n) z eps r,
  within_clearance D a (dist z (pt D a) + eps) -> 0 < r -> others_beyond D a r ->
  1 - (dist z (pt D a) + eps) / r <= h D L z eps (cls D a).
Proof.
move=> claim; have d1 : dist (point (- (1))) (pt pair5 one) = 1.
  by rewrite dist_line /= /point /= /Rabs; case: Rcase_abs; lra.
have := claim _ _ _ pair5 uniform one (point (- (1))) 1 5; rewrite d1 (empty_h _ (left_empty 1)).
by move=> /(_ (@clear5 (1 + 1) ltac:(lra)) ltac:(lra) clearance5.2); lra.
Qed.

(** ** Theorem 2.7: uniform weights.  With the weights 1/4, 1/2, 1/4 the point 1 keeps its class, whatever the law. *)

Definition quarters (a : 'I_3) : R := if val a == 1%nat then 1 / 2 else 1 / 4.

Lemma quarters_pos a : 0 < quarters a. Proof. by rewrite /quarters; case: eqP => _; lra. Qed.
Lemma quarters_one : \rsum_(a < 3) quarters a = 1. Proof. by rewrite !big_ord_recl big_ord0 /quarters /=; field. Qed.

Definition uneven : data 3 2 1 := Data quarters_pos quarters_one (@separated _ _ _ alternating).

Example uneven_weights L : h uneven L (point 1) (1 / 2) one < h uneven L (point 1) (1 / 2) two.
Proof.
have above a b sa sb r : of_class uneven one a - of_class uneven two a = sa ->
    of_class uneven one b - of_class uneven two b = sb ->
    (forall l, 0 <= l <= 1 -> hit uneven (point 1) (1 / 2) a b l * (sb + (sa - sb) * l) <= r) ->
    share uneven L (point 1) (1 / 2) one a b - share uneven L (point 1) (1 / 2) two a b <= r.
  move=> ha hb le; rewrite !shareE.
  have -> : forall m1 m2, of_class uneven one a * m2 + of_class uneven one b * (m1 - m2) -
    (of_class uneven two a * m2 + of_class uneven two b * (m1 - m2)) = sb * m1 + (sa - sb) * m2 by move=> m1 m2; rewrite -ha -hb; ring.
  by rewrite -E_hit -(E_const L r); apply: E_mono => //; [exact: dom_hit | exact: dom_const].
have c0 : of_class uneven one o0 - of_class uneven two o0 = 1 by rewrite /of_class /=; ring.
have c1 : of_class uneven one o1 - of_class uneven two o1 = -1 by rewrite /of_class /=; ring.
have c2 : of_class uneven one o2 - of_class uneven two o2 = 1 by rewrite /of_class /=; ring.
have at_ a b l : hit uneven (point 1) (1 / 2) a b l = 0 \/ hit uneven (point 1) (1 / 2) a b l = 1 /\
    - (1 / 2) < l * INR (val a) + (1 - l) * INR (val b) - 1 < 1 / 2.
  case: (hit_or uneven (point 1) (1 / 2) a b l) => -[-> near]; [right | by left].
  by split=> //; move: near; rewrite dist_line => /Rabs_lt.
have p00 := above o0 o0 1 1 0 c0 c0 ltac:(move=> l hl; case: (at_ o0 o0 l) => [->|[-> ]] /=; lra).
have p22 := above o2 o2 1 1 0 c2 c2 ltac:(move=> l hl; case: (at_ o2 o2 l) => [->|[-> ]] /=; lra).
have p02 := above o0 o2 1 1 1 c0 c2 ltac:(move=> l hl; case: (at_ o0 o2 l) => [->|[-> _]]; lra).
have p20 := above o2 o0 1 1 1 c2 c0 ltac:(move=> l hl; case: (at_ o2 o0 l) => [->|[-> _]]; lra).
have p01 := above o0 o1 1 (-1) 0 c0 c1 ltac:(move=> l hl; case: (at_ o0 o1 l) => [->|[-> ]] /=; lra).
have p21 := above o2 o1 1 (-1) 0 c2 c1 ltac:(move=> l hl; case: (at_ o2 o1 l) => [->|[-> ]] /=; lra).
have p10 := above o1 o0 (-1) 1 0 c1 c0 ltac:(move=> l hl; case: (at_ o1 o0 l) => [->|[-> ]] /=; lra).
have p12 := above o1 o2 (-1) 1 0 c1 c2 ltac:(move=> l hl; case: (at_ o1 o2 l) => [->|[-> ]] /=; lra).
have m11 : mass uneven L (point 1) (1 / 2) o1 o1 = 1 := mass_self uneven L o1 (eps := 1 / 2) ltac:(lra).
have p11 : share uneven L (point 1) (1 / 2) one o1 o1 - share uneven L (point 1) (1 / 2) two o1 o1 = -1.
  by rewrite !shareE m11 /of_class /=; ring.
have w0 : wt uneven o0 = 1 / 4 by []. have w1 : wt uneven o1 = 1 / 2 by []. have w2 : wt uneven o2 = 1 / 4 by [].
have T0 := total_pos uneven L o1 (eps := 1 / 2) ltac:(lra).
rewrite /h /Rdiv; apply: Rmult_lt_compat_r; first by apply: Rinv_0_lt_compat; exact: T0.
by rewrite !N_pairs !big_ord_recl !big_ord0 -/o0 -/o1 -/o2 w0 w1 w2; lra.
Qed.

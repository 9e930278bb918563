(** The assumptions are needed: without the one that is named each statement is false, on the smallest data at hand. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Pairs Limit Incidence Line Clearance Alternating Beta Theorem_2_7 Theorem_2_10.
From Mixup Require Import Theorem_2_10_printed Theorem_3_2 Margin_half_distance Segments Instances.

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

(** ** Theorem 3.2, at places between 0 and 5 *)

Lemma meets_at x s t l : 0 < x < 5 -> meets pair5 uniform (point x) s t l ->
  s = one /\ t = two /\ l = 1 - x / 5 \/ s = two /\ t = one /\ l = x / 5.
Proof.
move=> hx [hl [/dist_eq0 /(_ ord0) e _]]; move: s t e; rewrite /mix /=.
by apply: ord2; apply: ord2; rewrite /= /point /= => e; [exfalso; lra | left | right | exfalso; lra]; do ! split; lra.
Qed.

Lemma limit_between x : 0 < x < 5 -> h_limit pair5 uniform (point x) (fun j => (1 - x / 5) * of_class pair5 j one + x / 5 * of_class pair5 j two).
Proof.
move=> hx; have [|lim _] := @margin_half_distance _ _ _ pair5 uniform (point x) one two (1 - x / 5) (inside_mixed hx).
  do ! split; rewrite ?dist_line //=; try lra.
    by rewrite /mix /point /= (_ : _ - _ = 0) ?Rabs_R0 //; field.
  by move=> u v l /(meets_at hx) [[-> [-> _]]|[-> [-> _]]]; [left | right]; split; exact: dist_same.
by move=> eta e0; have [e [p near]] := lim eta e0; exists e; split=> // eps he i; have := near eps he i; rewrite (_ : 1 - (1 - x / 5) = x / 5); [ | ring].
Qed.

Lemma one_wins x : 0 < x < 5 -> no_foreign_mix pair5 uniform (point x) one.
Proof. by move=> hx s t l /(meets_at hx) [[-> _]|[_ [-> _]]]; [left | right]. Qed.

(** 3.1: at 4 class one has the share 1/5. *)
Example without_3_1 : ~ forall n k d (D : data n k d) L x (i : 'I_k) delta v, full_support L -> 0 < delta <= 1 / 2 ->
  no_foreign_mix D L x i -> x_mix D L x -> h_limit D L x v -> 1 - delta < v i.
Proof.
move=> claim; have := claim _ _ _ pair5 uniform (point 4) one (1 / 4) _ uniform_full ltac:(lra) (@one_wins 4 ltac:(lra))
  (@inside_mixed 4 ltac:(lra)) (@limit_between 4 ltac:(lra)).
by rewrite /of_class /=; lra.
Qed.

(** delta at most 1/2. *)
Example large_delta : ~ forall n k d (D : data n k d) L x (i j : 'I_k) delta v, full_support L -> 0 < delta ->
  no_foreign_mix D L x i -> outweighs D L x i delta -> x_mix D L x -> h_limit D L x v -> j <> i -> v j < v i.
Proof.
move=> claim; have out : outweighs pair5 uniform (point 4) one (9 / 10).
  by move=> s t l /(@meets_at 4 _ _ _ ltac:(lra)) [[_ [_ ->]]|[-> _]] // _ _; lra.
have := claim _ _ _ pair5 uniform (point 4) one two (9 / 10) _ uniform_full ltac:(lra) (@one_wins 4 ltac:(lra)) out
  (@inside_mixed 4 ltac:(lra)) (@limit_between 4 ltac:(lra)) ltac:(by []).
by rewrite /of_class /=; lra.
Qed.

(** X_mix. *)
Example off_the_support : ~ forall n k d (D : data n k d) L x (i : 'I_k) delta, full_support L -> 0 < delta <= 1 / 2 ->
  no_foreign_mix D L x i -> outweighs D L x i delta ->
  exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 -> 1 - delta < h D L x eps i.
Proof.
move=> claim; have none s t l : ~ meets pair5 uniform (point (- (1))) s t l.
  by move=> [hl [/dist_eq0 /(_ ord0) e _]]; move: s t e; rewrite /mix /=; apply: ord2; apply: ord2; rewrite /= /point /=; lra.
have [|| e0 [p near]] := claim _ _ _ pair5 uniform (point (- (1))) one (1 / 2) uniform_full ltac:(lra).
- by move=> s t l /none.
- by move=> s t l /none.
have m1 := Rmin_l e0 1; have m2 := Rmin_r e0 1; have m0 : 0 < Rmin e0 1 by apply: Rmin_glb_lt; lra.
have := near (Rmin e0 1 / 2) ltac:(lra); rewrite empty_h; first lra.
apply: empty_total; apply: ord2; apply: ord2 => l hl; rewrite dist_line /mix /= /point /= /Rabs; case: Rcase_abs; lra.
Qed.

(** 2.9, by the law at 1/2: the pair of 0 with itself is of class one only, and no other mix meets 0. *)
Definition midpoint : law.
Proof.
apply: (@atoms 1 (fun=> 1 / 2) (fun=> 1)); try by move=> i; lra.
by rewrite big_ord_recl big_ord0; ring.
Defined.

Lemma midpoint_prob l u : prob midpoint l u = itv l u (1 / 2).
Proof. by rewrite /prob atoms_mean big_ord_recl big_ord0; ring. Qed.

Lemma midpoint_symmetric : symmetric midpoint.
Proof.
move=> l u; rewrite !midpoint_prob.
by case: (itv_or l u (1 / 2)) => -[-> a]; case: (itv_or (1 - u) (1 - l) (1 / 2)) => -[-> b]; lra.
Qed.

Example foreign_mixes : ~ forall n k d (D : data n k d) L x (i : 'I_k) delta v, symmetric L -> 0 < delta <= 1 / 2 ->
  outweighs D L x i delta -> x_mix D L x -> h_limit D L x v -> 1 - delta < v i.
Proof.
move=> claim; have [fit _] := theorem_2_10 midpoint repaired5.
have out : outweighs pair5 midpoint (pt pair5 one) two (1 / 2).
  move=> s t l [hl [/dist_eq0 /(_ ord0) e ch]] hs ht; exfalso; move: s t e ch hs ht; rewrite /mix /=.
  apply: ord2; apply: ord2 => //; rewrite /= /point /= => e [ch|]; last by rewrite dist_line /= /Rabs; case: Rcase_abs; lra.
  have := ch (1 / 4) ltac:(lra); rewrite midpoint_prob.
  by case: (itv_or (l - 1 / 4) (l + 1 / 4) (1 / 2)) => -[-> h]; lra.
have mixed : x_mix pair5 midpoint (pt pair5 one) by move=> eps; exact: total_pos.
by have := claim _ _ _ pair5 midpoint _ two (1 / 2) _ midpoint_symmetric ltac:(lra) out mixed fit; rewrite /of_class /=; lra.
Qed.

(** ** Segments near a point: the reach.  The place 0 is beyond that of 1. *)
Example beyond_the_reach : ~ forall n k d (D : data n k d) (x z : vec d) (s t : 'I_n) l, 0 < dist z x -> 0 <= l <= 1 ->
  dist (mix l (pt D s) (pt D t)) z = 0 -> 0 < dist (pt D s) (pt D t).
Proof.
move=> claim; have d1 : dist (point 0) (point 1) = 1 by rewrite dist_line /point /Rabs; case: Rcase_abs; lra.
have z : dist (mix 1 (pt pair5 one) (pt pair5 one)) (point 0) = 0.
  by rewrite dist_line /mix /= /point /= /Rabs; case: Rcase_abs; lra.
have := claim _ _ _ pair5 (point 1) (point 0) one one 1 ltac:(lra) ltac:(lra) z.
by rewrite (dist_same (fun k => erefl (pt pair5 one k))); lra.
Qed.

(** The three-point alternating line (Definition 2.6) fails wherever the mixing law is narrow, or the ball is large. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Laws Pairs Line.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** Definition 2.6: the points 0, 1, 2 in the classes one, two, one, uniform weights. *)
Definition alternating : data 3 2 1 := three (fun a => if val a == 1%nat then two else one).

Section Narrow.
Variables (L : law) (eps : R).
Hypothesis eps0 : 0 < eps.
Notation hit := (hit alternating (point 1) eps).
Notation mass := (mass alternating L (point 1) eps).
Notation moment := (moment alternating L (point 1) eps).
Notation share := (share alternating L (point 1) eps).

Definition spread := E L (fun l => (2 * l - 1) * (2 * l - 1)).
Hypothesis narrow : spread * (2 / (eps * eps) + 8) < 1 / 2.

Lemma hit_alternating a b l : hit a b l =
  if Rlt_dec (Rabs (l * INR (val a) + (1 - l) * INR (val b) - 1)) eps then 1 else 0.
Proof. by rewrite /Masses.hit /inball dist_line. Qed.

Lemma dom_square k0 k1 : dom L (fun l => k0 + k1 * ((2 * l - 1) * (2 * l - 1))).
Proof.
apply: dom_cont => l; apply: derivable_continuous_pt; apply: ex_derive_Reals_0; by auto_derive.
Qed.

Lemma E_square k0 k1 : E L (fun l => k0 + k1 * ((2 * l - 1) * (2 * l - 1))) = k0 + k1 * spread.
Proof.
have d : dom L (fun l => (2 * l - 1) * (2 * l - 1)) by apply: dom_ext (dom_square 0 1) => l _; ring.
rewrite E_add; [| exact: dom_const | exact: dom_scale].
by rewrite E_const E_scale.
Qed.

(** The excess of class one over class two of a pair, below by a parabola. *)
Lemma below a b k0 k1 sa sb : of_class alternating one a - of_class alternating two a = sa ->
  of_class alternating one b - of_class alternating two b = sb ->
  (forall l, 0 <= l <= 1 -> k0 + k1 * ((2 * l - 1) * (2 * l - 1)) <= hit a b l * (l * sa + (1 - l) * sb)) ->
  k0 + k1 * spread <= share one a b - share two a b.
Proof.
move=> ha hb h; rewrite !shareE.
have -> : of_class alternating one a * moment a b + of_class alternating one b * (mass a b - moment a b) -
  (of_class alternating two a * moment a b + of_class alternating two b * (mass a b - moment a b)) =
  sb * mass a b + (sa - sb) * moment a b by rewrite -ha -hb; ring.
rewrite -E_hit -E_square; apply: E_mono; [exact: dom_square | exact: dom_hit |].
by move=> l hl; apply: Rle_trans (h l hl) _; right; ring.
Qed.

Lemma narrow_fails : h alternating L (point 1) eps two < h alternating L (point 1) eps one.
Proof.
have o0' : of_class alternating one o0 - of_class alternating two o0 = 1 by rewrite /of_class /=; ring.
have o1' : of_class alternating one o1 - of_class alternating two o1 = -1 by rewrite /of_class /=; ring.
have o2' : of_class alternating one o2 - of_class alternating two o2 = 1 by rewrite /of_class /=; ring.
have s0 : 0 <= spread by apply: E_ge0 => [|l _]; [apply: dom_ext (dom_square 0 1) => l _; ring | exact: Rle_0_sqr].
have outer a b : of_class alternating one a - of_class alternating two a = 1 ->
    of_class alternating one b - of_class alternating two b = 1 -> 0 <= share one a b - share two a b.
  move=> ha hb; have := @below a b 0 0 1 1 ha hb; rewrite !Rmult_0_l Rplus_0_l; apply=> l _.
  by have := hit01 alternating (point 1) eps a b l; nra.
have e2 : 0 < eps * eps by nra.
have i2 : 0 < / (eps * eps) by apply: Rinv_0_lt_compat.
have ii : eps * eps * / (eps * eps) = 1 by field; lra.
have across a b : (forall l, Rabs (l * INR (val a) + (1 - l) * INR (val b) - 1) = Rabs (2 * l - 1)) ->
    of_class alternating one a - of_class alternating two a = 1 ->
    of_class alternating one b - of_class alternating two b = 1 ->
    1 + - / (eps * eps) * spread <= share one a b - share two a b.
  move=> hd ha hb; apply: (below ha hb) => l _; rewrite hit_alternating hd.
  set q := (2 * l - 1) * (2 * l - 1); have q0 : 0 <= q := Rle_0_sqr (2 * l - 1).
  case: Rlt_dec => h /=.
    have : 0 <= / (eps * eps) * q by apply: Rmult_le_pos; lra.
    by lra.
  have : eps * eps <= q.
    have h' := Rnot_lt_le _ _ h; have -> : q = Rabs (2 * l - 1) * Rabs (2 * l - 1).
      by rewrite -Rabs_mult Rabs_pos_eq //.
    by apply: Rmult_le_compat; lra.
  move=> hq; have : / (eps * eps) * (eps * eps) <= / (eps * eps) * q by apply: Rmult_le_compat_l; lra.
  by lra.
have side a b sa sb : of_class alternating one a - of_class alternating two a = sa ->
    of_class alternating one b - of_class alternating two b = sb -> sa + sb = 0 -> sa = 1 \/ sa = -1 ->
    - (1 / 8) + (-2) * spread <= share one a b - share two a b.
  move=> ha hb hs hc; apply: (below ha hb) => l hl; have := hit01 alternating (point 1) eps a b l.
  have -> : l * sa + (1 - l) * sb = sa * (2 * l - 1) by have -> : sb = - sa by [lra]; ring.
  set v := 2 * l - 1; set i := Masses.hit _ _ _ _ _ _ => hi.
  have sq := Rle_0_sqr (v + / 4); have sq' := Rle_0_sqr (v - / 4); rewrite /Rsqr in sq sq'.
  by case: hc => ->; case: (Rle_lt_dec 0 v) => hv; nra.
have self : - 1 + 0 * spread <= share one o1 o1 - share two o1 o1.
  by apply: (below o1' o1') => l hl; have := hit01 alternating (point 1) eps o1 o1 l; nra.
have p00 := outer o0 o0 o0' o0'; have p22 := outer o2 o2 o2' o2'.
have p02 := across o0 o2 ltac:(move=> l; rewrite -Rabs_Ropp; congr Rabs; rewrite /=; ring) o0' o2'.
have p20 := across o2 o0 ltac:(move=> l; congr Rabs; rewrite /=; ring) o2' o0'.
have p01 := side o0 o1 _ _ o0' o1' ltac:(lra) ltac:(by left). have p10 := side o1 o0 _ _ o1' o0' ltac:(lra) ltac:(by right).
have p21 := side o2 o1 _ _ o2' o1' ltac:(lra) ltac:(by left). have p12 := side o1 o2 _ _ o1' o2' ltac:(lra) ltac:(by right).
have w a : wt alternating a = / 3 by [].
have gap : 0 < N alternating L (point 1) eps one - N alternating L (point 1) eps two.
  rewrite !N_pairs !big_ord_recl !big_ord0 -/o0 -/o1 -/o2 !w.
  have : spread * (2 / (eps * eps) + 8) = 2 * (/ (eps * eps) * spread) + 8 * spread by field; lra.
  by lra.
have T0 : 0 < total alternating L (point 1) eps.
  have a0 := N_ge0 alternating L (point 1) eps one; have b0 := N_ge0 alternating L (point 1) eps two.
  by rewrite /total !big_ord_recl big_ord0 -/one -/two; lra.
rewrite /h /Rdiv; apply: Rmult_lt_compat_r; [exact: Rinv_0_lt_compat | lra].
Qed.
End Narrow.

(** A ball of radius 1 or more holds all but what is mixed at 0 and 1. *)
Section Large.
Variables (L : law) (eps : R).
Hypothesis eps1 : 1 <= eps.
Hypothesis mean : E L (fun l => 0 + 1 * l) = 1 / 2.
Hypothesis no_end_atoms : atom L 0 = 0 /\ atom L 1 = 0.

Lemma dom_mean : dom L (fun l => 0 + 1 * l).
Proof. by apply: dom_cont => l; apply: derivable_continuous_pt; apply: ex_derive_Reals_0; auto_derive. Qed.

Lemma held a b : (forall l, 0 < l < 1 -> Rabs (l * INR (val a) + (1 - l) * INR (val b) - 1) < 1) ->
  mass alternating L (point 1) eps a b = 1 /\ moment alternating L (point 1) eps a b = 1 / 2.
Proof.
move=> h; have [z0 z1] := no_end_atoms.
have low l : 0 <= l <= 1 -> 1 + (-1) * single 0 l + (-1) * single 1 l <= hit alternating (point 1) eps a b l.
  move=> hl; have h01 := hit01 alternating (point 1) eps a b l.
  case: (single_or 0 l) => -[-> n0]; case: (single_or 1 l) => -[-> n1]; try lra.
  by rewrite hit_alternating; case: Rlt_dec => far /=; have := h l ltac:(lra); lra.
have s0 := dom_scale (-1) (dom_single L 0); have s1 := dom_scale (-1) (dom_single L 1).
have d1 := dom_add (dom_add (dom_const L 1) s0) s1.
have m1 : mass alternating L (point 1) eps a b = 1.
  apply: Rle_antisym.
    rewrite -[X in _ <= X](E_const L 1); apply: E_mono; [exact: dom_hit1 | exact: dom_const |] => l _.
    by have := hit01 alternating (point 1) eps a b l; lra.
  have := E_mono d1 (dom_hit1 alternating L (point 1) eps a b) low.
  rewrite (E_add (dom_add (dom_const L 1) s0) s1) (E_add (dom_const L 1) s0) !(E_scale (-1)) ?E_const; try exact: dom_single.
  by rewrite -/(atom L 0) -/(atom L 1) -/(mass alternating L (point 1) eps a b) z0 z1; lra.
split=> //; have dm := dom_mean; have dl := dom_hitl alternating L (point 1) eps a b.
apply: Rle_antisym.
  rewrite -mean; apply: E_mono => // l hl; have := hit01 alternating (point 1) eps a b l; nra.
have d2 := dom_add dm s1.
have -> : 1 / 2 = E L (fun l => 0 + 1 * l + (-1) * single 1 l).
  by rewrite (E_add dm s1) (E_scale (-1) (dom_single L 1)) mean -/(atom L 1) z1; ring.
apply: E_mono => // l hl; have h01 := hit01 alternating (point 1) eps a b l; have := low l hl.
by case: (single_or 0 l) => -[-> n0]; case: (single_or 1 l) => -[-> n1]; nra.
Qed.

Lemma large_fails : h alternating L (point 1) eps two < h alternating L (point 1) eps one.
Proof.
have in_ a b : (val a == 1%nat) || (val b == 1%nat) || (val a != val b) ->
    mass alternating L (point 1) eps a b = 1 /\ moment alternating L (point 1) eps a b = 1 / 2.
  by move: a b; apply: ord3; apply: ord3 => // _; apply: held => l hl; apply/Rabs_lt => /=; lra.
have [a01 b01] := in_ o0 o1 erefl; have [a10 b10] := in_ o1 o0 erefl; have [a11 b11] := in_ o1 o1 erefl.
have [a12 b12] := in_ o1 o2 erefl; have [a21 b21] := in_ o2 o1 erefl.
have [a02 b02] := in_ o0 o2 erefl; have [a20 b20] := in_ o2 o0 erefl.
have g0 := mass_ge0 alternating L (point 1) eps o0 o0; have g2 := mass_ge0 alternating L (point 1) eps o2 o2.
have gap : 0 < N alternating L (point 1) eps one - N alternating L (point 1) eps two.
  rewrite !N_pairs !big_ord_recl !big_ord0 -/o0 -/o1 -/o2 !shareE /of_class /=.
  by rewrite a01 a10 a11 a12 a21 a02 a20 b01 b10 b11 b12 b21 b02 b20; lra.
have T0 : 0 < total alternating L (point 1) eps.
  have n1 := N_ge0 alternating L (point 1) eps one; have n2 := N_ge0 alternating L (point 1) eps two.
  by rewrite /total !big_ord_recl big_ord0 -/one -/two; lra.
rewrite /h /Rdiv; apply: Rmult_lt_compat_r; [exact: Rinv_0_lt_compat | lra].
Qed.
End Large.

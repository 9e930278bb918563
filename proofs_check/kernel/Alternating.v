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
Definition mean := E L (fun l => l).
Definition deviation := E L (fun l => Rabs (2 * l - 1)).
Hypothesis narrow : spread / (eps * eps) + deviation < 1 / 2.

Lemma hit_alternating a b l : hit a b l =
  if Rlt_dec (Rabs (l * INR (val a) + (1 - l) * INR (val b) - 1)) eps then 1 else 0.
Proof. by rewrite /Masses.hit /inball dist_line. Qed.

Lemma dom_line k0 k1 : dom L (fun l => k0 + k1 * l).
Proof. by apply: dom_cont => l; apply: derivable_continuous_pt; apply: ex_derive_Reals_0; auto_derive. Qed.

Lemma dom_square : dom L (fun l => (2 * l - 1) * (2 * l - 1)).
Proof. by apply: dom_cont => l; apply: derivable_continuous_pt; apply: ex_derive_Reals_0; auto_derive. Qed.

Lemma dom_deviation : dom L (fun l => Rabs (2 * l - 1)).
Proof.
apply: dom_cont => l; apply: (continuity_pt_comp (fun l => 2 * l - 1) Rabs); last exact: Rcontinuity_abs.
by apply: derivable_continuous_pt; apply: ex_derive_Reals_0; auto_derive.
Qed.

(** The excess of class one over class two of a pair, from below by a function of lambda. *)
Lemma below a b sa sb g : of_class alternating one a - of_class alternating two a = sa ->
  of_class alternating one b - of_class alternating two b = sb -> dom L g ->
  (forall l, 0 <= l <= 1 -> g l <= hit a b l * (l * sa + (1 - l) * sb)) ->
  E L g <= share one a b - share two a b.
Proof.
move=> ha hb dg h; rewrite !shareE.
have -> : of_class alternating one a * moment a b + of_class alternating one b * (mass a b - moment a b) -
  (of_class alternating two a * moment a b + of_class alternating two b * (mass a b - moment a b)) =
  sb * mass a b + (sa - sb) * moment a b by rewrite -ha -hb; ring.
rewrite -E_hit; apply: E_mono; [exact: dg | exact: dom_hit |].
by move=> l hl; apply: Rle_trans (h l hl) _; right; ring.
Qed.

Lemma narrow_fails : h alternating L (point 1) eps two < h alternating L (point 1) eps one.
Proof.
have o0' : of_class alternating one o0 - of_class alternating two o0 = 1 by rewrite /of_class /=; ring.
have o1' : of_class alternating one o1 - of_class alternating two o1 = -1 by rewrite /of_class /=; ring.
have o2' : of_class alternating one o2 - of_class alternating two o2 = 1 by rewrite /of_class /=; ring.
have outer a b : of_class alternating one a - of_class alternating two a = 1 ->
    of_class alternating one b - of_class alternating two b = 1 -> 0 <= share one a b - share two a b.
  move=> ha hb; rewrite -(E_const L 0); apply: (below ha hb (dom_const L 0)) => l _.
  by have := hit01 alternating (point 1) eps a b l; nra.
have e2 : 0 < eps * eps by nra.
have i2 : 0 < / (eps * eps) by apply: Rinv_0_lt_compat.
have across a b : (forall l, Rabs (l * INR (val a) + (1 - l) * INR (val b) - 1) = Rabs (2 * l - 1)) ->
    of_class alternating one a - of_class alternating two a = 1 ->
    of_class alternating one b - of_class alternating two b = 1 ->
    1 - spread / (eps * eps) <= share one a b - share two a b.
  move=> hd ha hb; have ds := dom_scale (- / (eps * eps)) dom_square.
  have -> : 1 - spread / (eps * eps) = E L (fun l => 1 + - / (eps * eps) * ((2 * l - 1) * (2 * l - 1))).
    by rewrite (E_add (dom_const L 1) ds) E_const (E_scale _ dom_square) -/spread /Rdiv; ring.
  apply: (below ha hb (dom_add (dom_const L 1) ds)) => l _; rewrite hit_alternating hd.
  set q := (2 * l - 1) * (2 * l - 1); have q0 : 0 <= q := Rle_0_sqr (2 * l - 1).
  case: Rlt_dec => h /=; first by have := Rmult_le_pos (/ (eps * eps)) q ltac:(lra) q0; lra.
  have hq : eps * eps <= q.
    have h' := Rnot_lt_le _ _ h; have -> : q = Rabs (2 * l - 1) * Rabs (2 * l - 1).
      by rewrite -Rabs_mult Rabs_pos_eq.
    by apply: Rmult_le_compat; lra.
  have := Rmult_le_compat_l (/ (eps * eps)) _ _ ltac:(lra) hq; rewrite Rinv_l; lra.
have side a b s : s = 1 \/ s = -1 -> of_class alternating one a - of_class alternating two a = s ->
    of_class alternating one b - of_class alternating two b = - s ->
    / 2 * (s * (2 * mean - 1) - deviation) <= share one a b - share two a b.
  move=> s1 ha hb; have dv := dom_scale (- / 2) dom_deviation; have dl := dom_line (- s / 2) s.
  have -> : / 2 * (s * (2 * mean - 1) - deviation) = E L (fun l => - s / 2 + s * l + - / 2 * Rabs (2 * l - 1)).
    have dl1 : dom L (fun l => s * l) by apply: dom_ext (dom_line 0 s) => l _; ring.
    have dl0 : dom L (fun l => l) by apply: dom_ext (dom_line 0 1) => l _; ring.
    rewrite (E_add dl dv) (E_add (dom_const L (- s / 2)) dl1) E_const (E_scale s dl0) (E_scale _ dom_deviation).
    by rewrite -/deviation -/mean; field.
  apply: (below ha hb (dom_add dl dv)) => l _; have := hit01 alternating (point 1) eps a b l.
  have := Rle_abs (2 * l - 1); have := Rle_abs (- (2 * l - 1)); rewrite Rabs_Ropp.
  by set i := Masses.hit _ _ _ _ _ _; case: s1 => ->; nra.
have self : - 1 <= share one o1 o1 - share two o1 o1.
  rewrite -(E_const L (-1)); apply: (below o1' o1' (dom_const L (-1))) => l hl.
  by have := hit01 alternating (point 1) eps o1 o1 l; nra.
have p00 := outer o0 o0 o0' o0'; have p22 := outer o2 o2 o2' o2'.
have p02 := across o0 o2 ltac:(move=> l; rewrite -Rabs_Ropp; congr Rabs; rewrite /=; ring) o0' o2'.
have p20 := across o2 o0 ltac:(move=> l; congr Rabs; rewrite /=; ring) o2' o0'.
have p01 := side o0 o1 1 ltac:(by left) o0' o1'; have p21 := side o2 o1 1 ltac:(by left) o2' o1'.
have p10 := side o1 o0 (-1) ltac:(by right) o1' ltac:(lra); have p12 := side o1 o2 (-1) ltac:(by right) o1' ltac:(lra).
have w a : wt alternating a = / 3 by [].
have gap : 0 < N alternating L (point 1) eps one - N alternating L (point 1) eps two.
  rewrite !N_pairs !big_ord_recl !big_ord0 -/o0 -/o1 -/o2 !w.
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

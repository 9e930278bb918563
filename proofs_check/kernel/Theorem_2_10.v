(** Theorem 2.10, repaired (claim theorem-2.10): if no segment between data points passes through the data point x
    unless it ends at x or lies in its class, then h fits x and is continuous there.  For every mixing law. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Limit Clearance Theorem_2_10_modulus.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** Assumption 2.9, repaired, at the data point a. *)
Definition repaired_2_9 n k d (D : data n k d) (a : 'I_n) := forall s t,
  dist (pt D s) (pt D a) <> 0 -> dist (pt D t) (pt D a) <> 0 -> ~ (cls D s = cls D a /\ cls D t = cls D a) ->
  forall l, 0 <= l <= 1 -> dist (mix l (pt D s) (pt D t)) (pt D a) <> 0.

(** Then the clearance is positive. *)
Lemma repaired_clearance n k d (D : data n k d) a : repaired_2_9 D a ->
  exists rho, 0 < rho /\ within_clearance D a rho.
Proof.
move=> rep; pose P s t e := dist (pt D s) (pt D a) <> 0 -> dist (pt D t) (pt D a) <> 0 ->
  ~ (cls D s = cls D a /\ cls D t = cls D a) -> forall l, 0 <= l <= 1 -> e <= dist (mix l (pt D s) (pt D t)) (pt D a).
have [e [p hP]] : exists e, 0 < e /\ forall eps, 0 < eps < e -> forall s t, P s t eps.
  apply: small_all => s; apply: small_all => t.
  case: (Req_dec (dist (pt D s) (pt D a)) 0) => hs; first by exists 1; split; [lra | move=> eps _ []].
  case: (Req_dec (dist (pt D t) (pt D a)) 0) => ht; first by exists 1; split; [lra | move=> eps _ _ []].
  case e: ((cls D s == cls D a) && (cls D t == cls D a)).
    by exists 1; split; [lra | move=> eps _ _ _ []; case/andP: e => /eqP -> /eqP ->].
  have other : ~ (cls D s = cls D a /\ cls D t = cls D a) by move=> [e1 e2]; rewrite e1 e2 !eqxx in e.
  have [r [r0 hr]] := segment_apart (rep s t hs ht other).
  by exists r; split=> // eps he _ _ _ l hl; have := hr l hl; lra.
by exists (e / 2); split; [lra | move=> s t; apply: hP; lra].
Qed.

Section Theorem_2_10.
Variables (n k d : nat) (D : data n k d) (L : law) (a : 'I_n).
Hypothesis rep : repaired_2_9 D a.
Let x := pt D a.
Let i := cls D a.

(** Within rho of x all classes are within |z - x| + eps over r of where they should be. *)
Lemma modulus : exists rho r, 0 < rho /\ 0 < r /\ forall z eps j, 0 < eps -> dist z x + eps <= rho ->
  0 < total D L z eps -> Rabs (h D L z eps j - of_class D j a) <= (dist z x + eps) / r.
Proof.
have [rho [rho0 clear]] := repaired_clearance rep; have [r [r0 far]] := others_apart D a.
exists rho, r; split=> //; split=> // z eps j e0 le T0.
have cl : within_clearance D a (dist z x + eps).
  by move=> s t hs ht other l hl; have := clear s t hs ht other l hl; rewrite -/x; lra.
have low := theorem_2_10_modulus cl T0 r0 far.
by have := h_near_class j T0 low; rewrite /of_class [j == _]eq_sym.
Qed.

Theorem theorem_2_10 : fits D L a /\ continuous_at D L x.
Proof.
have [rho [r [rho0 [r0 near]]]] := modulus.
have xx : dist x x = 0 by exact: dist_same.
have fit : fits D L a.
  move=> eta eta0; exists (Rmin rho (eta * r)); split.
    by apply: Rmin_glb_lt => //; exact: Rmult_lt_0_compat.
  move=> eps [e0 em] j; have m1 := Rmin_l rho (eta * r); have m2 := Rmin_r rho (eta * r).
  have := near x eps j e0; rewrite xx => /(_ ltac:(lra) (total_pos D L a e0)) le.
  apply: Rle_lt_trans le _; apply: (Rmult_lt_reg_r r) => //.
  by rewrite /Rdiv Rmult_assoc Rinv_l; lra.
split=> // v lim eta eta0; pose delta := Rmin rho (eta * r) / 3.
have er : 0 < eta * r by exact: Rmult_lt_0_compat.
have m0 : 0 < Rmin rho (eta * r) by apply: Rmin_glb_lt.
have m1 := Rmin_l rho (eta * r); have m2 := Rmin_r rho (eta * r).
exists delta; split; first by rewrite /delta; lra.
move=> z w mixed hz limz j; rewrite (limit_unique lim fit).
have d0 := dist_ge0 z x; rewrite -/x in hz.
apply: Rle_lt_trans (_ : 2 / 3 * eta < _); last lra.
apply: (limit_within (e0 := delta) _ limz) => [|eps he]; first by rewrite /delta; lra.
apply: Rle_trans (near z eps j _ _ (mixed eps _)) _; rewrite /delta in he hz; try lra.
apply: (Rmult_le_reg_r r) => //; rewrite /Rdiv Rmult_assoc Rinv_l; lra.
Qed.
End Theorem_2_10.

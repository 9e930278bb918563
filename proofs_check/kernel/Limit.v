(** The pointwise limit h of h_eps, its domain X_mix, and continuity of h there. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz Classical.
From Mixup Require Import Base.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Limits.
Variables (n k d : nat) (D : data n k d) (L : law).

(** h(z) = v: the limit of the vector h_eps(z) as eps falls to 0. *)
Definition h_limit (z : vec d) (v : 'I_k -> R) := forall eta, 0 < eta -> exists e0, 0 < e0 /\
  forall eps, 0 < eps < e0 -> forall i, Rabs (h D L z eps i - v i) < eta.

(** X_mix: the places all of whose balls have mixed mass. *)
Definition x_mix (z : vec d) := forall eps, 0 < eps -> 0 < total D L z eps.

(** h gives the data point a its own class. *)
Definition fits (a : 'I_n) := h_limit (pt D a) (fun i => of_class D i a).

(** h, as a function on X_mix wherever the limit exists, is continuous at x. *)
Definition continuous_at (x : vec d) := forall v, h_limit x v -> forall eta, 0 < eta ->
  exists delta, 0 < delta /\ forall z w, x_mix z -> dist z x < delta -> h_limit z w ->
  forall i, Rabs (w i - v i) < eta.

Lemma total_mono z e e' : e <= e' -> total D L z e <= total D L z e'.
Proof.
move=> h; rewrite !total_pairs; apply: rsum_le => a _; apply: rsum_le => b _; apply: Rmult_le_compat_l.
  by apply: Rmult_le_pos; apply: Rlt_le; exact: wt_pos.
apply: E_mono; try exact: dom_hit1; move=> l _; rewrite /hit /inball.
by case: Rlt_dec => h1; case: Rlt_dec => h2 /=; lra.
Qed.

(** Mass in all small balls is enough. *)
Lemma small_x_mix z e0 : 0 < e0 -> (forall eps, 0 < eps < e0 -> 0 < total D L z eps) -> x_mix z.
Proof.
move=> p h eps eps0; have m := Rmin_l eps (e0 / 2); have m' := Rmin_r eps (e0 / 2).
have m0 : 0 < Rmin eps (e0 / 2) by apply: Rmin_glb_lt; lra.
by apply: Rlt_le_trans (h (Rmin eps (e0 / 2)) _) (total_mono z m); lra.
Qed.

(** What h_eps satisfies for all small eps, within r, the limit satisfies within r. *)
Lemma limit_within z v i c r e0 : 0 < e0 -> h_limit z v ->
  (forall eps, 0 < eps < e0 -> Rabs (h D L z eps i - c) <= r) -> Rabs (v i - c) <= r.
Proof.
move=> p lim near; apply: Rnot_lt_le => far.
have [e1 [p1 h1]] := lim ((Rabs (v i - c) - r) / 2) ltac:(lra).
pose e := Rmin e0 e1 / 2; have m1 := Rmin_l e0 e1; have m2 := Rmin_r e0 e1.
have m0 : 0 < Rmin e0 e1 by apply: Rmin_glb_lt.
have he : 0 < e < e0 by rewrite /e; lra.
have n1 := near e he; have n2 := h1 e ltac:(rewrite /e; lra) i.
have := Rabs_triang (v i - h D L z e i) (h D L z e i - c).
have -> : v i - h D L z e i + (h D L z e i - c) = v i - c by ring.
by rewrite (Rabs_minus_sym (v i) (h D L z e i)); lra.
Qed.

Lemma limit_ge z v i c e0 : 0 < e0 -> h_limit z v -> (forall eps, 0 < eps < e0 -> c <= h D L z eps i) -> c <= v i.
Proof.
move=> p lim near; apply: Rnot_lt_le => far; have [e1 [p1 h1]] := lim (c - v i) ltac:(lra).
have m1 := Rmin_l e0 e1; have m2 := Rmin_r e0 e1; have m0 : 0 < Rmin e0 e1 by apply: Rmin_glb_lt.
have := near (Rmin e0 e1 / 2) ltac:(lra); have /Rabs_lt := h1 (Rmin e0 e1 / 2) ltac:(lra) i.
by lra.
Qed.

Lemma limit_le z v i c e0 : 0 < e0 -> h_limit z v -> (forall eps, 0 < eps < e0 -> h D L z eps i <= c) -> v i <= c.
Proof.
move=> p lim near; apply: Rnot_lt_le => far; have [e1 [p1 h1]] := lim (v i - c) ltac:(lra).
have m1 := Rmin_l e0 e1; have m2 := Rmin_r e0 e1; have m0 : 0 < Rmin e0 e1 by apply: Rmin_glb_lt.
have := near (Rmin e0 e1 / 2) ltac:(lra); have /Rabs_lt := h1 (Rmin e0 e1 / 2) ltac:(lra) i.
by lra.
Qed.

Lemma limit_unique z v w : h_limit z v -> h_limit z w -> forall i, v i = w i.
Proof.
move=> hv hw i; apply: NNPP => ne.
have far : 0 < Rabs (v i - w i) by apply: Rabs_pos_lt; lra.
have [e0 [p near]] := hw (Rabs (v i - w i) / 2) ltac:(lra).
by have := limit_within p hv (fun eps he => Rlt_le _ _ (near eps he i)); lra.
Qed.
End Limits.

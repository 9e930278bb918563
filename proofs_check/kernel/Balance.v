(** If outputs along the labels minimise the Mixup logistic loss over all outputs, the classes have equal masses.  For every
    mixing law. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Pairs Logistic Outputs.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Balance.
Variables (n : nat) (p y : 'I_n -> R) (L : law) (c : R).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.
Hypothesis labels : forall a, y a = 1 \/ y a = -1.
Notation F := (F p y L).
Hypothesis least : forall u, F (fun a => c * y a) <= F u.
Let A := excess L c.
Let s := imbalance p y.

(** At a minimum every slope is 0. *)
Lemma stationary f : (forall a, 0 <= f a <= 1) -> \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (slope y c f a b)) = 0.
Proof.
move=> f01; set S := \rsum_(a < n) _.
have above t : 0 <= t * S + t * t.
  have := least (fun a => c * y a + t * (y a * f a)).
  suff : F (fun a => c * y a + t * (y a * f a)) <= F (fun a => c * y a) + t * S + t * t by lra.
  have one : t * t = t * t * (\rsum_(a < n) \rsum_(b < n) (p a * p b)) by rewrite (pair_weights_one p1); ring.
  rewrite one /S /Outputs.F -!rsumZ -!rsumD; apply: rsum_le => a _; rewrite -!rsumZ -!rsumD; apply: rsum_le => b _.
  have d0 := dom_pair L (y a) (y b) (c * y a) (c * y b); have d1 := dom_scale t (dom_slope y L c f a b).
  have -> : p a * p b * E L (pair (y a) (y b) (c * y a) (c * y b)) + t * (p a * p b * E L (slope y c f a b)) +
      t * t * (p a * p b) =
    p a * p b * E L (fun l => pair (y a) (y b) (c * y a) (c * y b) l + t * slope y c f a b l + t * t).
    by rewrite (E_add (dom_add d0 d1) (dom_const L (t * t))) (E_add d0 d1) E_const (E_scale t (dom_slope y L c f a b)); ring.
  apply: Rmult_le_compat_l; first by have := pair_weights p0 a b; lra.
  apply: E_mono => [||l hl]; [exact: dom_pair | apply: dom_add; [exact: dom_add | exact: dom_const] |].
  exact: (pair_above labels).
have h1 := above (S / 2); have h2 := above (- S / 2).
nra.
Qed.

(** Only with equal masses can outputs along the labels be a minimum. *)
Lemma equal_masses_needed : s = 0.
Proof.
have sum_y : \rsum_(a < n) (p a * (y a * y a)) = 1.
  by rewrite -[RHS]p1; apply: rsum_eq => a; case: (labels a) => ->; ring.
have lin u v : \rsum_(a < n) (p a * (u + v * y a)) = u + v * s /\
    \rsum_(a < n) (p a * (y a * (u + v * y a))) = u * s + v.
  split.
    rewrite (rsum_eq (G := fun a => u * p a + v * (p a * y a))) => [|a]; last by ring.
    by rewrite rsumD !rsumZ p1 -/(imbalance p y) -/s; ring.
  rewrite (rsum_eq (G := fun a => u * (p a * y a) + v * (p a * (y a * y a)))) => [|a]; last by ring.
  by rewrite rsumD !rsumZ sum_y -/(imbalance p y) -/s; ring.
have eq u v : (forall a, 0 <= u + v * y a <= 1) ->
    (dell c + A) / 2 * (u + v * s) + (dell c - A) / 2 * s * (u * s + v) = 0.
  by move=> h; have := stationary h; rewrite (slope_sum y L p1 c) -/A -/s; case: (lin u v) => -> ->.
have e1 := eq 1 0 ltac:(move=> a; lra).
have e2 := eq (1 / 2) (1 / 2) ltac:(move=> a; case: (labels a) => ->; lra).
have e3 := eq (1 / 2) (- (1 / 2)) ltac:(move=> a; case: (labels a) => ->; lra).
have d0 := dell_bound c; set P := (dell c + A) / 2 in e1 e2 e3; set Q := (dell c - A) / 2 in e1 e2 e3.
have pq : P + Q < 0 by rewrite /P /Q; lra.
have f2 : (1 + s) * (P + s * Q) = 0 by nra.
have f3 : (1 - s) * (P - s * Q) = 0 by nra.
have f1 : P + s * s * Q = 0 by nra.
case/Rmult_integral: f2 => [s1|g2]; first by have es : s = -1 by [lra]; rewrite es in f1; nra.
case/Rmult_integral: f3 => [s1|g3]; first by have es : s = 1 by [lra]; rewrite es in f1; nra.
have : s * Q = 0 by lra.
by case/Rmult_integral => // q0; have : P = 0 by [rewrite q0 in g2; lra]; lra.
Qed.
End Balance.

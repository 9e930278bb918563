(** With the squared loss Mixup changes nothing iff a mean residual or the mean point is zero, or nothing is mixed (claim
    theorem-3.5-squared-loss-sharp). *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Linear Independent Minimiser Squared.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** E[lambda (1 - lambda)] (p . r) X^T p, with the residuals r of theta. *)
Definition mean_product n d (x : 'I_n -> vec d) (p y : 'I_n -> R) L theta (k : 'I_d) :=
  spread L * (\rsum_(a < n) (p a * residual x y theta a)) * (\rsum_(a < n) (p a * x a k)).

Section Sharp.
Variables (n d : nat) (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.
Notation plain := (least (plain_squares x p y)).
Notation mixed := (least (mixup_squares x p y L)).

(** Plain least squares have a minimiser. *)
Lemma plain_exists : exists theta, plain theta.
Proof.
have root a : sqrt (p a) * sqrt (p a) = p a by apply: sqrt_sqrt; exact: Rlt_le.
pose col k : vec n := fun a => sqrt (p a) * x a k; pose target : vec n := fun a => sqrt (p a) * y a.
have [theta ortho] := projection col target; exists theta; apply/(least_plain x p y); apply/(squares_least x y p0) => [|v]; first by lra.
have zero k : \rsum_(a < n) (p a * residual x y theta a * x a k) = 0.
  have := ortho k; have -> : dot (comb col theta) (col k) = \rsum_(a < n) (p a * dot theta (x a) * x a k).
    apply: rsum_eq => a; rewrite /comb (rsum_eq (G := fun j => sqrt (p a) * (theta j * x a j))) => [|j]; last by rewrite /col; ring.
    by rewrite rsumZ /col -{3}(root a) /dot; ring.
  have -> : dot target (col k) = \rsum_(a < n) (p a * y a * x a k).
    by apply: rsum_eq => a; rewrite /target /col -{3}(root a); ring.
  by rewrite /residual => e; rewrite (rsum_eq (G := fun a => p a * dot theta (x a) * x a k - p a * y a * x a k)) => [|a]; [rewrite rsumB e; ring | ring].
suff e : \rsum_(a < n) (p a * residual x y theta a * dot v (x a)) = 0 by rewrite /squares_slope e; ring.
rewrite (rsum_eq (G := fun a => \rsum_(k < d) (v k * (p a * residual x y theta a * x a k)))) => [|a].
  by rewrite rsum_exchange big1 // => k _; rewrite rsumZ zero; ring.
by rewrite /dot -rsumZ; apply: rsum_eq => k; ring.
Qed.

Lemma mean_along v : \rsum_(a < n) (p a * dot v (x a)) = \rsum_(k < d) (v k * \rsum_(a < n) (p a * x a k)).
Proof.
rewrite (rsum_eq (G := fun a => \rsum_(k < d) (v k * (p a * x a k)))) => [|a].
  by rewrite rsum_exchange; apply: rsum_eq => k; rewrite rsumZ.
by rewrite /dot -rsumZ; apply: rsum_eq => k; ring.
Qed.

(** A minimiser of one is a minimiser of the other iff the product vanishes at it. *)
Lemma agrees_at theta : plain theta -> (mixed theta <-> forall k, mean_product x p y L theta k = 0).
Proof.
move/(least_plain x p y)/(squares_least x y p0 (m := 0) theta ltac:(lra)) => flat.
rewrite (least_mixup x y L p1) (squares_least x y p0 theta (spread_bounds L)).
have own v : \rsum_(a < n) (p a * residual x y theta a * dot v (x a)) = 0.
  by have := flat v; rewrite /squares_slope; lra.
split=> [still k|zero v].
  have := still (axes k); rewrite /squares_slope own /mean_product.
  have -> : \rsum_(a < n) (p a * dot (axes k) (x a)) = \rsum_(a < n) (p a * x a k).
    by apply: rsum_eq => a; rewrite dotC dot_axes.
  lra.
have e : spread L * (\rsum_(a < n) (p a * residual x y theta a)) * (\rsum_(a < n) (p a * dot v (x a))) = 0.
  rewrite mean_along -rsumZ big1 // => k _; have := zero k; rewrite /mean_product => z.
  by have := Rmult_eq_compat_l (v k) _ _ z; lra.
by rewrite /squares_slope own; lra.
Qed.

Lemma same_if_one theta : plain theta -> mixed theta -> forall theta', mixed theta' <-> plain theta'.
Proof.
move=> /(least_plain x p y) low /(least_mixup x y L p1) low' theta'.
rewrite (least_plain x p y) (least_mixup x y L p1) (squares_outputs p0 theta' _ low); last lra.
by rewrite (squares_outputs p0 theta' (spread_bounds L) low').
Qed.
End Sharp.

Theorem theorem_3_5_squared_loss_sharp n d (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law) :
  (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 ->
  let plain := least (plain_squares x p y) in let mixed := least (mixup_squares x p y L) in
  (exists theta, plain theta) /\
  (forall theta, plain theta ->
    (forall theta', mixed theta' <-> plain theta') <-> forall k, mean_product x p y L theta k = 0) /\
  ((exists v, forall a, dot v (x a) = 1) ->
    (forall theta, plain theta -> \rsum_(a < n) (p a * residual x y theta a) = 0) /\ forall theta, mixed theta <-> plain theta) /\
  ((forall k, \rsum_(a < n) (p a * x a k) = 0) -> forall theta, mixed theta <-> plain theta).
Proof.
move=> p0 p1 plain mixed; have [theta0 low0] := plain_exists x y p0.
have iff theta : plain theta -> (forall theta', mixed theta' <-> plain theta') <-> forall k, mean_product x p y L theta k = 0.
  move=> low; split=> [same|zero]; first exact: ((agrees_at L p0 p1 low).1 ((same theta).2 low)).
  exact: (same_if_one p0 p1 low ((agrees_at L p0 p1 low).2 zero)).
split; first by exists theta0.
split=> //; split=> [[v one]|centred]; last by apply: (iff _ low0).2 => k; rewrite /mean_product centred; ring.
have mean theta : plain theta -> \rsum_(a < n) (p a * residual x y theta a) = 0.
  move=> /(least_plain x p y)/(squares_least x y p0 (m := 0) theta ltac:(lra))/(_ v); rewrite /squares_slope.
  by rewrite (rsum_eq (G := fun a => p a * residual x y theta a)) => [|a]; [lra | rewrite one; ring].
by split=> //; apply: (iff _ low0).2 => k; rewrite /mean_product mean //; ring.
Qed.

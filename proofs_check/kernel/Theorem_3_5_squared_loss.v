(** With the squared loss Mixup changes nothing where the labels can be attained (claim theorem-3.5-squared-loss). *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Linear Independent Squared.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Theorem theorem_3_5_squared_loss n d (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law) :
  (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 ->
  (independent x -> exists theta, forall a, dot theta (x a) = y a) /\
  ((exists theta, forall a, dot theta (x a) = y a) ->
    forall theta, least (mixup_squares x p y L) theta <-> least (plain_squares x p y) theta).
Proof.
move=> p0 p1; split=> [ind|[sol attained]]; first exact: outputs_attained.
have [s0 s1] := spread_bounds L.
have term theta a : 0 <= p a * (residual x y theta a * residual x y theta a).
  by apply: Rmult_le_pos; [exact: Rlt_le | exact: Rle_0_sqr].
have plain0 theta : 0 <= plain_squares x p y theta by apply: rsum_ge0.
have zero theta : (forall a, residual x y theta a = 0) -> plain_squares x p y theta = 0 /\ mixup_squares x p y L theta = 0.
  move=> r0; have pl : plain_squares x p y theta = 0.
    by rewrite /plain_squares (rsum_eq (G := fun a => 0 * p a)) => [|a]; [rewrite rsumZ; ring | rewrite r0; ring].
  split=> //; rewrite (mixup_squaresE x y L p1) pl (rsum_eq (G := fun a => 0 * p a)) => [|a]; last by rewrite r0; ring.
  by rewrite rsumZ; ring.
have [z1 z2] := zero sol (fun a => Rminus_diag_eq _ _ (attained a)).
have low theta : plain_squares x p y theta / 2 <= mixup_squares x p y L theta.
  rewrite (mixup_squaresE x y L p1); set q := plain_squares x p y theta; have := plain0 theta; rewrite -/q.
  by have := Rle_0_sqr (\rsum_(a < n) (p a * residual x y theta a)); rewrite /Rsqr; nra.
have only theta : plain_squares x p y theta = 0 -> forall a, residual x y theta a = 0.
  by move=> e a; case: (Rmult_integral _ _ (rsum_eq0 (term theta) e a)) => [|/Rmult_integral [|]] //; have := p0 a; lra.
move=> theta; split=> h theta'.
  have := h sol; rewrite z2 => le; have := low theta; have := plain0 theta; have := plain0 theta'; lra.
have e : plain_squares x p y theta = 0 by have := h sol; have := plain0 theta; lra.
by rewrite (zero theta (only theta e)).2; have := low theta'; have := plain0 theta'; lra.
Qed.

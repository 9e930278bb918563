(** With the squared loss Mixup changes nothing where the labels can be attained (claim theorem-3.5-squared-loss). *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Linear Independent Squared Theorem_3_5_squared_loss_sharp.

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
move=> p0 p1; split=> [ind|[sol attained] theta]; first exact: outputs_attained.
have r0 a : residual x y sol a = 0 by rewrite /residual attained; ring.
have [_ [iff _]] := theorem_3_5_squared_loss_sharp x y L p0 p1.
have low : least (plain_squares x p y) sol.
  move=> theta'; rewrite {1}/plain_squares big1 => [|a _]; last by rewrite r0; ring.
  by apply: rsum_ge0 => a _; apply: Rmult_le_pos; [exact: Rlt_le | exact: Rle_0_sqr].
apply: (iff sol low).2 => k; rewrite /mean_product [X in _ * X * _]big1 => [|a _]; last by rewrite r0; ring.
by ring.
Qed.

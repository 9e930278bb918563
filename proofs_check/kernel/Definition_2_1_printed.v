(** Definition 2.1 as printed is empty where two classes meet (claim definition-2.1-printed): over the cube [0,1]^k the
    risk is least at theta_i = 1 for every class with mass, which is no probability vector. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Rbar.
From Mixup Require Import Base Gibbs Laws Pairs Line Risk.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Definition in_cube k (theta : 'I_k -> R) := forall i, 0 <= theta i <= 1.

(** In a ball with mixed mass some minimiser of the risk over the cube is a probability vector. *)
Definition definition_2_1_printed := forall n k d (D : data n k d) L x eps, 0 < eps -> 0 < total D L x eps ->
  exists theta, in_cube theta /\ \rsum_(i < k) theta i = 1 /\
  forall theta', in_cube theta' -> Rbar_le (risk D L x eps theta) (risk D L x eps theta').

Theorem definition_2_1_printed_refuted : ~ definition_2_1_printed.
Proof.
pose D := two_points Rlt_0_1; pose L := uniform; move=> claim.
have in_ a b : mass D L (point 0) 2 a b = 1 /\ moment D L (point 0) 2 a b = 1 / 2.
  apply: inside => m hm; apply/Rabs_lt; move: a b; apply: ord2; apply: ord2; rewrite /= /point /=; lra.
have n1 : N D L (point 0) 2 one = 1 / 2.
  by rewrite N_pairs !big_ord_recl !big_ord0 -/one -/two !shareE !(in_ _ _).1 !(in_ _ _).2 /of_class /=; field.
have n2 : N D L (point 0) 2 two = 1 / 2.
  by rewrite N_pairs !big_ord_recl !big_ord0 -/one -/two !shareE !(in_ _ _).1 !(in_ _ _).2 /of_class /=; field.
have T : total D L (point 0) 2 = 1 by rewrite /total !big_ord_recl big_ord0 -/one -/two n1 n2; field.
have [theta [cube [sum least]]] := claim _ _ _ D L (point 0) 2 ltac:(lra) ltac:(lra).
have := least (fun=> 1) ltac:(move=> i; lra).
have ones : risk D L (point 0) 2 (fun=> 1) = Finite 0.
  rewrite /risk; case: supported_dec => [_|no] /=; last by case: no => i _; lra.
  by rewrite finite_riskE !big_ord_recl big_ord0 ln_1; congr Finite; ring.
rewrite ones /risk; case: supported_dec => //= sup.
rewrite finite_riskE !big_ord_recl big_ord0 -/one -/two n1 n2.
rewrite !big_ord_recl big_ord0 -/one -/two in sum.
have l1 := ln_le (sup one ltac:(lra)); have l2 := ln_le (sup two ltac:(lra)).
by lra.
Qed.

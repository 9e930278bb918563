(** Theorem 2.7 (claim theorem-2.7): for every radius all large alpha misclassify the middle of the three-point line. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Line Alternating Beta.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Theorem theorem_2_7 eps : 0 < eps ->
  (forall al (al1 : 1 < al), 2 / (eps * eps) + 8 <= al ->
    h alternating (beta al1) (point 1) eps two < h alternating (beta al1) (point 1) eps one) /\
  (1 <= eps -> forall L, E L (fun l => 0 + 1 * l) = 1 / 2 -> atom L 0 = 0 /\ atom L 1 = 0 ->
    h alternating L (point 1) eps two < h alternating L (point 1) eps one).
Proof.
move=> e0; split=> [al al1 le|e1 L mean ends]; last exact: large_fails.
have e2 : 0 < eps * eps by nra.
apply: narrow_fails => //; rewrite beta_spread.
apply: (Rmult_lt_reg_r (2 * al + 1)); first lra.
have i0 : 0 < / (eps * eps) by apply: Rinv_0_lt_compat.
have -> : 1 / (2 * al + 1) * (2 / (eps * eps) + 8) * (2 * al + 1) = 2 / (eps * eps) + 8 by field; lra.
by lra.
Qed.

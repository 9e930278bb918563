(** Theorem 2.7 (claim theorem-2.7): for every radius all alpha >= alpha_0 misclassify the middle of the three-point line. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Line Alternating Beta Beta_deviation.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The first part serves every radius; from 1 on every law of mean 1/2 without atoms at the ends will do, so that every
    Beta(alpha, alpha) does. *)
Theorem theorem_2_7 eps : 0 < eps ->
  (forall al (al1 : 1 < al), Rmax 5 (2 / (eps * eps) - 1 / 2) <= al ->
    h alternating (beta al1) (point 1) eps two < h alternating (beta al1) (point 1) eps one) /\
  (1 <= eps -> forall L, E L (fun l => 0 + 1 * l) = 1 / 2 -> atom L 0 = 0 /\ atom L 1 = 0 ->
    h alternating L (point 1) eps two < h alternating L (point 1) eps one).
Proof.
move=> e0; split=> [al al1 le|e1 L mean ends]; last exact: large_fails.
have al5 : 5 <= al by have := Rmax_l 5 (2 / (eps * eps) - 1 / 2); lra.
have big : 2 / (eps * eps) - 1 / 2 <= al by have := Rmax_r 5 (2 / (eps * eps) - 1 / 2); lra.
apply: narrow_fails => //; rewrite beta_spread.
have := beta_deviation al1 al5; rewrite -/(deviation (beta al1)) /fifth => dev.
suff : 1 / (2 * al + 1) / (eps * eps) <= 1 / 4 by lra.
have e2 : 0 < eps * eps by nra.
apply: (Rmult_le_reg_r (4 * (2 * al + 1))); first lra.
have -> : 1 / (2 * al + 1) / (eps * eps) * (4 * (2 * al + 1)) = 2 * (2 / (eps * eps)) by field; lra.
by lra.
Qed.

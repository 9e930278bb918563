(** Near a data point h leaves its class no faster than the distance over d (claim theorem-2.10-modulus). *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Clearance.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Theorem theorem_2_10_modulus n k d (D : data n k d) L a z eps r :
  within_clearance D a (dist z (pt D a) + eps) -> 0 < total D L z eps -> 0 < r -> others_beyond D a r ->
  1 - (dist z (pt D a) + eps) / r <= h D L z eps (cls D a).
Proof. by move=> clear T0 r0 far; apply: h_low => //; exact: foreign_total. Qed.

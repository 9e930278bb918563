(** The converse of Theorem 3.5 (claim theorem-3.5-converse): for linearly independent data with an interpolating
    max-margin solution, the Mixup minimiser is a positive multiple of it iff the classes have equal mass. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Growth Outputs Linear Independent Minimiser Balance Theorem_3_5.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Theorem theorem_3_5_converse n d (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law) star :
  (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) ->
  independent x -> max_margin x y star -> interpolates x y star -> 0 < off_centre L ->
  (minimiser_is_multiple x p y L star <-> \rsum_(a < n) (p a * y a) = 0).
Proof.
move=> p0 p1 labels ind mm inter off; split=> [[r [r0 only]]|balanced]; last exact: theorem_3_5.
have [kap [k0 out]] := inter; have least := minimises_all p0 p1 labels ((only (fun k => r * star k)).2 (fun k => erefl)).
apply: (equal_masses_needed (L := L) (c := r * kap) p0 p1 labels) => u; have [theta at_u] := outputs_attained ind u.
rewrite (F_eq L p0 p1 labels (v := fun a => dot (fun k => r * star k) (x a))) => [|a]; last by rewrite dotZ out; ring.
by rewrite (F_eq L p0 p1 labels (u := u) (v := fun a => dot theta (x a))) => [|a]; [exact: least | rewrite at_u].
Qed.

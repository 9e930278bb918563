(** The converse of Theorem 3.5 (claim theorem-3.5-converse): for linearly independent data with an interpolating
    max-margin solution, the Mixup minimiser is a positive multiple of it iff the classes have equal mass. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Outputs Linear Independent Balance Theorem_3_5.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The only minimiser in the span is a positive multiple of star. *)
Definition minimiser_is_multiple n d (x : 'I_n -> vec d) p y L (star : vec d) := exists r, 0 < r /\
  (forall theta, risk x p y L (fun k => r * star k) <= risk x p y L theta) /\
  (forall theta, in_span x theta -> (forall theta', risk x p y L theta <= risk x p y L theta') ->
    forall k, theta k = r * star k).

Theorem theorem_3_5_converse n d (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law) star :
  (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) ->
  independent x -> max_margin x y star -> interpolates x y star -> 0 < off_centre L ->
  (minimiser_is_multiple x p y L star <-> \rsum_(a < n) (p a * y a) = 0).
Proof.
move=> p0 p1 labels ind mm inter off; split=> [[r [r0 [least _]]]|balanced]; last exact: theorem_3_5.
have [kap [k0 out]] := inter.
apply: (@equal_masses_needed n p y L (r * kap) p0 p1 labels) => u.
have [theta at_u] := outputs_attained ind u.
have F_eq v w : (forall a, v a = w a) -> F p y L v = F p y L w.
  by move=> e; apply: rsum_eq => a; apply: rsum_eq => b; rewrite !e.
rewrite (F_eq u (fun a => dot theta (x a))) => [|a]; last by rewrite at_u.
rewrite (F_eq _ (fun a => dot (fun k => r * star k) (x a))) => [|a]; first exact: least.
by rewrite dotZ out; ring.
Qed.

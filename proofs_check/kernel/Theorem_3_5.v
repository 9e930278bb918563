(** Theorem 3.5, repaired (claim theorem-3.5): with equal class masses and an interpolating max-margin solution the Mixup
    logistic loss has exactly one minimiser in the span of the data, a positive multiple of it.

    For every mixing law with P_f((0,1) without 1/2) > 0; its symmetry is not needed. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Outputs Along Growth Linear Minimiser.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The Mixup loss has exactly one minimiser in the span of the data, and it is a positive multiple of star. *)
Definition minimiser_is_multiple n d (x : 'I_n -> vec d) p y L (star : vec d) :=
  exists r, 0 < r /\ forall theta, minimises x p y L theta <-> forall k, theta k = r * star k.

Theorem theorem_3_5 n d (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law) star :
  (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) ->
  max_margin x y star -> interpolates x y star -> 0 < off_centre L -> \rsum_(a < n) (p a * y a) = 0 ->
  minimiser_is_multiple x p y L star.
Proof.
move=> p0 p1 labels mm [kap [k0 inter]] off balanced; have [c [c0 least]] := unique_outputs p0 p1 labels balanced off.
pose theta0 : vec d := fun k => c / kap * star k; exists (c / kap); split; first exact: Rdiv_lt_0_compat.
suff mini : minimises x p y L theta0.
  by split=> [h|e]; [exact: (minimises_unique p0 p1 labels h mini) | exact: (minimises_eq p0 p1 labels e mini)].
split=> [|theta _].
  by have [w hw] := max_margin_in_span mm; exists (fun a => c / kap * w a) => k; rewrite /theta0 hw -rsumZ; apply: rsum_eq => a; ring.
have -> : risk x p y L theta0 = F p y L (fun a => c * y a).
  by apply: (F_eq L p0 p1 labels) => a; rewrite dotZ inter; field; lra.
exact: (least _).1.
Qed.

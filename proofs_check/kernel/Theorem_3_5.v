(** Theorem 3.5, repaired (claim theorem-3.5): with equal class masses and an interpolating max-margin solution the Mixup
    logistic loss has exactly one minimiser in the span of the data, a positive multiple of it.

    For every mixing law with P_f((0,1) without 1/2) > 0; its symmetry is not needed. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Logistic Outputs Along Convex Linear.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The Mixup loss has exactly one minimiser in the span of the data, and it is a positive multiple of star. *)
Definition minimiser_is_multiple n d (x : 'I_n -> vec d) p y L (star : vec d) := exists r, 0 < r /\
  in_span x (fun k => r * star k) /\ forall theta, in_span x theta ->
    ((forall theta', in_span x theta' -> risk x p y L theta <= risk x p y L theta') <->
      forall k, theta k = r * star k).

Section Theorem_3_5.
Variables (n d : nat) (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.
Hypothesis labels : forall a, y a = 1 \/ y a = -1.
Hypothesis balanced : \rsum_(a < n) (p a * y a) = 0.
Hypothesis off : 0 < off_centre L.
Notation F := (F p y L).

(** The outputs of the only minimiser: one positive multiple of the labels. *)
Lemma unique_outputs : exists c, 0 < c /\
  forall u, F (fun a => c * y a) <= F u /\ (F u <= F (fun a => c * y a) -> forall a, u a = c * y a).
Proof.
have [c [c0 hc]] := along_minimum p0 p1 labels balanced off; exists c; split=> // u.
have [least e] := descent L p0 p1 labels balanced u; have := hc (scale p y u); rewrite /along => h.
split; first lra.
move=> h'; have eu : forall a, u a = scale p y u * y a by apply: e; lra.
have [m1 m2] := midpoint L p0 labels u (fun a => c * y a).
apply: m2; suff : F (fun a => c * y a) <= F (fun a => (u a + c * y a) / 2) by lra.
have := hc ((scale p y u + c) / 2); rewrite /along => h2; apply: Rle_trans h2 _.
by apply: (F_mono L p0) => a b l _; rewrite !eu; right; congr (pair _ _ _ _ _); field.
Qed.

(** Theorem 3.5: star interpolates with margin kappa and lies in the span, as the max-margin solution does. *)
Lemma interpolating_minimiser star kap : 0 < kap -> in_span x star -> (forall a, dot star (x a) = kap * y a) ->
  minimiser_is_multiple x p y L star.
Proof.
move=> k0 span inter; have [c [c0 hc]] := unique_outputs.
have out a : dot (fun k => c / kap * star k) (x a) = c * y a by rewrite dotZ inter; field; lra.
have at_star : risk x p y L (fun k => c / kap * star k) = F (fun a => c * y a).
  by apply: rsum_eq => a; apply: rsum_eq => b; rewrite !out.
have spanned : in_span x (fun k => c / kap * star k).
  by case: span => v hv; exists (fun a => c / kap * v a) => j; rewrite hv -rsumZ; apply: rsum_eq => a; ring.
exists (c / kap); split; first exact: Rdiv_lt_0_compat.
split=> // theta sp; split=> [least k|same theta' _].
  have := least _ spanned; rewrite at_star => /(hc _).2 h.
  suff : theta k - c / kap * star k = 0 by lra.
  apply: (span_orthogonal (x := x) (theta := fun k => theta k - c / kap * star k)) => [|a].
    case: sp => w hw; case: spanned => v hv; exists (fun a => w a - v a) => j.
    by rewrite hw hv -rsumB; apply: rsum_eq => a; ring.
  have -> : dot (fun k => theta k - c / kap * star k) (x a) =
      dot theta (x a) + (-1) * dot (fun k => c / kap * star k) (x a).
    by rewrite /dot -rsumZ -rsumD; apply: rsum_eq => j; ring.
  by rewrite out h; ring.
have -> : risk x p y L theta = risk x p y L (fun k => c / kap * star k).
  by apply: rsum_eq => a; apply: rsum_eq => b; rewrite !(dot_eq _ same).
by rewrite at_star; exact: (hc _).1.
Qed.
End Theorem_3_5.

Theorem theorem_3_5 n d (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law) star :
  (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) ->
  max_margin x y star -> interpolates x y star -> 0 < off_centre L -> \rsum_(a < n) (p a * y a) = 0 ->
  minimiser_is_multiple x p y L star.
Proof.
move=> p0 p1 labels mm [kap [k0 inter]] off balanced.
exact: (interpolating_minimiser p0 p1 labels balanced off k0 (max_margin_in_span mm) inter).
Qed.

(** Theorem 3.5 without interpolation is false (claim theorem-3.5-without-interpolation): the points (1, 0) and (-2, 1)
    of classes 1 and -1, equal weights, uniform mixing.  Max-margin is (1, 0), the Mixup minimiser a multiple of (1, 1). *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Line Outputs Growth Linear Minimiser Along.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Definition without_interpolation := forall n d (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law) star,
  (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) ->
  max_margin x y star -> 0 < off_centre L -> \rsum_(a < n) (p a * y a) = 0 ->
  forall theta, in_span x theta -> (forall theta', risk x p y L theta <= risk x p y L theta') ->
  exists r, forall k, theta k = r * star k.

Definition plane (a b : R) : vec 2 := fun j => if j == one then a else b.
Definition slanted (a : 'I_2) : vec 2 := if a == one then plane 1 0 else plane (-2) 1.
Definition sign (a : 'I_2) : R := if a == one then 1 else -1.

Lemma dot2 (u v : vec 2) : dot u v = u one * v one + u two * v two.
Proof. by rewrite /dot !big_ord_recl big_ord0 -/one -/two; ring. Qed.

Lemma slanted_max_margin : max_margin slanted sign (plane 1 0).
Proof.
split=> [|theta feas]; first by apply: ord2; rewrite dot2 /slanted /sign /plane /=; lra.
have := feas one; rewrite !dot2 /slanted /sign /plane /= => h; nra.
Qed.

(** Outputs along the labels are attained, by a multiple of (1, 1). *)
Lemma slanted_minimiser : exists c, 0 < c /\ minimises slanted (fun=> 1 / 2) sign uniform (plane c c).
Proof.
have p0 (a : 'I_2) : 0 < (fun=> 1 / 2) a by lra.
have p1 : \rsum_(a < 2) (1 / 2) = 1 by rewrite !big_ord_recl big_ord0; field.
have labels a : sign a = 1 \/ sign a = -1 by rewrite /sign; case: eqP; [left | right].
have balanced : \rsum_(a < 2) (1 / 2 * sign a) = 0 by rewrite !big_ord_recl big_ord0 /sign /=; field.
have off : 0 < off_centre uniform.
  by rewrite /off_centre; have := @uniform_full 0 (1 / 2); have := @uniform_full (1 / 2) 1; lra.
have [c [c0 least]] := unique_outputs p0 p1 labels balanced off; exists c; split=> //; split=> [|theta _].
  by exists (fun a => if a == one then 3 * c else c); apply: ord2;
    rewrite !big_ord_recl big_ord0 /slanted /plane /=; ring.
rewrite (_ : risk _ _ _ _ (plane c c) = F (fun=> 1 / 2) sign uniform (fun a => c * sign a)); first exact: (least _).1.
apply: (F_eq uniform p0 p1 labels); apply: ord2; rewrite dot2 /slanted /sign /plane /=; ring.
Qed.

Theorem without_interpolation_refuted : ~ without_interpolation.
Proof.
move=> claim; have p0 (a : 'I_2) : 0 < (fun=> 1 / 2) a by lra.
have p1 : \rsum_(a < 2) (1 / 2) = 1 by rewrite !big_ord_recl big_ord0; field.
have labels a : sign a = 1 \/ sign a = -1 by rewrite /sign; case: eqP; [left | right].
have balanced : \rsum_(a < 2) (1 / 2 * sign a) = 0 by rewrite !big_ord_recl big_ord0 /sign /=; field.
have off : 0 < off_centre uniform.
  by rewrite /off_centre; have := @uniform_full 0 (1 / 2); have := @uniform_full (1 / 2) 1; lra.
have [c [c0 mini]] := slanted_minimiser.
have [r hr] := claim _ _ slanted (fun=> 1 / 2) sign uniform _ p0 p1 labels slanted_max_margin off balanced _ mini.1
  (minimises_all p0 p1 labels mini).
by have := hr two; rewrite /plane /=; lra.
Qed.

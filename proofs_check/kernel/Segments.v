(** Close to a point there are only the segments that contain it (claim segments-near-a-point). *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Incidence.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** rho is at most the distance from x to the nearest segment that misses it. *)
Definition within_reach n k d (D : data n k d) x rho := forall s t,
  (exists l, 0 <= l <= 1 /\ dist (mix l (pt D s) (pt D t)) x = 0) \/
  (forall l, 0 <= l <= 1 -> rho <= dist (mix l (pt D s) (pt D t)) x).

Theorem segments_near_a_point n k d (D : data n k d) x :
  (exists rho, 0 < rho /\ within_reach D x rho) /\
  forall rho, within_reach D x rho -> forall z, 0 < dist z x < rho -> forall s t l, 0 <= l <= 1 ->
  dist (mix l (pt D s) (pt D t)) z = 0 ->
  0 < dist (pt D s) (pt D t) /\ exists m, 0 <= m <= 1 /\ dist (mix m (pt D s) (pt D t)) x = 0 /\
    Rabs (l - m) * dist (pt D s) (pt D t) = dist z x.
Proof.
split.
  pose P s t e := (exists l, 0 <= l <= 1 /\ dist (mix l (pt D s) (pt D t)) x = 0) \/
    (forall l, 0 <= l <= 1 -> e <= dist (mix l (pt D s) (pt D t)) x).
  have [e [p hP]] : exists e, 0 < e /\ forall eps, 0 < eps < e -> forall s t, P s t eps.
    apply: small_all => s; apply: small_all => t.
    case: (pair_cases (pt D s) (pt D t) x) => [[r [r0 far]]|[[hs ht]|[m [m01 [meet _]]]]].
    - by exists r; split=> // eps he; right=> l hl; have := far l hl; lra.
    - exists 1; split=> [|eps he]; first lra.
      by left; exists 1; split; [lra | rewrite -hs; apply: norm_eq => j; rewrite /mix; ring].
    - by exists 1; split=> [|eps he]; [lra | left; exists m].
  by exists (e / 2); split; [lra | move=> s t; apply: hP; lra].
move=> rho reach z hz s t l hl at_z.
have same : dist (mix l (pt D s) (pt D t)) x = dist z x by apply: norm_eq => j; rewrite (dist_eq0 at_z).
case: (reach s t) => [[m [hm at_x]]|far]; last by have := far l hl; lra.
have e : Rabs (l - m) * dist (pt D s) (pt D t) = dist z x.
  by rewrite -dist_mix2 -same; apply: norm_eq => j; rewrite (dist_eq0 at_x).
split; last by exists m.
have := dist_ge0 (pt D s) (pt D t); case: (Req_dec (dist (pt D s) (pt D t)) 0) => [st|]; last lra.
by rewrite st in e; lra.
Qed.

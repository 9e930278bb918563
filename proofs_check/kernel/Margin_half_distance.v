(** On an uncrossed segment h is linear (claim margin-half-distance): at x = lam s + (1 - lam) t, which no other segment
    and no data point meets, h^i(x) = lam, and class i wins exactly on the half of s.  For every mixing law that has
    mass there. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Limit Incidence.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Margin.
Variables (n k d : nat) (D : data n k d) (L : law) (x : vec d) (s t : 'I_n) (lam : R).

(** x is in the segment [s, t], whose ends are of two classes, and in no other. *)
Definition one_segment_only := cls D s <> cls D t /\ 0 < lam < 1 /\ dist (mix lam (pt D s) (pt D t)) x = 0 /\
  forall u v l, meets D L x u v l -> dist (pt D u) (pt D s) = 0 /\ dist (pt D v) (pt D t) = 0 \/
    dist (pt D u) (pt D t) = 0 /\ dist (pt D v) (pt D s) = 0.

Let v j := lam * of_class D j s + (1 - lam) * of_class D j t.

Theorem margin_half_distance : x_mix D L x -> one_segment_only ->
  h_limit D L x v /\ v (cls D s) = lam /\ ((forall j, j <> cls D s -> v j < v (cls D s)) <-> 1 / 2 < lam).
Proof.
move=> mixed [st [hlam [meet only]]].
have st0 : 0 < dist (pt D s) (pt D t).
  have := dist_ge0 (pt D s) (pt D t); case: (Req_dec (dist (pt D s) (pt D t)) 0) => [/separated //|]; lra.
have vs : v (cls D s) = lam.
  by rewrite /v own_self; case: (own_or D (cls D s) t) => -[-> e]; [case: st; rewrite e | ring].
have vt : v (cls D t) = 1 - lam.
  by rewrite /v own_self; case: (own_or D (cls D t) s) => -[-> e]; [case: st; rewrite e | ring].
split; last first.
  split=> //; split=> [/(_ (cls D t) (fun e => st (esym e)))|half j]; first by rewrite vs vt; lra.
  by rewrite vs /v => js; case: (own_or D j s) => -[-> e]; [case: js | case: (own_or D j t) => -[-> _]; lra].
apply: common_label => // j u w l m; have [hl [at_x _]] := m.
have same a b : dist (pt D a) (pt D b) = 0 -> of_class D j a = of_class D j b.
  by move=> /separated e; rewrite /of_class e.
case: (only u w l m) => -[hu hw]; rewrite /label /v (same _ _ hu) (same _ _ hw).
  suff -> : l = lam by []; apply: (meet_once st0 _ meet); rewrite -at_x; apply: norm_eq => c.
  by rewrite /mix (dist_eq0 hu) (dist_eq0 hw).
suff -> : lam = 1 - l by ring.
apply: (meet_once st0 meet); rewrite -at_x; apply: norm_eq => c.
by rewrite /mix (dist_eq0 hu) (dist_eq0 hw); ring.
Qed.
End Margin.

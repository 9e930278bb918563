(** The clearance of a data point x, and what the ball of radius eps about a place z with |z - x| + eps <= clearance
    holds: every pair that reaches it has an end at x or lies in the class of x. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Clearance.
Variables (n k d : nat) (D : data n k d) (L : law) (a : 'I_n).
Let x := pt D a.
Let i := cls D a.

(** rho <= clearance(x): the segments between two data points that are not at x and not both of class i keep the
    distance rho (Assumption 2.9, repaired, at a resolution). *)
Definition within_clearance (rho : R) := forall s t, dist (pt D s) x <> 0 -> dist (pt D t) x <> 0 ->
  ~ (cls D s = i /\ cls D t = i) -> forall l, 0 <= l <= 1 -> rho <= dist (mix l (pt D s) (pt D t)) x.

(** r <= d(x), the distance to the nearest other class. *)
Definition others_beyond (r : R) := forall t, cls D t <> i -> r <= dist (pt D t) x.

Variables (z : vec d) (eps : R).
Let rho := dist z x + eps.
Hypothesis clear : within_clearance rho.
Notation hit := (hit D z eps).
Notation mass := (mass D L z eps).
Notation own := (of_class D i).

(** A mixed point of the ball about z is within rho of x. *)
Lemma hit_near s t l : hit s t l = 0 \/ hit s t l = 1 /\ dist (mix l (pt D s) (pt D t)) x < rho.
Proof.
case: (hit_or D z eps s t l) => -[-> h]; [right; split=> // | by left].
by have := dist_triangle (mix l (pt D s) (pt D t)) z x; rewrite /rho; lra.
Qed.

Lemma reached s t l : 0 <= l <= 1 -> hit s t l = 0 \/
  own s = 1 /\ own t = 1 \/ dist (pt D s) x = 0 \/ dist (pt D t) x = 0.
Proof.
move=> hl; case: (Req_dec (dist (pt D s) x) 0) => [|hs]; first by right; right; left.
case: (Req_dec (dist (pt D t) x) 0) => [|ht]; first by right; right; right.
case: (own_or D i s) => -[os cs]; case: (own_or D i t) => -[ot ct]; try by right; left.
all: left; have far : rho <= dist (mix l (pt D s) (pt D t)) x by apply: clear => // -[].
all: by case: (hit_near s t l) => [//|[_ h]]; lra.
Qed.

(** At most the share rho/d of the mass of a pair goes to other classes. *)
Lemma foreign_small r s t : 0 < r -> others_beyond r -> foreign D L z eps i s t <= rho / r * mass s t.
Proof.
move=> r0 far; rewrite foreignE -E_scale; last exact: dom_hit1.
apply: E_mono; [exact: dom_hit | by apply: dom_scale; exact: dom_hit1 |] => l hl.
have one_end p q m : 0 <= m <= 1 -> own p = 1 -> own q = 1 \/ own q = 0 /\ cls D q <> i ->
    (1 - m) * dist (pt D q) x < rho -> (1 - m) * (1 - own q) <= rho / r.
  move=> hm op oq near; have rr : rho / r * r = rho by field; lra.
  have q0 := dist_ge0 (pt D q) x; have rho0 : 0 <= rho by nra.
  have quot : 0 <= rho / r by apply: Rmult_le_pos => //; have := Rinv_0_lt_compat r r0; lra.
  case: oq => [->|[-> /far hq]]; first lra.
  by apply: (Rmult_le_reg_r r) => //; nra.
have rho_pos p q m : 0 <= m <= 1 -> hit p q m = 1 -> dist (mix m (pt D p) (pt D q)) x < rho -> 0 < rho.
  by move=> _ _; have := dist_ge0 (mix m (pt D p) (pt D q)) x; lra.
have oor p : own p = 1 \/ own p = 0 /\ cls D p <> i by case: (own_or D i p) => -[]; [left | right].
case: (hit_near s t l) => [->|[h1 near]]; first lra.
rewrite h1.
case: (reached s t hl) => [z0|[[-> ->]|[hs|ht]]]; first lra.
- have : 0 <= rho / r by apply: Rmult_le_pos; [have := rho_pos s t l hl h1 near | have := Rinv_0_lt_compat r r0]; lra.
  by lra.
- move: near; rewrite dist_mix_left //; last lra.
  by move=> near; have := one_end s t l hl (own_at hs) (oor t) near; rewrite (own_at hs) -/i; lra.
- move: near; rewrite dist_mix_right //; last lra.
  have -> : l = 1 - (1 - l) by ring.
  move=> near; have := one_end t s (1 - l) ltac:(lra) (own_at ht) (oor s) near.
  by rewrite (own_at ht) -/i; lra.
Qed.

Lemma foreign_total r : 0 < r -> others_beyond r ->
  total D L z eps - N D L z eps i <= rho / r * total D L z eps.
Proof.
move=> r0 far; rewrite (total_foreign D L z eps i) [X in _ * X]total_pairs -dsumZ; apply: dsum_le => s t.
have -> : rho / r * (wt D s * wt D t * mass s t) = wt D s * wt D t * (rho / r * mass s t) by ring.
apply: Rmult_le_compat_l.
  by have := weights D s t; lra.
exact: foreign_small.
Qed.
End Clearance.

(** The other classes keep a distance from a data point. *)
Lemma others_apart n k d (D : data n k d) a : exists r, 0 < r /\ others_beyond D a r.
Proof.
have [e [p h]] : exists e, 0 < e /\ forall eps, 0 < eps < e -> forall t, cls D t <> cls D a -> eps <= dist (pt D t) (pt D a).
  apply: small_all => t; case: (Req_dec (dist (pt D t) (pt D a)) 0) => [/separated same|apart].
    by exists 1; split; [lra | move=> eps _ []].
  have d0 := dist_ge0 (pt D t) (pt D a).
  by exists (dist (pt D t) (pt D a)); split; [lra | move=> eps he _; lra].
by exists (e / 2); split; [lra | move=> t; apply: h; lra].
Qed.

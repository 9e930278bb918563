(** Theorem 2.10 at a resolution (claim theorem-2.10-quantitative).

    For every mixing law, all weights and any number of classes: if 0 < eps <= clearance(x), then h^i(x) > 1/2 and
    h^i(x) > 1 - eps/d, d any lower bound of the distance to the other classes. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Clearance.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Quantitative.
Variables (n k d : nat) (D : data n k d) (L : law) (a : 'I_n) (eps : R).
Let x := pt D a.
Let i := cls D a.
Hypothesis eps0 : 0 < eps.
Hypothesis clear : within_clearance D a eps.
Notation hit := (hit D x eps).
Notation mass := (mass D L x eps).
Notation share := (share D L x eps).
Notation own := (of_class D i).

Let at_x : dist x x + eps = eps. Proof. by rewrite dist_same //; ring. Qed.
Let clear' : within_clearance D a (dist x x + eps). Proof. by rewrite at_x. Qed.

(** A pair together with its mirror image gives the class at least as much as the others, at every lambda. *)
Lemma pointwise s t l : 0 <= l <= 1 ->
  0 <= hit s t l * (l * (2 * own s - 1) + (1 - l) * (2 * own t - 1)) +
       hit t s l * (l * (2 * own t - 1) + (1 - l) * (2 * own s - 1)).
Proof.
move=> hl; have one_end p q : dist (pt D p) x = 0 ->
    0 <= hit p q l * (l * (2 * own p - 1) + (1 - l) * (2 * own q - 1)) +
         hit q p l * (l * (2 * own q - 1) + (1 - l) * (2 * own p - 1)).
  move=> hp; rewrite (own_at hp).
  have dl : dist (mix l (pt D p) (pt D q)) x = (1 - l) * dist (pt D q) x by apply: dist_mix_left => //; lra.
  have dr : dist (mix l (pt D q) (pt D p)) x = l * dist (pt D q) x by apply: dist_mix_right => //; lra.
  have q0 := dist_ge0 (pt D q) x.
  case: (own_or D i q) => -[-> _].
    by have := hit01 D x eps p q l; have := hit01 D x eps q p l; nra.
  case: (hit_or D x eps p q l) => -[-> h1]; case: (hit_or D x eps q p l) => -[-> h2]; nra.
case: (reached clear' s t hl) => [z|[[os ot]|[hs|ht]]]; last by have := one_end _ s ht; lra.
- case: (reached clear' t s hl) => [z'|[[ot os]|[ht|hs]]]; first by rewrite z z'; lra.
  + by have := hit01 D x eps t s l; rewrite z os ot; nra.
  + by have := one_end _ s ht; lra.
  + exact: one_end.
- by have := hit01 D x eps t s l; have := hit01 D x eps s t l; rewrite os ot; nra.
- exact: one_end.
Qed.

(** The excess of the class over the others, a pair and its mirror image. *)
Lemma excess s t : 0 <= (2 * share i s t - mass s t) + (2 * share i t s - mass t s).
Proof.
have e p q : 2 * share i p q - mass p q =
    E L (fun l => hit p q l * (l * (2 * own p - 1) + (1 - l) * (2 * own q - 1))).
  rewrite shareE (@E_ext _ _ (fun l => hit p q l * ((2 * own q - 1) + (2 * own p - 2 * own q) * l))).
  - by rewrite E_hit; ring.
  - exact: dom_share.
  - by move=> l _; ring.
rewrite !e -E_add; try exact: dom_share.
by apply: E_ge0 => [|l hl]; [apply: dom_add; exact: dom_share | exact: pointwise].
Qed.

Lemma above_half : 1 / 2 < h D L x eps i.
Proof.
have T0 : 0 < total D L x eps := total_pos D L a eps0.
suff : 0 < 2 * N D L x eps i - total D L x eps.
  move=> h0; apply: (Rmult_lt_reg_r (total D L x eps)) => //.
  have -> : h D L x eps i * total D L x eps = N D L x eps i by rewrite /h; field; lra.
  lra.
have -> : 2 * N D L x eps i - total D L x eps =
    \rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * (2 * share i s t - mass s t)).
  rewrite N_pairs total_pairs -dsumZ -rsumB; apply: rsum_eq => s; rewrite -rsumB; apply: rsum_eq => t /=.
  by ring.
apply: (dsum_pos (a := a)) => [s t|]; last first.
  by rewrite share_self // mass_self //; have := weights D a a; lra.
have -> : wt D t * wt D s = wt D s * wt D t by ring.
by have := excess s t; have := weights D s t; nra.
Qed.

Lemma near_one r : 0 < r -> others_beyond D a r -> 1 - eps / r < h D L x eps i.
Proof.
move=> r0 far; have T0 : 0 < total D L x eps := total_pos D L a eps0; have q0 : 0 < eps / r by apply: Rdiv_lt_0_compat.
suff : total D L x eps - N D L x eps i < eps / r * total D L x eps.
  move=> lt; apply: (Rmult_lt_reg_r (total D L x eps)) => //.
  have -> : h D L x eps i * total D L x eps = N D L x eps i by rewrite /h; field; lra.
  lra.
suff : 0 < \rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * (eps / r * mass s t - foreign D L x eps i s t)).
  rewrite (dsum_eq (G := fun s t => eps / r * (wt D s * wt D t * mass s t) +
    (-1) * (wt D s * wt D t * foreign D L x eps i s t))) => [|s t]; last by ring.
  by rewrite dsumD !dsumZ -total_pairs -total_foreign; lra.
apply: (dsum_pos (a := a)) => [s t|]; last first.
  by rewrite /foreign share_self // mass_self //; have := weights D a a; nra.
have small p q : 0 <= wt D p * wt D q * (eps / r * mass p q - foreign D L x eps i p q).
  have := foreign_small L clear' p q r0 far; rewrite -/x at_x -/i => le.
  by apply: Rmult_le_pos; [have := weights D p q; lra | lra].
by have := small s t; have := small t s; lra.
Qed.
End Quantitative.

Theorem theorem_2_10_quantitative n k d (D : data n k d) L a eps : 0 < eps -> within_clearance D a eps ->
  1 / 2 < h D L (pt D a) eps (cls D a) /\
  forall r, 0 < r -> others_beyond D a r -> 1 - eps / r < h D L (pt D a) eps (cls D a).
Proof. by move=> e0 clear; split; [exact: above_half | exact: near_one]. Qed.

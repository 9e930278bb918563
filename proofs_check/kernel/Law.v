(** Mixing laws: the distribution P_f of lambda.

    A law is a mean: a positive normalised linear functional on a class of functions on [0,1] that holds the affine
    functions cut to open intervals and the continuous functions, and for which small intervals about a point have
    little more mass than the point ([E_near], what countable additivity says of intervals).  The mean under any
    probability measure on [0,1] is one: see Laws.v and Measure.v. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Sums.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** 1 on the open interval (l, u), 0 elsewhere. *)
Definition itv (l u x : R) : R := if Rlt_dec l x then if Rlt_dec x u then 1 else 0 else 0.

(** 1 at the point m, 0 elsewhere. *)
Definition single (m x : R) : R := if Req_EM_T x m then 1 else 0.

Record law := Law {
  dom : (R -> R) -> Prop;
  E : (R -> R) -> R;
  dom_itv : forall l u a b, dom (fun x => itv l u x * (a + b * x));
  dom_cont : forall f, continuity f -> dom f;
  dom_add : forall f g, dom f -> dom g -> dom (fun x => f x + g x);
  dom_scale : forall c f, dom f -> dom (fun x => c * f x);
  dom_ext : forall f g, (forall x, 0 <= x <= 1 -> f x = g x) -> dom f -> dom g;
  E_add : forall f g, dom f -> dom g -> E (fun x => f x + g x) = E f + E g;
  E_scale : forall c f, dom f -> E (fun x => c * f x) = c * E f;
  E_mono : forall f g, dom f -> dom g -> (forall x, 0 <= x <= 1 -> f x <= g x) -> E f <= E g;
  E_one : E (fun=> 1) = 1;
  E_near : forall m eta, 0 <= m <= 1 -> 0 < eta -> exists delta, 0 < delta /\
    E (fun x => itv (m - delta) (m + delta) x * (1 + 0 * x)) < E (single m) + eta
}.

(** The mass of the open interval (l, u), of the interior (0,1) without 1/2, and of the point m. *)
Definition prob (L : law) l u := E L (fun x => itv l u x * (1 + 0 * x)).
Definition off_centre (L : law) := prob L 0 (1 / 2) + prob L (1 / 2) 1.
Definition atom (L : law) m := E L (single m).

(** lambda and 1 - lambda have one law: they give every interval the same mass. *)
Definition symmetric (L : law) := forall l u, prob L l u = prob L (1 - u) (1 - l).

(** Every interval within [0,1] has mass. *)
Definition full_support (L : law) := forall l u, 0 <= l -> l < u -> u <= 1 -> 0 < prob L l u.

Section LawTheory.
Variable L : law.
Notation dom := (dom L).
Notation E := (E L).

Lemma E_ext f g : dom f -> (forall x, 0 <= x <= 1 -> f x = g x) -> E f = E g.
Proof.
move=> df h; have dg : dom g := dom_ext h df.
by apply: Rle_antisym; apply: E_mono => // x /h ->; lra.
Qed.

Lemma dom_const c : dom (fun=> c).
Proof. by apply: dom_cont; apply: continuity_const. Qed.

Lemma E_const c : E (fun=> c) = c.
Proof.
rewrite (@E_ext _ (fun x => c * (fun=> 1) x)); [|exact: dom_const | by move=> x _; ring].
by rewrite E_scale ?E_one; [ring | exact: dom_const].
Qed.

Lemma E_ge0 f : dom f -> (forall x, 0 <= x <= 1 -> 0 <= f x) -> 0 <= E f.
Proof. by move=> df h; rewrite -(E_const 0); apply: E_mono => //; exact: dom_const. Qed.

Lemma dom_rsum n (F : 'I_n -> R -> R) : (forall i, dom (F i)) -> dom (fun x => \rsum_(i < n) F i x).
Proof.
elim: n F => [|n ih] F h.
  by apply: (dom_ext (f := fun=> 0)) (dom_const 0) => x _; rewrite big_ord0.
apply: (dom_ext (f := fun x => F ord0 x + \rsum_(i < n) F (lift ord0 i) x)).
  by move=> x _; rewrite big_ord_recl.
by apply: dom_add => //; apply: ih.
Qed.

Lemma E_rsum n (F : 'I_n -> R -> R) : (forall i, dom (F i)) ->
  E (fun x => \rsum_(i < n) F i x) = \rsum_(i < n) E (F i).
Proof.
elim: n F => [|n ih] F h.
  rewrite big_ord0 -{2}(E_const 0); apply: E_ext; first exact: dom_rsum.
  by move=> x _; rewrite big_ord0.
rewrite big_ord_recl -ih // -E_add //; last exact: dom_rsum.
by apply: E_ext => [|x _]; [exact: dom_rsum | rewrite big_ord_recl].
Qed.

(** ** Intervals and points *)

Lemma itv01 l u x : 0 <= itv l u x <= 1.
Proof. by rewrite /itv; case: Rlt_dec => h1 /=; try case: Rlt_dec => h2 /=; lra. Qed.

Lemma itv_in l u x : l < x < u -> itv l u x = 1.
Proof. by rewrite /itv => -[h1 h2]; case: Rlt_dec => h //; case: Rlt_dec. Qed.

Lemma itv_out l u x : ~ (l < x < u) -> itv l u x = 0.
Proof. by rewrite /itv => h; case: Rlt_dec => h1 //; case: Rlt_dec => h2 //; case: h. Qed.

Lemma itv_or l u x : itv l u x = 1 /\ l < x < u \/ itv l u x = 0 /\ ~ (l < x < u).
Proof.
rewrite /itv; case: Rlt_dec => h1 /=; last by right; split=> //; lra.
by case: Rlt_dec => h2 /=; [left | right; split=> //; lra].
Qed.

Lemma single_or m x : single m x = 1 /\ x = m \/ single m x = 0 /\ x <> m.
Proof. by rewrite /single; case: Req_EM_T => h /=; [left | right]. Qed.

Lemma dom_interval l u : dom (fun x => itv l u x * (1 + 0 * x)).
Proof. exact: dom_itv. Qed.

(** A point is what two open intervals leave of [0,1]. *)
Lemma singleE m x : 0 <= x <= 1 -> 0 <= m <= 1 ->
  1 + ((-1) * (itv (-1) m x * (1 + 0 * x)) + (-1) * (itv m 2 x * (1 + 0 * x))) = single m x.
Proof.
move=> hx hm; case: (itv_or (-1) m x) => -[-> h1]; case: (itv_or m 2 x) => -[-> h2];
  case: (single_or m x) => -[-> h3]; lra.
Qed.

Lemma dom_single m : dom (single m).
Proof.
case: (Rle_dec 0 m) => h0; last first.
  apply: dom_ext (dom_const 0) => x hx; case: (single_or m x) => -[-> h]; lra.
case: (Rle_dec m 1) => h1; last first.
  apply: dom_ext (dom_const 0) => x hx; case: (single_or m x) => -[-> h]; lra.
apply: dom_ext (fun x hx => singleE hx (conj h0 h1)) _.
apply: dom_add (dom_const 1) _; apply: dom_add; apply: dom_scale; exact: dom_interval.
Qed.

Lemma prob_ge0 l u : 0 <= prob L l u.
Proof. by apply: E_ge0 (dom_interval l u) _ => x hx; have := itv01 l u x; lra. Qed.

Lemma atom_ge0 m : 0 <= atom L m.
Proof. by apply: E_ge0 (dom_single m) _ => x hx; case: (single_or m x) => -[-> _]; lra. Qed.

Lemma prob_mono l u l' u' : l' <= l -> u <= u' -> prob L l u <= prob L l' u'.
Proof.
move=> hl hu; apply: E_mono; try exact: dom_interval; move=> x hx.
by case: (itv_or l u x) => -[-> h]; case: (itv_or l' u' x) => -[-> h']; lra.
Qed.

(** Without an atom, small intervals about a point of [0,1] have little mass. *)
Lemma prob_near m eta : 0 <= m <= 1 -> atom L m = 0 -> 0 < eta ->
  exists delta, 0 < delta /\ prob L (m - delta) (m + delta) < eta.
Proof.
move=> hm a0 /(E_near L hm) [delta [d0 h]]; exists delta; split=> //.
by rewrite -/(prob L _ _) -/(atom L m) a0 in h; lra.
Qed.

(** An interval of positive mass holds one that keeps away from its ends. *)
Lemma prob_inside l u : 0 <= l -> u <= 1 -> 0 < prob L l u ->
  exists delta, 0 < delta /\ 0 < prob L (l + delta) (u - delta).
Proof.
move=> l0 u1 pos; set p := prob L l u in pos.
have lu : l < u.
  case: (Rlt_dec l u) => // h; suff : p = 0 by lra.
  rewrite -(E_const 0); apply: E_ext; first exact: dom_interval.
  by move=> x _; case: (itv_or l u x) => -[-> h']; lra.
have [d1 [d10 h1]] := E_near L (m := l) (eta := p / 3) ltac:(lra) ltac:(lra).
have [d2 [d20 h2]] := E_near L (m := u) (eta := p / 3) ltac:(lra) ltac:(lra).
pose d := Rmin d1 d2 / 2; have m1 := Rmin_l d1 d2; have m2 := Rmin_r d1 d2.
have m0 : 0 < Rmin d1 d2 by apply: Rmin_glb_lt.
exists d; split; first by rewrite /d; lra.
suff : p + atom L l + atom L u <= prob L (l + d) (u - d) + prob L (l - d1) (l + d1) + prob L (u - d2) (u + d2).
  by rewrite /prob /atom; lra.
rewrite /p /prob /atom -!E_add; try apply: dom_add; try exact: dom_interval; try exact: dom_single.
apply: E_mono; try (do 2 (try apply: dom_add)); try exact: dom_interval; try exact: dom_single.
move=> x hx; rewrite /d; case: (itv_or l u x) => -[-> a1]; case: (single_or l x) => -[-> a2];
  case: (single_or u x) => -[-> a3]; case: (itv_or (l - d1) (l + d1) x) => -[-> a4];
  case: (itv_or (u - d2) (u + d2) x) => -[-> a5]; case: (itv_or (l + Rmin d1 d2 / 2) (u - Rmin d1 d2 / 2) x) => -[-> a6];
  lra.
Qed.
End LawTheory.

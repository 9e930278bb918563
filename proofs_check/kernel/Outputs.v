(** The Mixup logistic loss as a function of the outputs, and its slope. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Pairs Logistic.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Outputs.
Variables (n : nat) (p y : 'I_n -> R) (L : law).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.
Hypothesis labels : forall a, y a = 1 \/ y a = -1.

(** The loss of one mixed point: z the output, (l, 1-l) the mixed label. *)
Definition pair ya yb ua ub l :=
  l * ell (ya * (l * ua + (1 - l) * ub)) + (1 - l) * ell (yb * (l * ua + (1 - l) * ub)).

Definition F (u : 'I_n -> R) :=
  \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (pair (y a) (y b) (u a) (u b))).

Lemma dom_der (f : R -> R) : (forall l, ex_derive f l) -> dom L f.
Proof. by move=> h; apply: dom_cont => l; apply: derivable_continuous_pt; apply: ex_derive_Reals_0. Qed.

Lemma dom_pair ya yb ua ub : dom L (pair ya yb ua ub).
Proof.
apply: dom_der => l; rewrite /pair /ell; auto_derive; do ! split.
all: by match goal with |- 0 < 1 + exp ?z => have := exp_pos z; lra end.
Qed.

Lemma pair_weights a b : 0 < p a * p b. Proof. exact: Rmult_lt_0_compat. Qed.

Lemma pair_weights_one : \rsum_(a < n) \rsum_(b < n) (p a * p b) = 1.
Proof. by rewrite (@rsum_eq _ _ p) // => a; rewrite rsumZ p1; ring. Qed.

(** A double sum with weights p_a p_b, term by term. *)
Lemma mean_le (G H : 'I_n -> 'I_n -> R -> R) : (forall a b, dom L (G a b)) -> (forall a b, dom L (H a b)) ->
  (forall a b l, 0 <= l <= 1 -> G a b l <= H a b l) ->
  \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (G a b)) <= \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (H a b)).
Proof.
move=> dG dH h; apply: dsum_le => a b; apply: Rmult_le_compat_l; first by have := pair_weights a b; lra.
by apply: E_mono => // l; exact: h.
Qed.

Lemma F_mono u v : (forall a b l, 0 <= l <= 1 -> pair (y a) (y b) (u a) (u b) l <= pair (y a) (y b) (v a) (v b) l) ->
  F u <= F v.
Proof. by move=> h; apply: mean_le => // a b; exact: dom_pair. Qed.

(** ** The slope of the loss at the outputs u, in the direction y f *)

Section Slope.
Variable u : 'I_n -> R.
Definition slope (f : 'I_n -> R) a b l :=
  let z := l * u a + (1 - l) * u b in let w := l * (y a * f a) + (1 - l) * (y b * f b) in
  l * (dell (y a * z) * (y a * w)) + (1 - l) * (dell (y b * z) * (y b * w)).

Lemma dom_slope f a b : dom L (slope f a b).
Proof.
apply: dom_der => l; rewrite /slope /dell; auto_derive; do ! split.
all: by match goal with |- 1 + exp ?z <> 0 => have := exp_pos z; lra end.
Qed.

(** The loss lies above its tangent, and not much above it. *)
Lemma pair_tangent f a b l : 0 <= l <= 1 -> pair (y a) (y b) (u a) (u b) l + slope f a b l <=
  pair (y a) (y b) (u a + y a * f a) (u b + y b * f b) l.
Proof.
move=> hl; rewrite /pair /slope /=.
set z := l * u a + (1 - l) * u b; set w := l * (y a * f a) + (1 - l) * (y b * f b).
have -> : l * (u a + y a * f a) + (1 - l) * (u b + y b * f b) = z + w by rewrite /z /w; ring.
have [t1 _] := tangent (y a * z) (y a * (z + w)); have [t2 _] := tangent (y b * z) (y b * (z + w)).
have e1 : y a * (z + w) - y a * z = y a * w by ring.
have e2 : y b * (z + w) - y b * z = y b * w by ring.
by rewrite e1 in t1; rewrite e2 in t2; nra.
Qed.

Lemma pair_above f t a b l : 0 <= l <= 1 -> (forall a, 0 <= f a <= 1) ->
  pair (y a) (y b) (u a + t * (y a * f a)) (u b + t * (y b * f b)) l <=
  pair (y a) (y b) (u a) (u b) l + t * slope f a b l + t * t.
Proof.
move=> hl f01; rewrite /pair /slope /=.
set z := l * u a + (1 - l) * u b; set w := l * (y a * f a) + (1 - l) * (y b * f b).
have -> : l * (u a + t * (y a * f a)) + (1 - l) * (u b + t * (y b * f b)) = z + t * w by rewrite /z /w; ring.
have w1 : w * w <= 1.
  have [a0 a1] := f01 a; have [b0 b1] := f01 b.
  have hi : -1 <= w <= 1 by rewrite /w; case: (labels a) => ->; case: (labels b) => ->; nra.
  by nra.
have tt : t * t * (w * w) <= t * t by have := Rle_0_sqr t; rewrite /Rsqr; nra.
have up q : q = 1 \/ q = -1 -> ell (q * (z + t * w)) <= ell (q * z) + t * (dell (q * z) * (q * w)) + t * t.
  move=> hq; have s := ell_smooth (q * z) (q * (z + t * w)).
  have e : q * (z + t * w) - q * z = t * (q * w) by ring.
  have sq : t * (q * w) * (t * (q * w)) = t * t * (w * w) by case: hq => ->; ring.
  by rewrite e sq in s; lra.
by have := up _ (labels a); have := up _ (labels b); nra.
Qed.

Lemma F_tangent f : F u + \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (slope f a b)) <= F (fun a => u a + y a * f a).
Proof.
rewrite /F -rsumD; apply: rsum_le => a _; rewrite -rsumD; apply: rsum_le => b _.
have d0 := dom_pair (y a) (y b) (u a) (u b); have d1 := dom_slope f a b.
rewrite -Rmult_plus_distr_l -(E_add d0 d1); apply: Rmult_le_compat_l; first by have := pair_weights a b; lra.
by apply: E_mono => [||l]; [exact: dom_add | exact: dom_pair | exact: pair_tangent].
Qed.

(** At a minimum every slope is 0. *)
Lemma stationary f : (forall v, F u <= F v) -> (forall a, 0 <= f a <= 1) ->
  \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (slope f a b)) = 0.
Proof.
move=> least f01; set S := \rsum_(a < n) _.
have above t : 0 <= t * S + t * t.
  have := least (fun a => u a + t * (y a * f a)).
  suff : F (fun a => u a + t * (y a * f a)) <= F u + t * S + t * t by lra.
  have one : t * t = t * t * (\rsum_(a < n) \rsum_(b < n) (p a * p b)) by rewrite pair_weights_one; ring.
  rewrite one /S /F -!rsumZ -!rsumD; apply: rsum_le => a _; rewrite -!rsumZ -!rsumD; apply: rsum_le => b _.
  have d0 := dom_pair (y a) (y b) (u a) (u b); have d1 := dom_scale t (dom_slope f a b).
  have -> : p a * p b * E L (pair (y a) (y b) (u a) (u b)) + t * (p a * p b * E L (slope f a b)) + t * t * (p a * p b) =
    p a * p b * E L (fun l => pair (y a) (y b) (u a) (u b) l + t * slope f a b l + t * t).
    by rewrite (E_add (dom_add d0 d1) (dom_const L (t * t))) (E_add d0 d1) E_const (E_scale t (dom_slope f a b)); ring.
  apply: Rmult_le_compat_l; first by have := pair_weights a b; lra.
  apply: E_mono => [||l hl]; [exact: dom_pair | apply: dom_add; [exact: dom_add | exact: dom_const] |].
  exact: pair_above.
have h1 := above (S / 2); have h2 := above (- S / 2).
nra.
Qed.
End Slope.
End Outputs.

(** The Mixup logistic loss as a function of the outputs, and its slope at outputs c y along the labels. *)

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

(** ** The slope of the loss at the outputs c y *)

Section Slope.
Variable c : R.
Let phi l := l * dell (c * (2 * l - 1)) - (1 - l) * dell (- (c * (2 * l - 1))).
Definition slope (f : 'I_n -> R) a b l := (1 + y a * y b) / 2 * dell c * (l * f a + (1 - l) * f b) +
  (1 - y a * y b) / 2 * phi l * (l * f a - (1 - l) * f b).

(** It is the derivative along y f, pair by pair. *)
Lemma slopeE f a b l z0 w : z0 = l * (c * y a) + (1 - l) * (c * y b) -> w = l * (y a * f a) + (1 - l) * (y b * f b) ->
  slope f a b l = l * (dell (y a * z0) * (y a * w)) + (1 - l) * (dell (y b * z0) * (y b * w)).
Proof.
move=> -> ->; rewrite /slope /phi; case: (labels a) => ->; case: (labels b) => ->.
- have -> : 1 * (l * (c * 1) + (1 - l) * (c * 1)) = c by ring.
  by field.
- have -> : 1 * (l * (c * 1) + (1 - l) * (c * -1)) = c * (2 * l - 1) by ring.
  have -> : -1 * (l * (c * 1) + (1 - l) * (c * -1)) = - (c * (2 * l - 1)) by ring.
  by field.
- have -> : -1 * (l * (c * -1) + (1 - l) * (c * 1)) = c * (2 * l - 1) by ring.
  have -> : 1 * (l * (c * -1) + (1 - l) * (c * 1)) = - (c * (2 * l - 1)) by ring.
  by field.
- have -> : -1 * (l * (c * -1) + (1 - l) * (c * -1)) = c by ring.
  by field.
Qed.

Lemma dom_slope f a b : dom L (slope f a b).
Proof.
apply: dom_der => l; rewrite /slope /phi /dell; auto_derive; do ! split.
all: by match goal with |- 1 + exp ?z <> 0 => have := exp_pos z; lra end.
Qed.

Lemma dom_phi k0 k1 : dom L (fun l => phi l * (k0 + k1 * l)).
Proof.
apply: dom_der => l; rewrite /phi /dell; auto_derive; do ! split.
all: by match goal with |- 1 + exp ?z <> 0 => have := exp_pos z; lra end.
Qed.

Lemma dom_affine k0 k1 : dom L (fun l => k0 + k1 * l).
Proof. by apply: dom_der => l; auto_derive. Qed.

Definition excess := E L (fun l => phi l * (0 + 1 * l)) - E L (fun l => phi l * (1 + (-1) * l)).
Definition imbalance := \rsum_(a < n) (p a * y a).

(** The slope along f, collected. *)
Lemma slope_sum f : \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (slope f a b)) =
  (dell c + excess) / 2 * (\rsum_(a < n) (p a * f a)) + (dell c - excess) / 2 * imbalance * (\rsum_(a < n) (p a * (y a * f a))).
Proof.
pose m1 := E L (fun l => 0 + 1 * l); pose m2 := E L (fun l => 1 + (-1) * l).
pose A1 := E L (fun l => phi l * (0 + 1 * l)); pose A2 := E L (fun l => phi l * (1 + (-1) * l)).
have d1 := dom_affine 0 1; have d2 := dom_affine 1 (-1); have d3 := dom_phi 0 1; have d4 := dom_phi 1 (-1).
have m12 : m1 + m2 = 1.
  by rewrite /m1 /m2 -E_add // -[RHS](E_const L 1); apply: E_ext => [|l _]; [exact: dom_add | ring].
have es a b : E L (slope f a b) = (1 + y a * y b) / 2 * dell c * (m1 * f a + m2 * f b) +
    (1 - y a * y b) / 2 * (A1 * f a - A2 * f b).
  pose q := (1 + y a * y b) / 2 * dell c; pose r := (1 - y a * y b) / 2.
  have := @E_ext L (fun l => (q * f a * (0 + 1 * l) + q * f b * (1 + (-1) * l)) +
    (r * f a * (phi l * (0 + 1 * l)) + (- (r * f b)) * (phi l * (1 + (-1) * l)))) (slope f a b).
  have s1 := dom_scale (q * f a) d1; have s2 := dom_scale (q * f b) d2.
  have s3 := dom_scale (r * f a) d3; have s4 := dom_scale (- (r * f b)) d4.
  have s12 := dom_add s1 s2; have s34 := dom_add s3 s4.
  move=> <-; [|exact: dom_add | by move=> l _; rewrite /slope /q /r; ring].
  by rewrite (E_add s12 s34) (E_add s1 s2) (E_add s3 s4) !E_scale // -/m1 -/m2 -/A1 -/A2 /q /r; ring.
have prod (g h : 'I_n -> R) : \rsum_(a < n) \rsum_(b < n) (g a * h b) = (\rsum_(a < n) g a) * (\rsum_(b < n) h b).
  by rewrite -rsumZr; apply: rsum_eq => a; rewrite rsumZ.
pose K1 := (dell c * m1 + A1) / 2; pose K2 := (dell c * m1 - A1) / 2.
pose K3 := (dell c * m2 - A2) / 2; pose K4 := (dell c * m2 + A2) / 2.
have -> : \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (slope f a b)) =
    \rsum_(a < n) \rsum_(b < n) (K1 * (p a * f a) * p b) +
    \rsum_(a < n) \rsum_(b < n) (K2 * (p a * (y a * f a)) * (p b * y b)) +
    (\rsum_(a < n) \rsum_(b < n) (p a * (K3 * (p b * f b))) +
    \rsum_(a < n) \rsum_(b < n) (p a * y a * (K4 * (p b * (y b * f b))))).
  rewrite -!rsumD; apply: rsum_eq => a; rewrite -!rsumD; apply: rsum_eq => b.
  by rewrite es /K1 /K2 /K3 /K4; field.
rewrite !prod !rsumZ p1 -/imbalance.
have -> : excess = A1 - A2 by [].
have e2 : m2 = 1 - m1 by lra.
by rewrite /K1 /K2 /K3 /K4 e2; field.
Qed.

(** The loss lies above its tangent, and not much above it. *)
Lemma pair_tangent f a b l : 0 <= l <= 1 -> pair (y a) (y b) (c * y a) (c * y b) l + slope f a b l <=
  pair (y a) (y b) (c * y a + y a * f a) (c * y b + y b * f b) l.
Proof.
move=> hl; rewrite /pair (slopeE (f := f) (a := a) (b := b) (l := l) erefl erefl).
set z0 := l * (c * y a) + (1 - l) * (c * y b); set w := l * (y a * f a) + (1 - l) * (y b * f b).
have -> : l * (c * y a + y a * f a) + (1 - l) * (c * y b + y b * f b) = z0 + w by rewrite /z0 /w; ring.
have [t1 _] := tangent (y a * z0) (y a * (z0 + w)); have [t2 _] := tangent (y b * z0) (y b * (z0 + w)).
have e1 : y a * (z0 + w) - y a * z0 = y a * w by ring.
have e2 : y b * (z0 + w) - y b * z0 = y b * w by ring.
by rewrite e1 in t1; rewrite e2 in t2; nra.
Qed.

Lemma pair_above f t a b l : 0 <= l <= 1 -> (forall a, 0 <= f a <= 1) ->
  pair (y a) (y b) (c * y a + t * (y a * f a)) (c * y b + t * (y b * f b)) l <=
  pair (y a) (y b) (c * y a) (c * y b) l + t * slope f a b l + t * t.
Proof.
move=> hl f01; rewrite /pair (slopeE (f := f) (a := a) (b := b) (l := l) erefl erefl).
set z0 := l * (c * y a) + (1 - l) * (c * y b); set w := l * (y a * f a) + (1 - l) * (y b * f b).
have -> : l * (c * y a + t * (y a * f a)) + (1 - l) * (c * y b + t * (y b * f b)) = z0 + t * w by rewrite /z0 /w; ring.
have w1 : w * w <= 1.
  have [a0 a1] := f01 a; have [b0 b1] := f01 b.
  have hi : -1 <= w <= 1 by rewrite /w; case: (labels a) => ->; case: (labels b) => ->; nra.
  by nra.
have tt : t * t * (w * w) <= t * t by have := Rle_0_sqr t; rewrite /Rsqr; nra.
have up q : q = 1 \/ q = -1 -> ell (q * (z0 + t * w)) <= ell (q * z0) + t * (dell (q * z0) * (q * w)) + t * t.
  move=> hq; have s := ell_smooth (q * z0) (q * (z0 + t * w)).
  have e : q * (z0 + t * w) - q * z0 = t * (q * w) by ring.
  have sq : t * (q * w) * (t * (q * w)) = t * t * (w * w) by case: hq => ->; ring.
  by rewrite e sq in s; lra.
by have := up _ (labels a); have := up _ (labels b); nra.
Qed.
End Slope.
End Outputs.

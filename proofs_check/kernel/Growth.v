(** The Mixup logistic loss does not change faster than its outputs, and from below it is bounded by their negative margins
    and by what two points of different classes make of them. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Pairs Box Off_centre Logistic Outputs.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The loss of a mixed point between two classes: at least l (1-l) times its output. *)
Lemma pair_between ya yb ua ub l : 0 <= l <= 1 -> (ya = 1 /\ yb = -1) \/ (ya = -1 /\ yb = 1) ->
  l * (1 - l) * Rabs (l * ua + (1 - l) * ub) <= pair ya yb ua ub l.
Proof.
move=> hl hy; rewrite /pair; set z := l * ua + (1 - l) * ub.
have two w : l * (1 - l) * Rabs w <= l * ell w + (1 - l) * ell (- w).
  have a1 := ell_pos w; have a2 := ell_neg w; have b1 := ell_pos (- w); have b2 := ell_neg (- w).
  have c1 : 0 <= l * ell w by apply: Rmult_le_pos; lra.
  have c2 : 0 <= (1 - l) * ell (- w) by apply: Rmult_le_pos; lra.
  rewrite /Rabs; case: Rcase_abs => h.
    have : l * - w <= l * ell w by apply: Rmult_le_compat_l; lra.
    by nra.
  have : (1 - l) * w <= (1 - l) * ell (- w) by apply: Rmult_le_compat_l; lra.
  by nra.
case: hy => -[-> ->]; first by rewrite Rmult_1_l (_ : -1 * z = - z); [exact: two | ring].
have := two (- z); rewrite Rabs_Ropp Ropp_involutive Rmult_1_l (_ : -1 * z = - z) //; ring.
Qed.

Section Growth.
Variables (n : nat) (p y : 'I_n -> R) (L : law).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.
Hypothesis labels : forall a, y a = 1 \/ y a = -1.
Notation F := (F p y L).

Lemma F_lipschitz : lipschitz 1 F.
Proof.
move=> u v; set D := apart1 u v.
have D_ge a : Rabs (v a - u a) <= D.
  by rewrite Rabs_minus_sym; apply: (rsum_ge_term (F := fun a => Rabs (u a - v a))) => b; exact: Rabs_pos.
have lip q a b l : q = 1 \/ q = -1 -> 0 <= l <= 1 ->
    ell (q * (l * u a + (1 - l) * u b)) - D <= ell (q * (l * v a + (1 - l) * v b)).
  move=> hq hl; apply: Rle_trans (ell_lipschitz (q * (l * u a + (1 - l) * u b)) _).
  suff : Rabs (q * (l * v a + (1 - l) * v b) - q * (l * u a + (1 - l) * u b)) <= D by lra.
  have /Rabs_leq ha := D_ge a; have /Rabs_leq hb := D_ge b.
  by apply/Rabs_leq; case: hq => ->; nra.
have -> : F u - 1 * D = \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (fun l => pair (y a) (y b) (u a) (u b) l + - D)).
  have -> : 1 * D = D * \rsum_(a < n) \rsum_(b < n) (p a * p b) by rewrite (pair_weights_one p1); ring.
  rewrite -dsumZ -rsumB; apply: rsum_eq => a; rewrite -rsumB; apply: rsum_eq => b.
  by rewrite (E_add (dom_pair L _ _ _ _) (dom_const L (- D))) E_const; ring.
apply: mean_le => [//|a b|a b|a b l hl]; [by apply: dom_add (dom_pair L _ _ _ _) (dom_const L _) | exact: dom_pair |].
by rewrite /pair; have := lip _ a b l (labels a) hl; have := lip _ a b l (labels b) hl; nra.
Qed.

Lemma F_eq u v : (forall a, u a = v a) -> F u = F v.
Proof. exact: lipschitz_eq F_lipschitz. Qed.

Lemma pair_ge0 u a b l : 0 <= l <= 1 -> 0 <= pair (y a) (y b) (u a) (u b) l.
Proof.
move=> hl; rewrite /pair; set z := l * u a + (1 - l) * u b.
by have := ell_pos (y a * z); have := ell_pos (y b * z); nra.
Qed.

Lemma term_ge0 u a b : 0 <= p a * p b * E L (pair (y a) (y b) (u a) (u b)).
Proof.
apply: Rmult_le_pos; first by have := pair_weights p0 a b; lra.
by apply: E_ge0 => [|l hl]; [exact: dom_pair | exact: pair_ge0].
Qed.

Lemma F_ge0 u : 0 <= F u. Proof. by apply: dsum_ge0 => a b; exact: term_ge0. Qed.

(** Negative margins cost at least themselves. *)
Definition own u := \rsum_(a < n) (p a * p a * Rmax 0 (- (y a * u a))).

Lemma own_below u : own u <= F u.
Proof.
apply: rsum_le => a _; apply: Rle_trans (rsum_ge_term a (term_ge0 u a)).
apply: Rmult_le_compat_l; first by have := pair_weights p0 a a; lra.
have -> : E L (pair (y a) (y a) (u a) (u a)) = ell (y a * u a).
  rewrite -[RHS](E_const L); apply: E_ext => [|l _]; first exact: dom_pair.
  by rewrite /pair (_ : l * u a + (1 - l) * u a = u a); ring.
by apply: Rmax_lub; have := ell_pos (y a * u a); have := ell_neg (y a * u a); lra.
Qed.

Section Between.
Variables a b : 'I_n.
Hypothesis other : (y a = 1 /\ y b = -1) \/ (y a = -1 /\ y b = 1).

(** Off the centre both outputs of two such points are bounded by the loss. *)
Lemma off_centre_below u : p a * p b * (kappa L / 2) * Rabs (u a) <= F u.
Proof.
have dk := dom_kappa L.
pose f s t := p s * p t * E L (pair (y s) (y t) (u s) (u t)).
have twice : f a b + f b a <= 2 * F u.
  rewrite -(dsum_mirror f); apply: (dsum_ge_term (F := fun s t => f s t + f t s)) => s t.
  by have := term_ge0 u s t; have := term_ge0 u t s; rewrite -/(f s t) -/(f t s); lra.
have low : Rabs (u a) * kappa L <= E L (pair (y a) (y b) (u a) (u b)) + E L (pair (y b) (y a) (u b) (u a)).
  have da := dom_pair L (y a) (y b) (u a) (u b); have db := dom_pair L (y b) (y a) (u b) (u a).
  rewrite /kappa -E_scale // -E_add //; apply: E_mono => [||l hl]; [exact: dom_scale | exact: dom_add |].
  have h1 := pair_between (u a) (u b) hl other.
  have h2 := @pair_between (y b) (y a) (u b) (u a) l hl ltac:(by case: other => -[-> ->]; [right | left]).
  set z := l * u a + (1 - l) * u b in h1; set w := l * u b + (1 - l) * u a in h2.
  have solve : Rabs ((2 * l - 1) * u a) <= Rabs z + Rabs w.
    have -> : (2 * l - 1) * u a = l * z - (1 - l) * w by rewrite /z /w; ring.
    by rewrite /Rabs; do ! case: Rcase_abs => ?; nra.
  rewrite Rabs_mult in solve; have q := Rle_abs (2 * l - 1); have q' := Rle_abs (- (2 * l - 1)); rewrite Rabs_Ropp in q'.
  have sq : (2 * l - 1) * (2 * l - 1) <= Rabs (2 * l - 1).
    by rewrite /Rabs; case: Rcase_abs => ?; nra.
  have ua := Rabs_pos (u a); have ll : 0 <= l * (1 - l) by nra.
  apply: Rle_trans (_ : l * (1 - l) * (Rabs z + Rabs w) <= _); last lra.
  have -> : Rabs (u a) * (l * (1 - l) * (2 * l - 1) * (2 * l - 1)) =
    l * (1 - l) * ((2 * l - 1) * (2 * l - 1) * Rabs (u a)) by ring.
  apply: Rmult_le_compat_l => //; apply: Rle_trans solve; exact: Rmult_le_compat_r.
have pp := pair_weights p0 a b.
have e : f a b + f b a = p a * p b * (E L (pair (y a) (y b) (u a) (u b)) + E L (pair (y b) (y a) (u b) (u a))).
  by rewrite /f; ring.
by have := Rmult_le_compat_l _ _ _ (Rlt_le _ _ pp) low; lra.
Qed.
End Between.

(** With mass at 1/2 the sum of the outputs of two such points is. *)
Definition centre u := \rsum_(a < n) \rsum_(b < n)
  (p a * p b * ((1 - y a * y b) / 2 * (atom L (1 / 2) / 8) * Rabs (u a + u b))).

Lemma centre_below u : centre u <= F u.
Proof.
apply: dsum_le => a b; apply: Rmult_le_compat_l; first by have := pair_weights p0 a b; lra.
have both : 0 <= E L (pair (y a) (y b) (u a) (u b)) by apply: E_ge0 => [|l hl]; [exact: dom_pair | exact: pair_ge0].
have [same|other] : y a * y b = 1 \/ (y a = 1 /\ y b = -1) \/ (y a = -1 /\ y b = 1).
  by case: (labels a) => ->; case: (labels b) => ->; [left|right; left|right; right|left] => //; ring.
  by rewrite same; lra.
have -> : (1 - y a * y b) / 2 * (atom L (1 / 2) / 8) * Rabs (u a + u b) = Rabs (u a + u b) / 8 * atom L (1 / 2).
  by case: other => -[-> ->]; field.
rewrite /atom -E_scale; last exact: dom_single.
apply: E_mono => [||l hl]; [by apply: dom_scale; exact: dom_single | exact: dom_pair |].
case: (single_or (1 / 2) l) => -[-> h]; last by have := pair_ge0 u a b hl; lra.
have := pair_between (u a) (u b) hl other; rewrite h (_ : 1 / 2 * u a + (1 - 1 / 2) * u b = / 2 * (u a + u b)); last by field.
by rewrite Rabs_mult (Rabs_pos_eq (/ 2)); lra.
Qed.
End Growth.

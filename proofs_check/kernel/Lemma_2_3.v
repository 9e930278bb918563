(** Lemma 2.3: the Mixup-optimal constant in a ball (claim lemma-2.3).

    For every labelled data set, weights, mixing law, centre x and radius eps whose ball has mixed mass: the Mixup
    risk of a constant theta of the simplex is -sum N_i log theta_i (infinite where a class with mass has theta_i = 0);
    its only minimiser is h = N / total, the mean mixed label; for symmetric laws N is the doubled triangle. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Rbar.
From Mixup Require Import Base Gibbs Risk Triangle.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The mean over the ball of the mixed label of class i. *)
Definition mean_label n k d (D : data n k d) L x eps i :=
  (\rsum_(s < n) \rsum_(t < n) (wt D s * wt D t *
    E L (fun l => hit D x eps s t l * (l * of_class D i s + (1 - l) * of_class D i t)))) /
  (\rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * E L (hit D x eps s t))).

Section Lemma_2_3.
Variables (n k d : nat) (D : data n k d) (L : law) (x : vec d) (eps : R).
Notation h := (h D L x eps).
Notation risk := (risk D L x eps).

Lemma only_minimiser : 0 < total D L x eps -> (exists r : R, risk h = Finite r) /\
  (forall theta, simplex theta -> Rbar_le (risk h) (risk theta)) /\
  (forall theta, simplex theta -> risk theta = risk h -> forall i, theta i = h i).
Proof.
move=> T0; have N0 := N_ge0 D L x eps.
have supp : supported (N D L x eps) h := share_supported T0.
have rh : risk h = Finite (finite_risk D L x eps h) by rewrite /Risk.risk; case: supported_dec.
split; first by exists (finite_risk D L x eps h).
split=> theta st.
  rewrite rh /Risk.risk; case: supported_dec => //= sup.
  by rewrite !finite_riskE; case: (gibbs N0 T0 st sup).
rewrite rh /Risk.risk; case: supported_dec => //= sup [] e.
case: (gibbs N0 T0 st sup) => _; apply.
move: e; rewrite !finite_riskE => e.
by rewrite -[LHS]Ropp_involutive e Ropp_involutive.
Qed.

Theorem lemma_2_3 : 0 < total D L x eps ->
  (forall theta, supported (N D L x eps) theta -> risk theta = - (\rsum_(i < k) (N D L x eps i * ln (theta i)))) /\
  simplex h /\ (forall i, h i = mean_label D L x eps i) /\
  (exists r : R, risk h = Finite r) /\
  (forall theta, simplex theta -> Rbar_le (risk h) (risk theta)) /\
  (forall theta, simplex theta -> risk theta = risk h -> forall i, theta i = h i) /\
  (symmetric L -> forall i, N D L x eps i = triangle D L x eps i).
Proof.
move=> T0; have [fin [least only]] := only_minimiser T0; do ! split=> //.
- by move=> theta sup; rewrite /Risk.risk; case: supported_dec => //= _; rewrite finite_riskE.
- exact: (proj1 (share_simplex (N_ge0 D L x eps) T0)).
- exact: (proj2 (share_simplex (N_ge0 D L x eps) T0)).
- by move=> i; rewrite /Masses.h /mean_label N_pairs total_pairs.
- by move=> sym i; exact: triangle_right.
Qed.
End Lemma_2_3.

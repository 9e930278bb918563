(** The Mixup cross-entropy of a constant in a ball, with its infinite value. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Rbar.
From Mixup Require Import Base Gibbs.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Risk.
Variables (n k d : nat) (D : data n k d) (L : law) (x : vec d) (eps : R).
Notation N := (N D L x eps).
Notation total := (total D L x eps).
Notation h := (h D L x eps).

(** The cross-entropy of the mixed label of the pair (s, t) at the constant theta. *)
Definition loss (theta : 'I_k -> R) s t l := - (l * ln (theta (cls D s)) + (1 - l) * ln (theta (cls D t))).

(** The Mixup risk over the ball, pair by pair, where no infinite logarithm meets a mass. *)
Definition finite_risk theta :=
  \rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * E L (fun l => hit D x eps s t l * loss theta s t l)).

Definition supported_dec theta : {supported N theta} + {~ supported N theta}.
Proof.
have H : {i | 0 < N i /\ ~ 0 < theta i} + {supported N theta}.
  case: (pickP (fun i => Rlt_dec 0 (N i) && ~~ Rlt_dec 0 (theta i))) => [i hi|none].
    by left; exists i; case/andP: hi; case: Rlt_dec => //; case: Rlt_dec.
  right=> i; have := none i; case: Rlt_dec => //= _.
  by case: (Rlt_dec 0 (theta i)).
by case: H => [[i [a b]]|s]; [right=> s; apply: b; apply: s | left].
Defined.

(** The risk with its infinite value. *)
Definition risk theta : Rbar := if supported_dec theta then Finite (finite_risk theta) else p_infty.

(** Collecting the double sum: the risk is -sum_i N_i log theta_i. *)
Lemma finite_riskE theta : finite_risk theta = - (\rsum_(i < k) (N i * ln (theta i))).
Proof.
pose G s t := ln (theta (cls D t)) * mass D L x eps s t +
  (ln (theta (cls D s)) - ln (theta (cls D t))) * moment D L x eps s t.
have dl s t : dom L (fun l => hit D x eps s t l * loss theta s t l).
  apply: dom_ext (dom_hit D L x eps s t (- ln (theta (cls D t)))
    (ln (theta (cls D t)) - ln (theta (cls D s)))) => l _; rewrite /loss; ring.
have el s t : E L (fun l => hit D x eps s t l * loss theta s t l) = - G s t.
  rewrite (@E_ext _ _ (fun l => hit D x eps s t l * (- ln (theta (cls D t)) +
    (ln (theta (cls D t)) - ln (theta (cls D s))) * l))) //; first by rewrite E_hit /G; ring.
  by move=> l _; rewrite /loss; ring.
have pick (c : 'I_n) m : \rsum_(i < k) (of_class D i c * m * ln (theta i)) = m * ln (theta (cls D c)).
  rewrite (bigD1 (cls D c)) //= /of_class eqxx big1 ?Rplus_id0; first ring.
  by move=> i hi; rewrite eq_sym (negbTE hi); ring.
have -> : \rsum_(i < k) (N i * ln (theta i)) = \rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * G s t).
  rewrite (@rsum_eq _ _ (fun i => \rsum_(s < n) \rsum_(t < n)
      (wt D s * wt D t * (share D L x eps i s t * ln (theta i))))); last first.
    by move=> i; rewrite N_pairs -rsumZr; apply: rsum_eq => s; rewrite -rsumZr; apply: rsum_eq => t; ring.
  rewrite rsum_exchange; apply: rsum_eq => s; rewrite rsum_exchange; apply: rsum_eq => t.
  rewrite rsumZ; congr (_ * _).
  rewrite (@rsum_eq _ _ (fun i => of_class D i s * moment D L x eps s t * ln (theta i) +
      of_class D i t * (mass D L x eps s t - moment D L x eps s t) * ln (theta i))).
    by rewrite rsumD !pick /G; ring.
  by move=> i; rewrite shareE; ring.
have -> : forall r, - r = (-1) * r by move=> r; ring.
rewrite -rsumZ; apply: rsum_eq => s; rewrite -rsumZ; apply: rsum_eq => t; rewrite el; ring.
Qed.

End Risk.

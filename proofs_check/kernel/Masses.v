(** Labelled data, the masses of a ball, and the closed form h = N / total of Lemma 2.3. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Sums Vectors Law Ball.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Record data (n k d : nat) := Data {
  pt : 'I_n -> vec d;
  cls : 'I_n -> 'I_k;
  wt : 'I_n -> R;
  wt_pos : forall a, 0 < wt a;
  wt_one : \rsum_(a < n) wt a = 1;
  separated : forall a b, dist (pt a) (pt b) = 0 -> cls a = cls b
}.

Section Masses.
Variables (n k d : nat) (D : data n k d) (L : law) (x : vec d) (eps : R).
Notation E := (E L).
Notation pt := (pt D).
Notation cls := (cls D).
Notation wt := (wt D).

(** 1 where the mixed point of the pair (s, t) lies in the ball. *)
Definition hit (s t : 'I_n) (l : R) : R := inball x eps (mix l (pt s) (pt t)).

Lemma hit01 s t l : 0 <= hit s t l <= 1. Proof. exact: inball01. Qed.

Lemma dom_hit s t a b : dom L (fun l => hit s t l * (a + b * l)).
Proof.
case: (ball_itv (pt s) (pt t) x eps) => l [u h].
by apply: dom_ext (dom_itv L l u a b) => m hm; rewrite /hit h.
Qed.

Lemma dom_hit1 s t : dom L (hit s t).
Proof. by apply: dom_ext (dom_hit s t 1 0) => m _; ring. Qed.

Lemma dom_hitl s t : dom L (fun l => hit s t l * l).
Proof. by apply: dom_ext (dom_hit s t 0 1) => m _; ring. Qed.

(** The mass of a pair of points in the ball and the mean of lambda over it. *)
Definition mass s t := E (hit s t).
Definition moment s t := E (fun l => hit s t l * l).

Lemma E_hit s t a b : E (fun l => hit s t l * (a + b * l)) = a * mass s t + b * moment s t.
Proof.
rewrite (@E_ext _ _ (fun l => a * hit s t l + b * (hit s t l * l))) //; first last.
- by move=> l _; ring.
- exact: dom_hit.
rewrite E_add ?E_scale //; try apply: dom_scale; by [exact: dom_hit1 | exact: dom_hitl].
Qed.

(** 1 if the point s is of class i. *)
Definition of_class (i : 'I_k) (s : 'I_n) : R := if cls s == i then 1 else 0.

(** xi^{ij} and xi^{ij}_lambda of the paper. *)
Definition xi i j := \rsum_(s < n) \rsum_(t < n) (of_class i s * of_class j t * (wt s * wt t * mass s t)).
Definition xil i j := \rsum_(s < n) \rsum_(t < n) (of_class i s * of_class j t * (wt s * wt t * moment s t)).

(** The collected masses and the closed form of Lemma 2.3. *)
Definition N i := \rsum_(j < k) (xil i j + xi j i - xil j i).
Definition total := \rsum_(i < k) N i.
Definition h i := N i / total.

(** The classes of a point add up to one. *)
Lemma of_class_sum s : \rsum_(i < k) of_class i s = 1.
Proof.
rewrite (bigD1 (cls s)) //= /of_class eqxx big1 ?Rplus_id0 // => i hi.
by rewrite eq_sym (negbTE hi).
Qed.

Lemma of_class01 i s : 0 <= of_class i s <= 1.
Proof. by rewrite /of_class; case: eqP => _; split; lra. Qed.

(** N_i is the mean of the mixed label of class i over the ball, pair by pair. *)
Definition share i s t := E (fun l => hit s t l * (l * of_class i s + (1 - l) * of_class i t)).

Lemma shareE i s t : share i s t = of_class i s * moment s t + of_class i t * (mass s t - moment s t).
Proof.
rewrite /share (@E_ext _ _ (fun l => hit s t l * (of_class i t + (of_class i s - of_class i t) * l))).
- by rewrite E_hit; ring.
- by apply: dom_ext (dom_hit s t (of_class i t) (of_class i s - of_class i t)) => l _; ring.
- by move=> l _; ring.
Qed.

Lemma N_pairs i : N i = \rsum_(s < n) \rsum_(t < n) (wt s * wt t * share i s t).
Proof.
have swap F : \rsum_(j < k) \rsum_(s < n) \rsum_(t < n) F j s t =
    \rsum_(s < n) \rsum_(t < n) \rsum_(j < k) F j s t.
  by rewrite rsum_exchange; apply: rsum_eq => s; rewrite rsum_exchange.
rewrite /N (@rsum_eq _ _ (fun j => xil i j + (xi j i - xil j i))); last by move=> j; ring.
rewrite rsumD.
have -> : \rsum_(j < k) xil i j = \rsum_(s < n) \rsum_(t < n) (wt s * wt t * (of_class i s * moment s t)).
  rewrite /xil swap; apply: rsum_eq => s; apply: rsum_eq => t.
  rewrite (@rsum_eq _ _ (fun j => wt s * wt t * (of_class i s * moment s t) * of_class j t)).
    by rewrite rsumZ of_class_sum; ring.
  by move=> j; ring.
have -> : \rsum_(j < k) (xi j i - xil j i) =
    \rsum_(s < n) \rsum_(t < n) (wt s * wt t * (of_class i t * (mass s t - moment s t))).
  rewrite (@rsum_eq _ _ (fun j => \rsum_(s < n) \rsum_(t < n)
    (of_class j s * (of_class i t * (wt s * wt t * (mass s t - moment s t)))))).
    rewrite swap; apply: rsum_eq => s; apply: rsum_eq => t.
    by rewrite rsumZr of_class_sum; ring.
  move=> j; rewrite /xi /xil -rsumB; apply: rsum_eq => s; rewrite -rsumB; apply: rsum_eq => t; ring.
rewrite -rsumD; apply: rsum_eq => s; rewrite -rsumD; apply: rsum_eq => t.
by rewrite shareE; ring.
Qed.

(** All the masses of the ball together. *)
Lemma total_pairs : total = \rsum_(s < n) \rsum_(t < n) (wt s * wt t * mass s t).
Proof.
rewrite /total (rsum_eq N_pairs) rsum_exchange; apply: rsum_eq => s.
rewrite rsum_exchange; apply: rsum_eq => t; rewrite rsumZ; congr (_ * _).
rewrite (@rsum_eq _ _ (fun i => moment s t * of_class i s + (mass s t - moment s t) * of_class i t)).
  by rewrite rsumD !rsumZ !of_class_sum; ring.
by move=> i; rewrite shareE; ring.
Qed.

Lemma mass_ge0 s t : 0 <= mass s t.
Proof. by apply: E_ge0 (dom_hit1 s t) _ => l _; have := hit01 s t l; lra. Qed.

Lemma share_ge0 i s t : 0 <= share i s t.
Proof.
apply: E_ge0 => [|l hl].
  by apply: dom_ext (dom_hit s t (of_class i t) (of_class i s - of_class i t)) => l _; ring.
have := hit01 s t l; have := of_class01 i s; have := of_class01 i t => h1 h2 h3.
by apply: Rmult_le_pos; [lra | nra].
Qed.

Lemma N_ge0 i : 0 <= N i.
Proof.
rewrite N_pairs; apply: rsum_ge0 => s _; apply: rsum_ge0 => t _.
have := wt_pos D s; have := wt_pos D t; have := share_ge0 i s t => h1 h2 h3.
by apply: Rmult_le_pos => //; nra.
Qed.
End Masses.

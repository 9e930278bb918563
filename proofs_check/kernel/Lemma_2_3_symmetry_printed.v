(** The doubled triangle of Lemma 2.3 for every mixing law is false (claim lemma-2.3-symmetry-printed): the law at 1. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Gibbs Laws Pairs Line Triangle.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The risk, class by class, is the doubled triangle, whatever the law. *)
Definition symmetry_printed := forall n k d (D : data n k d) L x eps theta, 0 < eps -> simplex theta ->
  (forall i, 0 < theta i) ->
  - (\rsum_(i < k) (N D L x eps i * ln (theta i))) = - (\rsum_(i < k) (triangle D L x eps i * ln (theta i))).

Theorem symmetry_printed_refuted : ~ symmetry_printed.
Proof.
move=> claim; pose D := two_points Rlt_0_1; pose theta (i : 'I_2) := if i == one then 2 / 3 else 1 / 3.
have big s t l : 0 <= l <= 1 -> hit D (point 0) 2 s t l = 1.
  move=> hl; case: (hit_or D (point 0) 2 s t l) => -[-> far] //; exfalso; move: far; rewrite dist_line.
  by move: s t; apply: ord2; apply: ord2; rewrite /mix /= /point /= /Rabs; case: Rcase_abs; lra.
have m1 s t : mass D at_one (point 0) 2 s t = 1.
  by rewrite /mass at_point_mean big; lra.
have m2 s t : moment D at_one (point 0) 2 s t = 1.
  by rewrite /moment at_point_mean big; lra.
have := claim 2%nat 2%nat 1%nat D at_one (point 0) 2 theta ltac:(lra) _ _.
have t0 i : 0 < theta i by rewrite /theta; case: eqP => _; lra.
have t1 : simplex theta.
  by split=> [i|]; [have := t0 i; lra | rewrite !big_ord_recl big_ord0 /theta /=; field].
move=> /(_ t1 t0); rewrite !big_ord_recl !big_ord0 -/one -/two /theta /=.
have xs i j : xi D at_one (point 0) 2 i j = 1 / 4 /\ xil D at_one (point 0) 2 i j = 1 / 4.
  rewrite /xi /xil !big_ord_recl !big_ord0 -/one -/two !m1 !m2 /of_class.
  by move: i j; apply: ord2; apply: ord2; rewrite /=; split; field.
have n1 : N D at_one (point 0) 2 one = 1 / 2 by rewrite /N !big_ord_recl !big_ord0 -/one -/two !(xs _ _).1 !(xs _ _).2; field.
have n2 : N D at_one (point 0) 2 two = 1 / 2 by rewrite /N !big_ord_recl !big_ord0 -/one -/two !(xs _ _).1 !(xs _ _).2; field.
have g1 : triangle D at_one (point 0) 2 one = 3 / 4.
  by rewrite /triangle [X in _ * (X + _)]big_mkcond [X in _ * (_ + X)]big_mkcond !big_ord_recl !big_ord0 /= -/one -/two !(xs _ _).1 !(xs _ _).2; field.
have g2 : triangle D at_one (point 0) 2 two = 1 / 4.
  by rewrite /triangle [X in _ * (X + _)]big_mkcond [X in _ * (_ + X)]big_mkcond !big_ord_recl !big_ord0 /= -/one -/two !(xs _ _).1 !(xs _ _).2; field.
have lt : ln (1 / 3) < ln (2 / 3) by apply: ln_increasing; lra.
by rewrite n1 n2 g1 g2; lra.
Qed.

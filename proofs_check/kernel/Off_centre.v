(** Laws that mix off the centre, (0,1) without 1/2: one moment is positive. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Law.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** P_f((0,1) without 1/2) > 0 in the form that the proof uses. *)
Definition kappa (L : law) := E L (fun l => l * (1 - l) * (2 * l - 1) * (2 * l - 1)).

Lemma dom_kappa (L : law) : dom L (fun l => l * (1 - l) * (2 * l - 1) * (2 * l - 1)).
Proof. by apply: dom_cont; reg. Qed.

Lemma off_centre_moment (L : law) : 0 < off_centre L -> 0 < kappa L.
Proof.
rewrite /kappa; move=> off; have dk := dom_kappa L.
have part l u : 0 <= l -> u <= 1 -> (1 <= 2 * l \/ 2 * u <= 1) -> 0 < prob L l u ->
    0 < E L (fun l => l * (1 - l) * (2 * l - 1) * (2 * l - 1)).
  move=> l0 u1 side pos; have [d [d0 pos']] := prob_inside l0 u1 pos.
  apply: Rlt_le_trans (_ : d * d * (d * d) * prob L (l + d) (u - d) <= _).
    by apply: Rmult_lt_0_compat => //; do ! apply: Rmult_lt_0_compat.
  rewrite /prob -E_scale; last exact: dom_interval.
  apply: E_mono => //; first by apply: dom_scale; exact: dom_interval.
  move=> x hx; case: (itv_or (l + d) (u - d) x) => -[-> h]; last first.
    have : 0 <= x * (1 - x) * ((2 * x - 1) * (2 * x - 1)).
      by apply: Rmult_le_pos; [apply: Rmult_le_pos; lra | exact: Rle_0_sqr].
    by lra.
  have a1 : d * d <= x * (1 - x) by apply: Rmult_le_compat; lra.
  have a2 : d * d <= (2 * x - 1) * (2 * x - 1).
    by case: side => side; [|rewrite -(Rmult_opp_opp (2 * x - 1))]; apply: Rmult_le_compat; lra.
  have dd : 0 <= d * d := Rle_0_sqr d.
  have := Rmult_le_compat _ _ _ _ dd dd a1 a2; lra.
move: off; rewrite /off_centre; have q1 := prob_ge0 L 0 (1 / 2); have q2 := prob_ge0 L (1 / 2) 1.
case: (Rlt_dec 0 (prob L 0 (1 / 2))) => [pos _|no off]; first by apply: (part 0 (1 / 2)) => //; lra.
by apply: (part (1 / 2) 1); lra.
Qed.

(** Gibbs' inequality: of all theta of the simplex, N / sum N alone minimises -sum N_i log theta_i. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Sums.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Lemma ln_le t : 0 < t -> ln t <= t - 1.
Proof.
move=> t0; case: (Req_dec (ln t) 0) => [z|nz].
  by rewrite z -(exp_ln t t0) z exp_0; lra.
by have := exp_ineq1 _ nz; rewrite exp_ln //; lra.
Qed.

Lemma ln_eq t : 0 < t -> ln t = t - 1 -> t = 1.
Proof.
move=> t0 e; case: (Req_dec (ln t) 0) => [z|nz]; first by rewrite z in e; lra.
by have := exp_ineq1 _ nz; rewrite exp_ln //; lra.
Qed.

Section Gibbs.
Variables (k : nat) (N : 'I_k -> R).
Hypothesis N0 : forall i, 0 <= N i.
Let T := \rsum_(i < k) N i.
Hypothesis T0 : 0 < T.

Definition simplex (theta : 'I_k -> R) := (forall i, 0 <= theta i) /\ \rsum_(i < k) theta i = 1.

(** Finite: every class with mass has a positive share. *)
Definition supported (theta : 'I_k -> R) := forall i, 0 < N i -> 0 < theta i.

Lemma share_simplex : simplex (fun i => N i / T).
Proof.
split=> [i|]; first by apply: Rmult_le_pos => //; have := Rinv_0_lt_compat _ T0; lra.
by rewrite /Rdiv rsumZr -/T Rinv_r //; lra.
Qed.

Lemma share_supported : supported (fun i => N i / T).
Proof. by move=> i h; apply: Rdiv_lt_0_compat. Qed.

Lemma gibbs_term theta i : 0 <= theta i -> supported theta ->
  T * (N i / T - theta i) <= N i * ln (N i / T) - N i * ln (theta i) /\
  (N i * ln (N i / T) - N i * ln (theta i) = T * (N i / T - theta i) -> theta i = N i / T).
Proof.
move=> t0 supp; case: (Rle_lt_dec (N i) 0) => [le0|pos].
  have -> : N i = 0 by have := N0 i; lra.
  rewrite /Rdiv !Rmult_0_l; split; nra.
have ti := supp i pos; have hi := share_supported pos.
have r0 : 0 < theta i / (N i / T) by apply: Rdiv_lt_0_compat.
have -> : N i * ln (N i / T) - N i * ln (theta i) = - (N i * ln (theta i / (N i / T))).
  have -> : ln (theta i / (N i / T)) = ln (theta i) - ln (N i / T).
    by rewrite {1}/Rdiv ln_mult ?ln_Rinv //; exact: Rinv_0_lt_compat.
  by ring.
have -> : T * (N i / T - theta i) = - (N i * (theta i / (N i / T) - 1)) by field; lra.
split; first by have := ln_le r0; nra.
move=> e; have e1 : theta i / (N i / T) = 1 by apply: ln_eq => //; nra.
by rewrite -(Rmult_1_l (N i / T)) -e1; field; lra.
Qed.

(** The cross-entropy of a supported theta is at least that of N / T, with equality only there. *)
Theorem gibbs theta : simplex theta -> supported theta ->
  - (\rsum_(i < k) (N i * ln (N i / T))) <= - (\rsum_(i < k) (N i * ln (theta i))) /\
  (\rsum_(i < k) (N i * ln (theta i)) = \rsum_(i < k) (N i * ln (N i / T)) -> forall i, theta i = N i / T).
Proof.
move=> [t0 t1] supp; have [s0 s1] := share_simplex.
pose gap i := N i * ln (N i / T) - N i * ln (theta i) - T * (N i / T - theta i).
have gap0 i : 0 <= gap i by case: (gibbs_term (t0 i) supp); rewrite /gap; lra.
have gsum : \rsum_(i < k) gap i = \rsum_(i < k) (N i * ln (N i / T)) - \rsum_(i < k) (N i * ln (theta i)).
  by rewrite /gap !rsumB rsumZ rsumB s1 t1; ring.
split=> [|e i]; first by have := rsum_ge0 (P := xpredT) (fun i _ => gap0 i); rewrite gsum; lra.
have g0 : gap i = 0 by apply: rsum_eq0 => //; rewrite gsum e; ring.
by case: (gibbs_term (t0 i) supp) => _; apply; move: g0; rewrite /gap; lra.
Qed.
End Gibbs.

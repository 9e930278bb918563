(** The logistic loss: strictly convex, 1-Lipschitz, its slope 1-Lipschitz, squeezed at 0 and at infinity. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Sums Gibbs.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Definition ell u := ln (1 + exp (- u)).
Definition dell u := - / (1 + exp u).

Lemma dell_bound u : -1 < dell u < 0.
Proof.
rewrite /dell; have e := exp_pos u; have i := Rinv_0_lt_compat (1 + exp u) ltac:(lra).
split; last lra; suff : / (1 + exp u) < / 1 by rewrite Rinv_1; lra.
by apply: Rinv_lt_contravar; lra.
Qed.

(** The tangent of ell at u lies below ell, and touches it at u alone. *)
Lemma tangent u v : ell u + dell u * (v - u) <= ell v /\ (ell v = ell u + dell u * (v - u) -> v = u).
Proof.
pose w := - (v - u); pose b := / (1 + exp u); pose a := 1 - b; pose m := a + b * exp w.
have eu := exp_pos u; have ew := exp_pos w; have enu := exp_pos (- u); have env := exp_pos (- v).
have b0 : 0 < b by apply: Rinv_0_lt_compat; lra.
have a0 : 0 < a by have := dell_bound u; rewrite /dell -/b /a; lra.
have m0 : 0 < m by rewrite /m; nra.
have lm : ell v = ell u + ln m.
  rewrite /ell -ln_mult //; last by lra.
  congr ln; rewrite /m /a /b /w (_ : - (v - u) = - v + u) ?exp_plus; last by ring.
  have -> : exp (- u) = / exp u by rewrite exp_Ropp.
  by field; lra.
have r1 := Rdiv_lt_0_compat 1 m Rlt_0_1 m0; have r2 := Rdiv_lt_0_compat _ _ ew m0.
have l1 : ln (1 / m) = - ln m by rewrite /Rdiv Rmult_1_l ln_Rinv.
have l2 : ln (exp w / m) = w - ln m by rewrite /Rdiv ln_mult ?ln_Rinv ?ln_exp //; exact: Rinv_0_lt_compat.
have i1 := ln_le r1; have i2 := ln_le r2.
have zero : a * (1 / m - 1) + b * (exp w / m - 1) = 0.
  have -> : a * (1 / m - 1) + b * (exp w / m - 1) = (a + b * exp w) / m - (a + b) by field; lra.
  rewrite -/m /a; field; lra.
have ab : a = 1 - b by [].
rewrite l1 in i1; rewrite l2 in i2.
have p1 := Rmult_le_compat_l a _ _ (Rlt_le _ _ a0) i1; have p2 := Rmult_le_compat_l b _ _ (Rlt_le _ _ b0) i2.
have sum : a * - ln m + b * (w - ln m) = b * w - ln m by rewrite ab; ring.
have key : b * w <= ln m by lra.
split; first by rewrite lm /dell -/b; move: key; rewrite /w; lra.
move=> e; have e' : b * w = ln m by move: e; rewrite lm /dell -/b /w; lra.
have : ln (1 / m) = 1 / m - 1.
  rewrite l1; apply: Rle_antisym => //; apply: (Rmult_le_reg_l a) => //; lra.
move/(ln_eq r1) => m1; have m1' : m = 1.
  have e2 : m * (1 / m) = 1 by field; lra.
  by rewrite m1 in e2; lra.
by move: e'; rewrite m1' ln_1 /w; nra.
Qed.

Lemma ell_pos u : 0 < ell u.
Proof. by rewrite /ell -ln_1; apply: ln_increasing; have := exp_pos (- u); lra. Qed.

Lemma ell_neg u : - u < ell u.
Proof. by rewrite -{1}(ln_exp (- u)); apply: ln_increasing; have := exp_pos (- u); lra. Qed.

Lemma ell0 : ell 0 = ln 2.
Proof. by rewrite /ell Ropp_0 exp_0. Qed.

Lemma ell_lipschitz u v : ell u - Rabs (v - u) <= ell v.
Proof.
have [t _] := tangent u v; have d := dell_bound u.
by move: t; rewrite /Rabs; case: Rcase_abs => h; nra.
Qed.

Lemma ell_above u : ell u <= ln 2 - u / 2 + u * u / 2.
Proof.
have [t _] := tangent u 0; rewrite ell0 in t.
suff : dell u * u <= - u / 2 + u * u / 2 by lra.
have e := exp_pos u; have i : (1 + exp u) * / (1 + exp u) = 1 by field; lra.
have i0 : 0 < / (1 + exp u) by apply: Rinv_0_lt_compat; lra.
have up : 1 + u <= exp u by case: (Req_dec u 0) => [->|/exp_ineq1]; rewrite ?exp_0; lra.
have dn : 1 - u <= exp (- u).
  by case: (Req_dec u 0) => [->|h]; [rewrite Ropp_0 exp_0; lra | have := @exp_ineq1 (- u) ltac:(lra); lra].
have pr : exp u * exp (- u) = 1 by rewrite -exp_plus Rplus_opp_r exp_0.
rewrite /dell.
have goal : 0 <= (1 + exp u) * (u * u - u) + 2 * u.
  have -> : (1 + exp u) * (u * u - u) + 2 * u = u * ((1 + exp u) * u - (exp u - 1)) by ring.
  have e1 : exp u * (1 - u) <= 1 by rewrite -pr; apply: Rmult_le_compat_l; lra.
  by case: (Rle_lt_dec 0 u) => h; [apply: Rmult_le_pos | have : (1 + exp u) * u - (exp u - 1) <= 0]; nra.
suff : 0 <= / (1 + exp u) * ((1 + exp u) * (u * u - u) + 2 * u) by nra.
by apply: Rmult_le_pos; lra.
Qed.

(** The tangent from above: the slope of ell is 1-Lipschitz. *)
Lemma ell_smooth u v : ell v <= ell u + dell u * (v - u) + (v - u) * (v - u).
Proof.
have [t _] := tangent v u.
suff : (dell v - dell u) * (v - u) <= (v - u) * (v - u) by nra.
have mono p q : p <= q -> 0 <= dell q - dell p <= q - p.
  move=> pq; have ep := exp_pos p; have eq := exp_pos q.
  have ip : 0 < / (1 + exp p) by apply: Rinv_0_lt_compat; lra.
  have iq : 0 < / (1 + exp q) by apply: Rinv_0_lt_compat; lra.
  have e : dell q - dell p = (exp q - exp p) * / (1 + exp p) * / (1 + exp q) by rewrite /dell; field; lra.
  have up : exp p <= exp q by case: pq => [/exp_increasing|->]; lra.
  have h : exp q - exp p <= (q - p) * exp q.
    have one_le : 1 - (q - p) <= exp (- (q - p)).
      case: (Req_dec (- (q - p)) 0) => [z|nz]; first by rewrite z exp_0; lra.
      by have := exp_ineq1 _ nz; lra.
    have -> : exp p = exp q * exp (- (q - p)) by rewrite -exp_plus; congr exp; ring.
    by nra.
  split; first by rewrite e; apply: Rmult_le_pos; [apply: Rmult_le_pos|]; lra.
  have ip1 : / (1 + exp p) <= 1 by rewrite -Rinv_1; apply: Rinv_le_contravar; lra.
  have iq1 : exp q * / (1 + exp q) <= 1.
    have -> : exp q * / (1 + exp q) = 1 - / (1 + exp q) by field; lra.
    lra.
  rewrite e; apply: Rle_trans (_ : (q - p) * exp q * / (1 + exp p) * / (1 + exp q) <= _).
    by apply: Rmult_le_compat_r; [lra|]; apply: Rmult_le_compat_r; lra.
  have -> : (q - p) * exp q * / (1 + exp p) * / (1 + exp q) = (q - p) * (/ (1 + exp p) * (exp q * / (1 + exp q))) by ring.
  rewrite -[X in _ <= X]Rmult_1_r; apply: Rmult_le_compat_l; first lra.
  have x0 : 0 <= exp q * / (1 + exp q) by apply: Rmult_le_pos; lra.
  by nra.
case: (Rle_lt_dec u v) => h; first by have := mono u v h; nra.
by have := mono v u ltac:(lra); nra.
Qed.

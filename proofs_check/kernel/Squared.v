(** The squared Mixup loss of a linear model, and plain least squares. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Linear.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Squared.
Variables (n d : nat) (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.

(** The residuals X theta - y. *)
Definition residual (theta : vec d) a := dot theta (x a) - y a.

(** The mean of the squared error at the mixed points, and at the points. *)
Definition mixup_squares theta := \rsum_(a < n) \rsum_(b < n) (p a * p b *
  E L (fun l => let z := mix l (x a) (x b) in
    (dot theta z - (l * y a + (1 - l) * y b)) * (dot theta z - (l * y a + (1 - l) * y b)))).
Definition plain_squares theta := \rsum_(a < n) (p a * (residual theta a * residual theta a)).

Definition least (loss : vec d -> R) theta := forall theta', loss theta <= loss theta'.

(** E[lambda (1 - lambda)]. *)
Definition spread := E L (fun l => l * (1 - l)).

Lemma dom_poly f : continuity f -> dom L f. Proof. exact: dom_cont. Qed.

Lemma spread_bounds : 0 <= spread <= 1 / 4.
Proof.
have ds : dom L (fun l => l * (1 - l)) by apply: dom_cont; reg.
split; first by apply: E_ge0 => // l hl; nra.
by rewrite -(E_const L (1 / 4)); apply: E_mono => // [|l hl]; [exact: dom_const | have := Rle_0_sqr (2 * l - 1); rewrite /Rsqr; lra].
Qed.

(** Mixing the residuals: (1 - 2 m) sum p r^2 + 2 m (sum p r)^2 with m = E[lambda (1 - lambda)]. *)
Lemma mixup_squaresE theta : mixup_squares theta = (1 - 2 * spread) * plain_squares theta +
  2 * spread * ((\rsum_(a < n) (p a * residual theta a)) * (\rsum_(a < n) (p a * residual theta a))).
Proof.
pose r := residual theta; pose m1 := E L (fun l => l * l); pose m2 := E L (fun l => (1 - l) * (1 - l)).
have d1 : dom L (fun l => l * l) by apply: dom_cont; reg.
have d2 : dom L (fun l => (1 - l) * (1 - l)) by apply: dom_cont; reg.
have d3 : dom L (fun l => l * (1 - l)) by apply: dom_cont; reg.
have ones : m1 + m2 + 2 * spread = 1.
  rewrite /m1 /m2 /spread -(E_scale 2 d3) -(E_add d1 d2) -(E_add (dom_add d1 d2) (dom_scale 2 d3)) -[RHS](E_const L 1).
  by apply: E_ext => [|l _]; [exact: dom_add (dom_add d1 d2) (dom_scale 2 d3) | ring].
have e a b : E L (fun l => let z := mix l (x a) (x b) in
    (dot theta z - (l * y a + (1 - l) * y b)) * (dot theta z - (l * y a + (1 - l) * y b))) =
    r a * r a * m1 + r b * r b * m2 + 2 * (r a * r b) * spread.
  have f1 := dom_scale (r a * r a) d1; have f2 := dom_scale (r b * r b) d2; have f3 := dom_scale (2 * (r a * r b)) d3.
  rewrite -(E_scale _ d1) -(E_scale _ d2) -(E_scale _ d3) -(E_add f1 f2) -(E_add (dom_add f1 f2) f3).
  apply/esym; apply: E_ext => [|l _]; first exact: dom_add (dom_add f1 f2) f3.
  by rewrite /= mixed_output /r /residual; ring.
have prod (g h : 'I_n -> R) : \rsum_(a < n) \rsum_(b < n) (g a * h b) = (\rsum_(a < n) g a) * (\rsum_(b < n) h b).
  by rewrite -rsumZr; apply: rsum_eq => a; rewrite rsumZ.
rewrite /mixup_squares (dsum_eq (G := fun a b => m1 * (p a * (r a * r a) * p b) + m2 * (p a * (p b * (r b * r b))) +
  2 * spread * (p a * r a * (p b * r b)))) => [|a b]; last by rewrite e; ring.
rewrite !dsumD !dsumZ !prod p1 /plain_squares -/r.
by have -> : m2 = 1 - 2 * spread - m1 by [lra]; ring.
Qed.

(** ** The slope at theta in the direction v *)

Definition squares_slope (m : R) theta v := (1 - 2 * m) * (\rsum_(a < n) (p a * residual theta a * dot v (x a))) +
  2 * m * ((\rsum_(a < n) (p a * residual theta a)) * (\rsum_(a < n) (p a * dot v (x a)))).
Definition squares_bend (m : R) v := (1 - 2 * m) * (\rsum_(a < n) (p a * (dot v (x a) * dot v (x a)))) +
  2 * m * ((\rsum_(a < n) (p a * dot v (x a))) * (\rsum_(a < n) (p a * dot v (x a)))).
Definition squares m theta := (1 - 2 * m) * plain_squares theta +
  2 * m * ((\rsum_(a < n) (p a * residual theta a)) * (\rsum_(a < n) (p a * residual theta a))).

Lemma squares_move m theta v t : squares m (fun k => theta k + t * v k) =
  squares m theta + 2 * t * squares_slope m theta v + t * t * squares_bend m v.
Proof.
have r a : residual (fun k => theta k + t * v k) a = residual theta a + t * dot v (x a).
  by rewrite /residual dot_add; ring.
rewrite /squares /squares_slope /squares_bend /plain_squares.
have -> : \rsum_(a < n) (p a * residual (fun k => theta k + t * v k) a) =
    \rsum_(a < n) (p a * residual theta a) + t * \rsum_(a < n) (p a * dot v (x a)).
  by rewrite -rsumZ -rsumD; apply: rsum_eq => a; rewrite r; ring.
have -> : \rsum_(a < n) (p a * (residual (fun k => theta k + t * v k) a * residual (fun k => theta k + t * v k) a)) =
    \rsum_(a < n) (p a * (residual theta a * residual theta a)) +
    2 * t * (\rsum_(a < n) (p a * residual theta a * dot v (x a))) + t * t * \rsum_(a < n) (p a * (dot v (x a) * dot v (x a))).
  by rewrite -!rsumZ -!rsumD; apply: rsum_eq => a; rewrite r; ring.
ring.
Qed.

Lemma squares_bend_low m v : 0 <= m <= 1 / 4 -> \rsum_(a < n) (p a * (dot v (x a) * dot v (x a))) <= 2 * squares_bend m v.
Proof.
move=> hm; have q0 : 0 <= \rsum_(a < n) (p a * (dot v (x a) * dot v (x a))).
  by apply: rsum_ge0 => a _; apply: Rmult_le_pos; [exact: Rlt_le | exact: Rle_0_sqr].
by rewrite /squares_bend; have := Rle_0_sqr (\rsum_(a < n) (p a * dot v (x a))); rewrite /Rsqr; nra.
Qed.

Lemma squares_same m theta theta' : (forall a, dot theta' (x a) = dot theta (x a)) -> squares m theta' = squares m theta.
Proof.
move=> same; have r a : residual theta' a = residual theta a by rewrite /residual same.
by rewrite /squares /plain_squares; congr (_ * _ + _ * (_ * _)); apply: rsum_eq => a; rewrite r.
Qed.

Lemma squares_between m theta theta' : squares m theta' = squares m theta +
  2 * 1 * squares_slope m theta (fun k => theta' k + (-1) * theta k) + 1 * 1 * squares_bend m (fun k => theta' k + (-1) * theta k).
Proof. by rewrite -squares_move; apply: squares_same => a; apply: dot_eq => k; ring. Qed.

(** A model is a minimiser iff no slope there differs from 0. *)
Lemma squares_least m theta : 0 <= m <= 1 / 4 -> least (squares m) theta <-> forall v, squares_slope m theta v = 0.
Proof.
move=> hm; split=> [low v|flat theta'].
  have bend := squares_bend_low v hm; set s := squares_slope m theta v; set b := squares_bend m v in bend.
  have b0 : 0 <= b.
    suff : 0 <= \rsum_(a < n) (p a * (dot v (x a) * dot v (x a))) by lra.
    by apply: rsum_ge0 => a _; apply: Rmult_le_pos; [exact: Rlt_le | exact: Rle_0_sqr].
  have above t : 0 <= 2 * t * s + t * t * b.
    by have := low (fun k => theta k + t * v k); rewrite squares_move -/s -/b; lra.
  have i0 : 0 < / (b + 1) by apply: Rinv_0_lt_compat; lra.
  have := above (- s * / (b + 1)).
  have -> : 2 * (- s * / (b + 1)) * s + - s * / (b + 1) * (- s * / (b + 1)) * b = - (s * s) * (/ (b + 1) * (1 + / (b + 1))).
    by field; lra.
  have c0 : 0 < / (b + 1) * (1 + / (b + 1)) by apply: Rmult_lt_0_compat; lra.
  have s0 := Rle_0_sqr s; rewrite /Rsqr in s0 => h; have z : s * s = 0 by nra.
  by case: (Rmult_integral _ _ z).
rewrite (squares_between m theta theta') flat; have := squares_bend_low (fun k => theta' k + (-1) * theta k) hm.
suff : 0 <= \rsum_(a < n) (p a * (dot (fun k => theta' k + (-1) * theta k) (x a) * dot (fun k => theta' k + (-1) * theta k) (x a))) by lra.
by apply: rsum_ge0 => a _; apply: Rmult_le_pos; [exact: Rlt_le | exact: Rle_0_sqr].
Qed.

(** Minimisers are those with the outputs of one. *)
Lemma squares_outputs m theta theta' : 0 <= m <= 1 / 4 -> least (squares m) theta ->
  least (squares m) theta' <-> forall a, dot theta' (x a) = dot theta (x a).
Proof.
move=> hm low; split=> [low' a|same theta'']; last by rewrite (squares_same m same).
have flat := (squares_least theta hm).1 low; have bend := squares_bend_low (fun k => theta' k + (-1) * theta k) hm.
have e := squares_between m theta theta'; rewrite flat in e; have := low' theta.
have term b : 0 <= p b * (dot (fun k => theta' k + (-1) * theta k) (x b) * dot (fun k => theta' k + (-1) * theta k) (x b)).
  by apply: Rmult_le_pos; [exact: Rlt_le | exact: Rle_0_sqr].
have s0 := rsum_ge0 (P := xpredT) (fun b _ => term b).
move=> le; have := rsum_eq0 term ltac:(lra) a; have := p0 a; move=> pa /Rmult_integral [|/Rmult_integral [|]]; rewrite ?dot_add; lra.
Qed.

Lemma least_mixup theta : least mixup_squares theta <-> least (squares spread) theta.
Proof. by split=> h theta'; [rewrite /squares -!mixup_squaresE | rewrite !mixup_squaresE; exact: h]. Qed.

Lemma least_plain theta : least plain_squares theta <-> least (squares 0) theta.
Proof.
have e theta' : squares 0 theta' = plain_squares theta' by rewrite /squares; ring.
by split=> h theta'; [rewrite !e | rewrite -!e; exact: h].
Qed.
End Squared.

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
End Squared.

(** Minimisers of the Mixup logistic loss of a linear model in the span of the data: at most one, and one if the loss is at
    least a homogeneous function that vanishes along no model whose outputs move. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Box Off_centre Outputs Convex Growth Linear Independent.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Definition two_classes n (y : 'I_n -> R) := (exists a, y a = 1) /\ exists a, y a = -1.
Definition minimises n d (x : 'I_n -> vec d) p y L theta :=
  in_span x theta /\ forall theta', in_span x theta' -> risk x p y L theta <= risk x p y L theta'.

(** The unit vectors: models of them have any outputs. *)
Definition axes n (a : 'I_n) : vec n := fun b => if b == a then 1 else 0.

Lemma dot_axes n (u : vec n) a : dot u (axes a) = u a.
Proof. by rewrite /dot (bigD1 a) //= big1 => [|b ba]; rewrite /axes ?eqxx ?(negbTE ba); ring. Qed.

(** Outputs tell the model that made them: a linear map that gives back one with the same outputs. *)
Lemma recover n d (x : 'I_n -> vec d) : exists T : 'I_n -> vec d, forall theta b,
  dot (comb T (fun a => dot theta (x a))) (x b) = dot theta (x b).
Proof.
pose col k : vec n := fun a => x a k; pose e a := axes (n := n) a.
have out theta a : comb col theta a = dot theta (x a) by apply: rsum_eq => k.
have [T hT] := fin_choice (fun a => projection col (e a)); exists T => theta b.
pose u a := dot theta (x a); pose w := comb T u; pose r : vec n := fun c => dot w (x c) + (-1) * u c.
have perp k : dot r (col k) = 0.
  rewrite dot_add (_ : dot (fun c => dot w (x c)) (col k) = dot u (col k)); first by ring.
  have -> : dot u (col k) = \rsum_(a < n) (u a * dot (comb col (T a)) (col k)).
    by apply: rsum_eq => a; rewrite hT dotC dot_axes.
  rewrite -(dot_comb (fun a => comb col (T a))).
  rewrite /dot; apply: rsum_eq => c; congr (_ * _); rewrite -/(dot _ _) dot_comb /comb.
  by apply: rsum_eq => a; rewrite -out.
have r0 : dot r r = 0.
  have -> : dot r r = dot r (comb col (fun k => w k + (-1) * theta k)).
    apply: rsum_eq => c; congr (_ * _); rewrite /r /u -!out /comb -rsumZ -rsumD.
    by apply: rsum_eq => k; ring.
  by rewrite dotC dot_comb big1 // => k _; rewrite dotC perp; ring.
by have := dot_eq0 r0 b; rewrite /r /u -/w; lra.
Qed.

Section Minimiser.
Variables (n d : nat) (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.
Hypothesis labels : forall a, y a = 1 \/ y a = -1.
Notation F := (F p y L).
Notation risk := (risk x p y L).

Lemma minimises_eq theta theta' : (forall k, theta k = theta' k) -> minimises x p y L theta' -> minimises x p y L theta.
Proof.
move=> e [[w hw] least]; split=> [|theta'' sp]; first by exists w => k; rewrite e.
by rewrite (_ : risk theta = risk theta'); [exact: least | apply: (F_eq L p0 p1 labels) => a; exact: dot_eq].
Qed.

(** Whatever has its outputs, a minimiser over all models, gives one in the span. *)
Lemma into_span theta : (forall theta', risk theta <= risk theta') -> exists theta0, minimises x p y L theta0 /\
  forall a, dot theta0 (x a) = dot theta (x a).
Proof.
move=> least; have [w hw] := projection x theta; exists (comb x w); do ! split=> //; first by exists w.
by move=> theta' _; rewrite (_ : risk (comb x w) = risk theta); [exact: least | apply: (F_eq L p0 p1 labels)].
Qed.

Lemma minimises_all theta : minimises x p y L theta -> forall theta', risk theta <= risk theta'.
Proof.
move=> [_ least] theta'; have [w hw] := projection x theta'.
by rewrite (_ : risk theta' = risk (comb x w)); [apply: least; exists w | apply: (F_eq L p0 p1 labels) => a; rewrite hw].
Qed.

Lemma minimises_outputs theta : minimises x p y L theta -> forall theta',
  (forall theta'', risk theta' <= risk theta'') -> forall a, dot theta (x a) = dot theta' (x a).
Proof.
move=> least theta' least'; apply: (strictly_convex L p0 labels _ _).2.
have h := minimises_all least (fun k => (theta k + theta' k) / 2); have h' := least' theta.
have -> : F (fun a => (dot theta (x a) + dot theta' (x a)) / 2) = risk (fun k => (theta k + theta' k) / 2).
  apply: (F_eq L p0 p1 labels) => a; rewrite [RHS](dot_eq (u' := fun k => / 2 * (theta k + 1 * theta' k))) => [|k]; last by field.
  by rewrite dotZ dot_add; field.
by move: h h'; rewrite /Linear.risk; lra.
Qed.

Theorem minimises_unique theta theta' : minimises x p y L theta -> minimises x p y L theta' ->
  forall k, theta k = theta' k.
Proof.
move=> least least' k; have same := minimises_outputs least (minimises_all least').
suff : theta k + (-1) * theta' k = 0 by lra.
apply: (span_orthogonal (x := x) (theta := fun k => theta k + (-1) * theta' k)) => [|a]; last first.
  by rewrite dot_add same; ring.
have [[w hw] _] := least; have [[v hv] _] := least'; exists (fun a => w a + (-1) * v a) => j.
by rewrite hw hv -rsumZ -rsumD; apply: rsum_eq => a; ring.
Qed.

(** The outputs of the model that is given back, as a function of any outputs. *)
Let back (T : 'I_n -> vec d) (u : 'I_n -> R) b := dot (comb T u) (x b).
Let size T := \rsum_(b < n) \rsum_(a < n) Rabs (dot (T a) (x b)).

Let back_near T u v : apart1 (back T u) (back T v) <= size T * apart1 u v.
Proof.
rewrite /size -rsumZr; apply: rsum_le => b _; rewrite /back !dot_comb -rsumB.
apply: Rle_trans (_ : \rsum_(a < n) (Rabs (dot (T a) (x b)) * Rabs (u a - v a)) <= _); last first.
  rewrite -rsumZr; apply: rsum_le => a _; apply: Rmult_le_compat_l; first exact: Rabs_pos.
  by apply: (rsum_ge_term (F := fun a => Rabs (u a - v a))) => c; exact: Rabs_pos.
apply: (big_ind2 (fun s t => Rabs s <= t)) => [|s t s' t' h h'|a _]; first by rewrite Rabs_R0; right.
  by apply: Rle_trans (Rabs_triang _ _) _; lra.
by rewrite -Rmult_minus_distr_r Rabs_mult Rmult_comm; right.
Qed.

Lemma minimiser_of_bound c : 0 < c -> (forall theta a, c * Rabs (dot theta (x a)) <= risk theta) ->
  exists theta, minimises x p y L theta.
Proof.
move=> c0 low; have [T hT] := recover x; have lipF := F_lipschitz L p0 p1 labels.
have lip : lipschitz (size T) (fun u => F (back T u)).
  by move=> u v; have := lipF (back T u) (back T v); have := back_near T u v; lra.
pose zero : vec d := fun=> 0; pose C := risk zero / c.
have C0 : 0 <= C by apply: Rmult_le_pos; [exact: F_ge0 | left; exact: Rinv_0_lt_compat].
have [u [_ least]] := least_in_box C0 lip; suff all theta : risk (comb T u) <= risk theta.
  by have [theta [h _]] := into_span all; exists theta.
have inside theta' : in_box C (fun a => dot theta' (x a)) -> risk (comb T u) <= risk theta'.
  by move=> /least h; apply: Rle_trans h _; right; apply: (F_eq L p0 p1 labels) => a; rewrite /back hT.
case: (pickP (fun a => Rlt_dec C (Rabs (dot theta (x a))))) => [a|none]; last first.
  by apply: inside => a; have := none a; case: Rlt_dec => //=; lra.
case: Rlt_dec => // far _; apply: Rle_trans (inside zero _) _ => [a'|].
  by rewrite (_ : dot zero (x a') = 0) ?Rabs_R0 //; apply: big1 => k _; rewrite Rmult_0_l.
apply: Rle_trans (low theta a); have -> : risk zero = c * C by rewrite /C; field; lra.
by apply: Rmult_le_compat_l; lra.
Qed.

(** Of two classes, mixed off the centre: always. *)
Lemma off_centre_exists : two_classes y -> 0 < off_centre L -> exists theta, minimises x p y L theta.
Proof.
move=> [[s ys] [t yt]] /off_centre_moment; rewrite -/(kappa L) => k0.
have [e0 [e00 low]] : exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 -> forall a u, eps * Rabs (u a) <= F u.
  apply: small_all => a; have [b other] : exists b, (y a = 1 /\ y b = -1) \/ (y a = -1 /\ y b = 1).
    by case: (labels a) => ya; [exists t; left | exists s; right].
  exists (p a * p b * (kappa L / 2)); split=> [|eps he u]; first by apply: Rmult_lt_0_compat; [exact: pair_weights | lra].
  apply: Rle_trans (off_centre_below L p0 other u).
  by apply: Rmult_le_compat_r; [exact: Rabs_pos | lra].
apply: (minimiser_of_bound (c := e0 / 2)) => [|theta a]; first lra.
by apply: (low (e0 / 2) ltac:(lra) a (fun a => dot theta (x a))).
Qed.

Lemma minimiser_unless_flat K (H : ('I_n -> R) -> R) : lipschitz K H -> (forall t u, 0 <= t -> H (fun a => t * u a) = t * H u) ->
  (forall u, 0 <= H u <= F u) ->
  (forall theta, (exists a, dot theta (x a) <> 0) -> H (fun a => dot theta (x a)) <> 0) ->
  exists theta, minimises x p y L theta.
Proof.
move=> lipH homH low moving; have [T hT] := recover x.
pose off u := apart1 u (back T u); have off0 u : 0 <= off u by apply: rsum_ge0 => a _; exact: Rabs_pos.
have lip : lipschitz (K + (1 + size T)) (fun u => H u + off u).
  move=> u v; have h := lipH u v; have hb := back_near T u v.
  suff : off u <= off v + apart1 u v + apart1 (back T u) (back T v) by lra.
  rewrite /off /apart1 -!rsumD; apply: rsum_le => a _.
  have -> : u a - back T u a = v a - back T v a + (u a - v a) + - (back T u a - back T v a) by ring.
  by apply: Rle_trans (Rabs_triang _ _) _; rewrite Rabs_Ropp; have := Rabs_triang (v a - back T v a) (u a - v a); lra.
have hom t u : 0 <= t -> H (fun a => t * u a) + off (fun a => t * u a) = t * (H u + off u).
  move=> t0; rewrite homH // Rmult_plus_distr_l; congr (_ + _); rewrite /off /apart1 -rsumZ; apply: rsum_eq => a.
  have -> : t * Rabs (u a - back T u a) = Rabs (t * (u a - back T u a)) by rewrite Rabs_mult (Rabs_pos_eq t).
  congr Rabs; rewrite /back !dot_comb Rmult_minus_distr_l -rsumZ; congr (_ - _); apply: rsum_eq => b; ring.
have [u [a ua]|c [c0 h]] := homogeneous_bound lip hom.
  have [h0 _] := low u; case: (Rle_lt_dec (off u) 0) => [z|]; last lra.
  have same b : u b = back T u b.
    have : Rabs (u b - back T u b) = 0.
      apply: (rsum_eq0 (F := fun b => Rabs (u b - back T u b)) (fun b => Rabs_pos _)) => //.
      by rewrite -/(apart1 u (back T u)) -/(off u); have := off0 u; lra.
    by case: (Req_dec (u b - back T u b) 0) => [|/Rabs_no_R0] //; lra.
  have := moving (comb T u); rewrite (lipschitz_eq (v := u) lipH) => [nz|b]; last by rewrite [RHS]same.
  by have : H u <> 0 by [apply: nz; exists a; have := same a; rewrite /back => <-]; have := off0 u; lra.
apply: (minimiser_of_bound c0) => theta a; apply: Rle_trans (low _).2.
have := h (fun a => dot theta (x a)) a; rewrite (_ : off _ = 0) ?Rplus_0_r //.
by apply: apart1_same => b; rewrite /back hT.
Qed.
End Minimiser.

(** Of two classes, mixed off the centre, some outputs are least of all, and they alone. *)
Lemma least_outputs n (p y : 'I_n -> R) L : (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 ->
  (forall a, y a = 1 \/ y a = -1) -> two_classes y -> 0 < off_centre L -> exists u, forall v, F p y L u <= F p y L v.
Proof.
move=> p0 p1 labels two off; have [u least] := off_centre_exists (@axes n) p0 p1 labels two off.
have e v : risk (@axes n) p y L v = F p y L v by apply: (F_eq L p0 p1 labels) => a; exact: dot_axes.
by exists u => v; rewrite -!e; exact: (minimises_all p0 p1 labels least).
Qed.

Lemma least_unique n (p y : 'I_n -> R) L u v : (forall a, 0 < p a) -> (forall a, y a = 1 \/ y a = -1) ->
  (forall w, F p y L u <= F p y L w) -> (forall w, F p y L v <= F p y L w) -> forall a, u a = v a.
Proof.
move=> p0 labels hu hv; apply: (strictly_convex L p0 labels u v).2.
by have := hu (fun a => (u a + v a) / 2); have := hv (fun a => (u a + v a) / 2); lra.
Qed.

(** Outputs that are the same for all points of a class: the slope of the Mixup logistic loss there, class by class. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Pairs Logistic Outputs.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The mass of the points of label q. *)
Definition class_mass n (p y : 'I_n -> R) q := \rsum_(a < n) (if Req_EM_T (y a) q then p a else 0).

(** The output of a point of label q, at the margins c1 of label 1 and c2 of label -1. *)
Definition class_output c1 c2 q := (1 + q) / 2 * c1 - (1 - q) / 2 * c2.

(** The slope of the loss of an output z of which the share l has label 1, and what it is to a margin a between the
    classes, the other margin being b. *)
Definition soft_slope l z := l * dell z - (1 - l) * dell (- z).
Definition first_slope (L : law) a b := E L (fun l => soft_slope l (l * a - (1 - l) * b) * (0 + 1 * l)).
Definition second_slope (L : law) a b := E L (fun l => soft_slope l (l * a - (1 - l) * b) * (1 + (-1) * l)).
Definition across L a b := first_slope L a b - second_slope L b a.

Section Classes.
Variables (n : nat) (p y : 'I_n -> R) (L : law) (c1 c2 : R).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.
Hypothesis labels : forall a, y a = 1 \/ y a = -1.
Notation W := (class_mass p y).
Notation u := (fun a => class_output c1 c2 (y a)).

Lemma class_massE q : q = 1 \/ q = -1 -> W q = \rsum_(a < n) (p a * ((1 + q * y a) / 2)).
Proof.
move=> hq; apply: rsum_eq => a.
by case: Req_EM_T => h /=; move: h; case: (labels a) => ->; case: hq => -> h; try field; try (exfalso; lra); case: h.
Qed.

Lemma masses_one : W 1 + W (-1) = 1.
Proof. by rewrite (class_massE (or_introl erefl)) (class_massE (or_intror erefl)) -rsumD -[RHS]p1; apply: rsum_eq => a; field. Qed.

Lemma masses_difference : \rsum_(a < n) (p a * y a) = W 1 - W (-1).
Proof. by rewrite (class_massE (or_introl erefl)) (class_massE (or_intror erefl)) -rsumB; apply: rsum_eq => a; field. Qed.

Lemma mass_pos q : 0 < W q -> exists a, y a = q.
Proof.
move=> pos; case: (pickP (fun a => Req_EM_T (y a) q)) => [a|none]; first by case: Req_EM_T => // e _; exists a.
by move: pos; rewrite /class_mass big1 => [|a _]; [lra | have := none a; case: Req_EM_T].
Qed.

Lemma mass_of a : 0 < W (y a).
Proof.
apply: Rlt_le_trans (p0 a) _; rewrite -{1}(_ : (if Req_EM_T (y a) (y a) then p a else 0) = p a); last by case: Req_EM_T.
apply: (rsum_ge_term (F := fun b => if Req_EM_T (y b) (y a) then p b else 0)) => b.
by case: Req_EM_T => _ /=; [exact: Rlt_le | right].
Qed.

Lemma dom_affine k0 k1 : dom L (fun l => k0 + k1 * l).
Proof. by apply: dom_der => l; auto_derive. Qed.

Lemma dom_soft a b k0 k1 : dom L (fun l => soft_slope l (l * a - (1 - l) * b) * (k0 + k1 * l)).
Proof.
apply: dom_der => l; rewrite /soft_slope /dell; auto_derive; do ! split.
all: by match goal with |- 1 + exp ?z <> 0 => have := exp_pos z; lra end.
Qed.

(** The slope of a pair: two of class 1, two of class -1, one of each. *)
Lemma pair_slopes f a b : E L (slope y u f a b) =
  ((1 + y a) / 2 * ((1 + y b) / 2) * dell c1 + (1 - y a) / 2 * ((1 - y b) / 2) * dell c2) *
    (E L (fun l => 0 + 1 * l) * f a + E L (fun l => 1 + (-1) * l) * f b) +
  (1 + y a) / 2 * ((1 - y b) / 2) * (first_slope L c1 c2 * f a - second_slope L c1 c2 * f b) +
  (1 - y a) / 2 * ((1 + y b) / 2) * (first_slope L c2 c1 * f a - second_slope L c2 c1 * f b).
Proof.
have d1 := dom_affine 0 1; have d2 := dom_affine 1 (-1).
have sum g h k m e : dom L g -> dom L h -> (forall l, 0 <= l <= 1 -> slope y u f a b l = k * (g l * f a) + m * (h l * f b)) ->
    e = k * (E L g * f a) + m * (E L h * f b) -> E L (slope y u f a b) = e.
  move=> dg dh same ->; have sg := dom_scale (k * f a) dg; have sh := dom_scale (m * f b) dh.
  have -> : k * (E L g * f a) + m * (E L h * f b) = E L (fun l => k * f a * g l + m * f b * h l).
    by rewrite (E_add sg sh) !E_scale //; ring.
  by apply: E_ext => [|l hl]; [exact: dom_slope | rewrite same //; ring].
have one q c l : q = 1 \/ q = -1 -> q * (l * (q * c) + (1 - l) * (q * c)) = c by case=> ->; ring.
case: (labels a) => ea; case: (labels b) => eb.
- apply: (sum _ _ (dell c1) (dell c1) _ d1 d2) => [l _|]; last by rewrite ea eb; field.
  rewrite /slope /class_output ea eb /=.
  have -> : 1 * (l * ((1 + 1) / 2 * c1 - (1 - 1) / 2 * c2) + (1 - l) * ((1 + 1) / 2 * c1 - (1 - 1) / 2 * c2)) = c1 by field.
  by ring.
- apply: (sum _ _ 1 (-1) _ (dom_soft c1 c2 0 1) (dom_soft c1 c2 1 (-1))) => [l _|]; last by rewrite ea eb /first_slope /second_slope; field.
  rewrite /slope /class_output /soft_slope ea eb /=.
  have -> : l * ((1 + 1) / 2 * c1 - (1 - 1) / 2 * c2) + (1 - l) * ((1 + -1) / 2 * c1 - (1 - -1) / 2 * c2) = l * c1 - (1 - l) * c2 by field.
  set z := l * c1 - (1 - l) * c2; rewrite (_ : 1 * z = z) 1?(_ : -1 * z = - z); ring.
- apply: (sum _ _ 1 (-1) _ (dom_soft c2 c1 0 1) (dom_soft c2 c1 1 (-1))) => [l _|]; last by rewrite ea eb /first_slope /second_slope; field.
  rewrite /slope /class_output /soft_slope ea eb /=.
  have -> : l * ((1 + -1) / 2 * c1 - (1 - -1) / 2 * c2) + (1 - l) * ((1 + 1) / 2 * c1 - (1 - 1) / 2 * c2) = - (l * c2 - (1 - l) * c1) by field.
  set z := l * c2 - (1 - l) * c1; rewrite (_ : 1 * - z = - z) 1?(_ : -1 * - z = z); ring.
apply: (sum _ _ (dell c2) (dell c2) _ d1 d2) => [l _|]; last by rewrite ea eb; field.
rewrite /slope /class_output ea eb /=.
have -> : -1 * (l * ((1 + -1) / 2 * c1 - (1 - -1) / 2 * c2) + (1 - l) * ((1 + -1) / 2 * c1 - (1 - -1) / 2 * c2)) = c2 by field.
by ring.
Qed.

(** The slope along f, collected. *)
Lemma slope_sum f : \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (slope y u f a b)) =
  (\rsum_(a < n) (p a * ((1 + y a) / 2 * f a))) * (W 1 * dell c1 + W (-1) * across L c1 c2) +
  (\rsum_(a < n) (p a * ((1 - y a) / 2 * f a))) * (W (-1) * dell c2 + W 1 * across L c2 c1).
Proof.
pose i a := p a * ((1 + 1 * y a) / 2); pose j a := p a * ((1 + -1 * y a) / 2).
pose fi a := p a * ((1 + y a) / 2 * f a); pose fj a := p a * ((1 - y a) / 2 * f a).
pose m1 := E L (fun l => 0 + 1 * l); pose m2 := E L (fun l => 1 + (-1) * l).
have m12 : m1 = 1 - m2.
  suff : m1 + m2 = 1 by lra.
  rewrite /m1 /m2 -(E_add (dom_affine 0 1) (dom_affine 1 (-1))) -[RHS](E_const L 1).
  by apply: E_ext => [|l _]; [exact: dom_add (dom_affine 0 1) (dom_affine 1 (-1)) | ring].
have prod (g h : 'I_n -> R) : \rsum_(a < n) \rsum_(b < n) (g a * h b) = (\rsum_(a < n) g a) * (\rsum_(b < n) h b).
  by rewrite -rsumZr; apply: rsum_eq => a; rewrite rsumZ.
have -> : \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (slope y u f a b)) =
  \rsum_(a < n) \rsum_(b < n) (dell c1 * m1 * (fi a * i b) + dell c1 * m2 * (i a * fi b) +
    (dell c2 * m1 * (fj a * j b) + dell c2 * m2 * (j a * fj b)) +
    (first_slope L c1 c2 * (fi a * j b) + - second_slope L c1 c2 * (i a * fj b)) +
    (first_slope L c2 c1 * (fj a * i b) + - second_slope L c2 c1 * (j a * fi b))).
  apply: dsum_eq => a b; rewrite pair_slopes -/m1 -/m2 /fi /fj /i /j; field.
have wi : \rsum_(a < n) i a = W 1 := esym (class_massE (or_introl erefl)).
have wj : \rsum_(a < n) j a = W (-1) := esym (class_massE (or_intror erefl)).
by rewrite !dsumD !dsumZ !prod wi wj m12 /across -/(\rsum_(a < n) fi a) -/(\rsum_(a < n) fj a); ring.
Qed.

(** At a minimum both classes are at rest. *)
Lemma at_rest : (forall v, F p y L u <= F p y L v) ->
  W 1 * (W 1 * dell c1 + W (-1) * across L c1 c2) = 0 /\ W (-1) * (W (-1) * dell c2 + W 1 * across L c2 c1) = 0.
Proof.
move=> least; have e1 := stationary p0 p1 labels least (f := fun a => (1 + y a) / 2) ltac:(by move=> a; case: (labels a) => ->; lra).
have e2 := stationary p0 p1 labels least (f := fun a => (1 - y a) / 2) ltac:(by move=> a; case: (labels a) => ->; lra).
have own1 : \rsum_(a < n) (p a * ((1 + y a) / 2 * ((1 + y a) / 2))) = W 1.
  by rewrite (class_massE (or_introl erefl)); apply: rsum_eq => a; case: (labels a) => ->; field.
have own2 : \rsum_(a < n) (p a * ((1 - y a) / 2 * ((1 - y a) / 2))) = W (-1).
  by rewrite (class_massE (or_intror erefl)); apply: rsum_eq => a; case: (labels a) => ->; field.
have none : \rsum_(a < n) (p a * ((1 - y a) / 2 * ((1 + y a) / 2))) = 0.
  by apply: big1 => a _; case: (labels a) => ->; field.
have none' : \rsum_(a < n) (p a * ((1 + y a) / 2 * ((1 - y a) / 2))) = 0.
  by apply: big1 => a _; case: (labels a) => ->; field.
by rewrite slope_sum own1 none in e1; rewrite slope_sum own2 none' in e2; lra.
Qed.
End Classes.

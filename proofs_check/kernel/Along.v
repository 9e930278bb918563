(** With equal class masses the Mixup logistic loss is least along the labels, at one positive scale. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Pairs Logistic Outputs Class_outputs Growth Minimiser.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Minimum.
Variables (n : nat) (p y : 'I_n -> R) (L : law).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.
Hypothesis labels : forall a, y a = 1 \/ y a = -1.
Hypothesis balanced : \rsum_(a < n) (p a * y a) = 0.
Hypothesis off : 0 < off_centre L.
Notation F := (F p y L).

(** The scale of outputs u along the labels. *)
Definition scale (u : 'I_n -> R) := \rsum_(a < n) (p a * (y a * u a)).

(** Among outputs of one scale, those along the labels have the least loss. *)
Lemma descent u : F (fun a => scale u * y a) <= F u.
Proof.
pose c := scale u; pose f a := y a * (u a - c * y a).
have sq a : y a * y a = 1 by case: (labels a) => ->; ring.
have along_class a : c * y a = class_output c c (y a) by rewrite /class_output; field.
have mean0 : \rsum_(a < n) (p a * ((1 + y a) / 2 * f a)) + \rsum_(a < n) (p a * ((1 - y a) / 2 * f a)) = 0.
  rewrite -rsumD (rsum_eq (G := fun a => p a * (y a * u a) - c * p a)) => [|a].
    by rewrite rsumB rsumZ p1 -/(scale u) -/c; ring.
  by rewrite /f; case: (labels a) => ->; field.
have equal : class_mass p y 1 = class_mass p y (-1) by have := masses_difference p labels; lra.
have tan := F_tangent y L p0 (fun a => class_output c c (y a)) f; rewrite slope_sum // -equal in tan.
rewrite (F_eq L p0 p1 labels along_class) (F_eq L p0 p1 labels (u := u) (v := fun a => class_output c c (y a) + y a * f a)) => [|a].
  have z : forall s t k, s + t = 0 -> s * k + t * k = 0 by move=> s t k h; rewrite -Rmult_plus_distr_r h Rmult_0_l.
  by have := z _ _ (class_mass p y 1 * dell c + class_mass p y 1 * across L c c) mean0; lra.
by rewrite -along_class /f -Rmult_assoc sq; ring.
Qed.

(** ** Along the labels *)

Definition along c := F (fun a => c * y a).
Definition lab a b l := l * y a + (1 - l) * y b.
Definition V := \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (fun l => lab a b l * lab a b l)).

Lemma dom_lab2 a b : dom L (fun l => lab a b l * lab a b l).
Proof. by apply: dom_der => l; rewrite /lab; auto_derive. Qed.

Let pair_weights_one_ : \rsum_(a < n) \rsum_(b < n) (p a * p b) = 1 := pair_weights_one p1.

Lemma nonempty : exists a : 'I_n, True.
Proof.
case: n p p1 => [q|m _ _]; last by exists ord0.
by rewrite big_ord0; lra.
Qed.

Lemma V_pos : 0 < V.
Proof.
have [a _] := nonempty.
have t0 b b' : 0 <= p b * p b' * E L (fun l => lab b b' l * lab b b' l).
  apply: Rmult_le_pos; first by have := pair_weights p0 b b'; lra.
  by apply: E_ge0 => [|l _]; [exact: dom_lab2 | nra].
have : p a * p a * E L (fun l => lab a a l * lab a a l) <= V.
  exact: (dsum_ge_term (F := fun b b' => p b * p b' * E L (fun l => lab b b' l * lab b b' l))).
have -> : E L (fun l => lab a a l * lab a a l) = 1.
  rewrite -[RHS](E_const L 1); apply: E_ext => [|l _]; first exact: dom_lab2.
  by rewrite /lab; case: (labels a) => ->; ring.
by have := pair_weights p0 a a; lra.
Qed.

Lemma along0 : along 0 = ln 2.
Proof.
rewrite -[ln 2]Rmult_1_r -pair_weights_one_ /along /Outputs.F -rsumZ; apply: rsum_eq => a.
rewrite -rsumZ; apply: rsum_eq => b; rewrite Rmult_comm; congr (_ * _).
rewrite -(E_const L (ln 2)); apply: E_ext => [|l _]; first exact: dom_pair.
by rewrite /pair !Rmult_0_l !Rmult_0_r Rplus_0_r !Rmult_0_r ell0; ring.
Qed.

(** Left of 0 the loss is at least ln 2; a little right of 0 it is less. *)
Lemma along_left c : c <= 0 -> ln 2 <= along c.
Proof.
move=> c0; rewrite -{1}[ln 2]Rmult_1_r -pair_weights_one_ /along /Outputs.F -rsumZ; apply: rsum_le => a _.
rewrite -rsumZ; apply: rsum_le => b _; rewrite Rmult_comm; apply: Rmult_le_compat_l.
  by have := pair_weights p0 a b; lra.
rewrite -(E_const L (ln 2)); apply: E_mono => [||l hl]; [exact: dom_const | exact: dom_pair | rewrite /pair].
have t z : ln 2 - z / 2 <= ell z.
  have [t _] := tangent 0 z; move: t; rewrite ell0 /dell exp_0.
  have -> : - / (1 + 1) * (z - 0) = - z / 2 by field.
  by lra.
set z := l * (c * y a) + (1 - l) * (c * y b); have ta := t (y a * z); have tb := t (y b * z).
have sq : l * (y a * z) + (1 - l) * (y b * z) = c * (lab a b l * lab a b l) by rewrite /z /lab; ring.
have : c * (lab a b l * lab a b l) <= 0 by have := Rle_0_sqr (lab a b l); rewrite /Rsqr; nra.
by nra.
Qed.

Lemma along_half : along (1 / 2) < ln 2.
Proof.
have v := V_pos; suff : along (1 / 2) <= ln 2 * 1 - / 8 * V by lra.
rewrite -[X in ln 2 * X]pair_weights_one_ /along /Outputs.F /V -!rsumZ -rsumB; apply: rsum_le => a _.
rewrite -!rsumZ -rsumB; apply: rsum_le => b _.
have -> : ln 2 * (p a * p b) - / 8 * (p a * p b * E L (fun l => lab a b l * lab a b l)) =
  p a * p b * (ln 2 + - / 8 * E L (fun l => lab a b l * lab a b l)) by ring.
apply: Rmult_le_compat_l; first by have := pair_weights p0 a b; lra.
rewrite -(E_const L (ln 2)) -E_scale -?E_add; try exact: dom_lab2; try exact: dom_const;
  last by apply: dom_scale; exact: dom_lab2.
apply: E_mono => [||l hl]; [exact: dom_pair| by apply: dom_add; [exact: dom_const | apply: dom_scale; exact: dom_lab2]|].
rewrite /pair; set z := l * (1 / 2 * y a) + (1 - l) * (1 / 2 * y b).
have ta := ell_above (y a * z); have tb := ell_above (y b * z).
have za : y a * z * (y a * z) = z * z by case: (labels a) => ->; ring.
have zb : y b * z * (y b * z) = z * z by case: (labels b) => ->; ring.
rewrite za in ta; rewrite zb in tb.
have ez : z = 1 / 2 * lab a b l by rewrite /z /lab; ring.
have sq : l * (y a * z) + (1 - l) * (y b * z) = 1 / 2 * (lab a b l * lab a b l) by rewrite /z /lab; field.
have zz : z * z = / 4 * (lab a b l * lab a b l) by rewrite ez; field.
have : l * ell (y a * z) + (1 - l) * ell (y b * z) <=
  ln 2 - (l * (y a * z) + (1 - l) * (y b * z)) / 2 + z * z / 2 by nra.
by rewrite sq zz; lra.
Qed.

(** Somewhere on the labels, at a positive scale, the loss is least of all, and there alone. *)
Lemma unique_outputs : exists c, 0 < c /\ forall u, F (fun a => c * y a) <= F u /\
  (F u <= F (fun a => c * y a) -> forall a, u a = c * y a).
Proof.
have equal : class_mass p y 1 = class_mass p y (-1) by have := masses_difference p labels; lra.
have one := masses_one p1 labels; have two : two_classes y by split; apply: (mass_pos (p := p)); lra.
have [u least] := least_outputs p0 p1 labels two off; pose c := scale u.
have along_least v : F (fun a => c * y a) <= F v by apply: Rle_trans (descent u) (least v).
exists c; split=> [|v].
  apply: Rnot_le_lt => /along_left; have := along_half; have := along_least (fun a => 1 / 2 * y a).
  by rewrite /along; lra.
split=> // h; apply: (least_unique p0 labels (L := L)) => // w.
by apply: Rle_trans h (along_least w).
Qed.
End Minimum.

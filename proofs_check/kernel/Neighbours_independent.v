(** The assumptions on independent data are needed: without the one that is named each statement is false. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Line Outputs Class_outputs Growth Linear Independent Minimiser Along Theorem_3_5.
From Mixup Require Import Theorem_3_5_without_interpolation Theorem_3_5_existence Theorem_3_5_smaller_class Instances.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** ** The converse of Theorem 3.5 *)

(** Interpolation: of equal masses, and not in the direction of max-margin. *)
Example converse_without_interpolation : ~ forall n d (x : 'I_n -> vec d) p y L star, (forall a, 0 < p a) ->
  \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) -> independent x -> max_margin x y star -> 0 < off_centre L ->
  (minimiser_is_multiple x p y L star <-> \rsum_(a < n) (p a * y a) = 0).
Proof.
move=> claim; have p0 (a : 'I_2) : 0 < (fun=> 1 / 2) a by lra.
have p1 : \rsum_(a < 2) (1 / 2) = 1 by rewrite !big_ord_recl big_ord0; field.
have labels a : sign a = 1 \/ sign a = -1 by rewrite /sign; case: eqP; [left | right].
have ind : independent slanted.
  move=> w h; have h1 := h one; have h2 := h two; move: h1 h2; rewrite !big_ord_recl !big_ord0 -/one -/two /slanted /plane /= => h1 h2.
  by apply: ord2; lra.
have [_ [off _]] := each_case; have [c [c0 mini]] := slanted_minimiser.
have [_ /(_ _) agree] := claim _ _ slanted (fun=> 1 / 2) sign uniform _ p0 p1 labels ind slanted_max_margin off.
have [|r [_ only]] := agree; first by rewrite !big_ord_recl big_ord0 /sign /=; field.
by have := (only _).1 mini two; rewrite /plane /=; lra.
Qed.

(** Independence: the points 1 and -1 of a line, whatever their masses. *)
Definition opposite (a : 'I_2) : vec 1 := point (sign2 a).

Lemma dot_opposite (theta : vec 1) a : dot theta (opposite a) = theta ord0 * sign2 a.
Proof. by rewrite /dot big_ord_recl big_ord0 /opposite /point; ring. Qed.

Example converse_without_independence : ~ forall n d (x : 'I_n -> vec d) p y L star, (forall a, 0 < p a) ->
  \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) -> max_margin x y star -> interpolates x y star ->
  0 < off_centre L -> (minimiser_is_multiple x p y L star <-> \rsum_(a < n) (p a * y a) = 0).
Proof.
move=> claim; have [two [off _]] := each_case; pose star := point 1.
have mm : max_margin opposite sign2 star.
  split=> [a|theta feas]; first by rewrite dot_opposite /star /point; case: (sign2_or a) => ->; lra.
  by have := feas one; rewrite dot_opposite /sign2 /= /dot !big_ord_recl !big_ord0 /star /point; nra.
have inter : interpolates opposite sign2 star by exists 1; split=> [|a]; [lra | rewrite dot_opposite /star /point].
have [theta mini] := off_centre_exists opposite thirds2_pos thirds2_one sign2_or two off.
have lossE t : risk opposite thirds2 sign2 uniform (point t) = F thirds2 sign2 uniform (fun a => t * sign2 a).
  by apply: (F_eq uniform thirds2_pos thirds2_one sign2_or) => a; rewrite dot_opposite.
have theta_point : forall k, theta k = point (theta ord0) k by move=> k; rewrite (ord1 k).
have pos : 0 < theta ord0.
  apply: Rnot_le_lt => neg; have := minimises_all thirds2_pos thirds2_one sign2_or mini (point (1 / 2)).
  rewrite (_ : risk _ _ _ _ theta = risk opposite thirds2 sign2 uniform (point (theta ord0))) ?lossE; last first.
    by apply: (F_eq uniform thirds2_pos thirds2_one sign2_or) => a; rewrite !dot_opposite.
  have := along_half uniform thirds2_pos thirds2_one sign2_or; have := along_left sign2 uniform thirds2_pos thirds2_one neg.
  by rewrite /along; lra.
have [bal _] := claim _ _ _ _ _ _ _ thirds2_pos thirds2_one sign2_or mm inter off.
have : minimiser_is_multiple opposite thirds2 sign2 uniform star.
  exists (theta ord0); split=> // theta'; split=> [mini' k|same].
    by rewrite (minimises_unique thirds2_pos thirds2_one sign2_or mini' mini) (theta_point k) /star /point; ring.
  apply: (minimises_eq thirds2_pos thirds2_one sign2_or _ mini) => k.
  by rewrite same (theta_point k) /star /point; ring.
by move/bal; rewrite !big_ord_recl big_ord0 /thirds2 /sign2 /=; lra.
Qed.

(** ** The smaller class *)

(** Independence: the points 3 and -1 of a line, the second twice as heavy, have margins 3 to 1. *)
Definition apart31 (a : 'I_2) : vec 1 := point (if a == one then 3 else -1).

Example margins_without_independence : ~ forall L w, 0 < off_centre L -> exists c1 c2,
  forall n d (x : 'I_n -> vec d) p y, (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) ->
  two_classes y -> class_mass p y 1 = w -> class_margins x p y L c1 c2.
Proof.
move=> claim; have [ind [two [off mass]]] := unit_vectors; have [c1 [c2 margins]] := claim uniform (1 / 3) off.
have := margins _ _ apart31 _ _ thirds2_pos thirds2_one sign2_or two mass.
have one_mass := masses_one thirds2_one sign2_or; rewrite mass in one_mass.
move=> [c10 [c20 [order [[theta mini] of_minimiser]]]]; have lt := order.1 ltac:(rewrite mass; lra).
have := (of_minimiser theta mini one).1 erefl; have := (of_minimiser theta mini Line.two).2 erefl.
by rewrite /dot !big_ord_recl !big_ord0 /apart31 /point /=; lra.
Qed.

(** Two classes: one point alone has no minimiser. *)
Example margins_of_one_class : ~ forall L w, 0 < off_centre L -> exists c1 c2,
  forall n d (x : 'I_n -> vec d) p y, (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) ->
  independent x -> class_mass p y 1 = w -> class_margins x p y L c1 c2.
Proof.
move=> claim; have [_ [off [_ [_ [one_class _]]]]] := each_case; have [c1 [c2 margins]] := claim uniform 1 off.
pose alone (a : 'I_1) : vec 1 := point 1.
have ind : independent alone.
  by move=> w h a; have := h ord0; rewrite big_ord_recl big_ord0 /alone /point (ord1 a); lra.
have mass : class_mass (fun _ : 'I_1 => 1) (fun=> 1) 1 = 1.
  by rewrite /class_mass big_ord_recl big_ord0; case: Req_EM_T => //= _; ring.
have p0 (a : 'I_1) : 0 < (fun _ : 'I_1 => 1) a by lra.
have labels (a : 'I_1) : (fun=> 1) a = 1 \/ (fun=> 1) a = -1 by left.
have [_ [_ [_ [some _]]]] := margins _ _ alone (fun=> 1) (fun=> 1) p0 (single_sum 1) labels ind mass.
apply: (separated_none p0 (single_sum 1) labels (or_introl one_class) _ some (theta := point 1)).
by split=> [a|]; [|exists ord0]; rewrite /dot big_ord_recl big_ord0 /alone /point; lra.
Qed.

(** Mixing off the centre: without mixing there is no minimiser either. *)
Example margins_without_mixing : ~ forall L w, exists c1 c2,
  forall n d (x : 'I_n -> vec d) p y, (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) ->
  independent x -> two_classes y -> class_mass p y 1 = w -> class_margins x p y L c1 c2.
Proof.
move=> claim; have [ind [two [_ mass]]] := unit_vectors; have [c1 [c2 margins]] := claim at_one (1 / 3).
have [_ [_ [_ [some _]]]] := margins _ _ unit2 _ _ thirds2_pos thirds2_one sign2_or ind two mass.
have [_ [_ [_ [centred [_ [_ [sep _]]]]]]] := each_case.
exact: (separated_none thirds2_pos thirds2_one sign2_or (or_intror centred) sep some).
Qed.

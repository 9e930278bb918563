(** The assumptions on linear models and on lists are needed: without the one that is named each statement is false. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Line Pairs Limit Logistic Outputs Linear Independent Squared Theorem_3_5_squared_loss_sharp Minimiser Theorem_3_5 Theorem_3_5_converse Theorem_3_5_existence.
From Mixup Require Import Theorem_2_10 Incidence Proposition_2_8 Proposition_2_5 Lemma_2_3_symmetry_printed Margin_half_distance Instances.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** ** Proposition 2.5: full support.  When only first points are seen, h is not defined between them. *)
Example without_full_support : ~ forall L a, 0 < Rabs a <= 1 ->
  h_limit crossing L (axis a) (fun j => if j == two then 1 else 0).
Proof.
move=> claim; have [|e0 [p near]] := claim at_one (1 / 2) _ (1 / 2) ltac:(lra); first by rewrite Rabs_pos_eq; lra.
have m1 := Rmin_l e0 (1 / 2); have m2 := Rmin_r e0 (1 / 2); have m0 : 0 < Rmin e0 (1 / 2) by apply: Rmin_glb_lt; lra.
have zero s t : mass crossing at_one (axis (1 / 2)) (Rmin e0 (1 / 2) / 2) s t = 0.
  rewrite /mass at_point_mean; case: (hit_or crossing (axis (1 / 2)) (Rmin e0 (1 / 2) / 2) s t 1) => -[-> far] //; exfalso.
  have d2 : 1 / 4 <= dist (mix 1 (pt crossing s) (pt crossing t)) (axis (1 / 2)) * dist (mix 1 (pt crossing s) (pt crossing t)) (axis (1 / 2)).
    rewrite dist_plane /mix /axis; move: s t far; apply: ord4; apply: ord4 => _; rewrite /= /place /plane /=; lra.
  by have := dist_ge0 (mix 1 (pt crossing s) (pt crossing t)) (axis (1 / 2)); nra.
have T : total crossing at_one (axis (1 / 2)) (Rmin e0 (1 / 2) / 2) = 0.
  by rewrite total_pairs big1 // => s _; rewrite big1 // => t _; rewrite zero; ring.
have := near (Rmin e0 (1 / 2) / 2) ltac:(lra) two.
rewrite /h (rsum_eq0 (fun j => N_ge0 crossing at_one (axis (1 / 2)) (Rmin e0 (1 / 2) / 2) j) T) /= /Rdiv Rmult_0_l.
by rewrite Rabs_left; lra.
Qed.

(** Uniform weights: at the crossing the segment of (0, 1) and (0, -1) counts three times the other. *)
Definition heavy (a : 'I_4) : R := if val a == 0%nat then 1 / 2 else 1 / 6.

Lemma heavy_pos a : 0 < heavy a. Proof. by rewrite /heavy; case: eqP => _; lra. Qed.
Lemma heavy_one : \rsum_(a < 4) heavy a = 1. Proof. by rewrite !big_ord_recl big_ord0 /heavy /=; field. Qed.

Example without_uniform_weights : ~ forall w (w0 : forall a, 0 < w a) (w1 : \rsum_(a < 4) w a = 1) L, full_support L ->
  h_limit (weighted_crossing w0 w1) L (axis 0) (fun=> 1 / 2).
Proof.
move=> claim; have [e0 [p near]] := claim heavy heavy_pos heavy_one uniform uniform_full (1 / 4) ltac:(lra).
have m1 := Rmin_l e0 (1 / 2); have m2 := Rmin_r e0 (1 / 2); have m0 : 0 < Rmin e0 (1 / 2) by apply: Rmin_glb_lt; lra.
have [M [n1 n2]] := centre_masses uniform heavy_pos heavy_one (eps := Rmin e0 (1 / 2) / 2) ltac:(lra).
have := near (Rmin e0 (1 / 2) / 2) ltac:(lra) one; rewrite /h /total !big_ord_recl big_ord0 -/one -/two n1 n2 /heavy /=.
case: (Req_dec M 0) => [->|M0]; first by rewrite /Rdiv !Rmult_0_r !Rmult_0_l Rabs_left; lra.
by rewrite (_ : _ / _ = 3 / 4) ?Rabs_pos_eq; [lra | lra | field; lra].
Qed.

(** ** Proposition 2.8: x in X_i *)
Example another_class : ~ forall n k d (D : data n k d) L (a : 'I_n) (i : 'I_k) v, no_stray_atom D L a ->
  h_limit D L (pt D a) v -> v i = 1.
Proof.
move=> claim; have [fit _] := theorem_2_10 uniform repaired5.
have stray : no_stray_atom pair5 uniform one.
  move=> m hm _ s t ns nt e; split.
    by move: s t ns nt e; apply: ord2; apply: ord2 => // ns nt; rewrite !dist_line /mix /= /point /= /Rabs in ns nt *;
      do ! case: Rcase_abs; intros; exfalso; lra.
  by move: s t ns nt e; apply: ord2; apply: ord2 => // ns nt; rewrite !dist_line /mix /= /point /= /Rabs in ns nt *;
      do ! case: Rcase_abs; intros; exfalso; lra.
by have := claim _ _ _ pair5 uniform one two _ stray fit; rewrite /of_class /=; lra.
Qed.

(** ** The margin: X_mix *)
Example margin_off_the_support : ~ forall n k d (D : data n k d) L x s t lam, one_segment_only D L x s t lam ->
  h_limit D L x (fun j => lam * of_class D j s + (1 - lam) * of_class D j t).
Proof.
move=> claim; have one_seg : one_segment_only pair5 at_one (point 1) one two (4 / 5).
  do ! split; rewrite ?dist_line //=; try lra.
    by rewrite /mix /point /= (_ : _ - _ = 0) ?Rabs_R0 //; field.
  move=> u v l [hl [/dist_eq0 /(_ ord0) e _]]; move: u v e; rewrite /mix /=.
  apply: ord2; apply: ord2; rewrite /= /point /= => e; [exfalso; lra | left | right | exfalso; lra]; by split; exact: dist_same.
have [e0 [p near]] := claim _ _ _ pair5 at_one (point 1) one two (4 / 5) one_seg (1 / 2) ltac:(lra).
have m1 := Rmin_l e0 1; have m2 := Rmin_r e0 1; have m0 : 0 < Rmin e0 1 by apply: Rmin_glb_lt; lra.
have zero s t : mass pair5 at_one (point 1) (Rmin e0 1 / 2) s t = 0.
  rewrite /mass at_point_mean; case: (hit_or pair5 (point 1) (Rmin e0 1 / 2) s t 1) => -[-> far] //; exfalso.
  move: far; rewrite dist_line => /Rabs_lt; move: s t; apply: ord2; apply: ord2; rewrite /mix /= /point /=; lra.
have T : total pair5 at_one (point 1) (Rmin e0 1 / 2) = 0.
  by rewrite total_pairs big1 // => s _; rewrite big1 // => t _; rewrite zero; ring.
have := near (Rmin e0 1 / 2) ltac:(lra) one.
rewrite /h (rsum_eq0 (fun j => N_ge0 pair5 at_one (point 1) (Rmin e0 1 / 2) j) T) /of_class /= /Rdiv Rmult_0_l.
by rewrite Rabs_left; lra.
Qed.

(** ** Theorem 3.5 *)

(** Equal masses. *)
Example unequal_masses : ~ forall n d (x : 'I_n -> vec d) p y L star, (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 ->
  (forall a, y a = 1 \/ y a = -1) -> max_margin x y star -> interpolates x y star -> 0 < off_centre L ->
  minimiser_is_multiple x p y L star.
Proof.
move=> claim; have [mm [inter [ind [off _]]]] := interpolating.
have := (theorem_3_5_converse thirds2_pos thirds2_one sign2_or ind mm inter off).1
  (claim _ _ _ _ _ _ _ thirds2_pos thirds2_one sign2_or mm inter off).
by rewrite !big_ord_recl big_ord0 /thirds2 /sign2 /=; lra.
Qed.

(** Mixing off the centre: without mixing the loss falls for ever. *)
Example without_mixing : ~ forall n d (x : 'I_n -> vec d) p y L star, (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 ->
  (forall a, y a = 1 \/ y a = -1) -> independent x -> max_margin x y star -> interpolates x y star ->
  \rsum_(a < n) (p a * y a) = 0 -> minimiser_is_multiple x p y L star.
Proof.
move=> claim; have [mm [inter [ind [_ [balanced _]]]]] := interpolating.
have p1 : \rsum_(a < 2) (1 / 2) = 1 by rewrite !big_ord_recl big_ord0; field.
have p0 (a : 'I_2) : 0 < (fun=> 1 / 2) a by lra.
have [r [_ only]] := claim _ _ unit2 (fun=> 1 / 2) sign2 at_one sign2 p0 p1 sign2_or ind mm inter balanced.
have [_ [_ [_ [centred [_ [_ [sep _]]]]]]] := each_case.
apply: (separated_none p0 p1 sign2_or (or_intror centred) sep); exists (fun k => r * sign2 k); exact/only.
Qed.

(** ** The squared loss: labels that are attained *)
Example labels_apart : ~ forall n d (x : 'I_n -> vec d) p y L, (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 ->
  forall theta, least (plain_squares x p y) theta -> least (mixup_squares x p y L) theta.
Proof.
move=> claim; have [low apart] := mean_residual; have p1 : \rsum_(a < 2) (1 / 2) = 1 by rewrite !big_ord_recl big_ord0; field.
have p0 (a : 'I_2) : 0 < (fun=> 1 / 2) a by lra.
by apply: (apart ord0); apply: (agrees_at uniform p0 p1 low).1; exact: claim.
Qed.

(** The assumptions on linear models and on lists are needed: without the one that is named each statement is false. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Line Pairs Limit Logistic Outputs Linear Independent Squared Theorem_3_5 Theorem_3_5_converse.
From Mixup Require Import Theorem_2_10 Incidence Proposition_2_8 Proposition_2_5 Lemma_2_3_symmetry_printed Margin_half_distance Instances.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Lemma at_one_mean f : E at_one f = f 1.
Proof. by rewrite atoms_mean big_ord_recl big_ord0; ring. Qed.

(** ** Proposition 2.5: full support.  When only first points are seen, h is not defined between them. *)
Example without_full_support : ~ forall L a, 0 < Rabs a <= 1 ->
  h_limit crossing L (axis a) (fun j => if j == two then 1 else 0).
Proof.
move=> claim; have [|e0 [p near]] := claim at_one (1 / 2) _ (1 / 2) ltac:(lra); first by rewrite Rabs_pos_eq; lra.
have m1 := Rmin_l e0 (1 / 2); have m2 := Rmin_r e0 (1 / 2); have m0 : 0 < Rmin e0 (1 / 2) by apply: Rmin_glb_lt; lra.
have zero s t : mass crossing at_one (axis (1 / 2)) (Rmin e0 (1 / 2) / 2) s t = 0.
  rewrite /mass at_one_mean; case: (hit_or crossing (axis (1 / 2)) (Rmin e0 (1 / 2) / 2) s t 1) => -[-> far] //; exfalso.
  have d2 : 1 / 4 <= dist (mix 1 (pt crossing s) (pt crossing t)) (axis (1 / 2)) * dist (mix 1 (pt crossing s) (pt crossing t)) (axis (1 / 2)).
    rewrite dist_plane /mix /axis; move: s t far; apply: ord4; apply: ord4 => _; rewrite /= /place /plane /=; lra.
  by have := dist_ge0 (mix 1 (pt crossing s) (pt crossing t)) (axis (1 / 2)); nra.
have T : total crossing at_one (axis (1 / 2)) (Rmin e0 (1 / 2) / 2) = 0.
  by rewrite total_pairs big1 // => s _; rewrite big1 // => t _; rewrite zero; ring.
have := near (Rmin e0 (1 / 2) / 2) ltac:(lra) two.
rewrite /h (rsum_eq0 (fun j => N_ge0 crossing at_one (axis (1 / 2)) (Rmin e0 (1 / 2) / 2) j) T) /= /Rdiv Rmult_0_l.
by rewrite Rabs_left; lra.
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
  rewrite /mass at_one_mean; case: (hit_or pair5 (point 1) (Rmin e0 1 / 2) s t 1) => -[-> far] //; exfalso.
  move: far; rewrite dist_line => /Rabs_lt; move: s t; apply: ord2; apply: ord2; rewrite /mix /= /point /=; lra.
have T : total pair5 at_one (point 1) (Rmin e0 1 / 2) = 0.
  by rewrite total_pairs big1 // => s _; rewrite big1 // => t _; rewrite zero; ring.
have := near (Rmin e0 1 / 2) ltac:(lra) one.
rewrite /h (rsum_eq0 (fun j => N_ge0 pair5 at_one (point 1) (Rmin e0 1 / 2) j) T) /of_class /= /Rdiv Rmult_0_l.
by rewrite Rabs_left; lra.
Qed.

(** ** Theorem 3.5 *)

Definition thirds2 (a : 'I_2) : R := if a == one then 1 / 3 else 2 / 3.

(** Equal masses. *)
Example unequal_masses : ~ forall n d (x : 'I_n -> vec d) p y L star, (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 ->
  (forall a, y a = 1 \/ y a = -1) -> max_margin x y star -> interpolates x y star -> 0 < off_centre L ->
  minimiser_is_multiple x p y L star.
Proof.
move=> claim; have [mm [inter [ind [off _]]]] := interpolating.
have p0 a : 0 < thirds2 a by rewrite /thirds2; case: eqP => _; lra.
have p1 : \rsum_(a < 2) thirds2 a = 1 by rewrite !big_ord_recl big_ord0 /thirds2 /=; field.
have labels a : sign2 a = 1 \/ sign2 a = -1 by rewrite /sign2; case: eqP; [left | right].
have := (theorem_3_5_converse p0 p1 labels ind mm inter off).1 (claim _ _ _ _ _ _ _ p0 p1 labels mm inter off).
by rewrite !big_ord_recl big_ord0 /thirds2 /sign2 /=; lra.
Qed.

(** Mixing off the centre: without mixing the loss falls for ever. *)
Example without_mixing : ~ forall n d (x : 'I_n -> vec d) p y L star, (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 ->
  (forall a, y a = 1 \/ y a = -1) -> independent x -> max_margin x y star -> interpolates x y star ->
  \rsum_(a < n) (p a * y a) = 0 -> minimiser_is_multiple x p y L star.
Proof.
move=> claim; have [mm [inter [ind [_ [balanced _]]]]] := interpolating.
have labels a : sign2 a = 1 \/ sign2 a = -1 by rewrite /sign2; case: eqP; [left | right].
have p1 : \rsum_(a < 2) (1 / 2) = 1 by rewrite !big_ord_recl big_ord0; field.
have [r [r0 [span only]]] := claim _ _ unit2 (fun=> 1 / 2) sign2 at_one sign2 ltac:(move=> a; lra) p1 labels ind mm inter balanced.
have loss c : Linear.risk unit2 (fun=> 1 / 2) sign2 at_one (fun k => c * sign2 k) = ell c.
  have e a b : E at_one (pair (sign2 a) (sign2 b) (dot (fun k => c * sign2 k) (unit2 a)) (dot (fun k => c * sign2 k) (unit2 b))) = ell c.
    rewrite at_one_mean /pair !dot_unit2 (_ : sign2 a * _ = c); first by ring.
    by case: (labels a) => ->; ring.
  by rewrite /Linear.risk /F !big_ord_recl !big_ord0 !e; field.
have le := (only _ span).2 (fun k => erefl) (fun k => 2 * r * sign2 k).
have : in_span unit2 (fun k => 2 * r * sign2 k) by case: span => w hw; exists (fun a => 2 * w a) => k; rewrite Rmult_assoc hw -rsumZ; apply: rsum_eq => a; ring.
move/le; rewrite !loss /ell => h; have := exp_pos (- r); have := exp_pos (- (2 * r)).
have : exp (- (2 * r)) < exp (- r) by apply: exp_increasing; lra.
by move=> lt a b; have := ln_increasing (1 + exp (- (2 * r))) (1 + exp (- r)) ltac:(lra) ltac:(lra); lra.
Qed.

(** ** The squared loss: labels that are attained.  The points 1 and 2 of labels 1 and -1. *)

Definition ahead (a : 'I_2) : vec 1 := point (if a == one then 1 else 2).

Lemma spread_uniform : 0 < spread uniform.
Proof.
have d1 := dom_interval uniform (1 / 4) (3 / 4); have d2 : dom uniform (fun l => l * (1 - l)) by apply: dom_cont; reg.
have low : E uniform (fun l => 3 / 16 * (itv (1 / 4) (3 / 4) l * (1 + 0 * l))) <= spread uniform.
  apply: E_mono => //; first exact: dom_scale.
  by move=> l hl; case: (itv_or (1 / 4) (3 / 4) l) => -[-> h]; nra.
rewrite E_scale // -/(prob uniform (1 / 4) (3 / 4)) in low.
by have := uniform_full (l := 1 / 4) (u := 3 / 4) ltac:(lra) ltac:(lra) ltac:(lra); lra.
Qed.

Example labels_apart : ~ forall n d (x : 'I_n -> vec d) p y L, (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 ->
  forall theta, least (plain_squares x p y) theta -> least (mixup_squares x p y L) theta.
Proof.
move=> claim; have p1 : \rsum_(a < 2) (1 / 2) = 1 by rewrite !big_ord_recl big_ord0; field.
have res (th : vec 1) : residual ahead sign2 th one = th ord0 - 1 /\ residual ahead sign2 th two = 2 * th ord0 + 1.
  by rewrite /residual /dot !big_ord_recl !big_ord0 /ahead /point /sign2 /=; split; ring.
have plain (th : vec 1) : plain_squares ahead (fun=> 1 / 2) sign2 th = 9 / 10 + 5 / 2 * ((th ord0 + 1 / 5) * (th ord0 + 1 / 5)).
  by rewrite /plain_squares !big_ord_recl big_ord0 -/one -/two (res th).1 (res th).2; field.
have mixed (th : vec 1) : mixup_squares ahead (fun=> 1 / 2) sign2 uniform th = (1 - 2 * spread uniform) *
    (9 / 10 + 5 / 2 * ((th ord0 + 1 / 5) * (th ord0 + 1 / 5))) + 2 * spread uniform * (9 / 4 * (th ord0 * th ord0)).
  by rewrite (mixup_squaresE _ _ _ p1) plain !big_ord_recl big_ord0 -/one -/two (res th).1 (res th).2; field.
have := claim _ _ ahead (fun=> 1 / 2) sign2 uniform ltac:(move=> a; lra) p1 (point (- (1 / 5))) _
  (point (- (1 / 5) + spread uniform / 2)); rewrite !mixed /point.
have [s0 s1] := spread_bounds uniform; have sp := spread_uniform; move: (spread uniform) s0 s1 sp => m s0 s1 sp h.
suff : least (plain_squares ahead (fun=> 1 / 2) sign2) (point (- (1 / 5))) by move/h; nra.
by move=> th; rewrite !plain /point; have := Rle_0_sqr (th ord0 + 1 / 5); rewrite /Rsqr; lra.
Qed.

(** Theorem 3.2 as printed is false, whatever the place (claim theorem-3.2-off-support-printed), and with delta compared with
    a length (claim theorem-3.2-delta-printed): the points 0 and 10 of two classes, uniform mixing. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Pairs Limit Incidence Line Theorem_2_10_printed Margin_half_distance.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** h is determined at x and gives it class i. *)
Definition gives_class n k d (D : data n k d) L (i : 'I_k) x :=
  x_mix D L x /\ exists v, h_limit D L x v /\ forall j, j <> i -> v j < v i.

(** Assumption 3.1 without its range of delta: near x no mix of class i with another has lambda <= 1 - delta. *)
Definition near_3_1 n k d (D : data n k d) L (i : 'I_k) x delta := exists eps, 0 < eps /\
  forall s t, cls D s = i -> cls D t <> i ->
  E L (fun l => hit D x eps s t l * (1 - itv (1 - delta) 2 l)) = 0.

(** delta < min_j d(X_i, X_j)/2. *)
Definition below_half_distance n k d (D : data n k d) (i : 'I_k) delta := 0 < delta /\
  forall s t, cls D s = i -> cls D t <> i -> delta < dist (pt D s) (pt D t) / 2.

Definition off_support_printed (L : law) := forall n k d (D : data n k d) i x delta, 0 < delta <= 1 / 2 ->
  printed_2_9 D L i x -> near_3_1 D L i x delta -> gives_class D L i x.

Definition delta_printed (L : law) := forall n k d (D : data n k d) i x delta,
  below_half_distance D i delta -> printed_2_9 D L i x -> near_3_1 D L i x delta -> x_mix D L x ->
  gives_class D L i x.

Lemma ten_pos : 0 < 10. Proof. lra. Qed.
Definition far_apart := two_points ten_pos.

Lemma itv_null (f : R -> R) : (forall l, 0 <= l <= 1 -> f l = 0) -> E uniform f = 0.
Proof. by move=> h; rewrite -(E_const uniform 0); symmetry; apply: E_ext => [|l hl]; [exact: dom_const | rewrite h]. Qed.

(** Far from all data there is nothing at all. *)
Theorem off_support_printed_refuted : ~ off_support_printed uniform.
Proof.
move=> claim; have out s t : mass far_apart uniform (point 20) 1 s t = 0.
  by apply: (proj1 (miss _)) => l hl; move: s t; apply: ord2; apply: ord2; rewrite /= /point /= /Rabs; case: Rcase_abs; lra.
have [||mixed _] := claim _ _ _ far_apart one (point 20) (1 / 2) ltac:(lra).
- by exists 1; split=> [|s t _ _]; [lra | exact: out].
- exists 1; split=> [|s t _ _]; first lra.
  apply: itv_null => l hl; case: (hit_or far_apart (point 20) 1 s t l) => -[-> near]; last by ring.
  exfalso; move: near; rewrite dist_line => /Rabs_lt; move: s t.
  by apply: ord2; apply: ord2; rewrite /mix /= /point /=; lra.
have := mixed 1 ltac:(lra); rewrite total_pairs !big_ord_recl !big_ord0 !out; lra.
Qed.

(** At 9 the class of 0 has the share 1/10 only, and delta = 2 excludes nothing. *)
Theorem delta_printed_refuted : ~ delta_printed uniform.
Proof.
move=> claim; pose x : vec 1 := point 9.
have mixed : x_mix far_apart uniform x.
  apply: (small_x_mix (e0 := 1)) => [|eps he]; first lra.
  have [m1 _] := @cross _ _ far_apart 9 eps one two ((1 - eps) / 10) ((1 + eps) / 10) _ _ ltac:(lra)
    (@clip_id ((1 - eps) / 10) ltac:(lra)) (@clip_id ((1 + eps) / 10) ltac:(lra))
    ltac:(move=> m hm; rewrite Rabs_lt /= /point /=; lra).
  rewrite total_pairs; apply: Rlt_le_trans (_ : / 2 * / 2 * mass far_apart uniform x eps one two <= _).
    by rewrite m1; lra.
  apply: (dsum_ge_term (F := fun s t => / 2 * / 2 * mass far_apart uniform x eps s t)) => s t.
  by have := mass_ge0 far_apart uniform x eps s t; lra.
have only : one_segment_only far_apart uniform x one two (1 / 10).
  do ! split; rewrite ?dist_line //=; try lra.
    by rewrite /mix /x /point /= (_ : _ - _ = 0) ?Rabs_R0 //; field.
  move=> u v l [hl [at_x _]]; have := dist_eq0 at_x ord0; rewrite /mix /x /point /=.
  by move: u v {at_x}; apply: ord2; apply: ord2; rewrite !dist_line /= /point /= ?Rminus_eq_0 ?Rabs_R0 => e;
     [exfalso; lra | left | right | exfalso; lra].
have [lim [v1 half]] := margin_half_distance mixed only.
have [|||_ [v [hv wins]]] := claim _ _ _ far_apart one x 2 _ _ _ mixed.
- split=> [|s t]; first lra.
  by move: s t; apply: ord2; apply: ord2 => //= _ _; rewrite dist_line /= /point /= /Rabs; case: Rcase_abs; lra.
- exists (1 / 2); split=> [|s t]; first lra.
  move: s t; apply: ord2; apply: ord2 => //= _ _; apply: (proj1 (miss _)) => l hl.
  by rewrite /= /point /= /Rabs; case: Rcase_abs; lra.
- exists 1; split=> [|s t _ _]; first lra.
  by apply: itv_null => l hl; rewrite itv_in; [ring | lra].
have := wins two ltac:(by []); rewrite !(limit_unique hv lim) /of_class /=; lra.
Qed.

(** Assumptions of Theorem 3.2, at places between the points 0 and 5, and of segments near a point are needed: without the
    one that is named each statement is false. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Pairs Limit Incidence Line Clearance Theorem_2_10 Theorem_2_10_printed.
From Mixup Require Import Theorem_3_2 Margin_half_distance Segments Instances Neighbours.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.


Lemma meets_at L x s t l : 0 < x < 5 -> meets pair5 L (point x) s t l ->
  s = one /\ t = two /\ l = 1 - x / 5 \/ s = two /\ t = one /\ l = x / 5.
Proof.
move=> hx [hl [/dist_eq0 /(_ ord0) e _]]; move: s t e; rewrite /mix /=.
by apply: ord2; apply: ord2; rewrite /= /point /= => e; [exfalso; lra | left | right | exfalso; lra]; do ! split; lra.
Qed.

Lemma limit_between x : 0 < x < 5 -> h_limit pair5 uniform (point x) (fun j => (1 - x / 5) * of_class pair5 j one + x / 5 * of_class pair5 j two).
Proof.
move=> hx; have [|lim _] := @margin_half_distance _ _ _ pair5 uniform (point x) one two (1 - x / 5) (inside_mixed hx).
  do ! split; rewrite ?dist_line //=; try lra.
    by rewrite /mix /point /= (_ : _ - _ = 0) ?Rabs_R0 //; field.
  by move=> u v l /(meets_at hx) [[-> [-> _]]|[-> [-> _]]]; [left | right]; split; exact: dist_same.
by move=> eta e0; have [e [p near]] := lim eta e0; exists e; split=> // eps he i; have := near eps he i; rewrite (_ : 1 - (1 - x / 5) = x / 5); [ | ring].
Qed.

Lemma one_wins x : 0 < x < 5 -> no_foreign_mix pair5 uniform (point x) one.
Proof. by move=> hx s t l /(meets_at hx) [[-> _]|[_ [-> _]]]; [left | right]. Qed.

(** 3.1: at 4 class one has the share 1/5. *)
Example without_3_1 : ~ forall n k d (D : data n k d) L x (i : 'I_k) delta v, full_support L -> 0 < delta <= 1 / 2 ->
  no_foreign_mix D L x i -> x_mix D L x -> h_limit D L x v -> 1 - delta < v i.
Proof.
move=> claim; have := claim _ _ _ pair5 uniform (point 4) one (1 / 4) _ uniform_full ltac:(lra) (@one_wins 4 ltac:(lra))
  (@inside_mixed 4 ltac:(lra)) (@limit_between 4 ltac:(lra)).
by rewrite /of_class /=; lra.
Qed.

(** delta at most 1/2. *)
Example large_delta : ~ forall n k d (D : data n k d) L x (i j : 'I_k) delta v, full_support L -> 0 < delta ->
  no_foreign_mix D L x i -> outweighs D L x i delta -> x_mix D L x -> h_limit D L x v -> j <> i -> v j < v i.
Proof.
move=> claim; have out : outweighs pair5 uniform (point 4) one (9 / 10).
  by move=> s t l /(@meets_at _ 4 _ _ _ ltac:(lra)) [[_ [_ ->]]|[-> _]] // _ _; lra.
have := claim _ _ _ pair5 uniform (point 4) one two (9 / 10) _ uniform_full ltac:(lra) (@one_wins 4 ltac:(lra)) out
  (@inside_mixed 4 ltac:(lra)) (@limit_between 4 ltac:(lra)) ltac:(by []).
by rewrite /of_class /=; lra.
Qed.

(** X_mix. *)
Example off_the_support : ~ forall n k d (D : data n k d) L x (i : 'I_k) delta, full_support L -> 0 < delta <= 1 / 2 ->
  no_foreign_mix D L x i -> outweighs D L x i delta ->
  exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 -> 1 - delta < h D L x eps i.
Proof.
move=> claim; have none s t l : ~ meets pair5 uniform (point (- (1))) s t l.
  by move=> [hl [/dist_eq0 /(_ ord0) e _]]; move: s t e; rewrite /mix /=; apply: ord2; apply: ord2; rewrite /= /point /=; lra.
have [|| e0 [p near]] := claim _ _ _ pair5 uniform (point (- (1))) one (1 / 2) uniform_full ltac:(lra).
- by move=> s t l /none.
- by move=> s t l /none.
have m1 := Rmin_l e0 1; have m2 := Rmin_r e0 1; have m0 : 0 < Rmin e0 1 by apply: Rmin_glb_lt; lra.
have := near (Rmin e0 1 / 2) ltac:(lra); rewrite empty_h; first lra.
apply: empty_total; apply: ord2; apply: ord2 => l hl; rewrite dist_line /mix /= /point /= /Rabs; case: Rcase_abs; lra.
Qed.

(** 2.9, by the law at 1/2: the pair of 0 with itself is of class one only, and no other mix meets 0. *)
Lemma midpoint_symmetric : symmetric midpoint.
Proof.
move=> l u; rewrite !at_point_prob.
by case: (itv_or l u (1 / 2)) => -[-> a]; case: (itv_or (1 - u) (1 - l) (1 / 2)) => -[-> b]; lra.
Qed.

Example foreign_mixes : ~ forall n k d (D : data n k d) L x (i : 'I_k) delta v, symmetric L -> 0 < delta <= 1 / 2 ->
  outweighs D L x i delta -> x_mix D L x -> h_limit D L x v -> 1 - delta < v i.
Proof.
move=> claim; have [fit _] := theorem_2_10 midpoint repaired5.
have out : outweighs pair5 midpoint (pt pair5 one) two (1 / 2).
  move=> s t l [hl [/dist_eq0 /(_ ord0) e ch]] hs ht; exfalso; move: s t e ch hs ht; rewrite /mix /=.
  apply: ord2; apply: ord2 => //; rewrite /= /point /= => e [ch|]; last by rewrite dist_line /= /Rabs; case: Rcase_abs; lra.
  have := ch (1 / 4) ltac:(lra); rewrite at_point_prob.
  by case: (itv_or (l - 1 / 4) (l + 1 / 4) (1 / 2)) => -[-> h]; lra.
have mixed : x_mix pair5 midpoint (pt pair5 one) by move=> eps; exact: total_pos.
by have := claim _ _ _ pair5 midpoint _ two (1 / 2) _ midpoint_symmetric ltac:(lra) out mixed fit; rewrite /of_class /=; lra.
Qed.

(** Full support or symmetry, by the law at 4/5: it mixes 1 from 0 and 5, and not from 5 and 0. *)
Lemma four_fifths01 : 0 <= 4 / 5 <= 1. Proof. lra. Qed.
Definition four_fifths := at_point four_fifths01.

Example neither_full_nor_symmetric : ~ forall n k d (D : data n k d) L x (i : 'I_k) delta v, 0 < delta <= 1 / 2 ->
  no_foreign_mix D L x i -> outweighs D L x i delta -> x_mix D L x -> h_limit D L x v -> 1 - delta < v i.
Proof.
move=> claim; have two_wins : no_foreign_mix pair5 four_fifths (point 1) two.
  by move=> s t l /(@meets_at _ 1 _ _ _ ltac:(lra)) [[_ [-> _]]|[-> _]]; [right | left].
have out : outweighs pair5 four_fifths (point 1) two (1 / 4).
  move=> s t l hm; case: (@meets_at _ 1 _ _ _ ltac:(lra) hm) => -[es [et el]]; first by rewrite es.
  case: hm => _ [_ ch] _ _; case: ch => [ch|]; last by rewrite es et dist_line /= /point /= /Rabs; case: Rcase_abs; lra.
  have := ch (1 / 10) ltac:(lra); rewrite /prob at_point_mean el.
  by case: (itv_or (1 / 5 - 1 / 10) (1 / 5 + 1 / 10) (4 / 5)) => -[-> h]; lra.
have mixed : x_mix pair5 four_fifths (point 1).
  move=> eps eps0; have m1 : mass pair5 four_fifths (point 1) eps one two = 1.
    rewrite /mass at_point_mean; case: (hit_or pair5 (point 1) eps one two (4 / 5)) => -[-> far] //; exfalso; move: far.
    by rewrite dist_line /mix /= /point /= /Rabs; case: Rcase_abs; lra.
  rewrite total_pairs; apply: Rlt_le_trans (_ : / 2 * / 2 * mass pair5 four_fifths (point 1) eps one two <= _).
    by rewrite m1; lra.
  apply: (dsum_ge_term (F := fun s t => / 2 * / 2 * mass pair5 four_fifths (point 1) eps s t)) => s t.
  by have := mass_ge0 pair5 four_fifths (point 1) eps s t; lra.
have [|lim _] := @margin_half_distance _ _ _ pair5 four_fifths (point 1) one two (4 / 5) mixed.
  do ! split; rewrite ?dist_line //=; try lra.
    by rewrite /mix /point /= (_ : _ - _ = 0) ?Rabs_R0 //; field.
  by move=> u v l /(@meets_at _ 1 _ _ _ ltac:(lra)) [[-> [-> _]]|[-> [-> _]]]; [left | right]; split; exact: dist_same.
by have := claim _ _ _ pair5 four_fifths _ two (1 / 4) _ ltac:(lra) two_wins out mixed lim; rewrite /of_class /=; lra.
Qed.

(** ** The margin: one segment only.  At 3/2 the segments from 0 and from 1 to 2 meet. *)
Example another_segment : ~ forall n k d (D : data n k d) L x s t lam, x_mix D L x -> cls D s <> cls D t ->
  0 < lam < 1 -> dist (mix lam (pt D s) (pt D t)) x = 0 ->
  h_limit D L x (fun j => lam * of_class D j s + (1 - lam) * of_class D j t).
Proof.
move=> claim; have here : dist (mix (1 / 2) (pt line o1) (pt line o2)) (point (3 / 2)) = 0.
  by rewrite dist_line /mix /= /point /= /Rabs; case: Rcase_abs; lra.
have lim := claim _ _ _ line uniform (point (3 / 2)) o1 o2 (1 / 2) (@between_in_mix (3 / 2) ltac:(lra)) ltac:(by []) ltac:(lra) here.
by have := limit_unique lim (@h_between (3 / 2) ltac:(lra)) one; rewrite /of_class /=; lra.
Qed.

(** ** Segments near a point: the reach.  The place 0 is beyond that of 1. *)
Example beyond_the_reach : ~ forall n k d (D : data n k d) (x z : vec d) (s t : 'I_n) l, 0 < dist z x -> 0 <= l <= 1 ->
  dist (mix l (pt D s) (pt D t)) z = 0 -> 0 < dist (pt D s) (pt D t).
Proof.
move=> claim; have d1 : dist (point 0) (point 1) = 1 by rewrite dist_line /point /Rabs; case: Rcase_abs; lra.
have z : dist (mix 1 (pt pair5 one) (pt pair5 one)) (point 0) = 0.
  by rewrite dist_line /mix /= /point /= /Rabs; case: Rcase_abs; lra.
have := claim _ _ _ pair5 (point 1) (point 0) one one 1 ltac:(lra) ltac:(lra) z.
by rewrite (dist_same (fun k => erefl (pt pair5 one k))); lra.
Qed.

(** h_eps is not continuous in the centre of the ball at every radius (claim lemma-2.3-continuity-printed): at the
    radius 1, the ball about the point 0 leaves out the point 1, which every ball a little to the right holds. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Pairs Line.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** For every radius the map z -> h_eps(z) is continuous where it is defined. *)
Definition continuity_printed := forall n k d (D : data n k d) L eps x, 0 < eps -> 0 < total D L x eps ->
  forall eta, 0 < eta -> exists delta, 0 < delta /\
  forall z, dist z x < delta -> 0 < total D L z eps -> forall i, Rabs (h D L z eps i - h D L x eps i) < eta.

Definition pair_line := two_points Rlt_0_1.

(** Whatever the ball about a place z of [0, 1) holds: all but, at z = 0, the point 1. *)
Lemma both_pairs z : 0 <= z < 1 -> (forall s t, (s, t) <> (two, two) ->
  mass pair_line uniform (point z) 1 s t = 1 /\ moment pair_line uniform (point z) 1 s t = 1 / 2).
Proof.
move=> hz s t st.
have near a b l u : (forall m, 0 <= m <= 1 -> Rabs (m * pt pair_line a ord0 + (1 - m) * pt pair_line b ord0 - z) < 1 <->
    l < m < u) -> l <= 0 -> 1 <= u ->
    mass pair_line uniform (point z) 1 a b = 1 /\ moment pair_line uniform (point z) 1 a b = 1 / 2.
  move=> h l0 u1; have [m1 m2] := @cross _ _ pair_line z 1 a b l u 0 1 ltac:(lra) (clip_low l0) (clip_high u1) h.
  by split; lra.
move: s t st; apply: ord2; apply: ord2 => // _.
- by apply: (near one one (-1) 2); try lra; move=> m hm; rewrite Rabs_lt /= /point /=; lra.
- by apply: (near one two (- z) (2 - z)); try lra; move=> m hm; rewrite Rabs_lt /= /point /=; lra.
- by apply: (near two one (z - 1) (1 + z)); try lra; move=> m hm; rewrite Rabs_lt /= /point /=; lra.
Qed.

Lemma shares z c : 0 <= z < 1 -> mass pair_line uniform (point z) 1 two two = c ->
  total pair_line uniform (point z) 1 = (3 + c) / 4 /\ N pair_line uniform (point z) 1 one = 1 / 2.
Proof.
move=> hz hc; have b := both_pairs hz; have [a1 b1] := b one one ltac:(by []).
have [a2 b2] := b one two ltac:(by []); have [a3 b3] := b two one ltac:(by []).
rewrite total_pairs N_pairs !big_ord_recl !big_ord0 -/one -/two !shareE hc a1 a2 a3 b1 b2 b3 /of_class /=.
by split; field.
Qed.

Theorem continuity_printed_refuted : ~ continuity_printed.
Proof.
move=> claim; have out : mass pair_line uniform (point 0) 1 two two = 0.
  by apply: (proj1 (miss _)) => l hl; rewrite /= /point /= /Rabs; case: Rcase_abs; lra.
have [T0 N0] := shares (z := 0) ltac:(lra) out.
have [delta [d0 near]] := claim _ _ _ pair_line uniform 1 (point 0) ltac:(lra) ltac:(lra) (1 / 12) ltac:(lra).
pose z := Rmin delta 1 / 2; have m1 := Rmin_l delta 1; have m2 := Rmin_r delta 1.
have m0 : 0 < Rmin delta 1 by apply: Rmin_glb_lt; lra.
have in_ : mass pair_line uniform (point z) 1 two two = 1.
  by apply: (proj1 (inside _)) => m hm; rewrite Rabs_lt /= /point /= /z; lra.
have [Tz Nz] := shares (z := z) ltac:(rewrite /z; lra) in_.
have := near (point z) ltac:(rewrite dist_line /= /point /= Rabs_pos_eq /z; lra) ltac:(lra) one.
by rewrite /h T0 N0 Tz Nz => /Rabs_lt; lra.
Qed.

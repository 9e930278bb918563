(** Two printed statements on places of the plane are false, by uniform mixing: class i reaches no farther than half the
    least distance between the classes (claim margin-half-distance-printed), and h is continuous under 2.9 and 3.1 (claim
    theorem-3.2-continuity-printed). *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Pairs Limit Incidence Line Theorem_2_10_printed Margin_half_distance Theorem_3_2_printed Proposition_2_5.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** Where h gives x class i, some point of the class is within half the distance of any two points of i and not i. *)
Definition half_distance_printed (L : law) := forall n k d (D : data n k d) i x, gives_class D L i x ->
  forall s t, cls D s = i -> cls D t <> i -> exists a, cls D a = i /\ dist (pt D a) x <= dist (pt D s) (pt D t) / 2.

(** Under 2.9 and 3.1 h is continuous at every x of X_mix that is no data point. *)
Definition mixed_continuity_printed (L : law) := forall n k d (D : data n k d) i x delta, 0 < delta <= 1 / 2 ->
  printed_2_9 D L i x -> near_3_1 D L i x delta -> x_mix D L x -> (forall a, dist (pt D a) x <> 0) ->
  continuous_at D L x.

Lemma dist_sqr (u v : vec 2) r : 0 <= r ->
  (u ord0 - v ord0) * (u ord0 - v ord0) + (u two - v two) * (u two - v two) = r * r -> dist u v = r.
Proof. by rewrite -dist_plane => r0 e; have d0 := dist_ge0 u v; nra. Qed.

(** A pair of which one point is at the places (a, b) and (a', b'), on the first axis about x. *)
Lemma mass_on_axis n k (D : data n k 2) x s t l u eps : l <= u -> 0 <= l -> u <= 1 ->
  (forall m, 0 <= m <= 1 -> dist (mix m (pt D s) (pt D t)) x < eps <-> l < m < u) ->
  mass D uniform x eps s t = u - l /\ moment D uniform x eps s t = (u * u - l * l) / 2.
Proof.
move=> lu l0 u1 h; have e m : 0 <= m <= 1 -> hit D x eps s t m = itv l u m.
  move=> hm; case: (hit_or D x eps s t m) => -[-> near]; first by rewrite itv_in //; apply/h.
  by rewrite itv_out // => /(h m hm); lra.
have c1 : clip l = l by apply: clip_id; lra.
have c2 : clip u = u by apply: clip_id; lra.
split.
  have -> : u - l = E uniform (fun x => itv l u x * (1 + 0 * x)) by rewrite uniform_itv // c1 c2; field.
  by apply: E_ext => [|m hm]; [exact: dom_hit1 | rewrite e //; ring].
have -> : (u * u - l * l) / 2 = E uniform (fun x => itv l u x * (0 + 1 * x)) by rewrite uniform_itv // c1 c2; field.
by apply: E_ext => [|m hm]; [exact: dom_hitl | rewrite e //; ring].
Qed.

(** (0, 0) of class one, (0, 1) and (10, 0) of class two. *)
Definition corner_place (a : 'I_3) : vec 2 :=
  match val a with 0%nat => plane 0 0 | 1%nat => plane 0 1 | _ => plane 10 0 end.
Definition corner_class (a : 'I_3) : 'I_2 := if val a == 0%nat then one else two.

Lemma third_pos : 0 < / 3. Proof. lra. Qed.

Lemma corner_one : \rsum_(a < 3) / 3 = 1.
Proof. by rewrite !big_ord_recl big_ord0; field. Qed.

Lemma corner_separated a b : dist (corner_place a) (corner_place b) = 0 -> corner_class a = corner_class b.
Proof.
move: a b; apply: ord3; apply: ord3 => // /dist_eq0 h; have := h ord0; have := h two.
all: by rewrite /corner_place /plane /= => ? ?; exfalso; lra.
Qed.

Definition corner : data 3 2 2 :=
  @Data 3 2 2 corner_place corner_class (fun=> / 3) (fun=> third_pos) corner_one corner_separated.

Theorem half_distance_printed_refuted : ~ half_distance_printed uniform.
Proof.
move=> claim; pose x := plane 3 0.
have mixed : x_mix corner uniform x.
  apply: (small_x_mix (e0 := 1)) => [|eps he]; first lra.
  have along m : dist (mix m (pt corner o0) (pt corner o2)) x = Rabs (7 - 10 * m).
    apply: dist_sqr; first exact: Rabs_pos.
    rewrite -Rabs_mult Rabs_pos_eq; last exact: Rle_0_sqr.
    by rewrite /mix /x /plane /= /corner_place /plane /=; ring.
  have cross m : 0 <= m <= 1 -> dist (mix m (pt corner o0) (pt corner o2)) x < eps <->
      (7 - eps) / 10 < m < (7 + eps) / 10 by move=> _; rewrite along Rabs_lt; lra.
  have lu : (7 - eps) / 10 <= (7 + eps) / 10 by lra.
  have [m1 _] := mass_on_axis lu ltac:(lra) ltac:(lra) cross.
  rewrite total_pairs; apply: Rlt_le_trans (_ : / 3 * / 3 * mass corner uniform x eps o0 o2 <= _).
    by rewrite m1; lra.
  apply: (dsum_ge_term (F := fun s t => / 3 * / 3 * mass corner uniform x eps s t)) => s t.
  by have := mass_ge0 corner uniform x eps s t; lra.
have only : one_segment_only corner uniform x o0 o2 (7 / 10).
  do ! split => //; try lra.
    by apply: dist_sqr; [lra | rewrite /mix /x /plane /= /corner_place /plane /=; field].
  move=> u v l [hl [at_x _]]; have c1 := dist_eq0 at_x ord0; have c2 := dist_eq0 at_x two; move: c1 c2 {at_x}.
  rewrite /mix /x /plane /=; move: u v; apply: ord3; apply: ord3; rewrite /corner_place /plane /= => c1 c2.
  all: try (exfalso; lra).
    by left; split; apply: dist_same.
  by right; split; apply: dist_same.
have [lim [v1 half]] := margin_half_distance mixed only.
have gives : gives_class corner uniform one x.
  split=> //; eexists; split; first exact: lim.
  by apply: half.2; lra.
have [a [ca da]] := claim _ _ _ corner one x gives o0 o1 erefl ltac:(by []).
have d1 : dist (pt corner o0) (pt corner o1) = 1 by apply: dist_sqr; [lra | rewrite /= /corner_place /plane /=; ring].
have a0 : a = o0 by move: a ca {da}; apply: ord3.
have d3 : dist (pt corner o0) x = 3 by apply: dist_sqr; [lra | rewrite /= /corner_place /x /plane /=; ring].
by rewrite a0 d1 d3 in da; lra.
Qed.

(** (0, 1), (0, -1) and (-1, 0) of class one, (9, 0) of class two. *)
Definition tee_place (p : 'I_4) : vec 2 :=
  match val p with 0%nat => plane 0 1 | 1%nat => plane 0 (-1) | 2%nat => plane (-1) 0 | _ => plane 9 0 end.
Definition tee_class (p : 'I_4) : 'I_2 := if val p == 3%nat then two else one.

Lemma tee_separated p q : dist (tee_place p) (tee_place q) = 0 -> tee_class p = tee_class q.
Proof.
move: p q; apply: ord4; apply: ord4 => // /dist_eq0 h; have := h ord0; have := h two.
all: by rewrite /tee_place /plane /= => ? ?; exfalso; lra.
Qed.

Definition tee : data 4 2 2 :=
  @Data 4 2 2 tee_place tee_class (fun=> / 4) (fun=> quarter_pos) crossing_one tee_separated.

Lemma axis_dist (u : vec 2) x c : (u ord0 - x ord0) * (u ord0 - x ord0) + (u two - x two) * (u two - x two) = c * c ->
  dist u x = Rabs c.
Proof.
by move=> e; apply: dist_sqr; [exact: Rabs_pos | rewrite e -Rabs_mult Rabs_pos_eq //; exact: Rle_0_sqr].
Qed.

(** A pair whose mixed point is at the distance |c - e m| from x. *)
Lemma mass_centred x s t c e eps : 0 < e -> 0 < eps -> 0 <= c - eps -> c + eps <= e ->
  (forall m, dist (mix m (pt tee s) (pt tee t)) x = Rabs (c - e * m)) ->
  mass tee uniform x eps s t = 2 * eps / e /\ moment tee uniform x eps s t = 2 * eps * c / (e * e).
Proof.
move=> e0 eps0 low high along; have ie : e * / e = 1 by field; lra.
have i0 : 0 < / e by apply: Rinv_0_lt_compat.
have lu : (c - eps) / e <= (c + eps) / e by apply: Rmult_le_compat_r; lra.
have l0 : 0 <= (c - eps) / e by apply: Rmult_le_pos; lra.
have u1 : (c + eps) / e <= 1 by apply: (Rmult_le_reg_r e) => //; rewrite /Rdiv Rmult_assoc Rinv_l; lra.
have cross m : 0 <= m <= 1 -> dist (mix m (pt tee s) (pt tee t)) x < eps <-> (c - eps) / e < m < (c + eps) / e.
  move=> _; rewrite along Rabs_lt.
  have a1 : (c - eps) / e * e = c - eps by field; lra.
  have a2 : (c + eps) / e * e = c + eps by field; lra.
  split=> h; first by split; apply: (Rmult_lt_reg_r e) => //; lra.
  have h1 := Rmult_lt_compat_r e _ _ e0 (proj1 h); have h2 := Rmult_lt_compat_r e _ _ e0 (proj2 h); lra.
have [-> ->] := mass_on_axis lu l0 u1 cross.
by split; field; lra.
Qed.

(** Squares that show how far the segments of the tee are. *)
Lemma squares l : 0 <= (2 * l - 1) * (2 * l - 1) /\ 0 <= (82 * l - 81) * (82 * l - 81) /\ 0 <= (82 * l - 1) * (82 * l - 1).
Proof. by do ! split; exact: Rle_0_sqr. Qed.

Lemma tee_centre : h_limit tee uniform (plane 0 0) (fun j => if j == one then 59 / 60 else 1 / 60).
Proof.
move=> eta eta0; exists (1 / 2); split=> [|eps he]; first lra.
have far p q : (p == q) || ((p == p0) || (p == p1)) && ((q == p2) || (q == p3)) ||
    ((q == p0) || (q == p1)) && ((p == p2) || (p == p3)) ->
    mass tee uniform (plane 0 0) eps p q = 0 /\ moment tee uniform (plane 0 0) eps p q = 0.
  move=> pq; have m0 : mass tee uniform (plane 0 0) eps p q = 0; last first.
    by split=> //; have := moment_bounds tee uniform (plane 0 0) eps p q; lra.
  apply: mass_miss => l hl; apply: Rnot_lt_le => near.
  have d := dist_plane (mix l (pt tee p) (pt tee q)) (plane 0 0).
  have d0 := dist_ge0 (mix l (pt tee p) (pt tee q)) (plane 0 0).
  have small : dist (mix l (pt tee p) (pt tee q)) (plane 0 0) * dist (mix l (pt tee p) (pt tee q)) (plane 0 0) < 1 / 4.
    by nra.
  move: small; rewrite d /mix /plane /=; move: p q pq {near d d0}.
  by have [q1 [q2 q3]] := squares l; apply: ord4; apply: ord4 => //= _; rewrite /tee_place /plane /=; lra.
have [a01 b01] := @mass_centred (plane 0 0) p0 p1 1 2 eps ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)
  ltac:(move=> m; apply: axis_dist; rewrite /mix /plane /= /tee_place /plane /=; ring).
have [a10 b10] := @mass_centred (plane 0 0) p1 p0 1 2 eps ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)
  ltac:(move=> m; apply: axis_dist; rewrite /mix /plane /= /tee_place /plane /=; ring).
have [a23 b23] := @mass_centred (plane 0 0) p2 p3 9 10 eps ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)
  ltac:(move=> m; apply: axis_dist; rewrite /mix /plane /= /tee_place /plane /=; ring).
have [a32 b32] := @mass_centred (plane 0 0) p3 p2 1 10 eps ltac:(lra) ltac:(lra) ltac:(lra) ltac:(lra)
  ltac:(move=> m; apply: axis_dist; rewrite /mix /plane /= /tee_place /plane /=; ring).
have [c00 d00] := far p0 p0 erefl; have [c11 d11] := far p1 p1 erefl; have [c22 d22] := far p2 p2 erefl.
have [c33 d33] := far p3 p3 erefl; have [c02 d02] := far p0 p2 erefl; have [c03 d03] := far p0 p3 erefl.
have [c12 d12] := far p1 p2 erefl; have [c13 d13] := far p1 p3 erefl; have [c20 d20] := far p2 p0 erefl.
have [c30 d30] := far p3 p0 erefl; have [c21 d21] := far p2 p1 erefl; have [c31 d31] := far p3 p1 erefl.
have [n1 n2] : N tee uniform (plane 0 0) eps one = 236 / 1600 * eps /\ N tee uniform (plane 0 0) eps two = 4 / 1600 * eps.
  rewrite !N_pairs !big_ord_recl !big_ord0 -/p0 -/p1 -/p2 -/p3 !shareE.
  rewrite a01 a10 a23 a32 b01 b10 b23 b32 c00 c11 c22 c33 c02 c03 c12 c13 c20 c30 c21 c31.
  by rewrite d00 d11 d22 d33 d02 d03 d12 d13 d20 d30 d21 d31 /of_class /=; split; field.
have T : total tee uniform (plane 0 0) eps = 240 / 1600 * eps by rewrite /total !big_ord_recl big_ord0 -/one -/two n1 n2; field.
by apply: ord2; rewrite /h T ?n1 ?n2 /= Rminus_diag_eq ?Rabs_R0 //; field; lra.
Qed.

Theorem mixed_continuity_printed_refuted : ~ mixed_continuity_printed uniform.
Proof.
move=> claim; have centre := tee_centre.
have vertical b eps : 0 <= b < 1 -> 0 < eps < 1 - b -> mass tee uniform (plane 0 b) eps p0 p1 = 2 * eps / 2.
  move=> hb he; apply: (proj1 (@mass_centred (plane 0 b) p0 p1 (1 + b) 2 eps _ _ _ _ _)); try lra.
  by move=> m; apply: axis_dist; rewrite /mix /plane /= /tee_place /plane /=; ring.
have mixed b : 0 <= b < 1 -> x_mix tee uniform (plane 0 b).
  move=> hb; apply: (small_x_mix (e0 := 1 - b)) => [|eps he]; first lra.
  rewrite total_pairs; apply: Rlt_le_trans (_ : / 4 * / 4 * mass tee uniform (plane 0 b) eps p0 p1 <= _).
    by rewrite vertical //; lra.
  apply: (dsum_ge_term (F := fun s t => / 4 * / 4 * mass tee uniform (plane 0 b) eps s t)) => s t.
  by have := mass_ge0 tee uniform (plane 0 b) eps s t; lra.
have above b : 0 < b < 1 -> h_limit tee uniform (plane 0 b) (fun j => if j == one then 1 else 0).
  move=> hb; apply: common_label; first by apply: mixed; lra.
  move=> j s t l [hl [/dist_eq0 at_x _]]; have c1 := at_x ord0; have c2 := at_x two; move: c1 c2 {at_x}.
  rewrite /label /of_class /plane /mix /=; move: s t j.
  by apply: ord4; apply: ord4; apply: ord2; rewrite /tee_place /tee_class /plane /= => c1 c2; lra.
have [||a|delta [d0 near]] := claim _ _ _ tee one (plane 0 0) (1 / 4) ltac:(lra) _ _ (mixed 0 ltac:(lra)) _ _ centre (1 / 100) ltac:(lra).
- exists 1; split=> [|s t cs ct]; first lra.
  apply: mass_miss => l hl; apply: Rnot_lt_le => close; have d := dist_plane (mix l (pt tee s) (pt tee t)) (plane 0 0).
  have d1 := dist_ge0 (mix l (pt tee s) (pt tee t)) (plane 0 0).
  have small : dist (mix l (pt tee s) (pt tee t)) (plane 0 0) * dist (mix l (pt tee s) (pt tee t)) (plane 0 0) < 1 by nra.
  move: small; rewrite d /mix /plane /=; move: s t cs ct {close d d1}.
  by have [q1 [q2 q3]] := squares l; apply: ord4; apply: ord4 => //= _ _; rewrite /tee_place /plane /=; nra.
- exists (1 / 2); split=> [|s t cs ct]; first lra.
  apply: itv_null => l hl; case: (hit_or tee (plane 0 0) (1 / 2) s t l) => -[-> close]; last by ring.
  case: (itv_or (1 - 1 / 4) 2 l) => -[-> out]; first by ring.
  exfalso; have d := dist_plane (mix l (pt tee s) (pt tee t)) (plane 0 0).
  have d1 := dist_ge0 (mix l (pt tee s) (pt tee t)) (plane 0 0).
  have small : dist (mix l (pt tee s) (pt tee t)) (plane 0 0) * dist (mix l (pt tee s) (pt tee t)) (plane 0 0) < 1 / 4 by nra.
  have l34 : l <= 3 / 4 by lra.
  move: small; rewrite d /mix /plane /=; move: s t cs ct {close d d1}.
  by have [q1 [q2 q3]] := squares l; apply: ord4; apply: ord4 => //= _ _; rewrite /tee_place /plane /=; nra.
- by move: a; apply: ord4 => /dist_eq0 h; have := h ord0; have := h two; rewrite /= /tee_place /plane /=; lra.
pose b := Rmin delta 1 / 2; have m1 := Rmin_l delta 1; have m2 := Rmin_r delta 1.
have m0 : 0 < Rmin delta 1 by apply: Rmin_glb_lt; lra.
have db : dist (plane 0 b) (plane 0 0) < delta.
  by rewrite (@axis_dist _ _ b) ?Rabs_pos_eq /b; [lra | lra | rewrite /plane /=; ring].
have := near _ _ (mixed b ltac:(rewrite /b; lra)) db (above b ltac:(rewrite /b; lra)) one.
by move/Rabs_lt; rewrite /=; lra.
Qed.

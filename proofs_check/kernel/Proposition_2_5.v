(** Proposition 2.5: h is discontinuous where two segments of different classes cross (claim proposition-2.5).  For every
    mixing law of full support. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Limit Incidence Line.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** (0, 1), (0, -1) of class one and (1, 0), (-1, 0) of class two, weights 1/4. *)
Definition plane (a b : R) : vec 2 := fun j => if val j == 0%nat then a else b.
Definition place (p : 'I_4) : vec 2 :=
  match val p with 0%nat => plane 0 1 | 1%nat => plane 0 (-1) | 2%nat => plane 1 0 | _ => plane (-1) 0 end.
Definition class (p : 'I_4) : 'I_2 := match val p with 0%nat | 1%nat => one | _ => two end.

Lemma dot_plane (u v : vec 2) : dot u v = u ord0 * v ord0 + u (lift ord0 ord0) * v (lift ord0 ord0).
Proof. by rewrite /dot !big_ord_recl big_ord0; ring. Qed.

Lemma dist_plane (u v : vec 2) : dist u v * dist u v =
  (u ord0 - v ord0) * (u ord0 - v ord0) + (u two - v two) * (u two - v two).
Proof. by rewrite norm_sqr dot_plane. Qed.

Definition p0 : 'I_4 := ord0.
Definition p1 : 'I_4 := lift ord0 ord0.
Definition p2 : 'I_4 := lift ord0 (lift ord0 ord0).
Definition p3 : 'I_4 := lift ord0 (lift ord0 (lift ord0 ord0)).

Lemma ord4 (P : 'I_4 -> Prop) : P p0 -> P p1 -> P p2 -> P p3 -> forall p, P p.
Proof.
move=> h0 h1 h2 h3 [[|[|[|[|//]]]] i].
- by rewrite (_ : Ordinal i = p0) //; apply: val_inj.
- by rewrite (_ : Ordinal i = p1) //; apply: val_inj.
- by rewrite (_ : Ordinal i = p2) //; apply: val_inj.
- by rewrite (_ : Ordinal i = p3) //; apply: val_inj.
Qed.

Lemma quarter_pos : 0 < / 4. Proof. by lra. Qed.

Lemma crossing_one : \rsum_(a < 4) / 4 = 1.
Proof. by rewrite !big_ord_recl big_ord0; field. Qed.

Lemma crossing_separated p q : dist (place p) (place q) = 0 -> class p = class q.
Proof.
move: p q; apply: ord4; apply: ord4 => // /dist_eq0 h; have := h ord0; have := h two.
all: by rewrite /place /plane /= => ? ?; exfalso; lra.
Qed.

Section Weights.
Variable w : 'I_4 -> R.
Hypothesis w0 : forall a, 0 < w a.
Hypothesis w1 : \rsum_(a < 4) w a = 1.
Definition weighted_crossing : data 4 2 2 := @Data 4 2 2 place class w w0 w1 crossing_separated.
End Weights.

(** With uniform weights, as the proposition has them. *)
Definition crossing := weighted_crossing (fun=> quarter_pos) crossing_one.

Section Cross.
Variable L : law.
Hypothesis full : full_support L.

Definition axis (a : R) : vec 2 := plane a 0.

(** The horizontal segment has mass near each of its points. *)
Lemma axis_mixed a : -1 <= a <= 1 -> x_mix crossing L (axis a).
Proof.
move=> ha eps e0; rewrite total_pairs.
apply: Rlt_le_trans (_ : wt crossing p2 * wt crossing p3 * mass crossing L (axis a) eps p2 p3 <= _); last first.
  apply: (dsum_ge_term (F := fun s t => wt crossing s * wt crossing t * mass crossing L (axis a) eps s t)) => s t.
  by apply: Rmult_le_pos; [have := weights crossing s t; lra | exact: mass_ge0].
apply: Rmult_lt_0_compat; first by rewrite /=; lra.
pose l := Rmax 0 ((1 + a - eps) / 2); pose u := Rmin 1 ((1 + a + eps) / 2).
apply: Rlt_le_trans (_ : prob L l u <= _).
  apply: full; rewrite /l /u; [exact: Rmax_l | | exact: Rmin_l].
  by apply: Rmax_lub_lt; apply: Rmin_glb_lt; lra.
apply: E_mono; [exact: dom_interval | exact: dom_hit1 |] => m hm.
case: (itv_or l u m) => -[-> near]; last by have := hit01 crossing (axis a) eps p2 p3 m; lra.
case: (hit_or crossing (axis a) eps p2 p3 m) => -[-> far]; first lra.
have l1 := Rmax_r 0 ((1 + a - eps) / 2); have u1 := Rmin_r 1 ((1 + a + eps) / 2).
have d := dist_plane (mix m (pt crossing p2) (pt crossing p3)) (axis a).
have d0 := dist_ge0 (mix m (pt crossing p2) (pt crossing p3)) (axis a).
have in_ : - eps < 2 * m - 1 - a < eps by rewrite /l /u in near; lra.
have lt : (2 * m - 1 - a) * (2 * m - 1 - a) < eps * eps by nra.
have le := Rmult_le_compat _ _ _ _ (Rlt_le _ _ e0) (Rlt_le _ _ e0) far far.
by rewrite d /mix /axis /plane /= /place /plane /= in le; lra.
Qed.

(** On the rest of the axis every mix is of class two. *)
Lemma axis_limit a : 0 < Rabs a <= 1 -> h_limit crossing L (axis a) (fun j => if j == two then 1 else 0).
Proof.
move=> ha; have a01 : -1 <= a <= 1 by have := (Rabs_leq a 1).1 (proj2 ha); lra.
have a0 : a <> 0 by move=> e; rewrite e Rabs_R0 in ha; lra.
apply: common_label; first exact: axis_mixed.
move=> j s t l [hl [/dist_eq0 at_x _]]; have c1 := at_x ord0; have c2 := at_x two; move: c1 c2 {at_x}.
rewrite /label /of_class /axis /plane /mix /=.
have oj : j = one \/ j = two.
  by case: j => [[|[|//]] i]; [left | right]; apply: val_inj.
by move: s t; apply: ord4; apply: ord4; rewrite /place /class /plane /= => c1 c2; case: oj => -> /=; lra.
Qed.

(** At the crossing a class has the mass of its segment, in the measure of the weights of its ends. *)
Lemma centre_masses w w0 w1 eps : 0 < eps < 1 / 2 -> let D := @weighted_crossing w w0 w1 in exists M,
  N D L (axis 0) eps one = w p0 * w p1 * M /\ N D L (axis 0) eps two = w p2 * w p3 * M.
Proof.
move=> he D; exists (mass D L (axis 0) eps p2 p3 + mass D L (axis 0) eps p3 p2).
have far p q : class p <> class q \/ p = q -> mass D L (axis 0) eps p q = 0.
  move=> pq; apply: mass_miss => l hl; apply: Rnot_lt_le => near.
  have d := dist_plane (mix l (pt D p) (pt D q)) (axis 0).
  have d0 := dist_ge0 (mix l (pt D p) (pt D q)) (axis 0).
  have small : dist (mix l (pt D p) (pt D q)) (axis 0) * dist (mix l (pt D p) (pt D q)) (axis 0) < 1 / 4.
    by nra.
  move: small; rewrite d /mix /axis /plane /=; move: p q pq {near d d0}.
  by apply: ord4; apply: ord4; rewrite /class /place /plane /= => -[h|h] //; nra.
have through p q p' q' : (forall l, dist (mix l (place p) (place q)) (axis 0) = dist (mix l (place p') (place q')) (axis 0)) ->
    mass D L (axis 0) eps p q = mass D L (axis 0) eps p' q'.
  by move=> e; apply: E_ext => [|l _]; [exact: dom_hit1 | rewrite /hit /inball /= e].
have turn l p q p' q' : (mix l (place p) (place q) ord0 = mix l (place p') (place q') two) ->
    (mix l (place p) (place q) two = mix l (place p') (place q') ord0) ->
    dist (mix l (place p) (place q)) (axis 0) = dist (mix l (place p') (place q')) (axis 0).
  by move=> e1 e2; rewrite /dist /norm; congr sqrt; rewrite !dot_plane -/two e1 e2 /axis /plane /=; ring.
have m01 : mass D L (axis 0) eps p0 p1 = mass D L (axis 0) eps p2 p3.
  by apply: through => l; apply: turn; rewrite /mix /place /plane /=; ring.
have m10 : mass D L (axis 0) eps p1 p0 = mass D L (axis 0) eps p3 p2.
  by apply: through => l; apply: turn; rewrite /mix /place /plane /=; ring.
rewrite !N_pairs !big_ord_recl !big_ord0 -/p0 -/p1 -/p2 -/p3 !shareE /of_class /= /class /=.
have mm p q : mass D L (axis 0) eps p q = 0 -> moment D L (axis 0) eps p q = 0.
  by have := moment_bounds D L (axis 0) eps p q; lra.
have f p q (c : class p <> class q \/ p = q) := conj (far p q c) (mm p q (far p q c)).
have [a1 b1] := f p0 p0 (or_intror erefl); have [a2 b2] := f p1 p1 (or_intror erefl).
have [a3 b3] := f p2 p2 (or_intror erefl); have [a4 b4] := f p3 p3 (or_intror erefl).
have [a5 b5] := f p0 p2 ltac:(by left); have [a6 b6] := f p0 p3 ltac:(by left).
have [a7 b7] := f p1 p2 ltac:(by left); have [a8 b8] := f p1 p3 ltac:(by left).
have [c5 e5] := f p2 p0 ltac:(by left); have [c6 e6] := f p3 p0 ltac:(by left).
have [c7 e7] := f p2 p1 ltac:(by left); have [c8 e8] := f p3 p1 ltac:(by left).
by rewrite a1 a2 a3 a4 a5 a6 a7 a8 b1 b2 b3 b4 b5 b6 b7 b8 c5 c6 c7 c8 e5 e6 e7 e8 m01 m10; split; ring.
Qed.

(** Both classes have the same mass there, the weights being equal. *)
Lemma centre_limit : h_limit crossing L (axis 0) (fun=> 1 / 2).
Proof.
move=> eta eta0; exists (1 / 2); split=> [|eps he]; first lra.
have T0 := axis_mixed (a := 0) ltac:(lra) (eps := eps) ltac:(lra).
have [M [n1 n2]] := centre_masses (fun=> quarter_pos) crossing_one he; rewrite -/crossing in n1 n2.
have tot : total crossing L (axis 0) eps = / 4 * / 4 * M + / 4 * / 4 * M.
  by rewrite /total !big_ord_recl big_ord0 -/one -/two n1 n2; ring.
have half j : h crossing L (axis 0) eps j = 1 / 2.
  rewrite /h tot; move: T0; rewrite tot => T0; suff -> : N crossing L (axis 0) eps j = / 4 * / 4 * M by field; lra.
  by case: j => [[|[|//]] i]; [rewrite -[RHS]n1 | rewrite -[RHS]n2]; congr (N crossing L (axis 0) eps _); apply: val_inj.
by move=> j; rewrite half Rminus_diag_eq // Rabs_R0.
Qed.

Theorem proposition_2_5 : h_limit crossing L (axis 0) (fun=> 1 / 2) /\
  (forall a, 0 < Rabs a <= 1 -> h_limit crossing L (axis a) (fun j => if j == two then 1 else 0)) /\
  ~ continuous_at crossing L (axis 0).
Proof.
split; first exact: centre_limit; split; first exact: axis_limit.
move=> cont; have [delta [d0 near]] := cont _ centre_limit (1 / 4) ltac:(lra).
pose a := Rmin delta 1 / 2; have m1 := Rmin_l delta 1; have m2 := Rmin_r delta 1.
have m0 : 0 < Rmin delta 1 by apply: Rmin_glb_lt; lra.
have ha : 0 < Rabs a <= 1 by rewrite Rabs_pos_eq /a; lra.
have da : dist (axis a) (axis 0) < delta.
  have := dist_plane (axis a) (axis 0); have := dist_ge0 (axis a) (axis 0); rewrite /axis /plane /= /a; nra.
have := near _ _ (axis_mixed (a := a) ltac:(rewrite /a; lra)) da (axis_limit ha) two.
by move/Rabs_lt; rewrite /=; lra.
Qed.
End Cross.

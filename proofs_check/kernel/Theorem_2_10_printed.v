(** Theorem 2.10 as printed is false (claim theorem-2.10-printed): X_1 = {0, 1}, X_2 = {2}, uniform weights, uniform
    mixing law.  Assumption 2.9 holds as printed at every data point, but h^1(z) tends to 5/6 as z falls to 1. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Pairs Limit Line.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** Assumption 2.9 as printed, for the class i at x: some ball holds no mix of two points of other classes. *)
Definition printed_2_9 n k d (D : data n k d) L (i : 'I_k) (x : vec d) := exists eps, 0 < eps /\
  forall s t, cls D s <> i -> cls D t <> i -> mass D L x eps s t = 0.

(** The statement as printed, for one law. *)
Definition theorem_2_10_printed (L : law) := forall n k d (D : data n k d),
  (forall a, printed_2_9 D L (cls D a) (pt D a)) -> forall a, fits D L a /\ continuous_at D L (pt D a).

Definition line : data 3 2 1 := three (fun a => if val a == 2%nat then two else one).

Lemma printed_holds a : printed_2_9 line uniform (cls line a) (pt line a).
Proof.
exists (1 / 2); split; first lra.
move: a; apply: ord3; apply: ord3; apply: ord3 => //= ? ?; apply: (proj1 (miss _)) => l hl /=.
all: by rewrite /point /= /Rabs; case: Rcase_abs; lra.
Qed.

(** Between 1 and 2 the limit is 5 (2 - z) / 6, and reached at once. *)
Lemma between z eps : 1 < z < 2 -> 0 < eps -> eps < z - 1 -> eps < 2 - z ->
  N line uniform (point z) eps one = 2 * eps * (5 - 5 * z / 2) / 9 /\
  total line uniform (point z) eps = 6 * eps / 9.
Proof.
move=> hz e0 e1 e2.
have far a b : (a == o2) = false -> (b == o2) = false ->
    mass line uniform (point z) eps a b = 0 /\ moment line uniform (point z) eps a b = 0.
  move: a b; apply: ord3; apply: ord3 => // _ _; apply: miss => l hl; rewrite /= /point /= /Rabs; case: Rcase_abs; lra.
have [a00 b00] := far o0 o0 erefl erefl; have [a01 b01] := far o0 o1 erefl erefl.
have [a10 b10] := far o1 o0 erefl erefl; have [a11 b11] := far o1 o1 erefl erefl.
have [a22 b22] : mass line uniform (point z) eps o2 o2 = 0 /\ moment line uniform (point z) eps o2 o2 = 0.
  by apply: miss => l hl; rewrite /= /point /= /Rabs; case: Rcase_abs; lra.
have [a02 b02] := @cross _ _ line z eps o0 o2 (1 - (z + eps) / 2) (1 - (z - eps) / 2) _ _ ltac:(lra)
  (@clip_id (1 - (z + eps) / 2) ltac:(lra)) (@clip_id (1 - (z - eps) / 2) ltac:(lra))
  ltac:(move=> m hm; rewrite /= /point /= Rabs_lt; lra).
have [a20 b20] := @cross _ _ line z eps o2 o0 ((z - eps) / 2) ((z + eps) / 2) _ _ ltac:(lra)
  (@clip_id ((z - eps) / 2) ltac:(lra)) (@clip_id ((z + eps) / 2) ltac:(lra))
  ltac:(move=> m hm; rewrite /= /point /= Rabs_lt; lra).
have [a12 b12] := @cross _ _ line z eps o1 o2 (2 - z - eps) (2 - z + eps) _ _ ltac:(lra)
  (@clip_id (2 - z - eps) ltac:(lra)) (@clip_id (2 - z + eps) ltac:(lra))
  ltac:(move=> m hm; rewrite /= /point /= Rabs_lt; lra).
have [a21 b21] := @cross _ _ line z eps o2 o1 (z - 1 - eps) (z - 1 + eps) _ _ ltac:(lra)
  (@clip_id (z - 1 - eps) ltac:(lra)) (@clip_id (z - 1 + eps) ltac:(lra))
  ltac:(move=> m hm; rewrite /= /point /= Rabs_lt; lra).
have w a : wt line a = / 3 by []; have c0 : of_class line one o0 = 1 by []; have c1 : of_class line one o1 = 1 by [].
have c2 : of_class line one o2 = 0 by [].
rewrite N_pairs total_pairs !big_ord_recl !big_ord0 -/o0 -/o1 -/o2 !shareE !w c0 c1 c2.
rewrite a00 a01 a02 a10 a11 a12 a20 a21 a22 b00 b01 b02 b10 b11 b12 b20 b21 b22.
by split; field.
Qed.

Lemma h_between z : 1 < z < 2 ->
  h_limit line uniform (point z) (fun j => if j == one then 5 * (2 - z) / 6 else 1 - 5 * (2 - z) / 6).
Proof.
move=> hz eta eta0; exists (Rmin (z - 1) (2 - z)); split; first by apply: Rmin_glb_lt; lra.
move=> eps [e0 em]; have m1 := Rmin_l (z - 1) (2 - z); have m2 := Rmin_r (z - 1) (2 - z).
have [hN hT] := between hz e0 ltac:(lra) ltac:(lra).
have h1 : h line uniform (point z) eps one = 5 * (2 - z) / 6 by rewrite /h hN hT; field; lra.
have T0 : 0 < total line uniform (point z) eps by rewrite hT; lra.
have := h_sum T0; rewrite !big_ord_recl big_ord0 -/one -/two h1 => h2.
by apply: ord2; rewrite /= ?h1 Rminus_diag_eq ?Rabs_R0 //; lra.
Qed.

Lemma between_in_mix z : 1 < z < 2 -> x_mix line uniform (point z).
Proof.
move=> hz; have m0 : 0 < Rmin (z - 1) (2 - z) by apply: Rmin_glb_lt; lra.
apply: small_x_mix m0 _ => eps he; have m1 := Rmin_l (z - 1) (2 - z); have m2 := Rmin_r (z - 1) (2 - z).
by have [_ ->] := @between z eps hz ltac:(lra) ltac:(lra) ltac:(lra); lra.
Qed.

(** Theorem 2.10 as printed is false. *)
Theorem theorem_2_10_printed_refuted : ~ theorem_2_10_printed uniform.
Proof.
move=> claim; have [fit cont] := claim _ _ _ line printed_holds o1.
have [delta [d0 near]] := cont _ fit (1 / 12) ltac:(lra).
pose z := 1 + Rmin delta 1 / 2.
have r1 := Rmin_l delta 1; have r2 := Rmin_r delta 1; have r0 : 0 < Rmin delta 1 by apply: Rmin_glb_lt; lra.
have hz : 1 < z < 2 by rewrite /z; lra.
have dz : dist (point z) (pt line o1) < delta.
  rewrite dist_line (_ : _ - _ = Rmin delta 1 / 2); first by rewrite Rabs_pos_eq; lra.
  by rewrite -[LHS]/(z - 1) /z; ring.
have := near _ _ (between_in_mix hz) dz (h_between hz) one.
by rewrite /of_class /=; move/Rabs_lt; rewrite /z; lra.
Qed.

(** Data on a line, the three-point line among them, and the masses of their balls under the uniform law. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Pairs Limit.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Definition point (r : R) : vec 1 := fun=> r.

Lemma dist_line (u v : vec 1) : dist u v = Rabs (u ord0 - v ord0).
Proof. by rewrite /dist /norm /dot big_ord_recl big_ord0 /= Rplus_0_r -/(Rsqr _); exact: sqrt_Rsqr_abs. Qed.

Definition one : 'I_2 := ord0.
Definition two : 'I_2 := lift ord0 ord0.

Lemma ord2 (P : 'I_2 -> Prop) : P one -> P two -> forall j, P j.
Proof.
move=> h1 h2 [[|[|//]] i].
- by rewrite (_ : Ordinal i = one) //; apply: val_inj.
- by rewrite (_ : Ordinal i = two) //; apply: val_inj.
Qed.

Definition o0 : 'I_3 := ord0.
Definition o1 : 'I_3 := lift ord0 ord0.
Definition o2 : 'I_3 := lift ord0 (lift ord0 ord0).

Lemma ord3 (P : 'I_3 -> Prop) : P o0 -> P o1 -> P o2 -> forall a, P a.
Proof.
move=> h0 h1 h2 [[|[|[|//]]] i].
- by rewrite (_ : Ordinal i = o0) //; apply: val_inj.
- by rewrite (_ : Ordinal i = o1) //; apply: val_inj.
- by rewrite (_ : Ordinal i = o2) //; apply: val_inj.
Qed.

(** The points 0, 1, 2 with weights 1/3, in whatever classes. *)
Lemma thirds_pos (a : 'I_3) : 0 < / 3. Proof. lra. Qed.
Lemma thirds_one : \rsum_(a < 3) / 3 = 1. Proof. by rewrite !big_ord_recl big_ord0; field. Qed.

Lemma thirds_apart (c : 'I_3 -> 'I_2) a b : dist (point (INR (val a))) (point (INR (val b))) = 0 -> c a = c b.
Proof. by move: a b; apply: ord3; apply: ord3; rewrite dist_line /point /= /Rabs; case: Rcase_abs => ? h //; exfalso; lra. Qed.

Definition three (c : 'I_3 -> 'I_2) : data 3 2 1 :=
  @Data 3 2 1 (fun a => point (INR (val a))) c (fun=> / 3) thirds_pos thirds_one (@thirds_apart c).

(** The points 0 and r > 0 of classes one and two, with weights 1/2. *)
Lemma halves_pos (a : 'I_2) : 0 < / 2. Proof. lra. Qed.
Lemma halves_one : \rsum_(a < 2) / 2 = 1. Proof. by rewrite !big_ord_recl big_ord0; field. Qed.

Lemma halves_apart r : 0 < r -> forall a b : 'I_2,
  dist (point (if a == one then 0 else r)) (point (if b == one then 0 else r)) = 0 -> a = b.
Proof. by move=> r0; apply: ord2; apply: ord2; rewrite dist_line /point /= /Rabs; case: Rcase_abs => ? h //; exfalso; lra. Qed.

Definition two_points (r : R) (r0 : 0 < r) : data 2 2 1 :=
  @Data 2 2 1 (fun a => point (if a == one then 0 else r)) (fun a => a) (fun=> / 2) halves_pos halves_one (halves_apart r0).

Section Uniform.
Variables (n k : nat) (D : data n k 1) (z eps : R).
Notation at_ a := (pt D a ord0).
Notation mass := (mass D uniform (point z) eps).
Notation moment := (moment D uniform (point z) eps).

(** The mixed points in the ball of radius eps about z. *)
Lemma hit_line a b l : hit D (point z) eps a b l = if Rlt_dec (Rabs (l * at_ a + (1 - l) * at_ b - z)) eps then 1 else 0.
Proof. by rewrite /hit /inball dist_line. Qed.

(** A pair that stays away from the ball. *)
Lemma miss a b : (forall l, 0 <= l <= 1 -> eps <= Rabs (l * at_ a + (1 - l) * at_ b - z)) ->
  mass a b = 0 /\ moment a b = 0.
Proof.
move=> h; have m0 : mass a b = 0 by apply: mass_miss => l hl; rewrite dist_line; exact: h.
by split=> //; have := moment_bounds D uniform (point z) eps a b; lra.
Qed.

(** A pair that crosses the ball while lambda runs through (l, u), of which [0,1] leaves (p, q). *)
Lemma cross a b l u p q : l <= u -> clip l = p -> clip u = q ->
  (forall m, 0 <= m <= 1 -> Rabs (m * at_ a + (1 - m) * at_ b - z) < eps <-> l < m < u) ->
  mass a b = q - p /\ moment a b = (q * q - p * p) / 2.
Proof.
move=> lu <- <- h; have e m : 0 <= m <= 1 -> hit D (point z) eps a b m = itv l u m.
  move=> hm; rewrite hit_line; case: Rlt_dec => h1 /=.
    by rewrite itv_in //; apply/h.
  by rewrite itv_out // => h2; apply: h1; apply/h.
split.
  have -> : clip u - clip l = E uniform (fun x => itv l u x * (1 + 0 * x)) by rewrite uniform_itv //; field.
  by apply: E_ext => [|m hm]; [exact: dom_hit1 | rewrite e //; ring].
have -> : (clip u * clip u - clip l * clip l) / 2 = E uniform (fun x => itv l u x * (0 + 1 * x)).
  by rewrite uniform_itv //; field.
by apply: E_ext => [|m hm]; [exact: dom_hitl | rewrite e //; ring].
Qed.

(** A pair that stays in the ball. *)
Lemma inside a b : (forall m, 0 <= m <= 1 -> Rabs (m * at_ a + (1 - m) * at_ b - z) < eps) ->
  mass a b = 1 /\ moment a b = 1 / 2.
Proof.
move=> h; have [m1 m2] := @cross a b (-1) 2 0 1 ltac:(lra) ltac:(apply: clip_low; lra) ltac:(apply: clip_high; lra)
  ltac:(move=> m hm; have := h m hm; lra).
by split; lra.
Qed.
End Uniform.

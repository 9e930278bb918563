(** A Lipschitz function on a box of R^n has a least value; so one that is homogeneous, and positive off 0, is at least a
    positive multiple of the largest coordinate. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Pairs.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Definition apart1 n (u v : 'I_n -> R) := \rsum_(a < n) Rabs (u a - v a).
Definition lipschitz n K (G : ('I_n -> R) -> R) := forall u v, G u - K * apart1 u v <= G v.
Definition in_box n C (u : 'I_n -> R) := forall a, Rabs (u a) <= C.

Lemma apart1_same n (u v : 'I_n -> R) : (forall a, u a = v a) -> apart1 u v = 0.
Proof. by move=> h; apply: big1 => a _; rewrite h Rminus_eq_0 Rabs_R0. Qed.

Lemma lipschitz_eq n K (G : ('I_n -> R) -> R) u v : lipschitz K G -> (forall a, u a = v a) -> G u = G v.
Proof.
move=> lip h; have := lip u v; have := lip v u; rewrite !apart1_same //.
by move=> *; lra.
Qed.

(** One coordinate before the others. *)
Definition prepend n t (w : 'I_n -> R) : 'I_n.+1 -> R := fun a => if unlift ord0 a is Some b then w b else t.

Lemma apart1_prepend n t t' (w w' : 'I_n -> R) : apart1 (prepend t w) (prepend t' w') = Rabs (t - t') + apart1 w w'.
Proof. by rewrite /apart1 big_ord_recl /prepend unlift_none; congr (_ + _); apply: rsum_eq => b; rewrite !liftK. Qed.

Lemma in_box_prepend n C t (w : 'I_n -> R) : in_box C (prepend t w) <-> Rabs t <= C /\ in_box C w.
Proof.
split=> [h|[h1 h2] a]; last by rewrite /prepend; case: (unliftP ord0 a).
by split=> [|b]; [have := h ord0; rewrite /prepend unlift_none | have := h (lift ord0 b); rewrite /prepend liftK].
Qed.

Lemma prependE n (v : 'I_n.+1 -> R) a : v a = prepend (v ord0) (fun b => v (lift ord0 b)) a.
Proof. by rewrite /prepend; case: (unliftP ord0 a) => [b ->|->]. Qed.

Theorem least_in_box n K C (G : ('I_n -> R) -> R) : 0 <= C -> lipschitz K G ->
  exists u, in_box C u /\ forall v, in_box C v -> G u <= G v.
Proof.
move=> C0; elim: n G => [|n ih] G lip.
  by exists (fun=> 0); split=> [[]|v _] //; right; apply: (lipschitz_eq lip); case.
have lip_at t : lipschitz K (fun w => G (prepend t w)).
  by move=> u v; have := lip (prepend t u) (prepend t v); rewrite apart1_prepend Rminus_eq_0 Rabs_R0 Rplus_0_l.
pose inner t (r : Rbar) := exists w, in_box C w /\ r = G (prepend t w).
pose g t := real (Glb_Rbar (inner t)).
have attained t : exists w, in_box C w /\ g t = G (prepend t w) /\ forall v, in_box C v -> g t <= G (prepend t v).
  have [w [hw least]] := ih _ (lip_at t); exists w; split=> //.
  suff -> : g t = G (prepend t w) by split.
  rewrite /g (_ : Glb_Rbar _ = G (prepend t w)) //; apply: is_glb_Rbar_unique; split=> [r [v [hv [->]]]|b hb].
    exact: least.
  by apply: hb; exists w.
have near t t' : g t' <= g t + K * Rabs (t' - t).
  have [w [hw [-> _]]] := attained t; have [_ [_ [_ least]]] := attained t'.
  apply: Rle_trans (least w hw) _; have := lip (prepend t' w) (prepend t w).
  by rewrite apart1_prepend (apart1_same (v := w)) // Rplus_0_r; lra.
have cont t : continuity_pt g t.
  have K0 : 0 < Rabs K + 1 by have := Rabs_pos K; lra.
  move=> e e0; exists (e / (Rabs K + 1)); split; first exact: Rdiv_lt_0_compat.
  move=> t' [_]; rewrite /= /R_dist => h; have le := Rle_abs K; have d0 := Rabs_pos (t' - t).
  have small : (Rabs K + 1) * Rabs (t' - t) < e.
    have -> : e = (Rabs K + 1) * (e / (Rabs K + 1)) by field; lra.
    exact: Rmult_lt_compat_l.
  by apply/Rabs_lt; have := near t t'; have := near t' t; rewrite (Rabs_minus_sym t t'); nra.
have [t [ht box]] := continuity_ab_min g (- C) C ltac:(lra) (fun t _ => cont t).
have [w [hw [e _]]] := attained t; exists (prepend t w); split; first by apply/in_box_prepend; split=> //; exact/Rabs_leq.
move=> v hv; rewrite (lipschitz_eq lip (prependE v)) -e.
have [h0 h1] : Rabs (v ord0) <= C /\ in_box C (fun b => v (lift ord0 b)) by split=> [|b]; exact: hv.
have [_ [_ [_ least]]] := attained (v ord0); apply: Rle_trans (ht (v ord0) _) (least _ h1); exact/Rabs_leq.
Qed.

(** ** Homogeneous functions *)

Lemma largest n (u : 'I_n -> R) : (exists a, u a <> 0) -> exists a, u a <> 0 /\ forall b, Rabs (u b) <= Rabs (u a).
Proof.
elim: n u => [|n ih] u [c hc]; first by case: c hc.
case: (Req_EM_T (\rsum_(b < n) Rabs (u (lift ord0 b))) 0) => [z|nz].
  have zero b : u (lift ord0 b) = 0.
    have := rsum_eq0 (fun b => Rabs_pos (u (lift ord0 b))) z b => h.
    by case: (Req_dec (u (lift ord0 b)) 0) => // /Rabs_no_R0.
  exists ord0; split; first by case: (unliftP ord0 c) hc => [b ->|->] //; rewrite zero.
  by move=> b; case: (unliftP ord0 b) => [b' ->|->]; [rewrite zero Rabs_R0; exact: Rabs_pos | right].
have [|a [ha hm]] := ih (fun b => u (lift ord0 b)).
  case: (pickP (fun b => ~~ Req_EM_T (u (lift ord0 b)) 0)) => [b|none]; first by case: Req_EM_T => // h _; exists b.
  case: nz; apply: big1 => b _; have := none b; case: Req_EM_T => //= -> _; exact: Rabs_R0.
case: (Rle_lt_dec (Rabs (u ord0)) (Rabs (u (lift ord0 a)))) => h.
  by exists (lift ord0 a); split=> // b; case: (unliftP ord0 b) => [b' ->|->] //; exact: hm.
exists ord0; split=> [e|b]; first by rewrite e Rabs_R0 in h; have := Rabs_pos (u (lift ord0 a)); lra.
by case: (unliftP ord0 b) => [b' ->|->]; [have := hm b'; lra | right].
Qed.

Theorem homogeneous_bound n K (H : ('I_n -> R) -> R) : lipschitz K H ->
  (forall t u, 0 <= t -> H (fun a => t * u a) = t * H u) -> (forall u, (exists a, u a <> 0) -> 0 < H u) ->
  exists c, 0 < c /\ forall u a, c * Rabs (u a) <= H u.
Proof.
move=> lip hom pos; have K0 : 0 <= Rabs K := Rabs_pos K.
pose put a s (u : 'I_n -> R) b := if b == a then s else u b.
have face a s : s <> 0 -> exists e0, 0 < e0 /\ forall v, in_box 1 v -> v a = s -> e0 <= H v.
  move=> s0; have lip_put : lipschitz (Rabs K) (fun u => H (put a s u)).
    move=> u v; have := lip (put a s u) (put a s v).
    have : apart1 (put a s u) (put a s v) <= apart1 u v.
      apply: rsum_le => b _; rewrite /put; case: eqP => _; last by right.
      by rewrite Rminus_eq_0 Rabs_R0; exact: Rabs_pos.
    have : 0 <= apart1 (put a s u) (put a s v) by apply: rsum_ge0 => b _; exact: Rabs_pos.
    by have := Rle_abs K; nra.
  have [w [_ least]] := least_in_box Rle_0_1 lip_put; exists (H (put a s w)); split.
    by apply: pos; exists a; rewrite /put eqxx.
  by move=> v hv va; rewrite (lipschitz_eq (u := v) (v := put a s v) lip); [exact: least | move=> b; rewrite /put; case: eqP => // ->].
have [e0 [p low]] : exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 -> forall a v, in_box 1 v -> v a = 1 \/ v a = -1 -> eps <= H v.
  apply: small_all => a; have [e1 [p1 h1]] := face a 1 ltac:(lra); have [e2 [p2 h2]] := face a (-1) ltac:(lra).
  have m1 := Rmin_l e1 e2; have m2 := Rmin_r e1 e2; exists (Rmin e1 e2); split; first exact: Rmin_glb_lt.
  by move=> eps he v hv [/(h1 v hv)|/(h2 v hv)]; lra.
exists (e0 / 2); split=> [|u b]; first lra.
have H0 : H (fun=> 0) = 0.
  by have := hom 0 (fun=> 0) ltac:(lra); rewrite !Rmult_0_l.
case: (Req_EM_T (u b) 0) => [z|nz].
  rewrite z Rabs_R0 Rmult_0_r; case: (pickP (fun a => ~~ Req_EM_T (u a) 0)) => [a|none].
    by case: Req_EM_T => // ha _; left; apply: pos; exists a.
  right; rewrite -{1}H0; apply: (lipschitz_eq lip) => a; have := none a; by case: Req_EM_T.
have [a [a0 most]] := largest (ex_intro _ b nz); set m := Rabs (u a) in most; have m0 : 0 < m := Rabs_pos_lt _ a0.
have e : H u = m * H (fun c => u c / m) by rewrite -hom; [apply: (lipschitz_eq lip) => c; field | ]; lra.
have box : in_box 1 (fun c => u c / m).
  move=> c; rewrite /Rdiv Rabs_mult (Rabs_pos_eq (/ m)); last by left; exact: Rinv_0_lt_compat.
  by apply: (Rmult_le_reg_r m) => //; rewrite Rmult_assoc Rinv_l; [have := most c | ]; lra.
have side : u a / m = 1 \/ u a / m = -1.
  by rewrite /m /Rabs; case: Rcase_abs => h; [right | left]; field; lra.
by have := low (e0 / 2) ltac:(lra) a _ box side; rewrite e; have := most b; nra.
Qed.

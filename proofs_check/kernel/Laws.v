(** Mixing laws: finitely many atoms, and continuous densities (the uniform law among them). *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Sums Law.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** ** Atoms *)

Section Atoms.
Variables (n : nat) (at_ q : 'I_n -> R).
Hypothesis at01 : forall i, 0 <= at_ i <= 1.
Hypothesis q0 : forall i, 0 <= q i.
Hypothesis q1 : \rsum_(i < n) q i = 1.

(** About a point there is an interval without another atom. *)
Lemma apart m : exists delta, 0 < delta /\ forall i, at_ i = m \/ at_ i <= m - delta \/ m + delta <= at_ i.
Proof.
elim: n at_ => [|k ih] a; first by exists 1; split; [lra | case].
have [d1 [p1 h1]] := ih (fun i => a (lift ord0 i)).
have [d2 [p2 h2]] : exists d2, 0 < d2 /\ (a ord0 = m \/ a ord0 <= m - d2 \/ m + d2 <= a ord0).
  case: (Rtotal_order (a ord0) m) => [lt|[e|gt]].
  - by exists (m - a ord0); split; [lra | right; left; lra].
  - by exists 1; split; [lra | left].
  - by exists (a ord0 - m); split; [lra | right; right; lra].
exists (Rmin d1 d2); have m1 := Rmin_l d1 d2; have m2 := Rmin_r d1 d2; split; first exact: Rmin_glb_lt.
move=> i; case: (unliftP ord0 i) => [j ->|->]; last by case: h2 => [|[|]] h; [left | right; left; lra | right; right; lra].
by case: (h1 j) => [|[|]] h; [left | right; left; lra | right; right; lra].
Qed.

Definition atoms : law.
Proof.
apply: (@Law (fun=> True) (fun f => \rsum_(i < n) (q i * f (at_ i)))) => //.
- by move=> f g _ _; rewrite -rsumD; apply: rsum_eq => i; ring.
- by move=> c f _; rewrite -rsumZ; apply: rsum_eq => i; ring.
- by move=> f g _ _ h; apply: rsum_le => i _; apply: Rmult_le_compat_l; [exact: q0 | exact: h].
- by rewrite -[RHS]q1; apply: rsum_eq => i; ring.
- move=> m eta _ eta0; have [delta [d0 h]] := apart m; exists delta; split=> //.
  suff : \rsum_(i < n) (q i * (itv (m - delta) (m + delta) (at_ i) * (1 + 0 * at_ i))) <=
    \rsum_(i < n) (q i * single m (at_ i)) by lra.
  apply: rsum_le => i _; apply: Rmult_le_compat_l; first exact: q0.
  case: (itv_or (m - delta) (m + delta) (at_ i)) => -[-> h1]; case: (single_or m (at_ i)) => -[-> h2]; try lra.
  by case: (h i) => [|[|]]; lra.
Defined.

Lemma atoms_mean f : E atoms f = \rsum_(i < n) (q i * f (at_ i)).
Proof. by []. Qed.
End Atoms.

Lemma single_sum (c : R) : \rsum_(i < 1) c = c.
Proof. by rewrite big_ord_recl big_ord0; ring. Qed.

(** All mass at one point. *)
Definition at_point m (m01 : 0 <= m <= 1) : law :=
  @atoms 1 (fun=> m) (fun=> 1) (fun=> m01) (fun=> Rle_0_1) (single_sum 1).

Lemma at_point_mean m (m01 : 0 <= m <= 1) f : E (at_point m01) f = f m.
Proof. by rewrite atoms_mean big_ord_recl big_ord0; ring. Qed.

Lemma at_point_prob m (m01 : 0 <= m <= 1) l u : prob (at_point m01) l u = itv l u m.
Proof. by rewrite /prob at_point_mean; ring. Qed.

Lemma half01 : 0 <= 1 / 2 <= 1. Proof. lra. Qed.
Lemma one01 : 0 <= 1 <= 1. Proof. lra. Qed.

(** Midpoint Mixup, and lambda = 1: the first point is the mixed point. *)
Definition midpoint := at_point half01.
Definition at_one := at_point one01.

(** ** Densities *)

Section Density.
Variable w : R -> R.
Hypothesis wc : forall x, continuous w x.
Hypothesis w0 : forall x, 0 <= x <= 1 -> 0 <= w x.
Hypothesis w1 : RInt w 0 1 = 1.

Definition clip (x : R) := if Rle_dec x 0 then 0 else if Rle_dec x 1 then x else 1.

Lemma clip01 x : 0 <= clip x <= 1.
Proof. by rewrite /clip; do ! case: Rle_dec => ? /=; lra. Qed.

(** The mean of an affine function over an interval. *)
Lemma is_itv l u a b : l <= u ->
  is_RInt (fun x => itv l u x * (a + b * x) * w x) 0 1 (RInt (fun x => (a + b * x) * w x) (clip l) (clip u)).
Proof.
move=> lu; have [l0 l1] := clip01 l; have [u0 u1] := clip01 u.
have cc : clip l <= clip u.
  by rewrite /clip; do ! case: Rle_dec => ? /=; lra.
have gc x : continuous (fun x => (a + b * x) * w x) x.
  apply: continuous_mult => //; apply: ex_derive_continuous; by auto_derive.
have zero p q : (forall x, p < x < q -> itv l u x = 0) -> p <= q ->
    is_RInt (fun x => itv l u x * (a + b * x) * w x) p q 0.
  move=> h pq; apply: (is_RInt_ext (fun=> 0)) => [x|].
    by rewrite Rmin_left // Rmax_right // => hx; rewrite h // !Rmult_0_l.
  by have := is_RInt_const p q 0; rewrite /scal /= /mult /= Rmult_0_r.
rewrite -[X in is_RInt _ _ _ X]Rplus_0_l -[X in is_RInt _ _ _ X]Rplus_0_r Rplus_assoc.
apply: (@is_RInt_Chasles R_NormedModule _ 0 (clip l) 1).
  apply: zero => // x hx; apply: itv_out => h; move: hx; rewrite /clip.
  by do ! case: Rle_dec => ? /=; lra.
apply: (@is_RInt_Chasles R_NormedModule _ (clip l) (clip u) 1); last first.
  apply: zero => // x hx; apply: itv_out => h; move: hx; rewrite /clip.
  by do ! case: Rle_dec => ? /=; lra.
apply: (is_RInt_ext (fun x => (a + b * x) * w x)) => [x|].
  rewrite Rmin_left // Rmax_right // => hx; rewrite itv_in; first by rewrite Rmult_1_l.
  by move: hx; rewrite /clip; do ! case: Rle_dec => ? /=; lra.
by apply: RInt_correct; apply: ex_RInt_continuous.
Qed.

(** The density is bounded on [0,1], so that small intervals have little mass. *)
Lemma w_bounded : exists M, 0 < M /\ forall x, 0 <= x <= 1 -> w x <= M.
Proof.
have w_cont c : 0 <= c <= 1 -> continuity_pt w c by move=> _; apply/continuity_pt_filterlim; exact: wc.
have [m [hm _]] := continuity_ab_maj w 0 1 Rle_0_1 w_cont.
exists (Rabs (w m) + 1); split; first by have := Rabs_pos (w m); lra.
by move=> x /hm h; have := Rle_abs (w m); lra.
Qed.

Lemma clip_near m delta : 0 <= delta -> clip (m + delta) - clip (m - delta) <= 2 * delta.
Proof. by move=> d0; rewrite /clip; do ! case: Rle_dec => ? /=; lra. Qed.

Lemma density_near m eta : 0 <= m <= 1 -> 0 < eta -> exists delta, 0 < delta /\
  RInt (fun x => itv (m - delta) (m + delta) x * (1 + 0 * x) * w x) 0 1 < RInt (fun x => single m x * w x) 0 1 + eta.
Proof.
move=> hm eta0; have [M [M0 hM]] := w_bounded; pose delta := eta / (4 * M).
have d0 : 0 < delta by apply: Rdiv_lt_0_compat; lra.
exists delta; split=> //.
have -> : RInt (fun x => single m x * w x) 0 1 = 0.
  have isz p q : (forall x, p < x < q -> single m x = 0) -> p <= q -> is_RInt (fun x => single m x * w x) p q 0.
    move=> h pq; apply: (is_RInt_ext (fun=> 0)) => [x|].
      by rewrite Rmin_left // Rmax_right // => hx; rewrite h // Rmult_0_l.
    by have := is_RInt_const p q 0; rewrite /scal /= /mult /= Rmult_0_r.
  apply: is_RInt_unique; rewrite -[X in is_RInt _ _ _ X]Rplus_0_l.
  apply: (@is_RInt_Chasles R_NormedModule _ 0 m 1); apply: isz; try lra.
    by move=> x hx; case: (single_or m x) => -[-> h]; lra.
  by move=> x hx; case: (single_or m x) => -[-> h]; lra.
have near := @is_itv (m - delta) (m + delta) 1 0 ltac:(lra).
rewrite (is_RInt_unique _ _ _ _ near).
have cc := clip_near m (Rlt_le _ _ d0).
have [l0 l1] := clip01 (m - delta); have [u0 u1] := clip01 (m + delta).
have lu : clip (m - delta) <= clip (m + delta) by rewrite /clip; do ! case: Rle_dec => ? /=; lra.
apply: Rle_lt_trans (_ : RInt (fun=> M) (clip (m - delta)) (clip (m + delta)) < _).
  apply: RInt_le => //; last by move=> x hx; rewrite Rmult_0_l Rplus_0_r Rmult_1_l; apply: hM; lra.
    by apply: ex_RInt_continuous => x _; apply: continuous_mult => //; apply: ex_derive_continuous; auto_derive.
  exact: ex_RInt_const.
rewrite RInt_const /scal /= /mult /=.
have e : 2 * delta * M = eta / 2 by rewrite /delta; field; lra.
have : (clip (m + delta) - clip (m - delta)) * M <= 2 * delta * M by apply: Rmult_le_compat_r; lra.
by lra.
Qed.

Definition density : law.
Proof.
have ext (f g : R -> R) : (forall x, 0 <= x <= 1 -> f x = g x) -> forall x, Rmin 0 1 < x < Rmax 0 1 -> f x = g x.
  by move=> h x; rewrite Rmin_left ?Rmax_right; try lra; move=> hx; apply: h; lra.
apply: (@Law (fun f => ex_RInt (fun x => f x * w x) 0 1) (fun f => RInt (fun x => f x * w x) 0 1)).
- move=> l u a b; case: (Rle_lt_dec l u) => lu; first by exists (RInt (fun x => (a + b * x) * w x) (clip l) (clip u)); exact: is_itv.
  apply: (ex_RInt_ext (fun=> 0)) => [x _|]; last exact: ex_RInt_const.
  by rewrite itv_out; [rewrite !Rmult_0_l | lra].
- move=> f cf; apply: ex_RInt_continuous => x _; apply: continuous_mult => //.
  by apply/continuity_pt_filterlim.
- move=> f g hf hg; apply: (ex_RInt_ext (fun x => plus (f x * w x) (g x * w x))).
    by move=> x _; rewrite /plus /= -Rmult_plus_distr_r.
  exact: ex_RInt_plus.
- move=> c f hf; apply: (ex_RInt_ext (fun x => scal c (f x * w x))).
    by move=> x _; rewrite /scal /= /mult /= Rmult_assoc.
  exact: ex_RInt_scal.
- by move=> f g h; apply: ex_RInt_ext; apply: ext => x hx; rewrite h.
- move=> f g hf hg; rewrite -[RHS](RInt_plus _ _ 0 1 hf hg).
  by apply: RInt_ext => x _; rewrite /plus /= -Rmult_plus_distr_r.
- move=> c f hf; rewrite -[RHS](RInt_scal _ 0 1 c hf).
  by apply: RInt_ext => x _; rewrite /scal /= /mult /= Rmult_assoc.
- move=> f g hf hg h; apply: RInt_le => //; first lra.
  by move=> x hx; apply: Rmult_le_compat_r; [apply: w0; lra | apply: h; lra].
- by rewrite -[RHS]w1; apply: RInt_ext => x _; rewrite Rmult_1_l.
- exact: density_near.
Defined.

Lemma density_itv l u a b : l <= u ->
  E density (fun x => itv l u x * (a + b * x)) = RInt (fun x => (a + b * x) * w x) (clip l) (clip u).
Proof. by move=> lu; apply: is_RInt_unique; exact: is_itv. Qed.
End Density.

(** ** The uniform law, Beta(1,1) *)

Definition uniform : law.
Proof.
apply: (@density (fun=> 1)).
- by move=> x; exact: continuous_const.
- by move=> x _; lra.
- by rewrite RInt_const /scal /= /mult /=; ring.
Defined.

Lemma uniform_mean f : E uniform f = RInt f 0 1.
Proof. by apply: RInt_ext => x _; exact: Rmult_1_r. Qed.

(** What [0,1] leaves of an end of an interval. *)
Lemma clip_id x : 0 <= x <= 1 -> clip x = x.
Proof. by move=> h; rewrite /clip; do ! case: Rle_dec => ? /=; lra. Qed.

Lemma clip_low x : x <= 0 -> clip x = 0.
Proof. by move=> h; rewrite /clip; case: Rle_dec. Qed.

Lemma clip_high x : 1 <= x -> clip x = 1.
Proof. by move=> h; rewrite /clip; do ! case: Rle_dec => ? /=; lra. Qed.

Lemma uniform_itv l u a b : l <= u -> E uniform (fun x => itv l u x * (a + b * x)) =
  a * (clip u - clip l) + b * (clip u * clip u - clip l * clip l) / 2.
Proof.
move=> lu; rewrite density_itv //; move: (clip l) (clip u) => p q.
have -> : a * (q - p) + b * (q * q - p * p) / 2 = minus (a * q + b * q * q / 2) (a * p + b * p * p / 2).
  by rewrite /minus /plus /opp /=; field.
apply: is_RInt_unique; apply: (@is_RInt_derive _ (fun x => a * x + b * x * x / 2)).
  by move=> x _; auto_derive => //; field.
by move=> x _; apply: ex_derive_continuous; auto_derive.
Qed.

(** It has full support. *)
Lemma uniform_full : full_support uniform.
Proof. by move=> l u l0 lu u1; rewrite /prob uniform_itv ?clip_id; lra. Qed.

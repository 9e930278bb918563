(** Vectors of R^d, their inner product, norm and distance, and mixed points. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Sums.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Lemma Rabs_lt x e : Rabs x < e <-> - e < x < e.
Proof. by split=> [/Rabs_def2|h]; [lra | apply: Rabs_def1; lra]. Qed.

Lemma Rabs_leq x e : Rabs x <= e <-> - e <= x <= e.
Proof. by split=> h; [have := Rle_abs x; have := Rle_abs (- x); rewrite Rabs_Ropp; lra | apply: Rabs_le; lra]. Qed.

Section Vectors.
Variable d : nat.
Definition vec := 'I_d -> R.
Implicit Types u v x s t : vec.

Definition dot u v := \rsum_(k < d) (u k * v k).
Definition norm u := sqrt (dot u u).
Definition dist u v := norm (fun k => u k - v k).

(** The mixed point lambda s + (1 - lambda) t. *)
Definition mix (l : R) s t : vec := fun k => l * s k + (1 - l) * t k.

Lemma dot_ge0 u : 0 <= dot u u.
Proof. by apply: rsum_ge0 => k _; nra. Qed.

Lemma dot_eq0 u : dot u u = 0 -> forall k, u k = 0.
Proof.
move=> h k; have := @rsum_eq0 _ (fun k => u k * u k) _ h k => h2.
have : u k * u k = 0 by apply: h2 => i; nra.
by move/Rmult_integral; case.
Qed.

Lemma dotC u v : dot u v = dot v u.
Proof. by apply: rsum_eq => k; ring. Qed.

Lemma dotZ c u v : dot (fun k => c * u k) v = c * dot u v.
Proof. by rewrite /dot -rsumZ; apply: rsum_eq => k; ring. Qed.

Lemma dotDl u v w : dot (fun k => u k + v k) w = dot u w + dot v w.
Proof. by rewrite /dot -rsumD; apply: rsum_eq => k; ring. Qed.

Lemma norm_ge0 u : 0 <= norm u. Proof. exact: sqrt_pos. Qed.
Lemma dist_ge0 u v : 0 <= dist u v. Proof. exact: norm_ge0. Qed.

Lemma norm_sqr u : norm u * norm u = dot u u.
Proof. by rewrite /norm sqrt_sqrt //; exact: dot_ge0. Qed.

Lemma norm_eq u v : (forall k, u k = v k) -> norm u = norm v.
Proof. by move=> h; congr sqrt; apply: rsum_eq => k; rewrite h. Qed.

Lemma normZ c u : norm (fun k => c * u k) = Rabs c * norm u.
Proof.
rewrite /norm -sqrt_Rsqr_abs -sqrt_mult; first last.
- exact: dot_ge0.
- exact: Rle_0_sqr.
by congr sqrt; rewrite /dot /Rsqr -rsumZ; apply: rsum_eq => k; ring.
Qed.

Lemma dist_eq0 u v : dist u v = 0 -> forall k, u k = v k.
Proof.
move=> h k; have := norm_sqr (fun k => u k - v k).
rewrite -/(dist u v) h Rmult_0_l => /esym /dot_eq0 /(_ k) /=; lra.
Qed.

Lemma dist_same u v : (forall k, u k = v k) -> dist u v = 0.
Proof.
move=> h; rewrite /dist (@norm_eq _ (fun k => 0 * u k)); last by move=> k; rewrite h; ring.
by rewrite normZ Rabs_R0 Rmult_0_l.
Qed.

Lemma distC u v : dist u v = dist v u.
Proof.
rewrite /dist (@norm_eq _ (fun k => -1 * (v k - u k))); last by move=> k; ring.
by rewrite normZ (_ : Rabs (-1) = 1) ?Rmult_1_l // Rabs_Ropp Rabs_R1.
Qed.

Lemma dotBB (c : R) u v :
  dot (fun k => u k - c * v k) (fun k => u k - c * v k) = dot u u - 2 * c * dot u v + c * c * dot v v.
Proof. by rewrite /dot -!rsumZ -rsumB -rsumD; apply: rsum_eq => k; ring. Qed.

(** Cauchy and Schwarz. *)
Lemma cauchy u v : dot u v <= norm u * norm v.
Proof.
have v0 := dot_ge0 v; have nu := norm_ge0 u; have nv := norm_ge0 v.
case: (Req_dec (dot v v) 0) => [z|nz].
  rewrite dotC /dot (@rsum_eq _ _ (fun k => 0 * u k)) => [|k]; last by rewrite (dot_eq0 z); ring.
  by rewrite rsumZ; nra.
apply: Rnot_lt_le => h; have := dot_ge0 (fun k => u k - dot u v / dot v v * v k); rewrite dotBB.
have -> : dot u u - 2 * (dot u v / dot v v) * dot u v + dot u v / dot v v * (dot u v / dot v v) * dot v v =
  (dot u u * dot v v - dot u v * dot u v) / dot v v by field.
have : dot u u * dot v v < dot u v * dot u v.
  rewrite -!norm_sqr (_ : _ * _ = norm u * norm v * (norm u * norm v)); last by ring.
  by have := Rmult_le_pos _ _ nu nv; nra.
move=> lt le; have i0 : 0 < / dot v v by apply: Rinv_0_lt_compat; lra.
by rewrite /Rdiv in le; nra.
Qed.

Lemma dist_triangle u v w : dist u w <= dist u v + dist v w.
Proof.
set a := fun k => u k - v k; set b := fun k => v k - w k.
have a0 := norm_ge0 a; have b0 := norm_ge0 b; rewrite -[dist u v]/(norm a) -[dist v w]/(norm b).
have c := cauchy a b; apply: Rnot_lt_le => h.
have : dist u w * dist u w = norm a * norm a + 2 * dot a b + norm b * norm b.
  by rewrite !norm_sqr /dot -!rsumZ -!rsumD; apply: rsum_eq => k; rewrite /a /b; ring.
by nra.
Qed.

(** One end at x: the mixed point is at the share of the other end times its distance. *)
Lemma dist_mix_left l s t x : dist s x = 0 -> l <= 1 -> dist (mix l s t) x = (1 - l) * dist t x.
Proof.
move=> /dist_eq0 h hl; rewrite -[X in X * _](Rabs_pos_eq (1 - l)); last by lra.
by rewrite -[dist t x]/(norm _) -normZ; apply: norm_eq => k; rewrite /mix h; ring.
Qed.

Lemma dist_mix_right l s t x : dist t x = 0 -> 0 <= l -> dist (mix l s t) x = l * dist s x.
Proof.
move=> /dist_eq0 h hl; rewrite -[X in X * _](Rabs_pos_eq l) //.
by rewrite -[dist s x]/(norm _) -normZ; apply: norm_eq => k; rewrite /mix h; ring.
Qed.

(** 1 in the open ball of radius eps about x, 0 outside. *)
Definition inball x (eps : R) (z : vec) : R := if Rlt_dec (dist z x) eps then 1 else 0.

Lemma inball01 x eps z : 0 <= inball x eps z <= 1.
Proof. by rewrite /inball; case: Rlt_dec => ? /=; lra. Qed.
End Vectors.

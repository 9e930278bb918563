(** Pairs of data points and a ball: what each pair gives to a class, and sums over all pairs. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The squared distance of the mixed point is a polynomial. *)
Lemma dist_poly d (s t x : vec d) : exists A B C, forall l,
  dist (mix l s t) x * dist (mix l s t) x = l * l * A + 2 * l * B + C.
Proof.
pose v := fun k => s k - t k; pose w := fun k => t k - x k.
exists (dot v v), (dot v w), (dot w w) => l.
rewrite norm_sqr /dot -!rsumZ -!rsumD; apply: rsum_eq => j; rewrite /mix /v /w; ring.
Qed.

(** A segment that does not contain x keeps a distance. *)
Lemma segment_apart d (s t x : vec d) : (forall l, 0 <= l <= 1 -> dist (mix l s t) x <> 0) ->
  exists r, 0 < r /\ forall l, 0 <= l <= 1 -> r <= dist (mix l s t) x.
Proof.
move=> off; have [A [B [C q]]] := dist_poly s t x; pose f l := l * l * A + 2 * l * B + C.
have cf l : 0 <= l <= 1 -> continuity_pt f l by move=> _; rewrite /f; reg.
have [m [hm m01]] := continuity_ab_min f 0 1 Rle_0_1 cf.
have d0 := dist_ge0 (mix m s t) x; have := off m m01 => nz.
exists (dist (mix m s t) x); split=> [|l hl]; first lra.
have := hm l hl; rewrite /f -!q; have := dist_ge0 (mix l s t) x.
by move=> l0 h; apply: Rnot_lt_le => lt; nra.
Qed.

(** Two mixed points of one pair. *)
Lemma dist_mix2 d (s t : vec d) l m : dist (mix l s t) (mix m s t) = Rabs (l - m) * dist s t.
Proof. by rewrite /dist -normZ; apply: norm_eq => j; rewrite /mix; ring. Qed.

(** Finitely many things that hold for all small eps hold together for all small eps. *)
Lemma small_all n (P : 'I_n -> R -> Prop) : (forall s, exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 -> P s eps) ->
  exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 -> forall s, P s eps.
Proof.
elim: n P => [|n ih] P h; first by exists 1; split; [lra | move=> eps _ []].
have [e1 [p1 h1]] := h ord0; have [e2 [p2 h2]] := ih (fun s => P (lift ord0 s)) (fun s => h (lift ord0 s)).
exists (Rmin e1 e2); split; first exact: Rmin_glb_lt.
move=> eps [e0 em] s; have m1 := Rmin_l e1 e2; have m2 := Rmin_r e1 e2.
by case: (unliftP ord0 s) => [j ->|->]; [apply: h2; lra | apply: h1; lra].
Qed.

(** Double sums of nonnegative terms. *)
Lemma dsum_ge0 n (F : 'I_n -> 'I_n -> R) : (forall s t, 0 <= F s t) -> 0 <= \rsum_(s < n) \rsum_(t < n) F s t.
Proof. by move=> h; apply: rsum_ge0 => s _; apply: rsum_ge0. Qed.

Lemma dsum_le n (F G : 'I_n -> 'I_n -> R) : (forall s t, F s t <= G s t) ->
  \rsum_(s < n) \rsum_(t < n) F s t <= \rsum_(s < n) \rsum_(t < n) G s t.
Proof. by move=> h; apply: rsum_le => s _; apply: rsum_le. Qed.

Lemma dsum_eq n (F G : 'I_n -> 'I_n -> R) : (forall s t, F s t = G s t) ->
  \rsum_(s < n) \rsum_(t < n) F s t = \rsum_(s < n) \rsum_(t < n) G s t.
Proof. by move=> h; apply: rsum_eq => s; apply: rsum_eq. Qed.

Lemma dsumD n (F G : 'I_n -> 'I_n -> R) : \rsum_(s < n) \rsum_(t < n) (F s t + G s t) =
  \rsum_(s < n) \rsum_(t < n) F s t + \rsum_(s < n) \rsum_(t < n) G s t.
Proof. by rewrite -rsumD; apply: rsum_eq => s; rewrite rsumD. Qed.

Lemma dsumZ n c (F : 'I_n -> 'I_n -> R) : \rsum_(s < n) \rsum_(t < n) (c * F s t) =
  c * \rsum_(s < n) \rsum_(t < n) F s t.
Proof. by rewrite -rsumZ; apply: rsum_eq => s; rewrite rsumZ. Qed.

Lemma dsum_ge_term n (F : 'I_n -> 'I_n -> R) a b : (forall s t, 0 <= F s t) ->
  F a b <= \rsum_(s < n) \rsum_(t < n) F s t.
Proof.
move=> h; apply: Rle_trans (rsum_ge_term (F := fun s => \rsum_(t < n) F s t) a _).
  exact: (rsum_ge_term (F := F a)).
by move=> s; apply: rsum_ge0.
Qed.

Lemma dsum_eq0 n (F : 'I_n -> 'I_n -> R) : (forall s t, 0 <= F s t) ->
  \rsum_(s < n) \rsum_(t < n) F s t = 0 -> forall s t, F s t = 0.
Proof. by move=> h z s t; have := dsum_ge_term s t h; have := h s t; lra. Qed.

(** A pair together with its mirror image. *)
Lemma dsum_mirror n (F : 'I_n -> 'I_n -> R) : \rsum_(s < n) \rsum_(t < n) (F s t + F t s) =
  2 * \rsum_(s < n) \rsum_(t < n) F s t.
Proof. by rewrite dsumD (rsum_exchange (fun s t => F t s)); ring. Qed.

Lemma dsum_pos n (F : 'I_n -> 'I_n -> R) a : (forall s t, 0 <= F s t + F t s) -> 0 < F a a ->
  0 < \rsum_(s < n) \rsum_(t < n) F s t.
Proof.
move=> F0 Fa; have twice := dsum_mirror F.
by have := dsum_ge_term (F := fun s t => F s t + F t s) a a F0; lra.
Qed.

Section Pairs.
Variables (n k d : nat) (D : data n k d) (L : law) (x : vec d) (eps : R).
Notation hit := (hit D x eps).
Notation mass := (mass D L x eps).
Notation share := (share D L x eps).

Lemma weights s t : 0 < wt D s * wt D t.
Proof. by apply: Rmult_lt_0_compat; exact: wt_pos. Qed.

Lemma weights_one : \rsum_(s < n) \rsum_(t < n) (wt D s * wt D t) = 1.
Proof. by rewrite (@rsum_eq _ _ (wt D)) ?wt_one // => s; rewrite rsumZ (wt_one D); ring. Qed.

Lemma own_or i s : of_class D i s = 1 /\ cls D s = i \/ of_class D i s = 0 /\ cls D s <> i.
Proof. by rewrite /of_class; case: eqP => h; [left | right]. Qed.

Lemma own_self a : of_class D (cls D a) a = 1.
Proof. by rewrite /of_class eqxx. Qed.

Lemma own_at a s : dist (pt D s) (pt D a) = 0 -> of_class D (cls D a) s = 1.
Proof. by move=> /separated h; rewrite /of_class h eqxx. Qed.

Lemma hit_or s t l : hit s t l = 1 /\ dist (mix l (pt D s) (pt D t)) x < eps \/
  hit s t l = 0 /\ eps <= dist (mix l (pt D s) (pt D t)) x.
Proof.
by rewrite /Masses.hit /inball; case: Rlt_dec => h /=; [left | right; split=> //; exact: Rnot_lt_le].
Qed.

Lemma dom_share b c s t : dom L (fun l => hit s t l * (l * b + (1 - l) * c)).
Proof. by apply: dom_ext (dom_hit D L x eps s t c (b - c)) => l _; ring. Qed.

(** A pair that stays out of the ball gives nothing. *)
Lemma mass_miss s t : (forall l, 0 <= l <= 1 -> eps <= dist (mix l (pt D s) (pt D t)) x) -> mass s t = 0.
Proof.
move=> far; rewrite -(E_const L 0); apply: E_ext => [|l hl]; first exact: dom_hit1.
by case: (hit_or s t l) => -[-> h] //; have := far l hl; lra.
Qed.

Lemma moment_bounds s t : 0 <= moment D L x eps s t <= mass s t.
Proof.
have m0 : dom L (fun l => hit s t l * l) := dom_hitl D L x eps s t.
split; first by apply: E_ge0 => // l hl; have := hit01 D x eps s t l; nra.
by apply: E_mono => //; [exact: dom_hit1 | move=> l hl; have := hit01 D x eps s t l; nra].
Qed.

(** What a pair gives to the other classes. *)
Definition foreign i s t := mass s t - share i s t.

Lemma foreignE i s t : foreign i s t =
  E L (fun l => hit s t l * ((1 - of_class D i t) + (of_class D i t - of_class D i s) * l)).
Proof. by rewrite E_hit /foreign shareE; ring. Qed.

Lemma foreign_bounds i s t : 0 <= foreign i s t <= mass s t.
Proof.
rewrite /foreign shareE; have := moment_bounds s t.
by case: (own_or i s) => -[-> _]; case: (own_or i t) => -[-> _]; lra.
Qed.

Lemma total_foreign i : total D L x eps - N D L x eps i = \rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * foreign i s t).
Proof.
rewrite total_pairs N_pairs -rsumB; apply: rsum_eq => s; rewrite -rsumB; apply: rsum_eq => t; rewrite /foreign; ring.
Qed.

Lemma h_low i r : 0 < total D L x eps -> total D L x eps - N D L x eps i <= r * total D L x eps ->
  1 - r <= h D L x eps i.
Proof.
move=> T0 le; apply: (Rmult_le_reg_r (total D L x eps)) => //.
by rewrite /h /Rdiv Rmult_assoc Rinv_l; lra.
Qed.

Lemma total_ge0 : 0 <= total D L x eps.
Proof. by apply: rsum_ge0 => i _; exact: N_ge0. Qed.

Lemma h_sum : 0 < total D L x eps -> \rsum_(i < k) h D L x eps i = 1.
Proof. by move=> T0; rewrite /h /Rdiv rsumZr -/(total D L x eps) Rinv_r; lra. Qed.

Lemma h_ge0 i : 0 < total D L x eps -> 0 <= h D L x eps i.
Proof. by move=> T0; apply: Rmult_le_pos; [exact: N_ge0 | have := Rinv_0_lt_compat _ T0; lra]. Qed.

(** Where one class has all but r, every other has at most r. *)
Lemma h_near_class i j r : 0 < total D L x eps -> 1 - r <= h D L x eps i ->
  Rabs (h D L x eps j - (if j == i then 1 else 0)) <= r.
Proof.
move=> T0 hi; have h0 c := h_ge0 c T0.
have s1 : h D L x eps i + \rsum_(c < k | c != i) h D L x eps c = 1 by rewrite -(h_sum T0) [RHS](bigD1 i).
have rest : 0 <= \rsum_(c < k | c != i) h D L x eps c by apply: rsum_ge0.
apply: Rabs_le; case: eqP => [->|/eqP ji]; first lra.
have : h D L x eps j <= \rsum_(c < k | c != i) h D L x eps c.
  rewrite (bigD1 j) //= -{1}(Rplus_id0 (h D L x eps j)); apply: Rplus_le_compat_l.
  by apply: rsum_ge0.
by have := h0 j; lra.
Qed.
End Pairs.

(** A pair of a data point with itself always stays there. *)
Section Self.
Variables (n k d : nat) (D : data n k d) (L : law) (a : 'I_n) (eps : R).
Hypothesis eps0 : 0 < eps.

Lemma mass_self : mass D L (pt D a) eps a a = 1.
Proof.
rewrite -(E_const L 1); apply: E_ext => [|l hl]; first exact: dom_hit1.
have z : dist (mix l (pt D a) (pt D a)) (pt D a) = 0 by apply: dist_same => j; rewrite /mix; ring.
by case: (hit_or D (pt D a) eps a a l) => -[-> h] //; lra.
Qed.

Lemma share_self : share D L (pt D a) eps (cls D a) a a = 1.
Proof. by rewrite shareE own_self mass_self; ring. Qed.

Lemma total_low : wt D a * wt D a <= total D L (pt D a) eps.
Proof.
rewrite total_pairs -[X in X <= _]Rmult_1_r -mass_self.
apply: (dsum_ge_term (F := fun s t => wt D s * wt D t * mass D L (pt D a) eps s t)) => s t.
by apply: Rmult_le_pos; [have := weights D s t; lra | exact: mass_ge0].
Qed.

Lemma total_pos : 0 < total D L (pt D a) eps.
Proof. by have := total_low; have := weights D a a; lra. Qed.
End Self.

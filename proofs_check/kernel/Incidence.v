(** How the segment of a pair of data points lies to a place z, and what the pair gives to a small ball about z. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Limit.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** It misses z, stays at z (both ends are there), or meets it at one lambda. *)
Lemma pair_cases d (s t z : vec d) :
  (exists r, 0 < r /\ forall l, 0 <= l <= 1 -> r <= dist (mix l s t) z) \/
  dist s z = 0 /\ dist t z = 0 \/
  exists m, 0 <= m <= 1 /\ dist (mix m s t) z = 0 /\ 0 < dist s t /\
    forall l, dist (mix l s t) z = Rabs (l - m) * dist s t.
Proof.
have [A [B [C q]]] := dist_poly s t z; pose f l := l * l * A + 2 * l * B + C.
have cf l : 0 <= l <= 1 -> continuity_pt f l by move=> _; rewrite /f; reg.
have [m [hm m01]] := continuity_ab_min f 0 1 Rle_0_1 cf.
have dm0 := dist_ge0 (mix m s t) z.
case: (Req_dec (dist (mix m s t) z) 0) => [meet|apart]; last first.
  left; exists (dist (mix m s t) z); split=> [|l hl]; first lra.
  have := hm l hl; rewrite /f -!q; have := dist_ge0 (mix l s t) z.
  by move=> l0 h; apply: Rnot_lt_le => lt; nra.
have along l : dist (mix l s t) z = Rabs (l - m) * dist s t.
  rewrite -dist_mix2; apply: norm_eq => j; have := dist_eq0 meet j; lra.
have end1 : dist s z = Rabs (1 - m) * dist s t.
  by rewrite -along; apply: norm_eq => j; rewrite /mix; ring.
have end0 : dist t z = Rabs (0 - m) * dist s t.
  by rewrite -along; apply: norm_eq => j; rewrite /mix; ring.
case: (Req_dec (dist s t) 0) => [same|diff].
  by right; left; rewrite end1 end0 same; split; ring.
by right; right; exists m; have := dist_ge0 s t; do ! split=> //; lra.
Qed.

(** Two lambdas at which a pair of different places meets z are one. *)
Lemma meet_once d (s t z : vec d) l m : 0 < dist s t -> dist (mix l s t) z = 0 -> dist (mix m s t) z = 0 -> l = m.
Proof.
move=> st hl hm; have e : dist (mix l s t) (mix m s t) = 0.
  by apply: dist_same => j; rewrite (dist_eq0 hl) (dist_eq0 hm).
move: e; rewrite dist_mix2 => /Rmult_integral [|]; last lra.
by rewrite /Rabs; case: Rcase_abs => h /=; lra.
Qed.

(** lambda is in the support of P_f. *)
Definition charged (L : law) m := forall delta, 0 < delta -> 0 < prob L (m - delta) (m + delta).

Section Labels.
Variables (n k d : nat) (D : data n k d) (L : law) (z : vec d) (i : 'I_k).

(** The share of class i in the mixed label of the pair (s, t). *)
Definition label s t l := l * of_class D i s + (1 - l) * of_class D i t.

Lemma label_lipschitz s t l m : Rabs (label s t l - label s t m) <= Rabs (l - m).
Proof.
have -> : label s t l - label s t m = (l - m) * (of_class D i s - of_class D i t) by rewrite /label; ring.
rewrite Rabs_mult -[X in _ <= X]Rmult_1_r; apply: Rmult_le_compat_l; first exact: Rabs_pos.
by apply: Rabs_le; have := of_class01 D i s; have := of_class01 D i t; lra.
Qed.

Lemma label01 s t l : 0 <= l <= 1 -> 0 <= label s t l <= 1.
Proof. by rewrite /label => hl; case: (own_or D i s) => -[-> _]; case: (own_or D i t) => -[-> _]; lra. Qed.

(** A pair meets z at l: lambda is charged, or both ends are at z. *)
Definition meets s t l := 0 <= l <= 1 /\ dist (mix l (pt D s) (pt D t)) z = 0 /\
  (charged L l \/ dist (pt D s) (pt D t) = 0).

Lemma share_label eps s t : share D L z eps i s t = E L (fun l => hit D z eps s t l * label s t l).
Proof. by []. Qed.

(** In a small ball a pair gives class i what its label at z gives it, up to eta: where lo and hi enclose the labels
    with which the pair meets z, they enclose its share. *)
Lemma pair_share s t lo hi eta : 0 < eta -> (forall l, meets s t l -> lo <= label s t l <= hi) ->
  exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 ->
  (lo - eta) * mass D L z eps s t <= share D L z eps i s t <= (hi + eta) * mass D L z eps s t.
Proof.
move=> eta0 labels.
have enclosed eps : (forall l, 0 <= l <= 1 -> dist (mix l (pt D s) (pt D t)) z < eps ->
    lo - eta <= label s t l <= hi + eta) ->
    (lo - eta) * mass D L z eps s t <= share D L z eps i s t <= (hi + eta) * mass D L z eps s t.
  move=> h; rewrite share_label -!E_scale; try exact: dom_hit1.
  have ds := dom_share D L z eps (of_class D i s) (of_class D i t) s t.
  split; apply: E_mono; rewrite /label //; try (apply: dom_scale; exact: dom_hit1).
    by move=> l hl; case: (hit_or D z eps s t l) => -[-> near]; [have := h l hl near; rewrite /label; lra | lra].
  by move=> l hl; case: (hit_or D z eps s t l) => -[-> near]; [have := h l hl near; rewrite /label; lra | lra].
have empty eps : mass D L z eps s t = 0 ->
    (lo - eta) * mass D L z eps s t <= share D L z eps i s t <= (hi + eta) * mass D L z eps s t.
  move=> m0; have := moment_bounds D L z eps s t; rewrite shareE m0 => mb.
  by have -> : moment D L z eps s t = 0 by [lra]; lra.
case: (pair_cases (pt D s) (pt D t) z) => [[r [r0 far]]|[[hs ht]|[m [m01 [meet [st along]]]]]].
- exists r; split=> // eps he; apply: empty; apply: mass_miss => l hl; have := far l hl; lra.
- exists 1; split=> [|eps he]; first lra.
  apply: enclosed => l hl _; have st : dist (pt D s) (pt D t) = 0.
    by apply: dist_same => j; rewrite (dist_eq0 hs) (dist_eq0 ht).
  have /labels : meets s t l.
    do ! split; try lra.
    by apply: dist_same => j; rewrite /mix (dist_eq0 hs) (dist_eq0 ht); ring.
  by lra.
have dec : charged L m \/ exists delta, 0 < delta /\ prob L (m - delta) (m + delta) = 0.
  case: (Classical_Prop.classic (charged L m)) => [|no]; [by left | right].
  apply: Classical_Prop.NNPP => none; apply: no => delta d0; have p0 := prob_ge0 L (m - delta) (m + delta).
  case: (Req_dec (prob L (m - delta) (m + delta)) 0) => [e|]; last lra.
  by case: none; exists delta.
case: dec => [ch|[delta [d0 null]]].
  exists (eta * dist (pt D s) (pt D t)); split=> [|eps he]; first exact: Rmult_lt_0_compat.
  apply: enclosed => l hl; rewrite along => near; have : Rabs (l - m) < eta.
    by apply: (Rmult_lt_reg_r (dist (pt D s) (pt D t))) => //; lra.
  have := labels m (conj m01 (conj meet (or_introl ch))); have := label_lipschitz s t l m.
  by move/Rabs_leq; lra.
exists (delta * dist (pt D s) (pt D t)); split=> [|eps he]; first exact: Rmult_lt_0_compat.
apply: empty; apply: Rle_antisym; last exact: mass_ge0.
rewrite -null; apply: E_mono; [exact: dom_hit1 | exact: dom_interval |] => l hl.
case: (hit_or D z eps s t l) => -[-> near]; last by have := itv01 (m - delta) (m + delta) l; lra.
rewrite along in near; have : Rabs (l - m) < delta.
  by apply: (Rmult_lt_reg_r (dist (pt D s) (pt D t))) => //; lra.
by move/Rabs_def2 => h; rewrite itv_in; lra.
Qed.

(** So h_eps^i lies between the least and the greatest label at z, up to eta. *)
Theorem label_bounds lo hi eta : 0 < eta -> (forall s t l, meets s t l -> lo <= label s t l <= hi) ->
  exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 -> 0 < total D L z eps ->
  lo - eta <= h D L z eps i <= hi + eta.
Proof.
move=> eta0 labels.
have [e0 [p near]] := small_all (fun s => small_all (fun t => pair_share eta0 (labels s t))).
exists e0; split=> // eps he T0.
suff [lw up] : (lo - eta) * total D L z eps <= N D L z eps i <= (hi + eta) * total D L z eps.
  have e : h D L z eps i * total D L z eps = N D L z eps i by rewrite /h; field; lra.
  by split; apply: (Rmult_le_reg_r (total D L z eps)) => //; lra.
rewrite total_pairs N_pairs -!dsumZ.
have swap c s t : c * (wt D s * wt D t * mass D L z eps s t) = wt D s * wt D t * (c * mass D L z eps s t) by ring.
split; apply: dsum_le => s t; rewrite swap; have [lw up] := near eps he s t.
  by apply: Rmult_le_compat_l => //; have := weights D s t; lra.
by apply: Rmult_le_compat_l => //; have := weights D s t; lra.
Qed.
End Labels.

(** One label at z: it is the limit. *)
Theorem common_label n k d (D : data n k d) L z (v : 'I_k -> R) :
  x_mix D L z -> (forall i s t l, meets D L z s t l -> label D i s t l = v i) -> h_limit D L z v.
Proof.
move=> mixed labels eta eta0; apply: small_all => i.
have [e0 [p near]] := @label_bounds _ _ _ D L z i (v i) (v i) (eta / 2) ltac:(lra)
  ltac:(move=> s t l /labels ->; lra).
exists e0; split=> // eps he; have := near eps he (mixed eps ltac:(lra)) => b.
by apply: Rle_lt_trans (_ : eta / 2 < _); [apply: Rabs_le; lra | lra].
Qed.

(** Proposition 2.8 (claim proposition-2.8): at a data point the limit h exists for every mixing law, and it gives all to
    the class of the point exactly when no atom of (0,1) mixes two other points, not both of the class, to it. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Limit Incidence Independent.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Proposition_2_8.
Variables (n k d : nat) (D : data n k d) (L : law) (a : 'I_n).
Let x := pt D a.
Let i := cls D a.

(** What a pair has at x itself: its mass M and the part S of each class. *)
Definition at_x s t (q : R * ('I_k -> R)) :=
  (forall l, 0 <= l <= 1 -> dist (mix l (pt D s) (pt D t)) x <> 0) /\ q.1 = 0 /\ (forall j, q.2 j = 0) \/
  dist (pt D s) x = 0 /\ dist (pt D t) x = 0 /\ q.1 = 1 /\ (forall j, q.2 j = of_class D j s) \/
  exists m, 0 <= m <= 1 /\ dist (mix m (pt D s) (pt D t)) x = 0 /\ 0 < dist (pt D s) (pt D t) /\
    q.1 = atom L m /\ forall j, q.2 j = atom L m * label D j s t m.

Lemma pair_limit s t : exists q, at_x s t q /\ forall eta, 0 < eta -> exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 ->
  Rabs (mass D L x eps s t - q.1) <= eta /\ forall j, Rabs (share D L x eps j s t - q.2 j) <= eta.
Proof.
case: (pair_cases (pt D s) (pt D t) x) => [[r [r0 far]]|[[hs ht]|[m [m01 [meet [st along]]]]]].
- exists (0, fun=> 0); split; first by left; split=> // l hl; have := far l hl; lra.
  move=> eta eta0; exists r; split=> // eps he.
  have m0 : mass D L x eps s t = 0 by apply: mass_miss => l hl; have := far l hl; lra.
  have o0 : moment D L x eps s t = 0 by have := moment_bounds D L x eps s t; lra.
  split=> [|j]; last rewrite shareE o0; rewrite m0 /= Rabs_pos_eq; lra.
- exists (1, fun j => of_class D j s); split; first by right; left.
  move=> eta eta0; exists 1; split=> [|eps he]; first lra.
  have hit1 l : 0 <= l <= 1 -> hit D x eps s t l = 1.
    move=> hl; have z : dist (mix l (pt D s) (pt D t)) x = 0.
      by apply: dist_same => c; rewrite /mix (dist_eq0 hs) (dist_eq0 ht); ring.
    by case: (hit_or D x eps s t l) => -[-> h] //; lra.
  have m1 : mass D L x eps s t = 1 by rewrite -(E_const L 1); apply: E_ext => [|l /hit1] //; exact: dom_hit1.
  split=> [|j]; first by rewrite m1 /= Rminus_diag_eq // Rabs_R0; lra.
  have same : of_class D j t = of_class D j s.
    rewrite /of_class (separated (a := s) (b := t)) //.
    by apply: dist_same => c; rewrite (dist_eq0 hs) (dist_eq0 ht).
  by rewrite shareE m1 same /= (_ : _ - _ = 0) ?Rabs_R0; [lra | ring].
exists (atom L m, fun j => atom L m * label D j s t m); split; first by right; right; exists m.
move=> eta eta0; have [delta [d0 near]] := E_near L m01 eta0.
exists (delta * dist (pt D s) (pt D t)); split=> [|eps he]; first exact: Rmult_lt_0_compat.
have low l : single m l <= hit D x eps s t l.
  case: (single_or m l) => -[-> h]; last by have := hit01 D x eps s t l; lra.
  by case: (hit_or D x eps s t l) => -[-> far]; [lra | rewrite h in far; lra].
have up l : hit D x eps s t l <= itv (m - delta) (m + delta) l * (1 + 0 * l).
  case: (hit_or D x eps s t l) => -[-> h]; last by have := itv01 (m - delta) (m + delta) l; lra.
  rewrite along in h; have : Rabs (l - m) < delta by apply: (Rmult_lt_reg_r (dist (pt D s) (pt D t))) => //; lra.
  by move/Rabs_lt => h2; rewrite itv_in; lra.
have dh := dom_hit1 D L x eps s t; have ds := dom_single L m.
have gap : 0 <= mass D L x eps s t - atom L m <= eta.
  split; first by have := E_mono ds dh (fun l _ => low l); rewrite /mass /atom; lra.
  by have := E_mono dh (dom_itv L (m - delta) (m + delta) 1 0) (fun l _ => up l); rewrite /mass /atom; lra.
split=> [|j]; first by rewrite /= Rabs_pos_eq; lra.
have dl : dom L (fun l => hit D x eps s t l * label D j s t l) by exact: dom_share.
have dsl : dom L (fun l => label D j s t m * single m l) by exact: dom_scale.
have dn := dom_scale (-1) dsl; have dg := dom_add dh (dom_scale (-1) ds).
have e1 : share D L x eps j s t - atom L m * label D j s t m =
    E L (fun l => hit D x eps s t l * label D j s t l + (-1) * (label D j s t m * single m l)).
  by rewrite (E_add dl dn) (E_scale (-1) dsl) (E_scale _ ds) share_label /atom; ring.
have e2 : mass D L x eps s t - atom L m = E L (fun l => hit D x eps s t l + (-1) * single m l).
  by rewrite (E_add dh (dom_scale (-1) ds)) (E_scale (-1) ds) /mass /atom; ring.
have between l : 0 <= l <= 1 -> 0 <= hit D x eps s t l * label D j s t l + (-1) * (label D j s t m * single m l) <=
    hit D x eps s t l + (-1) * single m l.
  move=> hl; have lb := label01 D j s t hl; have := low l; have := hit01 D x eps s t l.
  by case: (single_or m l) => -[-> e]; [rewrite e in lb *; nra | nra].
rewrite /= e1; apply: Rabs_le; have z := E_ge0 (dom_add dl dn) (fun l hl => proj1 (between l hl)).
by have := E_mono (dom_add dl dn) dg (fun l hl => proj2 (between l hl)); rewrite -e2; lra.
Qed.

(** No atom of (0,1) mixes two other points, not both of the class, to x. *)
Definition no_stray_atom := forall m, 0 < m < 1 -> 0 < atom L m -> forall s t,
  dist (pt D s) x <> 0 -> dist (pt D t) x <> 0 -> dist (mix m (pt D s) (pt D t)) x = 0 -> cls D s = i /\ cls D t = i.

(** All parts at x are of the class, pair by pair, exactly then. *)
Lemma all_own q : (forall s t, at_x s t (q s t)) -> (forall s t, (q s t).2 i = (q s t).1) <-> no_stray_atom.
Proof.
move=> hq; split=> [all m hm pos s t hs ht meet|none s t].
  have := all s t; case: (hq s t) => [[off _]|[[hs' _]|[m' [m01 [meet' [st [-> hS]]]]]]] //.
    by have := off m ltac:(lra); rewrite meet.
  have e := meet_once st meet' meet; rewrite hS e /label => h.
  have : m * of_class D i s + (1 - m) * of_class D i t = 1 by apply: (Rmult_eq_reg_l (atom L m)); lra.
  by case: (own_or D i s) => -[-> cs]; case: (own_or D i t) => -[-> ct]; try (split=> //); lra.
case: (hq s t) => [[_ [-> ->]]|[[hs [_ [-> ->]]]|[m [m01 [meet [st [-> ->]]]]]]] //; first exact: own_at.
have end1 : dist (pt D s) x = 0 -> m = 1.
  move=> z; apply: (meet_once st meet); rewrite -[RHS]z; apply: norm_eq => c; rewrite /mix; ring.
have end0 : dist (pt D t) x = 0 -> m = 0.
  move=> z; apply: (meet_once st meet); rewrite -[RHS]z; apply: norm_eq => c; rewrite /mix; ring.
rewrite /label; case: (Req_dec (dist (pt D s) x) 0) => hs; first by rewrite (end1 hs) (own_at hs); ring.
case: (Req_dec (dist (pt D t) x) 0) => ht; first by rewrite (end0 ht) (own_at ht); ring.
have a0 := atom_ge0 L m; case: (Req_dec (atom L m) 0) => [->|pos]; first ring.
have m1 : m <> 1 by move=> e; apply: hs; rewrite -[RHS]meet e; apply: norm_eq => c; rewrite /mix; ring.
have m0 : m <> 0 by move=> e; apply: ht; rewrite -[RHS]meet e; apply: norm_eq => c; rewrite /mix; ring.
have [cs ct] := none m ltac:(lra) ltac:(lra) s t hs ht meet.
by rewrite /of_class cs ct eqxx; ring.
Qed.

Theorem proposition_2_8 : exists v, h_limit D L x v /\ (v i = 1 <-> no_stray_atom) /\
  ((forall m, 0 < m < 1 -> atom L m = 0) -> v i = 1).
Proof.
have [q hq] := fin_choice (fun s => fin_choice (pair_limit s)).
have at_q s t : at_x s t (q s t) := (hq s t).1.
pose T := \rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * (q s t).1).
pose S j := \rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * (q s t).2 j).
have parts s t : 0 <= (q s t).2 i <= (q s t).1.
  case: (at_q s t) => [[_ [-> ->]]|[[_ [_ [-> ->]]]|[m [m01 [_ [_ [-> ->]]]]]]]; first lra.
    by have := of_class01 D i s.
  by have := label01 D i s t m01; have := atom_ge0 L m; nra.
have T0 : 0 < T.
  have xx : dist (pt D a) (pt D a) = 0 by exact: dist_same.
  have q1 : (q a a).1 = 1.
    case: (at_q a a) => [[off _]|[[_ [_ [-> _]]]|[m [_ [_ [st _]]]]]] //; last by rewrite xx in st; lra.
    by case: (off 1 ltac:(lra)); apply: dist_same => c; rewrite /mix /x; ring.
  apply: Rlt_le_trans (_ : wt D a * wt D a * (q a a).1 <= _); first by rewrite q1; have := weights D a a; lra.
  apply: (dsum_ge_term (F := fun s t => wt D s * wt D t * (q s t).1)) => s t.
  by apply: Rmult_le_pos; [have := weights D s t; lra | have := parts s t; lra].
exists (fun j => S j / T); split; last first.
  have equal : S i / T = 1 <-> no_stray_atom.
    rewrite -(all_own at_q); split=> [e s t|all].
      have ST : S i = T by rewrite -[RHS]Rmult_1_l -e; field; lra.
      have term s' t' : 0 <= wt D s' * wt D t' * ((q s' t').1 - (q s' t').2 i).
        by apply: Rmult_le_pos; [have := weights D s' t'; lra | have := parts s' t'; lra].
      have sum0 : \rsum_(s' < n) \rsum_(t' < n) (wt D s' * wt D t' * ((q s' t').1 - (q s' t').2 i)) = 0.
        rewrite (dsum_eq (G := fun s t => wt D s * wt D t * (q s t).1 + (-1) * (wt D s * wt D t * (q s t).2 i))) => [|? ?].
          rewrite dsumD dsumZ; change (T + -1 * S i = 0); rewrite ST; ring.
        by ring.
      by case/Rmult_integral: (dsum_eq0 term sum0 s t) => h; have := weights D s t; lra.
    have -> : S i = T by apply: dsum_eq => s t; rewrite all.
    by field; lra.
  split=> // none; apply/equal => m hm pos; have := none m hm; lra.
move=> eta eta0; pose c := eta * T / 4.
have c0 : 0 < c by apply: Rdiv_lt_0_compat; [exact: Rmult_lt_0_compat | lra].
have [e0 [p near]] := small_all (fun s => small_all (fun t => (hq s t).2 c c0)).
exists e0; split=> // eps he j.
have close (f g : 'I_n -> 'I_n -> R) : (forall s t, Rabs (f s t - g s t) <= c) ->
    Rabs ((\rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * f s t)) -
      (\rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * g s t))) <= c.
  move=> fg; have one : c = \rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * c).
    rewrite (dsum_eq (G := fun s t => c * (wt D s * wt D t))) => [|s t]; last by ring.
    by rewrite dsumZ weights_one; ring.
  apply/Rabs_leq; split.
    suff : (\rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * g s t)) <=
      (\rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * f s t)) + c by lra.
    rewrite {1}one -dsumD; apply: dsum_le => s t; have /Rabs_leq := fg s t; have := weights D s t; nra.
  suff : (\rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * f s t)) <=
    (\rsum_(s < n) \rsum_(t < n) (wt D s * wt D t * g s t)) + c by lra.
  by rewrite {1}one -dsumD; apply: dsum_le => s t; have /Rabs_leq := fg s t; have := weights D s t; nra.
have nT : Rabs (total D L x eps - T) <= c by rewrite total_pairs; apply: close => s t; exact: (near eps he s t).1.
have nS : Rabs (N D L x eps j - S j) <= c by rewrite N_pairs; apply: close => s t; exact: (near eps he s t).2.
have Te := total_pos D L a (proj1 he); rewrite -/x in Te.
have hj : 0 <= h D L x eps j <= 1.
  have h0 := h_ge0 j Te; split=> //; rewrite -(h_sum Te) (bigD1 j) //= -{1}(Rplus_id0 (h D L x eps j)).
  by apply: Rplus_le_compat_l; apply: rsum_ge0 => c' _; exact: h_ge0.
have e : h D L x eps j - S j / T = ((N D L x eps j - S j) - h D L x eps j * (total D L x eps - T)) / T.
  by rewrite /h; field; lra.
rewrite e /Rdiv Rabs_mult (Rabs_pos_eq (/ T)); last by have := Rinv_0_lt_compat _ T0; lra.
apply: (Rmult_lt_reg_r T) => //; rewrite Rmult_assoc Rinv_l ?Rmult_1_r; last lra.
apply: Rle_lt_trans (_ : 2 * c < _); last by rewrite /c; have := Rmult_lt_0_compat _ _ eta0 T0; lra.
have b1 := (Rabs_leq _ _).1 nT; have b2 := (Rabs_leq _ _).1 nS.
by apply: Rabs_le; split; nra.
Qed.
End Proposition_2_8.

(** With equal class masses the Mixup logistic loss is least along the labels, at one positive scale. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Pairs Logistic Outputs.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** P_f((0,1) without 1/2) > 0 in the form that the proof uses. *)
Lemma off_centre_moment (L : law) : 0 < off_centre L -> 0 < E L (fun l => l * (1 - l) * (2 * l - 1) * (2 * l - 1)).
Proof.
move=> off; have dk : dom L (fun l => l * (1 - l) * (2 * l - 1) * (2 * l - 1)).
  by apply: dom_der => l; auto_derive.
have part l u : 0 <= l -> u <= 1 -> (1 <= 2 * l \/ 2 * u <= 1) -> 0 < prob L l u ->
    0 < E L (fun l => l * (1 - l) * (2 * l - 1) * (2 * l - 1)).
  move=> l0 u1 side pos; have [d [d0 pos']] := prob_inside l0 u1 pos.
  apply: Rlt_le_trans (_ : d * d * (d * d) * prob L (l + d) (u - d) <= _).
    by apply: Rmult_lt_0_compat => //; do ! apply: Rmult_lt_0_compat.
  rewrite /prob -E_scale; last exact: dom_interval.
  apply: E_mono => //; first by apply: dom_scale; exact: dom_interval.
  move=> x hx; case: (itv_or (l + d) (u - d) x) => -[-> h]; last first.
    have : 0 <= x * (1 - x) * ((2 * x - 1) * (2 * x - 1)).
      by apply: Rmult_le_pos; [apply: Rmult_le_pos; lra | exact: Rle_0_sqr].
    by lra.
  have a1 : d * d <= x * (1 - x) by apply: Rmult_le_compat; lra.
  have a2 : d * d <= (2 * x - 1) * (2 * x - 1).
    by case: side => side; [|rewrite -(Rmult_opp_opp (2 * x - 1))]; apply: Rmult_le_compat; lra.
  have dd : 0 <= d * d := Rle_0_sqr d.
  have := Rmult_le_compat _ _ _ _ dd dd a1 a2; lra.
move: off; rewrite /off_centre; have q1 := prob_ge0 L 0 (1 / 2); have q2 := prob_ge0 L (1 / 2) 1.
case: (Rlt_dec 0 (prob L 0 (1 / 2))) => [pos _|no off]; first by apply: (part 0 (1 / 2)) => //; lra.
by apply: (part (1 / 2) 1); lra.
Qed.

Section Minimum.
Variables (n : nat) (p y : 'I_n -> R) (L : law).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.
Hypothesis labels : forall a, y a = 1 \/ y a = -1.
Hypothesis balanced : \rsum_(a < n) (p a * y a) = 0.
Hypothesis off : 0 < off_centre L.
Notation F := (F p y L).

(** The scale of outputs u along the labels. *)
Definition scale (u : 'I_n -> R) := \rsum_(a < n) (p a * (y a * u a)).

(** ** Among outputs of one scale, those along the labels have the least loss, and they alone *)

Section Descent.
Variable u : 'I_n -> R.
Let c := scale u.
Let f a := y a * (u a - c * y a).

Lemma f_mean : \rsum_(a < n) (p a * f a) = 0.
Proof.
rewrite (@rsum_eq _ _ (fun a => p a * (y a * u a) - c * p a)).
  by rewrite rsumB rsumZ p1 -/(scale u) -/c; ring.
by move=> a; rewrite /f; case: (labels a) => ->; ring.
Qed.

Lemma outputE a : c * y a + y a * f a = u a.
Proof. by rewrite /f; case: (labels a) => ->; ring. Qed.

Let gap a b l := pair (y a) (y b) (u a) (u b) l - pair (y a) (y b) (c * y a) (c * y b) l - slope y c f a b l.

Lemma dom_gap a b : dom L (gap a b).
Proof.
have d0 := dom_pair L (y a) (y b) (u a) (u b); have d1 := dom_scale (-1) (dom_pair L (y a) (y b) (c * y a) (c * y b)).
have d2 := dom_scale (-1) (dom_slope y L c f a b).
by apply: dom_ext (dom_add (dom_add d0 d1) d2) => l _; rewrite /gap; ring.
Qed.

Lemma gap_ge0 a b l : 0 <= l <= 1 -> 0 <= gap a b l.
Proof. by move=> hl; have := pair_tangent labels c f a b hl; rewrite !outputE /gap; lra. Qed.

Lemma gap_total : F u = F (fun a => c * y a) + \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (gap a b)).
Proof.
have slopes := slope_sum y L p1 c f; rewrite f_mean /imbalance balanced in slopes.
have -> : \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (gap a b)) =
    F u - F (fun a => c * y a) - \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (slope y c f a b)); last first.
  by rewrite slopes; ring.
rewrite /Outputs.F -!rsumB; apply: rsum_eq => a; rewrite -!rsumB; apply: rsum_eq => b.
have d0 := dom_pair L (y a) (y b) (u a) (u b); have d1 := dom_pair L (y a) (y b) (c * y a) (c * y b).
have d2 := dom_slope y L c f a b.
have -> : E L (gap a b) = E L (pair (y a) (y b) (u a) (u b)) + (-1) * E L (pair (y a) (y b) (c * y a) (c * y b)) +
    (-1) * E L (slope y c f a b); last by ring.
rewrite -(E_scale (-1) d1) -(E_scale (-1) d2) -(E_add d0 (dom_scale (-1) d1)).
rewrite -(E_add (dom_add d0 (dom_scale (-1) d1)) (dom_scale (-1) d2)).
by apply: E_ext => [|l _]; [exact: dom_gap | rewrite /gap; ring].
Qed.

Lemma descent : F (fun a => c * y a) <= F u /\ (F u = F (fun a => c * y a) -> forall a, u a = c * y a).
Proof.
have term0 a b : 0 <= p a * p b * E L (gap a b).
  apply: Rmult_le_pos; first by have := pair_weights p0 a b; lra.
  by apply: E_ge0 (dom_gap a b) _ => l; exact: gap_ge0.
split; first by rewrite gap_total; have := dsum_ge0 term0; lra.
move=> same a; rewrite gap_total in same.
have zero := dsum_eq0 term0 ltac:(lra) a a.
have ga : E L (gap a a) = 0 by case/Rmult_integral: zero => //; have := pair_weights p0 a a; lra.
have : E L (gap a a) = ell (y a * u a) - (ell c + dell c * (y a * u a - c)).
  rewrite -(E_const L (_ - _)); apply: E_ext => [|l _]; first exact: dom_gap.
  rewrite /gap /pair /slope /f.
  have -> : l * u a + (1 - l) * u a = u a by ring.
  have -> : l * (c * y a) + (1 - l) * (c * y a) = c * y a by ring.
  have -> : y a * (c * y a) = c by case: (labels a) => ->; ring.
  by case: (labels a) => ->; field.
rewrite ga => h; have [_ t] := tangent c (y a * u a).
have : y a * u a = c by apply: t; lra.
by case: (labels a) => ->; lra.
Qed.
End Descent.

(** ** Along the labels *)

Definition along c := F (fun a => c * y a).
Definition lab a b l := l * y a + (1 - l) * y b.
Definition V := \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (fun l => lab a b l * lab a b l)).

Lemma dom_lab2 a b : dom L (fun l => lab a b l * lab a b l).
Proof. by apply: dom_der => l; rewrite /lab; auto_derive. Qed.

Let pair_weights_one_ : \rsum_(a < n) \rsum_(b < n) (p a * p b) = 1 := pair_weights_one p1.

Lemma nonempty : exists a : 'I_n, True.
Proof.
case: n p p1 => [q|m _ _]; last by exists ord0.
by rewrite big_ord0; lra.
Qed.

Lemma V_pos : 0 < V.
Proof.
have [a _] := nonempty.
have t0 b b' : 0 <= p b * p b' * E L (fun l => lab b b' l * lab b b' l).
  apply: Rmult_le_pos; first by have := pair_weights p0 b b'; lra.
  by apply: E_ge0 => [|l _]; [exact: dom_lab2 | nra].
have : p a * p a * E L (fun l => lab a a l * lab a a l) <= V.
  exact: (dsum_ge_term (F := fun b b' => p b * p b' * E L (fun l => lab b b' l * lab b b' l))).
have -> : E L (fun l => lab a a l * lab a a l) = 1.
  rewrite -[RHS](E_const L 1); apply: E_ext => [|l _]; first exact: dom_lab2.
  by rewrite /lab; case: (labels a) => ->; ring.
by have := pair_weights p0 a a; lra.
Qed.

Lemma along_lipschitz c c' : along c - Rabs (c' - c) <= along c'.
Proof.
rewrite -[Rabs _]Rmult_1_r -pair_weights_one_ /along /Outputs.F -rsumZ -rsumB; apply: rsum_le => a _.
rewrite -rsumZ -rsumB; apply: rsum_le => b _.
rewrite [Rabs _ * _]Rmult_comm -Rmult_minus_distr_l; apply: Rmult_le_compat_l.
  by have := pair_weights p0 a b; lra.
rewrite -(E_const L (Rabs (c' - c))).
have d := dom_scale (-1) (dom_const L (Rabs (c' - c))).
apply: Rle_trans (_ : E L (fun l => pair (y a) (y b) (c * y a) (c * y b) l + (-1) * Rabs (c' - c)) <= _).
  by rewrite E_add ?(E_scale (-1) (dom_const L _)) //; [lra | exact: dom_pair].
apply: E_mono => [||l hl]; [by apply: dom_add => //; exact: dom_pair | exact: dom_pair | rewrite /pair].
have lip z : z = 1 \/ z = -1 -> ell (z * (l * (c * y a) + (1 - l) * (c * y b))) - Rabs (c' - c) <=
    ell (z * (l * (c' * y a) + (1 - l) * (c' * y b))).
  move=> hz; apply: Rle_trans (ell_lipschitz (z * (l * (c * y a) + (1 - l) * (c * y b))) _).
  suff : Rabs (z * (l * (c' * y a) + (1 - l) * (c' * y b)) - z * (l * (c * y a) + (1 - l) * (c * y b))) <=
    Rabs (c' - c) by lra.
  have -> : z * (l * (c' * y a) + (1 - l) * (c' * y b)) - z * (l * (c * y a) + (1 - l) * (c * y b)) =
    (c' - c) * (z * lab a b l) by rewrite /lab; ring.
  rewrite Rabs_mult -[X in _ <= X]Rmult_1_r; apply: Rmult_le_compat_l; first exact: Rabs_pos.
  by apply: Rabs_le; rewrite /lab; case: hz => ->; case: (labels a) => ->; case: (labels b) => ->; lra.
by have := lip _ (labels a); have := lip _ (labels b); nra.
Qed.

Lemma along_continuous : continuity along.
Proof.
move=> c eps e0; exists eps; split=> // c' [_]; rewrite /= /R_dist => h.
apply: Rle_lt_trans h; apply: Rabs_le.
have := along_lipschitz c c'; have := along_lipschitz c' c; rewrite (Rabs_minus_sym c c'); lra.
Qed.

Lemma along0 : along 0 = ln 2.
Proof.
rewrite -[ln 2]Rmult_1_r -pair_weights_one_ /along /Outputs.F -rsumZ; apply: rsum_eq => a.
rewrite -rsumZ; apply: rsum_eq => b; rewrite Rmult_comm; congr (_ * _).
rewrite -(E_const L (ln 2)); apply: E_ext => [|l _]; first exact: dom_pair.
by rewrite /pair !Rmult_0_l !Rmult_0_r Rplus_0_r !Rmult_0_r ell0; ring.
Qed.

(** Left of 0 the loss is at least ln 2; a little right of 0 it is less. *)
Lemma along_left c : c <= 0 -> ln 2 <= along c.
Proof.
move=> c0; rewrite -{1}[ln 2]Rmult_1_r -pair_weights_one_ /along /Outputs.F -rsumZ; apply: rsum_le => a _.
rewrite -rsumZ; apply: rsum_le => b _; rewrite Rmult_comm; apply: Rmult_le_compat_l.
  by have := pair_weights p0 a b; lra.
rewrite -(E_const L (ln 2)); apply: E_mono => [||l hl]; [exact: dom_const | exact: dom_pair | rewrite /pair].
have t z : ln 2 - z / 2 <= ell z.
  have [t _] := tangent 0 z; move: t; rewrite ell0 /dell exp_0.
  have -> : - / (1 + 1) * (z - 0) = - z / 2 by field.
  by lra.
set z := l * (c * y a) + (1 - l) * (c * y b); have ta := t (y a * z); have tb := t (y b * z).
have sq : l * (y a * z) + (1 - l) * (y b * z) = c * (lab a b l * lab a b l) by rewrite /z /lab; ring.
have : c * (lab a b l * lab a b l) <= 0 by have := Rle_0_sqr (lab a b l); rewrite /Rsqr; nra.
by nra.
Qed.

Lemma along_half : along (1 / 2) < ln 2.
Proof.
have v := V_pos; suff : along (1 / 2) <= ln 2 * 1 - / 8 * V by lra.
rewrite -[X in ln 2 * X]pair_weights_one_ /along /Outputs.F /V -!rsumZ -rsumB; apply: rsum_le => a _.
rewrite -!rsumZ -rsumB; apply: rsum_le => b _.
have -> : ln 2 * (p a * p b) - / 8 * (p a * p b * E L (fun l => lab a b l * lab a b l)) =
  p a * p b * (ln 2 + - / 8 * E L (fun l => lab a b l * lab a b l)) by ring.
apply: Rmult_le_compat_l; first by have := pair_weights p0 a b; lra.
rewrite -(E_const L (ln 2)) -E_scale -?E_add; try exact: dom_lab2; try exact: dom_const;
  last by apply: dom_scale; exact: dom_lab2.
apply: E_mono => [||l hl]; [exact: dom_pair| by apply: dom_add; [exact: dom_const | apply: dom_scale; exact: dom_lab2]|].
rewrite /pair; set z := l * (1 / 2 * y a) + (1 - l) * (1 / 2 * y b).
have ta := ell_above (y a * z); have tb := ell_above (y b * z).
have za : y a * z * (y a * z) = z * z by case: (labels a) => ->; ring.
have zb : y b * z * (y b * z) = z * z by case: (labels b) => ->; ring.
rewrite za in ta; rewrite zb in tb.
have ez : z = 1 / 2 * lab a b l by rewrite /z /lab; ring.
have sq : l * (y a * z) + (1 - l) * (y b * z) = 1 / 2 * (lab a b l * lab a b l) by rewrite /z /lab; field.
have zz : z * z = / 4 * (lab a b l * lab a b l) by rewrite ez; field.
have : l * ell (y a * z) + (1 - l) * ell (y b * z) <=
  ln 2 - (l * (y a * z) + (1 - l) * (y b * z)) / 2 + z * z / 2 by nra.
by rewrite sq zz; lra.
Qed.

(** It grows at least linearly. *)
Definition kappa := E L (fun l => l * (1 - l) * (2 * l - 1) * (2 * l - 1)).

Lemma along_coercive c : 0 <= c -> kappa / 2 * c <= along c.
Proof.
move=> c0; pose W a b := (1 - y a * y b) / 2.
have half : \rsum_(a < n) \rsum_(b < n) (p a * p b * W a b) = 1 / 2.
  have -> : \rsum_(a < n) \rsum_(b < n) (p a * p b * W a b) =
      \rsum_(a < n) \rsum_(b < n) (/ 2 * (p a * p b)) + \rsum_(a < n) \rsum_(b < n) (- / 2 * (p a * y a) * (p b * y b)).
    by rewrite -rsumD; apply: rsum_eq => a; rewrite -rsumD; apply: rsum_eq => b; rewrite /W; field.
  rewrite (@rsum_eq _ _ (fun a => / 2 * \rsum_(b < n) (p a * p b))) => [|a]; last by rewrite rsumZ.
  rewrite rsumZ pair_weights_one_ (@rsum_eq _ _ (fun=> 0 * 0)) => [|a]; last by rewrite rsumZ balanced; ring.
  by rewrite rsumZ; field.
have -> : kappa / 2 * c = kappa * c * (1 / 2) by field.
rewrite -half /along /Outputs.F -rsumZ; apply: rsum_le => a _; rewrite -rsumZ; apply: rsum_le => b _.
have -> : kappa * c * (p a * p b * W a b) = p a * p b * (c * W a b * kappa) by ring.
apply: Rmult_le_compat_l; first by have := pair_weights p0 a b; lra.
have dk : dom L (fun l => l * (1 - l) * (2 * l - 1) * (2 * l - 1)) by apply: dom_der => l; auto_derive.
rewrite /kappa -E_scale //; apply: E_mono => [||l hl]; [exact: dom_scale | exact: dom_pair | rewrite /pair /W].
set k := l * (1 - l) * (2 * l - 1) * (2 * l - 1).
have same : 0 <= l * ell (y a * (l * (c * y a) + (1 - l) * (c * y b))) +
    (1 - l) * ell (y b * (l * (c * y a) + (1 - l) * (c * y b))).
  by have := ell_pos (y a * (l * (c * y a) + (1 - l) * (c * y b)));
     have := ell_pos (y b * (l * (c * y a) + (1 - l) * (c * y b))); nra.
have diff w : w = c * (2 * l - 1) -> c * k <= l * ell w + (1 - l) * ell (- w).
  move=> ew; have a1 := ell_pos w; have a2 := ell_neg w; have b1 := ell_pos (- w); have b2 := ell_neg (- w).
  have k0 : k = l * (1 - l) * ((2 * l - 1) * (2 * l - 1)) by rewrite /k; ring.
  have ll : 0 <= l * (1 - l) by nra.
  case: (Rle_lt_dec 0 (2 * l - 1)) => h.
    pose B := c * (2 * l - 1) * (1 - l); have B0 : 0 <= B by apply: Rmult_le_pos; nra.
    have r : l * (2 * l - 1) <= 1 by nra.
    have ck : c * k = B * (l * (2 * l - 1)) by rewrite k0 /B; ring.
    have Bw : B = (1 - l) * w by rewrite /B ew; ring.
    have bw : (1 - l) * w <= (1 - l) * ell (- w) by apply: Rmult_le_compat_l; lra.
    have aw : 0 <= l * ell w by apply: Rmult_le_pos; lra.
    by nra.
  pose B := c * - (2 * l - 1) * l; have B0 : 0 <= B by apply: Rmult_le_pos; nra.
  have r : (1 - l) * - (2 * l - 1) <= 1 by nra.
  have ck : c * k = B * ((1 - l) * - (2 * l - 1)) by rewrite k0 /B; ring.
  have Bw : B = l * - w by rewrite /B ew; ring.
  have bw : l * - w <= l * ell w by apply: Rmult_le_compat_l; lra.
  have aw : 0 <= (1 - l) * ell (- w) by apply: Rmult_le_pos; lra.
  by nra.
move: same; case: (labels a) => ->; case: (labels b) => -> same; try by nra.
- have := diff (1 * (l * (c * 1) + (1 - l) * (c * -1))) ltac:(ring).
  have -> : - (1 * (l * (c * 1) + (1 - l) * (c * -1))) = -1 * (l * (c * 1) + (1 - l) * (c * -1)) by ring.
  by lra.
- have := diff (-1 * (l * (c * -1) + (1 - l) * (c * 1))) ltac:(ring).
  have -> : - (-1 * (l * (c * -1) + (1 - l) * (c * 1))) = 1 * (l * (c * -1) + (1 - l) * (c * 1)) by ring.
  by lra.
Qed.

(** The loss along the labels has a least value, at a positive scale. *)
Lemma along_minimum : exists c, 0 < c /\ forall c', along c <= along c'.
Proof.
have k0 : 0 < kappa := off_centre_moment off; have l2 : 0 < ln 2 by rewrite -ell0; exact: ell_pos.
pose C := 2 * ln 2 / kappa + 1.
have q0 : 0 < 2 * ln 2 / kappa by apply: Rdiv_lt_0_compat; lra.
have hC c : C <= c -> ln 2 < along c.
  move=> h; apply: Rlt_le_trans (along_coercive (c := c) _); last by rewrite /C in h; lra.
  have : kappa / 2 * C <= kappa / 2 * c by apply: Rmult_le_compat_l; lra.
  have -> : kappa / 2 * C = ln 2 + kappa / 2 by rewrite /C; field; lra.
  by lra.
have C0 : 0 <= C by rewrite /C; lra.
have [c [hc hin]] := continuity_ab_min along 0 C C0 (fun c _ => along_continuous c).
have half := along_half.
have le2 : along c <= along (1 / 2).
  case: (Rle_lt_dec (1 / 2) C) => h; first by apply: hc; lra.
  by have := hC (1 / 2) ltac:(lra); lra.
exists c; split.
  case: (Rle_lt_dec c 0) => // h; have := along_left h; lra.
move=> c'; case: (Rle_lt_dec c' 0) => [/along_left|h]; first lra.
by case: (Rle_lt_dec c' C) => [h'|h']; [apply: hc; lra | have := hC c' ltac:(lra); lra].
Qed.
End Minimum.

(** Every probability measure on [0,1] (Borel sets, MathComp-Analysis) is a mixing law. *)

From Coq Require Import Reals Lra.
From Mixup Require Import Sums Law.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.classical Require Import boolp classical_sets functions.
From mathcomp.analysis Require Import reals ereal topology normedtype sequences Rstruct measure numfun lebesgue_measure lebesgue_integral.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.

Section Probability.
Local Open Scope classical_set_scope.
Local Open Scope ring_scope.
Local Open Scope ereal_scope.
Notation RR := real_realType.
Variable P : {measure set RR -> \bar RR}.
Let D : set RR := [set x | (0 <= x)%R /\ (x <= 1)%R].
Hypothesis P1 : P D = 1.

Let Ditv : D = [set` `[0%R, 1%R]].
Proof. by apply/seteqP; split=> x; rewrite /D /= in_itv /=; [case=> -> -> | case/andP]. Qed.

Let mD : measurable D.
Proof. by rewrite Ditv; exact: measurable_itv. Qed.

Definition intgr (f : RR -> RR) := P.-integrable D (EFin \o f).
Definition mean (f : RR -> RR) : RR := fine (\int[P]_(x in D) (f x)%:E).

Lemma int_cst (c : RR) : intgr (cst c).
Proof.
split; first by apply/EFin_measurable_fun; exact: measurable_fun_cst.
have -> : (fun x => `|(EFin \o cst c) x|) = cst (`|c|%:E) by [].
by rewrite integral_cst // P1 mule1 ltey.
Qed.

(** Bounded and measurable on [0,1]: integrable. *)
Lemma int_bounded (f : RR -> RR) (c : RR) : measurable_fun D f -> (forall x, D x -> (`|f x| <= c)%R) -> intgr f.
Proof.
move=> mf fc; apply: (@le_integrable _ _ _ P D mD _ (EFin \o cst c)).
- exact/EFin_measurable_fun.
- move=> x Dx; rewrite /= lee_fin; apply: le_trans (fc x Dx) _; exact: ler_norm.
- exact: int_cst.
Qed.

Lemma mean_add (f g : RR -> RR) : intgr f -> intgr g -> mean (fun x => f x + g x)%R = (mean f + mean g)%R.
Proof.
move=> mf mg; rewrite /mean (_ : (fun x => (f x + g x)%:E) = (fun x => (EFin \o f) x + (EFin \o g) x)) //.
by rewrite integralD // fineD //; exact: integral_fune_fin_num.
Qed.

Lemma mean_scale (c : RR) (f : RR -> RR) : intgr f -> mean (fun x => c * f x)%R = (c * mean f)%R.
Proof.
move=> mf; rewrite /mean (_ : (fun x => (c * f x)%:E) = (fun x => c%:E * (EFin \o f) x)) //.
by rewrite integralM // fineM //; exact: integral_fune_fin_num.
Qed.

Lemma mean_ge0 (f : RR -> RR) : (forall x, D x -> (0 <= f x)%R) -> (0 <= mean f)%R.
Proof. by move=> h; rewrite /mean fine_ge0 //; apply: integral_ge0 => x Dx; rewrite lee_fin; exact: h. Qed.

Lemma mean_one : mean (cst 1%R) = 1%R.
Proof. by rewrite /mean (_ : (fun x => (cst 1%R x)%:E) = cst 1%:E) // integral_cst // P1 mule1. Qed.
Lemma int_add (f g : RR -> RR) : intgr f -> intgr g -> intgr (fun x => f x + g x)%R.
Proof. by move=> mf mg; exact: (integrableD mD mf mg). Qed.

Lemma int_scale (c : RR) (f : RR -> RR) : intgr f -> intgr (fun x => c * f x)%R.
Proof. by move=> mf; exact: (integrablerM mD c mf). Qed.

Lemma int_ext (f g : RR -> RR) : (forall x, D x -> f x = g x) -> intgr f -> intgr g.
Proof. by move=> h; apply: eq_integrable => // x; rewrite inE => Dx /=; rewrite h. Qed.

Lemma mean_mono (f g : RR -> RR) : intgr f -> intgr g -> (forall x, D x -> (f x <= g x)%R) -> (mean f <= mean g)%R.
Proof.
move=> mf mg h; have m1 := int_scale (-1) mf.
have e : mean (fun x => g x + -1 * f x)%R = (mean g - mean f)%R.
  by rewrite mean_add // mean_scale // mulN1r.
rewrite -subr_ge0 -e; apply: mean_ge0 => x Dx; rewrite mulN1r subr_ge0; exact: h.
Qed.

(** The affine functions cut to open intervals. *)
Lemma int_itv (l u a b : RR) :
  intgr (fun x => (if (l < x) && (x < u) then 1 else 0) * (a + b * x))%R.
Proof.
apply: (int_bounded (c := (`|a| + `|b|)%R)).
  apply: measurable_funM; last first.
    by apply: measurable_funD; [exact: measurable_fun_cst | apply: measurable_funrM; exact: measurable_fun_id].
  have mI : measurable ([set` `]l, u[] : set RR) by exact: measurable_itv.
  apply: (@eq_measurable_fun _ _ _ _ D (\1_[set` `]l, u[] : RR -> RR)) => [x _|]; last exact: measurable_fun_indic.
  rewrite indicE; case: ifP => h.
    by rewrite mem_set //= in_itv.
  by rewrite memNset //= in_itv /= h.
move=> x [x0 x1]; rewrite normrM.
apply: le_trans (_ : `|a + b * x| <= _)%R.
  by case: ifP => _; rewrite ?normr1 ?mul1r ?normr0 ?mul0r // normr_ge0.
apply: le_trans (ler_norm_add _ _) _; rewrite ler_add2l normrM ler_pimulr ?normr_ge0 //.
by rewrite ger0_norm.
Qed.

(** The mass of a set, as the mean of its indicator. *)
Lemma mean_indic (A : set RR) (f : RR -> RR) : measurable A -> (forall x, D x -> f x = \1_A x) ->
  mean f = fine (P (A `&` D)).
Proof.
move=> mA h; rewrite /mean -(integral_indic _ mD mA); congr fine.
by apply: eq_integral => x; rewrite inE => Dx; rewrite h.
Qed.

(** Countable additivity: small intervals about m have little more mass than the point. *)
Lemma mean_near (m eta : RR) (single : RR -> RR) (near : RR -> RR -> RR) : (0 < eta)%R ->
  (forall x, single x = if x == m then 1 else 0)%R ->
  (forall d x, near d x = if (m - d < x)%R && (x < m + d)%R then 1 else 0)%R ->
  exists d, (0 < d)%R /\ (mean (near d) < mean single + eta)%R.
Proof.
move=> eta0 sE nE.
pose I d : set RR := [set` `](m - d)%R, (m + d)%R[].
have mI d : measurable (I d) by exact: measurable_itv.
pose F (n : nat) : set RR := D `\` I (n.+1%:R^-1)%R.
have mF n : measurable (F n) by exact: measurableD.
have unionF : \bigcup_n F n = D `\` [set m].
  apply/seteqP; split=> x.
    move=> [n _ [Dx hx]]; split=> // xm; apply: hx; rewrite xm /I /= in_itv /=.
    by rewrite ltr_subl_addr ltr_addl invr_gt0 ltr0n.
  move=> [Dx /eqP xm]; have a0 : (0 < `|x - m|)%R by rewrite normr_gt0 subr_eq0.
  have [n hn] := ltr_add_invr a0; rewrite add0r in hn; exists n => //; split=> //.
  rewrite /I /= in_itv /= => /andP[h1 h2]; have : (`|x - m| < n.+1%:R^-1)%R.
    by rewrite ltr_norml ltr_subr_addr addrC h1 /= ltr_subl_addr addrC.
  by move/(lt_trans hn); rewrite ltxx.
have nd : nondecreasing_seq F.
  move=> i j ij; apply/subsetPset => x [Dx hx]; split=> // h; apply: hx; move: h.
  rewrite /I /= !in_itv /= => /andP[h1 h2].
  have le : (j.+1%:R^-1 <= i.+1%:R^-1 :> RR)%R by rewrite lef_pinv ?posrE ?ltr0n // ler_nat.
  by apply/andP; split; [apply: le_lt_trans h1; rewrite ler_add2l ler_opp2 | apply: lt_le_trans h2 _; rewrite ler_add2l].
have mU : measurable (\bigcup_n F n) by rewrite unionF; apply: measurableD => //; exact: measurable_set1.
have fin A : measurable A -> P (A `&` D) \is a fin_num.
  move=> mA; rewrite ge0_fin_numE //; apply: le_lt_trans (_ : P D < _); last by rewrite P1 ltey.
  by apply: le_measure; rewrite ?inE //; try exact: measurableI; move=> x [].
have split_ A : measurable A -> fine (P (D `\` A)) = (1 - fine (P (A `&` D)))%R.
  by move=> mA; rewrite measureD // ?P1 ?ltey // setIC -[X in X - _]/(1%:E) -(fineK (fin A mA)) -EFinB /=.
have cv : fine \o (P \o F) --> fine (P (\bigcup_n F n)).
  have : P \o F --> P (\bigcup_n F n) by exact: nondecreasing_cvg_mu.
  rewrite -[X in _ --> X]fineK; first by case/fine_cvgP.
  rewrite unionF ge0_fin_numE //; apply: le_lt_trans (_ : P D < _); last by rewrite P1 ltey.
  by apply: le_measure; rewrite ?inE //; try (by apply: measurableD => //; exact: measurable_set1); move=> x [].
have [n _ /(_ n (leqnn n)) close] : \forall n \near \oo, (`|fine (P (\bigcup_n F n)) - (fine \o (P \o F)) n| < eta)%R.
  by apply: (cvgrPdist_lt (V := [normedModType RR of RR^o]) _ _).1 eta0; exact: cv.
exists (n.+1%:R^-1)%R; split; first by rewrite invr_gt0 ltr0n.
have nI x : D x -> near (n.+1%:R^-1)%R x = \1_(I (n.+1%:R^-1)%R) x.
  move=> _; rewrite nE indicE; case: ifP => h; first by rewrite mem_set //= in_itv.
  by rewrite memNset // /I /= in_itv /= h.
have sI x : D x -> single x = \1_[set m] x.
  move=> _; rewrite sE indicE; case: eqP => h; first by rewrite mem_set //=.
  by rewrite memNset.
rewrite (mean_indic (mI _) nI) (mean_indic (measurable_set1 m) sI).
move: close; rewrite /= unionF /F (split_ _ (measurable_set1 m)) (split_ _ (mI _)).
rewrite ltr_norml => /andP[_ h]; rewrite -ltr_subl_addl; apply: le_lt_trans h.
by rewrite opprB [X in (_ <= X)%R]addrC addrA subrK.
Qed.

End Probability.

Section Law.
Variable P : {measure set real_realType -> \bar real_realType}%R.
Hypothesis P1 : P [set x : real_realType | (0 <= x)%R /\ (x <= 1)%R]%classic = 1%E.

Lemma inD (x : R) : (Rle 0 x /\ Rle x 1) <-> ((0 : real_realType) <= x)%R /\ ((x : real_realType) <= 1)%R.
Proof. by split=> -[/RleP a /RleP b]; split. Qed.

Lemma itvE (l u x : R) : itv l u x = (if ((l : real_realType) < x) && ((x : real_realType) < u) then 1 else 0)%R.
Proof.
rewrite /itv.
by case: Rlt_dec => [/RltP -> |/RltP/negbTE ->] //=; case: Rlt_dec => [/RltP -> |/RltP/negbTE ->] //=.
Qed.

Definition probability_law : law.
Proof.
apply: (@Law (fun f => intgr P f) (fun f => mean P f)).
- move=> l u a b; apply: int_ext (int_itv P1 l u a b) => x _.
  by congr (_ * _)%R; rewrite itvE.
- move=> f cf; have [hi [hM _]] := continuity_ab_maj f 0 1 Rle_0_1 (fun c _ => cf c).
  have [lo [hm _]] := continuity_ab_min f 0 1 Rle_0_1 (fun c _ => cf c).
  apply: (int_bounded P1 (c := Rplus (Rabs (f hi)) (Rabs (f lo)))).
    apply: measurable_funS (_ : measurable_fun setT (f : real_realType -> real_realType)) => //.
    by apply: continuous_measurable_fun => x; apply/continuity_pt_cvg.
  move=> x /inD hx; apply/RleP; change (Rle (Rabs (f x)) (Rplus (Rabs (f hi)) (Rabs (f lo)))).
  have := hM x hx; have := hm x hx; move: (f hi) (f lo) (f x) => a b c h1 h2.
  by rewrite /Rabs; do ! case: Rcase_abs => ? /=; lra.
- move=> f g; exact: int_add.
- move=> c f; exact: int_scale.
- by move=> f g h; apply: int_ext => x /inD; exact: h.
- move=> f g mf mg; exact: mean_add.
- move=> c f mf; exact: mean_scale.
- by move=> f g mf mg h; apply/RleP; apply: mean_mono => // x /inD hx; apply/RleP; exact: h.
- exact: mean_one.
- move=> m eta _ /RltP eta0.
  have sE (x : R) : single m x = (if x == m then 1 else 0)%R.
    by rewrite /single; case: RIneq.Req_EM_T => h /=; case: eqP.
  have nE (d x : R) : (itv (m - d) (m + d) x * (1 + 0 * x))%R = (if (m - d < x) && (x < m + d) then 1 else 0)%R.
    by rewrite mul0r addr0 mulr1; exact: itvE.
  have [d [d0 h]] := mean_near P1 eta0 sE nE.
  by exists d; split; apply/RltP.
Defined.

(** Its mean is the Lebesgue integral, of the functions that are integrable. *)
Lemma probability_mean (f : R -> R) : dom probability_law f = P.-integrable [set x | (0 <= x)%R /\ (x <= 1)%R]%classic (EFin \o f) /\
  E probability_law f = fine (\int[P]_(x in [set x | (0 <= x)%R /\ (x <= 1)%R]%classic) (f x)%:E).
Proof. by []. Qed.
End Law.

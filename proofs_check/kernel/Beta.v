(** Beta(a, a) for a > 1, and its variance: E[(2l - 1)^2] = 1/(2a + 1). *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Laws Alternating.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** t^a, 0 for t <= 0. *)
Definition pw a t := if Rlt_dec 0 t then Rpower t a else 0.

Lemma pw_pos a t : 0 < t -> pw a t = Rpower t a.
Proof. by rewrite /pw; case: Rlt_dec. Qed.

Lemma pw_neg a t : t <= 0 -> pw a t = 0.
Proof. by rewrite /pw; case: Rlt_dec => // h1 h2; lra. Qed.

Lemma pw_ge0 a t : 0 <= pw a t.
Proof. by rewrite /pw; case: Rlt_dec => h /=; [apply: Rlt_le; exact: exp_pos | lra]. Qed.

(** Near 0 it is as small as one likes. *)
Lemma pw_small a e : 0 < a -> 0 < e -> exists d, 0 < d /\ forall t, t < d -> pw a t < e.
Proof.
move=> a0 e0; exists (Rpower e (/ a)); split; first exact: exp_pos.
move=> t ht; rewrite /pw; case: Rlt_dec => h //=.
have -> : e = Rpower (Rpower e (/ a)) a by rewrite Rpower_mult Rinv_l ?Rpower_1 //; lra.
by apply: Rlt_Rpower_l; lra.
Qed.

Lemma pwS a t : t * pw a t = pw (a + 1) t.
Proof.
rewrite /pw; case: Rlt_dec => h /=; last by ring.
by rewrite Rpower_plus Rpower_1 //; ring.
Qed.

Lemma is_derive_pw a t : 0 < a -> is_derive (pw (a + 1)) t ((a + 1) * pw a t).
Proof.
move=> a0; case: (Rtotal_order t 0) => [neg|[->|pos]].
- apply: (is_derive_ext_loc (fun=> 0)); last by rewrite pw_neg ?Rmult_0_r; [exact: is_derive_const | lra].
  exists (mkposreal (- t) ltac:(lra)) => s /= hs; rewrite pw_neg //.
  by move: hs; rewrite /ball /= /AbsRing_ball /abs /minus /plus /opp /= => /Rabs_def2; lra.
- rewrite pw_neg ?Rmult_0_r; last lra.
  apply/is_derive_Reals => e e0; have [d [d0 hd]] := pw_small a0 e0.
  exists (mkposreal d d0) => r r0 /= hr; rewrite Rplus_0_l -!pwS Rmult_0_l !Rminus_0_r.
  rewrite (_ : r * pw a r / r = pw a r); last by field.
  rewrite Rabs_pos_eq; last exact: pw_ge0.
  by apply: hd; have := Rle_abs r; lra.
- apply: (is_derive_ext_loc (fun s => Rpower s (a + 1))).
    exists (mkposreal t pos) => s /= hs; rewrite pw_pos //.
    by move: hs; rewrite /ball /= /AbsRing_ball /abs /minus /plus /opp /= => /Rabs_def2; lra.
  rewrite pw_pos // (_ : a = a + 1 - 1); last by ring.
  have -> : a + 1 - 1 + 1 = a + 1 by ring.
  by apply/is_derive_Reals; exact: derivable_pt_lim_power.
Qed.

Lemma pw_continuous a t : 0 < a -> continuous (pw a) t.
Proof.
move=> a0; case: (Rtotal_order t 0) => [neg|[->|pos]].
- apply: (continuous_ext_loc _ (fun=> 0)); last exact: continuous_const.
  exists (mkposreal (- t) ltac:(lra)) => s /= hs; rewrite pw_neg //.
  by move: hs; rewrite /ball /= /AbsRing_ball /abs /minus /plus /opp /= => /Rabs_def2; lra.
- apply/continuity_pt_filterlim => e e0; have [d [d0 hd]] := pw_small a0 e0.
  exists d; split=> // s [_]; rewrite /= /R_dist (pw_neg a (t := 0)) ?Rminus_0_r; last lra.
  by move=> hs; rewrite Rabs_pos_eq; [apply: hd; have := Rle_abs s; lra | exact: pw_ge0].
- apply: (continuous_ext_loc _ (fun s => Rpower s a)).
    exists (mkposreal t pos) => s /= hs; rewrite pw_pos //.
    by move: hs; rewrite /ball /= /AbsRing_ball /abs /minus /plus /opp /= => /Rabs_def2; lra.
  by apply: ex_derive_continuous; rewrite /Rpower; auto_derive.
Qed.

Section Beta.
Variable al : R.
Hypothesis al1 : 1 < al.

(** The unnormalised density (x (1-x))^(al-1), continuous on the whole line, and its integral B(al, al). *)
Definition kernel x := pw (al - 1) (x * (1 - x)).
Definition B := RInt kernel 0 1.

Lemma quad_continuous x : continuous (fun x => x * (1 - x)) x.
Proof. by apply: ex_derive_continuous; auto_derive. Qed.

Lemma kernel_continuous x : continuous kernel x.
Proof.
apply: (continuous_comp (fun x => x * (1 - x)) (pw (al - 1))); first exact: quad_continuous.
by apply: pw_continuous; lra.
Qed.

Lemma kernel_int (f : R -> R) : (forall x, continuous f x) -> ex_RInt (fun x => f x * kernel x) 0 1.
Proof.
by move=> h; apply: ex_RInt_continuous => x _; apply: continuous_mult; [exact: h | exact: kernel_continuous].
Qed.

Lemma B_pos : 0 < B.
Proof.
apply: RInt_gt_0; first lra.
- by move=> x hx; rewrite /kernel pw_pos; [exact: exp_pos | nra].
- by move=> x _; exact: kernel_continuous.
Qed.

Definition beta : law.
Proof.
apply: (@density (fun x => kernel x / B)).
- by move=> x; apply: continuous_mult; [exact: kernel_continuous | exact: continuous_const].
- by move=> x _; apply: Rmult_le_pos; [exact: pw_ge0 | have := Rinv_0_lt_compat _ B_pos; lra].
- rewrite (RInt_ext _ (fun x => scal (/ B) (kernel x))) => [|x _]; last by rewrite /scal /= /mult /= Rmult_comm.
  rewrite RInt_scal; first by rewrite /scal /= /mult /= -/B; field; have := B_pos; lra.
  by apply: ex_RInt_continuous => x _; exact: kernel_continuous.
Defined.

Lemma beta_mean f : E beta f = RInt (fun x => f x * (kernel x / RInt kernel 0 1)) 0 1.
Proof. by []. Qed.

(** By parts: the integral of (1/2 - (al + 1/2) (2x-1)^2) (x (1-x))^(al-1) is 0. *)
Lemma by_parts : RInt (fun x => (1 / 2 - (al + 1 / 2) * ((2 * x - 1) * (2 * x - 1))) * kernel x) 0 1 = 0.
Proof.
have q0 : pw al 0 = 0 by apply: pw_neg; lra.
pose f x := (2 * x - 1) * pw al (x * (1 - x)).
pose df x := (1 / 2 - (al + 1 / 2) * ((2 * x - 1) * (2 * x - 1))) * kernel x.
have cont x : Rmin 0 1 <= x <= Rmax 0 1 -> continuous df x.
  move=> _; apply: continuous_mult; last exact: kernel_continuous.
  by apply: ex_derive_continuous; auto_derive.
suff der x : Rmin 0 1 <= x <= Rmax 0 1 -> is_derive f x (df x).
  rewrite -/(df _) (is_RInt_unique _ _ _ _ (is_RInt_derive f df 0 1 der cont)) /f.
  have -> : 1 * (1 - 1) = 0 by ring.
  have -> : 0 * (1 - 0) = 0 by ring.
  by rewrite q0 /minus /plus /opp /=; ring.
move=> _; rewrite /f /df.
have dp : is_derive (fun x => pw al (x * (1 - x))) x (scal (1 - 2 * x) (al * kernel x)).
  apply: (@is_derive_comp R_AbsRing R_NormedModule (pw al) (fun x => x * (1 - x))); last first.
    by auto_derive => //; ring.
  have := @is_derive_pw (al - 1) (x * (1 - x)) ltac:(lra).
  by have -> : al - 1 + 1 = al by ring.
have dl : is_derive (fun x => 2 * x - 1) x 2 by auto_derive => //; ring.
have prod := is_derive_mult _ _ x _ _ dl dp Rmult_comm.
have e : (1 / 2 - (al + 1 / 2) * ((2 * x - 1) * (2 * x - 1))) * kernel x =
    plus (mult 2 (pw al (x * (1 - x)))) (mult (2 * x - 1) (scal (1 - 2 * x) (al * kernel x))).
  have -> : pw al (x * (1 - x)) = x * (1 - x) * kernel x.
    by rewrite /kernel pwS; have -> : al - 1 + 1 = al by ring.
  by rewrite /plus /mult /scal /= /mult /=; field.
by rewrite e.
Qed.

(** E[(2l-1)^2] = 1 / (2 al + 1). *)
Lemma beta_spread : spread beta = 1 / (2 * al + 1).
Proof.
have sc x : continuous (fun x => (2 * x - 1) * (2 * x - 1)) x by apply: ex_derive_continuous; auto_derive.
pose S := RInt (fun x => (2 * x - 1) * (2 * x - 1) * kernel x) 0 1.
have b0 := B_pos.
have eS : spread beta = S / B.
  rewrite /spread /= (RInt_ext _ (fun x => scal (/ B) ((2 * x - 1) * (2 * x - 1) * kernel x))) => [|x _].
    rewrite RInt_scal; last exact: kernel_int.
    by rewrite /scal /= /mult /= -/S; field; lra.
  by rewrite /scal /= /mult /= /Rdiv; ring.
have : 1 / 2 * B - (al + 1 / 2) * S = 0.
  rewrite -[RHS]by_parts /B /S.
  have k1 : ex_RInt kernel 0 1 by apply: ex_RInt_continuous => x _; exact: kernel_continuous.
  have k2 := kernel_int sc.
  have s1 := ex_RInt_scal _ 0 1 (1 / 2) k1; have s2 := ex_RInt_scal _ 0 1 (al + 1 / 2) k2.
  have r1 := RInt_scal _ 0 1 (1 / 2) k1; have r2 := RInt_scal _ 0 1 (al + 1 / 2) k2.
  have r3 := RInt_minus _ _ 0 1 s1 s2; rewrite r1 r2 in r3; rewrite -[LHS]r3.
  apply: RInt_ext => x _; rewrite /minus /plus /opp /scal /= /mult /=.
  by have e (u v k : R) : 1 / 2 * k + - ((al + 1 / 2) * (u * v * k)) = (1 / 2 - (al + 1 / 2) * (u * v)) * k by ring.
move=> h; rewrite eS; apply: (Rmult_eq_reg_r (B * (2 * al + 1))); last by nra.
by field_simplify; [lra | lra | lra].
Qed.
End Beta.

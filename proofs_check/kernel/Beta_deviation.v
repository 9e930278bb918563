(** Beta(a, a) for a >= 5 has E|2l - 1| <= 63/256, its value at a = 5: larger a put more weight near 1/2. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Laws Beta.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Definition off (x : R) := Rabs (2 * x - 1).
Definition fifth : R := 63 / 256.

Lemma off_continuous x : continuous off x.
Proof. by apply: (continuous_comp (fun x => 2 * x - 1) Rabs); [apply: ex_derive_continuous; auto_derive | exact: continuous_Rabs]. Qed.

Lemma off_square x : off x * off x = 1 - 4 * (x * (1 - x)).
Proof. by rewrite /off -Rabs_mult Rabs_pos_eq; [ring | exact: Rle_0_sqr]. Qed.

(** The value at a = 5, from the antiderivative of (2x - 1) (x(1-x))^4 on either half. *)
Lemma at_five : RInt (fun x => (off x - fifth) * (x * (1 - x)) ^ 4) 0 1 = 0.
Proof.
pose P x := x ^ 5 / 5 - 4 * x ^ 6 / 6 + 6 * x ^ 7 / 7 - 4 * x ^ 8 / 8 + x ^ 9 / 9.
have half (s a b : R) : a <= b -> (forall x, a < x < b -> off x = s * (2 * x - 1)) ->
    is_RInt (fun x => (off x - fifth) * (x * (1 - x)) ^ 4) a b
      (minus (- s * (b * (1 - b)) ^ 5 / 5 - fifth * P b) (- s * (a * (1 - a)) ^ 5 / 5 - fifth * P a)).
  move=> ab h; apply: (is_RInt_ext (fun x => (s * (2 * x - 1) - fifth) * (x * (1 - x)) ^ 4)) => [x|].
    by rewrite Rmin_left // Rmax_right // => /h ->.
  apply: (@is_RInt_derive _ (fun x => - s * (x * (1 - x)) ^ 5 / 5 - fifth * P x)).
    by move=> x _; rewrite /P; auto_derive => //; field.
  by move=> x _; apply: ex_derive_continuous; auto_derive.
apply: is_RInt_unique.
have left := half (-1) 0 (1 / 2) ltac:(lra) ltac:(move=> x hx; rewrite /off Rabs_left; lra).
have right := half 1 (1 / 2) 1 ltac:(lra) ltac:(move=> x hx; rewrite /off Rabs_pos_eq; lra).
have := is_RInt_Chasles _ _ _ _ _ _ left right.
by rewrite (_ : plus _ _ = 0) // /plus /minus /= /plus /opp /= /P /fifth; field.
Qed.

Section Deviation.
Variable al : R.
Hypothesis al1 : 1 < al.
Hypothesis al5 : 5 <= al.
Notation kernel := (kernel al).

(** The ratio of the two densities falls with |2x - 1|. *)
Lemma less_off x : 0 < x < 1 ->
  (off x - fifth) * kernel x <= Rpower ((1 - fifth * fifth) / 4) (al - 5) * ((off x - fifth) * (x * (1 - x)) ^ 4).
Proof.
move=> hx; have q0 : 0 < x * (1 - x) by nra.
rewrite /Beta.kernel pw_pos // (_ : al - 1 = (al - 5) + INR 4); last by rewrite /=; ring.
rewrite Rpower_plus Rpower_pow //; have p4 := pow_lt _ 4 q0.
have sq := off_square x; have o0 : 0 <= off x := Rabs_pos _.
have f0 : 0 < fifth < 1 by rewrite /fifth; lra.
set r := Rpower (x * (1 - x)) _; set r0 := Rpower ((1 - fifth * fifth) / 4) _.
suff : (off x - fifth) * r <= r0 * (off x - fifth) by nra.
case: (Rle_lt_dec (off x) fifth) => h.
  have : r0 <= r by apply: Rle_Rpower_l; [lra | nra].
  by nra.
have : r <= r0 by apply: Rle_Rpower_l; [lra | nra].
by nra.
Qed.

Lemma beta_deviation : E (beta al1) off <= fifth.
Proof.
have b0 := B_pos al1; pose M := RInt (fun x => off x * kernel x) 0 1.
have i1 := kernel_int al1 (f := off) off_continuous.
have ik : ex_RInt kernel 0 1 by apply: ex_RInt_continuous => x _; exact: kernel_continuous.
have eM : E (beta al1) off = M / B al.
  rewrite /= (RInt_ext _ (fun x => scal (/ B al) (off x * kernel x))) => [|x _].
    by rewrite RInt_scal // /scal /= /mult /= -/M; field; lra.
  by rewrite /scal /= /mult /= /Rdiv; ring.
suff le : M - fifth * B al <= 0.
  by rewrite eM; apply: (Rmult_le_reg_r (B al)) => //; rewrite (_ : M / B al * B al = M); [lra | field; lra].
have i2 := ex_RInt_scal _ 0 1 fifth ik.
have e : RInt (fun x => (off x - fifth) * kernel x) 0 1 = M - fifth * B al.
  have r2 := RInt_scal _ 0 1 fifth ik; have r3 := RInt_minus _ _ 0 1 i1 i2; rewrite r2 in r3.
  rewrite -[RHS]r3; apply: RInt_ext => x _; rewrite /minus /plus /opp /scal /= /mult /=.
  by rewrite Rmult_minus_distr_r.
rewrite -e; pose r0 := Rpower ((1 - fifth * fifth) / 4) (al - 5).
have ic x : continuous (fun x => (off x - fifth) * (x * (1 - x)) ^ 4) x.
  apply: continuous_mult; last by apply: ex_derive_continuous; auto_derive.
  by apply: continuous_minus; [exact: off_continuous | exact: continuous_const].
have i5 : ex_RInt (fun x => (off x - fifth) * (x * (1 - x)) ^ 4) 0 1 by apply: ex_RInt_continuous => x _.
have rs := RInt_scal _ 0 1 r0 i5; rewrite at_five (_ : scal r0 0 = 0) in rs; last exact: Rmult_0_r.
rewrite -[X in _ <= X]rs; apply: RInt_le; first lra.
- apply: ex_RInt_continuous => x _; apply: continuous_mult; last exact: kernel_continuous.
  by apply: continuous_minus; [exact: off_continuous | exact: continuous_const].
- exact: ex_RInt_scal.
- by move=> x hx; exact: less_off.
Qed.
End Deviation.

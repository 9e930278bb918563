(** A symmetric law gives mirrored intervals the same mean of lambda, not only the same mass. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Sums Law.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** The number of j < m below z. *)
Definition count m z := \rsum_(j < m) (if Rlt_dec (INR j) z then 1 else 0).

Lemma count_all m z : INR m <= z -> count m z = INR m.
Proof.
elim: m => [|m ih] hz; first by rewrite /count big_ord0.
rewrite S_INR in hz *; rewrite /count big_ord_recr /= -/(count m z) ih; last lra.
by case: Rlt_dec => h /=; lra.
Qed.

Lemma count_bounds m z : 0 <= z <= INR m -> z <= count m z <= z + 1.
Proof.
elim: m => [|m ih] hz; first by rewrite /count big_ord0 /= in hz *; lra.
rewrite S_INR in hz; rewrite /count big_ord_recr /= -/(count m z).
case: Rlt_dec => h /=; last by have := ih ltac:(lra); lra.
by rewrite count_all; lra.
Qed.

Section Mirror.
Variable L : law.
Hypothesis sym : symmetric L.

(** A function that is within 1/m of a mean of intervals. *)
Lemma layers (f : R -> R) (lo hi : nat -> R) m : (0 < m)%nat -> dom L f ->
  (forall x, 0 <= x <= 1 -> f x <= / INR m * (\rsum_(j < m) (itv (lo j) (hi j) x * (1 + 0 * x))) <= f x + / INR m) ->
  E L f <= / INR m * (\rsum_(j < m) prob L (lo j) (hi j)) <= E L f + / INR m.
Proof.
move=> m0 df h.
have di : dom L (fun x => \rsum_(j < m) (itv (lo j) (hi j) x * (1 + 0 * x))).
  by apply: (dom_rsum (F := fun (j : 'I_m) x => itv (lo j) (hi j) x * (1 + 0 * x))) => j; exact: dom_interval.
have e : / INR m * (\rsum_(j < m) prob L (lo j) (hi j)) =
    E L (fun x => / INR m * (\rsum_(j < m) (itv (lo j) (hi j) x * (1 + 0 * x)))).
  rewrite E_scale // (E_rsum (F := fun (j : 'I_m) x => itv (lo j) (hi j) x * (1 + 0 * x))) //.
  by move=> j; exact: dom_interval.
have dc := dom_const L (/ INR m).
have -> : E L f + / INR m = E L (fun x => f x + / INR m) by rewrite (E_add df dc) E_const.
rewrite e.
split; apply: E_mono; try exact: dom_scale; try exact: dom_add; move=> // x hx; have := h x hx; lra.
Qed.

Theorem mirror_moment l u : E L (fun x => itv l u x * (0 + 1 * x)) =
  E L (fun x => itv (1 - u) (1 - l) x * (1 + (-1) * x)).
Proof.
set A := E L _; set B := E L _.
have close m : (0 < m)%nat -> Rabs (A - B) <= / INR m.
  move=> m0; have mR : 0 < INR m by apply: lt_0_INR; apply/ssrnat.ltP.
  have iR := Rinv_0_lt_compat _ mR; have mi : INR m * / INR m = 1 by field; lra.
  pose lo j := Rmax l (INR j * / INR m).
  have step y : 0 <= y <= 1 -> y <= / INR m * count m (INR m * y) <= y + / INR m.
    move=> hy; have [c1 c2] := count_bounds (m := m) (z := INR m * y) ltac:(split; nra).
    have -> : y + / INR m = / INR m * (INR m * y + 1) by field; lra.
    have e : y = / INR m * (INR m * y) by field; lra.
    by split; [rewrite {1}e|]; apply: Rmult_le_compat_l; lra.
  have below j y : INR j < INR m * y <-> INR j * / INR m < y.
    have e : INR j * / INR m * INR m = INR j by field; lra.
    by split=> h; [apply: (Rmult_lt_reg_r (INR m)) => // | rewrite -e (Rmult_comm (INR m)); exact: Rmult_lt_compat_r]; lra.
  have hA : A <= / INR m * (\rsum_(j < m) prob L (lo j) u) <= A + / INR m.
    apply: layers => //; first exact: dom_itv.
    move=> x hx; case: (itv_or l u x) => -[-> hlu]; last first.
      rewrite (rsum_eq (G := fun=> 0 * 0)) => [|j]; last first.
        by rewrite itv_out ?Rmult_0_l // => h; apply: hlu; have := Rmax_l l (INR j * / INR m); rewrite /lo in h; lra.
      by rewrite rsumZ; lra.
    rewrite (rsum_eq (G := fun j => if Rlt_dec (INR j) (INR m * x) then 1 else 0)) => [|j].
      by rewrite -/(count m (INR m * x)); have := step x hx; lra.
    case: Rlt_dec => h /=; first by rewrite itv_in; [ring | split; [apply: Rmax_lub_lt; [lra | exact/below] | lra]].
    by rewrite itv_out; [ring | move=> h2; apply: h; apply/below; have := Rmax_r l (INR j * / INR m); rewrite /lo in h2; lra].
  have hB : B <= / INR m * (\rsum_(j < m) prob L (1 - u) (1 - lo j)) <= B + / INR m.
    apply: (layers (lo := fun=> 1 - u) (hi := fun j => 1 - lo j)) => //; first exact: dom_itv.
    move=> x hx; case: (itv_or (1 - u) (1 - l) x) => -[-> hlu]; last first.
      rewrite (rsum_eq (G := fun=> 0 * 0)) => [|j]; last first.
        by rewrite itv_out ?Rmult_0_l // => h; apply: hlu; have := Rmax_l l (INR j * / INR m); rewrite /lo in h; lra.
      by rewrite rsumZ; lra.
    rewrite (rsum_eq (G := fun j => if Rlt_dec (INR j) (INR m * (1 - x)) then 1 else 0)) => [|j].
      by rewrite -/(count m (INR m * (1 - x))); have := step (1 - x) ltac:(lra); lra.
    case: Rlt_dec => h /=.
      rewrite itv_in; [ring | split; [lra | suff : lo j < 1 - x by lra]].
      by apply: Rmax_lub_lt; [lra | exact/below].
    by rewrite itv_out; [ring | move=> h2; apply: h; apply/below; have := Rmax_r l (INR j * / INR m); rewrite /lo in h2; lra].
  have e : \rsum_(j < m) prob L (lo j) u = \rsum_(j < m) prob L (1 - u) (1 - lo j) by apply: rsum_eq => j; exact: sym.
  by rewrite e in hA; apply: Rabs_le; lra.
apply: Rminus_diag_uniq; apply: Classical_Prop.NNPP => ne.
have far : 0 < Rabs (A - B) by apply: Rabs_pos_lt.
have [m [hm m0]] := archimed_cor1 _ far.
by have := close m ltac:(by apply/ssrnat.ltP); lra.
Qed.
End Mirror.

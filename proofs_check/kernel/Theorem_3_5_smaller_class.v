(** With independent data Mixup gives each class one margin, which the masses and the law alone determine, and the smaller
    one to the class of smaller mass (claim theorem-3.5-smaller-class). *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Line Logistic Outputs Class_outputs Growth Linear Independent Minimiser Balance.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** ** The slope between the classes: not positive where the margin of its class is the smaller and not positive *)

Lemma soft_slopeE l z : soft_slope l z = 1 - l - / (1 + exp z).
Proof.
rewrite /soft_slope /dell exp_Ropp; have e := exp_pos z; field; lra.
Qed.

Lemma soft_slope_mono l z w : z <= w -> soft_slope l z <= soft_slope l w.
Proof.
rewrite !soft_slopeE => zw; have ez := exp_pos z; have : exp z <= exp w by case: zw => [/exp_increasing|->]; lra.
by move=> le; have := Rinv_le_contravar (1 + exp z) (1 + exp w) ltac:(lra) ltac:(lra); lra.
Qed.

Lemma across_nonpositive L a b : a <= b -> a <= 0 -> across L a b <= 0.
Proof.
move=> ab a0; have d1 := dom_soft L a b 0 1; have d2 := dom_soft L b a 1 (-1).
have -> : across L a b = E L (fun l => soft_slope l (l * a - (1 - l) * b) * (0 + 1 * l) +
    (-1) * (soft_slope l (l * b - (1 - l) * a) * (1 + (-1) * l))).
  by rewrite (E_add d1 (dom_scale (-1) d2)) (E_scale (-1) d2) /across /first_slope /second_slope; ring.
rewrite -[X in _ <= X](E_const L 0); apply: E_mono => [||l hl]; [exact: (dom_add d1 (dom_scale (-1) d2)) | exact: dom_const |].
have m1 := @soft_slope_mono l (l * a - (1 - l) * b) ((2 * l - 1) * a) ltac:(nra).
have m2 := @soft_slope_mono l ((2 * l - 1) * a) (l * b - (1 - l) * a) ltac:(nra).
suff : soft_slope l ((2 * l - 1) * a) * (2 * l - 1) <= 0 by nra.
have half : soft_slope l 0 = (1 - 2 * l) / 2 by rewrite soft_slopeE exp_0; field.
case: (Rle_lt_dec 0 (2 * l - 1)) => h.
  by have := @soft_slope_mono l ((2 * l - 1) * a) 0 ltac:(nra); rewrite half; nra.
by have := @soft_slope_mono l 0 ((2 * l - 1) * a) ltac:(nra); rewrite half; nra.
Qed.

(** ** Two points, of masses w and 1 - w *)

Section Two.
Variables (L : law) (w : R).
Hypothesis w01 : 0 < w < 1.
Definition weights2 (a : 'I_2) : R := if a == one then w else 1 - w.
Definition labels2 (a : 'I_2) : R := if a == one then 1 else -1.

Lemma weights2_pos a : 0 < weights2 a. Proof. by rewrite /weights2; case: eqP; lra. Qed.
Lemma weights2_one : \rsum_(a < 2) weights2 a = 1. Proof. by rewrite !big_ord_recl big_ord0 /weights2 /=; ring. Qed.
Lemma labels2_or a : labels2 a = 1 \/ labels2 a = -1. Proof. by rewrite /labels2; case: eqP; [left | right]. Qed.

Lemma masses2 : class_mass weights2 labels2 1 = w /\ class_mass weights2 labels2 (-1) = 1 - w.
Proof.
have one := masses_one weights2_one labels2_or; suff e : class_mass weights2 labels2 1 = w by split; lra.
by rewrite (class_massE weights2 labels2_or (or_introl erefl)) !big_ord_recl big_ord0 /weights2 /labels2 /=; field.
Qed.

Definition two_loss a b := F weights2 labels2 L (fun i => class_output a b (labels2 i)).

Lemma two_lossE a b : two_loss a b = w * w * ell a + (1 - w) * (1 - w) * ell b +
  w * (1 - w) * (E L (pair 1 (-1) a (- b)) + E L (pair 1 (-1) b (- a))).
Proof.
have own q c : q = 1 \/ q = -1 -> E L (pair q q (q * c) (q * c)) = ell c.
  move=> hq; rewrite -[RHS](E_const L); apply: E_ext => [|l _]; first exact: dom_pair.
  rewrite /pair (_ : l * (q * c) + (1 - l) * (q * c) = q * c); last by ring.
  by rewrite (_ : q * (q * c) = c); [ring | case: hq => ->; ring].
have turned : E L (pair (-1) 1 (- b) a) = E L (pair 1 (-1) b (- a)).
  apply: E_ext => [|l _]; first exact: dom_pair.
  by rewrite /pair; congr (_ * ell _ + _ * ell _); ring.
have o1 : class_output a b 1 = a by rewrite /class_output; field.
have o2 : class_output a b (-1) = - b by rewrite /class_output; field.
have e1 := own 1 a (or_introl erefl); have e2 := own (-1) b (or_intror erefl).
rewrite (_ : 1 * a = a) in e1; last by ring.
rewrite (_ : -1 * b = - b) in e2; last by ring.
rewrite /two_loss /F !big_ord_recl !big_ord0 -/one -/two /weights2 /labels2 /= o1 o2 e1 e2 turned; ring.
Qed.

(** Their margins, positive, and smaller in the class of smaller mass. *)
Lemma two_margins : 0 < off_centre L -> exists c1 c2, 0 < c1 /\ 0 < c2 /\ (w < 1 - w <-> c1 < c2) /\
  w * dell c1 + (1 - w) * across L c1 c2 = 0 /\ (1 - w) * dell c2 + w * across L c2 c1 = 0.
Proof.
move=> off; have two : two_classes labels2 by split; [exists one | exists two]; rewrite /labels2.
have [u least] := least_outputs weights2_pos weights2_one labels2_or two off.
pose c1 := u one; pose c2 := - u Line.two; exists c1, c2.
have outE : forall i, u i = class_output c1 c2 (labels2 i).
  by apply: ord2; rewrite /class_output /labels2 /c1 /c2 /=; field.
have at_u : F weights2 labels2 L u = two_loss c1 c2 by exact: (F_eq L weights2_pos weights2_one labels2_or outE).
have least2 v : two_loss c1 c2 <= F weights2 labels2 L v by rewrite -at_u.
have [m1 m2] := masses2; have := at_rest weights2_pos weights2_one labels2_or least2; rewrite m1 m2 => -[r1 r2].
have e1 : w * dell c1 + (1 - w) * across L c1 c2 = 0 by case/Rmult_integral: r1; lra.
have e2 : (1 - w) * dell c2 + w * across L c2 c1 = 0 by case/Rmult_integral: r2; lra.
have d1 := dell_bound c1; have d2 := dell_bound c2.
have p1 : c1 <= c2 -> 0 < c1 by move=> h; apply: Rnot_le_lt => /(across_nonpositive L h); nra.
have p2 : c2 <= c1 -> 0 < c2 by move=> h; apply: Rnot_le_lt => /(across_nonpositive L h); nra.
have positive : 0 < c1 /\ 0 < c2 by case: (Rle_lt_dec c1 c2) => h; [have := p1 h | have := p2 ltac:(lra)]; lra.
(* exchanging the margins *)
have swap : (2 * w - 1) * (ell c1 - ell c2) <= 0 by have := least2 (fun i => class_output c2 c1 (labels2 i)); rewrite -/(two_loss c2 c1) !two_lossE; lra.
have falls a b : a < b -> ell b < ell a.
  by move=> ab; have [t _] := tangent b a; have := dell_bound b; nra.
have equal : c1 = c2 -> w = 1 - w.
  move=> e; have := equal_masses_needed (L := L) (c := c1) weights2_pos weights2_one labels2_or _.
  rewrite (masses_difference weights2 labels2_or) m1 m2 => h; suff : w - (1 - w) = 0 by lra.
  apply: h => v; rewrite (F_eq L weights2_pos weights2_one labels2_or (v := fun i => class_output c1 c2 (labels2 i))) => [|i]; first exact: least2.
  by rewrite /class_output -e; field.
have not_swapped : w = 1 - w -> c1 = c2.
  move=> e; have swapped v : two_loss c2 c1 <= F weights2 labels2 L v.
    apply: Rle_trans (least2 v); rewrite !two_lossE -e; lra.
  have := least_unique weights2_pos labels2_or least2 swapped one; rewrite /class_output /labels2 /=; lra.
split; first exact: positive.1; split; first exact: positive.2; do ! split=> //.
  move=> h; case: (Rtotal_order c1 c2) => [//|[/equal|/falls]]; nra.
move=> h; case: (Rtotal_order w (1 - w)) => [//|[/not_swapped|gt]]; first lra.
by have := falls _ _ h; nra.
Qed.
End Two.

(** One positive margin for each class, the smaller one for the class of smaller mass. *)
Definition class_margins n d (x : 'I_n -> vec d) p y L c1 c2 :=
  0 < c1 /\ 0 < c2 /\ (class_mass p y 1 < class_mass p y (-1) <-> c1 < c2) /\
  (exists theta, minimises x p y L theta) /\
  (forall theta, minimises x p y L theta -> forall a,
    (y a = 1 -> dot theta (x a) = c1) /\ (y a = -1 -> dot theta (x a) = - c2)).

Theorem theorem_3_5_smaller_class (L : law) (w : R) : 0 < off_centre L -> exists c1 c2,
  forall n d (x : 'I_n -> vec d) (p y : 'I_n -> R),
  (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) ->
  independent x -> two_classes y -> class_mass p y 1 = w -> class_margins x p y L c1 c2.
Proof.
move=> off; case: (Rlt_dec 0 w) => w0; last first.
  exists 1, 1 => n d x p y p0 p1 labels ind [[a ya] _] mw; have := mass_of y p0 a; rewrite ya mw; lra.
case: (Rlt_dec w 1) => w1; last first.
  exists 1, 1 => n d x p y p0 p1 labels ind [_ [a ya]] mw; have := mass_of y p0 a; have := masses_one p1 labels; rewrite ya mw; lra.
have [c1 [c2 [c10 [c20 [order [r1 r2]]]]]] := two_margins (conj w0 w1) off; exists c1, c2.
move=> n d x p y p0 p1 labels ind two mw; have one := masses_one p1 labels; rewrite mw in one *.
have mv : class_mass p y (-1) = 1 - w by lra.
rewrite /class_margins mw mv; do 3 (split=> //); pose out a := class_output c1 c2 (y a).
have least v : F p y L out <= F p y L v.
  have := F_tangent y L p0 out (fun a => y a * (v a - out a)).
  rewrite slope_sum // mw mv r1 r2 !Rmult_0_r !Rplus_0_r.
  rewrite (F_eq L p0 p1 labels (u := fun a => out a + y a * (y a * (v a - out a))) (v := v)) // => a.
  by case: (labels a) => ->; ring.
have [theta at_out] := outputs_attained ind out.
have [theta0 [mini e]] : exists theta0, minimises x p y L theta0 /\ forall a, dot theta0 (x a) = dot theta (x a).
  apply: (into_span p0 p1 labels) => theta'.
  by rewrite /risk (F_eq L p0 p1 labels at_out).
split=> [|theta' mini' a]; first by exists theta0.
have := minimises_outputs p0 p1 labels mini' (minimises_all p0 p1 labels mini) a; rewrite e at_out /out /class_output => ->.
by split=> ->; field.
Qed.

(** Theorem 3.5 as printed, without a word on the masses of the classes, is false (claim theorem-3.5-printed).

    The points e_1 and e_2 of classes 1 and -1 with weights 9/49 and 40/49; lambda is 1/3 or 2/3 with probability 49/104
    each, 0 or 1 with probability 3/104 each.  Then the outputs 3 ln(7/2) and -3 ln 4 minimise the loss, exactly. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Laws Line Gibbs Logistic Outputs Linear.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Definition theorem_3_5_printed := forall n d (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law) star,
  (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) ->
  max_margin x y star -> interpolates x y star -> symmetric L ->
  forall theta, in_span x theta -> (forall theta', risk x p y L theta <= risk x p y L theta') ->
  exists r, forall k, theta k = r * star k.

Definition unit_vector (a : 'I_2) : vec 2 := fun j => if j == a then 1 else 0.
Definition signs (a : 'I_2) : R := if a == one then 1 else -1.
Definition skew_weights (a : 'I_2) : R := if a == one then 9 / 49 else 40 / 49.
Definition thirds (k : 'I_4) : R := INR (val k) / 3.
Definition chances (k : 'I_4) : R := if (val k == 1%nat) || (val k == 2%nat) then 49 / 104 else 3 / 104.

Lemma thirds01 k : 0 <= thirds k <= 1.
Proof. by case: k => [[|[|[|[|//]]]] i]; rewrite /thirds /=; lra. Qed.

Lemma chances_ge0 k : 0 <= chances k.
Proof. by rewrite /chances; case: ifP => _; lra. Qed.

Lemma chances_one : \rsum_(k < 4) chances k = 1.
Proof. by rewrite !big_ord_recl big_ord0 /chances /=; field. Qed.

Definition four_atoms := atoms thirds01 chances_ge0 chances_one.

Lemma E_four f : E four_atoms f =
  3 / 104 * (f 0 + f 1) + 49 / 104 * (f (1 / 3) + f (2 / 3)).
Proof.
rewrite /= !big_ord_recl big_ord0 /chances /thirds /=.
have -> : 0 / 3 = 0 by field.
have -> : (1 + 1) / 3 = 2 / 3 by field.
have -> : (1 + 1 + 1) / 3 = 1 by field.
by ring.
Qed.

Lemma four_symmetric : symmetric four_atoms.
Proof.
move=> l u; have mirror x : itv (1 - u) (1 - l) x = itv l u (1 - x).
  by case: (itv_or (1 - u) (1 - l) x) => -[-> a]; case: (itv_or l u (1 - x)) => -[-> b]; lra.
rewrite /prob !E_four !mirror.
have -> : 1 - 0 = 1 by ring.
have -> : 1 - 1 = 0 by ring.
have -> : 1 - 1 / 3 = 2 / 3 by field.
have -> : 1 - 2 / 3 = 1 / 3 by field.
by ring.
Qed.

(** The loss of an output z whose label is 1 with the share l, and the loss of two outputs. *)
Definition soft l z := l * ell z + (1 - l) * ell (- z).

Lemma loss_of_two u v : F skew_weights signs four_atoms (fun a => if a == one then u else v) =
  81 / 2401 * ell u + 1600 / 2401 * ell (- v) + 720 / 2401 *
  (3 / 104 * (ell u + ell (- v)) + 49 / 104 * (soft (2 / 3) ((2 * u + v) / 3) + soft (1 / 3) ((u + 2 * v) / 3))).
Proof.
have same w z l : w = 1 \/ w = -1 -> pair w w z z l = ell (w * z).
  by move=> hw; rewrite /pair (_ : l * z + (1 - l) * z = z); ring.
have mixed l z w : pair 1 (-1) z w l = soft l (l * z + (1 - l) * w).
  by rewrite /pair /soft (_ : 1 * (l * z + (1 - l) * w) = l * z + (1 - l) * w); [rewrite (_ : -1 * _ = - (l * z + (1 - l) * w)) //|]; ring.
have mixed' l z w : pair (-1) 1 w z l = soft (1 - l) ((1 - l) * z + l * w).
  rewrite /pair /soft (_ : 1 * (l * w + (1 - l) * z) = (1 - l) * z + l * w); last by ring.
  by rewrite (_ : -1 * (l * w + (1 - l) * z) = - ((1 - l) * z + l * w)); ring.
rewrite /F !big_ord_recl !big_ord0 -/one -/two /skew_weights /signs /= -/(E four_atoms _).
have e00 : E four_atoms (pair 1 1 u u) = ell u by rewrite E_four !same; try (by left); rewrite Rmult_1_l; field.
have e11 : E four_atoms (pair (-1) (-1) v v) = ell (- v).
  by rewrite E_four !same; try (by right); rewrite (_ : -1 * v = - v); [field | ring].
have s1 : soft 1 u = ell u by rewrite /soft; ring.
have s0 : soft 0 v = ell (- v) by rewrite /soft; ring.
have e01 : E four_atoms (pair 1 (-1) u v) =
    3 / 104 * (ell u + ell (- v)) + 49 / 104 * (soft (2 / 3) ((2 * u + v) / 3) + soft (1 / 3) ((u + 2 * v) / 3)).
  rewrite E_four !mixed -s1 -s0.
  have -> : 0 * u + (1 - 0) * v = v by ring.
  have -> : 1 * u + (1 - 1) * v = u by ring.
  have -> : 1 / 3 * u + (1 - 1 / 3) * v = (u + 2 * v) / 3 by field.
  have -> : 2 / 3 * u + (1 - 2 / 3) * v = (2 * u + v) / 3 by field.
  by ring.
have e10 : E four_atoms (pair (-1) 1 v u) =
    3 / 104 * (ell u + ell (- v)) + 49 / 104 * (soft (2 / 3) ((2 * u + v) / 3) + soft (1 / 3) ((u + 2 * v) / 3)).
  rewrite E_four !mixed' -s1 -s0.
  have -> : (1 - 0) * u + 0 * v = u by ring.
  have -> : (1 - 1) * u + 1 * v = v by ring.
  have -> : (1 - 1 / 3) * u + 1 / 3 * v = (2 * u + v) / 3 by field.
  have -> : (1 - 2 / 3) * u + 2 / 3 * v = (u + 2 * v) / 3 by field.
  have -> : 1 - 0 = 1 by ring.
  have -> : 1 - 1 = 0 by ring.
  have -> : 1 - 1 / 3 = 2 / 3 by field.
  have -> : 1 - 2 / 3 = 1 / 3 by field.
  by ring.
change (9 / 49 * (9 / 49) * E four_atoms (pair 1 1 u u) + (9 / 49 * (40 / 49) * E four_atoms (pair 1 (-1) u v) + 0) +
  (40 / 49 * (9 / 49) * E four_atoms (pair (-1) 1 v u) + (40 / 49 * (40 / 49) * E four_atoms (pair (-1) (-1) v v) + 0) + 0) =
  81 / 2401 * ell u + 1600 / 2401 * ell (- v) + 720 / 2401 *
  (3 / 104 * (ell u + ell (- v)) + 49 / 104 * (soft (2 / 3) ((2 * u + v) / 3) + soft (1 / 3) ((u + 2 * v) / 3)))).
by rewrite e00 e11 e01 e10; field.
Qed.

Definition s := ln (7 / 2).
Definition t := ln 4.

Lemma exp_s : exp s = 7 / 2. Proof. by apply: exp_ln; lra. Qed.
Lemma exp_t : exp t = 4. Proof. by apply: exp_ln; lra. Qed.

Lemma slope_of u q : exp u = q -> 0 < q -> dell u = - / (1 + q) /\ dell (- u) = - / (1 + / q).
Proof. by move=> e q0; rewrite /dell exp_Ropp e. Qed.

(** The slopes at these outputs cancel. *)
Lemma least_outputs u v : F skew_weights signs four_atoms (fun a => if a == one then 3 * s else - (3 * t)) <=
  F skew_weights signs four_atoms (fun a => if a == one then u else v).
Proof.
rewrite !loss_of_two; set z := (2 * u + v) / 3; set w := (u + 2 * v) / 3.
have e1 : exp (3 * s) = 343 / 8.
  by have -> : 3 * s = s + (s + s) by [ring]; rewrite !exp_plus exp_s; field.
have e2 : exp (3 * t) = 64 by have -> : 3 * t = t + (t + t) by [ring]; rewrite !exp_plus exp_t; ring.
have e3 : exp ((2 * (3 * s) + - (3 * t)) / 3) = 49 / 16.
  have -> : (2 * (3 * s) + - (3 * t)) / 3 = s + (s + - t) by field.
  by rewrite !exp_plus exp_Ropp exp_s exp_t; field.
have e4 : exp ((3 * s + 2 * - (3 * t)) / 3) = 7 / 32.
  have -> : (3 * s + 2 * - (3 * t)) / 3 = s + (- t + - t) by field.
  by rewrite !exp_plus exp_Ropp exp_s exp_t; field.
have [d1 _] := slope_of e1 ltac:(lra); have [d2 _] := slope_of e2 ltac:(lra).
have [d3 d3'] := slope_of e3 ltac:(lra); have [d4 d4'] := slope_of e4 ltac:(lra).
have [t1 _] := tangent (3 * s) u; have [t2 _] := tangent (3 * t) (- v); rewrite d1 in t1; rewrite d2 in t2.
have [t3 _] := tangent ((2 * (3 * s) + - (3 * t)) / 3) z; have [t3' _] := tangent (- ((2 * (3 * s) + - (3 * t)) / 3)) (- z).
have [t4 _] := tangent ((3 * s + 2 * - (3 * t)) / 3) w; have [t4' _] := tangent (- ((3 * s + 2 * - (3 * t)) / 3)) (- w).
rewrite d3 in t3; rewrite d3' in t3'; rewrite d4 in t4; rewrite d4' in t4'; rewrite /soft.
have i1 : / (1 + 343 / 8) = 8 / 351 by field.
have i3 : / (1 + 49 / 16) = 16 / 65 by field.
have i3' : / (1 + / (49 / 16)) = 49 / 65 by field.
have i4 : / (1 + 7 / 32) = 32 / 39 by field.
have i4' : / (1 + / (7 / 32)) = 7 / 39 by field.
rewrite i1 in t1; rewrite i3 in t3; rewrite i3' in t3'; rewrite i4 in t4; rewrite i4' in t4'.
have i2 : / (1 + 64) = 1 / 65 by field.
by rewrite i2 in t2; rewrite Ropp_involutive; rewrite /z /w in t3 t3' t4 t4' *; lra.
Qed.

Theorem theorem_3_5_printed_refuted : ~ theorem_3_5_printed.
Proof.
move=> claim; pose star : vec 2 := fun j => if j == one then 1 else -1.
pose theta : vec 2 := fun j => if j == one then 3 * s else - (3 * t).
have dot_unit (w : vec 2) a : dot w (unit_vector a) = w a.
  by move: a; apply: ord2; rewrite /dot !big_ord_recl big_ord0 -/one -/two /unit_vector /=; ring.
have mm : max_margin unit_vector signs star.
  split=> [|th feas]; first by apply: ord2; rewrite dot_unit /signs /star /=; lra.
  have := feas one; have := feas two; rewrite !dot_unit /signs /= /dot !big_ord_recl !big_ord0 -/one -/two /star /= => h2 h1.
  by nra.
have inter : interpolates unit_vector signs star.
  by exists 1; split=> [|a]; [lra | rewrite dot_unit /star /signs; ring].
have span : in_span unit_vector theta.
  by exists theta; apply: ord2; rewrite !big_ord_recl big_ord0 -/one -/two /unit_vector /=; ring.
have mini th : risk unit_vector skew_weights signs four_atoms theta <= risk unit_vector skew_weights signs four_atoms th.
  have e (w : vec 2) : risk unit_vector skew_weights signs four_atoms w =
      F skew_weights signs four_atoms (fun a => if a == one then w one else w two).
    by apply: rsum_eq => a; apply: rsum_eq => b; rewrite !dot_unit; move: a b; apply: ord2; apply: ord2.
  by rewrite !e; exact: least_outputs.
have p0 a : 0 < skew_weights a by rewrite /skew_weights; case: eqP => _; lra.
have p1 : \rsum_(a < 2) skew_weights a = 1 by rewrite !big_ord_recl big_ord0 /skew_weights /=; field.
have labels a : signs a = 1 \/ signs a = -1 by rewrite /signs; case: eqP; [left | right].
have [r hr] := claim _ _ _ _ _ _ star p0 p1 labels mm inter four_symmetric theta span mini.
have h1 := hr one; have h2 := hr two; rewrite /theta /star /= in h1 h2.
by have := exp_s; rewrite (_ : s = t) ?exp_t; lra.
Qed.

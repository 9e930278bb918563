(** Class masses, weak separation, independence, and minimisers of the squared losses on rational instances, as programs the
    kernel can run, and the proofs that they decide what Minimiser.v, Independent.v and Squared.v name. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coq Require Import QArith Qreals.
From Mixup Require Import Base Laws Linear Class_outputs Independent Minimiser Squared Theorem_3_5_existence.
From Mixup Require Import Theorem_3_5_squared_loss_sharp Exact Exact_tables Exact_segment Exact_margins.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Program.
Variables (I : instance) (y theta : seq Q).
Open Scope Q_scope.
Definition coords := iota 0 (size (place I)).
Definition qclass_mass (q : Q) : Q :=
  qsum (size (points I)) (fun a => if Qeq_bool (nth 0 y a) q then nth 0 (weights I) a else 0).
Definition qseparates : bool := all (fun a => Qle_bool 0 (qmargin I y theta a)) (indices I) &&
  has (fun a => ~~ Qeq_bool (qmargin I y theta a) 0) (indices I).

(** Vectors r_a with r_a . x_b = 1 where a = b, else 0; a combination w of the x_a that is 0 without being so itself. *)
Definition qdual (r : seq (seq Q)) : bool := all (fun a => all (fun b =>
  Qeq_bool (qsum (size (place I)) (fun j => nth 0 (nth [::] r a) j * coord I b j)) (if a == b then 1 else 0)) (indices I)) (indices I).
Definition qrelation (w : seq Q) : bool :=
  all (fun j => Qeq_bool (qsum (size (points I)) (fun a => nth 0 w a * coord I a j)) 0) coords &&
  has (fun a => ~~ Qeq_bool (nth 0 w a) 0) (indices I).

(** The squared losses: m = 0 without Mixup, m = E[lambda (1 - lambda)] with it. *)
Definition qresidual (a : nat) : Q := qsum (size (place I)) (fun j => nth 0 theta j * coord I a j) - nth 0 y a.
Definition qspread : Q := qmean I (fun l => l * (1 - l)).
Definition qmean_residual : Q := qsum (size (points I)) (fun a => nth 0 (weights I) a * qresidual a).
Definition qmean_point (j : nat) : Q := qsum (size (points I)) (fun a => nth 0 (weights I) a * coord I a j).
Definition qleast (m : Q) : bool := all (fun j => Qeq_bool
  ((1 - 2 * m) * qsum (size (points I)) (fun a => nth 0 (weights I) a * qresidual a * coord I a j) +
    2 * m * (qmean_residual * qmean_point j)) 0) coords.
Definition qvanishes : bool := all (fun j => Qeq_bool (qspread * qmean_residual * qmean_point j) 0) coords.
End Program.

(** Slopes add up from those in the directions of the axes. *)
Lemma slope_axes n d (x : 'I_n -> vec d) p y m theta v :
  squares_slope x p y m theta v = \rsum_(k < d) (v k * squares_slope x p y m theta (axes k)).
Proof.
have along (c : 'I_n -> R) : \rsum_(a < n) (c a * dot v (x a)) = \rsum_(k < d) (v k * \rsum_(a < n) (c a * dot (axes k) (x a))).
  rewrite (rsum_eq (G := fun a => \rsum_(k < d) (v k * (c a * dot (axes k) (x a))))) => [|a].
    by rewrite rsum_exchange; apply: rsum_eq => k; rewrite rsumZ.
  by rewrite /dot -rsumZ; apply: rsum_eq => k; rewrite -/(dot _ _) dotC dot_axes; ring.
rewrite /squares_slope along (along p) -!rsumZ -rsumD; apply: rsum_eq => k; ring.
Qed.

Section Right.
Variables (I : instance) (labels theta : seq Q).
Notation n := (size (points I)).
Notation d := (size (place I)).
Notation m := (size (values I)).
Variables (at01 : forall a : 'I_m, 0 <= Q2R (nth 0%Q (values I) a) <= 1)
  (q0 : forall a : 'I_m, 0 <= Q2R (nth 0%Q (chances I) a)) (q1 : \rsum_(a < m) Q2R (nth 0%Q (chances I) a) = 1).
Notation L := (atoms at01 q0 q1).
Let x (a : 'I_n) : vec d := fun j => Q2R (coord I a j).
Let p (a : 'I_n) := Q2R (nth 0%Q (weights I) a).
Let y (a : 'I_n) := Q2R (nth 0%Q labels a).
Let t : vec d := fun j => Q2R (nth 0%Q theta j).

Let eqP' u v : Qeq_bool u v <-> Q2R u = Q2R v.
Proof. by split=> [/Qeq_bool_iff/Qeq_eqR|/eqR_Qeq/Qeq_bool_iff]. Qed.

Theorem class_mass_right q : class_mass p y (Q2R q) = Q2R (qclass_mass I labels q).
Proof.
rewrite Q2R_sum; apply: rsum_eq => a; case: Req_EM_T => [e|ne] /=; first by rewrite ((eqP' _ _).2 e).
by case e: (Qeq_bool _ _); [case: ne; apply/eqP' | rewrite Q2R_0].
Qed.

Theorem separates_right : (forall a, y a = 1 \/ y a = -1) -> separates_weakly x y t <-> qseparates I labels theta.
Proof.
move=> signs; have mE (a : 'I_n) : y a * dot t (x a) = Q2R (qmargin I labels theta a) by exact: marginE.
split=> [[sep [a moving]]|/andP[/allP sep /hasP[a]]].
  apply/andP; split.
    apply/allP => b; rewrite mem_iota add0n => /andP[_ hb]; apply/Qle_boolP; rewrite Q2R_0 -(mE (Ordinal hb)); exact: sep.
  apply/hasP; exists (val a); first exact: in_indices.
  by apply/negP => /eqP'; rewrite Q2R_0 -mE => z; apply: moving; case: (signs a) z => ->; lra.
rewrite mem_iota add0n => /andP[_ ha] /negP nz; split=> [b|].
  by rewrite mE; have /sep /Qle_boolP := in_indices b; rewrite Q2R_0.
exists (Ordinal ha) => z; apply: nz; apply/eqP'; rewrite Q2R_0 -(mE (Ordinal ha)) z; ring.
Qed.

Theorem dual_right r : qdual I r -> independent x.
Proof.
move/allP => dual w zero a; pose v : vec d := fun j => Q2R (nth 0%Q (nth [::] r a) j).
have one b : dot v (x b) = if b == a then 1 else 0.
  have /dual /allP /(_ _ (in_indices b)) /eqP' e := in_indices a.
  transitivity (Q2R (if val a == val b then 1%Q else 0%Q)).
    by rewrite -e Q2R_sum; apply: rsum_eq => j; rewrite Q2R_mult.
  by rewrite -val_eqE eq_sym; case: eqP => _; rewrite ?Q2R_1 ?Q2R_0.
have : \rsum_(b < n) (w b * dot v (x b)) = 0.
  transitivity (dot (comb x w) v); first by rewrite dot_comb; apply: rsum_eq => b; rewrite dotC.
  by apply: big1 => j _; rewrite /comb zero; ring.
rewrite (bigD1 a) //= big1 => [|b ba]; last by rewrite one (negbTE ba); ring.
by rewrite one eqxx; lra.
Qed.

Theorem relation_right w : qrelation I w -> ~ independent x.
Proof.
case/andP => /allP zero /hasP[a]; rewrite mem_iota add0n => /andP[_ ha] /negP nz ind; apply: nz; apply/eqP'.
rewrite Q2R_0; apply: (ind (fun b : 'I_n => Q2R (nth 0%Q w b)) _ (Ordinal ha)) => j.
have /zero /eqP' : val j \in coords I by rewrite mem_iota add0n ltn_ord.
by rewrite Q2R_0 Q2R_sum => e; rewrite -[RHS]e; apply: rsum_eq => b; rewrite Q2R_mult.
Qed.

Lemma residualE a : residual x y t a = Q2R (qresidual I labels theta a).
Proof. by rewrite /residual /qresidual Q2R_minus Q2R_sum; congr (_ - _); apply: rsum_eq => j; rewrite Q2R_mult. Qed.

Lemma spreadE : spread L = Q2R (qspread I).
Proof. by apply: meanE => l; rewrite Q2R_mult Q2R_minus Q2R_1. Qed.

Lemma mean_residualE : \rsum_(a < n) (p a * residual x y t a) = Q2R (qmean_residual I labels theta).
Proof. by rewrite Q2R_sum; apply: rsum_eq => a; rewrite Q2R_mult residualE. Qed.

Lemma mean_pointE (j : 'I_d) : \rsum_(a < n) (p a * x a j) = Q2R (qmean_point I j).
Proof. by rewrite Q2R_sum; apply: rsum_eq => a; rewrite Q2R_mult. Qed.

Lemma in_coords (j : 'I_d) : val j \in coords I. Proof. by rewrite mem_iota add0n ltn_ord. Qed.

Lemma slopes_right (s : Q) : (forall v, squares_slope x p y (Q2R s) t v = 0) <-> qleast I labels theta s.
Proof.
have two : Q2R 2 = 2 by rewrite /Q2R /=; field.
have axisE (j : 'I_d) a : dot (axes j) (x a) = x a j by rewrite dotC dot_axes.
have e (j : 'I_d) : squares_slope x p y (Q2R s) t (axes j) = Q2R ((1 - 2 * s) *
    qsum n (fun a => nth 0 (weights I) a * qresidual I labels theta a * coord I a j) +
    2 * s * (qmean_residual I labels theta * qmean_point I j))%Q.
  rewrite /squares_slope !(Q2R_plus, Q2R_mult, Q2R_minus) Q2R_1 two -mean_residualE -mean_pointE Q2R_sum.
  congr (_ * _ + _ * (_ * _)); apply: rsum_eq => a; rewrite axisE // !Q2R_mult -residualE //.
split=> [flat|/allP flat v].
  by apply/allP => j; rewrite mem_iota add0n => /andP[_ hj]; apply/eqP'; rewrite -(e (Ordinal hj)) flat Q2R_0.
rewrite slope_axes big1 // => j _; rewrite e.
by have /flat /eqP' -> := in_coords j; rewrite Q2R_0; ring.
Qed.

Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.

Theorem plain_right : least (plain_squares x p y) t <-> qleast I labels theta 0.
Proof.
rewrite least_plain (squares_least x y p0 (m := 0) t); last lra.
by rewrite -slopes_right Q2R_0.
Qed.

Theorem mixup_right : least (mixup_squares x p y L) t <-> qleast I labels theta (qspread I).
Proof.
by rewrite (least_mixup x y L p1) (squares_least x y p0 t (spread_bounds L)) -slopes_right spreadE.
Qed.

Theorem product_right : (forall k, mean_product x p y L t k = 0) <-> qvanishes I labels theta.
Proof.
have e (j : 'I_d) : mean_product x p y L t j = Q2R (qspread I * qmean_residual I labels theta * qmean_point I j)%Q.
  by rewrite /mean_product spreadE mean_residualE mean_pointE !Q2R_mult.
split=> [zero|/allP zero j].
  by apply/allP => j; rewrite mem_iota add0n => /andP[_ hj]; apply/eqP'; rewrite -(e (Ordinal hj)) zero Q2R_0.
by rewrite e; have /zero /eqP' -> := in_coords j; rewrite Q2R_0.
Qed.
End Right.

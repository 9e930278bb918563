(** The tables xi^{ij} and xi^{ij}_lambda of Lemma 2.3, its doubled triangle, and h_eps, on rational instances, as programs
    the kernel can run, and the proofs that they compute what Masses.v and Triangle.v define. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals QArith Qreals Lra.
From Mixup Require Import Base Laws Triangle Exact.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Program.
Variables (I : instance) (k : nat).
Open Scope Q_scope.
Definition qmean (f : Q -> Q) : Q :=
  qsum (size (values I)) (fun a => nth 0 (chances I) a * f (nth 0 (values I) a)).
Definition qpairs (i j : nat) (f : nat -> nat -> Q) : Q :=
  qsum (size (points I)) (fun s => qsum (size (points I)) (fun t =>
    qclass I i s * qclass I j t * (nth 0 (weights I) s * nth 0 (weights I) t * f s t))).
Definition qxi i j : Q := qpairs i j (fun s t => qmean (fun l => qhit I l s t)).
Definition qxil i j : Q := qpairs i j (fun s t => qmean (fun l => qhit I l s t * l)).
Definition qtriangle i : Q := qxi i i + 2 * (qsum k (fun j => if (i < j)%nat then qxil i j else 0) +
  qsum k (fun j => if (j < i)%nat then qxi j i - qxil j i else 0)).
Definition qtotal : Q := qsum k (qN I).
Definition qh i : Q := qN I i / qtotal.
End Program.

Section Right.
Variables (I : instance) (k : nat).
Notation n := (size (points I)).
Notation d := (size (place I)).
Notation m := (size (values I)).
Variables (D : data n k d) (at01 : forall a : 'I_m, 0 <= Q2R (nth 0%Q (values I) a) <= 1)
  (q0 : forall a : 'I_m, 0 <= Q2R (nth 0%Q (chances I) a)) (q1 : \rsum_(a < m) Q2R (nth 0%Q (chances I) a) = 1).
Hypothesis ptE : forall a j, pt D a j = Q2R (coord I a j).
Hypothesis clsE : forall a, val (cls D a) = nth O (classes I) a.
Hypothesis wtE : forall a, wt D a = Q2R (nth 0%Q (weights I) a).
Hypothesis eps0 : 0 < Q2R (radius I).
Notation L := (atoms at01 q0 q1).
Notation x := (fun j : 'I_d => Q2R (nth 0%Q (place I) j)).
Notation eps := (Q2R (radius I)).

Lemma meanE (f : R -> R) (g : Q -> Q) : (forall l, f (Q2R l) = Q2R (g l)) -> E L f = Q2R (qmean I g).
Proof. by move=> h; rewrite atoms_mean /qmean Q2R_sum; apply: rsum_eq => a; rewrite Q2R_mult h. Qed.

Lemma pairsE (i j : 'I_k) (f : 'I_n -> 'I_n -> R) (g : nat -> nat -> Q) : (forall s t : 'I_n, f s t = Q2R (g s t)) ->
  \rsum_(s < n) \rsum_(t < n) (of_class D i s * of_class D j t * (wt D s * wt D t * f s t)) = Q2R (qpairs I i j g).
Proof.
move=> h; rewrite /qpairs Q2R_sum; apply: rsum_eq => s; rewrite Q2R_sum; apply: rsum_eq => t.
by rewrite !Q2R_mult !(classE clsE) !wtE h.
Qed.

Theorem tables_right (i j : 'I_k) : xi D L x eps i j = Q2R (qxi I i j) /\ xil D L x eps i j = Q2R (qxil I i j).
Proof.
have hit_l l s t := hitE ptE eps0 l s t.
split; apply: pairsE => s t; apply: meanE => l; first exact: hit_l.
by rewrite hit_l Q2R_mult.
Qed.

Let keep (P : pred 'I_k) (f : 'I_k -> R) (g : nat -> Q) : (forall j : 'I_k, f j = Q2R (g j)) -> forall b : nat -> bool,
  (forall j : 'I_k, P j = b j) -> \rsum_(j < k | P j) f j = Q2R (qsum k (fun j => if b j then g j else 0%Q)).
Proof.
move=> h b e; rewrite Q2R_sum big_mkcond; apply: rsum_eq => j; rewrite e; case: (b j) => //.
by rewrite Q2R_0.
Qed.

Theorem triangle_right (i : 'I_k) : triangle D L x eps i = Q2R (qtriangle I k i).
Proof.
have two : Q2R 2 = 2 by rewrite /Q2R /=; field.
rewrite /qtriangle Q2R_plus Q2R_mult two Q2R_plus /triangle (tables_right i i).1.
rewrite (@keep _ _ (fun j => qxil I i j) (fun j => (tables_right i j).2) (fun j => (i < j)%nat)) //.
rewrite (@keep _ _ (fun j => qxi I j i - qxil I j i)%Q _ (fun j => (j < i)%nat)) // => j.
by rewrite Q2R_minus (tables_right j i).1 (tables_right j i).2.
Qed.

Theorem share_right (i : 'I_k) : 0 < total D L x eps -> h D L x eps i = Q2R (qh I k i).
Proof.
have e : total D L x eps = Q2R (qtotal I k).
  by rewrite /qtotal Q2R_sum; apply: rsum_eq => j; exact: program_right.
move=> T0; rewrite /h /qh Q2R_div; last by move/Qeq_eqR; rewrite -e Q2R_0; lra.
by rewrite -e; congr (_ / _); exact: program_right.
Qed.
End Right.

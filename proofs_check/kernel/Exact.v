(** The masses N_i of Lemma 2.3 on rational instances, as a program the kernel can run, and the proof that it
    computes the N of Base.v.  This ties the real-number definitions, about which the theorems are, to numbers that
    another program (theory.optimal.local_masses) gives for the same instances: see Agreement.v. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals QArith Qreals Lra.
From Mixup Require Import Base Laws.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Fixpoint qsum (n : nat) (f : nat -> Q) : Q := if n is m.+1 then Qred (qsum m f + f m)%Q else 0%Q.

Definition qlt (a b : Q) : bool := ~~ Qle_bool b a.

Record instance := Instance {
  points : seq (seq Q); classes : seq nat; weights : seq Q;  (* the data *)
  values : seq Q; chances : seq Q;                           (* the atoms of the mixing law *)
  place : seq Q; radius : Q                                  (* the ball *)
}.

Section Program.
Variable I : instance.
Definition coord a j : Q := nth 0%Q (nth [::] (points I) a) j.
Definition square (q : Q) : Q := (q * q)%Q.
Definition gap2 (l : Q) s t : Q :=
  qsum (size (place I)) (fun j => square (l * coord s j + (1 - l) * coord t j - nth 0 (place I) j)%Q).
Definition qhit l s t : Q := if qlt (gap2 l s t) (square (radius I)) then 1%Q else 0%Q.
Definition qclass i s : Q := if nth O (classes I) s == i then 1%Q else 0%Q.
Definition qshare i s t : Q := qsum (size (values I)) (fun a => let l := nth 0%Q (values I) a in
  (nth 0 (chances I) a * (qhit l s t * (l * qclass i s + (1 - l) * qclass i t)))%Q).
Definition qN i : Q := qsum (size (points I)) (fun s => qsum (size (points I)) (fun t =>
  (nth 0 (weights I) s * nth 0 (weights I) t * qshare i s t)%Q)).
End Program.

(** ** The program is right *)

Lemma Q2R_red q : Q2R (Qred q) = Q2R q.
Proof. by apply: Qeq_eqR; exact: Qred_correct. Qed.

Lemma Q2R_sum n f : Q2R (qsum n f) = \rsum_(i < n) Q2R (f i).
Proof.
elim: n => [|n ih]; first by rewrite big_ord0 RMicromega.Q2R_0.
by rewrite big_ord_recr -ih -[qsum n.+1 f]/(Qred (qsum n f + f n)%Q) Q2R_red Q2R_plus.
Qed.

Lemma Q2R_1 : Q2R 1 = 1. Proof. exact: RMicromega.Q2R_1. Qed.
Lemma Q2R_0 : Q2R 0 = 0. Proof. exact: RMicromega.Q2R_0. Qed.

Lemma qltP a b : qlt a b <-> Q2R a < Q2R b.
Proof.
rewrite /qlt; case e: (Qle_bool b a) => /=; split=> //.
  by move/Qle_bool_iff/Qle_Rle: e; lra.
move=> _; apply: Rnot_le_lt => /Rle_Qle/Qle_bool_iff; by rewrite e.
Qed.

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

Let x : vec d := fun j => Q2R (nth 0%Q (place I) j).

Lemma gapE l (s t : 'I_n) : dist (mix (Q2R l) (pt D s) (pt D t)) x * dist (mix (Q2R l) (pt D s) (pt D t)) x =
  Q2R (gap2 I l s t).
Proof.
rewrite norm_sqr /gap2 Q2R_sum; apply: rsum_eq => j; rewrite /mix /x !ptE /square.
by rewrite !(Q2R_mult, Q2R_plus, Q2R_minus) Q2R_1.
Qed.

Lemma hitE l (s t : 'I_n) : hit D x (Q2R (radius I)) s t (Q2R l) = Q2R (qhit I l s t).
Proof.
have sq := gapE l s t.
have d0 := dist_ge0 (mix (Q2R l) (pt D s) (pt D t)) x.
have lt : dist (mix (Q2R l) (pt D s) (pt D t)) x < Q2R (radius I) <-> qlt (gap2 I l s t) (square (radius I)).
  by rewrite qltP -sq /square Q2R_mult; split=> h; nra.
rewrite /hit /inball /qhit; case: Rlt_dec => [/lt -> |h] /=; first by rewrite Q2R_1.
by case: ifP => [/lt //|_]; rewrite Q2R_0.
Qed.

Lemma classE (i : 'I_k) s : of_class D i s = Q2R (qclass I i s).
Proof. by rewrite /of_class /qclass -clsE -val_eqE; case: eqP; rewrite ?Q2R_1 ?Q2R_0. Qed.

Theorem program_right (i : 'I_k) : N D (atoms at01 q0 q1) x (Q2R (radius I)) i = Q2R (qN I i).
Proof.
rewrite N_pairs /qN Q2R_sum; apply: rsum_eq => s; rewrite Q2R_sum; apply: rsum_eq => t.
rewrite !Q2R_mult !wtE; congr (_ * _); rewrite /share /= /qshare Q2R_sum; apply: rsum_eq => a.
by rewrite hitE !classE !(Q2R_mult, Q2R_plus, Q2R_minus) Q2R_1.
Qed.
End Right.



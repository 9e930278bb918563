(** Finite sums of real numbers: the big operators of MathComp over ['I_n], with [Rplus]. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Lemma RplusA : associative Rplus. Proof. by move=> x y z; ring. Qed.
Lemma RplusC : commutative Rplus. Proof. by move=> x y; ring. Qed.
Lemma Rplus0 : left_id 0 Rplus. Proof. by move=> x; ring. Qed.
Lemma RmultA : associative Rmult. Proof. by move=> x y z; ring. Qed.
Lemma RmultC : commutative Rmult. Proof. by move=> x y; ring. Qed.
Lemma R1mult : left_id 1 Rmult. Proof. by move=> x; ring. Qed.
Lemma R0mult : left_zero 0 Rmult. Proof. by move=> x; ring. Qed.
Lemma Rmult0 : right_zero 0 Rmult. Proof. by move=> x; ring. Qed.
Lemma RmultDl : left_distributive Rmult Rplus. Proof. by move=> x y z; ring. Qed.
Lemma RmultDr : right_distributive Rmult Rplus. Proof. by move=> x y z; ring. Qed.
Lemma Rplus_id0 : right_id 0 Rplus. Proof. by move=> x; ring. Qed.
Lemma Rmult1 : right_id 1 Rmult. Proof. by move=> x; ring. Qed.

Canonical Rplus_monoid := Monoid.Law RplusA Rplus0 Rplus_id0.
Canonical Rplus_comoid := Monoid.ComLaw RplusC.
Canonical Rmult_monoid := Monoid.Law RmultA R1mult Rmult1.
Canonical Rmult_muloid := Monoid.MulLaw R0mult Rmult0.
Canonical Rplus_addoid := Monoid.AddLaw RmultDl RmultDr.

Notation "\rsum_ ( i < n ) F" := (\big[Rplus/0]_(i < n) F)
  (at level 41, F at level 41, i, n at level 50, format "'[' \rsum_ ( i < n ) '/  ' F ']'") : R_scope.
Notation "\rsum_ ( i < n | P ) F" := (\big[Rplus/0]_(i < n | P) F)
  (at level 41, F at level 41, i, n at level 50) : R_scope.

Section Sums.
Variable n : nat.
Implicit Types F G : 'I_n -> R.

Lemma rsumD F G : \rsum_(i < n) (F i + G i) = \rsum_(i < n) F i + \rsum_(i < n) G i.
Proof. exact: big_split. Qed.

Lemma rsumZ c F : \rsum_(i < n) (c * F i) = c * \rsum_(i < n) F i.
Proof. by rewrite big_distrr. Qed.

Lemma rsumZr c F : \rsum_(i < n) (F i * c) = (\rsum_(i < n) F i) * c.
Proof. by rewrite big_distrl. Qed.

Lemma rsum_le (P : pred 'I_n) F G : (forall i, P i -> F i <= G i) ->
  \rsum_(i < n | P i) F i <= \rsum_(i < n | P i) G i.
Proof. by move=> h; apply: (big_ind2 Rle) => [|*|]; [lra | lra | exact: h]. Qed.

Lemma rsum_ge0 (P : pred 'I_n) F : (forall i, P i -> 0 <= F i) -> 0 <= \rsum_(i < n | P i) F i.
Proof. by move=> h; apply: (big_ind (Rle 0)) => [|*|]; [lra | lra | exact: h]. Qed.

Lemma rsum_eq F G : (forall i, F i = G i) -> \rsum_(i < n) F i = \rsum_(i < n) G i.
Proof. by move=> h; apply: eq_bigr => i _. Qed.

(** A sum of nonnegative terms is at least each of them. *)
Lemma rsum_ge_term F j : (forall i, 0 <= F i) -> F j <= \rsum_(i < n) F i.
Proof.
move=> h; rewrite (bigD1 j) //= -{1}(Rplus_id0 (F j)); apply: Rplus_le_compat_l.
by apply: rsum_ge0.
Qed.

Lemma rsum_eq0 F : (forall i, 0 <= F i) -> \rsum_(i < n) F i = 0 -> forall i, F i = 0.
Proof. by move=> h s i; have := rsum_ge_term i h; have := h i; lra. Qed.
End Sums.

Lemma rsumB n (F G : 'I_n -> R) : \rsum_(i < n) (F i - G i) = \rsum_(i < n) F i - \rsum_(i < n) G i.
Proof.
rewrite (@rsum_eq _ _ (fun i => F i + (-1) * G i)); last by move=> i; ring.
by rewrite rsumD rsumZ; ring.
Qed.

Lemma rsum_exchange m n (F : 'I_m -> 'I_n -> R) :
  \rsum_(i < m) \rsum_(j < n) F i j = \rsum_(j < n) \rsum_(i < m) F i j.
Proof. exact: exchange_big. Qed.

(** The doubled upper triangle of the paper: for a symmetric mixing law it is N. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Symmetry.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Triangle.
Variables (n k d : nat) (D : data n k d) (L : law) (x : vec d) (eps : R).
Notation mass := (mass D L x eps).
Notation moment := (moment D L x eps).

(** N_i as the paper collects it. *)
Definition triangle i := xi D L x eps i i +
  2 * (\rsum_(j < k | (i < j)%nat) xil D L x eps i j +
       \rsum_(j < k | (j < i)%nat) (xi D L x eps j i - xil D L x eps j i)).

Hypothesis sym : symmetric L.

(** A pair and its mirror image have one mass, and lambda and 1 - lambda change places. *)
Lemma pair_mirror s t : mass t s = mass s t /\ moment t s = mass s t - moment s t.
Proof.
have [l [u h]] := ball_itv (pt D s) (pt D t) x eps.
have e m : 0 <= m <= 1 -> hit D x eps t s m = itv (1 - u) (1 - l) m.
  move=> hm; have -> : hit D x eps t s m = hit D x eps s t (1 - m).
    rewrite /hit /inball (_ : dist (mix m (pt D t) (pt D s)) x = dist (mix (1 - m) (pt D s) (pt D t)) x) //.
    by apply: norm_eq => j; rewrite /mix; ring.
  rewrite /hit h; last lra.
  by case: (itv_or l u (1 - m)) => -[-> a]; case: (itv_or (1 - u) (1 - l) m) => -[-> b]; lra.
have mst : mass s t = prob L l u.
  by apply: E_ext => [|m hm]; [exact: dom_hit1 | rewrite /hit h //; ring].
have mts : mass t s = prob L (1 - u) (1 - l).
  by apply: E_ext => [|m hm]; [exact: dom_hit1 | rewrite e //; ring].
have ost : moment s t = E L (fun m => itv l u m * (0 + 1 * m)).
  by apply: E_ext => [|m hm]; [exact: dom_hitl | rewrite /hit h //; ring].
have ots : mass t s - moment t s = E L (fun m => itv (1 - u) (1 - l) m * (1 + (-1) * m)).
  have -> : mass t s - moment t s = 1 * mass t s + (-1) * moment t s by ring.
  by rewrite -E_hit; apply: E_ext => [|m hm]; [exact: dom_hit | rewrite e].
have m0 : mass t s = mass s t by rewrite mst mts (sym l u).
by split=> //; have := mirror_moment sym l u; rewrite -ost -ots; lra.
Qed.

Lemma class_mirror i j : xi D L x eps j i = xi D L x eps i j /\
  xil D L x eps j i = xi D L x eps i j - xil D L x eps i j.
Proof.
rewrite /xi /xil rsum_exchange; split; first last.
  rewrite rsum_exchange -rsumB; apply: rsum_eq => s; rewrite -rsumB; apply: rsum_eq => t.
  by rewrite (pair_mirror s t).2; ring.
by apply: rsum_eq => s; apply: rsum_eq => t; rewrite (pair_mirror s t).1; ring.
Qed.

Theorem triangle_right i : N D L x eps i = triangle i.
Proof.
have term j : xil D L x eps i j + xi D L x eps j i - xil D L x eps j i = 2 * xil D L x eps i j.
  by rewrite (class_mirror i j).1 (class_mirror i j).2; ring.
rewrite /N /triangle (bigD1 i) //=.
have -> : xil D L x eps i i + xi D L x eps i i - xil D L x eps i i = xi D L x eps i i by ring.
congr (_ + _); rewrite (bigID (fun j : 'I_k => (i < j)%nat)) /= Rmult_plus_distr_l !big_distrr /=.
congr (_ + _); apply: eq_big => j.
- by rewrite -val_eqE /=; case: (ltngtP j i).
- by move=> _; exact: term.
- by rewrite -val_eqE /=; case: (ltngtP j i).
- by move=> _; rewrite term (class_mirror i j).1 (class_mirror i j).2; ring.
Qed.
End Triangle.

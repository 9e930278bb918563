(** For every power of 2 there are two different sets of as many numbers with the same pair sums: the numbers with an
    even and with an odd number of binary ones (Thue and Morse). *)

From mathcomp Require Import all_ssreflect all_algebra ring.
From Mixup Require Import Pair_sums.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.



(** The number of ones among the e lowest binary digits of n, all of them if n < 2^e. *)
Definition ones (e n : nat) : nat := \sum_(i < e) odd (n %/ 2 ^ i).

(** The numbers below 2^e with an even (b = false) or an odd (b = true) number of ones. *)
Definition parity_class (e : nat) (b : bool) : seq nat := [seq n <- iota 0 (2 ^ e) | odd (ones e n) == b].

Lemma ones_low e n : (n < 2 ^ e)%N -> ones e.+1 n = ones e n.
Proof. by move=> h; rewrite /ones big_ord_recr /= divn_small // addn0. Qed.

Lemma ones_high e n : (n < 2 ^ e)%N -> ones e.+1 (2 ^ e + n) = (ones e n).+1.
Proof.
move=> h; rewrite /ones big_ord_recr /=.
have -> : ((2 ^ e + n) %/ 2 ^ e = 1)%N by rewrite -{1}(mul1n (2 ^ e)%N) divnMDl ?expn_gt0 // divn_small.
rewrite /= addn1; congr S.
apply: eq_bigr => i _; have ie : (i < e)%N := ltn_ord i.
rewrite -{1}(subnKC (ltnW ie)) expnD mulnC divnMDl ?expn_gt0 //.
by rewrite oddD oddX subn_eq0 leqNgt ie /=.
Qed.

Lemma parity_classS e b :
  parity_class e.+1 b = parity_class e b ++ [seq (2 ^ e + n)%N | n <- parity_class e (~~ b)].
Proof.
rewrite /parity_class expnS mul2n -addnn iotaD add0n filter_cat; congr (_ ++ _).
  by apply: eq_in_filter => n; rewrite mem_iota add0n => /andP[_ h]; rewrite ones_low.
rewrite -{1}(addn0 (2 ^ e)%N) iotaDl filter_map; congr map.
apply: eq_in_filter => n; rewrite mem_iota add0n => /andP[_ h] /=.
by rewrite ones_high //=; case: (odd _); case: b.
Qed.

Lemma size_parity e b : size (parity_class e.+1 b) = (2 ^ e)%N.
Proof.
elim: e b => [|e ih] b; first by rewrite parity_classS /parity_class /= /ones !big_ord0; case: b.
by rewrite parity_classS size_cat size_map !ih addnn -mul2n expnS.
Qed.

Section Sums.
Variable V : zmodType.
Implicit Types s t : seq V.
Open Scope ring_scope.

Definition cross_sums s t : seq V := [seq x + y | x <- s, y <- t].

Lemma pair_sums_cat s t : perm_eq (pair_sums (s ++ t)) (pair_sums s ++ pair_sums t ++ cross_sums s t).
Proof.
elim: s => [|x s ih] /=; first by rewrite /cross_sums /= cats0.
rewrite map_cat -!catA perm_cat2l (perm_trans (y := [seq x + y | y <- t] ++ pair_sums s ++ pair_sums t ++ cross_sums s t)) //.
  by rewrite perm_cat2l.
by rewrite perm_catCA perm_cat2l perm_catCA.
Qed.

Lemma cross_sums_shift c s t : cross_sums s [seq c + y | y <- t] = [seq c + z | z <- cross_sums s t].
Proof.
rewrite /cross_sums map_allpairs; elim: s => [//|x s ih] /=; rewrite ih; congr (_ ++ _).
by rewrite -map_comp; apply: eq_map => y /=; rewrite addrCA.
Qed.

Lemma cross_sumsC s t : perm_eq (cross_sums s t) (cross_sums t s).
Proof.
elim: s => [|x s ih]; first by rewrite /cross_sums allpairs0r.
rewrite perm_sym /cross_sums (perm_allpairs_consr (fun u v => u + v) t (fun=> x) (fun=> s)) /=.
have -> : [seq y + x | y <- t] = [seq x + y | y <- t] by apply: eq_map => y; rewrite addrC.
by rewrite perm_cat2l perm_sym.
Qed.

Lemma pair_sums_shift c s : pair_sums [seq c + y | y <- s] = [seq c + c + z | z <- pair_sums s].
Proof.
elim: s => [//|x s ih] /=; rewrite map_cat ih -!map_comp; congr (_ ++ _).
by apply: eq_map => y /=; rewrite addrACA.
Qed.
End Sums.

(** The same pair sums, as numbers of whatever ring. *)
Section ThueMorse.
Variable R : ringType.
Open Scope ring_scope.

Definition numbers e b : seq R := [seq n%:R | n <- parity_class e b].

Lemma numbersS e b : numbers e.+1 b = numbers e b ++ [seq (2 ^ e)%:R + x | x <- numbers e (~~ b)].
Proof.
rewrite /numbers parity_classS map_cat; congr (_ ++ _); rewrite -!map_comp.
by apply: eq_map => n /=; rewrite natrD.
Qed.

Lemma same_pair_sums e : perm_eq (pair_sums (numbers e.+1 false)) (pair_sums (numbers e.+1 true)).
Proof.
elim: e => [|e ih]; first by rewrite /numbers !parity_classS /parity_class /= /ones !big_ord0.
rewrite !(numbersS e.+1) /=.
rewrite (permPl (pair_sums_cat _ _)) perm_sym (permPl (pair_sums_cat _ _)) perm_sym.
rewrite !pair_sums_shift !cross_sums_shift; apply: perm_cat => //.
by apply: perm_cat; apply: perm_map; [rewrite perm_sym | exact: cross_sumsC].
Qed.
End ThueMorse.

(** The classes by a program that the kernel can run: sums over bigop are locked. *)
Definition run_parity (e : nat) (b : bool) : seq nat :=
  [seq n <- iota 0 (2 ^ e) | odd (foldr addn 0 [seq (odd (n %/ 2 ^ i) : nat) | i <- iota 0 e]) == b]%N.

Lemma parity_right e b : parity_class e b = run_parity e b.
Proof.
apply: eq_filter => n; congr (odd _ == b); rewrite /ones foldrE big_map.
by rewrite -(big_mkord xpredT (fun i => (odd (n %/ 2 ^ i) : nat))) /index_iota subn0.
Qed.

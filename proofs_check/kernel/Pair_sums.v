(** The sums of the pairs determine the points, unless their number is a power of 2 (Selfridge and Straus 1958).

    In any integral domain of characteristic 0, with no axiom. *)

From mathcomp Require Import all_ssreflect all_algebra ring.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Open Scope ring_scope.

(** The sums of the unordered pairs of different positions. *)
Fixpoint pair_sums (V : zmodType) (s : seq V) : seq V :=
  if s is x :: s' then [seq x + y | y <- s'] ++ pair_sums s' else [::].

Lemma map_pair_sums (V W : zmodType) (f : {additive V -> W}) s : map f (pair_sums s) = pair_sums (map f s).
Proof.
elim: s => [//|x s ih] /=; rewrite map_cat ih; congr (_ ++ _).
by rewrite -!map_comp; apply: eq_map => y /=; rewrite raddfD.
Qed.

Section SelfridgeStraus.
Variable R : idomainType.
Hypothesis char0 : [char R] =i pred0.

Lemma eqn_nat (m n : nat) : (m%:R == n%:R :> R) = (m == n).
Proof.
wlog mn : m n / (m <= n)%N.
  by move=> h; case: (leqP m n) => [|/ltnW] /h // e; rewrite eq_sym e eq_sym.
rewrite eq_sym -subr_eq0 -natrB // (charf0P R).1 // subn_eq0 eqn_leq mn /=.
by [].
Qed.
Implicit Types s t : seq R.

(** The k-th power sum. *)
Definition psum k s : R := \sum_(x <- s) x ^+ k.

(** All ordered pairs, a position with itself included: twice the pair sums and the doubles. *)
Lemma ordered_pairs k s : \sum_(x <- s) \sum_(y <- s) (x + y) ^+ k =
  psum k (pair_sums s) *+ 2 + \sum_(x <- s) (x + x) ^+ k.
Proof.
elim: s => [|x s ih]; first by rewrite /psum !big_nil mul0rn addr0.
have e : \sum_(z <- s) \sum_(y <- x :: s) (z + y) ^+ k =
    \sum_(z <- s) (x + z) ^+ k + \sum_(z <- s) \sum_(y <- s) (z + y) ^+ k.
  by rewrite -big_split; apply: eq_bigr => z _; rewrite big_cons [z + x]addrC.
rewrite /= big_cons e ih /psum big_cat big_map !big_cons /=; ring.
Qed.

(** Newton: p_k of the pair sums from the power sums of the points. *)
Lemma psum_pairs k s : psum k (pair_sums s) *+ 2 =
  \sum_(j < k.+1) (psum (k - j) s * psum j s) *+ 'C(k, j) - psum k s *+ 2 ^ k.
Proof.
have -> : \sum_(j < k.+1) (psum (k - j) s * psum j s) *+ 'C(k, j) = \sum_(x <- s) \sum_(y <- s) (x + y) ^+ k.
  rewrite (eq_bigr (fun x => \sum_(j < k.+1) (x ^+ (k - j) * psum j s) *+ 'C(k, j))) => [|x _].
    rewrite exchange_big; apply: eq_bigr => j _ /=.
    by rewrite sumrMnl; congr (_ *+ _); rewrite /psum mulr_suml.
  rewrite (eq_bigr (fun y => \sum_(j < k.+1) (x ^+ (k - j) * y ^+ j) *+ 'C(k, j))) => [|y _]; last exact: exprDn.
  rewrite exchange_big; apply: eq_bigr => j _ /=.
  by rewrite sumrMnl; congr (_ *+ _); rewrite /psum mulr_sumr.
rewrite ordered_pairs; suff -> : \sum_(x <- s) (x + x) ^+ k = psum k s *+ 2 ^ k by rewrite addrK.
by rewrite /psum -sumrMnl; apply: eq_bigr => x _; rewrite -mulr2n -mulr_natl exprMn -natrX mulr_natl.
Qed.

Lemma psum0 s : psum 0 s = (size s)%:R.
Proof. by rewrite /psum (eq_bigr (fun=> 1)) // big_const_seq count_predT -Monoid.iteropE /=. Qed.

(** Unless m is a power of 2, the power sums of the pair sums give those of the points. *)
Lemma psums_determined s t : size s = size t -> (forall e, size s != 2 ^ e)%N ->
  perm_eq (pair_sums s) (pair_sums t) -> forall k, psum k s = psum k t.
Proof.
move=> sz pow2 pairs; have pp k : psum k (pair_sums s) = psum k (pair_sums t) by exact: perm_big.
elim/ltn_ind => -[_|k ih]; first by rewrite !psum0 sz.
have := congr1 (fun z => z *+ 2) (pp k.+1); rewrite !psum_pairs.
have main u : \sum_(j < k.+2) (psum (k.+1 - j) u * psum j u) *+ 'C(k.+1, j) - psum k.+1 u *+ 2 ^ k.+1 =
    psum k.+1 u * ((size u)%:R *+ 2 - (2 ^ k.+1)%:R) +
    \sum_(j < k) (psum (k.+1 - j.+1) u * psum j.+1 u) *+ 'C(k.+1, j.+1).
  rewrite big_ord_recl big_ord_recr /= bin0 subn0 binn subnn psum0 !mulr1n.
  rewrite -[psum k.+1 u *+ 2 ^ k.+1]mulr_natr /bump leq0n add1n.
  by set A := \sum_(j < k) _; ring.
rewrite !main -sz; set A := \sum_(j < k) _; set B := \sum_(j < k) _.
have -> : A = B.
  by apply: eq_bigr => j _; rewrite subSS !ih ?ltnS ?leq_subr // ltnS; case: j.
move/addIr/mulIf; apply.
rewrite -mulr_natr -natrM subr_eq0 eqn_nat muln2 -mul2n expnS eqn_mul2l /=.
exact: pow2.
Qed.

(** Two multisets with the same power sums are equal: weigh them by the polynomial of the other points. *)
Lemma psums_perm s t : (forall k, psum k s = psum k t) -> perm_eq s t.
Proof.
move=> ps; have polys (p : {poly R}) : \sum_(x <- s) p.[x] = \sum_(x <- t) p.[x].
  rewrite (eq_bigr (fun x => \sum_(i < size p) p`_i * x ^+ i)) => [|x _]; last by rewrite horner_coef.
  rewrite [RHS](eq_bigr (fun x => \sum_(i < size p) p`_i * x ^+ i)) => [|x _]; last by rewrite horner_coef.
  rewrite exchange_big [RHS]exchange_big; apply: eq_bigr => i _ /=.
  by rewrite -!mulr_sumr; congr (_ * _); exact: ps.
apply/allP => z _ /=.
pose p := \prod_(y <- undup (s ++ t) | y != z) ('X - y%:P).
have pz : p.[z] != 0.
  rewrite horner_prod prodf_seq_neq0; apply/allP => y _; apply/implyP => yz.
  by rewrite hornerXsubC subr_eq0 eq_sym.
have p0 y : y \in s ++ t -> y != z -> p.[y] = 0.
  move=> yst yz; apply/eqP; rewrite horner_prod prodf_seq_eq0; apply/hasP.
  by exists y; rewrite ?mem_undup // yz hornerXsubC subrr eqxx.
move: p pz p0 => p pz p0.
have count u : {subset u <= s ++ t} -> \sum_(x <- u) p.[x] = p.[z] *+ count_mem z u.
  move=> sub; rewrite (bigID (pred1 z)) /= [X in _ + X]big1_seq ?addr0 => [|y /andP[yz yu]]; last first.
    by apply: p0 => //; exact: sub.
  by rewrite (eq_bigr (fun=> p.[z])) => [|y /eqP-> //]; rewrite big_const_seq iter_addr_0.
have subs : {subset s <= s ++ t} by move=> y; rewrite mem_cat => ->.
have subt : {subset t <= s ++ t} by move=> y; rewrite mem_cat orbC => ->.
have := polys p; rewrite (count s subs) (count t subt) => /eqP.
by rewrite -[p.[z] *+ _]mulr_natl -[p.[z] *+ count_mem z t]mulr_natl (inj_eq (mulIf pz)) eqn_nat.
Qed.

(** Unless m is a power of 2, the pair sums determine the points. *)
Theorem pair_sums_determine s t : size s = size t -> (forall e, size s != 2 ^ e)%N ->
  perm_eq (pair_sums s) (pair_sums t) -> perm_eq s t.
Proof. by move=> sz pow2 pairs; apply: psums_perm; exact: psums_determined. Qed.
End SelfridgeStraus.

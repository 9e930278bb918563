(** Theorem 2.11 for all data (claim theorem-2.11-all-data): midpoints determine every multiset of m points of R^n if and
    only if m is no power of 2.  Over any ordered field, with no axiom. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Mixup Require Import Pair_sums Thue_Morse.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Open Scope ring_scope.

Section Midpoints.
Variable R : numFieldType.

(** The midpoints of all pairs of different positions, each as often as it occurs. *)
Definition midpoints n (s : seq 'rV[R]_n) : seq 'rV[R]_n := [seq 2%:R^-1 *: z | z <- pair_sums s].

Lemma two_neq0 : (2%:R^-1 : R) != 0.
Proof. by rewrite invr_eq0 pnatr_eq0. Qed.

Lemma poly_char0 : [char {poly R}] =i pred0.
Proof. by apply/charf0P => k; rewrite -(rmorph_nat (polyC_rmorphism R)) /= polyC_eq0 pnatr_eq0. Qed.

Lemma midpoints_determine n (s t : seq 'rV[R]_n) : size s = size t -> (forall e, size s != 2 ^ e)%N ->
  perm_eq (midpoints s) (midpoints t) -> perm_eq s t.
Proof.
move=> sz pow2 /(perm_map_inj (scalerI two_neq0)) pairs.
have inj : injective (@rVpoly R n) by exact: can_inj (@rVpolyK R n).
apply: (perm_map_inj inj); apply: (pair_sums_determine poly_char0); rewrite ?size_map //.
by rewrite -!map_pair_sums; exact: perm_map.
Qed.

(** The numbers below 2^(e+1) with an even and with an odd number of binary ones, as points of the line. *)
Definition thue_morse e b : seq 'rV[R]_1 := [seq const_mx x | x <- numbers R e.+1 b].

Lemma thue_morse_midpoints e : perm_eq (midpoints (thue_morse e false)) (midpoints (thue_morse e true)).
Proof. by apply: perm_map; rewrite /thue_morse -!map_pair_sums; apply: perm_map; exact: same_pair_sums. Qed.

Lemma zero_even e b : (0%N \in parity_class e b) = ~~ b.
Proof.
rewrite mem_filter mem_iota add0n expn_gt0 /= andbT /ones big1 => [|i _]; last by rewrite div0n.
by case: b.
Qed.

Lemma thue_morse_differ e : ~~ perm_eq (thue_morse e false) (thue_morse e true).
Proof.
have inj : injective (fun x : R => const_mx x : 'rV[R]_1).
  by move=> x y /(congr1 (fun m : 'rV_1 => m ord0 ord0)); rewrite !mxE.
have nat_inj : injective (fun k : nat => k%:R : R) by move=> j k /eqP; rewrite eqr_nat => /eqP.
apply/negP => /perm_mem /(_ (const_mx 0)).
by rewrite /thue_morse /numbers !mem_map // -[0]/(0%:R) !(mem_map nat_inj) !zero_even.
Qed.
End Midpoints.

Theorem theorem_2_11_all_data (R : numFieldType) :
  (forall n (s t : seq 'rV[R]_n), size s = size t -> (forall e, size s != 2 ^ e)%N ->
    perm_eq (midpoints s) (midpoints t) -> perm_eq s t) /\
  (forall e, size (thue_morse R e false) = (2 ^ e)%N /\ size (thue_morse R e true) = (2 ^ e)%N /\
    perm_eq (midpoints (thue_morse R e false)) (midpoints (thue_morse R e true)) /\
    ~~ perm_eq (thue_morse R e false) (thue_morse R e true)).
Proof.
split; first exact: midpoints_determine.
by move=> e; rewrite !size_map !size_parity; do ! split; [exact: thue_morse_midpoints | exact: thue_morse_differ].
Qed.

(** It is not about nothing: three points are no power of 2. *)
Lemma three_no_power e : (3 != 2 ^ e)%N.
Proof. by apply/eqP; case: e => [|e] // /(congr1 odd); rewrite oddX. Qed.

Example three_points (R : numFieldType) n (s : seq 'rV[R]_n) : size s = 3%N ->
  (forall e, size s != 2 ^ e)%N /\ perm_eq (midpoints s) (midpoints s).
Proof. by move=> ->; split=> // e; exact: three_no_power. Qed.

(** And the midpoints are needed. *)
Example other_midpoints (R : numFieldType) : ~ forall n (s t : seq 'rV[R]_n), size s = size t ->
  (forall e, size s != 2 ^ e)%N -> perm_eq s t.
Proof.
move=> claim; have /perm_mem /(_ 0) := claim 1%N (nseq 3 0) (nseq 3 (const_mx 1)) erefl three_no_power.
rewrite !mem_nseq /= eqxx => /esym/eqP/matrixP /(_ ord0 ord0); rewrite !mxE => /eqP.
by rewrite eq_sym oner_eq0.
Qed.

(** That each midpoint of one is a midpoint of the other is not enough. *)
Example midpoints_as_a_set (R : numFieldType) : ~ forall n (s t : seq 'rV[R]_n), size s = size t ->
  (forall e, size s != 2 ^ e)%N -> midpoints s =i midpoints t -> perm_eq s t.
Proof.
pose row (l : seq int) : seq 'rV[R]_1 := map (const_mx (n := 1)) (map intr l).
pose s : seq int := [:: 0; 1; 2; 4; 5; 6]; pose t : seq int := [:: 0; 1; 2; 3; 4; 7].
move=> claim; have six e : (6 != 2 ^ e)%N.
  by apply/eqP; case: e => [|[|[|e]]] // h; have := leq_pexp2l (isT : 0 < 2)%N (isT : 3 <= e.+3)%N; rewrite -h.
have ints : pair_sums s =i pair_sums t.
  have [a b] : all (mem (pair_sums t)) (pair_sums s) /\ all (mem (pair_sums s)) (pair_sums t) by [].
  by move=> z; apply/idP/idP => [/(allP a)|/(allP b)].
have same : midpoints (row s) =i midpoints (row t).
  have mapE (A B : eqType) (g : A -> B) (u v : seq A) : u =i v -> map g u =i map g v.
    by move=> h z; apply/mapP/mapP => -[x xs ->]; exists x; rewrite ?h // -h.
  by apply: (@mapE _ _ _); rewrite /row -!map_pair_sums; do 2 apply: (@mapE _ _ _).
have /perm_mem /(_ (const_mx (3%:~R))) := claim _ (row s) (row t) erefl six same.
have inj : injective (fun x : R => const_mx x : 'rV[R]_1) by move=> x y /(congr1 (fun m : 'rV_1 => m ord0 ord0)); rewrite !mxE.
by rewrite !(mem_map inj) !(mem_map (@intr_inj R)).
Qed.

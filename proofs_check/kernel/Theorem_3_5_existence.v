(** When the Mixup logistic loss of a linear model has a minimiser in the span of the data (claim theorem-3.5-existence). *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Pairs Box Central Logistic Outputs Growth Linear Minimiser.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Definition separates_weakly n d (x : 'I_n -> vec d) (y : 'I_n -> R) theta :=
  (forall a, 0 <= y a * dot theta (x a)) /\ exists a, dot theta (x a) <> 0.

Section Existence.
Variables (n d : nat) (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.
Hypothesis labels : forall a, y a = 1 \/ y a = -1.
Notation risk := (risk x p y L).
Notation exists_minimiser := (exists theta, minimises x p y L theta).

(** ** Where there is one *)

Lemma own_lipschitz : lipschitz 1 (own p y).
Proof.
move=> u v; rewrite Rmult_1_l /own /apart1 -rsumB; apply: rsum_le => a _.
have pa : 0 <= p a * p a <= 1.
  have : p a <= 1 by rewrite -p1; apply: (rsum_ge_term (F := p)) => b; exact: Rlt_le.
  by have := p0 a; nra.
have near : Rmax 0 (- (y a * u a)) <= Rmax 0 (- (y a * v a)) + Rabs (u a - v a).
  rewrite /Rmax /Rabs; case: Rle_dec => h1; case: Rle_dec => h2; case: Rcase_abs => h3 /=; case: (labels a) => e; rewrite e in h1 h2 *; lra.
have := Rabs_pos (u a - v a); nra.
Qed.

Lemma own_scale t u : 0 <= t -> own p y (fun a => t * u a) = t * own p y u.
Proof.
move=> t0; rewrite /own -rsumZ; apply: rsum_eq => a.
have -> : - (y a * (t * u a)) = t * - (y a * u a) by ring.
by rewrite -{1}(Rmult_0_r t) RmaxRmult //; ring.
Qed.

Lemma own_terms u a : 0 <= p a * p a * Rmax 0 (- (y a * u a)).
Proof. by apply: Rmult_le_pos; [have := pair_weights p0 a a; lra | exact: Rmax_l]. Qed.

Lemma own_zero u : own p y u = 0 -> forall a, 0 <= y a * u a.
Proof.
move=> z a; have := rsum_eq0 (own_terms u) z a; have := pair_weights p0 a a; have := Rmax_r 0 (- (y a * u a)).
move=> h pp /Rmult_integral; lra.
Qed.

Lemma not_separated_exists : (~ exists theta, separates_weakly x y theta) -> exists_minimiser.
Proof.
move=> none; apply: (minimiser_unless_flat p0 p1 labels own_lipschitz own_scale) => [u|theta moving z].
  by split; [apply: rsum_ge0 => a _; exact: own_terms | exact: own_below].
by apply: none; exists theta; split=> //; exact: own_zero.
Qed.

Lemma centre_terms u a b : 0 <= p a * p b * ((1 - y a * y b) / 2 * (atom L (1 / 2) / 8) * Rabs (u a + u b)).
Proof.
apply: Rmult_le_pos; first by have := pair_weights p0 a b; lra.
apply: Rmult_le_pos (Rabs_pos _); have := atom_ge0 L (1 / 2).
by case: (labels a) => ->; case: (labels b) => ->; lra.
Qed.

Lemma centre_scale t u : 0 <= t -> centre p y L (fun a => t * u a) = t * centre p y L u.
Proof.
move=> t0; rewrite /centre -dsumZ; apply: dsum_eq => a b.
by rewrite -Rmult_plus_distr_l Rabs_mult (Rabs_pos_eq t) //; ring.
Qed.

Lemma centre_lipschitz : exists K, lipschitz K (centre p y L).
Proof.
pose w a b := p a * p b * ((1 - y a * y b) / 2 * (atom L (1 / 2) / 8)).
have w0 a b : 0 <= w a b.
  apply: Rmult_le_pos; first by have := pair_weights p0 a b; lra.
  by have := atom_ge0 L (1 / 2); case: (labels a) => ->; case: (labels b) => ->; lra.
exists (\rsum_(a < n) \rsum_(b < n) (2 * w a b)) => u v.
rewrite -rsumZr /centre -rsumB; apply: rsum_le => a _; rewrite -rsumZr -rsumB; apply: rsum_le => b _.
have D c : Rabs (u c - v c) <= apart1 u v.
  by apply: (rsum_ge_term (F := fun c => Rabs (u c - v c))) => c'; exact: Rabs_pos.
have near : Rabs (u a + u b) <= Rabs (v a + v b) + 2 * apart1 u v.
  have -> : u a + u b = v a + v b + (u a - v a + (u b - v b)) by ring.
  by apply: Rle_trans (Rabs_triang _ _) _; have := Rabs_triang (u a - v a) (u b - v b); have := D a; have := D b; lra.
have := Rmult_le_compat_l _ _ _ (w0 a b) near; rewrite /w; lra.
Qed.

Lemma midpoint_exists : two_classes y -> 0 < atom L (1 / 2) -> (~ exists theta, interpolates x y theta) -> exists_minimiser.
Proof.
move=> [[s ys] [t yt]] half none; have [K lip] := centre_lipschitz.
apply: (@minimiser_unless_flat _ _ x p y L p0 p1 labels ((1 + K) / 2) (fun u => (own p y u + centre p y L u) / 2)).
- by move=> u v; have := own_lipschitz u v; have := lip u v; lra.
- by move=> c u c0; rewrite own_scale // centre_scale //; field.
- move=> u; have := own_below y L p0 u; have := centre_below L p0 labels u.
  have : 0 <= own p y u by apply: rsum_ge0 => a _; exact: own_terms.
  by have := dsum_ge0 (centre_terms u); rewrite -/(centre p y L u); lra.
move=> theta [c moving]; set u := fun a => dot theta (x a) => z; apply: none; exists theta.
have own0 : 0 <= own p y u by apply: rsum_ge0 => a _; exact: own_terms.
have centre0 := dsum_ge0 (centre_terms u); rewrite -/(centre p y L u) in centre0.
have pos := own_zero (u := u) ltac:(lra).
have opposite a b : y a = 1 -> y b = -1 -> u a + u b = 0.
  move=> ya yb; have := dsum_eq0 (centre_terms u) ltac:(rewrite -/(centre p y L u); lra) a b; rewrite ya yb.
  have pp := pair_weights p0 a b; move=> /Rmult_integral [|/Rmult_integral [|zero]]; try lra.
  by case: (Req_dec (u a + u b) 0) => // /Rabs_no_R0.
have all a : u a = u s * y a.
  by case: (labels a) => ya; have := opposite s t ys yt; have := opposite a t; have := opposite s a; rewrite ya => *; lra.
exists (u s); split=> //; have := pos s; rewrite ys; have : u s <> 0 by move=> e; apply: moving; rewrite -/(u c) all e; ring.
lra.
Qed.

(** ** Where there is none: along a flat direction the loss falls for ever *)

Lemma ell_falls z w : 0 <= w -> ell (z + w) <= ell z.
Proof. by move=> w0; have [t _] := tangent (z + w) z; have := dell_bound (z + w); nra. Qed.

Lemma none_along v : (exists a, dot v (x a) <> 0) ->
  (forall u a b, E L (pair (y a) (y b) (u a + dot v (x a)) (u b + dot v (x b))) <= E L (pair (y a) (y b) (u a) (u b))) ->
  ~ exists_minimiser.
Proof.
move=> [c moving] falls [theta least]; apply: moving; pose further k := theta k + 1 * v k.
have out a : dot further (x a) = dot theta (x a) + dot v (x a) by rewrite dot_add; ring.
have least' theta' : risk further <= risk theta'.
  apply: Rle_trans (minimises_all p0 p1 labels least theta'); apply: dsum_le => a b; rewrite !out.
  by apply: Rmult_le_compat_l; [have := pair_weights p0 a b; lra | exact: (falls (fun a => dot theta (x a)))].
by have := minimises_outputs p0 p1 labels least least' c; rewrite out; lra.
Qed.

Lemma pair_continuous ya yb ua ub : continuity (pair ya yb ua ub).
Proof.
move=> l; apply: derivable_continuous_pt; apply: ex_derive_Reals_0; rewrite /pair /ell; auto_derive; do ! split.
all: by match goal with |- 0 < 1 + exp ?z => have := exp_pos z; lra end.
Qed.

(** Pairs at lambda = 0 and 1 see one margin, pairs of one class the mean of both. *)
Lemma pair_falls ya yb ua ub va vb l : 0 <= ya * va -> 0 <= yb * vb -> l = 0 \/ l = 1 \/ ya = yb /\ 0 <= l <= 1 ->
  pair ya yb (ua + va) (ub + vb) l <= pair ya yb ua ub l.
Proof.
move=> ha hb h; have e q z w : q * (z + w) = q * z + q * w by ring.
case: h hb => [->|[->|[<- hl]]] hb; rewrite /pair.
- rewrite !Rmult_0_l !Rplus_0_l Rminus_0_r !Rmult_1_l e; exact: ell_falls.
- rewrite Rminus_eq_0 !Rmult_0_l !Rplus_0_r !Rmult_1_l e; exact: ell_falls.
have -> : l * (ua + va) + (1 - l) * (ub + vb) = l * ua + (1 - l) * ub + (l * va + (1 - l) * vb) by ring.
have := @ell_falls (ya * (l * ua + (1 - l) * ub)) (ya * (l * va + (1 - l) * vb)) ltac:(nra).
by rewrite -e; nra.
Qed.

Lemma separated_none theta : ~ two_classes y \/ off_centre L = 0 /\ atom L (1 / 2) = 0 -> separates_weakly x y theta ->
  ~ exists_minimiser.
Proof.
move=> hL [sep moving]; apply: (none_along moving) => u a b; case: hL => [one_class|[centred empty]].
  have same : y a = y b.
    by case: (labels a) => ya; case: (labels b) => yb; rewrite ya yb //; case: one_class; split; [exists a | exists b | exists b | exists a].
  by apply: E_mono => [||l hl]; [exact: dom_pair | exact: dom_pair | apply: pair_falls => //; right; right].
apply: central_le => //; try exact: pair_continuous; [| |by left]; apply: pair_falls => //; [by left | by right; left].
Qed.

Lemma interpolated_none theta : off_centre L = 0 -> interpolates x y theta -> two_classes y -> ~ exists_minimiser.
Proof.
move=> centred [k [k0 out]] [[s ys] _]; apply: (none_along (v := theta)) => [|u a b].
  by exists s; rewrite out ys; lra.
have sep c : 0 <= y c * dot theta (x c) by rewrite out; case: (labels c) => ->; lra.
apply: central_le => //; try exact: pair_continuous; try (apply: pair_falls => //; lra).
right; case: (Req_EM_T (y a) (y b)) => [e|ne]; first by apply: pair_falls => //; right; right; split=> //; lra.
right; rewrite /pair !out; congr (_ * ell (_ * _) + _ * ell (_ * _)).
all: have : y a + y b = 0 by [case: (labels a) => ya; case: (labels b) => yb; rewrite ya yb in ne *; lra].
all: by move=> z; have := Rmult_eq_compat_l k _ _ z; lra.
Qed.
End Existence.

Theorem theorem_3_5_existence n d (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law) :
  (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) ->
  (two_classes y -> 0 < off_centre L -> exists theta, minimises x p y L theta) /\
  (two_classes y -> off_centre L = 0 -> 0 < atom L (1 / 2) ->
    ((exists theta, minimises x p y L theta) <-> ~ exists theta, interpolates x y theta)) /\
  (~ two_classes y \/ off_centre L = 0 /\ atom L (1 / 2) = 0 ->
    ((exists theta, minimises x p y L theta) <-> ~ exists theta, separates_weakly x y theta)) /\
  (forall theta theta', minimises x p y L theta -> minimises x p y L theta' -> forall k, theta k = theta' k).
Proof.
move=> p0 p1 labels; split; first exact: off_centre_exists.
split=> [two centred half|].
  split=> [some [theta inter]|]; [exact: (interpolated_none p0 p1 labels centred inter two) | exact: midpoint_exists].
split=> [hL|]; last exact: minimises_unique.
by split=> [some [theta sep]|]; [exact: (separated_none p0 p1 labels hL sep) | exact: not_separated_exists].
Qed.

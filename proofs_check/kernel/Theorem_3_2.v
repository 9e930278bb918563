(** Theorem 3.2, repaired (claim theorem-3.2): under 2.9 and the repaired 3.1 a mixed point has h^i > 1 - delta. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Pairs Limit Incidence.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** No mix of two points outside class i meets x; mixes of the class with another do with lambda > 1 - delta only. *)
Definition no_foreign_mix n k d (D : data n k d) L x (i : 'I_k) := forall s t l, meets D L x s t l ->
  cls D s = i \/ cls D t = i.
Definition outweighs n k d (D : data n k d) L x (i : 'I_k) delta := forall s t l, meets D L x s t l ->
  cls D s = i -> cls D t <> i -> 1 - delta < l.

Section Theorem_3_2.
Variables (n k d : nat) (D : data n k d) (L : law) (x : vec d) (i : 'I_k) (delta : R).
Hypothesis shape : full_support L \/ symmetric L.
Hypothesis delta_range : 0 < delta <= 1 / 2.
Hypothesis no_foreign : no_foreign_mix D L x i.
Hypothesis outweigh : outweighs D L x i delta.

Lemma charged_mirror l : 0 <= l <= 1 -> charged L l -> charged L (1 - l).
Proof.
move=> hl ch r r0; case: shape => [full|sym].
  pose a := Rmax 0 (1 - l - r); pose b := Rmin 1 (1 - l + r).
  apply: Rlt_le_trans (_ : prob L a b <= _).
    apply: full; rewrite /a /b; [exact: Rmax_l | | exact: Rmin_l].
    by apply: Rmax_lub_lt; apply: Rmin_glb_lt; lra.
  by apply: prob_mono; [exact: Rmax_r | exact: Rmin_r].
by have := ch r r0; rewrite sym; have -> : 1 - (l + r) = 1 - l - r by [ring]; have -> : 1 - (l - r) = 1 - l + r by ring.
Qed.

Lemma meets_mirror s t l : meets D L x s t l -> meets D L x t s (1 - l).
Proof.
move=> [hl [at_x ch]]; do ! split; try lra.
  by rewrite -at_x; apply: norm_eq => j; rewrite /mix; ring.
by case: ch => [ch|same]; [left; exact: charged_mirror | right; rewrite distC].
Qed.

(** Every mix that meets x gives the class more than 1 - delta. *)
Lemma label_high s t l : meets D L x s t l -> 1 - delta < label D i s t l.
Proof.
move=> m; rewrite /label; case: (own_or D i s) => -[-> cs]; case: (own_or D i t) => -[-> ct].
- lra.
- by have := outweigh m cs ct; lra.
- by have := outweigh (meets_mirror m) ct cs; lra.
- by case: (no_foreign m).
Qed.

(** A pair that meets x has one label there. *)
Lemma one_label s t l m : meets D L x s t l -> meets D L x s t m -> label D i s t l = label D i s t m.
Proof.
move=> [hl [at_l _]] [hm [at_m _]]; have d0 := dist_ge0 (pt D s) (pt D t).
case: (Req_dec (dist (pt D s) (pt D t)) 0) => [/separated same|diff].
  by rewrite /label /of_class same; ring.
by rewrite (meet_once _ at_l at_m) //; lra.
Qed.

Lemma lowest : exists lo, 1 - delta < lo /\ forall s t l, meets D L x s t l -> lo <= label D i s t l <= 1.
Proof.
pose P s t e := forall l, meets D L x s t l -> 1 - delta + e <= label D i s t l.
have [e [p hP]] : exists e, 0 < e /\ forall eps, 0 < eps < e -> forall s t, P s t eps.
  apply: small_all => s; apply: small_all => t.
  case: (Classical_Prop.classic (exists l, meets D L x s t l)) => [[l m]|none].
    exists (label D i s t l - (1 - delta)); split; first by have := label_high m; lra.
    by move=> eps he l' m'; rewrite (one_label m' m); lra.
  by exists 1; split; [lra | move=> eps _ l m; case: none; exists l].
exists (1 - delta + e / 2); split=> [|s t l m]; first lra.
by split; [apply: hP => //; lra | case: m => hl _; have := label01 D i s t hl; lra].
Qed.

Theorem theorem_3_2 : x_mix D L x ->
  (exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 -> 1 - delta < h D L x eps i) /\
  forall v, h_limit D L x v -> 1 - delta < v i /\ forall j, j <> i -> v j < v i.
Proof.
move=> mixed; have [lo [hlo labels]] := lowest; pose c := (lo + (1 - delta)) / 2.
have [e0 [p near]] := label_bounds (eta := lo - c) ltac:(rewrite /c; lra) labels.
have low eps : 0 < eps < e0 -> c <= h D L x eps i.
  by move=> he; have := near eps he (mixed eps ltac:(lra)); lra.
split; first by exists e0; split=> // eps /low; rewrite /c; lra.
move=> v lim; have vi := limit_ge p lim low; split; first by rewrite /c in vi; lra.
move=> j ji; apply: Rle_lt_trans (_ : 1 - c < _); last by rewrite /c in vi *; lra.
apply: (limit_le p lim) => eps he; have T0 := mixed eps ltac:(lra).
have := h_near_class (i := i) (r := 1 - c) j T0 ltac:(have := low eps he; lra).
by case: eqP => // _ /Rabs_leq; lra.
Qed.
End Theorem_3_2.

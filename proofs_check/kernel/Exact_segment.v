(** The squared distance of a place to a segment on rational instances, as a program the kernel can run, and the proof that
    it computes the least distance of the mixed points of Vectors.v. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coq Require Import QArith Qreals.
From Mixup Require Import Base Exact.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Program.
Variable I : instance.
Open Scope Q_scope.

(** The squared distance of the place to the segment [s, t], from three values of the quadratic gap2. *)
Definition seg2 (s t : nat) : Q :=
  let f0 := gap2 I 0 s t in let f1 := gap2 I 1 s t in let A := 2 * (f0 + f1) - 4 * gap2 I (1 # 2) s t in
  let B := f1 - f0 - A in
  if Qle_bool A 0 then f0 else if Qle_bool 0 B then f0 else if Qle_bool (2 * A + B) 0 then f1 else f0 - B * B / (4 * A).

Definition indices := iota 0 (size (points I)).
Definition here (s : nat) : bool := Qeq_bool (gap2 I 1 s s) 0.
Definition in_class (c s : nat) : bool := nth O (classes I) s == c.

End Program.

(** The least value of a quadratic on [0,1]. *)
Lemma quadratic_least A B C q : 0 <= A -> (A = 0 -> B = 0) ->
  q = (if Rle_dec A 0 then C else if Rle_dec 0 B then C else if Rle_dec (2 * A + B) 0 then A + B + C
       else C - B * B / (4 * A)) ->
  (forall l, 0 <= l <= 1 -> q <= A * (l * l) + B * l + C) /\ exists l, 0 <= l <= 1 /\ q = A * (l * l) + B * l + C.
Proof.
move=> A0 flat ->; case: Rle_dec => a /=.
  have -> : B = 0 by apply: flat; lra.
  have -> : A = 0 by lra.
  by split=> [l _|]; [lra | exists 0; split; lra].
case: Rle_dec => b /=.
  by split=> [l hl|]; [nra | exists 0; split; lra].
case: Rle_dec => c /=.
  split=> [l hl|]; last by exists 1; split; lra.
  have slope : A * (1 + l) <= A * 2 by apply: Rmult_le_compat_l; lra.
  have := Rmult_le_pos (1 - l) (- (A * (1 + l) + B)) ltac:(lra) ltac:(lra); lra.
have e l : A * (l * l) + B * l + C - (C - B * B / (4 * A)) = A * ((l + B / (2 * A)) * (l + B / (2 * A))) by field; lra.
split=> [l hl|]; first by have := e l; have := Rle_0_sqr (l + B / (2 * A)); rewrite /Rsqr; nra.
exists (- B / (2 * A)); split; last by field; lra.
have i0 : 0 < / (2 * A) by apply: Rinv_0_lt_compat; lra.
have ia : 2 * A * / (2 * A) = 1 by field; lra.
by rewrite /Rdiv; split; nra.
Qed.

Lemma Qle_boolP a b : Qle_bool a b <-> Q2R a <= Q2R b.
Proof. by split=> [/Qle_bool_iff/Qle_Rle | /Rle_Qle/Qle_bool_iff]. Qed.

Lemma Qle_bool_dec a b (X : Type) (u v : X) : (if Qle_bool a b then u else v) = if Rle_dec (Q2R a) (Q2R b) then u else v.
Proof.
case e: (Qle_bool a b); case: Rle_dec => h //=; first by case: h; apply/Qle_boolP.
by move/Qle_boolP: h; rewrite e.
Qed.

Section Right.
Variables (I : instance) (k : nat).
Notation n := (size (points I)).
Notation d := (size (place I)).
Variable D : data n k d.
Hypothesis ptE : forall s j, pt D s j = Q2R (coord I s j).
Let x : vec d := fun j => Q2R (nth 0%Q (place I) j).

Let gap l (s t : 'I_n) : dist (mix (Q2R l) (pt D s) (pt D t)) x * dist (mix (Q2R l) (pt D s) (pt D t)) x =
  Q2R (gap2 I l s t).
Proof. exact: gapE. Qed.

Let at1 (s : 'I_n) : dist (pt D s) x * dist (pt D s) x = Q2R (gap2 I 1 s s).
Proof.
by rewrite -gap (_ : dist (mix _ _ _) x = dist (pt D s) x) //; apply: norm_eq => j; rewrite /mix Q2R_1; ring.
Qed.

Lemma far_here (s : 'I_n) : dist (pt D s) x * dist (pt D s) x = Q2R (gap2 I 1 s s). Proof. exact: at1. Qed.

Lemma hereP (s : 'I_n) : here I s <-> dist (pt D s) x = 0.
Proof.
rewrite /here; split=> [/Qeq_bool_iff/Qeq_eqR|z].
  by rewrite -at1 Q2R_0 => /Rmult_integral [].
by apply/Qeq_bool_iff/eqR_Qeq; rewrite -at1 z Q2R_0; ring.
Qed.

(** seg2 is the least squared distance of the segment, and attained. *)
Lemma seg2_least (s t : 'I_n) :
  (forall l, 0 <= l <= 1 -> Q2R (seg2 I s t) <= dist (mix l (pt D s) (pt D t)) x * dist (mix l (pt D s) (pt D t)) x) /\
  exists l, 0 <= l <= 1 /\ Q2R (seg2 I s t) = dist (mix l (pt D s) (pt D t)) x * dist (mix l (pt D s) (pt D t)) x.
Proof.
pose v := fun j => pt D s j - pt D t j; pose w := fun j => pt D t j - x j.
pose A := dot v v; pose B := 2 * dot v w; pose C := dot w w.
have poly l : dist (mix l (pt D s) (pt D t)) x * dist (mix l (pt D s) (pt D t)) x = A * (l * l) + B * l + C.
  rewrite norm_sqr /B (_ : 2 * dot v w * l = 2 * l * dot v w); last by ring.
  rewrite (Rmult_comm A) /A /C /dot -!rsumZ -!rsumD; apply: rsum_eq => j; rewrite /mix /v /w; ring.
have flat : A = 0 -> B = 0.
  by move/dot_eq0 => v0; rewrite /B /dot (rsum_eq (G := fun j => 0 * w j)) => [|j]; [rewrite rsumZ; ring | rewrite v0; ring].
have f0 : Q2R (gap2 I 0 s t) = C by rewrite -gap Q2R_0 poly; ring.
have f1 : Q2R (gap2 I 1 s t) = A + B + C by rewrite -gap Q2R_1 poly; ring.
have fh : Q2R (gap2 I (1 # 2) s t) = A / 4 + B / 2 + C.
  by rewrite -gap poly (_ : Q2R (1 # 2) = 1 / 2) /Q2R /=; field.
pose qA := (2 * (gap2 I 0 s t + gap2 I 1 s t) - 4 * gap2 I (1 # 2) s t)%Q.
pose qB := (gap2 I 1 s t - gap2 I 0 s t - qA)%Q.
have two : Q2R 2 = 2 by rewrite /Q2R /=; field.
have four : Q2R 4 = 4 by rewrite /Q2R /=; field.
have eA : Q2R qA = A by rewrite /qA !(Q2R_minus, Q2R_mult, Q2R_plus) two four f0 f1 fh; field.
have eB : Q2R qB = B by rewrite /qB (Q2R_minus _ qA) eA Q2R_minus f0 f1; ring.
have e : Q2R (seg2 I s t) = (if Rle_dec A 0 then C else if Rle_dec 0 B then C else if Rle_dec (2 * A + B) 0 then A + B + C
       else C - B * B / (4 * A)).
  have -> : seg2 I s t = (if Qle_bool qA 0 then gap2 I 0 s t else if Qle_bool 0 qB then gap2 I 0 s t else
      if Qle_bool (2 * qA + qB) 0 then gap2 I 1 s t else gap2 I 0 s t - qB * qB / (4 * qA))%Q by [].
  rewrite Qle_bool_dec eA Q2R_0; case: Rle_dec => ha //=.
  rewrite Qle_bool_dec eB Q2R_0; case: Rle_dec => hb //=.
  rewrite Qle_bool_dec Q2R_plus Q2R_mult two eA eB Q2R_0; case: Rle_dec => hc //=.
  rewrite Q2R_minus Q2R_div ?Q2R_mult ?four ?eA ?eB ?f0 //.
  move/Qeq_eqR; rewrite Q2R_mult four eA Q2R_0; lra.
have [low [m [hm attained]]] := quadratic_least (dot_ge0 v) flat e.
by split=> [l hl|]; [rewrite poly; exact: low | exists m; rewrite poly].
Qed.

Lemma seg2P r r2 (s t : 'I_n) : 0 <= r -> r * r = Q2R r2 ->
  (forall l, 0 <= l <= 1 -> r <= dist (mix l (pt D s) (pt D t)) x) <-> Q2R r2 <= Q2R (seg2 I s t).
Proof.
move=> r0 rE; have [low [m [hm attained]]] := seg2_least s t.
have d0 l : 0 <= dist (mix l (pt D s) (pt D t)) x by exact: dist_ge0.
split=> [h|h l hl]; first by rewrite attained -rE; have := h m hm; have := d0 m; nra.
by have := low l hl; have := d0 l; rewrite -rE in h; nra.
Qed.

Lemma seg2_meets (s t : 'I_n) :
  (exists l, 0 <= l <= 1 /\ dist (mix l (pt D s) (pt D t)) x = 0) <-> Qle_bool (seg2 I s t) 0.
Proof.
have [low [m [hm attained]]] := seg2_least s t; rewrite Qle_boolP Q2R_0.
split=> [[l [hl z]]|h]; first by have := low l hl; rewrite z; lra.
by exists m; split=> //; have := dist_ge0 (mix m (pt D s) (pt D t)) x; nra.
Qed.
End Right.

Lemma in_indices I (s : 'I_(size (points I))) : val s \in indices I.
Proof. by rewrite mem_iota add0n ltn_ord. Qed.

(** A test of all pairs. *)
Lemma all_pairsP I (f : nat -> nat -> bool) : all (fun s => all (f s) (indices I)) (indices I) <->
  forall s t : 'I_(size (points I)), f s t.
Proof.
split=> [/allP h s t|h]; first by have /allP h2 := h _ (in_indices s); exact: h2 _ (in_indices t).
apply/allP => s; rewrite mem_iota add0n => /andP[_ hs]; apply/allP => t; rewrite mem_iota add0n => /andP[_ ht].
exact: (h (Ordinal hs) (Ordinal ht)).
Qed.

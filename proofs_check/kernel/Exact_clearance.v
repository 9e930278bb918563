(** The clearance of a data point and its distance to the other classes on rational instances, as programs the kernel can
    run, and the proof that they decide the within_clearance and others_beyond of Clearance.v. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coq Require Import QArith Qreals.
From Mixup Require Import Base Pairs Clearance Exact.

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

(** r2 is at most the squared clearance, and at most the squared distance to the other classes. *)
Definition qwithin (c : nat) (r2 : Q) : bool := all (fun s => all (fun t =>
  [|| here s, here t, in_class c s && in_class c t | Qle_bool r2 (seg2 s t)]) indices) indices.
Definition qbeyond (c : nat) (r2 : Q) : bool := all (fun t => in_class c t || Qle_bool r2 (gap2 I 1 t t)) indices.
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
Variables (D : data n k d) (a : 'I_n) (r : R) (r2 : Q).
Hypothesis ptE : forall s j, pt D s j = Q2R (coord I s j).
Hypothesis clsE : forall s, val (cls D s) = nth O (classes I) s.
Hypothesis here_ : forall j : 'I_d, coord I a j = nth 0%Q (place I) j.
Hypothesis r0 : 0 <= r.
Hypothesis rE : r * r = Q2R r2.
Let x := pt D a.

Let gap l (s t : 'I_n) : dist (mix (Q2R l) (pt D s) (pt D t)) x * dist (mix (Q2R l) (pt D s) (pt D t)) x =
  Q2R (gap2 I l s t).
Proof.
rewrite -(gapE ptE) (_ : dist _ x = dist (mix (Q2R l) (pt D s) (pt D t)) (fun j => Q2R (nth 0%Q (place I) j))) //.
by apply: norm_eq => j; rewrite /x ptE here_.
Qed.

Let at1 (s : 'I_n) : dist (pt D s) x * dist (pt D s) x = Q2R (gap2 I 1 s s).
Proof.
by rewrite -gap (_ : dist (mix _ _ _) x = dist (pt D s) x) //; apply: norm_eq => j; rewrite /mix Q2R_1; ring.
Qed.

Lemma hereP (s : 'I_n) : here I s <-> dist (pt D s) x = 0.
Proof.
rewrite /here; split=> [/Qeq_bool_iff/Qeq_eqR|z].
  by rewrite -at1 Q2R_0 => /Rmult_integral [].
by apply/Qeq_bool_iff/eqR_Qeq; rewrite -at1 z Q2R_0; ring.
Qed.

Lemma classP (s : 'I_n) : in_class I (val (cls D a)) s <-> cls D s = cls D a.
Proof. by rewrite /in_class -clsE; split=> [/eqP e|->]; [apply: val_inj | exact: eqxx]. Qed.

Lemma far_iff y : 0 <= y -> r <= y <-> Q2R r2 <= y * y.
Proof. by move=> y0; rewrite -rE; split=> h; nra. Qed.

(** seg2 is the least squared distance of the segment. *)
Lemma seg2P (s t : 'I_n) : (forall l, 0 <= l <= 1 -> r <= dist (mix l (pt D s) (pt D t)) x) <-> Q2R r2 <= Q2R (seg2 I s t).
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
split=> [h|h l hl].
  by rewrite attained -poly; apply/far_iff; [exact: dist_ge0 | exact: h].
by apply/far_iff; [exact: dist_ge0 | rewrite poly; have := low l hl; rewrite -/A; lra].
Qed.

Theorem within_right : within_clearance D a r <-> qwithin I (val (cls D a)) r2.
Proof.
split=> [clear|/allP all2 s t hs ht other].
  apply/allP => s; rewrite mem_iota add0n => /andP[_ hs]; apply/allP => t; rewrite mem_iota add0n => /andP[_ ht].
  pose s' := Ordinal hs; pose t' := Ordinal ht; rewrite -[s]/(val s') -[t]/(val t').
  apply/or4P; case h1: (here I s'); first by apply: Or41.
  case h2: (here I t'); first by apply: Or42.
  case h3: (in_class I (val (cls D a)) s' && in_class I (val (cls D a)) t'); first by apply: Or43.
  apply: Or44; apply/Qle_boolP; apply: (seg2P s' t').1 => l hl.
  apply: (clear s' t' _ _ _ l hl) => [/hereP|/hereP|[/classP c1 /classP c2]]; first by rewrite h1.
    by rewrite h2.
  by rewrite c1 c2 in h3.
have in_ (q : 'I_n) : (val q) \in indices I by rewrite mem_iota add0n ltn_ord.
have /allP /(_ _ (in_ t)) := all2 _ (in_ s).
case/or4P => [z|z|/andP[/classP c1 /classP c2]|le].
- by case: hs; apply/hereP.
- by case: ht; apply/hereP.
- by case: other.
- exact: (seg2P s t).2 ((Qle_boolP _ _).1 le).
Qed.

Theorem beyond_right : others_beyond D a r <-> qbeyond I (val (cls D a)) r2.
Proof.
split=> [far|/allP all1 t other].
  apply/allP => t; rewrite mem_iota add0n => /andP[_ ht]; pose t' := Ordinal ht; rewrite -[t]/(val t').
  case h: (in_class I (val (cls D a)) t'); first by [].
  apply/orP; right; apply/Qle_boolP; rewrite -at1; apply/far_iff; first exact: dist_ge0.
  by apply: far => /classP; rewrite h.
have /all1 : val t \in indices I by rewrite mem_iota add0n ltn_ord.
case/orP => [/classP e|/Qle_boolP]; first by case: other.
by rewrite -at1 => le; apply/far_iff; first exact: dist_ge0.
Qed.
End Right.

(** The clearance of a data point, its distance to the other classes, and the repaired Assumption 2.9 on rational instances,
    as programs the kernel can run, and the proofs that they decide what Clearance.v and Theorem_2_10.v define. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coq Require Import QArith Qreals.
From Mixup Require Import Base Pairs Clearance Theorem_2_10 Exact Exact_segment.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Program.
Variable I : instance.
Open Scope Q_scope.

(** r2 is at most the squared clearance, and at most the squared distance to the other classes. *)
Definition qsafe (c s t : nat) : bool := [|| here I s, here I t | in_class I c s && in_class I c t].
Definition qwithin (c : nat) (r2 : Q) : bool :=
  all (fun s => all (fun t => qsafe c s t || Qle_bool r2 (seg2 I s t)) (indices I)) (indices I).
Definition qbeyond (c : nat) (r2 : Q) : bool := all (fun t => in_class I c t || Qle_bool r2 (gap2 I 1 t t)) (indices I).
Definition qrepaired (c : nat) : bool :=
  all (fun s => all (fun t => qsafe c s t || ~~ Qle_bool (seg2 I s t) 0) (indices I)) (indices I).
End Program.

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
Let x : vec d := fun j => Q2R (nth 0%Q (place I) j).

Let at_a z : dist z (pt D a) = dist z x.
Proof. by apply: norm_eq => j; rewrite /x ptE here_. Qed.

Let classP (s : 'I_n) : in_class I (val (cls D a)) s <-> cls D s = cls D a.
Proof. by rewrite /in_class -clsE; split=> [/eqP e|->]; [apply: val_inj | exact: eqxx]. Qed.

(** The pairs that cannot disturb the point. *)
Let safeP (s t : 'I_n) : qsafe I (val (cls D a)) s t <->
  ~ (dist (pt D s) (pt D a) <> 0 /\ dist (pt D t) (pt D a) <> 0 /\ ~ (cls D s = cls D a /\ cls D t = cls D a)).
Proof.
rewrite /qsafe !at_a; split.
  by case/or3P => [/(hereP ptE) z|/(hereP ptE) z|/andP[/classP c1 /classP c2]] [h1 [h2 h3]]; [case: h1 | case: h2 | case: h3].
move=> h; apply/negPn/negP; rewrite !negb_or => /and3P[n1 n2 n3]; apply: h; do ! split.
- by move/(hereP ptE) => z; rewrite z in n1.
- by move/(hereP ptE) => z; rewrite z in n2.
- by case=> /classP c1 /classP c2; rewrite c1 c2 in n3.
Qed.

Theorem within_right : within_clearance D a r <-> qwithin I (val (cls D a)) r2.
Proof.
rewrite /qwithin all_pairsP; split=> [clear s t|all2 s t hs ht other l hl].
  case safe: (qsafe _ _ s t) => //=; apply/Qle_boolP; apply: (seg2P ptE s t r0 rE).1 => l hl.
  rewrite -at_a; apply: Rnot_lt_le => lt; suff : qsafe I (val (cls D a)) s t by rewrite safe.
  by apply/safeP => -[hs [ht other]]; have := clear s t hs ht other l hl; lra.
case/orP: (all2 s t) => [/safeP|/Qle_boolP le]; first by case; do ! split.
by rewrite at_a; exact: (seg2P ptE s t r0 rE).2 le l hl.
Qed.

Theorem repaired_right : repaired_2_9 D a <-> qrepaired I (val (cls D a)).
Proof.
rewrite /qrepaired all_pairsP; split=> [rep s t|all2 s t hs ht other l hl z].
  case safe: (qsafe _ _ s t) => //=; apply/negP => /(seg2_meets ptE) [l [hl z]].
  suff : qsafe I (val (cls D a)) s t by rewrite safe.
  by apply/safeP => -[hs [ht other]]; apply: (rep s t hs ht other l hl); rewrite at_a.
case/orP: (all2 s t) => [/safeP|/negP]; first by case; do ! split.
by case; apply/(seg2_meets ptE); exists l; split=> //; rewrite -/x -at_a.
Qed.

Theorem beyond_right : others_beyond D a r <-> qbeyond I (val (cls D a)) r2.
Proof.
have far_iff y : 0 <= y -> r <= y <-> Q2R r2 <= y * y by move=> y0; rewrite -rE; split=> h; nra.
split=> [far|/allP all1 t other].
  apply/allP => t; rewrite mem_iota add0n => /andP[_ ht]; pose t' := Ordinal ht; rewrite -[t]/(val t').
  case h: (in_class I (val (cls D a)) t'); first by [].
  apply/orP; right; apply/Qle_boolP; rewrite -(far_here ptE); apply/far_iff; first exact: dist_ge0.
  by rewrite -/x -at_a; apply: far => /classP; rewrite h.
case/orP: (all1 _ (in_indices t)) => [/classP e|/Qle_boolP]; first by case: other.
by rewrite -(far_here ptE) -/x -at_a => le; apply/far_iff; first exact: dist_ge0.
Qed.
End Right.

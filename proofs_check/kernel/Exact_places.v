(** Stray atoms at a data point, and places on one segment only, for laws of atoms on rational instances, as programs the
    kernel can run, and the proofs that they decide what Proposition_2_8.v and Margin_half_distance.v name. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coq Require Import QArith Qreals.
From Mixup Require Import Base Laws Incidence Proposition_2_8 Margin_half_distance Exact Exact_segment Exact_limit.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Program.
Variable I : instance.
Open Scope Q_scope.
Definition atoms_of := iota 0 (size (values I)).
Definition inner_atom_at (a s t : nat) : bool :=
  [&& qlt 0 (nth 0 (values I) a), qlt (nth 0 (values I) a) 1 & atom_at I a s t].
Definition qno_stray (c : nat) : bool := all (fun s => all (fun t => [|| here I s, here I t, in_class I c s && in_class I c t |
  ~~ has (fun a => inner_atom_at a s t) atoms_of]) (indices I)) (indices I).
Definition qsame (s t : nat) : bool :=
  Qeq_bool (qsum (size (place I)) (fun j => square (coord I s j - coord I t j))) 0.
Definition qone_segment (s t : nat) (lam : Q) : bool :=
  [&& nth O (classes I) s != nth O (classes I) t, qlt 0 lam, qlt lam 1, Qeq_bool (gap2 I lam s t) 0 &
  all (fun u => all (fun v => qmeets I u v ==> qsame u s && qsame v t || qsame u t && qsame v s) (indices I)) (indices I)].
End Program.

Section Right.
Variables (I : instance) (k : nat).
Notation n := (size (points I)).
Notation d := (size (place I)).
Notation m := (size (values I)).
Variables (D : data n k d) (at01 : forall a : 'I_m, 0 <= Q2R (nth 0%Q (values I) a) <= 1)
  (q0 : forall a : 'I_m, 0 <= Q2R (nth 0%Q (chances I) a)) (q1 : \rsum_(a < m) Q2R (nth 0%Q (chances I) a) = 1).
Hypothesis ptE : forall a j, pt D a j = Q2R (coord I a j).
Hypothesis clsE : forall a, val (cls D a) = nth O (classes I) a.
Notation L := (atoms at01 q0 q1).
Notation x := (fun j : 'I_d => Q2R (nth 0%Q (place I) j)).
Notation value a := (Q2R (nth 0%Q (values I) a)).
Notation chance a := (Q2R (nth 0%Q (chances I) a)).

(** A point has the mass of the atoms there. *)
Lemma atom_pos l : 0 < atom L l <-> exists a : 'I_m, value a = l /\ 0 < chance a.
Proof.
rewrite /atom atoms_mean.
have term (a : 'I_m) : 0 <= chance a * single l (value a).
  by apply: Rmult_le_pos; [exact: q0 | case: (single_or l (value a)) => -[-> _]; lra].
split=> [pos|[a [e c]]]; last first.
  apply: Rlt_le_trans (rsum_ge_term a term); case: (single_or l (value a)) => -[-> h]; [lra | by case: h].
case: (pickP (fun a : 'I_m => Req_EM_T (value a) l && Rlt_dec 0 (chance a))) => [a|none].
  by case/andP; case: Req_EM_T => // e _; case: Rlt_dec => // c _; exists a.
move: pos; rewrite big1; first lra.
move=> a _; have := none a; case: (single_or l (value a)) => -[-> h]; last by move=> _; ring.
by case: Req_EM_T => //= _; case: Rlt_dec => //= c _; have := q0 a; have -> : chance a = 0 by [have := q0 a; lra]; move=> _; ring.
Qed.

Theorem no_stray_right (o : 'I_n) : (forall j : 'I_d, Q2R (nth 0%Q (place I) j) = pt D o j) ->
  no_stray_atom D L o <-> qno_stray I (val (cls D o)).
Proof.
move=> at_o; have there (v : vec d) : dist v (pt D o) = dist v x by apply: norm_eq => j; rewrite at_o.
have inP := classP clsE (cls D o); rewrite /qno_stray /no_stray_atom all_pairsP; split=> [none s t|all2].
  case hs: (here I s) => //=; case ht: (here I t) => //=.
  case own: (in_class I (val (cls D o)) s && in_class I (val (cls D o)) t) => //=.
  apply/negP => /hasP[a]; rewrite mem_iota add0n => /andP[_ ha] /and3P[/qltP l0 /qltP l1].
  rewrite (atom_atP ptE (Ordinal ha) s t) => -[c z]; rewrite Q2R_0 in l0; rewrite Q2R_1 in l1.
  have := none (value (Ordinal ha)) (conj l0 l1) ((atom_pos _).2 (ex_intro _ (Ordinal ha) (conj erefl c))) s t.
  rewrite !there => h; have [|||h1 h2] := h; [by move/(hereP ptE); rewrite hs | by move/(hereP ptE); rewrite ht | by [] |].
  by rewrite (inP s).2 // (inP t).2 in own.
move=> l hl pos s t hs ht meet; have [a [e c]] := (atom_pos l).1 pos; rewrite there in hs; rewrite there in ht; rewrite there in meet.
case/or4P: (all2 s t) => [/(hereP ptE)//|/(hereP ptE)//|/andP[/inP h1 /inP h2]//|/hasP[]].
exists (val a); first exact: in_values.
apply/and3P; split; [by apply/qltP; rewrite Q2R_0 e; lra | by apply/qltP; rewrite Q2R_1 e; lra |].
by apply/(atom_atP ptE); rewrite e.
Qed.

Lemma sameP (s t : 'I_n) : qsame I s t <-> dist (pt D s) (pt D t) = 0.
Proof.
have e : dist (pt D s) (pt D t) * dist (pt D s) (pt D t) = Q2R (qsum d (fun j => square (coord I s j - coord I t j))).
  by rewrite norm_sqr Q2R_sum; apply: rsum_eq => j; rewrite !ptE /square !(Q2R_mult, Q2R_minus).
rewrite /qsame; split=> [/Qeq_bool_iff/Qeq_eqR|z]; first by rewrite -e Q2R_0 => /Rmult_integral [].
by apply/Qeq_bool_iff/eqR_Qeq; rewrite -e z Q2R_0; ring.
Qed.

Theorem one_segment_right (s t : 'I_n) lam : one_segment_only D L x s t (Q2R lam) <-> qone_segment I s t lam.
Proof.
rewrite /qone_segment; split=> [[st [hl [meet only]]]|].
  apply/and5P; split; [|by apply/qltP; rewrite Q2R_0; lra | by apply/qltP; rewrite Q2R_1; lra | exact/(meets_atom ptE) |].
    by rewrite -!clsE; apply/eqP => e; apply: st; exact: val_inj.
  apply/all_pairsP => u v; apply/implyP => /(meetsP at01 q0 q1 ptE) [l hm].
  by apply/orP; case: (only u v l hm) => -[/sameP -> /sameP ->]; [left | right].
case/and5P => [/eqP st /qltP l0 /qltP l1 /(meets_atom ptE) meet /all_pairsP only].
rewrite Q2R_0 in l0; rewrite Q2R_1 in l1; split; first by move=> e; apply: st; rewrite -!clsE e.
split; first by []; split=> // u v l hm; have := only u v; rewrite (meetsP at01 q0 q1 ptE u v).2; last by exists l.
by case/orP => /andP[/sameP h1 /sameP h2]; [left | right].
Qed.
End Right.

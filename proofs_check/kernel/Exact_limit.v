(** The limit h of a law of atoms, and Assumptions 2.9 and 3.1 for it, on rational instances, as programs the kernel can run,
    and the proofs that they compute what Limit.v, Incidence.v and Theorem_3_2.v define. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coq Require Import QArith Qreals.
From Mixup Require Import Base Laws Pairs Limit Incidence Theorem_3_2 Segments Exact Exact_segment.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Program.
Variables (I : instance) (k : nat).
Open Scope Q_scope.

(** What is left of the masses N_i in small balls: the atoms at which a pair meets the place. *)
Definition qat (l : Q) (s t : nat) : Q := if Qeq_bool (gap2 I l s t) 0 then 1 else 0.
Definition qleft (s t i : nat) : Q := qsum (size (values I)) (fun a => let l := nth 0 (values I) a in
  nth 0 (chances I) a * (qat l s t * (l * qclass I i s + (1 - l) * qclass I i t))).
Definition qN0 (i : nat) : Q := qsum (size (points I)) (fun s => qsum (size (points I)) (fun t =>
  nth 0 (weights I) s * nth 0 (weights I) t * qleft s t i)).
Definition qlimit (i : nat) : Q := qN0 i / qsum k qN0.
Definition qmixed : bool := qlt 0 (qsum k qN0).

(** A pair meets the place at an atom of positive mass, or both its ends are there. *)
Definition atom_at (a s t : nat) : bool := qlt 0 (nth 0 (chances I) a) && Qeq_bool (gap2 I (nth 0 (values I) a) s t) 0.
Definition qmeets (s t : nat) : bool := here I s && here I t || has (fun a => atom_at a s t) (iota 0 (size (values I))).
Definition qno_foreign (c : nat) : bool := all (fun s => all (fun t =>
  [|| in_class I c s, in_class I c t | ~~ qmeets s t]) (indices I)) (indices I).
Definition qoutweighs (c : nat) (delta : Q) : bool := all (fun s => all (fun t =>
  in_class I c s && ~~ in_class I c t ==> all (fun a => atom_at a s t ==> qlt (1 - delta) (nth 0 (values I) a))
    (iota 0 (size (values I)))) (indices I)) (indices I).

(** Every segment meets the place, or keeps the distance of which r2 is the square. *)
Definition qreach (r2 : Q) : bool :=
  all (fun s => all (fun t => Qle_bool (seg2 I s t) 0 || Qle_bool r2 (seg2 I s t)) (indices I)) (indices I).
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
Hypothesis wtE : forall a, wt D a = Q2R (nth 0%Q (weights I) a).
Notation L := (atoms at01 q0 q1).
Notation x := (fun j : 'I_d => Q2R (nth 0%Q (place I) j)).
Notation value a := (Q2R (nth 0%Q (values I) a)).
Notation chance a := (Q2R (nth 0%Q (chances I) a)).

Lemma meets_atom l (s t : 'I_n) : dist (mix (Q2R l) (pt D s) (pt D t)) x = 0 <-> Qeq_bool (gap2 I l s t) 0.
Proof.
have e := gapE ptE l s t; split=> [z|/Qeq_bool_iff/Qeq_eqR].
  by apply/Qeq_bool_iff/eqR_Qeq; rewrite -e z Q2R_0; ring.
by rewrite -e Q2R_0 => /Rmult_integral [].
Qed.

(** In small balls the masses are those of the atoms at which pairs meet the place. *)
Lemma small_balls : exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 -> forall i : 'I_k, N D L x eps i = Q2R (qN0 I i).
Proof.
have [e0 [p h]] : exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 -> forall (s t : 'I_n) (a : 'I_m),
    hit D x eps s t (value a) = Q2R (qat I (nth 0%Q (values I) a) s t).
  apply: small_all => s; apply: small_all => t; apply: small_all => a.
  have mt := meets_atom (nth 0%Q (values I) a) s t; set g := dist _ _ in mt.
  have g0 : 0 <= g by exact: dist_ge0.
  rewrite /qat; case e: (Qeq_bool _ _).
    have z : g = 0 by apply/mt.
    by exists 1; split=> [|eps he]; [lra | case: (hit_or D x eps s t (value a)) => -[-> far]; rewrite ?Q2R_1 //; rewrite -/g in far; lra].
  have nz : g <> 0 by move/mt; rewrite e.
  by exists g; split=> [|eps he]; [lra | case: (hit_or D x eps s t (value a)) => -[-> far]; rewrite ?Q2R_0 //; rewrite -/g in far; lra].
exists e0; split=> // eps he i.
rewrite N_pairs /qN0 Q2R_sum; apply: rsum_eq => s; rewrite Q2R_sum; apply: rsum_eq => t.
rewrite !Q2R_mult !wtE; congr (_ * _); rewrite /share atoms_mean /qleft Q2R_sum; apply: rsum_eq => a.
by rewrite (h eps he) !(classE clsE) !(Q2R_mult, Q2R_plus, Q2R_minus) Q2R_1.
Qed.

Lemma small_total : exists e0, 0 < e0 /\ forall eps, 0 < eps < e0 -> total D L x eps = Q2R (qsum k (qN0 I)).
Proof.
have [e0 [p h]] := small_balls; exists e0; split=> // eps he.
by rewrite Q2R_sum; apply: rsum_eq => i; exact: h.
Qed.

Theorem mixed_right : x_mix D L x <-> qmixed I k.
Proof.
have [e0 [p h]] := small_total; rewrite /qmixed qltP Q2R_0; split=> [mixed|pos].
  by rewrite -(h (e0 / 2)); [apply: mixed; lra | lra].
by apply: (small_x_mix p) => eps he; rewrite h.
Qed.

Theorem limit_right : x_mix D L x -> h_limit D L x (fun i => Q2R (qlimit I k i)).
Proof.
move/mixed_right/qltP; rewrite Q2R_0 => pos eta eta0.
have [e1 [p1 h1]] := small_balls; have [e2 [p2 h2]] := small_total.
have m1 := Rmin_l e1 e2; have m2 := Rmin_r e1 e2.
exists (Rmin e1 e2); split=> [|eps he i]; first exact: Rmin_glb_lt.
rewrite /h h1 ?h2; try lra; rewrite /qlimit Q2R_div; last by move/Qeq_eqR; rewrite Q2R_0; lra.
by rewrite Rminus_eq_0 Rabs_R0.
Qed.

(** An atom of positive mass is charged, and nothing else is. *)
Lemma charged_atoms l : charged L l <-> exists a : 'I_m, value a = l /\ 0 < chance a.
Proof.
have probE u v : prob L u v = \rsum_(a < m) (chance a * itv u v (value a)).
  by rewrite /prob atoms_mean; apply: rsum_eq => a; ring.
have term u v (a : 'I_m) : 0 <= chance a * itv u v (value a) by apply: Rmult_le_pos; [exact: q0 | exact: (itv01 u v _).1].
split=> [ch|[a [<- pos]] delta d0]; last first.
  rewrite probE; apply: Rlt_le_trans (rsum_ge_term a (term _ _)).
  by rewrite itv_in; lra.
have [delta [d0 apart]] := apart (fun a : 'I_m => value a) l.
case: (pickP (fun a : 'I_m => Req_EM_T (value a) l && Rlt_dec 0 (chance a))) => [a|none].
  by case/andP; case: Req_EM_T => // e _; case: Rlt_dec => // c _; exists a.
have := ch delta d0; rewrite probE big1; first lra.
move=> a _; have := none a; case: Req_EM_T => [e|ne] /=.
  by case: Rlt_dec => //= c _; have -> : chance a = 0 by [have := q0 a; lra]; ring.
by move=> _; rewrite itv_out; [ring | case: (apart a) => [|[|]]; lra].
Qed.

Lemma atom_atP (a : 'I_m) (s t : 'I_n) : atom_at I a s t <-> 0 < chance a /\ dist (mix (value a) (pt D s) (pt D t)) x = 0.
Proof. by rewrite /atom_at; split=> [/andP[/qltP c /meets_atom z]|[c /meets_atom ->]]; [rewrite Q2R_0 in c | rewrite andbT; apply/qltP; rewrite Q2R_0]. Qed.

Lemma in_values (a : 'I_m) : val a \in iota 0 m. Proof. by rewrite mem_iota add0n ltn_ord. Qed.

Lemma meetsP (s t : 'I_n) : qmeets I s t <-> exists l, meets D L x s t l.
Proof.
split=> [/orP[/andP[/(hereP ptE) hs /(hereP ptE) ht]|/hasP[a]]|[l [hl [z [/charged_atoms [a [e c]]|same]]]]].
- have st : dist (pt D s) (pt D t) = 0.
    by apply: dist_same => j; rewrite (dist_eq0 hs) (dist_eq0 ht).
  exists 1; split; first lra; split; last by right.
  by rewrite -hs; apply: norm_eq => j; rewrite /mix; ring.
- rewrite mem_iota add0n => /andP[_ ha] /(atom_atP (Ordinal ha)) [c z].
  exists (value a); split; first exact: (at01 (Ordinal ha)); split=> //.
  by left; apply/charged_atoms; exists (Ordinal ha).
- apply/orP; right; apply/hasP; exists (val a); first exact: in_values.
  by apply/atom_atP; rewrite e.
- apply/orP; left; have st := dist_eq0 same; have lz := dist_eq0 z.
  by apply/andP; split; apply/(hereP ptE); apply: dist_same => j; have := st j; have := lz j; rewrite /mix; nra.
Qed.

Lemma classP (c : 'I_k) (s : 'I_n) : in_class I (val c) s <-> cls D s = c.
Proof. by rewrite /in_class -clsE; split=> [/eqP e|->]; [apply: val_inj | exact: eqxx]. Qed.

Theorem no_foreign_right (c : 'I_k) : no_foreign_mix D L x c <-> qno_foreign I (val c).
Proof.
rewrite /qno_foreign all_pairsP; split=> [no s t|all2 s t l hm].
  case hs: (in_class _ _ s) => //=; case ht: (in_class _ _ t) => //=; apply/negP => /meetsP [l hm].
  by case: (no s t l hm) => /classP; rewrite ?hs ?ht.
case/or3P: (all2 s t) => [/classP|/classP|/negP []]; [by left | by right |].
by apply/meetsP; exists l.
Qed.

Theorem outweighs_right (c : 'I_k) (delta : Q) : outweighs D L x c (Q2R delta) <-> qoutweighs I (val c) delta.
Proof.
have one_delta : Q2R (1 - delta) = 1 - Q2R delta by rewrite Q2R_minus Q2R_1.
rewrite /qoutweighs all_pairsP; split=> [out s t|all2 s t l [hl [z ch]] hs ht].
  apply/implyP => /andP[/classP hs nt]; apply/allP => a; rewrite mem_iota add0n => /andP[_ ha].
  apply/implyP => /(atom_atP (Ordinal ha)) [c0 z]; apply/qltP; rewrite one_delta.
  apply: (out s t) => //; last by move=> ht; move: nt; rewrite (classP c t).2.
  by split; [exact: (at01 (Ordinal ha)) | split=> //; left; apply/charged_atoms; exists (Ordinal ha)].
case: ch => [/charged_atoms [a [e c0]]|same]; last by case: ht; rewrite -hs; apply/esym/(separated same).
have := all2 s t; rewrite (classP c s).2 //=; case e2: (in_class I c t) => /=; first by case: ht; apply/classP.
move/allP => /(_ _ (in_values a)); rewrite (atom_atP a s t).2 ?e //= => /qltP; rewrite one_delta.
by rewrite e.
Qed.

Theorem reach_right (r : R) (r2 : Q) : 0 <= r -> r * r = Q2R r2 -> within_reach D x r <-> qreach I r2.
Proof.
move=> r0 rE; rewrite /qreach all_pairsP; split=> [reach s t|all2 s t].
  by case: (reach s t) => [/(seg2_meets ptE) ->|/(seg2P ptE s t r0 rE)/Qle_boolP ->]; rewrite ?orbT.
case/orP: (all2 s t) => [/(seg2_meets ptE)|/Qle_boolP/(seg2P ptE s t r0 rE)]; by [left | right].
Qed.
End Right.

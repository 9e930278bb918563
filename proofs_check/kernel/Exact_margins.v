(** Max-margin solutions, interpolation and class masses on rational instances, as programs the kernel can run, and the proofs
    that they decide what Linear.v and Theorem_3_5.v name. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coq Require Import QArith Qreals.
From Mixup Require Import Base Laws Linear Exact Exact_segment.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

(** There is one max-margin solution. *)
Lemma max_margin_unique n d (x : 'I_n -> vec d) y u v : max_margin x y u -> max_margin x y v -> forall j, u j = v j.
Proof.
move=> [fu lu] [fv lv]; pose w : vec d := fun j => / 2 * (u j + v j).
have fw a : 1 <= y a * dot w (x a) by rewrite /w dotZ dotDl; have := fu a; have := fv a; lra.
have e : 4 * dot w w + dot (fun j => u j - 1 * v j) (fun j => u j - 1 * v j) = 2 * dot u u + 2 * dot v v.
  by rewrite dotBB /w /dot -!rsumZ -rsumB -!rsumD; apply: rsum_eq => j; field.
have z : dot (fun j => u j - 1 * v j) (fun j => u j - 1 * v j) = 0.
  by have := lu w fw; have := lv w fw; have := dot_ge0 (fun j => u j - 1 * v j); lra.
by move=> j; have := dot_eq0 z j; lra.
Qed.

Section Program.
Variables (I : instance) (y theta beta : seq Q).
Open Scope Q_scope.
Definition qmargin (a : nat) : Q := nth 0 y a * qsum (size (place I)) (fun j => nth 0 theta j * coord I a j).

(** The conditions of Karush, Kuhn and Tucker, with the multipliers beta. *)
Definition qoptimal : bool :=
  all (fun a => [&& Qle_bool 1 (qmargin a), Qle_bool 0 (nth 0 beta a) & Qeq_bool (nth 0 beta a * (qmargin a - 1)) 0]) (indices I) &&
  all (fun j => Qeq_bool (nth 0 theta j) (qsum (size (points I)) (fun a => nth 0 beta a * nth 0 y a * coord I a j)))
    (iota 0 (size (place I))).
Definition qinterpolates : bool :=
  all (fun a => qlt 0 (qmargin a) && all (fun b => Qeq_bool (qmargin a) (qmargin b)) (indices I)) (indices I).
Definition qbalance : Q := qsum (size (points I)) (fun a => nth 0 (weights I) a * nth 0 y a).
Definition qinner (l : Q) : bool := [&& qlt 0 l, qlt l 1 & ~~ Qeq_bool l (1 # 2)].
Definition qoff_centre : Q :=
  qsum (size (values I)) (fun a => if qinner (nth 0 (values I) a) then nth 0 (chances I) a else 0).
End Program.

Section Right.
Variables (I : instance) (labels theta beta : seq Q).
Notation n := (size (points I)).
Notation d := (size (place I)).
Notation m := (size (values I)).
Variables (at01 : forall a : 'I_m, 0 <= Q2R (nth 0%Q (values I) a) <= 1)
  (q0 : forall a : 'I_m, 0 <= Q2R (nth 0%Q (chances I) a)) (q1 : \rsum_(a < m) Q2R (nth 0%Q (chances I) a) = 1).
Notation L := (atoms at01 q0 q1).
Let x (a : 'I_n) : vec d := fun j => Q2R (coord I a j).
Let p (a : 'I_n) := Q2R (nth 0%Q (weights I) a).
Let y (a : 'I_n) := Q2R (nth 0%Q labels a).
Let t : vec d := fun j => Q2R (nth 0%Q theta j).
Let b (a : 'I_n) := Q2R (nth 0%Q beta a).

Lemma marginE (a : 'I_n) : y a * dot t (x a) = Q2R (qmargin I labels theta a).
Proof. by rewrite /qmargin Q2R_mult Q2R_sum; congr (_ * _); apply: rsum_eq => j; rewrite Q2R_mult. Qed.

Let eqP' u v : Qeq_bool u v <-> Q2R u = Q2R v.
Proof. by split=> [/Qeq_bool_iff/Qeq_eqR|/eqR_Qeq/Qeq_bool_iff]. Qed.

Theorem max_margin_right : qoptimal I labels theta beta -> forall v, max_margin x y v <-> forall j, v j = t j.
Proof.
move=> /andP[/allP point /allP stationary].
have at_a (a : 'I_n) : 1 <= y a * dot t (x a) /\ 0 <= b a /\ b a * (y a * dot t (x a) - 1) = 0.
  case/and3P: (point _ (in_indices a)) => /Qle_boolP h1 /Qle_boolP h2 /eqP' h3; rewrite marginE.
  by move: h1 h2 h3; rewrite Q2R_mult Q2R_minus Q2R_1 Q2R_0 => h1 h2 h3.
have tE (j : 'I_d) : t j = \rsum_(a < n) (b a * y a * x a j).
  have /stationary /eqP' e : val j \in iota 0 d by rewrite mem_iota add0n ltn_ord.
  by rewrite /t e Q2R_sum; apply: rsum_eq => a; rewrite !Q2R_mult.
have against v : dot t v = \rsum_(a < n) (b a * (y a * dot v (x a))).
  rewrite /dot (rsum_eq (G := fun j => \rsum_(a < n) (b a * y a * (v j * x a j)))) => [|j].
    by rewrite rsum_exchange; apply: rsum_eq => a; rewrite rsumZ Rmult_assoc.
  by rewrite tE -rsumZr; apply: rsum_eq => a; ring.
have best : max_margin x y t.
  split=> [a|v feas]; first exact: (at_a a).1.
  have tt : dot t t <= dot t v.
    rewrite !against; apply: rsum_le => a _; have [_ [b0 e]] := at_a a; have f : 1 <= y a * dot v (x a) := feas a.
    by have := Rmult_le_compat_l _ _ _ b0 f; lra.
  by have := dot_ge0 (fun j => v j - 1 * t j); rewrite dotBB (dotC v t); lra.
move=> v; split=> [mv|e]; first exact: max_margin_unique mv best.
have dE w : dot v w = dot t w by exact: dot_eq.
have vv : dot v v = dot t t by rewrite dE dotC dE.
by case: best => ft lt; split=> [a|w fw]; [rewrite dE; exact: ft | rewrite vv; exact: lt].
Qed.

Theorem interpolates_right : (forall a, y a = 1 \/ y a = -1) -> (0 < n)%nat ->
  interpolates x y t <-> qinterpolates I labels theta.
Proof.
move=> signs n0; have yy a : y a * y a = 1 by case: (signs a) => ->; ring.
split=> [[kap [k0 h]]|/allP all1].
  have e (a : 'I_n) : Q2R (qmargin I labels theta a) = kap by rewrite -marginE h; have := yy a; nra.
  apply/allP => a; rewrite mem_iota add0n => /andP[_ ha]; apply/andP; split.
    by apply/qltP; rewrite (e (Ordinal ha)) Q2R_0.
  apply/allP => c; rewrite mem_iota add0n => /andP[_ hc]; apply/eqP'.
  by rewrite (e (Ordinal ha)) (e (Ordinal hc)).
pose o : 'I_n := Ordinal n0; case/andP: (all1 _ (in_indices o)) => /qltP pos /allP same.
exists (Q2R (qmargin I labels theta o)); split=> [|a]; first by rewrite Q2R_0 in pos.
have /eqP' -> := same _ (in_indices a); rewrite -marginE.
by have := yy a => e; transitivity (y a * y a * dot t (x a)); [rewrite e; ring | ring].
Qed.

Theorem balance_right : \rsum_(a < n) (p a * y a) = Q2R (qbalance I labels).
Proof. by rewrite Q2R_sum; apply: rsum_eq => a; rewrite Q2R_mult. Qed.

Theorem off_centre_right : off_centre L = Q2R (qoff_centre I).
Proof.
have half : Q2R (1 # 2) = 1 / 2 by rewrite /Q2R /=; field.
have -> : off_centre L = \rsum_(a < m) (Q2R (nth 0%Q (chances I) a) *
    (itv 0 (1 / 2) (Q2R (nth 0%Q (values I) a)) + itv (1 / 2) 1 (Q2R (nth 0%Q (values I) a)))).
  by rewrite /off_centre /prob !(atoms_mean at01 q0 q1) -rsumD; apply: rsum_eq => a; ring.
rewrite Q2R_sum; apply: rsum_eq => a; set l := nth 0%Q (values I) a; set c := Q2R (nth 0%Q (chances I) a).
have -> : Q2R (if qinner l then nth 0%Q (chances I) a else 0%Q) = c * (if qinner l then 1 else 0).
  by case: (qinner l); rewrite ?Q2R_0 /c; ring.
congr (c * _); have inner : qinner l <-> 0 < Q2R l < 1 /\ Q2R l <> 1 / 2.
  rewrite /qinner; split=> [/and3P[/qltP a0 /qltP a1 /negP a2]|[[a0 a1] a2]].
    by rewrite Q2R_0 in a0; rewrite Q2R_1 in a1; split=> // e; apply: a2; apply/eqP'; rewrite half.
  by apply/and3P; split; [apply/qltP; rewrite Q2R_0 | apply/qltP; rewrite Q2R_1 | apply/negP => /eqP'; rewrite half].
case e: (qinner l); have i0 := inner; rewrite e in i0; case: (itv_or 0 (1 / 2) (Q2R l)) => -[-> i1];
  case: (itv_or (1 / 2) 1 (Q2R l)) => -[-> i2]; try lra.
all: first [by have := i0.1 isT; lra | by have := i0.2; move=> no; have : false by [apply: no; lra]].
Qed.
End Right.

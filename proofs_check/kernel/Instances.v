(** No theorem is about nothing: for each, an instance on which all its hypotheses hold.  Uniform mixing throughout. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Laws Pairs Limit Incidence Line Clearance Alternating Theorem_2_10 Theorem_3_2 Margin_half_distance Outputs Class_outputs Linear Independent Minimiser Squared.
From Mixup Require Import Theorem_3_5_existence Theorem_3_5_squared_loss_sharp Segments.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Lemma five_pos : 0 < 5. Proof. lra. Qed.

(** The points 0 and 5 of two classes. *)
Definition pair5 := two_points five_pos.

Lemma inside_mixed x : 0 < x < 5 -> x_mix pair5 uniform (point x).
Proof.
move=> hx; pose e0 := Rmin x (5 - x); have a := Rmin_l x (5 - x); have b := Rmin_r x (5 - x).
apply: (small_x_mix (e0 := e0)) => [|eps he]; first by apply: Rmin_glb_lt; lra.
rewrite /e0 in he; have [m1 _] := @cross _ _ pair5 x eps two one ((x - eps) / 5) ((x + eps) / 5) _ _ ltac:(lra)
  (@clip_id ((x - eps) / 5) ltac:(lra)) (@clip_id ((x + eps) / 5) ltac:(lra))
  ltac:(move=> m hm; rewrite Rabs_lt /= /point /=; lra).
rewrite total_pairs; apply: Rlt_le_trans (_ : / 2 * / 2 * mass pair5 uniform (point x) eps two one <= _).
  by rewrite m1; lra.
apply: (dsum_ge_term (F := fun s t => / 2 * / 2 * mass pair5 uniform (point x) eps s t)) => s t.
by have := mass_ge0 pair5 uniform (point x) eps s t; lra.
Qed.

(** Lemma 2.3. *)
Example ball_with_mass : 0 < total pair5 uniform (point 1) 1.
Proof. by apply: inside_mixed; lra. Qed.

(** Theorem 2.7: alpha = 8 is large at the radius 1/2, and the uniform law has the mean 1/2 and no atoms. *)
Example alpha8 : 1 < 8 /\ Rmax 5 (2 / (1 / 2 * (1 / 2)) - 1 / 2) <= 8 /\ E uniform (fun l => 0 + 1 * l) = 1 / 2 /\
  forall m, atom uniform m = 0.
Proof.
split; first lra; split; first by apply: Rmax_lub; lra.
split=> [|m].
  rewrite (_ : 1 / 2 = E uniform (fun l => itv (-1) 2 l * (0 + 1 * l))).
    apply: E_ext => [|l hl]; first exact: dom_line.
    by rewrite itv_in; lra.
  by rewrite uniform_itv; last lra; rewrite (@clip_low (-1) ltac:(lra)) (@clip_high 2 ltac:(lra)); lra.
case: (Rle_lt_dec 0 (atom uniform m)) => [a0|]; last by have := atom_ge0 uniform m; lra.
apply: Rle_antisym => //; apply: le_epsilon => e e0; rewrite Rplus_0_l.
apply: Rle_trans (_ : prob uniform (m - e / 2) (m + e / 2) <= e).
  by apply: E_mono; [exact: dom_single | exact: dom_interval |] => l hl;
    case: (single_or m l) => -[-> h1]; case: (itv_or (m - e / 2) (m + e / 2) l) => -[-> h2]; lra.
by rewrite /prob uniform_itv; [have := clip_near m (delta := e / 2); lra | lra].
Qed.

(** Theorem 2.10, its modulus and its bound: the clearance of 0 is 5, and so is its distance to the other class. *)
Example clearance5 : within_clearance pair5 one 5 /\ others_beyond pair5 one 5.
Proof.
split.
  move=> s t hs ht other l hl; move: s t hs ht other.
  apply: ord2; apply: ord2; rewrite !dist_line /mix /= /point /= ?Rminus_eq_0 ?Rabs_R0 // => _ _ _.
  by rewrite Rabs_pos_eq; lra.
by apply: ord2 => //= _; rewrite dist_line /= /point /= Rabs_pos_eq; lra.
Qed.

Example modulus5 : within_clearance pair5 one (dist (pt pair5 one) (pt pair5 one) + 5) /\
  0 < total pair5 uniform (pt pair5 one) 5 /\ others_beyond pair5 one 5.
Proof.
rewrite (dist_same (fun k => erefl (pt pair5 one k))) Rplus_0_l.
by split; [exact: clearance5.1 | split; [apply: total_pos; lra | exact: clearance5.2]].
Qed.

Example repaired5 : repaired_2_9 pair5 one.
Proof.
move=> s t hs ht other l hl; have [clear _] := clearance5.
by have := clear s t hs ht other l hl; lra.
Qed.

(** Theorem 3.2 at 1, with delta = 1/4: the class of 0 has the share 4/5. *)
Lemma meets1 s t l : meets pair5 uniform (point 1) s t l -> s = one /\ t = two /\ l = 4 / 5 \/ s = two /\ t = one /\ l = 1 / 5.
Proof.
move=> [hl [/dist_eq0 /(_ ord0) e _]]; move: s t e; rewrite /mix /=.
by apply: ord2; apply: ord2; rewrite /= /point /= => e; [exfalso; lra | left | right | exfalso; lra]; do ! split; lra.
Qed.

Example outweighed : full_support uniform /\ no_foreign_mix pair5 uniform (point 1) one /\
  outweighs pair5 uniform (point 1) one (1 / 4) /\ x_mix pair5 uniform (point 1).
Proof.
split; first exact: uniform_full.
split; first by move=> s t l /meets1 [[-> _]|[_ [-> _]]]; [left | right].
split; last by apply: inside_mixed; lra.
by move=> s t l /meets1 [[_ [_ ->]]|[-> _]] // _ _; lra.
Qed.

(** The margin: 1 is in one segment only. *)
Example one_segment : one_segment_only pair5 uniform (point 1) one two (4 / 5).
Proof.
do ! split; rewrite ?dist_line //=; try lra.
  by rewrite /mix /point /= (_ : _ - _ = 0) ?Rabs_R0 //; field.
by move=> u v l /meets1 [[-> [-> _]]|[-> [-> _]]]; [left | right]; split; exact: dist_same.
Qed.

(** Theorem 3.5, its converse, and the squared loss: the points e_1 and e_2 of classes 1 and -1, equal weights. *)
Definition unit2 (a : 'I_2) : vec 2 := fun j => if j == a then 1 else 0.
Definition sign2 (a : 'I_2) : R := if a == one then 1 else -1.

Lemma dot_unit2 (w : vec 2) a : dot w (unit2 a) = w a.
Proof. by move: a; apply: ord2; rewrite /dot !big_ord_recl big_ord0 -/one -/two /unit2 /=; ring. Qed.

Example interpolating : max_margin unit2 sign2 sign2 /\ interpolates unit2 sign2 sign2 /\ independent unit2 /\
  0 < off_centre uniform /\ \rsum_(a < 2) (1 / 2 * sign2 a) = 0 /\ (exists theta, forall a, dot theta (unit2 a) = sign2 a).
Proof.
do ! split.
- by apply: ord2; rewrite dot_unit2 /sign2 /=; lra.
- move=> th feas; have := feas one; have := feas two; rewrite !dot_unit2 /sign2 /=.
  by rewrite /dot !big_ord_recl !big_ord0 -/one -/two /sign2 /= => h2 h1; nra.
- by exists 1; split=> [|a]; [lra | rewrite dot_unit2; ring].
- move=> w h; have h1 := h one; have h2 := h two; move: h1 h2; rewrite !big_ord_recl !big_ord0 -/one -/two /unit2 /= => h1 h2.
  by apply: ord2; lra.
- by rewrite /off_centre; have := @uniform_full 0 (1 / 2); have := @uniform_full (1 / 2) 1; lra.
- by rewrite !big_ord_recl big_ord0 -/one -/two /sign2 /=; field.
- by exists sign2 => a; exact: dot_unit2.
Qed.

(** Theorem 3.5 for a smaller class: the same points with the weights 1/3 and 2/3. *)
Definition thirds2 (a : 'I_2) : R := if a == one then 1 / 3 else 2 / 3.

Lemma thirds2_pos a : 0 < thirds2 a. Proof. by rewrite /thirds2; case: eqP => _; lra. Qed.
Lemma thirds2_one : \rsum_(a < 2) thirds2 a = 1. Proof. by rewrite !big_ord_recl big_ord0 /thirds2 /=; field. Qed.
Lemma sign2_or a : sign2 a = 1 \/ sign2 a = -1. Proof. by rewrite /sign2; case: eqP; [left | right]. Qed.

Example unit_vectors : independent unit2 /\ two_classes sign2 /\ 0 < off_centre uniform /\
  class_mass thirds2 sign2 1 = 1 / 3.
Proof.
have [_ [_ [ind [off _]]]] := interpolating; split=> //; split; first by split; [exists one | exists two].
by split=> //; rewrite (class_massE thirds2 sign2_or (or_introl erefl)) !big_ord_recl big_ord0 /thirds2 /sign2 /=; field.
Qed.

(** The cases of existence: the same points, mixed by each kind of law, and one point alone.  The labels interpolate and so
    separate them weakly; the points 1 and 1 of both labels nothing does. *)
Definition no_line (a : 'I_2) : vec 1 := point 1.

Example each_case : two_classes sign2 /\ 0 < off_centre uniform /\ (off_centre midpoint = 0 /\ 0 < atom midpoint (1 / 2)) /\
  (off_centre at_one = 0 /\ atom at_one (1 / 2) = 0) /\ ~ two_classes (fun _ : 'I_1 => 1) /\
  interpolates unit2 sign2 sign2 /\ separates_weakly unit2 sign2 sign2 /\
  ~ exists theta, interpolates no_line sign2 theta \/ separates_weakly no_line sign2 theta.
Proof.
have [_ [inter [_ [off _]]]] := interpolating; split; first by split; [exists one | exists two].
split=> //; rewrite /off_centre !at_point_prob /atom !at_point_mean.
have out (a b c : R) : ~ a < c < b -> itv a b c = 0 := @itv_out a b c.
rewrite !out; try lra.
split; first by split; [ring | case: (single_or (1 / 2) (1 / 2)) => -[-> h]; lra].
split; first by split; [ring | case: (single_or (1 / 2) 1) => -[-> h]; lra].
split; first by move=> [_ [a]]; lra.
split=> //; split.
  by split=> [a|]; [rewrite dot_unit2; case: (sign2_or a) => ->; lra | exists one; rewrite dot_unit2 /sign2 /=; lra].
have same (theta : vec 1) a : dot theta (no_line a) = theta ord0 by rewrite /dot big_ord_recl big_ord0 /no_line /point; ring.
move=> [theta [[k [k0 h]]|[h [a]]]].
  by have := h one; have := h two; rewrite !same /sign2 /=; lra.
by have := h one; have := h two; rewrite !same /sign2 /=; lra.
Qed.

(** The squared loss: the points 1 and 2 of labels 1 and -1, of which -1/5 is the least squares fit; its mean residual is not
    0, nor is the mean point. *)
Definition ahead (a : 'I_2) : vec 1 := point (if a == one then 1 else 2).

Lemma spread_uniform : 0 < spread uniform.
Proof.
have d1 := dom_interval uniform (1 / 4) (3 / 4); have d2 : dom uniform (fun l => l * (1 - l)) by apply: dom_cont; reg.
have low : E uniform (fun l => 3 / 16 * (itv (1 / 4) (3 / 4) l * (1 + 0 * l))) <= spread uniform.
  apply: E_mono => //; first exact: dom_scale.
  by move=> l hl; case: (itv_or (1 / 4) (3 / 4) l) => -[-> h]; nra.
rewrite E_scale // -/(prob uniform (1 / 4) (3 / 4)) in low.
by have := uniform_full (l := 1 / 4) (u := 3 / 4) ltac:(lra) ltac:(lra) ltac:(lra); lra.
Qed.

Example mean_residual : least (plain_squares ahead (fun=> 1 / 2) sign2) (point (- (1 / 5))) /\
  forall k, mean_product ahead (fun=> 1 / 2) sign2 uniform (point (- (1 / 5))) k <> 0.
Proof.
have res (th : vec 1) : residual ahead sign2 th one = th ord0 - 1 /\ residual ahead sign2 th two = 2 * th ord0 + 1.
  by rewrite /residual /dot !big_ord_recl !big_ord0 /ahead /point /sign2 /=; split; ring.
have plain (th : vec 1) : plain_squares ahead (fun=> 1 / 2) sign2 th = 9 / 10 + 5 / 2 * ((th ord0 + 1 / 5) * (th ord0 + 1 / 5)).
  by rewrite /plain_squares !big_ord_recl big_ord0 -/one -/two (res th).1 (res th).2; field.
split=> [th|k]; first by rewrite !plain /point; have := Rle_0_sqr (th ord0 + 1 / 5); rewrite /Rsqr; lra.
rewrite /mean_product; move: (spread uniform) spread_uniform => m m0.
by rewrite !big_ord_recl !big_ord0 -/one -/two !(res _).1 !(res _).2 /point /ahead /point /= => e; lra.
Qed.

(** Segments near a point: a place within the reach of 1. *)
Example within_reach1 : within_reach pair5 (point 1) 1.
Proof.
apply: ord2; apply: ord2.
- by right=> l hl; rewrite dist_line /mix /= /point /= (_ : _ - _ = - (1)) ?Rabs_Ropp ?Rabs_R1; [lra | ring].
- left; exists (4 / 5); split; first lra.
  by rewrite dist_line /mix /= /point /= (_ : _ - _ = 0) ?Rabs_R0 //; field.
- left; exists (1 / 5); split; first lra.
  by rewrite dist_line /mix /= /point /= (_ : _ - _ = 0) ?Rabs_R0 //; field.
- by right=> l hl; rewrite dist_line /mix /= /point /= (_ : _ - _ = 4) ?Rabs_pos_eq; [lra | lra | ring].
Qed.

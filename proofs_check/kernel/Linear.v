(** Linear models without intercept: outputs, span of the data, the max-margin solution, which lies in the span. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Outputs.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Projection.
Variable d : nat.

Definition comb n (x : 'I_n -> vec d) (w : 'I_n -> R) : vec d := fun k => \rsum_(a < n) (w a * x a k).

Lemma dot_comb n (x : 'I_n -> vec d) w (v : vec d) : dot (comb x w) v = \rsum_(a < n) (w a * dot (x a) v).
Proof.
rewrite /dot /comb (@rsum_eq _ _ (fun k => \rsum_(a < n) (w a * (x a k * v k)))) => [|k].
  by rewrite rsum_exchange; apply: rsum_eq => a; rewrite rsumZ.
by rewrite -rsumZr; apply: rsum_eq => a; ring.
Qed.

Lemma dot_eq (u u' v : vec d) : (forall k, u k = u' k) -> dot u v = dot u' v.
Proof. by move=> h; apply: rsum_eq => k; rewrite h. Qed.

Lemma dot_add c (u v w : vec d) : dot (fun k => u k + c * v k) w = dot u w + c * dot v w.
Proof. by rewrite /dot -rsumZ -rsumD; apply: rsum_eq => k; ring. Qed.

Lemma dot_sum_sqr (u v : vec d) : dot (fun k => u k + v k) (fun k => u k + v k) = dot u u + 2 * dot u v + dot v v.
Proof. by rewrite /dot -rsumZ -!rsumD; apply: rsum_eq => k; ring. Qed.

(** Some combination of the x_a has the same inner products with them as theta. *)
Lemma projection n (x : 'I_n -> vec d) (theta : vec d) : exists w, forall a, dot (comb x w) (x a) = dot theta (x a).
Proof.
elim: n x theta => [|n ih] x theta; first by exists (fun=> 0); case.
pose x' b := x (lift ord0 b); pose x0 := x ord0.
have [w hw] := ih x' theta; have [g hg] := ih x' x0.
pose p : vec d := comb x' w; pose q : vec d := comb x' g; pose r : vec d := fun k => x0 k + (-1) * q k.
have r_perp b : dot r (x' b) = 0 by rewrite dot_add hg; ring.
pose al := if Req_EM_T (dot r r) 0 then 0 else (dot theta r - dot p r) / dot r r.
have hal : dot p r + al * dot r r = dot theta r.
  rewrite /al; case: Req_EM_T => [z|nz] /=; last by field.
  have r0 := dot_eq0 z; have orth (v : vec d) : dot v r = 0.
    by rewrite dotC (@dot_eq r (fun k => 0 * r k)) => [|k]; rewrite ?dotZ ?r0; ring.
  by rewrite !orth; ring.
pose u : vec d := fun k => p k + al * r k.
have ux b : dot u (x' b) = dot theta (x' b) by rewrite dot_add r_perp hw; ring.
have ux0 : dot u x0 = dot theta x0.
  have split (v : vec d) : dot v x0 = dot v r + dot v q.
    rewrite dotC (@dot_eq x0 (fun k => r k + 1 * q k)) => [|k]; last by rewrite /r; ring.
    by rewrite dot_add (dotC r) (dotC q); ring.
  have along_q (v : vec d) : dot v q = \rsum_(b < n) (g b * dot v (x' b)).
    by rewrite dotC dot_comb; apply: rsum_eq => b; rewrite dotC.
  rewrite !split !along_q (rsum_eq (G := fun b => g b * dot theta (x' b))) => [|b]; last by rewrite ux.
  by rewrite dot_add hal.
exists (fun a => if unlift ord0 a is Some b then w b - al * g b else al) => a.
have -> : dot (comb x (fun a => if unlift ord0 a is Some b then w b - al * g b else al)) (x a) = dot u (x a).
  apply: dot_eq => k; rewrite /comb big_ord_recl unlift_none.
  rewrite (rsum_eq (G := fun b => w b * x' b k - al * (g b * x' b k))) => [|b]; last by rewrite liftK /x'; ring.
  rewrite rsumB rsumZ -[\rsum_(i < n) (w i * x' i k)]/(p k) -[\rsum_(i < n) (g i * x' i k)]/(q k).
  by rewrite -[x ord0 k]/(x0 k) /u /r; ring.
by case: (unliftP ord0 a) => [b ->|->]; [exact: ux | exact: ux0].
Qed.
End Projection.

Section Linear.
Variables (n d : nat) (x : 'I_n -> vec d) (p y : 'I_n -> R) (L : law).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis p1 : \rsum_(a < n) p a = 1.
Hypothesis labels : forall a, y a = 1 \/ y a = -1.

(** The Mixup logistic loss of a linear model without intercept. *)
Definition risk theta := F p y L (fun a => dot theta (x a)).
Definition in_span theta := exists w : 'I_n -> R, forall k, theta k = \rsum_(a < n) (w a * x a k).

Lemma mixed_output theta a b l : dot theta (mix l (x a) (x b)) = l * dot theta (x a) + (1 - l) * dot theta (x b).
Proof. by rewrite /dot -!rsumZ -rsumD; apply: rsum_eq => k; rewrite /mix; ring. Qed.

Lemma span_orthogonal theta : in_span theta -> (forall a, dot theta (x a) = 0) -> forall k, theta k = 0.
Proof.
move=> [w hw] h; apply: dot_eq0.
rewrite /dot (@rsum_eq _ _ (fun k => \rsum_(a < n) (w a * (theta k * x a k)))) => [|k].
  by rewrite rsum_exchange (@rsum_eq _ _ (fun a => w a * 0)) => [|a]; rewrite ?rsumZr; [ring | rewrite rsumZ -/(dot _ _) h].
by rewrite {2}hw -rsumZ; apply: rsum_eq => a; ring.
Qed.

(** ** The max-margin solution *)

Definition feasible theta := forall a, 1 <= y a * dot theta (x a).
Definition max_margin theta := feasible theta /\ forall theta', feasible theta' -> dot theta theta <= dot theta' theta'.
Definition interpolates theta := exists kap, 0 < kap /\ forall a, dot theta (x a) = kap * y a.

Lemma max_margin_in_span star : max_margin star -> in_span star.
Proof.
move=> [feas least]; have [w hw] := projection x star; pose q : vec d := comb x w.
have fq : feasible q by move=> a; rewrite hw; exact: feas.
pose r : vec d := fun k => star k + (-1) * q k.
have perp v : in_span v -> dot r v = 0.
  move=> [c hc]; rewrite dotC (@dot_eq _ _ (comb x c)) // dot_comb (rsum_eq (G := fun a => 0 * c a)) => [|a].
    by rewrite rsumZ; ring.
  by rewrite (dotC (x a)) dot_add hw; ring.
have sq : dot star star = dot q q + dot r r.
  have rq : dot r q = 0 by apply: perp; exists w.
  have -> : dot star star = dot (fun k => r k + q k) (fun k => r k + q k) by apply: rsum_eq => k; rewrite /r; ring.
  by rewrite dot_sum_sqr rq; ring.
have r0 : dot r r = 0 by have := least q fq; have := dot_ge0 r; lra.
by exists w => k; have := dot_eq0 r0 k; rewrite /r /q /comb; lra.
Qed.
End Linear.

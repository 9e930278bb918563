(** The mixed points in a ball are those of an interval of lambda. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Sums Vectors Law.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Lemma ball_itv d (s t x : vec d) eps :
  exists l u, forall m, 0 <= m <= 1 -> inball x eps (mix m s t) = itv l u m.
Proof.
set v := fun k => s k - t k; set w := fun k => t k - x k.
pose A := dot v v; pose B := dot v w; pose C := dot w w.
have sq m : dist (mix m s t) x * dist (mix m s t) x = m * m * A + 2 * m * B + C.
  rewrite norm_sqr /A /B /C /dot -!rsumZ -!rsumD; apply: rsum_eq => k.
  by rewrite /mix /v /w; ring.
have none : (forall m, 0 <= m <= 1 -> eps <= dist (mix m s t) x) ->
    exists l u, forall m, 0 <= m <= 1 -> inball x eps (mix m s t) = itv l u m.
  move=> h; exists 1, 0 => m hm; have := h m hm; rewrite /inball /itv.
  by case: Rlt_dec => h1 /=; [lra | case: Rlt_dec => h2 //=; case: Rlt_dec => //= h3; lra].
case: (Rlt_dec 0 eps) => e0; last by apply: none => m _; have := dist_ge0 (mix m s t) x; lra.
have inside m : dist (mix m s t) x < eps <-> m * m * A + 2 * m * B + C < eps * eps.
  by rewrite -sq; have := dist_ge0 (mix m s t) x; split; nra.
case: (Req_dec A 0) => A0.
  have v0 := dot_eq0 A0; have B0 : B = 0.
    by rewrite /B /dot (@rsum_eq _ _ (fun k => 0 * w k)) => [|k]; rewrite ?rsumZ ?v0; ring.
  case: (Rlt_dec C (eps * eps)) => hC; last first.
    by apply: none => m _; apply: Rnot_lt_le => /inside; rewrite A0 B0; lra.
  exists (-1), 2 => m hm; have h : dist (mix m s t) x < eps by apply/inside; rewrite A0 B0; lra.
  by rewrite /inball /itv; case: Rlt_dec => h1; case: Rlt_dec => h2; try case: Rlt_dec => h3; rewrite /=; lra.
have Apos : 0 < A by have := dot_ge0 v; rewrite -/A; lra.
pose D := B * B - A * (C - eps * eps).
have square m : A * (m * m * A + 2 * m * B + C - eps * eps) = (A * m + B) * (A * m + B) - D.
  by rewrite /D; ring.
case: (Rlt_dec 0 D) => D0; last first.
  apply: none => m _; apply: Rnot_lt_le => /inside h; have := square m.
  by have := Rle_0_sqr (A * m + B); rewrite /Rsqr; nra.
exists ((- B - sqrt D) / A), ((- B + sqrt D) / A) => m hm.
have hD : sqrt D * sqrt D = D by apply: sqrt_sqrt; lra.
have sD := sqrt_lt_R0 _ D0.
have left : (- B - sqrt D) / A < m <-> - sqrt D < A * m + B.
  have -> : A * m + B = A * (m - (- B - sqrt D) / A) - sqrt D by field.
  by split; nra.
have right : m < (- B + sqrt D) / A <-> A * m + B < sqrt D.
  have -> : A * m + B = A * (m - (- B + sqrt D) / A) + sqrt D by field.
  by split; nra.
have both : dist (mix m s t) x < eps <-> - sqrt D < A * m + B /\ A * m + B < sqrt D.
  rewrite inside; have := square m => h; split=> [h1|[h1 h2]]; last by nra.
  by have : (A * m + B) * (A * m + B) < D; [nra | move=> h2; split; nra].
rewrite /inball /itv; case: Rlt_dec => h1; case: Rlt_dec => h2 //=; try case: Rlt_dec => h3 //=.
- by case: h3; apply/right; case/both: h1.
- by case: h2; apply/left; case/both: h1.
- by case: h1; apply/both; split; [apply/left | apply/right].
Qed.

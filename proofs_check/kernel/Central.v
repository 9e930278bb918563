(** Laws on 0, 1/2 and 1: where (0,1) without 1/2 has no mass, means see these three points alone. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Law.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Central.
Variable L : law.
Hypothesis central : off_centre L = 0.

Lemma central_mean f : continuity f -> E L f = f 0 * atom L 0 + (f (1 / 2) * atom L (1 / 2) + f 1 * atom L 1).
Proof.
move=> cf; pose T x := f 0 * single 0 x + (f (1 / 2) * single (1 / 2) x + f 1 * single 1 x).
pose I x := itv 0 (1 / 2) x * (1 + 0 * x) + itv (1 / 2) 1 x * (1 + 0 * x).
have s m c : dom L (fun x => c * single m x) by apply: dom_scale; exact: dom_single.
have dT : dom L T := dom_add (s 0 _) (dom_add (s _ _) (s _ _)).
have dI : dom L I := dom_add (dom_interval L _ _) (dom_interval L _ _).
have eI : E L I = 0 by rewrite (E_add (dom_interval L _ _) (dom_interval L _ _)).
have eT : E L T = f 0 * atom L 0 + (f (1 / 2) * atom L (1 / 2) + f 1 * atom L 1).
  rewrite (E_add (s 0 _) (dom_add (s (1 / 2) _) (s 1 _))) (E_add (s (1 / 2) _) (s 1 _)).
  by rewrite !E_scale //; exact: dom_single.
have [m [hm _]] := continuity_ab_maj f 0 1 Rle_0_1 (fun c _ => cf c).
have [k [hk _]] := continuity_ab_min f 0 1 Rle_0_1 (fun c _ => cf c).
pose M := Rabs (f m) + Rabs (f k).
have bound x : 0 <= x <= 1 -> T x - M * I x <= f x <= T x + M * I x.
  move=> hx; have := hm x hx; have := hk x hx; have := Rle_abs (f m); have := Rle_abs (- f k); rewrite Rabs_Ropp.
  have := Rabs_pos (f m); have := Rabs_pos (f k); rewrite -/M /T /I.
  case: (single_or 0 x) => -[-> h1]; case: (single_or (1 / 2) x) => -[-> h2]; case: (single_or 1 x) => -[-> h3];
    case: (itv_or 0 (1 / 2) x) => -[-> h4]; case: (itv_or (1 / 2) 1 x) => -[-> h5]; rewrite /M => *;
    try (exfalso; lra); try (subst x); lra.
have dM c : dom L (fun x => T x + c * I x) := dom_add dT (dom_scale c dI).
have eM c : E L (fun x => T x + c * I x) = E L T by rewrite (E_add dT (dom_scale c dI)) E_scale // eI; ring.
have df : dom L f := dom_cont L cf.
rewrite -eT; apply: Rle_antisym.
  by rewrite -(eM M); apply: E_mono => // x /bound; lra.
by rewrite -(eM (- M)); apply: E_mono => // x /bound; lra.
Qed.

Lemma central_le f g : continuity f -> continuity g -> f 0 <= g 0 -> f 1 <= g 1 ->
  atom L (1 / 2) = 0 \/ f (1 / 2) <= g (1 / 2) -> E L f <= E L g.
Proof.
move=> cf cg h0 h1 h; rewrite !central_mean //; have a0 := atom_ge0 L 0; have a1 := atom_ge0 L 1; have a := atom_ge0 L (1 / 2).
by case: h => [->|h]; nra.
Qed.
End Central.

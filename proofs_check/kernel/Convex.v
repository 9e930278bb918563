(** The Mixup logistic loss is strictly convex in the outputs: between two different outputs it is below their mean. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Mixup Require Import Base Pairs Logistic Outputs.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Section Convex.
Variables (n : nat) (p y : 'I_n -> R) (L : law).
Hypothesis p0 : forall a, 0 < p a.
Hypothesis labels : forall a, y a = 1 \/ y a = -1.
Notation F := (F p y L).

(** Two different outputs: the loss in between is less than the mean. *)
Lemma strictly_convex u v : F (fun a => (u a + v a) / 2) <= (F u + F v) / 2 /\
  ((F u + F v) / 2 <= F (fun a => (u a + v a) / 2) -> forall a, u a = v a).
Proof.
have mid s t : 2 * ell ((s + t) / 2) <= ell s + ell t /\ (ell s + ell t <= 2 * ell ((s + t) / 2) -> s = t).
  have [t1 e1] := tangent ((s + t) / 2) s; have [t2 e2] := tangent ((s + t) / 2) t.
  have c : dell ((s + t) / 2) * (s - (s + t) / 2) + dell ((s + t) / 2) * (t - (s + t) / 2) = 0 by field.
  split; first lra.
  move=> h; have := e1 ltac:(lra); have := e2 ltac:(lra); lra.
pose G a b l := pair (y a) (y b) (u a) (u b) l + pair (y a) (y b) (v a) (v b) l -
  2 * pair (y a) (y b) ((u a + v a) / 2) ((u b + v b) / 2) l.
have dG a b : dom L (G a b).
  have d0 := dom_pair L (y a) (y b) (u a) (u b); have d1 := dom_pair L (y a) (y b) (v a) (v b).
  have d2 := dom_scale (-2) (dom_pair L (y a) (y b) ((u a + v a) / 2) ((u b + v b) / 2)).
  by apply: dom_ext (dom_add (dom_add d0 d1) d2) => l _; rewrite /G; ring.
have G0 a b l : 0 <= l <= 1 -> 0 <= G a b l.
  move=> hl; rewrite /G /pair; set z1 := l * u a + _; set z2 := l * v a + _; set z := l * ((u a + v a) / 2) + _.
  have -> : y a * z = (y a * z1 + y a * z2) / 2 by rewrite /z /z1 /z2; field.
  have -> : y b * z = (y b * z1 + y b * z2) / 2 by rewrite /z /z1 /z2; field.
  by case: (mid (y a * z1) (y a * z2)) => m1 _; case: (mid (y b * z1) (y b * z2)) => m2 _; nra.
have tot : F u + F v - 2 * F (fun a => (u a + v a) / 2) = \rsum_(a < n) \rsum_(b < n) (p a * p b * E L (G a b)).
  rewrite /Outputs.F -rsumZ -rsumD -rsumB; apply: rsum_eq => a; rewrite -rsumZ -rsumD -rsumB; apply: rsum_eq => b.
  have d0 := dom_pair L (y a) (y b) (u a) (u b); have d1 := dom_pair L (y a) (y b) (v a) (v b).
  have d2 := dom_pair L (y a) (y b) ((u a + v a) / 2) ((u b + v b) / 2); have d2' := dom_scale (-2) d2.
  have -> : E L (G a b) = E L (pair (y a) (y b) (u a) (u b)) + E L (pair (y a) (y b) (v a) (v b)) +
      (-2) * E L (pair (y a) (y b) ((u a + v a) / 2) ((u b + v b) / 2)).
    rewrite -E_scale // -(E_add d0 d1) -E_add //; last exact: dom_add.
    by apply: E_ext => // l _; rewrite /G; ring.
  by ring.
have EG a b : 0 <= E L (G a b) by apply: E_ge0 => // l; exact: G0.
have t0 a b : 0 <= p a * p b * E L (G a b) by apply: Rmult_le_pos; [have := pair_weights p0 a b; lra | exact: EG].
have S0 := dsum_ge0 t0.
split; first lra.
move=> h a; have zaa := dsum_eq0 t0 ltac:(lra) a a.
have ga : E L (G a a) = 0 by case/Rmult_integral: zaa => //; have := pair_weights p0 a a; lra.
have : E L (G a a) = ell (y a * u a) + ell (y a * v a) - 2 * ell ((y a * u a + y a * v a) / 2).
  rewrite -(E_const L (_ - _)); apply: E_ext => // l _; rewrite /G /pair.
  have -> : l * u a + (1 - l) * u a = u a by ring.
  have -> : l * v a + (1 - l) * v a = v a by ring.
  have -> : y a * (l * ((u a + v a) / 2) + (1 - l) * ((u a + v a) / 2)) = (y a * u a + y a * v a) / 2 by field.
  by ring.
rewrite ga => h0; have [_ m] := mid (y a * u a) (y a * v a).
have : y a * u a = y a * v a by apply: m; lra.
by case: (labels a) => ->; lra.
Qed.
End Convex.

(** If outputs along the labels minimise the Mixup logistic loss over all outputs, the classes have equal masses.  For every
    mixing law. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Logistic Outputs Class_outputs Growth.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Lemma equal_masses_needed n (p y : 'I_n -> R) (L : law) c :
  (forall a, 0 < p a) -> \rsum_(a < n) p a = 1 -> (forall a, y a = 1 \/ y a = -1) ->
  (forall u, F p y L (fun a => c * y a) <= F p y L u) -> \rsum_(a < n) (p a * y a) = 0.
Proof.
move=> p0 p1 labels least; have same : F p y L (fun a => c * y a) = F p y L (fun a => class_output c c (y a)).
  by apply: (F_eq L p0 p1 labels) => a; rewrite /class_output; field.
rewrite same in least; have [e1 e2] := at_rest p0 p1 labels least.
have one := masses_one p1 labels; rewrite (masses_difference p labels); have d0 := dell_bound c.
move: (class_mass p y 1) (class_mass p y (-1)) (across L c c) e1 e2 one => w v q e1 e2 one.
case/Rmult_integral: e1 => [w0|r1]; first by have v1 : v = 1 by [lra]; rewrite w0 v1 in e2; lra.
case/Rmult_integral: e2 => [v0|r2]; first by have w1 : w = 1 by [lra]; rewrite v0 w1 in r1; lra.
have : (w - v) * (dell c - q) = 0 by lra.
have : (w + v) * (dell c + q) = 0 by lra.
by rewrite one => s /Rmult_integral [|]; lra.
Qed.

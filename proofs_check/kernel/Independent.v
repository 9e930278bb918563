(** Linearly independent data: every vector of outputs is attained. *)

From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop.
From Coq Require Import Reals Lra Psatz.
From Mixup Require Import Base Linear.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Open Scope R_scope.

Lemma fin_choice n (T : Type) (P : 'I_n -> T -> Prop) : (forall a, exists t, P a t) -> exists f, forall a, P a (f a).
Proof.
elim: n P => [|n ih] P h.
  have no : 'I_0 -> False by case.
  by exists (fun a => match no a with end) => a; case: (no a).
have [t ht] := h ord0; have [f hf] := ih (fun b => P (lift ord0 b)) (fun b => h (lift ord0 b)).
exists (fun a => if unlift ord0 a is Some b then f b else t) => a.
by case: (unliftP ord0 a) => [b ->|->].
Qed.

Definition independent n d (x : 'I_n -> vec d) := forall w : 'I_n -> R,
  (forall k, \rsum_(a < n) (w a * x a k) = 0) -> forall a, w a = 0.

Section Dual.
Variables (n d : nat) (x : 'I_n -> vec d).
Hypothesis ind : independent x.

(** A vector that is orthogonal to all data but one. *)
Lemma dual a : exists r : vec d, (forall b, b <> a -> dot r (x b) = 0) /\ dot r (x a) <> 0.
Proof.
case: n x ind a => [|m] z indz a; first by case: a.
have [w hw] := projection (fun b => z (lift a b)) (z a).
pose q := comb (fun b => z (lift a b)) w; pose r : vec d := fun k => z a k + (-1) * q k.
have perp b : dot r (z (lift a b)) = 0 by rewrite dot_add hw; ring.
have rq : dot r q = 0.
  rewrite dotC dot_comb (rsum_eq (G := fun b => 0 * w b)) => [|b]; last by rewrite dotC perp; ring.
  by rewrite rsumZ; ring.
have rr : dot r r = dot r (z a).
  have -> : dot r (z a) = dot (z a) r by exact: dotC.
  rewrite {1}/r dot_add (dotC q) rq; ring.
exists r; split=> [b ba|zero].
  by case: (unliftP a b) => [c ->|e]; [exact: perp | case: ba].
have r0 := dot_eq0 (etrans rr zero).
pose v b := if unlift a b is Some c then - w c else 1.
have comb0 k : \rsum_(b < m.+1) (v b * z b k) = 0.
  rewrite (bigD1_ord a) //= /v unlift_none (rsum_eq (G := fun c => (-1) * (w c * z (lift a c) k))) => [|c].
    by rewrite rsumZ -[\rsum_(c < m) (w c * z (lift a c) k)]/(q k); have := r0 k; rewrite /r; lra.
  by rewrite liftK; ring.
by have := indz v comb0 a; rewrite /v unlift_none; lra.
Qed.

Lemma outputs_attained (u : 'I_n -> R) : exists theta, forall a, dot theta (x a) = u a.
Proof.
have [r hr] := fin_choice dual.
exists (comb r (fun b => u b / dot (r b) (x b))) => a; rewrite dot_comb (bigD1 a) //= big1 => [|b /eqP ba].
  by rewrite Rplus_id0; field; exact: (proj2 (hr a)).
by have -> : dot (r b) (x a) = 0 by [apply: (proj1 (hr b)) => e; case: ba]; ring.
Qed.
End Dual.

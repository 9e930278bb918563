"""The mixed feature: at rest logits are kappa' (q - p); then sums of exponentials are compared."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import MEAN_VALUE, tangents
from theory.results.mixup_literature.fisher_2024 import MixedFeature

EVERY = "every K, kappa' and lambda"

proof = Proof("fisher-2024-beyond")
proof.trusted(*MEAN_VALUE)
tangents(proof)


@proof.step(
    "at rest",
    "symbolic",
    "the gradient W^T (p - q) + r h vanishes iff h = W^T (q - p)/r; as q - p has the sum 0, the logits W h are kappa' "
    "(q - p), and h = W^T z/g = sum z_k w_k/g; the objective is strictly convex, so that there is one such h",
    ["tangents"],
)
def at_rest(_: Settings) -> Result:
    """The slope of the cross-entropy in a logit; g (I - J/K) on three numbers of sum 0."""
    z, rest, q, g, r = sp.symbols("z rest q g r", positive=True)
    entropy = sp.log(sp.exp(z) + rest) - q * z
    a, b = sp.symbols("a b", real=True)
    vector = sp.Matrix([a, b, -a - b])
    frame = g * (sp.eye(3) - sp.ones(3) / 3)
    image = frame * vector / r
    return symbolic.identities(
        {
            "slope": (sp.Derivative(entropy, z), sp.exp(z) / (sp.exp(z) + rest) - q),
            **{f"coordinate {k}": (image[k], g / r * vector[k]) for k in range(3)},
        },
        EVERY,
    )


@proof.step(
    "unused classes",
    "smt",
    "z_k + kappa' p_k = 0 for every class without a part in the label, and z + kappa' e^z/total rises strictly in z: "
    "these logits are one number z_0, and as the w_k sum to 0, h = (D_i w_i + D_j w_j)/g with D = z - z_0",
    ["at rest", "assumption:K >= 3", "assumption:different classes"],
)
def unused_classes(_: Settings) -> Result:
    """p and p' are the shares of two of them; the larger logit has the larger share."""
    import z3

    z, w, p, s, ratio = z3.Reals("z z' p p' kappa'")
    rises = [z3.Implies(z < w, p < s), z3.Implies(w < z, s < p)]
    return smt.universally({"equal": ([ratio > 0, z + ratio * p == 0, w + ratio * s == 0, *rises], z == w)}, EVERY)


@proof.step(
    "two equations",
    "symbolic",
    "with p_0 = 1/(e^D_i + e^D_j + K - 2) the share of an unused class: D_i = kappa' (lambda - (e^D_i - 1) p_0), and "
    "the sum S = D_i + D_j is kappa' K p_0; pairs inside a class have D_1 (e^D_1 + K - 1) = kappa' K",
    ["unused classes", "assumption:different classes"],
)
def two_equations(_: Settings) -> Result:
    """a, b and c stand for the exponentials; the logits of the label with lambda, and of a one-hot one."""
    a, b, c, k, lam, ratio = sp.symbols("a b c K lambda kappa'", positive=True)
    p = 1 / (a + b + k - 2)
    first, second = ratio * (lam - a * p + p), ratio * (1 - lam - b * p + p)
    one = 1 / (c + k - 1)
    return symbolic.identities(
        {
            "logit": (first, ratio * (lam - (a - 1) * p)),
            "sum": (first + second, ratio * k * p),
            "one class": (ratio * (1 - c * one + one) * (c + k - 1), ratio * k),
        },
        EVERY,
    )


def exponentials(*logits: Any) -> tuple[list[Any], list[Any]]:
    """Numbers that stand for e^D, with what is used of them: they are positive, rise with D, and 1 goes with 0."""
    import z3

    values = [z3.Real(f"e^{d}") for d in logits]
    known = [v > 0 for v in values]
    known += [z3.And(z3.Implies(d > 0, v > 1), z3.Implies(d <= 0, v <= 1)) for d, v in zip(logits, values, strict=True)]
    pairs = list(zip(logits, values, strict=True))
    known += [z3.Implies(d >= f, v >= w) for d, v in pairs for f, w in pairs if d is not f]
    return values, known


@proof.step(
    "both are positive",
    "smt",
    "D_i <= 0 would make (e^D_i - 1) p_0 <= 0, and D_i = kappa' (lambda - (e^D_i - 1) p_0) > 0",
    ["two equations", "assumption:mixed"],
)
def both_are_positive(_: Settings) -> Result:
    """The same for j with 1 - lambda."""
    import z3

    d, p, lam, ratio = z3.Reals("D p_0 lambda kappa'")
    (e,), known = exponentials(d)
    premises = [*known, p > 0, lam > 0, lam < 1, ratio > 0]
    return smt.universally(
        {
            "i": ([*premises, d == ratio * (lam - (e - 1) * p)], d > 0),
            "j": ([*premises, d == ratio * (1 - lam - (e - 1) * p)], d > 0),
        },
        EVERY,
    )


@proof.step(
    "beyond",
    "smt",
    "(e^D_i - 1)(e^D_j - 1) > 0 makes e^S + K - 1 > e^D_i + e^D_j + K - 2; with S <= D_1 it would follow that S (e^S "
    "+ K - 1) <= D_1 (e^D_1 + K - 1) = kappa' K = S (e^D_i + e^D_j + K - 2): so S > D_1",
    ["two equations", "both are positive"],
)
def beyond(_: Settings) -> Result:
    """e^S = e^D_i e^D_j; a product of larger positive factors is larger."""
    import z3

    a, b, k, s, own, c, right = z3.Reals("e^D_i e^D_j K S D_1 e^D_1 kappa'K")
    product = smt.universally({"product": ([a > 1, b > 1], a * b + k - 1 > a + b + k - 2)}, EVERY)
    x, y, u, v, e = z3.Reals("x y u v e^S")
    factors = smt.universally({"factors": ([x > 0, u > 0, x <= y, u <= v], x * u <= y * v)}, EVERY)
    known = [s > 0, k >= 3, own > 0, e + k - 1 > a + b + k - 2, own * (c + k - 1) == right]
    known += [s * (a + b + k - 2) == right, z3.Implies(s <= own, s * (e + k - 1) <= own * (c + k - 1))]
    return together(product, factors, smt.universally({"beyond": (known, s > own)}, EVERY))


@proof.step(
    "less than twice",
    "smt",
    "D_i >= D_1 would make S (e^D_i + e^D_j + K - 2) > D_1 (e^D_1 + K - 1), which are equal; so D_i, D_j < D_1 and S "
    "< 2 D_1",
    ["beyond"],
)
def less_than_twice(_: Settings) -> Result:
    """With S > D_1 and e^D_j > 1."""
    import z3

    a, b, k, d, f, own, c, right = z3.Reals("e^D_i e^D_j K D_i D_j D_1 e^D_1 kappa'K")
    known = [k >= 3, own > 0, f > 0, a > 1, b > 1, c > 1, own * (c + k - 1) == right, d + f > own]
    known += [(d + f) * (a + b + k - 2) == right, z3.Implies(d >= own, a >= c)]
    return smt.universally({"one": (known, d < own), "sum": ([d < own, f < own, own > 0], d + f < 2 * own)}, EVERY)


@proof.check("random features", "sampled", "both equations by Krawczyk's method")
def random_features(settings: Settings) -> Result:
    """Up to 20 classes."""
    ratios = st.sampled_from([Fraction(1, 10), Fraction(1), Fraction(7), Fraction(300)])
    shares = st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20)
    features = st.builds(MixedFeature, st.integers(3, 20), ratios, shares)
    conclusion = proof.claim.conclusion
    return sampled.holds_on(
        features, lambda f: conclusion(f).holds is True, settings, (20, 60, 300), "rational lambda and kappa'"
    )


TEN = MixedFeature(10, Fraction(1000), Fraction(1, 2))
THIRD = MixedFeature(3, Fraction(5), Fraction(1, 3))
proof.example(lambda: TEN, "midpoints of ten classes")
proof.example(lambda: THIRD, "another lambda")
proof.near_miss("both logits exceed", lambda: (THIRD, Fraction(1)))
proof.near_miss("beyond the segment", lambda: (TEN, (Fraction(17, 10), Fraction(2))), "from below")
proof.near_miss("beyond the segment", lambda: (TEN, (Fraction(1), Fraction(8, 5))), "from above")
proof.control("K >= 3", lambda: MixedFeature(2, Fraction(5), Fraction(1, 2)))
proof.control("mixed", lambda: MixedFeature(10, Fraction(5), Fraction(1)))
proof.control("different classes", lambda: MixedFeature(10, Fraction(5), Fraction(1, 3), different=False))

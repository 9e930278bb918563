"""Without H the outputs keep their means given the labels, and lose their variance: conditional Jensen."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.mixup.textbook import INTEGRALS, MEAN_VALUE, tangents
from proofs_check.results.mixup_literature.zhang_2021_regulariser import mix
from theory.dataset import LabeledDataset
from theory.linear.margin_losses import UNMIXED
from theory.mixing import Discrete
from theory.results.mixup_literature.chidambaram_ge_2025_deterministic import FeatureModel

proof = Proof("chidambaram-ge-2025-deterministic")
proof.trusted(*INTEGRALS)
proof.trusted(*MEAN_VALUE)
tangents(proof)


@proof.step(
    "the same means",
    "symbolic",
    "given y the output of w has the mean y (w_L . mu_L + w_H . mu_H), which is the output of w'; so have, given the "
    "two labels and lambda, their mixes",
    ["assumption:L has no variance", "assumption:L has a mean", "assumption:opposite means"],
)
def same_means(_: Settings) -> Result:
    """Two coordinates of L; h = w_H . mu_H."""
    v, w, a, b, h, first, second = sp.symbols("w_1 w_2 mu_1 mu_2 h y y'", real=True)
    square = a**2 + b**2
    new = (v + h * a / square) * a + (w + h * b / square) * b
    old = v * a + w * b + h
    return symbolic.identities(
        {"given y": (new, old), "mixed": (mix(first * new, second * new), mix(first, second) * old)}, "every model"
    )


@proof.step(
    "variance",
    "smt",
    "given the labels and lambda the output of w has the variance lambda^2 V_y + (1 - lambda)^2 V_y', V_y that of w_H "
    ". x_H in the class y; one V_y is positive, and then that of the pairs inside of this class is, for every lambda",
    ["assumption:H is used", "assumption:positive definite"],
)
def variance(_: Settings) -> Result:
    """W and 1 - W are the masses of the classes; the pooled variance is w_H . E Cov(x_H | y) w_H > 0."""
    import z3

    lam, mass, v, w = z3.Reals("lambda W V_1 V_2")
    masses = [mass >= 0, mass <= 1, v >= 0, w >= 0, mass * v + (1 - mass) * w > 0]
    return smt.universally(
        {
            "some class": (masses, z3.Or(z3.And(mass > 0, v > 0), z3.And(mass < 1, w > 0))),
            "inside of it": ([lam >= 0, lam <= 1, v > 0], lam * lam * v + (1 - lam) * (1 - lam) * v > 0),
        },
        "every law",
    )


@proof.step(
    "conditional Jensen",
    "smt",
    "given the labels and lambda the loss is a strictly convex function of the output (one loss for each label, with "
    "weights of which one is positive): its mean is at least its value at the mean output, and more if the output "
    "varies",
    ["the same means", "tangents", "assumption:strictly convex"],
)
def conditional_jensen(_: Settings) -> Result:
    """Two outputs of the probabilities q and 1 - q; those of many are merged, as their values are above one line."""
    import z3

    q, v, w, a, b, at, g, c = z3.Reals("q v w a b at g c")
    s, first, second, line, other = z3.Reals("s psi_1 psi_2 line_1 line_2")
    mean = [q > 0, q < 1, q * v + (1 - q) * w == c]
    above = [a >= at + g * (v - c), b >= at + g * (w - c)]
    strictly = [z3.Implies(v != c, a > at + g * (v - c)), z3.Implies(w != c, b > at + g * (w - c))]
    weights = [s >= 0, s <= 1, first > line, second > other]
    return smt.universally(
        {
            "at least": ([*mean, *above], q * a + (1 - q) * b >= at),
            "more": ([*mean, *strictly, *above, v != w], q * a + (1 - q) * b > at),
            "both labels": (weights, s * first + (1 - s) * second > s * line + (1 - s) * other),
        },
        "every strictly convex loss",
    )


@proof.step(
    "less in the mean",
    "smt",
    "labels and lambda for which the output varies have a positive probability: the loss of w' is strictly smaller",
    ["conditional Jensen", "variance", "integrals"],
)
def less_in_the_mean(_: Settings) -> Result:
    """The two groups of pairs."""
    import z3

    p, kept, lost, new_kept, new_lost = z3.Reals("p kept lost kept' lost'")
    return smt.universally(
        {
            "mean": (
                [p > 0, p <= 1, new_lost < lost, new_kept <= kept],
                p * new_lost + (1 - p) * new_kept < p * lost + (1 - p) * kept,
            )
        },
        "every w",
    )


@st.composite
def models(draw: DrawFn) -> FeatureModel:
    """A column of L without variance and one of H with opposite means, other masses of the classes."""
    half = [Fraction(v, 2) for v in (-3, -1, 1, 2)]
    number = st.sampled_from(half)
    mu_low, mu_high, spread = draw(number), draw(number), abs(draw(number))
    rows = [(y * mu_low, y * mu_high + s * spread) for y in (1, -1) for s in (1, -1)]
    mass = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 10)]))
    data = LabeledDataset(rows, [1, 1, -1, -1], [mass / 2] * 2 + [(1 - mass) / 2] * 2)
    law = draw(st.one_of(st.just(UNMIXED), mixings(atoms=True)))
    off = draw(st.sampled_from([Fraction(0), Fraction(1, 10)]))
    return FeatureModel(
        data, (0,), (draw(number), draw(number)), law, off, draw(st.sampled_from(["logistic", "square"]))
    )


@proof.check("random models", "sampled", "both losses in balls, or exactly")
def random_models(settings: Settings) -> Result:
    """Hard and smoothed labels, plain and under Mixup."""
    conclusion = proof.claim.conclusion
    return sampled.holds_on(models(), lambda m: conclusion(m).holds is True, settings, (20, 80, 300), "the plane")


def signed(rows: str, w: str, **how: object) -> FeatureModel:
    """Points of the plane of label 1 from a text, and their negatives of label -1; L is the first column."""
    points = [tuple(Fraction(v) for v in row.split(",")) for row in rows.split()]
    data = LabeledDataset([*points, *(tuple(-v for v in x) for x in points)], [1] * len(points) + [-1] * len(points))
    return FeatureModel(data, (0,), tuple(Fraction(v) for v in w.split()), **how)  # type: ignore[arg-type]


TENTH = Fraction(1, 10)
QUARTERS = Discrete({"1/4": "1/2", "3/4": "1/2"})
NOISY = signed("1,2 1,4", "1 1/2", off_label=TENTH)
MIXED = signed("1,2 1,4", "1 1/2", mixing=QUARTERS)
TILTED = LabeledDataset(
    [[1, "1/2"], [1, "3/2"], [-1, "1/2"], [-1, "3/2"]], [1, 1, -1, -1], ["1/20", "1/20", "9/20", "9/20"]
)
proof.example(lambda: NOISY, "label smoothing")
proof.example(lambda: MIXED, "Mixup")
proof.example(lambda: signed("1,2 1,4", "1 1/2"), "hard labels")
proof.near_miss("costs less", lambda: (NOISY, NOISY.weights), "w itself")
proof.near_miss("costs less", lambda: (MIXED, (Fraction(20), Fraction(0))), "too much of L")
proof.near_miss("sees L only", lambda: (NOISY, NOISY.weights))
proof.control("H is used", lambda: signed("1,2 1,4", "1 0", off_label=TENTH))
proof.control("L has no variance", lambda: signed("0,3 2,1", "1 1", off_label=TENTH))
proof.control("L has a mean", lambda: signed("0,2 0,4", "0 1/4", mixing=QUARTERS))
proof.control("opposite means", lambda: FeatureModel(TILTED, (0,), (Fraction(7, 2), Fraction(-1, 4)), QUARTERS))
proof.control("positive definite", lambda: signed("1,1", "0 1", off_label=TENTH))
proof.control("strictly convex", lambda: signed("1,2 1,4", "0 1", loss_name="hinge"))

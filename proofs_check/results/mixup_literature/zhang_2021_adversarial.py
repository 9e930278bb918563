"""Mixup seen from a point: the mean over its partners shrinks the margin by 1 - kappa, which an attack does as well."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.mixup_literature.zhang_2021_regulariser import LAM, mix
from proofs_check.results.mixup_literature.zhang_2021_second_order import correct as second_order
from theory.dataset import LabeledDataset
from theory.mixing import Discrete, Midpoint
from theory.results.mixup_literature.zhang_2021_adversarial import AttackedModel

SUPPORT_LINES = (
    "support lines",
    "a convex function on the line is nowhere below some line through each point of its graph, so that its mean is at "
    "least its value at the mean",
    "Rudin, Real and Complex Analysis, 3.2 and 3.3",
)
CAUCHY_SCHWARZ = ("Cauchy and Schwarz", "|a . b| <= |a||b|", "Rudin, Real and Complex Analysis, 4.2")

proof = Proof("zhang-2021-adversarial")
proof.uses("zhang-2021-one-sided")
proof.trusted(*SUPPORT_LINES)
proof.trusted(*CAUCHY_SCHWARZ)
proof.repeat(second_order, "strength")


def seen_margin(own: sp.Expr, other: sp.Expr, label: sp.Expr) -> sp.Expr:
    """The margin of the point with the output ``own`` and its label, mixed with a partner."""
    return label * mix(own, other)


@proof.step(
    "mean over the partners",
    "symbolic",
    "with hard labels and the one-sided law, the loss of a pair is psi at lambda m_i + (1 - lambda) y_i theta . x_j; "
    "as outputs have mean 0 the mean of this margin over the partners is lambda m_i, and E lambda = 1 - kappa",
    ["zhang-2021-one-sided", "assumption:centred"],
)
def mean_over_partners(_: Settings) -> Result:
    """Two partners, with the weights q and 1 - q; an atom at lambda has lambda at lambda, and the rest at 1 - "
    "lambda."""
    u, y, first, second, q = sp.symbols("u y u_1 u_2 q", real=True)
    mean = q * seen_margin(u, first, y) + (1 - q) * seen_margin(u, second, y)
    one_sided_mean = LAM * LAM + (1 - LAM) * (1 - LAM)
    return symbolic.identities(
        {
            "margin": (mean, LAM * (y * u) + (1 - LAM) * y * (q * first + (1 - q) * second)),
            "mean": (one_sided_mean, 1 - 2 * LAM * (1 - LAM)),
        },
        "every point and lambda",
    )


@proof.step(
    "Jensen",
    "smt",
    "with the support line of psi at c = (1 - kappa) m_i, the mean of psi over partners and lambda is at least psi(c)",
    ["mean over the partners", "support lines", "assumption:convex"],
)
def jensen(_: Settings) -> Result:
    """Two places; a place of many is merged with the mean of the others, which is above the line as well."""
    import z3

    q, v, w, a, b, at, g, c = z3.Reals("q v w psi_v psi_w psi_c g c")
    lines = [q >= 0, q <= 1, a >= at + g * (v - c), b >= at + g * (w - c)]
    mean, value = q * v + (1 - q) * w, q * a + (1 - q) * b
    return smt.universally(
        {"merged": (lines, value >= at + g * (mean - c)), "at the mean": ([*lines, mean == c], value >= at)},
        "every convex loss",
    )


@proof.step(
    "the attack",
    "smt",
    "|theta . d| <= kappa |theta . x_i|, so that the attacked margin is at least m_i - kappa |theta . x_i|, which is "
    "(1 - kappa) m_i for m_i >= 0; so the supremum is at most psi there, for psi does not increase",
    ["Jensen", "Cauchy and Schwarz", "assumption:correct", "assumption:not increasing"],
)
def the_attack(_: Settings) -> Result:
    """t = theta . d; the label is 1 or -1."""
    import z3

    u, y, t, kappa, size, attacked, least = z3.Reals("u y t kappa |u| psi psi_least")
    sign = z3.Or(y == 1, y == -1)
    absolute = [size >= u, size >= -u, z3.Or(size == u, size == -u)]
    moved = [sign, *absolute, kappa >= 0, t <= kappa * size, -t <= kappa * size]
    falls = z3.Implies(y * u + y * t >= y * u - kappa * size, attacked <= least)
    return smt.universally(
        {
            "least margin": (moved, y * (u + t) >= y * u - kappa * size),
            "correct": ([sign, *absolute, y * u >= 0], y * u - kappa * size == (1 - kappa) * (y * u)),
            "supremum": ([*moved, falls], attacked <= least),
        },
        "every point",
    )


@proof.step(
    "no sign changes",
    "smt",
    "kappa <= 1/2, so that the least margin (1 - kappa) m_i is at least m_i/2: the attack reaches at most half of the "
    "way to the boundary",
    ["strength", "the attack", "assumption:correct"],
)
def no_sign_changes(_: Settings) -> Result:
    """For margins that are not negative."""
    import z3

    margin, kappa = z3.Reals("m kappa")
    return smt.universally(
        {"left": ([margin >= 0, kappa >= 0, kappa <= z3.Q(1, 2)], (1 - kappa) * margin >= margin / 2)}, "every point"
    )


@st.composite
def attacked(draw: DrawFn) -> AttackedModel:
    """Points whose outputs have mean 0, labelled by their side; theta in the plane."""
    number = st.sampled_from([Fraction(v, 2) for v in (-6, -3, -1, 0, 1, 2, 5)])
    free = draw(st.lists(number, min_size=1, max_size=3))
    heights = [*free, -sum(free)]
    points = [(h, 2 * h * h + k) for k, h in enumerate(heights)]
    labels = [1 if h > 0 or (h == 0 and k % 2) else -1 for k, h in enumerate(heights)]
    data = LabeledDataset(points, labels)
    name = draw(st.sampled_from(["logistic", "hinge"]))
    return AttackedModel(
        data, (draw(st.sampled_from([Fraction(1, 3), Fraction(2)])), Fraction(0)), draw(mixings(atoms=True)), name
    )


@proof.check("random models", "sampled", "both losses in balls, or exactly")
def random_models(settings: Settings) -> Result:
    """Logistic and hinge losses."""
    conclusion = proof.claim.conclusion
    return sampled.holds_on(
        attacked(), lambda m: conclusion(m).holds is True, settings, (25, 80, 300), "centred data, all correct"
    )


def model(points: str, labels: list[int], loss: str, law: Discrete | None = None) -> AttackedModel:
    """Points of the line from a text, theta = 1."""
    data = LabeledDataset([[Fraction(v)] for v in points.split()], labels)
    return AttackedModel(data, (Fraction(1),), law or Midpoint(), loss)


SMALL = model("-1/2 1/2", [-1, 1], "hinge")
proof.example(lambda: SMALL, "an equality")
proof.example(
    lambda: model("-2 -1 3", [-1, -1, 1], "logistic", Discrete({"1/4": "1/3", "2/3": "2/3"})), "logistic loss"
)
proof.near_miss("above the adversarial loss", lambda: (SMALL, Fraction(51, 100)))
proof.near_miss("margins left", lambda: (SMALL, Fraction(51, 100)))
proof.control("centred", lambda: model("-1 -1 0", [-1, -1, 1], "hinge"))
proof.control("correct", lambda: model("-1 1", [1, -1], "hinge"))
proof.control("convex", lambda: model("-1 0 1", [-1, 1, 1], "ramp"))
proof.control("not increasing", lambda: model("-6 6", [-1, 1], "square"))

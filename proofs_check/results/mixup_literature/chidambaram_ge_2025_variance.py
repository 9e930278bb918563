"""At rest in L, noise makes the mean slope other than 0, and with it the slope in every feature that has a mean."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.methods import sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import INTEGRALS, MEAN_VALUE
from proofs_check.results.mixup_literature.zhang_2021_regulariser import mix
from theory.dataset import LabeledDataset
from theory.linear.margin_losses import UNMIXED
from theory.mixing import Discrete
from theory.results.mixup_literature.chidambaram_ge_2025_deterministic import FeatureModel
from theory.results.mixup_literature.chidambaram_ge_2025_variance import LowModel

TENTH, FIFTH, HALF = Fraction(1, 10), Fraction(1, 5), Fraction(1, 2)
THIRDS = Discrete({"1/3": "1/2", "2/3": "1/2"})


def mirrored(rows: str, masses: str = "") -> LabeledDataset:
    """Points of the plane of label 1 from a text, and their negatives of label -1, both with these relative masses."""
    points = [tuple(Fraction(v) for v in row.split(",")) for row in rows.split()]
    parts = [Fraction(v) for v in masses.split()] or [Fraction(1)] * len(points)
    weights = [p / sum(parts) / 2 for p in parts] * 2
    return LabeledDataset(
        [*points, *(tuple(-v for v in x) for x in points)], [1] * len(points) + [-1] * len(points), weights
    )


minimum = Proof("chidambaram-ge-2025-minimum-variance")
minimum.refutation(
    "variance 1/100 against 1",
    lambda: FeatureModel(mirrored("11/10,1 11/10,3 9/10,1 9/10,3"), (0,), off_label=TENTH),
    method="balls",
)

proof = Proof("chidambaram-ge-2025-positive-variance")
proof.uses("zhang-2021-one-sided")
proof.trusted(*INTEGRALS)
proof.trusted(*MEAN_VALUE)


@proof.step(
    "signal and noise",
    "symbolic",
    "seen from a point with hard label y and a partner y', the margin of w with w_H = 0 is T m + N, T = lambda + (1 - "
    "lambda) y y', m = w_L . mu_L, and the noise N = y (lambda n + (1 - lambda) n') has mean 0 given y, y' and lambda",
    ["zhang-2021-one-sided", "assumption:opposite means"],
)
def signal_and_noise(_: Settings) -> Result:
    """The two signs as numbers of square 1; an output is y m + n."""
    m, n, v = sp.symbols("m n n'", real=True)
    shown = {}
    for y in (1, -1):
        for w in (1, -1):
            found = y * mix(y * m + n, w * m + v)
            shown[f"labels {y}, {w}"] = (found, mix(sp.Integer(1), sp.Integer(y * w)) * m + y * mix(n, v))
    return symbolic.identities(shown, "every lambda")


@proof.step(
    "the slope rises",
    "symbolic",
    "the slope of the loss of a margin with the mass a off the label, 1/(1 + e^-u) - (1 - a), rises strictly, and is "
    "a - 1/2 at 0",
    [MEAN_VALUE[0]],
)
def slope_rises(_: Settings) -> Result:
    """Its derivative is positive."""
    u, a = sp.symbols("u a", real=True)
    loss = (1 - a) * sp.log(1 + sp.exp(-u)) + a * sp.log(1 + sp.exp(u))
    slope, curved = 1 / (1 + sp.exp(-u)) - (1 - a), sp.exp(-u) / (1 + sp.exp(-u)) ** 2
    first = symbolic.identities(
        {
            "slope": (sp.Derivative(loss, u), slope),
            "curvature": (sp.Derivative(slope, u), curved),
            "at 0": (sp.Limit(slope, u, 0), a - sp.Rational(1, 2)),
        },
        "every a",
    )
    return together(first, symbolic.signs({"curvature": (curved, ">0")}, "every u"))


@proof.step(
    "noise pushes",
    "smt",
    "given the labels and lambda E[slope N] = E[(slope - slope without N) N], which is positive where N varies; for "
    "w_L != 0 it does in some pairs inside of a class: E[slope N] > 0",
    ["signal and noise", "the slope rises", "integrals", "assumption:L varies"],
)
def noise_pushes(_: Settings) -> Result:
    """One draw; and the variance lambda^2 V + (1 - lambda)^2 V of the noise of two draws of one class."""
    import z3

    n, s, at, lam, v = z3.Reals("N slope slope_0 lambda V")
    rises = [z3.Implies(n > 0, s > at), z3.Implies(n < 0, s < at)]
    return smt.universally(
        {
            "one draw": ([*rises, n != 0], (s - at) * n > 0),
            "inside a class": ([lam >= 0, lam <= 1, v > 0], lam * lam * v + (1 - lam) * (1 - lam) * v > 0),
        },
        "every law",
    )


@proof.step(
    "the mean slope",
    "smt",
    "where the gradient in L vanishes 0 = E[slope (T m + N)], so E[slope T] m = -E[slope N] < 0 for w_L != 0; at w = 0 "
    "E[slope T] = (a - 1/2)(1 - kappa + kappa ybar^2): in both cases it is not 0",
    ["noise pushes", "assumption:a is not 1/2"],
)
def mean_slope(_: Settings) -> Result:
    """E T = 1 - kappa + kappa ybar^2, for one lambda of the one-sided law E lambda = 1 - kappa; kappa <= 1/2."""
    import z3

    mean, m, push, a, kappa, label = z3.Reals("slope_T m slope_N a kappa ybar")
    share = 1 - kappa + kappa * label * label
    return smt.universally(
        {
            "with noise": ([mean * m + push == 0, push > 0], mean != 0),
            "at 0": ([kappa >= 0, 2 * kappa <= 1, 2 * a != 1, mean == (a - z3.Q(1, 2)) * share], mean != 0),
        },
        "every w_L",
    )


@proof.step(
    "the slope in H",
    "symbolic",
    "given the labels and lambda x_H is independent of the margin, and y (lambda x_H + (1 - lambda) x_H') has the "
    "mean T mu_H: the gradient in H is E[slope T] mu_H, which is not 0",
    ["the mean slope", "assumption:independent", "assumption:H has a mean", "assumption:opposite means"],
)
def slope_in_high(_: Settings) -> Result:
    """One coordinate, for all signs; a product of two numbers that are not 0."""
    import z3

    mu, slope = sp.symbols("mu slope", real=True)
    shown = {}
    for y in (1, -1):
        for w in (1, -1):
            found = slope * y * mix(y * mu, w * mu)
            shown[f"labels {y}, {w}"] = (found, slope * mix(sp.Integer(1), sp.Integer(y * w)) * mu)
    mean, high = z3.Reals("slope_T mu_H")
    product = smt.universally({"not 0": ([mean != 0, high != 0], mean * high != 0)}, "every w_L")
    return together(symbolic.identities(shown, "every lambda"), product)


@st.composite
def models(draw: DrawFn) -> LowModel:
    """Two values of L and two of H, in all four combinations, of opposite means."""
    number = st.sampled_from([Fraction(v, 2) for v in (-3, -1, 1, 2)])
    low, high, spread, noise = draw(number), draw(number), abs(draw(number)), abs(draw(number))
    rows = " ".join(f"{low + s * spread},{high + t * noise}" for s in (1, -1) for t in (1, -1))
    law = draw(st.one_of(st.just(UNMIXED), mixings(atoms=True)))
    try:
        data = mirrored(rows)
    except ValueError:  # the mirror image of a point has the other label
        data = mirrored("1,2 2,3 1,3 2,2")
    off = draw(st.sampled_from([Fraction(0), TENTH, Fraction(3, 4)]))
    return LowModel(
        data, (0,), (draw(st.sampled_from([Fraction(0), Fraction(1), Fraction(-2)])), Fraction(0)), law, off
    )


@proof.check("random models", "sampled", "the gradient, an algebraic number")
def random_models(settings: Settings) -> Result:
    """Smoothed labels and Mixup."""
    claim = proof.claim

    def holds(model: LowModel) -> bool | None:
        met = all(assumption.predicate(model).holds for assumption in claim.assumptions)
        return claim.conclusion(model).holds is True if met else None

    return sampled.holds_on(models(), holds, settings, (15, 60, 200), "the plane")


def at_log_2(data: LabeledDataset, off_label: Fraction = FIFTH, low: int = 1) -> LowModel:
    """w = (log 2, 0), or 0."""
    return LowModel(data, (0,), (Fraction(low), Fraction(0)), off_label=off_label)


RESTING = at_log_2(mirrored("1,1 1,3 3,1 3,3", "2 2 1 1"))  # the gradient in L is 0 at log 2 for a = 1/5
SKEWED = LabeledDataset(
    [[1, 1], [1, -1], [3, 1], [3, -1], [-2, -1]], [1, 1, 1, 1, -1], ["1/6", "1/6", "1/12", "1/12", "1/2"]
)
proof.example(lambda: RESTING, "at rest in L")
proof.example(lambda: LowModel(RESTING.dataset, (0,), (Fraction(1), Fraction(0)), mixing=THIRDS), "Mixup")
proof.near_miss("the gradient vanishes", lambda: (RESTING, True))
proof.control("independent", lambda: at_log_2(mirrored("1,0 1,2 3,2 3,4", "2 2 1 1")))
proof.control("H has a mean", lambda: at_log_2(mirrored("1,1 1,-1 3,1 3,-1", "2 2 1 1")))
proof.control("L varies", lambda: at_log_2(mirrored("2,1 2,3")))
proof.control("opposite means", lambda: at_log_2(SKEWED))
proof.control("a is not 1/2", lambda: at_log_2(RESTING.dataset, HALF, low=0))

"""Label smoothing wants one margin of every point, and so does Mixup: which one, and how small it can be."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.instances.linear import interpolated, linear_mixups
from proofs_check.methods import balls, sampled, symbolic, together
from proofs_check.results.mixup.textbook import MEAN_VALUE, tangents
from proofs_check.results.mixup.theorem_3_5 import EXPECTATIONS, K, between, inside
from proofs_check.results.mixup.theorem_3_5 import proof as theorem_3_5
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup
from theory.mixing import Beta, Discrete, Midpoint
from theory.results.mixup.theorem_3_5_constant import balanced_margin
from theory.results.mixup_literature.chidambaram_ge_2025_smoothing import (
    STRONGEST,
    OneLaw,
    SmoothedLinear,
)
from theory.results.mixup_literature.liu_2023 import TwoShapes

PAIR = LabeledDataset([[1, 0], [0, 1]], [1, -1])
STRETCHED = LabeledDataset([[1, 0], [-2, 1]], [1, -1])
UNEQUAL = LabeledDataset([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, -1, -1])
NOT_ATTAINED = LabeledDataset([[1], [2], [-1]], [1, 1, -1], ["1/4", "1/4", "1/2"])
TENTH = Fraction(1, 10)

direction = Proof("label-smoothing-direction")
direction.trusted(*MEAN_VALUE)
tangents(direction)


def smoothed_loss(u: sp.Expr, a: sp.Expr) -> sp.Expr:
    """The loss of the margin u with the mass a off the label."""
    return (1 - a) * sp.log(1 + sp.exp(-u)) + a * sp.log(1 + sp.exp(u))


@direction.step(
    "own minimum",
    "symbolic",
    "the smoothed loss of a margin u is strictly convex, and least at u = log((1 - a)/a) alone: so is the sum over the "
    "points where all margins are this, if any theta has them",
    ["tangents"],
)
def own_minimum(_: Settings) -> Result:
    """The slope is the difference of two terms, which are equal there; the second derivative is positive."""
    u, a = sp.Symbol("u", real=True), sp.Symbol("a", positive=True)
    loss = smoothed_loss(u, a)
    up, down = a * sp.exp(u) / (1 + sp.exp(u)), (1 - a) / (1 + sp.exp(u))
    odds = sp.exp(u) * a - (1 - a)  # 0 at u = log((1 - a)/a) alone
    curvature = sp.exp(u) / (1 + sp.exp(u)) ** 2
    checks = symbolic.identities(
        {
            "slope": (sp.Derivative(loss, u), up - down),
            "odds": ((up - down) * (1 + sp.exp(u)), odds),
            "curvature": (sp.Derivative(loss, (u, 2)), curvature),
        },
        "every a and u",
    )
    return together(checks, symbolic.signs({"curvature": (curvature, ">0")}, "every u"))


direction.repeat(theorem_3_5, "outputs name theta")


@direction.step(
    "the multiple",
    "symbolic",
    "if the max-margin solution has the outputs k y, k > 0, its multiple by log((1 - a)/a)/k has the outputs "
    "y log((1 - a)/a), and for a < 1/2 the factor is positive",
    ["own minimum", "outputs name theta", "assumption:interpolation", "assumption:a < 1/2"],
)
def the_multiple(_: Settings) -> Result:
    """With a = 1/(2 + t), t > 0, the margin is log(1 + t)."""
    t, k, y = sp.symbols("t k y", positive=True)
    a, margin = 1 / (2 + t), sp.Symbol("u_0", positive=True)
    first = symbolic.identities(
        {"odds": ((1 - a) / a, 1 + t), "outputs": (margin / k * (k * y), margin * y)}, "every a < 1/2"
    )
    return together(
        first, symbolic.signs({"margin": (sp.log(1 + t), ">0"), "factor": (margin / k, ">0")}, "every a < 1/2")
    )


@direction.check("random data", "sampled", "the gradient, and the direction exactly")
def random_data(settings: Settings) -> Result:
    """Data on which max-margin interpolates."""

    def holds(instance: LinearMixup) -> bool | None:
        return direction.decides(SmoothedLinear(instance.dataset, Fraction(1, 7)))

    return sampled.holds_on(linear_mixups(interpolated()), holds, settings, (10, 40, 200), "rational data")


direction.example(lambda: SmoothedLinear(UNEQUAL, TENTH), "unequal masses")
direction.near_miss("outputs of the minimiser", lambda: (SmoothedLinear(UNEQUAL, TENTH), (1, -1, Fraction(-11, 10))))
direction.near_miss("direction of the minimiser", lambda: (SmoothedLinear(UNEQUAL, TENTH), (1, -1, Fraction(-11, 10))))
direction.near_miss(
    "direction of the minimiser", lambda: (SmoothedLinear(UNEQUAL, TENTH), (-1, 1, 1)), "the opposite one"
)
direction.control("interpolation", lambda: SmoothedLinear(STRETCHED, TENTH))
direction.control("a < 1/2", lambda: SmoothedLinear(PAIR, Fraction(1, 2)))

equal = Proof("mixup-as-label-smoothing")
equal.uses("theorem-3.5-constant")
equal.repeat(direction, MEAN_VALUE[0], "tangents", "own minimum", "outputs name theta")


@equal.step(
    "the same outputs",
    "symbolic",
    "with a = 1/(1 + e^c), log((1 - a)/a) = c: smoothing wants the margin c* of every point that Mixup has, and the "
    "outputs name theta",
    ["theorem-3.5-constant", "own minimum", "outputs name theta"],
)
def the_same_outputs(_: Settings) -> Result:
    """The odds."""
    c = sp.Symbol("c", positive=True)
    a = 1 / (1 + sp.exp(c))
    return symbolic.identities({"odds": ((1 - a) / a, sp.exp(c))}, "every c")


def mixup(data: LabeledDataset, law: Beta | Discrete) -> LinearMixup:
    """Data and a law."""
    return LinearMixup(data, law)


equal.example(lambda: mixup(PAIR, Beta(1)))
equal.example(lambda: mixup(STRETCHED, Beta(2)), "where max-margin does not interpolate")
equal.near_miss("smoothing with this margin", lambda: (mixup(PAIR, Beta(1)), balanced_margin(Beta(2))))
equal.control("attained labels", lambda: mixup(NOT_ATTAINED, Beta(1)))
equal.control("equal masses", lambda: mixup(UNEQUAL, Beta(1)))
equal.control("off-centre mixing", lambda: mixup(PAIR, Midpoint()))

more = Proof("mixup-more-alpha-regularises-more")
more.refutation("from 2 to 4", lambda: TwoShapes(Fraction(2), Fraction(4)))

strength = Proof("mixup-strength")
strength.repeat(theorem_3_5, *EXPECTATIONS, "loss", "rises from below")


@strength.step("the equation", "symbolic", "2 (A + B) = E[x (tanh(x c/2) - x)] - (1 - tanh(c/2)), x = 2 lambda - 1")
def the_equation(_: Settings) -> Result:
    """Before the expectation; the integrand is the same for x and -x."""
    x = sp.symbols("x", real=True)
    stated = x * (sp.tanh(x * K / 2) - x) - (1 - sp.tanh(K / 2))
    return symbolic.identities({"balance": (2 * (inside(K) + between(K, x)), stated)}, "every c and lambda")


def slack(x: sp.Expr, c: sp.Expr) -> sp.Expr:
    """(1 - tanh(c/2)) - x (tanh(x c/2) - x), with tanh(u/2) = 1 - 2/(1 + e^u)."""
    return 2 / (1 + sp.exp(c)) - x * (1 - 2 / (1 + sp.exp(c * x)) - x)


@strength.step(
    "on all of [0, 1]",
    "balls",
    "x (tanh(x c/2) - x) < 1 - tanh(c/2) for c = 3.14 and every x in [0, 1]: so A + B < 0 whatever the law",
    ["the equation"],
)
def on_all(_: Settings) -> Result:
    """By bisection."""
    x = sp.Symbol("x", real=True)
    return balls.positive_on_box(slack(x, sp.Rational(STRONGEST)), [(0, 1)], "every lambda", symbols=[x])


@strength.step(
    "the share",
    "balls",
    "A + B increases in c, so that c* > 3.14, and a = 1/(1 + e^c*) < 1/(1 + e^3.14) < 0.0415",
    ["on all of [0, 1]", "rises from below"],
)
def the_share(_: Settings) -> Result:
    """One number."""
    share = 1 / (1 + sp.exp(sp.Rational(STRONGEST)))
    return balls.positive({"4.15 % less the share": sp.Rational(415, 10**4) - share}, "every law")


@strength.check("random laws", "sampled", "the balance at 3.14 in balls")
def random_laws(settings: Settings) -> Result:
    """Beta laws and atoms."""
    conclusion = strength.claim.conclusion
    return sampled.holds_on(
        mixings(), lambda law: conclusion(OneLaw(law)).holds is True, settings, (20, 60, 300), "all kinds of laws"
    )


NEARLY = Discrete({"79/100": "1/2", "21/100": "1/2"})
strength.example(lambda: OneLaw(Beta(Fraction(3, 2))), "Beta")
strength.example(lambda: OneLaw(NEARLY), "two atoms")
strength.near_miss("the margin exceeds", lambda: (OneLaw(NEARLY), Fraction(315, 100)))

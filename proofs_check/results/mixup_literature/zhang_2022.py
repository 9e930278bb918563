"""The averaging classifier: a bilinear mean, two Gaussian densities, and a sigmoid that rises."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.methods import sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import MEAN_VALUE
from proofs_check.results.mixup_literature.zhang_2021_regulariser import LAM, mix
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Discrete, Mixing
from theory.results.mixup_literature.zhang_2022 import AveragedClassifier, Overconfidence

EVERY = "every score"

proof = Proof("zhang-2022-temperature")
proof.trusted(*MEAN_VALUE)


@proof.step(
    "a temperature",
    "symbolic",
    "both orders of a pair sum to (1 - k)(y x + y' x') + k (y x' + y' x), k = 2 lambda (1 - lambda): the mean is (1 - "
    "kappa) theta^ + kappa (mean y)(mean x), and the mean label is 0",
    ["assumption:balanced"],
)
def a_temperature(_: Settings) -> Result:
    """One coordinate; the mean of y x' over independent partners is a product of means."""
    y, x, v, z = sp.symbols("y x y' x'", real=True)
    pair = mix(y, v) * mix(x, z) + mix(v, y) * mix(z, x)
    strength = 2 * LAM * (1 - LAM)
    return symbolic.identities(
        {"pair": (pair, (1 - strength) * (y * x + v * z) + strength * (y * z + v * x))}, "every pair and lambda"
    )


@proof.step(
    "the probability given the score",
    "symbolic",
    "given y the score s = theta^ . x is N(y c q, sigma^2 q) with q = |theta^|^2 and c q = theta^ . theta*: the ratio "
    "of the two densities is e^(2 c s/sigma^2), so that P(y = 1) = sig(2 c s/sigma^2)",
)
def given_the_score(_: Settings) -> Result:
    """The exponents of the two densities; both classes have probability 1/2."""
    s, c = sp.symbols("s c", real=True)
    q, var = sp.symbols("q sigma2", positive=True)
    plus, minus = (-((s - sign * c * q) ** 2) / (2 * var * q) for sign in (1, -1))
    e = sp.Symbol("e", positive=True)  # the ratio of the densities
    return symbolic.identities(
        {"exponents": (plus - minus, 2 * c * s / var), "share": (e / (e + 1), 1 / (1 + 1 / e))}, EVERY
    )


@proof.step(
    "the sigmoid rises",
    "symbolic",
    "the derivative of sig is e^-s/(1 + e^-s)^2 > 0",
    [MEAN_VALUE[0]],
)
def the_sigmoid_rises(_: Settings) -> Result:
    """So it increases strictly."""
    s = sp.Symbol("s", real=True)
    slope = sp.exp(-s) / (1 + sp.exp(-s)) ** 2
    first = symbolic.identities({"slope": (sp.Derivative(1 / (1 + sp.exp(-s)), s), slope)}, EVERY)
    return together(first, symbolic.signs({"slope": (slope, ">0")}, EVERY))


def compared(nearer: bool, _: Settings) -> Result:
    """The true confidence t is sig at c s, Mixup's m at (1 - kappa) s, the plain one p at s; s may be negative."""
    import z3

    s, c, left, t, m, p = z3.Reals("s c 1-kappa t m p")
    at = [(c * s, t), (left * s, m), (s, p)]
    rises = [z3.And(z3.Implies(u < v, a < b), z3.Implies(u == v, a == b)) for u, a in at for v, b in at]

    def error(value: z3.ArithRef) -> z3.ArithRef:
        return z3.If(value >= t, value - t, t - value)

    premises = [s != 0, left < 1, *rises, c <= left if nearer else c >= 1]
    conclusion = error(m) < error(p) if nearer else error(m) > error(p)
    return smt.universally({"errors": (premises, conclusion)}, EVERY)


proof.step(
    "nearer",
    "smt",
    "for s > 0, c s <= (1 - kappa) s < s, and sig keeps the order; for s < 0 all is reversed: the error of Mixup's "
    "confidence is the smaller one",
    [
        *("a temperature", "the probability given the score", "the sigmoid rises"),
        *("assumption:overconfident enough", "assumption:a score", "assumption:mixing"),
    ],
)(partial(compared, True))

hurts = Proof("zhang-2022-temperature-hurts")
hurts.repeat(proof, MEAN_VALUE[0], "a temperature", "the probability given the score", "the sigmoid rises")
hurts.step(
    "farther",
    "smt",
    "for s > 0, (1 - kappa) s < s <= c s, and sig keeps the order; for s < 0 all is reversed: the error of Mixup's "
    "confidence is the larger one",
    [
        *("a temperature", "the probability given the score", "the sigmoid rises"),
        *("assumption:not overconfident", "assumption:a score", "assumption:mixing"),
    ],
)(partial(compared, False))


@st.composite
def averaged(draw: DrawFn) -> AveragedClassifier:
    """Two points of each class in the plane."""
    number = st.sampled_from([Fraction(v, 2) for v in (-4, -1, 0, 1, 2, 3)])
    row = st.tuples(number, number)
    points = draw(st.lists(row, min_size=4, max_size=4, unique=True))
    data = LabeledDataset(points, [1, 1, -1, -1])
    law = draw(mixings())
    return AveragedClassifier(data, draw(row), draw(row), law, draw(st.sampled_from([Fraction(1), Fraction(1, 3)])))


def _on_random(proof: Proof, settings: Settings) -> Result:
    claim = proof.claim

    def holds(instance: AveragedClassifier) -> bool | None:
        met = all(assumption.predicate(instance).holds for assumption in claim.assumptions)
        return claim.conclusion(instance).holds is True if met else None

    return sampled.holds_on(averaged(), holds, settings, (60, 150, 600), "rational data in the plane")


@proof.check("random data", "sampled", "the classifiers exactly, the confidences in balls")
def random_nearer(settings: Settings) -> Result:
    """Where theta^ is overconfident enough."""
    return _on_random(proof, settings)


@hurts.check("random data", "sampled", "the classifiers exactly, the confidences in balls")
def random_farther(settings: Settings) -> Result:
    """Where it is not overconfident."""
    return _on_random(hurts, settings)


def line(points: str, labels: list[int], truth: str, place: str = "1", law: Mixing | None = None) -> AveragedClassifier:
    """Points of the line from a text, sigma = 1, uniform lambda unless said."""
    data = LabeledDataset([[Fraction(v)] for v in points.split()], labels)
    return AveragedClassifier(data, (Fraction(truth),), (Fraction(place),), law or Beta(1))


OVER = line("-1 1", [-1, 1], "1/2")
UNDER = line("-1 1", [-1, 1], "3/2", "-2")
BOTH = [1, 1]
UNMIXED = Discrete({1: 1})
proof.example(lambda: OVER)
proof.example(lambda: line("-1 1", [-1, 1], "2/3", "-3"), "calibrated by Mixup")
proof.near_miss("a temperature", lambda: (OVER, Fraction(3, 4)))
proof.near_miss("nearer", lambda: (OVER, OVER.plain), "the plain classifier")
proof.near_miss("nearer", lambda: (OVER, (Fraction(1, 10),)), "a temperature that is too high")
proof.control("balanced", lambda: line("1 3", BOTH, "1"))
proof.control("overconfident enough", lambda: line("-1 1", [-1, 1], "1"))
proof.control("a score", lambda: line("-1 1", [-1, 1], "1/2", "0"))
proof.control("mixing", lambda: line("-1 1", [-1, 1], "1/2", law=UNMIXED))

hurts.example(lambda: UNDER)
hurts.near_miss("a temperature", lambda: (UNDER, Fraction(3, 4)))
hurts.near_miss("farther", lambda: (UNDER, UNDER.plain), "the plain classifier")
hurts.control("balanced", lambda: line("1 3", BOTH, "2"))
hurts.control("not overconfident", lambda: OVER)
hurts.control("a score", lambda: line("-1 1", [-1, 1], "1", "0"))
hurts.control("mixing", lambda: line("-1 1", [-1, 1], "1", law=UNMIXED))

alphas = Proof("zhang-2022-calibrating-alpha")


@alphas.step(
    "the equation",
    "symbolic",
    "1 - alpha/(2 alpha + 1) = c* iff alpha (2 c* - 1) = 1 - c*, and then the confidences are the true ones",
)
def the_equation(_: Settings) -> Result:
    """Times 2 alpha + 1."""
    a, c = sp.symbols("alpha c", positive=True)
    found = (1 - a / (2 * a + 1) - c) * (2 * a + 1)
    return symbolic.identities({"equation": (found, (1 - c) - a * (2 * c - 1))}, "every alpha and c*")


@alphas.step(
    "the root",
    "smt",
    "for 1/2 < c* < 1 the only root (1 - c*)/(2 c* - 1) is positive; for c* <= 1/2 there is none above 0",
    ["the equation", "assumption:c* > 1/2", "assumption:c* < 1"],
)
def the_root(_: Settings) -> Result:
    """By signs."""
    import z3

    a, c = z3.Reals("alpha c")
    half = z3.Q(1, 2)
    return smt.universally(
        {
            "positive": ([2 * c > 1, c < 1, a * (2 * c - 1) == 1 - c], a > 0),
            "none": ([c <= half, a > 0], a * (2 * c - 1) != 1 - c),
        },
        "every c*",
    )


@alphas.check("random numbers", "sampled", "exactly")
def random_numbers(settings: Settings) -> Result:
    """Fractions between 1/2 and 1."""
    numbers = st.fractions(Fraction(26, 50), Fraction(49, 50), max_denominator=50).map(Overconfidence)
    conclusion = alphas.claim.conclusion
    return sampled.holds_on(numbers, lambda i: conclusion(i).holds, settings, (20, 60, 200), "fractions")


THREE_QUARTERS = Overconfidence(Fraction(3, 4))
alphas.example(lambda: THREE_QUARTERS)
alphas.near_miss("the alpha", lambda: (THREE_QUARTERS, Fraction(2)))
alphas.control("c* > 1/2", lambda: Overconfidence(Fraction(1, 2)))
alphas.control("c* < 1", lambda: Overconfidence(Fraction(1)))

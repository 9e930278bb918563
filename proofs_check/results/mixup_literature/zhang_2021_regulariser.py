"""What Mixup adds on a linear head: bilinear parts by moments of lambda, the convex part by two-point Jensen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.methods import sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import MEAN_VALUE, tangents
from theory.linear.mixed_outputs import MixedOutputs
from theory.mixing import Discrete, Midpoint
from theory.results.mixup_literature.zhang_2021_regulariser import TwoClasses, regulariser

LAM = sp.Symbol("lambda", real=True)
THIRDS = Discrete({"1/3": "1/2", "2/3": "1/2"})


def heads(outputs: str, labels: str, law: Discrete, potential: str = "logistic", **more: Any) -> MixedOutputs:
    """One output a point."""
    z, y = (tuple((Fraction(v),) for v in text.split()) for text in (outputs, labels))
    return MixedOutputs(z, y, law, potential, **more)


proof = Proof("mixup-regulariser-linear")
proof.trusted(*MEAN_VALUE)
tangents(proof)
proof.trusted(
    "Gershgorin",
    "an eigenvalue of a symmetric matrix is at most the largest sum of moduli in a row",
    "Horn and Johnson, Matrix Analysis, 6.1.1",
)


@proof.step(
    "bilinear part",
    "symbolic",
    "both orders of a pair, (lambda y + (1 - lambda) y')(lambda z + (1 - lambda) z') and its mirror image, sum to "
    "(1 - k)(y z + y' z') + k (y z' + y' z) with k = 2 lambda (1 - lambda); so E[mixed y mixed z] = mean(y z) - kappa "
    "Cov(y, z)",
    ["assumption:outputs mix", "assumption:affine label"],
)
def bilinear(_: Settings) -> Result:
    """Means over independent partners: of y z' it is (mean y)(mean z)."""
    y, z, v, w = sp.symbols("y z y' z'", real=True)
    pair = mix(y, v) * mix(z, w) + mix(v, y) * mix(w, z)
    strength = 2 * LAM * (1 - LAM)
    own, cross, kappa = sp.symbols("M C kappa", real=True)
    return symbolic.identities(
        {
            "pair": (sp.expand(pair), (1 - strength) * (y * z + v * w) + strength * (y * w + v * z)),
            "mean": ((1 - kappa) * own + kappa * cross, own - kappa * (own - cross)),
        },
        "every lambda; each coordinate",
    )


def mix(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """lambda times the first and 1 - lambda times the second."""
    return LAM * first + (1 - LAM) * second


@proof.step(
    "what is added",
    "smt",
    "(E A(mixed z) - E[mixed y mixed z]) - (mean A(z) - mean(y z)) = kappa Cov(y, z) - J",
    ["bilinear part"],
)
def what_is_added(_: Settings) -> Result:
    """With J = mean A - E A(mixed)."""
    import z3

    mean_a, mixed_a, own, mixed_own, kappa, cov, convexity = z3.Reals("a b M M' kappa c J")
    premises = [mixed_own == own - kappa * cov, convexity == mean_a - mixed_a]
    added = (mixed_a - mixed_own) - (mean_a - own)
    return smt.universally({"added": (premises, added == kappa * cov - convexity)}, "every head")


@proof.step(
    "two-point Jensen",
    "smt",
    "if A lies above its tangent at m = lambda z + (1 - lambda) z', then lambda A(z) + (1 - lambda) A(z') >= A(m); the "
    "left side has the mean of A over the pairs: J >= 0",
    ["tangents", "assumption:curvature"],
)
def jensen(_: Settings) -> Result:
    """a and b are A at the two ends, g the slope of A at m."""
    import z3

    lam, z, w, a, b, at, g = z3.Reals("lambda z w a b m_A g")
    m = lam * z + (1 - lam) * w
    above = [lam >= 0, lam <= 1, a >= at + g * (z - m), b >= at + g * (w - m)]
    own = z3.Real("mean")
    return smt.universally(
        {
            "pair": (above, lam * a + (1 - lam) * b >= at),
            "mean": ([lam >= 0, lam <= 1], lam * own + (1 - lam) * own == own),
        },
        "every pair and lambda",
    )


@proof.step(
    "upper bound",
    "symbolic",
    "B z^2/2 - A is convex too: J <= (B/2)(mean z^2 - E (mixed z)^2) = (B/2) kappa Var(z)",
    ["two-point Jensen", "bilinear part", "assumption:curvature"],
)
def upper(_: Settings) -> Result:
    """The bilinear part with y = z, coordinate by coordinate."""
    bound, own, square, kappa = sp.symbols("B M s kappa", real=True)
    gained = bound / 2 * (own - ((1 - kappa) * own + kappa * square))
    return symbolic.identities({"gained": (gained, bound / 2 * kappa * (own - square))}, "every head")


@proof.step(
    "curvatures",
    "symbolic",
    "A'' = (1 - tanh(z/2)^2)/4 for the logistic loss; for the softmax v.A''v = var of v under p >= 0, and the rows of "
    "A'' = diag(p) - p p^T have moduli that sum to 2 p (1 - p) <= 1/2",
    ["Gershgorin"],
)
def curvatures(_: Settings) -> Result:
    """The variance is half the mean square of a difference of two draws; a row is p (1 - p) and then -p p_l."""
    import z3

    z, v, w = sp.symbols("z v w", real=True)
    logistic = sp.Derivative(sp.log(1 + sp.exp(z)), (z, 2))
    wanted = ((1 - sp.tanh(z / 2) ** 2) / 4).rewrite(sp.exp)
    first = symbolic.identities(
        {"logistic": (logistic, wanted), "two draws": ((v - w) ** 2 / 2, (v**2 + w**2) / 2 - v * w)}, "every z"
    )
    p = z3.Real("p")
    rows = {"row": ([p >= 0, p <= 1], z3.And(p * (1 - p) + p * (1 - p) <= z3.Q(1, 2), p * (1 - p) >= 0))}
    return together(first, smt.universally(rows, "every softmax"))


@st.composite
def random_heads(draw: DrawFn) -> MixedOutputs:
    """Up to three points, one output or three."""
    width = draw(st.sampled_from([1, 3]))
    names = ["logistic", "square"] if width == 1 else ["softmax", "square"]
    n = draw(st.integers(1, 3))
    number = st.sampled_from([Fraction(v, 2) for v in (-6, -1, 0, 1, 2, 5)])
    rows = st.lists(st.tuples(*[number] * width), min_size=n, max_size=n).map(tuple)
    parts = draw(st.lists(st.sampled_from([1, 2, 50]), min_size=n, max_size=n))
    weights = tuple(Fraction(part, sum(parts)) for part in parts)
    return MixedOutputs(draw(rows), draw(rows), draw(mixings(atoms=True)), draw(st.sampled_from(names)), weights)


@proof.check("random heads", "sampled", "the identity by coefficients, the bounds by balls")
def random_check(settings: Settings) -> Result:
    """All three losses."""
    conclusion = proof.claim.conclusion
    return sampled.holds_on(
        random_heads(), lambda i: conclusion(i).holds is True, settings, (15, 60, 300), "rational heads"
    )


PAIR = heads("-1 1", "0 1", Midpoint())
SQUARES = heads("-1 1", "0 1", THIRDS, "square")
SOFT = MixedOutputs(
    tuple((Fraction(a), Fraction(b), Fraction(0)) for a, b in ((3, 0), (0, 1), (-1, -1))),
    tuple((Fraction(i == 0), Fraction(i == 1), Fraction(i == 2)) for i in range(3)),
    THIRDS,
    "softmax",
)
proof.example(lambda: PAIR, "logistic")
proof.example(lambda: SOFT, "softmax")
proof.near_miss("what Mixup adds", lambda: (PAIR, regulariser(PAIR).plus_number(Fraction(1, 10**6))))
proof.near_miss("what Mixup adds", lambda: (SOFT, regulariser(replace(SOFT, mixing=Midpoint()))), "another law")
proof.near_miss("J is between", lambda: (SQUARES, (Fraction(0), Fraction(22, 100))), "from above")
proof.near_miss("J is between", lambda: (heads("2 2", "0 1", THIRDS), (Fraction(1, 10**6), Fraction(1))), "from below")
proof.control(
    "outputs mix", lambda: heads("1 1", "0 1", Midpoint(), at_mix=((0, 1, (Fraction(0),)), (1, 0, (Fraction(0),))))
)
proof.control("affine label", lambda: heads("0 1", "0 1", Midpoint(), "square", label_power=2))
proof.control("curvature", lambda: heads("-1 1", "0 1", Midpoint(), bound=Fraction(1, 100)))

smoothing = Proof("mixup-below-label-smoothing")
smoothing.uses("mixup-regulariser-linear")


@smoothing.step(
    "the difference",
    "symbolic",
    "with y = (1 + s)/2, s = 1 or -1, smoothing adds (kappa/2) mean(s z) and Mixup kappa Cov(y, z) - J: the difference "
    "is (kappa/2)(mean s)(mean z) + J, which is J >= 0 for equal masses",
    ["mixup-regulariser-linear", "assumption:equal masses"],
)
def difference(_: Settings) -> Result:
    """The smoothed label is y + (kappa/2)(1 - 2 y) = y - (kappa/2) s, and the loss is affine in it."""
    kappa, own, mean_s, mean_z, convexity, s = sp.symbols("kappa M s_mean z_mean J s", real=True)
    y = (1 + s) / 2
    covariance = own / 2 - mean_s * mean_z / 2  # of y and z; the constant 1/2 has none
    gap = kappa / 2 * own - (kappa * covariance - convexity)
    return symbolic.identities(
        {
            "smoothed label": ((1 - kappa / 2) * y + kappa / 2 * (1 - y), y - kappa / 2 * s),
            "difference": (gap, kappa / 2 * mean_s * mean_z + convexity),
        },
        "every theta",
    )


def two(outputs: str, signs: tuple[int, ...], law: Discrete = THIRDS) -> TwoClasses:
    """Outputs from a text."""
    return TwoClasses(tuple(Fraction(v) for v in outputs.split()), signs, law)


SMALL = two("1/10 -1/10", (1, -1))
smoothing.example(lambda: SMALL)
smoothing.near_miss("smoothing costs no less", lambda: (SMALL, SMALL.head().kappa / 4))
smoothing.near_miss("the difference", lambda: (SMALL, SMALL.head().convexity().plus_number(Fraction(1, 10**6))))
smoothing.control("equal masses", lambda: two("-3 -3 -3", (1, 1, -1)))

"""Along the best direction outputs keep their means and have the least variance; wider noise costs more."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.methods import sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import INTEGRALS, MEAN_VALUE, tangents
from proofs_check.results.mixup_literature.zhang_2021_regulariser import LAM, mix
from theory.linear.loss import logistic, logistic_curvature
from theory.mixing import Discrete
from theory.results.mixup_literature.oh_yun_2023 import TwoClouds, along_bayes

NORMAL = (
    "linear images",
    "a linear image of independent normal vectors is normal, with the image of the mean and of the covariance",
    "Feller, An Introduction to Probability Theory II, III.6",
)

proof = Proof("oh-yun-2023-direction")
proof.trusted(*NORMAL)
proof.trusted(*INTEGRALS)
proof.trusted(*MEAN_VALUE)
tangents(proof)


@proof.step(
    "the outputs",
    "symbolic",
    "given the labels and lambda the output is normal, of mean (lambda y + (1 - lambda) y') w . mu and variance "
    "(lambda^2 + (1 - lambda)^2) w^T Sigma w, which is at least half of w^T Sigma w",
    [NORMAL[0], "assumption:Gaussian", "assumption:opposite means"],
)
def the_outputs(_: Settings) -> Result:
    """The variance of the sum of two independent parts, as the square of a sum without its cross term."""
    y, v, m, a, b = sp.symbols("y y' m a b", real=True)
    square = sp.expand(mix(a, b) ** 2)
    cross = 2 * LAM * (1 - LAM) * a * b
    return symbolic.identities(
        {
            "mean": (mix(y * m, v * m), mix(y, v) * m),
            "variance": (square - cross, LAM**2 * a**2 + (1 - LAM) ** 2 * b**2),
            "half": (LAM**2 + (1 - LAM) ** 2 - sp.Rational(1, 2), 2 * (LAM - sp.Rational(1, 2)) ** 2),
        },
        "every pair and lambda",
    )


@proof.step(
    "the least variance",
    "symbolic",
    "w' = t Sigma^-1 mu with t = w . mu/q, q = mu^T Sigma^-1 mu, has w' . mu = w . mu, w^T Sigma w' = w'^T Sigma w' = "
    "t^2 q, so that w^T Sigma w - w'^T Sigma w' = (w - w')^T Sigma (w - w') > 0 for w != w'",
    ["assumption:another direction"],
)
def least_variance(_: Settings) -> Result:
    """In the plane, with Sigma = ((p, r), (r, s)) and the solution of Sigma v = mu; in scalars for every dimension."""
    import z3

    p, r, s, v, w, a, b = sp.symbols("p r s v_1 v_2 w_1 w_2", real=True)
    sigma, best, own = sp.Matrix([[p, r], [r, s]]), sp.Matrix([v, w]), sp.Matrix([a, b])
    mu = sigma * best
    t = (own.T * mu)[0] / (best.T * mu)[0]
    new = t * best
    gap = (own.T * sigma * own)[0] - (new.T * sigma * new)[0]
    c, q, factor, full = z3.Reals("w.mu q t w.Sigma.w")
    scalars = ([factor * q == c], full - 2 * factor * c + factor * factor * q == full - factor * factor * q)
    in_the_plane = symbolic.identities(
        {
            "mean": ((new.T * mu)[0], (own.T * mu)[0]),
            "variance": (gap, ((own - new).T * sigma * (own - new))[0]),
        },
        "every Sigma and mu",
    )
    return together(in_the_plane, smt.universally({"scalars": scalars}, "every dimension"))


@proof.step(
    "wider noise costs more",
    "smt",
    "for a strictly convex phi and 0 <= r < s, phi(m + r) + phi(m - r) < phi(m + s) + phi(m - s): normal noise is "
    "symmetric, so that E phi(m + s Z) increases strictly in s",
    ["tangents", "integrals"],
)
def wider_noise(_: Settings) -> Result:
    """Above the tangents at m + r and m - r; the slope at the right one is at least that at the left."""
    import z3

    r, s, up, down, right, left, g, h = z3.Reals("r s phi(m+s) phi(m-s) phi(m+r) phi(m-r) g h")
    premises = [r >= 0, s > r, g >= h, up > right + g * (s - r), down > left - h * (s - r)]
    return smt.universally({"wider": (premises, right + left < up + down)}, "every strictly convex loss")


@proof.step(
    "the loss",
    "symbolic",
    "the loss of an output with a mixed label is strictly convex in the output, its curvature being positive",
)
def the_loss(_: Settings) -> Result:
    """The formulas of ``theory``, in exponentials."""
    z, label = sp.symbols("z label", real=True)
    first = sp.Derivative(logistic(z, label).rewrite(sp.exp), (z, 2))
    return symbolic.identities({"curvature": (first, logistic_curvature(z).rewrite(sp.exp))}, "every label")


@proof.step(
    "in the mean",
    "smt",
    "for all labels and lambda the means are the same and the variance of w' is smaller: so is its loss, strictly",
    ["the outputs", "the least variance", "wider noise costs more", "the loss"],
)
def in_the_mean(_: Settings) -> Result:
    """Two groups of labels and lambda; a positive factor keeps the order of variances."""
    import z3

    p, a, b, c, d, factor, small, large = z3.Reals("p a b a' b' f V' V")
    return smt.universally(
        {
            "variances": ([2 * factor >= 1, small < large], factor * small < factor * large),
            "mean": ([p >= 0, p <= 1, c < a, d < b], p * c + (1 - p) * d < p * a + (1 - p) * b),
        },
        "every w",
    )


@st.composite
def clouds(draw: DrawFn) -> TwoClouds:
    """In the plane."""
    number = st.sampled_from([Fraction(v, 2) for v in (-2, -1, 1, 3)])
    mu, w = (draw(number), draw(number)), (draw(number), draw(number))
    off = draw(st.sampled_from([Fraction(0), Fraction(1, 2)]))
    sigma = ((Fraction(1), off), (off, draw(st.sampled_from([Fraction(1, 2), Fraction(3)]))))
    prior = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 5)]))
    return TwoClouds((mu, (-mu[0], -mu[1])), sigma, draw(mixings(atoms=True)), w, prior)


@proof.check("random clouds", "sampled", "both losses by integrals in balls")
def random_clouds(settings: Settings) -> Result:
    """Where w is off the best direction."""
    claim = proof.claim

    def holds(found: TwoClouds) -> bool | None:
        met = all(assumption.predicate(found).holds for assumption in claim.assumptions)
        return claim.conclusion(found).holds is True if met else None

    return sampled.holds_on(clouds(), holds, settings, (6, 20, 60), "rational clouds in the plane")


def plane(means: str, w: str, sigma: str = "1 0 0 1", noise: str = "gaussian") -> TwoClouds:
    """Means (both), w and Sigma from texts; lambda is 1/4 or 3/4."""
    a, b, c, d = (Fraction(v) for v in means.split())
    p, q, r, s = (Fraction(v) for v in sigma.split())
    first, second = (Fraction(v) for v in w.split())
    return TwoClouds(((a, b), (c, d)), ((p, q), (r, s)), QUARTERS, (first, second), noise=noise)


QUARTERS = Discrete({"1/4": "1/2", "3/4": "1/2"})
ROUND = plane("2 1 -2 -1", "1 1")
proof.example(lambda: ROUND)
proof.example(lambda: plane("1 0 -1 0", "1 1", "1 1/2 1/2 2"), "correlated")
proof.near_miss("costs less", lambda: (ROUND, ROUND.weights), "w itself")
proof.near_miss("costs less", lambda: (ROUND, tuple(-v for v in along_bayes(ROUND))), "the other way")
proof.control("Gaussian", lambda: plane("1 1 -1 -1", "32/25 33/100", "1 0 0 4", "signs"))
proof.control("opposite means", lambda: plane("2 1 -1 0", "6/5 1/10"))
proof.control("another direction", lambda: plane("2 1 -2 -1", "2/3 1/3"))

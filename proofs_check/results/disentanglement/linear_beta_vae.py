"""Linear beta-VAEs: the objective as a likelihood with more noise, its only maximisers, and their eigenvectors."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt, symbolic, together
from proofs_check.results.disentanglement.price import LOGARITHM
from proofs_check.results.disentanglement.price import proof as price
from proofs_check.results.mixup.textbook import MEAN_VALUE
from theory.results.disentanglement.linear_beta_vae import LinearVAE


def vae(loading: Any, covariance: Any, decoder: Any, threshold: Any) -> LinearVAE:
    """Whole numbers and fractions as they come."""
    return LinearVAE(loading, covariance, decoder, threshold)


HALF = Fraction(1, 2)
EYE = ((1, 0), (0, 1))

proof = Proof("linear-beta-vae-axes")
proof.trusted(*MEAN_VALUE)
proof.trusted(
    "Gibbs",
    "for f >= 0 the mean of log(f/q) under a law q is at most the logarithm of the integral of f, and equal exactly if "
    "q is f over that",
    "Cover and Thomas, Elements of Information Theory, 2.6.3",
)
proof.trusted(
    "two quadratic forms",
    "two positive definite matrices C and C* have a basis in which C* is I and C is diagonal",
    "Horn and Johnson, Matrix Analysis, 7.6.1",
)
proof.repeat(price, LOGARITHM)


@proof.step(
    "more noise",
    "symbolic",
    "the power 1/beta of a normal density of variance sigma^2 is a constant times that of variance beta sigma^2: their "
    "logarithms differ by what does not depend on the place",
)
def more_noise(_: Settings) -> Result:
    """In each coordinate; beta^-1 times the objective is a mean of log(f/q), f = p(x|z)^(1/beta) p(z)."""
    x, mean = sp.symbols("x m", real=True)
    variance, beta = sp.symbols("v beta", positive=True)

    def log_density(of: sp.Expr) -> sp.Expr:
        return -sp.log(2 * sp.pi * of) / 2 - (x - mean) ** 2 / (2 * of)

    difference = log_density(variance) / beta - log_density(beta * variance)
    slopes = {f"slope in {s}": (sp.Derivative(difference, s), sp.Integer(0)) for s in (x, mean)}
    return symbolic.identities(slopes, "every beta and variance")


@proof.step(
    "the bound",
    "symbolic",
    "so it is at most log N(x; 0, C) and a constant, C = W W' + s I, equal exactly if q is the posterior, whose "
    "precision I + W'W/s is diagonal exactly if W'W is; on average over x it is -(tr S C^-1 + ln det C)/2",
    ["more noise", "Gibbs"],
)
def the_bound(_: Settings) -> Result:
    """The precision is minus the second derivative of the exponent; the mean of x'K x is tr S K."""
    z, w, data = sp.symbols("z_1:3", real=True), sp.symbols("w_11 w_12 w_21 w_22", real=True), sp.symbols("x_1:3")
    s = sp.Symbol("s", positive=True)
    decoder, latent, place = sp.Matrix(2, 2, w), sp.Matrix(z), sp.Matrix(data)
    residual = place - decoder * latent
    exponent = sp.expand(-(residual.T * residual)[0] / (2 * s) - (latent.T * latent)[0] / 2)
    gram = decoder.T * decoder
    a, b, c = sp.symbols("K_11 K_12 K_22", real=True)
    form, symmetric = sp.Matrix([[a, b], [b, c]]), place * place.T
    return symbolic.identities(
        {
            "off the diagonal": (-sp.Derivative(exponent, z[0], z[1]), gram[0, 1] / s),
            "on the diagonal": (-sp.Derivative(exponent, z[0], z[0]), 1 + gram[0, 0] / s),
            "mean": ((place.T * form * place)[0], (symmetric * form).trace()),
        },
        "every W",
    )


@proof.step(
    "the only maximiser",
    "smt",
    "let C* have the eigenvectors of S with the eigenvalues max(lambda, s), K = C^-1 and K* = C*^-1: where C* is I "
    "and C^-1 is diag(mu), tr S K - ln det K exceeds its value at K* by the sum of (s - lambda)(1/s - u'K u), over "
    "lambda < s, and of mu - 1 - log mu: by more than 0 unless C = C*, W W' = C* - s I",
    [LOGARITHM, "two quadratic forms", "the bound"],
)
def only_maximiser(_: Settings) -> Result:
    """As W W' >= 0, K <= I/s; tr C*(K - K*) is the sum of mu - 1, and S - C* is lambda - s below s and 0 elsewhere."""
    import z3

    s, value, form, slack, term, first, second = z3.Reals("s lambda u'Ku slack term gap_1 gap_2")
    return smt.universally(
        {
            "slack": ([s > 0, value < s, form <= 1 / s, term == (s - value) * (1 / s - form)], term >= 0),
            "excess": ([slack >= 0, first >= 0, second >= 0], slack + first + second >= 0),
            "equal": ([slack >= 0, first >= 0, second >= 0, slack + first + second == 0], first + second == 0),
        },
        "every S and s",
    )


@proof.step(
    "positive part",
    "smt",
    "in a basis of eigenvectors C* - s I is max(lambda - s, 0): P with P >= 0, N = P - (S - s I) >= 0 and P N = 0 is "
    "that and nothing else",
    ["the only maximiser"],
)
def positive_part(_: Settings) -> Result:
    """P and N commute, as P N = 0 is symmetric, so they and S have one basis: eigenvalue by eigenvalue."""
    import z3

    s, value, p, n = z3.Reals("s lambda p n")
    known = [p >= 0, n >= 0, p * n == 0, n == p - (value - s)]
    part = z3.If(value > s, value - s, z3.RealVal(0))
    return smt.universally({"eigenvalue": (known, p == part)}, "every S and s")


@proof.step(
    "eigenvectors",
    "smt",
    "a column w of W that is not 0 has W W'w = |w|^2 w and N w = 0: S w = (s + |w|^2) w",
    ["positive part", "assumption:maximiser"],
)
def eigenvectors(_: Settings) -> Result:
    """W W'w_1 = |w_1|^2 w_1 + (w_1 . w_2) w_2; and N W W' = 0 gives |w|^2 N w = 0."""
    import z3

    w = sp.Matrix(2, 2, sp.symbols("w_11 w_12 w_21 w_22", real=True))
    first, other = w[:, 0], w[:, 1]
    product, inner = w * w.T * first, (first.T * other)[0]
    square = (first.T * first)[0]
    sums = {f"coordinate {i + 1}": (product[i], square * first[i] + inner * other[i]) for i in range(2)}
    size, image = z3.Reals("|w|^2 (Nw)_i")
    zero = smt.universally({"N w": ([size > 0, size * image == 0], image == 0)}, "every W")
    return together(symbolic.identities(sums, "every W"), zero)


@proof.step(
    "meaning",
    "symbolic",
    "where A' = A^-1, S = A Sigma A^-1, and v = A^-1 w is an eigenvector of Sigma: A^-1 S w = Sigma v",
    ["eigenvectors", "assumption:orthonormal"],
)
def meaning(_: Settings) -> Result:
    """The column of M."""
    a, sigma, w = sp.symbols("A Sigma w", commutative=False)
    return symbolic.identities({"image": (a**-1 * (a * sigma * a**-1) * w, sigma * (a**-1 * w))}, "all invertible A")


@proof.step(
    "equal parts",
    "smt",
    "an eigenvector of ((1, rho), (rho, 1)) has v_1^2 = v_2^2 if rho is not 0",
    ["meaning", "assumption:equal variances", "assumption:correlated"],
)
def equal_parts(_: Settings) -> Result:
    """Multiply one equation by v_2, the other by v_1."""
    import z3

    rho, value, v, u = z3.Reals("rho lambda v_1 v_2")
    known = [v + rho * u == value * v, rho * v + u == value * u, rho != 0]
    return smt.universally({"squares": (known, v * v == u * u)}, "every rho other than 0")


@proof.step(
    "latents that are used",
    "symbolic",
    "Sigma has the eigenvalues 1 + rho and 1 - rho; W'W is diagonal, so that as many columns are not 0 as W W' has "
    "positive eigenvalues: those of S that are above s",
    ["positive part", "meaning", "assumption:equal variances"],
)
def used(_: Settings) -> Result:
    """By their eigenvectors (1, 1) and (1, -1)."""
    rho = sp.Symbol("rho", real=True)
    sigma = sp.Matrix([[1, rho], [rho, 1]])
    plus, minus = sigma * sp.Matrix([1, 1]), sigma * sp.Matrix([1, -1])
    return symbolic.identities(
        {
            "sum, first": (plus[0], 1 + rho),
            "sum, second": (plus[1], 1 + rho),
            "difference, first": (minus[0], 1 - rho),
            "difference, second": (-minus[1], 1 - rho),
        },
        "every rho",
    )


def vaes() -> st.SearchStrategy[LinearVAE]:
    """Maximisers with rational W: rho = a^2 - b^2 and s = 1 - a^2 - b^2, or one latent; A turned or mirrored."""
    eighths = st.integers(1, 5).map(lambda k: Fraction(k, 8))
    turns = st.sampled_from([(Fraction(1), Fraction(0)), (Fraction(3, 5), Fraction(4, 5))])

    def build(a: Fraction, b: Fraction, one: bool, turn: tuple[Fraction, Fraction], sign: int) -> LinearVAE:
        c, s = turn
        rho, threshold = a * a - b * b, 1 - a * a - b * b
        if one:  # 1 - rho = threshold
            rho, threshold, b = a * a, 1 - a * a, Fraction(0)
        rho, lower = rho * sign, [(a, b), (a, -b)] if sign > 0 else [(a, b), (-a, b)]
        loading = ((c, -s), (s, c))
        decoder = tuple(
            tuple(sum(m * v[k] for m, v in zip(row, lower, strict=True)) for k in (0, 1)) for row in loading
        )
        return vae(loading, ((1, rho), (rho, 1)), decoder, threshold)

    return st.builds(build, eighths, eighths, st.booleans(), turns, st.sampled_from([1, -1]))


proof.drawn(vaes)


@proof.check("random maximisers", "sampled", "rational maximisers at random correlations, turned")
def random_maximisers(settings: Settings) -> Result:
    """Both parts."""
    return sampled.holds_on(vaes(), proof.decides, settings, (10, 50, 300), "rational W")


TWO = vae(EYE, ((1, Fraction(3, 16)), (Fraction(3, 16), 1)), ((HALF, HALF / 2), (HALF, -HALF / 2)), Fraction(11, 16))
ONE = vae(EYE, ((1, HALF), (HALF, 1)), ((HALF, 0), (HALF, 0)), 1)
NONE = vae(EYE, ((1, HALF), (HALF, 1)), ((0, 0), (0, 0)), 2)
TURNED = vae(
    ((Fraction(3, 5), Fraction(-4, 5)), (Fraction(4, 5), Fraction(3, 5))),
    ((1, HALF), (HALF, 1)),
    ((Fraction(-1, 10), 0), (Fraction(7, 10), 0)),
    1,
)
for _name, _vae in {"two latents": TWO, "one latent": ONE, "none": NONE, "turned": TURNED}.items():
    proof.example(given(_vae), _name)
proof.near_miss("both factors move equally", given((TWO, Fraction(2))))
proof.near_miss("latents used", given((ONE, 2)), "one more")
proof.near_miss("latents used", given((TWO, 1)), "one less")
proof.control("equal variances", lambda: vae(EYE, ((5, 2), (2, 2)), ((2, 0), (1, 0)), 1))
proof.control("correlated", lambda: vae(EYE, EYE, ((HALF, 0), (0, HALF)), Fraction(3, 4)))
proof.control(
    "orthonormal",
    lambda: vae(
        ((3, -1), (-HALF, Fraction(3, 2))),
        ((1, Fraction(3, 5)), (Fraction(3, 5), 1)),
        ((2, 0), (0, 0)),
        Fraction(12, 5),
    ),
)
proof.control("maximiser", lambda: vae(EYE, ((1, HALF), (HALF, 1)), ((HALF, 0), (0, HALF)), Fraction(3, 4)))

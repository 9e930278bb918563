"""Exact fits are entangled: noise that is told apart, the entries of M M', and one latent that moves both factors."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import exact, sampled, smt, symbolic
from theory.results.disentanglement.correlated_fit import LinearFactors


def factors(loading: Any, covariance: Any, noise: Any, decoder: Any, noise_fit: Any) -> LinearFactors:
    """Whole numbers and fractions as they come."""
    return LinearFactors(loading, covariance, noise, decoder, noise_fit)


HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
SHEAR = ((1, -1), (0, 1))
DISENTANGLED = factors(SHEAR, ((2, HALF), (HALF, Fraction(3, 2))), 1, SHEAR, Fraction(3, 2))
SPARE = factors(  # three latents in three dimensions: the third one is noise, so that s may be less than sigma
    ((1, 1), (0, 1), (0, 0)),
    ((Fraction(7, 4), QUARTER), (QUARTER, 2)),
    HALF,
    ((Fraction(3, 2), Fraction(3, 2), 0), (0, Fraction(3, 2), 0), (0, 0, HALF)),
    QUARTER,
)
FLAT = ((1, 0), (0, 0), (0, 0))  # the second factor leaves no trace
STRONG = ((5, 3), (3, 5))  # R R' with R = ((2, 1), (2, -1)); an exact fit is A R
THREE_DIMENSIONS = factors(((1, 0), (1, 1), (0, 2)), STRONG, 1, ((2, 1), (4, 0), (4, -2)), 1)

recalled = Proof("correlated-fit-is-entangled-recalled")
recalled.refutation("noise that is learned", given(DISENTANGLED))
recalled.example(given(THREE_DIMENSIONS))
recalled.near_miss("some latent moves both", given((THREE_DIMENSIONS, False)))
recalled.control("injective", lambda: factors(FLAT, ((1, HALF), (HALF, 1)), 1, FLAT, 1))
recalled.control("exact fit", lambda: factors(SHEAR, ((1, HALF), (HALF, 1)), 1, SHEAR, 1))
recalled.control("correlated", lambda: factors(SHEAR, ((1, 0), (0, 1)), 1, SHEAR, 1))

proof = Proof("correlated-fit-is-entangled")


@proof.step(
    "the noise is that of the data",
    "smt",
    "where factors and latents are fewer than dimensions, some v has A'v = 0 and some w has B'w = 0: then "
    "|B'v|^2 = (sigma^2 - s^2)|v|^2 and |A'w|^2 in Sigma = (s^2 - sigma^2)|w|^2, and s = sigma",
    ["assumption:exact fit", "assumption:noise told apart"],
)
def same_noise(_: Settings) -> Result:
    """Both left sides are not negative."""
    import z3

    model, data, v, w, noise, fitted = z3.Reals("|B'v|^2 w'ASigmaA'w |v|^2 |w|^2 sigma^2 s^2")
    known = [model >= 0, data >= 0, v > 0, w > 0, model == (noise - fitted) * v, data == (fitted - noise) * w]
    return smt.universally({"equal": (known, noise == fitted)}, "all vectors")


@proof.step(
    "M M'",
    "symbolic",
    "M M' = G^-1 A'(A Sigma A' + (sigma^2 - s^2) I) A G^-1 = Sigma + (sigma^2 - s^2) G^-1, with G = A'A invertible",
    ["assumption:injective", "assumption:exact fit"],
)
def meaning_squared(_: Settings) -> Result:
    """A'A Sigma A'A = G Sigma G, and A'A = G; t is the difference of the noises."""
    gram, sigma = sp.symbols("G Sigma", commutative=False)
    t = sp.Symbol("t", real=True)
    product = gram**-1 * (gram * sigma * gram + t * gram) * gram**-1
    return symbolic.identities({"M M'": (product, sigma + t * gram**-1)}, "all invertible G")


@proof.step(
    "the entry",
    "smt",
    "its entry (i, j) is Sigma_ij where t = 0, and where G is a multiple of I, for which G^-1 has the entry 0 there",
    ["the noise is that of the data", "M M'", "assumption:noise told apart"],
)
def the_entry(_: Settings) -> Result:
    """The entry of Sigma + t G^-1."""
    import z3

    entry, sigma, t, inverse = z3.Reals("(MM')_ij Sigma_ij t (G^-1)_ij")
    known = [entry == sigma + t * inverse, z3.Or(t == 0, inverse == 0)]
    return smt.universally({"entry": (known, entry == sigma)}, "every pair")


@proof.step(
    "one latent",
    "smt",
    "a sum of M_ik M_jk over the latents is not 0 only if a term is not: that one or one of the others, and so on",
    ["the entry", "assumption:correlated"],
)
def one_latent(_: Settings) -> Result:
    """By induction on the latents."""
    import z3

    total, first, second, others = z3.Reals("Sigma_ij M_ik M_jk others")
    known = [total == first * second + others, total != 0]
    return smt.universally({"term": (known, z3.Or(z3.And(first != 0, second != 0), others != 0))}, "all sums")


@proof.check(
    "a spare dimension",
    "exact",
    "three latents in three dimensions fit two correlated factors exactly, and are disentangled: fewer latents than "
    "dimensions are needed, not only fewer factors",
)
def spare_dimension(_: Settings) -> Result:
    """The third latent passes for noise."""
    found = {a.name: a.predicate(SPARE).holds for a in proof.claim.assumptions}
    others = [found[name] for name in ("injective", "exact fit", "correlated")]
    entangled = proof.claim.conclusion(SPARE).holds
    return exact.decide(
        [*others, found["noise told apart"] is False, entangled is False], "one model", "it fits, and is disentangled"
    )


def exact_fits() -> st.SearchStrategy[LinearFactors]:
    """A of 3 rows and 2 columns, a rational root R of the covariance, and B = A R turned by (3, 4, 5)."""
    entries = st.integers(-3, 3).map(Fraction)
    turns = st.sampled_from([(Fraction(1), Fraction(0)), (Fraction(3, 5), Fraction(4, 5)), (Fraction(0), Fraction(1))])

    def build(numbers: list[Fraction], turn: tuple[Fraction, Fraction]) -> LinearFactors:
        a, root = sp.Matrix(3, 2, numbers[:6]), sp.Matrix(2, 2, numbers[6:])
        c, s = turn
        decoder = a * root * sp.Matrix([[c, -s], [s, c]])
        rows: list[Any] = [
            [list(map(Fraction, map(str, row))) for row in m.tolist()] for m in (a, root * root.T, decoder)
        ]
        return factors(rows[0], rows[1], Fraction(1), rows[2], Fraction(1))

    return st.builds(build, st.lists(entries, min_size=10, max_size=10), turns)


proof.drawn(exact_fits)


@proof.check("random fits", "sampled", "random models that fit exactly")
def random_fits(settings: Settings) -> Result:
    """Of factors in three dimensions."""
    return sampled.holds_on(exact_fits(), proof.decides, settings, (10, 50, 300), "three dimensions, two factors")


proof.example(given(THREE_DIMENSIONS), "a spare dimension")
proof.example(lambda: factors(SHEAR, STRONG, 1, ((0, 2), (2, -1)), 1), "equal noise")
proof.near_miss("some latent moves both", given((THREE_DIMENSIONS, False)))
proof.control("injective", lambda: factors(FLAT, ((1, HALF), (HALF, 1)), 1, FLAT, 1))
proof.control("exact fit", lambda: factors(SHEAR, ((1, HALF), (HALF, 1)), 1, SHEAR, 1))
proof.control("correlated", lambda: factors(SHEAR, ((1, 0), (0, 1)), 1, SHEAR, 1))
proof.control("noise told apart", given(DISENTANGLED))

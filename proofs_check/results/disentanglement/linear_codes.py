"""SAP of linear codes on correlated factors: closed forms, where each passes the truth, and independent factors."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt, symbolic
from theory.numbers import Number
from theory.results.disentanglement.linear_codes import TRUTH, CorrelatedPair, LinearCode, closed_forms
from theory.results.disentanglement.scores import squared_correlation

RHO = Fraction(3, 5)
WHITENED = ((Fraction(3), Fraction(-1)), (Fraction(-1), Fraction(3)))

refuted = Proof("scores-on-correlated-data")
refuted.refutation("whitened factors", lambda: LinearCode(RHO, WHITENED))
refuted.example(lambda: LinearCode(RHO, TRUTH))
refuted.near_miss("no code scores more than the truth", lambda: (LinearCode(RHO, TRUTH), Fraction(63, 100)))

independent = Proof("scores-on-independent-data")


@independent.step(
    "squares of correlations",
    "smt",
    "of independent factors z = l_1 c_1 + l_2 c_2 has the R^2 l_i^2/(l_1^2 + l_2^2), which is in [0, 1]; so is the "
    "difference of the largest and the second, and its mean",
    ["assumption:independent"],
)
def squares(_: Settings) -> Result:
    """An invertible code has no latent without variance."""
    import z3

    a, b, share, first, second, other = z3.Reals("l_1 l_2 R^2 first second other_gap")
    known = [a * a + b * b > 0, share == a * a / (a * a + b * b)]
    gap = [first <= 1, second >= 0, second <= first, other <= 1]
    return smt.universally(
        {
            "not negative": (known, share >= 0),
            "at most 1": (known, share <= 1),
            "mean gap": (gap, (first - second + other) / 2 <= 1),
        },
        "every code",
    )


@independent.step(
    "the truth",
    "symbolic",
    "of the true factors one latent has the R^2 1 and the other 0, for each factor: SAP is 1",
    ["squares of correlations", "assumption:independent"],
)
def the_truth(_: Settings) -> Result:
    """At rho = 0."""
    rho = sp.Symbol("rho", real=True)
    table = [[entry.subs(rho, 0) for entry in row] for row in shares(rho, TRUTH)]
    return symbolic.identities(
        {"own": (table[0][0] + table[1][1]) / 2 - 1, "other": (table[0][1] + table[1][0], sp.Integer(0) * rho)},
        "rho = 0",
    )


def shares(rho: sp.Expr, code: Sequence[Sequence[Number]]) -> list[list[sp.Expr]]:
    """R^2 of each factor, a row, from each latent, in symbols."""
    sigma, latents = sp.Matrix([[1, rho], [rho, 1]]), sp.Matrix(code)
    cross, own = sigma * latents.T, latents * sigma * latents.T
    return [[squared_correlation(cross[i, k], sp.Integer(1), own[k, k]) for k in (0, 1)] for i in (0, 1)]


def codes() -> st.SearchStrategy[LinearCode]:
    """Small whole numbers, on independent factors."""
    entries = st.lists(st.integers(-4, 4).map(Fraction), min_size=4, max_size=4)
    invertible = entries.filter(lambda v: v[0] * v[3] != v[1] * v[2])
    return invertible.map(lambda v: LinearCode(Fraction(0), ((v[0], v[1]), (v[2], v[3]))))


independent.drawn(codes)


@independent.check("random codes", "sampled", "random linear codes on independent factors")
def random_codes(settings: Settings) -> Result:
    """Both parts."""
    return sampled.holds_on(codes(), independent.decides, settings, (10, 50, 300), "entries up to 4")


independent.example(lambda: LinearCode(Fraction(0), WHITENED), "another code")
independent.example(lambda: LinearCode(Fraction(0), TRUTH), "the truth")
independent.near_miss("the truth", lambda: (LinearCode(Fraction(0), TRUTH), Fraction(99, 100)))
independent.near_miss("no code scores more than the truth", lambda: (LinearCode(Fraction(0), TRUTH), Fraction(99, 100)))
independent.control("independent", lambda: LinearCode(RHO, WHITENED))

proof = Proof("whitened-beats-truth")
A, B = sp.symbols("a b", positive=True)
CORRELATION = (A**2 - B**2) / (A**2 + B**2)  # every rho in (-1, 1): a^2 : b^2 = 1 + rho : 1 - rho
WHITE = ((A + B, B - A), (B - A, A + B))


@proof.step(
    "the truth and the whitened factors",
    "symbolic",
    "the true factors have the R^2 1 and rho^2; Sigma^(-1/2)c has R^2 that differ by sqrt(1 - rho^2), the larger for "
    "the own factor: with 1 + rho : 1 - rho = a^2 : b^2 that is 2 a b/(a^2 + b^2)",
)
def truth_and_whitened(_: Settings) -> Result:
    """Its latents are uncorrelated, of equal variance, and its matrix symmetric with the eigenvectors of Sigma."""
    truth, white = shares(CORRELATION, TRUTH), shares(CORRELATION, WHITE)
    sigma = sp.Matrix([[1, CORRELATION], [CORRELATION, 1]])
    product = sp.Matrix(WHITE) * sigma * sp.Matrix(WHITE).T
    root = 2 * A * B / (A**2 + B**2)
    return symbolic.identities(
        {
            "truth, first": (truth[0][0] - truth[0][1], root**2),
            "truth, second": (truth[1][1] - truth[1][0], root**2),
            "uncorrelated": product[0, 1],
            "first variance": (product[0, 0], 2 * (A**2 + B**2) * root**2),
            "second variance": (product[1, 1], 2 * (A**2 + B**2) * root**2),
            "whitened, first": (white[0][0] - white[0][1], root),
            "whitened, second": (white[1][1] - white[1][0], root),
        },
        "every rho from -1 to 1",
    )


@proof.step(
    "principal axes and Gram-Schmidt",
    "symbolic",
    "the sum and the difference have the R^2 (1 + rho)/2 and (1 - rho)/2 of both factors; (c_1, c_2 - rho c_1) has 1 "
    "and 0 of the first, rho^2 and 1 - rho^2 of the second",
)
def two_other_codes(_: Settings) -> Result:
    """So the mean gaps are |rho| and (1 + |1 - 2 rho^2|)/2 = max(1 - rho^2, rho^2)."""
    r = sp.Symbol("rho", real=True)
    principal, chain = shares(r, ((1, 1), (1, -1))), shares(r, ((1, 0), (-r, 1)))
    expected = [[(1 + r) / 2, (1 - r) / 2]] * 2, [[1, 0], [r**2, 1 - r**2]]
    tables = {"principal": (principal, expected[0]), "Gram-Schmidt": (chain, expected[1])}
    return symbolic.identities(
        {
            f"{name}, {i + 1} from {k + 1}": (found[i][k], sp.sympify(known[i][k]))
            for name, (found, known) in tables.items()
            for i in (0, 1)
            for k in (0, 1)
            if found[i][k] != 0
        },
        "every rho from -1 to 1",
    )


@proof.step(
    "more than the truth",
    "smt",
    "for 0 < |rho| < 1: 1 - rho^2 < sqrt(1 - rho^2); |rho| > 1 - rho^2 exactly if |rho| > g, g > 0 with g^2 + g = 1; "
    "max(1 - rho^2, rho^2) > 1 - rho^2 exactly if 2 rho^2 > 1",
    ["the truth and the whitened factors", "principal axes and Gram-Schmidt", "assumption:correlated"],
    at=lambda pair: {"|rho|": abs(pair.rho), "root": sp.sqrt(1 - sp.sympify(pair.rho) ** 2), "g": (sp.sqrt(5) - 1) / 2},
)
def more_than_truth(_: Settings) -> Result:
    """The golden ratio is (sqrt(5) - 1)/2."""
    import z3

    r, root, g = z3.Reals("|rho| root g")
    larger = z3.If(1 - r * r > r * r, 1 - r * r, r * r)
    return smt.universally(
        {
            "whitened": ([r > 0, r < 1, root >= 0, root * root == 1 - r * r], 1 - r * r < root),
            "principal": ([r > 0, r < 1, g > 0, g * g + g == 1], (r > 1 - r * r) == (r > g)),
            "Gram-Schmidt": ([r > 0, r < 1], (larger > 1 - r * r) == (2 * r * r > 1)),
            "both gaps": ([r > 0, r < 1], (1 + z3.If(2 * r * r > 1, 2 * r * r - 1, 1 - 2 * r * r)) / 2 == larger),
        },
        "every rho from -1 to 1 but 0",
    )


def pairs() -> st.SearchStrategy[CorrelatedPair]:
    """Correlations that are twentieths."""
    return st.integers(-19, 19).map(lambda k: CorrelatedPair(Fraction(k, 20)))


proof.drawn(pairs)


@proof.check("random correlations", "sampled", "scores of the four codes by their definition")
def random_correlations(settings: Settings) -> Result:
    """Both parts."""
    return sampled.holds_on(pairs(), proof.decides, settings, (5, 20, 39), "twentieths")


for _name, _rho in {"weak": "1/10", "beyond the golden ratio": "-13/20", "strong": "4/5"}.items():
    proof.example(lambda rho=_rho: CorrelatedPair(Fraction(rho)), _name)  # type: ignore[misc]
AT = CorrelatedPair(RHO)
proof.near_miss("scores", lambda: (AT, (*closed_forms(AT)[:3], Fraction(9, 25))))
proof.near_miss("more than the truth", given((AT, ("whitened", "principal"))), "before the golden ratio")
proof.near_miss(
    "more than the truth",
    lambda: (CorrelatedPair(Fraction(7, 10)), ("whitened", "principal", "Gram-Schmidt")),
    "before the root of one half",
)
proof.control("correlated", lambda: CorrelatedPair(Fraction(0)))

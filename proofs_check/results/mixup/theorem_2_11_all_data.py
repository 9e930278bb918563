"""Theorem 2.11 for all data: midpoints determine every multiset of m points iff m is no power of 2; and m = 4.

If: the power sums of the points follow from those of the pair sums.  Only if: two rivals make two of twice the size.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, sampled, smt, symbolic
from theory.midpoints import midpoints, recover
from theory.numbers import conjunction, negate
from theory.results.mixup.theorem_2_11_all_data import (
    MULTIPLICITIES,
    SAME_SET,
    Rivals,
    is_power_of_two,
    line,
    same_points,
    thue_morse,
)

proof = Proof("theorem-2.11-all-data")
HALF = Fraction(1, 2)
LARGEST = 64  # Thue-Morse sets are compared up to this size, one by one


def on_a_line(claim: Proof) -> None:
    """Both claims follow from what holds on a line."""
    claim.step(
        "a projection tells points apart",
        "smt",
        "finitely many different points have different images under x_1 + t x_2 + ... + t^(d-1) x_d for large t; so "
        "multisets whose images under all linear maps to the line agree are equal",
    )(projection)


def projection(_: Settings) -> Result:
    """The last a_r != 0 of a difference a prevails: |a_r| t^r > |a_0| + ... + |a_{r-1}| t^{r-1} for t > 1 + max/|a_r|.

    One coordinate after the other: with s < m p/(t - 1) for the sum s so far and p = t^j, also s + m p < m t p/(t - 1).
    """
    import z3

    t, s, p, m, last = z3.Reals("t s p m last")
    premises = [t > 1, m > 0, p > 0, s * (t - 1) < m * p]
    return smt.universally(
        {
            "one more": (premises, (s + m * p) * (t - 1) < m * (t * p)),
            "prevails": ([*premises, is_large(t, m, last)], s < last * p),
        },
        "every difference of two points",
    )


def is_large(t: Any, most: Any, last: Any) -> Any:
    """t > 1 + most/last, ``most`` and ``last`` the sizes of the largest and of the last coordinate that is not 0."""
    return last * (t - 1) > most


# ------------------------------------------------------------------------------------------- if
on_a_line(proof)


@proof.step("products of pairs", "symbolic", "sum_{i<j} u_i u_j = ((sum u_i)^2 - sum u_i^2)/2 for every m")
def products_of_pairs(_: Settings) -> Result:
    """By induction on m: with s, q, e the two sums and the sum over pairs so far, u is added."""
    s, q, u = sp.symbols("s q u")
    e = (s**2 - q) / 2
    residuals = {"m = 1": ((u**2) - u**2) / 2, "one more": (e + s * u) - ((s + u) ** 2 - (q + u**2)) / 2}
    return symbolic.identities(residuals, "every m")


def leading(m: sp.Expr, k: sp.Expr | int) -> sp.Expr:
    """The coefficient of p_k in the k-th power sum of the pair sums."""
    return m - sp.Integer(2) ** (k - 1)


def mixed(p: list[sp.Expr], k: int) -> sp.Expr:
    """The other terms of the k-th power sum of the pair sums, from p_0, ..., p_(k-1)."""
    return sum((sp.binomial(k, j) * p[j] * p[k - j] for j in range(1, k)), sp.Integer(0)) / 2


@proof.step(
    "power sums of pair sums",
    "symbolic",
    "sum_{i<j} (x_i + x_j)^k = (m - 2^(k-1)) p_k + (sum_{0<j<k} C(k, j) p_j p_(k-j))/2 for all m and k >= 1, p_j being "
    "the power sums of x",
    ["products of pairs"],
)
def power_sums(_: Settings) -> Result:
    """With u_i = exp(x_i t): sum_{i<j} exp((x_i + x_j) t) = (f(t)^2 - f(2t))/2, f = sum p_k t^k/k!; compare t^k/k!."""
    k, j = sp.symbols("k j", integer=True, positive=True)
    m, x, y, t, p_k = sp.symbols("m x y t p_k", positive=True)
    product_term = 1 / (sp.factorial(j) * sp.factorial(k - j)) - sp.binomial(k, j) / sp.factorial(k)
    ends = (sp.binomial(k, 0) + sp.binomial(k, k)) * m * p_k  # j = 0 and j = k, where p_0 = m
    residuals = {
        "exponentials": sp.exp(x * t) * sp.exp(y * t) - sp.exp((x + y) * t),
        "coefficient of a product": sp.gammasimp(product_term.rewrite(sp.gamma)),
        "f(2t)": (2 * x) ** k - 2**k * x**k,
        "j = 0 and j = k": (ends - 2**k * p_k) / 2 - leading(m, k) * p_k,
    }
    return symbolic.identities(residuals, "all m, all k >= 1")


@proof.step(
    "one power sum after the other",
    "smt",
    "if m is no power of 2 and p_0, ..., p_(k-1) of two rivals agree, then so does p_k; by induction all p_k agree",
    [
        *("power sums of pair sums", "assumption:same midpoints", "assumption:same multiplicities"),
        "assumption:no power of two",
    ],
)
def one_after_the_other(_: Settings) -> Result:
    """With c = m - 2^(k-1), which is 0 only for a power of 2, and r the part that both share: c p + r = c q + r."""
    import z3

    c, p, q, r = z3.Reals("c p q r")
    m, power = z3.Ints("m power")
    return smt.universally(
        {
            "the coefficient": ([m != power], m - power != 0),
            "the power sum": ([c != 0, c * p + r == c * q + r], p == q),
        },
        "every k",
    )


@proof.step(
    "power sums determine a multiset",
    "symbolic",
    "m numbers and m numbers with the same power sums of all orders are the same multiset",
    ["one power sum after the other"],
)
def power_sums_determine(_: Settings) -> Result:
    """With the differences c_j of the multiplicities at x_j != 0, sum c_j P(x_j) = 0 for polynomials with P(0) = 0.

    P(t) = t prod (t - x_j)/(x_i prod (x_i - x_j)), over the j other than i, is 1 at x_i and 0 at the others: c_i = 0.
    As there are m numbers of both, the multiplicities at 0 agree as well.  Two factors stand for all of them.
    """
    t, here, there, apart = sp.symbols("t x_i x_j x_k")
    telling = telling_polynomial(t, here, there, apart)
    return symbolic.identities(
        {
            "at 0": (sp.Limit(telling, t, 0), sp.Integer(0)),
            "at x_i": (sp.Limit(telling, t, here), sp.Integer(1)),
            "at the others": (sp.Limit(telling, t, there), sp.Integer(0)),
        },
        "every set of different numbers",
    )


def telling_polynomial(t: sp.Expr, here: sp.Expr, there: sp.Expr, apart: sp.Expr) -> sp.Expr:
    """P(t): 0 at 0 and at all numbers but ``here``, where it is 1."""
    return t * (t - there) * (t - apart) / (here * (here - there) * (here - apart))


@proof.step(
    "if",
    "smt",
    "if m is no power of 2, rivals are equal",
    ["one power sum after the other", "power sums determine a multiset", "a projection tells points apart"],
)
def sufficient(_: Settings) -> Result:
    """How the steps combine."""
    import z3

    rivals, power, sums_agree, images_agree, equal = z3.Bools("rivals power sums_agree images_agree equal")
    premises = [
        z3.Implies(z3.And(rivals, z3.Not(power)), sums_agree),  # of the images on every line, which are rivals too
        z3.Implies(sums_agree, images_agree),
        z3.Implies(images_agree, equal),
    ]
    return smt.universally({"combined": ([*premises, rivals, z3.Not(power)], equal)}, "every dimension")


@proof.check("points from power sums", "exact", "the argument carried out: p_k one by one, Newton's identities, roots")
def points_from_power_sums(_: Settings) -> Result:
    """Multisets on a line from the power sums of their pair sums alone."""
    lines = [(0, 1, 5), (-2, 0, 0, 1, 7), (0, 1, 2, 4, 5, 6), (1, 1, 1, 2, 3, 5, 8), (0, 0, 1, 3, 3, 4, 9, 10, 12)]
    truths = [from_power_sums(sp.Integer(len(each)), pair_sums(each)) == Counter(each) for each in lines]
    return exact.decide(truths, "multisets of 3, 5, 6, 7 and 9 numbers", "recovered from power sums")


def pair_sums(numbers: tuple[int, ...]) -> list[int]:
    """Sums over pairs."""
    return [a + b for a, b in combinations(numbers, 2)]


def from_power_sums(m: sp.Integer, sums: list[int]) -> Counter[sp.Expr]:
    """Numbers with these pair sums: p_k one after the other, Newton's identities, the roots of a polynomial."""
    p: list[sp.Expr] = [m]
    for k in range(1, int(m) + 1):
        p.append((sum(sp.Integer(s) ** k for s in sums) - mixed(p, k)) / leading(m, k))
    e: list[sp.Expr] = [sp.Integer(1)]
    for k in range(1, int(m) + 1):
        e.append(sum(((-1) ** (i - 1) * e[k - i] * p[i] for i in range(1, k + 1)), sp.Integer(0)) / k)
    coefficients = [(-1) ** k * e[k] for k in range(int(m) + 1)]
    return Counter(sp.roots(sp.Poly(coefficients, sp.Symbol("t"))))


# ------------------------------------------------------------------------------------------- only if
@proof.step(
    "twice the size",
    "symbolic",
    "if A and B are rivals, so are A + (B shifted by c) and B + (A shifted by c), for every c, and these differ if A "
    "and B do",
)
def twice_the_size(_: Settings) -> Result:
    """As sums of z^x: A(z)^2 - A(z^2), twice the pair sums, is that of B iff (A - B)(A + B) = (A - B)(z^2).

    With w = z^c the new difference is (A - B)(1 - w) and the new sum (A + B)(1 + w); D is A - B, and D2 is D at z^2.
    """
    a, b, w, d, d2, total = sp.symbols("A B w D D_2 S")
    residuals = {
        "difference": (a + w * b) - (b + w * a) - (a - b) * (1 - w),
        "sum": (a + w * b) + (b + w * a) - (a + b) * (1 + w),
        "criterion": (a**2 - b**2) - (a - b) * (a + b),
        "new rivals": (d * (1 - w)) * (total * (1 + w)) - d2 * (1 - w**2) - (d * total - d2) * (1 - w**2),
    }
    return symbolic.identities(residuals, "all finite multisets of whole numbers, every c > 0")


@proof.step(
    "only if",
    "exact",
    "{0} and {1} have the same midpoints, none; doubling with c = 2m makes of them the Thue-Morse sets of m = 2, 4, 8, "
    "...: n + 2m has one binary one more than n < 2m",
    ["twice the size"],
)
def only_if(_: Settings) -> Result:
    """Each doubling up to 64, and that both have the same midpoints, counted."""
    sizes = [2**j for j in range(1, LARGEST.bit_length())]
    scope = f"m = 2, 4, ..., {LARGEST}; every power of 2 by the step before"
    return exact.every(sizes, doubling_gives_rivals, "sizes of sets, doubled from those of half the size", scope)


def doubling_gives_rivals(m: int) -> bool | None:
    """Whether the Thue-Morse sets of ``m`` numbers are those of m/2, doubled, and are different rivals."""
    half, rivals = thue_morse(m // 2), thue_morse(m)
    shifted = [tuple((x + m,) for (x,) in rows) for rows in (half.rival, half.points)]
    doubled = Rivals(half.points + shifted[0], half.rival + shifted[1])
    assumed = [assumption.predicate(rivals).holds for assumption in (SAME_SET, MULTIPLICITIES)]
    return conjunction(doubled == rivals, is_power_of_two(m), negate(same_points(rivals).holds), *assumed)


# ------------------------------------------------------------------------------------------- beside the proof
@proof.check("written out", "symbolic", "the power sums of pair sums, as polynomials in x_1, ..., x_m")
def written_out(_: Settings) -> Result:
    """m up to 5, k up to 6."""
    residuals = {}
    for m, k in product(range(1, 6), range(1, 7)):
        x = sp.symbols(f"x:{m}")
        p = [sp.Add(*(v**j for v in x)) for j in range(k + 1)]
        left = sp.Add(*((a + b) ** k for a, b in combinations(x, 2)))
        residuals[f"m = {m}, k = {k}"] = left - leading(sp.Integer(m), k) * p[k] - mixed(p, k)
    return symbolic.identities(residuals, "m = 1, ..., 5, k = 1, ..., 6")


multisets = st.sampled_from([3, 5, 6, 7]).flatmap(
    lambda m: st.lists(st.tuples(*[st.integers(-3, 3)] * 2), min_size=m, max_size=m)
)


@proof.check("all solutions", "sampled", "recovery finds the points and no others")
def all_solutions(how: Settings) -> Result:
    """Small whole numbers in the plane, with many coincidences."""
    prop = lambda rows: recover(midpoints(rows)).solutions == (tuple(sorted(rows)),)  # noqa: E731
    return sampled.holds_on(multisets, prop, how, (50, 300, 3000), "multisets of 3, 5, 6 and 7 points")


@proof.check("multiplicities matter", "exact", "six points are the fewest for which the set of midpoints is not enough")
def multiplicities_matter(how: Settings) -> Result:
    """All sets of different whole numbers 0 = x_1 < ... < x_m <= 7 with m = 3, 5, 6, by their set of sums."""
    alike: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
    for m in (3, 5, 6):
        seen: dict[frozenset[int], tuple[int, ...]] = {}
        for rest in combinations(range(1, 8), m - 1):
            key = frozenset(pair_sums((0, *rest)))
            if key in seen:
                alike.setdefault(m, (seen[key], (0, *rest)))
            seen[key] = (0, *rest)
    truths = [(m in alike) is (m == 6) for m in (3, 5, 6)]
    return exact.decide(truths, "whole numbers up to 7", f"the first two with the same set: {alike.get(6)}")


proof.control("same midpoints", lambda: Rivals(line(0, 1, 2), line(0, 1, 3)))
proof.control("same multiplicities", lambda: Rivals(line(0, 1, 2, 4, 5, 6), line(0, 1, 2, 3, 4, 7)))
proof.control("no power of two", lambda: thue_morse(8))
proof.example(lambda: Rivals(line(0, 1, 5), line(0, 1, 5)))

"""Theorem 2.11 and its sharp form: almost surely midpoints determine m points iff m = 3 or m >= 5.

Whatever the argument says of up to four pairs of m points concerns at most eight points, and is decided there, for
every m.  Beside it, and without it, stand the ranks of the linear systems of all bijections.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, permutations
from math import comb, factorial
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import INTEGRALS
from theory.midpoints import Recovery, Status, midpoints, recover
from theory.midpoints.bijections import (
    Bijection,
    dimension_counts,
    incidence,
    induced,
    is_induced,
    keeping_disjoint,
    pairs,
)
from theory.results.mixup.theorem_2_11 import Matching, exactly_as_stated, is_exceptional, rival_matrix
from theory.results.mixup.theorem_2_11_all_data import thue_morse

SPAN = 8  # the points of four pairs
FOUR_PAIRS = "four pairs of eight points, hence of any m"
COMPLEMENT = (5, 4, 3, 2, 1, 0)  # the bijection of the pairs of four points that swaps {i, j} and the other two

printed = Proof("theorem-2.11")
sharp = Proof("theorem-2.11-sharp")


def one_point(_: Settings) -> Result:
    """In one coordinate; and the probabilities of finitely many events add up."""
    import z3

    a, x, other, rest, first, second = z3.Reals("a x x' rest first second")
    statements = {
        "one solution": ([a != 0, on_plane(a, x, rest), on_plane(a, other, rest)], x == other),
        "together": ([first == 0, second == 0], first + second == 0),
    }
    return smt.universally(statements, "every coordinate")


def on_plane(a: Any, x: Any, rest: Any) -> Any:
    """a x + rest = 0, the rest given."""
    return a * x + rest == 0


def shared_steps(proof: Proof) -> None:
    """The argument for m >= 5, which both forms need."""
    proof.step(
        "two ways to four points",
        "symbolic",
        "(y_i + y_j) + (y_k + y_l) = (y_i + y_k) + (y_j + y_l), so that x must satisfy s_phi(ij) + s_phi(kl) = "
        "s_phi(ik) + s_phi(jl), the pair sums s = s(x)",
    )(two_ways)
    proof.trusted(*INTEGRALS)
    proof.step(
        "hyperplanes are null",
        "smt",
        "for independent points without atoms, a_1 x_1 + ... + a_m x_m = 0 has probability 0 if some a_i is not 0, "
        "because given the others x_i is one point; and so have finitely many such equations together",
        ["integrals", "assumption:no atoms"],
    )(one_point)
    proof.step(
        "a common point shows",
        "exact",
        "two pairs with a common point have no sum in common with other two pairs: where phi takes disjoint ij, kl to "
        "pairs that meet, the equation is not 0 = 0, and x meets it with probability 0",
        ["two ways to four points", "hyperplanes are null", "assumption:no atoms"],
    )(common_point_shows)
    proof.step(
        "stars go to stars",
        "exact",
        "four or more pairs that meet each other have one point in common; a bijection that takes disjoint pairs to "
        "disjoint pairs takes pairs that meet to such pairs (there are as many), and so for m >= 5 the pairs at each "
        "point to the pairs at a point: a permutation of the points induces it",
        ["a common point shows"],
    )(stars_go_to_stars)
    proof.step(
        "pair sums determine the points",
        "symbolic",
        "for m >= 3 the sums of y give y, 2 y_i = s_ij + s_ik - s_jk: if a permutation of the points induces phi, y is "
        "x permuted",
    )(sums_determine)


def two_ways(_: Settings) -> Result:
    """Both sides are y_i + y_j + y_k + y_l."""
    i, j, k, n = sp.symbols("y_i y_j y_k y_l")
    return symbolic.identities({"both ways": (i + j) + (k + n) - (i + k) - (j + n)}, "all rivals y, m >= 4")


def ends(edges: tuple[int, ...]) -> tuple[int, ...]:
    """The points of some pairs, each as often as it occurs: the sum of the pairs, as a linear form."""
    return tuple(sorted(point for e in edges for point in pairs(SPAN)[e]))


def common_point_shows(_: Settings) -> Result:
    """All couples of pairs, by their sum: those that share it with others are disjoint."""
    by_sum: dict[tuple[int, ...], list[tuple[int, int]]] = defaultdict(list)
    for two in combinations(range(comb(SPAN, 2)), 2):
        by_sum[ends(two)].append(two)
    meeting = [total for total in by_sum if len(set(total)) < 4]
    what = "sums of two pairs that meet, each of one couple of pairs only"
    return exact.every(meeting, lambda total: len(by_sum[total]) == 1, what, FOUR_PAIRS)


def common_points(edges: tuple[int, ...]) -> set[int]:
    """The points that some pairs have in common."""
    return set.intersection(*(set(pairs(SPAN)[e]) for e in edges))


def stars_go_to_stars(_: Settings) -> Result:
    """Four pairs that meet share one point, two pairs never two; the stars of m >= 5 points have four pairs or more.

    In a larger family that meets, any two pairs and any other two share the point that the first two share.
    """
    edges = range(comb(SPAN, 2))
    fours = [four for four in combinations(edges, 4) if all(common_points(two) for two in combinations(four, 2))]
    found = list(keeping_disjoint(5))  # the conclusion itself, by a search that knows nothing of stars
    at_most_one = "two pairs have at most one point in common"
    return together(
        exact.every(combinations(edges, 2), lambda two: len(common_points(two)) <= 1, at_most_one, FOUR_PAIRS),
        exact.every(
            fours, lambda four: len(common_points(four)) == 1, "four pairs that meet share a point", FOUR_PAIRS
        ),
        exact.compare({"bijections": (len(found), "==", factorial(5))}, "m = 5"),
        exact.every(found, lambda images: is_induced(5, images), "bijections that keep disjoint pairs so", "m = 5"),
    )


def sums_determine(_: Settings) -> Result:
    """y_i from three sums; with the sums of x permuted, x permuted."""
    i, j, k = sp.symbols("y_i y_j y_k")
    residuals: dict[str, sp.Expr] = {"three sums": (i + j) + (i + k) - (j + k) - 2 * i}
    x = sp.symbols("x:5")
    for permutation in ((1, 2, 0), (4, 3, 2, 1, 0)):
        m = len(permutation)
        sums = [x[a] + x[b] for a, b in (pairs(m)[e] for e in induced(permutation))]
        number = {pair: e for e, pair in enumerate(pairs(m))}
        for a in range(m):
            b, c = sorted(set(range(m)) - {a})[:2]
            legs = [sums[number[tuple(sorted(pair))]] for pair in ((a, b), (a, c), (b, c))]  # type: ignore[index]
            residuals[f"{permutation}, y_{a}"] = (legs[0] + legs[1] - legs[2]) / 2 - x[permutation[a]]
    return symbolic.identities(residuals, "all m >= 3; two permutations written out")


shared_steps(printed)
shared_steps(sharp)


@printed.step(
    "the theorem",
    "smt",
    "for m >= 6 and every bijection: a null set, or the rival is a permutation of the points",
    ["a common point shows", "stars go to stars", "pair sums determine the points", "assumption:six points"],
)
def the_theorem(_: Settings) -> Result:
    """How the steps combine, as formulas about one bijection."""
    import z3

    m, _, null, same, _ = variables()
    statement = {"combined": ([*established(), m >= 6], z3.Or(null, same))}
    return smt.universally(statement, "every bijection of the pairs of m >= 6 points")


def variables() -> tuple[Any, ...]:
    """m, and of a bijection: is it induced by a permutation; is there a rival almost never; and what is the rival?"""
    import z3

    return (z3.Int("m"), *z3.Bools("induced null same reflected"))


def established() -> list[Any]:
    """What the shared steps say of one bijection."""
    import z3

    m, is_induced_, null, same, _ = variables()
    keeps = z3.Bool("keeps disjoint pairs disjoint")
    return [
        z3.Implies(m >= 4, z3.Or(keeps, null)),  # a common point shows
        z3.Implies(z3.And(keeps, m >= 5), is_induced_),  # stars go to stars
        z3.Implies(z3.And(is_induced_, m >= 3), same),  # pair sums determine the points
    ]


@sharp.step("three points", "exact", "for m = 3 every bijection of the pairs is induced by a permutation")
def three_points(_: Settings) -> Result:
    """All six."""
    return exact.every(
        permutations(range(3)), lambda images: is_induced(3, images), "bijections of three pairs", "m = 3"
    )


@sharp.step(
    "four points",
    "exact",
    "for m = 4, of the 720 bijections 48 keep disjoint pairs disjoint, 24 induced by permutations; the other 24 give "
    "the rival y = sigma/2 - x, permuted",
    ["a common point shows", "pair sums determine the points"],
)
def four_points(_: Settings) -> Result:
    """B of y = B x is a permutation matrix for the first 24, and 1/2 everywhere less a permutation matrix for these."""
    keeping = list(keeping_disjoint(4))
    of_points = [images for images in keeping if is_induced(4, images)]
    scope, what = "all bijections for m = 4", "bijections that keep disjoint pairs so, 24 give x, 24 give sigma/2 - x"
    counts: dict[str, exact.Comparison] = {
        "keep disjoint pairs so": (len(keeping), "==", 48),
        "induced": (len(of_points), "==", 24),
    }
    return together(exact.compare(counts, scope), exact.every(keeping, gives_points_or_reflection, what, scope))


def gives_points_or_reflection(images: Bijection) -> bool:
    """Whether the rival is x permuted, for a bijection that a permutation induces, and else sigma/2 - x permuted."""
    matrix = rival_matrix(4, images)
    rows = [] if matrix is None else matrix.tolist()
    choice = [[v if is_induced(4, images) else (1 - 2 * v) / 2 for v in row] for row in rows]
    return len(rows) == 4 and all(sorted(each) == [0, 0, 0, 1] for each in (*choice, *zip(*choice, strict=True)))


def four_reflected() -> tuple[tuple[sp.Symbol, ...], list[sp.Expr], dict[str, sp.Expr]]:
    """x, sigma/2 - x, and by how much the sum of each two of the latter differs from that of the other two of x."""
    x = sp.symbols("x_1:5")
    y = [sum(x) / 2 - v for v in x]
    return x, y, {f"{i}{j}": y[i] + y[j] - sum(x[k] for k in range(4) if k not in (i, j)) for i, j in pairs(4)}


@sharp.step(
    "the reflection",
    "symbolic",
    "sigma/2 - x has the pair sums of x (those of the other two points), and is a permutation of x only where some "
    "equation a . x = 0, a not 0, holds: with probability 0",
    ["hyperplanes are null", "assumption:no atoms"],
)
def the_reflection(_: Settings) -> Result:
    """(sigma/2 - x_1) is x_1 or some other x_j: neither difference is the zero form."""
    x, y, sums = four_reflected()
    forms = [sp.Poly(y[0] - v, *x) for v in x]
    if not all(any(form.coeffs()) and not form.is_zero for form in forms):
        return Result(False, "a form vanishes", "all x")
    return symbolic.identities(sums, "all x", "6 sums agree, 4 forms are not 0")


@sharp.step("two points", "symbolic", "x_1 + t and x_2 - t have the midpoint of x_1 and x_2 for every t")
def two_points(_: Settings) -> Result:
    """A line of rivals."""
    a, b, t = sp.symbols("x_1 x_2 t")
    return symbolic.identities({"sum": (a + t) + (b - t) - (a + b)}, "all t")


@sharp.step(
    "the theorem",
    "smt",
    "for m = 3 and m >= 5 and every bijection: a null set, or the rival is a permutation of the points; for m = 4, or "
    "of their reflection, which 24 bijections give, and which almost surely is another set; for m = 2 infinitely many",
    [
        *("a common point shows", "stars go to stars", "pair sums determine the points"),
        *("three points", "four points", "the reflection", "two points"),
    ],
)
def the_sharp_theorem(_: Settings) -> Result:
    """How the steps combine, as formulas about one bijection."""
    import z3

    m, is_induced_, null, same, is_reflected = variables()
    keeps = z3.Bool("keeps disjoint pairs disjoint")
    small = [
        z3.Implies(m == 3, is_induced_),  # three points
        z3.Implies(z3.And(m == 4, keeps, z3.Not(is_induced_)), is_reflected),  # four points
    ]
    premises = [*established(), *small]
    statements = {
        "unique": ([*premises, z3.Or(m == 3, m >= 5)], z3.Or(null, same)),
        "four": ([*premises, m == 4], z3.Or(null, same, is_reflected)),
    }
    return smt.universally(statements, "every bijection of the pairs of m >= 3 points")


# --------------------------------------------------------------------------------- evidence beside the proof
@sharp.check(
    "ranks of all bijections",
    "exact",
    "of all C(m, 2)! bijections of the pairs exactly m! (m = 4: 48) leave all of R^m, by rank (A | P A) alone",
)
def all_ranks(how: Settings) -> Result:
    """m = 3, 4, 5, and 6 in the thorough preset."""
    truths: list[bool | None] = []
    notes = []
    for m in range(3, how.size(5, 5, 6) + 1):
        counts = dimension_counts(m)
        truths += [counts[m] == (48 if m == 4 else factorial(m)), counts.total() == factorial(comb(m, 2))]
        notes.append(f"m = {m}: {', '.join(f'{count:,} of dimension {k}' for k, count in sorted(counts.items()))}")
    return exact.decide(truths, "every bijection", "; ".join(notes))


@sharp.check("bijections one by one", "exact", "the rank decides as stated")
def one_by_one(_: Settings) -> Result:
    """All for m = 2, 3, 4; for larger m induced by a permutation, that with two pairs exchanged, and that reversed."""
    matchings = [Matching(m, images) for m in (2, 3, 4) for images in permutations(range(comb(m, 2)))]
    for m in range(5, 10):
        rotated = induced((*range(1, m), 0))
        exchanged = (rotated[1], rotated[0], *rotated[2:])
        matchings += [Matching(m, images) for images in (rotated, exchanged, rotated[::-1])]
    exceptional = sum(is_exceptional(each.m, each.images) for each in matchings)
    message = f"{len(matchings)} bijections, {exceptional} of them exceptional"
    return exact.decide([exactly_as_stated(each).holds for each in matchings], "m = 2, ..., 9", message)


@sharp.check("rank of the system", "exact", "A has rank m for m >= 3: given the bijection, the points are determined")
def ranks(_: Settings) -> Result:
    """The linear system that the paper's argument solves."""
    truths = [incidence(m).rank() == (m if m > 2 else 1) for m in range(2, 31)]
    return exact.decide(truths, "m = 2, ..., 30", "rank m, but for m = 2")


@st.composite
def bijections(draw: st.DrawFn) -> Matching:
    """A bijection of the pairs of up to seven points: any, or one moved from an induced one by few exchanges."""
    m = draw(st.integers(2, 7))
    if draw(st.booleans()):
        return Matching(m, tuple(draw(st.permutations(range(comb(m, 2))))))
    images = list(induced(draw(st.permutations(range(m))))) if m > 2 else [0]
    for _ in range(draw(st.integers(0, 3))):
        e, f = (draw(st.integers(0, len(images) - 1)) for _ in range(2))
        images[e], images[f] = images[f], images[e]
    return Matching(m, tuple(images))


@sharp.check("random bijections", "sampled", "the rank decides as stated")
def random_bijections(how: Settings) -> Result:
    """Up to seven points, often close to induced bijections."""
    return sampled.holds_on(bijections(), lambda each: exactly_as_stated(each).holds, how, (30, 200, 2000), "m <= 7")


@printed.check("real digits", "exact", "handwritten digits are the only points with their midpoints")
def real_digits(how: Settings) -> Result:
    """Pixels are whole numbers: the recovery is exact."""
    from sklearn.datasets import load_digits

    m, pieces = how.size(20, 40, 200), how.size(1, 2, 8)
    images: Any = load_digits().data.astype(int)
    truths = [is_recovered(images[k * m : (k + 1) * m], recover) for k in range(pieces)]
    return exact.decide(truths, f"{pieces} pieces of {m} digits", "each is recovered, and nothing else")


def is_recovered(points: Any, method: Any) -> bool:
    """Whether the points are the only solution for their shuffled midpoints."""
    rows = list(midpoints(points))
    found: Recovery = method(rows[::-1])
    return found.status is Status.UNIQUE and Counter(map(tuple, points.tolist())) == Counter(found.points)


def reflected(m: int = 4) -> Matching:
    """The smallest counterexample to the theorem with fewer points: the complementary pairs of four."""
    return Matching(m, COMPLEMENT)


def thue_morse_matching() -> Matching:
    """A law with atoms at eight numbers: they have a rival that has none of them."""
    rivals = thue_morse(8)
    x, y = ([row[0] for row in rows] for rows in (rivals.points, rivals.rival))
    places: dict[Any, list[int]] = defaultdict(list)
    for e, (i, j) in enumerate(pairs(8)):
        places[x[i] + x[j]].append(e)
    images: Bijection = tuple(places[y[i] + y[j]].pop() for i, j in pairs(8))
    return Matching(8, images, tuple(x))


printed.control("six points", reflected)
printed.control("no atoms", thue_morse_matching)
sharp.control("no atoms", thue_morse_matching)
IDENTITY = Matching(6, tuple(range(15)))
SWAPPED = Matching(6, (1, 0, *range(2, 15)))  # forces x into a proper subspace
printed.example(lambda: IDENTITY, "the points themselves")
printed.example(lambda: SWAPPED, "two pairs exchanged")
WHERE = "the same points exactly where stated"
REFLECTED = Matching(4, COMPLEMENT)
sharp.example(lambda: REFLECTED, "the reflection of four points")
sharp.example(lambda: Matching(5, tuple(range(10))), "five points")
sharp.near_miss(WHERE, lambda: (REFLECTED, True), "four points")
sharp.near_miss(WHERE, lambda: (Matching(5, tuple(range(10))), False), "five points")

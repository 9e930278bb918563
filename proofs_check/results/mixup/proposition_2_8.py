"""Proposition 2.8: what is left in the ball about a data point as it shrinks, and whose it is."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import datasets, mixings
from proofs_check.methods import exact, sampled, smt, symbolic
from proofs_check.results.mixup.textbook import LIMITS
from theory.dataset import LabeledDataset
from theory.geometry import dot, mix, subtract
from theory.mixing import Beta, Discrete, Midpoint
from theory.numbers import equal, less
from theory.optimal import mixup_optimal_exact
from theory.results.mixup.proposition_2_8 import Place, foreign_part, limit_at, own_share, stray_atom

HALF = Fraction(1, 2)
LINE = LabeledDataset.alternating_line()

proof = Proof("proposition-2.8")
proof.uses("lemma-2.3")


@proof.step(
    "where a pair meets x",
    "smt",
    "for s != t there is at most one lambda with z_st(lambda) = x; it is 1 if s = x, 0 if t = x, and neither if both "
    "ends are elsewhere; two points at x (a self-pair, or duplicates) meet it at every lambda, two at another place at "
    "none",
)
def meeting(_: Settings) -> Result:
    """In a coordinate in which s and t differ; ends at x and pairs of one place in any coordinate."""
    import z3

    s, t, x, lam, mu = z3.Reals("s t x lambda mu")
    at, again = (mix([s], [t], v)[0] == x for v in (lam, mu))
    statements = {
        "at most one": ([s != t, at, again], lam == mu),
        "first end at x": ([s != t, at, s == x], lam == 1),
        "second end at x": ([s != t, at, t == x], lam == 0),
        "at 1 the first end is at x": ([at, lam == 1], s == x),
        "at 0 the second end is at x": ([at, lam == 0], t == x),
        "both at x": ([s == x, t == x], at),
        "both at another place": ([s == t, s != x], z3.Not(at)),
    }
    return smt.universally(statements, "every coordinate of every pair")


@proof.step(
    "only what is at x stays",
    "smt",
    "a mixed point that lies in every open ball about x is at x, and one at x lies in all of them",
)
def stays(_: Settings) -> Result:
    """With d the distance from x: d > 0 is outside the ball of radius d, which is open, and of every smaller one."""
    import z3

    d, radius, smaller = z3.Reals("d eps smaller")
    statements = {
        "leaves": ([d > 0, radius > 0, radius <= d], z3.Not(d < radius)),
        "has left for ever": ([d > 0, radius > 0, radius <= d, smaller > 0, smaller < radius], z3.Not(d < smaller)),
        "stays": ([d == 0, radius > 0], d < radius),
    }
    return smt.universally(statements, "every distance and radius")


proof.trusted(*LIMITS)


@proof.step(
    "the self-pair of x",
    "smt",
    "N_i is at least p_x^2 > 0 at every radius: the self-pair of x is in the ball with all its mass, and others add "
    "nothing negative",
    ["lemma-2.3", "where a pair meets x", "assumption:data point", "assumption:self-pairs"],
)
def self_pair(_: Settings) -> Result:
    """Both halves of its label, E[lambda] and 1 - E[lambda], go to class i."""
    import z3

    p, mean, others, foreign = z3.Reals("p mean others foreign")
    own = p * p * mean + p * p * (1 - mean) + others
    premises = [p > 0, p <= 1, mean >= 0, mean <= 1, others >= 0, foreign >= 0]
    return smt.universally(
        {"own mass": (premises, own >= p * p), "positive": (premises, own + foreign > 0)}, "every weight and P_f"
    )


@proof.step(
    "the limit exists",
    "symbolic",
    "h_eps(x) tends to the quotient of the label masses at x, because their sum does not vanish",
    ["only what is at x stays", "limits of integrals", "the self-pair of x"],
)
def quotient(_: Settings) -> Result:
    """The sums at radius eps exceed those at x by u, v >= 0 that fall to 0; the quotient moves by at most (u + v)/N."""
    n = sp.Symbol("N", positive=True)
    f, u, v = sp.symbols("F u v", nonnegative=True)
    moved, bound = own_share(n + u, f + v) - own_share(n, f), (u + v) / n
    signs = {"up": (bound - moved, ">=0"), "down": (bound + moved, ">=0")}
    return symbolic.signs(signs, "every N > 0 and F, u, v >= 0", "the quotient moves by at most (u + v)/N")


@proof.step(
    "what each pair gives away",
    "smt",
    "at x a pair gives mass to another class only if P_f has an atom at its lambda in (0, 1), both ends are elsewhere, "
    "and an end is outside X_i; then it does",
    ["where a pair meets x", "the limit exists"],
)
def foreign(_: Settings) -> Result:
    """By the place of the ends; a and b are 1 for ends outside X_i; an end at x is inside: a place has one class."""
    import z3

    m, lam, a, b = z3.Reals("mass lambda a b")
    general = [m >= 0, z3.Or(a == 0, a == 1), z3.Or(b == 0, b == 1)]
    part = foreign_part(m, lam, a, b)
    inner = [*general, lam > 0, lam < 1]
    statements = {
        "first end at x": ([*general, lam == 1, a == 0], part == 0),
        "second end at x": ([*general, lam == 0, b == 0], part == 0),
        "both at x": ([*general, lam >= 0, lam <= 1, a == 0, b == 0], part == 0),
        "never negative": ([*general, lam >= 0, lam <= 1], part >= 0),
        "elsewhere": (inner, (part == 0) == z3.Or(m == 0, z3.And(a == 0, b == 0))),
    }
    return smt.universally(statements, "every pair that meets x")


@proof.step(
    "the equivalence",
    "smt",
    "h^i(x) = 1 if and only if no pair gives mass away, that is, if and only if every pair of other points that meets "
    "x at an atom in (0, 1) has both ends in X_i",
    ["the self-pair of x", "the limit exists", "what each pair gives away"],
)
def equivalence(_: Settings) -> Result:
    """A sum of terms >= 0 vanishes exactly when each does (one term at a time); N/(N + F) = 1 exactly when F = 0."""
    import z3

    n, f, term = z3.Reals("N F term")
    statements = {
        "sum": ([f >= 0, term >= 0], (f + term == 0) == z3.And(f == 0, term == 0)),
        "quotient": ([n > 0, f >= 0], (own_share(n, f) == 1) == (f == 0)),
        "otherwise less": ([n > 0, f > 0], own_share(n, f) < 1),
    }
    return smt.universally(statements, "every N > 0 and finitely many terms")


# --------------------------------------------------------------------------------- evidence beside the proof
@proof.check("smallest cases", "exact", "the three-point line for laws without an atom at 1/2 and with one")
def smallest(_: Settings) -> Result:
    """Midpoint Mixup gives 2/3 of the middle point away: the self-pair against the two pairs of its neighbours."""
    skew = Discrete({Fraction(1, 3): HALF, Fraction(1): HALF})
    comparisons = {
        "uniform": (limit_at(Place(LINE, Beta(1), 2, (Fraction(1),)))[1], "==", Fraction(1)),
        "alpha = 1/2": (limit_at(Place(LINE, Beta(HALF), 2, (Fraction(1),)))[1], "==", Fraction(1)),
        "midpoint": (limit_at(Place(LINE, Midpoint(), 2, (Fraction(1),)))[1], "==", Fraction(1, 3)),
        "atoms beside 1/2": (limit_at(Place(LINE, skew, 2, (Fraction(1),)))[1], "==", Fraction(1)),
        "midpoint, outer point": (limit_at(Place(LINE, Midpoint(), 1, (Fraction(0),)))[0], "==", Fraction(1)),
        "midpoint, one class": (
            limit_at(Place(LabeledDataset([[0], [1], [2], [7]], [1, 1, 1, 2]), Midpoint(), 1, (Fraction(1),)))[0],
            "==",
            Fraction(1),
        ),
    }
    return exact.compare(comparisons, "six exact instances")


@st.composite
def data_points(draw: st.DrawFn, law: Any = None, max_dimension: int = 3) -> Place:
    """A data point of random data; on a line, where points lie between others, half of the time."""
    data = draw(datasets(max_dimension=max_dimension) | datasets(max_dimension=1, max_classes=2, min_points=3))
    index = draw(st.integers(0, data.n_points - 1))
    return Place(data, draw(law if law is not None else mixings()), data.labels[index], data.exact_points[index])


@proof.check("random data points", "sampled", "the equivalence on random exact data, any P_f")
def random_points(how: Settings) -> Result:
    """Both sides of the equivalence are reached (see the tests)."""
    return sampled.holds_on(data_points(), proof.decides, how, (40, 200, 1000), "random exact datasets, any P_f")


@proof.check("no inner atom", "sampled", "h^i = 1 at random data points when P_f has no atom in (0, 1)")
def random_without_atoms(how: Settings) -> Result:
    """The special case, by the value of h alone."""

    def whole(place: Place) -> bool | None:
        inner = any(less(0, value) and less(value, 1) for value in place.mixing.atoms)
        return None if inner else bool(equal(limit_at(place)[place.code], 1))

    return sampled.holds_on(data_points(), whole, how, (30, 100, 500), "random exact datasets")


@proof.check(
    "h is the limit",
    "sampled",
    "the closed form h_eps is h at small radii when P_f has atoms, and nears it about as fast as eps falls for Beta",
)
def approached(how: Settings) -> Result:
    """h_eps is taken from Lemma 2.3's sums, which know nothing of limits."""
    return sampled.holds_on(data_points(max_dimension=1), _approached, how, (30, 100, 500), "lines, any P_f")


def _approached(place: Place) -> bool:
    """For Beta the gap falls at least 200-fold when eps falls by 2^10; for atoms there is none."""
    limit = limit_at(place)[place.code]
    gaps = []
    for exponent in (20, 30):
        near = mixup_optimal_exact(place.dataset, place.mixing, place.x, Fraction(1, 2**exponent))
        if near is None:
            return False
        gaps.append(abs(near[place.code] - limit))
    return gaps[0] == 0 == gaps[1] if place.mixing.atoms else bool(200 * gaps[1] <= gaps[0])


def _distance_at_most(place: Place, s: int, t: int, lam: Any, radius: Any) -> bool:
    """Whether z_st(lambda) is within ``radius`` of x."""
    points = place.dataset.exact_points
    offset = subtract(mix(points[s], points[t], lam), place.x)
    return less(dot(offset, offset), radius * radius) is True


@proof.check("the witness", "sampled", "the atom that is found puts its mixed point on x, and takes its share")
def witnesses(how: Settings) -> Result:
    """Where an atom is found, z_st(lambda) is in the smallest of balls and h^i < 1."""

    def prop(place: Place) -> bool | None:
        stray = stray_atom(place)
        if stray is None:
            return None
        close = _distance_at_most(place, *stray, Fraction(1, 10**9))
        return close and less(limit_at(place)[place.code], 1) is True

    return sampled.holds_on(data_points(mixings(atoms=True)), prop, how, (40, 150, 800), "random exact datasets")


proof.control("data point", lambda: Place(LabeledDataset([[0], [1]], [1, 2]), Beta(1), 1, (HALF,)))
proof.control("self-pairs", lambda: Place(LINE, Beta(1), 2, (Fraction(1),), self_pairs=False))
EXACTLY = "h^i = 1 exactly when undisturbed"
CALM, STRUCK = Place(LINE, Beta(1), 2, (Fraction(1),)), Place(LINE, Midpoint(), 2, (Fraction(1),))
proof.example(lambda: CALM, "undisturbed")
proof.example(lambda: STRUCK, "an atom at the middle of 0 and 2")
proof.near_miss(EXACTLY, lambda: (CALM, False), "undisturbed")
proof.near_miss(EXACTLY, lambda: (STRUCK, True), "disturbed")

"""Theorem 2.10 up to the majority clearance, and how the clearances compare: one identity carries both."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.instances.shapes import any_alpha, kinds, shaped_datasets
from proofs_check.methods import exact, sampled, smt, symbolic
from proofs_check.results.mixup.theorem_2_10_quantitative import BEYOND, FORK, PAIR, radius
from theory.clearances import exact_clearance, exact_majority_clearance, exact_share_clearance
from theory.dataset import LabeledDataset
from theory.geometry import mix, square_root
from theory.mixing import Discrete, Midpoint
from theory.results.mixup.theorem_2_10_majority import Compared
from theory.results.mixup.theorem_2_10_quantitative import HALF
from theory.results.mixup.theorem_2_10_share import Paired, without_self_pairs

majority = Proof("theorem-2.10-majority")
majority.uses("lemma-2.3")


@majority.step(
    "mirror images",
    "symbolic",
    "|x - z(lambda)|^2 - |x - z(1 - lambda)|^2 = (2 lambda - 1)(|x - u|^2 - |x - v|^2), z(lambda) = lambda u + "
    "(1 - lambda) v",
)
def mirror_images(_: Settings) -> Result:
    """Coordinate by coordinate; squares of lengths are sums over the coordinates."""
    x, u, v, lam = sp.symbols("x u v lambda", real=True)
    (here,), (there,) = mix([u], [v], lam), mix([u], [v], 1 - lam)
    left = (x - here) ** 2 - (x - there) ** 2
    right = (2 * lam - 1) * ((x - u) ** 2 - (x - v) ** 2)
    return symbolic.identities({"one coordinate": (left, right)}, "every x, u, v and lambda, in every dimension")


@majority.step(
    "who reaches",
    "smt",
    "a pair that reaches the ball has both ends in X_i, or one end u in X_i and the other no nearer to x than u",
    ["assumption:within the majority clearance"],
)
def who_reaches(_: Settings) -> Result:
    """The definition of the majority clearance, read backwards; ``distance`` is that of the mixed point from x."""
    import z3

    s_own, t_own = z3.Bools("s_own t_own")
    to_s, to_t, distance, clearance, epsilon = z3.Reals("to_s to_t distance clearance epsilon")
    threatens = z3.Or(
        z3.And(z3.Not(s_own), z3.Not(t_own)),
        z3.And(s_own, z3.Not(t_own), to_t < to_s),
        z3.And(t_own, z3.Not(s_own), to_s < to_t),
    )
    premises = [z3.Implies(threatens, distance >= clearance), epsilon <= clearance, distance < epsilon]
    harmless = z3.Or(
        z3.And(s_own, t_own),
        z3.And(s_own, z3.Not(t_own), to_s <= to_t),
        z3.And(t_own, z3.Not(s_own), to_t <= to_s),
    )
    return smt.universally({"harmless": (premises, harmless)}, "every ordered pair and every lambda")


def pair_parts(lam: Any, here: Any, there: Any) -> tuple[Any, Any]:
    """What (u, v) and (v, u) bring together at one lambda, u in X_i and v outside: part of class i, and mass.

    ``here`` and ``there`` say whether z(lambda) and z(1 - lambda) are in the ball; (v, u) mixes to the latter.
    """
    import z3

    zero, one = z3.RealVal(0), z3.RealVal(1)
    part = z3.If(here, lam, zero) + z3.If(there, 1 - lam, zero)
    return part, z3.If(here, one, zero) + z3.If(there, one, zero)


@majority.step(
    "both orders together",
    "smt",
    "at every lambda and every radius (u, v) and (v, u), u in X_i no farther from x than v outside, together give X_i "
    "at least half of their mass; so they do integrated over lambda, whatever P_f",
    ["mirror images", "assumption:either order"],
)
def both_orders(_: Settings) -> Result:
    """Of z(lambda) and z(1 - lambda) the one with more of u is no farther from x, so it is inside if the other is."""
    import z3

    lam, q, mirrored, square, to_u, to_v = z3.Reals("lambda q mirrored square to_u to_v")  # squares of distances
    premises = [lam >= 0, lam <= 1, to_u <= to_v, q - mirrored == (2 * lam - 1) * (to_u - to_v)]
    part, mass = pair_parts(lam, q < square, mirrored < square)
    return smt.universally({"half": (premises, 2 * part >= mass)}, "every lambda in [0, 1] and every radius")


@majority.step(
    "sum over the pairs",
    "smt",
    "h = part/total is at least 1/2 where every pair gives at least half of its mass and total > 0, and more than 1/2 "
    "with the self-pair of x, all of whose mass is in the ball and of class i",
    ["lemma-2.3", "who reaches", "both orders together", "assumption:mixed mass"],
)
def sum_over_pairs(_: Settings) -> Result:
    """Induction over the pairs; pairs with both ends in X_i give all of their mass."""
    import z3

    part, total, mass, own = z3.Reals("part total mass own")
    half = z3.Q(HALF.numerator, HALF.denominator)
    more = [mass >= 0, 2 * own >= mass]
    return smt.universally(
        {
            "one more": ([2 * part >= total, *more], 2 * (part + own) >= total + mass),
            "one more, strictly": ([2 * part > total, *more], 2 * (part + own) > total + mass),
            "both ends in X_i": ([mass >= 0, own == mass], 2 * own >= mass),
            "the self-pair": ([mass > 0, own == mass], 2 * own > mass),
            "quotient": ([total > 0, 2 * part >= total], part / total >= half),
            "quotient, strictly": ([total > 0, 2 * part > total], part / total > half),
        },
        "every number of pairs, all weights",
    )


@st.composite
def within_majority(draw: st.DrawFn) -> Paired:
    """A point of random data at a resolution up to its majority clearance, with self-pairs or without."""
    data, law = draw(shaped_datasets()), draw(any_alpha() | mixings())
    index = draw(st.integers(0, data.n_points - 1))
    square = exact_majority_clearance(data, index).squared
    largest = Fraction(1) if square is None else square_root(square)
    epsilon = radius(largest, draw(st.sampled_from([Fraction(1), HALF, Fraction(9, 10)])), law)
    ways = [None, without_self_pairs(data)] if data.n_points > 1 else [None]  # one point has nobody to be mixed with
    return Paired(data, law, index, epsilon, draw(st.sampled_from(ways)))


@majority.check("random datasets", "sampled", "the bound holds on random data at eps = majority clearance or below")
def majority_sampled(settings: Settings) -> Result:
    """Beta for alpha from 0.1 to 1024 (in balls), atoms and small integers (exactly), dimensions 1 to 6."""
    return sampled.holds_on(
        within_majority(),
        majority.decides,
        settings,
        (40, 150, 2000),
        "random datasets in dimensions 1 to 6, alpha from 0.1 to 1024 and atoms, with self-pairs and without",
        kinds=lambda instance: kinds(instance.dataset),
    )


SEEN = Paired(PAIR, Midpoint(), 0, Fraction(1))  # self-pair 1/4, both orders 1/4 each: h = (2/3, 1/3)
TIE = Paired(PAIR, Midpoint(), 0, Fraction(1), without_self_pairs(PAIR))  # h = (1/2, 1/2)
SKEWED = Paired(PAIR, Discrete({Fraction(1, 3): 1}), 0, Fraction(9, 10), ((0, 1, Fraction(1)),))

majority.example(lambda: SEEN)
majority.example(lambda: TIE, "a tie without self-pairs")
majority.near_miss("at least half", lambda: (TIE, Fraction(51, 100)))
majority.near_miss("more than half with the self-pair", lambda: (SEEN, Fraction(2, 3)), "attained")
majority.control("within the majority clearance", lambda: Paired(FORK, Midpoint(), 0, BEYOND))
majority.control("mixed mass", lambda: Paired(PAIR, Midpoint(), 0, HALF, without_self_pairs(PAIR)))
majority.control("either order", lambda: SKEWED)

# -------------------------------------------------------------------------------------------- the comparison
compared = Proof("theorem-2.10-clearances")
compared.repeat(majority, "mirror images")


@compared.step(
    "fewer segments than the clearance",
    "smt",
    "a segment that counts for the majority clearance counts for the clearance: neither end is at x, and "
    "not both are in X_i",
)
def fewer_segments(_: Settings) -> Result:
    """No point outside X_i is at x; an end in X_i with a nearer other end is not at x either."""
    import z3

    u_own, v_own = z3.Bools("u_own v_own")
    to_u, to_v = z3.Reals("to_u to_v")
    premises = [to_u >= 0, to_v >= 0, z3.Or(u_own, to_u > 0), z3.Or(v_own, to_v > 0)]
    both_foreign = z3.And(z3.Not(u_own), z3.Not(v_own))
    one = z3.Or(z3.And(u_own, z3.Not(v_own), to_v < to_u), z3.And(v_own, z3.Not(u_own), to_u < to_v))
    threatens = z3.And(to_u > 0, to_v > 0, z3.Not(z3.And(u_own, v_own)))
    return smt.universally({"threatens": ([*premises, z3.Or(both_foreign, one)], threatens)}, "every segment")


@compared.step(
    "the nearest point has at most half",
    "smt",
    "on a segment with v outside X_i nearer to x than u in X_i, every mix with more than half of u is farther from x "
    "than its mirror image; so the nearest one has a label of at most 1/2 of i",
    ["mirror images"],
)
def nearest_has_half(_: Settings) -> Result:
    """And a mix of two points outside X_i has none of i."""
    import z3

    lam, q, mirrored, to_u, to_v = z3.Reals("lambda q mirrored to_u to_v")
    premises = [2 * lam > 1, lam <= 1, to_v < to_u, q - mirrored == (2 * lam - 1) * (to_u - to_v)]
    return smt.universally({"farther": (premises, q > mirrored)}, "every lambda above 1/2")


@compared.step(
    "fewer candidates, larger minimum",
    "smt",
    "so the majority clearance is at least the clearance, and at least the share clearance at 1/2",
    ["fewer segments than the clearance", "the nearest point has at most half"],
)
def larger_minimum(_: Settings) -> Result:
    """It is attained somewhere, and that place is a candidate for the two others, which are the least over theirs."""
    import z3

    attained, least = z3.Reals("majority other")
    candidate = z3.Bool("candidate")
    premises = [z3.Implies(candidate, least <= attained), candidate]
    return smt.universally({"minimum": (premises, attained >= least)}, "every dataset of two classes or more")


@compared.step(
    "a mix of x itself",
    "symbolic",
    "t x + (1 - t) v, v the nearest point outside X_i, is (1 - t) d(x) from x, and t of its label is i",
)
def mix_of_itself(_: Settings) -> Result:
    """One coordinate of the difference; lengths are multiplied by the same factor."""
    x, v, t = sp.symbols("x v t", real=True)
    return symbolic.identities({"offset": (mix([x], [v], t)[0] - x, (1 - t) * (v - x))}, "every x, v and t")


TABLE = (
    # points, labels, index; squares of the clearance, the share clearance at 1/2, the majority clearance
    ((0, 1), (1, 2), 0, (Fraction(1), Fraction(1, 4), Fraction(1))),
    ((0, Fraction(1, 10), 1), (1, 1, 2), 0, (Fraction(1, 100), Fraction(1, 4), Fraction(1))),
    ((-1, 0, 1), (1, 1, 2), 1, (Fraction(0), Fraction(0), Fraction(1))),
)


@compared.step(
    "neither is always the larger",
    "exact",
    "at 0 the clearance is 1 and the share clearance at 1/2 is 1/2 in {0} against {1}; in {0, 1/10} against "
    "{1} they are 1/10 and 1/2",
)
def neither_is_larger(_: Settings) -> Result:
    """The three squares on three datasets."""
    comparisons: dict[str, exact.Comparison] = {}
    for points, labels, index, squares in TABLE:
        data = LabeledDataset([[p] for p in points], labels)
        found = (
            exact_clearance(data, index),
            exact_share_clearance(data, index, HALF),
            exact_majority_clearance(data, index),
        )
        for name, one, square in zip(("clearance", "share", "majority"), found, squares, strict=True):
            comparisons[f"{name} of point {index} of {data}"] = (one.squared, "==", square)
    return exact.compare(comparisons, "three datasets on a line")


@st.composite
def comparable(draw: st.DrawFn) -> Compared:
    """A point of random data and an eighth as the share."""
    data = draw(shaped_datasets())
    return Compared(data, draw(st.integers(0, data.n_points - 1)), Fraction(draw(st.integers(0, 7)), 8))


@compared.check("random datasets", "sampled", "the three inequalities hold on random data")
def compared_sampled(settings: Settings) -> Result:
    """Exactly, in dimensions 1 to 6."""
    return sampled.holds_on(
        comparable(),
        compared.decides,
        settings,
        (40, 150, 2000),
        "random datasets in dimensions 1 to 6",
        kinds=lambda instance: kinds(instance.dataset),
    )


AT_0 = Compared(PAIR, 0, Fraction(1, 4))
BETWEEN = Compared(LabeledDataset([[-1], [0], [1]], [1, 1, 2]), 1, HALF)

compared.example(lambda: AT_0)
compared.near_miss("at least the clearance", lambda: (AT_0, Fraction(101, 100)))
compared.near_miss("at least the share clearance at 1/2", lambda: (BETWEEN, Fraction(101, 100)))
compared.near_miss("at most (1 - t) d", lambda: (AT_0, Fraction(1, 2)))

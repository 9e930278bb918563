"""Theorem 2.10 up to the share clearance: every mix in the ball has more than the share t of the point's class."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.instances.shapes import any_alpha, kinds, shaped_datasets
from proofs_check.methods import sampled, smt
from proofs_check.results.mixup.theorem_2_10_quantitative import PAIR, radius
from theory.clearances import exact_share_clearance
from theory.dataset import LabeledDataset
from theory.geometry import square_root
from theory.mixing import Beta, Discrete, Midpoint
from theory.numbers import Exact
from theory.results.mixup.theorem_2_10_quantitative import HALF
from theory.results.mixup.theorem_2_10_share import AtShare, Paired, without_self_pairs

share = Proof("theorem-2.10-share")
share.uses("lemma-2.3")


def label_of(lam: Any, s_own: Any, t_own: Any) -> Any:
    """How much of class i the label of lambda s + (1 - lambda) t has."""
    import z3

    zero = z3.RealVal(0)
    return z3.If(s_own, lam, zero) + z3.If(t_own, 1 - lam, zero)


@share.step(
    "which parts",
    "smt",
    "the mixes whose label has at most t < 1 of i are: all of two points outside X_i, the part lambda <= t of "
    "lambda u + (1 - lambda) v for u in X_i and v outside, and none of two points of X_i",
    ["assumption:share below 1"],
)
def which_parts(_: Settings) -> Result:
    """So that the share clearance is the least distance to these; (v, u) is (u, v) with 1 - lambda for lambda."""
    import z3

    lam, t = z3.Reals("lambda t")
    yes, no = z3.BoolVal(True), z3.BoolVal(False)
    allowed = [lam >= 0, lam <= 1, t >= 0, t < 1]
    return smt.universally(
        {
            "both outside": (allowed, label_of(lam, no, no) <= t),
            "the first in X_i": (allowed, (label_of(lam, yes, no) <= t) == (lam <= t)),
            "the second in X_i": (allowed, (label_of(lam, no, yes) <= t) == (1 - lam <= t)),
            "both in X_i": (allowed, label_of(lam, yes, yes) > t),
        },
        "every ordered pair, every lambda and every t in [0, 1)",
    )


@share.step(
    "in the ball",
    "smt",
    "a mix in the open ball of radius eps <= share clearance has more than t of i",
    ["which parts", "assumption:within the share clearance"],
)
def in_the_ball(_: Settings) -> Result:
    """The definition of the share clearance, read backwards."""
    import z3

    distance, clearance, epsilon, label, t = z3.Reals("distance clearance epsilon label t")
    premises = [z3.Implies(label <= t, distance >= clearance), epsilon <= clearance, distance < epsilon]
    return smt.universally({"label": (premises, label > t)}, "every mix, every way of pairing")


@share.step(
    "the mean of more than t",
    "smt",
    "h is the mean of these labels over the mixes in the ball.  The sets with a label of at least t + 1/n grow to the "
    "whole ball, so that one of them has mass: h > t",
    ["lemma-2.3", "in the ball", "assumption:mixed mass"],
)
def mean_of_more(_: Settings) -> Result:
    """Of the mass of the ball, some has labels >= t + 1/n and the rest labels > t, so at least t."""
    import z3

    part, some, rest, some_part, rest_part, gap, t = z3.Reals("part some rest some_part rest_part gap t")
    premises = [some > 0, rest >= 0, gap > 0, some_part >= (t + gap) * some, rest_part >= t * rest]
    premises.append(part == some_part + rest_part)
    return smt.universally({"mean": (premises, part / (some + rest) > t)}, "all weights, every P_f and way of pairing")


Pairing = tuple[tuple[int, int, Exact], ...] | None


@st.composite
def shares(draw: st.DrawFn) -> AtShare:
    """A point of random data at a resolution up to its share clearance, pairs drawn in three different ways."""
    data, law = draw(shaped_datasets()), draw(any_alpha() | mixings())
    index, t = draw(st.integers(0, data.n_points - 1)), draw(st.sampled_from([Fraction(n, 8) for n in range(8)]))
    square = exact_share_clearance(data, index, t).squared
    largest = Fraction(1) if square is None else square_root(square)
    epsilon = radius(largest, draw(st.sampled_from([Fraction(1), HALF, Fraction(9, 10)])), law)
    other = draw(st.integers(0, data.n_points - 1))
    ways: dict[str, Pairing] = {"independent": None, "one pair": ((index, other, Fraction(1)),)}
    if data.n_points > 1:  # one point alone has nobody else to be mixed with
        ways["never alone"] = without_self_pairs(data)
    return AtShare(Paired(data, law, index, epsilon, ways[draw(st.sampled_from(sorted(ways)))]), t)


@share.check("random datasets", "sampled", "the bound holds on random data at eps = share clearance or below")
def share_sampled(settings: Settings) -> Result:
    """Beta for alpha from 0.1 to 1024 (in balls), atoms and small integers (exactly), dimensions 1 to 6."""
    return sampled.holds_on(
        shares(),
        share.decides,
        settings,
        (40, 150, 2000),
        "random datasets in dimensions 1 to 6, alpha from 0.1 to 1024 and atoms, three ways of pairing",
        kinds=lambda instance: kinds(instance.seen.dataset),
    )


def first_with_second(atom: Fraction, epsilon: Fraction) -> AtShare:
    """0 in {0} against {1}, mixed with 1 alone and always at one lambda, which is then h_eps; t = 1/2."""
    pairing = ((0, 1, Fraction(1)),)
    return AtShare(Paired(PAIR, Discrete({atom: 1}), 0, epsilon, pairing), HALF)


ALONE = LabeledDataset([[0], [1]], [1, 1])

share.example(lambda: first_with_second(Fraction(3, 4), HALF))
share.example(lambda: AtShare(Paired(PAIR, Beta(2), 0, HALF), HALF), "independent pairs")
share.near_miss("more than t", lambda: (first_with_second(Fraction(3, 4), HALF), Fraction(3, 4)), "attained")
share.control("share below 1", lambda: AtShare(Paired(ALONE, Midpoint(), 0, Fraction(1)), Fraction(1)))
share.control("within the share clearance", lambda: first_with_second(HALF, Fraction(51, 100)))
share.control("mixed mass", lambda: first_with_second(HALF, HALF))

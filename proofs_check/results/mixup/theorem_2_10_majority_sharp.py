"""Theorem 2.10 beyond the majority clearance: the weights and the P_f that take the majority away do so."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.shapes import kinds, shaped_datasets
from proofs_check.methods import sampled, smt
from proofs_check.results.mixup.theorem_2_10_majority import majority
from proofs_check.results.mixup.theorem_2_10_quantitative import PAIR
from theory.clearances import exact_majority_clearance
from theory.dataset import LabeledDataset
from theory.geometry import square_root
from theory.numbers import sympify
from theory.results.mixup.theorem_2_10_majority_sharp import Beyond, extremal, light_weight

sharp = Proof("theorem-2.10-majority-sharp")
sharp.uses("lemma-2.3")
sharp.repeat(majority, "mirror images")


@sharp.step(
    "an atom and its mirror image",
    "smt",
    "if u and v are outside the ball, v outside X_i nearer to x than u in X_i, and their segment meets the ball, then "
    "some lambda in (0, 1/2) has z(lambda) inside and z(1 - lambda) outside",
    ["mirror images", "assumption:beyond the majority clearance"],
)
def atom_and_mirror_image(_: Settings) -> Result:
    """With z(m) nearest to x and h half the width of what is inside, |lambda - m| < h is inside.

    |x - z(lambda)|^2 = L^2 (lambda - m)^2 + c, so that |x - z(lambda)|^2 - |x - z(1 - lambda)|^2 has the sign of
    (2 lambda - 1)(1 - 2m): v is nearer iff m < 1/2.  Take lambda = m - h + min(h, 1 - 2m)/2.
    """
    import z3

    m, h, square, c, lam = z3.Reals("m h L2 c lambda")
    step = z3.If(h <= 1 - 2 * m, h, 1 - 2 * m) / 2
    chosen = m - h + step

    def distance(place: Any) -> Any:
        return square * (place - m) * (place - m) + c

    inside = [square > 0, h > 0]
    return smt.universally(
        {
            "mirror images": ([square > 0], distance(lam) - distance(1 - lam) == (2 * lam - 1) * (1 - 2 * m) * square),
            "v is nearer": ([square > 0, distance(0) < distance(1)], 2 * m < 1),
            "v is outside": ([*inside, m >= 0, square * m * m >= square * h * h], m >= h),
            "its place": ([h > 0, h <= m, 2 * m < 1], z3.And(chosen > 0, 2 * chosen < 1)),
            "inside": ([h > 0, h <= m, 2 * m < 1], z3.And(chosen - m < h, m - chosen < h)),
            "mirror image outside": ([h > 0, h <= m, 2 * m < 1], 1 - chosen - m >= h),
            "in and out": (
                [*inside, z3.Or(lam - m >= h, m - lam >= h)],
                distance(lam) >= square * h * h + c,
            ),
        },
        "every segment and every radius",
    )


@sharp.step(
    "who is heavy",
    "smt",
    "beyond the clearance a point outside X_i is in the ball, or a segment that counts meets it between its ends: two "
    "points outside X_i, whose mixes have none of i, or as before, with lambda < 1/2 of i",
    ["an atom and its mirror image", "assumption:beyond the majority clearance"],
)
def who_is_heavy(_: Settings) -> Result:
    """The clearance is attained by a segment; if an end is in the ball it is v, since u is farther."""
    import z3

    u_own = z3.Bool("u_own")
    to_u, to_v, clearance, epsilon = z3.Reals("to_u to_v clearance epsilon")
    foreign_in_ball = z3.Or(to_v < epsilon, z3.And(z3.Not(u_own), to_u < epsilon))
    premises = [clearance < epsilon, z3.Implies(u_own, to_v < to_u), z3.Not(foreign_in_ball)]
    return smt.universally(
        {"both ends are outside": (premises, z3.And(to_u >= epsilon, to_v >= epsilon))}, "every segment that counts"
    )


@sharp.step(
    "less than half",
    "smt",
    "with the light weight (1 - 2 own)/16, own < 1/2 the share of the heavy mixes in the ball, h < 1/2",
    ["lemma-2.3", "who is heavy"],
)
def less_than_half(_: Settings) -> Result:
    """Heavy mixes: the self-pair (1 - w)^2, or both orders with half of P_f each, at least ((1 - w)/2)^2 together.

    All others in the ball have a light end, so that they weigh at most 1 - (1 - w)^2, and at most all of it is of i.
    """
    import z3

    own, heavy, others, part = z3.Reals("own heavy others part")
    light = light_weight(own)
    pair = (1 - light) * (1 - light)
    premises = [own >= 0, 2 * own < 1, others >= 0, others <= 1 - pair, part <= own * heavy + others]
    return smt.universally(
        {
            "a light weight": ([own >= 0, 2 * own < 1], z3.And(light > 0, 16 * light <= 1)),
            "the pair weighs less than the point": ([own >= 0, 2 * own < 1], z3.And(pair > 0, pair >= pair / 4)),
            "half": ([*premises, 4 * heavy >= pair], z3.And(heavy + others > 0, 2 * part < heavy + others)),
        },
        "all datasets and radii",
    )


@st.composite
def beyond(draw: st.DrawFn) -> Beyond:
    """A point of random data at a radius beyond its majority clearance, by little or by much."""
    data = draw(shaped_datasets())
    index = draw(st.integers(0, data.n_points - 1))
    square = exact_majority_clearance(data, index).squared
    least = Fraction(0) if square is None else Fraction(str(sympify(square_root(square)).evalf(12)))
    return Beyond(data, index, least + draw(st.sampled_from([Fraction(1, 10**6), Fraction(1, 10), Fraction(1)])))


@sharp.check("random datasets", "sampled", "h < 1/2 on random data, at 10^-6 to 1 beyond the majority clearance")
def sharp_sampled(settings: Settings) -> Result:
    """Every h is a rational number."""
    return sampled.holds_on(
        beyond(),
        sharp.decides,
        settings,
        (40, 150, 2000),
        "random datasets in dimensions 1 to 6",
        kinds=lambda instance: kinds(instance.dataset),
    )


FAR_AND_NEAR = Beyond(LabeledDataset([[Fraction(-5, 4)], [0], [1]], [1, 1, 2]), 1, Fraction(9, 10))
FORK = LabeledDataset([(0, 0), (1, 1), (1, -1)], [1, 2, 3])


def attained(instance: Beyond) -> tuple[Beyond, Fraction]:
    """The instance and its own h, which h is not below."""
    masses = extremal(instance).masses()
    return instance, Fraction(masses[int(instance.dataset.codes[instance.index])] / sum(masses))


sharp.example(lambda: Beyond(PAIR, 0, Fraction(101, 100)), "a point in the ball")
sharp.example(lambda: Beyond(FORK, 0, Fraction(101, 100)), "two points of other classes")
sharp.example(lambda: FAR_AND_NEAR, "a nearer end of another class")
sharp.near_miss("less than half", lambda: attained(FAR_AND_NEAR), "attained")
sharp.control("beyond the majority clearance", lambda: Beyond(PAIR, 0, Fraction(1)))

"""Four points: three numbers and the mean, whose orders and signs give the points or their reflection."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, sampled, symbolic, together
from proofs_check.results.mixup.theorem_2_11 import four_reflected
from proofs_check.results.mixup.theorem_2_11_all_data import on_a_line
from theory.midpoints import midpoints, recover
from theory.results.mixup.theorem_2_11_all_data import Rivals, line, thue_morse
from theory.results.mixup.theorem_2_11_four_points import reflection

proof = Proof("theorem-2.11-four-points")
HALF = Fraction(1, 2)

on_a_line(proof)


@proof.step(
    "three numbers and the mean",
    "symbolic",
    "four numbers of mean mu are mu + (a+b+c)/2, mu + (a-b-c)/2, mu + (b-a-c)/2, mu + (c-a-b)/2; their pair sums are "
    "2 mu +-a, 2 mu +-b, 2 mu +-c",
)
def three_numbers(_: Settings) -> Result:
    """a = (x_1 + x_2 - x_3 - x_4)/2 and so on; back, and the sums."""
    x = sp.symbols("x_1:5")
    mean = sum(x) / 4
    numbers = [x[0] + x[i] - 2 * mean for i in (1, 2, 3)]
    residuals = {f"x_{i}": a - b for i, (a, b) in enumerate(zip(four_numbers(*numbers), x, strict=True))}
    residuals = {name: residual + mean for name, residual in residuals.items()}
    for i, (j, k) in zip((1, 2, 3), ((2, 3), (1, 3), (1, 2)), strict=True):
        residuals[f"opposite sum {i}"] = (x[j] + x[k] - 2 * mean) + numbers[i - 1]
    return symbolic.identities(residuals, "all x_1, ..., x_4")


def four_numbers(a: sp.Expr, b: sp.Expr, c: sp.Expr) -> list[sp.Expr]:
    """The numbers of mean 0 whose pair sums are +-a, +-b, +-c."""
    return [(a + b + c) / 2, (a - b - c) / 2, (b - a - c) / 2, (c - a - b) / 2]


@proof.step(
    "signs and order",
    "exact",
    "the sums 2 mu +-a, 2 mu +-b, 2 mu +-c determine mu, and a, b, c up to order and signs; each of the 48 choices "
    "gives the same four numbers or their reflection in mu",
    [
        *("three numbers and the mean", "assumption:same midpoints", "assumption:same multiplicities"),
        "assumption:four points",
    ],
)
def signs_and_order(_: Settings) -> Result:
    """24 choices give x, 24 give -x (the mean being 0), as linear forms in a, b, c."""
    symbols = sp.symbols("a b c")
    numbers = {sp.expand(v) for v in four_numbers(*symbols)}
    mirrored = {sp.expand(-v) for v in numbers}
    choices = list(product(permutations(range(3)), product((1, -1), repeat=3)))

    def chosen(choice: tuple[Any, ...]) -> set[sp.Expr]:
        order, signs = choice
        return {sp.expand(v) for v in four_numbers(*(sign * symbols[i] for sign, i in zip(signs, order, strict=True)))}

    same = sum(chosen(choice) == numbers for choice in choices)
    scope, what = "all a, b, c", "orders and signs of a, b, c"
    return together(
        exact.every(choices, lambda choice: chosen(choice) in (numbers, mirrored), what, scope),
        exact.compare({"give the same four": (same, "==", 24), "of": (len(choices), "==", 48)}, scope),
    )


@proof.step(
    "both have them",
    "symbolic",
    "sigma/2 - x has the sums of x; it is the reflection in the mean sigma/4, so that the sets are one iff centrally "
    "symmetric",
    ["signs and order", "a projection tells points apart"],
)
def both_have_them(_: Settings) -> Result:
    """The sum of two is the sum of the other two of x."""
    x, y, residuals = four_reflected()
    residuals |= {f"reflection {i}": (y[i] + x[i]) / 2 - sum(x) / 4 for i in range(4)}
    return symbolic.identities(residuals, "all x")


small_fours = st.integers(1, 3).flatmap(
    lambda d: st.lists(st.tuples(*[st.integers(-4, 4).map(Fraction)] * d), min_size=4, max_size=4)
)


@proof.check("all solutions", "sampled", "recovery finds the points, their reflection, and no others")
def all_solutions_of_four(how: Settings) -> Result:
    """Small whole numbers in one to three dimensions, with many coincidences."""

    def prop(rows: list[tuple[Fraction, ...]]) -> bool:
        found = set(recover(midpoints(rows)).solutions)
        return found == {tuple(sorted(rows)), reflection(tuple(rows))}

    return sampled.holds_on(small_fours, prop, how, (50, 300, 3000), "multisets of four points")


proof.control("same midpoints", lambda: Rivals(line(0, 1, 2, 4), line(0, 1, 2, 5)))
proof.control("same multiplicities", lambda: Rivals(line(0, 0, 1, 1), line(-HALF, HALF, HALF, 3 * HALF)))
proof.control("four points", lambda: thue_morse(8))
FOUR_POINTS = Rivals(line(0, 1, 2, 4), reflection(line(0, 1, 2, 4)))
proof.example(lambda: FOUR_POINTS)
proof.near_miss("no other points", lambda: (FOUR_POINTS, (FOUR_POINTS.points,)), "without the reflection")
proof.near_miss("the reflection has them", lambda: (FOUR_POINTS, line(-4, -2, -1, 0)), "reflected in 0")

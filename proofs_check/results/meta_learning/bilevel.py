"""Bilevel and joint problem: the inner optimum has no slope, so that only theta's own derivative is left."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt, symbolic
from theory.results.meta_learning.bilevel import SharedFeature

BASE, SLOPE, TARGETS = ((1,), (1,), (1,)), ((0,), (1,), (2,)), (1, 2, 2)  # a feature 1 + theta x at x = 0, 1, 2


def task(
    base: Any, slope: Any, targets: Any, support: tuple[int, ...], query: tuple[int, ...], theta: Any, **more: Any
) -> SharedFeature:
    """Whole numbers and fractions as they come."""
    return SharedFeature(base, slope, targets, support, query, theta, **more)


proof = Proof("mtl-is-bilevel")


@proof.step(
    "the inner optimum",
    "symbolic",
    "w = (Phi'Phi + r I)^-1 Phi'y makes the slope (Phi'Phi + r I) w - Phi'y of the inner loss 0, which is the slope in "
    "w of the joint loss where data and losses are the same",
    ["assumption:exact inner", "assumption:same data", "assumption:same loss"],
)
def inner_optimum(_: Settings) -> Result:
    """With H = Phi'Phi + r I and b = Phi'y."""
    h, b = sp.symbols("H b", commutative=False)
    w = sp.Symbol("w", commutative=False)
    return symbolic.identities({"slope": ((h * w - b).subs(w, h**-1 * b), 0 * b)}, "every invertible H")


@proof.step(
    "chain rule",
    "smt",
    "the derivative of the outer loss at (theta, w(theta)) is that in theta plus that in w times w'(theta): the "
    "second is 0, so that theta is stationary exactly if the joint gradient is 0",
    ["the inner optimum"],
)
def chain_rule(_: Settings) -> Result:
    """One coordinate of w at a time; both losses are one function, so their values agree."""
    import z3

    total, own, head, speed = z3.Reals("d_total d_theta d_w w'")
    known = [total == own + head * speed, head == 0]
    return smt.universally({"stationary": (known, (total == 0) == z3.And(own == 0, head == 0))}, "every theta")


def tasks() -> st.SearchStrategy[SharedFeature]:
    """Four points, one or two features, with a ridge."""
    small = st.integers(-2, 2)

    def build(width: int, numbers: list[int], targets: list[int], theta: int, ridge: int) -> SharedFeature:
        rows = [numbers[i : i + width] for i in range(0, 8 * width, width)]
        ends, r = (0, 1, 2, 3), Fraction(ridge, 3)
        return task(rows[:4], rows[4:], targets, ends, ends, Fraction(theta, 2), inner_ridge=r, outer_ridge=r)

    lists = st.lists(small, min_size=16, max_size=16), st.lists(small, min_size=4, max_size=4)
    return st.builds(build, st.sampled_from([1, 2]), *lists, small, st.integers(1, 3))


proof.drawn(tasks)


@proof.check("random tasks", "sampled", "derivatives of both problems at random places")
def random_tasks(settings: Settings) -> Result:
    """Both parts."""
    return sampled.holds_on(tasks(), proof.decides, settings, (5, 25, 150), "four points, two features")


STATIONARY = task(BASE, SLOPE, TARGETS, (0, 1, 2), (0, 1, 2), Fraction(3, 7))
ELSEWHERE = task(BASE, SLOPE, TARGETS, (0, 1, 2), (0, 1, 2), 1)
proof.example(given(STATIONARY), "a stationary point")
proof.example(given(ELSEWHERE), "another point")
proof.near_miss("stationary together", given((STATIONARY, False)))
proof.near_miss("values agree", given((STATIONARY, Fraction(1, 10))))
proof.control("same data", lambda: task(BASE, SLOPE, TARGETS, (0,), (1, 2), Fraction(3, 5)))
proof.control("same loss", lambda: task(((1,), (1,)), ((0,), (1,)), (1, 2), (0, 1), (0, 1), 2, inner_ridge=2))
proof.control(
    "exact inner", lambda: task(BASE, SLOPE, TARGETS, (0, 1, 2), (0, 1, 2), Fraction(3, 5), steps=0, start=(1,))
)

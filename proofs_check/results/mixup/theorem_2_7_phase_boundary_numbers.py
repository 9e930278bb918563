"""Theorem 2.7's phase boundary in numbers: enclosures, an exact crossing, h_eps itself, and the negative controls."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import flint
import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Result, Settings
from proofs_check.methods import balls, exact, sampled
from proofs_check.results.mixup.theorem_2_7_phase_boundary import proof
from theory.numbers import ball
from theory.results.mixup import theorem_2_7 as closed_form
from theory.results.mixup import theorem_2_7_phase_boundary as room
from theory.results.mixup.theorem_2_7 import ThreePoints

GOLDEN = (1 + sp.sqrt(5)) / 4
RESOLUTIONS = {  # alpha* to the digits shown
    "1/2": "3.1562",
    "2/5": "3.8464",
    "1/4": "4.8833",
    "1/10": "22.8813",
    "1/20": "91.1231",
    "1/50": "568.807",
    "1/100": "2274.818",
}


@proof.check("seven enclosures", "balls", "alpha* is within 1e-9 of the values shown, by two certified signs each")
def seven_enclosures(_: Settings) -> Result:
    values = {}
    for epsilon, digits in RESOLUTIONS.items():
        lo, hi = room.phase_boundary(Fraction(epsilon))
        half_unit = Fraction(1, 2 * 10 ** len(digits.partition(".")[2]))
        values[f"eps = {epsilon}: excess at {float(hi):.10f}"] = _excess_at(hi, epsilon, 1)
        values[f"eps = {epsilon}: minus the excess at {float(lo):.10f}"] = _excess_at(lo, epsilon, -1)
        values[f"eps = {epsilon}: 1e-9 less the width"] = _constant(Fraction(1, 10**9) - (hi - lo))
        values[f"eps = {epsilon}: room about {digits}"] = _constant(
            half_unit - max(abs(lo - Fraction(digits)), abs(hi - Fraction(digits)))
        )
    return balls.positive(values, "uniform weights")


def _excess_at(alpha: Fraction, epsilon: str, sign: int) -> Callable[[], flint.arb]:
    return lambda: sign * closed_form.failure_excess(ball(alpha), ball(epsilon), ball(closed_form.UNIFORM))


def _constant(value: Fraction) -> Callable[[], flint.arb]:
    return lambda: ball(value)


@proof.check("an exact crossing", "exact", "alpha*((1 + sqrt 5)/4) = 1 exactly")
def an_exact_crossing(_: Settings) -> Result:
    tie = closed_form.failure_excess(Fraction(1), GOLDEN, closed_form.UNIFORM)
    lo, hi = room.phase_boundary(GOLDEN)
    comparisons = {"excess": (tie, "==", 0), "below": (lo, "<", 1), "above": (hi, ">", 1)}
    return exact.compare(comparisons, "epsilon = (1 + sqrt 5)/4, uniform weights")


@proof.check("digamma, enclosed", "balls", "psi(2 alpha + 1) - psi(alpha + 1) < ln 2, strictly, for alpha <= 16")
def digamma_enclosed(_: Settings) -> Result:
    gap = lambda a: ball(2).log() - (2 * a + 1).digamma() + (a + 1).digamma()  # noqa: E731
    return balls.positive_on_box(gap, [(0, 16)], "0 <= alpha <= 16")


@st.composite
def near_the_boundary(draw: st.DrawFn) -> ThreePoints:
    """Whole alphas, half of them next to the crossing where it is within reach."""
    epsilon = draw(st.fractions(Fraction(1, 8), Fraction(9, 8), max_denominator=20))
    p = draw(st.sampled_from([Fraction(1, 3), Fraction(1, 4), Fraction(3, 10), Fraction(2, 5), Fraction(49, 100)]))
    alpha = draw(st.integers(1, 60))
    if draw(st.booleans()) and room.at_every_alpha(epsilon, p) is None:
        nearest = round(room.phase_boundary(epsilon, p)[0])
        alpha = min(max(1, nearest + draw(st.integers(-1, 1))), 200)
    return ThreePoints(alpha, epsilon, p)


@proof.check("h_eps itself", "sampled", "on random instances h_eps misclassifies exactly beyond the enclosure")
def h_eps_itself(how: Settings) -> Result:
    def prop(instance: ThreePoints) -> bool | None:
        if not proof.claim.applies_to(instance):
            return None
        same = closed_form.mass_gap(instance) == closed_form.failure_excess(
            instance.alpha, instance.epsilon, instance.outer_weight
        )
        return same and proof.claim.conclusion(instance).holds is True

    return sampled.holds_on(near_the_boundary(), prop, how, (30, 100, 600), "whole alpha, exact")


proof.control("resolution below 1", lambda: ThreePoints(4, 1))
proof.control("heavy ends", lambda: ThreePoints(4, Fraction(1, 2), Fraction(1, 4)))

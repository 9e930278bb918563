"""A formula that is broken in its home turns the run of its claim red."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

import pytest

from proofs_check import verify
from proofs_check.results.mixup import proposition_2_8_no_self_pairs as argument_2_8_no_self_pairs
from theory import assumptions
from theory.clearances import exact_clearance
from theory.mixing import laws as mixing
from theory.mixing import oscillating
from theory.numbers import less, less_equal
from theory.optimal import exact as optimal
from theory.optimal.exact import segment_length
from theory.results.mixup import (
    definition_2_1,
    lemma_2_3,
    lemma_2_3_continuity,
    lemma_2_3_proper_losses,
    proposition_2_5,
    proposition_2_8_no_self_pairs,
    segments,
    theorem_2_7,
    theorem_2_7_phase_boundary,
    theorem_2_10_quantitative,
    theorem_3_2,
    theorem_3_2_continuity,
)


class Break(NamedTuple):
    """What is replaced, where (the places that hold it), by what, and the claim that must notice."""

    claim: str
    places: Sequence[Any]
    name: str
    broken: Any


def half_factor(alpha: Any, epsilon: Any, outer_weight: Any = Fraction(1, 3)) -> Any:
    p, q = outer_weight, 1 - 2 * outer_weight
    power = (epsilon * (1 - epsilon)) ** alpha
    middle = theorem_2_7.middle_mass(alpha, epsilon)
    return 2 * p * p * middle - q * q - p * q * theorem_2_7.central_binomial(alpha) * power


def doubled_clearance(*arguments: Any) -> Any:
    found = exact_clearance(*arguments)
    return replace(found, proximity=None if found.proximity is None else 2 * found.proximity)


side, charged, weight = lemma_2_3.sphere_side, assumptions._charged, theorem_3_2._weight
TINY = Fraction(1, 10**9)
BREAKS = {
    "dropped factor 2": Break("lemma-2.3", [lemma_2_3], "above_diagonal", lambda moment: moment),
    "swapped lambda": Break(
        "lemma-2.3", [lemma_2_3], "ordered_term", lambda moment_ij, mass_ji, moment_ji: mass_ji - moment_ij + moment_ji
    ),
    "missing self-pair": Break(
        "theorem-2.7", [theorem_2_7], "mixup_optimal_exact", partial(optimal.mixup_optimal_exact, self_pairs=False)
    ),
    "closed ball": Break(
        "lemma-2.3-continuity-printed",
        [lemma_2_3, lemma_2_3_continuity],
        "sphere_side",
        lambda *a: -1 if side(*a) == 0 else side(*a),
    ),
    "wrong moment": Break(
        "proposition-2.8-no-self-pairs", [mixing.Mixing], "moment", lambda self, lo, hi: self.mass(lo, hi) / 2
    ),
    "one class in the ball": Break("definition-2.1-printed", [definition_2_1], "local_masses", lambda *_: [1, 0]),
    "sign of the tangent": Break(
        "lemma-2.3-proper-losses",
        [lemma_2_3_proper_losses],
        "bregman",
        lambda g_y, g_t, slope, y, t: g_y - g_t + slope * (y - t),
    ),
    "a density that does not oscillate": Break("remark-2.4-printed", [oscillating], "LOW", oscillating.HIGH),
    "an end of the other class": Break("proposition-2.5", [proposition_2_5], "LABELS", (1, 1, 1, 2)),
    "half a factor": Break(
        "theorem-2.7-phase-boundary", [theorem_2_7, theorem_2_7_phase_boundary], "failure_excess", half_factor
    ),
    "twice the clearance": Break(
        "theorem-2.10-quantitative", [theorem_2_10_quantitative], "exact_clearance", doubled_clearance
    ),
    "a modulus without the distance": Break(
        "theorem-2.10-modulus", [theorem_2_10_quantitative.Vicinity], "distance", Fraction(0)
    ),
    "a reach that is closed": Break("segments-near-a-point", [segments], "less", less_equal),
    "delta up to 3/4": Break("theorem-3.2", [theorem_3_2], "delta_in_range", lambda delta: 0 < delta <= Fraction(3, 4)),
    "lambda equal to 1 - delta": Break(
        "theorem-3.2", [assumptions], "_charged", lambda x, s, t, mixing, most: charged(x, s, t, mixing, most - TINY)
    ),
    "lengths turned over": Break(
        "theorem-3.2-continuity",
        [theorem_3_2],
        "_weight",
        lambda data, mixing, pair: weight(data, mixing, pair) * segment_length(data, *pair[:2]) ** 2,
    ),
    "the farther end wins": Break("margin-half-distance", [theorem_3_2_continuity], "less", lambda a, b: less(b, a)),
    "a neighbour for two": Break(
        "proposition-2.8-no-self-pairs",
        [proposition_2_8_no_self_pairs, argument_2_8_no_self_pairs],
        "neighbour_share",
        lambda middle, near, away: (middle + away) / (middle + near),
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_run_turns_red(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    claim, places, attribute, broken = BREAKS[name]
    for place in places:
        monkeypatch.setattr(place, attribute, broken)
    theorem_2_7_phase_boundary.phase_boundary.cache_clear()
    (entry,) = verify([claim], preset="quick", jobs=1).claims
    assert [e.error for e in entry.evidence if e.error] == []  # a check that crashes does not say no
    assert any(e.holds is not True for e in entry.evidence), entry.message
    assert not entry.as_expected, entry.message
    theorem_2_7_phase_boundary.phase_boundary.cache_clear()


def test_the_same_runs_are_as_expected_when_nothing_is_broken() -> None:
    said = ("lemma-2.3", "theorem-2.7", "theorem-2.10-modulus", "theorem-2.10-quantitative", "theorem-3.2-continuity")
    cheap = {entry.claim for entry in BREAKS.values()} - set(said)  # by their own tests
    assert verify(sorted(cheap), preset="quick", jobs=1).as_expected

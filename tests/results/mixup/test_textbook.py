"""What is trusted: few theorems, each with one wording; and the steps that replaced others can fail."""

from __future__ import annotations

import pytest

from proofs_check.evidence import Role, proofs
from proofs_check.results.mixup import (
    textbook,
    theorem_2_7_phase_boundary,
    theorem_2_11,
    theorem_2_11_all_data,
    theorem_3_5_converse,
    theorem_3_5_squared_loss,
)

MOST = 12


def trusted() -> set[str]:
    """The theorems, by statement and citation, under all claims of this paper."""
    mixup = [proof for proof in proofs().values() if proof.claim.paper.key == "mixup"]
    return {item.conclusion for proof in mixup for item in proof.items if item.role is Role.TRUSTED}


def test_few_theorems_are_trusted_and_each_has_one_wording():
    found = trusted()
    assert {f"{statement} ({citation})" for _, statement, citation in SHARED} <= found
    assert len(found) <= MOST
    assert len({conclusion.split("(")[0] for conclusion in found}) == len(found)


SHARED = (textbook.INTEGRALS, textbook.LIMITS, textbook.INTERMEDIATE_VALUES, textbook.MEAN_VALUE, textbook.EULER)

BROKEN = [
    (
        "theorem-2.7-phase-boundary",
        "continuous",
        theorem_2_7_phase_boundary,
        "log_ratio",
        lambda s, larger, a: -s * (a - 1) + s * (larger - 1),
    ),
    ("theorem-3.5", "tangents", textbook, "tangent_line", lambda value, slope, distance: value + 2 * slope * distance),
    ("theorem-3.5-criterion", "optimality", theorem_3_5_converse, "half_way", lambda g, v: -3 * g / v),
    ("theorem-3.5-criterion", "optimality", theorem_3_5_converse, "half_way", lambda g, v: g / (2 * v)),
    ("theorem-3.5-squared-loss-sharp", "convex", theorem_3_5_squared_loss, "more_along", lambda s, k, h: -k * h * h),
    ("theorem-2.11", "hyperplanes are null", theorem_2_11, "on_plane", lambda a, x, rest: a * x * x + rest == 0),
    (
        "theorem-2.11-all-data",
        "a projection tells points apart",
        theorem_2_11_all_data,
        "is_large",
        lambda t, most, last: last * t > most,
    ),
    (
        "theorem-2.11-all-data",
        "power sums determine a multiset",
        theorem_2_11_all_data,
        "telling_polynomial",
        lambda t, here, there, apart: (t - there) * (t - apart) / ((here - there) * (here - apart)),
    ),
]


@pytest.mark.parametrize(("claim", "step", "module", "name", "wrong"), BROKEN)
def test_a_step_that_replaced_a_theorem_can_fail(run, monkeypatch, claim, step, module, name, wrong):
    assert run(claim, step).holds is True
    monkeypatch.setattr(module, name, wrong)
    assert run(claim, step).holds is not True

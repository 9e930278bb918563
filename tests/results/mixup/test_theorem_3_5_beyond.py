"""Beyond Theorem 3.5: parallel level vectors, and where the equivalence first fails."""

import pytest

from proofs_check.results.mixup import theorem_3_5_beyond as argued
from theory import Beta, LabeledDataset
from theory.claim import Verdict
from theory.linear import LinearMixup
from theory.linear.loss import logistic_slope
from theory.results.mixup import theorem_3_5_beyond as stated
from theory.results.mixup.theorem_3_5_beyond import agree_iff_parallel_levels, has_parallel_levels

# symmetric about the first axis, margins 1, 2 and 3, masses 5/8 and 3/8
KITE = LabeledDataset(
    [[1, 1], [1, -1], [2, 0], [-3, 2], [-3, -2]], [1, 1, 1, -1, -1], ["1/8", "1/8", "3/8", "3/16", "3/16"]
)
LEVELS = "theorem-3.5-parallel-levels"


@pytest.mark.parametrize(
    ("claim_id", "expected"),
    [
        ("theorem-3.5-parallel-levels", Verdict.PROVED),
        ("theorem-3.5-no-others", Verdict.SUPPORTED),
        ("theorem-3.5-without-interpolation", Verdict.REFUTED),
    ],
)
def test_verdicts(verdict, claim_id, expected):
    assert verdict(claim_id) is expected


def test_more_points_than_dimensions_three_margins_unequal_masses():
    for mixing in (Beta(1), Beta("1/2"), Beta(3, 1)):
        assert agree_iff_parallel_levels(LinearMixup(KITE, mixing)).holds is True
        assert has_parallel_levels(LinearMixup(KITE, mixing)).holds is True


def test_one_weight_off_and_the_direction_turns():
    uneven = LabeledDataset(KITE.exact_points, KITE.labels, ["1/8", "1/8", "3/8", "2/16", "4/16"])
    instance = LinearMixup(uneven, Beta(1))
    assert has_parallel_levels(instance).holds is False
    assert agree_iff_parallel_levels(instance).holds is True


@pytest.mark.parametrize(
    ("claim_id", "step", "name", "wrong"),
    [
        (LEVELS, "level vectors", "pair_slope_at", lambda lam, own, other: logistic_slope(own[0], 1)),
        (LEVELS, "falls at 0", "slope_along", lambda a, b, z: -(a - b) / 2),
        (LEVELS, "special cases", "one_margin", lambda v, w, q, r: (v * q - w * r, w * q)),
    ],
)
def test_a_step_fails_when_its_formula_is_wrong(run, monkeypatch, claim_id, step, name, wrong):
    monkeypatch.setattr(argued, name, wrong)
    assert run(claim_id, step).holds is False


@pytest.mark.parametrize("answer", [True, False])
def test_a_wrong_idea_of_parallel_levels_is_noticed(run, monkeypatch, answer):
    monkeypatch.setattr(stated, "has_parallel_levels", lambda instance: stated.Finding(answer))
    assert run("theorem-3.5-no-others", "all small data").holds is False


def test_images_are_the_symmetries_of_the_square():
    images = set(argued._images((1, 2), ((0, 1), (2, 2))))
    assert len(images) == 8
    assert all(min(argued._images(key[0], key[1:])) == min(images) for key in images)

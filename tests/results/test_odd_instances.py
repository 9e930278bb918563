"""Instances that are odd but allowed: each once made a claim that stands say no, or raise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

from proofs_check.results.large_batch.runs import SHRINKING
from theory.claim import claims
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup
from theory.linear.mixed_outputs import MixedOutputs
from theory.mixing import Beta, Density, Discrete, Midpoint
from theory.mixing.oscillating import OscillatingDensity
from theory.numbers import Truth
from theory.optimal.mixed_pairs import MixedPairs
from theory.results.large_batch.lars_1_separable import Layered
from theory.results.large_batch.lars_2_constant import Ratio
from theory.results.large_batch.lars_2_sharp import Zigzag
from theory.results.mixup.corollary_3_8 import GaussianMixup
from theory.results.mixup.proposition_2_2 import CompetitorInstance
from theory.results.mixup.proposition_2_5 import Cross
from theory.results.mixup.segments import Neighbours
from theory.results.mixup.theorem_2_7 import ThreePoints
from theory.results.mixup.theorem_2_7_asymptotics import SmallResolution
from theory.results.mixup.theorem_2_10 import TrainedLimit
from theory.results.mixup.theorem_2_10_majority import Compared
from theory.results.mixup.theorem_2_10_majority_sharp import Beyond
from theory.results.mixup.theorem_2_10_quantitative import Resolution, Vicinity
from theory.results.mixup.theorem_2_10_quantitative_tight import Tolerance
from theory.results.mixup.theorem_2_11_all_data import Rivals
from theory.results.mixup.theorem_3_2 import MixedPoint
from theory.results.mixup_literature.chidambaram_ge_2025_deterministic import FeatureModel
from theory.results.mixup_literature.chidambaram_ge_2025_smoothing import OneLaw
from theory.results.mixup_literature.oh_yun_2023 import TwoClouds
from theory.results.mixup_literature.zhang_2021_one_sided import NumberedData
from theory.results.mixup_literature.zhang_2021_regulariser import TwoClasses
from theory.results.mixup_literature.zhang_2021_second_order import ScaledOutputs
from theory.results.mixup_literature.zhang_2022 import AveragedClassifier
from theory.results.self_training.expansion_flow import WrongLabels
from theory.results.self_training.gaussian import GaussianClass
from theory.results.self_training.theorem_4_3_weight_2 import Objective
from theory.results.self_training.views import ViewGraph
from theory.results.square_loss.theorem_3_6_uniform import RareLabel

ROOT, ONE, HALF = sp.sqrt(2), Fraction(1), Fraction(1, 2)
TENTHS = [0.1] * 10  # of which the exact sum is not 1
THIRDS = Discrete({0.25: 1 / 3, 0.5: 1 / 3, 0.75: 1 / 3})
UNEVEN = Discrete({0.25: 0.1, 0.75: 0.9})
PLANE = LabeledDataset([[1, 0], [0, 1]], [1, -1], [0.1, 0.9])
NEARLY = LabeledDataset([[1, 0], [0, 1]], [1, -1], [0.3 + 4e-10, 0.7])
HEAVY = LabeledDataset([[1], [2]], [1, 2], [sp.sqrt(2) - 1, 2 - sp.sqrt(2)])
TEN = LabeledDataset([[k + 1] for k in range(10)], [1, -1] * 5, TENTHS)
SIGNED = LabeledDataset([[(-1) ** k] for k in range(10)], [1, -1] * 5, TENTHS)
NOISY = LabeledDataset([[s, s * v] for s in (1, -1) for v in (1, 2, 3, 4, 5)], [1] * 5 + [-1] * 5, TENTHS)
TWICE = LabeledDataset([[(1 + ROOT) ** 2], [3 + 2 * ROOT], [0]], [1, 1, 2])  # the first two are one place
ATOM = Discrete({ROOT / 2: 1})
AT_ROOTS = Discrete({ROOT - 1: "1/3", 2 - ROOT: "2/3"})
T = sp.Symbol("t")
PAIR = LabeledDataset([[0], [1]], [1, 2])
LINE = LabeledDataset([[0], [1], [2 + ROOT]], [1, 2, 1])

FLOATS: list[tuple[str, Callable[[], Any]]] = [
    ("liu-2023-floor", lambda: MixedPairs(NEARLY, Midpoint())),
    ("liu-2023-floor-pairings", lambda: MixedPairs(NEARLY, THIRDS, HALF)),
    ("theorem-3.5-smaller-class", lambda: LinearMixup(NEARLY, UNEVEN)),
    ("theorem-3.5-intercept", lambda: LinearMixup(NEARLY, Beta(1))),
    ("carratino-2022-perturbation", lambda: MixedPairs(PLANE, UNEVEN)),
    ("carratino-2022-pairings", lambda: MixedPairs(TEN, THIRDS, 0)),
    ("zhang-2022-temperature", lambda: AveragedClassifier(SIGNED, (0.25,), (1,), THIRDS, 0.5)),
    ("zhang-2022-temperature-hurts", lambda: AveragedClassifier(SIGNED, (2,), (1,), THIRDS)),
    ("zhang-2021-one-sided", lambda: NumberedData(TEN, THIRDS)),
    ("zhang-2021-remainder", lambda: ScaledOutputs((0.3, -0.7), (1, -1), THIRDS, 0.1)),
    ("mixup-regulariser-linear", lambda: MixedOutputs(((0.3,), (-0.7,)), ((1,), (0,)), THIRDS, weights=(0.1, 0.9))),
    ("mixup-below-label-smoothing", lambda: TwoClasses((0.3, -0.7), (1, -1), THIRDS)),
    ("oh-yun-2023-direction", lambda: TwoClouds(((0.5, 0), (-0.5, 0)), ((1, 0), (0, 1)), THIRDS, (1, 1), 0.3)),
    ("chidambaram-ge-2025-deterministic", lambda: FeatureModel(NOISY, (0,), (0.5, 0.25), THIRDS, 0.1)),
    ("theorem-3.5-intercept", lambda: LinearMixup(PLANE, UNEVEN)),
]
IRRATIONAL: list[tuple[str, Callable[[], Any]]] = [
    ("carratino-2022-perturbation", lambda: MixedPairs(HEAVY, AT_ROOTS)),
    ("carratino-2022-pairings", lambda: MixedPairs(LINE, AT_ROOTS, ROOT / 2)),
    ("zhang-2021-one-sided", lambda: NumberedData(HEAVY, AT_ROOTS)),
    ("carratino-2022-perturbation", lambda: MixedPairs(LINE, AT_ROOTS)),
    ("zhang-2022-temperature", lambda: AveragedClassifier(SIGNED, (ROOT / 8,), (ROOT,), AT_ROOTS, ROOT)),
    ("theorem-2.10-sharp", lambda: TrainedLimit(TWICE, Beta(1))),
    ("theorem-3.5-squared-loss", lambda: LinearMixup(PLANE, ATOM)),
    ("theorem-3.5-squared-loss-sharp", lambda: LinearMixup(TEN, AT_ROOTS)),
    ("theorem-3.5-existence", lambda: LinearMixup(TEN, ATOM)),
    ("theorem-3.5-existence", lambda: LinearMixup(LabeledDataset([[1], [2]], [1, 1]), ATOM)),
]
ONE_CLASS = LabeledDataset([[0], [1]], [1, 1])
EMPTY_SPAN = LabeledDataset([[0], [0]], [1, 1])
OTHERS: list[tuple[str, Callable[[], Any]]] = [
    ("margin-half-distance-printed", lambda: MixedPoint(ONE_CLASS, Beta(1), 1, (HALF,))),
    ("theorem-2.10-quantitative", lambda: Resolution(PAIR, UNEVEN, 0, "1/3")),
    ("theorem-3.5-squared-loss-sharp", lambda: LinearMixup(EMPTY_SPAN, Midpoint())),
    (
        "theorem-3.5-squared-loss-sharp",
        lambda: LinearMixup(PLANE, Density(6 * T * (1 - T), T)),
    ),
    (
        "theorem-2.10-quantitative",
        lambda: Resolution(PAIR, OscillatingDensity(), 0, HALF),
    ),
]
IN_DOUBT: list[tuple[str, Callable[[], Any]]] = [
    ("carratino-2022-perturbation", lambda: MixedPairs(LINE, Beta(1))),
    ("carratino-2022-pairings", lambda: MixedPairs(LINE, Beta(1), 0)),
    ("liu-2023-floor", lambda: MixedPairs(LINE, OscillatingDensity())),
    ("zhang-2021-remainder", lambda: ScaledOutputs((ONE,), (1,), Beta(1))),
    ("mixup-strength", lambda: OneLaw(OscillatingDensity())),
    ("mixup-as-label-smoothing", lambda: LinearMixup(SIGNED, OscillatingDensity())),
    (
        "self-training-expansion-flow",
        lambda: WrongLabels(ViewGraph((0.1, 1), (0, 0), ((0, 1), (1,))), (1, 0), 0, ONE),
    ),
    ("self-training-gaussian", lambda: GaussianClass(Fraction(1, 10**30))),
    ("self-training-4-3-best-weight-sharp", lambda: Objective(2 + Fraction(1, 10**9), 0.1)),
    ("corollary-3.8-unequal-masses", lambda: GaussianMixup(3, 35, 1, Beta(0.3))),
    ("theorem-2.7-asymptotics", lambda: SmallResolution(Fraction(1, 10**10))),
    ("theorem-2.7-phase-boundary", lambda: ThreePoints(1, Fraction(1, 10**30), Fraction(49, 100))),
    ("theorem-2.7-critical-weight", lambda: ThreePoints(1, Fraction(1, 10**30), Fraction(49, 100))),
]


def both(claim_id: str, make: Callable[[], Any]) -> tuple[list[Truth], Truth]:
    """What the assumptions and the conclusion say of an instance."""
    claim, instance = claims()[claim_id], make()
    return [assumption.predicate(instance).holds for assumption in claim.assumptions], claim.conclusion(instance).holds


@pytest.mark.parametrize(("claim_id", "make"), [*FLOATS, *IRRATIONAL, *OTHERS])
def test_an_odd_instance_is_no_counterexample(claim_id, make):
    assumed, concluded = both(claim_id, make)
    assert all(truth is True for truth in assumed)
    assert concluded is True


@pytest.mark.parametrize(("claim_id", "make"), IN_DOUBT)
def test_what_is_not_known_is_left_in_doubt(claim_id, make):
    assumed, concluded = both(claim_id, make)
    assert all(truth is True for truth in assumed)
    assert concluded is None


REFUSED: list[Callable[[], Any]] = [
    lambda: TwoClasses((ONE,), (1,), ATOM),
    lambda: ViewGraph((0,), (0,), ((0,),)),
    lambda: FeatureModel(LabeledDataset([[1], [2]], [1, 1], [ROOT - 1, 2 - ROOT]), (0,)),
    lambda: Resolution(PAIR, Midpoint(), -1, HALF),
    lambda: Beyond(PAIR, 2, HALF),
    lambda: Compared(PAIR, 2, HALF),
    lambda: Vicinity(PAIR, Midpoint(), 0, (ONE, ONE), HALF),
    lambda: Neighbours(PAIR, (ONE, ONE), (ONE,)),
    lambda: MixedPoint(PAIR, Midpoint(), 1, (ONE, ONE)),
    lambda: Cross(Midpoint(), [1, 1, 1, 1]),
    lambda: Rivals(((),), ((),)),
    lambda: Tolerance(ROOT / 2, ONE),
    lambda: ScaledOutputs((ONE,), (1,), OscillatingDensity()),
    lambda: AveragedClassifier(SIGNED, (1,), (1,), OscillatingDensity()),
    lambda: MixedOutputs(((1,),), ((1,),), Midpoint(), at_mix=((0, 1, (ONE,)),)),
]


NOT_WHOLE: list[Callable[[], Any]] = [
    *(lambda n=n: Ratio(n) for n in (2.0, Fraction(3, 2), Fraction(2), "2")),
    lambda: Zigzag(2.0),  # type: ignore[arg-type]
    lambda: RareLabel(Fraction(3, 2), ONE, HALF),  # type: ignore[arg-type]
    lambda: Layered(((1,),), (1.0,), (1,)),  # type: ignore[arg-type]
    lambda: replace(SHRINKING, steps=2.5),
    lambda: replace(SHRINKING, layers=(1.0,)),
]


@pytest.mark.parametrize("make", NOT_WHOLE)
def test_a_number_that_counts_is_whole(make):
    with pytest.raises(ValueError, match="must be a whole number"):
        make()


def test_whole_numbers_of_all_kinds_are_whole():
    for kind in (sp.Integer, np.int64):
        assert both("lars-2-constant", lambda kind=kind: Ratio(kind(3))) == ([], True)
        assert both("lars-2-sharp", lambda kind=kind: Zigzag(kind(3))) == ([], True)


@pytest.mark.parametrize("make", REFUSED)
def test_what_no_predicate_could_decide_is_refused(make):
    with pytest.raises(ValueError, match=r"must|points are|coordinates|moments|flow"):
        make()


def test_a_competitor_with_too_many_values_takes_no_probability_vectors():
    instance = CompetitorInstance(PAIR, Midpoint(), lambda _: [1, 0, 0], "three values")
    assert [a.predicate(instance).holds for a in claims()["proposition-2.2"].assumptions] == [False]

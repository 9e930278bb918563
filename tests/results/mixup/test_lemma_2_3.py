"""Lemma 2.3: verdicts as expected, and every broken formula costs the claim its PROVED."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

import proofs_check.results.mixup.lemma_2_3_minimised as minimised
import theory.results.mixup.lemma_2_3 as lemma
import theory.results.mixup.lemma_2_3_continuity as continuity
import theory.results.mixup.lemma_2_3_proper_losses as losses
from proofs_check.evidence import Settings, proofs
from theory.claim import Verdict
from theory.dataset import LabeledDataset
from theory.geometry import segment_ball_interval
from theory.instances import LocalInstance
from theory.mixing import Beta, Discrete, Midpoint
from theory.numbers import exact

QUICK = Settings("quick")
CLAIMS = (
    "lemma-2.3",
    "lemma-2.3-symmetry-printed",
    "lemma-2.3-continuity-printed",
    "lemma-2.3-continuity",
    "lemma-2.3-proper-losses",
)
TWO_POINTS = LabeledDataset([[0], [1]], [1, 2])


def all_hold(claim_id: str) -> bool:
    """Whether every item holds, up to the first that does not."""
    proof = proofs()[claim_id]
    return all(proof.run(item, QUICK).holds is not False for item in proof.items)


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_verdict_is_the_expected_one(verdict, claim_id: str) -> None:
    assert verdict(claim_id) == proofs()[claim_id].claim.expected


def masses_with(
    share: Callable[[Any, Any], tuple[Any, Any]] = lambda mass, moment: (moment, mass - moment),
    self_pairs: bool = True,
    grow: Fraction = Fraction(0),
) -> Callable[..., list[Any]]:
    """N_i by the usual loop, with one part of it broken.

    On lattice data a self-pair whose ball ``grow`` enlarges by very little is that of the closed ball; for
    other pairs the sphere is a null set of every Beta.
    """

    def local_masses(data: LabeledDataset, law: Any, x: Any, epsilon: Any) -> list[Any]:
        found: list[Any] = [Fraction(0)] * data.n_classes
        for s in range(data.n_points):
            for t in range(data.n_points):
                a, b = data.exact_points[s], data.exact_points[t]
                radius = exact(epsilon) + (grow if s == t else 0)
                interval = segment_ball_interval(a, b, [exact(v) for v in x], radius)
                if interval and (s != t or self_pairs):
                    weight = data.exact_weights[s] * data.exact_weights[t]
                    first, second = share(law.mass(*interval), law.moment(*interval))
                    found[data.codes[s]] += weight * first
                    found[data.codes[t]] += weight * second
        return found

    return local_masses


BROKEN = {
    "missing self-pair": ("local_masses", masses_with(self_pairs=False)),
    "swapped lambda": ("local_masses", masses_with(lambda mass, moment: (mass - moment, moment))),
    "wrong moment": ("local_masses", masses_with(lambda mass, moment: (mass / 2, mass / 2))),
    "closed ball": ("local_masses", masses_with(grow=Fraction(1, 10**12))),
    "dropped factor 2": ("above_diagonal", lambda moment: moment),
    "swapped lambda below the diagonal": ("below_diagonal", lambda mass, moment: 2 * moment),
    "transposed mass": ("ordered_term", lambda moment_ij, mass_ji, moment_ji: moment_ij + moment_ji),
    "wrong sign of the risk": (
        "local_risk",
        lambda masses, logs: sum(n * v for n, v in zip(masses, logs, strict=True)),
    ),
    "not normalised": ("minimiser", lambda masses: list(masses)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_formula_is_not_proved(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target, broken = BROKEN[name]
    monkeypatch.setattr(lemma, target, broken)
    assert not all_hold("lemma-2.3")


def test_the_unbroken_loop_of_this_test_is_proved(verdict, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lemma, "local_masses", masses_with())
    assert verdict("lemma-2.3") is Verdict.PROVED


def test_a_minimiser_of_another_risk_is_seen(verdict, monkeypatch: pytest.MonkeyPatch) -> None:
    right = minimised._pair_weights
    monkeypatch.setattr(minimised, "_pair_weights", lambda *a: right(*a) * np.linspace(1, 1.001, a[0].n_classes))
    assert verdict("lemma-2.3") is Verdict.ERROR


def test_the_jump_is_exact_from_both_sides() -> None:
    at = LocalInstance(TWO_POINTS, Beta(1), (Fraction(1, 10),), Fraction(1, 10))
    below, above = (lemma.minimiser(continuity.one_sided_masses(at, [side])) for side in (-1, 1))
    assert below == [Fraction(34, 35), Fraction(1, 35)]
    assert above == lemma.minimiser(lemma.local_masses(TWO_POINTS, Beta(1), [Fraction(1, 10)], Fraction(1, 10)))


def test_continuity_without_its_jump_is_seen(verdict, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(continuity, "sphere_masses", lambda instance: {})
    assert verdict("lemma-2.3-continuity-printed") is not Verdict.REFUTED
    assert verdict("lemma-2.3-continuity") is Verdict.ERROR


def test_a_sphere_point_that_keeps_the_proportions_makes_no_jump() -> None:
    one_class = LabeledDataset([[0], [1]], [1, 1])
    at = LocalInstance(one_class, Midpoint(), (Fraction(1, 4),), Fraction(1, 4))
    conclusion = proofs()["lemma-2.3-continuity"].claim.conclusion
    assert continuity.sphere_masses(at)
    assert conclusion(LocalInstance(one_class, Midpoint(), (Fraction(1, 4),), Fraction(3, 4))).holds is True


@pytest.mark.parametrize("broken", [lambda g_y, g_t, slope, y, t: g_y - g_t + slope * (y - t), lambda *a: a[0] - a[1]])
def test_another_divergence_is_not_proper(broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(losses, "bregman", broken)
    assert not all_hold("lemma-2.3-proper-losses")


def loss(generator: Any, x: str = "1/8", epsilon: str = "1/4") -> losses.LossInstance:
    t = sp.Symbol("t", positive=True)
    return losses.LossInstance(LocalInstance(TWO_POINTS, Beta(1), (Fraction(x),), Fraction(epsilon)), generator(t), t)


@pytest.mark.parametrize(
    ("generator", "proper", "finite"),
    [
        (lambda t: t**2, True, True),
        (lambda t: t * sp.log(t) + (1 - t) * sp.log(1 - t), True, True),  # one logistic loss for each class
        (lambda t: -sp.sqrt(t), True, True),
        (lambda t: -sp.log(t), True, False),
        (lambda t: 1 / (1 - t), True, False),
        (lambda t: 3 * t, False, True),
        (lambda t: t**3 - t**2, False, True),
    ],
)
def test_which_generators_are_strictly_proper_and_finite(generator: Any, proper: bool, finite: bool) -> None:
    holds = {a.name: a.predicate(loss(generator)).holds for a in proofs()["lemma-2.3-proper-losses"].claim.assumptions}
    assert (holds["strictly proper"] is True, holds["finite"]) == (proper, finite)


def test_an_infinite_generator_is_harmless_where_every_label_is_mixed() -> None:
    """Near 1/2 only the pair of both points is in the ball: no label has a coordinate 0."""
    conclusion = proofs()["lemma-2.3-proper-losses"].claim.conclusion
    assert conclusion(loss(lambda t: -sp.log(t), "1/2", "1/4")).holds is None
    assert conclusion(loss(lambda t: -sp.log(t), "1/8", "1/4")).holds is False


def test_symmetric_laws_of_atoms_agree_with_the_triangle_and_asymmetric_ones_do_not() -> None:
    conclusion = proofs()["lemma-2.3-symmetry-printed"].claim.conclusion
    third = Fraction(1, 3)
    for law, holds in ((Discrete({third: 1}), False), (Discrete({third: "1/2", 2 * third: "1/2"}), True)):
        assert conclusion(LocalInstance(TWO_POINTS, law, (Fraction(1, 2),), Fraction(2))).holds is holds

"""One resolution at every alpha: networks like h at another resolution, or like class means, are told apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from proofs_check.evidence import Evidence, Settings
from proofs_check.experiments.study import measures, networks
from proofs_check.experiments.study.networks import Networks
from proofs_check.experiments.study.sets import StudySet
from proofs_check.results.mixup import one_resolution as argued
from theory.results.mixup.one_resolution import CLASS_MEANS, MULTIPLES, ONE, low_dimension, serves_all


def test_the_record_agrees_in_low_dimension_and_not_in_high() -> None:
    low, high = argued.low(), argued.high()
    assert (len(low.sets), len(high.sets)) == (15, 8)
    assert low_dimension(low).holds
    assert serves_all(low).holds is True
    assert low_dimension(high).holds is False
    assert serves_all(high).holds is False
    assert low_dimension(replace(low, cells=low.cells[:1])).holds is False


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("far", lambda v: {key: value + 0.1 for key, value in v.items()}),
        ("no nearer than class means", lambda v: {**v, CLASS_MEANS: v[ONE]}),
        ("another multiple is better", lambda v: {**v, ONE: v[ONE] + 0.021, CLASS_MEANS: v[CLASS_MEANS] + 0.021}),
    ],
)
def test_each_part_of_the_conclusion_can_fail(name: str, change: object) -> None:
    low = argued.low()
    assert callable(change)
    cells = tuple(replace(cell, variation=change(dict(cell.variation))) for cell in low.cells)
    assert serves_all(replace(low, cells=cells)).holds is False, name


def run_with(monkeypatch: pytest.MonkeyPatch, multiple: float) -> Evidence:
    """The check on networks that say what h does at a multiple of U."""

    def trained(data: StudySet, alpha: float, seeds: range) -> Networks:
        h = measures.at_multiples(data, [alpha])[:, MULTIPLES.index(multiple), 0]
        return Networks(np.stack([h] * len(seeds)), np.ones(len(seeds)))

    monkeypatch.setattr(networks, "trained", trained)
    item = next(item for item in argued.proof.items if item.name == "networks trained here")
    return argued.proof.run(item, Settings("quick"))


def test_networks_at_another_resolution_are_not_taken_for_those_at_an_eighth(monkeypatch: pytest.MonkeyPatch) -> None:
    right = run_with(monkeypatch, 0.125)
    assert (right.holds, right.instances) == (True, 1)
    assert run_with(monkeypatch, 0.25).holds is False
    assert run_with(monkeypatch, 0.05).holds is False

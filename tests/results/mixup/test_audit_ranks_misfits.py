"""The lead ranks misfit points: no ranking that is broken, and no record that says otherwise, is ever SUPPORTED."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from proofs_check.evidence import Settings, decide
from proofs_check.experiments.study import measures, runs, tables
from proofs_check.experiments.study.networks import Networks
from proofs_check.experiments.study.sets import load
from proofs_check.results.mixup import audit_ranks_misfits as argued
from theory.claim import Verdict
from theory.results.mixup.audit_ranks_misfits import BASELINES, LEAD, enough, ranks_first
from theory.results.mixup.study import Study


def changed(study: Study, **auroc: dict[str, float]) -> Study:
    """The study with other values of some rankings: a function of the cell's name for each."""
    return replace(
        study, cells=tuple(replace(cell, auroc={**cell.auroc, **auroc.get(cell.dataset, {})}) for cell in study.cells)
    )


def test_the_record_agrees_and_its_near_neighbours_do_not() -> None:
    study = argued.recorded()
    assert len(study.sets) == 16
    assert enough(study).holds
    assert ranks_first(study).holds is True
    swapped = tuple(
        replace(cell, auroc={**cell.auroc, LEAD: cell.auroc["clearance"], "clearance": cell.auroc[LEAD]})
        for cell in study.cells
    )
    assert ranks_first(replace(study, cells=swapped)).holds is False


@pytest.mark.parametrize("rival", BASELINES)
def test_each_rival_counts(rival: str) -> None:
    study = argued.recorded()
    better = {cell.dataset: {rival: cell.auroc[LEAD] + 0.001} for cell in study.cells}
    assert ranks_first(changed(study, **better)).holds is False


def test_a_lead_that_is_best_but_not_good_is_not_enough() -> None:
    study = argued.recorded()
    poor = {name: {LEAD: 0.89, **dict.fromkeys(BASELINES, 0.5)} for name in study.sets}
    assert ranks_first(changed(study, **poor)).holds is False
    good = {name: {LEAD: 0.91, **dict.fromkeys(BASELINES, 0.5)} for name in study.sets}
    assert ranks_first(changed(study, **good)).holds is True


def like_h(name: str, *_: object) -> runs.Trained:
    """Networks that say at each training point what h does at .2 U; without Mixup all are right."""
    data = load(name)
    h = measures.at_multiples(data, [argued.ALPHA])[:, measures.MULTIPLES.index(0.2), 0]
    right = 0.1 / data.n_classes + 0.9 * np.eye(data.n_classes)[data.codes]
    accuracy = np.ones(argued.RUNS)
    networks = {float(argued.ALPHA): Networks(np.stack([h] * argued.RUNS), accuracy)}
    return runs.Trained(data, Networks(np.stack([right] * argued.RUNS), accuracy), networks, right)


def verdict() -> Verdict:
    """What all the evidence of the claim amounts to."""
    return decide(argued.proof.claim, [argued.proof.run(item, Settings("quick")) for item in argued.proof.items])[0]


def test_with_a_shuffled_ranking_it_is_not_supported(monkeypatch: pytest.MonkeyPatch) -> None:
    networks = {name: like_h(name) for name in argued.SETS}
    monkeypatch.setattr(runs, "train_all", lambda name, *_: networks[name])
    assert verdict() is Verdict.SUPPORTED
    at_multiples = measures.at_multiples

    def shuffled(data: measures.StudySet, alphas: list[float]) -> measures.Array:
        return np.random.default_rng(0).permutation(at_multiples(data, alphas))

    monkeypatch.setattr(measures, "at_multiples", shuffled)
    assert verdict() is Verdict.UNDECIDED


def test_a_record_that_says_otherwise_is_not_agreed_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check reads the table: with the lead's numbers half as far above chance it says no."""
    table = tables.recorded("audit")
    column = f"auroc {LEAD}"
    table[column] = 0.5 + (table[column] - 0.5) / 2
    monkeypatch.setattr(tables, "recorded", lambda _: table)
    item = next(item for item in argued.proof.items if item.name == "recorded study")
    assert argued.proof.run(item, Settings()).holds is False


def test_too_few_sets_or_misfit_points_are_no_instance() -> None:
    study = argued.recorded()
    assert enough(replace(study, cells=study.cells[:2])).holds is False
    few = replace(study, cells=(replace(study.cells[0], misfit=2), *study.cells[1:]))
    assert enough(few).holds is False
    assert enough(argued.one_set()).holds is False
    assert ranks_first(argued.one_set()).holds is False

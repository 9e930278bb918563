"""From which eps and from which alpha the worst points are lost, searched for in blocks that may run on a cluster."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from proofs_check.audit.blocks import Here, Runner, handed_out
from proofs_check.audit.findings import Audit, Settings
from proofs_check.audit.thresholds import Enclosure, unsafe_alpha, unsafe_epsilon
from proofs_check.support.console import progress
from theory.dataset import LabeledDataset
from theory.numbers import Array
from theory.optimal.local_pairs import LocalPairs, local_pairs

Indices = NDArray[np.intp]
Found = dict[int, Enclosure]
Tell = Callable[[], None]
SEARCHED_PAIRS = 2**17  # a list of pairs longer than this is not searched any further
ON_A_WORKER = 16  # points of a block: each block makes the lengths of all pairs anew


def first_epsilons(found: Audit, query: Indices, runner: Runner) -> Found:
    """The infima of the unsafe eps, in rounds of growing radius, until one is found or the lists are too long."""
    data = found.prepared.dataset
    extent = 2 * float(np.linalg.norm(data.points - data.points.mean(axis=0), axis=1).max())
    low = dict(zip(query.tolist(), np.minimum(found.certified[query], extent).tolist(), strict=True))
    radius = {i: max(2 * least, found.epsilon) for i, least in low.items()}
    enclosures = {i: Enclosure(least, math.inf) for i, least in low.items()}
    while len(query):
        task = partial(_epsilons, radius=radius, low=low, settings=found.settings)
        searched = _run(runner, task, data, query, "first unsafe eps")
        enclosures |= searched
        query = np.array([i for i in query.tolist() if _is_open(searched.get(i), radius[i])], dtype=np.intp)
        for i in query.tolist():
            low[i], radius[i] = radius[i], 2 * radius[i]
    return enclosures


def first_alphas(found: Audit, query: Indices, runner: Runner) -> Found:
    """The infima of the unsafe alpha at the eps in the middle; none is unsafe where eps is within the clearance."""
    safe = {i: Enclosure(math.inf, math.inf) for i in query.tolist() if found.fate(i) == "safe"}
    rest = np.array([i for i in query.tolist() if i not in safe], dtype=np.intp)
    task = partial(_alphas, epsilon=found.epsilon, settings=found.settings)
    return safe | _run(runner, task, found.prepared.dataset, rest, "first unsafe alpha")


def _is_open(enclosure: Enclosure | None, radius: float) -> bool:
    """Whether all eps up to ``radius`` turned out safe, so that larger ones have to be looked at."""
    return enclosure is not None and math.isinf(enclosure.high) and enclosure.low == radius


def _run(runner: Runner, task: Callable[..., Found], data: LabeledDataset, query: Indices, name: str) -> Found:
    """What ``task`` finds at some points, of which each counts for the bar as soon as this process knows."""
    here, blocks = isinstance(runner, Here), handed_out(query, runner, ON_A_WORKER)
    found: Found = {}
    with progress(len(query), name) as advance:
        for number, part in runner.run(partial(task, tell=advance) if here else task, data, blocks):
            found |= part
            for _ in blocks[number] if not here else ():
                advance()
    return found


def _nobody() -> None:
    """Tell nobody: a worker has no bar."""


def _epsilons(
    dataset: LabeledDataset, block: Indices, radius: Mapping[int, float], low: Mapping[int, float], settings: Settings,
    tell: Tell = _nobody,
) -> Found:  # fmt: skip
    """The infima of the unsafe eps up to the ``radius`` of each point of a block; those up to its ``low`` are safe."""

    def search(pairs: LocalPairs) -> Enclosure:
        return unsafe_epsilon(pairs, settings.law, low[pairs.index], settings.self_pairs, settings.mixed)

    return _search(dataset, block, np.array([radius[i] for i in block.tolist()]), search, tell)


def _alphas(dataset: LabeledDataset, block: Indices, epsilon: float, settings: Settings, tell: Tell = _nobody) -> Found:
    """The infima of the unsafe alpha at a block of points."""

    def search(pairs: LocalPairs) -> Enclosure:
        return unsafe_alpha(pairs, epsilon, settings.self_pairs, settings.prob)

    return _search(dataset, block, np.full(len(block), epsilon), search, tell)


def _search(
    dataset: LabeledDataset, block: Indices, radius: Array, search: Callable[[LocalPairs], Enclosure], tell: Tell
) -> Found:
    """What ``search`` finds in the pairs within ``radius`` (q,) of the points of a block that are not too many."""
    found = {}
    for pairs in local_pairs(dataset, block, radius, most=SEARCHED_PAIRS):
        found[pairs.index] = search(pairs)
        tell()
    return found

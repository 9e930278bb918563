"""From which eps and from which alpha the worst points are lost, searched for in blocks that may run on a cluster."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from proofs_check.audit.blocks import Here, Runner, split
from proofs_check.audit.findings import Audit, Settings
from proofs_check.audit.thresholds import Enclosure, unsafe_alpha, unsafe_epsilon
from proofs_check.support.console import progress
from theory.dataset import LabeledDataset
from theory.numbers import Array
from theory.optimal.local_pairs import local_pairs

Indices = NDArray[np.intp]
Found = dict[int, Enclosure]
Tell = Callable[[], None]
SEARCHED_PAIRS = 2**17  # a list of pairs longer than this is not searched any further
ON_A_WORKER = 16  # points of a block: each block makes the lengths of all pairs anew


def first_epsilons(found: Audit, query: Indices, runner: Runner) -> Found:
    """The infima of the unsafe eps, in rounds of growing radius, until one is found or the lists are too long."""
    data, low = found.prepared.dataset, np.zeros(found.prepared.dataset.n_points)
    extent = 2 * float(np.linalg.norm(data.points - data.points.mean(axis=0), axis=1).max())
    low[query] = np.minimum(found.certified, extent)[query]
    radius = np.maximum(2 * low, found.epsilon)
    enclosures = {int(i): Enclosure(float(low[i]), math.inf) for i in query}
    while len(query):
        task = partial(_epsilons, radius=radius, low=low, settings=found.settings)
        searched = _run(runner, task, data, query, "first unsafe eps")
        enclosures |= searched
        query = np.array([i for i in query if _is_open(searched.get(int(i)), radius[i])], dtype=np.intp)
        low[query] = radius[query]
        radius[query] *= 2
    return enclosures


def first_alphas(found: Audit, query: Indices, runner: Runner) -> Found:
    """The infima of the unsafe alpha at the eps in the middle; none is unsafe where eps is within the clearance."""
    safe = {int(i): Enclosure(math.inf, math.inf) for i in query if found.fate(int(i)) == "safe"}
    rest = np.array([i for i in query if int(i) not in safe], dtype=np.intp)
    task = partial(_alphas, epsilon=found.epsilon, settings=found.settings)
    return safe | _run(runner, task, found.prepared.dataset, rest, "first unsafe alpha")


def _is_open(enclosure: Enclosure | None, radius: float) -> bool:
    """Whether all eps up to ``radius`` turned out safe, so that larger ones have to be looked at."""
    return enclosure is not None and math.isinf(enclosure.high) and enclosure.low == radius


def _run(runner: Runner, task: Callable[..., Found], data: LabeledDataset, query: Indices, name: str) -> Found:
    """What ``task`` finds at some points, of which each counts for the bar as soon as this process knows."""
    here = isinstance(runner, Here)
    blocks = split(query, len(query) if here else ON_A_WORKER) if len(query) else []
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
    dataset: LabeledDataset, block: Indices, radius: Array, low: Array, settings: Settings, tell: Tell = _nobody
) -> Found:
    """The infima of the unsafe eps up to ``radius`` (n,) at a block of points; those up to ``low`` (n,) are safe."""
    found = {}
    for pairs in local_pairs(dataset, block, radius[block], most=SEARCHED_PAIRS):
        least = float(low[pairs.index])
        found[pairs.index] = unsafe_epsilon(pairs, settings.law, least, settings.self_pairs, settings.mixed)
        tell()
    return found


def _alphas(dataset: LabeledDataset, block: Indices, epsilon: float, settings: Settings, tell: Tell = _nobody) -> Found:
    """The infima of the unsafe alpha at a block of points."""
    found = {}
    for pairs in local_pairs(dataset, block, np.full(len(block), epsilon), most=SEARCHED_PAIRS):
        found[pairs.index] = unsafe_alpha(pairs, epsilon, settings.self_pairs, settings.prob)
        tell()
    return found

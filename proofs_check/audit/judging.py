"""h_eps at all points, or at as many as the time allows: each against all pairs, so that it is exact for that point.

On request planes through sampled mixes take the place of h_eps (:mod:`proofs_check.audit.planes`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from proofs_check.audit.blocks import Runner, handed_out
from proofs_check.audit.findings import AlphaTable, Judged, Settings
from proofs_check.audit.planes import planes_at_points
from proofs_check.audit.thresholds import TIE
from proofs_check.support.console import progress
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.numbers import Array
from theory.optimal.at_points import masses_at_points

Task = Callable[[LabeledDataset, NDArray[np.intp]], tuple[Array, ...]]
LEAST = 200  # points of a sample, whatever they cost
FIRST = 32  # points by which the cost of the next ones is judged
GROWTH = 4
AT_ONCE = 4096
ON_A_WORKER = 128
TABLE_SAMPLE = 200
TABLE_SHARE, TABLE_LEAST = 0.5, 20  # of the budget; and the fewest points of a table
ALPHAS = (0.1, 0.2, 0.3, 0.4, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 256.0, 1024.0)


def judge(dataset: LabeledDataset, epsilons: Sequence[float], settings: Settings, runner: Runner) -> Judged:
    """What a sample of points is judged by, for each eps, at the alpha, the pairing and the share of mixed samples."""
    order = sample_order(dataset, settings)
    size = len(order) if settings.sample is None else min(settings.sample, len(order))
    budget = settings.budget if settings.sample is None else np.inf
    started = time.perf_counter()
    middle = len(epsilons) // 2
    exact = (middle,) if settings.self_pairs else None  # the other pairing is told at that eps alone
    task = _task(settings, epsilons, (settings.law,), settings.mixed, exact)
    parts = _run(runner, dataset, order[:size], task, budget, LEAST, "points judged")
    found, other_pairing = (np.concatenate(each)[:, :, 0] for each in zip(*parts, strict=True))
    query = order[: len(found)]
    codes = dataset.codes[query]
    own, other, rival = _against_rivals(found, codes)
    theirs = _against_rivals(other_pairing[:, [middle]], codes)
    lost_other = np.asarray(theirs[0] - theirs[1] <= TIE)[:, 0]
    return Judged(query, own, other, rival, lost_other, time.perf_counter() - started)


def alpha_table(dataset: LabeledDataset, epsilons: Sequence[float], settings: Settings, runner: Runner) -> AlphaTable:
    """How many of 200 points drawn at random are lost at each alpha and eps; of fewer where 200 take too long."""
    asked = {settings.alpha} if not isinstance(settings.alpha, tuple) and settings.alpha else set()
    alphas = tuple(sorted({*ALPHAS, *asked}))
    query = np.random.default_rng(settings.seed).permutation(dataset.n_points)[:TABLE_SAMPLE]
    budget = TABLE_SHARE * settings.budget
    exact = () if settings.self_pairs else None
    task = _task(settings, epsilons, alphas, settings.prob, exact, other_pairing=False)
    parts = _run(runner, dataset, query, task, budget, TABLE_LEAST, "points lost by alpha")
    found = np.concatenate([part[0] for part in parts])
    own, other, _ = _against_rivals(found, dataset.codes[query[: len(found)]])
    lost = (own - other <= TIE).sum(axis=0).T
    return AlphaTable(alphas, tuple(epsilons), lost, len(found))


def sample_order(dataset: LabeledDataset, settings: Settings) -> NDArray[np.intp]:
    """The points in the order in which they are judged: at random, or class by class in turn if stratified."""
    order = np.random.default_rng(settings.seed).permutation(dataset.n_points)
    if not settings.stratified:
        return order
    codes = dataset.codes[order]
    turn = np.empty(len(order), dtype=np.intp)
    for code in range(dataset.n_classes):
        turn[codes == code] = np.arange((codes == code).sum())
    return order[np.lexsort((codes, turn))]


def _task(
    settings: Settings, epsilons: Sequence[float], alphas: Sequence[float | Beta], prob: float,
    exact: Sequence[int] | None, other_pairing: bool = True,
) -> Task:  # fmt: skip
    """What works out probabilities (q, e, a, k) at a block of points, in the pairing asked for and in the other one."""
    pairings = (settings.self_pairs, not settings.self_pairs) if other_pairing else (settings.self_pairs,)
    if settings.estimator == "plane":
        return partial(planes_at_points, alphas=alphas, pairings=pairings, prob=prob)
    return partial(_probabilities, epsilons=epsilons, alphas=alphas, pairings=pairings, prob=prob, exact=exact)


def _run(
    runner: Runner, dataset: LabeledDataset, order: NDArray[np.intp], task: Task, budget: float, least: int, name: str
) -> list[tuple[Array, ...]]:
    """``task`` at the first points of ``order``: at all if they fit, else at as many as do."""
    task(dataset, order[:0])  # compiles, which is no part of the cost of a point
    parts: list[tuple[Array, ...]] = []
    done, size, started = 0, min(FIRST, least), time.perf_counter()
    with progress(len(order), name) as advance:
        while done < len(order) and size:
            chunk, began = order[done : done + size], time.perf_counter()
            blocks = handed_out(chunk, runner, ON_A_WORKER)
            found = dict(runner.run(task, dataset, blocks))
            parts += [found[number] for number in range(len(blocks))]
            done += len(chunk)
            for _ in chunk:
                advance()
            size = _next_size(done, len(order), len(chunk), time.perf_counter() - began, budget, started, least)
    return parts


def _next_size(done: int, total: int, last: int, seconds: float, budget: float, started: float, least: int) -> int:
    """How many points more: what the last ones cost tells how many fit."""
    left = budget - (time.perf_counter() - started)
    fitting = int(max(left, 0.0) * last / max(seconds, 1e-9)) if left < np.inf else total
    return min(max(fitting, least - done, 0), GROWTH * last, AT_ONCE, total - done)


def _probabilities(
    dataset: LabeledDataset, block: NDArray[np.intp], epsilons: Sequence[float], alphas: Sequence[float | Beta],
    pairings: Sequence[bool], prob: float, exact: Sequence[int] | None,
) -> tuple[Array, ...]:  # fmt: skip
    """h_eps (q, e, a, k) at a block of points, for each of ``pairings``: with self-pairs, or without."""
    masses = masses_at_points(dataset, block, epsilons, alphas, exact)
    return tuple(masses.probabilities(self_pairs, prob) for self_pairs in pairings)


def _against_rivals(found: Array, codes: NDArray[np.intp]) -> tuple[Array, Array, NDArray[np.intp]]:
    """Own probability, the best other one and its class, from h (q, ..., k) of points of the classes ``codes`` (q,)."""
    own_class = codes.reshape(-1, *[1] * (found.ndim - 1))
    own = np.take_along_axis(found, np.broadcast_to(own_class, (*found.shape[:-1], 1)), axis=-1)[..., 0]
    others = np.where(np.arange(found.shape[-1]) == own_class, -1.0, found)
    rival = np.where(np.isnan(own), -1, np.argmax(others, axis=-1))
    return own, np.where(np.isnan(own), np.nan, others.max(axis=-1)), rival

"""How recovery from midpoints fares when they are noisy, rounded or missing: rows of plain numbers for a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from theory.midpoints import Recovery, midpoints, recover, recover_some
from theory.numbers import Array

Row = dict[str, Any]
OUTCOMES = ("recovered", "undecided", "wrong")


def outcome(found: Recovery, points: Array) -> str:
    """Whether the points are "recovered", as the only solution, or the answer is "undecided", or else "wrong"."""
    if found.undecided:
        return "undecided"
    if len(found.solutions) == 1:
        gaps = np.abs(found.points[:, None] - points).max(axis=2)
        if max(gaps.min(axis=0).max(), gaps.min(axis=1).max()) <= found.error:
            return "recovered"
    return "wrong"


def noisy(sizes: Sequence[tuple[int, int]], levels: Sequence[float], runs: int, seed: int) -> list[Row]:
    """Gaussian points (m, d) and midpoints with uniform errors up to a level, which the recovery is told.

    A level is in standard deviations of a coordinate.  One row for each size and level, with the share of each outcome.
    """
    rows = []
    for m, d in sizes:
        for level in levels:
            seen: Counter[str] = Counter()
            for run in range(runs):
                rng = np.random.default_rng([seed, m, d, run])
                points = rng.normal(size=(m, d))
                given = rng.permutation(midpoints(points))
                given += rng.uniform(-level, level, given.shape)
                seen[outcome(recover(given, level), points)] += 1
            rows.append({"points": m, "dimension": d, "noise": level, **{o: seen[o] / runs for o in OUTCOMES}})
    return rows


def rounded_digits(sizes: Sequence[int], decimals: Sequence[int]) -> list[Row]:
    """Handwritten digits, pixels from 0 to 1, and their midpoints rounded: the share of pieces with each outcome.

    All 1,797 digits are cut into pieces of the given size (the last is smaller); one row for each size and number of
    decimals.
    """
    from sklearn.datasets import load_digits

    images = load_digits().data / 16
    rows = []
    for m in sizes:
        pieces = [images[start : start + m] for start in range(0, len(images), m)]
        for places in decimals:
            bound = 0.5 * 10.0**-places
            seen = Counter(outcome(recover(midpoints(p).round(places), bound), p) for p in pieces)
            shares = {o: seen[o] / len(pieces) for o in OUTCOMES}
            rows.append({"points": m, "decimals": places, "pieces": len(pieces), **shares})
    return rows


def missing(sizes: Sequence[int], dimension: int, shares: Sequence[float], runs: int, seed: int) -> list[Row]:
    """Gaussian points of which each midpoint is missing with a given probability.

    "recovered" is the mean share of points found, "wrong" the mean number of others found, and "possible" the mean
    share of points with two given midpoints or more: no method can do better.
    """
    rows = []
    for m in sizes:
        for share in shares:
            right, possible, wrong = [], [], []
            for run in range(runs):
                rng = np.random.default_rng([seed, m, run])
                points, pairs = rng.normal(size=(m, dimension)), np.column_stack(np.triu_indices(m, 1))
                kept = rng.permutation(pairs[rng.random(len(pairs)) >= share])
                possible.append(np.mean(np.bincount(kept.ravel(), minlength=m) >= 2))
                found = recover_some(points[kept[:, 0]] / 2 + points[kept[:, 1]] / 2) if len(kept) else points[:0]
                near = np.abs(found[:, None] - points).max(axis=2) < 1e-9
                right.append(near.any(axis=0).mean())
                wrong.append(float((~near.any(axis=1)).sum()))
            means = {"recovered": np.mean(right), "possible": np.mean(possible), "wrong": np.mean(wrong)}
            rows.append({"points": m, "missing": share, **{name: float(value) for name, value in means.items()}})
    return rows

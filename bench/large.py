"""``python -m bench.large``: all repaired clearances of large data, by hand: minutes, and gigabytes.

The data are MNIST's digits and mixes of one class with noise, or a user's own.  Some points are compared with all pairs
in float64, each through its own squared lengths: a form that shares nothing with the engine.
"""

from __future__ import annotations

import argparse
import json
import resource
import time

import numpy as np

from bench.bench_clearance import _digits, _synthetic
from theory import LabeledDataset, clearance

ROWS_AT_ONCE = 1000  # of the comparison


def by_all_pairs(dataset: LabeledDataset, index: int) -> float:
    """The repaired clearance of one point from squared lengths in float64, all pairs and no pruning."""
    points = dataset.points - dataset.points[index]
    squares = np.einsum("ij,ij->i", points, points)
    own, least = dataset.codes == dataset.codes[index], np.inf
    for start in range(0, len(points), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        inner = points[rows] @ points.T
        lengths = squares[rows, None] + squares - 2 * inner
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.clip((squares - inner) / lengths, 0, 1)  # of the row's point
        found = squares + share * (share * lengths - 2 * (squares - inner))
        found[~np.isfinite(found)] = np.inf
        found[own[rows, None] & own] = np.inf
        found[squares[rows] == 0] = np.inf
        found[:, squares == 0] = np.inf
        least = min(least, float(found.min()))
    return float(np.sqrt(max(least, 0.0)))


def main() -> None:
    """Measure, compare, and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=60_000)
    parser.add_argument("--data", help="NPZ with X (n, d) and y (n,) instead")
    parser.add_argument("--memory", type=float, help="GiB for rows of the distance matrix; what there is by default")
    parser.add_argument("--compare", type=int, default=2, help="how many points are compared with all pairs")
    chosen = parser.parse_args()
    if chosen.data:
        with np.load(chosen.data) as file:
            data = LabeledDataset(file["X"].reshape(len(file["X"]), -1).astype(np.float64), file["y"].tolist())
    else:
        data = _synthetic(chosen.points)
    clearance(_digits(250))  # compiles
    memory = None if chosen.memory is None else int(chosen.memory * 2**30)
    wall, processor = time.perf_counter(), time.process_time()
    found = clearance(data, memory=memory)
    row = {
        "points": data.n_points,
        "dimension": data.dimension,
        "seconds": round(time.perf_counter() - wall, 1),
        "processor seconds": round(time.process_time() - processor, 1),
        "peak GiB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        "least distance": float(found.distance.min()),
        "median distance": float(np.median(found.distance)),
    }
    print(json.dumps(row), flush=True)
    for index in np.random.default_rng(0).choice(data.n_points, chosen.compare, replace=False):
        truth = by_all_pairs(data, int(index))
        print(json.dumps({"point": int(index), "engine": float(found.distance[index]), "all pairs": truth}), flush=True)
        if abs(truth - found.distance[index]) > 1e-6 * truth:
            raise SystemExit(f"point {index}: the engine says {found.distance[index]}, all pairs say {truth}")


if __name__ == "__main__":
    main()

"""``python -m bench.beyond``: clearances of a sample of points among data in a memory-mapped file, by hand: minutes.

Each size is measured in turn, and with several of them the growth is fitted and larger sizes are projected; what was
not measured is called a projection.  The data are a seeded mixture of Gaussians around a low-dimensional sheet, written
piece by piece, or a user's own.  Memory is how much more the process took at its peak than before the first of them.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.machine import measure
from theory.clearances.pieces import NpyRows
from theory.clearances.streamed import MEMORY, streamed_clearance

CLASSES, SHEET, NOISE = 10, 32, 0.3
STEP = 10_000  # points that are written at once
PROJECTED = (10**6,)
DAY = 86_400


def write(path: Path, points: int, dimension: int) -> np.ndarray:
    """Write float32 points (n, d) to an NPY file, and return their labels (n,)."""
    rng = np.random.default_rng(0)
    basis = rng.normal(size=(SHEET, dimension)) / np.sqrt(SHEET)
    centres, labels = rng.normal(size=(CLASSES, SHEET)), rng.integers(0, CLASSES, points)
    file = np.lib.format.open_memmap(path, "w+", np.float32, (points, dimension))
    for start in range(0, points, STEP):
        codes = labels[start : start + STEP]
        inner = centres[codes] + rng.normal(size=(len(codes), SHEET))
        file[start : start + STEP] = inner @ basis + rng.normal(0, NOISE, (len(codes), dimension))
    file.flush()
    return labels


def _peak() -> float:
    """Mebibytes that the process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(
    path: Path, labels: np.ndarray, sample: int, budget: float | None, memory: int, before: float = 0.0
) -> dict[str, Any]:
    """One run: a seeded sample of points against all pairs.  ``before``: what the process had at most until now."""
    rows = NpyRows(path)
    n, dimension = rows.shape
    query = np.random.default_rng(0).permutation(n)[:sample]
    wall, processor = time.perf_counter(), time.process_time()
    found = streamed_clearance(rows, labels, query, budget=budget, memory=memory)
    return {
        "points": n,
        "dimension": dimension,
        "sampled": len(found.distance),
        "seconds": round(time.perf_counter() - wall, 1),
        "processor seconds": round(time.process_time() - processor, 1),
        "gflop of all distances": round(2e-9 * n * n * dimension, 1),
        "file, MiB": round(path.stat().st_size / 2**20, 1),
        "peak, MiB more": round(_peak() - before, 1),
        "least distance": float(found.distance.min()),
        "median distance": float(np.median(found.distance)),
    }


def projection(rows: list[dict[str, Any]], gflops: float) -> list[dict[str, Any]]:
    """What larger data would take by the growth that was fitted, and what the machine could do it in."""
    sizes, times = (np.array([row[name] for row in rows]) for name in ("points", "processor seconds"))
    exponent, constant = np.polyfit(np.log(sizes), np.log(times), 1)
    dimension = rows[-1]["dimension"]
    return [
        {
            "projection to points": n,
            "fitted exponent": round(float(exponent), 2),
            "processor seconds": round(float(np.exp(constant + exponent * np.log(n)))),
            "quadratic from the largest": round(float(times[-1] * (n / sizes[-1]) ** 2)),
            "limit, processor seconds": round(2e-9 * n * n * dimension / gflops),
        }
        for n in PROJECTED
    ]


def main() -> None:
    """Measure and print one line of JSON for each size, and for each projection."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, nargs="+", default=[25_000, 50_000, 100_000], help="one or more sizes")
    parser.add_argument("--dimension", type=int, default=512)
    parser.add_argument("--sample", type=int, default=100, help="points whose clearance is asked for")
    parser.add_argument("--budget", type=float, help="seconds: fewer points of the sample if they do not fit")
    parser.add_argument("--memory", type=float, default=MEMORY / 2**20, help="MiB for pieces and their distances")
    parser.add_argument("--data", type=Path, help="NPY file of the points (n, d) instead")
    parser.add_argument("--labels", type=Path, help="NPY file of its labels (n,)")
    chosen = parser.parse_args()
    memory, rows = int(chosen.memory * 2**20), []
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.npy"
        measured(small, write(small, 500, 8), 10, 1.0, memory)  # compiles
        before = _peak()
        for n in sorted(chosen.points) if chosen.data is None else [0]:
            path = chosen.data or Path(folder) / f"{n}.npy"
            labels = np.load(chosen.labels) if chosen.data else write(path, n, chosen.dimension)
            rows.append(measured(path, labels, chosen.sample, chosen.budget, memory, before))
            print(json.dumps(rows[-1]), flush=True)
    best = measure(time.process_time)  # last, since it takes memory
    print(json.dumps(best._asdict()), flush=True)
    for row in projection(rows, best.gflops) if len(rows) > 1 else []:
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()

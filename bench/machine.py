"""What this machine can do at best, measured: the limit that each engine is held to."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

SIDE, INNER = 3072, 784  # a product of float32 matrices that caches serve well
COPIED = 2**28  # bytes, more than caches hold
REPEATS = 3


class Machine(NamedTuple):
    """Billions of float32 operations a second in a matrix product, and gigabytes a second of a copy, both ways."""

    gflops: float
    gigabytes: float

    def __str__(self) -> str:
        return f"this machine at best: {self.gflops:.0f} GFLOP/s (float32 product), {self.gigabytes:.1f} GB/s (copy)"


def measure(clock: Callable[[], float] = time.perf_counter) -> Machine:
    """The best of a few measurements, with the threads that NumPy has.

    By ``time.process_time``, which other programs disturb less, it is what one second of the processor can do.
    """
    rng = np.random.default_rng(0)
    left, right = (rng.random((SIDE, INNER), dtype=np.float32) for _ in range(2))
    product, source = np.empty((SIDE, SIDE), np.float32), np.ones(COPIED, np.uint8)
    target = np.empty_like(source)
    multiplied = min(_seconds(lambda: np.matmul(left, right.T, out=product), clock) for _ in range(REPEATS))
    copied = min(_seconds(lambda: np.copyto(target, source), clock) for _ in range(REPEATS))
    return Machine(2 * SIDE * SIDE * INNER / multiplied / 1e9, 2 * COPIED / copied / 1e9)


def _seconds(action: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    action()
    return clock() - start

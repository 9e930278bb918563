"""Figure 1's experiment and two moons in one compiled program, against the same protocol as a plain PyTorch loop.

The loop runs in an interpreter of its own, which the variable PYTHON_TORCH names (an environment with
bench/requirements.txt); without it only our side is measured.  The loop is timed on a part of the runs and scaled up.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

LOOP = Path(__file__).with_name("torch_loop.py")
CASES = {
    "lines": ("Figure 1, 60 runs of 5,000 epochs", 5000, 10),
    "moons": ("two moons, 30 runs of 1,000 epochs", 1000, 10),
}
PART = 1  # runs a method that the loop is given, of ten


def _ours(kind: str, epochs: int) -> Callable[[], Any]:
    from proofs_check.experiments import lines, moons
    from theory import Beta, LabeledDataset

    if kind == "lines":
        mixings = [mixing for alpha in lines.ALPHAS for mixing in (None, Beta(alpha))]
        experiment = lines.LineExperiment(LabeledDataset.alternating_line(), mixings)
        return lambda: experiment.run(10, 0)
    protocol = replace(moons.PAPER, epochs=epochs, read_every=epochs)
    return lambda: moons.train_moons(0.5, [None, Beta(1), Beta(1024)], 10, 0, protocol)


def _seconds(action: Callable[[], Any]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _loop_seconds(kind: str, epochs: int, runs: int) -> float | None:
    python = os.environ.get("PYTHON_TORCH")
    if python is None:
        return None
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    command = [python, str(LOOP), kind, str(PART), str(epochs)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return float(run.stdout) * runs / PART


def run() -> list[dict[str, Any]]:
    """Compilation counted apart, and with it."""
    rows = []
    for kind, (what, epochs, runs) in CASES.items():
        action = _ours(kind, epochs)
        first = _seconds(action)
        again = min(_seconds(action) for _ in range(3))
        row: dict[str, Any] = {"what": what, "seconds": again, "with compilation": first}
        loop = _loop_seconds(kind, epochs, runs)
        if loop is not None:
            row |= {"PyTorch loop": loop, "times faster": loop / again, "with compilation, times": loop / first}
        rows.append(row)
    return rows

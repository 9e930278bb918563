"""``python -m bench.cluster``: clearances and verdicts on Dask clusters of 1, 2 and 4 workers, by hand: minutes.

Each worker is a process with one thread that reads the data from an NPY file.  Beside them stands this process, with
one thread and with all it has; every result has to be its result, to the last bit.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import warnings
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np

from bench.bench_clearance import _synthetic
from proofs_check.audit.__main__ import _threads
from proofs_check.audit.blocks import HERE, Cluster, Work
from proofs_check.audit.data import Prepared, prepare_table
from proofs_check.audit.findings import Judged, Settings
from proofs_check.audit.judging import judge
from proofs_check.audit.reading import Wanted, read
from proofs_check.audit.shared import Shared
from theory.clearances import Clearance
from theory.optimal.resolution import unit

ONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")


def _timed(prepared: Prepared, work: Work, sample: int) -> tuple[dict[str, float], Clearance, Judged]:
    """Seconds of the clearances and of the verdicts, and what they are."""
    data, settings = prepared.dataset, Settings(sample=sample)
    epsilon = unit(data).value / 8
    started = time.perf_counter()
    clear = work.clearances(data, "majority", "euclidean")
    between = time.perf_counter()
    judged = judge(data, [epsilon], settings, work.runner)
    seconds = {"clearances, s": between - started, "verdicts, s": time.perf_counter() - between}
    return {name: round(value, 2) for name, value in seconds.items()}, clear, judged


def _on_cluster(workers: int, path: Path, wanted: Wanted, prepared: Prepared, sample: int) -> Any:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50, env=ONE
    ) as running:
        runner = Cluster(running.scheduler_address)
        try:
            runner.share(prepared.dataset, Shared.of(prepared.dataset, path, wanted, False, False))
            _timed(prepared, Work(runner), 4 * workers)  # reads, and compiles
            return _timed(prepared, Work(runner), sample)
        finally:
            runner.close()


def main() -> None:
    """Measure, compare, and print one line of JSON for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=8000)
    parser.add_argument("--sample", type=int, default=512, help="points that are judged")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        path, labels = Path(folder) / "points.npy", Path(folder) / "labels.npy"
        data = _synthetic(chosen.points)
        np.save(path, data.points)
        np.save(labels, data.codes)
        wanted = Wanted(y=str(labels))
        prepared = prepare_table(read(path, wanted))
        places: list[tuple[str, AbstractContextManager[Any]]] = [("all", nullcontext()), ("one", _threads(1))]
        for name, threads in places:
            with threads:
                _timed(prepared, HERE, 4)
                seconds, clear, judged = _timed(prepared, HERE, chosen.sample)
            print(json.dumps({"where": f"this process, threads: {name}", **seconds}), flush=True)
        for workers in chosen.workers:
            seconds, found, verdicts = _on_cluster(workers, path, wanted, prepared, chosen.sample)
            for one, other in ((found, clear), (verdicts, judged)):
                for field in set(vars(one)) - {"seconds"}:
                    np.testing.assert_array_equal(getattr(one, field), getattr(other, field), err_msg=field)
            print(json.dumps({"where": f"workers: {workers}", **seconds, "same bits": True}), flush=True)


if __name__ == "__main__":
    main()

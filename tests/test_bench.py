"""The benchmarks are found, chosen by name and shown as tables."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

import bench
import bench.__main__ as runner
from bench import beyond
from bench.machine import Machine, measure
from bench.rows import compared
from theory import LabeledDataset, clearance


@pytest.fixture
def two_benchmarks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """A folder with two benchmarks in place of the real ones, and what is printed."""
    (tmp_path / "bench_slow_part.py").write_text("def run(): return [{'n': 10, 'seconds': 0.123456}, {'n': 20}]\n")
    (tmp_path / "bench_fast.py").write_text("def run(): return [{'what': '[name]', 'n': 1}]\n")
    (tmp_path / "helper.py").write_text("raise RuntimeError('no benchmark')\n")
    monkeypatch.setattr(bench, "__path__", [str(tmp_path)])
    for name in ("bench.bench_slow_part", "bench.bench_fast"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    printed = io.StringIO()
    monkeypatch.setattr(runner, "console", Console(file=printed, width=80))
    monkeypatch.setattr(runner, "measure", lambda: Machine(100.0, 10.0))
    return printed


def test_all_run_by_default_and_empty_cells_stay_empty(two_benchmarks: io.StringIO) -> None:
    assert runner.main([]) == 0
    shown = two_benchmarks.getvalue()
    assert "slow part" in shown
    assert "0.1235" in shown
    assert "[name]" in shown


def test_a_name_chooses(two_benchmarks: io.StringIO) -> None:
    assert runner.main(["slow"]) == 0
    assert "fast" not in two_benchmarks.getvalue()
    assert "slow part" in two_benchmarks.getvalue()


def test_an_unknown_name_is_one_line_and_status_2(
    two_benchmarks: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    assert runner.main(["nonsense"]) == 2
    assert capsys.readouterr().err == "bench: no benchmark is called 'nonsense'; there are: fast, slow_part\n"


def test_results_are_kept_and_compared(two_benchmarks: io.StringIO, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    assert runner.main(["--json", str(kept)]) == 0
    results = json.loads(kept.read_text())
    assert results["machine"] == {"gflops": 100.0, "gigabytes": 10.0}
    assert results["results"]["slow_part"][0]["seconds"] == 0.123456
    results["results"]["slow_part"][0]["seconds"] *= 3
    kept.write_text(json.dumps(results))
    assert runner.main(["slow", "--against", str(kept)]) == 0
    assert "against" in two_benchmarks.getvalue()
    assert runner.against({"a": [{"what": "x", "seconds": 2.0}, {"what": "y", "seconds": 1.0}, {"what": "x"}]},
                          {"a": [{"what": "x", "seconds": 6.0}], "b": [{"what": "y", "seconds": 1.0}]}) == [
        {"benchmark": "a", "what": "x", "before": 6.0, "now": 2.0, "faster": 3.0}
    ]  # fmt: skip


@pytest.mark.parametrize("content", [None, "{}", "[]", "no JSON"])
def test_a_file_without_results_is_one_line_and_status_2(
    two_benchmarks: io.StringIO, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    kept = tmp_path / "kept.json"
    if content is not None:
        kept.write_text(content)
    assert runner.main(["--against", str(kept)]) == 2
    assert capsys.readouterr().err.startswith(f"bench: {kept} holds no results of bench")
    assert two_benchmarks.getvalue() == ""


def test_the_limit_is_what_the_work_takes_at_best() -> None:
    rows = runner.with_limits([{"seconds": 2.0, "gflop": 50.0, "gigabytes": 5.0}, {"n": 1}], Machine(100.0, 10.0))
    assert rows == [{"seconds": 2.0, "limit, seconds": 1.0, "share of limit": 0.5}, {"n": 1}]


def test_the_machine_is_measured() -> None:
    best = measure()
    assert 0.1 < best.gflops < 1e6
    assert 0.01 < best.gigabytes < 1e5


def test_our_time_stands_beside_that_of_another_way() -> None:
    row = compared("ours", 2.0, "theirs", 6.0, gflop=1.0, n=3)
    assert row == {"what": "ours", "seconds": 2.0, "beside": "theirs", "its seconds": 6.0, "times faster": 3.0,
                   "gflop": 1.0, "n": 3}  # fmt: skip


def test_what_was_not_measured_is_a_projection_by_the_growth_that_was() -> None:
    rows = [{"points": n, "dimension": 512, "processor seconds": 3e-8 * n**1.5} for n in (1000, 2000, 4000)]
    (found,) = beyond.projection(rows, gflops=100.0)
    assert found["projection to points"] == 10**6
    assert found["fitted exponent"] == 1.5
    assert found["processor seconds"] == 30
    assert found["limit, processor seconds"] == 10240


def test_a_sample_of_points_in_a_file_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "points.npy"
    labels = beyond.write(path, 200, 6)
    found = beyond.measured(path, labels, 5, None, 2**20)
    query = np.random.default_rng(0).permutation(200)[:5]
    exact = clearance(LabeledDataset(np.load(path), labels.tolist()), query=query)
    assert (found["points"], found["dimension"], found["sampled"]) == (200, 6, 5)
    assert found["least distance"] == exact.distance.min()

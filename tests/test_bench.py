"""The benchmarks are found, chosen by name and shown as tables."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from rich.console import Console

import bench
import bench.__main__ as runner
from bench.machine import Machine, measure


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

"""The benchmarks are found, chosen by name and shown as tables."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from rich.console import Console

import bench
import bench.__main__ as runner


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

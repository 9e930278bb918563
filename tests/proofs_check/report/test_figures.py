"""The drawn figures of a report: made small, beside the pages, and refused in one line where they cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofs_check import __main__ as command_line
from proofs_check.evidence import Settings
from proofs_check.report import write_report
from proofs_check.report.figures import load
from proofs_check.report.page import pages
from proofs_check.runner import Report
from tests.proofs_check.report.small import figures


def test_figures_are_made_small_and_stand_beside_the_pages(report: Report, tmp_path: Path) -> None:
    (tmp_path / "drawn").mkdir()
    (figure,) = load(figures(tmp_path / "drawn"))
    assert (figure.width, figure.height) == (900, 300)
    write_report(report, tmp_path, tmp_path / "drawn")
    assert (tmp_path / "papers" / "figure-1.webp").read_bytes() == figure.content
    assert pages(report, [figure])["papers/mixup.html"].count('src="figure-1.webp"') == 1
    write_report(report, tmp_path)
    assert not (tmp_path / "papers" / "figure-1.webp").exists()
    assert load(tmp_path / "none") == []


def test_a_figure_of_no_claim_here_has_its_own_place(report: Report, tmp_path: Path) -> None:
    html = pages(report, load(figures(tmp_path, claims=["theorem-9.9"])))["report.html"]
    assert "figures-title" in html
    assert 'src="papers/figure-1.webp"' in html


def test_figures_that_cannot_be_used_are_an_error(report: Report, tmp_path: Path) -> None:
    figures(tmp_path)
    (tmp_path / "index.json").write_text('[{"name": "x"}]')
    with pytest.raises(ValueError, match=r"index.json"):
        write_report(report, tmp_path / "report", tmp_path)


@pytest.mark.parametrize("name", ["../../elsewhere", "/elsewhere", "a/b", ""])
def test_a_figure_cannot_be_written_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"no name of a figure"):
        load(figures(tmp_path, name=name))


@pytest.mark.parametrize("place", ["index.json", "figure-1.png"])
@pytest.mark.parametrize("kind", ["/proc/kmsg", "/proc/self/mem", "not a picture"])
def test_figures_that_cannot_be_used_are_one_line(
    tmp_path: Path, place: str, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And no report is written, neither whole nor in part."""
    (figures(tmp_path) / place).unlink()
    if Path(kind).exists():
        (tmp_path / place).symlink_to(kind)
    else:
        (tmp_path / place).write_text(kind)
    monkeypatch.setattr(command_line, "_verify", lambda *_: Report((), Settings("quick")))
    with pytest.raises(SystemExit) as stop:
        command_line.main(["run", "-o", str(tmp_path / "out"), "--figures", str(tmp_path)])
    assert stop.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "index.json cannot be used" in line
    assert not (tmp_path / "out").exists()

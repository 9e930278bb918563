"""A report as pages, as JSON, JUnit XML and Markdown, as certificates, and as tables in the terminal."""

from __future__ import annotations

from pathlib import Path

from proofs_check import certificates
from proofs_check.report import machine
from proofs_check.runner import Report
from proofs_check.support.files import lock, write_bytes, write_text


def write_report(report: Report, folder: Path, figures: Path | None = None) -> None:
    """Write everything into ``folder``, each file whole or not at all, and the files of one run together.

    Raises ``ValueError`` for figures that cannot be used, and then writes nothing.
    """
    from proofs_check.report.figures import load
    from proofs_check.report.markdown import summary
    from proofs_check.report.overview import badge, overview
    from proofs_check.report.page import pages

    drawn = load(figures)
    texts = {
        **pages(report, drawn),
        "report.schema.json": (Path(__file__).parent / "schema.json").read_text(encoding="utf-8"),
        "summary.md": summary(report),
        "overview.svg": overview(report),
        "badge.svg": badge(report),
    }
    images = {f"papers/{figure.file}": figure.content for figure in drawn}
    written = {folder / name for name in (*texts, *images)}
    with lock(folder):
        machine.write(report, folder)
        certificates.write(report.claims, folder)
        for name, text in texts.items():
            write_text(folder / name, text)
        for name, content in images.items():
            write_bytes(folder / name, content)
        for stale in {*folder.glob("papers/*.html"), *folder.glob("papers/*.webp")} - written:
            stale.unlink(missing_ok=True)

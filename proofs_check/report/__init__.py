"""A report as a page, as JSON, JUnit XML and Markdown, as certificates, and as tables in the terminal."""

from __future__ import annotations

from pathlib import Path

from proofs_check import certificates
from proofs_check.report import machine
from proofs_check.runner import Report
from proofs_check.support.files import lock, write_text


def write_report(report: Report, folder: Path, figures: Path | None = None) -> None:
    """Write everything into ``folder``, each file whole or not at all, and the files of one run together.

    Raises ``ValueError`` for figures that cannot be used, and then writes nothing.
    """
    from proofs_check.report.markdown import summary
    from proofs_check.report.overview import badge, overview
    from proofs_check.report.page import page

    texts = {
        "report.html": page(report, figures),
        "report.schema.json": (Path(__file__).parent / "schema.json").read_text(encoding="utf-8"),
        "summary.md": summary(report),
        "overview.svg": overview(report),
        "badge.svg": badge(report),
    }
    with lock(folder):
        machine.write(report, folder)
        certificates.write(report.claims, folder)
        for name, text in texts.items():
            write_text(folder / name, text)

"""A report as a page, as JSON, JUnit XML and Markdown, as certificates, and as tables in the terminal."""

from __future__ import annotations

from pathlib import Path

from proofs_check import certificates
from proofs_check.report import machine
from proofs_check.runner import Report
from proofs_check.support.files import lock


def write_report(report: Report, folder: Path, figures: Path | None = None) -> None:
    """Write everything into ``folder``, each file whole or not at all, and the files of one run together."""
    with lock(folder):
        machine.write(report, folder)
        certificates.write(report.claims, folder)

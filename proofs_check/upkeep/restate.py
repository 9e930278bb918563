"""The statements of ``recheck``, renewed from the certificates of a run (``mixup-verify restate DIR [INTO]``).

A renewed statement is a change of what is claimed to be checked, and is to be read as such before it is committed.
"""

from __future__ import annotations

from pathlib import Path

from proofs_check.recheck import STATEMENTS, read, read_report, read_statement, statement_of
from proofs_check.support.files import write_text
from theory.claim import claims


def renew(folder: Path, statements: Path = STATEMENTS) -> list[str]:
    """Write the statements of every certificate in the report ``folder``; the names of those that changed.

    A statement is removed if the run has its claim without a certificate, or if there is no such claim (any more);
    those of claims that the run does not have stay.  Raises ``Refused`` for a folder without a report, or with one of
    another version, and then changes nothing.
    """
    ran = {claim for claim, _ in read_report(folder)}
    changed = []
    certificates = sorted((folder / "certificates").glob("*.json"))
    for path in certificates:
        stated, kept = statement_of(read(path)), statements / f"{path.stem}.txt"
        if not kept.is_file() or read_statement(kept) != stated:
            write_text(kept, "\n".join(stated) + "\n")
            changed.append(path.stem)
    certified, others = {path.stem for path in certificates}, claims().keys() - ran
    for kept in statements.glob("*.txt"):
        if kept.stem not in certified | others:
            kept.unlink()
            changed.append(kept.stem)
    return changed

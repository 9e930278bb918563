"""The statements of ``recheck``, renewed from the certificates of a run (``mixup-verify restate DIR [INTO]``).

A renewed statement is a change of what is claimed to be checked, and is to be read as such before it is committed.
"""

from __future__ import annotations

from pathlib import Path

from proofs_check.recheck import STATEMENTS, read, read_report, read_statement, statement_of
from proofs_check.support.files import write_text


def renew(folder: Path, statements: Path = STATEMENTS) -> list[str]:
    """Write the statements of every certificate in the report ``folder``; the names of those that changed.

    Statements of claims that the run does not have are removed.  Raises ``Refused`` for a folder without a report, or
    with one of another version, and then changes nothing.
    """
    read_report(folder)
    changed = []
    certificates = sorted((folder / "certificates").glob("*.json"))
    for path in certificates:
        stated, kept = statement_of(read(path)), statements / f"{path.stem}.txt"
        if not kept.is_file() or read_statement(kept) != stated:
            write_text(kept, "\n".join(stated) + "\n")
            changed.append(path.stem)
    for stale in statements.glob("*.txt"):
        if stale.stem not in {path.stem for path in certificates}:
            stale.unlink()
            changed.append(stale.stem)
    return changed

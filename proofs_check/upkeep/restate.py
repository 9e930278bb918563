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
    those of claims that the run does not have stay, and so does every file that is no statement.  Raises ``Refused``
    for a folder without a report, or with one of another version, for a certificate that cannot be read, and for
    statements that cannot; and then changes nothing.
    """
    ran = {claim for claim, _ in read_report(folder)}
    certificates = sorted((folder / "certificates").glob("*.json"))
    stated = {path.stem: statement_of(read(path)) for path in certificates}
    kept = {path.stem: read_statement(path) for path in sorted(statements.glob("*.txt"))}
    changed = [name for name, lines in stated.items() if kept.get(name) != lines]
    others = claims().keys() - ran
    gone = [name for name in kept if name not in stated and name not in others and _is_statement(kept[name])]
    for name in changed:
        write_text(statements / f"{name}.txt", "\n".join(stated[name]) + "\n")
    for name in gone:
        (statements / f"{name}.txt").unlink()
    return [*changed, *gone]


def _is_statement(lines: list[str]) -> bool:
    return [line.partition(" ")[0] for line in lines[:3]] == ["claim", "verdict", "states"]

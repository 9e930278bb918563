"""What the independent checker accepts, how it says what it could decide, and what it is made of."""

from __future__ import annotations

import ast
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from proofs_check.recheck import DECIDED, OWN, PARTLY, WORD, Refused, recheck, trusted_base
from proofs_check.upkeep.restate import renew


def test_what_a_run_wrote_is_accepted(honest) -> None:
    found = honest.check()
    assert {claim: f.refused for claim, f in found.items() if f.refused} == {}
    assert set(found) == {honest.LEMMA, honest.CLAIM, honest.PLAIN, *honest.PRINTED}
    assert all(found[claim].count("refutation", OWN) >= 1 for claim in honest.PRINTED)
    steps = found[honest.LEMMA]
    assert steps.count("step", DECIDED) > steps.count("step", PARTLY, WORD)
    assert found[honest.PLAIN].items == [("step", "s", DECIDED)]


def test_an_accepted_claim_that_says_nothing_again_is_counted_so(report) -> None:
    def forget(data: Any) -> None:
        data["items"][0]["decided"] = [{"kind": "word", "count": 1, "message": "trust me"}]

    report.only(report.PLAIN).edit(report.PLAIN, forget)
    report.renew()
    assert report.check()[report.PLAIN].items == [("step", "s", WORD)]


def test_no_report_is_no_finding(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        recheck(tmp_path)
    (tmp_path / "report.json").write_text('{"schema": 2, "claims": [{}]}', encoding="utf-8")
    with pytest.raises(Refused, match="not a report"):
        recheck(tmp_path)


def test_a_report_of_an_earlier_schema_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text('{"schema": 1, "claims": []}', encoding="utf-8")
    with pytest.raises(Refused, match=r"report.json is not of schema 2, .*: run again$"):
        recheck(tmp_path)


def test_statements_are_kept_where_there_is_no_report_to_renew_them_from(tmp_path: Path) -> None:
    kept = tmp_path / "statements" / "odd.json"
    kept.parent.mkdir()
    kept.write_text("{}")
    with pytest.raises(Refused, match="cannot be read"):
        renew(tmp_path, kept.parent)
    assert kept.is_file()


def test_the_statements_of_claims_that_a_run_does_not_have_stay(report) -> None:
    """What no claim has, any more, goes; so does that of a claim of which the run kept no certificate."""
    kept = report.folder / "statements"
    shutil.copyfile(kept / f"{report.LEMMA}.txt", kept / "no-such-claim.txt")
    report.only(report.PLAIN, report.CLAIM)
    report.certificate(report.CLAIM).unlink()
    assert set(renew(report.folder, kept)) == {"no-such-claim", report.CLAIM}
    assert {path.stem for path in kept.glob("*.txt")} == {report.PLAIN, report.LEMMA, *report.PRINTED}


def test_only_statements_are_renewed_or_removed(report) -> None:
    """A folder of statements may hold notes; and what cannot be read leaves all as it was."""
    kept = report.folder / "statements"
    (kept / "notes.txt").write_text("claim by claim\n")
    (kept / "gone.txt").write_text("claim gone\nverdict PROVED\nstates all\n")
    assert renew(report.folder, kept) == ["gone"]
    assert (kept / "notes.txt").read_text() == "claim by claim\n"
    before = {path: path.read_bytes() for path in kept.iterdir()}
    report.edit(report.CLAIM, lambda d: d.update(statement="changed"))
    report.certificate(report.PRINTED[-1]).write_text("{")
    with pytest.raises(Refused, match="cannot be read"):
        renew(report.folder, kept)
    assert {path: path.read_bytes() for path in kept.iterdir()} == before


def test_the_checker_shares_no_code_with_the_search() -> None:
    """What is imported: three libraries, and the files of the checker themselves, the language among them."""
    base = trusted_base()
    rooms = {path.parent.name for path in base}
    assert rooms == {"recheck", "language"}
    own = {f"proofs_check.{room}" for room in rooms} | {f"proofs_check.{p.parent.name}.{p.stem}" for p in base}
    assert len(base) > 5
    for path in base:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            allowed = {"flint", "sympy", "z3", *own}
            assert all(name in allowed or name.split(".")[0] in sys.stdlib_module_names for name in names), path


@pytest.mark.parametrize(
    "name", ["recheck", "trusted_base", "Finding", "Refused", "STATEMENTS", "read", "statement_of"]
)
def test_the_public_names_are_those_of_the_package(name: str) -> None:
    import proofs_check.recheck

    assert name in proofs_check.recheck.__all__
    assert hasattr(proofs_check.recheck, name)

"""What README.md, CONTRIBUTING.md and the guides in docs/ show is current and runs."""

from __future__ import annotations

import doctest
import json
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from proofs_check.kernel import recorded
from proofs_check.upkeep import readme
from theory.claim import FIRST_PAPER, Verdict, claims

ROOT = Path(__file__).parent.parent


SESSIONS = re.compile(r"^```pycon\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = [readme.README, *sorted((ROOT / "docs").glob("*.md"))]
SHOWN = [page for page in PAGES if SESSIONS.search(page.read_text(encoding="utf-8"))]


def outcome(page: Path) -> tuple[int, int, str]:
    """How many examples of the sessions of a page failed, and were tried, and the report; each page starts afresh."""
    sessions = "\n".join(SESSIONS.findall(page.read_text(encoding="utf-8")))
    examples = doctest.DocTestParser().get_doctest(sessions, {}, page.name, page.name, 0)
    report: list[str] = []
    found = doctest.DocTestRunner(verbose=False).run(examples, out=report.append)
    assert found.attempted == len(examples.examples)
    return found.failed, found.attempted, "".join(report)


def test_the_pages_with_sessions() -> None:
    assert {"README.md", "audit.md", "alpha.md", "partners.md", "python.md"} <= {page.name for page in SHOWN}


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.stem)
def test_the_sessions_of_a_page_print_what_it_shows(page: Path) -> None:
    failed, attempted, report = outcome(page)
    assert attempted > 0
    assert failed == 0, report


def test_a_session_that_prints_something_else_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```pycon\n>>> 1 + 1\n3\n```\n")
    assert outcome(page)[:2] == (1, 1)


LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


def broken_links(page: Path) -> list[str]:
    """The links of a page to files that are not there."""
    links = LINK.findall(page.read_text(encoding="utf-8"))
    return [link for link in links if "://" not in link and not (page.parent / link).exists()]


@pytest.mark.parametrize(
    "page", [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "tests" / "README.md"], ids=lambda page: page.stem
)
def test_links_lead_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[a](page.md) [b](https://example.org) [c](nowhere.md#x)")
    assert broken_links(page) == ["nowhere.md"]


def test_the_readme_is_short() -> None:
    assert len(readme.README.read_text(encoding="utf-8").splitlines()) <= 150


def code_blocks(name: str) -> list[str]:
    """The Python blocks of a page."""
    return re.findall(r"^```python\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def run(code: str) -> str:
    """What a fresh interpreter prints; the example's claim must not enter the registry of these tests."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


VERDICT = """
from proofs_check import verify
(report,) = verify(["example-midpoint"], jobs=1).claims
print(report.verdict, report.message, sep=": ")
"""


def test_a_stale_table_is_seen_and_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "README.md"
    marks = [(readme.BEGIN.format(name), readme.END.format(name)) for name in ("numbers", "errata")]
    page.write_text("above\n" + "\n".join(f"{begin}\n| an old claim |\n{end}" for begin, end in marks) + "\nbelow\n")
    monkeypatch.setattr(readme, "README", page)
    monkeypatch.setattr(readme, "CLAIMS", tmp_path / "claims.md")
    assert readme.main(["--check"]) == 1
    assert capsys.readouterr().err.count("run `make readme`") == 2
    assert readme.main(["--write"]) == 0
    assert readme.main(["--check"]) == 0
    assert "an old claim" not in page.read_text()
    assert page.read_text().startswith("above\n")
    assert page.read_text().endswith("\nbelow\n")
    (tmp_path / "claims.md").write_text(readme.CLAIMS.read_text().replace("PROVED", "REFUTED", 1))
    assert readme.main(["--check"]) == 1


def test_the_pages_have_every_claim_and_every_erratum() -> None:
    registry = claims()
    listed = re.findall(r"^\| `([^`]*)` \|", readme.all_claims(list(registry.values())), re.MULTILINE)
    assert listed == list(registry)
    rows = readme.errata(registry).splitlines()[2:]
    printed = [c.id for c in registry.values() if c.id.endswith("-printed") and c.paper.key == FIRST_PAPER]
    assert [re.findall(r"\(`([^`]*)`\)", row) for row in rows] == [[claim_id] for claim_id in printed]
    assert "no repair is known" not in readme.errata(registry)


def test_claims_that_coq_has_checked_are_marked_whole_or_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    claim, record = claims()["theorem-2.10"], recorded()
    part = replace(record.theorems[claim.id], scope="part: continuity")
    found = []
    for theorems in ({}, {claim.id: record.theorems[claim.id]}, {claim.id: part}):
        monkeypatch.setattr(readme, "recorded", lambda known=theorems: replace(record, theorems=known))
        page = readme.all_claims([claim])
        found.append((re.findall(r"PROVED[^|]*", page), re.findall(r"recorded: (.*?)\.", page)))
    assert found == [
        (["PROVED "], ["0 claims whole, 0 in part"]),
        (["PROVED, Coq "], ["1 claims whole, 0 in part"]),
        (["PROVED, Coq in part "], ["0 claims whole, 1 in part"]),
    ]


def test_what_was_not_read_as_a_whole_or_is_of_another_paper_is_no_erratum() -> None:
    printed = claims()["theorem-2.10-printed"]
    others = [replace(printed, whole_read=False), replace(printed, paper=replace(printed.paper, key="other"))]
    assert "theorem-2.10-printed" in readme.errata({printed.id: printed})
    assert "no repair is known" in readme.errata({printed.id: printed})
    assert [len(readme.errata({claim.id: claim}).splitlines()) for claim in others] == [2, 2]


MARKS = readme.BEGIN.format("x"), readme.END.format("x")


@pytest.mark.parametrize("text", ["no markers", MARKS[0], MARKS[1], "".join(MARKS) * 2])
def test_a_page_without_its_markers_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="marker"):
        readme.with_parts(text, {"x": "new"})


def test_the_numbers_are_those_of_the_registry() -> None:
    registry = claims()
    proved = sum(claim.expected is Verdict.PROVED for claim in registry.values())
    said = readme.numbers(registry)
    assert said.startswith(f"{len(registry)} claims")
    assert f"{proved} PROVED" in said
    assert readme.numbers({}).startswith("0 claims about 0 papers")


def test_a_mutant_without_a_killer_is_not_noticed(tmp_path: Path) -> None:
    every = ("tests", "claims", "recheck", "survived", "no answer in time")
    (tmp_path / "record.json").write_text(json.dumps({by: {"by": by, "what": ""} for by in every}))
    assert readme.noticed(tmp_path / "record.json").startswith("Of 5 formulas")
    assert "3 were noticed" in readme.noticed(tmp_path / "record.json")


@pytest.fixture
def tutorial(tmp_path: Path) -> dict[str, str]:
    """The guide's claim of one's own, installed: a module on the path, and the metadata that pip would make of it."""
    text = (ROOT / "docs" / "own_claim.md").read_text(encoding="utf-8")
    (module,) = code_blocks("docs/own_claim.md")
    (project,) = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(module.splitlines()) < 60
    described = tomllib.loads(project)["project"]
    ((group, names),) = described["entry-points"].items()
    (tmp_path / "spread_shrinks.py").write_text(module, encoding="utf-8")
    metadata = tmp_path / f"spread_shrinks-{described['version']}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: spread-shrinks\nVersion: {described['version']}\n"
    )
    entries = "".join(f"{name} = {value}\n" for name, value in names.items())
    (metadata / "entry_points.txt").write_text(f"[{group}]\n{entries}")
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}", "COLUMNS": "200"}


def verify_tutorial(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "proofs_check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)


def test_a_claim_of_ones_own_is_taken_up(tutorial: dict[str, str], tmp_path: Path) -> None:
    """Two processes, so that a worker finds it too; then its certificate, without and with its statements."""
    folder, mine = str(tmp_path / "report"), str(tmp_path / "mine")
    done = verify_tutorial(tutorial, "run", "spread-shrinks", "-o", folder, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert "Verdict PROVED: 2 checked steps" in done.stdout
    assert "spread-shrinks" in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    refused = verify_tutorial(tutorial, "recheck", folder)
    assert (refused.returncode, "no statement of this claim" in refused.stdout) == (1, True)
    restate = [sys.executable, "-m", "proofs_check", "restate", folder, mine]
    assert subprocess.run(restate, check=True, cwd=ROOT, env=tutorial, capture_output=True).returncode == 0
    assert verify_tutorial(tutorial, "recheck", folder, "--partial", "--statements", mine).returncode == 0


@pytest.mark.parametrize(
    "module",
    ["import nothing_like_it", "import sys; sys.exit(0)", "raise KeyError", "def f(): f()\nf()"],
    ids=["absent", "exits", "raises", "recursive"],
)
def test_a_claim_that_cannot_be_loaded_is_one_line(tutorial: dict[str, str], tmp_path: Path, module: str) -> None:
    (tmp_path / "spread_shrinks.py").write_text(f"{module}\n")
    done = verify_tutorial(tutorial, "list")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "the claims of spread_shrinks cannot be loaded" in done.stderr


def test_a_claim_without_a_paper_is_one_line(tutorial: dict[str, str], tmp_path: Path) -> None:
    module = tmp_path / "spread_shrinks.py"
    text, named = module.read_text(), 'Paper("notebook", "my notebook", read=Reading.OURS)'
    assert named in text
    module.write_text(text.replace(named, '"my notebook"'))  # as it was written for version 0.1.0
    done = verify_tutorial(tutorial, "list")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "claim 'spread-shrinks' needs a Paper, not 'my notebook'" in done.stderr


def test_the_example_claim_is_proved() -> None:
    (example,) = code_blocks("CONTRIBUTING.md")
    assert run(example + VERDICT) == "PROVED: 1 checked step\n"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("sp.Rational(1, 2)", "sp.Rational(1, 3)"),  # the step proves something false
        ("Fraction(1, 3)))", "Fraction(1, 2)))"),  # the control meets the assumption
        ("Fraction(1), Fraction(1, 2))", "Fraction(1), Fraction(1, 4))"),  # the example does not meet it
        ("Fraction(2, 5)", "Fraction(1, 2)"),  # the near miss is none
    ],
)
def test_the_example_claim_broken_is_an_error(right: str, wrong: str) -> None:
    (example,) = code_blocks("CONTRIBUTING.md")
    assert example.count(right) == 1
    assert run(example.replace(right, wrong) + VERDICT).startswith("ERROR: ")

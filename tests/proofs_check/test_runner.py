"""The runner gathers evidence into reports; the command line speaks in tables, exit codes and one-line errors."""

import json
from dataclasses import replace
from functools import partial
from xml.etree import ElementTree as ET

import pytest

from proofs_check import __main__ as command_line
from proofs_check import runner
from proofs_check.evidence import Proof
from proofs_check.evidence import proof as evidence_module
from proofs_check.methods import exact
from tests.proofs_check.commands import status
from theory.claim import Assumption, Claim, Finding, Paper, Verdict

PAPER = Paper("tests", "a test")


def claim(claim_id, expected):
    return Claim(
        id=claim_id,
        title=f"title of {claim_id}",
        statement="$n$ is odd",
        paper=PAPER,
        place=f"Claim {claim_id[6:9]}",
        instance=int,
        conclusion=lambda n: Finding(n % 2 == 1, str(n)),
        expected=expected,
        assumptions=(Assumption("positive", "$n>0$", lambda n: Finding(n > 0)),),
    )


def two_exceeds_one(_):
    return exact.compare({"": (2, ">", 1)}, "", "2 > 1")


@pytest.fixture
def registry(own_registry):
    """Two claims with small proofs, run in this process."""
    for one in (claim("claim-2.2", Verdict.PROVED), claim("claim-2.1-printed", Verdict.REFUTED)):
        own_registry[one.id] = one
    proof = Proof("claim-2.2")
    proof.trusted("lemma", "a theorem", "a book")
    proof.step("s", "exact", "it follows", premises=["lemma", "assumption:positive"])(two_exceeds_one)
    proof.example(lambda: 3)
    proof.control("positive", lambda: -2)
    Proof("claim-2.1-printed").refutation("two", lambda: 2)
    return own_registry


run = partial(status, command_line.main)


def test_a_report_has_claims_in_the_papers_order(registry):
    report = runner.verify(jobs=1)
    assert [(c.claim.id, c.verdict) for c in report.claims] == [
        ("claim-2.1-printed", Verdict.REFUTED),
        ("claim-2.2", Verdict.PROVED),
    ]
    assert report.as_expected


@pytest.mark.parametrize("options", [{"claim_ids": ["claim-2.3"]}, {"preset": "huge"}, {"jobs": 0}])
def test_bad_options(registry, options):
    with pytest.raises(ValueError, match=r"there is no|at least 1"):
        runner.verify(**{"jobs": 1, **options})


def test_results_are_reported_as_they_come(registry):
    seen = []
    runner.verify(jobs=1, on_evidence=lambda e: seen.append(e.name), on_claim=lambda c: seen.append(c.claim.id))
    assert seen == ["two", "claim-2.1-printed", "lemma", "s", "example", "without positive", "claim-2.2"]


def test_an_interrupt_keeps_what_is_done(registry):
    def interrupt(_):
        raise KeyboardInterrupt

    proof = evidence_module.proofs()["claim-2.2"]
    proof.items[1] = type(proof.items[1])(**{**vars(proof.items[1]), "check": interrupt})
    report = runner.verify(jobs=1)
    assert report.interrupted
    assert not report.as_expected
    assert [c.claim.id for c in report.claims] == ["claim-2.1-printed"]


def test_the_command_line_writes_both_reports(registry, tmp_path, capsys):
    assert run("run", "-o", str(tmp_path), "--jobs", "1") == 0
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["schema"] == 2
    proved = report["claims"][1]
    assert (proved["verdict"], proved["trusted"], proved["argued"]) == ("PROVED", 1, 0)
    assert [s["verdict"] for s in proved["steps"]] == ["assumed", "holds"]
    assert report["claims"][0]["evidence"][0]["witness"] == "2"
    suites = ET.parse(tmp_path / "junit.xml").getroot()
    assert [(s.get("name"), s.get("tests"), s.get("failures")) for s in suites] == [("tests", "6", "0")]
    assert "2 of 2 claims as expected" in capsys.readouterr().out


def test_an_unexpected_verdict_is_exit_status_one(registry, tmp_path, capsys):
    del evidence_module.proofs()["claim-2.2"].items[1]
    assert run("run", "-o", str(tmp_path), "--jobs", "1") == 1
    assert "≠ PROVED" in capsys.readouterr().out
    assert ET.parse(tmp_path / "junit.xml").getroot()[0].get("failures") == "1"


def of_another_paper(registry):
    """A claim without evidence, about a paper of its own."""
    other = replace(claim("claim-1.1", Verdict.UNDECIDED), paper=Paper("another-2020", "Else 2020"))
    registry[other.id] = other
    return other


def test_a_run_can_be_of_one_paper_or_of_several(registry, tmp_path, capsys):
    of_another_paper(registry)
    wanted = {
        "another-2020": ["claim-1.1"],
        "tests": ["claim-2.1-printed", "claim-2.2"],
        "another-2020 --paper tests": ["claim-1.1", "claim-2.1-printed", "claim-2.2"],
    }
    for keys, ids in wanted.items():
        assert run("run", "-o", str(tmp_path), "--jobs", "1", "--paper", *keys.split()) == 0
        report = json.loads((tmp_path / "report.json").read_text())
        assert [c["id"] for c in report["claims"]] == ids
        assert [p["key"] for p in report["papers"]] == [k for k in keys.split() if k != "--paper"]
        suites = ET.parse(tmp_path / "junit.xml").getroot()
        assert [s.get("name") for s in suites] == [p["key"] for p in report["papers"]]
    assert run("run", "claim-2.2", "-o", str(tmp_path), "--jobs", "1", "--paper", "another-2020") == 0
    assert "2 of 2 claims as expected" in capsys.readouterr().out.replace("3 of 3", "")


def test_the_list_is_grouped_by_paper(registry, capsys):
    of_another_paper(registry)
    assert run("list") == 0
    text = capsys.readouterr().out
    parts = ["another-2020: Else 2020", "claim-1.1", "tests: a test", "claim-2.1-printed", "claim-2.2"]
    assert sorted(parts, key=text.index) == parts
    assert run("list", "--paper", "another-2020", "--json") == 0
    assert [(c["id"], c["paper"], c["read"]) for c in json.loads(capsys.readouterr().out)] == [
        ("claim-1.1", "another-2020", "read")
    ]


def test_an_unknown_paper_suggests_the_nearest(registry, capsys):
    for command in ("run", "list"):
        assert run(command, "--paper", "test") == 2
        assert capsys.readouterr().err == "mixup-verify: there is no paper 'test'; did you mean tests?\n"


def test_a_single_claim_explains_itself(registry, tmp_path, capsys):
    assert run("run", "claim-2.2", "-o", str(tmp_path), "--jobs", "1") == 0
    text = capsys.readouterr().out
    assert all(part in text for part in ("Proof", "it follows", "2 > 1", "from lemma, assumption:positive"))


def test_show_and_list(registry, capsys):
    assert run("show", "claim-2.2") == 0
    assert "it follows" in capsys.readouterr().out
    assert run("list", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [entry["id"] for entry in listed] == ["claim-2.1-printed", "claim-2.2"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "claim-9.9"],
        ["show", "claim-2.9"],
        ["run", "--preset", "huge"],
        ["run", "--jobs", "0"],
        ["nonsense"],
        [],
    ],
)
def test_bad_usage_is_one_line_and_status_two(registry, tmp_path, capsys, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("mixup-verify: ")
    assert captured.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_is_a_file_is_refused(registry, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert run("run", "-o", str(tmp_path / "file")) == 2
    assert "not a folder" in capsys.readouterr().err


def test_a_report_that_cannot_be_written_is_one_line(registry, tmp_path, monkeypatch, capsys):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command_line, "write_report", full)
    assert run("run", "claim-2.2", "-o", str(tmp_path), "--jobs", "1") == 2
    assert capsys.readouterr().err.splitlines() == [
        f"mixup-verify: {tmp_path} cannot be written: No space left on device"
    ]

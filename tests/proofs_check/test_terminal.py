"""What the programs say in a terminal of 80 columns: lists that fit, formulas without LaTeX, help without dots."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from figures.__main__ import main as figures
from proofs_check.__main__ import main as verify
from proofs_check.evidence import proofs
from proofs_check.report import terminal
from proofs_check.support.formulas import in_unicode
from proofs_check.support.pages import math
from tests.proofs_check.commands import status
from theory.claim import claims, papers


@pytest.mark.parametrize(("width", "source"), [(80, False), (130, True)])
def test_lists_fit(width, source):
    console = Console(file=io.StringIO(), width=width, markup=False)
    proofs()
    for paper in papers(claims().values()).values():
        mine = [claim for claim in claims().values() if claim.paper == paper]
        table = terminal.claims_table(paper, mine, width)
        assert ("source" in [column.header for column in table.columns]) == source
        console.print(table)
    shown = console.file.getvalue()
    assert max(map(len, shown.splitlines())) <= width
    assert "theorem-2.7 " in shown


@pytest.mark.parametrize(("main", "arguments"), [(verify, ["list"]), (figures, ["--list"])])
def test_lists_are_80_wide_in_a_pipe(main, arguments, capsys):
    with pytest.raises(SystemExit):
        main(arguments)
    shown = capsys.readouterr().out
    assert "theorem-2.7" in shown or "phase-boundary" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_no_formula_is_shown_in_latex(capsys):
    for name in claims():
        assert status(verify, "show", name) == 0
        shown = capsys.readouterr().out
        assert not set(shown) & set("$\\"), name
        assert "Assumptions" in shown or not claims()[name].assumptions


def test_no_formula_stays_in_latex():
    proofs()
    for claim in claims().values():
        for text in (claim.statement, *(assumption.statement for assumption in claim.assumptions)):
            assert not set(in_unicode(text)) & set("$\\{}") - set("{}" if r"\{" in text else ""), text


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"$e^{a+b} \ne e^a$", "e^(a+b) ≠ e^a"),
        (r"$\frac{a+1}{b}$ and $\tfrac12$", "(a+1)/b and 1/2"),
        (r"$x_{i}$ of $X \setminus \{0\}$", "x_i of X ∖ {0}"),
    ],
)
def test_what_latex_groups_stays_grouped(latex, shown):
    assert in_unicode(latex) == shown


def test_a_set_difference_has_a_letter_that_fonts_have():
    assert "&#x02216;" in math(r"$A \setminus B$")


@pytest.mark.parametrize(("main", "name"), [(verify, "mixup-verify"), (figures, "mixup-figures")])
def test_help_has_examples_and_the_exit_statuses(main, name, capsys):
    assert status(main, "--help") == 0
    shown = capsys.readouterr().out
    assert f"Examples:\n    {name} " in shown
    assert "Exit status:\n    0 " in shown
    assert "..." not in shown.replace("[ARGS]...", "").replace("[NAMES]...", "")


def test_what_is_missing_comes_with_a_hint(capsys):
    assert status(verify) == 2
    assert capsys.readouterr().err == "mixup-verify: Missing command. Try mixup-verify --help.\n"
    assert status(verify, "show") == 2
    assert capsys.readouterr().err.endswith("Try mixup-verify --help.\n")


def test_programs_are_quiet_or_tell_on_stderr_what_they_do(tmp_path, capsys):
    claim = ("run", "definition-2.1-printed", "--preset", "quick", "--jobs", "1", "-o", str(tmp_path / "run"))
    assert status(verify, *claim, "--verbose") == 0
    told = capsys.readouterr()
    assert "1 of 1 claims as expected" in told.out
    assert "definition-2.1-printed, " in told.err
    assert status(verify, *claim, "--quiet") == 0
    assert status(verify, "recheck", str(tmp_path / "run"), "--partial", "--quiet") == 0
    assert status(figures, "phase-boundary", "--preset", "quick", "-q", "-o", str(tmp_path / "drawn")) == 0
    assert capsys.readouterr() == ("", "")
    assert status(figures, "phase-boundary", "--redraw", "-v", "-o", str(tmp_path / "drawn")) == 0
    assert "phase-boundary: {" in capsys.readouterr().err
    assert status(verify, *claim, "-q", "-v") == 2
    assert "--quiet prints nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list", "--paper", "mixup"], "claims of 1 papers"),
        (["show", "theorem-2.7"], "found the claim, with "),
        (["expansion", "--demo", "digits"], "read "),
        (["recheck-expansion", "expansion.json"], "read "),
    ],
)
def test_all_commands_can_be_quiet_or_tell_what_they_do(arguments, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    if "expansion.json" in arguments:
        assert status(verify, "expansion", "--demo", "digits", "-o", ".") == 0
    capsys.readouterr()
    assert status(verify, *arguments, "-q") == 0
    assert capsys.readouterr() == ("", "")
    assert status(verify, *arguments, "-v") == 0
    told = capsys.readouterr()
    assert told.out
    assert said in told.err
    assert status(verify, *arguments, "-q", "-v") == 2


def test_restating_can_be_quiet(tmp_path, capsys):
    claim = ("run", "definition-2.1-printed", "--preset", "quick", "--jobs", "1", "-o", str(tmp_path / "run"))
    assert status(verify, *claim, "-q") == 0
    restate = ("restate", str(tmp_path / "run"), str(tmp_path / "mine"))
    assert status(verify, *restate, "-q") == 0
    assert capsys.readouterr() == ("", "")
    assert [*(tmp_path / "mine").iterdir()]
    assert status(verify, "restate", str(tmp_path / "run"), str(tmp_path / "other"), "-v") == 0
    told = capsys.readouterr()
    assert told.out.startswith("definition-2.1-printed")
    assert "renewed the statements" in told.err


@pytest.mark.parametrize(
    ("program", "typed", "offered"),
    [
        ("mixup-verify", "re", {"recheck", "recheck-expansion", "restate"}),
        ("mixup-audit", "--stand", {"--standardize"}),
    ],
)
def test_the_shell_completes(program, typed, offered):
    wanted = {f"_{program.upper().replace('-', '_')}_COMPLETE": "complete_bash", "COMP_WORDS": f"{program} {typed}"}
    command = [Path(sys.executable).parent / program]
    done = subprocess.run(
        command, env=os.environ | wanted | {"COMP_CWORD": "1"}, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == offered

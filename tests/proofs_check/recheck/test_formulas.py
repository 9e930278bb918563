"""One formula of each kind that the checker decides, with ties, gaps and signs at which a careless one says yes."""

from __future__ import annotations

from typing import Any

import pytest
import z3

from proofs_check.recheck import Refused, formulas
from proofs_check.recheck.formulas import decide_item
from proofs_check.recheck.outcome import DECIDED, PARTLY, WORD


def decided(kind: str, *texts: Any) -> str:
    """What the checker says of a step that records these formulas."""
    items = {str(number): text for number, text in enumerate(texts)}
    step = {"role": "step", "name": "a step", "decided": [{"kind": kind, "items": items}]}
    return decide_item("theorem-of-nobody", step)


def box(formula: str, sides: list[list[str]], cuts: Any) -> str:
    """The same of a step that records a box."""
    names = ["x", "y"][: len(sides)]
    record = {"kind": "box", "formula": formula, "symbols": names, "box": sides, "cuts": cuts}
    step = {"role": "step", "name": "a step", "decided": [record]}
    return decide_item("theorem-of-nobody", step)


@pytest.mark.parametrize("text", ["1 < 2", "2 > 1", "pi < 22/7", "1/3 + 1/6 = 1/2"])
def test_a_comparison_that_holds(text: str) -> None:
    assert decided("comparisons", text) == DECIDED


@pytest.mark.parametrize("text", ["1 < 1", "1 > 1", "2 < 1", "1 > 2", "sqrt(2)^2 < 2", "sqrt(2)^2 > 2", "1/3 = 1/2"])
def test_a_comparison_that_is_a_tie_or_false(text: str) -> None:
    with pytest.raises(Refused, match="does not hold"):
        decided("comparisons", text)


@pytest.mark.parametrize("text", ["for x > 0: x > 0", "for x real: x^2 >= 0", "for x < 0: x < 0", "for x <= 0: x <= 0"])
def test_a_sign_that_is_known(text: str) -> None:
    assert decided("signs", text) == DECIDED


@pytest.mark.parametrize("text", ["for x real: x > 0", "for x > 0: -x > 0", "for x real: x^2 > 0", "for x >= 0: x > 0"])
def test_a_sign_that_is_not_known(text: str) -> None:
    with pytest.raises(Refused, match="not known"):
        decided("signs", text)


@pytest.mark.parametrize("text", ["for x > 0: -x > 0", "for x > 0: -x >= 0", "for x > 0: x < 0", "for x > 0: x <= 0"])
def test_balls_do_not_believe_an_algebra_that_knows_every_sign(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulas, "ATTRIBUTES", dict.fromkeys(formulas.ATTRIBUTES, "is_real"))
    with pytest.raises(Refused, match="the value is"):
        decided("signs", text)


def test_an_identity_whose_sides_are_one_text_decides_nothing() -> None:
    assert decided("identities", "for x real: (x + 1)^2 = x^2 + 2*x + 1") == DECIDED
    assert decided("identities", "for x real: x = x") == WORD
    assert decided("identities", "for x real: x = x", "for x real: x + x = 2*x") == PARTLY


@pytest.mark.parametrize("half", [0, 1])
def test_both_halves_of_a_cut_box_are_looked_at(half: int) -> None:
    cut = [0, "1/2", None, None]
    assert box("for x real: x + 1 > 0", [["0", "1"]], cut) == DECIDED
    formula = ("for x real: x - 1/4 > 0", "for x real: 3/4 - x > 0")[half]  # false in one half only
    with pytest.raises(Refused, match="not certainly positive"):
        box(formula, [["0", "1"]], cut)


def test_a_cut_is_inside_and_of_the_axis_that_it_names() -> None:
    formula = "for x, y real: x + y + 1 > 0"
    assert box(formula, [["0", "1"], ["0", "2"]], [1, "3/2", None, None]) == DECIDED
    with pytest.raises(Refused, match="outside of its side"):
        box(formula, [["0", "1"], ["0", "2"]], [0, "3/2", None, None])


@pytest.mark.parametrize("doubted", ["the premises", "what follows"])
def test_what_z3_cannot_tell_is_not_accepted(doubted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([z3.unknown] if doubted == "the premises" else [z3.sat, z3.unknown])
    monkeypatch.setattr(z3.Solver, "check", lambda _: next(answers))
    with pytest.raises(Refused, match="z3 cannot tell"):
        decided("smt", "for a real: a > 1 |- a*a > 1")

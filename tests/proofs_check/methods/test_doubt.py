"""Undecided is never true, nothing is no evidence, and a tie is not a strict inequality: by every method alike."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy as sp
import z3
from hypothesis import strategies as st

from proofs_check import methods as package
from proofs_check.evidence import Result, Settings
from proofs_check.methods import balls, exact, sampled, smt, statistical, symbolic, together, trained
from theory.claim import Assumption, Claim, Finding, Paper, Verdict
from theory.numbers import certain, conjunction, disjunction, equivalent, less, less_equal, negate

YES, NO, DOUBT = Result(True, "yes"), Result(False, "no"), Result(None, "doubt")
x, y = sp.symbols("x y", real=True)
a, b = z3.Reals("a b")
QUICK = Settings("quick")
SINCE = Claim(
    id="c",
    title="t",
    statement="s",
    paper=Paper("test", "a test"),
    instance=int,
    conclusion=lambda n: Finding(None if n == 0 else n > 0),
    expected=Verdict.PROVED,
)
ABOVE_1 = replace(SINCE, conclusion=lambda n: Finding(less(1, n)))


def draw(prop: Callable[[int], bool | None]) -> Result:
    return sampled.holds_on(st.integers(0, 3), prop, QUICK, (20, 20, 20), "")


UNDECIDED = {
    "identities": lambda: symbolic.identities({"of two signs": sp.Abs(sp.cos(x) + 2) - sp.cos(sp.Abs(x)) - 2}, ""),
    "signs": lambda: symbolic.signs({"of any sign": (x, ">=0")}, ""),
    "compare": lambda: exact.compare({"wide": (flint.arb(0, 1), "<", flint.arb("0.5"))}, ""),
    "every": lambda: exact.every([1, 2], lambda n: None if n == 2 else True, "1 and 2", ""),
    "decide": lambda: exact.decide([True, None], "", ""),
    "positive": lambda: balls.positive({"wide": lambda: flint.arb(0, 1)}, ""),
    "positive_on_box": lambda: balls.positive_on_box(lambda t: t * t, [(-1, 1)], "", max_boxes=50),
    "universally": lambda: smt.universally({"": ([a > 0, a < 0], b > 0)}, ""),
    "together": lambda: together(YES, DOUBT),
    "holds_on": lambda: draw(lambda n: None),
    "at_least": lambda: statistical.at_least(98, 100, 0.98, ""),
    "agree": lambda: trained.agree(SINCE, [1, 0], ""),
}
EMPTY = {
    "identities": lambda: symbolic.identities({}, ""),
    "signs": lambda: symbolic.signs({}, ""),
    "compare": lambda: exact.compare({}, ""),
    "every": lambda: exact.every([], lambda n: True, "nothing", ""),
    "decide": lambda: exact.decide([], "", ""),
    "positive": lambda: balls.positive({}, ""),
    "positive_on_box": lambda: balls.positive_on_box(lambda: flint.arb(1), [], ""),
    "universally": lambda: smt.universally({}, ""),
    "together": lambda: together(),
}
NONE_MET = {
    "holds_on": lambda: draw(lambda n: None),
    "at_least": lambda: statistical.at_least(0, 0, 0.5, ""),
    "agree": lambda: trained.agree(SINCE, [], ""),
}
TIED = {
    "identities": (lambda: symbolic.identities({"": (x * (x + 1), x**2 + x)}, ""), True),
    "signs": (lambda: symbolic.signs({"": (x - x, ">0")}, ""), False),
    "signs, or equal": (lambda: symbolic.signs({"": (x - x, ">=0")}, ""), True),
    "signs, negative": (lambda: symbolic.signs({"": (x - x, "<0")}, ""), False),
    "signs, less a square": (lambda: symbolic.signs({"": (-(x**2), "<0")}, ""), None),
    "signs, a square": (lambda: symbolic.signs({"": (x**2, ">0")}, ""), None),
    "compare, less": (lambda: exact.compare({"": (Fraction(1, 2), "<", Fraction(2, 4))}, ""), False),
    "compare, roots": (lambda: exact.compare({"": (sp.sqrt(8), "<", 2 * sp.sqrt(2))}, ""), False),
    "compare, greater": (lambda: exact.compare({"": (1, ">", 1)}, ""), False),
    "compare, equal": (lambda: exact.compare({"": (1, "==", 1)}, ""), True),
    "positive": (lambda: balls.positive({"": sp.Integer(0)}, ""), False),
    "positive_on_box": (lambda: balls.positive_on_box(lambda t: t * t, [(0, 1)], "", max_boxes=50), None),
    "universally, strict from weak": (lambda: smt.universally({"": ([a >= 0], a > 0)}, ""), False),
    "universally, weak from weak": (lambda: smt.universally({"": ([a >= 0], a >= 0)}, ""), True),
    "at_least": (lambda: statistical.at_least(1, 2, 0.5, ""), None),
    "every": (lambda: exact.every([1, 2], lambda n: less(n, 2), "1 and 2", ""), False),
    "every, or equal": (lambda: exact.every([1, 2], lambda n: less_equal(n, 2), "1 and 2", ""), True),
    "decide": (lambda: exact.decide([less(1, 2), less(2, 2)], "", ""), False),
    "decide, or equal": (lambda: exact.decide([less(1, 2), less_equal(2, 2)], "", ""), True),
    "together": (lambda: together(YES, exact.compare({"": (1, "<", 1)}, "")), False),
    "holds_on": (lambda: draw(lambda n: less(n, 3)), False),
    "holds_on, or equal": (lambda: draw(lambda n: less_equal(n, 3)), True),
    "agree": (lambda: trained.agree(ABOVE_1, [2, 1], ""), False),
}


def methods() -> set[str]:
    """The functions that return a result, of all the modules of methods."""
    modules = [
        importlib.import_module(each.name) for each in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    ]
    functions = [each for module in (package, *modules) for each in vars(module).values() if inspect.isfunction(each)]
    return {
        each.__name__
        for each in functions
        if each.__annotations__.get("return") == "Result" and each.__name__[0] != "_"
    }


def test_every_method_is_fed_doubt_nothing_and_a_tie() -> None:
    assert methods() == set(UNDECIDED) == set(EMPTY) | set(NONE_MET) == {name.split(",")[0] for name in TIED}


@pytest.mark.parametrize("name", UNDECIDED)
def test_undecided_is_not_true(name: str) -> None:
    assert UNDECIDED[name]().holds is None


@pytest.mark.parametrize("name", EMPTY)
def test_what_is_said_of_nothing_is_no_evidence(name: str) -> None:
    with pytest.raises(ValueError, match="nothing was decided"):
        EMPTY[name]()


@pytest.mark.parametrize("name", NONE_MET)
def test_a_check_that_met_no_instance_is_not_true(name: str) -> None:
    assert (NONE_MET[name]().holds, NONE_MET[name]().instances) == (None, 0)


@pytest.mark.parametrize("name", TIED)
def test_a_tie(name: str) -> None:
    decide, holds = TIED[name]
    assert decide().holds is holds


HARD = [a * a == 2, a * a * a > 2]


@pytest.mark.parametrize(
    ("premises", "conclusion"), [([], a * a + b * b >= 2 * a * b), (HARD, a == a)], ids=["conclusion", "premises"]
)
def test_what_z3_cannot_tell_is_undecided(
    premises: list[z3.BoolRef], conclusion: z3.BoolRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A true statement, with too little to find it out by; the same, whatever the speed of the machine."""
    statement = {"": (premises, conclusion)}
    assert smt.universally(statement, "").holds is True
    monkeypatch.setattr(smt, "RESOURCES", 1)
    assert smt.universally(statement, "").holds is None


@pytest.mark.parametrize(
    ("results", "holds"), [((YES, YES), True), ((DOUBT, NO), None), ((NO, DOUBT), False), ((YES, NO), False)]
)
def test_together(results: tuple[Result, ...], holds: bool | None) -> None:
    assert together(*results).holds is holds


@pytest.mark.parametrize(
    "decide",
    [
        lambda: symbolic.identities({"": (x * 0.5, x / 2)}, ""),
        lambda: symbolic.signs({"": (sp.Float(0.5) + x**2, ">0")}, ""),
        lambda: exact.compare({"": (sp.Float(0.5), "<", 1)}, ""),
        lambda: balls.positive({"": sp.Float(0.5)}, ""),
        lambda: balls.positive_on_box(lambda t: t, [(0.25, 1)], ""),
        lambda: exact.compare({"": (0.5, "<", 1)}, ""),
    ],
    ids=["identities", "signs", "compare", "positive", "box", "compare, of Python"],
)
def test_a_float_is_refused(decide: Callable[[], Result]) -> None:
    with pytest.raises(TypeError, match="float"):
        decide()


def test_each_of_several_is_decided() -> None:
    assert symbolic.identities({"yes": (2 * x, x + x), "no": (x, y)}, "").holds is False
    assert symbolic.signs({"yes": (x**2, ">=0"), "doubt": (x, ">0")}, "").holds is None
    assert exact.compare({"yes": (1, "<", 2), "no": (2, "<", 1)}, "").holds is False
    assert balls.positive({"yes": lambda: flint.arb(1), "no": lambda: flint.arb(-1)}, "").holds is False


def test_networks_that_miss_an_assumption_do_not_count() -> None:
    odd = replace(SINCE, assumptions=(Assumption("odd", "n is odd", lambda n: Finding(n % 2 == 1)),))
    found = trained.agree(odd, [1, -2, 3], "")
    assert (found.holds, found.instances) == (True, 2)
    assert trained.agree(odd, [1, -3], "").holds is False


KLEENE: dict[str, Callable[..., object]] = {
    "and": lambda t: conjunction(True, t),
    "or": lambda t: disjunction(False, t),
    "not": negate,
    "exactly if": lambda t: equivalent(True, t),
    "certain": certain,
    "a finding": Finding,
}


def test_the_truths_of_numpy_are_truths() -> None:
    assert conjunction(True, np.False_) is False  # type: ignore[arg-type]
    assert conjunction(np.True_, None) is None  # type: ignore[arg-type]
    assert [Finding(truth).holds for truth in (np.True_, np.False_)] == [True, False]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value", [1, 0, "no", (), np.int64(1), sp.true, Finding(False), bool, b"", Fraction(0)], ids=ascii
)
@pytest.mark.parametrize("name", KLEENE)
def test_what_is_only_as_good_as_true_is_no_truth(name: str, value: object) -> None:
    with pytest.raises(TypeError, match="is no truth"):
        KLEENE[name](value)
    assert KLEENE[name](True) is not None


def test_constants_are_not_estimated() -> None:
    """SymPy simplifies this difference, about 3e-18, to 0, and a sum of two positive numbers too."""
    small = sp.log(1 + sp.exp(-40)) - sp.log(1 + sp.exp(-41))
    assert symbolic.identities({"": (small, sp.Integer(0))}, "").holds is False
    assert symbolic.identities({"": (x * small, sp.Integer(0))}, "").holds is not True
    assert symbolic.identities({"": sp.log(1 + sp.exp(-400)) + sp.log(1 + sp.exp(-401))}, "").holds is False
    assert [symbolic.signs({"": (small, sign)}, "").holds for sign in (">0", "<0", ">=0", "<=0")] == [
        True,
        False,
        True,
        False,
    ]


def test_a_property_is_a_truth() -> None:
    assert draw(lambda n: np.bool_(n < 2)).holds is False  # type: ignore[arg-type, return-value]
    with pytest.raises(TypeError, match="does not apply"):
        draw(lambda n: Finding(n > 9))  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("symbols", [[x, x], [x], [x, y, a]])
def test_a_box_has_a_symbol_a_side(symbols: list[object]) -> None:
    with pytest.raises(ValueError, match="as many different symbols"):
        balls.positive_on_box(x + 2, [(-1, 1), (1, 2)], "", symbols=symbols)  # type: ignore[arg-type]

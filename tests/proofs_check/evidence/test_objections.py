"""What is no evidence is an error of its item, with the reason, whatever it says of itself."""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import strategies as st

from proofs_check import runner
from proofs_check.evidence import Item, Proof, Result, Role, Settings, decide
from proofs_check.evidence.objections import objection
from proofs_check.methods import balls, exact, sampled, smt, statistical, symbolic, together
from proofs_check.recording import record
from tests.proofs_check.evidence.anything import ANYTHING
from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Verdict, register
from theory.mixing import Beta, Midpoint, Mixing
from theory.mixing.oscillating import OscillatingDensity
from theory.numbers import ball

X = sp.symbols("x")
TRUE = {"1 < 2": (1, "<", 2)}


@pytest.fixture
def proof(own_registry: dict[str, Claim]) -> Proof:
    """An empty proof of a claim that exists for one test only."""
    own_registry["test-false"] = ANYTHING
    return Proof("test-false")


def said(proof: Proof) -> tuple[Verdict, str]:
    return decide(proof.claim, [proof.run(item, Settings("quick")) for item in proof.items])


def endless(n: int) -> int:
    return endless(n + 1) + 1


class Yes(Result):
    """It says what is wanted, whoever asks."""

    def __getattribute__(self, name: str) -> Any:
        return True if name == "holds" else super().__getattribute__(name)


def draw(_: Settings) -> Result:
    return sampled.holds_on(st.just(2), lambda n: True, Settings("quick"), (5, 5, 5), "")


def by_itself(_: Settings) -> Result:
    record("smt", items={"it": "for x real: x > 0"})
    return Result(True, "decided")


def by_a_name_of_ours(_: Settings) -> Result:
    scope = {"__name__": "proofs_check.methods.smt", "record": record}
    exec('record("smt", items={"it": "for x real: x > 0"})', scope)
    return Result(True, "decided")


ALIKE = (sp.Dummy("x", real=True) - sp.Dummy("x", real=True)) ** 2 + 1
CHECKS: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "no identities": ("symbolic", lambda _: symbolic.identities({}, ""), "no identities"),
    "no signs": ("symbolic", lambda _: symbolic.signs({}, ""), "no signs"),
    "no statements": ("smt", lambda _: smt.universally({}, ""), "no statements"),
    "no comparisons": ("exact", lambda _: exact.compare({}, ""), "no comparisons"),
    "no truths": ("exact", lambda _: exact.decide([], "", ""), "no truths"),
    "no cases": ("exact", lambda _: exact.every([], lambda n: True, "of nothing", ""), "no cases"),
    "no values": ("balls", lambda _: balls.positive({}, ""), "no values"),
    "no results": ("exact", lambda _: together(), "no results"),
    "no instances": ("exact", lambda _: dataclasses.replace(exact.compare(TRUE, ""), instances=0), "0 instances"),
    "no formula": ("smt", lambda _: Result(True, "trust me"), "no formula was decided by its method, smt: nothing"),
    "a word": ("exact", lambda _: exact.decide([True], "", "trust me"), "word, which proves nothing"),
    "another method's formula": ("smt", lambda _: exact.compare(TRUE, ""), "by its method, smt: comparisons"),
    "a sample": ("exact", draw, "sampled, which proves nothing"),
    "a sample beside a formula": ("exact", lambda s: together(exact.compare(TRUE, ""), draw(s)), "proves nothing"),
    "frequencies": ("exact", lambda _: statistical.at_least(999, 999, 0.5, ""), "statistical, which proves nothing"),
    "a result of a class of its own": ("exact", lambda _: Yes(False, ""), "a Yes, not a Result"),
    "no return": ("exact", lambda _: None, "returned None"),
    "a bare truth": ("exact", lambda _: True, "returned True, a bool"),
    "a truth of numpy": ("exact", lambda _: Result(np.True_, ""), "holds"),  # type: ignore[arg-type]
    "one for true": ("exact", lambda _: Result(1, ""), "holds"),  # type: ignore[arg-type]
    "a truth of SymPy": ("exact", lambda _: Result(sp.true, ""), "holds"),
    "a number of numpy": ("exact", lambda _: Result(True, "", instances=np.int64(3)), "instances"),  # type: ignore[arg-type]
    "NaN instances": ("exact", lambda _: Result(True, "", instances=float("nan")), "instances"),  # type: ignore[arg-type]
    "fewer than none": ("exact", lambda _: Result(True, "", instances=-1), "instances"),
    "a file as witness": ("exact", lambda _: Result(True, "", witness=sys.stderr), "witness"),  # type: ignore[arg-type]
    "no message": ("exact", lambda _: Result(True, None), "message"),  # type: ignore[arg-type]
    "half a surrogate pair": ("exact", lambda _: Result(True, "\ud800"), "message"),
    "a difference of floats": (
        "balls",
        lambda _: balls.positive({"0.1 + 0.2 > 0.3": lambda: ball(0.1 + 0.2 - 0.3)}, ""),
        "is a float",
    ),
    "a value that is a float": ("balls", lambda _: balls.positive({"": lambda: 1.0}, ""), "a float"),
    "a box of floats": ("balls", lambda _: balls.positive_on_box(lambda t: t + 1, [(0.1, 1)], ""), "a float"),
    "floats compared": ("exact", lambda _: exact.compare({"": (0.1 + 0.2, ">", Fraction(3, 10))}, ""), "a float"),
    "floats of numpy": ("exact", lambda _: exact.compare({"": (np.float64(1), "<", 2)}, ""), "a float"),
    "floats of SymPy": (
        "symbolic",
        lambda _: symbolic.identities({"": (sp.Float("0.1") * X, X / 10)}, ""),
        "a float",
    ),
    "the sign of a float": ("symbolic", lambda _: symbolic.signs({"": (sp.Float(1), ">0")}, ""), "a float"),
    "a float as premise": ("smt", lambda _: smt.universally({"": ([0.5], True)}, ""), "a float"),
    "what the preset decides": ("exact", lambda s: exact.compare({"": (1, "<", s.size(2, 0, 2))}, ""), "fails"),
    "a record by the proof itself": ("smt", by_itself, "cannot record smt: only what decides does"),
    "a record under a name of ours": ("smt", by_a_name_of_ours, "cannot record smt"),
    "grounds that are none": (
        "exact",
        lambda _: dataclasses.replace(exact.compare(TRUE, ""), rests_on=(1,)),
        "rests_on",
    ),  # type: ignore[arg-type]
    "symbols that look alike": (
        "symbolic",
        lambda _: symbolic.signs({"": (ALIKE, ">0")}, ""),
        "two symbols are called",
    ),
    "an exit at once": ("exact", lambda _: os._exit(0), "SystemExit: os._exit(0)"),
    "an exit": ("exact", lambda _: sys.exit(0), "SystemExit: 0"),
    "endless recursion": ("exact", lambda _: Result(endless(0) > 0, ""), "RecursionError"),
}


@pytest.mark.parametrize("name", CHECKS)
def test_it_is_an_error_with_the_reason(proof: Proof, name: str) -> None:
    method, check, why = CHECKS[name]
    proof.step("good", "exact", "1 < 2")(lambda _: exact.compare(TRUE, ""))
    proof.step("bad", method, "1 = 2")(check)
    verdict, message = said(proof)
    assert (verdict, "bad" in message, why in message) == (Verdict.ERROR, True, True), message


def test_a_step_without_a_check_is_an_error(proof: Proof) -> None:
    proof.items.append(Item("test-false", "bare", Role.STEP, "exact", "1 = 2"))
    assert said(proof) == (Verdict.ERROR, "bare: there is no check")


def test_the_finding_that_an_assumption_is_not_needed_leaves_a_formula(proof: Proof) -> None:
    trust_me = lambda _: Result(True, "trust me")  # noqa: E731
    proof.items.append(Item("test-false", "it not needed", Role.CONTROL, "symbolic", "…", check=trust_me))
    assert said(proof)[0] is Verdict.ERROR


def test_formulas_of_other_methods_that_prove_are_welcome(proof: Proof) -> None:
    both = lambda _: together(exact.compare(TRUE, ""), symbolic.identities({"0": sp.Integer(0)}, ""))  # noqa: E731
    proof.step("both", "exact", "1 < 2")(both)
    (found,) = [proof.run(item, Settings()) for item in proof.items]
    assert found.holds is True
    assert [record["kind"] for record in found.certificate] == ["comparisons", "identities"]


@pytest.mark.parametrize("leave", [sys.exit, os._exit])
def test_a_check_that_exits_does_not_lose_the_run(proof: Proof, leave: Callable[[int], Any]) -> None:
    proof.step("bad", "exact", "1 = 2")(lambda _: leave(0) if leave is sys.exit else os._exit(0))
    report = runner.verify(jobs=1)
    assert [entry.verdict for entry in report.claims] == [Verdict.ERROR]
    assert not report.as_expected


def test_an_enumeration_names_its_cases_and_counts_them(proof: Proof) -> None:
    proof.step("few", "exact", "n < 4")(lambda _: exact.every([1, 2, Fraction(3)], lambda n: n < 4, "1, 2, 3", ""))
    proof.step("many", "exact", "n < 99")(lambda _: exact.every(range(99), lambda n: n < 99, "n < 99", ""))
    few, many = (proof.run(item, Settings()).certificate[0] for item in proof.items)
    assert (few["kind"], few["count"], few["cases"]) == ("enumeration", 3, ["1", "2", "3"])
    assert (many["count"], "cases" in many, few["digest"] == many["digest"]) == (99, False, False)


def test_a_check_need_not_take_the_settings_and_a_step_does_not_see_them(proof: Proof) -> None:
    seen: list[Settings] = []

    def looks(settings: Settings) -> Result:
        seen.append(settings)
        return exact.compare(TRUE, "")

    proof.step("plain", "exact", "1 < 2")(lambda: exact.compare(TRUE, ""))  # type: ignore[arg-type]
    proof.step("curious", "exact", "1 < 2")(looks)
    proof.check("sampled", "sampled", "1 < 2")(looks)
    found = [proof.run(item, Settings("quick", seed=7)) for item in proof.items]
    assert [e.holds for e in found] == [True, True, True]
    assert seen == [Settings(), Settings("quick", seed=7)]


@pytest.mark.parametrize("method", ["exact", "sampled", "statistical", "optimizer", "trained", "balls"])
def test_a_numerical_check_through_no_method_is_no_evidence(proof: Proof, method: str) -> None:
    proof.check("bare", method, "1 = 2")(lambda _: Result(True, "trust me", instances=99))
    assert said(proof) == (Verdict.ERROR, "bare: no method looked at anything for it: nothing was recorded")


def test_a_numerical_check_that_fails_need_record_nothing(proof: Proof) -> None:
    proof.check("bare", "sampled", "1 = 2")(lambda _: Result(False, "a counterexample"))
    assert said(proof) == (Verdict.UNDECIDED, "“bare” disagrees: a counterexample")


@dataclasses.dataclass(frozen=True)
class Mine(OscillatingDensity):
    """A law of lambda that no certificate knows."""


@dataclasses.dataclass(frozen=True)
class Drawn:
    """An instance with a law of lambda."""

    mixing: Mixing


@pytest.mark.parametrize("law", [Beta(2), Midpoint(), OscillatingDensity(), Mine()])
def test_the_laws_of_instances_are_those_that_certificates_know(own_registry: dict[str, Claim], law: Mixing) -> None:
    own_registry["test-false"] = dataclasses.replace(ANYTHING, instance=Drawn, conclusion=lambda _: Finding(False))
    proof = Proof("test-false")
    proof.refutation("it", lambda: Drawn(law))
    verdict, message = said(proof)
    assert verdict is (Verdict.ERROR if isinstance(law, Mine) else Verdict.REFUTED), message
    assert ("certificates know the laws" in message) is isinstance(law, Mine)


def test_a_proof_that_runs_its_items_as_it_likes_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="no variants"):
        type("Lenient", (Proof,), {"run": lambda self, item, settings: None})


class Lax(Conclusion):
    """Its parts are honest, and it never asks them."""

    def __call__(self, instance: Any) -> Finding:
        return Finding(True)


class LaxClaim(Claim):
    """A claim that applies to whatever it likes."""


class LaxPart(Part):
    """A part of a class of its own."""


class LaxAssumption(Assumption):
    """An assumption of a class of its own."""


LAX = LaxAssumption("a", "a", lambda _: Finding(True))
PART = Part("any", lambda n, value: Finding(n == value), lambda n: n)
VARIANTS: dict[str, Callable[[], Claim]] = {
    "Lax": lambda: dataclasses.replace(ANYTHING, conclusion=Lax((PART,))),
    "LaxPart": lambda: dataclasses.replace(ANYTHING, conclusion=Conclusion((LaxPart(**vars(PART)),))),
    "LaxClaim": lambda: LaxClaim(**{f.name: getattr(ANYTHING, f.name) for f in dataclasses.fields(Claim)}),
    "LaxAssumption": lambda: dataclasses.replace(ANYTHING, assumptions=(LAX,)),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_claims_are_made_of_what_claims_are_made_of(own_registry: dict[str, Claim], name: str) -> None:
    with pytest.raises(ValueError, match=f"has a {name}, a variant"):
        register(VARIANTS[name]())
    assert register(dataclasses.replace(ANYTHING, conclusion=Conclusion((PART,)))).id in own_registry


class Word(str):
    """A verdict by its letters."""


A = Assumption("a", "a", lambda _: Finding(True))
MISTYPED: dict[str, tuple[dict[str, Any], str]] = {
    "expected, a word": ({"expected": "PROVED"}, "a str, as its expected: not a Verdict"),
    "expected, a word of a class of its own": ({"expected": Word("PROVED")}, "a Word, as its expected"),
    "an id of a class of its own": ({"id": Word("test-false")}, "a Word, as its id"),
    "a number for a title": ({"title": 3}, "a int, as its title"),
    "a list of assumptions": ({"assumptions": [A]}, "a list, as its assumptions"),
    "yes for whole_read": ({"whole_read": 1}, "a int, as its whole_read"),
    "a reading by its word": ({"reading": "ours"}, "a str, as its reading"),
    "no class": ({"instance": int | str}, "which is no class"),
    "half a pair in a title": ({"title": "1 \ud800"}, "as its title, which cannot be written"),
    "two assumptions by one name": (
        {"assumptions": (A, dataclasses.replace(A, statement="b"))},
        "two assumptions called",
    ),
    "an assumption without a name": ({"assumptions": (dataclasses.replace(A, name=""),)}, "which is no name"),
    "two parts by one name": ({"conclusion": Conclusion((PART, PART))}, "two parts of the conclusion called 'any'"),
}


@pytest.mark.parametrize("name", MISTYPED)
def test_the_fields_of_a_claim_are_of_their_types(own_registry: dict[str, Claim], name: str) -> None:
    changes, why = MISTYPED[name]
    with pytest.raises(ValueError, match="claim 'test-false'") as refused:
        register(dataclasses.replace(ANYTHING, **changes))
    assert why in str(refused.value)
    assert not own_registry


@pytest.mark.parametrize("role", [Role.REFUTATION, Role.EXAMPLE, Role.NEAR_MISS])
def test_what_the_predicates_did_not_judge_is_an_error(proof: Proof, role: Role) -> None:
    def trust_me(_: Settings) -> Result:
        return together(exact.compare(TRUE, ""), Result(True, "trust me"))

    proof.items.append(Item("test-false", "it", role, "exact", "it is so", about="any", check=trust_me))
    verdict, message = said(proof)
    assert (verdict, "the predicates of the claim did not judge it" in message) == (Verdict.ERROR, True)


def test_a_lemma_is_a_claim_of_the_registry(proof: Proof) -> None:
    with pytest.raises(ValueError, match="is no lemma"):
        proof.step("elsewhere", "lemma", "1 = 2")(lambda _: Result(True, "proved elsewhere"))
    other = lambda lemmas: lemmas.use("lemma-2.3")  # noqa: E731
    item = Item("test-false", "theorem-9", Role.STEP, "lemma", "1 = 2", check=other)
    proof.items.append(item)
    looked_at = objection(item, Result(True, ""), [{"kind": "lemma", "claim": "lemma-2.3"}])
    assert looked_at == "it is called theorem-9, and uses lemma-2.3"
    assert objection(item, Result(True, ""), []) == "it is called theorem-9, and uses no claim"


@pytest.mark.parametrize("text", ["half \ud800 of a pair", 3, None, Word("a")], ids=ascii)
def test_the_texts_of_an_item_are_texts(proof: Proof, text: Any) -> None:
    for enter in (lambda: proof.step(text, "exact", "c"), lambda: proof.step("s", "exact", text)):
        with pytest.raises(ValueError, match="is no text"):
            enter()(lambda _: exact.compare(TRUE, ""))
    with pytest.raises(ValueError, match="is no text"):
        proof.argued("a", "c", [text])

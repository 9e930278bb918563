"""The one rule from evidence to verdict, and that a proof cannot be put together wrongly."""

from dataclasses import replace

import pytest

from proofs_check.evidence import Evidence, Proof, Result, Role, Settings, decide
from proofs_check.evidence import proof as module
from theory import claim as claim_module
from theory.claim import Assumption, Claim, Finding, Verdict


def is_positive(number: int) -> Finding:
    return Finding(number > 0, f"{number}")


def is_even(number: int) -> Finding:
    return Finding(number % 2 == 0, f"{number} is {'even' if number % 2 == 0 else 'odd'}")


EVERY_POSITIVE_IS_EVEN = Claim(
    id="test-even",
    title="every positive number is even",
    statement="$n > 0 \\Rightarrow 2 | n$",
    source="a test",
    instance=int,
    assumptions=(Assumption("positive", "$n > 0$", is_positive),),
    conclusion=is_even,
    expected=Verdict.REFUTED,
)


@pytest.fixture
def proof(monkeypatch):
    """An empty proof of a claim that exists for one test only."""
    monkeypatch.setattr(module, "_PROOFS", {})
    monkeypatch.setattr(claim_module, "_REGISTRY", {"test-even": EVERY_POSITIVE_IS_EVEN})
    monkeypatch.setattr(claim_module, "load_modules", lambda package: None)
    return Proof("test-even")


def verdict(proof: Proof) -> Verdict:
    return decide(proof.claim, [proof.run(item, Settings("quick")) for item in proof.items])[0]


def item(role: Role, holds: bool | None, method: str = "exact") -> Evidence:
    return Evidence("test-even", f"{role} {holds}", role, method, "", (), holds, "", instances=1)


STEP, CHECK = item(Role.STEP, True), item(Role.CHECK, True, "sampled")
REFUTATION = item(Role.REFUTATION, True)
VERDICTS = [
    ([], Verdict.UNDECIDED),
    ([STEP], Verdict.PROVED),
    ([STEP, item(Role.STEP, None)], Verdict.UNDECIDED),
    ([STEP, item(Role.STEP, False)], Verdict.ERROR),
    ([item(Role.TRUSTED, True, "trusted")], Verdict.UNDECIDED),
    ([item(Role.ARGUED, True, "argued"), CHECK], Verdict.SUPPORTED),
    ([STEP, replace(STEP, method="sampled")], Verdict.UNDECIDED),
    ([REFUTATION], Verdict.REFUTED),
    ([replace(REFUTATION, method="sampled")], Verdict.UNDECIDED),
    ([replace(REFUTATION, holds=None)], Verdict.UNDECIDED),
    ([REFUTATION, STEP], Verdict.ERROR),
    ([STEP, replace(CHECK, holds=False)], Verdict.ERROR),
    ([STEP, item(Role.CONTROL, False)], Verdict.ERROR),
    ([STEP, item(Role.CONTROL, None)], Verdict.ERROR),
    ([STEP, replace(CHECK, error="Traceback", holds=None)], Verdict.ERROR),
    ([CHECK], Verdict.SUPPORTED),
    ([replace(CHECK, instances=0)], Verdict.VACUOUS),
    ([CHECK, replace(CHECK, holds=False)], Verdict.UNDECIDED),
    ([replace(CHECK, holds=None)], Verdict.UNDECIDED),
]


@pytest.mark.parametrize(("evidence", "expected"), VERDICTS)
def test_the_rule(evidence, expected):
    assert decide(EVERY_POSITIVE_IS_EVEN, evidence)[0] is expected


def test_a_counterexample_refutes(proof):
    proof.refutation("three", lambda: 3)
    assert verdict(proof) is Verdict.REFUTED


@pytest.mark.parametrize("not_a_counterexample", [4, -3])
def test_a_wrong_counterexample_does_not_refute(proof, not_a_counterexample):
    proof.refutation("wrong", lambda: not_a_counterexample)
    assert verdict(proof) is not Verdict.REFUTED


def test_a_counterexample_of_the_wrong_type_is_an_error(proof):
    proof.refutation("text", lambda: "3")
    assert verdict(proof) is Verdict.ERROR


@pytest.mark.parametrize(("instance", "expected"), [(-3, Verdict.PROVED), (3, Verdict.ERROR), (-4, Verdict.ERROR)])
def test_a_control_must_break_just_its_assumption(proof, instance, expected):
    proof.step("s", "exact", "…")(lambda _: Result(True, ""))
    proof.control("positive", lambda: instance)
    assert verdict(proof) is expected


def test_a_crash_is_an_error_with_a_traceback(proof):
    proof.step("s", "exact", "…")(lambda _: Result(1 / 0 > 0, ""))  # type: ignore[arg-type]
    found = proof.run(proof.items[0], Settings())
    assert "ZeroDivisionError" in (found.error or "")
    assert decide(proof.claim, [found])[0] is Verdict.ERROR


def test_a_step_must_rest_on_a_method_that_proves(proof):
    with pytest.raises(ValueError, match="cannot rest on"):
        proof.step("s", "sampled", "…")(lambda _: Result(True, ""))


def test_a_step_must_not_use_what_is_not_established(proof):
    with pytest.raises(ValueError, match="before it is established"):
        proof.step("s", "exact", "…", premises=["unknown"])(lambda _: Result(True, ""))


def test_a_premise_must_be_an_assumption_of_the_claim(proof):
    with pytest.raises(ValueError, match="no assumption"):
        proof.step("s", "exact", "…", premises=["assumption:unheard of"])(lambda _: Result(True, ""))


def test_two_items_need_two_names(proof):
    proof.trusted("t", "a theorem", "a book")
    with pytest.raises(ValueError, match="two items"):
        proof.trusted("t", "a theorem", "a book")


def test_a_control_needs_an_assumption_of_the_claim(proof):
    with pytest.raises(ValueError, match="no assumption"):
        proof.control("unheard of", lambda: 1)


def test_sizes_follow_the_preset():
    assert [Settings(p).size(1, 2, 3) for p in ("quick", "standard", "thorough")] == [1, 2, 3]


@pytest.mark.parametrize(("holds", "expected"), [(True, Verdict.PROVED), (False, Verdict.ERROR)])
def test_a_lemma_must_be_proved_itself(proof, monkeypatch, holds, expected):
    proof.step("s", "exact", "…")(lambda _: Result(holds, ""))
    monkeypatch.setitem(claim_module._REGISTRY, "test-user", replace(EVERY_POSITIVE_IS_EVEN, id="test-user"))
    monkeypatch.setattr(module, "load_modules", lambda package: None)
    user = Proof("test-user")
    user.uses("test-even")
    assert verdict(user) is expected


def test_what_a_lemma_trusts_is_trusted_by_its_user_once(proof, monkeypatch):
    proof.trusted("t", "a theorem", "a book")
    proof.argued("words", "glue")
    proof.step("s", "exact", "…")(lambda _: Result(True, ""))
    monkeypatch.setitem(claim_module._REGISTRY, "test-user", replace(EVERY_POSITIVE_IS_EVEN, id="test-user"))
    monkeypatch.setattr(module, "load_modules", lambda package: None)
    user = Proof("test-user")
    user.trusted("t", "a theorem", "a book")
    user.uses("test-even")
    found = [user.run(item, Settings()) for item in user.items]
    assert decide(user.claim, found)[1] == "1 checked step, 1 trusted, 1 argued"
    assert module.unchecked(found, Role.ARGUED) == ["glue"]

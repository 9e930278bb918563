"""The one rule from evidence to verdict, and that a proof cannot be put together wrongly."""

from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.evidence import Evidence, Proof, Result, Role, Settings, decide
from proofs_check.evidence import proof as module
from proofs_check.methods import exact
from theory import claim as claim_module
from theory.claim import Assumption, Claim, Conclusion, Finding, Paper, Part, Verdict


def is_positive(number: int) -> Finding:
    return Finding(number > 0, f"{number}")


def is_even(number: int) -> Finding:
    return Finding(number % 2 == 0, f"{number} is {'even' if number % 2 == 0 else 'odd'}")


EVERY_POSITIVE_IS_EVEN = Claim(
    id="test-even",
    title="every positive number is even",
    statement="$n > 0 \\Rightarrow 2 | n$",
    paper=Paper("test", "a test"),
    instance=int,
    assumptions=(Assumption("positive", "$n > 0$", is_positive),),
    conclusion=is_even,
    expected=Verdict.REFUTED,
)


@pytest.fixture
def proof(own_registry):
    """An empty proof of a claim that exists for one test only."""
    own_registry["test-even"] = EVERY_POSITIVE_IS_EVEN
    return Proof("test-even")


def verdict(proof: Proof) -> Verdict:
    return decide(proof.claim, [proof.run(item, Settings("quick")) for item in proof.items])[0]


def item(role: Role, holds: bool | None, method: str = "exact") -> Evidence:
    return Evidence("test-even", f"{role} {holds}", role, method, "", (), holds, "", instances=1)


def proves(_: Settings) -> Result:
    return exact.compare({"": (1, "<", 2)}, "")


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
    ([STEP, item(Role.EXAMPLE, False)], Verdict.ERROR),
    ([STEP, item(Role.NEAR_MISS, False)], Verdict.ERROR),
    ([STEP, item(Role.NEAR_MISS, None)], Verdict.ERROR),
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
    proof.step("s", "exact", "…")(proves)
    proof.control("positive", lambda: instance)
    assert verdict(proof) is expected


def test_a_crash_is_an_error_with_a_traceback(proof):
    proof.step("s", "exact", "…")(lambda _: Result(1 / 0 > 0, ""))  # type: ignore[arg-type]
    found = proof.run(proof.items[0], Settings())
    assert "ZeroDivisionError" in (found.error or "")
    assert decide(proof.claim, [found])[0] is Verdict.ERROR


def test_a_step_must_rest_on_a_method_that_proves(proof):
    with pytest.raises(ValueError, match="cannot rest on"):
        proof.step("s", "sampled", "…")(proves)


def test_a_step_must_not_use_what_is_not_established(proof):
    with pytest.raises(ValueError, match="before it is established"):
        proof.step("s", "exact", "…", premises=["unknown"])(proves)


def test_a_premise_must_be_an_assumption_of_the_claim(proof):
    with pytest.raises(ValueError, match="no assumption"):
        proof.step("s", "exact", "…", premises=["assumption:unheard of"])(proves)


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
    proof.step("s", "exact", "…")(lambda _: exact.compare({"": (1, "<" if holds else ">", 2)}, ""))
    monkeypatch.setitem(claim_module._REGISTRY, "test-user", replace(EVERY_POSITIVE_IS_EVEN, id="test-user"))
    user = Proof("test-user")
    user.uses("test-even")
    assert verdict(user) is expected


def test_what_a_lemma_trusts_is_trusted_by_its_user_once(proof, monkeypatch):
    proof.trusted("t", "a theorem", "a book")
    proof.argued("words", "glue")
    proof.step("s", "exact", "…")(proves)
    monkeypatch.setitem(claim_module._REGISTRY, "test-user", replace(EVERY_POSITIVE_IS_EVEN, id="test-user"))
    user = Proof("test-user")
    user.trusted("t", "a theorem", "a book")
    user.uses("test-even")
    found = [user.run(item, Settings()) for item in user.items]
    assert decide(user.claim, found)[1] == "1 checked step, 1 trusted, 1 argued"
    assert module.unchecked(found, Role.ARGUED) == ["glue"]


@pytest.mark.parametrize(("instance", "holds"), [(4, True), (3, False), (-4, False)])
def test_an_example_meets_assumptions_and_conclusion(proof, instance, holds):
    proof.example(lambda: instance)
    found = proof.run(proof.items[0], Settings())
    assert (found.holds, found.instances) == (holds, int(instance > 0))


def halves(number: int, half: Fraction) -> Finding:
    return Finding(2 * half == number or (None if number == 0 else False), f"{number} is twice {half}")


@pytest.fixture
def halved(proof, monkeypatch):
    """The proof of a claim whose conclusion is made of a relation and a value: n is twice n/2."""
    conclusion = Conclusion((Part("half", halves, lambda number: Fraction(number, 2)),))
    claim = replace(EVERY_POSITIVE_IS_EVEN, conclusion=conclusion)
    monkeypatch.setattr(claim_module, "_REGISTRY", {"test-even": claim})
    return proof


@pytest.mark.parametrize(
    ("instance", "value", "holds"),
    [(3, Fraction(1), True), (3, Fraction(3, 2), False), (0, Fraction(1), None)],
    ids=["wrong", "not wrong", "undecided"],
)
def test_a_near_miss_is_a_wrong_value(halved, instance, value, holds):
    halved.near_miss("half", lambda: (instance, value))
    assert halved.run(halved.items[0], Settings()).holds is holds


def test_a_near_miss_where_nothing_is_right_is_none(halved, monkeypatch):
    claim = halved.claim
    wrong = Conclusion((replace(claim.parts[0], asserted=lambda number: number),))
    monkeypatch.setitem(claim_module._REGISTRY, "test-even", replace(claim, conclusion=wrong))
    halved.near_miss("half", lambda: (3, Fraction(1)))
    assert halved.run(halved.items[0], Settings()).holds is False


def test_a_near_miss_needs_a_part_of_the_conclusion(proof):
    with pytest.raises(ValueError, match="no part 'half'"):
        proof.near_miss("half", lambda: (3, Fraction(1)))


@pytest.mark.parametrize("instance", [True, 0.5, "4"])
def test_an_example_is_exact_and_of_the_claims_type(proof, instance):
    proof.example(lambda: instance)
    assert "TypeError" in (proof.run(proof.items[0], Settings()).error or "")


def test_a_conclusion_of_parts_tells_the_first_that_fails():
    parts = {name: Part(name, lambda _, value: Finding(value, str(value)), lambda _, v=v: v) for name, v in TRUTHS}
    conclude = lambda *names: Conclusion(tuple(parts[name] for name in names))(0)  # noqa: E731
    assert conclude("yes", "doubt", "no") == Finding(False, "False")
    assert conclude("yes", "doubt", "yes") == Finding(None, "None")
    assert conclude("yes", "yes") == Finding(True, "True")
    assert conclude().holds is None


TRUTHS = [("yes", True), ("no", False), ("doubt", None)]

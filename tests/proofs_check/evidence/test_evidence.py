"""The one rule from evidence to verdict, and that a proof cannot be put together wrongly."""

from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.evidence import Evidence, Item, Proof, Result, Role, Settings, decide
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


def item(role, holds, method="exact", instances=1, error=None, premises=(), about="", certificate=()):
    entry = Item("test-even", f"{role} {holds}", role, method, "", tuple(premises), about)
    return Evidence(entry, Result(holds, "", instances=instances), tuple(certificate), error=error)


def proves(_: Settings) -> Result:
    return exact.compare({"": (1, "<", 2)}, "")


def prove(proof: Proof, check=proves) -> None:
    """All that the claim lacks but its control."""
    proof.step("s", "exact", "…", ["assumption:positive"])(check)
    proof.example(lambda: 4)


INSTANCE = ({"kind": "instance"},)
STEP, CHECK = item(Role.STEP, True, premises=["assumption:positive"]), item(Role.CHECK, True, "sampled")
REFUTATION = item(Role.REFUTATION, True)
EXAMPLE = item(Role.EXAMPLE, True)
CONTROL = item(Role.CONTROL, True, about="positive", certificate=INSTANCE)
NEEDLESS = item(Role.CONTROL, True, about="positive")
MORE = [EXAMPLE, CONTROL]
VERDICTS = [
    ([], Verdict.UNDECIDED),
    ([STEP, *MORE], Verdict.PROVED),
    ([STEP, item(Role.STEP, None), *MORE], Verdict.UNDECIDED),
    ([STEP, item(Role.STEP, False), *MORE], Verdict.ERROR),
    ([item(Role.TRUSTED, True, "trusted"), *MORE], Verdict.UNDECIDED),
    ([item(Role.ARGUED, True, "argued"), CHECK, EXAMPLE], Verdict.SUPPORTED),
    ([STEP, item(Role.STEP, True, "sampled"), *MORE], Verdict.UNDECIDED),
    ([REFUTATION], Verdict.REFUTED),
    ([item(Role.REFUTATION, True, "sampled")], Verdict.UNDECIDED),
    ([item(Role.REFUTATION, None)], Verdict.UNDECIDED),
    ([REFUTATION, STEP, *MORE], Verdict.ERROR),
    ([STEP, item(Role.CHECK, False, "sampled"), *MORE], Verdict.ERROR),
    ([STEP, EXAMPLE, item(Role.CONTROL, False, about="positive")], Verdict.ERROR),
    ([STEP, EXAMPLE, item(Role.CONTROL, None, about="positive")], Verdict.ERROR),
    ([STEP, CONTROL, item(Role.EXAMPLE, False)], Verdict.ERROR),
    ([STEP, *MORE, item(Role.NEAR_MISS, False)], Verdict.ERROR),
    ([STEP, *MORE, item(Role.NEAR_MISS, None)], Verdict.ERROR),
    ([STEP, *MORE, item(Role.CHECK, None, error="Traceback")], Verdict.ERROR),
    ([CHECK, EXAMPLE], Verdict.SUPPORTED),
    ([CHECK, item(Role.EXAMPLE, None)], Verdict.SUPPORTED),
    ([CHECK, item(Role.EXAMPLE, None, instances=0)], Verdict.UNDECIDED),
    ([CHECK, item(Role.EXAMPLE, False)], Verdict.ERROR),
    ([CHECK], Verdict.UNDECIDED),
    ([item(Role.CHECK, True, "sampled", instances=0), EXAMPLE], Verdict.VACUOUS),
    ([CHECK, item(Role.CHECK, False, "sampled"), EXAMPLE], Verdict.UNDECIDED),
    ([item(Role.CHECK, None, "sampled"), EXAMPLE], Verdict.UNDECIDED),
]


def test_one_check_agrees_and_two_agree():
    assert decide(EVERY_POSITIVE_IS_EVEN, [CHECK, EXAMPLE])[1] == "1 numerical check agrees"
    assert decide(EVERY_POSITIVE_IS_EVEN, [CHECK, CHECK, EXAMPLE])[1] == "2 numerical checks agree"


@pytest.mark.parametrize(("evidence", "expected"), VERDICTS)
def test_the_rule(evidence, expected):
    assert decide(EVERY_POSITIVE_IS_EVEN, evidence)[0] is expected


PARTS = Conclusion(tuple(Part(name, lambda n, _: is_even(n), lambda n: n) for name in ("one half", "the other")))
IN_PARTS = replace(EVERY_POSITIVE_IS_EVEN, conclusion=PARTS)
MISSES = [item(Role.NEAR_MISS, True, about=part.name) for part in PARTS.parts]
LACKING = {
    "an example": (EVERY_POSITIVE_IS_EVEN, [STEP, CONTROL], "there is no example"),
    "an example that is decided": (
        EVERY_POSITIVE_IS_EVEN,
        [STEP, EXAMPLE, item(Role.EXAMPLE, None), CONTROL],
        "undecided",
    ),
    "an exact example": (
        EVERY_POSITIVE_IS_EVEN,
        [STEP, item(Role.EXAMPLE, True, "trained"), CONTROL],
        "there is no example",
    ),
    "a use": (EVERY_POSITIVE_IS_EVEN, [item(Role.STEP, True), *MORE], "no step uses the assumption “positive”"),
    "a use that proves": (
        EVERY_POSITIVE_IS_EVEN,
        [item(Role.STEP, True), item(Role.ARGUED, True, "argued", premises=["assumption:positive"]), *MORE],
        "no step uses",
    ),
    "a failure": (EVERY_POSITIVE_IS_EVEN, [STEP, EXAMPLE, NEEDLESS], "nothing shows that the conclusion can fail"),
    "a control": (IN_PARTS, [STEP, EXAMPLE, *MISSES], "nothing shows whether the assumption “positive” is needed"),
    "any near miss": (IN_PARTS, [STEP, *MORE], "there is no near miss of “one half”"),
    "one near miss": (IN_PARTS, [STEP, *MORE, MISSES[0]], "there is no near miss of “the other”"),
    "a near miss that is exact": (
        IN_PARTS,
        [STEP, *MORE, MISSES[0], item(Role.NEAR_MISS, True, "trained", about="the other")],
        "there is no near miss of “the other”",
    ),
}


@pytest.mark.parametrize("name", LACKING)
@pytest.mark.parametrize("expected", [Verdict.PROVED, Verdict.UNDECIDED])
def test_steps_alone_are_no_proof(name, expected):
    claim, evidence, why = LACKING[name]
    verdict, message = decide(replace(claim, expected=expected), evidence)
    assert (verdict, why in message) == (Verdict.UNDECIDED, True), message


def test_what_lacks_nothing_is_proved():
    assert decide(IN_PARTS, [STEP, *MORE, *MISSES])[0] is Verdict.PROVED
    assert decide(IN_PARTS, [item(Role.STEP, True), EXAMPLE, NEEDLESS, *MISSES])[0] is Verdict.PROVED


def test_a_lemma_uses_what_it_supposes(own_registry):
    own_registry["test-lemma"] = replace(EVERY_POSITIVE_IS_EVEN, id="test-lemma")
    lemma = item(Role.STEP, True, "lemma")
    named = replace(lemma, item=replace(lemma.item, name="test-lemma"))
    assert decide(EVERY_POSITIVE_IS_EVEN, [lemma, *MORE])[0] is Verdict.UNDECIDED
    assert decide(EVERY_POSITIVE_IS_EVEN, [named, *MORE])[0] is Verdict.PROVED


def test_a_counterexample_refutes(proof):
    proof.refutation("three", lambda: 3)
    assert verdict(proof) is Verdict.REFUTED


@pytest.mark.parametrize("not_a_counterexample", [4, -3])
def test_a_wrong_counterexample_does_not_refute(proof, not_a_counterexample):
    proof.refutation("wrong", lambda: not_a_counterexample)
    assert verdict(proof) is not Verdict.REFUTED


@pytest.mark.parametrize("instance", ["3", 3.0, type("Liar", (int,), {})(3), True])
def test_a_counterexample_of_the_wrong_type_is_an_error(proof, instance):
    proof.refutation("wrong", lambda: instance)
    assert verdict(proof) is Verdict.ERROR


@pytest.mark.parametrize(("instance", "expected"), [(-3, Verdict.PROVED), (3, Verdict.ERROR), (-4, Verdict.ERROR)])
def test_a_control_must_break_just_its_assumption(proof, instance, expected):
    prove(proof)
    proof.control("positive", lambda: instance)
    assert verdict(proof) is expected


def test_a_counterexample_must_fail_for_certain(proof, monkeypatch):
    claim = replace(EVERY_POSITIVE_IS_EVEN, conclusion=lambda number: Finding(None, "nobody knows"))
    monkeypatch.setitem(claim_module._REGISTRY, "test-even", claim)
    proof.refutation("three", lambda: 3)
    assert verdict(proof) is Verdict.UNDECIDED


def test_a_control_must_meet_all_other_assumptions(proof, monkeypatch):
    small = Assumption("small", "$|n| < 10$", lambda number: Finding(abs(number) < 10))
    both = replace(EVERY_POSITIVE_IS_EVEN, assumptions=(*EVERY_POSITIVE_IS_EVEN.assumptions, small))
    monkeypatch.setitem(claim_module._REGISTRY, "test-even", both)
    proof.control("positive", lambda: -13)
    assert "small: False" in proof.run(proof.items[0], Settings()).message
    assert verdict(proof) is Verdict.ERROR


def test_a_counterexample_is_exact_where_the_claim_is_about_other_numbers(proof, monkeypatch):
    monkeypatch.setitem(claim_module._REGISTRY, "test-even", replace(EVERY_POSITIVE_IS_EVEN, instance=float))
    proof.refutation("a half", lambda: 0.5)
    proof.refutation("a half, as it is", lambda: 0.5, method="sampled")
    exactly, sampled = (proof.run(item, Settings()) for item in proof.items)
    assert "must be exact" in (exactly.error or "")
    assert sampled.error is None


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


def test_a_claim_is_decided_on_instances_that_meet_its_assumptions_and_doubt_is_no_counterexample(proof, own_registry):
    assert [proof.decides(n) for n in (4, 3, -3)] == [True, False, None]
    doubtful = replace(EVERY_POSITIVE_IS_EVEN, conclusion=lambda n: Finding(None if n == 3 else True))
    own_registry["test-even"] = doubtful
    assert [proof.decides(n) for n in (4, 3, -3)] == [True, None, None]
    assert doubtful.applies_to(3)
    unsure = replace(doubtful.assumptions[0], predicate=lambda _: Finding(None))
    assert not replace(doubtful, assumptions=(unsure,)).applies_to(3)


def test_sizes_follow_the_preset():
    assert [Settings(p).size(1, 2, 3) for p in ("quick", "standard", "thorough")] == [1, 2, 3]


@pytest.mark.parametrize(("holds", "expected"), [(True, Verdict.PROVED), (False, Verdict.ERROR)])
def test_a_lemma_must_be_proved_itself(proof, monkeypatch, holds, expected):
    prove(proof, lambda _: exact.compare({"": (1, "<" if holds else ">", 2)}, ""))
    proof.control("positive", lambda: -3)
    monkeypatch.setitem(claim_module._REGISTRY, "test-user", replace(EVERY_POSITIVE_IS_EVEN, id="test-user"))
    user = Proof("test-user")
    user.uses("test-even")
    user.example(lambda: 4)
    user.control("positive", lambda: -3)
    assert verdict(user) is expected


def test_what_is_only_supported_is_no_lemma(proof, monkeypatch):
    proof.check("numbers", "sampled", "…")(lambda _: exact.decide([True] * 5, "", ""))
    proof.example(lambda: 4)
    assert verdict(proof) is Verdict.SUPPORTED
    monkeypatch.setitem(claim_module._REGISTRY, "test-user", replace(EVERY_POSITIVE_IS_EVEN, id="test-user"))
    user = Proof("test-user")
    user.uses("test-even")
    assert user.run(user.items[0], Settings()).holds is False


@pytest.mark.parametrize("found", Verdict)
def test_only_what_is_proved_is_a_lemma(proof, monkeypatch, found):
    monkeypatch.setattr(module, "decide", lambda claim, evidence: (found, ""))
    monkeypatch.setitem(claim_module._REGISTRY, "test-user", replace(EVERY_POSITIVE_IS_EVEN, id="test-user"))
    user = Proof("test-user")
    user.uses("test-even")
    assert user.run(user.items[0], Settings()).holds is (found is Verdict.PROVED)


def test_what_a_lemma_trusts_is_trusted_by_its_user_once(proof, monkeypatch):
    proof.trusted("t", "a theorem", "a book")
    proof.argued("words", "glue")
    prove(proof)
    proof.control("positive", lambda: -3)
    monkeypatch.setitem(claim_module._REGISTRY, "test-user", replace(EVERY_POSITIVE_IS_EVEN, id="test-user"))
    user = Proof("test-user")
    user.trusted("t", "a theorem", "a book")
    user.uses("test-even")
    user.example(lambda: 4)
    user.control("positive", lambda: -3)
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


def test_only_arguments_are_repeated(proof, own_registry):
    prove(proof)
    own_registry["test-other"] = replace(EVERY_POSITIVE_IS_EVEN, id="test-other", conclusion=lambda _: Finding(False))
    other = Proof("test-other")
    other.repeat(proof, "s")
    with pytest.raises(ValueError, match="are about that claim"):
        other.repeat(proof, "example")

"""What the tests of the statements share: how items of a proof are run, and what they amount to.

A counterexample to a broken formula need not be shrunk.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeAlias

import pytest

from proofs_check.evidence import Evidence, Lemmas, Role, Settings, decide, proofs
from proofs_check.methods import sampled, smt
from proofs_check.support import draws
from theory.claim import Verdict

Run: TypeAlias = Callable[..., Evidence]
RunAll: TypeAlias = Callable[..., dict[str, Evidence]]
Decide: TypeAlias = Callable[..., Verdict]
Rewritten: TypeAlias = Callable[[ModuleType, str, str, str], "bool | None"]
Weakened: TypeAlias = Callable[..., list[bool | None]]


@pytest.fixture(autouse=True)
def _first_counterexample(monkeypatch: pytest.MonkeyPatch) -> None:
    """A counterexample is as good before it is made simpler."""

    def visit(strategy: Any, action: Callable[[Any], None], count: int, seed: int, shrink: bool = False) -> None:
        draws.visit(strategy, action, count, seed, shrink=False)

    monkeypatch.setattr(sampled, "visit", visit)


def _run_all(claim_id: str, *names: str, preset: str = "quick", lemmas: bool = True) -> dict[str, Evidence]:
    proof = proofs()[claim_id]
    if unknown := set(names) - {item.name for item in proof.items}:
        raise ValueError(f"{claim_id} has no items {sorted(unknown)}")
    chosen = [item for item in proof.items if not names or item.name in names]
    used = Lemmas()  # of this call: a test that breaks a formula must meet lemmas that are proved with it
    return {item.name: proof.run(item, Settings(preset), used) for item in chosen if lemmas or item.method != "lemma"}


@pytest.fixture
def run_all() -> RunAll:
    """``run_all(claim_id, *names, preset="quick", lemmas=True)``: these items of a proof, or all, by name.

    A check that crashes does not say no: it fails the test.
    """

    def run_them(claim_id: str, *names: str, **options: Any) -> dict[str, Evidence]:
        found = _run_all(claim_id, *names, **options)
        assert [e.error for e in found.values() if e.error] == []
        return found

    return run_them


@pytest.fixture
def run_anyway() -> RunAll:
    """``run_all`` for tests that expect a refusal: what crashes is returned, with its ``error``."""
    return _run_all


@pytest.fixture
def run(run_all: RunAll) -> Run:
    """``run(claim_id, name, preset="quick")``: one item of a proof."""
    return lambda claim_id, name, **options: run_all(claim_id, name, **options)[name]


@pytest.fixture
def verdict(run_all: RunAll) -> Decide:
    """``verdict(claim_id, *names, preset="quick", lemmas=True)``: what these items, or all, amount to."""
    return lambda claim_id, *names, **options: decide(
        proofs()[claim_id].claim, run_all(claim_id, *names, **options).values()
    )[0]


@pytest.fixture
def proved_without_words(run_all: RunAll) -> Callable[..., None]:
    """``proved_without_words(claim_id, preset="quick")``: every item holds, none is argued, and the claim is PROVED."""

    def check(claim_id: str, **options: Any) -> None:
        proof = proofs()[claim_id]
        evidence = run_all(claim_id, **options).values()
        found, message = decide(proof.claim, evidence)
        assert found is Verdict.PROVED, message
        assert all(e.holds is True for e in evidence)
        assert not [item for item in proof.items if item.role is Role.ARGUED]

    return check


@pytest.fixture
def rewritten() -> Rewritten:
    """``rewritten(module, name, before, after)``: what a check says when its source, which has ``before``, reads so."""

    def run_it(module: ModuleType, name: str, before: str, after: str) -> bool | None:
        source = inspect.getsource(getattr(module, name))
        source = source[source.index("def ") :]
        assert source.count(before) == 1
        names = dict(vars(module))
        exec(source.replace(before, after), names)
        return names[name](Settings()).holds

    return run_it


@pytest.fixture
def weakened(run, monkeypatch) -> Weakened:
    """``weakened(claim_id, step)``: what the step says without its first, second, ... premise."""
    whole, few = smt.universally, smt.RESOURCES // 20  # ten times what the hardest true question needs

    def run_them(claim_id: str, step: str) -> list[bool | None]:
        longest = 0

        def measure(statements, *rest):
            nonlocal longest
            longest = max(len(premises) for premises, _ in statements.values())
            return whole(statements, *rest)

        monkeypatch.setattr(smt, "universally", measure)
        assert run(claim_id, step).holds is True
        monkeypatch.setattr(smt, "RESOURCES", few)
        found = []
        for k in range(longest):

            def without(statements, *rest, k=k):
                fewer = {n: ([p for i, p in enumerate(ps) if i != k], c) for n, (ps, c) in statements.items()}
                return whole(fewer, *rest)

            monkeypatch.setattr(smt, "universally", without)
            found.append(run(claim_id, step).holds)
        return found

    return run_them

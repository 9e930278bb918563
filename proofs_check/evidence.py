"""Evidence as data, and the one rule that turns evidence into a verdict.

A :class:`Proof` belongs to one claim and collects everything that speaks for or against it:

* *steps*: the lines of the argument, each with its premises, its conclusion, and a check by a method that
  proves; *trusted* steps (a cited textbook theorem) and *argued* steps (words) are counted and shown;
* *refutations*: functions that return an instance which, by the claim's own predicates, meets every
  assumption and fails the conclusion;
* *checks*: numerical evidence, which supports but never proves;
* *controls*: for each assumption an instance without it on which the conclusion fails, or the finding
  that it is not needed.
"""

from __future__ import annotations

import functools
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from proofs_check.certificates import encode, record, recording
from theory.claim import Claim, Verdict, claims, load_modules
from theory.numbers import Truth, conjunction, negate

LEMMA = "lemma"  # the method of a step that is itself a claim of the registry
PROVING_METHODS = frozenset({"symbolic", "exact", "balls", "smt", LEMMA})
METHODS = PROVING_METHODS | {"optimizer", "sampled", "statistical", "trained"}


class Role(StrEnum):
    """What a piece of evidence is for."""

    STEP = "step"
    TRUSTED = "trusted"
    ARGUED = "argued"
    REFUTATION = "refutation"
    CHECK = "check"
    CONTROL = "control"


UNCHECKED = (Role.TRUSTED, Role.ARGUED)


@dataclass(frozen=True)
class Settings:
    """How much to sample.  Presets change sample sizes only, never what a proving method does."""

    preset: str = "standard"
    seed: int = 0

    def size(self, quick: int, standard: int, thorough: int) -> int:
        """The sample size that belongs to the preset."""
        return {"quick": quick, "standard": standard, "thorough": thorough}[self.preset]


@dataclass(frozen=True)
class Result:
    """What one check found.  ``instances`` counts those that met the assumptions (0 is vacuous).

    ``rests_on`` lists the trusted and argued conclusions that stand under a lemma.
    """

    holds: Truth
    message: str
    scope: str = ""
    instances: int = 1
    witness: str | None = None
    rests_on: tuple[tuple[Role, str], ...] = ()


Check = Callable[[Settings], Result]


def counted(count: int, one: str, many: str) -> str:
    """``one`` for a single thing, else ``many`` after their number."""
    return one if count == 1 else f"{count} {many}"


@dataclass(frozen=True)
class Item:
    """One entry of a proof: what it is for, which method runs it, and what it establishes."""

    name: str
    role: Role
    method: str
    conclusion: str
    premises: tuple[str, ...] = ()
    check: Check | None = None
    modules: tuple[str, ...] = ()  # where it was written down


@dataclass(frozen=True)
class Evidence:
    """An item after it was run.  ``holds`` is ``None`` when it is inconclusive; ``error`` holds a traceback.

    ``certificate`` has what the methods decided on the way (see :mod:`proofs_check.certificates`).
    """

    claim: str
    name: str
    role: Role
    method: str
    conclusion: str
    premises: tuple[str, ...]
    holds: Truth
    message: str
    scope: str = ""
    instances: int = 0
    witness: str | None = None
    certificate: tuple[dict[str, Any], ...] = ()
    rests_on: tuple[tuple[Role, str], ...] = ()
    seconds: float = 0.0
    error: str | None = None
    origin: str = ""  # "unchanged" when it comes from an earlier run, else why it was run


@dataclass
class Proof:
    """All that is known about one claim.  Creating one registers it (see :func:`proofs`)."""

    claim_id: str
    items: list[Item] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.claim_id in _PROOFS:
            raise ValueError(f"{self.claim_id!r} has two proofs")
        _PROOFS[self.claim_id] = self

    def _add(self, item: Item) -> None:
        if any(other.name == item.name for other in self.items):
            raise ValueError(f"{self.claim_id}: two items are called {item.name!r}")
        if item.role is Role.STEP and item.method not in PROVING_METHODS:
            raise ValueError(f"{self.claim_id}: a step cannot rest on the method {item.method!r}")
        if item.method not in METHODS and item.role not in UNCHECKED:
            raise ValueError(f"{self.claim_id}: there is no method {item.method!r}")
        known = {other.name for other in self.items}
        if unknown := [p for p in item.premises if p not in known and not p.startswith("assumption:")]:
            raise ValueError(f"{self.claim_id}: {item.name!r} uses {unknown} before it is established")
        for premise in item.premises:
            if premise.startswith("assumption:"):
                self._check_assumption(premise.removeprefix("assumption:"))
        self.items.append(replace(item, modules=_places(item.check)))

    def step(self, name: str, method: str, conclusion: str, premises: Sequence[str] = ()) -> Callable[[Check], Check]:
        """Decorate the check of one line of the argument: ``premises`` imply ``conclusion``.

        Premises are names of earlier steps, or ``"assumption:NAME"``.
        """
        return self._decorator(Role.STEP, name, method, conclusion, tuple(premises))

    def check(self, name: str, method: str, conclusion: str) -> Callable[[Check], Check]:
        """Decorate a check that supports the claim without proving it."""
        return self._decorator(Role.CHECK, name, method, conclusion, ())

    def _decorator(
        self, role: Role, name: str, method: str, conclusion: str, premises: tuple[str, ...]
    ) -> Callable[[Check], Check]:
        def add(check: Check) -> Check:
            self._add(Item(name, role, method, conclusion, premises, check))
            return check

        return add

    def trusted(self, name: str, statement: str, citation: str) -> None:
        """A textbook theorem that the argument uses and nobody checks here."""
        self._add(Item(name, Role.TRUSTED, "trusted", f"{statement} ({citation})"))

    def argued(self, name: str, conclusion: str, premises: Sequence[str] = ()) -> None:
        """Glue in words that no method checks yet."""
        self._add(Item(name, Role.ARGUED, "argued", conclusion, tuple(premises)))

    def uses(self, claim_id: str) -> None:
        """Another claim of the registry as a premise: its own steps are run again, and it must be PROVED."""
        conclusion = f"the claim {claim_id}"
        self._add(Item(claim_id, Role.STEP, LEMMA, conclusion, (), lambda settings: _use(claim_id, settings)))

    def refutation(self, name: str, find: Callable[[], Any], method: str = "exact") -> None:
        """An instance that meets every assumption of the claim and fails its conclusion.

        ``find`` returns the instance; the claim's own predicates, not ``find``, decide.
        """
        conclusion = "an instance that meets every assumption and fails the conclusion"
        self._add(Item(name, Role.REFUTATION, method, conclusion, (), lambda _: _refute(self.claim, find())))

    def control(self, assumption: str, find: Callable[[], Any], method: str = "exact") -> None:
        """The claim without ``assumption`` is false: ``find`` returns an instance that meets all the others."""
        self._check_assumption(assumption)
        conclusion = f"without “{assumption}” the conclusion can fail"
        check: Check = lambda _: _control(self.claim, assumption, find())  # noqa: E731
        self._add(Item(f"without {assumption}", Role.CONTROL, method, conclusion, (), check))

    def not_needed(self, assumption: str, reason: str, method: str = "exact") -> Callable[[Check], Check]:
        """Decorate a check of the finding that the conclusion holds without ``assumption``."""
        self._check_assumption(assumption)
        return self._decorator(Role.CONTROL, f"{assumption} not needed", method, reason, ())

    def _check_assumption(self, name: str) -> None:
        if name not in [a.name for a in self.claim.assumptions]:
            raise ValueError(f"{self.claim_id} has no assumption {name!r}")

    @property
    def claim(self) -> Claim:
        """The claim that this proof is about."""
        return claims()[self.claim_id]

    def run(self, item: Item, settings: Settings) -> Evidence:
        """Run one item; an exception becomes evidence with its traceback, never a silent pass."""
        blank = Evidence(self.claim_id, item.name, item.role, item.method, item.conclusion, item.premises, True, "")
        if item.check is None:
            return replace(blank, message="not checked")
        start = time.perf_counter()
        try:
            with recording() as decided:
                result = item.check(settings)
        except Exception as error:  # a check that crashes must turn the run red, whatever it raised
            seconds = time.perf_counter() - start
            message = f"{type(error).__name__}: {error}"
            return replace(blank, holds=None, message=message, seconds=seconds, error=traceback.format_exc())
        return replace(
            blank,
            holds=result.holds,
            message=result.message,
            scope=result.scope,
            instances=result.instances,
            witness=result.witness,
            certificate=tuple(decided),
            rests_on=result.rests_on,
            seconds=time.perf_counter() - start,
        )


def _places(check: Check | None) -> tuple[str, ...]:
    """The modules that an item comes from: where its check is defined, and where it enters its proof."""
    frame = sys._getframe(1)
    while frame.f_globals["__name__"] == __name__ and frame.f_back is not None:
        frame = frame.f_back
    return tuple({str(frame.f_globals["__name__"]), str(getattr(check, "__module__", __name__))})


_PROOFS: dict[str, Proof] = {}


def proofs() -> dict[str, Proof]:
    """All proofs by claim id, in the paper's order."""
    load_modules("proofs_check.results")
    return {claim: _PROOFS[claim] for claim in claims() if claim in _PROOFS}


def _use(claim_id: str, settings: Settings) -> Result:
    record("lemma", claim=claim_id)
    return _lemma(claim_id, settings)


@functools.cache
def _lemma(claim_id: str, settings: Settings) -> Result:
    """Whether the steps of another claim prove it; run once, however many claims rest on it."""
    proof = proofs()[claim_id]
    arguments = [item for item in proof.items if item.role in (Role.STEP, *UNCHECKED)]
    evidence = [proof.run(item, settings) for item in arguments]
    verdict, message = decide(proof.claim, evidence)
    rests_on = tuple((role, conclusion) for role in UNCHECKED for conclusion in unchecked(evidence, role))
    return Result(verdict is Verdict.PROVED, f"{verdict}: {message}", scope=proof.claim.title, rests_on=rests_on)


def unchecked(evidence: Iterable[Evidence], role: Role) -> list[str]:
    """The trusted, or the argued, conclusions that a proof rests on, those under its lemmas included, each once."""
    found: dict[str, None] = {}
    for e in evidence:
        conclusions = [e.conclusion] if e.role is role else [text for kind, text in e.rests_on if kind is role]
        found.update(dict.fromkeys(conclusions))
    return list(found)


def _refute(claim: Claim, instance: Any) -> Result:
    """Apply the claim's own predicates to a proposed counterexample."""
    record("instance", instance=encode(instance))
    if not isinstance(instance, claim.instance):
        raise TypeError(f"{claim.id} is about {claim.instance.__name__}, not {type(instance).__name__}")
    assumed = [(a.name, a.predicate(instance)) for a in claim.assumptions]
    concluded = claim.conclusion(instance)
    holds = conjunction(*(finding.holds for _, finding in assumed), negate(concluded.holds))
    broken = [name for name, finding in assumed if not finding.holds]
    message = concluded.witness or "the conclusion fails"
    if broken:
        message = f"the instance does not meet: {', '.join(broken)}"
    elif holds is not True:
        message = f"the conclusion does not fail for certain: {concluded.witness}"
    return Result(holds, message, scope="one exact instance", witness=str(instance))


def _control(claim: Claim, assumption: str, instance: Any) -> Result:
    """All assumptions but one hold, that one does not, and the conclusion fails."""
    record("instance", without=assumption, instance=encode(instance))
    findings = {a.name: a.predicate(instance) for a in claim.assumptions}
    concluded = claim.conclusion(instance)
    others = [f.holds for name, f in findings.items() if name != assumption]
    holds = conjunction(*others, negate(findings[assumption].holds), negate(concluded.holds))
    states = ", ".join(f"{name}: {finding.holds}" for name, finding in findings.items())
    message = concluded.witness if holds else f"no control: {states}, conclusion: {concluded.holds}"
    return Result(holds, message, scope="one exact instance", witness=str(instance))


def decide(claim: Claim, evidence: Iterable[Evidence]) -> tuple[Verdict, str]:
    """The verdict of a claim from its evidence, and the reason in words.

    ERROR if anything erred, a control fails, or evidence conflicts; REFUTED if a refutation holds; PROVED
    if there are steps and every one holds, by methods that prove; SUPPORTED if a numerical check that met
    instances agrees; VACUOUS if none met the assumptions; UNDECIDED otherwise.
    """
    items = list(evidence)
    by_role = {role: [e for e in items if e.role is role] for role in Role}
    if erred := [e for e in items if e.error is not None]:
        return Verdict.ERROR, f"{erred[0].name}: {erred[0].message}"
    if bad := [e for e in by_role[Role.CONTROL] if e.holds is not True]:
        return Verdict.ERROR, f"negative control “{bad[0].name}” does not hold: {bad[0].message}"
    refuted = [e for e in by_role[Role.REFUTATION] if e.holds is True and e.method in PROVING_METHODS]
    steps = by_role[Role.STEP]
    proved = bool(steps) and all(e.holds is True and e.method in PROVING_METHODS for e in steps)
    checks = by_role[Role.CHECK]
    agreeing = [e for e in checks if e.holds is True and e.instances > 0]
    disagreeing = [e for e in checks if e.holds is False]
    if refuted and proved:
        return Verdict.ERROR, "the evidence conflicts: proved and refuted"
    if proved and disagreeing:
        return Verdict.ERROR, f"the evidence conflicts: proved, but “{disagreeing[0].name}” disagrees"
    if refuted:
        return Verdict.REFUTED, refuted[0].message
    if failed := [e for e in steps if e.holds is False]:
        return Verdict.ERROR, f"step “{failed[0].name}” fails: {failed[0].message}"
    if proved:
        return Verdict.PROVED, _proof_summary(items)
    if disagreeing:
        return Verdict.UNDECIDED, f"“{disagreeing[0].name}” disagrees: {disagreeing[0].message}"
    if agreeing:
        return Verdict.SUPPORTED, f"{len(agreeing)} numerical checks agree"
    if checks and all(e.instances == 0 for e in checks):
        return Verdict.VACUOUS, "no instance met the assumptions"
    return Verdict.UNDECIDED, "no evidence decides it"


def _proof_summary(items: list[Evidence]) -> str:
    steps = sum(e.role is Role.STEP for e in items)
    parts = [f"{steps} checked step{'s' * (steps != 1)}"]
    for role in UNCHECKED:
        if count := len(unchecked(items, role)):
            parts.append(f"{count} {role}")
    return ", ".join(parts)

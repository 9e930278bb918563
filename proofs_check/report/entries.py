"""A claim as the pages show it, and what the pages say of several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from proofs_check.certificates import certified, file_name, lines_of
from proofs_check.evidence import METHODS, UNCHECKED, Evidence, Role, unchecked
from proofs_check.report import drawing, graph
from proofs_check.report.covered import covered
from proofs_check.report.figures import DrawnFigure
from proofs_check.report.machine import outcome
from proofs_check.report.to_mathml import GREEK
from proofs_check.runner import ClaimReport
from proofs_check.support.words import counted
from theory.claim import Claim, Reading, Verdict, claims

MEANING = {
    Verdict.PROVED: "Proved",
    Verdict.REFUTED: "False",
    Verdict.SUPPORTED: "Not proved, but supported by numerical evidence",
    Verdict.VACUOUS: "Vacuous: no instance met the assumptions",
    Verdict.UNDECIDED: "Undecided",
    Verdict.ERROR: "An error: evidence failed, or contradicts itself",
}
METHOD_NAMES = {
    "symbolic": "computer algebra (SymPy)",
    "exact": "exact arithmetic",
    "balls": "ball arithmetic (python-flint)",
    "smt": "SMT solver (z3)",
    "lemma": "another claim, proved here",
    "optimizer": "numerical optimiser (SciPy)",
    "sampled": "random instances (Hypothesis)",
    "statistical": "Monte Carlo with exact binomial bounds",
    "trained": "trained networks",
    "trusted": "cited theorem, trusted",
    "argued": "words, not checked",
}


def is_erratum(entry: ClaimReport) -> bool:
    """Whether a printed statement, all of which was read, was found false."""
    return entry.verdict is Verdict.REFUTED and entry.claim.whole_read


def is_false_unread(entry: ClaimReport) -> bool:
    """Whether what was found false is after a paper, but not of a statement that was read as a whole."""
    return entry.verdict is Verdict.REFUTED and not entry.claim.whole_read and entry.claim.read is not Reading.OURS


@dataclass(frozen=True)
class Method:
    """How much evidence one method brought."""

    name: str
    steps: int
    other: int
    seconds: float


def methods(entries: Iterable[ClaimReport]) -> list[Method]:
    """The evidence by method; a lemma is counted where it is proved."""
    items = [e for entry in entries for e in entry.evidence if e.method in METHODS and e.method != "lemma"]
    steps = Counter(e.method for e in items if e.role is Role.STEP)
    other = Counter(e.method for e in items if e.role is not Role.STEP)
    names = [name for name in METHOD_NAMES if steps[name] + other[name]]
    return [Method(n, steps[n], other[n], sum(e.seconds for e in items if e.method == n)) for n in names]


def resting_on(entries: Iterable[ClaimReport], role: Role) -> dict[str, list[str]]:
    """The trusted, or the argued, conclusions, and the claims that rest on each."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        for conclusion in unchecked(entry.evidence, role):
            found.setdefault(conclusion, []).append(entry.claim.id)
    return found


@dataclass(frozen=True)
class Entry:
    """One claim as a page shows it."""

    report: ClaimReport
    all_figures: Sequence[DrawnFigure]
    links: Mapping[str, str]  # of the claims of the report, from the page
    on_page: Mapping[str, Claim]

    @property
    def id(self) -> str:
        """Id of the claim, and anchor of its part of the page."""
        return self.report.claim.id

    @property
    def verdict_in_words(self) -> str:
        """What the verdict means, and what it rests on."""
        meaning = MEANING[self.report.verdict]
        if is_erratum(self.report):
            meaning = "False as printed"
        if self.report.verdict is Verdict.PROVED:
            return f"{meaning} in {counted(len(self.of('step')), 'one checked step', 'checked steps')}{self._rest}"
        return f"{meaning}: {self.report.message}"

    @property
    def _rest(self) -> str:
        """What the proof takes for granted, in words."""
        trusted, argued = (len(unchecked(self.report.evidence, role)) for role in (Role.TRUSTED, Role.ARGUED))
        parts = [counted(trusted, "1 trusted theorem", "trusted theorems")] if trusted else []
        parts += [counted(argued, "1 step", "steps") + " argued in words"] if argued else []
        return (
            f", resting on {' and '.join(parts)}, those under its lemmas included" if parts else ", resting on nothing"
        )

    @property
    def relatives(self) -> list[tuple[str, str]]:
        """Printed and repaired forms, those of this report."""
        claim = self.report.claim
        pairs = [("The printed form, which is false", claim.repairs), ("Repaired by", claim.repaired_by)]
        return [(text, other) for text, other in pairs if other in self.links and other is not None]

    @property
    def graph(self) -> Markup:
        """The drawn proof."""
        return graph.draw(self.report.evidence, self.id)

    @property
    def steps(self) -> list[Evidence]:
        """The lines of the argument."""
        return [e for e in self.report.evidence if e.role in (Role.STEP, *UNCHECKED)]

    def of(self, role: str) -> list[Evidence]:
        """The evidence of one role."""
        return [e for e in self.report.evidence if e.role == Role(role)]

    def anchor(self, name: str) -> str:
        """Where a step is on the page."""
        return f"{self.id}--{graph.slug(name)}"

    @staticmethod
    def premises(evidence: Evidence) -> str:
        """What a step follows from, in words."""
        return ", ".join(
            f"the assumption “{p.removeprefix('assumption:')}”" if p.startswith("assumption:") else p
            for p in evidence.premises
        )

    @staticmethod
    def outcome(evidence: Evidence) -> str:
        """How it came out, in a word that fits what it is for."""
        word = outcome(evidence)
        if evidence.role in (Role.REFUTATION, Role.CONTROL, Role.EXAMPLE, Role.NEAR_MISS):
            return {"holds": "confirmed", "fails": "not confirmed"}.get(word, word)
        return word

    @staticmethod
    def drawing(evidence: Evidence) -> Markup:
        """The instance, drawn, if there is one; that of a near miss is drawn as the example nearly always."""
        if evidence.role is Role.NEAR_MISS:
            return Markup("")
        found = [r["instance"] for r in evidence.certificate if r["kind"] == "instance"]
        return drawing.draw(found[0]) if found else Markup("")

    @staticmethod
    def formulas(evidence: Evidence) -> int:
        """How many formulas were decided."""
        return sum(len(r.get("items", (1,))) for r in evidence.certificate if r["kind"] not in ("word", "lemma"))

    @property
    def counterexample(self) -> Evidence | None:
        """The first refutation, which is the smallest that we know."""
        return next(iter(self.of("refutation")), None)

    @property
    def words(self) -> str:
        """What a search looks through beside what is shown of the claim: statement, assumptions, sentences of steps."""
        claim = self.report.claim
        said = [claim.statement, *(f"{a.name} {a.statement}" for a in claim.assumptions)]
        said += [f"{e.name} {e.conclusion}" for e in self.steps]
        plain = re.sub(r"[\\${}]", "", " ".join(said)).lower()
        return " ".join([plain, *(letter for word, letter in GREEK.items() if re.search(rf"\b{word}", plain))])

    @staticmethod
    def covers(evidence: Evidence) -> str:
        """What is known of the symbols of its formulas, and the box."""
        return covered(lines_of(evidence))

    @property
    def certificate(self) -> str | None:
        """Where its certificate is, in the folder of the report."""
        return file_name(self.id) if certified(self.report) else None

    @property
    def figures(self) -> list[DrawnFigure]:
        """The figures that belong to it."""
        return [figure for figure in self.all_figures if self.id in figure.claims]

    def first_on_page(self, figure: DrawnFigure) -> bool:
        """Whether no claim before it on the page shows the figure."""
        return next(name for name in self.on_page if name in figure.claims) == self.id

    @property
    def repair(self) -> Claim | None:
        """What holds instead, if it is in this report."""
        other = self.report.claim.repaired_by
        return claims()[other] if other in self.links and other is not None else None

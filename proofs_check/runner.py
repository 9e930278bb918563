"""Run the evidence of chosen claims in parallel and gather it into a report."""

from __future__ import annotations

import functools
import os
import platform
import uuid
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path

import joblib
from joblib.externals.loky import get_reusable_executor
from joblib.externals.loky.process_executor import TerminatedWorkerError

from proofs_check.again import compared, from_outside
from proofs_check.evidence import Evidence, Item, Lemmas, Settings, decide, proofs
from proofs_check.evidence.lemmas import lemmas
from proofs_check.memory import PACKAGES, Memory
from proofs_check.support.console import unknown
from proofs_check.support.opened import data_files, running
from theory.claim import Claim, Paper, Verdict, claims, papers

PRESETS = ("quick", "standard", "thorough")


@dataclass(frozen=True)
class ClaimReport:
    """One claim, everything that was found about it, and the verdict that follows."""

    claim: Claim
    evidence: tuple[Evidence, ...]
    verdict: Verdict
    message: str

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the expected one."""
        return self.verdict == self.claim.expected

    @property
    def seconds(self) -> float:
        """Processor time of all its checks."""
        return sum(e.seconds for e in self.evidence)


@dataclass(frozen=True)
class Report:
    """A run: its claims in the order of the registry, its settings, whether it was interrupted, and the versions."""

    claims: tuple[ClaimReport, ...]
    settings: Settings
    interrupted: bool = False
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def as_expected(self) -> bool:
        """Whether the run is complete and every verdict is the expected one."""
        return not self.interrupted and all(c.as_expected for c in self.claims)

    @property
    def by_paper(self) -> dict[Paper, list[ClaimReport]]:
        """Its claims, paper by paper."""
        return {
            paper: [c for c in self.claims if c.claim.paper == paper]
            for paper in papers(c.claim for c in self.claims).values()
        }


def environment() -> dict[str, str]:
    """Versions of Python and of the packages that evidence rests on."""
    return {"python": platform.python_version(), **{package: metadata.version(package) for package in PACKAGES}}


def select(claim_ids: Sequence[str] = (), paper_keys: Sequence[str] = ()) -> list[Claim]:
    """The claims with these ids and those of these papers, all by default.

    Raises ``ValueError`` for an unknown id or key, and suggests a near one.
    """
    known = claims()
    for kind, wanted, there in (("claim", claim_ids, known), ("paper", paper_keys, papers(known.values()))):
        for name in wanted:
            if name not in there:
                raise ValueError(unknown(kind, name, there, "mixup-verify list"))
    if not claim_ids and not paper_keys:
        return list(known.values())
    return [claim for claim in known.values() if claim.id in claim_ids or claim.paper.key in paper_keys]


def verify(
    claim_ids: Sequence[str] = (),
    *,
    preset: str = "standard",
    jobs: int | None = None,
    seed: int = 0,
    on_evidence: Callable[[Evidence], None] = lambda _: None,
    on_claim: Callable[[ClaimReport], None] = lambda _: None,
    folder: Path | None = None,
    fresh: bool = False,
    paper_keys: Sequence[str] = (),
) -> Report:
    """Verify claims and return the report.

    Parameters
    ----------
    claim_ids : sequence of str
        The claims to verify; with none, and no ``paper_keys``, all of them.
    preset : {"quick", "standard", "thorough"}
        Sizes of samples only; proofs and refutations are the same in every preset.
    jobs : int, optional
        Processes; all cores by default.
    seed : int
        Seed of everything random.
    on_evidence, on_claim : callable
        Called with every piece of evidence, and with the report of every claim, as they come in.
    folder : Path, optional
        Where every result is kept, in ``folder/cache``, as soon as it is there; results that cannot have changed are
        taken from it.
    fresh : bool
        Take nothing from the folder, and run every step a second time in a new process, where it must decide the same;
        steps of claims from outside, when they are run, are run twice in any case.
    paper_keys : sequence of str
        Papers, by their keys, all of whose claims are verified too.

    Returns
    -------
    Report
        The claims in order, with their evidence and verdicts.  After Ctrl-C it has the claims that are complete, and is
        marked as interrupted.

    Raises
    ------
    ValueError
        For unknown claims, papers or presets, where a check ends the process that it runs in, and where Python runs
        what it had compiled from another text of a source.
    OSError
        If ``folder`` cannot be written.
    """
    if preset not in PRESETS:
        raise ValueError(f"there is no preset {preset!r}; choose one of {', '.join(PRESETS)}")
    if jobs is not None and jobs < 1:
        raise ValueError("jobs must be at least 1")
    settings = Settings(preset, seed)
    chosen = select(claim_ids, paper_keys)
    if folder is not None:  # what cannot be written is told before anything is computed
        (folder / "cache").mkdir(parents=True, exist_ok=True)
    items = {claim.id: proofs()[claim.id].items if claim.id in proofs() else [] for claim in chosen}
    found: dict[str, list[Evidence]] = {claim.id: [] for claim in chosen}
    done: dict[str, ClaimReport] = {}

    def close(claim: Claim) -> None:
        order = [item.name for item in items[claim.id]]
        evidence = tuple(sorted(found[claim.id], key=lambda e: order.index(e.name)))
        under = {name: (done[name].verdict, done[name].message) for name in lemmas(items[claim.id]) if name in done}
        done[claim.id] = ClaimReport(claim, evidence, *decide(claim, evidence, under))
        on_claim(done[claim.id])

    def close_what_is_complete(last: bool = False) -> None:
        """Lemmas come before what rests on them; ``last`` are claims whose lemmas go in a circle."""
        complete = [c for c in chosen if c.id not in done and len(found[c.id]) == len(items[c.id])]
        ready = [
            c for c in complete if last or not any(name in items and name not in done for name in lemmas(items[c.id]))
        ]
        for claim in ready:
            close(claim)
        if ready:
            close_what_is_complete(last)

    interrupted = False
    try:
        close_what_is_complete()
        for evidence in _run(items, settings, jobs, Memory(folder, fresh)):
            found[evidence.claim].append(evidence)
            on_evidence(evidence)
            if len(found[evidence.claim]) == len(items[evidence.claim]):
                close_what_is_complete()
        close_what_is_complete(last=True)
    except KeyboardInterrupt:
        interrupted = True
    except TerminatedWorkerError as error:
        raise ValueError("a check ended the process that it ran in") from error
    return Report(tuple(done[c.id] for c in chosen if c.id in done), settings, interrupted, environment())


def count_items(claim_ids: Sequence[str] = (), paper_keys: Sequence[str] = ()) -> int:
    """How many items a run of these claims goes through (for a progress bar)."""
    chosen = select(claim_ids, paper_keys)
    return sum(len(proofs()[claim.id].items) for claim in chosen if claim.id in proofs())


def _run(items: dict[str, list[Item]], settings: Settings, jobs: int | None, memory: Memory) -> Iterator[Evidence]:
    """Evidence of all items, what is remembered first, the rest in whatever order it is ready."""
    tasks, reasons, run = [], {}, uuid.uuid4().hex
    for claim_id, each in items.items():
        for index, item in enumerate(each):
            remembered = memory.recall(claim_id, item, settings)
            if isinstance(remembered, Evidence):
                yield remembered
            else:
                reasons[claim_id, item.name] = remembered
                tasks.append(joblib.delayed(_run_item)(claim_id, index, settings, run))
    workers = min(jobs or os.cpu_count() or 1, max(len(tasks), 1))
    ran = joblib.Parallel(n_jobs=workers, return_as="generator_unordered", pre_dispatch="all")(tasks)
    twice = None if memory.fresh else from_outside({claim for claim, _ in reasons})  # None: of all claims
    try:
        for evidence, files in ran if twice == frozenset() else compared(ran, twice):
            memory.keep(evidence, settings, files)
            yield replace(evidence, origin=reasons[evidence.claim, evidence.name])
    except OSError:  # a full disk; joblib, left alone, would talk of its workers
        if workers > 1:
            get_reusable_executor().shutdown(kill_workers=True)
        with warnings.catch_warnings(action="ignore"):
            ran.close()
        raise


def _run_item(claim_id: str, index: int, settings: Settings, run: str) -> tuple[Evidence, dict[str, str | None]]:
    """Run in a worker process: an item is named by its place, because checks are closures."""
    with running():
        proof = proofs()[claim_id]
        evidence = proof.run(proof.items[index], settings, _lemmas(run))
    return evidence, data_files()


@functools.lru_cache(maxsize=1)
def _lemmas(run: str) -> Lemmas:
    """The lemmas of a run, in this process; those of the run before are forgotten."""
    return Lemmas()

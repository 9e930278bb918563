"""One mutant on trial, in a copy of the tree: the nearest tests, then its claims, then the independent checker."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from proofs_check.evidence import LEMMA, proofs
from tests.mutants.mutants import ROOT, Mutant

TESTS, CLAIMS, RECHECK = "tests", "claims", "recheck"  # what can kill a mutant
SURVIVED, LATE = "survived", "no answer in time"


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: who killed it, by which test or claim, in how many seconds."""

    mutant: str
    by: str
    what: str
    seconds: float

    @property
    def killed(self) -> bool:
        """Whether something said no."""
        return self.by in (TESTS, CLAIMS, RECHECK)


@dataclass
class Copy:
    """A copy of the tree in which one formula at a time is replaced.

    A kill counts only if what said no says yes to the tree as it is: a test that fails anyhow kills nothing.  What is
    known of that is ``sound``.  ``before`` names the tests that killed mutants before; they are asked first.
    """

    folder: Path
    seconds: float
    sound: dict[str, bool] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)

    def try_killers(self, jobs: int) -> None:
        """See, all at once, which of the tests that killed before there still are, and pass on the tree as it is."""
        environment = self._environment({})
        collecting = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
        found = subprocess.run(
            collecting, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        ).stdout
        names = sorted({*self.before.values()} & {*filter(None, found.splitlines())})
        with tempfile.TemporaryDirectory() as cache:
            run = ["pytest", "-q", "--tb=no", "-n", str(jobs), "-o", f"cache_dir={cache}", *names]
            until = time.monotonic() + self.seconds * (1 + len(names))
            if not names or self._run(run, environment, until) not in (0, 1):
                return
            failed = _failed(Path(cache))
        self.sound.update({f"{TESTS} {name}": name not in failed for name in names})

    def trial(self, mutant: Mutant) -> Outcome:
        """Try one mutant; the copy is afterwards as it was."""
        began = time.monotonic()
        with self._with(mutant) as environment:
            by, what = self._killer(mutant, environment, began + self.seconds)
        if by in (TESTS, CLAIMS, RECHECK) and not self._holds_without(by, what):
            by, what = SURVIVED, f"{what} says no to the program as it is"
        return Outcome(mutant.id, by, what, round(time.monotonic() - began, 1))

    @contextmanager
    def _with(self, mutant: Mutant) -> Iterator[dict[str, str]]:
        """The environment of its trial, while the new formula stands in the copy."""
        path, original = self.folder / mutant.module, ROOT / mutant.module
        path.write_text(mutant.applied(original.read_text(encoding="utf-8")), encoding="utf-8")
        try:
            with tempfile.TemporaryDirectory() as compiled:
                yield self._environment({"NUMBA_CACHE_DIR": compiled} if mutant.kernel else {})
        finally:
            shutil.copy2(original, path)

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        own = {"PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
        return {**os.environ, **own, **more}

    def _killer(self, mutant: Mutant, environment: dict[str, str], until: float) -> tuple[str, str]:
        before = self.before.get(mutant.id, "")
        try:
            if self.sound.get(f"{TESTS} {before}") and self._tests([before], environment, until):
                return TESTS, before
            if mutant.tests and (no := self._tests(mutant.tests, environment, until)):
                return TESTS, no
            if mutant.claims:
                with tempfile.TemporaryDirectory() as report:
                    if no := self._claims(with_lemmas(mutant.claims), Path(report), environment, until):
                        return CLAIMS, no
                    if no := self._recheck(Path(report), environment, until):
                        return RECHECK, no
        except subprocess.TimeoutExpired:
            return LATE, ""
        return SURVIVED, ""

    def _run(self, arguments: Sequence[str], environment: dict[str, str], until: float) -> int:
        """The exit status of a module that is run in the copy."""
        command = [sys.executable, "-m", *arguments]
        left = max(1.0, until - time.monotonic())
        silent = subprocess.DEVNULL
        with subprocess.Popen(
            command, cwd=self.folder, env=environment, stdout=silent, stderr=silent, start_new_session=True
        ) as process:
            try:
                return process.wait(left)
            except BaseException:  # the processes that it started too
                os.killpg(process.pid, 9)
                raise

    def _tests(self, tests: Sequence[str], environment: dict[str, str], until: float) -> str:
        """The first test that fails; empty if all pass."""
        with tempfile.TemporaryDirectory() as cache:
            arguments = ["pytest", "-x", "-q", "--tb=no", "-o", f"cache_dir={cache}", *tests]
            code = self._run(arguments, environment, until)
            if code in (0, 5):  # 5: a module without doctests
                return ""
            return next(iter(_failed(Path(cache))), " ".join(tests))

    def _claims(self, claims: Sequence[str], report: Path, environment: dict[str, str], until: float) -> str:
        """The claims, if their verdicts are not as expected; else empty."""
        run = ["proofs_check", "run", *claims, "--preset", "quick", "--jobs", "1", "-o", str(report)]
        code = self._run(run, environment, until)
        return " ".join(claims) if code else ""

    def _recheck(self, report: Path, environment: dict[str, str], until: float) -> str:
        """What the checker refuses of the claims that were run; else empty."""
        code = self._run(["proofs_check", "recheck", str(report), "--partial"], environment, until)
        certificates = sorted(path.stem for path in (report / "certificates").glob("*.json"))
        return " ".join(certificates) if code and certificates else ""

    def _holds_without(self, by: str, what: str) -> bool:
        """Whether the test, or the claims, are fine in the tree as it is; each is asked once."""
        if (known := f"{by} {what}") not in self.sound:
            environment, until = self._environment({}), time.monotonic() + 2 * self.seconds
            if by == TESTS:
                self.sound[known] = not self._tests([what] if "::" in what else what.split(), environment, until)
            else:
                with tempfile.TemporaryDirectory() as report:
                    no = self._claims(what.split(), Path(report), environment, until)
                    self.sound[known] = not (no or self._recheck(Path(report), environment, until))
        return self.sound[known]


def _failed(cache: Path) -> list[str]:
    """The tests that pytest keeps there as failed."""
    failed = cache / "v" / "cache" / "lastfailed"
    return list(json.loads(failed.read_text())) if failed.is_file() else []


def with_lemmas(claims: Sequence[str]) -> list[str]:
    """The claims and all that they rest on, which the checker asks for."""
    found = dict.fromkeys(claims)
    for claim in claims:
        proof = proofs().get(claim)
        lemmas = [item.name for item in proof.items if item.method == LEMMA] if proof else []
        found.update(dict.fromkeys(with_lemmas(lemmas)))
    return list(found)


@contextmanager
def copy_of_the_tree(seconds: float, sound: dict[str, bool], before: Mapping[str, str]) -> Iterator[Copy]:
    """A copy of what git tracks, with the code that is compiled already; copies share what they know."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        for name in filter(None, tracked.split("\0")):
            target = Path(folder) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
        for compiled in (*ROOT.glob("theory/**/__pycache__"), *ROOT.glob("proofs_check/**/__pycache__")):
            shutil.copytree(compiled, Path(folder) / compiled.relative_to(ROOT), copy_function=shutil.copy2)
        yield Copy(Path(folder), seconds, sound, before)

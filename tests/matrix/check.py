"""What is released, in clean environments: ``make test-matrix``.

The sdist and the wheel that is built from it are checked (metadata, contents, commands); then the wheel is installed on
every interpreter that is found, with the oldest and with the newest dependencies that it allows: first alone, when the
audit has to run, then with all extras, when some tests have to pass.  The tree itself cannot be imported there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterable
from email.message import Message
from email.parser import Parser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
CANDIDATES = tuple(f"3.{minor}" for minor in range(11, 16))
PACKAGES = ("theory", "proofs_check", "figures")
COMMANDS = {"mixup-audit", "mixup-figures", "mixup-verify"}
SDIST = (
    "Makefile", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "requirements.lock", "tests/conftest.py",
)  # fmt: skip
TESTS = (
    "docs/audit.md",  # whose findings a test reproduces
    "tests/conftest.py",
    "tests/proofs_check/commands.py",  # which the next ones use
    "tests/proofs_check/audit/reading",
    "tests/proofs_check/audit/test_audit.py",
    "tests/proofs_check/audit/test_command.py",
    "tests/proofs_check/audit/test_from_file_to_report.py",
    "tests/proofs_check/audit/test_judging.py",
    "tests/theory/test_dataset.py",
    "tests/theory/test_numbers.py",
)
LIGHT = "import sys, theory; sys.exit(any(name in sys.modules for name in ('sympy', 'scipy', 'flint')))"


def run(*command: object, cwd: Path | None = None, may: Iterable[int] = (0,)) -> None:
    """Run a command; what it prints is shown if it fails, and that ends the check."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode not in may:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")


def build(folder: Path) -> tuple[Path, Path]:
    """The wheel and the sdist from which it is made."""
    shutil.rmtree(folder, ignore_errors=True)
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT)
    run(sys.executable, "-m", "twine", "check", "--strict", *folder.iterdir())
    return next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))


def tracked() -> set[str]:
    """The files of the packages under version control."""
    listed = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(listed.stdout.splitlines())


def faults(wheel: Iterable[str], sdist: Iterable[str], wanted: set[str], entry_points: str) -> list[str]:
    """What is wrong with the names of the files in both, and with the commands."""
    inside, source = set(wheel), {name.partition("/")[2] for name in sdist}
    found = [f"the wheel lacks {name}" for name in sorted(wanted - inside)]
    found += [
        f"the wheel has {name}"
        for name in sorted(inside - wanted)
        if not name.split("/")[0].endswith(".dist-info") and not name.endswith("/")
    ]
    found += [f"the wheel lacks {name}/py.typed" for name in PACKAGES if f"{name}/py.typed" not in inside]
    found += [f"the sdist lacks {name}" for name in sorted({*wanted, *SDIST} - source)]
    commands = {line.split("=")[0].strip() for line in entry_points.splitlines() if "=" in line}
    return found + ([f"the commands are {sorted(commands)}"] if commands != COMMANDS else [])


def checked(wheel: Path, sdist: Path) -> Message:
    """The metadata of a wheel with the right contents."""
    with zipfile.ZipFile(wheel) as archive, tarfile.open(sdist) as source:
        names = archive.namelist()
        (info,) = {name.split("/")[0] for name in names if name.split("/")[0].endswith(".dist-info")}
        entry_points = archive.read(f"{info}/entry_points.txt").decode()
        metadata = Parser().parsestr(archive.read(f"{info}/METADATA").decode())
        if wrong := faults(names, source.getnames(), tracked(), entry_points):
            sys.exit("\n".join(wrong))
    return metadata


def oldest(metadata: Message) -> list[str]:
    """Constraints that allow of every requirement its lower bound alone.

    Raises ``ValueError`` for a requirement without one: it would claim that any version whatever will do.
    """
    found = {}
    for line in metadata.get_all("Requires-Dist", []):
        requirement = Requirement(line)
        bounds = [spec.version for spec in requirement.specifier if spec.operator == ">="]
        if "lint" in str(requirement.marker) or "docs" in str(requirement.marker):  # tools, not what is released
            continue
        if not bounds:
            raise ValueError(f"{requirement.name} has no lower bound")
        found[requirement.name] = f"{requirement.name}=={bounds[0]}"
    return sorted(found.values())


def on_this_machine(version: str) -> str | None:
    """A Python of this version that answers: on the path, or among those that pyenv keeps."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for path in (shutil.which(f"python{version}"), *sorted(kept.glob(f"{version}.*/bin/python{version}"))):
        if path and subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0:
            return str(path)
    return None


def interpreters(
    metadata: Message, find: Callable[[str], str | None] = on_this_machine
) -> tuple[dict[str, str], list[str]]:
    """Paths of the interpreters that the metadata allow, by version; and those that were not found."""
    allowed = [version for version in CANDIDATES if version in SpecifierSet(metadata["Requires-Python"])]
    found = {version: path for version in allowed if (path := find(version))}
    return found, [version for version in allowed if version not in found]


def claimed(metadata: Message) -> set[str]:
    """The versions of Python that the classifiers name."""
    head = "Programming Language :: Python :: 3."
    return {line.removeprefix(head[:-2]) for line in metadata.get_all("Classifier", []) if line.startswith(head)}


def environment(python: str, wheel: Path, folder: Path, constraints: list[str]) -> None:
    """Install the wheel in a clean environment, first alone, then with everything, and use it."""
    shutil.rmtree(folder, ignore_errors=True)
    run(python, "-m", "venv", folder)
    (folder / "constraints.txt").write_text("\n".join(constraints))
    place = folder / "elsewhere"  # not in the tree, whose packages would be found first
    pip = folder / "bin/python", "-m", "pip", "install", "--quiet", "--constraint", folder / "constraints.txt"
    start = time.monotonic()
    run(*pip, wheel)
    print(f"    the base takes {size(folder):.0f} MB and {time.monotonic() - start:.0f} s", flush=True)
    for name in TESTS:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, place / name)
    shutil.copy(ROOT / "setup.cfg", place)
    run(folder / "bin/python", "-c", LIGHT, cwd=place)
    run(folder / "bin/mixup-audit", "--demo", "iris", "--search", 5, "-o", "audit", cwd=place, may=(1,))
    run(*pip, f"{wheel}[all,test]")
    # old dependencies do not know what new ones of theirs warn of
    lenient = ("-W", "default") if constraints else ()
    run(folder / "bin/python", "-m", "pytest", "-q", "tests", *lenient, cwd=place)
    run(folder / "bin/mixup-verify", "run", "carratino-2022-shrinkage", "--preset", "quick", "-o", "run", cwd=place)
    run(folder / "bin/mixup-verify", "recheck", "run", "--partial", cwd=place)
    run(folder / "bin/mixup-figures", "phase-boundary", "--preset", "quick", "-o", "figures", cwd=place)


def size(folder: Path) -> float:
    """Of all files, in megabytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def main() -> None:
    """Check all there is; the status is 0 if nothing was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where environments are made; each is removed when it has served")
    parser.add_argument("--built", action="store_true", help="stop after the wheel and the sdist")
    parser.add_argument("--only", metavar="WORD", default="", help="of the environments those with this in their name")
    options = parser.parse_args()
    options.folder = options.folder.resolve()
    wheel, sdist = build(options.folder / "dist")
    metadata = checked(wheel, sdist)
    pins = oldest(metadata)
    found, missing = interpreters(metadata)
    print(f"{wheel.name} and {sdist.name} are whole", flush=True)
    if options.built:
        return
    for version, path in found.items():
        for dependencies, constraints in (("oldest", pins), ("newest", [])):
            name = f"{version}-{dependencies}"
            if options.only in name:
                print(f"Python {version}, {dependencies} dependencies", flush=True)
                environment(path, wheel, options.folder / name, constraints)
                shutil.rmtree(options.folder / name)
    print(f"found Python {', '.join(found)}; not on this machine: {', '.join(missing)}")
    if untested := claimed(metadata) - set(found):
        sys.exit(f"the classifiers name what did not run: Python {', '.join(sorted(untested))}")


if __name__ == "__main__":
    main()

"""``make kernel``: check every Coq proof, and that statements and axioms are the ones that people have read.

usage: python -m proofs_check.kernel.build [--record | --coqchk [--all]]

The sources are compiled in ``build/kernel``, with the instances that ``theory`` draws (:mod:`.instances`); what Coq
then prints of each theorem must be ``Claims.expected``, and the record ``kernel.json``.  ``--record`` renews both,
``--coqchk`` has the compiled files checked again by the independent checker of Coq.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NoReturn

from proofs_check.kernel import HERE, RECORD, Record, Theorem, digest_sources, theorem_map
from proofs_check.kernel.instances import agreement
from proofs_check.support.files import write_text

FOLDER = Path("build/kernel")
EXPECTED = HERE / "Claims.expected"
PACKAGES = ["coq", "libcoq-mathcomp-analysis", "libcoq-mathcomp-algebra-tactics", "libcoq-coquelicot"]
QUIET = "-notation-overridden,-ambiguous-paths,-redundant-canonical-projection,-projection-no-head-constant"
LONG = {"Measure"}  # rests on all of MathComp-Analysis: minutes for coqchk
OPTIONS = ("--record", "--coqchk", "--all")
SETTINGS = tomllib.loads((HERE / "claims.toml").read_text(encoding="utf-8"))


def run(command: list[str], *, show: bool = False) -> str:
    """Standard output of a command in the build folder.  A command that fails ends the program with what it said."""
    pipe = None if show else subprocess.PIPE
    done = subprocess.run(command, cwd=FOLDER, check=False, text=True, stdout=pipe, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.exit(f"{(done.stdout or '').strip()[-3000:]}\nkernel: {command[0]} failed: mend what is named above")
    return done.stdout or ""


def cannot_start(reason: str) -> NoReturn:
    """End the program with a line, and the status of what could not even start."""
    print(f"kernel: {reason}", file=sys.stderr)
    sys.exit(2)


def need_coq() -> str:
    """The version of Coq.  Where it is missing, install it from Debian if that is allowed, else say how."""
    packages = "apt-get install --no-install-recommends " + " ".join(PACKAGES)
    if not shutil.which("coqc"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        install = [*root, "env", "DEBIAN_FRONTEND=noninteractive", *packages.split(), "-y", "-qq"]
        if shutil.which("apt-get") and (not root or shutil.which("sudo")):
            subprocess.run([*root, "apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
            subprocess.run(install, check=False, stdout=subprocess.DEVNULL)
    if not shutil.which("coqc"):
        cannot_start(f"Coq is not installed: {packages}")
    version = run(["coqc", "--print-version"]).split()[0]
    if not version.startswith(f"{SETTINGS['coq']}."):
        cannot_start(f"Coq {SETTINGS['coq']} (Debian 12) is needed, this is {version}: {packages}")
    return version


def compile_sources() -> None:
    """Compile what has changed; files keep their dates where they are as they were."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in HERE.glob("*.v")}
    sources["Agreement.v"] = agreement()
    for stale in [path for path in FOLDER.glob("*.v") if path.name not in {*sources, "Claims.v"}]:
        for path in FOLDER.glob(f"{stale.stem}.*"):
            path.unlink()
    project = "\n".join(["-R . Mixup", f"-arg -w -arg {QUIET}", *sorted(sources)])
    for name, text in {**sources, "_CoqProject": project}.items():
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text:
            write_text(FOLDER / name, text)
    run(["coq_makefile", "-f", "_CoqProject", "-o", "CoqMakefile"])
    run(["make", "--no-print-directory", "-f", "CoqMakefile", f"-j{os.cpu_count() or 1}"], show=True)


def claims_source() -> str:
    """Claims.v: has Coq print the definitions, of each theorem its type and its axioms, its instance and neighbours."""
    modules = " ".join(sorted(path.stem for path in HERE.glob("*.v")))
    lines = [
        "From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq fintype bigop ssralg ssrnum.",
        "From Coq Require Import Reals.",
        "From Coquelicot Require Import Rbar.",
        f"From Mixup Require Import {modules}.",
        "Open Scope R_scope.",
        "Set Printing Width 116.",
        *(f"Print {name}." for name in SETTINGS["definitions"]),
    ]
    theorems = {claim: theorem for claim, (theorem, _) in theorem_map().items()}
    for label, theorem in {**{name: name for name in SETTINGS["foundations"]}, **theorems}.items():
        lines.append(f'Goal True. idtac "== {label}". Abort. Check @{theorem}. Print Assumptions {theorem}.')
    for claim, name in SETTINGS["instances"].items():
        lines.append(f'Goal True. idtac "== {claim} is about something". Abort. Check @{name}.')
    for claim, names in SETTINGS["neighbours"].items():
        for assumption, name in names.items():
            lines.append(f'Goal True. idtac "== {claim} without {assumption}". Abort. Check @{name}.')
    return "\n".join(lines) + "\n"


def printed() -> str:
    """What Coq prints of the theorems, without its remarks on implicit arguments."""
    write_text(FOLDER / "Claims.v", claims_source())
    text = run(["coqc", "-R", ".", "Mixup", "-w", QUIET, "Claims.v"])
    return re.sub(r"\nArguments .*(\n  .*)*", "", text)


def read_printed(text: str, version: str) -> Record:
    """The record of a print."""
    found = {}
    for part in text.split("\n== ")[1:]:
        claim, rest = part.split("\n", 1)
        if claim in theorem_map():
            type_, _, axioms = rest.partition("\nAxioms:\n")
            names = re.findall(r"^(\S+)(?: :|$)", axioms, re.MULTILINE)
            shown = " ".join(type_.replace("Closed under the global context", "").split()).split(" : ", 1)[1]
            found[claim] = Theorem(*theorem_map()[claim], shown, tuple(sorted(names)))
    return Record(version, digest_sources(), found)


def main(arguments: list[str]) -> int:
    """Check everything; 0 if it is as recorded."""
    for argument in arguments:
        if argument not in OPTIONS:
            cannot_start(f"there is no option {argument}, but {', '.join(OPTIONS)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    version = need_coq()
    compile_sources()
    text = printed()
    record = read_printed(text, version)
    if "--record" in arguments:
        write_text(EXPECTED, text)
        write_text(RECORD, record.text())
    old, new = (source.splitlines(keepends=True) for source in (EXPECTED.read_text(encoding="utf-8"), text))
    if difference := "".join(difflib.unified_diff(old, new, "Claims.expected", "now")):
        print(difference)
        sys.exit("kernel: a statement or an axiom has changed: read the difference above, then `make kernel-record`")
    if RECORD.read_text(encoding="utf-8") != record.text():
        sys.exit("kernel: kernel.json is not current: run `make kernel-record`")
    write_text(FOLDER / RECORD.name, record.text())
    whole = sum(entry.whole for entry in record.theorems.values())
    print(f"kernel: Coq {version} has checked {whole} claims whole and {len(record.theorems) - whole} in part")
    if "--coqchk" in arguments:
        left = set() if "--all" in arguments else LONG  # and Claims, which only prints, of them too
        files = [path for path in sorted(FOLDER.glob("*.vo")) if path.stem not in {*left, "Claims"}]
        names = [f"Mixup.{path.stem}" for path in files]
        run(["coqchk", "-silent", "-o", "-R", ".", "Mixup", *names], show=True)
        print(f"kernel: coqchk agrees{', ' + ', '.join(left) + ' left out (ALL=1 takes it)' if left else ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

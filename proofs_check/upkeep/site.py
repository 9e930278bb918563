"""The documentation as a site: ``python -m proofs_check.upkeep.site -o build/docs``, which ``make docs`` calls.

The pages of docs/ are put together with pages that are made here (a page a paper, the gallery, the reference) and with
CONTRIBUTING.md and CHANGELOG.md in a folder of sources, and Sphinx builds them.  Nothing is computed, and no network
is reached.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from proofs_check.support.pages import math
from proofs_check.upkeep.readme import about
from theory.claim import Claim, Paper, claims, papers

ROOT = Path(__file__).parent.parent.parent
DOCS, STATEMENTS = ROOT / "docs", ROOT / "proofs_check" / "statements"
PACKAGES = (
    "theory",
    "theory.mixing",
    "theory.optimal",
    "theory.clearances",
    "theory.linear",
    "theory.midpoints",
    "theory.assumptions",
    "theory.claim",
    "proofs_check",
    "proofs_check.evidence",
    "proofs_check.audit",
    "proofs_check.context",
    "proofs_check.expansion",
    "proofs_check.shift",
    "proofs_check.partners",
)
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)\)")
TARGETS = {"../CONTRIBUTING.md": "contributing.md", "../CHANGELOG.md": "changelog.md", "../README.md": "index.md"}


def gather(sources: Path, figures: Path) -> None:
    """Write everything that Sphinx reads into the folder ``sources``."""
    shutil.copytree(DOCS, sources, dirs_exist_ok=True)
    for original, name in (("CONTRIBUTING.md", "contributing.md"), ("CHANGELOG.md", "changelog.md")):
        _write(sources / name, (ROOT / original).read_text(encoding="utf-8"))
    for page in sources.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        _write(page, LINK.sub(lambda found: f"]({_target(found[1], sources)})", text))
    every = list(claims().values())
    for name, text in _papers(every):
        _write(sources / "papers" / name, text)
    _write(sources / "gallery.md", _gallery(sources, figures))
    _write(sources / "api" / "index.md", "# Reference\n\n```{toctree}\n" + "\n".join(PACKAGES) + "\n```\n")
    for name, text in _references():
        _write(sources / "api" / name, text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _target(link: str, sources: Path) -> str:
    """Where a link of a page leads in the site; files outside docs/ are taken along."""
    if link in TARGETS or not link.startswith("../"):
        return TARGETS.get(link, link.removeprefix("docs/"))
    name = link.removeprefix("../")
    kept = f"files/{name}.txt" if name.endswith(".md") else f"files/{name}"  # what ends in .md would be a page
    (sources / kept).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / name, sources / kept)
    return kept


def _papers(every: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """The page of each paper, and the page that lists them."""
    found = papers(every)
    rows = []
    for paper in found.values():
        mine = [claim for claim in every if claim.paper == paper]
        yield f"{paper.key}.md", _paper(paper, mine)
        rows.append(f"| [{paper.title or paper.citation}]({paper.key}.md) | {paper.read} | {len(mine)} |")
    table = "\n".join(["| paper | its text was | claims |", "|---|---|---|", *rows])
    toctree = "```{toctree}\n:hidden:\n" + "\n".join(found) + "\n```"
    yield "index.md", f"# Paper by paper\n\n{table}\n\n{toctree}\n"


def _paper(paper: Paper, mine: Sequence[Claim]) -> str:
    parts = [f"# {paper.title or paper.citation}", about(paper)]
    return "\n\n".join([*parts, *(_claim(claim) for claim in mine)]) + "\n"


def _claim(claim: Claim) -> str:
    """The section of a claim: what it says and supposes, and the formulas that its steps check."""
    parts = [f"({claim.id})=\n## {claim.title}", f"`{claim.id}`, **{claim.expected}**; {claim.source_in_paper}"]
    parts.append(_raw(f"<p>{math(claim.statement)}</p>"))
    if claim.assumptions:
        items = "".join(f"<li>{math(a.name)}: {math(a.statement)}</li>" for a in claim.assumptions)
        parts.append(_raw(f"<p>It supposes:</p><ul>{items}</ul>"))
    if claim.repaired_by:
        parts.append(f"What holds instead: [](#{claim.repaired_by}).")
    if (STATEMENTS / f"{claim.id}.txt").is_file():
        text = (STATEMENTS / f"{claim.id}.txt").read_text(encoding="utf-8")
        parts.append(_raw("<details><summary>Its steps, and the formulas that are checked</summary>"))
        parts.append(f"`````text\n{text.strip()}\n`````")
        parts.append(_raw("</details>"))
    return "\n\n".join(parts)


def _raw(html: str) -> str:
    return f"```{{raw}} html\n{html}\n```"


def _gallery(sources: Path, figures: Path) -> str:
    """The figures of the last run with their captions."""
    parts = ["# Gallery"]
    index = figures / "index.json"
    if not index.is_file():
        return parts[0] + "\n\n`make figures` draws them; then `make docs` shows them here.\n"
    for figure in json.loads(index.read_text(encoding="utf-8")):
        copy = sources / "figures" / figure["png"]
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(figures / figure["png"], copy)
        about = ", ".join(f"[`{name}`](#{name})" for name in figure["claims"] if name in claims())
        parts.append(f"## {figure['title']}\n\n![{figure['title']}](figures/{figure['png']})")
        parts.append(_raw(f"<p>{math(figure['caption'])}</p>"))
        parts.append(f"`mixup-figures {figure['name']}`" + (f"; about {about}" if about else ""))
    return "\n\n".join(parts) + "\n"


def _references() -> Iterator[tuple[str, str]]:
    """What each package offers, from its docstrings; what several offer is described with the first of them."""
    known: dict[int, str] = {}
    for package in PACKAGES:
        module = importlib.import_module(package)
        parts = [f"# {package}", (module.__doc__ or "").strip().splitlines()[0]]
        for name in sorted(getattr(module, "__all__", ())):
            thing = getattr(module, name)
            kind = "class" if isinstance(thing, type) else "function" if callable(thing) else "data"
            home = known.setdefault(id(thing), package)
            if home == package:
                parts.append(f"```{{eval-rst}}\n.. auto{kind}:: {package}.{name}\n```")
            else:
                parts.append(f"`{name}`: see [{home}]({home}.md).")
        yield f"{package}.md", "\n\n".join(parts) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Status 0 if Sphinx has nothing to say against any page, 1 if it has, 2 for a bad command."""
    parser = argparse.ArgumentParser(prog="python -m proofs_check.upkeep.site", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "build" / "docs")
    parser.add_argument("--figures", type=Path, default=ROOT / "build" / "figures", help="what mixup-figures drew")
    options = parser.parse_args(arguments)
    if not importlib.util.find_spec("sphinx"):
        print("the site needs the extra docs: pip install '.[docs]'", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        gather(Path(folder), options.figures)
        build = [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-W",
            "--keep-going",
            "-b",
            "html",
            folder,
            str(options.output.resolve()),
        ]
        return 1 if subprocess.run(build, check=False, cwd=ROOT).returncode else 0


if __name__ == "__main__":
    sys.exit(main())

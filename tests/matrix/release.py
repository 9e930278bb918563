"""Whether a release is ready: ``make release-check``.

One version stands in setup.cfg, in CITATION.cff and, with its date, on top of CHANGELOG.md; nothing is uncommitted;
what is measured by hand has been, and stands in docs/release.md with its date and commit; and a clean clone gives a
whole wheel and sdist.
"""

from __future__ import annotations

import argparse
import configparser
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
BY_HAND = ("make mutants", "make kernel-check", "make test-matrix", "make test-frameworks", "make bench")
HEADING = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - (?P<date>\S+))?$", re.MULTILINE)
ROW = re.compile(
    r"^\| `(?P<command>[^`]+)` \| (?P<date>[^|]*?) \| (?P<commit>[^|]*?) \| (?P<found>[^|]*?) \|$", re.MULTILINE
)


def versions(root: Path) -> list[str]:
    """What is wrong with the version and the date, where they stand."""
    setup = configparser.ConfigParser()
    setup.read(root / "setup.cfg", encoding="utf-8")
    version = setup["metadata"]["version"]
    cited = dict(re.findall(r"^([a-z-]+): (\S+)$", (root / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE))
    top = HEADING.search((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    if top is None:
        return ["CHANGELOG.md has no heading of a version"]
    found = [
        f"{file} has version {other}, setup.cfg {version}"
        for file, other in (("CITATION.cff", cited.get("version")), ("CHANGELOG.md", top["version"]))
        if other != version
    ]
    try:
        date.fromisoformat(top["date"] or "")
    except ValueError:
        return [*found, f"the version on top of CHANGELOG.md has no date: {top[0]}"]
    if cited.get("date-released") != top["date"]:
        found.append(f"CITATION.cff is dated {cited.get('date-released')}, CHANGELOG.md {top['date']}")
    return found


def by_hand(record: str) -> list[str]:
    """What docs/release.md does not have: a date, a commit and a result of each measurement."""
    rows = {row["command"]: row for row in ROW.finditer(record)}
    found = [f"docs/release.md has no row for {command}" for command in BY_HAND if command not in rows]
    for command, row in rows.items():
        try:
            date.fromisoformat(row["date"])
        except ValueError:
            found.append(f"{command} has not been run for this release: {row['found']}")
            continue
        if not re.fullmatch("`[0-9a-f]{7,40}`", row["commit"]) or not row["found"]:
            found.append(f"{command} has no commit or no result in docs/release.md")
    return found


def main() -> None:
    """Print what is missing; the status is 0 if nothing is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where a clone is made, and built")
    clone = parser.parse_args().folder.resolve() / "clone"
    changed = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True)
    found = versions(ROOT) + by_hand((ROOT / "docs" / "release.md").read_text(encoding="utf-8"))
    found += [f"not committed: {line}" for line in changed.stdout.splitlines()]
    shutil.rmtree(clone, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    built = subprocess.run(
        [sys.executable, clone / "tests" / "matrix" / "check.py", clone.parent / "built", "--built"], check=False
    )
    found += ["the wheel or the sdist is not whole"] if built.returncode else []
    sys.exit("\n".join(found) or None)


if __name__ == "__main__":
    main()

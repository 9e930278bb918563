"""What stops a release: versions that differ, a heading without a date, a measurement that nobody made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.matrix.release import BY_HAND, ROOT, by_hand, versions


def written(folder: Path, setup: str = "1.2.0", cited: str = "1.2.0", top: str = "[1.2.0] - 2026-01-31") -> Path:
    (folder / "setup.cfg").write_text(f"[metadata]\nversion = {setup}\n")
    (folder / "CITATION.cff").write_text(f"version: {cited}\ndate-released: 2026-01-31\n")
    (folder / "CHANGELOG.md").write_text(f"# Changelog\n\n## {top}\n\n## [1.1.0]\n")
    return folder


def test_one_version_with_one_date_is_right(tmp_path: Path) -> None:
    assert versions(written(tmp_path)) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"setup": "1.3.0"}, "CITATION.cff has version 1.2.0"),
        ({"cited": "1.1.0"}, "CITATION.cff has version 1.1.0"),
        ({"top": "[1.1.9] - 2026-01-31"}, "CHANGELOG.md has version 1.1.9"),
        ({"top": "[1.2.0]"}, "no date"),
        ({"top": "[1.2.0] - soon"}, "no date"),
        ({"top": "[1.2.0] - 2026-02-01"}, "is dated 2026-01-31"),
    ],
)
def test_versions_that_differ_are_seen(tmp_path: Path, changed: dict[str, str], fault: str) -> None:
    assert fault in versions(written(tmp_path, **changed))[0]


def row(command: str, day: str = "2026-01-31", commit: str = "`0123abc`", found: str = "all passed") -> str:
    return f"| `{command}` | {day} | {commit} | {found} |"


def test_a_measurement_that_was_not_made_is_seen() -> None:
    whole = [row(command) for command in BY_HAND]
    assert by_hand("\n".join(whole)) == []
    assert by_hand("\n".join(whole[1:])) == [f"docs/release.md has no row for {BY_HAND[0]}"]
    for broken in (row(BY_HAND[0], day="not run"), row(BY_HAND[0], commit="main"), row(BY_HAND[0], found="")):
        (fault,) = by_hand("\n".join([broken, *whole[1:]]))
        assert BY_HAND[0] in fault


def test_this_version_is_one() -> None:
    assert versions(ROOT) == []

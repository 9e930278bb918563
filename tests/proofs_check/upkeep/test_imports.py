"""The picture of the imports changes with each of them, and is renewed and compared as the pages are."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from graphlib import CycleError
from pathlib import Path

import pytest

from proofs_check.report.graph import LETTERS
from proofs_check.upkeep import readme
from proofs_check.upkeep.imports import BOXES, LAYERS, arrows, boxes, essential, picture, rooms

ROOT = Path(__file__).parent.parent.parent.parent
SMALL = {
    "theory/__init__": "",
    "theory/numbers": "",
    "theory/optimal/__init__": "from theory.optimal.limit import limit",
    "theory/optimal/limit": "from theory.numbers import ball",
    "proofs_check/language": "",
    "proofs_check/methods": "def f():\n    import theory.optimal\n    from proofs_check import language",
    "figures/figure_1": "",
}
MORE = "\nfrom theory.numbers import ball"


@pytest.fixture
def twin(tmp_path: Path) -> Path:
    """A small house of the three layers."""
    write(tmp_path, SMALL)
    return tmp_path


def write(root: Path, files: Mapping[str, str]) -> None:
    """Modules below a folder."""
    for name, text in files.items():
        path = root / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def lines(drawn: str) -> int:
    """How many lines a picture has between its boxes."""
    return len(ET.fromstring(drawn).findall("{*}path"))


def test_a_box_for_each_package_and_a_line_for_each_import(twin: Path) -> None:
    found = {box.split(",")[0]: len(targets) for box, targets in boxes(rooms(arrows(twin))).items()}
    foundations, wings = "theory: claim", "theory: clearances"
    assert found == {foundations: 0, wings: 1, "language": 0, "methods": 2, "figures": 0}
    drawn = ET.fromstring(picture(twin))
    assert len(drawn.findall("{*}g")) == 5
    assert lines(picture(twin)) == 3
    assert [g.get("class") for g in drawn.findall("{*}g")].count("node m-theory") == 2


@pytest.mark.parametrize(
    ("module", "text", "more"),
    [
        ("proofs_check/language", SMALL["proofs_check/language"] + MORE, 1),
        ("proofs_check/methods", SMALL["proofs_check/methods"] + MORE, 0),  # implied: in the description alone
        ("proofs_check/methods", "import theory.optimal", -1),
        ("proofs_check/methods", "", -2),
        ("proofs_check/memory", "import proofs_check.methods", 1),
    ],
    ids=["added", "added though implied", "removed", "both removed", "a new package"],
)
def test_an_import_more_or_less_changes_the_picture(twin: Path, module: str, text: str, more: int) -> None:
    before = picture(twin)
    write(twin, {module: text})
    assert picture(twin) != before
    assert lines(picture(twin)) == lines(before) + more


def test_what_changes_no_import_changes_no_picture(twin: Path) -> None:
    before = picture(twin)
    write(twin, {"theory/optimal/limit": f"{SMALL['theory/optimal/limit']}\nimport numpy\n", "theory/incidence": ""})
    assert picture(twin) == before


def test_a_stale_picture_is_seen_and_renewed(
    twin: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("README", "CLAIMS", "IMPORTS", "BALL", "CLEARANCE"):
        monkeypatch.setattr(readme, name, twin / getattr(readme, name).name)
    (twin / "README.md").write_text((ROOT / "README.md").read_text())
    monkeypatch.setattr(readme, "ROOT", twin)
    assert readme.main(["--write"]) == 0
    assert readme.main(["--check"]) == 0
    assert (twin / "imports.svg").read_text() == picture(twin)
    write(twin, {"proofs_check/language": MORE})
    assert readme.main(["--check"]) == 1
    assert capsys.readouterr().err == "imports.svg is not current; run `make readme`\n"
    write(twin, {"proofs_check/language": ""})
    assert readme.main(["--check"]) == 0


def test_every_import_between_boxes_is_drawn_or_implied() -> None:
    found = boxes(rooms(arrows(ROOT)))
    assert len(found) > 10
    drawn = essential(found)
    reached: dict[str, set[str]] = {}
    for box, above in drawn.items():
        reached[box] = set(above).union(*(reached[one] for one in above))
    assert {box: targets - reached[box] for box, targets in found.items() if targets - reached[box]} == {}
    assert sum(map(len, drawn.values())) < sum(map(len, found.values()))


def test_boxes_name_rooms_that_exist() -> None:
    known = set(rooms(arrows(ROOT)))
    assert {room for inside in BOXES.values() for room in inside} <= known
    assert {room.split(".")[0] for room in known} == set(LAYERS)


def test_a_circle_of_boxes_is_refused() -> None:
    between = {
        "theory.numbers": {"theory.optimal"},
        "theory.optimal": {"theory.geometry"},
        "theory.geometry": set[str](),
    }
    with pytest.raises(CycleError):
        boxes(between)


def test_no_name_is_broken_inside_a_word() -> None:
    words = [word for box in boxes(rooms(arrows(ROOT))) for word in box.split()]
    assert max(map(len, words)) <= LETTERS

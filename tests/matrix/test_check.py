"""What ``make test-matrix`` sees: files that are missing or too many, bounds, interpreters, classifiers."""

from email.parser import Parser

import pytest

from tests.matrix.check import COMMANDS, PACKAGES, SDIST, claimed, faults, interpreters, oldest

WANTED = {"theory/dataset.py", *(f"{name}/py.typed" for name in PACKAGES)}
WHEEL = {*WANTED, "mixup_theory-1.dist-info/METADATA"}
SOURCE = {f"mixup_theory-1/{name}" for name in (*WANTED, *SDIST)}
ENTRY_POINTS = "[console_scripts]\n" + "\n".join(f"{name} = module:main" for name in sorted(COMMANDS))


def metadata(text):
    return Parser().parsestr(text)


def test_what_is_whole_has_no_fault():
    assert faults(WHEEL, SOURCE, WANTED, ENTRY_POINTS) == []


@pytest.mark.parametrize(
    ("wheel", "sdist", "commands", "fault"),
    [
        (WHEEL - {"theory/dataset.py"}, SOURCE, ENTRY_POINTS, "the wheel lacks theory/dataset.py"),
        (WHEEL | {"tests/test_x.py"}, SOURCE, ENTRY_POINTS, "the wheel has tests/test_x.py"),
        (WHEEL, SOURCE - {"mixup_theory-1/Makefile"}, ENTRY_POINTS, "the sdist lacks Makefile"),
        (WHEEL, SOURCE, "mixup-audit = module:main", "the commands are ['mixup-audit']"),
    ],
)
def test_a_file_or_command_too_few_or_too_many_is_a_fault(wheel, sdist, commands, fault):
    assert fault in faults(wheel, sdist, WANTED, commands)


def test_the_marks_of_types_are_wanted_even_if_nobody_tracks_them():
    assert "the wheel lacks figures/py.typed" in faults(WHEEL - {"figures/py.typed"}, SOURCE, set(), ENTRY_POINTS)


def test_the_oldest_dependencies_are_the_lower_bounds():
    found = metadata('Requires-Dist: numpy>=2.1\nRequires-Dist: dask[distributed]>=2025.1; extra == "dask"\n')
    assert oldest(found) == ["dask==2025.1", "numpy==2.1"]
    with pytest.raises(ValueError, match="numpy has no lower bound"):
        oldest(metadata("Requires-Dist: numpy<3\n"))


def test_interpreters_that_are_not_found_are_named():
    found, missing = interpreters(metadata("Requires-Python: >=3.12\n"), {"3.13": "path", "3.11": "old"}.get)
    assert found == {"3.13": "path"}
    assert "3.12" in missing
    assert "3.11" not in missing


def test_classifiers_name_versions():
    head = "Classifier: Programming Language :: Python :: 3"
    assert claimed(metadata(f"{head}\n{head}.11\n{head}.12\n")) == {"3.11", "3.12"}

"""What installing brings: a light base, extras by purpose, and a line that names the extra that is missing."""

import configparser
import re
import sys
from pathlib import Path

import pytest

from proofs_check.support.console import run_app
from proofs_check.support.extras import EXTRAS, extra_of

ROOT = Path(__file__).parent.parent
SETUP = configparser.ConfigParser(interpolation=None)
SETUP.read(ROOT / "setup.cfg", encoding="utf-8")
PROVIDES = {"z3-solver": "z3"}  # distributions that are imported under another name


def required(text):
    """Names of distributions in a list of requirements."""
    return [re.split(r"[\s\[<>=]", line, maxsplit=1)[0] for line in text.strip().splitlines()]


def extras():
    return {name: required(text) for name, text in SETUP["options.extras_require"].items()}


def test_the_base_is_light():
    base = required(SETUP["options"]["install_requires"])
    assert "numpy" in base
    heavy = {"jax", "z3-solver", "mlxtend", "dask", "pyarrow", "matplotlib", "hypothesis", "optax", "latex2mathml"}
    assert not heavy & set(base)


def test_all_is_the_sum_of_the_extras():
    found = extras()
    assert set(found["all"]) == {name for extra in EXTRAS for name in found[extra]}


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_message_knows_the_extra_of_each_module(extra):
    modules = {PROVIDES.get(name, name) for name in extras()[extra]}
    for module in modules:
        named = extra_of(ModuleNotFoundError(name=f"{module}.part"))
        assert module in {PROVIDES.get(name, name) for name in extras()[named]}


def test_every_requirement_is_locked():
    locked = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    wanted = {*required(SETUP["options"]["install_requires"]), *(name for names in extras().values() for name in names)}
    assert wanted <= locked


def test_a_missing_extra_is_one_line(monkeypatch, capsys):
    import typer

    app = typer.Typer()

    @app.command()
    def prove():
        import z3  # noqa: F401

    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(SystemExit) as stop:
        run_app(app, "program", [])
    assert stop.value.code == 2
    assert capsys.readouterr().err == "program: this needs z3: pip install 'mixup-theory[verify]'\n"

"""Files are whole, stored results are used only while they are good, programs speak in one line."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import jinja2
import pytest
import typer
from rich.console import Console

from proofs_check.support import console as console_module
from proofs_check.support import files
from proofs_check.support.cache import Hit, Key, Miss, Store, key
from proofs_check.support.console import InputError, progress, run_app
from proofs_check.support.files import write_bytes, write_json, write_text
from proofs_check.support.pages import math, render


class TestFiles:
    def test_text_bytes_and_json_arrive(self, tmp_path: Path) -> None:
        write_text(tmp_path / "a" / "text", "h_ε\n")
        write_bytes(tmp_path / "bytes", b"\x00\xff")
        write_json(tmp_path / "json", {"α": [1, None, "x"]})
        assert (tmp_path / "a" / "text").read_text(encoding="utf-8") == "h_ε\n"
        assert (tmp_path / "bytes").read_bytes() == b"\x00\xff"
        assert json.loads((tmp_path / "json").read_text(encoding="utf-8")) == {"α": [1, None, "x"]}

    def test_the_usual_permissions_apply(self, tmp_path: Path) -> None:
        (tmp_path / "plain").write_text("x")
        write_text(tmp_path / "atomic", "x")
        assert (tmp_path / "atomic").stat().st_mode == (tmp_path / "plain").stat().st_mode

    @pytest.mark.parametrize("broken", [float("nan"), float("inf"), object()])
    def test_what_json_cannot_hold_leaves_the_file_as_it_was(self, tmp_path: Path, broken: object) -> None:
        write_json(tmp_path / "report", {"good": True})
        with pytest.raises((ValueError, TypeError)):
            write_json(tmp_path / "report", {"bad": broken})
        assert json.loads((tmp_path / "report").read_text()) == {"good": True}
        assert os.listdir(tmp_path) == ["report"]

    def test_a_write_that_fails_midway_leaves_the_old_file_and_no_litter(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_text(tmp_path / "report", "old")

        def no_space(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(files.os, "fsync", no_space)
        with pytest.raises(OSError, match="No space"):
            write_text(tmp_path / "report", "new")
        assert (tmp_path / "report").read_text() == "old"
        assert os.listdir(tmp_path) == ["report"]

    def test_a_folder_in_the_way_is_an_os_error(self, tmp_path: Path) -> None:
        (tmp_path / "taken").mkdir()
        with pytest.raises(OSError, match="taken"):
            write_text(tmp_path / "taken", "x")
        assert os.listdir(tmp_path) == ["taken"]

    def test_writers_at_once_leave_one_whole_value(self, tmp_path: Path) -> None:
        texts = [str(i) * 200_000 for i in range(8)]
        threads = [threading.Thread(target=write_text, args=(tmp_path / "shared", text)) for text in texts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (tmp_path / "shared").read_text() in texts
        assert os.listdir(tmp_path) == ["shared"]


CURVE = Key("curve", code="c", parameters="p", versions="v")


class TestCache:
    def test_a_value_comes_back_while_nothing_changed(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        assert store.get(CURVE) is Miss.ABSENT
        store.put(CURVE, {"x": [1.5, None]})
        assert store.get(CURVE) == Hit({"x": [1.5, None]})

    def test_a_stored_null_is_a_hit(self, tmp_path: Path) -> None:
        Store(tmp_path).put(CURVE, None)
        assert Store(tmp_path).get(CURVE) == Hit(None)

    @pytest.mark.parametrize(
        ("changed", "reason"),
        [
            (Key("curve", "C", "p", "v"), Miss.CODE),
            (Key("curve", "c", "P", "v"), Miss.PARAMETERS),
            (Key("curve", "c", "p", "V"), Miss.VERSIONS),
            (Key("curve", "C", "P", "V"), Miss.CODE),
            (Key("other", "c", "p", "v"), Miss.ABSENT),
        ],
    )
    def test_the_reason_for_a_miss(self, tmp_path: Path, changed: Key, reason: Miss) -> None:
        store = Store(tmp_path)
        store.put(CURVE, 1)
        assert store.get(changed) is reason

    @pytest.mark.parametrize(
        "damage", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"key": {}, "value": 1}', b"[" * 10**6]
    )
    def test_a_damaged_file_is_a_miss_and_can_be_replaced(self, tmp_path: Path, damage: bytes) -> None:
        store = Store(tmp_path)
        store.put(CURVE, 1)
        store.path("curve").write_bytes(damage)
        assert store.get(CURVE) is Miss.UNREADABLE
        store.put(CURVE, 2)
        assert store.get(CURVE) == Hit(2)

    def test_a_changed_value_is_noticed(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        store.put(CURVE, 12345)
        text = store.path("curve").read_text()
        store.path("curve").write_text(text.replace("12345", "12346"))
        assert store.get(CURVE) is Miss.UNREADABLE

    def test_names_that_look_alike_have_files_of_their_own(self, tmp_path: Path) -> None:
        store = Store(tmp_path)
        names = ["a/b", "a_b", "a b", "../a", "x" * 300, "x" * 301]
        for name in names:
            store.put(Key(name, "c", "p", "v"), name)
        assert [store.get(Key(name, "c", "p", "v")) for name in names] == [Hit(name) for name in names]
        assert len(os.listdir(tmp_path)) == len(names)

    def test_a_key_follows_the_source_of_modules_and_packages(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        package = tmp_path / "sample_package"
        (package / "inner").mkdir(parents=True)
        (package / "__init__.py").write_text("")
        (package / "inner" / "__init__.py").write_text("x = 1\n")
        monkeypatch.syspath_prepend(tmp_path)
        before = key("n", ["sample_package"], {})
        assert key("n", ["sample_package"], {}) == before
        (package / "inner" / "__init__.py").write_text("x = 2\n")
        after = key("n", ["sample_package"], {})
        assert after.code != before.code
        assert (after.parameters, after.versions) == (before.parameters, before.versions)

    def test_a_key_follows_parameters_and_versions_but_not_their_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        one = key("n", ["theory.numbers"], {"a": 1, "b": 2}, ["numpy"])
        assert key("n", ["theory.numbers"], {"b": 2, "a": 1}, ["numpy"]) == one
        monkeypatch.setattr("proofs_check.support.cache._version", lambda _: "0.0.0")
        assert key("n", ["theory.numbers"], {"a": 1, "b": 2}, ["numpy"]).versions != one.versions

    @pytest.mark.parametrize("module", ["sys", "no_such_module_at_all"])
    def test_a_module_without_source_has_no_key(self, module: str) -> None:
        with pytest.raises(ValueError, match=module):
            key("n", [module], {})


def _terminal(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> io.StringIO:
    stream = io.StringIO()
    monkeypatch.setattr(console_module, "console", Console(file=stream, force_terminal=terminal, width=80))
    return stream


class TestProgress:
    def test_nothing_is_shown_where_there_is_no_terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stream = _terminal(monkeypatch, terminal=False)
        monkeypatch.setattr(console_module, "PATIENCE", 0.0)
        with progress(1, "checking") as advance:
            time.sleep(0.05)
            advance()
        assert stream.getvalue() == ""

    def test_quick_work_shows_no_bar(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stream = _terminal(monkeypatch, terminal=True)
        with progress(1, "checking") as advance:
            advance()
        assert "checking" not in stream.getvalue()

    def test_long_work_shows_a_bar(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stream = _terminal(monkeypatch, terminal=True)
        monkeypatch.setattr(console_module, "PATIENCE", 0.01)
        with progress(3, "checking") as advance:
            advance()
            deadline = time.monotonic() + 10
            while "1/3" not in stream.getvalue() and time.monotonic() < deadline:
                time.sleep(0.01)
        assert "checking" in stream.getvalue()
        assert "1/3" in stream.getvalue()

    def test_no_thread_is_left_when_the_work_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _terminal(monkeypatch, terminal=True)
        before = set(threading.enumerate())
        with pytest.raises(RuntimeError, match="work"), progress(1, "checking"):
            raise RuntimeError("work")
        assert set(threading.enumerate()) <= before


def _app() -> typer.Typer:
    app = typer.Typer(add_completion=False)

    @app.command()
    def work(kind: str, size: int = 1) -> None:
        if kind == "input":
            raise InputError("data.csv has\nno column 'y'")
        if kind == "interrupt":
            raise KeyboardInterrupt
        if kind == "differs":
            raise typer.Exit(1)
        if kind == "bug":
            raise ZeroDivisionError("a bug")
        if kind == "exit":
            sys.exit(0)
        if kind == "exit at once":
            os._exit(0)
        print(f"{kind} {size}")

    return app


class TestRunApp:
    @pytest.mark.parametrize(
        ("arguments", "status", "error"),
        [
            (["fine"], 0, ""),
            (["differs"], 1, ""),
            (["input"], 2, "program: data.csv has no column 'y'\n"),
            (["exit"], 2, "program: something ended the program before it was done: 0\n"),
            (["exit at once"], 2, "program: something ended the program before it was done: os._exit(0)\n"),
            (["interrupt"], 130, "program: interrupted\n"),
            (["fine", "--nonsense"], 2, "program: No such option: --nonsense\n"),
            (["fine", "--size", "big"], 2, None),
            ([], 2, "program: Missing argument 'kind'. Try program --help.\n"),
        ],
    )
    def test_status_and_message(
        self, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, error: str | None
    ) -> None:
        with pytest.raises(SystemExit) as left:
            run_app(_app(), "program", arguments)
        message = capsys.readouterr().err
        assert left.value.code == status
        if error is None:
            assert message.startswith("program: ")
            assert message.count("\n") == 1
        else:
            assert message == error

    def test_the_arguments_of_the_process_count_by_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "argv", ["program", "bug"])
        with pytest.raises(ZeroDivisionError, match="a bug"):
            run_app(_app(), "program")

    def test_a_reader_that_leaves_early_ends_the_program_quietly(self) -> None:
        flood = "import typer\nfrom proofs_check.support.console import run_app\napp = typer.Typer()\n"
        flood += (
            "@app.command()\ndef flood() -> None:\n    for _ in range(10**6): print('x' * 100)\nrun_app(app, 'flood')"
        )
        with subprocess.Popen([sys.executable, "-c", flood], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
            assert run.stdout is not None
            assert run.stderr is not None
            run.stdout.readline()
            run.stdout.close()
            assert run.stderr.read() == b""
            assert run.wait(timeout=60) == 1

    def test_ctrl_c_in_a_real_process(self) -> None:
        wait = "import signal, time, typer\nfrom proofs_check.support.console import run_app\napp = typer.Typer()\n"
        wait += (
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # what a background job inherits ignores it
        )
        wait += "@app.command()\ndef wait() -> None:\n    print('ready', flush=True)\n    time.sleep(60)\n"
        wait += "run_app(app, 'wait')"
        with subprocess.Popen([sys.executable, "-c", wait], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
            assert run.stdout is not None
            assert run.stdout.readline() == b"ready\n"
            run.send_signal(signal.SIGINT)
            _, message = run.communicate(timeout=60)
        assert run.returncode == 130
        assert message == b"wait: interrupted\n"


class TestPages:
    def test_a_page_is_self_contained_and_has_both_themes(self) -> None:
        page = render("proofs_check.support", "base.html", title="t")
        assert "prefers-color-scheme: dark" in page
        assert not [word for word in ("http:", "https:", "src=", "@import", "url(") if word in page]

    def test_a_missing_name_is_an_error_not_a_hole(self) -> None:
        with pytest.raises(jinja2.UndefinedError, match="title"):
            render("proofs_check.support", "base.html")

    def test_text_around_a_formula_is_escaped(self) -> None:
        assert math("<b> $x$").startswith("&lt;b&gt; <math")

    @pytest.mark.parametrize("formula", [r"\left( x", "a_b_c", "{", r"x < \left("])
    def test_a_formula_that_cannot_be_read_is_shown_as_it_is(self, formula: str) -> None:
        shown = math(f"${formula}$")
        assert shown.startswith("<code>")
        assert "<" not in shown.removeprefix("<code>").removesuffix("</code>")

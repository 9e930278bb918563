"""What a certificate has to establish: the statements, and where a certificate departs from them."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from proofs_check.recheck.outcome import Refused

STATEMENTS = Path(__file__).parent.parent / "statements"
LARGEST_FILE = 20_000_000  # bytes; the largest of ours has about a hundredth
LARGEST_DEPTH = 100  # lists in lists; ours have about ten, and a subdivision one more each time a box is halved


def statement_of(certificate: dict[str, Any]) -> dict[str, Any]:
    """A certificate without what a search found: instances, subdivisions and the values of enclosures."""
    items = [{**item, "decided": [_stated(record) for record in item["decided"]]} for item in certificate["items"]]
    return {**certificate, "items": items}


def _stated(record: dict[str, Any]) -> dict[str, Any]:
    kind = record.get("kind")
    if kind == "positive":
        return {**record, "items": {name: expression for name, (expression, _) in record["items"].items()}}
    found = {"box": ("cuts",), "instance": ("instance",), "word": ("message",)}.get(str(kind), ())
    return {key: value for key, value in record.items() if key not in found}


def first_difference(found: Any, stated: Any, where: str = "") -> str:
    """Where, and how, a certificate departs from the statements; empty if it does not."""
    if isinstance(found, dict) and isinstance(stated, dict):
        for key in [*stated, *(k for k in found if k not in stated)]:
            if key not in found or key not in stated:
                return f"{where}{key} is {'missing' if key in stated else 'not among the statements'}"
            if difference := first_difference(found[key], stated[key], f"{where}{key}: "):
                return difference
        return ""
    if isinstance(found, list) and isinstance(stated, list):
        for index, (one, other) in enumerate(zip(found, stated, strict=False)):
            name = other.get("name", index) if isinstance(other, dict) else index
            if difference := first_difference(one, other, f"{where}{name}: "):
                return difference
        more = f"{where}{len(found)} entries where the statements have {len(stated)}"
        return more if len(found) != len(stated) else ""
    same = type(found) is type(stated) and found == stated
    return "" if same else f"{where}it says {short(found)}, the statement is {short(stated)}"


def short(value: Any) -> str:
    """A value as a message shows it."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"


def read(path: Path) -> Any:
    """A JSON file: regular, no key twice, no NaN, not too large nor too deep."""

    def pairs(entries: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(entries)) != len(entries):
            raise Refused(f"{path.name} has a key twice")
        return dict(entries)

    def constant(name: str) -> Any:
        raise Refused(f"{path.name} holds {name}")

    try:
        content = json.loads(_text(path), object_pairs_hook=pairs, parse_constant=constant)
    except (OSError, ValueError, RecursionError) as error:
        raise Refused(f"{path.name} cannot be read: {error}") from error
    if _is_deep(content):
        raise Refused(f"{path.name} is nested more than {LARGEST_DEPTH} deep")
    return content


def _text(path: Path) -> str:
    """The text of a regular file, which a pipe or a device is not: they might never end."""
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise Refused(f"{path.name} is not a regular file")
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Refused(f"{path.name} has more than {LARGEST_FILE} bytes")
    return content.decode("utf-8")


def _is_deep(content: Any) -> bool:
    level = [content]
    for _ in range(LARGEST_DEPTH):
        level = [part for whole in level for part in _parts(whole)]
    return bool(level)


def _parts(whole: Any) -> Iterable[Any]:
    if isinstance(whole, dict):
        return whole.values()
    return whole if isinstance(whole, list) else ()

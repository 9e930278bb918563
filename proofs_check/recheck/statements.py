"""What a certificate has to establish, as text for people: the statements, and where a certificate departs from them.

A statement is written from a certificate, without what a search found (instances, subdivisions, values of enclosures),
one line for each thing that is said; two certificates have the same text only if they state the same.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from proofs_check.recheck.outcome import Refused

STATEMENTS = Path(__file__).parent.parent / "statements"
LARGEST_FILE = 20_000_000  # bytes; the report of our claims has about a twentieth
LARGEST_DEPTH = 100  # lists in lists; ours have about ten, and a subdivision one more each time a box is halved

FIELDS = ("format", "claim", "statement", "assumptions", "verdict", "items")
ITEM = ("name", "role", "method", "premises", "conclusion", "decided")
KINDS = {"identities": "identity", "signs": "sign", "smt": "smt", "comparisons": "comparison", "positive": "positive"}
UNKEPT = "a number that only the run has"
FOUND = {"box": ("cuts",), "instance": ("instance",), "word": ("message",)}


def statement_of(certificate: dict[str, Any]) -> list[str]:
    """The lines of a statement.  Raises ``Refused`` for a certificate of another form."""
    _, claim, statement, assumptions, verdict, items = _fields(certificate, FIELDS, "the certificate")
    lines = [f"claim {_text(claim)}", f"verdict {_text(verdict)}", f"states {_text(statement)}"]
    lines += [f"assumes {quoted(name)}: {_text(text)}" for name, text in _listed(assumptions)]
    for item in _listed(items):
        name, role, method, premises, conclusion, decided = _fields(item, ITEM, "an item")
        rests = f" from {', '.join(map(quoted, premises))}" if _listed(premises) else ""
        lines += ["", f"{_word(role)} {quoted(name)} by {_word(method)}{rests}", f"  says {_text(conclusion)}"]
        lines += [f"  {line}" for record in _listed(decided) for line in record_lines(record)]
    return lines


def record_lines(record: dict[str, Any]) -> Iterable[str]:
    """What a record says, one formula a line."""
    kind = record.get("kind")
    if kind in KINDS:
        known = ("kind", "items", *(["bits"] if kind == "positive" else []))
        _fields(record, known, f"a record of {kind}")
        precise = f" ({int(record['bits'])} bits)" if kind == "positive" else ""
        for name, entry in record["items"].items():
            formula = entry[0] if kind == "positive" else entry
            yield f"{KINDS[kind]} {quoted(name)}{precise}: {UNKEPT if formula is None else _text(formula)}"
    else:
        rest = {key: value for key, value in record.items() if key != "kind" and key not in FOUND.get(str(kind), ())}
        yield " ".join((_word(kind), *(f"{_word(key)} {_json(value)}" for key, value in sorted(rest.items()))))


def _fields(data: Any, names: tuple[str, ...], what: str) -> list[Any]:
    """The values of exactly these fields."""
    if not isinstance(data, dict):
        raise Refused(f"{what} is no record")
    for name in [*names, *data]:
        if name not in data or name not in names:
            raise Refused(f"{what}: {name} is {'missing' if name in names else 'not among the statements'}")
    return [data[name] for name in names]


def _listed(value: Any) -> list[Any]:
    """A list, which the keys of a record are not, nor the letters of a text."""
    if not isinstance(value, list):
        raise Refused(f"{short(value)} is no list")
    return value


def _text(value: Any) -> str:
    """A text of one line; nothing in it can look like another line, or like nothing."""
    if not isinstance(value, str) or not value.isprintable():
        raise Refused(f"{short(value)} is no text of one line")
    return value


def _word(value: Any) -> str:
    """A word of small letters: nothing in it can look like what stands beside it."""
    if not re.fullmatch(r"[a-z]+", _text(value)):
        raise Refused(f"{short(value)} is no word")
    return str(value)


def _json(value: Any) -> str:
    return _text(json.dumps(value, ensure_ascii=False))


def quoted(value: Any) -> str:
    """A name in quotation marks."""
    return _json(_text(value))


def stated_lines(claim: str, item: str, places: Iterable[Path] = (STATEMENTS,)) -> list[str]:
    """What the records of an item say by the statements of a claim; nothing where there are none."""
    for place in places:
        if (place / f"{claim}.txt").is_file():
            blocks = "\n".join(read_statement(place / f"{claim}.txt")).split("\n\n")
            found = [block.split("\n") for block in blocks if block.partition(" ")[2].startswith(f"{quoted(item)} by ")]
            return [line.strip() for line in found[0][2:]] if found else []
    return []


def first_difference(found: list[str], stated: list[str]) -> str:
    """Where, and how, the lines of a certificate depart from those of the statement; empty if they do not."""
    item = ""
    for one, other in zip(found, stated, strict=False):
        if one != other:
            return f"{item}it says {short(one.strip())}, the statement is {short(other.strip())}"
        if one.startswith(("step", "refutation", "control", "trusted", "argued")):
            item = f"{one.split(' by ')[0]}: "
    if len(found) == len(stated):
        return ""
    longer, shorter = (found, stated) if len(found) > len(stated) else (stated, found)
    line = next(line for line in longer[len(shorter) :] if line)
    return f"{short(line.strip())} is {'not among the statements' if longer is found else 'missing'}"


def short(value: Any) -> str:
    """A value as a message shows it."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:159]}…"


def read_statement(path: Path) -> list[str]:
    """The lines of a file of statements."""
    return _content(path).rstrip("\n").split("\n")


def read(path: Path, largest: int = LARGEST_FILE) -> Any:
    """A JSON file: regular, no key twice, no NaN, not too large nor too deep."""

    def pairs(entries: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(entries)) != len(entries):
            raise Refused(f"{path.name} has a key twice")
        return dict(entries)

    def constant(name: str) -> Any:
        raise Refused(f"{path.name} holds {name}")

    try:
        content = json.loads(_content(path, largest), object_pairs_hook=pairs, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path.name} cannot be read: {error}") from error
    if _is_deep(content):
        raise Refused(f"{path.name} is nested more than {LARGEST_DEPTH} deep")
    return content


def _content(path: Path, largest: int = LARGEST_FILE) -> str:
    """The text of a regular file, which a pipe or a device is not: they might never end, or have nothing to say yet."""
    try:
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            content = file.read(largest + 1) if regular else None
        if content is None:
            raise Refused(f"{path.name} is not a regular file")
        if len(content) > largest:
            raise Refused(f"{path.name} has more than {largest} bytes")
        return content.decode("utf-8")
    except (OSError, ValueError) as error:
        raise Refused(f"{path.name} cannot be read: {error}") from error


def _is_deep(content: Any) -> bool:
    level = [content]
    for _ in range(LARGEST_DEPTH):
        level = [part for whole in level for part in _parts(whole)]
    return bool(level)


def _parts(whole: Any) -> Iterable[Any]:
    if isinstance(whole, dict):
        return whole.values()
    return whole if isinstance(whole, list) else ()

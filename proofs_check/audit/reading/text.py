"""Text tables in whatever dialect: separator, decimal and thousands marks, encoding, header or none.

A dialect is found by asking pandas: it is the one under which the first rows have equally many fields, and most columns
are numbers.  What was found and is not plain CSV is said in a remark, with the options that say otherwise.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from proofs_check.audit.reading.foreign import refuse_foreign, torn_lines, wide_encoding
from proofs_check.audit.reading.table import ContentsError, Wanted, few

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", r"\s+": "blanks"}
NUMBERS = (
    (".", None),
    (",", None),
    (".", ","),
    (",", "."),
    (".", " "),
    (",", " "),
    (",", "\u00a0"),
    (",", "\u202f"),
    (",", "\u2009"),
    (".", "'"),
    (".", "\u2019"),
)
MISSING = [  # beside those that pandas knows
    "?", "-", "--", ".", "..", "...", "*", "missing", "Missing", "MISSING", "na", "unknown", "(null)",
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!",
]  # fmt: skip
SAMPLE_BYTES, SAMPLE_ROWS = 2**20, 200  # by which the dialect is found
MOST_COLUMNS = 200_000  # pandas takes 0.1 ms for each
_OPEN: dict[str, Any] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


@dataclass(frozen=True)
class Dialect:
    """How a text table is written; ``skip``: lines before the header or the first row, the last one a ``comment``."""

    sep: str
    decimal: str = "."
    thousands: str | None = None
    encoding: str = "utf-8"
    skip: int = 0
    comment: str = ""

    def read(self, path: Path, **options: Any) -> Any:
        """The rows as pandas reads them, columns numbered; raises what pandas raises, also where it would only warn."""
        import pandas as pd

        marks: dict[str, Any] = {"sep": self.sep, "decimal": self.decimal, "thousands": self.thousands}
        long = len(self.sep) > 1 and self.sep != r"\s+"
        if long or not (self.thousands or "").isascii():  # pandas' faster reader knows single bytes only
            marks |= {"engine": "python", "sep": re.escape(self.sep) if long else self.sep}
        else:
            marks |= {"engine": "c", "low_memory": False}
        skip = self.skip + options.pop("skiprows", 0)
        with warnings.catch_warnings(), torn_lines(self.encoding):
            warnings.simplefilter("error", pd.errors.ParserWarning)
            reader: Any = pd.read_csv
            return reader(
                path, encoding=self.encoding, header=None, skiprows=skip, skipinitialspace=True,
                **marks, **options,
            )  # fmt: skip


def read_text(path: Path, wanted: Wanted) -> tuple[Any, tuple[str, ...], Callable[[int], Any]]:
    """The data frame of a text file, remarks about its dialect, and what reads one of its columns again, as text."""
    sample, encoding, remarks = _sample(path, wanted.encoding)
    start = _start(sample, encoding)
    lines = [line for line in sample.splitlines()[start.skip :] if line.strip()]
    _refuse_too_wide(lines[0] if lines else "")
    if len(lines) < 2:
        raise ContentsError("there are no rows" if lines else "the file is empty")
    dialect, numbers = _dialect(path, sample, start, wanted, SAMPLE_ROWS)
    names, has_header, body = _table(path, dialect, wanted)
    if _how_many_numbers(body) < numbers or not _in_groups(path, dialect, body, wanted):
        dialect, _ = _dialect(path, sample, start, wanted, None)  # further down numbers are written otherwise
        names, has_header, body = _table(path, dialect, wanted)
    body, kept = _named(body, names, has_header)

    def as_text(place: int) -> Any:
        column = dialect.read(path, skiprows=int(has_header), usecols=[kept[place]], dtype=str).iloc[:, 0]
        return column.str.strip()

    return body, (*remarks, *_said(dialect, has_header, wanted)), as_text


def _named(body: Any, names: list[str], has_header: bool) -> tuple[Any, list[int]]:
    """The rows under the names of their columns, without what separators at line ends make; which are kept."""
    if len(names) == body.shape[1] - 1:
        names = [*names, ""] if body.iloc[:, -1].isna().all() else ["", *names]  # names of rows, as R writes them
    body.columns = names
    kept = [j for j in range(len(names)) if (has_header and names[j]) or not body.iloc[:, j].isna().all()]
    body = body.iloc[:, kept]
    if list(body.columns).count("") > 1:
        body.columns = [name or str(j) for j, name in enumerate(body.columns)]
    return body, kept


def _table(path: Path, dialect: Dialect, wanted: Wanted) -> tuple[list[str], bool, Any]:
    """The names of the columns, whether the first line held them, and the rows."""
    first = dialect.read(path, nrows=1, dtype=str, keep_default_na=False).iloc[0].tolist()
    names, has_header = _header(path, dialect, first, wanted)
    body = _numbers_at_last(path, dialect, dialect.read(path, skiprows=int(has_header)), has_header)
    return names, has_header, body


def _sample(path: Path, encoding: str | None) -> tuple[str, str, list[str]]:
    """The beginning of a file as text, its encoding, and a remark if that is not UTF-8."""
    with _OPEN.get(path.suffix, open)(path, "rb") as file:
        raw: bytes = file.read(SAMPLE_BYTES)
    refuse_foreign(raw)
    if encoding is not None:
        try:
            return raw.decode(encoding, errors="ignore"), encoding, []
        except LookupError:
            raise ContentsError(f"there is no encoding {encoding!r}") from None
    if (wide := wide_encoding(raw)) is not None:
        unmarked = [] if wide in ("utf-16", "utf-32") else ["read as UTF-16 (--encoding says otherwise)"]
        return raw.decode(wide, errors="ignore"), wide, unmarked
    if _is_utf8(path):
        return raw.decode("utf-8-sig", errors="ignore"), "utf-8-sig", []
    said = "not UTF-8: read as cp1252, the code page of Western Europe (--encoding says otherwise)"
    return raw.decode("cp1252", errors="replace"), "cp1252", [said]


def _is_utf8(path: Path) -> bool:
    """Whether the whole file is: the first other letter may stand far down."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with _OPEN.get(path.suffix, open)(path, "rb") as file:
        try:
            while raw := file.read(SAMPLE_BYTES):
                decoder.decode(raw)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _start(sample: str, encoding: str) -> Dialect:
    """What stands before the table: Excel's line ``sep=;``, or comments."""
    lines = sample.splitlines()
    skip = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
    if lines and (found := re.fullmatch(r'"?sep=(.)"?', lines[skip].strip())):
        return Dialect(found[1], encoding=encoding, skip=skip + 1)
    return Dialect("", encoding=encoding, skip=skip, comment=lines[skip - 1] if skip else "")


def _dialect(path: Path, sample: str, start: Dialect, wanted: Wanted, rows: int | None) -> tuple[Dialect, int]:
    """The dialect under which most columns of the first ``rows`` are numbers, and how many; of equals the plainest."""
    row = next(iter(sample.splitlines()[start.skip :]), "")
    given = (wanted.sep or start.sep).replace(r"\t", "\t") if wanted.sep or start.sep else ""
    separators = (
        [given] if given else [s for s in SEPARATORS if re.search(re.escape(s) if s != r"\s+" else s, row.strip())]
    )
    found, best, complaint = None, -1, None
    for sep in separators:
        for dialect in _numbers(replace(start, sep=sep), wanted):
            try:
                body = _body(path, dialect, rows)
            except Exception as error:  # pandas' errors share no class
                complaint = complaint or error
                break
            count, columns = _how_many_numbers(body), body.shape[1]
            if count > best and columns > 1 and _in_groups(path, dialect, body, wanted):
                found, best = dialect, count
            if count >= columns - 1 and len(separators) == 1:
                break
    if found is not None:
        return found, best
    if complaint is not None:
        raise complaint
    raise ContentsError(
        f"there is only one column, {few([row.strip()[:60]])!r}: a table needs a column of labels and one of numbers; "
        "if it has more, --sep names what separates them"
    )


def _refuse_too_wide(row: str) -> None:
    columns = max(row.count(sep) for sep in SEPARATORS if len(sep) == 1) + 1
    if columns > MOST_COLUMNS or len(row) >= SAMPLE_BYTES:
        raise ContentsError(
            f"the first line has {columns:,} fields at least: data as wide as that belong into an NPZ file"
        )


def _numbers(start: Dialect, wanted: Wanted) -> Iterator[Dialect]:
    """The ways of writing numbers that what the user says leaves open."""
    for option in ("decimal", "thousands"):
        if (mark := getattr(wanted, option)) is not None and len(mark) != 1:
            raise ContentsError(f"--{option} takes one character, not {mark!r}")
    if wanted.decimal is not None and wanted.decimal == wanted.thousands:
        raise ContentsError("--decimal and --thousands are the same")
    marks: list[tuple[str, str | None]] = [*NUMBERS]
    if wanted.decimal is not None:
        marks = [(wanted.decimal, thousands) for thousands in (None, ",", ".", " ", "'") if thousands != wanted.decimal]
    if wanted.thousands is not None:
        marks = [
            (decimal, wanted.thousands) for decimal in dict.fromkeys(d for d, _ in marks) if decimal != wanted.thousands
        ]
    for decimal, thousands in marks:
        yield replace(start, decimal=decimal, thousands=thousands)


def _body(path: Path, dialect: Dialect, rows: int | None) -> Any:
    """The first rows below the first one, which has as many fields, or lacks a name of the rows."""
    head = dialect.read(path, nrows=1, dtype=str).shape[1]
    body = dialect.read(path, skiprows=1, nrows=rows, na_values=MISSING)
    if body.shape[1] not in (head, head + 1):
        raise ContentsError(
            f"lines have different numbers of fields, {head} and {body.shape[1]}: what stands above the names of "
            "columns must go, or start with #"
        )
    return body


def _in_groups(path: Path, dialect: Dialect, body: Any, wanted: Wanted) -> bool:
    """Whether marks of thousands part groups of digits, the last one of three: not so in dates such as 01.02.2020."""
    if dialect.thousands is None or wanted.thousands is not None:
        return True
    mark, decimal = re.escape(dialect.thousands), re.escape(dialect.decimal)
    number = rf"[+-]?\d{{1,3}}({mark}\d{{2,3}})*{mark}\d{{3}}({decimal}\d*)?([eE][+-]?\d+)?"
    text = dialect.read(path, skiprows=1, nrows=len(body), dtype=str)
    for column in body:
        cells = text[column].dropna().str.strip() if _is_number(body[column]) else text[column].iloc[:0]
        marked = cells[cells.str.contains(mark)]
        if not marked.str.fullmatch(number).all():
            return False
    return True


def _how_many_numbers(body: Any) -> int:
    """Of how many columns all values are numbers."""
    return sum(_is_number(body[column]) for column in body)


def _is_number(column: Any) -> bool:
    return bool(column.dtype.kind in "fiub" and column.notna().any())


def _numbers_at_last(path: Path, dialect: Dialect, body: Any, has_header: bool) -> Any:
    """Columns that are numbers but for marks of missing values, or for the size of integers, become numbers."""
    text = [column for column in body if not _is_number(body[column])]
    if text:
        again = dialect.read(path, skiprows=int(has_header), na_values=dict.fromkeys(text, MISSING))
        for column in text:
            cells = again[column].dropna().astype(str)
            if _is_number(again[column]):
                body[column] = again[column]
            elif len(cells) and cells.str.fullmatch("[+-]?[0-9]{1,400}").all():  # beyond 64 bits pandas 2 leaves text
                body[column] = again[column].map(int, na_action="ignore").astype(object)
    return body


def _header(path: Path, dialect: Dialect, first: list[str], wanted: Wanted) -> tuple[list[str], bool]:
    """The names of the columns, and whether the first line holds them; else they are numbered."""
    body = dialect.read(path, skiprows=1, nrows=SAMPLE_ROWS, na_values=MISSING)
    has_header = _looks_like_names(path, dialect, first, body) if wanted.header is None else wanted.header
    if has_header:
        return [name.strip() for name in first], True
    if dialect.comment.startswith("#"):
        import pandas as pd

        line = io.StringIO(dialect.comment.lstrip("# "))
        said = [str(name) for name in pd.read_csv(line, sep=dialect.sep, nrows=0).columns]
        if len(said) == body.shape[1]:
            return said, False
    return [str(number) for number in range(body.shape[1])], False


def _looks_like_names(path: Path, dialect: Dialect, first: list[str], body: Any) -> bool:
    """No, if it holds a number where numbers follow, or a word that follows; but numbers in a row may be names."""
    if len(body) == 0 or len(first) != body.shape[1]:
        return True
    top = dialect.read(path, nrows=1)
    numbers = [float(top.iat[0, j]) for j in range(len(first)) if _is_number(top[j]) and _is_number(body[j])]
    words = [j for j in range(len(first)) if not _is_number(body[j])]
    if len(words) == len(first) and (body == first).all(axis=1).any():
        return True  # files that were put one after the other
    if any(first[j] and (body[j] == first[j]).any() for j in words):
        return False
    if not numbers:
        return True
    steps = np.diff(numbers)
    in_a_row = len(numbers) > 1 and bool((steps == steps[0]).all()) and steps[0] > 0 and numbers[0] == int(numbers[0])
    return in_a_row and (len(numbers) > 2 or (steps[0] == 1 and numbers[0] in (0, 1)))


def _said(dialect: Dialect, has_header: bool, wanted: Wanted) -> list[str]:
    """What was found out and is not plain CSV."""
    found = []
    if dialect.sep not in (",", "\t") and wanted.sep is None:
        found.append(f"columns separated by {SEPARATORS.get(dialect.sep, repr(dialect.sep))} (--sep)")
    if dialect.decimal != "." and wanted.decimal is None:
        found.append(f"decimal marks {dialect.decimal!r} (--decimal)")
    if dialect.thousands is not None and wanted.thousands is None:
        found.append(f"thousands separated by {dialect.thousands!r} (--thousands)")
    remarks = ["read with " + ", ".join(found)] if found else []
    if not has_header and wanted.header is None:
        remarks.append(
            "the first line holds data, so that columns are numbered from 0 (--header, if these are their names)"
        )
    return remarks

"""What reading hands on, and what a user can say about it beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Table:
    """Points and labels as they were read, not yet checked.

    ``names`` of the columns and of the column of labels, if there are any; ``weights`` (n,) the p_i, uniform if
    ``None``; ``index`` (n,) the user's names of the rows; ``remarks``: what was noticed on the way, a sentence each.
    """

    X: Any
    y: Any
    names: tuple[str, ...] | None = None
    label: str | None = None
    weights: Any = None
    index: Any = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How a user wants a table read; what is not said is found out.

    Columns: ``label`` (one, or several that are one-hot), ``features`` (all others by default), ``drop`` (never
    read), ``weights``.  Text files: ``sep``, ``decimal``, ``thousands``, ``encoding``, and whether there is a
    ``header``.  Arrays: ``x`` and ``y`` name them, or ``y`` a file of labels.
    """

    label: str | None = None
    features: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    weights: str | None = None
    sep: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    encoding: str | None = None
    header: bool | None = None
    x: str | None = None
    y: str | None = None

    def refuse(self, kind: str, names: Iterable[str]) -> None:
        """Raise :class:`ContentsError` for options that say nothing about a ``kind`` of file."""
        if given := [name for name in names if getattr(self, name) not in (None, ())]:
            option = "no-header" if given[0] == "header" and not self.header else given[0]
            raise ContentsError(f"--{option} says nothing about {kind}")


class ContentsError(Exception):
    """What is wrong with the contents of a file that could be read."""


@contextmanager
def contents_errors() -> Iterator[None]:
    """What is wrong with contents is the user's to mend: ``ValueError``."""
    try:
        yield
    except ContentsError as complaint:
        raise ValueError(str(complaint)) from None


@contextmanager
def whole(path: Path, form: str = "") -> Iterator[None]:
    """Whatever a reader raises over a file becomes ``ValueError`` with one line; ``form`` is what it was read as."""
    try:
        yield
    except ContentsError as complaint:
        raise ValueError(f"{path}: {complaint}") from None
    except ImportError:
        raise
    except MemoryError:
        raise ValueError(f"{path} does not fit into memory") from None
    except Exception as error:  # the readers share no class of errors; a broken file is the user's to mend
        detail = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ValueError(f"{path} cannot be read{form and f' as {form}'}, is it whole? ({detail})") from None


def kind_of(path: Path, what: str, *kinds: str) -> str:
    """The ending of a file, one of ``kinds``.  Raises ``ValueError`` for another, and where there is no file.

    >>> kind_of(Path("a.txt"), "a graph is a", ".csv", ".npz", ".npy")
    Traceback (most recent call last):
    ValueError: a.txt: a graph is a CSV, NPZ or NPY file
    """
    kind = path.suffix.lower()
    if kind not in kinds:
        *most, last = (each[1:].upper() for each in kinds)
        raise ValueError(f"{path}: {what} {', '.join(most)} or {last} file")
    if not path.is_file():
        raise ValueError(f"{path}: there is no such file")
    return kind


TEXT_OPTIONS = ("sep", "decimal", "thousands", "encoding", "header")
COLUMN_OPTIONS = ("label", "features", "drop", "weights")
ARRAY_OPTIONS = ("x", "y")


def few(items: Iterable[object], shown: int = 12) -> str:
    """A list for a message: the first of many.

    >>> few("abc", 2)
    'a, b and 1 more'
    """
    words = [str(item) for item in items]
    more = len(words) - shown
    return ", ".join(words[:shown]) + (f" and {more} more" if more > 0 else "")


def listed(names: str | None) -> tuple[str, ...]:
    """Names of columns as they are given, with commas between them.

    >>> listed("id, city"), listed(None)
    (('id', 'city'), ())
    """
    return tuple(name.strip() for name in names.split(",")) if names else ()

"""What stands in the way of reading text: other contents than the ending says, other encodings, torn lines.

Each gets one line that says what to do.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager

from proofs_check.audit.reading.table import ContentsError

STARTS = (  # patterns of the first bytes of files whose ending is wrong
    (b"\x1f\x8b", "it is packed by gzip: its name must end in .gz"),
    (b"\xfd7zXZ", "it is packed by xz: its name must end in .xz"),
    (b"BZh[1-9]1AY&SY", "it is packed by bzip2: its name must end in .bz2"),
    (b"\\x28\xb5\x2f\xfd", "it is packed by zstd: unpack it"),
    (
        b"PK\x03\x04",
        "it is a zip archive, as Excel and NumPy write: save a sheet as CSV, call arrays .npz, or unpack",
    ),
    (b"\xd0\xcf\x11\xe0", "it is an old Excel sheet: save it as CSV"),
    (b"PAR1", "it is a Parquet file: its name must end in .parquet"),
    (b"ARROW1|FEA1", "it is a Feather file: its name must end in .feather"),
    (b"\x93NUMPY", "it is an array of NumPy: its name must end in .npy"),
    (b"\x89HDF", "it is an HDF5 file: save the arrays as NPZ"),
    (b"SQLite format 3", "it is a database: export the table as CSV"),
    (b"%PDF|\x89PNG|\xff\xd8\xff|GIF8", "it is a picture or a document, and no table"),
    (b"version https://git-lfs", "it is a pointer of Git LFS: `git lfs pull` fetches the data"),
    (rb"\s*<(?i:!doctype|html|\?xml)", "it is a web page, not the table on it: download the file itself"),
    (rb'\s*(\[\s*)?\{\s*"', "it is JSON: one record a line, in a .jsonl file, is read"),
)
MARKS = (  # of the two that begin alike the longer one first
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def refuse_foreign(raw: bytes) -> None:
    """Raise :class:`ContentsError` for the beginning of a file that is no text table.

    >>> refuse_foreign(b"PAR1...")
    Traceback (most recent call last):
    proofs_check.audit.reading.table.ContentsError: it is a Parquet file: its name must end in .parquet
    """
    for start, said in STARTS:
        if re.match(start, raw):
            raise ContentsError(said)


def wide_encoding(raw: bytes) -> str | None:
    """The encoding of text with several bytes a letter, by its mark or by where its zero bytes stand; or ``None``.

    >>> wide_encoding("x,kind".encode("utf-16-be")), wide_encoding(b"x,kind")
    ('utf-16-be', None)
    """
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return encoding
    for first, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        if raw[first:2000:2].count(0) > len(raw[first:2000:2]) / 2:
            return encoding
    if b"\0" in raw:
        raise ContentsError("it holds zero bytes: it is damaged, or no text; --encoding names the one of other text")
    return None


@contextmanager
def torn_lines(encoding: str) -> Iterator[None]:
    """What pandas says of lines that it cannot read, with what to do about them."""
    from pandas.errors import ParserError

    try:
        yield
    except UnicodeDecodeError as error:
        byte = f"the byte {error.object[error.start]:#04x}"
        raise ContentsError(f"{byte} stands for nothing in {encoding}: --encoding names the right one") from None
    except ParserError as error:
        if found := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", str(error)):
            expected, line, saw = found.groups()
            raise ContentsError(
                f"line {line} has {saw} fields, and lines before it {expected}: put text that holds the separator "
                "between quotation marks, or correct the line"
            ) from None
        if found := re.search(r"inside string starting at row (\d+)", str(error)):
            line = str(int(found[1]) + 1)
            raise ContentsError(f"a quotation mark in line {line} or below is never closed: correct the line") from None
        raise

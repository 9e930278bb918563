"""Reading the files that users have, by their ending.

Whatever is wrong with a file raises ``ValueError`` with one line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from proofs_check.audit.reading.columns import from_frame
from proofs_check.audit.reading.table import ARRAY_OPTIONS, TEXT_OPTIONS, ContentsError, Table, Wanted, whole

PACKED = (".gz", ".bz2", ".xz")  # of text files
ELSEWHERE = {  # endings that are not read, and what to do about them
    ".xlsx": "save the sheet as CSV", ".xls": "save the sheet as CSV", ".ods": "save the sheet as CSV",
    ".pkl": "pickles can run code: save arrays as NPZ, frames as Parquet",
    ".pickle": "pickles can run code: save arrays as NPZ, frames as Parquet",
    ".pt": "save the tensors as NPZ", ".pth": "save the tensors as NPZ", ".h5": "save the arrays as NPZ",
    ".hdf5": "save the arrays as NPZ", ".tfrecord": "save the arrays as NPZ", ".json": "JSON lines (.jsonl) are read",
    ".zip": "unpack it",
}  # fmt: skip


def read(path: Path, wanted: Wanted | str | None = None) -> Table:
    """Points and labels of a file, by its ending.

    A table (``.csv``, ``.txt``, ``.parquet``, ``.feather``, ``.arff``, ``.jsonl``) has its classes in the column
    ``wanted.label``, by default the last or one that is called so; ``.npz`` and ``.mat`` have arrays such as ``X`` and
    ``y``; ``.npy`` and sparse matrices have a column of labels.  Text may be packed (``.gz``, ``.bz2``, ``.xz``).
    """
    wanted = Wanted(label=wanted) if wanted is None or isinstance(wanted, str) else wanted
    suffixes = [suffix.lower() for suffix in path.suffixes]
    kind = suffixes[-1] if suffixes else ""
    if kind in PACKED and len(suffixes) > 1:
        kind = suffixes[-2]
    if not path.exists() and kind in READERS:
        raise ValueError(f"{path}: there is no such file")
    if kind not in READERS:
        cure = f" ({ELSEWHERE[kind]})" if kind in ELSEWHERE else ""
        raise ValueError(f"{path}: the ending must be one of {', '.join(READERS)}{cure}")
    if not path.is_file() or path.resolve().is_relative_to("/proc"):
        raise ValueError(f"{path} is a folder" if path.is_dir() else f"{path} is no file on a disk")
    try:
        with whole(path, kind[1:]):
            return READERS[kind](path, wanted)
    except ImportError as error:
        raise ValueError(f"{path}: reading {kind} needs pyarrow: pip install 'mixup-theory[parquet]'") from error


def _text(path: Path, wanted: Wanted) -> Table:
    from proofs_check.audit.reading.text import read_text

    frame, remarks, as_text = read_text(path, wanted)
    return from_frame(frame, wanted, remarks, as_text)


def _frame(reader: Callable[[Path], Any], kind: str) -> Callable[[Path, Wanted], Table]:
    def read_frame(path: Path, wanted: Wanted) -> Table:
        wanted.refuse(kind, TEXT_OPTIONS)
        return from_frame(reader(path), wanted)

    return read_frame


def _parquet(path: Path) -> Any:
    import pandas as pd

    return pd.read_parquet(path)


def _feather(path: Path) -> Any:
    import pandas as pd

    return pd.read_feather(path)


def _lines(path: Path) -> Any:
    import pandas as pd

    return pd.read_json(path, lines=True)


def _arff(path: Path) -> Any:
    """SciPy reads the header; the rows are CSV, where SciPy stumbles over quoted classes and pandas does not."""
    import pandas as pd
    from scipy.io import arff

    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ContentsError("it is not in UTF-8: save it so") from None
    parts = re.split(r"(?im)^(@data.*)$", text, maxsplit=1)
    if len(parts) < 3:
        raise ContentsError("there is no line @data: it is cut short, or no ARFF file")
    head, mark, rows = parts
    named = re.sub(r"(?im)^(\s*@attribute\s.*\s)string\s*$", r"\1{text}", head)  # a kind that SciPy does not know
    _, meta = arff.loadarff(io.StringIO(f"{named}{mark}\n"))
    if rows.lstrip().startswith("{"):
        raise ContentsError("sparse ARFF is not read: save the data as NPZ or CSV")
    quote = '"' if '"' in head else "'"
    return pd.read_csv(
        io.StringIO(rows), header=None, names=meta.names(), index_col=False, na_values="?", comment="%",
        skipinitialspace=True, quotechar=quote, escapechar="\\",
    )  # fmt: skip


def _arrays(name: str) -> Callable[[Path, Wanted], Table]:
    def read_arrays(path: Path, wanted: Wanted) -> Table:
        from proofs_check.audit.reading import arrays

        reader: Callable[[Path, Wanted], Table] = getattr(arrays, name)
        return reader(path, wanted)

    return read_arrays


READERS: dict[str, Callable[[Path, Wanted], Table]] = {
    ".csv": _text,
    ".tsv": _text,
    ".txt": _text,
    ".dat": _text,
    ".data": _text,
    ".parquet": _frame(_parquet, "a Parquet file"),
    ".feather": _frame(_feather, "a Feather file"),
    ".jsonl": _frame(_lines, "JSON lines"),
    ".arff": _frame(_arff, "an ARFF file"),
    ".npz": _arrays("read_npz"),
    ".npy": _arrays("read_npy"),
    ".mat": _arrays("read_mat"),
    ".svm": _arrays("read_svm"),
    ".libsvm": _arrays("read_svm"),
}

__all__ = ["ARRAY_OPTIONS", "READERS", "Table", "Wanted", "read"]

"""Data files: CSV tables and NPZ arrays that carry their stamp, written whole, and identical for identical data."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from figures.stamp import Stamp
from proofs_check.support.files import write_bytes

if TYPE_CHECKING:
    from figures.base import Data

STAMP = "stamp"  # the array, or the last column of which only the first cell is filled


class UnreadableError(Exception):
    """A data file that is there but is not what was written."""


def write(path: Path, data: Data, stamp: Stamp) -> None:
    """Write a table as CSV, or arrays as NPZ, with the stamp inside."""
    import numpy as np

    if isinstance(data, dict):
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **data, **{STAMP: np.array(str(stamp))})
        write_bytes(path, buffer.getvalue())
    else:
        stamped = data.assign(**{STAMP: [str(stamp), *[""] * (len(data) - 1)]})
        write_bytes(path, stamped.to_csv(index=False, lineterminator="\n").encode())


def read(path: Path) -> tuple[Data, Stamp]:
    """Data and stamp.  Raises ``FileNotFoundError`` or :class:`UnreadableError`."""
    import numpy as np
    import pandas as pd

    try:
        if path.suffix == ".npz":
            with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                data = {name: file[name] for name in file.files}
            return data, Stamp.parse(str(data.pop(STAMP)))
        table = pd.read_csv(path)
        text = str(table.pop(STAMP)[0])
        return table, Stamp.parse(text)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise UnreadableError(f"{path}: {error}") from error

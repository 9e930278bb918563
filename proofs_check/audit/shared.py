"""Data that the workers of a cluster read themselves, from a path that all of them see: nothing has to be sent.

What a worker has read counts only if it is what was read here, to the last bit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofs_check.audit.data import prepare_table
from proofs_check.audit.reading import Wanted, read
from theory.dataset import LabeledDataset


class NotSharedError(Exception):
    """A worker does not see the file, or reads something else there."""


def fingerprint(dataset: LabeledDataset) -> str:
    """A digest of all that an audit works out numbers from: points, codes of classes, weights."""
    digest = hashlib.sha256(dataset.points.tobytes())
    digest.update(dataset.codes.tobytes())
    digest.update(dataset.weights.tobytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Shared:
    """A file, how it is read and prepared, and the ``fingerprint`` of what that gives."""

    path: Path
    wanted: Wanted
    standardize: bool
    drop_missing: bool
    fingerprint: str

    @classmethod
    def of(cls, dataset: LabeledDataset, path: Path, wanted: Wanted, standardize: bool, drop_missing: bool) -> Shared:
        """The file that ``dataset`` was made from, under names that do not depend on the working directory."""
        if wanted.y is not None and Path(wanted.y).is_file():
            wanted = replace(wanted, y=str(Path(wanted.y).resolve()))
        return cls(path.resolve(), wanted, standardize, drop_missing, fingerprint(dataset))

    def dataset(self) -> LabeledDataset:
        """What the file holds; it is read once in each process.  Raises :class:`NotSharedError` for anything else."""
        return _read(self)


@lru_cache(maxsize=1)
def _read(shared: Shared) -> LabeledDataset:
    try:
        table = read(shared.path, shared.wanted)
        found = prepare_table(table, shared.standardize, shared.drop_missing).dataset
    except (OSError, ValueError) as error:
        raise NotSharedError(f"{shared.path}: {error}") from None
    if fingerprint(found) != shared.fingerprint:
        raise NotSharedError(f"{shared.path} holds other data there")
    return found


def on_shared(task: Callable[[LabeledDataset, NDArray[np.intp]], Any], shared: Shared, block: NDArray[np.intp]) -> Any:
    """What ``task`` finds for a block of the data in the file."""
    return task(shared.dataset(), block)

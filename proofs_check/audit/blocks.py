"""Work on many points in blocks: here or on a Dask cluster, remembered so that an interrupted audit resumes.

A block is a list of indices; what is found for a point does not depend on the blocks or on where they ran.  Workers
read the data from a file that they share, if there is one, or are sent them.
"""

from __future__ import annotations

import hashlib
import logging
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from proofs_check.audit.shared import NotSharedError, Shared, on_shared
from proofs_check.support.cache import Hit, Key, Store, key
from proofs_check.support.console import LOGGER as AUDIT_LOGGER
from proofs_check.support.console import progress
from proofs_check.support.sources import dependencies, distributions
from theory.clearances import Clearance, Form, Metric, clearance, majority_clearance, share_clearance
from theory.dataset import LabeledDataset

Indices = NDArray[np.intp]
AuditForm = Form | Literal["majority", "half share"]  # the latter two are Euclidean
Task = Callable[[LabeledDataset, Indices], Any]
# points of a block: each makes the rows of all other points anew, so that few are better, and a run that is resumed has
# to find the same ones, so that they do not depend on what memory is free; the engine divides them further if it must
BLOCK = 16384
LEAST_BLOCK = 64
BLOCKS_PER_WORKER = 4  # on a cluster, so that a lost worker costs little and none is idle for long
ATTEMPTS = 3  # of a cluster, whose workers may all be gone at once
CONNECT_SECONDS = 10
LOGGER = logging.getLogger("distributed")


class Runner(Protocol):
    """Somewhere to run blocks."""

    def size(self, n: int) -> int:
        """How many of n points go into one block."""

    def run(self, task: Task, dataset: LabeledDataset, blocks: Sequence[Indices]) -> Iterator[tuple[int, Any]]:
        """The number of each block with what ``task(dataset, block)`` returns, in any order."""


class Here:
    """This process, whose kernels use all its threads."""

    def size(self, n: int) -> int:
        """Blocks as large as memory allows."""
        return min(n, BLOCK)

    def run(self, task: Task, dataset: LabeledDataset, blocks: Sequence[Indices]) -> Iterator[tuple[int, Any]]:
        """One block after the other."""
        for number, block in enumerate(blocks):
            yield number, task(dataset, block)


class Cluster:
    """The workers of an existing Dask cluster; they need this package installed.

    Raises ``ValueError`` if no scheduler answers at the address, or if it has no workers.
    """

    def __init__(self, address: str) -> None:
        from distributed import Client

        self.shared: tuple[LabeledDataset, Shared] | None = None
        self.level_before = LOGGER.level
        LOGGER.setLevel(logging.CRITICAL)  # a lost worker is our business, not the user's
        try:
            connect: Any = Client
            self.client = connect(address, timeout=CONNECT_SECONDS, set_as_default=False)
            self.client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except (OSError, ValueError, TimeoutError) as error:
            LOGGER.setLevel(self.level_before)
            detail = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise ValueError(f"no Dask cluster with workers at {address!r} ({detail})") from None

    def size(self, n: int) -> int:
        """A few blocks for each thread of the cluster."""
        threads = sum(int(number) for number in self.client.nthreads().values())
        return min(n, BLOCK, max(LEAST_BLOCK, math.ceil(n / (BLOCKS_PER_WORKER * threads))))

    def share(self, dataset: LabeledDataset, shared: Shared) -> None:
        """Let workers read this data set from its file, rather than send it."""
        self.shared = dataset, shared

    def run(self, task: Task, dataset: LabeledDataset, blocks: Sequence[Indices]) -> Iterator[tuple[int, Any]]:
        """All blocks at once.  Those of a lost worker go to others; the data too, if every copy was lost."""
        waiting = dict(enumerate(blocks))
        for attempt in range(ATTEMPTS):
            last = attempt == ATTEMPTS - 1
            for number, result in self._attempt(task, dataset, waiting, last):
                del waiting[number]
                yield number, result
            if not waiting:
                return

    def _attempt(
        self, task: Task, dataset: LabeledDataset, blocks: dict[int, Indices], last: bool
    ) -> Iterator[tuple[int, Any]]:
        import distributed

        completed: Any = distributed.as_completed
        if self.shared and self.shared[0] is dataset:
            call: tuple[Any, ...] = on_shared, task, self.shared[1]
        else:  # a key of its own each time: the same key again, of data that went with a lost worker, may never arrive
            call = task, *self.client.scatter([dataset], hash=False)
        futures = {
            self.client.submit(*call, block, pure=False, retries=ATTEMPTS): number for number, block in blocks.items()
        }
        for future in completed(list(futures), loop=self.client.loop):
            try:
                result = future.result()
            except NotSharedError as error:
                if self.shared:
                    AUDIT_LOGGER.info("a worker cannot read the data itself, so that they are sent (%s)", error)
                self.shared = None
                continue
            except (distributed.CancelledError, distributed.KilledWorker) as error:
                if last:
                    raise RuntimeError(f"the cluster lost block {futures[future]} {ATTEMPTS} times: {error}") from None
                continue
            yield futures[future], result

    def close(self) -> None:
        """Leave the cluster, which goes on."""
        self.client.close()
        LOGGER.setLevel(self.level_before)


@dataclass(frozen=True)
class Work:
    """Where blocks run, and where finished ones are remembered, if anywhere."""

    runner: Runner
    store: Store | None = None

    def clearances(self, dataset: LabeledDataset, form: AuditForm, metric: Metric) -> Clearance:
        """The clearance of all points, in one of the forms of :data:`AuditForm`."""
        return clearances(dataset, form, metric, self)


HERE = Work(Here())


def split(indices: Indices, size: int) -> list[Indices]:
    """Consecutive blocks of at most ``size``."""
    return [indices[start : start + size] for start in range(0, len(indices), size)]


def handed_out(indices: Indices, runner: Runner, most: int) -> list[Indices]:
    """One block where the work stays here, since each makes all lengths anew; at most ``most`` for each worker."""
    return split(indices, max(1, len(indices)) if isinstance(runner, Here) else most)


def clearances(dataset: LabeledDataset, form: AuditForm, metric: Metric, work: Work) -> Clearance:
    """The clearance of all points, block by block; blocks that were finished before are not run again.

    Blocks go by class, as the engine has its points, so that those near each other are together.
    """
    n = dataset.n_points
    order = np.argsort(dataset.codes, kind="stable")
    blocks = split(order, work.runner.size(n))
    keys = _keys(dataset, form, metric, blocks) if work.store and len(blocks) > 1 else []
    found: dict[int, Clearance] = {}
    for number, each in enumerate(keys):
        if work.store and isinstance(hit := work.store.get(each), Hit):
            found[number] = _from_json(hit.value)
    missing = [number for number in range(len(blocks)) if number not in found]
    with progress(len(missing), f"{form} clearance") as advance:
        task = partial(_clearance, form=form, metric=metric)
        for place, result in work.runner.run(task, dataset, [blocks[number] for number in missing]):
            found[missing[place]] = result
            if work.store and keys:
                work.store.put(keys[missing[place]], _as_json(result))
            advance()
    parts, back = [found[number] for number in range(len(blocks))], np.argsort(order)
    together = (np.concatenate([getattr(p, name) for p in parts]) for name in ("distance", "pair", "mixing"))
    return Clearance(*(each[back] for each in together))


def _clearance(dataset: LabeledDataset, block: Indices, form: AuditForm, metric: Metric) -> Clearance:
    if form == "majority":
        return majority_clearance(dataset, block)
    if form == "half share":
        return share_clearance(dataset, 0.5, block)
    return clearance(dataset, form, metric, block)


def _keys(dataset: LabeledDataset, form: AuditForm, metric: Metric, blocks: Sequence[Indices]) -> list[Key]:
    """What the clearances of each block depend on: the data, and whatever computes a clearance."""
    digest = hashlib.sha256(dataset.points.tobytes())
    digest.update(dataset.codes.tobytes())
    parameters = {"data": digest.hexdigest(), "form": form, "metric": metric}
    modules = sorted(dependencies(["theory.clearances"]))
    packages = distributions(modules)
    names = [f"clearance {form} {metric} {block[0]}-{block[-1]}" for block in blocks]
    return [key(name, modules, parameters, packages) for name in names]


def _as_json(found: Clearance) -> dict[str, Any]:
    """Plain data; what no segment threatens has ``null``."""
    distance = [float(d) if math.isfinite(d) else None for d in found.distance]
    mixing = [float(m) if math.isfinite(m) else None for m in found.mixing]
    return {"distance": distance, "pair": found.pair.tolist(), "mixing": mixing}


def _from_json(value: dict[str, Any]) -> Clearance:
    distance = np.array([math.inf if d is None else d for d in value["distance"]])
    mixing = np.array([math.nan if m is None else m for m in value["mixing"]])
    return Clearance(distance, np.array(value["pair"], dtype=np.intp).reshape(-1, 2), mixing)

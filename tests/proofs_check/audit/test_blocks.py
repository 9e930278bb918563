"""Blocks: resumed after an interruption, spread over a cluster that loses workers, the same result whatever happens."""

import hashlib
import logging
import os
import signal
import warnings
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from distributed import CancelledError

from proofs_check.audit import blocks, searching
from proofs_check.audit.blocks import Cluster, Here, Work
from proofs_check.audit.core import audit_prepared
from proofs_check.audit.data import prepare, prepare_table
from proofs_check.audit.findings import Settings
from proofs_check.audit.reading import Wanted, read
from proofs_check.audit.shared import Shared, on_shared
from proofs_check.support import cache
from proofs_check.support.cache import Store
from theory import LabeledDataset, clearance
from theory.clearances import majority_clearance

LONGEST = 180  # seconds of a test, most of which take less than one


def dataset(n=400, seed=0):
    rng = np.random.default_rng(seed)
    return LabeledDataset(rng.normal(size=(n, 5)), rng.integers(0, 3, n))


def same(one, other):
    np.testing.assert_array_equal(one.distance, other.distance)
    np.testing.assert_array_equal(one.pair, other.pair)
    np.testing.assert_array_equal(one.mixing, other.mixing)


@pytest.fixture(autouse=True)
def no_test_waits_for_ever():
    """A cluster that never answers fails its test."""

    def give_up(*_):
        raise TimeoutError(f"no end after {LONGEST} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LONGEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 64)


class Stopping(Here):
    """Stops after some blocks, as Ctrl-C would; counts what it was asked for."""

    def __init__(self, after):
        self.after, self.asked = after, 0

    def run(self, task, data, parts):
        self.asked = len(parts)
        for number, result in super().run(task, data, parts):
            if number == self.after:
                raise KeyboardInterrupt
            yield number, result


def test_an_interrupted_run_resumes_with_the_rest(small_blocks, tmp_path):
    data, store = dataset(), Store(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        Work(Stopping(3), store).clearances(data, "repaired", "euclidean")
    rest = Stopping(None)
    found = Work(rest, store).clearances(data, "repaired", "euclidean")
    assert rest.asked == 7 - 3
    same(found, clearance(data))
    again = Stopping(None)
    same(Work(again, store).clearances(data, "repaired", "euclidean"), found)
    assert again.asked == 0


def test_other_data_and_other_forms_are_not_taken_for_finished(small_blocks, tmp_path):
    store = Store(tmp_path)
    Work(Here(), store).clearances(dataset(), "repaired", "euclidean")
    for data, form in ((dataset(seed=1), "repaired"), (dataset(), "printed")):
        runner = Stopping(None)
        same(Work(runner, store).clearances(data, form, "euclidean"), clearance(data, form))
        assert runner.asked == 7


@pytest.mark.parametrize(
    "module", ["angular", "euclidean", "kernels", "plain", "many", "geometry", "dataset", "numbers"]
)
def test_a_changed_engine_is_not_served_what_an_older_one_found(small_blocks, tmp_path, monkeypatch, module):
    """Whatever a clearance is computed by counts, whichever module it is in."""
    data, store = dataset(), Store(tmp_path)
    Work(Here(), store).clearances(data, "repaired", "angular")
    original = cache._file_digest
    monkeypatch.setattr(
        cache, "_file_digest", lambda file, changed: "changed" if file.stem == module else original(file, changed)
    )
    again = Stopping(None)
    Work(again, store).clearances(data, "repaired", "angular")
    assert again.asked == 7


@pytest.mark.parametrize("package", ["numpy", "numba", "scipy"])
def test_another_version_is_not_served_what_an_older_one_found(small_blocks, tmp_path, monkeypatch, package):
    data, store = dataset(), Store(tmp_path)
    Work(Here(), store).clearances(data, "repaired", "euclidean")
    original = cache._version
    monkeypatch.setattr(cache, "_version", lambda name: "0" if name == package else original(name))
    again = Stopping(None)
    Work(again, store).clearances(data, "repaired", "euclidean")
    assert again.asked == 7


def test_the_data_are_read_once_for_the_keys_of_all_blocks(monkeypatch):
    read = []
    monkeypatch.setattr(
        blocks.hashlib, "sha256", lambda content: read.append(content) or hashlib.new("sha256", content)
    )
    data = dataset()
    keys = blocks._keys(data, "repaired", "euclidean", blocks.split(np.arange(400), 64))
    assert len({each.name for each in keys}) == 7
    assert read.count(data.points.tobytes()) == 1


def test_infinite_clearances_survive_being_stored(small_blocks, tmp_path):
    """In the printed form two classes leave nothing that threatens a class of all other points."""
    points = np.arange(130.0)[:, None]
    data = LabeledDataset(points, [0] * 129 + [1])
    found = Work(Here(), Store(tmp_path)).clearances(data, "printed", "euclidean")
    same(Work(Here(), Store(tmp_path)).clearances(data, "printed", "euclidean"), found)
    same(found, clearance(data, "printed"))


@contextmanager
def two_workers():
    """A scheduler and two workers, each a process of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from distributed import LocalCluster

        with LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
        ) as running:
            yield running


@pytest.fixture(scope="module")
def cluster():
    """Workers for all tests of this module."""
    with two_workers() as running:
        yield running


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_cluster_that_loses_a_worker_half_way_gives_the_same(cluster, monkeypatch):
    data = dataset(900)
    runner = Cluster(cluster.scheduler_address)
    try:
        pids = runner.client.run(os.getpid)
        assert len(set(pids.values()) - {os.getpid()}) == 2
        monkeypatch.setattr(blocks, "LEAST_BLOCK", 32)
        right, after = runner.run, []

        def run(task, dataset, parts):
            assert len(parts) >= 8
            for number, result in right(task, dataset, parts):
                if not after:
                    os.kill(next(iter(pids.values())), signal.SIGKILL)
                after.append(number)
                yield number, result

        with monkeypatch.context() as patch:
            patch.setattr(runner, "run", run)
            found = Work(runner).clearances(data, "repaired", "euclidean")
        assert len(after) >= 8
        same(found, clearance(data))
        prepared = prepare(data.points, data.codes)
        settings = Settings(epsilon=0.5, search=0)
        spread, here = audit_prepared(prepared, settings, Work(runner)), audit_prepared(prepared, settings)
        np.testing.assert_array_equal(spread.judged.own, here.judged.own)
        assert len(spread.judged.query) == 900
    finally:
        runner.close()


@pytest.mark.parametrize("size", [33, 400])
def test_blocks_do_not_show(monkeypatch, size):
    data = dataset()
    monkeypatch.setattr(blocks, "BLOCK", size)
    same(Work(Here()).clearances(data, "repaired", "euclidean"), clearance(data))
    same(Work(Here()).clearances(data, "majority", "euclidean"), majority_clearance(data))


def numbered(points=600):
    """Points and labels, numbers alone, so that a file of any kind gives the same back."""
    data = dataset(points)
    return np.column_stack([data.points, data.codes])


def written(path, table):
    """A file of the points and, in its last column, the labels."""
    if path.suffix == ".npy":
        np.save(path, table)
    else:
        pytest.importorskip("pyarrow")
        import pandas as pd

        pd.DataFrame(table, columns=[*"abcde", "label"]).to_parquet(path)
    return path


def read_by_workers(path, monkeypatch):
    """The prepared data of a file, and how workers are to read it."""
    prepared = prepare_table(read(path, Wanted()))
    monkeypatch.chdir(path.parent)
    return prepared, Shared.of(prepared.dataset, Path(path.name), Wanted(), False, False)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("name", ["table.npy", "table.parquet"])
def test_workers_read_the_file_themselves_and_a_lost_one_does_not_show(cluster, monkeypatch, tmp_path, name):
    """Clearances, verdicts and searches, a worker killed half way, are what this process finds, to the last bit."""
    prepared, shared = read_by_workers(written(tmp_path / name, numbered()), monkeypatch)
    runner = Cluster(cluster.scheduler_address)
    try:
        runner.share(prepared.dataset, shared)
        monkeypatch.setattr(runner.client, "scatter", mock.Mock(side_effect=AssertionError("nothing is to be sent")))
        monkeypatch.setattr(blocks, "LEAST_BLOCK", 32)
        monkeypatch.setattr(searching, "ON_A_WORKER", 2)
        victim, right = next(iter(runner.client.run(os.getpid).values())), runner.run
        seen, tasks = [], []

        def run(task, data, parts):
            tasks.append(task)
            for number, result in right(task, data, parts):
                if not seen:
                    os.kill(victim, signal.SIGKILL)
                seen.append(number)
                yield number, result

        monkeypatch.setattr(runner, "run", run)
        settings = Settings(epsilon=0.5, search=6, sample=200)
        spread, here = audit_prepared(prepared, settings, Work(runner)), audit_prepared(prepared, settings)
        assert len(seen) > 8
        assert {"_epsilons", "_alphas"} <= {task.func.__name__ for task in tasks}
        assert spread.unsafe_epsilon == here.unsafe_epsilon
        assert spread.unsafe_alpha == here.unsafe_alpha
        assert any(np.isfinite(each.high) for each in here.unsafe_epsilon.values())
        assert len(here.unsafe_alpha) == 6
        assert runner.shared is not None
        same(spread.clearance, here.clearance)
        for field in ("query", "own", "other", "rival", "lost_other_pairing"):
            np.testing.assert_array_equal(getattr(spread.judged, field), getattr(here.judged, field))
        np.testing.assert_array_equal(spread.table.lost, here.table.lost)
    finally:
        runner.close()


@pytest.mark.parametrize("wrong", ["gone", "other data", "no table"])
def test_data_that_workers_cannot_read_are_sent(cluster, monkeypatch, tmp_path, wrong):
    path = written(tmp_path / "table.npy", numbered(200))
    prepared, shared = read_by_workers(path, monkeypatch)
    path.unlink()
    if wrong == "other data":
        written(path, numbered(200) * [1, 1, 1, 1, 1 + 2.0**-52, 1])
    elif wrong == "no table":
        path.write_text("nothing")
    runner = Cluster(cluster.scheduler_address)
    try:
        runner.share(prepared.dataset, shared)
        same(Work(runner).clearances(prepared.dataset, "repaired", "euclidean"), clearance(prepared.dataset))
        assert runner.shared is None
    finally:
        runner.close()


def test_a_file_is_read_once_in_a_process_and_labels_beside_it_are_found_from_anywhere(monkeypatch, tmp_path):
    table = numbered(150)
    np.save(tmp_path / "points.npy", table[:, :-1])
    np.save(tmp_path / "labels.npy", table[:, -1])
    monkeypatch.chdir(tmp_path)
    wanted = Wanted(y="labels.npy")
    prepared = prepare_table(read(Path("points.npy"), wanted))
    shared = Shared.of(prepared.dataset, Path("points.npy"), wanted, False, False)
    monkeypatch.chdir("/")
    found = on_shared(lambda data, block: data, shared, np.arange(3))
    np.testing.assert_array_equal(found.points, prepared.dataset.points)
    assert shared.dataset() is found


class LosingClient:
    """A cluster whose workers all vanish with the data, now and then: what was not done is cancelled."""

    loop = None

    def __init__(self, losses):
        self.losses, self.scattered = losses, 0

    def scatter(self, data, hash):
        self.scattered += 1
        return data

    def submit(self, task, data, block, **_):
        future = mock.Mock()
        lost = self.scattered <= self.losses and block[0] > 64
        future.result = mock.Mock(side_effect=CancelledError("gone")) if lost else lambda: task(data, block)
        return future


@pytest.mark.parametrize("losses", [0, 1, 2])
def test_data_that_all_workers_lost_are_sent_again(monkeypatch, losses):
    monkeypatch.setattr("distributed.as_completed", lambda futures, loop: futures)
    runner = Cluster.__new__(Cluster)
    runner.client, runner.shared = LosingClient(losses), None
    data = dataset(200)
    parts = blocks.split(np.arange(200), 40)
    results = dict(runner.run(lambda data, block: block.tolist(), data, parts))
    assert results == {number: part.tolist() for number, part in enumerate(parts)}
    assert runner.client.scattered == losses + 1
    runner.client = LosingClient(3)
    with pytest.raises(RuntimeError, match="lost block"):
        list(runner.run(lambda data, block: None, data, parts))


def test_a_cluster_that_is_left_leaves_the_logger_as_it_was(cluster):
    before = blocks.LOGGER.level
    runner = Cluster(cluster.scheduler_address)
    assert blocks.LOGGER.level == logging.CRITICAL != before
    runner.close()
    assert blocks.LOGGER.level == before


def test_no_cluster_at_the_address(monkeypatch):
    before = blocks.LOGGER.level
    monkeypatch.setattr(blocks, "CONNECT_SECONDS", 0.2)
    with pytest.raises(ValueError, match="no Dask cluster"):
        Cluster("tcp://127.0.0.1:9")
    with pytest.raises(ValueError, match="no Dask cluster"):
        Cluster("nonsense://here")
    assert blocks.LOGGER.level == before

"""Available memory: the machine's, and what the limits of control groups leave of it."""

import pytest

from theory.clearances import room


@pytest.fixture
def system(tmp_path, monkeypatch):
    """Write a file below another root."""
    monkeypatch.setattr(room, "ROOT", tmp_path)

    def write(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    return write


MEMINFO = "MemTotal:       16000000 kB\nMemAvailable:    8000000 kB\n"


def test_without_limits_it_is_what_the_machine_has_free(system):
    system(proc__meminfo=MEMINFO)
    assert room.available_memory() == 8000000 * 1024
    assert room.room() == int(room.SHARE * 8000000 * 1024)


def test_a_system_that_does_not_say_has_4_gib(system):
    assert room.available_memory() == 2**32


def test_a_group_and_its_ancestors_limit_it(system, tmp_path):
    system(proc__meminfo=MEMINFO, proc__self__cgroup="0::/user/job\n")
    job = tmp_path / "sys/fs/cgroup/user/job"
    job.mkdir(parents=True)
    (job / "memory.max").write_text("max\n")
    (job / "memory.current").write_text("1000\n")
    assert room.available_memory() == 8000000 * 1024
    (job.parent / "memory.max").write_text("5000\n")
    (job.parent / "memory.current").write_text("3000\n")
    assert room.available_memory() == 2000
    (job.parent / "memory.stat").write_text("anon 10\ninactive_file 700\n")
    assert room.available_memory() == 2700
    (job / "memory.max").write_text("900\n")
    assert room.available_memory() == 0


def test_the_first_version_of_groups_limits_it_too(system, tmp_path):
    system(proc__meminfo=MEMINFO, proc__self__cgroup="4:cpu,memory:/box\n1:name=systemd:/box\n")
    box = tmp_path / "sys/fs/cgroup/memory/box"
    box.mkdir(parents=True)
    (box / "memory.limit_in_bytes").write_text("9000\n")
    (box / "memory.usage_in_bytes").write_text("4000\n")
    (box / "memory.stat").write_text("inactive_file 1\ntotal_inactive_file 50\n")
    assert room.available_memory() == 5050


def test_on_this_machine_there_is_some():
    assert 2**20 < room.room() < 2**50

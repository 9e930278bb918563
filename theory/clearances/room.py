"""How much memory there is room for: what the machine has free, within the limits of the process's control groups."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

UNKNOWN = 2**32  # bytes to count on where the system does not say
SHARE = 0.6  # of what is available, for the rows of one computation: others need memory too
ROOT = Path("/")  # of the file system, so that tests can have another


def room() -> int:
    """Bytes for the rows of a distance matrix, unless the user says how many."""
    return int(SHARE * available_memory())


def available_memory() -> int:
    """Bytes that this process can still take without swapping, or without being killed by a control group.

    Linux says; elsewhere it is taken to be 4 GiB.
    """
    free = [*_free_of_machine(), *_free_of_groups()]
    return max(0, min(free)) if free else UNKNOWN


def _free_of_machine() -> Iterator[int]:
    for line in _text(ROOT / "proc/meminfo").splitlines():
        if line.startswith("MemAvailable:"):
            yield int(line.split()[1]) * 1024


def _free_of_groups() -> Iterator[int]:
    """What each control group that the process is in leaves, ancestors included: both versions of control groups."""
    for line in _text(ROOT / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            base, names = ROOT / "sys/fs/cgroup", ("memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            base = ROOT / "sys/fs/cgroup/memory"
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
        else:
            continue
        place = base / path.lstrip("/")
        for group in (place, *place.parents):
            yield from _left(group, *names)
            if group == base:
                break


def _left(group: Path, limit: str, usage: str, cache: str) -> Iterator[int]:
    """Limit minus use, where there is a limit; files that the kernel only caches can be dropped."""
    most, used = _text(group / limit).strip(), _text(group / usage).strip()
    if most.isdigit() and used.isdigit():
        statistics = dict(line.split()[:2] for line in _text(group / "memory.stat").splitlines() if line)
        yield int(most) - int(used) + int(statistics.get(cache, 0))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""

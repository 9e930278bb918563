"""The former address of :mod:`theory.midpoints.partial`."""

from theory.midpoints.partial import recover_some

__all__ = ["recover_some"]

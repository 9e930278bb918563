"""The former address of :mod:`theory.linear.minimiser`."""

from theory.linear.minimiser import mixup_minimiser

__all__ = ["mixup_minimiser"]

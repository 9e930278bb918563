"""What all tests share: examples of Hypothesis are the same in every run, and no figure opens a window."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")
# no deadline: machines differ, and the first call of a compiled kernel is slow
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

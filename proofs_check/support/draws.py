"""A few instances from a Hypothesis strategy, the same in every run of the same program."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

DRAWS = 10
TRIALS = 20 * DRAWS  # after so many the strategy is taken to have no more that are wanted


def draw(strategy: Any, wanted: Callable[[Any], bool], count: int = DRAWS) -> list[Any]:
    """The first ``count`` different instances that are ``wanted``; fewer if they are rare.

    >>> from hypothesis import strategies as st
    >>> all(n % 2 for n in draw(st.integers(0, 99), lambda n: n % 2 == 1))
    True
    """
    from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

    found: dict[str, Any] = {}

    @settings(
        max_examples=TRIALS,
        derandomize=False,  # which would be another seed
        database=None,
        deadline=None,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @seed(0)
    @given(strategy)
    def keep(instance: Any) -> None:
        if wanted(instance):
            found.setdefault(str(instance), instance)
        if len(found) >= count:
            raise _EnoughError

    with suppress(_EnoughError):
        keep()
    return list(found.values())


class _EnoughError(Exception):
    """There are as many as were asked for."""

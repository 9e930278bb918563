"""Instances from a Hypothesis strategy, the same in every run with the same seed, whatever else is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest import mock

DRAWS = 10
TRIALS = 20 * DRAWS  # after so many the strategy is taken to have no more that are wanted


def visit(strategy: Any, action: Callable[[Any], None], count: int, seed: int, shrink: bool = False) -> None:
    """Call ``action`` with at most ``count`` instances of a strategy, which depend on these and the seed alone.

    What ``action`` raises ends it; with ``shrink`` it is raised again at a simpler instance, if there is one.
    """
    import hypothesis
    from hypothesis import HealthCheck, Phase, Verbosity, given, settings

    @settings(
        max_examples=count,
        derandomize=False,  # which would be another seed
        database=None,
        deadline=None,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.seed(seed)
    @given(strategy)
    def each(instance: Any) -> None:
        action(instance)

    with _without_constants_of_modules():
        each()


@contextmanager
def _without_constants_of_modules() -> Iterator[None]:
    """Hypothesis also draws constants that the source of loaded modules has: other claims load other modules."""
    from hypothesis.internal.conjecture import providers
    from hypothesis.internal.constants_ast import Constants

    with (
        mock.patch.object(providers, "_get_local_constants", Constants),
        mock.patch.object(providers, "CONSTANTS_CACHE", {}),
    ):
        yield


def draw(strategy: Any, wanted: Callable[[Any], bool], count: int = DRAWS) -> list[Any]:
    """The first ``count`` different instances that are ``wanted``; fewer if they are rare.

    >>> from hypothesis import strategies as st
    >>> all(n % 2 for n in draw(st.integers(0, 99), lambda n: n % 2 == 1))
    True
    """
    found: dict[str, Any] = {}

    def keep(instance: Any) -> None:
        if wanted(instance):
            found.setdefault(str(instance), instance)
        if len(found) >= count:
            raise _EnoughError

    with suppress(_EnoughError):
        visit(strategy, keep, TRIALS, 0)
    return list(found.values())


class _EnoughError(Exception):
    """There are as many as were asked for."""

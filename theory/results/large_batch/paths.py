"""Where LARS and LAMB go: the law of x_t, exactly where all roots are rational and in balls elsewhere.

Both move a layer by eta phi(norm of the layer) against a direction of length 1 or 0: that of the gradient seen (LARS),
or that of r_j = g_j/sqrt(v_j), v_j <- beta_2 v_j + (1 - beta_2) g_j^2 from 0 (LAMB without decay of weights and without
momentum).  Where a vector is 0, its direction is 0: the algorithms leave 0/0 open.  A factor common to all v_j, such as
a correction of their bias, changes no direction.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

import flint

from theory.numbers import Number, Truth, ball, conjunction, exact, is_ball, less_equal, precision, sympify
from theory.results.large_batch.runs import Outcome, Run, fast

BITS = 256  # of balls, wherever a root is irrational
Numbers = tuple[Number, ...]
Measure = Callable[[Run, Numbers], Number]


class Place(NamedTuple):
    """A place that the run may have reached, with the memory v of LAMB, and how probable it is."""

    probability: Number
    x: Numbers
    memory: Numbers


def root(value: Number) -> Number:
    """The square root, rational if it can be."""
    if is_ball(value):
        return value.sqrt()
    whole = flint.fmpq(value.p.isqrt(), value.q.isqrt())
    return whole if whole * whole == value else flint.arb(value).sqrt()


def is_zero(value: Number) -> bool:
    """Whether a number is 0 for certain and no ball."""
    return not is_ball(value) and bool(value == 0)


def norm(vector: Iterable[Number]) -> Number:
    """The Euclidean norm."""
    return root(sum((v * v for v in vector), flint.fmpq(0)))


def sign(value: Number) -> Number:
    """1, 0 or -1; not a number for a ball that meets 0."""
    if is_zero(value):
        return flint.fmpq(0)
    return flint.fmpq(1) if value > 0 else (flint.fmpq(-1) if value < 0 else flint.arb("nan"))


def unit(vector: Sequence[Number]) -> list[Number]:
    """The direction of a vector; that of one number is its sign, and 0 has the direction 0."""
    others = [v for v in vector if not is_zero(v)]
    if len(others) < 2:
        return [sign(v) for v in vector]
    length = norm(vector)
    return [v / length for v in vector]


def gradient(run: Run, x: Sequence[Number]) -> Numbers:
    """A (x - c)."""
    away = [v - fast(c) for v, c in zip(x, run.centre, strict=True)]
    return tuple(sum((fast(a) * v for a, v in zip(row, away, strict=True) if a), flint.fmpq(0)) for row in run.matrix)


def seen(outcome: Outcome, true: Sequence[Number]) -> list[Number]:
    """The gradient that is seen, from the true one."""
    return [fast(outcome.factor) * v + fast(s) for v, s in zip(true, outcome.shift, strict=True)]


def mistake(outcome: Outcome, true: Sequence[Number]) -> list[Number]:
    """The same minus the true one."""
    return [fast(outcome.factor - 1) * v + fast(s) for v, s in zip(true, outcome.shift, strict=True)]


def averages(beta: Fraction, memory: Sequence[Number], g: Sequence[Number]) -> list[Number]:
    """v_j <- beta_2 v_j + (1 - beta_2) g_j^2."""
    return [fast(beta) * v + fast(1 - beta) * w * w for v, w in zip(memory, g, strict=True)]


def directions(run: Run, beta: Fraction | None, place: Place, g: Sequence[Number]) -> tuple[list[Number], Numbers]:
    """The direction of each layer, all in one list, and the new memory: LARS for no ``beta``, else LAMB with beta_2."""
    memory = averages(beta, place.memory, g) if beta is not None else place.memory
    r = g if beta is None else [w if is_zero(w) else w / root(v) for w, v in zip(g, memory, strict=True)]
    found = [direction for own in run.places for direction in unit([r[j] for j in own])]
    kept = [memory[j] if len(own) > 1 else flint.fmpq(0) for own in run.places for j in own]  # of one, a sign is all
    return found, tuple(kept) if beta else place.memory


def scales(run: Run, x: Sequence[Number]) -> list[Number]:
    """phi of the norm of each layer."""
    return [run.scaling(norm(x[j] for j in own)) for own in run.places]


def _moved(run: Run, beta: Fraction | None, place: Place, outcome: Outcome) -> Place:
    found, memory = directions(run, beta, place, seen(outcome, gradient(run, place.x)))
    rate = root(fast(run.squared_rate))
    scale = [s for s, own in zip(scales(run, place.x), run.places, strict=True) for _ in own]
    x = tuple(v - rate * s * d for v, s, d in zip(place.x, scale, found, strict=True))
    return Place(place.probability * fast(outcome.probability), x, memory)


def _gathered(found: Iterable[Place]) -> tuple[Place, ...]:
    """Equal places are one; balls are never equal."""
    known: dict[object, Place] = {}
    for place in found:
        key = object() if any(map(is_ball, (*place.x, *place.memory))) else (place.x, place.memory)
        before = known[key].probability if key in known else flint.fmpq(0)
        known[key] = place._replace(probability=before + place.probability)
    return tuple(known.values())


@functools.lru_cache(maxsize=256)
def law(run: Run, beta: Fraction | None = None) -> tuple[tuple[Place, ...], ...]:
    """The places of x_1, ..., x_T: LARS for no ``beta``, else LAMB with beta_2 = ``beta``."""
    zero = flint.fmpq(0)
    with precision(BITS):
        found: list[tuple[Place, ...]] = [
            (Place(flint.fmpq(1), tuple(map(fast, run.start)), (zero,) * len(run.start)),)
        ]
        for _ in range(run.steps - 1):
            found.append(_gathered(_moved(run, beta, place, o) for place in found[-1] for o in run.outcomes))
    return tuple(found)


def mean(run: Run, measure: Measure, beta: Fraction | None = None) -> Number:
    """The mean over t = 1, ..., T of E measure(grad f(x_t)): a fraction, or a ball."""
    with precision(BITS):
        found = [p.probability * measure(run, gradient(run, p.x)) for at_t in law(run, beta) for p in at_t]
        total = sum(found, flint.fmpq(0)) / run.steps
    return total if is_ball(total) else exact(total)


def everywhere(run: Run, holds: Callable[[Numbers], Truth], beta: Fraction | None = None) -> Truth:
    """Whether ``holds(true gradient)`` at all places that x_1, ..., x_T may have reached."""
    with precision(BITS):
        return conjunction(*(holds(gradient(run, place.x)) for at_t in law(run, beta) for place in at_t))


def at_most(value: Number, bound: Number) -> Truth:
    """Whether ``value``, a fraction or a ball, is at most an exact number."""
    with precision(BITS):
        if is_ball(value):
            return less_equal(value, ball(bound))
        return less_equal(sympify(value), sympify(bound))

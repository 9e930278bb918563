"""Random runs, most of them with noise and coupled layers, and the named ones of several proofs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from theory.results.large_batch.lars_2 import squared_best_rate
from theory.results.large_batch.runs import Outcome, Run, Scaling, places

CONSTANT = Scaling(((Fraction(0), Fraction(1)),))
TO_ONE = Scaling(((Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))))  # phi(z) = min(z, 1)
JUMPING = Scaling(((Fraction(0), Fraction(0)), (Fraction(0), Fraction(1))))
RISING = Scaling(((Fraction(0), Fraction(1)), (Fraction(1), Fraction(1)), (Fraction(2), Fraction(3, 2))))
FALLING = Scaling(((Fraction(0), Fraction(2)), (Fraction(3), Fraction(1))))
Rows = Sequence[Sequence[int | Fraction]]


def run(
    matrix: Rows,
    start: Sequence[int | Fraction | str],
    smoothness: Sequence[int | Fraction],
    steps: int,
    *,
    layers: tuple[int, ...] = (),
    centre: Sequence[int] = (),
    squared_rate: Fraction | None = None,
    scaling: Scaling = CONSTANT,
    alpha: tuple[Fraction, Fraction] | None = None,
    deviation: Sequence[int | Fraction | str] = (),
    noise: tuple[Outcome, ...] = (),
) -> Run:
    """A run with what is usual: layers of one coordinate, the theorem's rate, alpha = (1, 1), no noise."""
    rows = tuple(tuple(Fraction(v) for v in row) for row in matrix)
    sizes = layers or (1,) * len(rows)
    bounds = alpha or (Fraction(1), Fraction(1))
    x, c = tuple(Fraction(v) for v in start), tuple(Fraction(v) for v in centre or [0] * len(rows))
    declared = tuple(Fraction(v) for v in deviation or [0] * len(sizes))
    curvature = tuple(Fraction(v) for v in smoothness)
    one = Run(rows, c, sizes, x, curvature, steps, Fraction(1), scaling, bounds, declared, noise)
    best: Fraction = squared_best_rate(bounds[1], one.gap, one.total_smoothness, steps)
    rate = best if squared_rate is None else squared_rate
    return Run(rows, c, sizes, x, curvature, steps, rate, scaling, bounds, declared, noise)


def outcome(probability: str, factor: int | str, shift: Sequence[int | str] = (0,)) -> Outcome:
    """One from texts."""
    return Outcome(Fraction(probability), Fraction(factor), tuple(map(Fraction, shift)))


COUPLED = run([[1, 1], [1, 1]], ["1/2", "1/2"], [1, 1], 1)  # (x_1 + x_2)^2/2, smooth within layers only
EVEN = run([[1, 0], [0, 1]], [1, -1], [1, 1], 1)  # the bound is attained
SHRINKING = run([[1]], [1], [1], 16, centre=[-1], scaling=TO_ONE)  # x_t = 2^(1 - t): it stops before the minimum
STUCK = run([[1]], [0], [1], 4, centre=[1], scaling=JUMPING)  # a layer of norm 0 where phi(0) = 0
SLOW = run([[1]], [1], [1], 25, squared_rate=Fraction(1, 10**6))
UPHILL = run([[1]], [1], [1], 4, noise=(outcome("1", -1),))  # the gradient that is seen has the wrong sign
UNEQUAL = run(
    [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]], [1, 1, 1, 0], [1, 0], 1, layers=(3, 1), deviation=[0] * 4
)

LAYER_OF_4 = run(
    [[1 if i == j else 0 for j in range(4)] for i in range(4)], [1, -1, 1, 1], [1], 1, layers=(4,), deviation=[0] * 4
)
QUARTERS = (outcome("1/2", 1, ["1/4"]), outcome("1/2", 1, ["-1/4"]))
NOISY = run([[1]], [1], [1], 4, deviation=["1/4"], noise=QUARTERS)
FLAT = run([[1, 0], [0, 0]], [1, 1], [1, 0], 1, deviation=["1/4", 0], noise=(outcome("1", 1, ["1/4", 0]),))


def size_of_layers(one: Run) -> Fraction:
    """d/h."""
    return Fraction(len(one.matrix), len(one.layers))


@st.composite
def matrices(draw: DrawFn, size: int) -> list[list[Fraction]]:
    """B'B for a small whole B, so that layers are coupled as a rule."""
    b = draw(st.lists(st.lists(st.integers(-2, 2), min_size=size, max_size=size), min_size=1, max_size=size))
    return [[Fraction(sum(row[i] * row[j] for row in b)) for j in range(size)] for i in range(size)]


@st.composite
def laws(draw: DrawFn, size: int) -> tuple[Outcome, ...]:
    """No noise, or two shifts with the mean 0, or another mean."""
    if draw(st.booleans()):
        return ()
    shift = draw(st.lists(st.sampled_from([Fraction(v, 4) for v in (-4, -1, 0, 1, 2)]), min_size=size, max_size=size))
    back = draw(st.sampled_from([1, 1, 0]))
    p = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 4)]))
    other = tuple(-back * p / (1 - p) * v for v in shift)
    return (Outcome(p, Fraction(1), tuple(shift)), Outcome(1 - p, Fraction(1), other))


def declared(law: Sequence[Outcome], groups: Sequence[Sequence[int]]) -> list[Fraction]:
    """For each group of coordinates the mean of the sum of |shift_j|, which is at least that of the norm."""
    return [sum((o.probability * abs(o.shift[j]) for o in law for j in group), Fraction(0)) for group in groups]


@st.composite
def runs(draw: DrawFn, by_coordinate: bool = False) -> Run:
    """Up to three coordinates in layers, equal ones for bounds ``by_coordinate``, up to four steps; L by row sums."""
    layers = draw(st.sampled_from([(1,), (2,), (1, 1), (1, 1, 1), *([] if by_coordinate else [(2, 1)])]))
    size = sum(layers)
    rows = draw(matrices(size).filter(lambda found: any(map(any, found))))
    curvature = [max(sum(map(abs, rows[i]), Fraction(0)) for i in own) for own in places(layers)]
    number = st.sampled_from([Fraction(v, 2) for v in (-4, -1, 1, 2, 5)])
    start = draw(st.lists(number, min_size=size, max_size=size).filter(lambda x: any(_times(rows, x))))
    scaling = draw(st.sampled_from([CONSTANT, CONSTANT, RISING, FALLING]))
    law = draw(laws(size))
    bounds = declared(law, [[j] for j in range(size)] if by_coordinate else places(layers))
    return run(
        rows,
        start,
        curvature,
        draw(st.integers(1, 4)),
        layers=layers,
        scaling=scaling,
        alpha=scaling.range(),
        deviation=bounds,
        noise=law,
    )


def _times(rows: Rows, x: Sequence[Fraction]) -> list[Fraction]:
    return [sum((a * v for a, v in zip(row, x, strict=True)), Fraction(0)) for row in rows]


@st.composite
def one_step(draw: DrawFn) -> Run:
    """T = 1, coordinates that are not coupled, and almost equal distances: the bound is nearly attained."""
    size = draw(st.integers(1, 3))
    curvature = draw(st.lists(st.integers(1, 4), min_size=size, max_size=size))
    rows = [[curvature[i] if i == j else 0 for j in range(size)] for i in range(size)]
    start = [draw(st.sampled_from([Fraction(1), Fraction(-1), Fraction(11, 10)])) for _ in range(size)]
    return run(rows, start, curvature, 1)

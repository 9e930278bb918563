"""Random rational instances, and how Coq writes them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from fractions import Fraction

from theory.dataset import LabeledDataset
from theory.geometry import mix
from theory.linear import LinearMixup
from theory.mixing import Discrete
from theory.numbers import exact


def rational(value: object) -> str:
    """A rational number as Coq writes it.

    >>> rational(Fraction(-1, 2))
    '(-1 # 2)'
    """
    number = exact(value)
    if not isinstance(number, Fraction):
        raise TypeError(f"{value} is no rational number")
    return f"({number.numerator} # {number.denominator})"


def integer(value: int) -> str:
    """A whole number as MathComp writes it.

    >>> integer(2), integer(-2)
    ('Posz 2%nat', 'Negz 1%nat')
    """
    return f"Posz {value}%nat" if value >= 0 else f"Negz {-value - 1}%nat"


def listed(values: Iterable[str]) -> str:
    """A list as MathComp writes it.

    >>> listed(["1", "2"]), listed([])
    ('[:: 1; 2]', '[::]')
    """
    items = list(values)
    return f"[:: {'; '.join(items)}]" if items else "[::]"


def truth(value: object) -> str:
    """A truth value as Coq writes it.

    >>> truth(1 < 2)
    'true'
    """
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is no truth")
    return str(value).lower()


def draw(rng: random.Random) -> tuple[LabeledDataset, Discrete, list[Fraction], Fraction]:
    """Data of one to three dimensions, a law of up to five atoms, a place and a radius."""
    points = draw_points(rng, rng.randint(2, 5))
    labels = [1, 2, *(rng.randint(1, 3) for _ in points)][: len(points)]
    labels = [sorted(set(labels)).index(label) + 1 for label in labels]
    place = [Fraction(rng.randint(-8, 8), 2) for _ in points[0]]
    return (
        LabeledDataset(points, labels, draw_weights(rng, points)),
        draw_law(rng),
        place,
        Fraction(rng.randint(1, 10), 4),
    )


def draw_points(rng: random.Random, n: int) -> list[tuple[Fraction, ...]]:
    """Different points of one to three dimensions."""
    d = rng.choice([1, 2, 3])
    grid = {tuple(Fraction(rng.randint(-4, 4), rng.choice([1, 2])) for _ in range(d)) for _ in range(40)}
    return rng.sample(sorted(grid), n)


def draw_weights(rng: random.Random, points: Sequence[object]) -> list[Fraction]:
    """A weight for each point."""
    raw = [rng.randint(1, 5) for _ in points]
    return [Fraction(w, sum(raw)) for w in raw]


def draw_law(rng: random.Random) -> Discrete:
    """A law of up to five atoms."""
    values = sorted({Fraction(rng.randint(0, 12), 12) for _ in range(rng.randint(1, 5))})
    chances = [rng.randint(1, 4) for _ in values]
    return Discrete({v: Fraction(c, sum(chances)) for v, c in zip(values, chances, strict=True)})


def draw_mixed(rng: random.Random) -> tuple[LabeledDataset, Discrete, list[Fraction]]:
    """Data, a law, and a place: a mix of two points, mostly at one of its atoms, or anywhere."""
    data, law, place, _ = draw(rng)
    if rng.random() < 0.8:
        s, t = rng.choices(data.exact_points, k=2)
        place = [Fraction(exact(v)) for v in mix(s, t, rng.choice([*law.atoms, Fraction(1, 2)]))]
    return data, law, place


def draw_model(rng: random.Random) -> tuple[LinearMixup, Discrete]:
    """A linear model of data with labels 1 and -1, and its law."""
    points = draw_points(rng, rng.randint(2, 4))
    labels = [1, -1, *(rng.choice([1, -1]) for _ in points)][: len(points)]
    data, law = LabeledDataset(points, labels, draw_weights(rng, points)), draw_law(rng)
    return LinearMixup(data, law), law


def instance(data: LabeledDataset, law: Discrete, place: Iterable[object], radius: Fraction) -> str:
    """An instance of Exact.v."""
    points = listed(listed(map(rational, row)) for row in data.exact_points)
    classes, weights = listed(f"{c}%nat" for c in data.codes), listed(map(rational, data.exact_weights))
    values, chances = listed(map(rational, law.atoms)), listed(map(rational, law.atoms.values()))
    return (
        f"(Instance {points}\n    {classes} {weights}\n    {values} {chances}\n"
        f"    {listed(map(rational, place))} {rational(radius)})"
    )

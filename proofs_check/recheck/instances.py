"""Instances as a certificate holds them, read with mistrust, and what they have near a place.

Rational arithmetic on plain numbers, from the definitions of the paper; nothing is known of how an instance was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb, factorial, isqrt
from typing import Any

from proofs_check.recheck.outcome import Refused

Point = tuple[Fraction, ...]
NUMBER = re.compile(r"-?[0-9]{1,40}(/[0-9]{1,40})?")
LARGEST_SHAPE = 50  # of a Beta law, so that no instance can keep the checker busy; nor can more of these:
LARGEST_NUMBER = 50  # of points, coordinates and atoms; the counterexamples known have four at most
LAWS = {  # all that a certificate may have as the law of lambda, with what each is given by
    "Beta": ("alpha", "beta"),
    "Discrete": ("masses",),
    "Midpoint": ("masses",),
    "OscillatingDensity": (),
}


@dataclass(frozen=True)
class Law:
    """P_f: Beta with whole shapes, or atoms."""

    shape: tuple[int, int] | None
    atoms: tuple[tuple[Fraction, Fraction], ...] = ()

    def density(self, lam: Fraction) -> Fraction:
        """f(lambda) for Beta."""
        a, b = self._shape()
        constant = Fraction(factorial(a + b - 1), factorial(a - 1) * factorial(b - 1))
        return constant * lam ** (a - 1) * (1 - lam) ** (b - 1)

    def below(self, x: Fraction, power: int) -> Fraction:
        """E[lambda^power; lambda < x] for Beta, power 0 or 1: a binomial sum."""
        a, b = self._shape()
        scale, a = (Fraction(a, a + b), a + 1) if power else (Fraction(1), a)
        x, n = min(max(x, Fraction(0)), Fraction(1)), a + b - 1
        return scale * sum((comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1)), Fraction(0))

    def _shape(self) -> tuple[int, int]:
        if self.shape is None:
            raise Refused("P_f has no density")
        return self.shape

    def is_symmetric(self) -> bool:
        """Whether lambda and 1 - lambda have one law."""
        if self.shape is not None:
            return self.shape[0] == self.shape[1]
        return sorted(self.atoms) == sorted((1 - value, mass) for value, mass in self.atoms)


@dataclass(frozen=True)
class Data:
    """Labelled points with weights, and a law of lambda."""

    points: tuple[Point, ...]
    labels: tuple[str, ...]
    weights: tuple[Fraction, ...]
    law: Law

    @property
    def classes(self) -> list[str]:
        """In order of appearance."""
        return list(dict.fromkeys(self.labels))

    def pairs(self) -> list[tuple[int, int]]:
        """All ordered pairs, self-pairs too."""
        return [(i, j) for i in range(len(self.points)) for j in range(len(self.points))]


def rational(text: Any) -> Fraction:
    """A number of an instance."""
    if not isinstance(text, str) or not NUMBER.fullmatch(text):
        raise Refused(f"{str(text)[:40]!r} is not a rational number")
    return Fraction(text)


def place(numbers: Any) -> Point:
    """A point of an instance."""
    require(isinstance(numbers, list) and len(numbers) <= LARGEST_NUMBER, f"more than {LARGEST_NUMBER} coordinates")
    return tuple(rational(number) for number in numbers)


def data_of(instance: Any, law: bool = True) -> Data:
    """Read an instance, and see that it is one: weights positive with sum 1, no place with two labels."""
    found = instance["dataset"]
    require(len(found["points"]) <= LARGEST_NUMBER, f"more than {LARGEST_NUMBER} points")
    points, labels = tuple(place(p) for p in found["points"]), tuple(found["labels"])
    weights = place(found["weights"])
    if not len(points) == len(labels) == len(weights) > 0 or len({len(p) for p in points}) != 1:
        raise Refused("the instance is no dataset")
    if min(weights) <= 0 or sum(weights) != 1:
        raise Refused("the weights are not those of a probability")
    seen: dict[Point, str] = {}
    if any(seen.setdefault(point, label) != label for point, label in zip(points, labels, strict=True)):
        raise Refused("one place has two labels")
    return Data(points, labels, weights, law_of(instance["mixing"]) if law else Law(None))


def law_of(mixing: Any) -> Law:
    """P_f of an instance."""
    check_law(mixing)
    if mixing["type"] == "Beta":
        a, b = rational(mixing["alpha"]), rational(mixing["beta"])
        if not all(v.denominator == 1 and 1 <= v <= LARGEST_SHAPE for v in (a, b)):
            raise Refused(f"the shapes {a}, {b} are not whole numbers from 1 to {LARGEST_SHAPE}")
        return Law((int(a), int(b)))
    require("masses" in mixing, f"P_f is {mixing['type']}, which this checker knows for its own counterexample only")
    require(len(mixing["masses"]) <= LARGEST_NUMBER, f"more than {LARGEST_NUMBER} atoms")
    atoms = tuple((rational(value), rational(mass)) for value, mass in mixing["masses"])
    if min(m for _, m in atoms) <= 0 or sum(m for _, m in atoms) != 1 or any(not 0 <= v <= 1 for v, _ in atoms):
        raise Refused("the atoms of P_f are not those of a probability on [0, 1]")
    return Law(None, atoms)


def check_law(mixing: Any) -> None:
    """Refuse what is no law of lambda that is known, by its name and by what it is given by."""
    name = str(mixing.get("type") if isinstance(mixing, dict) else mixing)
    require(isinstance(mixing, dict) and name in LAWS, f"no law is known by the name {name[:40]!r}")
    require(set(mixing) == {"type", *LAWS[name]}, f"a {name} is given by {', '.join(LAWS[name]) or 'nothing'}")
    require(name != "Midpoint" or mixing["masses"] == [["1/2", "1"]], "a Midpoint has all its mass at 1/2")


def check_laws(instance: Any) -> None:
    """Refuse an instance with a law of lambda that is not known, wherever in it."""
    todo = [instance]
    while todo:
        part = todo.pop()
        if isinstance(part, dict) and "mixing" in part:
            check_law(part["mixing"])
        todo += part.values() if isinstance(part, dict) else (part if isinstance(part, list) else ())


def require(holds: bool, reason: str) -> None:
    """Refuse for this reason."""
    if not holds:
        raise Refused(reason)


# ------------------------------------------------------------------------------------- geometry
def meeting(x: Point, s: Point, t: Point) -> Fraction | None:
    """The lambda in [0, 1] with x = lambda s + (1 - lambda) t, for s other than t; ``None`` if there is none."""
    axis = next(i for i in range(len(x)) if s[i] != t[i])
    lam = (x[axis] - t[axis]) / (s[axis] - t[axis])
    on_line = all(lam * a + (1 - lam) * b == c for a, b, c in zip(s, t, x, strict=True))
    return lam if on_line and 0 <= lam <= 1 else None


def meetings(data: Data, x: Point) -> Iterator[tuple[int, int, Fraction | None]]:
    """Ordered pairs that meet x, with lambda; ``None`` for a pair that is at x whatever lambda."""
    for i, j in data.pairs():
        if data.points[i] == data.points[j]:
            if data.points[i] == x:
                yield i, j, None
        elif (lam := meeting(x, data.points[i], data.points[j])) is not None:
            yield i, j, lam


def length(s: Point, t: Point) -> Fraction:
    """||s - t||, where it is rational."""
    square = sum(((a - b) ** 2 for a, b in zip(s, t, strict=True)), Fraction(0))
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    require(root**2 == square, "the length of a segment is irrational, which this checker cannot weigh")
    return root


def direction(s: Point, t: Point) -> Point:
    """From s to t, scaled so that equal directions are equal: by the largest coordinate."""
    offset = [b - a for a, b in zip(s, t, strict=True)]
    scale = max(abs(v) for v in offset)
    return tuple(v / scale for v in offset)


def line(s: Point, t: Point) -> Point:
    """The same for a direction up to its sign."""
    return max(direction(s, t), direction(t, s))


def shares(data: Data, segments: list[tuple[int, int, Fraction]]) -> dict[str, Fraction]:
    """Mean label of segments at their lambda, weights p_s p_t f(lambda)/||s - t|| (Remark 2.4)."""
    found = dict.fromkeys(data.classes, Fraction(0))
    for i, j, lam in segments:
        weight = data.weights[i] * data.weights[j] * data.law.density(lam) / length(data.points[i], data.points[j])
        found[data.labels[i]] += weight * lam
        found[data.labels[j]] += weight * (1 - lam)
    total = sum(found.values())
    require(total > 0, "no segment carries weight")
    return {c: share / total for c, share in found.items()}


def limit_inside(data: Data, x: Point) -> dict[str, Fraction]:
    """h at a place that is no data point."""
    require(x not in data.points, "x is a data point")
    return shares(data, [(i, j, lam) for i, j, lam in meetings(data, x) if lam is not None])


def masses(data: Data, x: Point, epsilon: Fraction) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
    """For classes (c, d): mass and first moment of lambda over {|lambda s + (1 - lambda) t - x| < eps}, on a line."""
    require(len(x) == 1 and epsilon > 0, "the checker measures balls on a line only, of positive radius")
    found = {(c, d): (Fraction(0), Fraction(0)) for c, d in product(data.classes, repeat=2)}
    for i, j in data.pairs():
        (s,), (t,), key = data.points[i], data.points[j], (data.labels[i], data.labels[j])
        if s == t:
            lo, hi = (Fraction(0), Fraction(1)) if abs(s - x[0]) < epsilon else (Fraction(0), Fraction(0))
        else:
            lo, hi = sorted(((x[0] - epsilon - t) / (s - t), (x[0] + epsilon - t) / (s - t)))
        weight = data.weights[i] * data.weights[j]
        part = [weight * (data.law.below(hi, power) - data.law.below(lo, power)) for power in (0, 1)]
        found[key] = (found[key][0] + part[0], found[key][1] + part[1])
    return found


def class_masses(data: Data, x: Point, epsilon: Fraction) -> dict[str, Fraction]:
    """N_i of Lemma 2.3: the i-th mixed label, integrated over the ball."""
    table = masses(data, x, epsilon)
    zero = Fraction(0)
    terms = {c: [table[c, d][1] + table[d, c][0] - table[d, c][1] for d in data.classes] for c in data.classes}
    return {c: sum(each, zero) for c, each in terms.items()}

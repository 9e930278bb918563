"""The checker's own reading of the printed statements: what makes an instance a counterexample to each of them.

Rational arithmetic on plain numbers, from the definitions of the paper.  Every function raises :class:`Refused` with
the reason why an instance is no counterexample; it knows nothing of how the instance was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb, factorial, isqrt
from typing import Any

import flint

Point = tuple[Fraction, ...]
NUMBER = re.compile(r"-?\d{1,40}(/\d{1,40})?")
LARGEST_SAMPLE = 10**6
LARGEST_SHAPE = 50  # of a Beta law, so that no instance can keep the checker busy


class Refused(Exception):  # noqa: N818  a verdict, not an accident
    """A certificate does not establish what it should, and why."""


class Unread(Exception):  # noqa: N818
    """An instance may be a counterexample, but not of a kind that this checker can judge."""


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
    return tuple(rational(number) for number in numbers)


def data_of(instance: Any, law: bool = True) -> Data:
    """Read an instance, and see that it is one: weights positive with sum 1, no place with two labels."""
    found = instance["dataset"]
    points, labels = tuple(place(p) for p in found["points"]), tuple(found["labels"])
    weights = place(found["weights"])
    if not len(points) == len(labels) == len(weights) > 0 or len({len(p) for p in points}) != 1:
        raise Refused("the instance is no dataset")
    if min(weights) <= 0 or sum(weights) != 1:
        raise Refused("the weights are not those of a probability")
    seen: dict[Point, str] = {}
    if any(seen.setdefault(point, label) != label for point, label in zip(points, labels, strict=True)):
        raise Refused("one place has two labels")
    return Data(points, labels, weights, _law(instance["mixing"]) if law else Law(None))


def _law(mixing: Any) -> Law:
    if mixing["type"] == "Beta":
        a, b = rational(mixing["alpha"]), rational(mixing["beta"])
        if not all(v.denominator == 1 and 1 <= v <= LARGEST_SHAPE for v in (a, b)):
            raise Refused(f"the shapes {a}, {b} are not whole numbers from 1 to {LARGEST_SHAPE}")
        return Law((int(a), int(b)))
    if "masses" not in mixing:
        raise Refused(f"no law is known by the name {mixing['type']!r}")
    atoms = tuple((rational(value), rational(mass)) for value, mass in mixing["masses"])
    if min(m for _, m in atoms) <= 0 or sum(m for _, m in atoms) != 1 or any(not 0 <= v <= 1 for v, _ in atoms):
        raise Refused("the atoms of P_f are not those of a probability on [0, 1]")
    return Law(None, atoms)


def _require(holds: bool, reason: str) -> None:
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
    _require(root**2 == square, "the length of a segment is irrational, which this checker cannot weigh")
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
    _require(total > 0, "no segment carries weight")
    return {c: share / total for c, share in found.items()}


def limit_inside(data: Data, x: Point) -> dict[str, Fraction]:
    """h at a place that is no data point."""
    _require(x not in data.points, "x is a data point")
    return shares(data, [(i, j, lam) for i, j, lam in meetings(data, x) if lam is not None])


def masses(data: Data, x: Point, epsilon: Fraction) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
    """For classes (c, d): mass and first moment of lambda over {|lambda s + (1 - lambda) t - x| < eps}, on a line."""
    _require(len(x) == 1 and epsilon > 0, "the checker measures balls on a line only, of positive radius")
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


# ------------------------------------------------------------------------------------- the printed statements
def definition_2_1(instance: Any) -> None:
    """Over the whole cube [0, 1]^k the risk falls in every theta_i with N_i > 0: with two of them all are 1."""
    found = class_masses(data_of(instance), place(instance["x"]), rational(instance["epsilon"]))
    _require(sum(mass > 0 for mass in found.values()) >= 2, "fewer than two classes have mass in the ball")


def lemma_2_3_symmetry(instance: Any) -> None:
    """The doubled upper triangle gives another N than the double sum."""
    data, x, epsilon = data_of(instance), place(instance["x"]), rational(instance["epsilon"])
    table, order = masses(data, x, epsilon), sorted(data.classes)
    double = class_masses(data, x, epsilon)
    triangle = {}
    for i, c in enumerate(order):
        above = sum((table[c, d][1] for d in order[i + 1 :]), Fraction(0))
        below = sum((table[d, c][0] - table[d, c][1] for d in order[:i]), Fraction(0))
        triangle[c] = table[c, c][0] + 2 * (above + below)
    _require(double != triangle, "the doubled triangle is the double sum here")


def lemma_2_3_continuity(instance: Any) -> None:
    """A data point on the sphere about x enters the ball, with the mass of its self-pair, as soon as z moves to it."""
    data, x, epsilon = data_of(instance), place(instance["x"]), rational(instance["epsilon"])
    here = class_masses(data, x, epsilon)
    total = sum(here.values())
    _require(total > 0, "h_eps is not defined at x")
    for (a,), label in dict(zip(data.points, data.labels, strict=True)).items():
        own = sum(w for (p,), w in zip(data.points, data.weights, strict=True) if p == a) ** 2
        if abs(a - x[0]) == epsilon and any(
            here[c] * (total + own) != (here[c] + own * (c == label)) * total for c in data.classes
        ):
            return  # every other interval of lambda moves continuously, and P_f has no atom
    raise Refused("no data point on the sphere about x makes h_eps jump")


def remark_2_4(instance: Any) -> None:
    """For the oscillating density h_eps(0) has two limit values along eps = (3/100) 16^-m, m even and m odd.

    The density is 1 about 1/2, where the pair (0, 1), (0, -1) meets 0 in |lambda - 1/2| < eps/2, and 1/2 or 3/2 in
    turn on the shells |t| in (16^-(m+1), 16^-m]/100 about 1/3 and 2/3, where (2, 0), (-1, 0) does in |t| < eps/3.
    """
    data = data_of(instance, law=False)
    expected: dict[Any, int] = {(0, 1): 0, (0, -1): 0, (2, 0): 1, (-1, 0): 1}
    same = set(data.points) == set(expected)
    groups = {(expected.get(p), label) for p, label in zip(data.points, data.labels, strict=True)}
    _require(same and len(groups) == 2 and len(data.points) == 4, "not the four points of the counterexample")
    _require(set(data.weights) == {Fraction(1, 4)} and not any(place(instance["x"])), "not uniform weights at x = 0")
    _require(instance["mixing"] == {"type": "OscillatingDensity"}, "not the oscillating density")
    values = []
    for first, second in ((Fraction(1, 2), Fraction(3, 2)), (Fraction(3, 2), Fraction(1, 2))):
        mean = Fraction(15, 16) * (first + second / 16) / (1 - Fraction(1, 256))  # shells of ratio 16, in turn
        radius = Fraction(3, 100)
        first_class, second_class = 2 * radius, 2 * (2 * radius / 3) * mean  # both orders; the interval's length
        values.append(first_class / (first_class + second_class))
    _require(values[0] != values[1], "the two values agree")


def theorem_2_10(instance: Any) -> None:
    """The printed 2.9 holds at every data point, and along some ray into one of them h does not tend to its class."""
    data = data_of(instance)
    _require(data.law.shape is not None, "P_f has no density that is positive on (0, 1)")
    for x, label in zip(data.points, data.labels, strict=True):
        _printed_2_9(data, x, label)
    for x, label in zip(data.points, data.labels, strict=True):
        for target in data.points:
            if target != x and _share_along(data, x, direction(x, target), label) < 1:
                return
    raise Refused("h tends to the class of every data point along every ray")


def _share_along(data: Data, x: Point, ray: Point, label: str) -> Fraction:
    """Limit of h^label(z), z to x along a ray: the segments through x that run on beyond it in this direction."""
    beyond = []
    for i, j, lam in meetings(data, x):
        s, t = data.points[i], data.points[j]
        if lam is not None and any(end != x and direction(x, end) == ray for end in (s, t)):
            beyond.append((i, j, lam))
    weigh = [data.law.density(lam) for _, _, lam in beyond]
    if not any(weigh):  # f vanishes at the ends and only segments that end at x are left: all of its class
        return Fraction(1)
    return shares(data, beyond)[label]


def _printed_2_9(data: Data, x: Point, label: str) -> None:
    for i, j, _ in meetings(data, x):
        _require(
            label in (data.labels[i], data.labels[j]), f"2.9 fails: the pair ({i}, {j}) meets {tuple(map(str, x))}"
        )


def _mixed_point(instance: Any) -> tuple[Data, Point, str]:
    """Data, x and class i of Theorem 3.2, with its printed assumptions 2.9 and 3.1."""
    data, x, label = data_of(instance), place(instance["x"]), instance["label"]
    _require(data.law.shape is not None and label in data.classes, "no density, or no such class")
    _printed_2_9(data, x, label)
    delta = rational(instance["delta"])
    across = [
        _squared(data.points[i], data.points[j]) for i, j in data.pairs() if data.labels[i] == label != data.labels[j]
    ]
    _require(bool(across) and delta > 0 and 4 * delta**2 < min(across), "delta is not below half the distance")
    for i, j, lam in meetings(data, x):
        crossing = data.labels[i] == label != data.labels[j]
        _require(not (crossing and lam is not None and lam <= 1 - delta), f"3.1 fails: the pair ({i}, {j}) meets x")
    return data, x, label


def theorem_3_2_delta(instance: Any) -> None:
    """x is mixed, and another class has at least as much of h(x)."""
    data, x, label = _mixed_point(instance)
    found = limit_inside(data, x)
    _require(any(found[c] >= found[label] for c in data.classes if c != label), "h gives x the class")


def theorem_3_2_off_support(instance: Any) -> None:
    """Nothing is ever mixed near x, so that h(x) may be anything."""
    data, x, _ = _mixed_point(instance)
    _require(not list(meetings(data, x)), "x is a mixed point")


def theorem_3_2_continuity(instance: Any) -> None:
    """x is a mixed point inside segments of two lines whose mean labels differ: h tends to each along its line."""
    data, x, label = _mixed_point(instance)
    _require(x not in data.points, "x is a data point")
    lines: dict[Point, list[tuple[int, int, Fraction]]] = {}
    for i, j, lam in meetings(data, x):
        if lam is not None:
            lines.setdefault(line(data.points[i], data.points[j]), []).append((i, j, lam))
    means = {shares(data, segments)[label] for segments in lines.values()}
    _require(len(means) > 1, "all lines through x have one mean label")


def margin_half_distance(instance: Any) -> None:
    """h gives x the class, but x is farther from the class than half its least distance from another."""
    data, x, label = data_of(instance), place(instance["x"]), instance["label"]
    _require(data.law.shape is not None and label in data.classes, "no density, or no such class")
    found = limit_inside(data, x)
    _require(all(found[c] < found[label] for c in data.classes if c != label), "h does not give x the class")
    own = [p for p, c in zip(data.points, data.labels, strict=True) if c == label]
    others = [p for p, c in zip(data.points, data.labels, strict=True) if c != label]
    nearest = min(_squared(p, x) for p in own)
    _require(4 * nearest > min(_squared(p, q) for p in own for q in others), "x is within half the distance")


def _squared(p: Point, q: Point) -> Fraction:
    return sum(((a - b) ** 2 for a, b in zip(p, q, strict=True)), Fraction(0))


def theorem_3_5(instance: Any) -> None:
    """Unequal class masses: no multiple k y of the max-margin outputs is stationary for the Mixup loss.

    Stationarity at outputs k on X_1 and -k on X_{-1} reads W_1 a + W_2 b = 0 = W_2 a + W_1 b, a the mean slope of a
    pair inside a class.  There the output is k and the target 1 whatever lambda, so a = -1/(1 + e^k) is not 0 at any
    k, and W_1 = W_2 follows.  The max-margin solution is sum_s b_s y_s x_s, b >= 0 by the Karush-Kuhn-Tucker
    conditions, with all margins equal; the minimiser exists since P_f charges more than {0, 1/2, 1}.
    """
    data = data_of(instance)
    _require(data.law.is_symmetric(), "P_f is not symmetric")
    _require(_least_multiplier(data) >= 0, "max-margin does not interpolate")
    _require(2 * _first_mass(data) != 1, "the classes have equal mass")


def theorem_3_5_without_interpolation(instance: Any) -> None:
    """Linearly independent data of equal masses whose max-margin solution does not interpolate.

    Outputs may then be chosen freely, the loss is strictly convex in them and, for equal masses, the same after both
    classes change places; its minimiser has outputs c y.  Max-margin outputs are k y only if it interpolates.
    """
    data = data_of(instance)
    if len(data.points) > len(data.points[0]):
        raise Unread("the data are linearly dependent")
    _require(2 * _first_mass(data) == 1, "the classes have different masses")
    _require(_least_multiplier(data) < 0, "max-margin interpolates")


def corollary_3_8(instance: Any) -> None:
    """Unequal classes: by the converse of Theorem 3.5 the directions agree on a null set only, not at 1 - 2/n > 0."""
    n, d, positives = (rational(instance[name]) for name in ("n", "d", "positives"))
    law = _law(instance["mixing"])
    _require(law.is_symmetric(), "P_f is not symmetric")
    _require(all(v.denominator == 1 for v in (n, d, positives)) and 3 <= n <= LARGEST_SAMPLE, "no such sample")
    bound = 10 * flint.arb(int(n)) * flint.arb(int(n)).log() + int(n) - 1
    _require(bool(flint.arb(int(d)) > bound), "the dimension is not above the bound")
    _require(0 < positives < n and 2 * positives != n, "one class is empty, or the classes are equal")


def _least_multiplier(data: Data) -> Fraction:
    """Least y_s b_s, where sum_s b_s x_s has the outputs y: the max-margin solution interpolates iff it is >= 0."""
    signs = [{"1": 1, "-1": -1}.get(label, 0) for label in data.labels]
    _require(set(signs) == {1, -1}, "the labels are not 1 and -1")
    off_centre = data.law.shape is not None or any(v not in (0, Fraction(1, 2), 1) for v, _ in data.law.atoms)
    _require(off_centre, "P_f lives on {0, 1/2, 1}, where no minimiser exists")
    gram = [[sum((a * b for a, b in zip(p, q, strict=True)), Fraction(0)) for q in data.points] for p in data.points]
    multipliers = solve(gram, [Fraction(sign) for sign in signs])
    return min(b * s for b, s in zip(multipliers, signs, strict=True))


def _first_mass(data: Data) -> Fraction:
    return sum((w for w, label in zip(data.weights, data.labels, strict=True) if label == "1"), Fraction(0))


def solve(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Gauss and Jordan; a singular matrix is refused."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(len(rows)):
        pivot = next((r for r in range(column, len(rows)) if rows[r][column]), None)
        if pivot is None:
            raise Refused("the data are linearly dependent")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [v / rows[column][column] for v in rows[column]]
        for r in range(len(rows)):
            if r != column and rows[r][column]:
                rows[r] = [v - rows[r][column] * u for v, u in zip(rows[r], rows[column], strict=True)]
    return [row[-1] for row in rows]


REFUTATIONS: dict[str, Callable[[Any], None]] = {
    "definition-2.1-printed": definition_2_1,
    "lemma-2.3-symmetry-printed": lemma_2_3_symmetry,
    "lemma-2.3-continuity-printed": lemma_2_3_continuity,
    "remark-2.4-printed": remark_2_4,
    "theorem-2.10-printed": theorem_2_10,
    "theorem-3.2-delta-printed": theorem_3_2_delta,
    "theorem-3.2-off-support-printed": theorem_3_2_off_support,
    "theorem-3.2-continuity-printed": theorem_3_2_continuity,
    "margin-half-distance-printed": margin_half_distance,
    "theorem-3.5-printed": theorem_3_5,
    "theorem-3.5-without-interpolation": theorem_3_5_without_interpolation,
    "corollary-3.8-printed": corollary_3_8,
}

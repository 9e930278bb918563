"""Linear models theta . x + c with a free intercept c: max-margin, and whether Mixup has its direction, for certain.

The max-margin separator makes |w| least subject to y_i (w . x_i + b) >= 1; Mixup is that of the points (x, 1), and
among its minimisers the one with the shortest theta is compared with w.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

import flint
import numpy as np

from theory.claim import Finding
from theory.dataset import LabeledDataset
from theory.geometry import dot, subtract
from theory.linear.agreement import LinearMixup
from theory.linear.enclosure import BITS, krawczyk, pair_curvatures, pair_slope
from theory.linear.margin import max_margin, rational_matrix, signs
from theory.linear.minimiser import has_minimiser, mixup_minimiser
from theory.numbers import ball, precision

Level = tuple[Fraction, int]  # w . x of a point, and its label


@dataclass(frozen=True, eq=False)
class WithIntercept:
    """The linear model of rational data with an intercept.

    >>> from theory import Beta
    >>> data = LabeledDataset([[1, 1], [3, 0], [3, 1]], [1, -1, -1])
    >>> model = WithIntercept(LinearMixup(data, Beta(1)))
    >>> [str(v) for v in model.max_margin], model.max_margin_interpolates()
    (['-1', '0', '2'], True)
    """

    instance: LinearMixup

    @cached_property
    def augmented(self) -> LinearMixup:
        """The points (x, 1)."""
        data = self.instance.dataset
        points = LabeledDataset([[*row, 1] for row in data.exact_points], data.labels, data.exact_weights)
        return LinearMixup(points, self.instance.mixing)

    @cached_property
    def max_margin(self) -> tuple[Fraction, ...] | None:
        """(w, b); ``None`` where no hyperplane separates two classes.

        w is the shortest vector with w . (x_s - x_t)/2 >= 1 for all s in X_1 and t in X_{-1}: b then fits in between.
        """
        data, y = self.instance.dataset, signs(self.instance.dataset)
        sides = [[row for row, sign in zip(data.exact_points, y, strict=True) if sign == c] for c in (1, -1)]
        halves = [[v / 2 for v in subtract(a, b)] for a, b in product(*sides)]
        if not halves:
            return None
        try:
            w = max_margin(LabeledDataset(halves, [1] * len(halves))).theta
        except ValueError:
            return None
        least, largest = min(dot(w, row) for row in sides[0]), max(dot(w, row) for row in sides[1])
        return (*w, -(least + largest) / 2)

    def levels(self) -> list[Level]:
        """w . x_i and y_i for every point; the max-margin solution must exist."""
        assert self.max_margin is not None
        *w, _ = self.max_margin
        values = (dot(w, row) for row in self.instance.dataset.exact_points)
        return list(zip(values, signs(self.instance.dataset), strict=True))

    def max_margin_interpolates(self) -> bool:
        """Whether y_i (w . x_i + b) = 1 for all i."""
        return self.max_margin is not None and all(y * (v + self.max_margin[-1]) == 1 for v, y in self.levels())

    def agreement(self, sign: int = 1) -> Finding:
        """Whether the shortest theta among the Mixup minimisers is a multiple of w, positive or, ``sign`` -1, negative.

        It is a positive one iff the outputs are a w . x + c for some a > 0 and c. Certain truth: a box of (a, c) holds
        a zero of the gradient, all of whose terms are multiples of two vectors. Certain falsehood: the enclosed outputs
        are no such.
        """
        if not has_minimiser(self.augmented.dataset, self.instance.mixing):
            return Finding(False, "there is no minimiser: the loss falls for ever along a ray")
        if self.max_margin is None:
            return Finding(None, "no hyperplane separates the classes")
        try:
            found = self._stationary()
            if found is not None:
                holds = True if sign * found[0] > 0 else (False if sign * found[0] < 0 else None)
                return Finding(holds, f"theta = a w with a = {found[0].str(10)}")
            return self._compare_outputs(sign)
        except (ValueError, ArithmeticError) as error:
            return Finding(None, str(error))

    def _stationary(self) -> tuple[flint.arb, flint.arb] | None:
        """Balls of (a, c) at which the gradient vanishes; ``None`` if its terms are of a rank above 2."""
        terms = self._terms()
        reduced, rank = rational_matrix(list(terms.values())).transpose().rref()
        if rank != 2:
            return None
        factors = flint.fmpq_mat(2, len(terms), [reduced[i, k] for i in range(2) for k in range(len(terms))])
        levels = np.array([[float(v), 1.0] for v, _ in self.levels()])
        outputs = mixup_minimiser(self.augmented.dataset, self.instance.mixing).outputs
        start = np.linalg.lstsq(levels, outputs, rcond=None)[0]
        with precision(BITS):
            weights = flint.arb_mat(factors)
            box = krawczyk(
                lambda at: weights * flint.arb_mat([[self._slope(key, at)] for key in terms]),
                lambda at: weights * flint.arb_mat([self._slope_derivatives(key, at) for key in terms]),
                flint.arb_mat([[flint.arb(float(v))] for v in start]),
            )
        return box[0, 0], box[1, 0]

    def _terms(self) -> dict[tuple[Level, Level], list[Fraction]]:
        """The gradient in (theta, c): a sum of ``pair_slope`` at two levels times these vectors."""
        data, levels = self.augmented.dataset, self.levels()
        terms: dict[tuple[Level, Level], list[Fraction]] = {}
        for (s, own), (t, other) in product(enumerate(levels), repeat=2):
            weight = data.exact_weights[s] * data.exact_weights[t]
            vector = terms.setdefault((own, other), [Fraction(0)] * data.dimension)
            for i, x in enumerate(data.exact_points[s]):
                vector[i] += weight * x
        return terms

    def _slope(self, key: tuple[Level, Level], at: flint.arb_mat) -> flint.arb:
        (v, y), (w, z) = key
        return pair_slope(self.instance.mixing, (_output(v, at), y), (_output(w, at), z))

    def _slope_derivatives(self, key: tuple[Level, Level], at: flint.arb_mat) -> list[flint.arb]:
        (v, _), (w, _) = key
        own, cross, _ = pair_curvatures(self.instance.mixing, _output(v, at), _output(w, at))
        return [own * ball(v) + cross * ball(w), own + cross]

    def _compare_outputs(self, sign: int) -> Finding:
        """False if the outputs of two points differ where w . x does not, or not in proportion, or the wrong way."""
        u, levels = self.augmented.enclosure, self.levels()
        shown = "outputs " + ", ".join(b.str(10) for b in u) + " against " + ", ".join(str(v) for v, _ in levels)
        low, high = (pick(range(len(u)), key=lambda i: levels[i][0]) for pick in (min, max))
        with precision(BITS):
            rise, run = u[high] - u[low], ball(levels[high][0] - levels[low][0])
            crosses = [(u[i] - u[low]) * run - rise * ball(v - levels[low][0]) for i, (v, _) in enumerate(levels)]
        apart = bool(sign * rise < 0) or any(bool(value > 0) or bool(value < 0) for value in crosses)
        return Finding(False if apart else None, shown)


def _output(level: Fraction, at: flint.arb_mat) -> flint.arb:
    """a w . x + c."""
    return at[0, 0] * ball(level) + at[1, 0]

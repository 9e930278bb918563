"""Whether the limit h, as a function on X_mix, is continuous at a point x: h beside x against h at x.

Near x, X_mix consists of finitely many rays from x, along the segments that contain x.  On a ray h is the mean label
of Remark 2.4 at every z = x + r u, r > 0 small, and its limit as r falls to 0 is decided by the leading powers of r.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sympy as sp

from theory.claim import Finding
from theory.dataset import LabeledDataset
from theory.geometry import Point, dot, same_location, square_root, subtract
from theory.incidence import Incidence, directions, incidences, same_direction
from theory.mixing import Mixing
from theory.numbers import Number, certain, conjunction, equal, exact, is_undefined, less, sympify
from theory.optimal.exact import OFF_X_MIX, credit, mixup_optimal_limit

Beside = tuple[int, int, Number, Number]


def pairs_beside(
    dataset: LabeledDataset, x: Point, direction: Point, met: Sequence[Incidence] | None = None
) -> Iterator[Beside]:
    """The ordered pairs (i, j) that meet z = x + r u for all small r > 0, u the unit vector of ``direction``.

    Yields (i, j, lambda, slope): z = (lambda + slope r) x_i + (1 - lambda - slope r) x_j.  ``met`` are the incidences
    of x, if they are known.

    >>> line = LabeledDataset.alternating_line()
    >>> [found for found in pairs_beside(line, line.exact_points[1], [1]) if found[0] < found[1]]
    [(0, 2, Fraction(1, 2), Fraction(-1, 2)), (1, 2, Fraction(1, 1), Fraction(-1, 1))]
    """
    points = dataset.exact_points
    for i, j, lam in incidences(dataset, x) if met is None else met:
        if same_location(points[i], points[j]):
            continue
        along = subtract(points[i], points[j])
        forwards = same_direction(along, direction)
        if not forwards and not same_direction(subtract(points[j], points[i]), direction):
            continue
        if not certain(equal(lam, 1 if forwards else 0)):  # else the segment ends at x and lies behind
            slope = 1 / square_root(dot(along, along))
            yield i, j, lam, slope if forwards else -slope


def masses_beside(
    dataset: LabeledDataset, mixing: Mixing, x: Point, direction: Point, met: Sequence[Incidence] | None = None
) -> list[sp.Expr]:
    """Label masses (k,) of z = x + r u to the leading order in r: their shares are the limit of h(z).

    A pair weighs p_s p_t f(lambda)/||s - t||, and gives lambda of it to its first class.
    """
    found: list[tuple[sp.Expr, Incidence, sp.Expr]] = []
    weights = dataset.exact_weights
    for i, j, lam, slope in pairs_beside(dataset, x, direction, met):
        exponent, coefficient = mixing.leading_term(lam, slope)
        weight = sympify(weights[i] * weights[j]) * coefficient * abs(sympify(slope))  # |slope| is 1/||s - t||
        found.append((exponent, (i, j, lam), weight))
    least = found[0][0]
    for exponent, _, _ in found:
        least = exponent if certain(less(exponent, least)) else least
    masses = [sp.Integer(0)] * dataset.n_classes
    for exponent, pair, weight in found:
        if certain(equal(exponent, least)):
            credit(masses, dataset, pair, weight)
    return masses


def shares(masses: list[sp.Expr]) -> list[Number]:
    """Masses divided by their sum, which must be positive."""
    total = sum(masses)
    return [exact(share if share.is_Rational else sp.simplify(share)) for share in (mass / total for mass in masses)]


def continuity(dataset: LabeledDataset, mixing: Mixing, x: Point, self_pairs: bool = True) -> Finding:
    """Whether h restricted to X_mix is continuous at x, and if not a direction from which it tends elsewhere.

    Self-pairs matter for h at x only: beside x there are no data.  ``None`` where the ends of P_f are not known.

    >>> from theory.mixing import Beta
    >>> line = LabeledDataset([[0], [1], [2]], [1, 1, 2])
    >>> print(continuity(line, Beta(1), line.exact_points[1]).witness)
    h = (1, 0), but it tends to (5/6, 1/6) from the direction (-1)
    """
    h = list(mixup_optimal_limit(dataset, mixing, [x], self_pairs)[0])
    if any(map(is_undefined, h)):
        return Finding(False, OFF_X_MIX)
    shown = f"h = ({', '.join(map(str, h))})"
    if mixing.atoms:
        return Finding(True, f"{shown}; X_mix is finite, so that every function on it is continuous")
    met = list(incidences(dataset, x))
    for direction in directions(dataset, x, met):
        try:
            masses = masses_beside(dataset, mixing, x, direction, met)
        except ValueError as error:
            return Finding(None, str(error))
        total = sum(masses)
        same = conjunction(*(equal(mass, sympify(value) * total) for mass, value in zip(masses, h, strict=True)))
        if not certain(same):
            tends, place = (", ".join(map(str, values)) for values in (shares(masses), direction))
            return Finding(False, f"{shown}, but it tends to ({tends}) from the direction ({place})")
    return Finding(True, f"{shown}, and it tends to the same along every segment")

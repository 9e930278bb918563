"""xi, h_eps and its pointwise limit h: the Mixup-optimal classification of Lemma 2.3 on finite data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from theory.dataset import LabeledDataset
from theory.geometry import Point, dot, same_location, segment_ball_interval, square_root, subtract
from theory.incidence import Incidence, incidences
from theory.mixing import Mixing
from theory.numbers import Late, Number, ball, equal, exact, is_ball, is_exact, is_positive, less, sympify

if TYPE_CHECKING:
    import sympy as sp
else:
    sp = Late("sympy")

OFF_X_MIX = "x is not in X_mix: h is not determined there"


def local_masses(
    dataset: LabeledDataset,
    mixing: Mixing,
    x: Point,
    epsilon: Number,
    self_pairs: bool = True,
    pairing: Mapping[tuple[int, int], Number] | None = None,
) -> list[Number]:
    """N_i of Lemma 2.3 for each class, in the number system of ``x`` and ``epsilon``.

    N_i = sum_j (xi^{ij}_lambda + xi^{ji} - xi^{ji}_lambda): every ordered pair (s, t) that reaches the open
    ball gives E[lambda] to the class of s and E[1 - lambda] to the class of t, times p_s p_t; or times the probability
    that ``pairing`` gives to (s, t), if the two points of a mix are not drawn independently.
    """
    points: Any = dataset.exact_points if is_exact(epsilon) or is_ball(epsilon) else dataset.points.tolist()
    weights: Any = dataset.exact_weights if is_exact(epsilon) or is_ball(epsilon) else dataset.weights.tolist()
    masses: list[Number] = [ball(0) if is_ball(epsilon) else Fraction(0)] * dataset.n_classes
    for s, t in product(range(dataset.n_points), repeat=2):
        if (s == t and not self_pairs) or (pairing is not None and (s, t) not in pairing):
            continue
        interval = segment_ball_interval(points[s], points[t], x, epsilon)
        if interval is None:
            continue
        weight = weights[s] * weights[t] if pairing is None else pairing[s, t]
        mass, moment = mixing.mass(*interval), mixing.moment(*interval)
        if is_ball(epsilon):
            weight, mass, moment = ball(weight), ball(mass), ball(moment)
        masses[dataset.codes[s]] += weight * moment
        masses[dataset.codes[t]] += weight * (mass - moment)
    return masses


def mixup_optimal_exact(
    dataset: LabeledDataset, mixing: Mixing, x: Point, epsilon: Number, self_pairs: bool = True
) -> list[Number] | None:
    """h_eps(x) = N / sum N for each class, in the number system of ``x``; ``None`` where the mixed mass is 0."""
    masses = local_masses(dataset, mixing, x, epsilon, self_pairs)
    total = sum(masses[1:], masses[0])
    return None if total == 0 else [m / total for m in masses]


def mixup_optimal_limit(
    dataset: LabeledDataset, mixing: Mixing, x: Any, self_pairs: bool = True
) -> NDArray[np.object_] | NDArray[np.float64]:
    """The limit h of h_eps as eps falls to 0.

    If pairs carry mass *at* x (self-pairs of a data point, atoms of P_f), they alone count.  Otherwise
    h is the mean of lambda e_{c(s)} + (1 - lambda) e_{c(t)} over the ordered pairs with x in their open
    segment, weights p_s p_t f(lambda)/||s - t||.  Without self-pairs the segments that end at a data point
    count as well, by the order of f at the ends (Proposition 2.8 without self-pairs).

    Parameters
    ----------
    dataset : LabeledDataset
        n points in d dimensions, of k classes.
    mixing : Mixing
        The distribution P_f of lambda.
    x : array_like, shape (q, d)
        Where h is asked for, exact numbers or floats.
    self_pairs : bool
        Whether a point is mixed with itself too.

    Returns
    -------
    ndarray, shape (q, k)
        Exact (an object array of ``Fraction`` and SymPy numbers) when data and ``x`` are exact, else float64;
        incidence is decided exactly in both cases.  Rows are NaN off X_mix, where nothing is mixed.

    Raises
    ------
    ValueError
        When ``x`` has the wrong dimension.
    ArithmeticError
        Where all segments that meet ``x`` do so at a lambda of the support at which f vanishes: the limit then depends
        on how f vanishes there.

    References
    ----------
    Chidambaram et al. 2022, submission version, Remark 2.4 (repaired) and Proposition 2.8.

    Examples
    --------
    >>> from theory.mixing import Beta
    >>> line = LabeledDataset.alternating_line()
    >>> mixup_optimal_limit(line, Beta(1), [[1], ["1/2"]])[1]
    array([Fraction(2, 3), Fraction(1, 3)], dtype=object)
    """
    if np.ndim(x) == 0:
        raise ValueError(f"x must have shape (q, {dataset.dimension}), a row for each place, not {x!r}")
    rows = [list(np.atleast_1d(np.asarray(row, dtype=object))) for row in x]
    if odd := [row for row in rows if len(row) != dataset.dimension]:
        raise ValueError(f"x must have shape (q, {dataset.dimension}): one row has {len(odd[0])} coordinates")
    keep_exact = dataset.is_exact and all(is_exact(v) or isinstance(v, str) for row in rows for v in row)
    limits = [_limit(dataset, mixing, [exact(v) for v in row], self_pairs) for row in rows]
    if keep_exact:
        return np.array(limits, dtype=object).reshape(len(rows), dataset.n_classes)
    return np.array([[float(v) for v in limit] for limit in limits]).reshape(len(rows), dataset.n_classes)


def segment_weight(dataset: LabeledDataset, mixing: Mixing, pair: Incidence) -> sp.Expr:
    """p_s p_t f(lambda)/||s - t||: what an ordered pair (s, t, lambda) that meets x weighs in the limit h.

    >>> from theory.mixing import Beta
    >>> segment_weight(LabeledDataset.alternating_line(), Beta(1), (0, 2, Fraction(1, 2)))
    1/18
    """
    i, j, lam = pair
    weight = sympify(dataset.exact_weights[i] * dataset.exact_weights[j])
    return weight * mixing.density(sympify(lam)) / segment_length(dataset, i, j)


def segment_length(dataset: LabeledDataset, i: int, j: int) -> sp.Expr:
    """||s - t|| of two data points, exactly."""
    offset = subtract(dataset.exact_points[i], dataset.exact_points[j])
    return sympify(square_root(dot(offset, offset)))


def credit(masses: list[sp.Expr], dataset: LabeledDataset, pair: Incidence, weight: sp.Expr) -> None:
    """Add the weight of a pair (s, t, lambda) to the classes' masses: lambda of it to that of s, the rest to t's."""
    i, j, lam = pair
    masses[dataset.codes[i]] += weight * sympify(lam)
    masses[dataset.codes[j]] += weight * (1 - sympify(lam))


def _limit(dataset: LabeledDataset, mixing: Mixing, x: Point, self_pairs: bool) -> list[Number]:
    """The masses of the leading order in eps, normalised."""
    points, weights = dataset.exact_points, dataset.exact_weights
    at_x, passing, ending = ([sp.Integer(0) for _ in dataset.classes] for _ in range(3))
    open_pairs: list[Incidence] = []
    for pair in incidences(dataset, x):
        i, j, lam = pair
        both = sympify(weights[i] * weights[j])
        if same_location(points[i], points[j]):
            if i != j or self_pairs:
                credit(at_x, dataset, pair, both)
        elif not mixing.atoms:
            open_pairs.append(pair)
        elif atom := next((m for v, m in mixing.atoms.items() if equal(v, lam)), None):
            credit(at_x, dataset, pair, both * sympify(atom))
    for pair in open_pairs if not any(at_x) else ():
        i, j, lam = pair
        if less(0, lam) and less(lam, 1):
            credit(passing, dataset, pair, 2 * segment_weight(dataset, mixing, pair))
        else:
            credit(ending, dataset, pair, sympify(weights[i] * weights[j]) / segment_length(dataset, i, j))
    masses = at_x if any(at_x) else _leading(mixing, passing, ending)
    total = _simplest(sum(masses))
    if not is_positive(total):
        if any(mixing.charges(lam) for _, _, lam in open_pairs):
            raise ArithmeticError(
                "f vanishes at each lambda at which segments meet x: h_eps has a limit that f does not tell"
            )
        return [math.nan] * dataset.n_classes
    return [exact(_simplest(m / total)) for m in masses]


def _simplest(value: sp.Expr) -> sp.Expr:
    return value if value.is_Rational else sp.simplify(value)


def _leading(mixing: Mixing, passing: list[sp.Expr], ending: list[sp.Expr]) -> list[sp.Expr]:
    """Segments through x have mass of order eps; those that end at x weigh more, as much or less by f's ends."""
    if not any(ending) or not any(passing):
        return [p + e for p, e in zip(passing, ending, strict=True)]
    end = mixing.end_density()
    if end == sp.oo:
        return ending
    return [p + end / 2 * e for p, e in zip(passing, ending, strict=True)]

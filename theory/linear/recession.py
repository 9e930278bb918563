"""How the Mixup logistic loss of a linear model grows far out, and the directions in which it does not.

Far along a ray with outputs v the loss grows by the mean of (|z| - label z)/2, z being the mixed v: its recession
function, nowhere negative.  A direction along which it vanishes is *flat*: the loss falls for ever along it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from theory.dataset import LabeledDataset
from theory.linear.feasible import real, solution
from theory.linear.margin import is_rational, outputs, signs
from theory.mixing import Mixing
from theory.numbers import Exact, Number

# one lambda in both orders stands for a density, and for an irrational one: |z| = label z there only if at all others
INNER = Fraction(1, 3)


def pair_growth(z: Number, label: Number) -> Number:
    """(|z| - label z)/2: how fast the loss of one mixed pair grows in the end, per unit of its output z.

    >>> pair_growth(Fraction(2), Fraction(1)), pair_growth(Fraction(-2), Fraction(1, 2))
    (Fraction(0, 1), Fraction(3, 2))
    """
    return (abs(z) - label * z) / 2


def is_flat(dataset: LabeledDataset, mixing: Mixing, theta: Sequence[Exact]) -> bool:
    """Whether no mixed pair grows along ``theta`` and some output moves; exact for rational data."""
    v, y = outputs(theta, dataset), signs(dataset)
    pairs = product(range(len(v)), repeat=2)
    mixed = ((lam, 1 - lam, s, t) for s, t in pairs for lam in _representatives(mixing))
    grows = (pair_growth(lam * v[s] + mu * v[t], lam * y[s] + mu * y[t]) for lam, mu, s, t in mixed)
    return any(v) and not any(grows)


def flat_direction(dataset: LabeledDataset, mixing: Mixing) -> tuple[Fraction, ...] | None:
    """A direction of R^d along which the loss falls for ever, ``None`` if there is none; decided by linear arithmetic.

    Self-pairs ask that y_s v_s >= 0, so that v = 0 exactly if the sum of these is.  Raises ``ValueError`` for points
    that are not rational and ``ArithmeticError`` when the solver gives up.

    >>> from theory import Beta, Midpoint
    >>> data = LabeledDataset([[1, 0], [0, 1]], [1, -1])
    >>> flat_direction(data, Beta(1)), flat_direction(data, Midpoint())
    (None, (Fraction(1, 2), Fraction(-1, 2)))
    """
    import z3

    if not is_rational(dataset):
        raise ValueError("flat directions are decided for rational points only: give them as integers or Fractions")
    theta, y = z3.Reals([f"theta_{i}" for i in range(dataset.dimension)]), signs(dataset)
    v = [sum(real(x) * part for x, part in zip(row, theta, strict=True)) for row in dataset.exact_points]
    conditions = [sum(sign * value for sign, value in zip(y, v, strict=True)) == 1]
    for s, t in product(range(len(v)), repeat=2):
        for lam in _representatives(mixing):
            z, label = real(lam) * v[s] + real(1 - lam) * v[t], lam * y[s] + (1 - lam) * y[t]
            conditions.append(real(label) * z >= 0 if abs(label) == 1 else z == 0)
    return solution(theta, conditions)


def _representatives(mixing: Mixing) -> list[Fraction]:
    return [atom if isinstance(atom, Fraction) else INNER for atom in mixing.atoms] or [INNER]

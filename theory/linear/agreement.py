"""Whether the Mixup minimiser in span X points where the max-margin solution does, decided for certain.

On the ray of the max-margin solution the gradient of the Mixup loss is a sum of scalar functions times exact vectors.
Where these are parallel, one sign change decides; else the minimiser is enclosed and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import flint
import sympy as sp

from theory.claim import Finding
from theory.dataset import LabeledDataset
from theory.geometry import dot
from theory.linear.enclosure import BITS, enclose_minimiser, exact_output_gradient, pair_slope
from theory.linear.margin import MaxMargin, is_rational, max_margin, outputs, signs
from theory.mixing import Discrete, Mixing
from theory.numbers import Exact, Number, Truth, ball, conjunction, equal, precision, sympify

LARGEST_SCALE = 2**12  # margins beyond it or its inverse are not sought: then nothing is decided
LARGEST_DENOMINATOR = 64  # of margins recognised as multiples of log 2


@dataclass(frozen=True, eq=False)
class LinearMixup:
    """Rational data with labels 1 and -1, and a mixing distribution: a linear model trained by Mixup.

    Raises ``ValueError`` for other labels and for points that are not rational.

    >>> from theory import Beta
    >>> print(LinearMixup(LabeledDataset([[1, 0], [0, 1]], [1, -1]), Beta(1)))
    X_-1 = {(0, 1)}, X_1 = {(1, 0)}, λ ~ Beta(1, 1)
    """

    dataset: LabeledDataset
    mixing: Mixing

    def __post_init__(self) -> None:
        signs(self.dataset)
        if not is_rational(self.dataset):
            raise ValueError(
                "the statements on linear models are decided for rational points only: integers or Fractions"
            )

    @cached_property
    def max_margin(self) -> MaxMargin | None:
        """The max-margin solution, ``None`` for classes that no hyperplane through the origin separates."""
        try:
            return max_margin(self.dataset)
        except ValueError:
            return None

    @property
    def masses(self) -> tuple[Exact, Exact]:
        """The masses of X_1 and X_{-1}."""
        of = dict(zip(self.dataset.classes, self.dataset.exact_class_masses, strict=True))
        return of.get(1, Fraction(0)), of.get(-1, Fraction(0))

    @cached_property
    def enclosure(self) -> tuple[flint.arb, ...]:
        """The outputs of the Mixup minimiser in balls; exceptions as in ``enclose_minimiser``."""
        return enclose_minimiser(self.dataset, self.mixing)

    def __str__(self) -> str:
        return f"{self.dataset}, λ ~ {self.mixing}"


def agreement(instance: LinearMixup) -> Finding:
    """Whether the Mixup minimiser in span X, which must exist, is a positive multiple of the max-margin solution."""
    return multiple_of(instance, instance.max_margin.theta if instance.max_margin else None)


def multiple_of(instance: LinearMixup, theta: Sequence[Number] | None) -> Finding:
    """Whether the Mixup minimiser in span X, which must exist, is a positive multiple of ``theta`` in span X.

    Without a ``theta`` (for want of a max-margin solution) that is in doubt.  Certain truth: the gradient along that
    ray is a scalar function times one exact vector and changes sign, or it vanishes exactly where the margins are
    recognised as multiples of log 2.  Certain falsehood: the enclosures of two outputs have not the ratio of those of
    ``theta``.
    """
    if theta is None:
        return Finding(None, "the classes cannot be separated: there is no max-margin solution")
    v = outputs(theta, instance.dataset)
    try:
        scale = _root_on_ray(instance, v)
        if scale is not None:
            return Finding(True, f"the gradient vanishes at a multiple between {scale[0]} and {scale[1]}")
        u = instance.enclosure
    except (ValueError, ArithmeticError) as error:
        return Finding(None, str(error))
    shown = "outputs " + ", ".join(b.str(10) for b in u) + " against " + ", ".join(map(str, v))
    with precision(BITS):
        turned = (u[0] * ball(w) - b * ball(v[0]) for b, w in zip(u, v, strict=True))
        if u[0] * ball(v[0]) < 0 or not all(_may_vanish(value) for value in turned):
            return Finding(False, shown)
    exact = recognised(instance)
    if exact is None:
        return Finding(None, shown)
    same = (
        equal(exact[0] / sp.log(2) * sympify(w), e / sp.log(2) * sympify(v[0])) for e, w in zip(exact, v, strict=True)
    )
    return Finding(conjunction(*same), shown)


def _may_vanish(value: flint.arb) -> bool:
    return not (value > 0 or value < 0)


def ray_terms(dataset: LabeledDataset, v: Sequence[Number]) -> dict[tuple[Number, int, Number], list[Number]]:
    """The gradient in theta at outputs k v: a sum of ``pair_slope`` times exact vectors, like terms collected.

    The key (a, y, b) stands for ``pair_slope`` at the outputs (k a, label 1) and (k y b, label y): a and b are the
    margins of s and t, and y the product of their labels; reversing both labels and outputs reverses the slope.
    """
    y, p, terms = signs(dataset), dataset.exact_weights, dict[tuple[Number, int, Number], list[Number]]()
    for s, row in enumerate(dataset.exact_points):
        for t in range(dataset.n_points):
            vector = terms.setdefault((y[s] * v[s], y[s] * y[t], y[t] * v[t]), [Fraction(0)] * len(row))
            for i, x in enumerate(row):
                vector[i] += p[s] * p[t] * y[s] * x
    return terms


def slope_on_ray(instance: LinearMixup, v: Sequence[Number]) -> Callable[[Exact], Truth] | None:
    """The sign of the gradient at the outputs k v as a multiple of one vector: k -> positive (``True``) or negative.

    ``None`` if its terms are not all parallel, ``None`` as a truth where balls cannot tell.  A change of sign between
    two k > 0 proves that the minimiser has the outputs k v for some k between them.
    """
    factors = _parallel(ray_terms(instance.dataset, v))
    if factors is None:
        return None

    def slope(scale: Exact) -> Truth:
        with precision(BITS):
            total = flint.arb(0)
            for (a, y, b), factor in factors.items():
                own, other = (ball(scale * a), 1), (ball(scale * b) * y, y)
                total += ball(factor) * pair_slope(instance.mixing, own, other)
            return True if total > 0 else (False if total < 0 else None)

    return slope


def _root_on_ray(instance: LinearMixup, v: Sequence[Number]) -> tuple[Fraction, Fraction] | None:
    """0 < lo < hi between which the gradient on the ray k v vanishes; ``None`` if its terms are not all parallel."""
    slope = slope_on_ray(instance, v)
    lo = hi = Fraction(1)
    while slope is not None and hi <= LARGEST_SCALE:
        signs_there = slope(lo), slope(hi)
        if None not in signs_there and signs_there[0] != signs_there[1]:
            return lo, hi
        lo, hi = lo / 2, hi * 2
    return None


def _parallel(
    terms: dict[tuple[Number, int, Number], list[Number]],
) -> dict[tuple[Number, int, Number], Number] | None:
    """The factors of the vectors as multiples of one of them; ``None`` if they are not all parallel."""
    base = next((q for q in terms.values() if any(not equal(x, 0) for x in q)), None)
    if base is None:
        return None
    length = dot(base, base)
    factors = {key: dot(q, base) / length for key, q in terms.items()}
    same = (equal(factors[key] * b, x) for key, q in terms.items() for b, x in zip(base, q, strict=True))
    return factors if all(truth is True for truth in same) else None


def recognised(instance: LinearMixup) -> list[sp.Expr] | None:
    """The exact outputs of the minimiser, if they are rational multiples of log 2 and ``P_f`` is discrete.

    They are read off the enclosure, and accepted only if the exact gradient in span X vanishes there.
    """
    if not isinstance(instance.mixing, Discrete):
        return None
    with precision(BITS):
        guesses = [Fraction(float(u / flint.arb.const_log2())) for u in instance.enclosure]
    exact = [sympify(guess.limit_denominator(LARGEST_DENOMINATOR)) * sp.log(2) for guess in guesses]
    slopes = exact_output_gradient(instance.dataset, instance.mixing, exact)
    columns = zip(*instance.dataset.exact_points, strict=True)
    zero = (equal(sum(sympify(x) * g for x, g in zip(c, slopes, strict=True)), sp.Integer(0)) for c in columns)
    return exact if all(truth is True for truth in zero) else None

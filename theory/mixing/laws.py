"""Mixing distributions P_f on [0, 1]: how much mass, and how much of lambda, an interval holds.

``mass(lo, hi)`` is P(lo < lambda < hi) and ``moment(lo, hi)`` is E[lambda; lo < lambda < hi], for the OPEN
interval, unclipped.  Both follow the number system of their arguments: float64 (vectorised, taken in the
nearer tail), exact (rational for integer alpha and beta), or balls.  A user's own density has its chapter in
:mod:`theory.mixing.density`.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import flint
import numpy as np
import sympy as sp
from scipy.special import betainc, betaincc, betaln

from theory.numbers import (
    Array,
    Exact,
    Number,
    Truth,
    ball,
    certain,
    equal,
    exact,
    is_ball,
    is_exact,
    less,
    less_equal,
    sympify,
)

MASS_SUM_TOLERANCE = 1e-9  # float masses are usually frequencies: rounding stays far below this


class Mixing(ABC):
    """A probability on [0, 1].  ``atoms`` maps the values that carry mass to their masses, exactly."""

    @property
    def atoms(self) -> dict[Exact, Exact]:
        """Values of lambda with positive mass."""
        return {}

    @property
    @abstractmethod
    def is_symmetric(self) -> bool:
        """Whether lambda and 1 - lambda have one law."""

    @property
    def is_standard(self) -> Truth:
        """Whether P_f has a density that is continuous and positive on (0, 1); ``None`` if that is not known."""
        return False

    @property
    def has_full_support(self) -> Truth:
        """Whether every interval of (0, 1) has positive mass; ``None`` if that is not known."""
        return self.is_standard

    def mirrored(self) -> Mixing:
        """The law of 1 - lambda.  Raises ``ValueError`` where it is not known."""
        if self.is_symmetric:
            return self
        raise ValueError(f"the mirror image of {self} is not known")

    def density(self, lam: Number) -> Number:
        """f(lambda), in the number system of ``lam``.  Raises ``ValueError`` where there is no density."""
        raise ValueError(f"{self} has no density")

    def end_density(self) -> sp.Expr:
        """Limit of f(lambda) + f(1 - lambda) as lambda falls to 0.  Raises ``ValueError`` where it is not known."""
        raise ValueError(f"the behaviour of {self} at the ends of [0, 1] is not known")

    @property
    def support(self) -> tuple[tuple[Exact, Exact], ...]:
        """The support as closed intervals, an atom as one of length 0.  Raises ``ValueError`` where it is not known."""
        if self.atoms:
            return tuple((value, value) for value in self.atoms)
        if self.has_full_support:
            return ((Fraction(0), Fraction(1)),)
        raise ValueError(f"the support of {self} is not known")

    def charges(self, lam: Number) -> bool:
        """Whether every neighbourhood of ``lam`` in [0, 1] has positive mass."""
        return any(certain(less_equal(lo, lam)) and certain(less_equal(lam, hi)) for lo, hi in self.support)

    def mass(self, lo: Number, hi: Number) -> Number:
        """P(lo < lambda < hi)."""
        return self._integral(lo, hi, 0)

    def moment(self, lo: Number, hi: Number) -> Number:
        """E[lambda; lo < lambda < hi]."""
        return self._integral(lo, hi, 1)

    def _integral(self, lo: Number, hi: Number, power: int) -> Number:
        """E[lambda^power; lo < lambda < hi] in the number system of the ends; infinite ends fit every system."""
        if is_ball(lo) or is_ball(hi):
            return self._balls(_ball_end(lo), _ball_end(hi), power)
        if _is_exact_end(lo) and _is_exact_end(hi):
            a, b = _exact_end(lo), _exact_end(hi)
            return self._exact(a, b, power) if less(a, b) else Fraction(0)
        low, high = np.broadcast_arrays(np.asarray(lo, dtype=np.float64), np.asarray(hi, dtype=np.float64))
        result = np.where(high > low, self._floats(low, np.maximum(low, high), power), 0.0)
        return result if result.ndim else float(result)

    @abstractmethod
    def _floats(self, lo: Array, hi: Array, power: int) -> Array: ...

    @abstractmethod
    def _exact(self, lo: Exact, hi: Exact, power: int) -> Exact: ...

    @abstractmethod
    def _balls(self, lo: flint.arb, hi: flint.arb, power: int) -> flint.arb: ...

    @abstractmethod
    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Independent draws, shape (size,)."""


def check_mixing(mixing: object) -> None:
    """Raise ``TypeError`` for what is no mixing distribution."""
    if not isinstance(mixing, Mixing):
        raise TypeError(f"mixing must be a distribution such as Beta(1), not {mixing!r}")


def _is_exact_end(end: Number) -> bool:
    return is_exact(end) or (isinstance(end, float) and math.isinf(end))


def _exact_end(end: Number) -> Exact:
    """Infinite ends become -1 and 2, which are as good outside [0, 1]."""
    return (Fraction(2) if end > 0 else Fraction(-1)) if isinstance(end, float) else exact(end)


def _ball_end(end: Number) -> flint.arb:
    return ball(_exact_end(end)) if not is_ball(end) else end


@dataclass(frozen=True)
class Beta(Mixing):
    """Beta(alpha, beta), beta = alpha by default; density lambda^(alpha-1) (1-lambda)^(beta-1) / B(alpha, beta).

    >>> Beta(2).mass(Fraction(0), Fraction(1, 2)), Beta(1).moment(0.0, 0.5)
    (Fraction(1, 2), 0.125)
    """

    alpha: Any
    beta: Any = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "beta", self.alpha if self.beta is None else self.beta)
        for name in ("alpha", "beta"):
            value = getattr(self, name)
            try:
                positive = exact(value) > 0
            except ValueError:
                positive = False
            if not positive:
                raise ValueError(f"{name} must be a positive number, not {value!r}")

    def __str__(self) -> str:
        return f"Beta({self.alpha}, {self.beta})"

    @property
    def is_symmetric(self) -> bool:
        """Whether alpha = beta."""
        return bool(equal(exact(self.alpha), exact(self.beta)))

    @property
    def is_standard(self) -> Truth:
        """Always."""
        return True

    def mirrored(self) -> Beta:
        """Beta(beta, alpha)."""
        return Beta(self.beta, self.alpha)

    def end_density(self) -> sp.Expr:
        """Limit of f(lambda) + f(1 - lambda) as lambda falls to 0: 0, a positive number or infinity."""
        alpha, beta = sympify(self.alpha), sympify(self.beta)
        if less(alpha, 1) or less(beta, 1):
            return sp.oo
        ones = sum(equal(exponent, 1) is True for exponent in (alpha, beta))
        return ones / sp.beta(alpha, beta).rewrite(sp.gamma)

    def density(self, lam: Number) -> Number:
        """f(lambda), in the number system of ``lam``."""
        if isinstance(lam, (float, np.ndarray)):
            a, b = float(self.alpha), float(self.beta)
            return np.exp((a - 1) * np.log(lam) + (b - 1) * np.log1p(-lam) - betaln(a, b))
        a, b = sympify(self.alpha), sympify(self.beta)
        lam = sp.sympify(lam)
        return lam ** (a - 1) * (1 - lam) ** (b - 1) / sp.beta(a, b).rewrite(sp.gamma)

    def _floats(self, lo: Array, hi: Array, power: int) -> Array:
        a, b = float(self.alpha), float(self.beta)
        scale = a / (a + b) if power else 1.0
        a += power
        low, high = np.clip(lo, 0, 1), np.clip(hi, 0, 1)
        left = betainc(a, b, high) - betainc(a, b, low)
        right = betaincc(a, b, low) - betaincc(a, b, high)
        return np.asarray(scale * np.where(low > a / (a + b), right, left))

    def _exact(self, lo: Exact, hi: Exact, power: int) -> Exact:
        a, b = exact(self.alpha), exact(self.beta)
        scale = a / (a + b) if power else Fraction(1)
        a = a + power
        low, high = _clip(lo), _clip(hi)
        if low == 0 and high == 1:
            return scale
        if all(isinstance(v, Fraction) and v.denominator == 1 for v in (a, b)):
            shape = (int(a), int(b))
            return exact(scale * (_beta_cdf(*shape, high) - _beta_cdf(*shape, low)))
        value = sp.betainc_regularized(sympify(a), sympify(b), sympify(low), sympify(high))
        return exact(sympify(scale) * value)

    def _balls(self, lo: flint.arb, hi: flint.arb, power: int) -> flint.arb:
        a, b = ball(exact(self.alpha)), ball(exact(self.beta))
        scale = a / (a + b) if power else flint.arb(1)
        return scale * (_beta_ball(a + power, b, hi) - _beta_ball(a + power, b, lo))

    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Independent draws, shape (size,)."""
        return rng.beta(float(self.alpha), float(self.beta), size)


def _clip(end: Exact) -> Exact:
    return Fraction(0) if less(end, 0) else (Fraction(1) if less(1, end) else end)


def _beta_cdf(a: int, b: int, x: Exact) -> Exact:
    """I_x(a, b) = sum_{j=a}^{n} C(n, j) x^j (1 - x)^(n - j), n = a + b - 1."""
    n = a + b - 1
    if isinstance(x, sp.Expr):
        return exact(sp.expand(sum(math.comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1))))
    p, q = x.numerator, x.denominator
    return Fraction(sum(math.comb(n, j) * p**j * (q - p) ** (n - j) for j in range(a, n + 1)), q**n)


def _beta_ball(a: flint.arb, b: flint.arb, x: flint.arb) -> flint.arb:
    """I_x(a, b), increasing in x, enclosed from the ends of the ball x."""
    ends = []
    for end in (x.lower(), x.upper()):
        if end <= 0:
            ends.append(flint.arb(0))
        elif end >= 1:
            ends.append(flint.arb(1))
        elif end > 0 and end < 1:
            ends.append(end.beta_lower(a, b, regularized=True))
        else:
            return flint.arb(0).union(flint.arb(1))
    return ends[0].union(ends[1])


@dataclass(frozen=True, init=False)
class Discrete(Mixing):
    """Finitely many atoms: ``Discrete({value: mass})``, values in [0, 1], masses positive with sum 1.

    >>> Discrete({0: "1/2", 1: "1/2"}).mass(Fraction(0), Fraction(2))
    Fraction(1, 2)
    """

    masses: tuple[tuple[Exact, Exact], ...]

    def __init__(self, masses: Mapping[Any, Any]) -> None:
        pairs = sorted(((exact(v), exact(m)) for v, m in masses.items()), key=lambda p: float(p[0]))
        if not pairs:
            raise ValueError("a discrete mixing distribution needs at least one atom")
        if any(less(v, 0) or less(1, v) for v, _ in pairs):
            raise ValueError("atoms must lie in [0, 1]")
        if not all(m > 0 for _, m in pairs):
            raise ValueError("masses must be positive")
        total = sum((m for _, m in pairs[1:]), pairs[0][1])
        all_exact = all(is_exact(m) or isinstance(m, str) for m in masses.values())
        if abs(total - 1) > (0 if all_exact else MASS_SUM_TOLERANCE):
            raise ValueError(f"masses must sum to 1, not {float(total)}")
        object.__setattr__(self, "masses", tuple(pairs))

    def __str__(self) -> str:
        return "Discrete({" + ", ".join(f"{v}: {m}" for v, m in self.masses) + "})"

    @property
    def atoms(self) -> dict[Exact, Exact]:
        """The atoms and their masses."""
        return dict(self.masses)

    @cached_property
    def is_symmetric(self) -> bool:
        """Whether every atom has a mirror image of the same mass."""
        return all(any(equal(w, 1 - v) and equal(m, n) for w, n in self.masses) for v, m in self.masses)

    def _floats(self, lo: Array, hi: Array, power: int) -> Array:
        terms = [float(m * v**power) * ((lo < float(v)) & (float(v) < hi)) for v, m in self.masses]
        return np.asarray(sum(terms), dtype=np.float64)

    def _exact(self, lo: Exact, hi: Exact, power: int) -> Exact:
        return sum((m * v**power for v, m in self.masses if less(lo, v) and less(v, hi)), start=Fraction(0))

    def _balls(self, lo: flint.arb, hi: flint.arb, power: int) -> flint.arb:
        total = flint.arb(0)
        for v, m in self.masses:
            inside, outside = lo < ball(v) and ball(v) < hi, ball(v) <= lo or hi <= ball(v)
            share = ball(exact(m * v**power))
            total += share if inside else (flint.arb(0) if outside else flint.arb(0).union(share))
        return total

    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Independent draws, shape (size,)."""
        values, masses = (np.array([float(p[i]) for p in self.masses]) for i in (0, 1))
        return rng.choice(values, size, p=masses / masses.sum())


class Midpoint(Discrete):
    """Midpoint Mixup: lambda = 1/2 always."""

    def __init__(self) -> None:
        super().__init__({Fraction(1, 2): 1})

    def __str__(self) -> str:
        return "Midpoint()"

"""Mixing distributions P_f on [0, 1]: how much mass, and how much of lambda, an interval holds.

``mass(lo, hi)`` is P(lo < lambda < hi) and ``moment(lo, hi)`` is E[lambda; lo < lambda < hi], for the OPEN
interval, unclipped.  Both follow the number system of their arguments: float64 (vectorised, taken in the
nearer tail), exact (rational for integer alpha and beta), or balls.  A user's own density has its chapter in
:mod:`theory.mixing.density`.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from theory.geometry import Places
from theory.mixing.kernel_law import ATOMS, NO_TABLE, KernelLaw
from theory.mixing.probabilities import are_exact, probabilities
from theory.numbers import (
    Array,
    Exact,
    Late,
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

if TYPE_CHECKING:
    import flint
    import sympy as sp
else:
    flint, sp = Late("flint"), Late("sympy")


class Mixing(ABC):
    """A probability on [0, 1].  ``atoms`` maps the values that carry mass to their masses, exactly."""

    @property
    def atoms(self) -> dict[Exact, Exact]:
        """Values of lambda with positive mass."""
        return {}

    @property
    @abstractmethod
    def is_symmetric(self) -> Truth:
        """Whether lambda and 1 - lambda have one law; ``None`` if that is not known."""

    @property
    def has_density(self) -> Truth:
        """Whether P_f has a density: all laws here have one, or are atoms."""
        return not self.atoms

    @property
    def is_uniform(self) -> Truth:
        """Whether P_f is uniform on [0, 1]; ``None`` if that is not known."""
        return False

    @property
    def mixes_off_centre(self) -> bool:
        """Whether lambda is in (0, 1) and not 1/2 with positive probability."""
        return not self.atoms or any(equal(value, Fraction(1, 2)) is False for value in self.inner_atoms)

    @property
    def inner_atoms(self) -> list[Exact]:
        """The atoms in (0, 1)."""
        return [value for value in self.atoms if less(0, value) and less(value, 1)]

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
        raise ValueError(f"the mirror image of {self} is not known: take a symmetric law, Beta, Discrete or Density")

    def density(self, lam: Number) -> Number:
        """f(lambda), in the number system of ``lam``.  Raises ``ValueError`` where there is no density."""
        raise ValueError(f"{self} has no density: take Beta, or a Density of your own")

    def end_density(self) -> sp.Expr:
        """Limit of f(lambda) + f(1 - lambda) as lambda falls to 0.  Raises ``ValueError`` where it is not known."""
        raise ValueError(f"the behaviour of {self} at the ends of [0, 1] is not known")

    def leading_term(self, lam: Number, slope: Number) -> tuple[sp.Expr, sp.Expr]:
        """(e, c) with f(lambda + slope r) ~ c r^e as r falls to 0, up to a factor that all lambda of one law share.

        Raises ``ValueError`` where it is not known.
        """
        if self.is_standard and less(0, lam) and less(lam, 1):
            return sp.Integer(0), sympify(self.density(lam))
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

    def _floats(self, lo: Array, hi: Array, power: int) -> Array:
        """``_integral`` for arrays of one shape."""
        raise ValueError(f"no float64 masses are known for {self}: ask with exact ends or balls")

    def _exact(self, lo: Exact, hi: Exact, power: int) -> Exact:
        """``_integral`` for exact ends lo < hi."""
        raise ValueError(f"no exact masses are known for {self}: ask with floats or balls")

    def _balls(self, lo: flint.arb, hi: flint.arb, power: int) -> flint.arb:
        """``_integral`` for balls."""
        raise ValueError(f"no masses in balls are known for {self}: ask with exact ends or floats")

    @property
    def mass_degree(self) -> int | None:
        """The degree of the masses as polynomials in the ends of an interval, if they are polynomials with one form."""
        return None

    def second_moments(self) -> tuple[Exact, Exact, Exact]:
        """E[lambda^2], E[lambda (1 - lambda)], E[(1 - lambda)^2], exactly.  Raises ``ValueError`` if not known."""
        raise ValueError(f"no exact moments are known for {self}: take Beta or Discrete")

    def expectation(self, function: Callable[[flint.acb], flint.acb]) -> flint.arb:
        """E[function(lambda)], rigorously, for a function that is meromorphic about [0, 1] and real on it.

        Raises ``ValueError`` for laws without a rigorous integral.
        """
        raise ValueError(f"no rigorous integral is known for {self}: take Discrete or Beta")

    def rule(self, nodes: int) -> tuple[Array, Array]:
        """Nodes and masses of a quadrature, each (m,); m is ``nodes`` where it can be chosen.

        Raises ``ValueError`` if none is known.  Cached as :func:`theory.mixing.quadrature.quadrature`.
        """
        raise ValueError(f"no quadrature is known for {self}: take Beta, Discrete or Density")

    def kernel_law(self) -> KernelLaw | None:
        """The symmetrised law (f(lambda) + f(1 - lambda))/2 as kernels take it; ``None`` if it has no such form."""
        return None

    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Independent draws, shape (size,).  Raises ``ValueError`` for laws that are not sampled."""
        raise ValueError(f"{self} is not sampled: take Beta, Discrete or Density")


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


@dataclass(frozen=True, init=False)
class Discrete(Mixing):
    """A distribution of lambda with finitely many atoms.

    Parameters
    ----------
    atoms : mapping of number to number
        ``{value: mass}``, values in [0, 1], masses positive with sum 1; exact numbers, strings or floats.  Floats that
        miss 1 by rounding are divided by their sum; one value in two ways of writing is one atom.

    Raises
    ------
    ValueError
        For a value outside [0, 1], a mass that is not positive, and masses that do not sum to 1.

    Examples
    --------
    >>> Discrete({0: "1/2", 1: "1/2"}).mass(Fraction(0), Fraction(2))
    Fraction(1, 2)
    """

    masses: tuple[tuple[Exact, Exact], ...]

    def __init__(self, masses: Mapping[Any, Any]) -> None:
        if not masses:
            raise ValueError("a discrete mixing distribution needs at least one atom")
        atoms, named = dict[Exact, Exact](), Places()
        for value, mass in zip(masses, probabilities(masses.values(), "masses"), strict=True):
            (atom,) = named([exact(value)])
            atoms[atom] = atoms.get(atom, Fraction(0)) + mass
        if any(certain(less(v, 0)) or certain(less(1, v)) for v in atoms):
            raise ValueError("atoms must lie in [0, 1]")
        pairs = sorted(atoms.items(), key=lambda pair: float(pair[0]))
        object.__setattr__(self, "masses", tuple(pairs))
        object.__setattr__(self, "_given_exactly", are_exact((*masses, *masses.values())))

    def __str__(self) -> str:
        return "Discrete({" + ", ".join(f"{v}: {m}" for v, m in self.masses) + "})"

    @property
    def has_exact_masses(self) -> bool:
        """Whether atoms and masses were given as exact numbers: of floats the exact ones are only what was meant."""
        return self._given_exactly  # type: ignore[attr-defined, no-any-return]

    @property
    def atoms(self) -> dict[Exact, Exact]:
        """The atoms and their masses."""
        return dict(self.masses)

    @property
    def mass_degree(self) -> int:
        """Between atoms masses are constant."""
        return 0

    def second_moments(self) -> tuple[Exact, Exact, Exact]:
        """E[lambda^2], E[lambda (1 - lambda)], E[(1 - lambda)^2]."""
        terms = [(m * v * v, m * v * (1 - v), m * (1 - v) ** 2) for v, m in self.masses]
        first, cross, second = (sum(column, start=Fraction(0)) for column in zip(*terms, strict=True))
        return first, cross, second

    def expectation(self, function: Callable[[flint.acb], flint.acb]) -> flint.arb:
        """A finite sum."""
        return sum((ball(m) * function(flint.acb(ball(v))).real for v, m in self.masses), flint.arb(0))

    def rule(self, nodes: int) -> tuple[Array, Array]:
        """The atoms: exact for every function, whatever ``nodes``."""
        return np.array([float(v) for v, _ in self.masses]), np.array([float(m) for _, m in self.masses])

    def kernel_law(self) -> KernelLaw:
        """Each atom, and its mirror image, with half its mass."""
        halves = [(float(v), float(m) / 2) for value, m in self.masses for v in (value, 1 - value)]
        return KernelLaw(ATOMS, *NO_TABLE, np.array(halves))

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

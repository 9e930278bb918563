"""Mixing distributions from a density that a user writes down in SymPy.

The density is cut into pieces, at the places where a ``Piecewise``, ``Abs``, ``Max`` ... in it changes its branch.
On a piece it is one expression.  Its antiderivatives give exact values and balls; float64 comes from a quadrature,
which needs no antiderivative and keeps the relative accuracy of small intervals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import flint
import numpy as np
import sympy as sp

from theory.mixing.density_pieces import LAMBDA, function_of, pieces_of
from theory.mixing.laws import Mixing
from theory.mixing.probabilities import SUM_TOLERANCE
from theory.numbers import (
    Array,
    Exact,
    Number,
    Truth,
    conjunction,
    equal,
    exact,
    is_positive,
    less,
    sympify,
)

INTERVALS_AT_ONCE = 2**15  # about 30 MiB of nodes
LOOKED_AT = np.linspace(0, 1, 66)[1:-1]  # of each piece, for a negative value


class Density(Mixing):
    """The law of a density on (0, 1) that is given as a formula.

    Parameters
    ----------
    expression : sympy.Expr
        The density, in one symbol.  Exact values and balls need an antiderivative that SymPy finds.
    symbol : sympy.Symbol
        The symbol that stands for lambda.

    Raises
    ------
    ValueError
        When the expression has other symbols, is negative at one of the many places that are looked at, or does not
        integrate to 1.

    Examples
    --------
    >>> from fractions import Fraction
    >>> lam = sp.Symbol("lambda")
    >>> tent = Density(2 - 4 * sp.Abs(lam - sp.Rational(1, 2)), lam)
    >>> tent.mass(Fraction(0), Fraction(1, 4)), tent.is_symmetric, round(tent.moment(0.0, 0.5), 12)
    (Fraction(1, 8), True, 0.166666666667)
    """

    def __init__(self, expression: Any, symbol: Any) -> None:
        written = expression if isinstance(expression, sp.Expr) else _sympified(expression)
        if not isinstance(symbol, sp.Symbol) or not isinstance(written, sp.Expr):
            raise ValueError("a density is a SymPy expression and its symbol")
        if unknown := written.free_symbols - {symbol}:
            raise ValueError(f"the density has symbols other than {symbol}: {', '.join(sorted(map(str, unknown)))}")
        self.expression = sp.nsimplify(written, rational=True).subs(symbol, LAMBDA)
        self.pieces = tuple(pieces_of(self.expression))
        self._refuse()

    def _refuse(self) -> None:
        for piece in self.pieces:
            lo, hi = float(piece.lo), float(piece.hi)
            lowest = float(function_of(piece.expression)(lo + (hi - lo) * LOOKED_AT).min())
            if not lowest >= -SUM_TOLERANCE:
                raise ValueError(f"a density is not negative, but {self} has the value {lowest:.3g}")
        total = float(np.asarray(self.mass(0.0, 1.0)))
        if not abs(total - 1) <= SUM_TOLERANCE:
            raise ValueError(f"a density integrates to 1, but {self} to {total:.12g}")

    def __str__(self) -> str:
        return f"Density({self.expression})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Density) and self.expression == other.expression

    def __hash__(self) -> int:
        return hash(self.expression)

    def __reduce__(self) -> tuple[Any, ...]:
        return Density, (self.expression, LAMBDA)  # compiled functions do not travel to other processes

    @cached_property
    def is_symmetric(self) -> Truth:
        """Whether f(lambda) = f(1 - lambda), piece by piece; ``None`` if SymPy cannot tell."""
        mirrored = [(1 - p.hi, 1 - p.lo, p.expression.subs(LAMBDA, 1 - LAMBDA)) for p in self.pieces[::-1]]
        if [(p.lo, p.hi) for p in self.pieces] != [(lo, hi) for lo, hi, _ in mirrored]:
            return False
        for piece, (lo, hi, expression) in zip(self.pieces, mirrored, strict=True):
            gap = sp.simplify(piece.expression - expression)
            if gap != 0:
                if abs(gap.subs(LAMBDA, (3 * lo + 4 * hi) / 7).evalf(30)) > sp.Float("1e-20"):
                    return False
                return None
        return True

    def mirrored(self) -> Density:
        """The density f(1 - lambda)."""
        return Density(self.expression.subs(LAMBDA, 1 - LAMBDA), LAMBDA)

    @cached_property
    def is_uniform(self) -> Truth:
        """Whether f is 1 on every piece."""
        return conjunction(*(equal(sp.simplify(piece.expression), 1) for piece in self.pieces))

    @cached_property
    def mass_degree(self) -> int | None:
        """That of the moment, for a density that is one polynomial."""
        if len(self.pieces) == 1 and self.expression.is_polynomial(LAMBDA):
            return int(sp.degree(self.expression, LAMBDA)) + 2
        return None

    @cached_property
    def is_standard(self) -> Truth:
        """Whether f is continuous and positive on (0, 1), as far as is known of its pieces and where they meet."""
        joints = [(left.limit(left.hi), right.limit(right.lo)) for left, right in pairwise(self.pieces)]
        joined = [conjunction(sp.simplify(a - b) == 0, is_positive(a)) for a, b in joints]
        return conjunction(*(piece.is_standard() for piece in self.pieces), *joined)

    @property
    def has_full_support(self) -> Truth:
        """Whether no piece is 0: an expression that is not 0 has isolated zeros only."""
        return all(piece.expression != 0 for piece in self.pieces)

    @cached_property
    def support(self) -> tuple[tuple[Exact, Exact], ...]:
        """The pieces that are not 0, neighbours joined."""
        joined: list[tuple[Exact, Exact]] = []
        for lo, hi in ((exact(piece.lo), exact(piece.hi)) for piece in self.pieces if piece.expression != 0):
            if joined and equal(joined[-1][1], lo):
                joined[-1] = joined[-1][0], hi
            else:
                joined.append((lo, hi))
        return tuple(joined)

    def density(self, lam: Number) -> Number:
        """f(lambda), in the number system of ``lam``; at a joint of two pieces the mean of both.

        That is what small intervals about a joint have per length, so that limits of h_eps come out right there.
        """
        pieces = self.pieces[::-1]
        if isinstance(lam, (float, np.ndarray)):
            place: Array = np.asarray(lam, dtype=np.float64)
            values = [function_of(piece.expression)(place) for piece in pieces]
            right = np.select([place >= float(piece.lo) for piece in pieces], values)
            left = np.select([place > float(piece.lo) for piece in pieces], values, right)
            found = (left + right) / 2
            return found if found.ndim else float(found)
        at = sympify(exact(lam))
        after = next(piece for piece in pieces if not less(at, piece.lo))
        before = next((piece for piece in pieces if less(piece.lo, at)), after)
        return exact(sp.simplify(sum(piece.expression.subs(LAMBDA, at) for piece in (before, after)) / 2))

    def end_density(self) -> sp.Expr:
        """Limit of f(lambda) + f(1 - lambda) as lambda falls to 0."""
        first, last = self.pieces[0], self.pieces[-1]
        return sp.simplify(first.limit(first.lo) + last.limit(last.hi))

    def _exact(self, lo: Exact, hi: Exact, power: int) -> Exact:
        return exact(sp.expand(sum(piece.below(hi, power) - piece.below(lo, power) for piece in self.pieces)))

    def _balls(self, lo: flint.arb, hi: flint.arb, power: int) -> flint.arb:
        def below(end: flint.arb) -> flint.arb:  # it rises with its end
            first, last = (sum(p.below_ball(e, power) for p in self.pieces) for e in (end.lower(), end.upper()))
            return flint.arb(first).union(last)

        return below(hi) - below(lo)

    def second_moments(self) -> tuple[Exact, Exact, Exact]:
        """E[lambda^2], E[lambda (1 - lambda)], E[(1 - lambda)^2].  ``ValueError`` where no antiderivative is found.

        >>> [str(v) for v in Density(6 * LAMBDA * (1 - LAMBDA), LAMBDA).second_moments()]
        ['3/10', '1/5', '3/10']
        """
        mean, square = (exact(sp.simplify(sum(p.below(p.hi, power) for p in self.pieces))) for power in (1, 2))
        return square, mean - square, 1 - 2 * mean + square

    def _floats(self, lo: Array, hi: Array, power: int) -> Array:
        low, high = np.clip(lo, 0.0, 1.0).ravel(), np.clip(hi, 0.0, 1.0).ravel()
        total: Array = np.zeros(low.size)
        for start in range(0, low.size, INTERVALS_AT_ONCE):
            block = slice(start, start + INTERVALS_AT_ONCE)
            for cell in self._cells:
                total[block] += cell.integral(low[block], high[block], power)
        return total.reshape(np.shape(lo))

    @cached_property
    def _cells(self) -> tuple[_Cell, ...]:
        """The pieces cut at 1/2: those beyond it are taken from the other end, where 1 - lambda has its digits."""
        cells = []
        for piece in self.pieces:
            half = sp.Rational(1, 2)
            if less(piece.lo, half):
                end = piece.hi if less(piece.hi, half) else half
                cells.append(_Cell(float(piece.lo), float(end), function_of(piece.expression), mirrored=False))
            if less(half, piece.hi):
                start = piece.lo if less(half, piece.lo) else half
                mirrored = sp.simplify(piece.expression.subs(LAMBDA, 1 - LAMBDA))
                cells.append(_Cell(float(1 - piece.hi), float(1 - start), function_of(mirrored), mirrored=True))
        return tuple(cells)

    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Independent draws, shape (size,): where the mass below reaches a uniform number."""
        from scipy.optimize.elementwise import find_root

        def excess(lam: Array, drawn: Array) -> Array:
            return self._floats(np.zeros_like(lam), lam, 0) - drawn

        found: Any = find_root(excess, (0.0, 1.0), args=(rng.random(size),))
        return np.asarray(found.x, dtype=np.float64)

    def rule(self, nodes: int) -> tuple[Array, Array]:
        """A double exponential rule, near exact for functions that are smooth on every piece, whatever ``nodes``."""
        places, masses = zip(*(cell.rule() for cell in self._cells), strict=True)
        return np.concatenate(places), np.concatenate(masses)


def _sympified(expression: Any) -> Any:
    try:
        return sp.sympify(expression)
    except (sp.SympifyError, TypeError):
        return None


def _double_exponential() -> tuple[Array, Array]:
    """Nodes and weights of the double exponential rule on (0, 1).  Nodes down to 1e-300: ends may be singular."""
    step = 1 / 12
    t = np.arange(-73, 42) * step
    nodes = 1 / (1 + np.exp(-np.pi * np.sinh(t)))
    return nodes, step * np.pi * np.cosh(t) * nodes * (1 - nodes)


NODES, WEIGHTS = _double_exponential()


@dataclass(frozen=True)
class _Cell:
    """A function on (lo, hi), a part of (0, 1/2): the density at lambda, or at 1 - lambda if ``mirrored``."""

    lo: float
    hi: float
    function: Callable[[Array], Array]
    mirrored: bool

    def rule(self) -> tuple[Array, Array]:
        """Nodes lambda and masses over the whole cell."""
        place = self.lo + (self.hi - self.lo) * NODES
        return 1 - place if self.mirrored else place, (self.hi - self.lo) * WEIGHTS * self.function(place)

    def integral(self, lo: Array, hi: Array, power: int) -> Array:
        """Integral of lambda^power times the density over the part of lo < lambda < hi in the cell, shape (m,)."""
        first, last = (1 - hi, 1 - lo) if self.mirrored else (lo, hi)
        first, last = np.clip(first, self.lo, self.hi), np.clip(last, self.lo, self.hi)
        width = last - first
        kept = np.flatnonzero(width > 0)
        place = first[kept, None] + width[kept, None] * NODES
        values = self.function(place) * ((1 - place if self.mirrored else place) if power else 1.0)
        result: Array = np.zeros(len(lo))
        result[kept] = width[kept] * (values @ WEIGHTS)
        return result

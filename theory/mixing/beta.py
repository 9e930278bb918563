"""Beta laws of lambda: masses in the nearer tail, exactly for whole shapes, and rigorous integrals."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from theory.mixing.beta_table import beta_table
from theory.mixing.kernel_law import NO_ATOMS, NO_TABLE, TABLE, UNIFORM, KernelLaw
from theory.mixing.laws import Mixing
from theory.mixing.quadrature import gauss_jacobi
from theory.numbers import Array, Exact, Late, Number, Truth, ball, certain, equal, exact, less, sympify

if TYPE_CHECKING:
    import flint
    import sympy as sp
    from scipy import special
else:
    flint, sp, special = Late("flint"), Late("sympy"), Late("scipy.special")

MOST_ALPHA = 1e7  # larger ones have no table: it would be large, and its logarithms lose digits
LARGEST_ROOT = 16  # the least common denominator of a parameter that is integrated: a float such as 0.3 is not


@dataclass(frozen=True)
class Beta(Mixing):
    """The Beta distribution of lambda, with the density lambda^(alpha-1) (1-lambda)^(beta-1) / B(alpha, beta).

    Parameters
    ----------
    alpha : number
        Positive, exact or float.
    beta : number, optional
        Positive; ``alpha`` by default, which is the law that Mixup is used with.

    Raises
    ------
    ValueError
        Unless both are positive and finite.

    Examples
    --------
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
                positive = 0 < value < math.inf if isinstance(value, float) else exact(value) > 0
            except ValueError:
                positive = False
            if not positive:
                raise ValueError(f"{name} must be a positive number, not {value!r}")

    def __str__(self) -> str:
        return f"Beta({self.alpha}, {self.beta})"

    @classmethod
    def of(cls, alpha: float | tuple[float, float] | Beta) -> Beta:
        """Beta(alpha, alpha), or Beta(a, b) of a pair.

        >>> str(Beta.of(2)), str(Beta.of((2, 8)))
        ('Beta(2, 2)', 'Beta(2, 8)')
        """
        if isinstance(alpha, Beta):
            return alpha
        return cls(*alpha) if isinstance(alpha, tuple) else cls(alpha)

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
            return np.exp((a - 1) * np.log(lam) + (b - 1) * np.log1p(-lam) - special.betaln(a, b))
        a, b = sympify(self.alpha), sympify(self.beta)
        lam = sp.sympify(lam)
        return lam ** (a - 1) * (1 - lam) ** (b - 1) / sp.beta(a, b).rewrite(sp.gamma)

    def _floats(self, lo: Array, hi: Array, power: int) -> Array:
        a, b = float(self.alpha), float(self.beta)
        scale = a / (a + b) if power else 1.0
        a += power
        low, high = np.clip(lo, 0, 1), np.clip(hi, 0, 1)
        left = special.betainc(a, b, high) - special.betainc(a, b, low)
        right = special.betaincc(a, b, low) - special.betaincc(a, b, high)
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

    def leading_term(self, lam: Number, slope: Number) -> tuple[sp.Expr, sp.Expr]:
        """(e, c) with f(lambda + slope r) ~ c r^e as r falls to 0, up to the factor 1/B(alpha, beta).

        >>> Beta(3).leading_term(0, 2), Beta(3).leading_term(sp.Rational(1, 2), 2)
        ((2, 4), (0, 1/16))
        """
        powers = (sympify(self.alpha) - 1, sympify(self.beta) - 1)
        ends, speed = (sympify(lam), 1 - sympify(lam)), abs(sympify(slope))
        exponent, coefficient = sp.Integer(0), sp.Integer(1)
        for power, end in zip(powers, ends, strict=True):
            at_the_end = certain(equal(end, 0))
            exponent += power if at_the_end else 0
            coefficient *= speed**power if at_the_end else end**power
        return exponent, coefficient

    @property
    def is_uniform(self) -> Truth:
        """Whether alpha = beta = 1."""
        return bool(equal(exact(self.alpha), 1) and equal(exact(self.beta), 1))

    @property
    def mass_degree(self) -> int | None:
        """alpha + beta for whole shapes: that of the moment."""
        shapes = (exact(self.alpha), exact(self.beta))
        whole = all(isinstance(v, Fraction) and v.denominator == 1 for v in shapes)
        return int(sum(shapes)) if whole else None

    def second_moments(self) -> tuple[Exact, Exact, Exact]:
        """E[lambda^2], E[lambda (1 - lambda)], E[(1 - lambda)^2].

        >>> [str(v) for v in Beta(1).second_moments()]
        ['1/3', '1/6', '1/3']
        """
        a, b = exact(self.alpha), exact(self.beta)
        total = (a + b) * (a + b + 1)
        return a * (a + 1) / total, a * b / total, b * (b + 1) / total

    def expectation(self, function: Callable[[flint.acb], flint.acb]) -> flint.arb:
        """E[function(lambda)] for a function that is meromorphic about [0, 1] and real on it.

        A rigorous integral.  Raises ``ValueError`` unless the parameters are rational with small denominators.

        >>> bool(Beta(2).expectation(lambda lam: lam * lam).overlaps(ball("3/10")))
        True
        """
        a, b = exact(self.alpha), exact(self.beta)
        if not all(isinstance(v, Fraction) and v.denominator <= LARGEST_ROOT for v in (a, b)):
            raise ValueError(f"no rigorous integral is known for {self}")
        assert isinstance(a, Fraction)
        assert isinstance(b, Fraction)
        weight = ball(a + b).gamma() / (ball(a).gamma() * ball(b).gamma())
        if a.denominator == b.denominator == 1:
            left, right = int(a) - 1, int(b) - 1
            return flint.acb.integral(lambda z, _: weight * z**left * (1 - z) ** right * function(z), 0, 1).real
        other_half = _half_integral(b, a, lambda lam: weight * function(1 - lam))
        return _half_integral(a, b, lambda lam: weight * function(lam)) + other_half

    def rule(self, nodes: int) -> tuple[Array, Array]:
        """Gauss and Jacobi's, exact for polynomials up to degree 2 ``nodes`` - 1."""
        return gauss_jacobi(float(exact(self.alpha)), float(exact(self.beta)), nodes)

    def kernel_law(self) -> KernelLaw | None:
        """A table; none is needed for the uniform law, and there is none from :data:`MOST_ALPHA` on."""
        alpha, beta = float(self.alpha), float(self.beta)
        if (alpha, beta) == (1, 1):
            return KernelLaw(UNIFORM, *NO_TABLE, NO_ATOMS)
        return KernelLaw(TABLE, *beta_table(alpha, beta), NO_ATOMS) if max(alpha, beta) <= MOST_ALPHA else None


def _half_integral(a: Fraction, b: Fraction, function: Callable[[flint.acb], flint.acb]) -> flint.arb:
    """The integral of lambda^(a-1) (1-lambda)^(b-1) function(lambda) over [0, 1/2], function about 1 in size.

    For a = p/q the substitution lambda = s^q/2 takes the singularity at 0 away: lambda^(a-1) d lambda is
    2^(-a) q s^(p-1) ds.
    """
    p, q = a.numerator, a.denominator
    exponent = flint.acb(ball(b - 1))

    def smooth(s: flint.acb, analytic: bool) -> flint.acb:
        lam = s**q / 2
        return s ** (p - 1) * (1 - lam).pow(exponent, analytic=analytic) * function(lam)

    return ball(2) ** ball(-a) * q * flint.acb.integral(smooth, 0, 1).real


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

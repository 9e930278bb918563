"""Theorem 2.7 on any alternating line as alpha grows: N_i of Lemma 2.3 in two tails of Beta(alpha, alpha).

With v = lambda - 1/2 they are F(u) = P(v > u) and G(u) = E[v; v > u], and the smaller u is, the more slowly they fall.
So a difference of two classes has in the end the sign of its constant or, where that is 0, of its least u.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

from theory.numbers import Number, ball, is_positive, precision

Tail = tuple[Fraction, int, int]
HALF = Fraction(1, 2)
BITS = 192
LARGEST_ALPHA = 2**40  # no settled alpha is sought beyond it: epsilon is then next to a value where the winner changes


@dataclass(frozen=True)
class TailSum:
    """constant + sum of f F(u) + g G(u) over its tails (u, f, g), u rising from 0 on, f and g not both 0; f = 0 at 0.

    F(0) = 1/2 belongs to the constant.
    """

    constant: Fraction
    tails: tuple[Tail, ...]


def class_gap(n_points: int, n_classes: int, x: int, code: int, epsilon: Fraction) -> TailSum:
    """n^2 (N_code - N_own) at the point ``x`` of the uniform alternating line, for every symmetric P_f with a density.

    ``code`` counts classes from 0; the point j is in class j mod k.  The pairs (s, t) and (t, s) together give
    E[2 lambda; A] = P(A) + E[2v; A] to the class of s, A being the event that the mixed point falls into the ball.

    >>> class_gap(3, 2, 1, 0, Fraction(1, 4))  # two thirds of the three points fail in the end
    TailSum(constant=Fraction(1, 1), tails=((Fraction(1, 8), -4, 0), (Fraction(1, 4), 0, -8)))
    """
    own = x % n_classes
    constant, found = Fraction(0), dict[Fraction, list[int]]()
    for s, t in product((s for s in range(n_points) if s % n_classes in (code, own)), range(n_points)):
        sign = 1 if s % n_classes == code else -1
        if s == t:
            constant += sign * (abs(s - x) < epsilon)
        else:
            lo, hi = event(s, t, x, epsilon)
            constant += sign * (_add_tail(found, lo, sign) - _add_tail(found, hi, -sign))
    tails = sorted((u, f, g) for u, (f, g) in found.items() if f or g)
    return TailSum(constant, tuple(tails))


def event(s: Number, t: Number, x: Number, epsilon: Number) -> tuple[Number, Number]:
    """The open interval of v = lambda - 1/2 in which lambda s + (1 - lambda) t is within epsilon of x, for s != t.

    >>> event(0, 2, 1, Fraction(1, 4))
    (Fraction(-1, 8), Fraction(1, 8))
    """
    centre, radius = (2 * x - s - t) / (2 * Fraction(s - t)), epsilon / Fraction(abs(s - t))
    return centre - radius, centre + radius


def _add_tail(found: dict[Fraction, list[int]], end: Fraction, sign: int) -> Fraction:
    """Enter sign (P(v > end) + E[2v; v > end]); the constant part of P(v > end) is returned.

    P(v > -u) = 1 - F(u) and E[v; v > -u] = G(u), as v and -v have one law.
    """
    u = abs(end)
    if u >= HALF:
        return Fraction(end < 0)
    entry = found.setdefault(u, [0, 0])
    entry[1] += 2 * sign
    if u == 0:
        return HALF
    entry[0] += sign if end > 0 else -sign
    return Fraction(end < 0)


def sign_in_the_end(gap: TailSum) -> int:
    """The sign of ``gap`` for all large alpha: of the constant, else of the least tail; 0 if ``gap`` is empty.

    As 2G < F, a tail with f > 0 and g >= -2f is positive.  Raises ``ArithmeticError`` for a tail beyond such rules.

    >>> sign_in_the_end(TailSum(Fraction(0), ((Fraction(1, 10), -1, 2), (Fraction(1, 5), 4, 0))))
    -1
    """
    if gap.constant:
        return 1 if gap.constant > 0 else -1
    return _tail_sign(gap.tails[0]) if gap.tails else 0


def _tail_sign(tail: Tail) -> int:
    _, f, g = tail
    if f * g < 0 and abs(g) > 2 * abs(f):
        raise ArithmeticError(f"the sign of {f} F + {g} G depends on u")
    return 1 if (f or g) > 0 else -1


def settled_margin(gap: TailSum, alpha: Number) -> Number:
    """A ball that rises with alpha; once positive, ``gap`` has its final sign from this alpha on.

    Let a tail be at most c G(u) against that sign.  With a constant K the margin is |K| - sum c/(4 sqrt(2 alpha + 1)),
    by G(u) <= G(0) <= half the deviation of v.  Without one, and with the least tail (u, f, g), it is a lower bound
    of |f F + g G|/G(u), by G <= uF (1 + r/(8 alpha u^2)), less sum c_j (r_j/r)^alpha over the others, r = 1 - 4u^2.
    """
    alpha, sign = ball(alpha), sign_in_the_end(gap)
    if gap.constant:
        scale = 4 * (2 * alpha + 1).sqrt()
        return ball(abs(gap.constant)) - sum((ball(_against(tail, sign)) / scale for tail in gap.tails), start=ball(0))
    (u, f, g), *others = gap.tails
    r = 1 - 4 * u * u
    ratio = ball(1 / u) / (1 + ball(r / (8 * u * u)) / alpha) if f else ball(0)
    rest = (ball(_against(tail, sign)) * ball((1 - 4 * tail[0] ** 2) / r) ** alpha for tail in others)
    return sign * (f * ratio + g) - sum(rest, start=ball(0))


def _against(tail: Tail, sign: int) -> Fraction:
    """c with sign (f F + g G) >= -c G: the parts of the other sign, by F < G/u; 0 where f outweighs g."""
    u, f, g = tail
    f, g = sign * f, sign * g
    if f >= 0 and g >= -2 * f:
        return Fraction(0)
    return (max(-f, 0) / u if f else Fraction(0)) + max(-g, 0)


def gaps(n_points: int, n_classes: int, epsilon: Fraction) -> dict[tuple[int, int], TailSum]:
    """``class_gap`` for every point and every class that is not its own."""
    pairs = ((x, c) for x in range(n_points) for c in range(n_classes) if c != x % n_classes)
    return {(x, c): class_gap(n_points, n_classes, x, c, epsilon) for x, c in pairs}


@lru_cache(maxsize=256)
def in_the_end(n_points: int, n_classes: int, epsilon: Fraction) -> tuple[bool, int]:
    """Whether some point fails for all large alpha, and an alpha_0 from which this is certain: a power of 2.

    Raises ``ArithmeticError`` when that alpha_0 is out of reach.

    >>> in_the_end(10, 10, Fraction(3, 10))[0], in_the_end(10, 10, Fraction(1, 10))[0]
    (True, False)
    """
    every = gaps(n_points, n_classes, epsilon).values()
    failing = [gap for gap in every if sign_in_the_end(gap) > 0]
    if failing:
        return True, min(settled_from(gap) for gap in failing)
    return False, max(settled_from(gap) for gap in every)


def settled_from(gap: TailSum) -> int:
    """The least power of 2 from which ``gap`` certainly has its final sign; 1 if it is 0 throughout."""
    alpha = 1
    with precision(BITS):
        while (gap.constant or gap.tails) and is_positive(settled_margin(gap, alpha)) is not True:
            alpha *= 2
            if alpha > LARGEST_ALPHA:
                raise ArithmeticError(f"not settled up to alpha = {LARGEST_ALPHA}")
    return alpha

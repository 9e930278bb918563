"""A run of LARS on which the bound is approached: down to the minimum, and then back and forth across it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_whole
from theory.numbers import Number, conjunction, equal, less_equal, sympify
from theory.results.large_batch.papers import LARS, YOU_2020


@dataclass(frozen=True)
class Zigzag:
    """LARS on x^2/2 from 1 with phi = 1 and without noise, for T = k^2 + k steps, where eta = 1/sqrt(T).

    It goes down by eta, k + 1 times until it passes 0, and then back and forth.  Raises ``ValueError`` unless k is a
    whole number from 1 on.
    """

    k: int

    def __post_init__(self) -> None:
        make_whole(self, "k")
        if self.k < 1:
            raise ValueError(f"k = {self.k} must be at least 1")

    @property
    def steps(self) -> int:
        """T."""
        return self.k * (self.k + 1)

    def quotient(self) -> sp.Expr:
        """The mean of |x_t| over the bound 1/sqrt(T), step by step: x_t = 1 - n/sqrt(T) with a whole number n.

        >>> Zigzag(1).quotient()
        -1/2 + sqrt(2)
        """
        whole = moved = n = 0
        for _ in range(self.steps):
            ahead = n * n < self.steps  # x_t > 0
            whole, moved = (whole + 1, moved + n) if ahead else (whole - 1, moved - n)
            n += 1 if ahead else -1
        return (whole * sp.sqrt(self.steps) - moved) / sp.Integer(self.steps)

    def __str__(self) -> str:
        return f"k = {self.k}, T = {self.steps}"


def odd_quotient(k: Number) -> Number:
    """sqrt(1 + 1/k) - 1/(2 k)."""
    return sp.sqrt(1 + 1 / k) - 1 / (2 * k)


def even_quotient(k: Number) -> Number:
    """sqrt(1 - 1/(k + 1)) + 1/(2 (k + 1))."""
    return sp.sqrt(1 - 1 / (k + 1)) + 1 / (2 * (k + 1))


def zigzag_quotient(zigzag: Zigzag) -> sp.Expr:
    """The quotient for an odd or an even k."""
    return (odd_quotient if zigzag.k % 2 else even_quotient)(sp.Integer(zigzag.k))


def quotient_is(zigzag: Zigzag, value: sp.Expr) -> Finding:
    """Mean over bound is ``value``."""
    found = zigzag.quotient()
    return Finding(equal(found, value), f"mean over bound is {found}")


def quotient_near_1(zigzag: Zigzag, constant: Fraction) -> Finding:
    """1 - ``constant``/k^2 <= mean over bound <= 1."""
    found = zigzag.quotient()
    low = 1 - sympify(constant) / zigzag.k**2
    return Finding(conjunction(less_equal(low, found), less_equal(found, sp.Integer(1))), f"mean over bound is {found}")


register(
    Claim(
        id="lars-2-sharp",
        title="No smaller constant bounds the mean gradient of LARS, however many steps it takes",
        statement=(
            r"LARS on $x^2/2$ from $x_1 = 1$, $\varphi = 1$, without noise, $T = k^2 + k$, $\eta = 1/\sqrt T$: "
            r"the mean "
            r"of $|x_t|$ is the bound of lars-2 times $\sqrt{1 + \frac1k} - \frac1{2k}$ for odd $k$, and times "
            r"$\sqrt{1 - \frac1{k+1}} + \frac1{2(k+1)}$ for even $k$, which is between $1 - \frac{1}{8k^2}$ and $1$."
        ),
        paper=YOU_2020,
        place=LARS,
        reading=Reading.OURS,
        instance=Zigzag,
        conclusion=Conclusion(
            (
                Part("mean over bound", quotient_is, zigzag_quotient),
                Part("near 1", quotient_near_1, lambda _: Fraction(1, 8)),
            )
        ),
        expected=Verdict.PROVED,
        tightness="an equality",
    )
)

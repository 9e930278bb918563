"""Theorem 2.7 on the lines of Appendix D: ten points in two and in ten classes, beside the three points.

At alpha = 1 each line has a least resolution from which on some point fails, a root of a quadratic.  For large alpha
two classes fail at every resolution below 1; ten classes do not, since one class each side ties with the point's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import flint
import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.numbers import (
    Exact,
    Number,
    Truth,
    ball,
    equal,
    equivalent,
    exact,
    is_positive,
    less,
    less_equal,
    negate,
    precision,
)
from theory.optimal import local_masses
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_2_7_large_alpha import in_the_end

# (points, classes): coefficients a, b, c of the irreducible a eps^2 + b eps + c whose positive root is the threshold
THRESHOLD_POLYNOMIALS = {
    (3, 2): (4, -2, -1),
    (10, 2): (1723752, -631373, -396900),
    (10, 10): (22400541, -14472004, -6350400),
}
TEN_CLASSES_FAIL = (Fraction(1, 5), Fraction(1, 2), Fraction(5, 7))  # for a < eps < b and for c <= eps < 1
LARGEST_EXACT_ALPHA = 30  # h_eps has as many rational terms for each pair; balls decide beyond it
BITS = (128, 512, 2048, 8192)  # the next only where the last leaves a sign open


@dataclass(frozen=True)
class LongLine:
    """An alternating line of Appendix D (or the three points), uniform, mixed by Beta(alpha, alpha), at a resolution.

    ``alpha`` and ``epsilon`` become exact.  Raises ``ValueError`` unless both are positive and the line is one of the
    three.

    >>> print(LongLine(10, 2, 1, "1/2"))
    the line 0, ..., 9 in 2 classes, λ ~ Beta(1, 1), ε = 1/2
    """

    n_points: int
    n_classes: int
    alpha: Exact
    epsilon: Exact

    def __post_init__(self) -> None:
        if (self.n_points, self.n_classes) not in THRESHOLD_POLYNOMIALS:
            asked, known = (self.n_points, self.n_classes), ", ".join(map(str, THRESHOLD_POLYNOMIALS))
            raise ValueError(f"there is no line of (points, classes) = {asked}; the lines are {known}")
        for name in ("alpha", "epsilon"):
            object.__setattr__(self, name, exact(getattr(self, name)))
            if not is_positive(getattr(self, name)):
                raise ValueError(f"{name} must be positive, not {getattr(self, name)}")

    def __str__(self) -> str:
        line = f"the line 0, ..., {self.n_points - 1} in {self.n_classes} classes"
        return f"{line}, λ ~ Beta({self.alpha}, {self.alpha}), ε = {self.epsilon}"


def threshold(n_points: int, n_classes: int) -> sp.Expr:
    """Least resolution at which some point fails at alpha = 1 and beyond which some point does, up to 1.

    >>> threshold(3, 2), [round(float(threshold(10, k)), 6) for k in (2, 10)]
    (1/4 + sqrt(5)/4, [0.696747, 0.945796])
    """
    a, b, c = map(sp.Integer, THRESHOLD_POLYNOMIALS[n_points, n_classes])
    return sp.expand((-b + sp.sqrt(b * b - 4 * a * c)) / (2 * a))


def quadratics(n_points: int, n_classes: int, x: int) -> list[flint.fmpq_poly]:
    """n^2 N_i at the point ``x`` for each class, at alpha = 1: a polynomial in epsilon on all of (0, 1).

    lambda s + (1 - lambda) t is at distance epsilon from x at lambda = (x - t -+ epsilon)/(s - t), which meets 0 and 1
    only at whole epsilon.  Raises ``ArithmeticError`` should an end cross 0 or 1 in between.

    >>> from flint import fmpq
    >>> [(N(fmpq(1, 2)) / 9) for N in quadratics(3, 2, 1)]
    [1/6, 5/18]
    """
    masses = [flint.fmpq_poly([0]) for _ in range(n_classes)]
    for s, t in product(range(n_points), repeat=2):
        if s == t:
            masses[s % n_classes] += int(s == x)
            continue
        slope, middle = flint.fmpq(1, abs(s - t)), flint.fmpq(x - t, s - t)
        lo, hi = (_clipped(flint.fmpq_poly([middle, sign * slope])) for sign in (-1, 1))
        moment = (hi * hi - lo * lo) / 2
        masses[s % n_classes] += moment
        masses[t % n_classes] += hi - lo - moment
    return masses


def _clipped(end: flint.fmpq_poly) -> flint.fmpq_poly:
    """min(max(end, 0), 1) of a linear end, as one polynomial on (0, 1)."""
    at_ends = [end(0), end(1)]
    if all(0 <= value <= 1 for value in at_ends):
        return end
    if all(value <= 0 for value in at_ends):
        return flint.fmpq_poly([0])
    if all(value >= 1 for value in at_ends):
        return flint.fmpq_poly([1])
    raise ArithmeticError(f"the end {end} crosses 0 or 1")


def some_point_fails(line: LongLine) -> Finding:
    """Some data point has a class of larger h_eps than its own, from the definition of h_eps.

    Exactly at small whole alpha, by balls of rising precision otherwise.  Half of the line is looked at: j -> n-1-j
    maps the line and its classes onto themselves, up to their names.
    """
    small = isinstance(line.alpha, Fraction) and line.alpha.denominator == 1 and line.alpha <= LARGEST_EXACT_ALPHA
    finding = Finding(None)
    for bits in BITS[:1] if small else BITS:
        with precision(bits):
            finding = _failure(line, line.epsilon if small else ball(line.epsilon))
        if finding.holds is not None:
            break
    return finding


def _failure(line: LongLine, epsilon: Number) -> Finding:
    dataset = LabeledDataset.alternating_line(line.n_points, line.n_classes)
    truth: Truth = False
    for x in range((line.n_points + 1) // 2):
        masses = local_masses(dataset, Beta(line.alpha), (Fraction(x),), epsilon)
        own = dataset.codes[x]
        exceeds = {c: less(masses[own], mass) for c, mass in enumerate(masses) if c != own}
        winner = next((c for c, larger in exceeds.items() if larger), None)
        if winner is not None:
            return Finding(True, f"the point {x} goes to class {dataset.classes[winner]}")
        if None in exceeds.values():
            truth = None
    return Finding(truth, "every point keeps its class" if truth is False else "some sign is left open")


def stated_in_the_end(line: LongLine) -> bool:
    """Whether some point is stated to fail for all large alpha."""
    if line.n_classes == 2:
        return True
    first, second, third = TEN_CLASSES_FAIL
    between = less(first, line.epsilon) is True and less(line.epsilon, second) is True
    return between or less_equal(third, line.epsilon) is True


def fails_some_point(line: LongLine, stated: Truth) -> Finding:
    """Whether h_eps fails some point as ``stated``."""
    found = some_point_fails(line)
    return Finding(
        equivalent(found.holds, stated), f"{found.witness}; stated: {'some point fails' if stated else 'none fails'}"
    )


def stated(line: LongLine) -> Truth:
    """Whether the claim says that some point fails, at alpha = 1 or at a large alpha."""
    if equal(line.alpha, 1):
        return less(threshold(line.n_points, line.n_classes), line.epsilon)
    return stated_in_the_end(line)


as_stated = Conclusion((Part("some point fails exactly where stated", fails_some_point, stated),))


def _below_one(line: LongLine) -> Finding:
    return Finding(less(line.epsilon, 1), f"ε = {line.epsilon}")


def _settled(line: LongLine) -> Finding:
    """alpha = 1, or alpha >= alpha_0(epsilon), which is computed for rational epsilon."""
    if equal(line.alpha, 1):
        return Finding(True, "α = 1")
    if not isinstance(line.epsilon, Fraction):
        return Finding(None, "α_0 is computed for rational ε")
    start = in_the_end(line.n_points, line.n_classes, line.epsilon)[1]
    return Finding(negate(less(line.alpha, start)), f"α_0 = {start}")


register(
    Claim(
        id="theorem-2.7-long-lines",
        title="Longer lines: when some point fails at alpha = 1, and when for all large alpha",
        statement=(
            r"Uniform alternating lines, $0 < \epsilon < 1$, $\lambda \sim$ Beta$(\alpha, \alpha)$. At $\alpha = 1$ "
            r"some data point is misclassified by $h_\epsilon$ if and only if $\epsilon > \epsilon_1$, where "
            r"$\epsilon_1 = (1 + \sqrt{5})/4$ for three points, $0.69674\ldots$ for ten points in two classes (the "
            r"positive root of $1723752\epsilon^2 - 631373\epsilon - 396900$; the points $1$ and $8$ fail first) and "
            r"$0.94579\ldots$ for ten points in ten classes (that of "
            r"$22400541\epsilon^2 - 14472004\epsilon - 6350400$). For every $\epsilon$ there is $\alpha_0$ such that "
            r"for all $\alpha \ge \alpha_0$: with two classes some point is misclassified; with ten classes some "
            r"point is if $\frac15 < \epsilon < \frac12$ or $\epsilon \ge \frac57$, and none otherwise."
        ),
        paper=MIXUP,
        place="Theorem 2.7 and Appendix D",
        reading=Reading.OURS,
        instance=LongLine,
        assumptions=(
            Assumption("resolution below 1", r"$0 < \epsilon < 1$", _below_one),
            Assumption("alpha is 1 or large", r"$\alpha = 1$, or $\alpha \ge \alpha_0(\epsilon)$", _settled),
        ),
        conclusion=as_stated,
        expected=Verdict.PROVED,
        tightness="equivalences; the thresholds are exact algebraic numbers, and alpha_0 is explicit but not the least",
    )
)

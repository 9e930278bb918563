"""The converse of Theorem 3.5, for linearly independent data: exactly when Mixup and max-margin have one direction.

They may although the class masses differ, and need not if max-margin does not interpolate.
"""

from __future__ import annotations

from fractions import Fraction

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear import LinearMixup, has_minimiser
from theory.linear.agreement import recognised
from theory.linear.class_margins import two_points
from theory.linear.enclosure import BITS
from theory.linear.margin import gram_solve, rational_matrix, signs
from theory.numbers import Number, Truth, ball, conjunction, equal, equivalent, is_ball, less_equal, negate, precision
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_3_5 import INTERPOLATION, OFF_CENTRE, equal_masses, minimiser_is_multiple
from theory.results.mixup.theorem_3_5_smaller_class import INDEPENDENCE, NONE, TWO_CLASSES


def margin_ratio(instance: LinearMixup) -> Number:
    """c_2/c_1, the ratio of the margins that two points of these class masses have.

    1 for equal masses, because exchanging the classes changes nothing; rational where both margins are multiples of
    log 2; a ball otherwise.
    """
    first, second = instance.masses
    if equal(first, second):
        return Fraction(1)
    pair = LinearMixup(two_points(first), instance.mixing)
    if (found := recognised(pair)) is not None:
        ratio = found[1] / found[0]
        return -Fraction(int(ratio.p), int(ratio.q))
    with precision(BITS):
        return -pair.enclosure[1] / pair.enclosure[0]


def criterion(instance: LinearMixup) -> Truth:
    """y o beta >= 0, and beta = 0 where the margin is not the least, for some beta with X X^T beta = u.

    u = c_1 on X_1 and -c_2 on X_{-1}; divided by c_1 this is one indicator minus ``margin_ratio`` times the other.
    """
    y, ratio = signs(instance.dataset), margin_ratio(instance)
    indicators = [[Fraction(sign == c) for sign in y] for c in (1, -1)]
    with precision(BITS):
        try:
            first, second = (gram_solve(instance.dataset, values) for values in indicators)
        except ValueError:
            return _solvable(instance, indicators, ratio)
        beta = [_combined(a, b, ratio) for a, b in zip(first, second, strict=True)]
        least = {1: less_equal(1, ratio), -1: less_equal(ratio, 1)}
        right_signs = conjunction(*(less_equal(0, sign * b) for sign, b in zip(y, beta, strict=True)))
        slack = [_either(least[sign], equal(b, 0)) for sign, b in zip(y, beta, strict=True)]
    return conjunction(right_signs, *slack)


def _combined(a: Fraction, b: Fraction, ratio: Number) -> Number:
    """a - ratio b, exact wherever that is possible."""
    if not b:
        return a
    return ball(a) - ratio * ball(b) if is_ball(ratio) else a - ratio * b


def _either(a: Truth, b: Truth) -> Truth:
    return negate(conjunction(negate(a), negate(b)))


def _solvable(instance: LinearMixup, indicators: list[list[Fraction]], ratio: Number) -> Truth:
    """For dependent points: certain falsehood where X X^T beta = u has no solution, else no decision."""
    points = rational_matrix(instance.dataset.exact_points)
    basis, rank = (points * points.transpose()).numer_denom()[0].nullspace()
    for k in range(rank):
        relation = [int(basis[i, k]) for i in range(len(indicators[0]))]
        first, second = (sum(n * v for n, v in zip(relation, values, strict=True)) for values in indicators)
        if equal(_combined(Fraction(first), Fraction(second), ratio), 0) is False:
            return False
    return None


def existing_agrees(instance: LinearMixup, stated: Truth) -> Finding:
    """Whether there is a minimiser, and agrees as ``stated``."""
    return agrees(instance, stated) if has_minimiser(instance.dataset, instance.mixing) else NONE


def criterion_where_it_exists(instance: LinearMixup) -> Truth:
    """The criterion; ``None`` where there is no minimiser that it could be about."""
    return criterion(instance) if has_minimiser(instance.dataset, instance.mixing) else None


criterion_decides = Conclusion(
    (Part("agrees exactly where the criterion holds", existing_agrees, criterion_where_it_exists),)
)


def agrees(instance: LinearMixup, stated: Truth) -> Finding:
    """Whether the Mixup minimiser is a positive multiple of the max-margin solution, or is none, as ``stated``."""
    found = minimiser_is_multiple(instance)
    return Finding(equivalent(found.holds, stated), f"agreement {found.holds}: {found.witness}; stated: {stated}")


agree_iff_equal_masses = Conclusion(
    (Part("agrees exactly for equal masses", agrees, lambda instance: equal_masses(instance).holds),)
)


register(
    Claim(
        id="theorem-3.5-criterion",
        title="For independent data: exactly when Mixup has the max-margin direction",
        statement=(
            r"With the data, $c_1$ and $c_2$ of theorem-3.5-smaller-class, let $u = c_1$ on $X_1$, $-c_2$ on $X_{-1}$, "
            r"and $\beta = (XX^T)^{-1} u$. The Mixup minimiser is a multiple of the max-margin solution iff "
            r"$y_i \beta_i \ge 0$ for all $i$ and $\beta_i = 0$ wherever the margin is not the least. So for equal "
            r"masses they agree iff the max-margin solution interpolates, and for unequal masses only if $\beta = 0$ "
            r"on the larger class, which is so for a null set of data $X$."
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        reading=Reading.OURS,
        instance=LinearMixup,
        assumptions=(INDEPENDENCE, TWO_CLASSES, OFF_CENTRE),
        conclusion=criterion_decides,
        expected=Verdict.PROVED,
        tightness="an equivalence",
    )
)

register(
    Claim(
        id="theorem-3.5-converse",
        title="For independent data with an interpolating max-margin solution, Mixup agrees iff the masses are equal",
        statement=(
            r"If the data are linearly independent, the max-margin solution interpolates and "
            r"$P_f((0,1) \setminus \{1/2\}) > 0$, then the Mixup minimiser is a positive multiple of the max-margin "
            r"solution iff $P_X(X_1) = P_X(X_{-1})$."
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        reading=Reading.OURS,
        instance=LinearMixup,
        assumptions=(INTERPOLATION, INDEPENDENCE, OFF_CENTRE),
        conclusion=agree_iff_equal_masses,
        expected=Verdict.PROVED,
        tightness="an equivalence",
    )
)

"""Theorem 3.5 for unequal masses: each class has one Mixup margin, and the smaller class the smaller."""

from __future__ import annotations

from fractions import Fraction

import flint

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear import LinearMixup, has_minimiser
from theory.linear.class_margins import enclose_class_margins
from theory.linear.enclosure import BITS
from theory.linear.margin import rational_matrix, signs
from theory.numbers import Exact, ball, conjunction, equal, less, precision
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_3_5 import OFF_CENTRE

WIDTH = Fraction(1, 10**12)  # margins are compared to twelve digits after the point
NONE = Finding(False, "there is no minimiser: the loss falls for ever along a ray")


def enclosed_margins(instance: LinearMixup) -> dict[int, list[flint.arb]] | Finding:
    """The margins y_i u_i of the minimiser in balls, class by class; a finding where there are none or no balls."""
    if not has_minimiser(instance.dataset, instance.mixing):
        return NONE
    margins: dict[int, list[flint.arb]] = {1: [], -1: []}
    try:
        for y, u in zip(signs(instance.dataset), instance.enclosure, strict=True):
            margins[y].append(y * u)
    except (ValueError, ArithmeticError) as error:
        return Finding(None, str(error))
    return margins


def margins_exceed(instance: LinearMixup, bound: Exact) -> Finding:
    """Whether all margins are above ``bound``."""
    if isinstance(margins := enclosed_margins(instance), Finding):
        return margins
    with precision(BITS):
        holds = conjunction(*(less(ball(bound), u) for u in (*margins[1], *margins[-1])))
    return Finding(holds, "; ".join(f"X_{y}: " + ", ".join(u.str(8) for u in margins[y]) for y in (1, -1)))


def margins_are(instance: LinearMixup, numbers: tuple[flint.arb, flint.arb] | None) -> Finding:
    """Whether all margins of X_1, and all of X_{-1}, are the first and the second of ``numbers``, up to ``WIDTH``."""
    if isinstance(margins := enclosed_margins(instance), Finding):
        return margins
    if numbers is None:
        return Finding(None, "the margins of two points with these masses could not be enclosed")
    with precision(BITS):
        gaps = [abs(u - number) for number, y in zip(numbers, (1, -1), strict=True) for u in margins[y]]
        holds = conjunction(*(less(gap, ball(WIDTH)) for gap in gaps))
    return Finding(holds, f"c_1 = {numbers[0].str(8)} and c_2 = {numbers[1].str(8)}")


def margins_of_masses(instance: LinearMixup) -> tuple[flint.arb, flint.arb] | None:
    """c_1 and c_2, from two points of the same masses and the same P_f."""
    try:
        return enclose_class_margins(instance.mixing, instance.masses[0])
    except (ValueError, ArithmeticError):
        return None


def margins_are_ordered(instance: LinearMixup, order: int) -> Finding:
    """Whether the margins of X_1 are below (``order`` -1) or above (1) those of X_{-1}; 0 states nothing."""
    if isinstance(margins := enclosed_margins(instance), Finding):
        return margins
    if order == 0:
        return Finding(True, "equal masses")
    smaller, larger = (margins[1], margins[-1]) if order < 0 else (margins[-1], margins[1])
    with precision(BITS):
        holds = conjunction(*(less(a, b) for a in smaller for b in larger))
    return Finding(holds, f"masses {' and '.join(map(str, instance.masses))}")


def order_of_masses(instance: LinearMixup) -> int:
    """-1, 0 or 1 as W_1 is below, at or above W_2."""
    first, second = instance.masses
    return 0 if equal(first, second) else (-1 if less(first, second) else 1)


smaller_class_has_smaller_margins = Conclusion(
    (
        Part("positive margins", margins_exceed, lambda _: Fraction(0)),
        Part("one margin a class, by masses alone", margins_are, margins_of_masses),
        Part("smaller in the smaller class", margins_are_ordered, order_of_masses),
    )
)


def linearly_independent(instance: LinearMixup) -> Finding:
    """X has full row rank."""
    rank = rational_matrix(instance.dataset.exact_points).rank()
    return Finding(rank == instance.dataset.n_points, f"{instance.dataset.n_points} points of rank {rank}")


def has_two_classes(instance: LinearMixup) -> Finding:
    """Both labels occur."""
    return Finding(instance.dataset.n_classes == 2, f"labels {instance.dataset.classes}")


INDEPENDENCE = Assumption("linear independence", "the data points are linearly independent", linearly_independent)
TWO_CLASSES = Assumption("two classes", "both classes occur", has_two_classes)

register(
    Claim(
        id="theorem-3.5-smaller-class",
        title="Mixup gives one margin to each class, the smaller one to the class of smaller mass",
        statement=(
            r"Let the data be linearly independent, of two classes of masses $W_1, W_2$, and "
            r"$P_f((0,1) \setminus \{1/2\}) > 0$. The minimiser of the Mixup logistic loss has one margin $c_1 > 0$ at "
            r"all of $X_1$ and one $c_2 > 0$ at all of $X_{-1}$, which depend on $W_1$ and $P_f$ alone, and "
            r"$W_1 < W_2$ iff $c_1 < c_2$."
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        reading=Reading.OURS,
        instance=LinearMixup,
        assumptions=(INDEPENDENCE, TWO_CLASSES, OFF_CENTRE),
        conclusion=smaller_class_has_smaller_margins,
        expected=Verdict.PROVED,
    )
)

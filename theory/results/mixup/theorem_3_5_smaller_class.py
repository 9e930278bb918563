"""Theorem 3.5 for unequal masses: each class has one Mixup margin, and the smaller class the smaller."""

from __future__ import annotations

import flint

from theory.claim import Assumption, Claim, Finding, Reading, Verdict, register
from theory.linear import LinearMixup, has_minimiser
from theory.linear.enclosure import BITS, Balls
from theory.linear.margin import rational_matrix, signs
from theory.numbers import Truth, conjunction, equal, is_positive, less, precision
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_3_5 import OFF_CENTRE

NONE = Finding(False, "there is no minimiser: the loss falls for ever along a ray")


def smaller_class_has_smaller_margins(instance: LinearMixup) -> Finding:
    """All Mixup margins are positive, those of one class not certainly different, those of a smaller class smaller."""
    if not has_minimiser(instance.dataset, instance.mixing):
        return NONE
    margins: dict[int, list[flint.arb]] = {1: [], -1: []}
    try:
        for y, u in zip(signs(instance.dataset), instance.enclosure, strict=True):
            margins[y].append(y * u)
    except (ValueError, ArithmeticError) as error:
        return Finding(None, str(error))
    first, second = instance.masses
    with precision(BITS):
        truths = [is_positive(u) for u in (*margins[1], *margins[-1])]
        truths += [bool(u.overlaps(of_class[0])) for of_class in margins.values() for u in of_class]
        if not equal(first, second):
            truths.append(_all_less(*((margins[1], margins[-1]) if less(first, second) else (margins[-1], margins[1]))))
    shown = "; ".join(f"X_{y}: " + ", ".join(u.str(8) for u in margins[y]) for y in (1, -1))
    return Finding(conjunction(*truths), f"margins {shown}; masses {first} and {second}")


def _all_less(smaller: Balls, larger: Balls) -> Truth:
    return conjunction(*(less(a, b) for a in smaller for b in larger))


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

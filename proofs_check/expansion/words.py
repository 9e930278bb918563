"""What a measured expansion says in words: the verdict, each class and bound, and what it does not say."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.expansion.bounds import Bound
from proofs_check.expansion.findings import ClassRow, Measured
from proofs_check.support.letters import printable
from proofs_check.support.words import counted

NAMED = 5  # points of a worst set that are named

SCOPE = (
    "This is about this graph and its points, not about the population that they come from, nor about other points.",
    "A bound holds for labels with the least objective, or for the student that was given; that a trained network "
    "reaches the least objective is not said.",
    "Classes have to be known for all points: measure on an audit set, where they are.",
    "For three classes or more no least labels are worked out: that is no minimum cut.",
)
WORDS = (
    ("views", "of a point: itself and the points that its arcs lead to"),
    ("N(V)", "the points that share a view with a point of V"),
    ("expansion", "of a class: the least |N(V) ∩ class|/|V| over all sets V of its points with wrong pseudo-labels"),
    ("c", "the least expansion of all classes"),
    ("worst set", "a V that attains it: wrong pseudo-labels that the fewest points of their class can outvote"),
    ("μ", "the share of the points that have a view in another class"),
    ("a", "the share of the points with a wrong pseudo-label"),
    ("d", "of labels: on how many points they differ from the pseudo-labels"),
    ("R", "of labels: on how many points they are not the same on all views"),
    ("denoised", "the labels with the least d + 2 R, for two classes by a minimum cut; undecided where they differ"),
    ("vote", "the majority of the pseudo-labels of the other views"),
)
MEASURED = (
    "On 270 graphs of two digits each (docs/expansion.md) the bound was mostly far from the truth: with μ > 0 its "
    "median was 2.2% to 4.4%, where 0.3% to 1.6% were wrong. Where μ = 0 and c > 2 it is 0, and nothing was wrong. "
    "In two graphs it was nearly attained: 54% and 55%, where 49% were wrong, since one label for all was the least.",
    "Against the cheapest alternative, the vote of the neighbours, the least labels won with 3 neighbours "
    "(1.23% wrong, the vote 1.81%) and lost with 10 (1.89%, the vote 1.56%): where many points have views in another "
    "class, one label for all can be the least.",
    "That all least labels agree on a point says little: they agree on 999 of 1,000. Where they differ, most "
    "pseudo-labels are wrong.",
    "c needs the true classes, and where these are known one can count: the errors of the vote predicted those of the "
    "least labels as well as c did (rank correlations 0.72 to 0.76 either way).",
)
LOCAL = "This page was made on your machine, loads nothing, and sends nothing anywhere."


def header(found: Measured) -> str:
    """What was measured."""
    arcs = sum(map(len, found.given.graph.views)) - found.points
    return (
        f"Expansion in a graph of {counted(found.points, '1 point', 'points')}, {counted(arcs, '1 arc', 'arcs')}, "
        f"{counted(len(found.given.classes), '1 class', 'classes')}"
    )


def per_cent(count: int | Fraction, points: int) -> str:
    """A count of points with its share of all.

    >>> per_cent(3, 12)
    '3 points (25.0%)'
    """
    return f"{counted(int(count), '1 point', 'points')} ({float(count / Fraction(points)):.1%})"


def verdict(found: Measured) -> str:
    """One or two sentences: the expansion, and what it guarantees."""
    return f"{_expansion(found)} {_guarantee(found)}"


def _expansion(found: Measured) -> str:
    if found.constant is None:
        return "No pseudo-label is wrong."
    worst = next(row for row in found.by_class if row.constant == found.constant)
    return (
        f"Wrong pseudo-labels: {found.wrong} of {found.points}. They expand by c = {_number(found.constant)}: "
        f"{_set(worst)} of class {printable(worst.name)} "
        f"{'shares' if len(worst.worst) == 1 else 'share'} views with {worst.reached} of their class, themselves "
        "included."
    )


def _set(row: ClassRow) -> str:
    named = ", ".join(map(str, row.worst[:NAMED])) + (", …" if len(row.worst) > NAMED else "")
    return f"point {named}" if len(row.worst) == 1 else f"{len(row.worst)} points ({named})"


def _number(value: Fraction) -> str:
    """A fraction, and what it is about."""
    return str(value) if value.denominator == 1 else f"{value} ≈ {float(value):.3g}"


def _guarantee(found: Measured) -> str:
    judged = found.given.student is not None
    of = "the student" if judged else "labels with the least d + 2 R"
    if found.guaranteed is None:
        return f"Nothing is guaranteed of {of}: that needs c > 2."
    errors = found.guaranteed * found.points
    if found.guaranteed >= 1:
        return f"The bound on the errors of {of} says nothing: it is {float(errors):.4g} of {found.points} points."
    return (
        f"Guaranteed: {of} {'is' if judged else 'are'} wrong on at most {per_cent(errors, found.points)}; "
        f"μ = {float(found.mu):.2%}."
    )


def value(constant: Fraction | None) -> str:
    """An expansion; a dash where no pseudo-label is wrong."""
    return "–" if constant is None else _number(constant)


def class_line(row: ClassRow) -> str:
    """One class in a line."""
    start = f"class {printable(row.name)}: {row.wrong} of {row.points} wrong"
    if row.constant is None:
        return start
    return f"{start}, expansion {_number(row.constant)} by {_set(row)}"


def bound_text(bound: Bound, points: int) -> str:
    """The value of a bound, or which assumption fails."""
    if bound.error is None:
        failed = (f"{condition.name} fails: {condition.found}" for condition in bound.conditions if not condition.holds)
        return "; ".join(failed)
    return f"at most {per_cent(bound.error, points)}" + (", which says nothing" if bound.error >= points else "")


def bound_lines(found: Measured) -> list[str]:
    """All bounds, a line each."""
    return [f"{bound.claim}, {bound.of}: {bound_text(bound, found.points)}" for bound in found.bounds]


def comparison(found: Measured) -> list[str]:
    """What is wrong in fact: pseudo-labels, their vote, the denoised labels."""
    points = found.points
    lines = [f"Wrong in fact: pseudo-labels {per_cent(found.wrong, points)}, vote "
             f"{per_cent(found.errors(found.vote), points)}"]  # fmt: skip
    if (cut := found.denoised) is not None:
        low, high = sorted((found.errors(cut.fewest), found.errors(cut.most)))
        certain = int(cut.certain.sum())
        each = per_cent(low, points) if low == high else f"{per_cent(low, points)} or {per_cent(high, points)}"
        lines.append(
            f"Labels with the least d + 2 R = {cut.objective} (truth: {found.truth_objective}): wrong on {each}; all "
            f"agree on {counted(certain, '1 point', 'points')}, {found.certain_errors} of them wrong"
        )
        if len(set(cut.fewest.tolist())) == 1 or len(set(cut.most.tolist())) == 1:
            lines.append("One of them gives every point the same label: too many points have views in another class.")
    return lines

"""Votes that the proofs share, and how others are drawn."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from theory.results.context_agnostic.context_swap import VoteShares
from theory.results.context_agnostic.votes import Row, Votes


def votes(rows: str, truth: str, contexts: str = "", alpha: str = "2") -> Votes:
    """Votes of a text such as ``"++ +-"``, equal weights of objects, and of contexts where none are given."""
    signs = [tuple(1 if sign == "+" else -1 for sign in row) for row in (*rows.split(), truth)]
    columns = len(signs[0])
    weights = tuple(map(Fraction, contexts.split())) or (Fraction(1, columns),) * columns
    objects = (Fraction(1, len(truth)),) * len(truth)
    return Votes(objects, weights, tuple(signs[:-1]), signs[-1], Fraction(alpha))


NOTHING_OR_ALPHA = votes("++ +-", "++", "2/3 1/3", "2/3")  # errors 0 and 2/3, of the mean K/(2 - 2/3) = 1/3
SMALL_ALPHA = votes("++ +-", "++", "2/3 1/3", "0")  # the same with too small a bound
MOSTLY_WRONG = votes("++ +-", "++", "1/4 3/4", "1/2")  # errors 0 and 3/2
EQUAL_ERRORS = votes("+- -+", "++", "1/2 1/2", "1")  # twice the error 1
ALL_WRONG = votes("--", "+", "1/2 1/2", "2")
MIRRORED = votes("+++- ---+", "+-", alpha="1/2")  # two objects, each wrong in the fourth context


@st.composite
def weights(draw: st.DrawFn, count: int) -> Row:
    """Positive ones of sum 1."""
    parts = draw(st.lists(st.integers(1, 4), min_size=count, max_size=count))
    return tuple(Fraction(part, sum(parts)) for part in parts)


@st.composite
def grids(draw: st.DrawFn) -> Votes:
    """Up to four objects in up to four contexts; alpha is the largest error, or anything."""
    objects, contexts = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    sign = st.sampled_from((1, 1, -1))
    row = st.lists(sign, min_size=contexts, max_size=contexts).map(tuple)
    rows = tuple(draw(row) for _ in range(objects))
    truth = tuple(draw(sign) for _ in range(objects))
    found = Votes(draw(weights(objects)), draw(weights(contexts)), rows, truth)
    alpha = draw(st.sampled_from((max(found.errors), Fraction(1, 2), Fraction(9, 10))))
    return Votes(found.objects, found.contexts, rows, truth, alpha)


@st.composite
def shares(draw: st.DrawFn) -> VoteShares:
    """Up to four objects with up to four classes; shares may be 0."""
    objects, classes = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    part = st.lists(st.integers(0, 4), min_size=classes, max_size=classes).filter(any)
    rows = [draw(part) for _ in range(objects)]
    table = tuple(tuple(Fraction(p, sum(row)) for p in row) for row in rows)
    true_class = st.integers(0, classes - 1)
    truth = tuple(row.index(max(row)) if draw(st.integers(0, 3)) else draw(true_class) for row in rows)
    return VoteShares(draw(weights(objects)), table, truth)

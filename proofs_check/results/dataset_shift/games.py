"""Games that the proofs share, and how others are drawn."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from theory.results.dataset_shift.games import Predictions, Rival, Row, ShiftGame


def binary(prior: str, *rows: str) -> ShiftGame:
    """Two classes of which the second has the mass ``prior``; a row has P(C = 1) of one class for each value of A."""
    one = Fraction(prior)
    law = tuple(tuple((1 - Fraction(p), Fraction(p)) for p in row.split()) for row in rows)
    return ShiftGame((1 - one, one), law)


def predictions(*rows: str) -> Predictions:
    """P(T = 1) for each outcome, a row for each value of A."""
    return tuple(tuple((1 - Fraction(p), Fraction(p)) for p in row.split()) for row in rows)


RARE = binary("1/5", "1/4 1/4", "1/4 3/4")  # the base rate has a smaller worst risk than P(T | do(A), C)
EVEN = binary("1/2", "1/10 1/2", "1/2 9/10")  # both have a larger one than these:
BETTER = Rival(EVEN, predictions("19/50 17/20", "3/20 31/50"))
WORST_AT_0 = binary("2/5", "1/3 1/3", "1/3 2/3")  # at A = 0 the outcome says nothing of the class
THREE = ShiftGame(
    (Fraction(1, 3),) * 3,
    tuple(tuple((Fraction(t != odd), Fraction(t == odd)) for odd in (2, 1, 0)) for t in range(3)),
)  # the outcome 1 names the classes 2, 1, 0 at the values 0, 1, 2 of A, and 0 hides the two others


@st.composite
def laws(draw: st.DrawFn, length: int, least: int = 0) -> Row:
    """Small rational probabilities."""
    parts = draw(st.lists(st.integers(least, 4), min_size=length, max_size=length).filter(any))
    return tuple(Fraction(part, sum(parts)) for part in parts)


@st.composite
def games(draw: st.DrawFn) -> ShiftGame:
    """Two or three classes, up to three values of A, two or three outcomes, many of them of probability 0."""
    classes, values, outcomes = draw(st.integers(2, 3)), draw(st.integers(1, 3)), draw(st.integers(2, 3))
    law = tuple(tuple(draw(laws(outcomes)) for _ in range(values)) for _ in range(classes))
    return ShiftGame(draw(laws(classes, 1)), law)


@st.composite
def rivals(draw: st.DrawFn) -> Rival:
    """The base rate, what is Bayes in some environment, or any predictions."""
    game = draw(games())
    kind = draw(st.integers(0, 2))
    if kind == 0:
        return Rival(game, game.base_rate)
    if kind == 1:
        return Rival(game, game.posterior([draw(laws(len(game.values))) for _ in game.classes]))
    rows = [tuple(draw(laws(len(game.classes))) for _ in game.outcomes) for _ in game.values]
    return Rival(game, tuple(rows))

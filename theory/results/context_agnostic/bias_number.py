"""The bias of a context as one number with a sign."""

from __future__ import annotations

from theory.claim import Claim, Conclusion, Finding, Part, Verdict, register
from theory.results.context_agnostic.papers import JIN_2021
from theory.results.context_agnostic.votes import ALPHA_BELOW_1, ERRORS_WITHIN, SETTING, Row, Votes, mean


def directions(votes: Votes) -> Row:
    """E_o(h(o, c) - ō) for each context: where it moves the votes on average."""
    columns = zip(*votes.votes, strict=True)
    return tuple(
        mean(votes.objects, [h - middle for h, middle in zip(column, votes.means, strict=True)]) for column in columns
    )


def without_number(votes: Votes, contexts: tuple[int, ...]) -> Finding:
    """Exactly for these contexts no number has the sign of the direction and the size of the bias.

    A number is 0 exactly if its sign and its size are.
    """
    pairs = list(zip(directions(votes), votes.biases, strict=True))
    found = tuple(c for c, (direction, size) in enumerate(pairs) if (direction == 0) != (size == 0))
    signs, sizes = (", ".join(map(str, column)) for column in zip(*pairs, strict=True))
    return Finding(found == contexts, f"E(h - ō) is {signs} and the sizes are {sizes}")


def none(_: Votes) -> tuple[int, ...]:
    """No context."""
    return ()


register(
    Claim(
        id="context-bias-number-printed",
        title="The bias of a context is a number with the sign of E(h - ō) and its own size",
        statement=SETTING + r"For every context there is a number $B(c)$ of the size $\|B(c)\|$ and of the sign of "
        r"$E_o(h(o, c) - \bar o)$.",
        paper=JIN_2021,
        place="the definition of the bias",
        note="asked here only where errors are at most some α < 1",
        instance=Votes,
        assumptions=(ERRORS_WITHIN, ALPHA_BELOW_1),
        conclusion=Conclusion((Part("contexts without such a number", without_number, none),)),
        expected=Verdict.REFUTED,
        whole_read=True,
        tightness="on two objects in four contexts no context has one",
    )
)

"""Where most votes are right, |ō| = 1 - e; and the bias of a context is the risk plus what its wrong votes add."""

from __future__ import annotations

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt
from proofs_check.results.context_agnostic.grids import EQUAL_ERRORS, MIRRORED, MOSTLY_WRONG, grids, votes
from proofs_check.results.context_agnostic.theorem_3_1 import ANY, HUNDREDTH
from proofs_check.results.context_agnostic.theorem_3_1 import proof as interval

proof = Proof("risk-without-labels")
proof.drawn(grids)
proof.repeat(interval, "one object", "sums")


@proof.step(
    "majority", "smt", "for e <= 1 the mean vote has |ō| = 1 - e, so that R = 1 - E|ō|", ["assumption:majority"]
)
def by_majority(_: Settings) -> Result:
    """ō = t (1 - e)."""
    import z3

    t, e, o = z3.Reals("t e o")
    premises = [t * t == 1, o == t * (1 - e), e <= 1]
    return smt.universally({"size": (premises, z3.If(o >= 0, o, -o) == 1 - e)}, ANY)


@proof.step(
    "one context",
    "smt",
    "1 - h ō >= 1 - |ō| = e, with equality exactly if e = 1 or h = t; so R <= ||B(c)||, by sums over objects",
    ["majority", "one object", "sums", "assumption:majority"],
)
def one_context(_: Settings) -> Result:
    """One vote."""
    import z3

    t, e, o, h = z3.Reals("t e o h")
    premises = [t * t == 1, h * h == 1, o == t * (1 - e), e <= 1]
    return smt.universally(
        {
            "bound": (premises, 1 - h * o >= e),
            "equality": (premises, (1 - h * o == e) == z3.Or(e == 1, h == t)),
        },
        ANY,
    )


@proof.step(
    "no bias",
    "smt",
    "a context without bias has h ō = 1 on every object, so that ō = h; then 1 - ō^2 = 0 is the mean of 1 - h' ō, all "
    "of which are 0: every other vote h' is ō too.  If all votes on every object are h, ō = h and none has a bias",
    ["one object", "sums"],
)
def no_bias(_: Settings) -> Result:
    """One object, and two of its votes."""
    import z3

    o, h, other = z3.Reals("o h h'")
    sign = [h * h == 1, other * other == 1]
    return smt.universally(
        {
            "the mean": ([*sign, o <= 1, o >= -1, 1 - h * o == 0], o == h),
            "others": ([*sign, o == h, 1 - other * o == 0], other == h),
            "conversely": ([*sign, o == h], 1 - h * o == 0),
        },
        ANY,
    )


@proof.check("random votes", "sampled", "all parts where no object is mostly voted wrong")
def random_votes(settings: Settings) -> Result:
    """Up to four objects in four contexts."""
    return sampled.holds_on(grids(), proof.decides, settings, (200, 1000, 5000), "up to four objects in four contexts")


TWO_CONTEXTS = votes("++ +-", "++", "2/3 1/3")  # the first context is right on both objects, the second is not
UNDECIDED = votes("++ +-", "++")  # the second object has e = 1: both contexts attain the risk
proof.example(given(TWO_CONTEXTS))
proof.example(given(EQUAL_ERRORS), "all votes in balance")
proof.near_miss("risk from votes", lambda: (MIRRORED, MIRRORED.bias))
proof.near_miss("at most each bias", lambda: (TWO_CONTEXTS, TWO_CONTEXTS.risk - HUNDREDTH))
proof.near_miss("contexts that attain it", given((TWO_CONTEXTS, (0, 1))), "a wrong context")
proof.near_miss("contexts that attain it", given((UNDECIDED, (0,))), "votes in balance count on neither side")
proof.near_miss("a context without bias", given((TWO_CONTEXTS, True)))
proof.control("majority", given(MOSTLY_WRONG))

"""P(T | Z) against predictions that look at A: where A ignores everything they can only lose."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt
from proofs_check.results.dataset_shift.games import laws, predictions
from proofs_check.results.dataset_shift.minimax import bayes_coordinate, worst_risks_in_order
from theory.results.dataset_shift.conditional import Environments
from theory.results.dataset_shift.games import Row

ANY = "any environments"
proof = Proof("conditional-minimax")


@proof.step(
    "one law of (T, Z)",
    "smt",
    "the risk of P(T | Z) is the same in every environment, since its loss does not depend on A",
    ["assumption:invariant"],
)
def one_risk(_: Settings) -> Result:
    """One pair (t, z): its mass in an environment, and in training."""
    import z3

    risk, other, mass, trained, loss = z3.Reals("risk risk' P_e(t,z) P(t,z) loss")
    premises = [risk == other, mass == trained]
    return smt.universally({"one pair more": (premises, risk + mass * loss == other + trained * loss)}, ANY)


@proof.step(
    "where A ignores (T, Z)",
    "symbolic",
    "at a value z the truth is s with the mass w_s of W, whatever a: g(z, a) loses W |g - f|^2 more than f = w/W",
    ["assumption:A may ignore its causes"],
)
def ignoring(_: Settings) -> Result:
    """At a value z."""
    return bayes_coordinate(ANY)


@proof.step(
    "chain",
    "smt",
    "worst risk of f = its risk in that environment <= that of g there <= worst risk of g",
    ["one law of (T, Z)", "where A ignores (T, Z)"],
)
def chain(_: Settings) -> Result:
    """The environment where A ignores (T, Z) is worst for f."""
    return worst_risks_in_order(ANY)


@st.composite
def environments(draw: st.DrawFn) -> Environments:
    """Two classes, two values of Z and of A; one to three environments, in the first A is mostly independent."""
    joint = draw(laws(4))
    training = (joint[:2], joint[2:])
    tables = []
    for e in range(draw(st.integers(1, 3))):
        alone = draw(laws(2))
        ignores = e == 0 and draw(st.integers(0, 3)) > 0
        tables.append(
            tuple(
                tuple(tuple(mass * p for p in (alone if ignores else draw(laws(2)))) for mass in row)
                for row in training
            )
        )
    rows = tuple(tuple(draw(laws(2)) for _ in range(2)) for _ in range(2))
    return Environments(training, tuple(tables), rows)


proof.drawn(environments)


@proof.check("random environments", "sampled", "laws of two classes, two values of Z and of A, against any predictions")
def random_environments(settings: Settings) -> Result:
    """In most of them A is independent of (T, Z) somewhere."""
    return sampled.holds_on(environments(), proof.decides, settings, (150, 600, 3000), "two classes, Z and A binary")


def table(*rows: str) -> tuple[tuple[Row, ...], ...]:
    """P(t, z, a) for one class in a row, the values of z apart by commas."""
    return tuple(tuple(tuple(map(Fraction, part.split())) for part in row.split(",")) for row in rows)


HALVES = ((Fraction(1, 2),), (Fraction(1, 2),))  # two classes, and nothing is conditioned on
FOLLOWED = Environments(
    HALVES, (table("3/8 1/8", "1/8 3/8"), table("1/2 0", "0 1/2"), table("1/4 1/4", "1/4 1/4")), predictions("1/4 3/4")
)
NEVER_IGNORED = Environments(HALVES, FOLLOWED.environments[:2], FOLLOWED.predictions)
# C agrees with T in 9 of 10 at A = 0, and in 1 of 10 at A = 1: f has learnt the first
TURNED = Environments(
    ((Fraction(9, 20), Fraction(1, 20)), (Fraction(1, 20), Fraction(9, 20))),
    (table("9/20 0, 1/20 0", "1/20 0, 9/20 0"), table("0 1/20, 0 9/20", "0 9/20, 0 1/20")),
    predictions("1/2 1/2", "1/2 1/2"),
)
proof.example(given(FOLLOWED))
proof.near_miss("no larger worst risk", lambda: (FOLLOWED, Fraction(1, 2) - Fraction(1, 100)))
proof.control("A may ignore its causes", given(NEVER_IGNORED))
proof.control("invariant", given(TURNED))

"""Separation implies stability, by the Markov property; two paths that cancel are stable and not separated."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt
from theory.results.dataset_shift.diagrams import Diagram, separated, stable

proof = Proof("separated-is-stable")
proof.trusted(
    "Markov property",
    "in a diagram d-separation implies conditional independence, whatever the mechanisms",
    "Verma and Pearl 1988; Lauritzen, Graphical Models, 3.22 and 3.27",
)


@proof.step(
    "mechanisms as a cause",
    "smt",
    "two choices of mechanisms are the values of a new parent S of the mutable variables; T independent of S given Z "
    "says P(t, z, s) P(z) = P(t, z) P(z, s): P(t | z, s) = P(t | z) if P(z, s) > 0, and both choices give it",
    ["Markov property", "assumption:separated"],
)
def as_a_cause(_: Settings) -> Result:
    """Two values of S."""
    import z3

    z, tz, z_1, tz_1, z_2, tz_2 = z3.Reals("P(z) P(t,z) P(z,1) P(t,z,1) P(z,2) P(t,z,2)")
    independent = [tz_1 * z == tz * z_1, tz_2 * z == tz * z_2]
    premises = [z > 0, z_1 > 0, z_2 > 0, *independent]
    return smt.universally({"both": (premises, tz_1 / z_1 == tz_2 / z_2)}, "any laws")


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    """Three or four binary variables, one or two of them mutable."""
    count = draw(st.integers(3, 4))
    parents = tuple(tuple(j for j in range(i) if draw(st.booleans())) for i in range(count))
    mutable = tuple(draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=2)))
    entry = st.sampled_from([Fraction(k, 12) for k in (0, 1, 3, 4, 7, 10)])
    tables = tuple(
        () if i in mutable else tuple(draw(entry) for _ in range(2 ** len(above))) for i, above in enumerate(parents)
    )
    target = draw(st.integers(0, count - 1))
    given_here = draw(st.sets(st.integers(0, count - 1), max_size=2)) - {target}
    return Diagram(parents, tables, mutable, target, tuple(sorted(given_here)))


proof.drawn(diagrams)


@proof.check("random diagrams", "sampled", "paths of the diagram against polynomials in the mechanisms that may change")
def random_diagrams(settings: Settings) -> Result:
    """Where the target is separated."""
    return sampled.holds_on(diagrams(), proof.decides, settings, (60, 250, 1200), "three or four binary variables")


@proof.check(
    "generic converse", "sampled", "with mechanisms drawn at random that are not 0, what is stable is separated"
)
def generic_converse(settings: Settings) -> Result:
    """Numerators that are different primes do not cancel on these diagrams."""

    def holds(diagram: Diagram) -> bool | None:
        primes = iter((2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97))
        tables = tuple(tuple(Fraction(next(primes), 101) for _ in table) for table in diagram.tables)
        generic = Diagram(diagram.parents, tables, diagram.mutable, diagram.target, diagram.given)
        return separated(generic) if stable(generic) else None

    return sampled.holds_on(diagrams(), holds, settings, (60, 250, 1200), "three or four binary variables")


def tables(*rows: str) -> tuple[tuple[Fraction, ...], ...]:
    """P(X_i = 1), a text for each variable."""
    return tuple(tuple(map(Fraction, row.split())) for row in rows)


CHAIN = Diagram(((), (0,), (1,)), tables("", "1/3 1/2", "1/4 3/4"), (0,), 2, (1,))
OPEN_CHAIN = Diagram(CHAIN.parents, CHAIN.tables, CHAIN.mutable, CHAIN.target)
ROOT = Diagram(((), (0,)), tables("", "1/4 3/4"), (0,), 1)  # a mutable root, which no arrow enters
CANCELLED = Diagram(((), (0,), (0, 1)), tables("", "1/4 3/4", "1/4 3/4 3/4 1/4"), (0,), 2)

proof.example(given(CHAIN))
proof.near_miss("stable", given((CHAIN, False)))
proof.control("separated", given(ROOT))

converse = Proof("stable-is-separated-recalled")
converse.refutation("two paths that cancel", lambda: CANCELLED)
converse.example(given(CHAIN))
converse.near_miss("separated", given((CHAIN, False)))
converse.control("no inert edge", given(Diagram(((), (0,)), tables("", "1/2 1/2"), (0,), 1)))
converse.control("stable", given(OPEN_CHAIN))

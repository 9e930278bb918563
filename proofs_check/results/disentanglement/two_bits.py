"""MIG of two bits: entropies in closed form, 24 codes of three kinds, and uniform cells after weighting."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import exact, sampled, smt, symbolic
from theory.results.disentanglement.scores import mutual_information
from theory.results.disentanglement.two_bits import CELLS, Code, FairBits, closed_forms, codes

proof = Proof("xor-beats-truth")
A, B = sp.symbols("a b", positive=True)
P, Q = A / (A + B), B / (A + B)  # every p in (0, 1)
ENTROPY = -P * sp.log(P) - Q * sp.log(Q)


@proof.step(
    "information",
    "symbolic",
    "the two bits share ln 2 - h, h = -p ln p - (1 - p) ln(1 - p), and a bit and the exclusive or share nothing: over "
    "ln 2 the gaps of the truth are h, those of the code 1 and 1 - h, in bits",
)
def shared(_: Settings) -> Result:
    """From the tables of their laws; a bit and itself share its entropy ln 2."""
    bits = [[P / 2, Q / 2], [Q / 2, P / 2]]
    parity = [[P / 2, Q / 2], [P / 2, Q / 2]]
    own = [[sp.Rational(1, 2), sp.Integer(0)], [sp.Integer(0), sp.Rational(1, 2)]]
    return symbolic.identities(
        {
            "two bits": (sp.expand_log(mutual_information(bits, sp.log)), sp.log(2) - sp.expand_log(ENTROPY)),
            "a bit and the exclusive or": (sp.expand_log(mutual_information(parity, sp.log)), 0 * A),
            "a bit and itself": (mutual_information(own, sp.log) + 0 * A, sp.log(2)),
        },
        "every p from 0 to 1",
    )


@proof.step(
    "three kinds of latents",
    "exact",
    "a bijection has for latents two different ones of c_1, c_2 and their sum, each as it is or negated: of 24 codes 8 "
    "have c_1 and c_2, and 16 the sum with one of them",
    ["information"],
)
def kinds(_: Settings) -> Result:
    """A latent of a bijection is 1 in two cells; up to negation there are three such sets of cells."""

    first, second, both = (frozenset({(0, 0), cell}) for cell in ((0, 1), (1, 0), (1, 1)))  # where c_1, c_2, sum are 0

    def kind(code: Code, latent: int) -> frozenset[tuple[int, int]]:
        return frozenset(cell for cell in CELLS if code[cell][latent] == code[0, 0][latent])

    found = [{kind(code, 0), kind(code, 1)} for code in codes()]
    counts: dict[str, exact.Comparison] = {
        "codes": (len(found), "==", 24),
        "with both bits": (found.count({first, second}), "==", 8),
        "with the sum": (found.count({first, both}) + found.count({second, both}), "==", 16),
    }
    return exact.compare(counts, "all bijections of four cells")


@proof.step(
    "more than the truth",
    "smt",
    "(1 + 1 - h)/2 = 1 - h/2 is more than h exactly if h < 2/3",
    ["information", "three kinds of latents"],
    at=lambda bits: {"h": bits.entropy()},
)
def more(_: Settings) -> Result:
    """In bits."""
    import z3

    h = z3.Real("h")
    return smt.universally({"exactly": ([h >= 0, h <= 1], ((1 + (1 - h)) / 2 > h) == (3 * h < 2))}, "every h")


@proof.step(
    "weighted",
    "smt",
    "m (p_1 p_2/m) is 1/4 in a cell of mass m, as at p = 1/2, where h is 1: the truth scores 1, the code 1/2",
    ["information"],
)
def weighted(_: Settings) -> Result:
    """Both bits are fair."""
    import z3

    mass, weight, h, nats, log = z3.Reals("m weight h nats ln2")
    half = z3.RealVal("1/2")
    known = [log > 0, nats == -half * -log - half * -log, h * log == nats]
    return smt.universally(
        {
            "weight": ([mass > 0, weight * mass == half * half], mass * weight == z3.RealVal("1/4")),
            "truth": (known, (h + h) / 2 == 1),
            "code": (known, (1 + (1 - h)) / 2 == half),
        },
        "every p from 0 to 1",
    )


def bits() -> st.SearchStrategy[FairBits]:
    """Probabilities that are fortieths."""
    return st.integers(1, 39).map(lambda k: FairBits(Fraction(k, 40)))


@proof.check("random bits", "sampled", "all 24 codes, by the definition of MIG")
def random_bits(settings: Settings) -> Result:
    """All parts."""
    return sampled.holds_on(bits(), proof.decides, settings, (4, 20, 39), "fortieths")


OFTEN, SELDOM = FairBits(Fraction(9, 10)), FairBits(Fraction(3, 4))
proof.example(given(OFTEN), "the code wins")
proof.example(given(SELDOM), "the truth wins")
proof.near_miss("scores", lambda: (OFTEN, closed_forms(OFTEN)[::-1]))
proof.near_miss("24 codes", given((OFTEN, {"truth": 16, "xor": 8})))
proof.near_miss("more than the truth", given((OFTEN, False)), "often")
proof.near_miss("more than the truth", given((SELDOM, True)), "seldom")
proof.near_miss("weighted", lambda: (OFTEN, closed_forms(OFTEN)))

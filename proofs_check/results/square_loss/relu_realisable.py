"""What networks without biases classify: their odd part is linear, and tents make the rest of it right."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt
from theory.results.square_loss.rays import RayData

ANY = "any network, any points"

proof = Proof("square-loss-relu-realisable")
proof.trusted("roots", "a polynomial of degree k that is not 0 has at most k roots", "Lang, Algebra, IV.1.4")


def unit(z: Any) -> Any:
    """max(z, 0)."""
    import z3

    return z3.If(z > 0, z, 0)


@proof.step(
    "rays",
    "smt",
    "f(c x) = c f(x) for c > 0, so that a network says the same on all of a ray, and never both labels",
)
def rays(_: Settings) -> Result:
    """For one unit; sums of such functions are such functions."""
    import z3

    a, c, f, z = z3.Reals("a c f z")
    return smt.universally(
        {
            "one unit": ([c > 0], a * unit(c * z) == c * (a * unit(z))),
            "both labels": ([c > 0, f >= 0], z3.Not(c * f < 0)),
        },
        ANY,
    )


@proof.step("odd part", "smt", "max(z, 0) - max(-z, 0) = z, so that f(x) - f(-x) = l . x with l = sum_r a_r w_r")
def odd_part(_: Settings) -> Result:
    """By induction on the units; z is w_r . x."""
    import z3

    a, z, f, g, linear = z3.Reals("a z f(x) f(-x) l.x")
    more = (f + a * unit(z)) - (g + a * unit(-z)) == linear + a * z
    return smt.universally({"one unit more": ([f - g == linear], more)}, ANY)


@proof.step(
    "necessary",
    "smt",
    "if f is right at x and at -x, whose label is the other one, then l . (y x) > 0",
    ["rays", "odd part"],
)
def necessary(_: Settings) -> Result:
    """f = 0 counts as the label 1."""
    import z3

    f, g, linear = z3.Reals("f(x) f(-x) l.x")
    return smt.universally(
        {
            "label 1": ([f - g == linear, f >= 0, g < 0], linear > 0),
            "label -1": ([f - g == linear, f < 0, g >= 0], -linear > 0),
        },
        ANY,
    )


@proof.step(
    "multipliers",
    "smt",
    "with all l . v_i > 0 and multipliers that are not negative, not all 0, sum_i lambda_i l . v_i > 0; so it is not 0",
)
def multipliers(_: Settings) -> Result:
    """By induction: the sums of the multipliers and of the products so far, and one more of each."""
    import z3

    weights, total, weight, product = z3.Reals("weights total lambda l.v")
    so_far = [weights >= 0, total >= 0, z3.Implies(weights > 0, total > 0)]
    more = [weight >= 0, product > 0]
    wanted = z3.And(total + weight * product >= 0, z3.Implies(weights + weight > 0, total + weight * product > 0))
    return smt.universally({"one more": ([*so_far, *more], wanted)}, "any vectors")


@proof.step(
    "across",
    "smt",
    "u = (x . x) m - (m . x) x has u . x = 0, and u . z = m . p with p = (x . x) z - (x . z) x, which is 0 only for z "
    "on the line of x; for m = (1, t, t^2, ...) it is a polynomial in t, and some t serves all z off the line",
    ["roots"],
)
def across(_: Settings) -> Result:
    """By inner products, and the last by one coordinate."""
    import z3

    xx, mx, mz, xz, ux, uz, mp, x_k, z_k = z3.Reals("x.x m.x m.z x.z u.x u.z m.p x_k z_k")
    return smt.universally(
        {
            "orthogonal": ([ux == xx * mx - mx * xx], ux == 0),
            "at others": ([uz == xx * mz - mx * xz, mp == xx * mz - xz * mx], uz == mp),
            "on the line": ([xx > 0, xx * z_k - xz * x_k == 0], z_k == (xz / xx) * x_k),
        },
        "all points other than 0",
    )


@proof.step(
    "tents",
    "smt",
    "|z| is two units; |a + b| + |a - b| - 2|a| with a = u . z and b = eps x . z is 0 where |b| <= |a|, as it is on "
    "all other lines for a small eps > 0, and 2|b| on the line of x, where a = 0",
    ["across"],
)
def tents(_: Settings) -> Result:
    """eps (1 + |x . z|) <= |u . z| for finitely many z."""
    import z3

    a, b, z, eps, square, scale = z3.Reals("a b z eps x.x scale")

    def size(value: Any) -> Any:
        return z3.If(value >= 0, value, -value)

    tent = size(a + b) + size(a - b) - 2 * size(a)
    small = [eps > 0, eps * (1 + size(b)) <= size(a)]
    own = [eps > 0, square > 0]
    return smt.universally(
        {
            "absolute value": ([], size(z) == unit(z) + unit(-z)),
            "linear": ([], z == unit(z) - unit(-z)),
            "eps": (small, size(eps * b) <= size(a)),
            "others": ([size(b) <= size(a)], tent == 0),
            "own": ([a == 0], tent == 2 * size(b)),
            "scaled": (own, scale / (2 * eps * square) * (2 * eps * square) == scale),
        },
        "all numbers",
    )


@proof.step(
    "sufficient",
    "smt",
    "l . x plus a tent y (|l . x| + 1) on each line with one label y has that sign at both x and -x; on a contested "
    "line it is l . x, of the sign y at x and -y at -x",
    ["rays", "tents"],
)
def sufficient(_: Settings) -> Result:
    """Two units for l . x, six for each tent; tents vanish on the lines of others."""
    import z3

    linear, y, tent = z3.Reals("l.x y tent")
    label, size = z3.Or(y == 1, y == -1), z3.If(linear >= 0, linear, -linear)
    one_label = [label, tent == y * (size + 1)]
    return smt.universally(
        {
            "at x": (one_label, y * (linear + tent) > 0),
            "at -x": (one_label, y * (-linear + tent) > 0),
            "contested": ([label, y * linear > 0], z3.And((linear >= 0) == (y == 1), (-linear >= 0) == (y == -1))),
        },
        ANY,
    )


@proof.step(
    "both ways",
    "smt",
    "so a network that classifies exists exactly if no ray has both labels and some half-space serves",
    ["necessary", "multipliers", "sufficient"],
)
def both_ways(_: Settings) -> Result:
    """The two directions."""
    import z3

    classified, one_label, served = z3.Bools("classified one_label served")
    known = [z3.Implies(classified, z3.And(one_label, served)), z3.Implies(z3.And(one_label, served), classified)]
    return smt.universally({"exactly": (known, classified == z3.And(one_label, served))}, ANY)


@proof.step("a bias", "smt", "no point has the opposite ray of another one if both have a coordinate 1")
def a_bias(_: Settings) -> Result:
    """z = -c x, c > 0, in that coordinate."""
    import z3

    c, x, z = z3.Reals("c x z")
    return smt.universally({"opposite": ([c > 0, x == 1, z == 1], z != -c * x)}, "all points")


@st.composite
def labelled_rays(draw: st.DrawFn) -> RayData:
    """Up to eight points of small whole coordinates in up to three dimensions, many of them opposite to others."""
    dimension = draw(st.integers(1, 3))
    points = st.lists(st.integers(-2, 2), min_size=dimension, max_size=dimension).filter(any)
    chosen = draw(st.lists(points, min_size=1, max_size=4))
    twins = [[-v for v in point] for point in chosen if draw(st.integers(0, 3))]
    found = [tuple(map(Fraction, point)) for point in (*chosen, *twins)]
    return RayData(tuple(found), tuple(draw(st.sampled_from((1, -1))) for _ in found))


def kinds(data: RayData) -> list[str]:
    """Whether the program finds a network."""
    return ["classified" if proof.claim.parts[0].asserted(data) else "not classified"]


@proof.check("random rays", "sampled", "the largest margin against networks that are evaluated, and multipliers")
def random_rays(settings: Settings) -> Result:
    """Both parts; a program that finds neither a network nor multipliers has failed."""
    conclusion = proof.claim.conclusion
    return sampled.holds_on(
        labelled_rays(),
        lambda data: conclusion(data).holds is True,
        settings,
        (40, 150, 900),
        "up to three dimensions",
        kinds,
    )


def six_rays(labels: str) -> RayData:
    """(1, 0), (1, 1), (0, 1) and their negatives, with the labels of a text such as ``"+-+-+-"``."""
    half = ((1, 0), (1, 1), (0, 1))
    points = (*half, *((-a, -b) for a, b in half))
    return RayData(
        tuple((Fraction(a), Fraction(b)) for a, b in points), tuple(1 if sign == "+" else -1 for sign in labels)
    )


ALTERNATING = six_rays("+-+-+-")  # y x are (1, 0), -(1, 1) and (0, 1) on the three contested lines: their sum is 0
TWO_CONTESTED = six_rays("+++-+-")  # the line of (1, 1) has one label
TWICE = RayData(((Fraction(1),), (Fraction(2),)), (1, -1))
EXACTLY = "classified exactly if one half-space serves"
proof.example(given(TWO_CONTESTED), "a network")
proof.example(given(ALTERNATING), "multipliers")
proof.example(given(TWICE), "both labels on a ray")
proof.near_miss(EXACTLY, given((TWO_CONTESTED, False)), "a network")
proof.near_miss(EXACTLY, given((ALTERNATING, True)), "multipliers")
proof.near_miss(EXACTLY, given((TWICE, True)), "both labels on a ray")
proof.near_miss("units", given((TWO_CONTESTED, 7)))

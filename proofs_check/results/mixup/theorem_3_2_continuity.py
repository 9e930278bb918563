"""Theorem 3.2 and the margin of Section 3: the continuity criterion and the half-distance margin proved."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.instances.shapes import any_alpha, kinds, shaped_datasets
from proofs_check.methods import exact, sampled, smt
from proofs_check.methods.means import mean_above
from proofs_check.results.mixup.theorem_3_2 import CROSS, ORIGIN, PAIR, QUARTER, SKEW, UNIFORM, mixed_points
from theory.dataset import LabeledDataset
from theory.geometry import mix
from theory.mixing import Beta, Discrete
from theory.results.mixup.theorem_3_2 import MixedPoint, is_continuous, limit_at, line_mean, lines
from theory.results.mixup.theorem_3_2_continuity import continuity_criterion

continuity = Proof("theorem-3.2-continuity")
continuity.uses("remark-2.4")


continuity.uses("segments-near-a-point")


@continuity.step(
    "one line at a time",
    "smt",
    "z near x on a line is met by that line's segments through x alone, with masses within a factor 1 +- eta of those "
    "at x and shares within eta (f is continuous at lambda in (0, 1)): h(z) is within 5 eta of the line's mean",
    ["remark-2.4", "segments-near-a-point", "assumption:standard f", "assumption:x is no data point"],
)
def one_line(_: Settings) -> Result:
    """Induction over the segments: part and total at x, and what they are at z; then the quotients."""
    import z3

    eta, part, total, near_part, near_total = z3.Reals("eta part total near_part near_total")
    mass, share, near_mass, near_share = z3.Reals("mass share near_mass near_share")
    small = [eta > 0, 3 * eta <= 1]

    def close(p: Any, t: Any, p_near: Any, t_near: Any) -> list[Any]:
        parts = [p_near <= (1 + eta) * (p + eta * t), p_near >= (1 - eta) * (p - eta * t)]
        return [*parts, t_near <= (1 + eta) * t, t_near >= (1 - eta) * t]

    one = [mass > 0, near_mass <= (1 + eta) * mass, near_mass >= (1 - eta) * mass]
    one += [share >= 0, near_share >= 0, near_share <= share + eta, near_share >= share - eta]
    product = [near_part == near_mass * near_share, part == mass * share]
    upper, lower = near_part <= (1 + eta) * (part + eta * mass), near_part >= (1 - eta) * (part - eta * mass)
    added = [v + w for v, w in zip((part, total, near_part, near_total), z3.Reals("p t p_near t_near"), strict=True)]
    sums = close(*z3.Reals("p t p_near t_near"))
    quotient, near = part / total, near_part / near_total
    whole = [total > 0, part >= 0, part <= total, near_total > 0, near_part >= 0]
    return smt.universally(
        {
            "one segment, from above": ([*small, *one, *product], upper),
            "one segment, from below": ([*small, *one, *product], lower),
            "sums": ([*small, *close(part, total, near_part, near_total), *sums], z3.And(*close(*added))),
            "from above": ([*small, *whole, *close(part, total, near_part, near_total)], near - quotient <= 5 * eta),
            "from below": ([*small, *whole, *close(part, total, near_part, near_total)], quotient - near <= 5 * eta),
        },
        "every line, every number of its segments",
    )


@continuity.step(
    "h is the mean of the line means",
    "smt",
    "all line means equal h(x) iff they equal one another",
    ["one line at a time", "assumption:x is no data point", "assumption:x in X_mix"],
)
def mean_of_means(_: Settings) -> Result:
    """h = (w a + v b)/(w + v) with w, v > 0: a = b iff a = h and b = h."""
    import z3

    w, v, a, b = z3.Reals("w v a b")
    h = (w * a + v * b) / (w + v)
    premises = [w > 0, v > 0]
    statements = {
        "if": ([*premises, a == b], z3.And(a == h, b == h)),
        "only if": ([*premises, a == h, b == h], a == b),
    }
    part, total, mass, c = z3.Reals("part total mass c")  # many lines with the mean c: part = c total, line by line
    statements["one more line"] = ([part == c * total, mass > 0], part + mass * c == c * (total + mass))
    return smt.universally(statements, "each class, every number of lines, one at a time")


@continuity.step(
    "continuous iff",
    "smt",
    "h is continuous at x iff all line means equal h(x), and so iff they coincide",
    ["one line at a time", "h is the mean of the line means"],
)
def continuous_iff(_: Settings) -> Result:
    """A line whose mean is off by a gap keeps h(z) off by half of it, however near z; if none is, h(z) tends to h(x).

    There are finitely many lines, so that one eta does for all of them.
    """
    import z3

    h, mean, near, eta = z3.Reals("h mean near eta")
    close = [eta > 0, near - mean <= 5 * eta, mean - near <= 5 * eta]
    gap = z3.If(h < mean, mean - h, h - mean)
    return smt.universally(
        {
            "if": ([*close, mean == h], z3.And(near - h <= 5 * eta, h - near <= 5 * eta)),
            "only if": ([*close, mean != h, 10 * eta <= gap], z3.Or(2 * (near - h) >= gap, 2 * (h - near) >= gap)),
        },
        "each class, every z in X_mix near x on each line",
    )


WEIGHED = LabeledDataset([(-1, 0), (1, 0), (3, 0), (0, -1), (0, 2)], [1, 2, 1, 1, 2])


@continuity.check("lengths matter", "exact", "two segments of a line, weighed by their lengths, balance another line")
def lengths_matter(_: Settings) -> Result:
    """Shares 1/2 and 1 of lengths 2 and 4 have the mean 2/3, the share on the other line: h is continuous there."""
    instance = MixedPoint(WEIGHED, UNIFORM, 1, ORIGIN)
    means = [line_mean(instance, group)[0] for group in lines(instance)]
    truths = [mean == Fraction(2, 3) for mean in means]
    truths += [is_continuous(instance).holds, continuity_criterion(instance).holds]
    return exact.decide(truths, "one exact instance", "both means are 2/3, and h is continuous")


@continuity.check("random mixed points", "sampled", "the criterion decides continuity on random exact data")
def continuity_sampled(settings: Settings) -> Result:
    """Mixed points of lattice data, where lines cross often."""

    return sampled.holds_on(mixed_points(), continuity.decides, settings, (20, 80, 400), "random exact datasets")


FOUR_ATOMS = Discrete({Fraction(n, 10): QUARTER for n in (1, 2, 8, 9)})
continuity.control("standard f", lambda: MixedPoint(CROSS, FOUR_ATOMS, 1, ORIGIN))
continuity.control("x in X_mix", lambda: MixedPoint(PAIR, UNIFORM, 1, (Fraction(5),)))
continuity.control(
    "x is no data point", lambda: MixedPoint(LabeledDataset.alternating_line(), Beta(2), 2, (Fraction(1),))
)

# ------------------------------------------------------------------------------------------- margin
margin = Proof("margin-half-distance")
margin.uses("lemma-2.3")
margin.uses("segments-near-a-point")


@margin.step(
    "both orders",
    "smt",
    "for small eps the ball holds mixes of s and t only; in both orders X_i has there a share within eta = eps/L of "
    "lambda",
    ["segments-near-a-point", "assumption:one segment only"],
)
def both_orders(_: Settings) -> Result:
    """(s, t) at near gives the share near; (t, s) at 1 - near the share 1 - (1 - near): no symmetry is needed."""
    import z3

    lam, near, mirrored, eta = z3.Reals("lambda near mirrored eta")
    close = [eta > 0, near - lam < eta, lam - near < eta]
    share = 1 - mirrored  # t is in another class: X_i has the weight of s, which comes second
    return smt.universally(
        {
            "(s, t)": (close, z3.And(near >= lam - eta, 1 - near >= (1 - lam) - eta)),
            "(t, s)": ([*close, mirrored == 1 - near], z3.And(share >= lam - eta, 1 - share >= (1 - lam) - eta)),
        },
        "every lambda in (0, 1)",
    )


@margin.step(
    "mean",
    "smt",
    "h_eps^i(x) is within eta of lambda (its share and what it leaves to the others are both bounded below), and so "
    "h^i(x) = lambda",
    ["lemma-2.3", "both orders", "assumption:x in X_mix"],
)
def margin_mean(_: Settings) -> Result:
    """Means of shares >= lambda - eta, and of remainders >= 1 - lambda - eta."""
    import z3

    h, lam, eta = z3.Reals("h lambda eta")
    statements = mean_above()
    bounds = [eta > 0, h >= lam - eta, 1 - h >= 1 - lam - eta]
    statements["limit"] = (bounds, z3.And(h - lam <= eta, lam - h <= eta))
    return smt.universally(statements, "every P_f with mass near lambda or 1 - lambda")


@margin.step(
    "the nearer end wins", "smt", "h^i = lambda > 1/2 iff x is nearer to s: ||x - s|| = (1 - lambda) L", ["mean"]
)
def nearer_end(_: Settings) -> Result:
    """||x - t|| = lambda L; the class of t has the rest, 1 - lambda."""
    import z3

    lam, length, x, s, t = z3.Reals("lambda L x s t")
    premises, placed = [length > 0, lam > 0, lam < 1], [x == lam * s + (1 - lam) * t]
    return smt.universally(
        {
            "coordinates": (placed, z3.And(x - s == (1 - lam) * (t - s), x - t == lam * (s - t))),
            "half": (premises, (lam > 1 - lam) == ((1 - lam) * length < lam * length)),
        },
        "every segment",
    )


@st.composite
def segment_points(draw: st.DrawFn) -> MixedPoint:
    """A point of a segment between two classes, seldom crossed in general position."""
    data = draw(shaped_datasets())
    pairs = [(s, t) for s in range(data.n_points) for t in range(data.n_points) if data.codes[s] != data.codes[t]]
    s, t = draw(st.sampled_from(pairs)) if pairs else (0, 0)
    lam = draw(st.sampled_from([Fraction(n) for n in ("1/2", "1/3", "3/4", "9/10", "1/100")]))
    x = tuple(mix(data.exact_points[s], data.exact_points[t], lam))
    return MixedPoint(data, draw(any_alpha() | mixings()), data.labels[s], x)


@margin.check("random segments", "sampled", "h^i = lambda and the nearer end wins on random uncrossed segments")
def margin_sampled(settings: Settings) -> Result:
    """Every shape in dimensions 1 to 6, any P_f."""

    scope = "random datasets in dimensions 1 to 6, any P_f"
    return sampled.holds_on(
        segment_points(), margin.decides, settings, (40, 150, 800), scope, kinds=lambda i: kinds(i.dataset)
    )


CROSSED = LabeledDataset([(0, 0), (1, 0), ("2/5", "1/10"), ("2/5", "-1/10")], [1, 2, 2, 2])
margin.control("x in X_mix", lambda: MixedPoint(PAIR, SKEW, 1, (Fraction(1, 3),)))
margin.control("one segment only", lambda: MixedPoint(CROSSED, UNIFORM, 1, (Fraction(2, 5), Fraction(0))))


@margin.check("crossed", "exact", "a short segment of class 2 takes a point that is nearer to class 1: h^1 = 1/10")
def crossed(_: Settings) -> Result:
    """x = (2/5, 0) on [(0, 0), (1, 0)], weight 1 at the share 3/5, against weight 5 at the share 0."""
    h = limit_at(MixedPoint(CROSSED, UNIFORM, 1, (Fraction(2, 5), Fraction(0))))
    return exact.compare({"h^1": (h[0], "==", Fraction(1, 10))}, "one exact instance")


FAR = LabeledDataset([(0, 0), (1, 0), (0, 100)], [1, 2, 2])
Proof("margin-half-distance-printed").refutation(
    "49 away", lambda: MixedPoint(FAR, UNIFORM, 1, (Fraction(0), Fraction(49)))
)
CRITERION = "continuous exactly if the means agree"
ON_PAIR, AT_CROSSING = MixedPoint(PAIR, UNIFORM, 1, (QUARTER,)), MixedPoint(CROSS, UNIFORM, 1, ORIGIN)
continuity.example(lambda: ON_PAIR, "one line")
continuity.example(lambda: AT_CROSSING, "two lines")
continuity.near_miss(CRITERION, lambda: (ON_PAIR, False), "continuous")
continuity.near_miss(CRITERION, lambda: (AT_CROSSING, True), "not continuous")
margin.example(lambda: ON_PAIR)
margin.near_miss("h^i = lambda", lambda: (ON_PAIR, QUARTER), "the other end's weight")
margin.near_miss("class i wins exactly on the half of s", lambda: (ON_PAIR, False), "on the half of s")
FAR_HALF = MixedPoint(PAIR, UNIFORM, 1, (3 * QUARTER,))
margin.near_miss("class i wins exactly on the half of s", lambda: (FAR_HALF, True), "beyond it")

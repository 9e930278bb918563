"""Theorem 2.10, sharp: 2.9 is necessary for bounded f and not needed for f infinite at the ends; the trichotomy."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.instances.shapes import any_alpha, kinds, shaped_datasets
from proofs_check.methods import exact, sampled, smt, symbolic, together
from proofs_check.results.mixup.theorem_2_10 import clearance_is_positive, tends_to_its_class
from theory.dataset import LabeledDataset
from theory.geometry import mix
from theory.mixing import Beta, Midpoint
from theory.numbers import sympify
from theory.optimal import mixup_optimal_limit
from theory.results.mixup.theorem_2_10 import TrainedLimit
from theory.results.mixup.theorem_2_10_sharp import SMALLEST, Shape, continuity_matches

sharp = Proof("theorem-2.10-sharp")
sharp.uses("remark-2.4")
sharp.uses("segments-near-a-point")
sharp.uses("theorem-2.10-modulus")


@sharp.step(
    "2.9 suffices",
    "smt",
    "if the repaired 2.9 holds at x, its clearance c is positive, and h^i(z) >= 1 - ||z - x||/d for ||z - x|| < c, "
    "while h^i(x) = 1",
    ["theorem-2.10-modulus", "segments-near-a-point", "remark-2.4", "assumption:self-pairs"],
)
def suffices(_: Settings) -> Result:
    """As for Theorem 2.10, which asks for 2.9 at all points only because it speaks of all."""
    return smt.universally({**clearance_is_positive(), **tends_to_its_class()}, "every eta > 0, every P_f")


@sharp.step(
    "a ray",
    "smt",
    "z on X_mix near x lies on a segment that contains x and has an end t beyond z: [x, t] is a segment too, on which "
    "z has the weight 1 - r/L on x",
    ["segments-near-a-point"],
)
def a_ray(_: Settings) -> Result:
    """Along the line, with x at 0, z at r > 0, and the segment from t >= z to s <= x."""
    import z3

    r, t, s, lam = z3.Reals("r t s lambda")
    on_segment = [r > 0, lam >= 0, lam <= 1, r == lam * s + (1 - lam) * t, s <= 0]
    return smt.universally(
        {
            "beyond": (on_segment, t >= r),
            "weight": ([r > 0, t >= r, r == lam * 0 + (1 - lam) * t], lam == 1 - r / t),
        },
        "every z near x",
    )


@sharp.step(
    "what passes",
    "smt",
    "a segment that passes x and is not inside X_i has a foreign share g > 0 at x, and near x its foreign part stays "
    "above half of what it is at x, its mass below twice",
    ["remark-2.4", "segments-near-a-point", "assumption:standard f"],
)
def what_passes(_: Settings) -> Result:
    """Shares move by at most r/L, densities by at most a third (continuity at lambda in (0, 1))."""
    import z3

    lam, a, b, moved, near, density, r, length, weight = z3.Reals("lambda a b moved near density r L weight")
    ends = [z3.Or(a == 0, a == 1), z3.Or(b == 0, b == 1), a + b > 0]  # 1 for an end outside X_i
    at_x = lam * a + (1 - lam) * b
    inner = [lam > 0, lam < 1, *ends]
    close = [length > 0, r > 0, moved - lam <= r / length, lam - moved <= r / length, r / length <= at_x / 4]
    densities = [density > 0, 3 * near >= 2 * density, 3 * near <= 4 * density]
    share = moved * a + (1 - moved) * b
    return smt.universally(
        {
            "foreign share": (inner, at_x > 0),
            "share": ([*inner, *close], 4 * share >= 3 * at_x),
            "foreign part": (
                [*densities, weight > 0, at_x > 0, 4 * share >= 3 * at_x, share > 0],
                2 * weight * near * share >= weight * density * at_x,
            ),
            "mass": ([*densities, weight > 0], weight * near <= 2 * weight * density),
        },
        "every pair that passes x",
    )


@sharp.step(
    "bounded f: 2.9 is necessary",
    "smt",
    "with w <= W the mass of the segments that end at x (f being bounded), M <= M_1 that of those that pass it and "
    "F >= g > 0 the foreign part: h^i(z) <= 1 - g/(W + M_1) all along a ray, while h^i(x) = 1",
    ["what passes", "a ray", "remark-2.4", "assumption:self-pairs"],
)
def necessary(_: Settings) -> Result:
    """1 - h^i(z) >= F/(w + M)."""
    import z3

    w, m, f, most_w, most_m, g = z3.Reals("w M F W M_1 g")
    premises = [w >= 0, w <= most_w, m >= f, m <= most_m, f >= g, g > 0]
    return smt.universally(
        {"gap": (premises, z3.And(f / (w + m) >= g / (most_w + most_m), g / (most_w + most_m) > 0))},
        "every z on the ray near x",
    )


@sharp.step(
    "unbounded f: nothing is needed",
    "smt",
    "as z nears x the mass w of the segments that end at x grows beyond M/eta: 1 - h^i(z) <= r/L + eta, while "
    "h^i(x) = 1",
    ["what passes", "a ray", "remark-2.4", "assumption:self-pairs"],
)
def not_needed(_: Settings) -> Result:
    """[x, t] alone has the mass k (f(r/L) + f(1 - r/L)) beyond every bound; ending segments give X_i >= 1 - r/L."""
    import z3

    k, ends, most = z3.Reals("k ends M_1")  # k = p_x p_t/L, ends = f(r/L) + f(1 - r/L)
    w, m, own, eta, loss = z3.Reals("w M own eta loss")  # loss = r/L for the shortest ending segment
    premises = [w > 0, m >= 0, eta > 0, loss >= 0, loss < 1, m <= eta * w, own >= (1 - loss) * w, own <= w + m]
    grows = [k > 0, eta > 0, m <= most, ends >= most / (k * eta), w >= k * ends]
    return smt.universally(
        {"mass": (grows, m <= eta * w), "share": (premises, own / (w + m) >= 1 - loss - eta)}, "every z near x"
    )


@sharp.step(
    "Beta",
    "symbolic",
    "f(t) + f(1 - t), t -> 0, tends to 0 for alpha > 1, to 2 for alpha = 1, to infinity for alpha < 1",
    ["assumption:standard f"],
)
def beta_ends(_: Settings) -> Result:
    """t^c (1 - t)^c is f up to a positive constant for alpha = 1 + c, and 1/f for alpha = 1 - c."""
    t, c = sp.symbols("t c", positive=True)
    return symbolic.identities(
        {
            "alpha = 1 + c, and 1/f for alpha = 1 - c": (sp.Limit(t**c * (1 - t) ** c, t, 0, "+"), sp.Integer(0)),
            "alpha = 1": (Beta(1).density(t) + Beta(1).density(1 - t), sp.Integer(2)),
        },
        "every alpha > 0",
    )


@sharp.check("random datasets", "sampled", "the criterion decides continuity on random data")
def sharp_sampled(settings: Settings) -> Result:
    """alpha on both sides of 1, asymmetric laws included; every shape in dimensions 1 to 6."""
    laws = any_alpha() | st.sampled_from([Beta(2, 1), Beta(Fraction(1, 2), 2), Beta(1, 3)])
    instances = st.builds(TrainedLimit, shaped_datasets(), laws)
    scope = "random datasets in dimensions 1 to 6, alpha from 0.1 to 1024"
    prop = lambda i: bool(continuity_matches(i).holds)  # noqa: E731
    return sampled.holds_on(instances, prop, settings, (20, 70, 600), scope, kinds=lambda i: kinds(i.dataset))


sharp.control("standard f", lambda: TrainedLimit(LabeledDataset.alternating_line(), Midpoint()))
sharp.control("self-pairs", lambda: TrainedLimit(SMALLEST, Beta(1), self_pairs=False))

# ---------------------------------------------------------------------------------------- trichotomy
trichotomy = Proof("theorem-2.10-trichotomy")
trichotomy.uses("remark-2.4")
r = sp.Symbol("r", positive=True)


def beside(density: Any, inner: int) -> tuple[Any, Any]:
    """Own part and mass of h^1 at z = 1 - r (``inner`` 0) or 1 + r (``inner`` 2), from the pairs (1, inner), (0, 2).

    (1, inner) has weight 1 - r on the point 1 and length 1; (0, 2) has weight 1 - z/2 on 0 and length 2.  Both orders
    count, f being symmetric; the common weight 1/9 is left out.
    """
    z = 1 - r if inner == 0 else 1 + r
    near, across = 2 * density(1 - r), 2 * density(1 - z / 2) / 2
    own_share = sp.Integer(1) if inner == 0 else 1 - r
    return near * own_share + across * (1 - z / 2), near + across


@trichotomy.step(
    "beside the point 1",
    "symbolic",
    "h^1(1) = 1, a data point; two pairs meet 1 + r (and 1 - r): h^1 is the quotient of two sums in f(1 - r) and "
    "f((1 - r)/2)",
    ["remark-2.4"],
)
def beside_the_point(_: Settings) -> Result:
    """The places of the mixes, and the closed form at sample places and at 1."""
    places: dict[str, Any] = {
        "(1, 2)": (mix([1], [2], 1 - r)[0], 1 + r),
        "(1, 0)": (mix([1], [0], 1 - r)[0], 1 - r),
        "(0, 2) right": (mix([0], [2], (1 - r) / 2)[0], 1 + r),
        "(0, 2) left": (mix([0], [2], (1 + r) / 2)[0], 1 - r),
    }
    for alpha in (1, 2, 3):
        law = Beta(alpha)
        places[f"alpha = {alpha}, at 1"] = (sympify(mixup_optimal_limit(SMALLEST, law, [[1]])[0][0]), sp.Integer(1))
        for inner, sign in ((0, -1), (2, 1)):
            part, mass = beside(law.density, inner)
            for distance in (Fraction(1, 3), Fraction(1, 50)):
                h = mixup_optimal_limit(SMALLEST, law, [[1 + sign * distance]])[0][0]
                places[f"alpha = {alpha}, at {1 + sign * distance}"] = (
                    (part / mass).subs(r, sympify(distance)),
                    sympify(h),
                )
    return symbolic.identities(places, "every r in (0, 1)")


@trichotomy.step(
    "three limits",
    "symbolic",
    "with q = f(1 - r)/f((1 -+ r)/2) = (4r/(1 + r))^(alpha - 1), which tends to infinity, is 1 or tends to 0, h^1 "
    "tends to 1, 5/6 or 1/2 from both sides: it is the mean, weights 2q and 1, of shares that tend to 1 and 1/2, and "
    "differs from the mean of these limits by at most as much as they do",
    ["beside the point 1"],
)
def three_limits(_: Settings) -> Result:
    """h^1 = (2 q a + b)/(2 q + 1) with a -> 1 and b -> 1/2; and q, alpha - 1 = c, 0, -c with c > 0."""
    c, q = sp.symbols("c q", positive=True)
    ratio = 4 * r / (1 + r)
    across = (1 - r) / 2
    squared = (1 - r) * r / (across * (1 - across))
    left = (1 - r) * r / ((1 + r) / 2 * (1 - (1 + r) / 2))
    h = (2 * q * 1 + sp.Rational(1, 2)) / (2 * q + 1)
    density = sp.Function("f")
    residuals: dict[str, Any] = {
        "q to the right": (squared, ratio),
        "q to the left": (left, ratio),
        "base": (sp.Limit(ratio, r, 0, "+"), sp.Integer(0)),
        "c > 0": (sp.Limit(r**c, r, 0, "+"), sp.Integer(0)),
        "q to infinity": (sp.Limit(h, q, sp.oo), sp.Integer(1)),
        "q = 1": (sp.Limit(h, q, 1), sp.Rational(5, 6)),
        "q to 0": (sp.Limit(h, q, 0, "+"), sp.Rational(1, 2)),
    }
    for inner, share in ((0, sp.Integer(1)), (2, 1 - r)):
        part, mass = beside(density, inner)
        z = 1 - r if inner == 0 else 1 + r
        far, near = density(1 - z / 2), density(1 - r)
        quotient = (2 * near / far * share + 1 - z / 2) / (2 * near / far + 1)
        residuals[f"h over f, {inner}"] = (part / mass, quotient)
    return together(
        symbolic.identities(residuals, "every alpha > 0"), smt.universally(means_are_close(), "every q > 0")
    )


def means_are_close() -> dict[str, smt.Statement]:
    """Two means with the weights 2q and 1 of numbers that differ by at most eta differ by at most eta."""
    import z3

    q, a, b, eta = z3.Reals("q a b eta")
    close = [q > 0, eta > 0, 1 - a <= eta, a <= 1, z3.Q(1, 2) - b <= eta, b - z3.Q(1, 2) <= eta]
    gap = (2 * q * a + b) / (2 * q + 1) - (2 * q + z3.Q(1, 2)) / (2 * q + 1)
    return {"means": (close, z3.And(gap <= eta, -gap <= eta))}


@trichotomy.check("landmarks", "exact", "leading powers of r give the same at alpha from 1/10 to 1024")
def landmarks(_: Settings) -> Result:
    """The predicate, on both sides of 1 and at 1."""
    alphas = [Fraction(n) for n in ("1/10", "1/2", "999/1000", "1", "1001/1000", "2", "5", "1024")]
    truths = [trichotomy.claim.conclusion(Shape(alpha)).holds for alpha in alphas]
    return exact.decide(truths, "alpha in {1/10, ..., 1024}", "1 below 1, 5/6 at 1, 1/2 above")


STATED = "continuous exactly where stated"
AT_ONE, BELOW_ONE = TrainedLimit(SMALLEST, Beta(1)), TrainedLimit(SMALLEST, Beta("1/2"))
sharp.example(lambda: AT_ONE, "alpha = 1")
sharp.example(lambda: BELOW_ONE, "alpha = 1/2")
sharp.near_miss(STATED, lambda: (AT_ONE, [True, True, True]), "alpha = 1")
sharp.near_miss(STATED, lambda: (BELOW_ONE, [True, False, True]), "alpha = 1/2")

for alpha, wrong in (("1/2", "5/6"), ("1", "2/3"), ("2", "5/6")):
    shape = Shape(Fraction(alpha))
    trichotomy.example(given(shape), f"alpha = {alpha}")
    trichotomy.near_miss("limit beside it", given((shape, Fraction(wrong))), f"alpha = {alpha}")
trichotomy.near_miss("h at the point 1", lambda: (Shape(Fraction(2)), Fraction(1, 2)), "the limit beside it")

"""The checker's own statements, for records of a run that keep no formula, or only one that had cancelled to 0 = 0.

Each is written from the sentence that the step states, not from the code that checked it.  Theorems 2.7 and 2.11 and
Lemma 3.7 have chapters of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import permutations, product

from proofs_check.recheck import steps_lemma_3_7 as lemma_3_7
from proofs_check.recheck import steps_self_training as self_training
from proofs_check.recheck import steps_theorem_2_7 as theorem_2_7
from proofs_check.recheck import steps_theorem_2_11 as theorem_2_11
from proofs_check.recheck.instances import Data, Law, Point, limit_inside, meetings
from proofs_check.recheck.tools import vanish, zero


# ------------------------------------------------------------------------------------- Lemma 2.3
def gibbs_summed() -> bool:
    """N_i = S h_i, so that S (h_i - theta_i) = N_i - S theta_i; and a sum of such terms is S (sum h - sum theta)."""
    return zero("S*(N/S - theta) - (N - S*theta)") and zero("S*(a - b) + S*(u - v) - S*((a + u) - (b + v))")


def printed_triangle() -> bool:
    """z_ts(1 - l) = z_st(l); for a symmetric law xi^ji = xi^ij =: x and xi^ij_l = x - xi^ji_l =: m give the terms."""
    swapped = zero("((1 - lam)*t + (1 - (1 - lam))*s) - (lam*s + (1 - lam)*t)")
    above = zero("(m + x - (x - m)) - 2*m")  # N's term xi^ij_l + xi^ji - xi^ji_l for j > i
    below = zero("((x - m) + x - m) - 2*(x - m)")  # for j < i, m being xi^ji_l
    return swapped and above and below and zero("(m + x - m) - x")


def collected() -> bool:
    """Row m of the double sum gives xi^mj_l, column m gives xi^jm - xi^jm_l: checked by counting, k up to 6."""
    for k in range(1, 7):
        for m in range(k):
            terms = []
            for i, j in product(range(k), repeat=2):
                terms += [("moment", i, j)] * (i == m) + [("mass", i, j), ("minus moment", i, j)] * (j == m)
            stated = [t for j in range(k) for t in (("moment", m, j), ("mass", j, m), ("minus moment", j, m))]
            if sorted(terms) != sorted(stated):
                return False
    return True


def collecting() -> bool:
    """The double sum by rows and columns, and each of its terms in the printed triangle."""
    return collected() and printed_triangle()


# ------------------------------------------------------------------------------------- Proposition 2.5
CROSS = (((0, 1), 0), ((0, -1), 0), ((1, 0), 1), ((-1, 0), 1))


def ends_of_the_cross() -> bool:
    """No pair of points other than (1, 0) meets (1, 0): every mix of them has a smaller first coordinate; mirrored."""
    return all(bool(sign * p[0] < 1) for sign in (1, -1) for p, _ in CROSS if p != (sign, 0))


def _cross(shape: int) -> Data:
    points = tuple((Fraction(a), Fraction(b)) for (a, b), _ in CROSS)
    labels, weights = tuple(str(label) for _, label in CROSS), (Fraction(1, 4),) * 4
    return Data(points, labels, weights, Law((shape, shape)))


def meetings_at_the_ends() -> list[tuple[Point, int, int, Fraction]]:
    """An end of the horizontal segment, two points whose segment meets it, and where; a point with itself at 1."""
    data = _cross(1)
    ends = [point for point, label in zip(data.points, data.labels, strict=True) if label == "1"]
    return [(x, i, j, Fraction(1) if lam is None else lam) for x in ends for i, j, lam in meetings(data, x)]


def at_the_crossing() -> bool:
    """Both segments meet 0, in their middle and with equal weight: h is 1/2, 1/2 for symmetric laws."""
    half = {"0": Fraction(1, 2), "1": Fraction(1, 2)}
    return all(limit_inside(_cross(shape), (Fraction(0), Fraction(0))) == half for shape in (1, 2, 5))


def beside_the_crossing() -> bool:
    """Elsewhere on a segment there is its own class alone."""
    sure = {"0": Fraction(0), "1": Fraction(1)}
    return all(limit_inside(_cross(2), (Fraction(i, 7), Fraction(0))) == sure for i in (-6, -1, 1, 3))


# ------------------------------------------------------------------------------------- the logistic loss
def loss_curvature() -> bool:
    """The logistic loss log(2 cosh(z/2)) - b z/2 of an output z and a mean label b: slope, then curvature."""
    slope = zero("Derivative(log(2*cosh(z/2)) - b*z/2, z) - (tanh(z/2) - b)/2")
    return slope and zero("Derivative((tanh(z/2) - b)/2, z) - 1/(4*cosh(z/2)**2)")


# ------------------------------------------------------------------------------------- the table
MOMENT = "Integral(w**4*exp(-N*w**2), (w, 0, oo))/Integral(exp(-N*w**2), (w, 0, oo))/48"
CURVED = ("theorem-3.5", "theorem-3.5-constant", "theorem-3.5-existence", "theorem-3.5-parallel-levels")
RECOVERED = ("theorem-2.11", "theorem-2.11-sharp")

STEPS: dict[tuple[str, str], Callable[[], bool]] = {
    ("lemma-2.3", "Gibbs, summed"): gibbs_summed,
    ("lemma-2.3", "printed triangle"): printed_triangle,
    ("proposition-2.5", "at the ends"): ends_of_the_cross,
    ("theorem-2.7", "uniform weights"): theorem_2_7.uniform_weights,
    ("theorem-2.7", "most in the middle"): theorem_2_7.most_in_the_middle,
    ("theorem-2.7-gauss", "uniform weights"): theorem_2_7.uniform_weights,
    ("theorem-2.7-gauss", "most in the middle"): theorem_2_7.most_in_the_middle_by_gauss,
    ("theorem-2.7-critical-weight", "at 1"): theorem_2_7.at_one,
    ("theorem-2.7-asymptotics", "above"): theorem_2_7.above,
    ("theorem-2.7-asymptotics", "below"): theorem_2_7.below,
    ("theorem-2.7-asymptotics", "other term"): theorem_2_7.other_term,
    ("theorem-2.7-long-lines", "first to be positive"): theorem_2_7.first_to_be_positive,
    ("theorem-2.7-long-lines", "quadratics"): theorem_2_7.quadratics,
    ("theorem-2.7-phase-boundary", "closed form"): theorem_2_7.closed_form,
    ("lemma-2.3", "collecting the double sum"): collecting,
    ("lemma-2.3", "mean mixed label"): vanish("lam*p + (1 - lam)*p - p"),
    ("lemma-2.3-continuity", "the quadratic"): vanish(
        "(lam*s + (1 - lam)*t - x)**2 - ((s - t)**2*lam**2 + 2*(s - t)*(t - x)*lam + (t - x)**2)",
        "(s - t)**2 + 2*(s - t)*(t - x) + (t - x)**2 - (s - x)**2",
    ),
    ("lemma-2.3-proper-losses", "excess of a general Bregman loss"): vanish(
        "w*(x - (w*x + v*z)/(w + v)) + v*(z - (w*x + v*z)/(w + v))"
    ),
    ("proposition-2.2", "the limit is a density"): vanish(
        "lam*p + (1 - lam)*p - p", "lam*p/(lam*p + (1 - lam)*p) - lam"
    ),
    ("proposition-2.5", "distances from the crossing"): vanish(
        "(lam - (1 - lam))**2 - (2*lam - 1)**2", "lam**2 + (1 - lam)**2 - Rational(1, 2) - (2*lam - 1)**2/2"
    ),
    ("proposition-2.5", "at the crossing"): at_the_crossing,
    ("proposition-2.5", "beside the crossing"): beside_the_crossing,
    ("theorem-2.7-phase-boundary", "tail"): vanish(
        "Derivative(-(u*(1 - u))**alpha/alpha, u)/(u*(1 - u))**(alpha - 1) - (2*u - 1)",
        "((u*(1 - u))**alpha/alpha).subs(u, 1)",
    ),
    ("theorem-2.7-phase-boundary", "tilt"): vanish("u**(alpha + c - 1)/u**(alpha - 1) - u**c"),
    ("theorem-2.7-asymptotics", "substitution"): vanish(
        "sqrt(1 - exp(-w**2)).subs(w, 0)", "Limit(sqrt(1 - exp(-w**2)), w, oo) - 1"
    ),
    ("theorem-2.7-asymptotics", "nearly normal"): vanish(
        f"{MOMENT} - 1/(64*N**2)",
        "Integral(exp(-N*w**2), (w, 0, a))/Integral(exp(-N*w**2), (w, 0, oo)) - erf(sqrt(N)*a)",
    ),
    ("theorem-2.7-asymptotics", "logarithm"): vanish(
        "Derivative(-log(1 - x) - x - x**2/2 - x**3/3, x) - x**3/(1 - x)",
        "(-log(1 - x) - x - x**2/2 - x**3/3).subs(x, 0)",
    ),
    ("theorem-2.7-long-lines", "two classes"): theorem_2_7.two_classes,
    ("theorem-2.11-all-data", "only if"): theorem_2_11.thue_morse,
    ("theorem-2.11-four-points", "three numbers and the mean"): theorem_2_11.three_numbers,
    ("theorem-2.11-four-points", "signs and order"): theorem_2_11.signs_and_order,
    ("theorem-2.11-four-points", "both have them"): theorem_2_11.reflection,
    ("theorem-2.11-sharp", "three points"): theorem_2_11.three_points,
    ("theorem-2.11-sharp", "four points"): theorem_2_11.four_points,
    ("theorem-2.11-sharp", "the reflection"): theorem_2_11.reflection,
    ("theorem-2.11-sharp", "two points"): vanish("(x + t) + (u - t) - (x + u)"),
    **{(claim, "two ways to four points"): vanish("(u + v) + (s + t) - ((u + s) + (v + t))") for claim in RECOVERED},
    **{(claim, "a common point shows"): theorem_2_11.common_point_shows for claim in RECOVERED},
    **{(claim, "stars go to stars"): theorem_2_11.stars for claim in RECOVERED},
    **{(claim, "pair sums determine the points"): vanish("(x + u) + (x + v) - (u + v) - 2*x") for claim in RECOVERED},
    **{(claim, "loss"): loss_curvature for claim in CURVED},
    ("lemma-3.7-sharp", "a hundred points"): lemma_3_7.a_hundred_points,
    ("self-training-expansion-flow", "no set is worse"): self_training.expansions,
    ("theorem-3.5-existence", "growth"): vanish(
        "exp(t*z/2) + exp(-t*z/2) - exp(t*z/2)*(1 + exp(-t*z))", "Limit(log(1 + exp(-t*z))/t, t, oo)"
    ),
}

# the cases of enumerations, which the checker lists for itself; an item may have several
CASES: dict[tuple[str, str], tuple[Callable[[], Sequence[object]], ...]] = {
    ("proposition-2.5", "at the ends"): (meetings_at_the_ends,),
    ("self-training-expansion-flow", "no set is worse"): (self_training.sets_of_wrong_labels,),
    ("theorem-2.7-long-lines", "quadratics"): (theorem_2_7.sampled_places,),
    ("theorem-2.7-long-lines", "first to be positive"): (theorem_2_7.first_places,),
    ("theorem-2.7-long-lines", "tail sums"): (theorem_2_7.half_lines,),
    ("theorem-2.7-long-lines", "two classes"): (theorem_2_7.cells_of_two_classes,),
    ("theorem-2.7-long-lines", "ten classes"): (theorem_2_7.cells_of_ten_classes,),
    ("theorem-2.11-all-data", "only if"): (lambda: [2**e for e in range(1, 7)],),
    ("theorem-2.11-four-points", "signs and order"): (theorem_2_11.orders_and_signs,),
    ("theorem-2.11-sharp", "three points"): (lambda: list(permutations(range(3))),),
    ("theorem-2.11-sharp", "four points"): (theorem_2_11.bijections_of_four,),
    **{(claim, "a common point shows"): (theorem_2_11.sums_of_meeting_pairs,) for claim in RECOVERED},
    **{
        (claim, "stars go to stars"): (
            theorem_2_11.two_pairs,
            theorem_2_11.four_meeting_pairs,
            theorem_2_11.bijections_of_five,
        )
        for claim in RECOVERED
    },
}

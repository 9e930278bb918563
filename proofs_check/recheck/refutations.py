"""The checker's own reading of the printed statements: what makes an instance a counterexample to each of them.

Every function raises :class:`~proofs_check.recheck.outcome.Refused` with the reason why an instance is none.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import flint

from proofs_check.recheck.instances import (
    Data,
    Point,
    class_masses,
    data_of,
    direction,
    law_of,
    limit_inside,
    line,
    masses,
    meetings,
    place,
    rational,
    require,
    shares,
)
from proofs_check.recheck.outcome import Refused, Unread
from proofs_check.recheck.refutations_context_agnostic import CONTEXT_AGNOSTIC
from proofs_check.recheck.refutations_dataset_shift import DATASET_SHIFT
from proofs_check.recheck.refutations_disentanglement import DISENTANGLEMENT
from proofs_check.recheck.refutations_large_batch import LARGE_BATCH
from proofs_check.recheck.refutations_mixup_literature import MIXUP_LITERATURE
from proofs_check.recheck.refutations_self_training import SELF_TRAINING
from proofs_check.recheck.refutations_square_loss import SQUARE_LOSS

LARGEST_SAMPLE = 10**6


def definition_2_1(instance: Any) -> None:
    """Over the whole cube [0, 1]^k the risk falls in every theta_i with N_i > 0: with two of them all are 1."""
    found = class_masses(data_of(instance), place(instance["x"]), rational(instance["epsilon"]))
    require(sum(mass > 0 for mass in found.values()) >= 2, "fewer than two classes have mass in the ball")


def lemma_2_3_symmetry(instance: Any) -> None:
    """The doubled upper triangle gives another N than the double sum."""
    data, x, epsilon = data_of(instance), place(instance["x"]), rational(instance["epsilon"])
    table, order = masses(data, x, epsilon), sorted(data.classes)
    double = class_masses(data, x, epsilon)
    triangle = {}
    for i, c in enumerate(order):
        above = sum((table[c, d][1] for d in order[i + 1 :]), Fraction(0))
        below = sum((table[d, c][0] - table[d, c][1] for d in order[:i]), Fraction(0))
        triangle[c] = table[c, c][0] + 2 * (above + below)
    require(double != triangle, "the doubled triangle is the double sum here")


def lemma_2_3_continuity(instance: Any) -> None:
    """A data point on the sphere about x enters the ball, with the mass of its self-pair, as soon as z moves to it."""
    data, x, epsilon = data_of(instance), place(instance["x"]), rational(instance["epsilon"])
    here = class_masses(data, x, epsilon)
    total = sum(here.values())
    require(total > 0, "h_eps is not defined at x")
    for (a,), label in dict(zip(data.points, data.labels, strict=True)).items():
        own = sum(w for (p,), w in zip(data.points, data.weights, strict=True) if p == a) ** 2
        if abs(a - x[0]) == epsilon and any(
            here[c] * (total + own) != (here[c] + own * (c == label)) * total for c in data.classes
        ):
            return  # every other interval of lambda moves continuously, and P_f has no atom
    raise Refused("no data point on the sphere about x makes h_eps jump")


def remark_2_4(instance: Any) -> None:
    """For the oscillating density h_eps(0) has two limit values along eps = (3/100) 16^-m, m even and m odd.

    The density is 1 about 1/2, where the pair (0, 1), (0, -1) meets 0 in |lambda - 1/2| < eps/2, and 1/2 or 3/2 in
    turn on the shells |t| in (16^-(m+1), 16^-m]/100 about 1/3 and 2/3, where (2, 0), (-1, 0) does in |t| < eps/3.
    """
    data = data_of(instance, law=False)
    expected: dict[Any, int] = {(0, 1): 0, (0, -1): 0, (2, 0): 1, (-1, 0): 1}
    same = set(data.points) == set(expected)
    groups = {(expected.get(p), label) for p, label in zip(data.points, data.labels, strict=True)}
    require(same and len(groups) == 2 and len(data.points) == 4, "not the four points of the counterexample")
    require(set(data.weights) == {Fraction(1, 4)} and not any(place(instance["x"])), "not uniform weights at x = 0")
    require(instance["mixing"] == {"type": "OscillatingDensity"}, "not the oscillating density")
    values = []
    for first, second in ((Fraction(1, 2), Fraction(3, 2)), (Fraction(3, 2), Fraction(1, 2))):
        mean = Fraction(15, 16) * (first + second / 16) / (1 - Fraction(1, 256))  # shells of ratio 16, in turn
        radius = Fraction(3, 100)
        first_class, second_class = 2 * radius, 2 * (2 * radius / 3) * mean  # both orders; the interval's length
        values.append(first_class / (first_class + second_class))
    require(values[0] != values[1], "the two values agree")


def theorem_2_10(instance: Any) -> None:
    """The printed 2.9 holds at every data point, and along some ray into one of them h does not tend to its class."""
    data = data_of(instance)
    require(data.law.shape is not None, "P_f has no density that is positive on (0, 1)")
    require(instance["self_pairs"] is True, "self-pairs are left out")
    for x, label in zip(data.points, data.labels, strict=True):
        _printed_2_9(data, x, label)
    for x, label in zip(data.points, data.labels, strict=True):
        for target in data.points:
            if target != x and _share_along(data, x, direction(x, target), label) < 1:
                return
    raise Refused("h tends to the class of every data point along every ray")


def _share_along(data: Data, x: Point, ray: Point, label: str) -> Fraction:
    """Limit of h^label(z), z to x along a ray: the segments through x that run on beyond it in this direction."""
    beyond = []
    for i, j, lam in meetings(data, x):
        s, t = data.points[i], data.points[j]
        if lam is not None and any(end != x and direction(x, end) == ray for end in (s, t)):
            beyond.append((i, j, lam))
    weigh = [data.law.density(lam) for _, _, lam in beyond]
    if not any(weigh):  # f vanishes at the ends and only segments that end at x are left: all of its class
        return Fraction(1)
    return shares(data, beyond)[label]


def _printed_2_9(data: Data, x: Point, label: str) -> None:
    for i, j, _ in meetings(data, x):
        require(label in (data.labels[i], data.labels[j]), f"2.9 fails: the pair ({i}, {j}) meets {tuple(map(str, x))}")


def _mixed_point(instance: Any, compared_with_a_length: bool) -> tuple[Data, Point, str]:
    """Data, x and class i of Theorem 3.2, with its printed 2.9 and 3.1; delta ranges to half a distance or to 1/2."""
    data, x, label = data_of(instance), place(instance["x"]), instance["label"]
    require(data.law.shape is not None and label in data.classes, "no density, or no such class")
    _printed_2_9(data, x, label)
    delta = rational(instance["delta"])
    across = [(i, j) for i, j in data.pairs() if data.labels[i] == label != data.labels[j]]
    require(bool(across) and delta > 0, "there is one class, or delta is not positive")
    if compared_with_a_length:
        least = min(_squared(data.points[i], data.points[j]) for i, j in across)
        require(4 * delta**2 < least, "delta is not below half the distance")
    else:
        require(2 * delta <= 1, "delta is above 1/2")
    for i, j, lam in meetings(data, x):
        crossing = (i, j) in across
        require(not (crossing and lam is not None and lam <= 1 - delta), f"3.1 fails: the pair ({i}, {j}) meets x")
    return data, x, label


def theorem_3_2_delta(instance: Any) -> None:
    """x is mixed, and another class has at least as much of h(x)."""
    data, x, label = _mixed_point(instance, compared_with_a_length=True)
    found = limit_inside(data, x)
    require(any(found[c] >= found[label] for c in data.classes if c != label), "h gives x the class")


def theorem_3_2_off_support(instance: Any) -> None:
    """Nothing is ever mixed near x, so that h(x) may be anything."""
    data, x, _ = _mixed_point(instance, compared_with_a_length=False)
    require(not list(meetings(data, x)), "x is a mixed point")


def theorem_3_2_continuity(instance: Any) -> None:
    """x is a mixed point inside segments of two lines whose mean labels differ: h tends to each along its line."""
    data, x, label = _mixed_point(instance, compared_with_a_length=False)
    require(x not in data.points, "x is a data point")
    lines: dict[Point, list[tuple[int, int, Fraction]]] = {}
    for i, j, lam in meetings(data, x):
        if lam is not None:
            lines.setdefault(line(data.points[i], data.points[j]), []).append((i, j, lam))
    means = {shares(data, segments)[label] for segments in lines.values()}
    require(len(means) > 1, "all lines through x have one mean label")


def margin_half_distance(instance: Any) -> None:
    """h gives x the class, but x is farther from the class than half its least distance from another."""
    data, x, label = data_of(instance), place(instance["x"]), instance["label"]
    require(data.law.shape is not None and label in data.classes, "no density, or no such class")
    found = limit_inside(data, x)
    require(all(found[c] < found[label] for c in data.classes if c != label), "h does not give x the class")
    own = [p for p, c in zip(data.points, data.labels, strict=True) if c == label]
    others = [p for p, c in zip(data.points, data.labels, strict=True) if c != label]
    nearest = min(_squared(p, x) for p in own)
    require(4 * nearest > min(_squared(p, q) for p in own for q in others), "x is within half the distance")


def _squared(p: Point, q: Point) -> Fraction:
    return sum(((a - b) ** 2 for a, b in zip(p, q, strict=True)), Fraction(0))


def theorem_3_5(instance: Any) -> None:
    """Unequal class masses: no multiple k y of the max-margin outputs is stationary for the Mixup loss.

    Stationarity at outputs k on X_1 and -k on X_{-1} reads W_1 a + W_2 b = 0 = W_2 a + W_1 b, a the mean slope of a
    pair inside a class.  There the output is k and the target 1 whatever lambda, so a = -1/(1 + e^k) is not 0 at any
    k, and W_1 = W_2 follows.  The max-margin solution is sum_s b_s y_s x_s, b >= 0 by the Karush-Kuhn-Tucker
    conditions, with all margins equal; the minimiser exists since P_f charges more than {0, 1/2, 1}.
    """
    data = data_of(instance)
    require(data.law.is_symmetric(), "P_f is not symmetric")
    require(_least_multiplier(data) >= 0, "max-margin does not interpolate")
    require(2 * _first_mass(data) != 1, "the classes have equal mass")


def theorem_3_5_without_interpolation(instance: Any) -> None:
    """Linearly independent data of equal masses whose max-margin solution does not interpolate.

    Outputs may then be chosen freely, the loss is strictly convex in them and, for equal masses, the same after both
    classes change places; its minimiser has outputs c y.  Max-margin outputs are k y only if it interpolates.
    """
    data = data_of(instance)
    if len(data.points) > len(data.points[0]):
        raise Unread("the data are linearly dependent")
    require(2 * _first_mass(data) == 1, "the classes have different masses")
    require(_least_multiplier(data) < 0, "max-margin interpolates")


def corollary_3_8(instance: Any) -> None:
    """Unequal classes: by the converse of Theorem 3.5 the directions agree on a null set only, not at 1 - 2/n > 0."""
    n, d, positives = (rational(instance[name]) for name in ("n", "d", "positives"))
    law = law_of(instance["mixing"])
    require(law.is_symmetric(), "P_f is not symmetric")
    require(all(v.denominator == 1 for v in (n, d, positives)) and 3 <= n <= LARGEST_SAMPLE, "no such sample")
    bound = 10 * flint.arb(int(n)) * flint.arb(int(n)).log() + int(n) - 1
    require(bool(flint.arb(int(d)) > bound), "the dimension is not above the bound")
    require(0 < positives < n and 2 * positives != n, "one class is empty, or the classes are equal")


def _least_multiplier(data: Data) -> Fraction:
    """Least y_s b_s, where sum_s b_s x_s has the outputs y: the max-margin solution interpolates iff it is >= 0."""
    signs = [{"1": 1, "-1": -1}.get(label, 0) for label in data.labels]
    require(set(signs) == {1, -1}, "the labels are not 1 and -1")
    off_centre = data.law.shape is not None or any(v not in (0, Fraction(1, 2), 1) for v, _ in data.law.atoms)
    require(off_centre, "P_f lives on {0, 1/2, 1}, where no minimiser exists")
    gram = [[sum((a * b for a, b in zip(p, q, strict=True)), Fraction(0)) for q in data.points] for p in data.points]
    multipliers = solve(gram, [Fraction(sign) for sign in signs])
    return min(b * s for b, s in zip(multipliers, signs, strict=True))


def _first_mass(data: Data) -> Fraction:
    return sum((w for w, label in zip(data.weights, data.labels, strict=True) if label == "1"), Fraction(0))


def solve(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Gauss and Jordan; a singular matrix is refused."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(len(rows)):
        pivot = next((r for r in range(column, len(rows)) if rows[r][column]), None)
        if pivot is None:
            raise Refused("the data are linearly dependent")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [v / rows[column][column] for v in rows[column]]
        for r in range(len(rows)):
            if r != column and rows[r][column]:
                rows[r] = [v - rows[r][column] * u for v, u in zip(rows[r], rows[column], strict=True)]
    return [row[-1] for row in rows]


REFUTATIONS: dict[str, Callable[[Any], None]] = {
    "definition-2.1-printed": definition_2_1,
    "lemma-2.3-symmetry-printed": lemma_2_3_symmetry,
    "lemma-2.3-continuity-printed": lemma_2_3_continuity,
    "remark-2.4-printed": remark_2_4,
    "theorem-2.10-printed": theorem_2_10,
    "theorem-3.2-delta-printed": theorem_3_2_delta,
    "theorem-3.2-off-support-printed": theorem_3_2_off_support,
    "theorem-3.2-continuity-printed": theorem_3_2_continuity,
    "margin-half-distance-printed": margin_half_distance,
    "theorem-3.5-printed": theorem_3_5,
    "theorem-3.5-without-interpolation": theorem_3_5_without_interpolation,
    "corollary-3.8-printed": corollary_3_8,
    **MIXUP_LITERATURE,
    **CONTEXT_AGNOSTIC,
    **DATASET_SHIFT,
    **SELF_TRAINING,
    **LARGE_BATCH,
    **SQUARE_LOSS,
    **DISENTANGLEMENT,
}

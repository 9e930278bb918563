"""Lemma 2.3: the Mixup-optimal constant in a ball and its printed symmetric form.

Its continuity in the centre of the ball, and losses other than the cross-entropy, are chapters.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Verdict, register
from theory.geometry import dot, mix, segment_ball_interval, subtract
from theory.instances import LocalInstance
from theory.numbers import Number, Truth, conjunction, equal, is_positive, less, negate
from theory.optimal import local_masses
from theory.results.mixup.paper import MIXUP

Table = Sequence[Sequence[Number]]


def ordered_term(moment_ij: Number, mass_ji: Number, moment_ji: Number) -> Number:
    """What class j contributes to N_i: xi^{ij}_lambda + xi^{ji} - xi^{ji}_lambda."""
    return moment_ij + mass_ji - moment_ji


def above_diagonal(moment_ij: Number) -> Number:
    """The printed contribution of a class j > i to N_i: 2 xi^{ij}_lambda."""
    return 2 * moment_ij


def below_diagonal(mass_ji: Number, moment_ji: Number) -> Number:
    """The printed contribution of a class j < i to N_i: 2 (xi^{ji} - xi^{ji}_lambda)."""
    return 2 * (mass_ji - moment_ji)


def collected_masses(mass: Table, moment: Table) -> list[Number]:
    """N_i of the double sum from the tables xi^{ij} and xi^{ij}_lambda (k, k): sum_j of :func:`ordered_term`."""
    k = range(len(mass))
    return [sum((ordered_term(moment[i][j], mass[j][i], moment[j][i]) for j in k), 0 * mass[0][0]) for i in k]


def triangle_masses(mass: Table, moment: Table) -> list[Number]:
    """N_i of the printed, doubled upper triangle: xi^{ii} + sum_{j>i} 2 xi^{ij}_lambda + sum_{j<i} 2 (...)."""
    k = len(mass)
    found = []
    for i in range(k):
        above = [above_diagonal(moment[i][j]) for j in range(i + 1, k)]
        below = [below_diagonal(mass[j][i], moment[j][i]) for j in range(i)]
        found.append(sum([*above, *below], mass[i][i]))
    return found


def pair_loss(mass: Number, moment: Number, log_i: Number, log_j: Number) -> Number:
    """Risk of the pairs of classes (i, j): -(xi_lambda log theta_i + (xi - xi_lambda) log theta_j)."""
    return -(moment * log_i + (mass - moment) * log_j)


def local_risk(masses: Sequence[Number], logs: Sequence[Number]) -> Number:
    """J_mix restricted to the ball at the constant theta: -sum_i N_i log theta_i, ``logs`` being log theta_i."""
    return -sum(n * log for n, log in zip(masses, logs, strict=True))


def minimiser(masses: Sequence[Number]) -> list[Number]:
    """h_eps = N / sum N.  Raises ``ZeroDivisionError`` when the ball has no mixed mass."""
    total = sum(masses[1:], masses[0])
    return [n / total for n in masses]


def class_tables(instance: LocalInstance) -> tuple[list[list[Number]], list[list[Number]]]:
    """The tables xi^{ij} and xi^{ij}_lambda, shape (k, k), pair by pair; laws of atoms are listed atom by atom."""
    data, law = instance.dataset, instance.mixing
    k = data.n_classes
    mass: list[list[Number]] = [[Fraction(0)] * k for _ in range(k)]
    moment: list[list[Number]] = [[Fraction(0)] * k for _ in range(k)]
    for s, t in product(range(data.n_points), repeat=2):
        i, j = data.codes[s], data.codes[t]
        weight = data.exact_weights[s] * data.exact_weights[t]
        a, b = data.exact_points[s], data.exact_points[t]
        if law.atoms:
            inside = {v: m for v, m in law.atoms.items() if sphere_side(instance, mix(a, b, v)) == -1}
            parts = sum(inside.values(), Fraction(0)), sum((v * m for v, m in inside.items()), Fraction(0))
        else:
            interval = segment_ball_interval(a, b, instance.x, instance.epsilon)
            parts = (law.mass(*interval), law.moment(*interval)) if interval else (Fraction(0), Fraction(0))
        mass[i][j] += weight * parts[0]
        moment[i][j] += weight * parts[1]
    return mass, moment


def sphere_side(instance: LocalInstance, z: Sequence[Number]) -> int:
    """-1, 0 or 1 as z lies inside, on or outside the sphere of radius epsilon about x, decided exactly."""
    offset = subtract(z, instance.x)
    square, radius = dot(offset, offset), instance.epsilon * instance.epsilon
    return 0 if equal(square, radius) else (-1 if less(square, radius) else 1)


def instance_masses(instance: LocalInstance) -> list[Number]:
    """N_i of each class in the ball."""
    return local_masses(instance.dataset, instance.mixing, instance.x, instance.epsilon)


def positive_mass(instance: LocalInstance) -> Finding:
    """Whether anything mixed falls into the ball."""
    total = sum(instance_masses(instance))
    return Finding(is_positive(total), f"the mixed mass of the ball is {total}")


def _symmetric(instance: LocalInstance) -> Finding:
    return Finding(instance.mixing.is_symmetric, f"P_f = {instance.mixing}")


def pairs_give(instance: LocalInstance, masses: Sequence[Number]) -> Finding:
    """Whether the double sum over the classes, from the pairs listed one by one, is N = ``masses``."""
    found = collected_masses(*class_tables(instance))
    return Finding(agree(masses, found), f"the pairs give N = {show(found)}")


def triangle_gives(instance: LocalInstance, masses: Sequence[Number]) -> Finding:
    """Whether, if P_f is symmetric, the doubled upper triangle is N = ``masses``."""
    if not instance.mixing.is_symmetric:
        return Finding(True, "P_f is not symmetric, and nothing is said of the triangle")
    found = triangle_masses(*class_tables(instance))
    return Finding(agree(masses, found), f"the triangle gives N = {show(found)}")


def is_only_minimiser(instance: LocalInstance, theta: Sequence[Number] | None) -> Finding:
    """Whether ``theta`` is in the simplex and stationary there: N_i = (sum N) theta_i, for the convex risk."""
    masses = instance_masses(instance)
    total = sum(masses)
    if theta is None or not is_positive(total):
        return Finding(False, "the ball has no mixed mass: every theta has the risk 0, none is the only minimiser")
    stationary = conjunction(
        *(conjunction(equal(n, total * p), negate(is_positive(-n))) for n, p in zip(masses, theta, strict=True))
    )
    return Finding(conjunction(stationary, equal(sum(theta), Fraction(1))), f"h_eps = {show(minimiser(masses))}")


def asserted_minimiser(instance: LocalInstance) -> list[Number] | None:
    """h_eps = N/sum N; ``None`` in a ball without mixed mass."""
    masses = instance_masses(instance)
    return minimiser(masses) if is_positive(sum(masses)) else None


def agree(a: Sequence[Number], b: Sequence[Number]) -> Truth:
    """Whether two lists of masses or shares are equal."""
    return conjunction(*(equal(p, q) for p, q in zip(a, b, strict=True)))


def show(values: Sequence[Number]) -> str:
    """Masses or shares as a message shows it."""
    return f"({', '.join(map(str, values))})"


def _triangle_is_double_sum(instance: LocalInstance) -> Finding:
    tables = class_tables(instance)
    double, triangle = collected_masses(*tables), triangle_masses(*tables)
    text = f"the double sum gives N = {show(double)}, the doubled triangle {show(triangle)}"
    return Finding(agree(double, triangle), text)


POSITIVE_MASS = Assumption("positive mass", r"$B_\epsilon(x)$ has positive mixed mass", positive_mass)
SYMMETRY = Assumption("symmetry", r"$\lambda$ and $1-\lambda$ have one law", _symmetric)

register(
    Claim(
        id="lemma-2.3",
        title="The Mixup-optimal constant in a ball, in closed form",
        statement=r"In a ball of positive mixed mass the Mixup risk of a constant $\theta$ of the simplex is "
        r"$-\sum_i N_i\log\theta_i$, $N_i=\sum_j(\xi^{ij}_\lambda+\xi^{ji}-\xi^{ji}_\lambda)$; its only minimiser is "
        r"$h_\epsilon=N/\sum_i N_i$, the mean mixed label in the ball. For symmetric $P_f$, "
        r"$N_i=\xi^{ii}+2(\sum_{j>i}\xi^{ij}_\lambda+\sum_{j<i}(\xi^{ji}-\xi^{ji}_\lambda))$.",
        paper=MIXUP,
        place="Lemma 2.3",
        instance=LocalInstance,
        assumptions=(POSITIVE_MASS,),
        conclusion=Conclusion(
            (
                Part("double sum", pairs_give, instance_masses),
                Part("doubled triangle", triangle_gives, instance_masses),
                Part("only minimiser", is_only_minimiser, asserted_minimiser),
            )
        ),
        expected=Verdict.PROVED,
        repairs="lemma-2.3-symmetry-printed",
        tightness="an equality",
    )
)

register(
    Claim(
        id="lemma-2.3-symmetry-printed",
        title="The doubled triangle is the double sum for every mixing distribution",
        statement=r"For every $P_f$ the risk summed over ordered pairs of classes is the upper triangle, doubled.",
        paper=MIXUP,
        place="Lemma 2.3",
        whole_read=True,
        instance=LocalInstance,
        conclusion=_triangle_is_double_sum,
        expected=Verdict.REFUTED,
        repaired_by="lemma-2.3",
    )
)

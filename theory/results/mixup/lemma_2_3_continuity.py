"""Lemma 2.3, continuity: when h_eps is continuous in the centre of the ball, and by how much it jumps where not."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from theory.claim import Assumption, Claim, Finding, Reading, Verdict, register
from theory.geometry import dot, mix, subtract
from theory.instances import LocalInstance
from theory.numbers import Number, is_positive, less
from theory.results.mixup.lemma_2_3 import POSITIVE_MASS, agree, instance_masses, minimiser, show, sphere_side
from theory.results.mixup.paper import MIXUP


def sphere_masses(instance: LocalInstance) -> dict[tuple[Number, ...], list[Number]]:
    """Mixed label masses (k,) of the points of the sphere that carry mass: duplicates, end points and atoms."""
    data, law = instance.dataset, instance.mixing
    found: dict[tuple[Number, ...], list[Number]] = {}
    for s, t in product(range(data.n_points), repeat=2):
        a, b = data.exact_points[s], data.exact_points[t]
        carried: Any = law.atoms or ({Fraction(1): Fraction(1)} if agree(a, b) else {})
        for v, m in carried.items():
            z = tuple(mix(a, b, v))
            if sphere_side(instance, z) != 0:
                continue
            each = found.setdefault(z, [Fraction(0)] * data.n_classes)
            each[data.codes[s]] += data.exact_weights[s] * data.exact_weights[t] * m * v
            each[data.codes[t]] += data.exact_weights[s] * data.exact_weights[t] * m * (1 - v)
    return found


def one_sided_masses(instance: LocalInstance, direction: Sequence[Number]) -> list[Number]:
    """lim of N(x + r direction) as r falls to 0: the open ball gains the masses of its sphere that lie ahead."""
    limit = instance_masses(instance)
    for z, masses in sphere_masses(instance).items():
        if is_positive(dot(subtract(z, instance.x), direction)):
            limit = [a + b for a, b in zip(limit, masses, strict=True)]
    return limit


def _continuous(instance: LocalInstance) -> Finding:
    """Decided by the limits along rays; continuous for certain when no sphere point would change the proportions."""
    here = instance_masses(instance)
    if not is_positive(sum(here)):
        return Finding(False, "h_eps is not defined at x")
    value = minimiser(here)
    spheres = sphere_masses(instance)
    for z in spheres:
        ahead = subtract(z, instance.x)
        limit = minimiser(one_sided_masses(instance, ahead))
        behind = minimiser(one_sided_masses(instance, [-v for v in ahead]))
        if not agree(limit, value):
            text = f"h_eps = {show(value)} at x, but tends to {show(limit)} towards {show(z)}"
            return Finding(False, f"{text} and to {show(behind)} from the other side")
    same = all(agree(minimiser(m), value) for m in spheres.values() if is_positive(sum(m)))
    return Finding(True if same else None, f"{len(spheres)} points of the sphere carry mass")


def _no_data_on_sphere(instance: LocalInstance) -> Finding:
    on = [p for p in instance.dataset.exact_points if sphere_side(instance, p) == 0]
    return Finding(not on, f"on the sphere: {', '.join(map(show, on)) or 'no data point'}")


def _no_inner_atom(instance: LocalInstance) -> Finding:
    inner = [v for v in instance.mixing.atoms if less(0, v) and less(v, 1)]
    return Finding(not inner, f"atoms in (0, 1): {', '.join(map(str, inner)) or 'none'}")


register(
    Claim(
        id="lemma-2.3-continuity-printed",
        title="The Mixup-optimal constant is continuous in the centre of the ball, at every radius",
        statement=r"For every $\epsilon>0$ the map $x\mapsto h_\epsilon(x)$ is continuous where it is defined.",
        paper=MIXUP,
        place="Lemma 2.3",
        whole_read=True,
        instance=LocalInstance,
        assumptions=(POSITIVE_MASS,),
        conclusion=_continuous,
        expected=Verdict.REFUTED,
        repaired_by="lemma-2.3-continuity",
    )
)

register(
    Claim(
        id="lemma-2.3-continuity",
        title="The Mixup-optimal constant is continuous unless mass sits on the sphere",
        statement=r"$h_\epsilon$ is continuous at $x$ if the ball has positive mixed mass, no data point lies on the "
        r"sphere of radius $\epsilon$ about $x$, and $P_f$ has no atom in $(0,1)$.",
        paper=MIXUP,
        place="Lemma 2.3",
        reading=Reading.OURS,
        instance=LocalInstance,
        assumptions=(
            POSITIVE_MASS,
            Assumption("sphere", r"no data point is at distance $\epsilon$ from $x$", _no_data_on_sphere),
            Assumption("no atom", r"$P_f$ has no atom in $(0,1)$", _no_inner_atom),
        ),
        conclusion=_continuous,
        expected=Verdict.PROVED,
        repairs="lemma-2.3-continuity-printed",
        tightness="sufficient; each assumption is needed",
    )
)

"""Beyond Theorem 3.5: separable data that are dependent, or that the max-margin solution does not interpolate.

At the outputs k v of a multiple of the max-margin solution, the gradient of the Mixup loss is a sum of scalar functions
of k times the vectors q(a, z, b) = sum p_s p_t y_s x_s, over s of margin a and t of margin b with y_s y_t = z.
Where these *level vectors* are all parallel, the directions agree, whatever the masses and however many points.
"""

from __future__ import annotations

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear import LinearMixup
from theory.linear.agreement import slope_on_ray
from theory.linear.margin import outputs
from theory.numbers import Truth, equivalent
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_3_5 import EQUAL_MASSES, OFF_CENTRE, minimiser_is_multiple
from theory.results.mixup.theorem_3_5_smaller_class import TWO_CLASSES


def separable(instance: LinearMixup) -> Finding:
    """Some hyperplane through the origin separates the classes."""
    solution = instance.max_margin
    shown = "none does" if solution is None else f"max-margin solution ({', '.join(map(str, solution.theta))})"
    return Finding(solution is not None, shown)


def has_parallel_levels(instance: LinearMixup) -> Finding:
    """There is a max-margin solution, and the level vectors are all multiples of one."""
    solution = instance.max_margin
    if solution is None:
        return separable(instance)
    margins = outputs(solution.theta, instance.dataset)
    parallel = slope_on_ray(instance, margins) is not None
    return Finding(parallel, f"outputs ({', '.join(map(str, margins))}) of the max-margin solution")


def agrees(instance: LinearMixup, stated: Truth) -> Finding:
    """Whether the directions agree, or do not, as ``stated``; without a max-margin solution nothing is stated."""
    if instance.max_margin is None:
        return Finding(True, "there is no max-margin solution to agree with")
    found = minimiser_is_multiple(instance)
    return Finding(
        equivalent(found.holds, stated), f"level vectors parallel {stated}, agreement {found.holds}: {found.witness}"
    )


agree_iff_parallel_levels = Conclusion(
    (Part("agree exactly if the levels are parallel", agrees, lambda instance: has_parallel_levels(instance).holds),)
)


def is_uniform(instance: LinearMixup) -> Finding:
    """lambda is uniform on [0, 1]."""
    return Finding(instance.mixing.is_uniform, str(instance.mixing))


PARALLEL_LEVELS = Assumption(
    "parallel levels",
    r"the vectors $q(a, z, b)$ at the margins of the max-margin solution are parallel",
    has_parallel_levels,
)
SEPARABLE = Assumption("separable", "some hyperplane through the origin separates the classes", separable)

register(
    Claim(
        id="theorem-3.5-parallel-levels",
        title="Mixup has the max-margin direction wherever the level vectors are parallel, interpolation or not",
        statement=(
            r"Let $v = X\theta^*$ be the outputs of the max-margin solution and, for margins $a, b$ and $z = \pm 1$, "
            r"$q(a, z, b) = \sum p_s p_t y_s x_s$ over all $s, t$ with $y_s v_s = a$, $y_s y_t = z$, $y_t v_t = b$. If "
            r"these vectors are all parallel, both classes occur and $P_f((0,1) \setminus \{1/2\}) > 0$, then the "
            r"Mixup minimiser in span $X$ is a positive multiple of $\theta^*$. So in Theorem 3.5 with equal masses, "
            r"on a line ($d = 1$), and for data and weights symmetric about the axis $\theta^*$, whatever the masses "
            r"of the classes and the margins."
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        reading=Reading.OURS,
        instance=LinearMixup,
        assumptions=(PARALLEL_LEVELS, TWO_CLASSES, OFF_CENTRE),
        conclusion=minimiser_is_multiple,
        expected=Verdict.PROVED,
        tightness="for uniform $P_f$ no other rational data that agree are known: theorem-3.5-no-others",
    )
)

register(
    Claim(
        id="theorem-3.5-no-others",
        title="For uniform P_f and rational data the directions agree only where the level vectors are parallel",
        statement=(
            r"Let the data be rational, of two classes, and $P_f$ uniform. If the Mixup minimiser in "
            r"span $X$ is a multiple of the max-margin solution, then the vectors $q(a, z, b)$ of "
            r"theorem-3.5-parallel-levels are parallel."
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        reading=Reading.OURS,
        instance=LinearMixup,
        assumptions=(
            TWO_CLASSES,
            Assumption("uniform mixing", r"$P_f$ is uniform on $[0, 1]$", is_uniform),
        ),
        conclusion=agree_iff_parallel_levels,
        expected=Verdict.SUPPORTED,
    )
)

register(
    Claim(
        id="theorem-3.5-without-interpolation",
        title="For separable data of equal masses, interpolation or not, Mixup has the max-margin direction",
        statement=(
            r"If a hyperplane through the origin separates the classes, $P_X(X_1) = P_X(X_{-1})$ and "
            r"$P_f((0,1) \setminus \{1/2\}) > 0$, then the Mixup minimiser in span $X$ is a multiple of the max-margin "
            r"solution. (Not in the paper: Theorem 3.5 without interpolation.)"
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        note="a question of ours",
        reading=Reading.OURS,
        instance=LinearMixup,
        assumptions=(SEPARABLE, EQUAL_MASSES, OFF_CENTRE),
        conclusion=minimiser_is_multiple,
        expected=Verdict.REFUTED,
        repaired_by="theorem-3.5-parallel-levels",
        tightness="on a line it holds (theorem-3.5-parallel-levels); it first fails for two points in the plane",
    )
)

"""The gap over depth: the bound of ``mtl-anil-close`` at mu = L m and theta = L b + s, and two tasks of one point."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.meta_learning import closeness_learners as shallow
from proofs_check.results.meta_learning.closeness_learners import APART, NEAR, ONES, pair
from theory.results.meta_learning.closeness import TwoLearners
from theory.results.meta_learning.closeness_depth import DeepTasks, guarantee
from theory.results.meta_learning.linearised import LinearisedTasks

proof = Proof("mtl-anil-close-in-depth")
proof.uses("mtl-anil-close")


@proof.step(
    "bounds at depth L",
    "smt",
    "L m |z|^2 <= L z'Bz <= z' Theta z = L z'Bz + z'Sz <= (L b + s)|z|^2: mu = L m and theta = L b + s are a floor of "
    "Theta and of the body, and a ceiling of Theta",
    ["assumption:floor", "assumption:ceiling", "assumption:head"],
)
def bounds_at_depth(_: Settings) -> Result:
    """Forms of B/L and of S at a z with |z|^2 = n."""
    import z3

    depth, m, b, s, n, body, head = z3.Reals("L m b s n z'Bz z'Sz")
    return smt.universally(
        {
            "floor of the body": ([depth > 0, body >= m * n], depth * body >= depth * m * n),
            "floor": ([depth > 0, body >= m * n, head >= 0], depth * body + head >= depth * m * n),
            "ceiling": ([depth > 0, body <= b * n, head <= s * n], depth * body + head <= (depth * b + s) * n),
        },
        "every z",
    )


@proof.step(
    "constants",
    "symbolic",
    "the bound for |B(x, .)| = L beta, mu = L m, theta = L b + s is c_1/L + c_2; A and the head's kernel have no depth",
    ["mtl-anil-close", "bounds at depth L", "assumption:small adaptation"],
)
def constants(_: Settings) -> Result:
    """``off`` is the Frobenius norm of S between tasks."""
    depth, m, b, s, beta, off, a, y, z = sp.symbols("L m b s beta off a Y_q Y_s", positive=True)
    root, mu, theta = sp.sqrt(1 + a**2), depth * m, depth * b + s
    bound = depth * beta / mu * (off * y / mu + a * (root * z + y + (2 + a) * theta / mu * y))
    first = beta / m**2 * (off + a * (2 + a) * s) * y
    second = beta / m * a * (root * z + (1 + (2 + a) * b / m) * y)
    return symbolic.identities({"bound": (bound, first / depth + second)}, "all lengths")


@proof.step(
    "rate",
    "symbolic",
    "two tasks of one point each, B/L = (1, r), S = (1, s), A = 0: L (b_M - b_A) tends to s ((1 + r^2)(b_1 y_2 + b_2 "
    "y_1) - 2 r (b_1 y_1 + b_2 y_2))/(1 - r^2)^2 for r^2 < 1, which is s b_1 y_2 at r = 0, b_2 = 0: 1/L is "
    "the true rate",
)
def rate(_: Settings) -> Result:
    """With e = 1/L the inverses are those of (1 + e, r) and (1 + e, r + e s), and the gap over e goes to e = 0."""
    e, r, s = sp.symbols("e r s", real=True)
    y, z, b, c = sp.symbols("y_1 y_2 b_1 b_2", real=True)

    def predicted(beside: sp.Expr) -> sp.Expr:
        return (b * ((1 + e) * y - beside * z) + c * ((1 + e) * z - beside * y)) / ((1 + e) ** 2 - beside**2)

    def inverse(beside: sp.Expr) -> sp.Expr:
        return sp.Matrix([[b, c]]) * sp.Matrix([[1 + e, beside], [beside, 1 + e]]).inv() * sp.Matrix([y, z])

    gap, limit = (predicted(r) - predicted(r + e * s)) / e, (1 + r**2) * (b * z + c * y) - 2 * r * (b * y + c * z)
    return symbolic.identities(
        {
            "multi-task": (inverse(r)[0], predicted(r)),
            "ANIL": (inverse(r + e * s)[0], predicted(r + e * s)),
            "limit": (sp.Limit(sp.cancel(gap), e, 0), s * limit / (1 - r**2) ** 2),
        },
        "every r with r^2 other than 1, every s, labels and place",
    )


def deep(of: LinearisedTasks, depth: Any, bounds: tuple[Any, Any, Any, Any]) -> DeepTasks:
    """Floor, ceiling, bound of the head and shift."""
    return DeepTasks(of, depth, *bounds)


def random_depths() -> st.SearchStrategy[DeepTasks]:
    """The tasks of ``mtl-anil-close`` up to a depth of 100; ceilings are traces."""

    def build(of: TwoLearners, depth: Any) -> DeepTasks:
        tasks = of.anil
        body, own = (sum(kernel[i][i] for i in range(4)) for kernel in (tasks.body, tasks.head))
        return deep(tasks, depth, (1, body, own, of.shift))

    return st.builds(build, shallow.random_learners(), st.sampled_from([Fraction(1, 3), 1, 10, 100]))


proof.drawn(random_depths)


@proof.check("random depths", "sampled", "gaps of random kernels at depths from 1/3 to 100, and their bounds")
def check_depths(settings: Settings) -> Result:
    """Four points, two tasks."""
    return sampled.holds_on(random_depths(), proof.decides, settings, (5, 25, 150), "four points, two tasks")


FIFTH, HUNDREDTH = Fraction(1, 5), Fraction(1, 100)
SHALLOW = deep(NEAR.anil, 1, (Fraction(98, 100), 1, 2 * HUNDREDTH, NEAR.shift))
DEEP = deep(APART.anil, 10, (3, 5, Fraction(3, 2), 0))
proof.example(given(SHALLOW), "labels of the query are 0")
proof.example(given(DEEP), "two tasks without adaptation, at depth 10")
proof.near_miss("gap", lambda: (SHALLOW, guarantee(SHALLOW) * Fraction(97, 100)))


def steep_body() -> DeepTasks:
    """B has the eigenvalue 2598 too."""
    one = pair(((124, 494), (494, 2500)), ONES, (1, 0), (1, 0), (FIFTH, 1), False)
    return deep(one, 1, (25, 25, 2, FIFTH))


def steep_head() -> DeepTasks:
    """The head's kernel has the eigenvalue 2600, and s = 0 is claimed."""
    one = pair(((26, 0), (0, 26)), ((100, 500), (500, 2500)), (1, 0), (1, 0), (Fraction(1, 2500), 1), False)
    return deep(one, 1, (26, 26, 0, FIFTH))


proof.control("floor", lambda: deep(shallow.nearly_one_point().anil, 1, (9, 18, 2, 1)))
proof.control("ceiling", steep_body)
proof.control("head", steep_head)
proof.control("small adaptation", lambda: deep(shallow.unseen_adaptation().anil, 1, (10, 10, Fraction(3, 2), 0)))

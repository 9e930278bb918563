"""The checker's own reading of statements on stable predictions: games, diagrams of binary variables, and a feature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from proofs_check.recheck.instances import Point, place, rational, require

MOST_VARIABLES = 5  # so that all values of all of them can be listed
MOST_SEEN = 8  # values of A, outcomes and classes


def interventional_minimax(instance: Any) -> None:
    """Over all maps from classes to values of A, the predictions of the instance have a smaller largest Brier risk."""
    prior = place(instance["game"]["prior"])
    law = [[place(row) for row in rows] for rows in instance["game"]["law"]]
    said = [[place(row) for row in rows] for rows in instance["predictions"]]
    require(0 < len(prior) == len(law) <= MOST_SEEN and min(prior) > 0 and sum(prior) == 1, "no masses of classes")
    values, outcomes = len(law[0]), len(law[0][0])
    require(values <= MOST_SEEN and outcomes <= MOST_SEEN, "too many values or outcomes")
    require(all(len(rows) == values and all(len(row) == outcomes for row in rows) for rows in law), "no table")
    require(len(said) == values and all(len(rows) == outcomes for rows in said), "a prediction is missing")
    every = [row for table in (*law, *said) for row in table]
    require(all(min(row) >= 0 and sum(row) == 1 for row in every), "a law is none")
    require(all(len(row) == len(prior) for rows in said for row in rows), "a class has no prediction")
    do: list[list[Point]] = []
    for a in range(values):
        do.append([])
        for c in range(outcomes):
            masses = [p * rows[a][c] for p, rows in zip(prior, law, strict=True)]
            total = sum(masses)
            do[a].append(tuple(mass / total for mass in masses) if total else prior)

    def largest(predictions: Sequence[Sequence[Point]]) -> Fraction:
        risks = []
        for chosen in product(range(values), repeat=len(prior)):
            terms = [
                prior[t]
                * law[t][a][c]
                * sum(((g - (s == t)) ** 2 for s, g in enumerate(predictions[a][c])), Fraction(0))
                for t, a in enumerate(chosen)
                for c in range(outcomes)
            ]
            risks.append(sum(terms, Fraction(0)))
        return max(risks)

    require(values ** len(prior) <= 4096, "too many environments")
    require(largest(said) < largest(do), "the predictions have no smaller largest risk")


def stable_is_separated(instance: Any) -> None:
    """One mutable root that is a parent of the target, so that no set separates them, and P(target) does not move.

    The probability of the target is linear in the law of the root: it is enough that it agrees at 0 and at 1.
    """
    parents = [[int(j) for j in place(above)] for above in instance["parents"]]
    tables = [place(table) for table in instance["tables"]]
    (root,), target = (int(i) for i in place(instance["mutable"])), int(rational(instance["target"]))
    count = len(parents)
    require(0 < count == len(tables) <= MOST_VARIABLES and 0 <= target < count, "no diagram")
    require(instance["given"] == [], "the checker reads unconditional laws only")
    for i, (above, table) in enumerate(zip(parents, tables, strict=True)):
        require(set(above) <= set(range(i)) and len(set(above)) == len(above), "a parent comes after its child")
        require(i == root or (len(table) == 2 ** len(above) and all(0 <= p <= 1 for p in table)), "no mechanism")
        for k in range(len(above) if i != root else 0):
            step = 2 ** (len(above) - 1 - k)
            require(any(table[j] != table[j ^ step] for j in range(len(table))), "an edge is inert")
    require(parents[root] == [] and root in parents[target], "the mutable variable is no root above the target")

    def probability(value: int) -> Fraction:
        total = Fraction(0)
        for world in product((0, 1), repeat=count):
            if world[root] == value and world[target]:
                mass = Fraction(1)
                for i, (above, table) in enumerate(zip(parents, tables, strict=True)):
                    if i != root:
                        one = table[int("".join(str(world[j]) for j in above) or "0", 2)]
                        mass *= one if world[i] else 1 - one
                total += mass
        return total

    require(probability(0) == probability(1), "the law of the target moves")


def counterfactual_feature(instance: Any) -> None:
    """a != 0, one slope d, and b_t != b: then κ (b_t - b) W, which is not 0, is left over in the target."""
    a, v, w, n = (rational(instance[name]) for name in "avwn")
    b, d = place(instance["b"]), place(instance["d"])
    require(min(v, w, n) > 0 and a != 0 and len(b) == len(d) == 2 and d[0] == d[1], "not as assumed")
    require(b[0] != b[1], "the slope does not change")


DATASET_SHIFT: dict[str, Callable[[Any], None]] = {
    "interventional-minimax-recalled": interventional_minimax,
    "stable-is-separated-recalled": stable_is_separated,
    "counterfactual-feature-recalled": counterfactual_feature,
}

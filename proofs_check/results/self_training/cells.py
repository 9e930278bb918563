"""The cell argument: one shared view, sums of ten cells, and the expansion of one cell."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt
from proofs_check.results.self_training.graphs import ATTAINED, ISOLATED, PAIR, students, training, trainings
from theory.numbers import conjunction
from theory.results.self_training.cells import three_cells, unchanged_or_corrected
from theory.results.self_training.views import SelfTraining

proof = Proof("self-training-cells")


@proof.step(
    "a shared view",
    "smt",
    "if x and y of one class have a view z in common, labels consistent at both and wrong at x are wrong at y",
)
def shared_view(_: Settings) -> Result:
    """Consistent at x: the label of z is that of x."""
    import z3

    at_x, at_y, at_z, label = z3.Reals("G_x G_y G_z i")
    return smt.universally({"labels": ([at_z == at_x, at_z == at_y, at_x != label], at_y != label)}, "any labels")


@proof.step(
    "outnumbered",
    "smt",
    "so N(V) in the class, V the consistent points that both get wrong, lies in the cells v, g and r: c v <= v + g + r",
    ["a shared view", "assumption:expansion"],
)
def outnumbered(_: Settings) -> Result:
    """What is reached has at least c times the mass, and lies in three cells."""
    import z3

    c, v, g, r, reached = z3.Reals("c v g r reached")
    premises = [c > 1, v >= 0, g >= 0, r >= 0, reached >= c * v, reached <= v + g + r]
    return smt.universally({"one class": (premises, (c - 1) * v <= g + r)}, "every c > 1")


def ten_cells() -> tuple[dict[str, Any], list[Any]]:
    """The masses in the proof as sums of ten cells, and that no cell is negative.

    The first letter says whether the pseudo-label is right or wrong, the second whether the student is right, wrong as
    the pseudo-label is, or wrong otherwise; inconsistent cells end in n.
    """
    import z3

    cell = {name: z3.Real(name) for k in ("rr", "ro", "wr", "ws", "wo") for name in (k, f"{k}n")}

    def total(*names: str) -> Any:
        return z3.Sum([cell[name] for name in names])

    sums = {
        "v": total("ws", "wo"),
        "g": total("ro"),
        "r": total("rrn", "ron", "wrn", "wsn", "won"),
        "a": total("wr", "ws", "wo", "wrn", "wsn", "won"),
        "b": total("wrn", "wsn", "won"),
        "d": total("ro", "wr", "wo", "ron", "wrn", "won"),
        "error": total("ro", "ws", "wo", "ron", "wsn", "won"),
    }
    return sums, [mass >= 0 for mass in cell.values()]


@proof.step(
    "ten cells",
    "smt",
    "d >= g + a - b - v, Err <= v + g + r, b <= r and v + b <= a: sums of cells",
)
def sums_of_cells(_: Settings) -> Result:
    """A student that differs is one that is freshly wrong, or one that corrects."""
    s, premises = ten_cells()
    wanted = {
        "distance": s["d"] >= s["g"] + s["a"] - s["b"] - s["v"],
        "mistakes": s["error"] <= s["v"] + s["g"] + s["r"],
        "hidden": s["b"] <= s["r"],
        "wrong": s["v"] + s["b"] <= s["a"],
    }
    return smt.universally({name: (premises, formula) for name, formula in wanted.items()}, "any masses of the cells")


@proof.step("all classes", "smt", "the inequalities of two groups of classes add up", ["outnumbered", "ten cells"])
def all_classes(_: Settings) -> Result:
    """By induction on the classes; those of the ten cells are linear too."""
    import z3

    c, v, g, r, w, h, s = z3.Reals("c v g r w h s")
    premises = [c > 1, (c - 1) * v <= g + r, (c - 1) * w <= h + s]
    return smt.universally({"sum": (premises, (c - 1) * (v + w) <= (g + h) + (r + s))}, "every c > 1")


@proof.check("every student", "sampled", "random small populations, every labelling of all of them as the student")
def every_student(settings: Settings) -> Result:
    """The conclusion needs no objective."""
    conclusion = proof.claim.conclusion

    def holds(base: SelfTraining) -> bool | None:
        if not proof.claim.assumptions[0].predicate(base).holds:
            return None
        return conjunction(*(conclusion(one).holds for one in students(base)))

    return sampled.holds_on(trainings(5), holds, settings, (15, 60, 300), "up to five points, two or three classes")


proof.example(given(ATTAINED))
proof.near_miss("outnumbered", lambda: (training(PAIR, "10", "11", 4), Fraction(4)))
proof.near_miss(
    "distance to the pseudo-labels", lambda: (ATTAINED, unchanged_or_corrected(ATTAINED) + Fraction(1, 100))
)
proof.near_miss("mistakes", lambda: (ATTAINED, three_cells(ATTAINED) - Fraction(1, 100)))
proof.control("expansion", lambda: training(ISOLATED, "10", "10", 4))

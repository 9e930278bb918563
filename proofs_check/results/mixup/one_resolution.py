"""U/8 at every alpha: in the recorded study, and on three sets with networks trained here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods.trained import agree
from theory.results.mixup.one_resolution import MOST_DIMENSIONS
from theory.results.mixup.study import Cell, Study

proof = Proof("one-resolution")
SETS = ("autompg5", "digits-pca5", "spirals")
ALPHA = 8
FIRST_SEED = 1000  # other networks than those that were recorded


def recorded(wanted: Callable[[Cell], bool]) -> Study:
    """Some cells of the recorded study."""
    from proofs_check.experiments.study.tables import recorded_study

    study = recorded_study()
    return replace(study, cells=tuple(filter(wanted, study.cells)))


def low() -> Study:
    """The recorded study in at most 12 dimensions."""
    return recorded(lambda cell: cell.dimension <= MOST_DIMENSIONS)


def high() -> Study:
    """The rest of it: there the means of the classes are as near to the networks as h is."""
    return recorded(lambda cell: cell.dimension > MOST_DIMENSIONS)


@proof.check("recorded study", "trained", "U/8 is near in the 15 data sets of at most 12 dimensions, as recorded")
def recorded_study(_: Settings) -> Result:
    return agree(proof.claim, [low()], "the stored table of the paper preset; no training here")


@proof.check("networks trained here", "trained", "U/8 is near on each of three sets, with other networks")
def networks_trained_here(how: Settings) -> Result:
    from proofs_check.experiments.study.measures import at_multiples, variations
    from proofs_check.experiments.study.networks import PROTOCOL, trained
    from proofs_check.experiments.study.sets import load

    first, cells = FIRST_SEED + how.seed, []
    for name in SETS:
        data = load(name)
        said = trained(data, ALPHA, range(first, first + how.size(1, 1, 3))).probabilities
        found = variations(at_multiples(data, [ALPHA])[:, :, 0], said, data.codes)
        cells.append(Cell(name, data.points.shape[1], ALPHA, 0, {}, found))
    scope = f"{PROTOCOL.epochs:,} steps at alpha = {ALPHA}"
    return agree(proof.claim, [Study("trained here", tuple(cells))], scope)


proof.example(low, method="trained")
proof.control("low dimension", high, method="trained")

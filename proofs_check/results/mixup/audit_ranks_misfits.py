"""The lead ranks what networks get wrong: in the recorded study, and on three sets with networks trained here."""

from __future__ import annotations

from dataclasses import replace

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import trained
from theory.results.mixup.audit_ranks_misfits import LEAST_POINTS
from theory.results.mixup.study import Study

proof = Proof("audit-ranks-misfits")
SETS = ("autompg5", "digits-pca5", "spirals")  # two real ones and a drawn one in which Mixup misfits 20 points or more
ALPHA, RUNS, STEPS = 8, 3, 800
FIRST_SEED = 1000  # other networks than those that were recorded


def ranked(study: Study) -> Study:
    """The cells in which a ranking can be judged."""
    return replace(study, cells=tuple(cell for cell in study.cells if cell.misfit >= LEAST_POINTS))


def recorded() -> Study:
    """The recorded study, where there are misfit points."""
    from proofs_check.experiments.study.tables import recorded_study

    return ranked(recorded_study())


def one_set() -> Study:
    """One set of it alone, where the clearance ranks better: points planted amid others in 20 dimensions."""
    study = recorded()
    return replace(study, cells=tuple(cell for cell in study.cells if cell.dataset == "planted-20d"))


@proof.check("recorded study", "trained", "the lead ranks first in the 16 data sets with misfit points, as recorded")
def recorded_study(_: Settings) -> Result:
    return trained.agree(proof.claim, [recorded()], "the stored table of the paper preset; no training here")


@proof.check("networks trained here", "trained", "the lead ranks first on each of three sets, with other networks")
def networks_trained_here(how: Settings) -> Result:
    from proofs_check.experiments.study.measures import as_cells, cells
    from proofs_check.experiments.study.networks import PROTOCOL
    from proofs_check.experiments.study.runs import train_all

    protocol = replace(PROTOCOL, epochs=STEPS, read_every=STEPS)
    rows = []
    for name in SETS:
        rows += cells(train_all(name, how.size(RUNS, RUNS, 5), None, protocol, (ALPHA,), FIRST_SEED + how.seed))
    study = ranked(Study("trained here", as_cells(rows)))
    return trained.agree(proof.claim, [study], f"{STEPS:,} steps at alpha = {ALPHA}")


proof.example(recorded, method="trained")
proof.control("enough", one_set, method="trained")

"""Assumption 2.9 and Theorem 2.10: when the limit h fits the data and is continuous there.

The printed form (false) and the repaired one; what is sharp about it, and its form at a resolution, are chapters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from theory.assumptions import assumption_2_9, assumption_2_9_printed
from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.mixing import Mixing
from theory.numbers import conjunction, equal, equivalent, is_undefined
from theory.optimal import mixup_optimal_limit
from theory.optimal.continuity import continuity
from theory.results.mixup.paper import MIXUP


@dataclass(frozen=True)
class TrainedLimit:
    """A dataset and a mixing distribution: what the limit h is a function of."""

    dataset: LabeledDataset
    mixing: Mixing
    self_pairs: bool = True

    def __str__(self) -> str:
        pairs = "" if self.self_pairs else ", without self-pairs"
        return f"{self.dataset}, λ ~ {self.mixing}{pairs}"


def fits(instance: TrainedLimit, codes: Sequence[int]) -> Finding:
    """Whether h gives the data points the classes of these ``codes`` (n,) with probability 1."""
    data = instance.dataset
    limits: Any = mixup_optimal_limit(data, instance.mixing, data.exact_points, instance.self_pairs)
    for index, code in enumerate(codes):
        if is_undefined(limits[index][code]):
            return Finding(False, f"point {index} is not in X_mix: h is not determined there")
        if not equal(limits[index][code], 1):
            return Finding(False, f"h at point {index} is ({', '.join(map(str, limits[index]))})")
    return Finding(True, "h is 1 on the stated class of every data point")


def is_continuous_at(instance: TrainedLimit, index: int) -> Finding:
    """Whether h restricted to X_mix is continuous at data point ``index``."""
    data = instance.dataset
    found = continuity(data, instance.mixing, data.exact_points[index], instance.self_pairs)
    return Finding(found.holds, f"at point {index}: {found.witness}")


def continuous_exactly_at(instance: TrainedLimit, where: Sequence[bool | None]) -> Finding:
    """Whether h is continuous at the data points that ``where`` (n,) marks, and at no others."""
    found = []
    for index, stated in enumerate(where):
        continuous = is_continuous_at(instance, index)
        found.append(Finding(equivalent(continuous.holds, stated), f"{continuous.witness}; stated: {stated}"))
    return everywhere(found, f"h is continuous exactly where stated, of {len(found)} data points")


# the conclusion of Theorem 2.10: h fits the data and is continuous at every data point
fits_continuously = Conclusion(
    (
        Part("h at the data", fits, lambda instance: instance.dataset.codes),
        Part("continuous there", continuous_exactly_at, lambda instance: [True] * instance.dataset.n_points),
    )
)


def everywhere(findings: Sequence[Finding], otherwise: str) -> Finding:
    """All of the findings, with the first that does not hold as the witness."""
    holds = conjunction(*(f.holds for f in findings))
    bad = [f.witness for f in findings if f.holds is not True]
    return Finding(holds, bad[0] if bad else otherwise)


def _printed_everywhere(instance: TrainedLimit) -> Finding:
    data = instance.dataset
    found = [assumption_2_9_printed(data, int(c), x) for c, x in zip(data.codes, data.exact_points, strict=True)]
    return everywhere(found, "holds at every data point")


def _repaired_everywhere(instance: TrainedLimit) -> Finding:
    data = instance.dataset
    return everywhere([assumption_2_9(data, i) for i in range(data.n_points)], "holds at every data point")


def _is_standard(instance: TrainedLimit) -> Finding:
    return Finding(instance.mixing.is_standard, f"{instance.mixing}")


def _has_self_pairs(instance: TrainedLimit) -> Finding:
    return Finding(instance.self_pairs, "self-pairs count" if instance.self_pairs else "self-pairs are left out")


STANDARD = Assumption("standard f", r"$P_f$ has a density continuous and positive on $(0,1)$", _is_standard)
SELF_PAIRS = Assumption("self-pairs", "a data point may be mixed with itself", _has_self_pairs)
PRINTED = Assumption(
    "printed 2.9", r"near every $x \in X_i$ there is no mix of two points outside $X_i$", _printed_everywhere
)
REPAIRED = Assumption(
    "repaired 2.9",
    r"no segment between data points, neither end at $x \in X_i$ and not both in $X_i$, contains $x$",
    _repaired_everywhere,
)

register(
    Claim(
        id="theorem-2.10-printed",
        title="Under Assumption 2.9 the limit fits the data and is continuous there",
        statement=r"If Assumption 2.9 holds at every data point, then $h^i = 1$ on $X_i$ and $h$ is continuous there.",
        paper=MIXUP,
        place="Theorem 2.10",
        whole_read=True,
        instance=TrainedLimit,
        assumptions=(STANDARD, SELF_PAIRS, PRINTED),
        conclusion=fits_continuously,
        expected=Verdict.REFUTED,
        repaired_by="theorem-2.10",
    )
)
register(
    Claim(
        id="theorem-2.10",
        title="Under the repaired Assumption 2.9 the limit fits the data and is continuous there",
        statement=(
            r"For every $P_f$ and all weights: if no segment between data points passes through a data point "
            r"$x \in X_i$ unless it ends at $x$ or lies in $X_i$, then $h^i = 1$ on $X_i$ and $h$, as a function on "
            r"$X_{mix}$ wherever the limit exists, is continuous there."
        ),
        paper=MIXUP,
        place="Theorem 2.10",
        reading=Reading.OURS,
        instance=TrainedLimit,
        assumptions=(SELF_PAIRS, REPAIRED),
        conclusion=fits_continuously,
        expected=Verdict.PROVED,
        repairs="theorem-2.10-printed",
        tightness="sufficient; for f bounded at the ends also necessary (theorem-2.10-sharp)",
    )
)

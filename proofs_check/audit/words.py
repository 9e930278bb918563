"""What an audit says in words: the verdict with its theorem, what each finding means, what to do about it."""

from __future__ import annotations

import math

from proofs_check.audit.findings import Audit
from proofs_check.audit.thresholds import ALPHAS, Enclosure
from proofs_check.support.words import counted

NAMED = 3  # hazards that the verdict names one by one

MEANING = (
    "ε is the resolution at which a trained network can tell two inputs apart: mixed points nearer to x than ε pull "
    "at what it says about x. It has the unit of your data; compare it with the distance between nearest "
    "neighbours. A network that fits the data tells neighbours apart, so that half their median distance "
    "is a cautious choice; noise that leaves predictions unchanged (augmentation, adversarial radius) is another."
)
CONVENTIONS = (
    "With self-pairs, both ends of a mix are drawn independently, so that a point can meet itself, as in the paper. "
    "Pairing a batch with itself rolled or flipped (torchvision, timm) forms no self-pairs, apart from the middle of "
    "a flipped batch of odd size: then nothing holds a point in place but its own mixes with λ near 0 or 1."
)


def verdict(audit: Audit) -> str:
    """One or two sentences for the dataset."""
    return " ".join([_main_verdict(audit), *_remarks(audit)])


def _main_verdict(audit: Audit) -> str:
    settings, least = audit.settings, float(audit.repaired.distance.min())
    if len(audit.hazards):
        return _hazards(audit)
    applies = f"Theorem 2.10 (quantitative) applies at every resolution ε ≤ {least:.4g}, whatever α"
    if settings.metric == "angular":
        applies += "; of balls it needs only that they are convex, and so are cones of angle ε (in radians)"
    if settings.epsilon is None:
        return f"Every point has a positive clearance: {applies}."
    if settings.epsilon <= least:
        return f"Every point keeps its class at ε = {settings.epsilon:g}: {applies}."
    fates = audit.fates
    kept = counted(fates["safe"], "1 point keeps its class", "points keep their class")
    kept += f" by Theorem 2.10 (quantitative), {fates['keeps']} by h_ε"
    if fates["undecided"]:
        undecided = counted(fates["undecided"], "1 was not decided", "were not decided")
        return f"No point was found to leave its class; {kept}; {undecided}{_why(audit)}."
    return f"Every point keeps its class at α = {settings.alpha:g}, ε = {settings.epsilon:g}: {kept}."


def _why(audit: Audit) -> str:
    """Why points with a clearance below eps may be undecided."""
    if audit.settings.metric == "angular":
        return " (h_ε is worked out for Euclidean balls only)"
    return " (--examine takes more points)"


def _hazards(audit: Audit) -> str:
    found = [int(i) for i in audit.hazards]
    parts = [pulled(audit, i) for i in found[:NAMED]]
    more = f"; and {len(found) - NAMED} more" if len(found) > NAMED else ""
    are = "is" if len(found) == 1 else "are"
    return f"{len(found)} of {audit.n_points} points {are} in danger: {'; '.join(parts)}{more}."


def pulled(audit: Audit, index: int) -> str:
    """Why a point is in danger."""
    row = audit.prepared.rows[index]
    culprit = f"by the pair {pair_text(audit, index)} at λ = {audit.repaired.mixing[index]:.2f}"
    at = audit.at_epsilon.get(index)
    if at is None:
        return f"row {row} (class {label(audit, index)}) lies on a mixed segment, {culprit}"
    return (
        f"row {row} (class {label(audit, index)}) is pulled to class {audit.label(at.rival)} "
        f"({at.other:.2f} against {at.own:.2f}), nearest {culprit}"
    )


def label(audit: Audit, index: int) -> str:
    """The class of a point."""
    return str(audit.prepared.dataset.labels[index])


def clearance_text(audit: Audit, index: int) -> str:
    """The clearance of a point; what is 0 up to the rounding of decimal input is called 0."""
    return "0" if audit.zero[index] else f"{audit.repaired.distance[index]:.4g}"


def pair_text(audit: Audit, index: int) -> str:
    """The guilty pair in the user's row numbers."""
    u, v = audit.repaired.pair[index]
    return "none" if u < 0 else f"({audit.prepared.rows[u]}, {audit.prepared.rows[v]})"


def own_text(audit: Audit, index: int) -> str:
    """The probability of a point's own class: as h_eps has it, or the bound of Theorem 2.10; empty if neither is."""
    at, bound = audit.at_epsilon.get(index), audit.guaranteed(index)
    if at is not None:
        return f"{at.own:.3f}"
    return "" if math.isnan(bound) else f"> {bound:.3f}"


def rival_text(audit: Audit, index: int) -> str:
    """The probability of the likeliest other class and its name; empty where h_eps was not worked out."""
    at = audit.at_epsilon.get(index)
    return "" if at is None or at.rival < 0 else f"{at.other:.3f} ({audit.label(at.rival)})"


def per_epoch_text(audit: Audit, index: int) -> str:
    """How likely a threatening mix is within an epoch; empty where that is not known."""
    at = audit.at_epsilon.get(index)
    return "" if at is None or math.isnan(at.per_epoch) else f"{at.per_epoch:.2g}"


def _remarks(audit: Audit) -> list[str]:
    remarks = []
    if conflicts := audit.prepared.conflicts:
        rows = ", ".join("{" + ", ".join(map(str, group)) + "}" for group in conflicts[:NAMED])
        remarks.append(
            counted(
                len(conflicts),
                "1 place holds several labels and was set aside",
                "places hold several labels and were set aside",
            )
            + f" (rows {rows}{', …' if len(conflicts) > NAMED else ''}): nothing can fit them."
        )
    if audit.settings.epsilon is not None and audit.settings.metric == "euclidean":
        convention = "without" if audit.settings.self_pairs else "with"
        lost = sum(at.lost_other_pairing for at in audit.at_epsilon.values())
        remarks.append(f"{convention.capitalize()} self-pairs {lost} would be lost.")
    return remarks


def advice(audit: Audit) -> list[str]:
    """What to do about the findings, most useful first."""
    settings, lines = audit.settings, []
    if audit.prepared.conflicts:
        lines.append("Relabel or drop the rows that share a place but not a label; no training can fit them.")
    if len(audit.hazards):
        thresholds = [audit.unsafe_alpha[int(i)].low for i in audit.hazards if int(i) in audit.unsafe_alpha]
        if settings.epsilon is not None and thresholds and min(thresholds) > ALPHAS[0]:
            lines.append(
                f"A smaller α: at ε = {settings.epsilon:g} the endangered points searched are safe for α < "
                f"{min(thresholds):.3g}."
            )
        lines.append(
            "Look at the guilty pairs: where one of the three is mislabelled or an outlier, mend it or drop it."
        )
        lines.append("Exclude those pairs from mixing (draw another partner), or mix only near neighbours.")
    elif settings.epsilon is None:
        least = float(audit.repaired.distance.min())
        lines.append(f"Name an ε to see h_ε at every point; below {least:.4g} nothing can go wrong at any α.")
    return lines


def unsafe_epsilon_text(audit: Audit, index: int) -> str:
    """The infimum of the unsafe eps of a point; eps is searched down to 0."""
    return between(audit.unsafe_epsilon.get(index), 0.0)


def unsafe_alpha_text(audit: Audit, index: int) -> str:
    """The infimum of the unsafe alpha of a point; alpha is searched down to the least of :data:`ALPHAS`."""
    return between(audit.unsafe_alpha.get(index), ALPHAS[0])


def between(enclosure: Enclosure | None, least: float, digits: int = 3) -> str:
    """An infimum as text: ``0.481``, ``> 2.1`` where nothing unsafe was found, ``none`` where nothing is unsafe.

    ``least`` is where the search began: an infimum there says nothing about smaller values.

    >>> between(Enclosure(0.01, 0.01), 0.0), between(Enclosure(0.01, 0.01), 0.01)
    ('0.01', '≤ 0.01')
    """
    if enclosure is None:
        return ""
    if math.isinf(enclosure.high):
        return "none" if math.isinf(enclosure.low) else f"> {enclosure.low:.{digits}g}"
    if 0 < enclosure.high <= least:
        return f"≤ {enclosure.high:g}"
    low, high = f"{enclosure.low:.{digits}g}", f"{enclosure.high:.{digits}g}"
    return high if enclosure.high <= enclosure.low * 1.01 or low == high else f"{low}–{high}"

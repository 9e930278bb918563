"""What an audit says in words: the verdict, what each finding means, what to do about it, and what it does not say."""

from __future__ import annotations

import math

import numpy as np

from proofs_check.audit.findings import Audit
from proofs_check.audit.intervals import share
from proofs_check.audit.recipes import RECIPES
from proofs_check.audit.thresholds import ALPHAS, Enclosure
from proofs_check.support.letters import printable
from proofs_check.support.words import counted

NAMED = 3  # rows that the verdict names one by one

MEANING = (
    "ε is the resolution at which a trained network tells two inputs apart: mixed points nearer to x than ε pull at "
    "what it says about x. U is the median distance between points of different classes. On 23 data sets the networks "
    "that we trained looked most like h_ε at about ε = U/8, and in five of six cases between .075 U and .2 U: a "
    "measurement, not a theorem."
)
ORDER = (
    "Rows are sorted by the lead, h_ε of the own class less that of the likeliest other one, at the largest ε; that "
    "ranks well which points networks get wrong. A row that keeps its class at the ε of the verdict may stand above "
    "one that is lost there."
)
WORDS = (
    ("ε", "the resolution at which inputs are told apart: mixes nearer to a point than ε pull at what is said there"),
    ("α", "of Mixup: λ is drawn from Beta(α, α), and λ of one row and 1 − λ of another make a mix"),
    ("h_ε", "the mean label of the mixes within ε of a point, over all pairs of rows"),
    ("lost", "another class is as likely by h_ε as the point's own"),
    ("lead", "h_ε of the own class, less that of the likeliest other one"),
    ("safe", "a theorem keeps the point in its class at this ε, whatever α is"),
)
LOCAL = (
    "This page was made on your machine, loads nothing, and sends nothing anywhere. It is tested on Linux only; "
    "Windows and macOS should do, and were not tried. Samples are drawn with the seed {seed}: the same data "
    "give the same page."
)
EMPIRICAL = (
    "Judged by planes through the nearest 5% of 100 n sampled mixes, which is empirical: the estimate has no ε, and no "
    "theorem says anything about it, so that nothing is called safe. In our study it ranked the points that networks "
    "get wrong better than h_ε does. What is certified, and the pair, are of h_ε."
)
SCOPE = (
    "This is about training points. In our study networks trained with Mixup got real training points wrong rarely at "
    "α ≤ 1, and in 13 or more dimensions not at all, up to α = 1024.",
    "Fresh points are another matter: Mixup can cost accuracy on new data where no training point is lost. A clean "
    "audit does not mean that Mixup is harmless; compare with a run without it on held-out data.",
    "“Safe” is said only of what a theorem certifies of h_ε, at every α; whether a network is like h_ε is no theorem.",
)


def verdict(audit: Audit) -> str:
    """Some sentences for the data set."""
    return " ".join([_main_verdict(audit), *_remarks(audit)])


def _main_verdict(audit: Audit) -> str:
    if audit.prepared.dataset.n_classes == 1:
        return "There is one class: nothing can be lost."
    safe = counted(audit.fates["safe"], "1 point is safe", "points are safe")
    if audit.judged is None:
        return (
            f"{safe} at every α by {theorem(audit)}, which needs only that balls are convex, and so are "
            f"cones of angle ε = {audit.epsilon:.4g} (in radians); about the others nothing is said, since h_ε is "
            "worked out for Euclidean balls only."
        )
    parts = [_lost(audit) if len(audit.hazards) else _none_lost(audit)]
    if audit.settings.has_band:
        likely, possible = audit.risk_share("likely").short, audit.risk_share("possible").short
        parts.append(f"Between .075 U and .2 U {likely} are likely and {possible} more possibly lost.")
    if undefined := audit.fates["undefined"]:
        parts.append(counted(undefined, "1 ball holds", "balls hold") + " no mass at all, where h_ε is undefined.")
    if audit.fates["safe"]:
        parts.append(f"{safe} at every α by {theorem(audit)}.")
    return " ".join(parts)


def noticed(audit: Audit) -> list[str]:
    """What was noticed in the data, as sentences."""
    return [remark if remark.endswith("?") else f"{remark}." for remark in audit.prepared.remarks]


def theorem(audit: Audit) -> str:
    """Which theorem keeps a point up to its clearance."""
    if audit.settings.metric == "angular":
        return "Theorem 2.10 (quantitative)"
    return "Theorem 2.10 (majority)" if audit.settings.self_pairs else "Theorem 2.10 (share at 1/2)"


def _at(audit: Audit) -> str:
    settings = audit.settings
    prob = f", {settings.prob:.0%} of samples mixed" if settings.prob < 1 else ""
    return f"at {law_text(audit)}, {resolution_text(audit)}{prob}"


def resolution_text(audit: Audit) -> str:
    """At which eps the verdict is, or that it is by planes."""
    if audit.settings.estimator == "plane":
        return "by planes through the nearest mixes (empirical, not certified)"
    return f"ε = {'U/8 = ' if audit.settings.has_band else ''}{audit.epsilon:.4g}"


def columns(audit: Audit) -> list[str]:
    """What the columns of the table over alpha are called: the eps, or the planes."""
    assert audit.table is not None
    return ["planes"] if audit.settings.estimator == "plane" else [f"{eps:.4g}" for eps in audit.table.epsilons]


def order(audit: Audit) -> str:
    """By what the rows are sorted."""
    if audit.settings.estimator == "plane":
        return "Rows are sorted by the lead: the own class less the likeliest other one, by the planes."
    return ORDER


def floor(audit: Audit) -> str:
    """How low the training loss can get, and how far above that the user's is; empty where all labels are one."""
    if audit.prepared.dataset.n_classes == 1:
        return ""
    loss, least = audit.settings.loss, audit.floor
    if loss is None:
        return (
            f"Mixed labels are soft, so that no network can bring the mean training loss (cross-entropy of mixed "
            f"samples, {law_text(audit)}) below {least:.4g} nats on these labels: subtract that from the loss in your "
            "log, or give it (--loss)."
        )
    if loss < least:
        return (
            f"Your loss of {loss:.4g} nats is below {least:.4g}, the least that any network can have in this mixing. "
            "So it is not the mean loss of such mixed samples: was it measured without Mixup, or with another α?"
        )
    return (
        f"Of your loss of {loss:.4g} nats {least:.4g} is the floor, which no network can go below, since mixed labels "
        f"are soft; your loss less the floor is {loss - least:.4g}, and only that can still be learnt."
    )


def _none_lost(audit: Audit) -> str:
    assert audit.judged is not None
    judged = len(audit.judged.query)
    if judged == audit.n_points:
        return f"No point is lost {_at(audit)}; all {judged:,} were judged."
    found = audit.lost_share
    if found.is_known:
        return f"No point is lost {_at(audit)}: {judged:,} were judged, and all others are safe."
    return f"No point of {judged:,} judged is lost {_at(audit)}: at most {found.high:.2%} of all are (95% confidence)."


def _lost(audit: Audit) -> str:
    assert audit.judged is not None
    found = [int(i) for i in audit.lost_points]
    parts = [pulled(audit, i) for i in found[:NAMED]]
    more = f"; and {len(found) - NAMED} more" if len(found) > NAMED else ""
    are = "is" if len(found) == 1 else "are"
    return f"{audit.lost_share} {are} lost {_at(audit)}: {'; '.join(parts)}{more}."


def pulled(audit: Audit, index: int) -> str:
    """Where a lost point goes."""
    row = audit.prepared.rows[index]
    return (
        f"row {row} (class {label(audit, index)}) goes to {rival_text(audit, index)} against {own_text(audit, index)}"
    )


def _remarks(audit: Audit) -> list[str]:
    remarks = []
    if conflicts := audit.prepared.conflicts:
        rows = _listed(["{" + ", ".join(map(str, group)) + "}" for group in conflicts])
        places = counted(
            len(conflicts),
            "1 place holds several labels and was set aside",
            "places hold several labels and were set aside",
        )
        remarks.append(f"{places} (rows {rows}): nothing can fit them.")
    if audit.judged is not None:
        convention = "without" if audit.settings.self_pairs else "with"
        lost = audit.share(audit.judged.lost_other_pairing).short
        remarks.append(f"{convention.capitalize()} self-pairs {lost} would be lost.")
    if audit.zero.any():
        rows = _listed([str(audit.prepared.rows[i]) for i in np.flatnonzero(audit.zero)])
        on = counted(int(audit.zero.sum()), "1 point lies on a mixed segment", "points lie on mixed segments")
        remarks.append(f"{on} (row {rows}) that could take it from its class, which is no hazard by itself.")
    return remarks


def _listed(items: list[str]) -> str:
    return ", ".join(items[:NAMED]) + (", …" if len(items) > NAMED else "")


def which_alpha(audit: Audit) -> str:
    """One sentence on the choice of alpha, from the table; empty where there is none."""
    table = audit.table
    if table is None:
        return ""
    lost = table.lost.max(axis=1)
    who = f"Of {table.sample} points" + ("" if table.sample == audit.n_points else " drawn at random")
    where = "anywhere in the band" if len(table.epsilons) > 1 else f"at ε = {audit.epsilon:.4g}"
    if audit.settings.estimator == "plane":
        where = "by the planes"
    shares = [share(int(count), table.sample, audit.n_points) for count in lost]
    if not lost.any():
        bound = "" if shares[0].is_known else f" (at most {shares[0].high:.2%} of all, 95% confidence)"
        return (
            f"{who} none is lost{bound} at any α up to {table.alphas[-1]:g}, {where}: α needs no care for their sake."
        )
    base = f"{who} none is lost {where} at α = {table.alphas[0]:g}"
    if lost[0]:
        base = f"{who} {shares[0].short} are lost {where} at α = {table.alphas[0]:g} already, before much is mixed"
    more = np.flatnonzero(lost > lost[0])
    if not len(more):
        return f"{base}, and no more at any larger α: look at their labels, α hardly matters."
    first = int(more[0])
    kept = table.alphas[first - 1]
    most = shares[first + int(lost[first:].argmax())]
    return (
        f"{base}, but {shares[first].short} at α = {table.alphas[first]:g} and {most.short} beyond: "
        f"stay at α ≤ {kept:g}, or mix near neighbours only."
    )


def advice(audit: Audit) -> list[str]:
    """What to do about the findings, most useful first."""
    lines = []
    if audit.prepared.conflicts:
        lines.append("Relabel or drop the rows that share a place but not a label; no training can fit them.")
    if len(audit.hazards) or audit.risks.get("likely"):
        lines += [
            "Mix each row with one of its 10 nearest neighbours only: --export writes them (partners.npz).",
            "Or try first what costs nothing: switch Mixup off for the last fifth of the training.",
            "Look at the rows at the top of the list: a wrong label there is mended best by mending it.",
        ]
    return lines


def law_text(audit: Audit) -> str:
    """The law of lambda, as a value of alpha where it is one."""
    alpha = audit.settings.alpha
    return f"λ ~ Beta({alpha[0]:g}, {alpha[1]:g})" if isinstance(alpha, tuple) else f"α = {alpha:g}"


def assumed(audit: Audit) -> str:
    """Which way of mixing was assumed."""
    settings = audit.settings
    if not settings.alpha:
        return "nothing is mixed (α = 0): h_ε is the mean label of the points within ε"
    pairs = "with self-pairs" if settings.self_pairs else "without self-pairs"
    mixed = "" if settings.prob == 1 else f", {settings.prob:.0%} of the samples mixed and the rest left as they are"
    return f"Beta({settings.law.alpha:g}, {settings.law.beta:g}), {pairs}{mixed} ({RECIPES[settings.recipe].words})"


def label(audit: Audit, index: int) -> str:
    """The class of a point."""
    return printable(str(audit.prepared.dataset.labels[index]))


def clearance_text(audit: Audit, index: int) -> str:
    """The clearance of a point; what is 0 up to the rounding of decimal input is called 0."""
    return "0" if audit.zero[index] else f"{audit.clearance.distance[index]:.4g}"


def pair_text(audit: Audit, index: int) -> str:
    """The pair of the nearest threatening segment, in the user's row numbers."""
    u, v = audit.clearance.pair[index]
    return "none" if u < 0 else f"({audit.prepared.rows[u]}, {audit.prepared.rows[v]})"


def fate_text(audit: Audit, index: int) -> str:
    """The fate of a point, with its risk across the band where there is one."""
    risk = audit.risk(index) if audit.settings.has_band else ""
    return audit.fate(index) + {"likely": " (likely)", "possible": " (possible)", "": ""}[risk]


def lead_text(audit: Audit, index: int) -> str:
    """The lead of a point's own class by which rows are sorted; empty where it was not worked out."""
    lead = audit.lead[index]
    return "" if math.isnan(lead) else f"{lead:+.3f}"


def own_text(audit: Audit, index: int) -> str:
    """The probability of a point's own class at the eps that decides, or the bound of a theorem; empty if neither."""
    if audit.judged is not None and (row := audit.judged.place.get(index)) is not None:
        own = audit.judged.own[row, audit.middle]
        return "" if math.isnan(own) else f"{own:.3f}"
    bound = audit.guaranteed(index)
    return "" if math.isnan(bound) else f"≥ {bound:g}"


def rival_text(audit: Audit, index: int) -> str:
    """The likeliest other class and its probability; empty where h_eps was not worked out."""
    if audit.judged is None or (row := audit.judged.place.get(index)) is None:
        return ""
    rival = audit.judged.rival[row, audit.middle]
    return "" if rival < 0 else f"{printable(str(audit.label(rival)))} ({audit.judged.other[row, audit.middle]:.3f})"


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

"""An audit as one HTML page that needs no network: verdict, histogram, worst cases, the points, what it all means."""

from __future__ import annotations

from typing import Any

import numpy as np

from proofs_check.audit import pictures, words
from proofs_check.audit.findings import Audit
from proofs_check.support.pages import render

CASES = 6  # drawn
ROWS = 200  # points in the table, worst first


def html(audit: Audit, source: str) -> str:
    """The page; ``source`` names what was audited."""
    settings = audit.settings
    marks = {"half nearest neighbour": audit.scale} if settings.metric == "euclidean" else {}
    if settings.epsilon is not None:
        marks["ε"] = settings.epsilon
    drawn = [int(i) for i in audit.order[:CASES] if audit.repaired.pair[i, 0] >= 0]
    return render(
        "proofs_check.audit",
        "audit.html",
        source=source,
        audit=audit,
        settings=settings,
        data=audit.prepared.dataset,
        verdict=words.verdict(audit),
        advice=words.advice(audit),
        meaning=words.MEANING,
        conventions=words.CONVENTIONS,
        facts=_facts(audit),
        histogram=pictures.histogram(audit.repaired.distance, marks),
        kind=pictures.kind(audit.prepared),
        cases=[(_title(audit, i), pictures.case(audit, i)) for i in drawn],
        rows=[_row(audit, int(i)) for i in audit.order[:ROWS]],
    )


def _title(audit: Audit, index: int) -> str:
    return (
        f"Row {audit.prepared.rows[index]} (class {words.label(audit, index)}): "
        f"clearance {words.clearance_text(audit, index)}, by rows {words.pair_text(audit, index)}"
    )


def _facts(audit: Audit) -> dict[str, str]:
    data, prepared, settings = audit.prepared.dataset, audit.prepared, audit.settings
    quantiles = np.quantile(audit.repaired.distance, [0.0, 0.05, 0.5, 1.0])
    facts = {
        "data": f"{data.n_points} points, {data.dimension} dimensions, {data.n_classes} classes",
        "mixing": f"Beta({settings.alpha:g}, {settings.alpha:g}), "
        f"{'with' if settings.self_pairs else 'without'} self-pairs",
        "resolution": "the whole curve" if settings.epsilon is None else f"ε = {settings.epsilon:g}",
        "metric": settings.metric + (", columns standardised" if prepared.standardized else ""),
        "clearance (least, 5%, median, largest)": ", ".join(f"{q:.4g}" for q in quantiles),
        "half the median distance of nearest neighbours": f"{audit.scale:.4g}",
    }
    if prepared.copies:
        facts["rows that repeat another"] = str(prepared.copies)
    if prepared.conflicts:
        facts["places with several labels, set aside"] = str(len(prepared.conflicts))
    return facts


def _row(audit: Audit, index: int) -> dict[str, Any]:
    return {
        "row": int(audit.prepared.rows[index]),
        "label": words.label(audit, index),
        "fate": audit.fate(index),
        "clearance": words.clearance_text(audit, index),
        "printed": f"{audit.printed.distance[index]:.4g}",
        "other": f"{audit.other[index]:.4g}",
        "pair": words.pair_text(audit, index),
        "mixing": f"{audit.repaired.mixing[index]:.3f}",
        "unsafe_epsilon": words.unsafe_epsilon_text(audit, index),
        "unsafe_alpha": words.unsafe_alpha_text(audit, index),
        "own": words.own_text(audit, index),
        "rival": words.rival_text(audit, index),
        "per_epoch": words.per_epoch_text(audit, index),
    }

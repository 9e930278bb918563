"""An audit as plain JSON data; what is infinite or undefined is ``null``."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from proofs_check.audit import words
from proofs_check.audit.findings import Audit
from proofs_check.audit.thresholds import Enclosure
from theory.clearances import Clearance

SCHEMA = 1
QUANTILES = (0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 1.0)


def as_dict(audit: Audit) -> dict[str, Any]:
    """The published form, ``schema`` 1: settings, dataset, verdict, curve, and every point, worst first."""
    data, prepared = audit.prepared.dataset, audit.prepared
    finite = audit.repaired.distance[np.isfinite(audit.repaired.distance)]
    return {
        "schema": SCHEMA,
        "settings": vars(audit.settings) | {"standardized": prepared.standardized},
        "dataset": {
            "points": data.n_points,
            "dimension": data.dimension,
            "classes": [str(name) for name in data.classes],
            "copies": prepared.copies,
            "conflicts": [list(rows) for rows in prepared.conflicts],
            "half_median_nearest_neighbour": audit.scale,
            "clearance_quantiles": {str(q): float(np.quantile(finite, q)) for q in QUANTILES} if len(finite) else {},
        },
        "verdict": words.verdict(audit),
        "advice": words.advice(audit),
        "hazards": [int(prepared.rows[i]) for i in audit.hazards],
        "fates": dict(audit.fates),
        "curve": _curve(audit),
        "points": [_point(audit, int(i)) for i in audit.order],
    }


def _curve(audit: Audit) -> dict[str, Any] | None:
    if audit.curve is None:
        return None
    curve = audit.curve
    return {
        "sample": curve.sample,
        "alpha": list(curve.alphas),
        "epsilon": list(curve.epsilons),
        "lost": curve.lost.tolist(),
    }


def _point(audit: Audit, index: int) -> dict[str, Any]:
    at = audit.at_epsilon.get(index)
    entry: dict[str, Any] = {
        "row": int(audit.prepared.rows[index]),
        "label": words.label(audit, index),
        "fate": audit.fate(index),
        "clearance": _threat(audit, audit.repaired, index),
        "printed_clearance": _threat(audit, audit.printed, index),
        "nearest_other_class": _number(audit.other[index]),
        "unsafe_epsilon": _enclosure(audit.unsafe_epsilon.get(index)),
    }
    if audit.settings.epsilon is None:
        return entry
    return entry | {
        "guaranteed_probability": _number(audit.guaranteed(index)),
        "probability": None if at is None else _number(at.own),
        "rival": None if at is None or at.rival < 0 else str(audit.label(at.rival)),
        "rival_probability": None if at is None else _number(at.other),
        "lost_in_the_other_pairing": None if at is None else at.lost_other_pairing,
        "threatened_per_epoch": None if at is None else _number(at.per_epoch),
        "unsafe_alpha": _enclosure(audit.unsafe_alpha.get(index)),
    }


def _threat(audit: Audit, found: Clearance, index: int) -> dict[str, Any]:
    u, v = found.pair[index]
    rows = None if u < 0 else [int(audit.prepared.rows[u]), int(audit.prepared.rows[v])]
    return {"distance": _number(found.distance[index]), "pair": rows, "mixing": _number(found.mixing[index])}


def _enclosure(found: Enclosure | None) -> dict[str, Any] | None:
    return None if found is None else {"at_least": _number(found.low), "at_most": _number(found.high)}


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None

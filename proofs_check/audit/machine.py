"""An audit as plain JSON data; what is infinite or undefined is ``null``."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from proofs_check.audit import words
from proofs_check.audit.findings import Audit, Judged
from proofs_check.audit.intervals import share
from proofs_check.audit.thresholds import Enclosure
from theory.clearances import Clearance

SCHEMA = 2
QUANTILES = (0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 1.0)


def as_dict(audit: Audit) -> dict[str, Any]:
    """The published form, ``schema`` 2: settings, data set, verdict, table over alpha, and every point by its lead."""
    data, prepared = audit.prepared.dataset, audit.prepared
    finite = audit.clearance.distance[np.isfinite(audit.clearance.distance)]
    return {
        "schema": SCHEMA,
        "settings": vars(audit.settings) | {"standardized": prepared.standardized},
        "dataset": {
            "points": data.n_points,
            "dimension": data.dimension,
            "classes": [str(name) for name in data.classes],
            "copies": prepared.copies,
            "weighted": prepared.weighted,
            "conflicts": [list(rows) for rows in prepared.conflicts],
            "unit": vars(audit.unit),
            "clearance_quantiles": {str(q): float(np.quantile(finite, q)) for q in QUANTILES} if len(finite) else {},
        },
        "epsilon": audit.epsilon,
        "epsilons": list(audit.epsilons),
        "verdict": words.verdict(audit),
        "which_alpha": words.which_alpha(audit),
        "loss": _loss(audit),
        "remarks": list(prepared.remarks),
        "advice": words.advice(audit),
        "scope": list(words.SCOPE),
        "judged": None if audit.judged is None else _judged(audit, audit.judged),
        "hazards": audit.hazards.tolist(),
        "fates": dict(audit.fates),
        "risks": dict(audit.risks),
        "alpha_table": _table(audit),
        "points": [_point(audit, int(i)) for i in audit.order],
    }


def _loss(audit: Audit) -> dict[str, float | None]:
    """The floor of the training loss in nats, the user's loss, and how far above the floor it is."""
    given = audit.settings.loss
    return {"floor": audit.floor, "given": given, "above": None if given is None else given - audit.floor}


def _judged(audit: Audit, judged: Judged) -> dict[str, Any]:
    return {
        "points": len(judged.query),
        "seconds": round(judged.seconds, 3),
        "lost": vars(audit.lost_share),
        "likely": vars(audit.risk_share("likely")) if audit.settings.has_band else None,
        "possible": vars(audit.risk_share("possible")) if audit.settings.has_band else None,
        "lost_in_the_other_pairing": int(judged.lost_other_pairing.sum()),
    }


def _table(audit: Audit) -> dict[str, Any] | None:
    if audit.table is None:
        return None
    table = audit.table
    sampled = [[vars(share(int(n), table.sample, audit.n_points)) for n in row] for row in table.lost]
    return {
        "sample": table.sample,
        "alpha": list(table.alphas),
        "epsilon": list(table.epsilons),
        "lost": table.lost.tolist(),
        "low": [[each["low"] for each in row] for row in sampled],
        "high": [[each["high"] for each in row] for row in sampled],
    }


def _point(audit: Audit, index: int) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "row": int(audit.prepared.rows[index]),
        "label": words.label(audit, index),
        "fate": audit.fate(index),
        "risk": audit.risk(index) if audit.settings.has_band else "",
        "lead": _number(audit.lead[index]),
        "certified": _number(audit.certified[index]),
        "clearance": _threat(audit, audit.clearance, index),
        "nearest_other_class": _number(audit.other[index]),
        "unsafe_epsilon": _enclosure(audit.unsafe_epsilon.get(index)),
        "unsafe_alpha": _enclosure(audit.unsafe_alpha.get(index)),
        "guaranteed_probability": _number(audit.guaranteed(index)),
    }
    judged = audit.judged
    if judged is None or (row := judged.place.get(index)) is None:
        return entry
    return entry | {
        "probability": [_number(value) for value in judged.own[row]],
        "rival": [None if rival < 0 else str(audit.label(int(rival))) for rival in judged.rival[row]],
        "rival_probability": [_number(value) for value in judged.other[row]],
        "lost_in_the_other_pairing": bool(judged.lost_other_pairing[row]),
    }


def _threat(audit: Audit, found: Clearance, index: int) -> dict[str, Any]:
    u, v = found.pair[index]
    rows = None if u < 0 else [int(audit.prepared.rows[u]), int(audit.prepared.rows[v])]
    return {"distance": _number(found.distance[index]), "pair": rows, "mixing": _number(found.mixing[index])}


def _enclosure(found: Enclosure | None) -> dict[str, Any] | None:
    return None if found is None else {"at_least": _number(found.low), "at_most": _number(found.high)}


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None

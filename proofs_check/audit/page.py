"""An audit as one HTML page that needs no network: verdict, which alpha, what it does not say, rows, pictures."""

from __future__ import annotations

from typing import Any

import numpy as np

from proofs_check.audit import maps, pictures, words
from proofs_check.audit.findings import Audit
from proofs_check.audit.intervals import share
from proofs_check.support.letters import printable
from proofs_check.support.pages import render

CASES = 6  # drawn
ROWS = 200  # in the table, least lead first


def html(audit: Audit, source: str) -> str:
    """The page; ``source`` names what was audited."""
    drawn = [int(i) for i in audit.order[:CASES] if audit.clearance.pair[i, 0] >= 0]
    finite = np.isfinite(audit.clearance.distance).any()
    return render(
        "proofs_check.audit",
        "audit.html",
        source=printable(source),
        audit=audit,
        settings=audit.settings,
        data=audit.prepared.dataset,
        verdict=words.verdict(audit),
        which_alpha=words.which_alpha(audit),
        noticed=words.noticed(audit),
        advice=words.advice(audit),
        meaning=words.EMPIRICAL if audit.settings.estimator == "plane" else words.MEANING,
        order=words.order(audit),
        floor=words.floor(audit),
        planes=audit.settings.estimator == "plane",
        scope=words.SCOPE,
        words=words.WORDS,
        local=words.LOCAL.format(seed=audit.settings.seed),
        theorem=words.theorem(audit),
        table=_table(audit),
        facts=_facts(audit),
        histogram=pictures.histogram(audit.clearance.distance, {"ε": audit.epsilon}) if finite else "",
        kind=pictures.kind(audit.prepared),
        map=maps.data_map(audit),
        cases=[(_title(audit, i), pictures.case(audit, i)) for i in drawn],
        rows=[_row(audit, int(i)) for i in audit.order[:ROWS]],
    )


def _title(audit: Audit, index: int) -> str:
    return (
        f"Row {audit.prepared.rows[index]} (class {words.label(audit, index)}), {words.fate_text(audit, index)}: "
        f"clearance {words.clearance_text(audit, index)}, by rows {words.pair_text(audit, index)}"
    )


def _facts(audit: Audit) -> dict[str, str]:
    data, prepared, settings = audit.prepared.dataset, audit.prepared, audit.settings
    quantiles = np.quantile(audit.clearance.distance, [0.0, 0.05, 0.5, 1.0], method="lower")
    band = f" (U/8), and from {audit.epsilons[0]:.4g} to {audit.epsilons[-1]:.4g}" if settings.has_band else ""
    facts = {
        "data": f"{data.n_points} points, {data.dimension} dimensions, {data.n_classes} classes",
        "mixing": words.assumed(audit),
        "resolution": words.resolution_text(audit)
        if settings.estimator == "plane"
        else f"ε = {audit.epsilon:.4g}{band}",
        "unit": str(audit.unit),
        "metric": settings.metric + (", columns standardised" if prepared.standardized else ""),
        "clearance (least, 5%, median, largest)": ", ".join(f"{q:.4g}" for q in quantiles),
    }
    if audit.judged is not None:
        judged = len(audit.judged.query)
        which = "all points" if judged == data.n_points else f"{judged:,} points drawn at random"
        how = "judged by h_ε", "each against all pairs, "
        if settings.estimator == "plane":
            how = "judged by planes", "empirically, "
        facts[how[0]] = f"{which}, {how[1]}in {audit.judged.seconds:.1f} s"
    if prepared.copies:
        facts["rows that repeat another"] = str(prepared.copies)
    if prepared.conflicts:
        facts["places with several labels, set aside"] = str(len(prepared.conflicts))
    return facts


def _table(audit: Audit) -> dict[str, Any] | None:
    """The table over alpha: of whom, the eps, and for each alpha the shares with how dark they are."""
    table = audit.table
    if table is None:
        return None
    everyone = table.sample == audit.n_points

    def cell(count: int) -> tuple[int, int, str]:
        found = share(count, table.sample, audit.n_points)
        return count, 0 if count == 0 else max(8, 70 * count // table.sample), "" if everyone else found.range

    rows = [(f"{alpha:g}", [cell(int(n)) for n in lost]) for alpha, lost in zip(table.alphas, table.lost, strict=True)]
    return {
        "of": "all points" if everyone else f"{table.sample} points drawn at random",
        "sampled": not everyone,
        "epsilons": words.columns(audit),
        "rows": rows,
    }


def _row(audit: Audit, index: int) -> dict[str, Any]:
    return {
        "row": int(audit.prepared.rows[index]),
        "label": words.label(audit, index),
        "fate": audit.fate(index).replace(" ", "-"),
        "says": words.fate_text(audit, index),
        "lead": words.lead_text(audit, index),
        "own": words.own_text(audit, index),
        "rival": words.rival_text(audit, index),
        "clearance": words.clearance_text(audit, index),
        "other": f"{audit.other[index]:.4g}",
        "pair": words.pair_text(audit, index),
        "mixing": f"{audit.clearance.mixing[index]:.3f}",
        "unsafe_epsilon": words.unsafe_epsilon_text(audit, index),
        "unsafe_alpha": words.unsafe_alpha_text(audit, index),
    }

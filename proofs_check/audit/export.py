"""What a training loop can use: near neighbours as partners, the pairs to leave unmixed, and who pulls at lost rows."""

from __future__ import annotations

import csv
import io

import numpy as np

from proofs_check.audit.findings import Audit
from proofs_check.partners.choice import guilty_mask, neighbour_partners
from theory.optimal.local_pairs import LocalPairs, local_pairs

Pair = tuple[int, int, int, float, float, float]
NEIGHBOURS = 10
MASK_POINTS = 2000  # up to which the n by n mask of pairs is written
PAIRS_A_ROW = 100  # in pairs.csv, the largest shares first


def export(audit: Audit) -> dict[str, bytes]:
    """The contents of ``partners.npz`` and ``pairs.csv``.

    ``partners.npz``: ``rows`` (n,) the user's numbers of the audited rows, ``partners`` (n, 10) those of their nearest
    neighbours, ``epsilon``; for up to 2,000 points ``guilty`` (n, n), by audited rows in order: the pairs with a mix
    within epsilon of a point that they threaten.

    ``pairs.csv``: for each lost row the pairs (u, v) whose mixes come within epsilon of it, between ``low`` and
    ``high`` in lambda, the weight of u, and the ``share`` of what falls there; the 100 largest of each row.
    """
    data, rows = audit.prepared.dataset, audit.prepared.rows
    arrays = {"rows": rows, "epsilon": np.array(audit.epsilon)}
    if data.n_points > 1:
        nearest = neighbour_partners(data.points, data.labels, min(NEIGHBOURS, data.n_points - 1))
        arrays["partners"] = rows[nearest]
    if data.n_points <= MASK_POINTS:
        arrays["guilty"] = guilty_mask(data, audit.epsilon)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return {"partners.npz": buffer.getvalue(), "pairs.csv": _pairs(audit).encode()}


def _pairs(audit: Audit) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["row", "u", "v", "low", "high", "share"])
    rows = audit.prepared.rows
    for point, u, v, *numbers in pairs_of_lost_rows(audit):
        writer.writerow([*rows[[point, u, v]].tolist(), *numbers])
    return text.getvalue()


def pairs_of_lost_rows(audit: Audit) -> list[Pair]:
    """The pairs that pull at each lost point: point, u, v, as the dataset numbers them, ends in lambda, share."""
    radius = np.full(len(audit.lost_points), audit.epsilon)
    found = {near.index: near for near in local_pairs(audit.prepared.dataset, audit.lost_points, radius)}
    return [pair for i in map(int, audit.lost_points) if i in found for pair in _guilty(audit, found[i])]


def _guilty(audit: Audit, near: LocalPairs) -> list[Pair]:
    """The pairs about one point, the largest share of the ball's mass first."""
    settings = audit.settings
    law = settings.law
    low, high = np.clip(near.ends(near.radius)[:, :2], 0.0, 1.0).T
    total = float(near.masses(law, near.radius, settings.self_pairs, settings.mixed).sum())
    u, v = near.pair[: len(low)].T
    weights = 2 * near.relative[u] * near.relative[v] / total
    shares = weights * np.array([float(law.mass(a, b)) for a, b in zip(low, high, strict=True)])
    largest = np.argsort(-shares, kind="stable")[:PAIRS_A_ROW]
    return [(near.index, int(u[m]), int(v[m]), float(low[m]), float(high[m]), float(shares[m])) for m in largest]

"""A map of the data for the page: the plane of largest spread, with the first rows and the pairs that threaten them."""

from __future__ import annotations

import math

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from proofs_check.audit.findings import Audit
from proofs_check.support.letters import printable
from theory.numbers import Array

Point = tuple[float, float]
Box = tuple[float, float, float, float]
MOST = 600  # points on the map
RINGED = 6  # first rows, least lead first
NAMED = 8  # classes in the legend
WIDTH, HEIGHT = 640.0, 400.0
LETTER = (17.0, 28.0)  # width and height of a digit on a phone, where text is largest in units of the map
RING = 7.0


def principal_plane(points: Array) -> tuple[Array, float]:
    """Coordinates (n, 2) of points in their plane of largest spread, and the share of the variance that it shows.

    Sourced from the eigenvectors of the n by n Gram matrix of the centred points, so that any dimension will do.

    >>> plane, share = principal_plane(np.array([[0.0, 0, 0], [2, 0, 0], [0, 1, 0], [2, 1, 0]]))
    >>> float(np.ptp(plane[:, 0])), share
    (2.0, 1.0)
    """
    centred = points - points.mean(axis=0)
    values, vectors = np.linalg.eigh(centred @ centred.T)
    values = np.maximum(values[::-1], 0.0)
    lengths = np.sqrt(np.pad(values[:2], (0, max(0, 2 - len(values)))))
    plane: Array = np.pad(vectors[:, ::-1][:, :2], ((0, 0), (0, max(0, 2 - len(values))))) * lengths
    return plane.round(12), round(float(values[:2].sum() / (values.sum() or 1.0)), 12)


def data_map(audit: Audit) -> Markup:
    """Points in the colours of their classes; the first rows ringed and numbered, their threatening pairs joined."""
    data = audit.prepared.dataset
    first = [int(i) for i in audit.order[:RINGED]]
    pairs = {i: audit.clearance.pair[i] for i in first if audit.clearance.pair[i, 0] >= 0}
    chosen = _chosen(audit, first, pairs)
    plane, share = principal_plane(data.points[chosen])
    low, extent = plane.min(axis=0), np.ptp(plane, axis=0)
    scale = min(WIDTH / (extent[0] or 1.0), HEIGHT / (extent[1] or np.inf)) if extent.any() else 1.0
    place = {int(i): ((p - low) * scale).round(1) for i, p in zip(chosen, plane, strict=True)}
    height = float(extent[1] * scale)
    dots = "".join(
        f'<circle cx="{x}" cy="{height - y:.1f}" r="3" fill="{colour(int(data.codes[i]), data.n_classes)}"/>'
        for i, (x, y) in place.items()
    )
    lines = "".join(
        f'<line x1="{place[u][0]}" y1="{height - place[u][1]:.1f}" x2="{place[v][0]}" y2="{height - place[v][1]:.1f}" '
        'class="pair"/>'
        for u, v in ((int(u), int(v)) for u, v in pairs.values())
    )
    rings = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RING:g}" class="ball"/><path d="M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}" '
        f'class="lead"/><text x="{u:.1f}" y="{v:.1f}" text-anchor="middle" dominant-baseline="central">{name}</text>'
        for name, (x, y), (u, v) in _named(
            [str(audit.prepared.rows[i]) for i in first],
            [(float(place[i][0]), height - float(place[i][1])) for i in first],
            height,
        )
    )
    axes = (
        f'<text x="{WIDTH / 2}" y="{height + 50:.0f}" text-anchor="middle">direction of largest spread</text>'
        f'<text transform="translate(-16 {height / 2:.0f}) rotate(-90)" text-anchor="middle">second largest</text>'
    )
    picture = Markup(
        f'<svg viewBox="-40 -40 {WIDTH + 60:.0f} {height + 104:.0f}" class="map" role="img" aria-label="'
        f'Map of the data">{dots}{lines}{rings}{axes}</svg>'
    )
    shown = f"{len(chosen):,} of {data.n_points:,} points" if len(chosen) < data.n_points else "All points"
    caption = Markup("<figcaption>{} in their plane of largest spread ({} of the variance). {}</figcaption>")
    return picture + caption.format(shown, f"{share:.0%}", _legend(audit))


def _named(names: list[str], places: list[Point], height: float) -> list[tuple[str, Point, Point]]:
    """Each name with its place and where it is written: as near as it covers no ring and no other name."""
    taken = [(x, y, RING, RING) for x, y in places]
    found = []
    for name, (x, y) in zip(names, places, strict=True):
        half = (LETTER[0] * len(name) / 2, LETTER[1] / 2)
        near = (
            (x + (half[0] + reach) * math.cos(angle), y - (half[1] + reach) * math.sin(angle))
            for reach in range(10, 400, 10)
            for angle in np.linspace(math.pi / 4, 9 * math.pi / 4, 16, endpoint=False)
        )
        inside = ((u, v) for u, v in near if 0 <= u <= WIDTH and -26 <= v <= height + 20)
        u, v = next((at for at in inside if not any(_meet((*at, *half), box) for box in taken)), (x, y))
        taken.append((u, v, *half))
        found.append((name, (x, y), (u, v)))
    return found


def _meet(one: Box, other: Box) -> bool:
    """Whether two boxes overlap, each given by its centre and half its sides."""
    return abs(one[0] - other[0]) < one[2] + other[2] and abs(one[1] - other[1]) < one[3] + other[3]


def _chosen(audit: Audit, first: list[int], pairs: dict[int, NDArray[np.intp]]) -> NDArray[np.intp]:
    """The points on the map: those of interest, and a random sample of the rest."""
    wanted = [*first, *(int(end) for pair in pairs.values() for end in pair)]
    rest = np.random.default_rng(0).permutation(audit.n_points)[:MOST].tolist()
    return np.array(list(dict.fromkeys([*wanted, *rest]))[: max(MOST, len(wanted))], dtype=np.intp)


def _legend(audit: Audit) -> Markup:
    data = audit.prepared.dataset
    swatch = Markup('<span class="class"><span class="swatch" style="background: {}"></span> {}</span> ')
    named = (
        swatch.format(colour(code, data.n_classes), printable(str(name))[:30])
        for code, name in enumerate(data.classes[:NAMED])
    )
    more = f"and {data.n_classes - NAMED} more" if data.n_classes > NAMED else ""
    return Markup("").join(named) + more


def colour(code: int, classes: int) -> str:
    """The colour of a class, the same in every picture."""
    return f"hsl({360 * int(code) / classes:.0f} 60% 50%)"

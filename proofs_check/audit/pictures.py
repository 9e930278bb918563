"""Pictures for the page: a histogram of the clearances, and the worst cases, drawn as what they are.

Images are drawn as images; points of the plane with the segment and the ball; anything else as profiles, one
polyline a point over the columns.  SVG takes its colours from the page, so that it follows light and dark.
"""

from __future__ import annotations

import base64
import io
import math

import numpy as np
from markupsafe import Markup

from proofs_check.audit.data import Prepared
from proofs_check.audit.findings import Audit
from proofs_check.audit.maps import colour
from proofs_check.support.letters import printable
from theory.numbers import Array

BINS = 40
LOGARITHMIC = 0.02  # medians below this share of the largest value are shown on a logarithmic scale
SHOWN_POINTS = 600  # of the plane, in one picture
SHOWN_COLUMNS = 60  # of a profile: the ones where the point and the mix differ most stay
MOST_CURVES, LONGER = 8, 4  # curves of one input, and how many times longer than their number they are
LEAST_IMAGE = 64  # columns that may be the pixels of a square image


def histogram(values: Array, marks: dict[str, float]) -> Markup:
    """Counts of values in bins, and labelled vertical lines; infinite values are left out.

    The scale is logarithmic when the values spread over orders of magnitude; values of 0 are then in the first bin.
    """
    finite = values[np.isfinite(values)]
    edges = _edges(finite, [*marks.values()])
    counts, _ = np.histogram(np.clip(finite, edges[0], edges[-1]), edges)
    width, height = 720.0, 180.0
    bar = width / BINS
    parts = [
        f'<rect x="{i * bar:.1f}" y="{height * (1 - c / counts.max()):.1f}" width="{bar - 1:.1f}" '
        f'height="{height * c / counts.max():.1f}" class="bar"><title>{c} points between {edges[i]:.3g} '
        f"and {edges[i + 1]:.3g}</title></rect>"
        for i, c in enumerate(counts)
        if c
    ]
    for row, (name, value) in enumerate(marks.items()):
        x = bar * float(np.interp(value, edges, np.arange(len(edges))))
        side = ("end", -5) if x > width / 2 else ("start", 5)
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="-{34 - 16 * row}" y2="{height}" class="mark"/>'
            f'<text x="{x + side[1]:.1f}" y="-{24 - 16 * row}" text-anchor="{side[0]}">{name} {value:.3g}</text>'
        )
    ticks = "".join(
        f'<text x="{bar * k:.0f}" y="{height + 18}" text-anchor="middle">{edges[k]:.2g}</text>'
        for k in range(0, BINS + 1, BINS // 5)
    )
    titles = (
        f'<text x="{width / 2}" y="{height + 42}" text-anchor="middle">clearance</text>'
        f'<text transform="translate(-8 {height / 2}) rotate(-90)" text-anchor="middle">points</text>'
        f'<text x="-4" y="10" text-anchor="end">{counts.max()}</text>'
    )
    axis = f'<line x1="0" x2="{width}" y1="{height}" y2="{height}" class="axis"/>'
    return Markup(
        f'<svg viewBox="-48 -40 {width + 84} {height + 92}" class="histogram" role="img" '
        f'aria-label="Histogram of the clearances">{"".join(parts)}{axis}{ticks}{titles}</svg>'
    )


def _edges(values: Array, marks: list[float]) -> Array:
    """Ends of the bins: from 0 on, or logarithmic from a hundredth of the median downwards."""
    top = max([float(values.max(initial=0.0)), *marks]) * 1.02 or 1.0
    positive = values[values > 0]
    if len(positive) and np.median(positive) < LOGARITHMIC * top:
        return np.geomspace(max(float(positive.min()), 1e-3 * float(np.median(positive))), top, BINS + 1)
    return np.linspace(0.0, top, BINS + 1)


def image_shape(prepared: Prepared) -> tuple[int, ...] | None:
    """The shape of one image, (h, w) or (h, w, 3), if the data look like images; ``None`` otherwise."""
    shape = prepared.shape
    if len(shape) == 2:
        return None if is_series(prepared) else shape
    if len(shape) == 3 and shape[0] in (1, 3) and min(shape[1:]) > 3:  # channels first, as torch has them
        return (*shape[1:], 3) if shape[0] == 3 else shape[1:]
    if len(shape) == 3 and shape[2] in (1, 3):
        return shape if shape[2] == 3 else shape[:2]
    side = math.isqrt(shape[0]) if len(shape) == 1 else 0
    unnamed = all("pix" in name.lower() or name == f"x{j}" for j, name in enumerate(prepared.names))
    return (side, side) if side * side == shape[0] >= LEAST_IMAGE and unnamed else None


def is_series(prepared: Prepared) -> bool:
    """Whether one input is a few curves, (t, c) or (c, t): far longer than there are of them."""
    shape = prepared.shape
    return len(shape) == 2 and min(shape) <= MOST_CURVES and max(shape) >= LONGER * min(shape)


def pixels(prepared: Prepared, values: Array) -> Array:
    """One input as an image, (h, w) or (h, w, 3)."""
    shape = image_shape(prepared)
    if len(prepared.shape) == 3 and prepared.shape[0] in (1, 3) and min(prepared.shape[1:]) > 3:
        values = np.moveaxis(values.reshape(prepared.shape), 0, -1)
    return values.reshape(shape or values.shape)


def kind(prepared: Prepared) -> str:
    """How points are drawn: ``images``, ``curves``, ``plane`` or ``profiles``."""
    if is_series(prepared):
        return "curves"
    if image_shape(prepared) is not None:
        return "images"
    return "plane" if prepared.dataset.dimension == 2 else "profiles"


def case(audit: Audit, index: int) -> Markup:
    """The point, its guilty pair and their mix."""
    points, (u, v) = audit.prepared.dataset.points, audit.clearance.pair[index]
    lam = audit.clearance.mixing[index]
    mix = lam * points[u] + (1 - lam) * points[v]
    draw = {"images": _images, "curves": _curves, "plane": _plane, "profiles": _profiles}[kind(audit.prepared)]
    return draw(audit, index, mix)


def _caption(audit: Audit, index: int) -> str:
    return f"row {audit.prepared.rows[index]}, class {printable(str(audit.prepared.dataset.labels[index]))}"


def _images(audit: Audit, index: int, mix: Array) -> Markup:
    points, (u, v) = audit.prepared.dataset.points, audit.clearance.pair[index]
    lam, limits = audit.clearance.mixing[index], (float(points.min()), float(points.max()))
    panels = [
        ("the point", _caption(audit, index), points[index]),
        ("the mix nearest to it", f"λ = {lam:.2f}", mix),
        ("of this", _caption(audit, u), points[u]),
        ("and this", _caption(audit, v), points[v]),
    ]
    figures = (
        Markup('<figure class="panel"><img src="{}" alt="{}"><figcaption>{}<br>{}</figcaption></figure>').format(
            _png(pixels(audit.prepared, values), limits), f"{name}: {text}", name, text
        )
        for name, text, values in panels
    )
    return Markup('<div class="panels">{}</div>').format(Markup("").join(figures))


def _png(values: Array, limits: tuple[float, float]) -> str:
    """A data URI of an image, grey or in colour; ``limits`` become black and white."""
    from PIL import Image

    buffer, (low, high) = io.BytesIO(), limits
    bright = np.clip((values - low) / (high - low), 0.0, 1.0)
    Image.fromarray((255 * bright).round().astype(np.uint8)).save(buffer, format="PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def _plane(audit: Audit, index: int, _: Array) -> Markup:
    """All points (or a sample), the segment, the point and the ball of radius eps about it."""
    data, (u, v) = audit.prepared.dataset, audit.clearance.pair[index]
    radius = audit.epsilon
    if audit.settings.metric == "angular":
        radius = 0.0  # an angle is no ball
    chosen = np.random.default_rng(0).permutation(data.n_points)[:SHOWN_POINTS]
    low, spread = data.points.min(axis=0), np.ptp(data.points, axis=0)
    extent = float(spread.max())
    width, height = 400 * spread / extent

    def place(point: Array) -> tuple[float, float]:
        x, y = (point - low) / extent * 400
        return float(x), float(height - y)

    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour(code, data.n_classes)}"/>'
        for (x, y), code in zip(map(place, data.points[chosen]), data.codes[chosen], strict=True)
    )
    (x, y), ends = place(data.points[index]), (*place(data.points[u]), *place(data.points[v]))
    return Markup(
        f'<svg viewBox="-10 -10 {width + 20:.0f} {height + 20:.0f}" class="plane" role="img" '
        f'aria-label="a point and the segment nearest to it">'
        f'{dots}<line x1="{ends[0]:.1f}" y1="{ends[1]:.1f}" x2="{ends[2]:.1f}" y2="{ends[3]:.1f}" class="segment"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{400 * radius / extent:.1f}" class="ball"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="point" '
        f'fill="{colour(data.codes[index], data.n_classes)}"/></svg>'
    )


def _curves(audit: Audit, index: int, mix: Array) -> Markup:
    """The point, the mix and the pair over time, one strip for each curve of an input."""
    points, (u, v), shape = audit.prepared.dataset.points, audit.clearance.pair[index], audit.prepared.shape
    lines = (
        (points[u], "faint-line", _caption(audit, u)),
        (points[v], "faint-line", _caption(audit, v)),
        (mix, "mix-line", "the mix"),
        (points[index], "point-line", _caption(audit, index)),
    )
    width, height = 420.0, 90.0
    low, high = float(points.min()), float(points.max())
    parts = []
    for values, style, name in lines:
        curves = values.reshape(shape) if shape[0] < shape[1] else values.reshape(shape).T
        xs = np.linspace(0, width, curves.shape[1])
        for row, curve in enumerate(curves):
            ys = (row + 1) * height - (height - 12) * (curve - low) / ((high - low) or 1.0)
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
            line = Markup('<polyline points="{}" class="{}"><title>{}</title></polyline>')
            parts.append(line.format(path, style, name))
    total = height * min(shape)
    time = Markup('<text x="{}" y="{}" text-anchor="middle">time</text>').format(width / 2, total + 18)
    return Markup('<svg viewBox="-8 -8 440 {}" class="profile" role="img" aria-label="{}">{}{}</svg>').format(
        total + 32, _caption(audit, index), Markup("").join(parts), time
    )


def _profiles(audit: Audit, index: int, mix: Array) -> Markup:
    """The point and the mix over the columns, each column from its least to its largest value."""
    data, (u, v) = audit.prepared.dataset, audit.clearance.pair[index]
    low, spread = data.points.min(axis=0), np.ptp(data.points, axis=0)
    moving = np.flatnonzero(spread > 0)
    gaps = np.abs(data.points[index] - mix)[moving] / spread[moving]
    columns = np.sort(moving[np.argsort(-gaps)[:SHOWN_COLUMNS]])
    width, height = 420.0, 130.0
    xs = np.linspace(0, width, len(columns)) if len(columns) > 1 else np.array([width / 2])

    def line(values: Array, style: str, name: str) -> Markup:
        ys = height * (1 - (values[columns] - low[columns]) / spread[columns])
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
        return Markup('<polyline points="{}" class="{}"><title>{}</title></polyline>').format(path, style, name)

    lines = [
        line(data.points[u], "faint-line", _caption(audit, u)),
        line(data.points[v], "faint-line", _caption(audit, v)),
        line(mix, "mix-line", "the mix"),
        line(data.points[index], "point-line", _caption(audit, index)),
    ]
    names = Markup("").join(
        Markup('<text transform="translate({:.0f} {}) rotate(30)">{}</text>').format(x, height + 16, name[:20])
        for x, name in zip(xs, (audit.prepared.names[c] for c in columns), strict=True)
        if len(columns) <= 20
    )
    return Markup('<svg viewBox="-8 -8 520 {}" class="profile" role="img" aria-label="{}">{}{}</svg>').format(
        height + (80 if names else 16), _caption(audit, index), Markup("").join(lines), names
    )

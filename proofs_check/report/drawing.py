"""An instance as a small picture: the data with their classes, the segments between them, the place and the ball."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from markupsafe import Markup, escape

WIDE, HIGH, MARGIN = 340, 190, 26
LINE_HIGH = 84  # of a picture of points on a line
Place = tuple[float, float]


@dataclass(frozen=True)
class Picture:
    """What is drawn of an instance, in its own coordinates; ``radius`` in the same unit."""

    points: tuple[Place, ...]
    labels: tuple[str, ...]
    x: Place | None
    radius: float
    flat: bool  # all on a line


def draw(instance: Any) -> Markup:
    """An encoded instance as inline SVG; empty when it is not of at most two dimensions."""
    picture = _picture(instance) if isinstance(instance, dict) else None
    if picture is None:
        return Markup("")
    height = LINE_HIGH if picture.flat else HIGH
    scale = _scale(picture, height)
    parts = [*_segments(picture, scale), *_ball(picture, scale), *_points(picture, scale), *_place(picture, scale)]
    label = f"Drawing: {len(picture.points)} data points of {len(set(picture.labels))} classes"
    label += "" if picture.x is None else " and the place x"
    head = f'<svg role="img" aria-label="{label}" viewBox="0 0 {WIDE} {height}" width="{WIDE}" height="{height}" '
    return Markup(f'{head}class="drawing" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>')


def _picture(instance: dict[str, Any]) -> Picture | None:
    if isinstance(instance.get("local"), dict):
        return _picture(instance["local"])
    found = _data(instance)
    if found is None or len(found[0][0]) > 2 or len(found[0]) > 12:
        return None
    points, labels = found
    place = instance.get("x", [] if "index" not in instance else points[int(instance["index"])])
    if instance.get("type") in ("ThreePoints", "LongLine", "SmallResolution"):
        place = ["1"]
    radius = _number(instance.get("epsilon", "0"))
    flat = len(points[0]) == 1
    return Picture(
        tuple(_at(p) for p in points), tuple(labels), _at(place) if place else None, radius if radius < 50 else 0, flat
    )


def _data(instance: dict[str, Any]) -> tuple[list[Any], list[str]] | None:
    if isinstance(data := instance.get("dataset"), dict):
        return data["points"], data["labels"]
    if instance.get("type") in ("ThreePoints", "SmallResolution"):
        return [["0"], ["1"], ["2"]], ["1", "2", "1"]
    if instance.get("type") == "LongLine":
        n, k = int(instance["n_points"]), int(instance["n_classes"])
        return [[str(i)] for i in range(n)], [str(1 + i % k) for i in range(n)]
    if instance.get("type") == "Cross":
        return [["0", "1"], ["0", "-1"], ["1", "0"], ["-1", "0"]], ["1", "1", "2", "2"]
    return None


def _number(text: Any) -> float:
    try:
        return float(Fraction(str(text)))
    except ValueError:  # an algebraic number, given by its expression
        from sympy import sympify

        return float(sympify(text))


def _at(point: Sequence[Any]) -> Place:
    values = [_number(v) for v in point]
    return values[0], values[1] if len(values) > 1 else 0.0


def _scale(picture: Picture, height: int) -> tuple[float, float, float]:
    """Pixels a unit, and where the origin is; both axes alike."""
    places = [*picture.points, *([picture.x] if picture.x else [])]
    xs, ys = [p[0] for p in places], [p[1] for p in places]
    unit = (WIDE - 2 * MARGIN) / max(max(xs) - min(xs), 1e-9)
    if not picture.flat:
        unit = min(unit, (height - 2 * MARGIN) / max(max(ys) - min(ys), 1e-9))
    return unit, WIDE / 2 - unit * (max(xs) + min(xs)) / 2, height / 2 + unit * (max(ys) + min(ys)) / 2


def _to(scale: tuple[float, float, float], place: Place) -> Place:
    unit, left, top = scale
    return left + unit * place[0], top - unit * place[1]


def _segments(picture: Picture, scale: tuple[float, float, float]) -> Iterator[str]:
    if picture.flat:
        places = [p[0] for p in picture.points]
        yield _line(_to(scale, (min(places), 0.0)), _to(scale, (max(places), 0.0)), "segment")
        return
    for a, b in combinations(picture.points, 2):
        through = picture.x is not None and _between(picture.x, a, b)
        yield _line(_to(scale, a), _to(scale, b), "segment through" if through else "segment")


def _between(x: Place, a: Place, b: Place) -> bool:
    cross = (b[0] - a[0]) * (x[1] - a[1]) - (b[1] - a[1]) * (x[0] - a[0])
    inside = (x[0] - a[0]) * (x[0] - b[0]) + (x[1] - a[1]) * (x[1] - b[1])
    return abs(cross) < 1e-9 and inside <= 1e-9


def _line(a: Place, b: Place, kind: str) -> str:
    return f'<line class="{kind}" x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}"/>'


def _ball(picture: Picture, scale: tuple[float, float, float]) -> Iterator[str]:
    if picture.x is not None and picture.radius > 0:
        cx, cy = _to(scale, picture.x)
        r = max(scale[0] * picture.radius, 3)
        if picture.flat:
            yield f'<rect class="ball" x="{cx - r:.1f}" y="{cy - 12:.1f}" width="{2 * r:.1f}" height="24" rx="5"/>'
        else:
            yield f'<circle class="ball" cx="{cx:.1f}" cy="{cy:.1f}" r="{r:.1f}"/>'


def _points(picture: Picture, scale: tuple[float, float, float]) -> Iterator[str]:
    """The first class as discs, the second as squares, others as triangles; names, and coordinates on a line."""
    order = sorted(set(picture.labels))
    for place, label in zip(picture.points, picture.labels, strict=True):
        x, y = _to(scale, place)
        kind = min(order.index(label), 2)
        shape = (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6"/>',
            f'<rect x="{x - 5.5:.1f}" y="{y - 5.5:.1f}" width="11" height="11"/>',
            f'<path d="M{x:.1f} {y - 7:.1f}l6.5 12h-13z"/>',
        )[kind]
        name = f'X<tspan dy="3" font-size="9">{escape(label)}</tspan>'
        dx, dy = (0, -13) if picture.flat else (15, -6)
        text = f'<text x="{x + dx:.1f}" y="{y + dy:.1f}">{name}</text>'
        if picture.flat:
            text += f'<text x="{x:.1f}" y="{y + 23:.1f}">{Fraction(place[0]).limit_denominator(1000)}</text>'
        yield f'<g class="class-{kind}">{shape}{text}</g>'


def _place(picture: Picture, scale: tuple[float, float, float]) -> Iterator[str]:
    if picture.x is not None:
        x, y = _to(scale, picture.x)
        yield f'<path class="place" d="M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"/>'
        known = picture.flat and picture.x in picture.points  # its coordinate is written there already
        at = (x - 16 * known, y + 23) if picture.flat else (x - 12, y - 8)
        yield f'<text class="place" x="{at[0]:.1f}" y="{at[1]:.1f}">{"x =" if known else "x"}</text>'

"""docs/ball.svg and docs/clearance.svg: h_eps and the clearances of one point, as :mod:`theory` computes them."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from markupsafe import Markup

from theory import Beta, LabeledDataset, clearance
from theory.clearances import majority_clearance
from theory.optimal import mixup_optimal_exact

POINTS = ((0, 0), (-3, 1), (-2, -2), (4, 1), (1, 3), (3, -2))
LABELS = ("circles", "circles", "circles", "squares", "squares", "squares")
HERE, EPSILON = 0, Fraction(3, 2)
LEFT, TOP, UNIT = -4.2, 3.5, 46  # the corner of the picture, and pixels a unit
WIDTH, HEIGHT = 9.4 * UNIT, 6.7 * UNIT
STYLE = Markup(
    "svg{background:#fff;--circles:#0b57a4;--squares:#c2410c}text{font:15px system-ui,sans-serif;fill:#1c1f24}"
    ".circles{fill:var(--circles);stop-color:var(--circles)}.squares{fill:var(--squares);stop-color:var(--squares)}"
    ".mix{stroke-width:2.5}.faint{opacity:.22}.near{stroke-width:5}.around{fill:none;stroke:#1c1f24;stroke-width:1.4}"
    ".wide{stroke-dasharray:5 4}"
    "@media(prefers-color-scheme:dark){svg{background:#16181d;--circles:#7fb2f0;--squares:#fb923c}"
    "text{fill:#e6e8eb}.around{stroke:#e6e8eb}}"
)


def _across(x: float) -> float:
    return round((x - LEFT) * UNIT, 1)


def _down(y: float) -> float:
    return round((TOP - y) * UNIT, 1)


def _pairs() -> list[tuple[int, int]]:
    return list(combinations(range(len(POINTS)), 2))


def _fades() -> Markup:
    """The colour of a segment goes from that of one end to that of the other, as its label does."""
    fade = Markup(
        '<linearGradient id="m{}{}" gradientUnits="userSpaceOnUse" x1="{}" y1="{}" x2="{}" y2="{}">'
        '<stop class="{}"/><stop offset="1" class="{}"/></linearGradient>'
    )
    return Markup("").join(
        fade.format(
            *(s, t, _across(POINTS[s][0]), _down(POINTS[s][1])),
            *(_across(POINTS[t][0]), _down(POINTS[t][1]), LABELS[s], LABELS[t]),
        )
        for s, t in _pairs()
    )


def _segment(pair: tuple[int, int], kind: str) -> Markup:
    (a, b), (c, d) = (POINTS[i] for i in pair)
    line = Markup('<path class="{}" stroke="url(#m{}{})" d="M{} {}L{} {}"/>')
    return line.format(kind, *pair, _across(a), _down(b), _across(c), _down(d))


def _circle(radius: float, kind: str = "around") -> Markup:
    x, y = POINTS[HERE]
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(
        kind, _across(x), _down(y), round(radius * UNIT, 1)
    )


def _marks() -> Markup:
    """The points: circles and squares, so that colour is not all that tells them apart; x has its name."""
    round_one = Markup('<circle class="circles" cx="{}" cy="{}" r="7"/>')
    square = Markup('<rect class="squares" x="{}" y="{}" width="13" height="13"/>')
    marks = [
        round_one.format(_across(x), _down(y))
        if label == "circles"
        else square.format(_across(x) - 6.5, _down(y) - 6.5)
        for (x, y), label in zip(POINTS, LABELS, strict=True)
    ]
    return Markup("").join(marks) + _text(POINTS[HERE][0] + 0.12, POINTS[HERE][1] - 0.42, "x")


def _text(x: float, y: float, words: str) -> Markup:
    return Markup('<text x="{}" y="{}">{}</text>').format(_across(x), _down(y), words)


def _picture(title: str, inside: Markup) -> str:
    frame = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img">'
        "<title>{}</title><style>{}</style>{}</svg>\n"
    )
    return str(frame.format(round(WIDTH), round(HEIGHT), title, STYLE, inside))


def data() -> LabeledDataset:
    """The points of both pictures."""
    return LabeledDataset(POINTS, LABELS)


def ball() -> str:
    """h_eps(x): the mean label of what lies in a ball."""
    found = mixup_optimal_exact(data(), Beta(1), [Fraction(v) for v in POINTS[HERE]], EPSILON)
    if found is None:
        raise ValueError("nothing is mixed into the ball")
    share = float(found[0])
    clip = Markup('<clipPath id="ball">{}</clipPath>').format(_circle(float(EPSILON)))
    faint = Markup("").join(_segment(pair, "mix faint") for pair in _pairs())
    strong = Markup("").join(_segment(pair, "mix") for pair in _pairs())
    words = f"in the ball of radius {EPSILON}: {share:.0%} circles, {1 - share:.0%} squares"
    inside = Markup('<defs>{}{}</defs>{}<g clip-path="url(#ball)">{}</g>').format(_fades(), clip, faint, strong)
    said = _text(LEFT + 0.3, TOP - 6.4, words)
    return _picture(f"The mixes within ε of x: {words}", inside + _circle(float(EPSILON)) + _marks() + said)


def distances() -> str:
    """The clearance of x, with the segment that it is the distance to, and the majority clearance."""
    one, many = clearance(data(), query=[HERE]), majority_clearance(data(), [HERE])
    near, wide = float(one.distance[0]), float(many.distance[0])
    s, t = sorted(int(i) for i in one.pair[0])
    lines = Markup("").join(_segment(pair, "mix near" if pair == (s, t) else "mix faint") for pair in _pairs())
    words = f"clearance {near:.2f} (solid), majority {wide:.2f} (dashed)"
    circles = _circle(near) + _circle(wide, "around wide")
    inside = Markup("<defs>{}</defs>").format(_fades()) + lines + circles + _marks()
    return _picture(f"x with its {words}", inside + _text(LEFT + 0.3, TOP - 6.4, words))

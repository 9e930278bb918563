"""The look of every picture: the colours of Okabe and Ito, column widths, vector text, and what all pictures share."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs_check.support.files import write_bytes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure as Drawing

COLUMN, PAGE = 3.5, 7.1  # inches: one column, and the width of the text
DPI = 200
BLACK, ORANGE, SKY, GREEN, BLUE, VERMILLION, PURPLE, GREY = (
    "#000000",
    "#E69F00",
    "#56B4E9",
    "#009E73",
    "#0072B2",
    "#D55E00",
    "#AA4499",
    "#777777",
)
FAINT = "#BBBBBB"  # what is only there for orientation
CLASSES = (BLUE, VERMILLION, GREEN)  # class 1, class 2, class 3
PALE = ("#9CCBE6", "#F2B48E")  # the same for areas, so that points stand out
MARKERS = ("o", "s", "^")
ERM, MIXUP = BLACK, VERMILLION
SETTINGS: Any = {
    "font.size": 8,
    "font.family": "DejaVu Sans",
    "axes.titlesize": 8.5,
    "axes.labelsize": 8,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.7,
    "lines.linewidth": 1.3,
    "lines.markersize": 4,
    "pdf.fonttype": 42,  # text stays text
    "mathtext.fontset": "dejavusans",
    "figure.constrained_layout.use": True,
    "axes.formatter.useoffset": False,
}


@contextmanager
def styled() -> Iterator[None]:
    """Draw in the common style."""
    import matplotlib

    with matplotlib.rc_context(SETTINGS):
        yield


def panels(
    rows: int = 1, columns: int = 1, width: float = COLUMN, height: float = 2.4, **options: Any
) -> tuple[Drawing, Any]:
    """A drawing and its axes, (rows, columns) as an array; no global state of pyplot."""
    from matplotlib.figure import Figure

    drawing = Figure(figsize=(width, height))
    return drawing, drawing.subplots(rows, columns, squeeze=False, **options)


def class_map() -> Colormap:
    """From class 2 (0) over white to class 1 (1)."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("classes", [PALE[1], "#FFFFFF", PALE[0]])


def scatter_classes(axes: Axes, points: Any, codes: Any, size: float = 18, **options: Any) -> None:
    """Data points: a colour and a shape for each class."""
    for code in range(int(max(codes)) + 1):
        chosen = points[codes == code]
        look: Any = {"s": size, "c": CLASSES[code], "marker": MARKERS[code], "edgecolors": "white", "linewidths": 0.5}
        axes.scatter(chosen[:, 0], chosen[:, 1], **(look | options))


def draw_errors(axes: Axes, rows: pd.DataFrame) -> None:
    """Error against epochs for each method, with a band of one standard deviation."""
    for method, colour, dash in (("ERM", ERM, (0, (4, 1.5))), ("Mixup", MIXUP, "-")):
        part = rows[rows["method"] == method]
        low, high = (part["error"] - part["std"]).clip(lower=0), (part["error"] + part["std"]).clip(upper=1)
        axes.fill_between(part["epoch"], low, high, color=colour, alpha=0.18, linewidth=0)
        axes.plot(part["epoch"], part["error"], color=colour, linestyle=dash, label=method)
    axes.set(xlabel="epochs", ylim=(None if axes.get_yscale() == "log" else -0.02, 1.0), xlim=(0, None))


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], rules: Sequence[int] = ()
) -> Drawing:
    """A table as a picture: first column left, the others right; a rule after each row in ``rules``."""
    top = max(text.count("\n") for text in header) + 1  # lines of the header
    drawing, grid = panels(width=sum(widths) + 0.2, height=0.2 * (len(rows) + top) + 0.25)
    axes = grid[0, 0]
    axes.set_axis_off()
    axes.set(xlim=(0, sum(widths)), ylim=(len(rows) + 0.3, -top - 0.3))
    edges = [sum(widths[:i]) for i in range(len(widths) + 1)]
    for row, cells in enumerate([header, *rows], start=-1):
        for column, text in enumerate(cells):
            x, side = (edges[0], "left") if column == 0 else (edges[column + 1], "right")
            place = {"va": "bottom"} if row < 0 else {"va": "center"}
            weight = "bold" if row < 0 else "normal"
            axes.text(x, -0.15 if row < 0 else row + 0.5, text.strip("\n"), ha=side, weight=weight, **place)
    for height, width in ((-top - 0.15, 1.0), (0, 0.6), (len(rows) + 0.15, 1.0), *((r, 0.3) for r in rules)):
        axes.axhline(height, color=BLACK, linewidth=width)
    return drawing


def save(drawing: Drawing, stem: Path, note: str = "") -> None:
    """Write PDF and PNG; ``note`` goes under the picture."""
    import textwrap

    if note:
        columns = int(drawing.get_figwidth() * 19)
        drawing.supxlabel("\n".join(textwrap.wrap(note, columns)), fontsize=6.5, color=GREY, style="italic")
    for kind, metadata in (("pdf", {"CreationDate": None}), ("png", None)):
        buffer = io.BytesIO()
        drawing.savefig(buffer, format=kind, dpi=DPI, metadata=metadata)
        write_bytes(stem.with_name(f"{stem.name}.{kind}"), buffer.getvalue())

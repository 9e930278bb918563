"""Drawn figures for the pages: read from a folder with an ``index.json``, and made small."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofs_check.support.files import read_regular
from theory.claim import ID

WIDEST = 900  # pixels: nearly the width of a page
QUALITY = 65


@dataclass(frozen=True)
class DrawnFigure:
    """A figure with its caption, the claims that it belongs to, and its pixels in the form WebP."""

    name: str
    title: str
    caption: str
    claims: tuple[str, ...]
    content: bytes
    width: int
    height: int

    @property
    def file(self) -> str:
        """Its name in the folder of the pages."""
        return f"{self.name}.webp"


def load(folder: Path | None) -> list[DrawnFigure]:
    """The figures of a folder; none if it has no index.  Raises ``ValueError`` for an index that cannot be used."""
    if folder is None or not (folder / "index.json").is_file():
        return []
    try:
        index = json.loads(read_regular(folder / "index.json"))
        return [_figure(entry, folder) for entry in index if (folder / entry["png"]).is_file()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{folder / 'index.json'} cannot be used: {error!r}") from error


def _figure(entry: dict[str, Any], folder: Path) -> DrawnFigure:
    from PIL import Image

    with Image.open(io.BytesIO(read_regular(folder / entry["png"]))) as image:
        small = image.convert("RGB")
    small.thumbnail((WIDEST, 2 * WIDEST))
    data = io.BytesIO()
    small.save(data, "WEBP", quality=QUALITY, method=6)
    if not ID.fullmatch(entry["name"]):
        raise ValueError(f"{entry['name']!r} is no name of a figure")  # it becomes the name of a file
    about = (entry["name"], entry["title"], entry["caption"], tuple(entry["claims"]))
    return DrawnFigure(*about, data.getvalue(), *small.size)

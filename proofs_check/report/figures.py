"""Drawn figures for the page: read from a folder with an ``index.json``, made small, and put into the page itself."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofs_check.support.files import read_regular

WIDEST = 900  # pixels: nearly the width of the page, which has room for all figures
QUALITY = 65


@dataclass(frozen=True)
class Figure:
    """A figure with its caption, the claims that it belongs to, and its pixels as a data URL."""

    name: str
    title: str
    caption: str
    claims: tuple[str, ...]
    url: str
    width: int
    height: int


def load(folder: Path | None) -> list[Figure]:
    """The figures of a folder; none if it has no index.  Raises ``ValueError`` for an index that cannot be used."""
    if folder is None or not (folder / "index.json").is_file():
        return []
    try:
        index = json.loads(read_regular(folder / "index.json"))
        return [_figure(entry, folder) for entry in index if (folder / entry["png"]).is_file()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{folder / 'index.json'} cannot be used: {error!r}") from error


def _figure(entry: dict[str, Any], folder: Path) -> Figure:
    from PIL import Image

    with Image.open(io.BytesIO(read_regular(folder / entry["png"]))) as image:
        small = image.convert("RGB")
    small.thumbnail((WIDEST, 2 * WIDEST))
    data = io.BytesIO()
    small.save(data, "WEBP", quality=QUALITY, method=6)
    url = f"data:image/webp;base64,{base64.b64encode(data.getvalue()).decode('ascii')}"
    return Figure(entry["name"], entry["title"], entry["caption"], tuple(entry["claims"]), url, *small.size)

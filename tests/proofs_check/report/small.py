"""What the tests of reports share: which claims the report is about, and a folder with one drawn figure."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

CLAIMS = ("proposition-2.8", "theorem-2.10-printed", "theorem-2.10", "theorem-3.2-delta-printed")


def figures(folder: Path, **changes: object) -> Path:
    Image.new("RGB", (3000, 1000), "white").save(folder / "figure-1.png")
    entry = {"name": "figure-1", "title": "A picture", "caption": "of $\\alpha$", "claims": ["theorem-2.10"]}
    index = [{**entry, "png": "figure-1.png", "pdf": "figure-1.pdf", "data": "figure-1.csv", **changes}]
    (folder / "index.json").write_text(json.dumps(index))
    return folder

"""Sphinx's settings: pages in Markdown, docstrings in numpydoc's form, formulas as MathML, nothing from the network."""

from __future__ import annotations

import importlib.metadata
from typing import Any

from proofs_check.support.pages import math

project = "mixup-theory"
copyright = author = "The mixup-theory authors"
release = importlib.metadata.version("mixup-theory")

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc"]
myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
numpydoc_show_class_members = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
nitpicky = False
exclude_patterns = ["files"]

html_theme = "furo"
html_title = project
html_static_path = html_css_files = ["site.css"]
html_math_renderer = "mathml"


def _formula(self: Any, node: Any) -> None:
    """A formula by the code that makes those of the report; one that stands alone is larger."""
    from docutils.nodes import SkipNode, math_block

    alone = ' display="block"' if isinstance(node, math_block) else ""
    self.body.append(str(math(f"${node.astext()}$")).replace("<math", f"<math{alone}", 1))
    raise SkipNode


def setup(app: Any) -> None:
    """Formulas become MathML, which browsers show without a script."""
    app.add_html_math_renderer("mathml", (_formula, None), (_formula, None))

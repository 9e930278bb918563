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


def _label_cells(app: Any, document: Any, name: str) -> None:
    """The head of its column once more before each cell: a phone shows the cells of a row one below another.

    Tables are those of Markdown: one row of heads, no cell over several columns.
    """
    from docutils import nodes

    for table in document.findall(nodes.table):
        head, body = next(table.findall(nodes.thead)), next(table.findall(nodes.tbody))
        heads = [entry.astext() for entry in head[0]]
        for row in body:
            for text, entry in zip(heads, row, strict=True):
                if text and entry.astext():
                    entry[0].insert(0, nodes.inline("", f"{text}: ", classes=["column"]))


def _reachable(app: Any, name: str, template: str, context: dict[str, Any], document: Any) -> None:
    """Code that a phone has to scroll is a stop of the keyboard; captions of lists of pages are headings of a level."""
    body = context.get("body", "").replace("<pre>", '<pre tabindex="0">')
    context["body"] = body.replace('role="heading"', 'role="heading" aria-level="2"')


def setup(app: Any) -> None:
    """Formulas become MathML, which browsers show without a script; tables fit a phone, code the keyboard."""
    app.add_html_math_renderer("mathml", (_formula, None), (_formula, None))
    app.connect("doctree-resolved", _label_cells)
    app.connect("html-page-context", _reachable)

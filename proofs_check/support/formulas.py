"""Formulas for the terminal: LaTeX between ``$`` as Unicode, grouped by brackets where LaTeX groups by position."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from proofs_check.support.pages import FORMULA

SCRIPT = re.compile(r"([\^_])\{((?:[^{}]|\{[^{}]*\})*)\}")  # with one level of groups inside
ALONE = re.compile(r"\\?\w+")  # what needs no brackets
NAMES = {
    r"\ne": "≠",
    r"\le": "≤",
    r"\ge": "≥",
    r"\to": "→",
    r"\setminus": "∖",
    r"\mid": "|",
    r"\log": " log ",
    r"\epsilon": "ε",
}


def in_unicode(text: str) -> str:
    r"""Text with ``$...$`` as a terminal can show it.

    >>> in_unicode(r"$\alpha \ge \frac{n s - 1}{n}$ for $j \ne i$, $e^{D_1} + K^2$")
    'α ≥ (n s - 1)/n for j ≠ i, e^(D_1) + K^2'
    """
    return FORMULA.sub(lambda found: _formula(found[1]), text)


def _formula(latex: str) -> str:
    for name, letter in NAMES.items():
        latex = re.sub(rf"{re.escape(name)}(?![a-zA-Z])", letter, latex)
    latex = re.sub(r"\\[dt]frac(?![a-zA-Z])", r"\\frac", latex)
    latex = SCRIPT.sub(lambda found: f"{found[1]}{_grouped(found[2])}", latex)
    return re.sub(r"\s+", " ", str(_converter().latex_to_text(latex))).strip()


def _grouped(inner: str) -> str:
    return f"{{{inner}}}" if len(inner) == 1 or re.fullmatch(r"\\[a-zA-Z]+", inner) else f"{{({inner})}}"


@cache
def _converter() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    def fraction(node: Any, l2tobj: Any) -> str:
        parts = [l2tobj.nodelist_to_text([part]).strip() for part in node.nodeargd.argnlist[-2:]]
        return "/".join(part if ALONE.fullmatch(part) else f"({part})" for part in parts)

    known = get_default_latex_context_db()
    spec = MacroTextSpec("frac", simplify_repl=fraction)
    known.add_context_category("brackets", prepend=True, macros=[spec])
    return LatexNodes2Text(latex_context=known, math_mode="text", strict_latex_spaces="based-on-source")

"""The look of every HTML page: one base template, light and dark, in a single file that needs no network."""

from __future__ import annotations

import functools
import re
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

RARE, COMMON = "&#x029F5;", "&#x02216;"  # of what remains without a set: few fonts have the former
ROUND = {"&#x003F5;": "ε", "&#x003D5;": "φ"}  # \epsilon and \phi in the shapes of \varepsilon and \varphi, as elsewhere
FORMULA = re.compile(r"\$([^$]+)\$")


def render(package: str, template: str, **context: Any) -> str:
    """Fill ``templates/<template>`` of a package, which may extend ``base.html`` (blocks: title, style, body, script).

    Everything is escaped unless it is ``Markup``; the filter ``math`` turns LaTeX between ``$`` into MathML.
    Raises ``jinja2.UndefinedError`` when the template uses a name that is not given.

    >>> page = render("proofs_check.support", "base.html", title="α < 1 & more")
    >>> page.startswith("<!doctype html>"), "<title>α &lt; 1 &amp; more</title>" in page
    (True, True)
    """
    return _environment(package).get_template(template).render(**context)


@functools.cache  # which keeps templates as it has compiled them: a report has a page for each paper
def _environment(package: str) -> Environment:
    loader = ChoiceLoader([PackageLoader(package), PackageLoader("proofs_check.support")])
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["math"] = math
    return environment


def math(text: str) -> Markup:
    r"""Text with ``$...$`` as HTML with MathML.  A formula that cannot be converted stays as its LaTeX source.

    >>> print(math("a < b"))
    a &lt; b
    >>> "<mi>&#x003B1;</mi>" in math(r"where $\alpha$ is large")
    True
    """
    parts = FORMULA.split(text)
    words = [escape(part) if i % 2 == 0 else _mathml(part) for i, part in enumerate(parts)]
    return Markup("").join(words)


def _mathml(formula: str) -> Markup:
    from latex2mathml.converter import convert

    try:
        found = convert(formula).replace(RARE, COMMON)
        found = found.replace(' xmlns="http://www.w3.org/1998/Math/MathML" display="inline"', "")  # HTML needs neither
        for shape, other in ROUND.items():
            found = found.replace(shape, other)
        return Markup(found)
    except Exception:  # its errors have no class in common; a page is not worth losing over a formula
        return Markup("<code>{}</code>").format(formula)

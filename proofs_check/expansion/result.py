"""A measured expansion to hold: one screen of text, a table of points, JSON with its certificate, and the page."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from proofs_check.expansion import machine, page, words
from proofs_check.expansion.findings import Measured
from proofs_check.support.files import write_text
from proofs_check.support.letters import printable

if TYPE_CHECKING:
    import pandas as pd

WIDTH, CLASSES, REMARKS = 110, 10, 3  # of the text that a prompt shows


@dataclass(frozen=True, repr=False)
class Result(Measured):
    """What :func:`proofs_check.expansion.expansion` found: the flow of each class, and for two classes the cut.

    Everything else follows from these and from what was given.

    Examples
    --------
    >>> from proofs_check.expansion import expansion
    >>> found = expansion([(0, 1), (1, 2)], list("baac"), list("aaac"), undirected=True)
    >>> found.by_class[0]
    ClassRow(name='a', points=3, wrong=1, constant=Fraction(3, 1), worst=(0,), reached=3)
    >>> found.to_frame()
      truth pseudo vote  worst
    0     a      b    a   True
    1     a      a    a  False
    2     a      a    a  False
    3     c      c    c  False
    """

    def __repr__(self) -> str:
        lines = [words.header(self), words.verdict(self)]
        lines += [f"Noticed: {remark}." for remark in self.given.remarks[:REMARKS]]
        lines += [words.class_line(row) for row in self.by_class[:CLASSES]]
        lines += [f"and {len(self.by_class) - CLASSES} more classes"] * (len(self.by_class) > CLASSES)
        lines += [*words.bound_lines(self), *words.comparison(self), words.SCOPE[0]]
        lines.append("Methods: to_frame(), to_json(), save_html(path)")
        wrapped = [part for line in lines for part in textwrap.wrap(line, WIDTH, subsequent_indent="  ", max_lines=5)]
        return "\n".join(map(printable, wrapped))

    def to_frame(self) -> pd.DataFrame:
        """One row a point: ``truth``, ``pseudo``, ``vote``, for two classes ``denoised`` (missing where minimisers
        differ), and whether it is in the ``worst`` set of its class.
        """
        import pandas as pd

        names, given = np.asarray(self.given.classes, dtype=object), self.given
        columns = {"truth": names[list(given.graph.truth)], "pseudo": names[list(given.pseudo)]}
        columns["vote"] = names[self.vote]
        if self.denoised is not None:
            columns["denoised"] = np.array(self.denoised_names, dtype=object)
        worst = {x for found in self.flows for x in found.worst}
        return pd.DataFrame(columns | {"worst": [x in worst for x in range(self.points)]})

    def to_json(self) -> str:
        """The published form with the certificate, from which ``recheck`` establishes it again; see ``schema.json``."""
        return machine.as_text(machine.as_dict(self))

    def save_html(self, path: str | Path, source: str = "the graph") -> Path:
        """Write the page, which calls the data ``source``.  Raises ``OSError`` where that is impossible."""
        write_text(Path(path), page.html(self, source))
        return Path(path)

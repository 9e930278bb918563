"""An audit to hold: one screen of text, a table of points, the pairs that pull, and the page."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from proofs_check.audit import page, terminal, words
from proofs_check.audit.export import pairs_of_lost_rows
from proofs_check.audit.findings import Audit
from proofs_check.support.files import write_text
from proofs_check.support.letters import printable

if TYPE_CHECKING:
    import pandas as pd

WIDTH, ROWS, REMARKS = 79, 5, 3  # of the text that a prompt shows
WIDE = 120  # of the summary
HTML_ROWS = 10


@dataclass(frozen=True, repr=False)
class Result(Audit):
    """What :func:`proofs_check.audit.audit` found.

    ``hazards`` are the user's numbers of the lost rows; tables are indexed by what the user calls the rows.

    Examples
    --------
    >>> from proofs_check.audit import audit
    >>> found = audit([[0.0], [1.0], [2.0]], ["a", "b", "a"], alpha=32, epsilon=0.25)
    >>> found.to_frame()[["label", "fate", "lead"]].round(3)
      label  fate   lead
    1     b  lost -0.314
    0     a  safe  1.000
    2     a  safe  1.000
    >>> found.guilty_pairs()[["u", "v", "share"]].round(3).head(1)
       u  v  share
    1  0  2  0.657
    """

    def __repr__(self) -> str:
        data = self.prepared.dataset
        lines = [
            f"Audit of {data.n_points} points × {data.dimension}, {data.n_classes} classes; {self.unit}",
            f"Mixing: {words.assumed(self)}",
            words.verdict(self),
            *(f"Noticed: {sentence}" for sentence in words.noticed(self)[:REMARKS]),
        ]
        text = [line for each in lines for line in textwrap.wrap(each, WIDTH, subsequent_indent="  ", max_lines=7)]
        columns = ["label", "fate", "lead", "certified"]
        table = self.to_frame()[columns].head(ROWS).to_string(float_format="{:.3g}".format)
        lines = [*text, *table.split("\n"), "Methods: to_frame(), guilty_pairs(), summary(), save_html(path)"]
        return "\n".join(map(printable, lines))

    def _repr_html_(self) -> str:
        """The same for notebooks."""
        table = self.to_frame().head(HTML_ROWS).to_html(float_format="{:.3g}".format, border=0)
        remarks = Markup("").join(Markup("<li>{}.</li>").format(remark) for remark in self.prepared.remarks)
        return str(
            Markup("<div><p><strong>{}</strong></p><p>Mixing: {}</p><ul>{}</ul>{}</div>").format(
                words.verdict(self), words.assumed(self), remarks, Markup(table)
            )
        )

    def summary(self) -> str:
        """Everything that ``mixup-audit`` prints, as plain text."""
        from rich.console import Console

        console = Console(markup=False, width=WIDE, no_color=True, force_terminal=False, highlight=False)
        with console.capture() as captured:
            console.print(terminal.summary(self))
        return captured.get()

    def to_frame(self) -> pd.DataFrame:
        """One row a point, the least lead first, by what the user calls the rows.

        Columns: ``row`` (its number), ``label``, ``weight``; ``fate`` and ``risk``; ``lead``, and the probabilities
        ``own`` and ``other`` of its class and of the ``rival`` at the eps of the verdict (``lead`` at the largest);
        ``certified``, the eps up to which a theorem keeps it; ``lost_from_epsilon`` and ``lost_from_alpha``, the least
        at which it is lost, as far as sought; the nearest threatening mix, ``u``, ``v`` and ``mixing``, at the
        distance ``clearance``; ``nearest_other_class``.
        """
        import pandas as pd

        order = [int(i) for i in self.order]
        return pd.DataFrame([self._point(i) for i in order], index=self._called(order))

    def _called(self, points: Any) -> pd.Index[Any]:
        import pandas as pd

        found: pd.Index[Any] = pd.Index(self.prepared.index[points])
        return found

    def _point(self, index: int) -> dict[str, Any]:
        data, judged, (u, v) = self.prepared.dataset, self.judged, self.clearance.pair[index]
        row = None if judged is None else judged.place.get(index)
        known = judged is not None and row is not None
        rival = -1 if judged is None or row is None else int(judged.rival[row, self.middle])
        epsilon, alpha = self.unsafe_epsilon.get(index), self.unsafe_alpha.get(index)
        return {
            "row": int(self.prepared.rows[index]),
            "label": data.labels[index],
            "weight": float(data.weights[index]),
            "fate": self.fate(index),
            "risk": self.risk(index) if self.settings.has_band else "",
            "lead": float(self.lead[index]),
            "own": float(judged.own[row, self.middle]) if judged is not None and known else math.nan,
            "rival": None if rival < 0 else self.label(rival),
            "other": float(judged.other[row, self.middle]) if judged is not None and known else math.nan,
            "certified": float(self.certified[index]),
            "lost_from_epsilon": math.nan if epsilon is None else epsilon.high,
            "lost_from_alpha": math.nan if alpha is None else alpha.high,
            "clearance": float(self.clearance.distance[index]),
            "u": None if u < 0 else self.prepared.index[u],
            "v": None if v < 0 else self.prepared.index[v],
            "mixing": float(self.clearance.mixing[index]),
            "nearest_other_class": float(self.other[index]),
        }

    def guilty_pairs(self) -> pd.DataFrame:
        """Who pulls at the lost rows: for each of them the pairs whose mixes come within epsilon, largest share first.

        Indexed by the lost row; ``u`` and ``v`` are what the user calls the pair, ``low`` and ``high`` the ends of the
        weights of ``u`` at which their mix comes so near, ``share`` what part of the mass about the row this is.
        """
        import pandas as pd

        found = pairs_of_lost_rows(self)
        called = self.prepared.index
        rows = [(called[u], called[v], low, high, share) for _, u, v, low, high, share in found]
        return pd.DataFrame(
            rows, columns=["u", "v", "low", "high", "share"], index=self._called([pair[0] for pair in found])
        )

    def save_html(self, path: str | Path, source: str = "data") -> Path:
        """Write the page, which calls the data ``source``.  Raises ``OSError`` where that is impossible."""
        write_text(Path(path), page.html(self, source))
        return Path(path)

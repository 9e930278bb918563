"""``mixup-figures``: draw the figures and tables, or list them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from figures.base import PRESETS, catalogue
from figures.gallery import Outcome, draw_figures, select
from proofs_check.support.console import (
    LOGGER,
    InputError,
    Quiet,
    Verbose,
    Version,
    check_folder,
    console,
    list_width,
    progress,
    run_app,
    speaking,
)
from proofs_check.support.words import counted

EPILOG = """\b
Examples:
  mixup-figures --list
  mixup-figures figure-1 --preset quick -o build/figures

\b
Exit status:
  0  all figures are drawn
  2  the command makes no sense; one line says why
"""

app = typer.Typer(rich_markup_mode=None)


def _list() -> None:
    table = Table("name", "title", "claims") if list_width() >= 100 else Table("name", "title")
    for figure in catalogue().values():
        table.add_row(*(figure.name, figure.title, ", ".join(figure.claims))[: len(table.columns)])
    console.print(table, width=list_width())


@app.command(epilog=EPILOG)
def draw(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAMES", help="All figures by default.")] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the figures.")] = Path("build/figures"),
    redraw: Annotated[bool, typer.Option("--redraw", help="Draw from the stored data; compute nothing.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="List the figures and stop.")] = False,
    preset: Annotated[str, typer.Option(help="quick or paper: sizes of samples only.")] = "paper",
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything random.")] = 0,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Processes; by default all cores for quick, one for paper, whose trainings take all."),
    ] = None,
    images: Annotated[
        Path | None, typer.Option(help="Folder with MNIST or CIFAR files, in place of the digits that come along.")
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    version: Version = False,
) -> None:
    """Draw the paper's figures and tables, and ours: NAME.pdf, NAME.png and the data in NAME.csv or NAME.npz.

    Data are computed when there are none, or when code, parameters or package versions changed.
    """
    if listing:
        with speaking(quiet, verbose):
            _list()
        return
    if preset not in PRESETS:
        raise InputError(f"there is no preset {preset!r}; choose one of {', '.join(PRESETS)}")
    check_folder(output)
    if images is not None:
        _check_images(images)
    chosen = select(names or [])
    jobs = jobs or (os.cpu_count() or 1 if preset == "quick" else 1)
    with speaking(quiet, verbose), progress(len(chosen), "drawing") as advance:

        def tell(outcome: Outcome) -> None:
            advance()
            console.print(str(outcome), highlight=False)

        for figure in chosen:
            LOGGER.info("%s: %s", figure.name, figure.parameters(preset, seed))
        draw_figures(chosen, output, preset, seed, redraw, tell, jobs, images=None if images is None else str(images))
        drawn = counted(len(chosen), "1 figure is", "figures are")
        console.print(f"{drawn} in {output}; see {output / 'index.html'}", highlight=False)


def _check_images(folder: Path) -> None:
    from proofs_check.experiments.images import load

    try:
        load(str(folder))
    except (ValueError, OSError) as error:
        raise InputError(f"--images: {error}") from None


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of ``mixup-figures``; without ``arguments`` those of the process."""
    run_app(app, "mixup-figures", arguments)


if __name__ == "__main__":
    main()

"""Which extra of this package brings what the base does not need."""

from __future__ import annotations

EXTRAS = {
    "verify": ("z3", "hypothesis", "latex2mathml", "pylatexenc"),
    "figures": ("matplotlib", "jax", "jaxlib", "optax", "mlxtend"),
    "parquet": ("pyarrow",),
    "dask": ("dask", "distributed"),
}


def extra_of(error: ImportError) -> str | None:
    """The extra that brings the module whose import failed; ``None`` if that is none of ours.

    >>> extra_of(ModuleNotFoundError("no", name="jax.numpy")), extra_of(ModuleNotFoundError("no", name="theorx"))
    ('figures', None)
    """
    root = (error.name or "").split(".")[0]
    return next((extra for extra, modules in EXTRAS.items() if root in modules), None)

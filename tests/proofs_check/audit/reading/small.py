"""A small table, as its parts, and how tests read files and remarks."""

import numpy as np
import pandas as pd

from proofs_check.audit.data import prepare_table
from proofs_check.audit.reading import Wanted, read

X = np.random.default_rng(0).normal(size=(12, 3)).round(3)
Y = np.array(["short", "very long"])[np.arange(12) % 2]
CODES = np.arange(12) % 2
FRAME = pd.DataFrame(X, columns=["height", "width", "mass"]).assign(kind=Y)


def loaded(path, **options):
    return prepare_table(read(path, Wanted(**options)))


def said(found):
    return " ".join(found.remarks)

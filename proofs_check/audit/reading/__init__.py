"""From what users have to points and labels: files of many kinds, columns with a meaning, arrays and frames."""

from proofs_check.audit.reading.files import read
from proofs_check.audit.reading.table import Table, Wanted

__all__ = ["Table", "Wanted", "read"]

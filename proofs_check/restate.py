"""The former address of ``mixup-verify restate``: ``python -m proofs_check.restate DIR [INTO]``."""

import sys
from pathlib import Path

from proofs_check.recheck import Refused
from proofs_check.upkeep.restate import renew

__all__ = ["renew"]

if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        print("restate: give the folder of a report, and that of the statements", file=sys.stderr)
        sys.exit(2)
    try:
        print(*renew(*map(Path, sys.argv[1:])), sep="\n")
    except (Refused, OSError) as error:
        print(f"restate: {error}", file=sys.stderr)
        sys.exit(2)

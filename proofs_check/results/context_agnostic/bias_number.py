"""Two mirrored objects: every context has a bias, and no context moves the votes on average."""

from __future__ import annotations

from proofs_check.evidence import Proof, given
from proofs_check.results.context_agnostic.grids import MIRRORED, votes

CONTEXTS = "contexts without such a number"

proof = Proof("context-bias-number-printed")
proof.refutation("mirrored objects", lambda: MIRRORED)
ALONE = votes("+++-", "+", alpha="1/2")
proof.example(given(ALONE))
proof.near_miss(CONTEXTS, given((ALONE, (3,))))

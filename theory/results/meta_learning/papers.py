"""The paper on multi-task against meta-learning: its abstract was read, its theorem is known from a reader's notes."""

from theory.claim import Paper, Reading

WANG_2021 = Paper(
    key="wang-2021",
    citation="Wang et al. 2021",
    identifier="arXiv:2106.09017",
    version="v1",
    read=Reading.RECALLED,
    title="Bridging Multi-Task Learning and Meta-Learning: Towards Efficient Training and Effective Adaptation",
)
BILEVEL = "the section on the shared formulation"
CLOSE = "Theorem 1"

"""The paper on distributions that are stable under dataset shift: only its abstract was read."""

from theory.claim import Paper, Reading

SUBBASWAMY_2022 = Paper(
    key="subbaswamy-2022",
    citation="Subbaswamy et al. 2022",
    identifier="arXiv:1905.11374",
    read=Reading.RECALLED,
    title="A Unifying Causal Framework for Analyzing Dataset Shift-Stable Learning Algorithms",
)

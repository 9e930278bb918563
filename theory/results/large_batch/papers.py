"""The paper of LAMB, which states a theorem on LARS too; its text was not read."""

from theory.claim import Paper, Reading

YOU_2020 = Paper(
    key="you-2020",
    citation="You et al. 2020",
    identifier="arXiv:1904.00962",
    version="v5",
    read=Reading.RECALLED,
    title="Large Batch Optimization for Deep Learning: Training BERT in 76 minutes",
)
SMOOTHNESS = "the smoothness condition"
LARS = "Theorem 2"
LAMB = "Theorem 3"

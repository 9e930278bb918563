"""Self-training under expansion: the paper, and a later one that restates its theorem."""

from theory.claim import Paper, Reading

WEI_2021 = Paper(
    key="wei-2021",
    citation="Wei et al. 2021",
    identifier="arXiv:2010.03622",
    read=Reading.RECALLED,
    title="Theoretical Analysis of Self-Training with Deep Networks on Unlabeled Data",
)

LANG_2024 = Paper(
    key="lang-2024",
    citation="Lang et al. 2024",
    identifier="https://openreview.net/forum?id=HOSh0SKklE",
    read=Reading.READ,
    title="Theoretical Analysis of Weak-to-Strong Generalization",
)

"""The paper on disentanglement under correlation: its abstract was read, its argument on the likelihood is recalled."""

from theory.claim import Paper, Reading

TRAUBLE_2021 = Paper(
    key="trauble-2021",
    citation="Träuble et al. 2021",
    identifier="arXiv:2006.07886",
    version="ICML 2021",
    read=Reading.RECALLED,
    title="On Disentangled Representations Learned from Correlated Data",
)

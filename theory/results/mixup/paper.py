"""The paper itself."""

from theory.claim import Paper

MIXUP = Paper(
    key="mixup",
    citation="Chidambaram et al. 2022",
    identifier="arXiv:2110.07647",
    version="submission version",
    title="Towards Understanding the Data Dependency of Mixup-style Training",
)

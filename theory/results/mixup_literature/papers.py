"""The later papers.  None could be read in full: their statements are recalled, and what is claimed here is ours."""

from theory.claim import Paper, Reading

LIU_2023 = Paper(
    key="liu-2023",
    citation="Liu et al. 2023",
    identifier="arXiv:2303.01475",
    read=Reading.RECALLED,
    title="Over-Training with Mixup May Hurt Generalization",
)

ZHANG_2021 = Paper(
    key="zhang-2021",
    citation="Zhang et al. 2021",
    identifier="arXiv:2010.04819",
    read=Reading.RECALLED,
    title="How Does Mixup Help With Robustness and Generalization?",
)

CHIDAMBARAM_GE_2025 = Paper(
    key="chidambaram-ge-2025",
    citation="Chidambaram and Ge 2025",
    identifier="arXiv:2402.06855",
    read=Reading.RECALLED,
    title="For Better or for Worse? Learning Minimum Variance Features With Label Augmentation",
)

GUO_2019 = Paper(
    key="guo-2019",
    citation="Guo et al. 2019",
    identifier="arXiv:1809.02499",
    read=Reading.RECALLED,
    title="MixUp as Locally Linear Out-Of-Manifold Regularization",
)

CARRATINO_2022 = Paper(
    key="carratino-2022",
    citation="Carratino et al. 2022",
    identifier="arXiv:2006.06049",
    read=Reading.RECALLED,
    title="On Mixup Regularization",
)

ZHANG_2022 = Paper(
    key="zhang-2022",
    citation="Zhang et al. 2022",
    identifier="arXiv:2102.06289",
    read=Reading.RECALLED,
    title="When and How Mixup Improves Calibration",
)

FISHER_2024 = Paper(
    key="fisher-2024",
    citation="Fisher et al. 2024",
    identifier="arXiv:2402.06171",
    read=Reading.RECALLED,
    title="Pushing Boundaries: Mixup's Influence on Neural Collapse",
)

OH_YUN_2023 = Paper(
    key="oh-yun-2023",
    citation="Oh and Yun 2023",
    identifier="arXiv:2306.00267",
    read=Reading.RECALLED,
    title="Provable Benefit of Mixup for Finding Optimal Decision Boundaries",
)

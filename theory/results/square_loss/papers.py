"""The paper on the square loss: its main part was read, its appendix, with Assumptions D.1 to D.5, was not."""

from theory.claim import Paper, Reading

HU_2022 = Paper(
    key="hu-2022",
    citation="Hu et al. 2022",
    identifier="arXiv:2112.03657",
    version="submission version, main part",
    read=Reading.READ,
    title="Understanding Square Loss in Training Overparametrized Neural Network Classifiers",
)

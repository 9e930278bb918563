"""The paper on context-agnostic learning: its main text was read, its appendix with the proof was not."""

from theory.claim import Paper, Reading

JIN_2021 = Paper(
    key="jin-2021",
    citation="Jin and Rinard 2021",
    identifier="https://openreview.net/forum?id=_Tf6jEzbH9",
    version="ICLR submission, main text",
    read=Reading.READ,
    title="Context-Agnostic Learning Using Synthetic Data",
)

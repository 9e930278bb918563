"""The measurement itself: a largest flow for each class, a least cut where there are two."""

from __future__ import annotations

from typing import Any

from proofs_check.expansion.given import Given, given
from proofs_check.expansion.result import Result
from theory.results.self_training import flow
from theory.results.self_training.denoise import denoise


def expansion(graph: Any, pseudo: Any, truth: Any, *, student: Any = None, undirected: bool = False) -> Result:
    """How far wrong pseudo-labels expand in a graph, exactly, and what that guarantees of self-training there.

    Every point x has its views B(x): x itself and the points that its arcs lead to.  For each class, the expansion is
    the least quotient of the sizes of N(V) and V over the sets V of its points with wrong pseudo-labels; N(V) are the
    points of the class that share a view with one of V.  With c the least of all classes, and μ the share of the points
    that have a view in another class, all labels G with the least d(G) + 2 R(G) are wrong on at most 2c/(c-2) μ of the
    points if c > 2 (claim ``self-training-4-3-weight-2``): d is on how many points G differs from the pseudo-labels, R
    on how many it is not the same on all views.

    Parameters
    ----------
    graph
        The arcs of n points: a sparse adjacency (n, n), such as scikit-learn's ``kneighbors_graph``, in which every
        stored entry is an arc from the row to the column; a dense one, in which every value but 0 is; or the arcs
        themselves, whole numbers of shape (m, 2).
    pseudo, truth
        Pseudo-labels and true classes (n,), of any kind but missing.
    student
        Labels (n,) to judge: the bound then holds with the amount by which their d + 2 R exceeds that of the truth.
    undirected
        Take every arc in both directions.

    Returns
    -------
    Result
        It prints as one screen; ``constant`` is c, ``mu`` is μ, ``by_class`` has the worst sets, ``bounds`` what is
        guaranteed with the assumptions that hold and fail, ``denoised`` the least labels if there are two classes.
        Everything is about this graph and its points, not about the population that they come from.

    Raises
    ------
    ValueError
        With one line for whatever is wrong with the input, or if there are too many points for 32-bit flows.

    Examples
    --------
    A circle of five points of class a, of which one has a wrong pseudo-label, and a pair of class b:

    >>> arcs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (5, 6)]
    >>> found = expansion(arcs, list("baaaabb"), list("aaaaabb"), undirected=True)
    >>> found.constant, found.mu, found.bounds[0].error, found.denoised_names
    (Fraction(5, 1), Fraction(0, 1), Fraction(0, 1), ('a', 'a', 'a', 'a', 'a', 'b', 'b'))
    """
    return measured(given(graph, pseudo, truth, student, undirected))


def measured(data: Given) -> Result:
    """The same for data that were checked already."""
    graph = data.graph
    flows = tuple(
        flow.expansion(graph.mass, graph.views, graph.members(label), data.mistaken(label))
        for label in range(graph.classes)
    )
    return Result(data, flows, denoise(graph.views, data.pseudo) if graph.classes == 2 else None)

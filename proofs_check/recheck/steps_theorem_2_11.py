"""The checker's own statements of steps of Theorem 2.11: pair sums, by enumeration."""

from __future__ import annotations

from itertools import combinations, permutations, product

Form = tuple[int, ...]  # coefficients of a linear form in the points


def unit(i: int, m: int) -> Form:
    """The i-th of m points."""
    return tuple(int(i == j) for j in range(m))


def add(*forms: Form) -> Form:
    """Their sum."""
    return tuple(map(sum, zip(*forms, strict=True)))


def pairs(m: int) -> list[tuple[int, ...]]:
    """The unordered pairs of m points."""
    return list(combinations(range(m), 2))


def common_point_shows() -> bool:
    """Two pairs with a common point have no sum in common with two others; such pairs touch at most 3 + 4 points."""
    sums: dict[Form, set[frozenset[tuple[int, ...]]]] = {}
    for one, other in combinations(pairs(7), 2):
        form = add(*(unit(i, 7) for i in (*one, *other)))
        sums.setdefault(form, set()).add(frozenset({one, other}))
    return all(len(found) == 1 for found in sums.values() if any(_meet(*both) for both in found))


def _meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return bool(set(one) & set(other))


def stars() -> bool:
    """Four pairs that meet each other have one point in common; four pairs touch at most 8 points."""
    edges = [frozenset(p) for p in pairs(8)]
    for four in combinations(edges, 4):
        if all(a & b for a, b in combinations(four, 2)) and not frozenset.intersection(*four):
            return False
    return True


def induced(m: int) -> set[tuple[frozenset[int], ...]]:
    """What the permutations of m points do to the list of their pairs."""
    return {tuple(frozenset(p[i] for i in pair) for pair in pairs(m)) for p in permutations(range(m))}


def three_points() -> bool:
    """All 3! bijections of the pairs are induced."""
    return induced(3) == set(permutations(frozenset(p) for p in pairs(3)))


def four_points() -> bool:
    """48 of 720 bijections keep disjoint pairs disjoint: 24 induced, and these followed by the complement."""
    edges = [frozenset(p) for p in pairs(4)]
    kept = {
        image
        for image in permutations(edges)
        if all(not image[i] & image[j] for i, j in combinations(range(6), 2) if not edges[i] & edges[j])
    }
    mirrored = {tuple(frozenset(range(4)) - pair for pair in image) for image in induced(4)}
    return len(kept) == 48 and kept == induced(4) | mirrored and not induced(4) & mirrored


def reflection() -> bool:
    """Twice: (sigma - 2 x_i) + (sigma - 2 x_j) = 2 (x_k + x_l), {i, j, k, l} all four points."""
    sigma = (1, 1, 1, 1)
    double = [tuple(a - 2 * b for a, b in zip(sigma, unit(i, 4), strict=True)) for i in range(4)]
    return all(
        add(double[i], double[j]) == tuple(2 * v for v in add(*(unit(k, 4) for k in {0, 1, 2, 3} - {i, j})))
        for i, j in pairs(4)
    )


CORNERS = {(1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)}  # 2 (x_i - mu) in terms of a, b, c


def three_numbers() -> bool:
    """Their pair sums, less 4 mu and doubled, are +-2a, +-2b, +-2c."""
    sums = sorted(add(*both) for both in combinations(CORNERS, 2))
    return sums == sorted(tuple(sign * 2 * v for v in unit(i, 3)) for i in range(3) for sign in (1, -1))


def signs_and_order() -> bool:
    """Every order and choice of signs of a, b, c gives the same four numbers or their reflection."""
    for order, signs in product(permutations(range(3)), product((1, -1), repeat=3)):
        image = {tuple(signs[i] * corner[order[i]] for i in range(3)) for corner in CORNERS}
        if image not in (CORNERS, {tuple(-v for v in corner) for corner in CORNERS}):
            return False
    return True


# ------------------------------------------------------------------------------------- the cases of enumerations
def sums_of_meeting_pairs() -> list[tuple[int, ...]]:
    """The points of two pairs of 8 that meet, each as often as it occurs: a sum of pairs as a linear form."""
    return list(dict.fromkeys(tuple(sorted(one + two)) for one, two in combinations(pairs(8), 2) if _meet(one, two)))


def two_pairs() -> list[tuple[int, ...]]:
    """Two of the 28 pairs of 8 points, by their numbers."""
    return list(combinations(range(28), 2))


def four_meeting_pairs() -> list[tuple[int, ...]]:
    """Four pairs of 8 points, each two of which meet, by their numbers."""
    edges = pairs(8)
    fours = combinations(range(28), 4)
    return [four for four in fours if all(_meet(edges[a], edges[b]) for a, b in combinations(four, 2))]


def bijections_of_five() -> list[tuple[int, ...]]:
    """What the permutations of 5 points do to the numbers of their pairs."""
    return _numbered(5, induced(5))


def bijections_of_four() -> list[tuple[int, ...]]:
    """The same for 4 points, and followed by the complement."""
    mirrored = {tuple(frozenset(range(4)) - pair for pair in image) for image in induced(4)}
    return _numbered(4, induced(4) | mirrored)


def _numbered(m: int, images: set[tuple[frozenset[int], ...]]) -> list[tuple[int, ...]]:
    number = {frozenset(pair): e for e, pair in enumerate(pairs(m))}
    return sorted(tuple(number[pair] for pair in image) for image in images)


def orders_and_signs() -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Of three numbers."""
    return list(product(permutations(range(3)), product((1, -1), repeat=3)))


def thue_morse() -> bool:
    """The numbers below 2m with an even or odd number of binary ones have the same pair sums, m = 1, 2, ..., 64.

    For all powers of 2 by induction: with A and B, so A u (B + c) and B u (A + c), both having the sums of A, of B
    and of A with B, each with the same shifts.
    """
    for m in (2**e for e in range(7)):
        halves = [[n for n in range(2 * m) if n.bit_count() % 2 == parity] for parity in (0, 1)]
        sums = [sorted(a + b for a, b in combinations(half, 2)) for half in halves]
        if sums[0] != sums[1] or len(halves[0]) != m:
            return False
    return True

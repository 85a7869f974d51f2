"""Answers that share what hardly anybody else wrote.

Only code of solution cells counts. What the stub and the model answer hold is nobody's own and is
left out; what remains weighs the more the fewer students wrote it, ln(class / students), so that
the one way in which everybody solves a task says nothing. Names, formatting and docstrings don't
hide a copy; comments that two share do count. It points, and decides nothing: two who learned from
the same page look like two who copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from .safe import plain
from .settled import Note
from .sheet import Answers, Key, Sheet
from .syntax import Part, parts, remarks

LONG = 8
"""Parts of the syntax in a row that count as one trace."""
FEWEST = 5
"""Students below whom nothing can be said to be rare."""
COMMON = 0.5
"""Of the class: what more of it wrote is no trace."""
SHARE = 0.8
"""Of the traces of the one who has fewer, by weight, from which two answers are shown."""
WEIGHT = 12.0
"""Of shared traces, over `LONG`, from which they are: four lines that nobody else wrote in a class
of forty."""
QUIET, ABOVE = 25, 1.8
"""And from so many times the weight that, by this percentile, students share with whom they share
most: where a task has few ways, strangers write the same."""
MOST_GROUPS = 20
MOST_PAIRS = 3
"""Of a group that are shown."""
MOST_CELLS = 3
MOST_LINES, MOST_OF_A_LINE = 60, 200
Trace = tuple[Key, str]


@dataclass
class Side:
    """One student's cell: its lines, and whether each is shared."""

    student: str
    lines: list[tuple[str, bool]]


@dataclass
class Pair:
    """Two students whose answers are alike.

    Attributes:
        share: of the traces of the one who has fewer, by weight.
        weight: of what they share.
        cells: side by side, with the title of the task, what weighs most first.
    """

    students: tuple[str, str]
    share: float
    weight: float
    cells: list[tuple[str, list[Side]]]


@dataclass
class Group:
    """Students who are alike, each with at least one other; their pairs, the most alike first.

    Attributes:
        note: who has looked at it, None while nobody has.
    """

    students: list[str]
    pairs: list[Pair]
    note: Note | None = None


def traces(answers: Answers, given: frozenset[Trace] = frozenset()) -> dict[Trace, list[int]]:
    """What a student's code holds that nobody was given, and on which lines."""
    found: dict[Trace, list[int]] = {}
    for key, source in answers.items():
        for text, lines in _of_cell(source):
            if (key, text) not in given:
                found.setdefault((key, text), []).extend(lines)
    return found


def _of_cell(source: str) -> Iterator[tuple[str, list[int]]]:
    read: tuple[Part, ...] = parts(source)
    for start in range(len(read) - LONG + 1):
        some = read[start : start + LONG]
        yield " ".join(part.text for part in some), [part.line for part in some]
    for remark in remarks(source):
        yield remark.text, [remark.line]


def similar(answers: Mapping[str, Answers], sheet: Sheet) -> list[Group]:
    """Groups of students whose answers are alike, the most alike first."""
    from scipy.sparse.csgraph import connected_components

    if len(answers) < FEWEST:
        return []
    given = frozenset(
        trace
        for key, sources in sheet.given.items()
        for source in sources
        for trace in traces({key: source})
    )
    students = sorted(answers)
    found = [traces(answers[student], given) for student in students]
    weights, (rows, columns, shared, share) = _compared([list(one) for one in found])
    alike = (share >= SHARE) & (shared >= _least(len(students), rows, columns, shared))
    if not alike.any():
        return []
    rows, columns, shared, share = (one[alike] for one in (rows, columns, shared, share))
    from scipy.sparse import coo_matrix

    size = len(students)
    _, group_of = connected_components(coo_matrix((shared, (rows, columns)), (size, size)))
    groups: dict[int, Group] = {}
    for place in np.argsort(-shared, kind="stable"):
        a, b = int(rows[place]), int(columns[place])
        group = groups.setdefault(int(group_of[a]), Group([], []))
        group.students += [students[one] for one in (a, b) if students[one] not in group.students]
        if len(group.pairs) < MOST_PAIRS and len(groups) <= MOST_GROUPS:
            names = (students[a], students[b])
            cells = _side_by_side(names, (found[a], found[b]), answers, sheet, weights)
            group.pairs.append(Pair(names, float(share[place]), float(shared[place]) / LONG, cells))
    return list(groups.values())


def _least(size: int, rows: np.ndarray, columns: np.ndarray, shared: np.ndarray) -> float:
    """The weight from which a pair stands out from this class."""
    closest = np.zeros(size)
    for side in (rows, columns):
        np.maximum.at(closest, side, shared)
    return max(WEIGHT * LONG, ABOVE * float(np.percentile(closest, QUIET)))


def _compared(found: list[list[Trace]]) -> tuple[dict[Trace, float], tuple[np.ndarray, ...]]:
    """The weight of each trace, and of each pair that shares any: places of the two, weight of what
    they share, its share.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    size = len(found)
    counter = CountVectorizer(analyzer=lambda one: one, binary=True, dtype=np.float32)
    try:
        counts = counter.fit_transform(found)
    except ValueError:  # nobody wrote anything of their own
        empty = np.zeros(0)
        return {}, (empty.astype(int), empty.astype(int), empty, empty)
    writers = np.asarray(counts.sum(axis=0)).ravel()
    rarity = np.where(writers <= COMMON * size, np.log(size / writers), 0).astype(np.float32)
    weighed = counts.multiply(rarity).tocsr()
    own = np.asarray(weighed.sum(axis=1)).ravel()
    some = (writers > 1) & (rarity > 0)
    pairs = (weighed[:, some] @ counts[:, some].T).tocoo()
    upper = pairs.row < pairs.col
    rows, columns, shared = pairs.row[upper], pairs.col[upper], pairs.data[upper]
    share = shared / np.maximum(np.minimum(own[rows], own[columns]), 1e-9)
    return {
        trace: float(rarity[place]) for trace, place in counter.vocabulary_.items() if some[place]
    }, (rows, columns, shared, share)


def _side_by_side(
    students: tuple[str, str],
    found: tuple[dict[Trace, list[int]], dict[Trace, list[int]]],
    answers: Mapping[str, Answers],
    sheet: Sheet,
    weights: Mapping[Trace, float],
) -> list[tuple[str, list[Side]]]:
    shared: dict[Key, list[Trace]] = {}
    for trace in found[0]:
        if trace in found[1] and trace in weights:
            shared.setdefault(trace[0], []).append(trace)
    most = sorted(shared, key=lambda key: -sum(weights[trace] for trace in shared[key]))
    made = []
    for key in most[:MOST_CELLS]:
        sides = []
        for student, theirs in zip(students, found, strict=True):
            marked = {line for trace in shared[key] for line in theirs[trace]}
            lines = enumerate(answers[student][key].split("\n")[:MOST_LINES], 1)
            shown = [(plain(text, MOST_OF_A_LINE), number in marked) for number, text in lines]
            sides.append(Side(student, shown))
        made.append((sheet.titles.get(key, key[1]), sides))
    return made

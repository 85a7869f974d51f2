"""Drawings that several lessons need; each returns a `Diagram` to which a lesson may add before
`show`.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlplab.diagrams import Diagram


def window(words: Sequence[str], centre: int, size: int, title: str = "") -> Diagram:
    """The window of a word: arrows from `words[centre]` to the words at most `size` away.

    >>> diagram = window(["왕", "은", "나라", "를", "다스린다"], 2, 1)
    >>> diagram.show(alt="가운데 단어 나라에서 은과 를로 화살표가 간다.")
    """
    diagram = Diagram(title)
    boxes = diagram.row(words, (0, 0))
    for n, box in enumerate(boxes):
        if n == centre:
            box.colour, box.fill = "orange", True
        elif abs(n - centre) <= size:
            box.colour, box.fill = "blue", True
            diagram.arrow(boxes[centre], box, bend=0.45 if n < centre else -0.45)
    return diagram


def pipeline(stages: Sequence[str], notes: Sequence[str] = (), title: str = "") -> Diagram:
    """Stages one after another, with a note (an example, a shape) under each.

    >>> diagram = pipeline(["문장", "토큰", "번호"], ["안 좋다", "안 | 좋다", "[2, 5]"])
    >>> diagram.show(alt="문장에서 토큰을 거쳐 번호로 간다.")
    """
    diagram = Diagram(title)
    diagram.chain(
        *(diagram.box(stage, (n, 1), "blue", fill=True) for n, stage in enumerate(stages))
    )
    for n, note in enumerate(notes):
        diagram.label(note, (n, 0))
    return diagram


def lattice(
    symbols: Sequence[str],
    pieces: Sequence[tuple[int, int, str]],
    best: Sequence[tuple[int, int]] = (),
    title: str = "",
) -> Diagram:
    """Every way to cut a text: a piece lies above its symbols, the best path is orange.

    Args: symbols: the text's characters. pieces: (start, end, text), `end` excluded. best: the
        (start, end) of the path.

    >>> pieces = [(0, 1, "나"), (1, 2, "는"), (0, 2, "나는 -3.1"), (2, 3, "배")]
    >>> lattice("나는배", pieces, [(0, 2), (2, 3)]).show(alt="나는과 배로 자르는 길이 가장 좋다.")
    """
    diagram = Diagram(title)
    diagram.grid([list(symbols)])
    taken: list[list[tuple[int, int]]] = []
    for start, end, text in sorted(pieces, key=lambda piece: (piece[1] - piece[0], piece[0])):
        level = 0
        while level < len(taken) and any(start < z and a < end for a, z in taken[level]):
            level += 1
        taken += [[]] if level == len(taken) else []
        taken[level].append((start, end))
        on_path = (start, end) in best
        diagram.box(
            text,
            ((start + end - 1) / 2, level + 1.25),
            "orange" if on_path else "grey",
            fill=on_path,
            columns=end - start,
        )
    return diagram


def merge_tree(
    symbols: Sequence[str], merges: Sequence[tuple[int, int]], title: str = ""
) -> Diagram:
    """How merges build a piece from symbols, from the bottom up.

    Args: merges: pairs of nodes, in order. Symbols are the nodes 0 … N−1, the n-th merge makes node
        N+n.

    >>> merge_tree("재미있", [(0, 1), (3, 2)]).show(alt="재와 미가 재미로 합쳐진다.")
    """
    diagram = Diagram(title)
    nodes = diagram.row(list(symbols), (0, 0))
    for order, (left, right) in enumerate(merges, start=1):
        one, other = nodes[left], nodes[right]
        at = (one.x + other.x) / 2, max(one.y, other.y) + 1
        nodes.append(diagram.box(one.text + other.text, at, "green", fill=True))
        diagram.arrow([one, other], nodes[-1])
        diagram.label(f"{order}", (at[0], at[1] + 0.5), "grey")
    return diagram


def mask(allowed, rows: Sequence[str], columns: Sequence[str], title: str = "") -> Diagram:
    """Who may look at whom: a filled cell may, an empty one may not.

    Args: allowed: (R, C) of truth values. rows: those who look. columns: those who are looked at.

    >>> mask([[1, 0], [1, 1]], ["나", "는"], ["나", "는"]).show(alt="아래 삼각형만 찬 격자.")
    """
    diagram = Diagram(title)
    colours = [["blue" if value else None for value in line] for line in allowed]
    texts = [["○" if value else "×" for value in line] for line in allowed]
    diagram.grid(texts, colours=colours, rows=rows, columns=columns)
    return diagram


def seq2seq(
    source: Sequence[str], target: Sequence[str], start: str = "<시작>", title: str = ""
) -> Diagram:
    """An encoder that reads `source`, a decoder that writes `target`, fed what it wrote.

    >>> diagram = seq2seq(["I", "like", "tea"], ["차를", "좋아해", "<끝>"])
    >>> diagram.show(alt="인코더의 마지막 상태가 디코더로 간다.")
    """
    diagram = Diagram(title)
    read, written = len(source), len(target)
    encoder = diagram.row(["인코더"] * read, (0, 1), "green", fill=True)
    decoder = diagram.row(["디코더"] * written, (read + 0.4, 1), "blue", fill=True)
    diagram.arrow(diagram.row(source, (0, 0)), encoder)
    fed = diagram.row([start, *target[:-1]], (read + 0.4, 0))
    diagram.arrow(fed, decoder)
    diagram.arrow(decoder, diagram.row(target, (read + 0.4, 2), "orange"))
    diagram.chain(*encoder)
    diagram.arrow(encoder[-1], decoder[0], "문맥", "orange")
    diagram.chain(*decoder)
    return diagram

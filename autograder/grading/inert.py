"""What a student's cells show and say, as the autograded notebook keeps it: nothing in it acts, in
whatever program it is opened.

Hostile case: formgrader makes HTML of that notebook with nbconvert, which lets through scripts,
`javascript:` links and all of MathJax, on the server from which the instructor's files are read and
written. Honest cases: a progress bar, whose form for the browser formgrader can't show; a plot.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from nbformat import NotebookNode
from nbformat.v4 import new_output

from ..cells import compute_checksum, is_students
from ..intake.notebook import IMAGES
from ..text import ESCAPES

NOT_SHOWN = "(브라우저가 실행할 수 있는 출력이라 보이지 않습니다)"
TOO_MUCH = "(노트북의 출력이 모두 {} MB를 넘어 여기부터는 보이지 않습니다)"
NOTEBOOK_BYTES = 30 * 2**20
"""Characters of all outputs of a notebook."""
PLAIN = 1000
"""Characters of a value that are kept beyond them: it may be partial credit."""
JOIN = "\u2060"
"""A character without width that parts nothing. Behind `<` it makes text of a tag for every reader
of HTML and Markdown; people see no difference, and `report.safe` takes it out again."""
MOST = 20_000
"""Letters of one text: as many as a feedback page shows. Hostile case: a text that formgrader takes
minutes to read.
"""
CUT = "… (여기까지 {:,}자를 보입니다. 전체는 {:,}자이고 제출한 파일에 있습니다.)"
BRACKETS = 1_000
"""From so many on lines are broken: nbconvert looks behind each to the end of its line."""
COLOURS = 2_000
"""Escape sequences of an output that stay: nbconvert's time grows with their square."""
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]++=*+\s*+")
_PASTED = re.compile(r"\]\(data:(image/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=]+)\)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=[#A-Za-z])")
_PICTURE = re.compile(r"!(?=\[)")
_ATTACHED = re.compile(r"\[[^\]\n]{0,300}\]\(attachment:([^()\s]+)\)")
_LINK = re.compile(r"\](?=[(:])")
_TO_THE_WEB = re.compile(r"\(\s*(?:https?://|mailto:|attachment:)")
_MATHJAX = re.compile(
    r"\\(?=href|url|class|style|cssId|data|require|bbox|mmlToken|texttip|toggle|action|unicode"
    r"|csname|include|html|enclose|mathchoice|Newextarrow)",
    re.IGNORECASE,
)


def inert(notebook: NotebookNode) -> None:
    """Make an executed notebook's outputs, and what students wrote as text, harmless in place."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [_output(output) for output in cell.outputs]
        elif is_students(cell):
            checksum = cell.metadata.get("nbgrader", {}).get("checksum")
            # An unanswered one is the instructor's text; nbgrader knows it by its checksum.
            if not checksum or checksum != compute_checksum(cell):
                _attach(cell)
                cell.source = text(cell.source, cell.get("attachments", {}))


def _output(output: NotebookNode) -> NotebookNode:
    """Text and pictures; a browser does nothing with these."""
    if output.output_type == "stream":
        output.text = _calm(output.text)
    if output.output_type not in ("display_data", "execute_result"):
        return output
    data = {
        kind: _calm(value)
        for kind, value in output.data.items()
        if isinstance(value, str)
        and (kind == "text/plain" or kind in IMAGES and _BASE64.fullmatch(value))
    }
    if not data:
        data = {"text/plain": NOT_SHOWN}
    more = {}
    if output.output_type == "execute_result":
        more["execution_count"] = output.get("execution_count")
    return new_output(output.output_type, data=data, metadata={}, **more)


def _calm(shown: str) -> str:
    return ESCAPES.sub("", shown) if shown.count("\x1b") > COLOURS else shown


def _attach(cell: NotebookNode) -> None:
    """Turn pictures that were pasted into the text into attached ones: letters are what is
    bounded.
    """

    def attached(found: re.Match) -> str:
        pictures = cell.setdefault("attachments", NotebookNode())
        name = f"pasted-{len(pictures)}"
        pictures[name] = NotebookNode({found[1]: found[2]})
        return f"](attachment:{name})"

    cell.source = _PASTED.sub(attached, cell.source)


def text(source: str, pictures: Collection[str] = ()) -> str:
    """Markdown that looks the same and holds no tag, no address but the web's, no picture from
    elsewhere and no formula that is more than one.

    Args:
        pictures: names of those that are attached; nbconvert fails over any other.
    """

    def picture(found: re.Match) -> str:
        attached = _ATTACHED.match(source, found.end())
        return "!" if attached and attached[1] in pictures else f"!{JOIN}"

    whole, source = len(source), source.replace(JOIN, "")[:MOST]
    if whole > MOST:
        source += "\n\n" + CUT.format(MOST, whole)
    if source.count("[") > BRACKETS:
        source = "\n".join(re.sub(r"(.{500})", r"\1\n", line) for line in source.split("\n"))
    source = _TAG.sub(f"<{JOIN}", source)
    source = _ENTITY.sub(f"&{JOIN}", source)
    source = _PICTURE.sub(picture, source)
    source = _LINK.sub(
        lambda found: "]" if _TO_THE_WEB.match(source, found.end()) else f"]{JOIN}", source
    )
    return _MATHJAX.sub(rf"\\{JOIN}", source)


def within(cell: NotebookNode, left: int) -> int:
    """Keep a code cell's outputs within what is left of `NOTEBOOK_BYTES`; returns what is then.
    Errors stay, and a value's beginning.
    """
    kept = []
    for output in cell.outputs:
        size = len(output.get("text", "")) + sum(
            len(str(v)) for v in output.get("data", {}).values()
        )
        if output.output_type != "error" and size > max(left, 0):
            plain = TOO_MUCH.format(NOTEBOOK_BYTES >> 20)
            if output.output_type == "execute_result":
                plain = str(output.data.get("text/plain", ""))[:PLAIN]
                output.data = {"text/plain": plain}
            elif left < 0:
                continue
            else:
                output = new_output("stream", name="stdout", text=f"{plain}\n")
            left = -1
        left -= size if left >= 0 else 0
        kept.append(output)
    cell.outputs = kept
    return left

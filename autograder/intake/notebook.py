"""Read a notebook that somebody else wrote, whatever state it is in.

Grading needs a submission's cell *texts* and the grade ids beside them, nothing else, so this
reader does not validate: it takes what can be taken from any nbformat, from cells without ids, from
damaged metadata, and refuses with a sentence that a student can act on when there is nothing to
take. It never executes, converts or writes.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from ..text import MOST, clean, escaped
from .opened import MAX_BYTES, MOST_BYTES, Refused, opened, too_large
from .stripped import TooMuch, without_outputs

MAX_CELLS = 2000
"""Most cells that are looked at; matching compares each with the instructor's."""


MAX_IMAGES = 10 * 2**20
"""Characters of base64 of a cell's attached images that are taken over."""

IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")


@dataclass(frozen=True)
class Finding:
    """Something a person may want to know about a submission that was graded nevertheless.

    Attributes:
        code: short English name, stable.
        message: Korean sentence.
        serious: True where it may be tampering or where a person should look before trusting the
            score.
    """

    code: str
    message: str
    serious: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", clean(self.message, MOST))


@dataclass
class SubmittedCell:
    """The part of a submitted cell that grading looks at.

    Attributes:
        kind: "code", "markdown" or whatever the file says.
        source: text with `\\n` line ends and valid Unicode.
        grade_id: nbgrader's id from its metadata, "" if there is none.
        cell_id: nbformat's cell id, "" if there is none.
        points: nbgrader's points from its metadata as found, None if absent. Only compared, never
            used.
        attachments: images attached to it, name to kind to base64.
        lost: whether something attached was no image or too big.
    """

    kind: str
    source: str
    grade_id: str = ""
    cell_id: str = ""
    points: object = None
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    lost: bool = False


@dataclass
class SubmittedNotebook:
    """A submission's cells in file order, and what was odd about the file."""

    name: str
    cells: list[SubmittedCell]
    findings: list[Finding] = field(default_factory=list)

    @property
    def grade_ids(self) -> set[str]:
        return {cell.grade_id for cell in self.cells if cell.grade_id}

    @property
    def ids(self) -> set[str]:
        return self.grade_ids | {cell.cell_id for cell in self.cells if cell.cell_id}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read(path: Path) -> SubmittedNotebook:
    """Read a submitted notebook; a very big one without its outputs.

    Raises:
        Refused: with one of the codes symlink, unreadable, not_a_file, too_large, empty, html,
            not_notebook, encoding, not_json, no_cells.
    """
    name = escaped(path.name)
    with opened(path, MOST_BYTES) as (file, size):
        if size <= MAX_BYTES:
            return parse(name, file.read(MAX_BYTES + 1))
        try:
            data, dropped = without_outputs(file, MAX_BYTES)
        except TooMuch:
            raise too_large(name, size, MAX_BYTES) from None
    found = parse(name, data)
    told = (
        f"파일이 {size / 2**20:.0f} MB여서 출력 {dropped / 2**20:.0f} MB를 빼고 읽었습니다. "
        "낸 파일은 그대로 있습니다."
    )
    found.findings.append(Finding("outputs_dropped", told))
    return found


def parse(name: str, data: bytes) -> SubmittedNotebook:
    """Like `read`, from bytes that are already there."""
    if not data.strip():
        raise Refused(
            "empty",
            f"{name}: 빈 파일입니다. Colab에서 '파일 > 다운로드 > .ipynb 다운로드'로 다시 받아 "
            "제출해 주세요.",
        )
    for magic, kind in ((b"PK", "압축 파일(zip)이나 문서"), (b"%PDF", "PDF"), (b"\x89PNG", "그림")):
        if data.startswith(magic):
            raise Refused(
                "not_notebook",
                f"{name}: 노트북이 아니라 {kind}입니다. .ipynb 파일을 제출해 주세요.",
            )
    findings: list[Finding] = []
    text = _decode(name, data, findings)
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<script")):
        raise Refused(
            "html",
            f"{name}: 노트북이 아니라 웹 페이지(HTML)입니다. 브라우저의 '다른 이름으로 저장'이 "
            "아니라 "
            "Colab의 '파일 > 다운로드 > .ipynb 다운로드'로 받은 파일을 제출해 주세요.",
        )
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = _whole_cells(text)
        if content is None:
            raise Refused(
                "not_json",
                f"{name}: 노트북 파일이 깨져 있습니다(JSON이 아님). Colab에서 다시 내려받아 제출해 "
                "주세요.",
            ) from None
        found = f"파일이 중간에서 끊겨 앞의 온전한 셀 {len(content['cells'])}개만 읽었습니다."
        findings.append(Finding("cut_off", found, serious=True))
    raw_cells = _raw_cells(content)
    if raw_cells is None:
        raise Refused(
            "not_notebook", f"{name}: JSON이지만 노트북이 아닙니다. .ipynb 파일을 제출해 주세요."
        )
    if len(raw_cells) > MAX_CELLS:
        raise Refused(
            "too_large",
            f"{name}: 셀이 너무 많습니다({len(raw_cells)}개, 한도 {MAX_CELLS}개). 과제 노트북이 "
            "맞는지 확인해 주세요.",
        )
    cells = [_cell(raw) for raw in raw_cells if isinstance(raw, dict)]
    if len(cells) < len(raw_cells):
        findings.append(
            Finding(
                "damaged_cells",
                f"읽을 수 없는 셀 {len(raw_cells) - len(cells)}개를 건너뛰었습니다.",
            )
        )
    if not cells:
        raise Refused("no_cells", f"{name}: 셀이 하나도 없는 노트북입니다.")
    return SubmittedNotebook(name, cells, findings)


def _decode(name: str, data: bytes, findings: list[Finding]) -> str:
    encodings = [json.detect_encoding(data[:4]), "cp949"]  # by marks and zero bytes
    if encodings[0].startswith("utf-8"):
        encodings[0] = "utf-8-sig"
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8-sig":
            findings.append(
                Finding(
                    "encoding",
                    f"파일이 UTF-8이 아니라 {encoding}로 저장되어 있습니다. 글자가 깨졌는지 "
                    "보세요.",
                )
            )
        return text
    raise Refused(
        "encoding",
        f"{name}: 글자 인코딩을 알 수 없습니다. 편집기로 열어 저장하지 말고, 내려받은 파일을 "
        "그대로 제출해 주세요.",
    )


def _whole_cells(text: str) -> dict | None:
    """The cells that are complete in a file that breaks off, as a cut download leaves it; None if
    there are none.
    """
    begin = re.search(r'"cells"\s*:\s*\[', text)
    if not begin:
        return None
    decoder, at = json.JSONDecoder(), begin.end()
    cells: list[object] = []
    while len(cells) <= MAX_CELLS:
        at += len(text[at : at + 1000]) - len(text[at : at + 1000].lstrip(" \t\r\n,"))
        try:
            cell, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        cells.append(cell)
    return {"cells": cells} if cells else None


def _raw_cells(content: object) -> list | None:
    """The list of cells in nbformat 4 and later, or of all worksheets in nbformat 2 and 3."""
    if not isinstance(content, dict):
        return None
    cells = content.get("cells")
    if isinstance(cells, list):
        return cells
    worksheets = content.get("worksheets")
    if isinstance(worksheets, list):
        sheets = [sheet.get("cells") for sheet in worksheets if isinstance(sheet, dict)]
        return [cell for cells in sheets if isinstance(cells, list) for cell in cells]
    return None


def _text(value: object) -> str:
    """A cell's source as one clean string: lists joined, CRLF undone, lone surrogates and NULs
    replaced.
    """
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _cell(raw: dict) -> SubmittedCell:
    metadata = raw.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if not isinstance(nbgrader, dict):
        nbgrader = {}
    grade_id, cell_id = nbgrader.get("grade_id"), raw.get("id")
    attachments, lost = _images(raw.get("attachments"))
    return SubmittedCell(
        kind=_text(raw.get("cell_type")) or "code",
        source=_text(
            raw["source"] if "source" in raw else raw.get("input")
        ),  # nbformat 3 calls it input
        grade_id=_text(grade_id),
        cell_id=_text(cell_id),
        points=nbgrader.get("points"),
        attachments=attachments,
        lost=lost,
    )


def _images(found: object) -> tuple[dict[str, dict[str, str]], bool]:
    """Attached images that a page can show, and whether anything else was there.

    Hostile case: an SVG is a document that may hold scripts.
    """
    if not isinstance(found, dict):
        return {}, bool(found)
    images: dict[str, dict[str, str]] = {}
    room = MAX_IMAGES
    for name, kinds in found.items():
        for kind, data in kinds.items() if isinstance(kinds, dict) else ():
            text = "".join(_text(data).split())
            if kind in IMAGES and len(text) <= room and re.fullmatch(r"[A-Za-z0-9+/]+=*", text):
                images[_text(name)] = {kind: text}
                room -= len(text)
    return images, len(images) < len(found)

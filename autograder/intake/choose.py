"""Choose, among what lies in a submission's folder, the file that is the student's answer to each
notebook.

Students upload `Copy of X (1).ipynb`, `X의 사본.ipynb`, `X.ipynb.txt`, two versions, or the
notebook of another week. What counts is what is inside: a candidate is a file that the caller's
`attempt` can rebuild. Names only break ties.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from rapidfuzz import fuzz

from ..text import escaped
from .names import nfc
from .notebook import Finding, Refused, SubmittedNotebook, read

MAX_FILES = 200
MAX_DEPTH = 3
MAX_CANDIDATES = 10


class Attempt(Protocol):
    """What `attempt` returns: how well a file fits. Bigger is better."""

    matched: int
    answered: int
    findings: list[Finding]


A = TypeVar("A", bound=Attempt)


@dataclass
class Choice(Generic[A]):
    """The chosen file, relative to the submission's folder, and what `attempt` made of it."""

    file: str
    made: A
    findings: list[Finding]


@dataclass
class Listing:
    """Regular files of a submission (relative paths, oldest name order) and the links that were
    left alone.
    """

    root: Path
    files: list[str]
    links: list[str]

    @property
    def notebooks(self) -> list[str]:
        return [file for file in self.files if ".ipynb" in Path(file).name.lower()]


def listing(folder: Path) -> Listing:
    """Files under a submission's folder. Hidden files, `__MACOSX` and links are not entered.

    Raises:
        Refused: `symlink` if the folder itself is a link.
    """
    if folder.is_symlink() or folder.parent.is_symlink():
        raise Refused("symlink", "제출 폴더가 링크입니다. 실제 폴더로 다시 모아 주세요.")
    found = Listing(folder, [], [])
    pending = [(folder, 0)]
    while pending:
        here, depth = pending.pop()
        for entry in sorted(os.scandir(here), key=lambda entry: entry.name):
            relative = os.path.relpath(entry.path, folder)
            if entry.name.startswith(".") or entry.name == "__MACOSX":
                continue
            if entry.is_symlink():
                found.links.append(relative)
            elif entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH:
                    pending.append((Path(entry.path), depth + 1))
            elif len(found.files) < MAX_FILES and stat.S_ISREG(
                entry.stat(follow_symlinks=False).st_mode
            ):
                found.files.append(relative)
    found.files.sort()
    return found


def plain_name(file: str) -> str:
    """A notebook's name without what browsers, Drive and Windows add to a copy.

    >>> plain_name("Copy of Copy of 010_exercise (1).ipynb"), plain_name("010_exercise 복사본
    2.ipynb") ('010_exercise', '010_exercise')
    >>> plain_name("010_exercise의 사본.ipynb.txt")
    '010_exercise'
    """
    name = nfc(Path(file).name)
    name = re.sub(r"\.ipynb.*$", "", name, flags=re.IGNORECASE).strip()
    before = None
    while before != name:
        before = name
        name = re.sub(r"^(copy of|사본[ _-]*)\s*", "", name, flags=re.IGNORECASE)
        name = re.sub(
            r"(\s*의 사본|\s*-\s*복사본|\s복사본( \d+)?|\s*-\s*copy|\scopy( \d+)?"
            r"|\s*[(\[]\d+[)\]]|_copy\d*|-copy\d*)$",
            "",
            name,
            flags=re.IGNORECASE,
        ).strip()
    return name


def choose(
    found: Listing, name: str, siblings: Iterable[str], attempt: Callable[[SubmittedNotebook], A]
) -> Choice[A]:
    """The best candidate for the notebook `name` of the assignment.

    Ranked by: rebuilt at all; has any answer; newest; most cells matched; nearest name. A file that
    bears the exact name of a sibling notebook of the same assignment is left to that sibling.

    Raises:
        Refused: `no_notebook` if nothing looks like a notebook, `symlink` if only links do, else
            the reason why the best-named candidate could not be used.
    """
    name = nfc(name)
    siblings = set(map(nfc, siblings)) - {name}
    candidates = [
        file
        for file in found.notebooks
        if plain_name(file) == name or plain_name(file) not in siblings
    ]
    if not candidates:
        raise _nothing(found, name)
    candidates.sort(key=lambda file: -fuzz.ratio(plain_name(file), name))
    ranked, refusals = [], []
    for file in candidates[:MAX_CANDIDATES]:
        try:
            made = attempt(read(found.root / file))
        except Refused as refusal:
            refusals.append(refusal)
            continue
        modified = (found.root / file).lstat().st_mtime
        ranked.append(
            (
                (made.answered > 0, modified, made.matched, fuzz.ratio(plain_name(file), name)),
                file,
                made,
            )
        )
    if not ranked:
        raise refusals[0]
    _, file, made = max(ranked, key=lambda item: item[0])
    findings = []
    if len(ranked) > 1:
        others = ", ".join(escaped(item[1]) for item in ranked if item[1] != file)
        findings.append(
            Finding(
                "several_files",
                f"노트북이 여럿이라 답이 있는 가장 새 파일({escaped(file)})을 채점했습니다. "
                f"나머지: {others}",
                serious=True,
            )
        )
    if plain_name(file) != plain_name(name):  # a copy in Drive or a second download is no news
        text = f"파일 이름이 {name}.ipynb가 아니라 {escaped(file)}입니다."
        findings.append(Finding("renamed", text))
    if found.links:
        links = ", ".join(map(escaped, found.links))
        findings.append(Finding("symlink", f"링크는 열지 않았습니다: {links}", serious=True))
    return Choice(file, made, findings)


def _nothing(found: Listing, name: str) -> Refused:
    if any(".ipynb" in link.lower() for link in found.links):
        return Refused(
            "symlink",
            "노트북 파일이 아니라 링크가 제출되었습니다. 노트북 파일 자체를 제출해 주세요.",
        )
    if found.files:
        shown = ", ".join(map(escaped, found.files[:5]))
        return Refused(
            "no_notebook",
            f"노트북(.ipynb) 파일이 없습니다. 제출된 파일: {shown}. {name}.ipynb를 제출해 주세요.",
        )
    return Refused("no_notebook", f"제출 폴더가 비어 있습니다. {name}.ipynb를 제출해 주세요.")

"""A submission on its way to a score: what was handed in, and the notebook rebuilt from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from ..intake.choose import Listing, choose, listing
from ..intake.names import nfc
from ..intake.notebook import Finding, Refused, digest
from ..intake.opened import digest_of, read_bytes
from .assignment import Assignment
from .nbgrader_course import NbgraderCourse
from .protocol import HANDED_IN
from .rebuild import Rebuilt, blank, rebuild
from .templates import NotebookTemplate


@dataclass
class Submission:
    """What one student handed in for an assignment.

    Attributes:
        folder: where it lies.
        found: its files; None where the folder can't be entered, which `refusal` explains.
        content_hash: of everything in it that can matter to the score.
        rebuilt, refused: by notebook of the assignment, after `prepare`: it is in one of the two.
        files: the chosen files, notebook name to path inside `folder`.
        attempts: how often it has been executed, this time included.
        seconds: that preparing and executing it took.
        told: findings about the folder, from before `prepare`.
    """

    student: str
    folder: Path
    found: Listing | None
    content_hash: str
    refusal: Refused | None = None
    rebuilt: dict[str, Rebuilt] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    attempts: int = 1
    seconds: float = 0.0
    told: list[Finding] = field(default_factory=list)

    @classmethod
    def read(cls, course: NbgraderCourse, assignment: str, student: str) -> Submission:
        """List a submission's files and take their hash; nothing is parsed yet."""
        folder = course.path("submitted", student, assignment)
        try:
            found = listing(folder)
        except Refused as refusal:
            return cls(student, folder, None, digest(refusal.code.encode()), refusal)
        may_submit = set(map(nfc, course.may_submit(assignment)))
        content = hashlib.sha256()
        for file in found.files:
            content.update(f"{file}\0".encode("utf-8", "surrogateescape"))
            if file in found.notebooks or nfc(file) in may_submit or file == "timestamp.txt":
                try:
                    content.update(digest_of(folder / file).encode())
                except Refused as refusal:
                    content.update(refusal.code.encode())
        return cls(student, folder, found, content.hexdigest())

    def prepare(self, assignment: Assignment) -> None:
        """Choose and rebuild a notebook of the submission for each one of the assignment."""
        self.rebuilt, self.refused, self.files, self.findings = {}, {}, {}, list(self.told)
        for name, template in assignment.templates.items():
            try:
                self._rebuild(name, template, assignment)
            except Refused as refusal:
                self.refused[name] = refusal

    def _rebuild(self, name: str, template: NotebookTemplate, assignment: Assignment) -> None:
        if self.found is None:
            raise self.refusal or Refused("unreadable", "제출 폴더를 열 수 없습니다.")
        choice = choose(
            self.found,
            name,
            assignment.templates,
            lambda notebook: rebuild(template, notebook, lambda: assignment.others),
        )
        self.rebuilt[name] = choice.made
        self.files[name] = choice.file
        self.findings += [*choice.findings, *choice.made.findings]

    def files_for(self, assignment: Assignment) -> dict[str, bytes]:
        """The instructor's files, and those that the assignment lets students hand in."""
        asked = {nfc(file): file for file in assignment.may_submit}
        own = {
            asked[nfc(file)]: read_bytes(self.folder / file)
            for file in (self.found.files if self.found else [])
            if nfc(file) in asked
        }
        for made in self.rebuilt.values():
            made.notebook.metadata.setdefault("autograder", {})[HANDED_IN] = sorted(own)
        return {**assignment.support, **own}

    def notebooks(self, templates: Mapping[str, NotebookTemplate]) -> dict[str, NotebookNode]:
        """What is graded for each notebook of the assignment: rebuilt, or blank under the reason of
        its refusal.
        """
        return {
            name: self.rebuilt[name].notebook
            if name in self.rebuilt
            else blank(template, self.refused[name].message)
            for name, template in templates.items()
        }

    def drop(self) -> None:
        """Forget the notebooks, once graded: a class's would fill the memory."""
        self.rebuilt, self.found = {}, None

"""What one run needs of an assignment, read once: its notebooks, its files, whose notebook a stray
file is.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ..errors import CannotRun
from ..intake.notebook import digest
from ..text import escaped
from .nbgrader_course import NbgraderCourse
from .protocol import Limits
from .results import VERSION
from .strangers import other_notebooks
from .tasks import digests
from .templates import NotebookTemplate, load_template

MOST_OF_FILES = 48 * 2**20
"""Bytes of an assignment's files together: they travel in one message to each process, which may be
64 MiB, and stand in a working directory with room for 256 MiB.
"""


@dataclass(frozen=True)
class Assignment:
    """A released assignment.

    Attributes:
        templates: its notebooks by name, as every student's rebuilt notebook starts.
        may_submit: files beside the notebooks that students may hand in.
        support: the instructor's own files, relative name to content.
    """

    course: NbgraderCourse
    name: str
    templates: dict[str, NotebookTemplate]
    may_submit: set[str]
    support: dict[str, bytes]

    @classmethod
    def load(cls, course: NbgraderCourse, name: str, fresh: bool = False) -> Assignment:
        """
        Args:
            fresh: as the source is now, which the gradebook need not know yet.

        Raises:
            CannotRun: `no_source`, `bad_source`, `source_changed`, `bad_file`, `files_too_big`.
        """
        templates = {
            notebook: load_template(course, name, notebook, fresh)
            for notebook in sorted(course.released_notebooks(name))
        }
        source = course.path("source", ".", name)
        paths = {str(path.relative_to(source)): path for path in course.support_files(name)}
        _check_files(name, paths)
        support = {file: path.read_bytes() for file, path in paths.items()}
        return cls(course, name, templates, course.may_submit(name), support)

    @functools.cached_property
    def others(self) -> dict[str, set[str]]:
        """Ids of the course's other notebooks, by their names; read when a stray file comes."""
        return other_notebooks(self.course, self.name)

    def source_hash(self, executor: str, limits: Limits) -> str:
        """Changes with anything that could change a score other than the submission."""
        parts: list = [VERSION, executor, asdict(limits)]
        parts += [
            [template.name, *(cell.source for cell in template.notebook.cells)]
            for template in self.templates.values()
        ]
        parts += [[name, digest(content)] for name, content in sorted(self.support.items())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def task_digests(self, executor: str, limits: Limits) -> dict[str, str]:
        """Task to what changes with everything that could change its outcome other than the
        submission (see `tasks.digests`).
        """
        support = [[name, digest(content)] for name, content in sorted(self.support.items())]
        common = [VERSION, executor, asdict(limits), support]
        found: dict[str, str] = {}
        for template in self.templates.values():
            found |= digests(template, common)
        return found

    def warm_modules(self, modules: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What a warm process imports beforehand, and what of it stands beside the course."""
        from .sandboxed import warm_modules

        notebooks = [template.notebook for template in self.templates.values()]
        found, beside = warm_modules(notebooks, modules)
        return tuple(found), tuple(beside)


def _check_files(assignment: str, paths: Mapping[str, Path]) -> None:
    """Told once, before anybody is graded: each submission gets a copy of these files.

    Raises:
        CannotRun: `bad_file`, `files_too_big`.
    """
    for file in paths:
        if escaped(file) != file:
            raise CannotRun(
                "bad_file",
                f"{assignment}: 과제 파일의 이름에 글자가 아닌 것이 있습니다: {escaped(file)}. "
                "이름을 고치거나 "
                "`c.CourseDirectory.ignore`에 넣으세요.",
            )
    sizes = {file: path.stat().st_size for file, path in paths.items()}
    if sum(sizes.values()) > MOST_OF_FILES:
        biggest = max(sizes, key=lambda file: sizes[file])
        raise CannotRun(
            "files_too_big",
            f"{assignment}: 과제 폴더의 파일이 모두 {sum(sizes.values()) / 2**20:.0f} MiB여서 "
            f"제출물마다 나누어 줄 수 없습니다(한도 {MOST_OF_FILES >> 20} MiB). 가장 큰 것은 "
            f"{biggest}({sizes[biggest] / 2**20:.0f} MiB)입니다. 작은 표본으로 바꾸거나, 채점에 "
            "쓰지 않는 파일이면 `c.CourseDirectory.ignore`에 넣으세요.",
        )

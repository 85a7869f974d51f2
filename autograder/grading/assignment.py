"""What one run needs of an assignment, read once: its notebooks, its files, whose notebook a stray
file is.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ..intake.notebook import digest
from .nbgrader_course import NbgraderCourse
from .protocol import Limits
from .results import VERSION
from .strangers import other_notebooks
from .templates import NotebookTemplate, load_template


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
    def load(cls, course: NbgraderCourse, name: str) -> Assignment:
        """
        Raises:
            CannotRun: `no_source`, `bad_source`, `source_changed`.
        """
        templates = {
            notebook: load_template(course, name, notebook)
            for notebook in sorted(course.released_notebooks(name))
        }
        source = course.path("source", ".", name)
        support = {
            str(path.relative_to(source)): path.read_bytes() for path in course.support_files(name)
        }
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

    def warm_modules(self, modules: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What a warm process imports beforehand, and what of it stands beside the course."""
        from .sandboxed import warm_modules

        notebooks = [template.notebook for template in self.templates.values()]
        found, beside = warm_modules(notebooks, modules)
        return tuple(found), tuple(beside)

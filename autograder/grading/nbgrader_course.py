"""An nbgrader course directory as its own `nbgrader_config.py` describes it: places, settings, what
there is.

Converters, preprocessors and the gradebook are nbgrader's and run with the course's configuration;
nothing here re-implements them.
"""

from __future__ import annotations

import functools
import glob
import logging
import os
import re
import sys
import warnings
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from sqlalchemy.exc import SAWarning

from ..errors import CannotRun
from ..intake.opened import read_bytes
from ..text import escaped
from .course_config import AssignmentConfig, check, nearest, strict_course
from .gradebook import Database

__all__ = ["AssignmentConfig", "NbgraderCourse", "nearest"]
# nbgrader builds its objects before it adds them to the session; SQLAlchemy 2 remarks on each.
warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")


class NbgraderCourse:
    """An nbgrader course directory.

    Args:
        directory: the folder that holds `nbgrader_config.py`.

    Raises:
        CannotRun: `not_a_course`, `bad_config`.
    """

    def __init__(self, directory: Path | str) -> None:
        directory = Path(directory).resolve()
        if not directory.is_dir():
            raise CannotRun("not_a_course", f"{directory}: 이런 폴더가 없습니다.")
        # A new gradebook makes nbgrader call `alembic` by name, also where the virtual environment
        # is not activated.
        scripts = str(Path(sys.executable).parent)
        if scripts not in os.environ.get("PATH", "").split(os.pathsep):
            os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", "")])
        self.app = NbGrader()
        self.app.raise_config_file_errors = True
        here = os.getcwd()
        logging.disable()  # what nbgrader says of its configuration is told below, once
        try:
            os.chdir(directory)  # nbgrader also reads the configuration of the working directory
            self.app.initialize([], root=str(directory))
            check(self.app)
        except CannotRun:
            raise
        except (Exception, SystemExit) as error:
            reason = error.__context__ if isinstance(error, SystemExit) else error
            raise CannotRun(
                "bad_config",
                f"{directory / 'nbgrader_config.py'}의 설정을 쓸 수 없습니다"
                f"({type(reason).__name__}: {reason}).",
            ) from error
        finally:
            logging.disable(logging.NOTSET)
            os.chdir(here)
        self.app.log.handlers[:] = [logging.NullHandler()]
        self.app.log.propagate = False
        self.directories: CourseDirectory = self.app.coursedir
        self.root = Path(self.directories.root)
        if (
            not (self.root / "nbgrader_config.py").exists()
            and not Path(self._path("source", ".", "")).is_dir()
        ):
            raise CannotRun(
                "not_a_course",
                f"{directory}: nbgrader 과정 폴더가 아닙니다(nbgrader_config.py가 없습니다).",
            )

    # -- places

    def _path(self, step: str, student: str, assignment: str) -> str:
        folder = getattr(self.directories, f"{step}_directory")
        return self.directories.format_path(folder, student, assignment)

    def path(self, step: str, student: str, assignment: str) -> Path:
        """Folder of a step: source, release, submitted, autograded or feedback (source and release:
        student ".").
        """
        return Path(os.path.normpath(self._path(step, student, assignment)))

    def below(self, folder: Path | str, student: str, assignment: str) -> Path:
        """Where a submission belongs in a folder that stands for one of nbgrader's steps."""
        return Path(
            os.path.normpath(self.directories.format_path(str(folder), student, assignment))
        )

    @property
    def cell_seconds(self) -> int:
        """The course's own time limit for a cell (`Execute.timeout`)."""
        return int(Execute(parent=self.app).timeout or 60)

    @property
    def work(self) -> Path:
        """Where autograder keeps its own notes about this course."""
        return self.root / ".autograder"

    @functools.cached_property
    def _database(self) -> Database:
        return Database(self.directories.db_url, self.directories.course_id)

    def gradebook(self) -> AbstractContextManager[Gradebook]:
        """To read from, in a transaction."""
        return self._database.transaction()

    def transaction(self) -> AbstractContextManager[Gradebook]:
        """What is written to the gradebook inside is written whole, or not at all if an exception
        leaves it.

        Raises:
            DatabaseFailed: another program keeps the gradebook locked, or its server is gone.
                Nothing was written.
        """
        return self._database.transaction(writes=True)

    def close(self) -> None:
        """Let go of the gradebook."""
        if "_database" in self.__dict__:
            self._database.close()

    # -- what there is

    def assignments(self) -> list[str]:
        """Names of the assignments in the source directory."""
        return sorted(self._listed("source", ".", None))

    def submitted_students(self, assignment: str) -> list[str]:
        """Students who have a folder for the assignment, links included (they are refused later, by
        name).
        """
        return sorted(self._folders(assignment)[0])

    def unnamed_folders(self, assignment: str) -> list[str]:
        """Folders that would be students' if their names were text, as one can write them."""
        return sorted(map(escaped, self._folders(assignment)[1]))

    def _folders(self, assignment: str) -> tuple[set[str], set[str]]:
        found = self._listed("submitted", None, assignment)
        named = {name for name in found if escaped(name) == name}
        return named, found - named

    def _listed(self, step: str, student: str | None, assignment: str | None) -> set[str]:
        pattern = self._path(
            step,
            "*" if student is None else student,
            "*" if assignment is None else glob.escape(assignment),
        )
        regexp = self.directories.format_path(
            getattr(self.directories, f"{step}_directory"),
            "(?P<found>[^/]+)" if student is None else student,
            "(?P<found>[^/]+)" if assignment is None else re.escape(assignment),
            escape=True,
        )
        matches = (re.fullmatch(regexp, path) for path in glob.glob(pattern) if os.path.isdir(path))
        return {match["found"] for match in matches if match}

    def enrolled_students(self) -> dict[str, str]:
        """Student id to display name ("" if none), of everybody in the gradebook."""
        with self.gradebook() as gradebook:
            return {
                student.id: " ".join(
                    part for part in (student.last_name, student.first_name) if part
                )
                for student in gradebook.students
            }

    def emails(self) -> dict[str, str]:
        """Student id to e-mail address, of those whose address the gradebook has."""
        with self.gradebook() as gradebook:
            return {student.id: student.email for student in gradebook.students if student.email}

    def released_notebooks(self, assignment: str) -> dict[str, set[str]]:
        """Notebook name to grade ids, as the gradebook knows them since the release; empty if not
        released.
        """
        with self.gradebook() as gradebook:
            try:
                notebooks = gradebook.find_assignment(assignment).notebooks
            except MissingEntry:
                return {}
            return {
                notebook.name: {cell.name for cell in notebook.source_cells}
                for notebook in notebooks
            }

    def due_date(self, assignment: str) -> datetime | None:
        """Until when submissions are on time, in UTC; None if there is no limit."""
        with self.gradebook() as gradebook:
            return gradebook.find_assignment(assignment).duedate

    def all_grade_ids(self) -> dict[str, set[str]]:
        """Grade ids of every released assignment: tells whose notebook a stray file is."""
        with self.gradebook() as gradebook:
            return {
                assignment.name: {
                    cell.name for notebook in assignment.notebooks for cell in notebook.source_cells
                }
                for assignment in gradebook.assignments
            }

    def named(self, given: str) -> str:
        """The assignment that somebody means: its name, the beginning of one only, a path to it."""
        known = self.assignments()
        name = given.rstrip("/").rpartition("/")[2] or given
        begun = [one for one in known if one.startswith(name)]
        return begun[0] if name not in known and len(begun) == 1 else name

    def check_released(self, assignment: str) -> None:
        """
        Raises:
            CannotRun: `unknown_assignment`, `not_released`.
        """
        known = self.assignments()
        if assignment not in known:
            near = nearest(assignment, known)
            hint = (
                f"혹시 {', '.join(near)}?" if near else f"있는 과제: {', '.join(known) or '없음'}"
            )
            raise CannotRun("unknown_assignment", f"{assignment}: 이런 과제가 없습니다. {hint}")
        if not self.released_notebooks(assignment):
            raise CannotRun(
                "not_released",
                f"{assignment}: 아직 배포하지 않았습니다. "
                f"먼저 `autograder release {assignment}`를 실행하세요.",
            )

    def assignment_config(self, assignment: str) -> AssignmentConfig:
        """Settings of ours for an assignment.

        Raises:
            CannotRun: `bad_config`
        """
        given = self.app.config.get("Autograder", {}).get("assignments", {})
        known = self.assignments()
        for name in set(given) - set(known):
            near = nearest(str(name), known)
            raise CannotRun(
                "bad_config",
                f"nbgrader_config.py의 c.Autograder.assignments: {name!r}이라는 과제가 없습니다."
                + (f" 혹시 {', '.join(near)}?" if near else ""),
            )
        own = given.get(assignment, {})
        if isinstance(own, Mapping):
            own = {"strict": strict_course(self.root), **own}
        return AssignmentConfig.of(assignment, own)

    def may_submit(self, assignment: str) -> set[str]:
        """Files beside the notebooks that the course lets students hand in
        (`Autograde.exclude_overwriting`).
        """
        return set(self._exclude_overwriting.get(assignment, []))

    @functools.cached_property
    def _exclude_overwriting(self) -> dict[str, list[str]]:
        return Autograde(coursedir=self.directories, parent=self.app).exclude_overwriting

    def support_files(self, assignment: str) -> list[Path]:
        """The instructor's own files beside the notebooks, as nbgrader would copy them."""
        source = self.path("source", ".", assignment)
        return [
            Path(file)
            for file in utils.find_all_files(str(source), self.directories.ignore + ["*.ipynb"])
        ]

    def good_timestamp(self, folder: Path) -> bytes | None:
        """The bytes of `timestamp.txt` if nbgrader can read them."""
        path = folder / "timestamp.txt"
        if not path.is_file() or path.is_symlink():
            return None
        data = read_bytes(path, 1000)
        try:
            utils.parse_utc(data.decode("utf-8").strip())
        except (ValueError, OverflowError, TypeError):
            return None
        return data

    def directories_for(self, student: str, assignment: str, **changes: str) -> CourseDirectory:
        """The course's directories as a converter for one student wants them, with some places
        changed.
        """
        directories = CourseDirectory(parent=self.app, root=str(self.root))
        directories.student_id, directories.assignment_id, directories.student_id_exclude = (
            student,
            assignment,
            "",
        )
        for trait, value in changes.items():
            setattr(directories, trait, value)
        return directories

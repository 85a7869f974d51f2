"""Every contact with nbgrader's Python API, so that a change there is met in one file
(gradebook.py: its database).

A `Course` is an nbgrader course directory as its own `nbgrader_config.py` describes it. Converters,
preprocessors and the gradebook are nbgrader's and run with the course's configuration; nothing here
re-implements them.
"""

from __future__ import annotations

import errno
import functools
import glob
import json
import logging
import os
import re
import shutil
import stat
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import common as metadata_checks
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearMarkScheme,
    Execute,
    InstantiateTests,
    OverwriteCells,
    OverwriteKernelspec,
    SaveCells,
)
from nbgrader.utils import compute_checksum, is_grade, is_locked, is_solution, is_task
from rapidfuzz import process
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import SAWarning

from ..errors import CannotRun
from ..intake.notebook import read_bytes
from ..sandbox.names import NAMES, of_assignment
from .gradebook import RUNS, Database, DatabaseFailed

__all__ = [
    "ONE_PROCESS",
    "TWO_PROCESSES",
    "AssignmentConfig",
    "Course",
    "DatabaseFailed",
    "GradeRow",
    "NbgraderFailed",
    "Template",
    "compute_checksum",
    "is_grade",
    "is_locked",
    "is_solution",
    "is_task",
]

# nbgrader builds its objects before it adds them to the session; SQLAlchemy 2 remarks on each.
warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")


class NbgraderFailed(Exception):
    """nbgrader could not process one submission; `str()` is the last thing it said, `log` all of
    it.
    """

    def __init__(self, reason: str, log: str) -> None:
        super().__init__(reason)
        self.log = log


@dataclass
class Template:
    """A notebook of an assignment as every student's rebuilt notebook starts: stubs, all tests,
    nbgrader's checksums.

    Attributes:
        name: notebook name without `.ipynb`.
        notebook: stubs in the solution cells, hidden tests in the test cells.
        released: what students were given for each cell, in the same order as `notebook.cells`.
    """

    name: str
    notebook: NotebookNode
    released: list[str]

    @property
    def grade_ids(self) -> set[str]:
        return {
            cell.metadata.nbgrader.grade_id
            for cell in self.notebook.cells
            if cell.metadata.get("nbgrader")
        }


@dataclass(frozen=True)
class GradeRow:
    """One graded cell of one student, as the gradebook has it now. `score` is None while nobody has
    given one.
    """

    notebook: str
    grade_id: str
    max_score: float
    score: float | None
    needs_manual_grade: bool


TWO_PROCESSES, ONE_PROCESS = "two-process", "one-process"


@dataclass(frozen=True)
class AssignmentConfig:
    """What a course's nbgrader_config.py says about an assignment in `c.Autograder.assignments`.

    Attributes:
        isolation: TWO_PROCESSES, or ONE_PROCESS where its tests can't live apart from the student's
            objects.
        files: files that the student's code is to hand back, relative names.
        modules: what warm executors import beforehand; empty to go by the imports of the
            assignment's notebooks.
    """

    isolation: str = TWO_PROCESSES
    files: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()

    @classmethod
    def of(cls, assignment: str, given: object) -> AssignmentConfig:
        """
        Raises:
            CannotRun: `bad_config`
        """

        def bad(what: str) -> CannotRun:
            return CannotRun(
                "bad_config",
                f"nbgrader_config.py의 c.Autograder.assignments[{assignment!r}]: {what}",
            )

        if not isinstance(given, Mapping):
            raise bad("사전(dict)이어야 합니다.")
        if unknown := set(given) - {"isolation", "files", "modules"}:
            raise bad(
                f"모르는 설정입니다: {', '.join(sorted(map(str, unknown)))} (쓸 수 있는 것: "
                "isolation, files, modules)"
            )
        if given.get("isolation", TWO_PROCESSES) not in (TWO_PROCESSES, ONE_PROCESS):
            raise bad(f"isolation은 {TWO_PROCESSES!r} 또는 {ONE_PROCESS!r}입니다.")
        lists = {}
        for key in ("files", "modules"):
            value = given.get(key, ())
            if not isinstance(value, (list, tuple)) or not all(
                isinstance(item, str) and item for item in value
            ):
                raise bad(f"{key}는 문자열의 목록이어야 합니다.")
            lists[key] = tuple(value)
        for name in lists["files"]:
            if name.startswith(("/", "~")) or ".." in Path(name).parts or name.endswith(".ipynb"):
                raise bad(f"files: {name}은 과제 폴더 안의 (노트북이 아닌) 파일 이름이 아닙니다.")
        return cls(given.get("isolation", TWO_PROCESSES), **lists)


@contextmanager
def captured(app: NbGrader) -> Iterator[list[str]]:
    """Messages that nbgrader logs meanwhile."""
    lines: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    handler = Collect(logging.INFO)
    app.log.addHandler(handler)
    try:
        yield lines
    finally:
        app.log.removeHandler(handler)


class Course:
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
        try:
            os.chdir(directory)  # nbgrader also reads the configuration of the working directory
            self.app.initialize([], root=str(directory))
        except (Exception, SystemExit) as error:
            raise CannotRun(
                "bad_config", f"{directory / 'nbgrader_config.py'}를 읽지 못했습니다: {error}"
            ) from error
        finally:
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

    def _gradebook(self) -> AbstractContextManager[Gradebook]:
        """To read from."""
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
        return sorted(self._listed("submitted", None, assignment))

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
        with self._gradebook() as gradebook:
            return {
                student.id: " ".join(
                    part for part in (student.last_name, student.first_name) if part
                )
                for student in gradebook.students
            }

    def released_notebooks(self, assignment: str) -> dict[str, set[str]]:
        """Notebook name to grade ids, as the gradebook knows them since the release; empty if not
        released.
        """
        with self._gradebook() as gradebook:
            try:
                notebooks = gradebook.find_assignment(assignment).notebooks
            except MissingEntry:
                return {}
            return {
                notebook.name: {cell.name for cell in notebook.source_cells}
                for notebook in notebooks
            }

    def all_grade_ids(self) -> dict[str, set[str]]:
        """Grade ids of every released assignment: tells whose notebook a stray file is."""
        with self._gradebook() as gradebook:
            return {
                assignment.name: {
                    cell.name for notebook in assignment.notebooks for cell in notebook.source_cells
                }
                for assignment in gradebook.assignments
            }

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
        assignments = self.app.config.get("Autograder", {}).get("assignments", {})
        if not isinstance(assignments, Mapping):
            raise CannotRun(
                "bad_config",
                "nbgrader_config.py의 c.Autograder.assignments는 사전(dict)이어야 합니다.",
            )
        return AssignmentConfig.of(assignment, assignments.get(assignment, {}))

    # -- release

    def generate_assignment(self, assignment: str) -> None:
        """nbgrader's own release step: blank notebooks in the release directory, cells into the
        gradebook.
        """
        self._convert(GenerateAssignment, ".", assignment)

    def template(self, assignment: str, name: str) -> Template:
        """The instructor's notebook as nbgrader releases and sanitises it, but with the hidden
        tests still in.

        Raises:
            CannotRun: `no_source`, `bad_source`, `source_changed` if the graded cells are no longer
                those of the release.
        """
        path = self.path("source", ".", assignment) / f"{name}.ipynb"
        if not path.is_file():
            raise CannotRun("no_source", f"{path}: 배포한 노트북의 원본이 없습니다.")
        try:
            return self._template(assignment, name, nbformat.read(path, as_version=4))
        except CannotRun:
            raise
        except Exception as error:  # nbformat and nbgrader's preprocessors raise many kinds
            raise CannotRun(
                "bad_source",
                f"{path}: 원본을 nbgrader로 처리하지 못했습니다({type(error).__name__}: {error}).",
            ) from error

    def _template(self, assignment: str, name: str, source: NotebookNode) -> Template:
        converter = GenerateAssignment(
            coursedir=self._directories(".", assignment), parent=self.app
        )
        steps = []
        for step in converter.preprocessors:
            if _is(step, SaveCells):
                break
            if not _is(
                step, InstantiateTests
            ):  # its result comes from the gradebook below; it would run a kernel
                steps.append(step)
        answers = source
        source = self._through(converter, steps, source, assignment, name)
        self._check_unchanged(source, assignment, name)
        notebook = self._through(
            converter, [OverwriteKernelspec, OverwriteCells], source, assignment, name
        )
        stubs = self._stubs(assignment, name)
        for cell in notebook.cells:
            if is_solution(cell):
                cell.source = stubs[cell.metadata.nbgrader.grade_id]
        notebook.metadata["autograder"] = {NAMES: names_of(notebook, answers)}
        released = self._through(
            converter, [ClearHiddenTests, ClearMarkScheme], notebook, assignment, name
        )
        return Template(name, notebook, [cell.source for cell in released.cells])

    def _through(
        self,
        converter: GenerateAssignment,
        steps: list,
        notebook: NotebookNode,
        assignment: str,
        name: str,
    ) -> NotebookNode:
        exporter = NotebookExporter(parent=converter, config=converter.config)
        for step in steps:
            exporter.register_preprocessor(step)
        resources = {
            "unique_key": name,
            "nbgrader": {
                "student": ".",
                "assignment": assignment,
                "notebook": name,
                "db_url": self.directories.db_url,
            },
        }
        text, _ = exporter.from_notebook_node(notebook, resources=resources)
        return nbformat.reads(text, as_version=4)

    def _stubs(self, assignment: str, name: str) -> dict[str, str]:
        with self._gradebook() as gradebook:
            return {
                cell.name: cell.source
                for cell in gradebook.find_notebook(name, assignment).source_cells
            }

    def _check_unchanged(self, source: NotebookNode, assignment: str, name: str) -> None:
        now = {
            cell.metadata.nbgrader.grade_id: cell
            for cell in source.cells
            if cell.metadata.get("nbgrader")
            and (is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell))
        }
        with self._gradebook() as gradebook:
            notebook = gradebook.find_notebook(name, assignment)
            then = {cell.name: cell.source for cell in notebook.source_cells if cell.locked}
            known = {cell.name for cell in notebook.source_cells}
            points = {
                cell.name: float(cell.max_score)
                for cell in [*notebook.grade_cells, *notebook.task_cells]
            }
        changed = set(now) ^ known
        for grade_id in set(now) & known:
            cell = now[grade_id]
            if grade_id in then and "AUTOTEST" not in cell.source and cell.source != then[grade_id]:
                changed.add(grade_id)
            if float(cell.metadata.nbgrader.get("points", 0)) != points.get(grade_id, 0):
                changed.add(grade_id)
        if changed:
            raise CannotRun(
                "source_changed",
                f"{name}: 배포한 뒤에 원본의 채점 셀이 바뀌었습니다({', '.join(sorted(changed))}). "
                f"`autograder release {assignment}`로 다시 배포한 뒤 채점하세요.",
            )

    # -- grading

    def may_submit(self, assignment: str) -> set[str]:
        """Files beside the notebooks that the course lets students hand in
        (`Autograde.exclude_overwriting`).
        """
        return set(
            Autograde(coursedir=self.directories, parent=self.app).exclude_overwriting.get(
                assignment, []
            )
        )

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

    def autograde(self, student: str, assignment: str, staged: Path, execute: object) -> None:
        """nbgrader's Autograde on the notebooks in `staged`, with `execute` in the place of its
        Execute.

        Args:
            staged: a folder that stands for the submitted directory (same structure below it).
            execute: a preprocessor instance; it sees each sanitised notebook and returns it
                executed.

        Raises:
            NbgraderFailed
            OSError: the disk is full.
        """

        def replace(converter: Autograde) -> None:
            steps = [
                execute if _is(step, Execute) else step
                for step in converter.autograde_preprocessors
            ]
            converter.autograde_preprocessors = steps if execute in steps else [execute, *steps]
            converter.create_student = True

        self._convert(Autograde, student, assignment, replace, submitted_directory=str(staged))

    def clear_scores(self, students: Iterable[str], assignment: str) -> None:
        """Take an earlier run's results away: nbgrader then shows the submissions as not
        autograded.

        Scores and comments that a person gave stay in the gradebook.
        """
        students = list(students)
        with self.transaction() as gradebook:
            for start in range(
                0, len(students), 500
            ):  # databases limit the values in one statement
                some = students[start : start + 500]
                theirs = (
                    select(SubmittedNotebook.id)
                    .join(
                        SubmittedAssignment,
                        SubmittedNotebook.assignment_id == SubmittedAssignment.id,
                    )
                    .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
                    .where(Assignment.name == assignment, SubmittedAssignment.student_id.in_(some))
                )
                for statement in (
                    update(Grade)
                    .where(Grade.notebook_id.in_(theirs))
                    .values(auto_score=None, needs_manual_grade=True),
                    update(Comment)
                    .where(Comment.notebook_id.in_(theirs))
                    .values(auto_comment=None),
                ):
                    gradebook.db.execute(statement.execution_options(synchronize_session=False))
                gradebook.db.execute(
                    delete(RUNS).where(RUNS.c.assignment == assignment, RUNS.c.student.in_(some))
                )
            gradebook.db.commit()
        for student in students:
            for step in ("autograded", "feedback"):
                remove_tree(self.path(step, student, assignment))

    def record_run(self, student: str, assignment: str, run: str) -> None:
        """Note beside a submission's scores, in the same transaction, the run that they are from."""
        with self.transaction() as gradebook:
            gradebook.db.execute(
                delete(RUNS).where(RUNS.c.assignment == assignment, RUNS.c.student == student)
            )
            gradebook.db.execute(
                insert(RUNS).values(assignment=assignment, student=student, run=run)
            )
            gradebook.db.commit()

    def recorded_runs(self, assignment: str) -> dict[str, str]:
        """Student to the run that the gradebook's scores are from."""
        with self.transaction() as gradebook:
            return dict(
                gradebook.db.execute(
                    select(RUNS.c.student, RUNS.c.run).where(RUNS.c.assignment == assignment)
                ).all()
            )

    def grades(self, student: str, assignment: str) -> tuple[float, list[GradeRow]] | None:
        """Late penalty and graded cells of a submission as the gradebook has them, None if it has
        no such submission.
        """
        with self._gradebook() as gradebook:
            notebooks = gradebook.db.execute(
                select(
                    SubmittedNotebook.id, Notebook.name, SubmittedNotebook.late_submission_penalty
                )
                .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
                .join(
                    SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id
                )
                .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
                .where(Assignment.name == assignment, SubmittedAssignment.student_id == student)
            ).all()
            if not notebooks:
                return None
            names = {key: name for key, name, _ in notebooks}
            found = gradebook.db.execute(
                select(
                    Grade.notebook_id,
                    BaseCell.name,
                    Grade.max_score,
                    Grade.auto_score,
                    Grade.manual_score,
                    Grade.score,
                    Grade.needs_manual_grade,
                )
                .join(BaseCell, Grade.cell_id == BaseCell.id)
                .where(Grade.notebook_id.in_(names))
            ).all()
        rows = [
            GradeRow(
                names[notebook],
                grade_id,
                float(most),
                None if auto is None and manual is None else float(score),
                bool(needs),
            )
            for notebook, grade_id, most, auto, manual, score, needs in found
        ]
        return sum(penalty or 0 for _, _, penalty in notebooks), rows

    # -- feedback

    def generate_feedback(
        self, student: str, assignment: str, exporter_class: type, before_export: list
    ) -> list[Path]:
        """nbgrader's GenerateFeedback for one student, with more preprocessors before the page is
        made.

        Raises:
            NbgraderFailed
        """

        def configure(converter: GenerateFeedback) -> None:
            converter.exporter_class = exporter_class
            converter.preprocessors = [
                converter.preprocessors[0],
                *before_export,
                *converter.preprocessors[1:],
            ]

        self._convert(GenerateFeedback, student, assignment, configure)
        return sorted(self.path("feedback", student, assignment).glob("*.html"))

    # -- running a converter

    def _directories(self, student: str, assignment: str, **changes: str) -> CourseDirectory:
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

    def _convert(
        self,
        kind: type,
        student: str,
        assignment: str,
        configure: Callable | None = None,
        **changes: str,
    ) -> None:
        with captured(self.app) as log:
            converter = kind(
                coursedir=self._directories(student, assignment, **changes), parent=self.app
            )
            converter.force = True
            if configure:
                configure(converter)

            def exactly_these() -> None:
                """In the place of nbgrader's search, which takes ids such as `kim[1]` for patterns."""
                folder = converter._format_source(assignment, student)
                names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
                found = [os.path.join(folder, name) for name in names if name.endswith(".ipynb")]
                if not found:
                    raise FileNotFoundError(f"no notebooks in {folder}")
                converter.assignments, converter.notebooks = {folder: found}, []

            converter.init_notebooks = exactly_these
            try:
                converter.start()
            except Exception as error:  # nbgrader has no narrower promise
                reason = _last_error(log) or str(error)
                full = next(
                    (code for code in (errno.ENOSPC, errno.EDQUOT) if f"[Errno {code}]" in reason),
                    None,
                )
                if full:
                    raise OSError(full, os.strerror(full)) from error
                raise NbgraderFailed(reason, "\n".join(log)) from error


@functools.cache
def _validator(schema: str) -> jsonschema.protocols.Validator:
    known = json.loads(schema)
    return jsonschema.validators.validator_for(known)(known)


def _validate(instance: object, schema: dict) -> None:
    """`jsonschema.validate` without examining nbgrader's own schema anew for every cell, a quarter
    of the writer's time.
    """
    error = jsonschema.exceptions.best_match(_validator(json.dumps(schema)).iter_errors(instance))
    if error is not None:
        raise error


metadata_checks.jsonschema = types.SimpleNamespace(validate=_validate)


def names_of(notebook: NotebookNode, answered: NotebookNode) -> dict:
    """Whose the names of an assignment's notebook are (see `sandbox.names.of_assignment`).

    Executors that keep tests apart from the student's process read it from the notebook's
    `autograder` metadata.

    Args:
        notebook: with all its tests.
        answered: the same with the model answers in its solution cells.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return of_assignment(
        [c.source for c in answered.cells if c.cell_type == "code" and is_solution(c)],
        [c.source for c in code if is_test(c)],
        [c.source for c in code if not is_test(c) and not is_students(c)],
        TransformerManager().transform_cell,
    )


def _is(step: object, kind: type) -> bool:
    """Whether a configured preprocessor (class, dotted name or instance) is nbgrader's `kind`."""
    if isinstance(step, str):
        return step.rsplit(".", 1)[-1] == kind.__name__
    return issubclass(step if isinstance(step, type) else type(step), kind)


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """What somebody may have meant who wrote `name`: up to three, best first."""
    found = process.extract(name, known, limit=3, score_cutoff=45)
    return [near for near, _, _ in found]


def _last_error(log: list[str]) -> str:
    """The exception line of the last traceback that nbgrader logged."""
    for message in reversed(log):
        if "Traceback (most recent call last)" in message:
            return message.strip().splitlines()[-1]
    return ""


def remove_tree(folder: Path) -> None:
    """Remove a folder of nbgrader's, whose files it made read-only."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        for base, _, _ in os.walk(folder):
            os.chmod(base, os.stat(base).st_mode | stat.S_IRWXU)
        shutil.rmtree(folder)


def is_test(cell: NotebookNode) -> bool:
    """Whether a cell is graded and not by what a student wrote into it."""
    return is_grade(cell) and not is_solution(cell)


def is_students(cell: NotebookNode) -> bool:
    """Whether a student wrote this cell: an answer, or one that was added below a task."""
    return is_solution(cell) or cell.metadata.get("autograder", {}).get("student") is True

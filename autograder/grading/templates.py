"""The notebooks that students' rebuilt ones start from: as nbgrader releases them, but with the
hidden tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearMarkScheme,
    InstantiateTests,
    OverwriteCells,
    OverwriteKernelspec,
    SaveCells,
)

from ..cells import is_grade, is_locked, is_solution, is_students, is_task, is_test
from ..errors import CannotRun
from ..sandbox.magics import unwrapped
from .converters import is_step
from .former import Former, former_path
from .nbgrader_course import NbgraderCourse
from .whose import NAMES, of_assignment

MARKERS = re.compile(r"^#* ?### (?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS)\s*$", re.MULTILINE)


@dataclass
class NotebookTemplate:
    """A notebook of an assignment as every student's rebuilt notebook starts: stubs, all tests,
    nbgrader's checksums.

    Attributes:
        name: notebook name without `.ipynb`.
        notebook: stubs in the solution cells, hidden tests in the test cells.
        released: what students were given for each cell, in the same order as `notebook.cells`.
        rubrics: of what a person grades, by grade id: what the instructor wrote where the student's
            answer goes.
        answers: the model's, by grade id.
        former: what students may have been given of cells that were changed or removed since.
    """

    name: str
    notebook: NotebookNode
    released: list[str]
    rubrics: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    former: Former = field(default_factory=Former)

    @property
    def grade_ids(self) -> set[str]:
        return {
            cell.metadata.nbgrader.grade_id
            for cell in self.notebook.cells
            if cell.metadata.get("nbgrader")
        }

    @property
    def ids(self) -> set[str]:
        return self.grade_ids | {cell.id for cell in self.notebook.cells if cell.get("id")}


def load_template(
    course: NbgraderCourse, assignment: str, name: str, fresh: bool = False
) -> NotebookTemplate:
    """The instructor's notebook as nbgrader releases and sanitises it, but with the hidden
    tests still in.

    Args:
        fresh: as the source is now, whether or not its graded cells are those of the release.

    Raises:
        CannotRun: `no_source`, `bad_source`, `source_changed` if the graded cells are no longer
            those of the release.
    """
    path = course.path("source", ".", assignment) / f"{name}.ipynb"
    if not path.is_file():
        raise CannotRun("no_source", f"{path}: 배포한 노트북의 원본이 없습니다.")
    try:
        return _template(course, assignment, name, read_source(path), fresh)
    except CannotRun:
        raise
    except Exception as error:  # nbformat and nbgrader's preprocessors raise many kinds
        raise CannotRun(
            "bad_source",
            f"{path}: 원본을 nbgrader로 처리하지 못했습니다({type(error).__name__}: {error}).",
        ) from error


def read_source(path: Path) -> NotebookNode:
    """An instructor's notebook, without empty metadata of nbgrader's: of cells that are nobody's
    answer, test or task and have no grade id.

    Honest case: old versions of nbgrader wrote such metadata where something was switched off.
    """
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        found = cell.metadata.get("nbgrader")
        used = is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell)
        if found is not None and not used and not found.get("grade_id"):
            del cell.metadata["nbgrader"]
    return notebook


def before_saving(
    course: NbgraderCourse, assignment: str, name: str, source: NotebookNode
) -> NotebookNode:
    """A source as nbgrader's release step has it before it enters the cells into the gradebook:
    stubs, hidden tests, checksums.
    """
    converter = _converter(course, assignment)
    steps = []
    for step in converter.preprocessors:
        if is_step(step, SaveCells):
            break
        if not is_step(
            step, InstantiateTests
        ):  # its result comes from the gradebook below; it would run a kernel
            steps.append(step)
    return _through(course, converter, steps, source, assignment, name)


def _converter(course: NbgraderCourse, assignment: str) -> GenerateAssignment:
    directories = course.directories_for(".", assignment)
    return GenerateAssignment(coursedir=directories, parent=course.app)


def _template(
    course: NbgraderCourse, assignment: str, name: str, source: NotebookNode, fresh: bool
) -> NotebookTemplate:
    converter = _converter(course, assignment)
    answers = source
    source = before_saving(course, assignment, name, source)
    stubs = _stubs(course, assignment, name)
    if fresh:
        notebook = _through(course, converter, [OverwriteKernelspec], source, assignment, name)
        for cell in notebook.cells:
            if "AUTOTEST" in cell.source and is_test(cell):
                cell.source = stubs.get(cell.metadata.nbgrader.grade_id, cell.source)
    else:
        _check_unchanged(course, source, assignment, name)
        steps = [OverwriteKernelspec, OverwriteCells]
        notebook = _through(course, converter, steps, source, assignment, name)
    for cell in notebook.cells:
        if is_solution(cell):
            cell.source = stubs.get(cell.metadata.nbgrader.grade_id, cell.source)
    notebook.metadata["autograder"] = {NAMES: names_of(notebook, answers)}
    released = _through(
        course, converter, [ClearHiddenTests, ClearMarkScheme], notebook, assignment, name
    )
    written = {cell.metadata.nbgrader.grade_id: cell for cell in answers.cells if is_solution(cell)}
    return NotebookTemplate(
        name,
        notebook,
        [cell.source for cell in released.cells],
        {
            grade_id: MARKERS.sub("", cell.source).strip()
            for grade_id, cell in written.items()
            if is_grade(cell)
        },
        {grade_id: MARKERS.sub("", cell.source) for grade_id, cell in written.items()},
        Former.read(former_path(course, assignment), name),
    )


def _through(
    course: NbgraderCourse,
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
            "db_url": course.directories.db_url,
        },
    }
    text, _ = exporter.from_notebook_node(notebook, resources=resources)
    return nbformat.reads(text, as_version=4)


def _stubs(course: NbgraderCourse, assignment: str, name: str) -> dict[str, str]:
    with course.gradebook() as gradebook:
        return {
            cell.name: cell.source
            for cell in gradebook.find_notebook(name, assignment).source_cells
        }


def _check_unchanged(
    course: NbgraderCourse, source: NotebookNode, assignment: str, name: str
) -> None:
    now = {
        cell.metadata.nbgrader.grade_id: cell
        for cell in source.cells
        if cell.metadata.get("nbgrader")
        and (is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell))
    }
    with course.gradebook() as gradebook:
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
            f"제출물이 이미 있으면 `autograder regrade {assignment}`로 바뀐 과제만 다시 "
            f"채점하세요. 없으면 `autograder release {assignment}`로 다시 배포하세요.",
        )


def names_of(notebook: NotebookNode, answered: NotebookNode) -> dict:
    """Whose the names of an assignment's notebook are (see `whose.of_assignment`).

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
        lambda source: TransformerManager().transform_cell(unwrapped(source)),
    )

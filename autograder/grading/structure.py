"""An assignment's cells in the gradebook: brought up to a changed source although there are
submissions, which nbgrader refuses, and put back.

What students were given to write in stays as it was given: by it an untouched answer is known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import ColumnElement, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from ..cells import is_grade, is_locked, is_solution, is_task
from ..errors import CannotRun
from .gradebook import ANSWERS, RUNS
from .nbgrader_course import NbgraderCourse

Rows = dict[str, list[dict[str, Any]]]
"""Rows of tables by the tables' names, as JSON can hold them."""
OF_CELLS = (GradeCell, SolutionCell, TaskCell)
OURS = (RUNS, ANSWERS)


def _table(kind: Any) -> Table:
    return kind.__table__


class Cells:
    """The tables that hold an assignment, in a transaction.

    Args:
        session: of a `Gradebook` in `NbgraderCourse.transaction`.
    """

    def __init__(self, session: Session, assignment: str) -> None:
        self.session, self.assignment = session, assignment
        notebooks = (
            select(Notebook.id)
            .join(Assignment, Notebook.assignment_id == Assignment.id)
            .where(Assignment.name == assignment)
        )
        handed_in = (
            select(SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(Assignment.name == assignment)
        )
        base = _table(BaseCell)
        cells = select(base.c.id).where(base.c.notebook_id.in_(notebooks))
        self.where: dict[Table, ColumnElement[bool]] = {
            base: base.c.notebook_id.in_(notebooks),
            **{_table(kind): _table(kind).c.id.in_(cells) for kind in OF_CELLS},
            _table(SourceCell): _table(SourceCell).c.notebook_id.in_(notebooks),
            _table(Grade): _table(Grade).c.notebook_id.in_(handed_in),
            _table(Comment): _table(Comment).c.notebook_id.in_(handed_in),
            _table(SubmittedNotebook): _table(SubmittedNotebook).c.id.in_(handed_in),
            **{table: table.c.assignment == assignment for table in OURS},
        }

    def rows(self) -> Rows:
        return {table.name: self._read(table) for table in self.where}

    def _read(self, table: Table) -> list[dict[str, Any]]:
        found = self.session.execute(select(table).where(self.where[table])).mappings()
        return [dict(row) for row in found]

    def students(self) -> dict[str, str]:
        """A submitted notebook's number to its student."""
        found = self.session.execute(
            select(SubmittedNotebook.id, SubmittedAssignment.student_id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(Assignment.name == self.assignment)
        )
        return dict(found.all())

    def drop(self, cells: Collection[str]) -> None:
        """Take cells out, by their numbers, with everything that hangs on them."""
        for kind in (Grade, Comment):
            self.session.execute(delete(_table(kind)).where(_table(kind).c.cell_id.in_(cells)))
        for kind in (*OF_CELLS, BaseCell):
            self.session.execute(delete(_table(kind)).where(_table(kind).c.id.in_(cells)))

    def give_everybody_rows(self) -> None:
        """A grade for each graded cell and a comment for each answer, where a submission has none
        yet: as nbgrader makes them when the first attempt comes.
        """
        submitted = self._read(_table(SubmittedNotebook))
        cells = {row["id"]: row for row in self._read(_table(BaseCell))}
        wanted = {Grade: ("GradeCell", "TaskCell"), Comment: ("SolutionCell", "TaskCell")}
        for kind, types in wanted.items():
            there = {(row["cell_id"], row["notebook_id"]) for row in self._read(_table(kind))}
            for one in submitted:
                for cell in cells.values():
                    place = (cell["id"], one["id"])
                    same = cell["notebook_id"] == one["notebook_id"] and cell["type"] in types
                    if same and place not in there:
                        self.session.add(kind(cell_id=cell["id"], notebook_id=one["id"]))
        self.session.flush()


def sync(course: NbgraderCourse, assignment: str, sources: Mapping[str, NotebookNode]) -> None:
    """Enter changed, added and removed cells, all or none.

    Args:
        sources: by notebook, as `templates.before_saving` gives them.

    Raises:
        CannotRun: cell_kind_changed.
    """
    with course.transaction() as gradebook:
        cells = Cells(gradebook.db, assignment)
        for name, source in sources.items():
            notebook = gradebook.find_notebook(name, assignment)
            here = {
                cell.metadata.nbgrader.grade_id: cell
                for cell in source.cells
                if cell.metadata.get("nbgrader")
                and (is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell))
            }
            known = {cell.name: cell for cell in notebook.source_cells}
            graded = {cell.name: cell for cell in [*notebook.grade_cells, *notebook.task_cells]}
            answers = {cell.name for cell in notebook.solution_cells}
            for grade_id, cell in here.items():
                if grade_id not in known:
                    _add(gradebook.db, notebook, grade_id, cell)
                    continue
                _check_kind(name, grade_id, cell, grade_id in graded, grade_id in answers)
                if grade_id in graded:
                    graded[grade_id].max_score = float(cell.metadata.nbgrader.points)
                if is_locked(cell) and "AUTOTEST" not in cell.source:
                    known[grade_id].source = cell.source
                    known[grade_id].checksum = cell.metadata.nbgrader.get("checksum")
                    known[grade_id].cell_type = cell.cell_type
            gradebook.db.flush()
            gone = set(known) - set(here)
            base, source_cell = _table(BaseCell), _table(SourceCell)
            numbers = gradebook.db.scalars(
                select(base.c.id).where(base.c.notebook_id == notebook.id, base.c.name.in_(gone))
            ).all()
            cells.drop(numbers)
            gradebook.db.execute(
                delete(source_cell).where(
                    source_cell.c.notebook_id == notebook.id, source_cell.c.name.in_(gone)
                )
            )
        cells.give_everybody_rows()
        gradebook.db.commit()


def _check_kind(name: str, grade_id: str, cell: NotebookNode, graded: bool, answer: bool) -> None:
    if graded != (is_grade(cell) or is_task(cell)) or answer != is_solution(cell):
        raise CannotRun(
            "cell_kind_changed",
            f"{name}: {grade_id} 셀의 역할(답, 검사)이 바뀌었습니다. 새 id를 주면 과제를 더하고 뺀 "
            "것으로 다룹니다.",
        )


def _add(session: Session, notebook: Notebook, grade_id: str, cell: NotebookNode) -> None:
    own = {"name": grade_id, "notebook_id": notebook.id}
    if is_grade(cell) or is_task(cell):
        kind = GradeCell if is_grade(cell) else TaskCell
        points = float(cell.metadata.nbgrader.points)
        session.add(kind(**own, max_score=points, cell_type=cell.cell_type))
    if is_solution(cell):
        session.add(SolutionCell(**own))
    checksum = cell.metadata.nbgrader.get("checksum")
    kept = {"cell_type": cell.cell_type, "locked": is_locked(cell), "source": cell.source}
    session.add(SourceCell(**own, **kept, checksum=checksum))


def restore(course: NbgraderCourse, assignment: str, rows: Rows, students: Collection[str]) -> None:
    """Put cells, and these students' automatic scores, back to what they were. Points and comments
    that people gave since stay.
    """
    with course.transaction() as gradebook:
        cells = Cells(gradebook.db, assignment)
        then = {row["id"] for row in rows["base_cell"]}
        now = {row["id"] for row in cells.rows()["base_cell"]}
        cells.drop(now - then)
        gradebook.db.execute(delete(_table(SourceCell)).where(cells.where[_table(SourceCell)]))
        _insert(gradebook.db, _table(SourceCell), rows["source_cell"])
        for kind in (BaseCell, *OF_CELLS):
            _put(gradebook.db, _table(kind), rows[_table(kind).name], now)
        of = cells.students()
        theirs = {number for number, student in of.items() if student in students}
        for kind, fields in {Grade: ("auto_score",), Comment: ("auto_comment",)}.items():
            _put_given(gradebook.db, _table(kind), rows[_table(kind).name], theirs, fields)
        for row in rows["submitted_notebook"]:
            if row["id"] in theirs:
                table = _table(SubmittedNotebook)
                penalty = {"late_submission_penalty": row["late_submission_penalty"]}
                gradebook.db.execute(update(table).where(table.c.id == row["id"]).values(penalty))
        for table in OURS:
            mine = (table.c.assignment == assignment) & table.c.student.in_(students)
            gradebook.db.execute(delete(table).where(mine))
            _insert(
                gradebook.db,
                table,
                [row for row in rows[table.name] if row["student"] in students],
            )
        cells.give_everybody_rows()
        gradebook.db.commit()


def _insert(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _put(session: Session, table: Table, rows: list[dict[str, Any]], now: set[str]) -> None:
    """Rows of cells: those that are gone again, the others as they were."""
    _insert(session, table, [row for row in rows if row["id"] not in now])
    for row in rows:
        if row["id"] in now:
            session.execute(update(table).where(table.c.id == row["id"]).values(row))


def _put_given(
    session: Session,
    table: Table,
    rows: list[dict[str, Any]],
    theirs: set[str],
    fields: tuple[str, ...],
) -> None:
    """Grades and comments: what grading wrote as it was, what people wrote as it is."""
    wanted = [row for row in rows if row["notebook_id"] in theirs]
    found = session.execute(select(table)).mappings()
    now = {row["id"]: dict(row) for row in found if row["notebook_id"] in theirs}
    _insert(session, table, [row for row in wanted if row["id"] not in now])
    for row in wanted:
        if row["id"] not in now:
            continue
        values = {name: row[name] for name in fields}
        if table.name == "grade" and now[row["id"]]["manual_score"] == row["manual_score"]:
            values["needs_manual_grade"] = row["needs_manual_grade"]
        session.execute(update(table).where(table.c.id == row["id"]).values(values))

"""The lesson contract: what is tried on an exercise's tests, and what each trial must end in.

Blank scores 0 in every task; so does a solution cell whose functions just return None. The solution
scores full marks; every mutant loses points in its own task, with the message that it asks for;
every alternate keeps all points of its task, and the first of each task together those of the
notebook. A key mutant loses points by the visible tests.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..course import Course
from .lesson import Lesson
from .notebook import exercise_notebook
from .student import student_version
from .trials import Trial

if TYPE_CHECKING:
    from .verify import Results

VISIBLE = "{} (visible)"  # result of a test cell without its hidden tests, by the cell's grade id


@dataclass(frozen=True)
class Variant:
    """One notebook to try.

    Attributes:
        kind: solution, blank, returns-none, mutant, alternate; alternates: of several tasks.
        task: whose answer is changed, "" for all.
        where: file and line, for a person.
        replace: task -> what stands in its solution cell.
        tests: grade ids of the task's tests.
        trial: of trials.py, None where the contract itself asks for the variant.
    """

    kind: str
    task: str = ""
    why: str = ""
    where: str = "exercise.py:1"
    replace: Mapping[str, str] = field(default_factory=dict)
    tests: tuple[str, ...] = ()
    trial: Trial | None = None

    @property
    def alone(self) -> bool:
        """Only the task's own tests judge it; where models are trained, the others cost minutes."""
        return self.kind in ("mutant", "returns-none", "alternates")

    @property
    def key(self) -> bool:
        return self.trial is not None and self.trial.key


def student_sources(course: Course, lesson: Lesson) -> dict[str, str]:
    """Grade id -> what students see in a solution or test cell."""
    return {
        cell.id: cell.source
        for cell in student_version(exercise_notebook(course, lesson), course.root).cells
        if "nbgrader" in cell.metadata and cell.cell_type == "code"
    }


def returns_none(blank: str) -> str | None:
    """The blank cell with `return None` for every `raise NotImplementedError`, None without any."""
    changed = re.sub(r"(?m)^(\s+)raise NotImplementedError\(.*\)$", r"\1return None", blank)
    return changed if changed != blank else None


def variants(lesson: Lesson, seen: Mapping[str, str]) -> Iterator[Variant]:
    """Everything that the contract tries.

    Args:
        seen: of `student_sources`.
    """
    tasks = {name: task for name, task in lesson.tasks.items() if task.tests}
    yield Variant("solution")
    yield Variant("blank", replace={name: seen[name] for name in tasks})
    for name, task in tasks.items():
        empty = returns_none(seen[name])
        if empty:
            where = f"exercise.py:{task.answer.line}"
            why = "every function returns None"
            tests = tuple(task.test_ids)
            yield Variant("returns-none", name, why, where, {name: empty}, tests)
    for trial in lesson.trials:
        yield Variant(
            trial.role,
            trial.task,
            trial.why,
            f"trials.py:{trial.line}",
            {trial.task: trial.source},
            tuple(tasks[trial.task].test_ids),
            trial,
        )


def first_message(names: tuple[str, ...], results: Results) -> str | None:
    """Message of the first of these tests that loses points, None where none does."""
    lost = (results[name] for name in names if results[name].earned < results[name].points)
    return next((result.message for result in lost), None)


def judge(variant: Variant, results: Results) -> str | None:
    """What breaks the contract, None when it holds."""
    if variant.kind in ("blank", "returns-none"):
        names = variant.tests or tuple(results)
        scored = [name for name in names if results[name].earned > 0]
        return f"scores in {', '.join(scored)}" if scored else None
    if variant.kind == "mutant":
        return judge_mutant(variant, results)
    lost = [
        f"{name} ({result.message})"
        for name, result in results.items()
        if result.earned < result.points
    ]
    noisy = [name for name, result in results.items() if result.stderr]
    if lost:
        return f"loses points in {'; '.join(lost)}"
    return (
        f"writes to stderr in {', '.join(noisy)}: nbgrader would give 0 points" if noisy else None
    )


def judge_mutant(variant: Variant, results: Results) -> str | None:
    """As `judge`; the tests' visible parts are judged where the run had them."""
    says = variant.trial.says if variant.trial else ""
    visible = tuple(VISIBLE.format(name) for name in variant.tests)
    runs = [("", variant.tests)]
    if variant.key and visible[0] in results:
        runs.insert(0, ("the visible tests alone: ", visible))
    for which, names in runs:
        message = first_message(names, results)
        if message is None:
            return f"{which}keeps all points of its task"
        if says not in message:
            return f"{which}its first message does not say {says!r} but {message!r}"
    return None


def try_alternates(
    alternates: list[Variant], run: Callable[[Variant], Results]
) -> list[tuple[Variant, Results]]:
    """Try right answers in few runs: the first of every task in one notebook, then the second of
    every task, and so on. Where one of them loses points, each of that run is tried alone.

    The first run judges by every test of the notebook, the later ones by those of their tasks: the
    others have nothing new to judge, and where models are trained they cost most of the time.

    Returns:
        Variant and results for each.
    """
    by_task: dict[str, list[Variant]] = {}
    for variant in alternates:
        by_task.setdefault(variant.task, []).append(variant)
    tried: list[tuple[Variant, Results]] = []
    for group in itertools.zip_longest(*by_task.values()):
        together = [variant for variant in group if variant is not None]
        replace = {task: text for one in together for task, text in one.replace.items()}
        tests = tuple(test for one in together for test in one.tests)
        joint = Variant("alternates" if tried else "alternate", replace=replace, tests=tests)
        results = run(joint)
        alone = len(together) > 1 and judge(joint, results) is not None
        tried += [(variant, run(variant) if alone else results) for variant in together]
    return tried

"""The paste check: which tasks get full marks from the lecture's own functions, names adapted?

For each task the functions and classes that the lecture defines are put in the answer's place, as a
student would paste them: with the imports, helpers and simple constants that they use, under the
asked name. What the lecture trains or loads isn't pasted. `autograder verify` refuses an exercise
of whose tested tasks more than half fall; the build doesn't, because it runs no lesson's code.
"""

from __future__ import annotations

import ast
import difflib
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .cells import LessonText
from .exercise import Task
from .lesson import Lesson

TRIES = 20  # combinations of functions for one task, nearest names first
BUILTINS = "dict enumerate frozenset len list max min range round set sorted str sum tuple zip"
SIMPLE = {*BUILTINS.split(), "Counter", "math", "np", "re", "runtime"}  # what a constant may call

Function = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Definition:
    """A statement of the lecture that binds names.

    Attributes:
        uses: names that it reads, of which the lecture defines some.
        function: what it defines, None for imports and constants.
    """

    names: tuple[str, ...]
    source: str
    uses: frozenset[str]
    function: Function | None

    @property
    def imports(self) -> bool:
        return self.source.startswith(("import ", "from "))


def parse(source: str) -> ast.Module:
    """A cell's syntax tree, magics and shell escapes included."""
    from IPython.core.inputtransformer2 import TransformerManager

    return ast.parse(TransformerManager().transform_cell(source))


def root(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node


def simple(value: ast.expr) -> bool:
    """Nothing that trains, loads or draws: calls of plain functions only."""
    roots = [root(node.func) for node in ast.walk(value) if isinstance(node, ast.Call)]
    return all(
        isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id in SIMPLE)
        for node in roots
    )


def definitions(lecture: LessonText) -> list[Definition]:
    """What can be pasted from a lecture, in its order."""
    found = []
    for cell in lecture.cells:
        if cell.kind != "code" or cell.mark == "claim":
            continue
        for node in parse(cell.source).body:
            if isinstance(node, Function):
                names = [node.name]
            elif isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.asname or alias.name.partition(".")[0] for alias in node.names]
            elif isinstance(node, ast.Assign) and simple(node.value):
                targets = [part for target in node.targets for part in ast.walk(target)]
                names = [part.id for part in targets if isinstance(part, ast.Name)]
            else:
                continue
            uses = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            function = node if isinstance(node, Function) else None
            found.append(Definition(tuple(names), ast.unparse(node), frozenset(uses), function))
    return found


def needed(definition: Definition, known: list[Definition]) -> list[Definition]:
    """A definition and all that it uses, in the lecture's order."""
    last = {name: one for one in known for name in one.names}
    last |= dict.fromkeys(definition.names, definition)
    found, waiting = [], [definition]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.append(one)
            waiting += [last[name] for name in one.uses if name in last]
    return sorted(found, key=known.index)


def asked(task: Task) -> list[Function]:
    """Functions and classes that a task's answer defines."""
    return [node for node in parse(task.answer.source).body if isinstance(node, Function)]


def parameters(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]


def fits(wanted: Function, given: Function) -> bool:
    """Can `given` be called as `wanted` is?"""
    if isinstance(wanted, ast.ClassDef) or isinstance(given, ast.ClassDef):
        return type(wanted) is type(given)
    most, least = len(parameters(given)), len(parameters(given)) - len(given.args.defaults)
    return least <= len(parameters(wanted)) <= most


def bound(wanted: Function, given: Function) -> str:
    """Code that gives the pasted function the asked name and parameters."""
    old = f"pasted_{given.name}"
    if isinstance(wanted, ast.ClassDef) or isinstance(given, ast.ClassDef):
        return f"{wanted.name} = {given.name}"
    names = parameters(wanted)
    same = set(names) <= set(parameters(given))
    call = ", ".join(f"{name}={name}" if same else name for name in names)
    return (
        f"{old} = {given.name}\n"
        f"def {wanted.name}({ast.unparse(wanted.args)}):\n    return {old}({call})"
    )


def pastes(task: Task, known: list[Definition]) -> Iterator[str]:
    """Answers that a student could paste, the likeliest first."""
    choices = []
    for wanted in asked(task):
        fitting = [one for one in known if one.function and fits(wanted, one.function)]
        fitting.sort(key=lambda one: -likeness(wanted.name, one.names[0]))
        choices.append([(wanted, one) for one in fitting])
    if not choices:
        return
    for chosen in itertools.islice(itertools.product(*choices), TRIES):
        parts = {part.source: None for _, one in chosen for part in needed(one, known)}
        ends = [bound(wanted, one.function) for wanted, one in chosen if one.function]
        yield "\n".join([*parts, *ends])


def likeness(first: str, second: str) -> float:
    return difflib.SequenceMatcher(None, first, second).ratio()


def passed_by_paste(
    lesson: Lesson, full_marks: Callable[[Task, Mapping[str, str]], bool]
) -> list[str]:
    """Names of the tasks that a paste solves.

    Args:
        full_marks: runs a task's tests on {task: answer}.
    """
    known = definitions(lesson.lecture)
    return [
        task.name
        for task in lesson.tasks.values()
        if task.tests
        and any(full_marks(task, {task.name: answer}) for answer in pastes(task, known))
    ]

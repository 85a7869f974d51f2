"""nbgrader's converters, run for one student or one assignment at a time: release, autograde."""

from __future__ import annotations

import errno
import functools
import json
import logging
import os
import shutil
import stat
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.converters.base import BaseConverter
from nbgrader.nbgraderformat import common as metadata_checks
from nbgrader.preprocessors import Execute
from traitlets.config import Config

from .nbgrader_course import NbgraderCourse


class NbgraderFailed(Exception):
    """nbgrader could not process one submission; `str()` is the last thing it said, `log` all of
    it.
    """

    def __init__(self, reason: str, log: str) -> None:
        super().__init__(reason)
        self.log = log


def generate_assignment(course: NbgraderCourse, assignment: str) -> None:
    """nbgrader's own release step: blank notebooks in the release directory, cells into the
    gradebook.
    """
    _convert(course, GenerateAssignment, ".", assignment)


def autograde(
    course: NbgraderCourse, student: str, assignment: str, staged: Path, execute: object
) -> None:
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
            execute if is_step(step, Execute) else step
            for step in converter.autograde_preprocessors
        ]
        converter.autograde_preprocessors = steps if execute in steps else [execute, *steps]
        converter.create_student = True
        # Validated once, not after each of a dozen preprocessors.
        converter.update_config(Config({"Exporter": {"optimistic_validation": True}}))

    _convert(course, Autograde, student, assignment, replace, submitted_directory=str(staged))


def _convert(
    course: NbgraderCourse,
    kind: type,
    student: str,
    assignment: str,
    configure: Callable | None = None,
    **changes: str,
) -> None:
    with captured(course.app) as log:
        converter = kind(
            coursedir=course.directories_for(student, assignment, **changes), parent=course.app
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
            BaseConverter.start(converter)  # not what `plain_nbgrader` put in its place
        except Exception as error:  # nbgrader has no narrower promise
            reason = _last_error(log) or str(error)
            full = next(
                (code for code in (errno.ENOSPC, errno.EDQUOT) if f"[Errno {code}]" in reason),
                None,
            )
            if full:
                raise OSError(full, os.strerror(full)) from error
            raise NbgraderFailed(reason, "\n".join(log)) from error


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


def _last_error(log: list[str]) -> str:
    """The exception line of the last traceback that nbgrader logged."""
    for message in reversed(log):
        if "Traceback (most recent call last)" in message:
            return message.strip().splitlines()[-1]
    return ""


def is_step(step: object, kind: type) -> bool:
    """Whether a configured preprocessor (class, dotted name or instance) is nbgrader's `kind`."""
    if isinstance(step, str):
        return step.rsplit(".", 1)[-1] == kind.__name__
    return issubclass(step if isinstance(step, type) else type(step), kind)


def remove_tree(folder: Path) -> None:
    """Remove a folder of nbgrader's, whose files it made read-only."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        for base, _, _ in os.walk(folder):
            os.chmod(base, os.stat(base).st_mode | stat.S_IRWXU)
        shutil.rmtree(folder)


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

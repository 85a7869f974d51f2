"""What a course's nbgrader_config.py says, held against what can be meant."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import Execute
from rapidfuzz import process
from sqlalchemy import make_url

from ..errors import CannotRun
from .protocol import ONE_PROCESS, TWO_PROCESSES


def check(app: NbGrader) -> None:
    """Have every setting read that grading will need, before anything is done.

    Raises:
        CannotRun: `bad_config`: of our own settings.
        Exception: nbgrader's and SQLAlchemy's own, of theirs.
    """
    own = app.config.get("Autograder", {})
    for key in set(own) - {"assignments"}:
        raise CannotRun(
            "bad_config",
            f"nbgrader_config.py: c.Autograder.{key}라는 설정은 없습니다. 혹시 assignments?",
        )
    if not isinstance(own.get("assignments", {}), Mapping):
        raise CannotRun(
            "bad_config",
            "nbgrader_config.py의 c.Autograder.assignments는 사전(dict)이어야 합니다.",
        )
    directories = app.coursedir
    for step in ("source", "release", "submitted", "autograded", "feedback"):
        directories.format_path(getattr(directories, f"{step}_directory"), "student", "assignment")
    make_url(directories.db_url).get_dialect().import_dbapi()
    for kind in (Autograde, GenerateAssignment):
        kind(coursedir=directories, parent=app)
    Execute(parent=app)


@dataclass(frozen=True)
class AssignmentConfig:
    """What a course's nbgrader_config.py says about an assignment in `c.Autograder.assignments`.

    Attributes:
        isolation: TWO_PROCESSES, or ONE_PROCESS where its tests can't live apart from the student's
            objects.
        files: files that the student's code is to hand back, relative names.
        modules: what warm executors import beforehand; empty to go by the imports of the
            assignment's notebooks.
        strict: refuse to grade where a test takes points from the model answer in two processes
            alone, instead of running it beside the answers.
    """

    isolation: str = TWO_PROCESSES
    files: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    strict: bool = False

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
        if unknown := set(given) - {"isolation", "files", "modules", "strict"}:
            raise bad(
                f"모르는 설정입니다: {', '.join(sorted(map(str, unknown)))} (쓸 수 있는 것: "
                "isolation, files, modules, strict)"
            )
        if given.get("isolation", TWO_PROCESSES) not in (TWO_PROCESSES, ONE_PROCESS):
            raise bad(f"isolation은 {TWO_PROCESSES!r} 또는 {ONE_PROCESS!r}입니다.")
        if not isinstance(given.get("strict", False), bool):
            raise bad("strict는 True 또는 False입니다.")
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
        return cls(
            given.get("isolation", TWO_PROCESSES), strict=given.get("strict", False), **lists
        )


def strict_course(root: Path) -> bool:
    """What `strict` in a course.toml says, where there is one.

    Raises:
        CannotRun: `bad_config`
    """
    path = root / "course.toml"
    try:
        strict = tomllib.loads(path.read_text(encoding="utf-8")).get("strict", False)
    except (OSError, ValueError):  # no course of ours: nobody else reads it
        return False
    if not isinstance(strict, bool):
        raise CannotRun("bad_config", f"{path}: strict는 true 또는 false입니다.")
    return strict


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """What somebody may have meant who wrote `name`: up to three, best first."""
    known = list(known)
    holds = [one for one in known if name and name.casefold() in one.casefold()]
    found = process.extract(name, known, limit=3, score_cutoff=45)
    return list(dict.fromkeys([*holds, *(near for near, _, _ in found)]))[:3]

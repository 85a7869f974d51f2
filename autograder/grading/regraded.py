"""What became of a regrade: which tasks changed, who has which score now, and the log of both."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from .kept import Kept, folder_of
from .nbgrader_course import NbgraderCourse
from .results import Result
from .tasks import key

ADDED, REMOVED, TESTS, POINTS = "added", "removed", "tests", "points"


@dataclass
class Change:
    """A task that is not what it was.

    Attributes:
        what: of ADDED, REMOVED, TESTS (its test, its model answer or what it needs), POINTS.
        students: whose results it touches.
    """

    task: str
    what: list[str]
    points_before: float | None = None
    points: float | None = None
    students: int = 0


@dataclass
class Moved:
    """One student, before and after: score out of what is judged, points that wait, and the tasks
    whose points are others.
    """

    before: float | None
    after: float | None
    pending_before: float
    pending: float
    tasks: dict[str, list[float | None]] = field(default_factory=dict)


@dataclass
class Regraded:
    """What `regrade` or `undo` did, or would do.

    Attributes:
        students: everybody whose score is another one.
        held: student to the tasks whose earlier score stays, because the new one is lower.
        left_out: student to the reason why nothing was done.
    """

    assignment: str
    id: str = ""
    changes: list[Change] = field(default_factory=list)
    graded: int = 0
    students: dict[str, Moved] = field(default_factory=dict)
    held: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def status(self) -> int:
        """Exit status: 1 if somebody was left out."""
        return int(bool(self.left_out))


def points_of(result: Result) -> dict[str, Any]:
    tasks = {key(task.notebook, task.grade_id): task.score for task in result.tasks}
    return {"score": result.score, "pending": result.pending, "tasks": tasks}


def log(course: NbgraderCourse, kept: Kept, action: str, made: Regraded) -> None:
    """One line more in `log.jsonl`: who, when, why, what, and every score that is another."""
    line = {
        "action": action,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        **{name: kept.state[name] for name in ("id", "who", "why")},
        **asdict(made),
    }
    path = folder_of(course, kept.assignment) / "log.jsonl"
    with open(path, "a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")

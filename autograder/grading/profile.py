"""Where the seconds of a run of `grade` go, for `--profile`.

Measured by the clock of the process that grades and, inside a job, by the executor's: nothing that
a student's process says is taken for a time. Seconds of a job are lengths, so that a worker's clock
need not be this machine's.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Iterable, Mapping
from typing import Any

from nbformat import NotebookNode

from ..cells import is_own, is_test
from .protocol import Execution

READ, START, ANSWERS, TESTS, OTHER, WRITE, WAIT = STAGES = (
    *("read", "start", "answers", "tests", "other", "write", "wait"),
)
NAMES = {
    READ: "제출물을 읽고 다시 짓기",
    START: "두 프로세스 띄우기",
    ANSWERS: "학생의 답과 주어진 셀",
    TESTS: "검사 셀",
    OTHER: "나머지 실행(답 곁에서 해 본 검사, 다시 띄운 뒤의 되풀이, 옮겨 적기)",
    WRITE: "결과와 성적부 쓰기",
    WAIT: "차례를 기다림",
}
HERE = (READ, WRITE)
"""Done by this process's own thread, whose processor seconds cost nothing to know."""
SLOWEST = 3
ADDED = "학생이 더한 셀"


class Profile:
    """A stopwatch for each submission: a lap ends where the next begins, so that none is lost."""

    def __init__(self) -> None:
        self.began = self.first = self.last = time.monotonic()
        self.submissions: dict[str, dict[str, float]] = {}
        self.processor: dict[str, dict[str, float]] = {}
        self.cells: dict[str, list[tuple[float, str]]] = {}
        self._marks: dict[str, tuple[float, float]] = {}
        self._taken: dict[str, float] = {}

    def lap(self, student: str, stage: str) -> None:
        """What was done for a submission since its last lap was this stage."""
        self.last, used = time.monotonic(), time.thread_time()
        if student not in self._marks:
            self.first = self.last if not self._marks else self.first
            self._marks[student], self._taken[student] = (self.last, used), self.last
            self.submissions[student] = dict.fromkeys(STAGES, 0.0)
            self.processor[student] = dict.fromkeys(HERE, 0.0)
        before, used_before = self._marks[student]
        self.submissions[student][stage] += self.last - before
        if stage in HERE:
            self.processor[student][stage] += used - used_before
        self._marks[student] = (self.last, used)

    def executed(self, student: str, done: Mapping[str, Execution], seconds: float) -> None:
        """So much of what looked like waiting was a job."""
        stages, left = self.submissions[student], seconds
        for name, execution in done.items():
            stages[START] += execution.starting
            left -= execution.starting
            for index, fate in execution.cells.items():
                cell = execution.notebook.cells[index]
                stages[TESTS if is_test(cell) else ANSWERS] += fate.seconds
                left -= fate.seconds
                times = self.cells.setdefault(f"{name}/{_name(cell)}", [])
                times.append((fate.seconds, student))
        stages[OTHER] += left
        stages[WAIT] -= seconds

    def summary(self) -> dict[str, Any]:
        """As JSON can hold it. `before` is what came before the first submission was taken up (the
        assignment, workers, the model answer), `after` what came behind the last.
        """
        now = time.monotonic()
        took = [self._marks[student][0] - self._taken[student] for student in self._marks]
        stages = {}
        for stage in STAGES if took else ():
            stages[stage] = _figures(each[stage] for each in self.submissions.values())
            if stage in HERE:
                used = [each[stage] for each in self.processor.values()]
                stages[stage]["processor"] = round(statistics.median(used), 4)
        worst = sorted(self.cells.items(), key=lambda item: max(item[1]), reverse=True)[:SLOWEST]
        return {
            "submissions": len(took),
            "seconds": round(now - self.began, 4),
            "before": round(self.first - self.began, 4),
            "after": round(now - self.last, 4),
            "stages": stages,
            "together": _figures(took) if took else {},
            "slowest": [
                {"cell": name, "student": max(times)[1], **_figures(one for one, _ in times)}
                for name, times in worst
            ],
        }


def _name(cell: NotebookNode) -> str:
    """By the instructor's words alone: cells that students add may be called anything."""
    if is_own(cell):
        return ADDED
    text = cell.source.strip().partition("\n")[0][:40]
    return cell.metadata.get("nbgrader", {}).get("grade_id") or text


def _figures(seconds: Iterable[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    named = {
        "median": statistics.median(ordered),
        "p95": ordered[math.ceil(0.95 * len(ordered)) - 1],
        "longest": ordered[-1],
        "sum": sum(ordered),
    }
    return {name: round(value, 4) for name, value in named.items()}


def lines(found: dict[str, Any]) -> list[str]:
    """For the terminal."""
    if not found["submissions"]:
        return ["시간: 이번에 이 명령이 채점한 제출이 없어 잰 것이 없습니다."]
    told = [
        f"시간: 제출 {found['submissions']}개, 하나에 몇 초(프로세서: 이 프로세스가 쓴 것, 중앙값)",
        "   중앙값      95%  프로세서",
    ]
    rows = [(NAMES[stage], figures) for stage, figures in found["stages"].items()]
    for name, figures in [*rows, ("합", found["together"])]:
        used = f"{figures['processor']:9.3f}" if "processor" in figures else " " * 8 + "-"
        told.append(f"{figures['median']:9.3f}{figures['p95']:9.3f} {used}  {name}")
    told.append(f"첫 제출 앞에 {found['before']:.1f}초, 마지막 제출 뒤에 {found['after']:.1f}초")
    for one in found["slowest"]:
        told.append(
            f"느린 셀: {one['cell']} 중앙값 {one['median']:.3f}초, 가장 긴 {one['longest']:.3f}초"
            f"({one['student']})"
        )
    return told

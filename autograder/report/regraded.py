"""What a person reads after `autograder regrade`: which tasks changed, and before → after."""

from __future__ import annotations

from ..grading.regraded import ADDED, POINTS, REMOVED, TESTS, Change, Moved, Regraded

MOST = 30
"""Students whose lines are shown; the log holds them all."""
WHAT = {
    ADDED: "새 과제",
    REMOVED: "빠진 과제",
    TESTS: "검사나 모범 답이 바뀜",
    POINTS: "배점이 바뀜",
}


def lines(made: Regraded, undone: bool, dry_run: bool) -> list[str]:
    """For the terminal."""
    if undone:
        return [
            f"재채점 {made.id}을(를) 되돌렸습니다: {made.graded}명.",
            "원본 노트북은 그대로입니다. 원본도 되돌리세요. 아니면 grade가 배포한 것과 다르다고 "
            "합니다.",
            f"피드백 쪽은 다시 만드세요: autograder feedback {made.assignment}",
            *_left_out(made),
        ]
    if not made.changes and not made.graded:
        return ["바뀐 과제가 없습니다.", *_left_out(made)]
    changes = [_change(change) for change in made.changes]
    if dry_run:
        todo = f"다시 채점할 제출 {made.graded}개 (--dry-run: 하지 않았습니다)"
        return [*changes, todo, *_left_out(made)]
    up = sum(_rise(moved) > 0 for moved in made.students.values())
    down = sum(_rise(moved) < 0 for moved in made.students.values())
    summary = (
        f"다시 채점 {made.graded}명: 오름 {up}, 내림 {down}, 앞의 점수를 둔 학생 "
        f"{len(made.held)}, {made.seconds:.0f}초"
    )
    moved = [f"  {student}: {_line(one)}" for student, one in made.students.items()]
    held = [f"  {student}: 앞의 점수를 둠: {', '.join(ids)}" for student, ids in made.held.items()]
    undo = (
        f"기록: .autograder/regrade/{made.assignment}/log.jsonl. 되돌리기: autograder regrade "
        f"{made.assignment} --undo"
    )
    again = f"피드백 쪽은 다시 만드세요: autograder feedback {made.assignment}"
    last = [undo, *([again] if made.graded else [])] if made.id else []
    return [*changes, summary, *_some(moved), *_some(held), *last, *_left_out(made)]


def _some(told: list[str]) -> list[str]:
    more = [f"  … 외 {len(told) - MOST}명"] if len(told) > MOST else []
    return told[:MOST] + more


def _rise(moved: Moved) -> float:
    return (moved.after or 0) - (moved.before or 0)


def _change(change: Change) -> str:
    what = ", ".join(WHAT[one] for one in change.what)
    before, after = change.points_before, change.points
    points = f" {before or 0:g} → {after or 0:g}점" if before != after else f" {after or 0:g}점"
    return f"{change.task}:{points}, {what} ({change.students}명)"


def _line(moved: Moved) -> str:
    def points(value: float | None, pending: float) -> str:
        return f"{value or 0:g}" + (f" + 채점 전 {pending:g}" if pending else "")

    return f"{points(moved.before, moved.pending_before)} → {points(moved.after, moved.pending)}"


def _left_out(made: Regraded) -> list[str]:
    if not made.left_out:
        return []
    head = f"다시 채점하지 않은 제출 {len(made.left_out)}개. `autograder grade`를 실행하세요:"
    return [head, *_some([f"  {student}: {why}" for student, why in made.left_out.items()])]

"""What a person, or a program, sees of `autograder watch`."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

from ..grading.standing import FULL, GRADED, LIMITED, PAUSED, READY, STOPPED, UNREADABLE
from ..text import clean, document, say


class Shown:
    """One line that says how things stand on a terminal, a line for each event elsewhere.

    Args:
        as_json: a line of JSON for each event on stdout instead.
    """

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.line = sys.stdout.isatty() and not as_json
        self.open = False

    def __call__(self, what: str, about: dict[str, Any]) -> None:
        if self.as_json:
            say(document({"event": what, **about}))
            return
        told = _told(what, about)
        if not self.line:
            say(f"{told} ({_status(about['status'])})" if what != GRADED else told)
            return
        if what != GRADED:
            print(f"\r\x1b[K{clean(told)}")
        print(f"\r\x1b[K{clean(_status(about['status']))}", end="", flush=True)
        self.open = True

    def close(self) -> None:
        """Leave the line."""
        if self.open:
            print()
            self.open = False


def _told(what: str, about: dict[str, Any]) -> str:
    if what == GRADED:
        failed = about.get("feedback_failed")
        more = f", 피드백을 만들지 못함: {failed}" if failed else ""
        return f"{about['student']}: {about['points']}, {about['waited']:.1f}초{more}"
    if what == LIMITED:
        return f"{about['student']}: 오늘 {about['tries']}번을 다 써서 내일 채점합니다."
    if what == UNREADABLE:
        return f"{about['student']}: 읽을 수 없습니다. {about['reason']}"
    left = about["status"]["waiting"] or about["status"]["limited"]
    return {
        READY: "기다립니다. Ctrl-C로 멈춥니다.",
        FULL: f"줄이 가득 찼습니다({about.get('places')}명). 나머지는 폴더에서 기다립니다.",
        PAUSED: f"성적부를 쓸 수 없어 잠시 뒤 다시 합니다: {about.get('reason')}",
        STOPPED: "멈췄습니다." + (" 채점하지 않은 것은 다음에 채점합니다." if left else ""),
    }.get(what, f"{about.get('student')}: 채점할 것 (--dry-run)")


def _status(status: dict[str, Any]) -> str:
    times = ""
    if status["p50"] is not None:
        times = f" · 중앙값 {status['p50']:.1f}초, 95% {status['p95']:.1f}초"
    return (
        f"대기 {status['waiting']} · 채점 중 {status['out']} · 끝 {status['graded']}{times}"
        f" · 내일로 {status['limited']} · 채점기 오류 {status['failed']}"
    )


@contextlib.contextmanager
def stopping() -> Iterator[threading.Event]:
    """What is set by Ctrl-C and by SIGTERM. A second Ctrl-C does not wait for what is under way."""
    stop = threading.Event()

    def ask(number: int, frame: Any) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {one: signal.signal(one, ask) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)

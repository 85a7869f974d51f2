"""A student's own summary of an exercise: which visible tests passed, and what to hand in.

It is no grader: it remembers how the test cells of this notebook ended when they were last run, and
looks at the notebook's file where it can be had. What counts is decided elsewhere, with more tests.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# not written out: no file that students get holds a marker, and whoever publishes looks for them
_HIDDEN = tuple(f"### {edge} HIDDEN TESTS" for edge in ("BEGIN", "END"))
_STUB = "아직 풀지 않은 과제입니다"
_ended: dict[str, bool] = {}  # digest of a cell -> whether its last run raised nothing


def digest(source: str) -> str:
    """Of what students see of a cell: hidden tests, blank lines and spaces at ends don't count."""
    seen, hidden = [], False
    for line in source.splitlines():
        hidden = hidden or line.strip() == _HIDDEN[0]
        if not hidden and line.strip():
            seen.append(line.rstrip())
        hidden = hidden and line.strip() != _HIDDEN[1]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:8]


def watch() -> None:
    """Remember from now on how each cell ends; nothing outside IPython."""
    shell = _shell()
    if shell is not None and _remember not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("post_run_cell", _remember)


def check(tests: Mapping[str, tuple[str, float]], by_hand: Mapping[str, float]) -> None:
    """Print which tests passed when they were last run, points so far, and what to hand in.

    Args:
        tests: digest of a test cell -> its task's name and its points.
        by_hand: task that a person grades -> its points.
    """
    if _shell() is None:
        print("이 셀은 Jupyter나 Colab에서 실행하세요.")
        return
    watch()  # after a restart, before the setup cell
    words = {True: "통과", False: "틀림", None: "아직"}
    for name, (title, points) in tests.items():
        print(f"{words[_ended.get(name)]}  {title} · {points:g}점")
    for title, points in by_hand.items():
        print(f"사람  {title} · {points:g}점 (사람이 읽고 채점합니다)")
    got = sum(points for name, (_, points) in tests.items() if _ended.get(name))
    print(f"보이는 검사로 {got:g}점 / {sum(points for _, points in tests.values()):g}점.", end=" ")
    print("채점할 때는 숨은 검사도 실행하므로 점수는 더 낮을 수 있습니다.")
    if any(name not in _ended for name in tests):
        print("'아직'은 이 세션에서 실행하지 않았거나 고친 검사 셀입니다. 검사 셀을 실행하세요.")
    for line in _about_the_file(tests):
        print(line)


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _remember(result: Any) -> None:
    if result.info is not None and isinstance(result.info.raw_cell, str):
        _ended[digest(result.info.raw_cell)] = bool(result.success)


def _about_the_file(tests: Mapping[str, tuple[str, float]]) -> list[str]:
    """What the notebook's file, as it is saved, lacks, and how it is handed in."""
    name, cells = _notebook()
    lines = []
    if cells is not None:
        sources = ["".join(cell.get("source", "")) for cell in cells]
        there = {digest(source) for source in sources}
        gone = [title for key, (title, _) in tests.items() if key not in there]
        if gone:
            lines.append(
                f"검사 셀을 지웠거나 고쳤습니다: {', '.join(dict.fromkeys(gone))}. 채점에는 원래 "
                "것이 쓰이므로 점수는 달라지지 않습니다."
            )
        ids = [_solution(cell) for cell in cells if _solution(cell)]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            lines.append(f"답 셀이 둘 이상입니다: {', '.join(twice)}. 낼 것만 남기세요.")
        if left := sum(_STUB in source for source in sources):
            lines.append(f"아직 손대지 않은 답 셀이 {left}개 있습니다.")
    if "google.colab" in sys.modules:
        return [*lines, f"낼 파일: {name}. 파일 → 다운로드 → .ipynb 다운로드로 받습니다."]
    return [*lines, f"낼 파일: {name}. 먼저 저장하세요(Ctrl+S, Mac은 Cmd+S)."]


def _solution(cell: Mapping[str, Any]) -> str:
    meta = cell.get("metadata", {}).get("nbgrader", {})
    return str(meta.get("grade_id", "")) if meta.get("solution") else ""


def _notebook() -> tuple[str, list[dict] | None]:
    """Name and cells of the notebook that runs this, None where its file can't be had."""
    try:
        if "google.colab" in sys.modules:
            from google.colab import _message

            found = _message.blocking_request("get_ipynb", timeout_sec=20)["ipynb"]
            name = found["metadata"].get("colab", {}).get("name", "이 노트북")
            return str(name), [dict(cell) for cell in found["cells"]]
        path = Path(os.environ["JPY_SESSION_NAME"])  # jupyter-server tells its kernels
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return path.name, [dict(cell) for cell in cells]
    except Exception:  # a private interface, a file that is being written: no reason to fail
        return "이 노트북", None

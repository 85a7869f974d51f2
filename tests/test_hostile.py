"""A class of attackers: each gets what an incorruptible grader gives, nothing stays behind, and honest students lose nothing.

The submissions are in tests/hostile/, with what plain nbgrader gives for them; docs/hostile.md is the table.
"""
from __future__ import annotations

import collections
import contextlib
import hashlib
import json
import os
import tempfile
import time
from pathlib import Path

import psutil
import pytest
from hostile import CASES, case, table
from hostile.services import host
from not_run import needs_walls

from autograder.grading.protocol import Limits
from autograder.grading.grade import grade
from conftest import ROOT

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
HONEST = [f"honest-{number}" for number in range(6)]
SHORT = Limits(cell_seconds=2, total_seconds=15, output_bytes=50_000, memory_bytes=2**30, disk_bytes=2**26)
"""For attacks, of which dozens never end, and one swallows every order until the notebook's time is over."""
DESERVED = {hostile.name: hostile.score if isinstance(hostile.score, tuple) else (hostile.score,) for hostile in CASES} | dict.fromkeys(HONEST, (case.FULL,))
OUT_OF_TIME = "초 안에 끝나지 않아", "노트북 전체의 시간"
LONG = Limits(cell_seconds=30, total_seconds=120, output_bytes=50_000, memory_bytes=2**30, disk_bytes=2**26)
"""For what has to work, or is tried again."""
CLASSES = 3


def tree(folder: Path) -> str:
    """A hash of every file's name and content; links and pipes by name. Grading puts a time that nobody can read aside."""
    content = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if not ("timestamp-nonsense" in path.parts and path.suffix == ".txt")):
        content.update(os.fsencode(path))
        if path.is_file() and not path.is_symlink() and path.stat().st_size < 2**20:
            content.update(path.read_bytes())
    return content.hexdigest()


def named(token: str) -> list[str]:
    """Processes of this machine that bear the token."""
    found = []
    for process in psutil.process_iter():
        try:
            words = [process.name(), *process.cmdline()]
        except psutil.Error:
            continue
        if any(token[:15] in word for word in words) and process.pid != os.getpid():
            found.append(" ".join(words)[:200])
    return found


def gone(left, seconds: float = 20) -> list[str]:
    """What is left in the end: the kernel ends what it was told to in its own time."""
    end = time.monotonic() + seconds
    while (found := left()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def problem(hostile: case.Case, result, machine: case.Host) -> str:
    """What is wrong with how a case was graded, "" if nothing."""
    if result.outcome != hostile.outcome:
        return f"outcome {result.outcome}: {result.message}"
    if result.score not in DESERVED[hostile.name]:
        tasks = {task.grade_id: task.message for task in result.tasks if task.score != task.points}
        return f"{result.score} points, not {hostile.score}: {tasks}"
    left = hostile.after(machine, hostile.name) if hostile.after else ""
    return f"left behind: {left}" if left else ""


def too_late(result) -> bool:
    """Whether a student has fewer points than they may deserve, and a task ran out of time."""
    deserved = DESERVED[result.student]
    return result.outcome == "score" and result.score not in deserved and result.score < max(deserved) and any(word in task.message for task in result.tasks for word in OUT_OF_TIME)


def parts() -> list:
    """The cases in classes that xdist's workers may share: attackers dealt out, and what has to work, which gets more time."""
    controls = [hostile for hostile in CASES if hostile.family == "controls"]
    attackers = [hostile for hostile in CASES if hostile.family != "controls"]
    classes = {f"attackers-{number + 1}": attackers[number::CLASSES] for number in range(CLASSES)} | {"controls": controls}
    assert sum(map(len, classes.values())) == len(CASES)
    return [pytest.param(cases, id=name, marks=pytest.mark.stands_for(len(cases), "attacks")) for name, cases in classes.items()]


@needs_walls
@pytest.mark.slow
@pytest.mark.parametrize("cases", parts())
def test_attackers_get_what_they_deserve(cases, tmp_path, monkeypatch):
    monkeypatch.setenv("HOSTILE_BAIT", "bait-environment")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    root = case.make_course(tmp_path / "course")
    children = {child.pid for child in psutil.Process().children(recursive=True)}
    with host(root, tmp_path / "bait") as machine:
        for hostile in cases:
            case.hand_in(hostile, machine, hostile.name)
        for student in HONEST:
            case.honest(root, student)
        before = {name: tree(root / name) for name in ("solutions", "release", "submitted")}
        attack = cases[0].family != "controls"
        run = grade(root, case.ASSIGNMENT, students=[hostile.name for hostile in cases] + HONEST, limits=SHORT if attack else LONG, jobs=6 if attack else 2)
        results = {result.student: result for result in run.results}
        # What lost points to the clock, beside attacks that hold the processor, is tried again alone. Points gained are never excused.
        late = [student for student, result in results.items() if too_late(result)]
        if late:
            results |= {result.student: result for result in
                        grade(root, case.ASSIGNMENT, students=late, limits=LONG, jobs=1, force=True).results}
        problems = {hostile.name: text for hostile in cases if (text := problem(hostile, results[hostile.name], machine))}
        assert not problems, json.dumps(problems, ensure_ascii=False, indent=1)
        assert {student: results[student].score for student in HONEST} == dict.fromkeys(HONEST, case.FULL)
        assert run.status == int(any(hostile.outcome != "score" for hostile in cases))  # 1 where some were refused
        assert all(result.isolated and result.attempts == 1 for result in results.values())

        assert {name: tree(root / name) for name in before} == before
        assert sorted(path.name for path in machine.bait.iterdir()) == ["secret.txt", "service.sock"]
        assert machine.connections == []
        assert gone(lambda: named(machine.token)) == []
        assert not [path for place in ("/tmp", "/var/tmp", "/dev/shm") for path in Path(place).glob(f"*{machine.token}*")]

    def alive():
        found = []
        for child in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                found += [" ".join(child.cmdline())] if child.pid not in children else []
        return [words for words in found if "multiprocessing.resource_tracker" not in words]  # Python's own, for as long as this process lives

    assert gone(alive) == []
    # Dask keeps two lock files for the next cluster, and the class was made with an empty gradebook that stays till the end.
    left = [path for path in temporary.rglob("*") if not path.is_dir() and "dask-scratch-space" not in path.parts and path.name != "gradebook.db"]
    assert left == []


def test_there_are_enough_cases_and_the_table_says_which_were_measured():
    assert len({hostile.name for hostile in CASES}) == len(CASES)
    attacks = collections.Counter(hostile.family for hostile in CASES if hostile.family != "controls")
    assert attacks.total() >= 500
    assert max(attacks.values()) <= 2 * min(attacks.values())  # no kind of attack stands for the others
    assert [hostile.name for hostile in CASES if not hostile.why] == []
    assert sum(hostile.plain is not None for hostile in CASES) >= 200
    assert case.MEASURED["nbgrader"]["about"]["version"] == case.PLAIN_VERSION


def test_attacks_are_real():
    """With plain nbgrader they do what they claim: points that are not deserved, a class that stops, something that is left behind."""
    real = [hostile.name for hostile in CASES if table.falls_for(hostile)]
    assert len(real) >= 100, len(real)


def test_the_table_is_current():
    assert (ROOT / "docs" / "hostile.md").read_text(encoding="utf-8") == table.text(), "run: python tests/hostile/table.py"

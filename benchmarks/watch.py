"""How long a student waits at `autograder watch`: from the file's arrival to the page of feedback.

    python benchmarks/watch.py                    60 submissions with NumPy, 60 with Keras
    python benchmarks/watch.py --only light --count 100

One submission lands after the other, each when the page of the one before is there and a random moment has passed, as students
hand in; then as many again at once, whose waiting is mostly for each other. The service is started as a command, with isolation
and two processes. Scores are held to what the submissions deserve.
"""
from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(Path(__file__).parent))
from grading import KERAS, LIGHT, TRAIN, Work, hand_in, make_course

WORKS = {work.name: work for work in (LIGHT, KERAS, TRAIN)}


def times(name: str, waited: list[float]) -> None:
    ordered = sorted(waited)
    p95 = ordered[-(-95 * len(ordered) // 100) - 1]
    print(f"{name}: {len(ordered)} submissions, p50 {statistics.median(ordered):.2f} s, p95 {p95:.2f} s, most {ordered[-1]:.2f} s", flush=True)


def used(pid: int) -> float:
    """Processor seconds of a service and of all that it has started."""
    found = psutil.Process(pid)
    return sum(sum(one.cpu_times()[:4]) for one in (found, *found.children(recursive=True)))


def measure(work: Work, count: int, folder: Path) -> None:
    root = make_course(folder / work.name, work)
    staged = folder / f"{work.name}-staged"
    shutil.copytree(root, staged)
    wanted = dict(hand_in(staged, work, number) for number in range(2 * count))
    began = time.monotonic()
    command = [sys.executable, "-m", "autograder.cli", "--root", str(root), "watch", work.name, "--json"]
    service = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert service.stdout is not None
    assert json.loads(service.stdout.readline())["event"] == "ready"
    print(f"{work.name}: ready after {time.monotonic() - began:.1f} s", flush=True)

    def land(student: str) -> float:
        there = root / "submitted" / student
        shutil.copytree(staged / "submitted" / student, folder / "arriving" / student)
        there.parent.mkdir(exist_ok=True)
        (folder / "arriving" / student).rename(there)
        return time.monotonic()

    def page(student: str) -> dict:
        assert service.stdout is not None
        event = json.loads(service.stdout.readline())
        assert event["event"] == "graded" and event["score"] == wanted[event["student"]], event
        assert event["pages"], event
        return event

    try:
        before = used(service.pid)
        waited, students = [], sorted(wanted)
        for student in students[:count]:
            time.sleep(random.uniform(0.0, 0.5))
            landed = land(student)
            page(student)
            waited.append(time.monotonic() - landed)
        times(f"{work.name}, one after the other", waited)
        landed_at = {student: land(student) for student in students[count:]}
        waited = [time.monotonic() - landed_at[page(student)["student"]] for student in students[count:]]
        times(f"{work.name}, all at once", waited)
        each = (used(service.pid) - before) / (2 * count)
        print(f"{work.name}: {each:.2f} s of a processor each, load {os.getloadavg()[0]:.1f}", flush=True)
    finally:
        service.send_signal(signal.SIGTERM)
        print(f"{work.name}: stopped with status {service.wait(60)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=sorted(WORKS), action="append")
    parser.add_argument("--count", type=int, default=60)
    args = parser.parse_args()
    for name in args.only or ["light", "keras"]:
        with tempfile.TemporaryDirectory() as folder:
            measure(WORKS[name], args.count, Path(folder))


if __name__ == "__main__":
    main()

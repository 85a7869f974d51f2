"""How long `autograder report` takes for a class, and how long its page takes to open.

    python benchmarks/report.py --count 2000
    python benchmarks/report.py --count 2000 --folder /tmp/class     keeps the class there, and takes the one that is there

The class is `regrade.py`'s, with wrong answers, graded by a stand-in that doesn't count. What is measured is the command, and Chromium (where there is one):
from the start of the navigation until it has drawn the page, and processor seconds of the whole browser, beside those for an empty page.
"""
from __future__ import annotations

import argparse
import contextlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "tests")]
import psutil
from chromium import Tab
from grading import LIGHT, hand_in, make_course
from regrade import StandIn

from autograder.grading.grade import grade

DRAWN = "addEventListener('load', () => requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = performance.now(); })))"


def used(command: list[str], **options) -> tuple[float, float, str]:
    """Seconds, processor seconds and output of a command and all that it starts."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True, **options)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - began, now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def opened(page: Path) -> tuple[float, float]:
    """Seconds from the start of the navigation until the page is drawn, processor seconds of the whole browser, its start included."""
    with tempfile.TemporaryDirectory() as folder, Tab(Path(folder)) as tab:
        tab.call("Page.enable")
        tab.call("Page.addScriptToEvaluateOnNewDocument", source=DRAWN)
        tab.open(page.as_uri())
        drawn = tab.until("window.drawn")
        browser = psutil.Process(tab.process.pid)
        cpu = sum(sum(one.cpu_times()[:4]) for one in (browser, *browser.children(recursive=True)))
    return drawn / 1000, cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, metavar="N", help="submissions (default 2000)")
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        root = (args.folder or scratch) / LIGHT.name
        if not root.exists():
            make_course(root, LIGHT)
            for number in range(args.count):
                hand_in(root, LIGHT, number)
            grade(root, LIGHT.name, executor=StandIn(), jobs=1)
        command = [sys.executable, "-m", "autograder.cli", "--root", str(root), "report", LIGHT.name, "--json"]
        seconds, cpu, _ = used(command, env={**os.environ, "PYTHONPATH": str(ROOT)})
        page = root / "reports" / f"{LIGHT.name}.html"
        print(f"report on {args.count}: {cpu:.1f} s of a core, {seconds:.1f} s, load {os.getloadavg()[0]:.1f}; page of {page.stat().st_size / 2**20:.1f} MiB", flush=True)
        if not shutil.which("chromium"):
            return print("no Chromium to open it in")
        empty = scratch / "empty.html"
        empty.write_text("<!DOCTYPE html><title>empty</title><body><p>empty</body>", encoding="utf-8")
        for name, what in (("empty", empty), ("report", page)) * 5:
            drawn, cpu = opened(what)
            print(f"{name}: drawn after {drawn:.2f} s, browser {cpu:.2f} s of a core, load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()

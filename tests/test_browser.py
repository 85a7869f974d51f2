"""What people do in a browser: points are given in formgrader and arrive in the export.

Skips where there is no Chromium.
"""
from __future__ import annotations

import contextlib
import csv
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
import small_class as small
from chromium import Tab, browser_or_skip
from nbgrader.api import Gradebook
from small_class import ASSIGNMENT, FULL, NOTEBOOK

from autograder.grading.grade import grade
from autograder.report.export import export

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]
TOKEN = "a-secret-of-this-test"


@pytest.fixture
def root(tmp_path):
    browser_or_skip()
    return small.make_course(tmp_path / "course")


@contextlib.contextmanager
def jupyter(root: Path, what: str):
    """`jupyter server` or `jupyter lab` in a folder; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = root.parent / "home"
    environment = {**os.environ, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
                   "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "jupyter", what, "--no-browser", "--allow-root", f"--port={port}", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={root}"]
    with open(root.parent / "jupyter.log", "w+b") as log:
        server = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + 180
            while True:
                with contextlib.suppress(OSError):
                    urlopen(f"http://127.0.0.1:{port}/api/status?token={TOKEN}", timeout=10)
                    break
                log.seek(0)
                assert server.poll() is None and time.monotonic() < deadline, log.read()[-3000:].decode(errors="replace")
                time.sleep(0.3)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(60)


def test_points_given_in_formgrader_arrive_in_the_export(root, tmp_path):
    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "lee", small.answered(root))
    grade(root, ASSIGNMENT, executor=small.Plain())
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words") as book:
        page = book.find_submission_notebook(NOTEBOOK, ASSIGNMENT, "kim").id
    with jupyter(root, "server") as address, Tab(tmp_path) as tab:
        tab.open(f"{address}/login?token={TOKEN}")  # as `jupyter lab`'s own address does: from then on a cookie lets in
        tab.until("document.readyState == 'complete' && location.pathname != '/login'")
        tab.open(f"{address}/formgrader/submissions/{page}/")
        waits = "document.querySelectorAll('input.score.needs_manual_grade')"
        tab.until(f"{waits}.length == 1")
        tab.ask(f"{{ const [field] = {waits}; field.value = '1.5'; field.dispatchEvent(new Event('change', {{bubbles: true}})); 1 }}")
        tab.until(f"{waits}.length == 0")
        deadline, given = time.monotonic() + 60, None
        while given is None and time.monotonic() < deadline:
            time.sleep(0.3)
            with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words") as book:
                given = book.find_grade("why", NOTEBOOK, ASSIGNMENT, "kim").manual_score
    made = export(root, ASSIGNMENT, "csv")
    with open(root / made.file, encoding="utf-8") as file:
        found = {row["student_id"]: row for row in csv.DictReader(file)}
    assert (found["kim"]["score"], found["kim"]["pending"]) == (str(FULL + 1.5), "0")
    assert (found["lee"]["score"], found["lee"]["pending"]) == ("", "2.0") and list(made.left_out) == ["lee"]

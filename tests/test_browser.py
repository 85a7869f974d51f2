"""What people do in a browser: points are given in formgrader and arrive in the export; Validate says in JupyterLab what is solved.

Skips where there is no Chromium.
"""
from __future__ import annotations

import contextlib
import csv
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import nbformat
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
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:  # kernels that were just started
                server.kill()
                server.wait()


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


def left(notebook):
    """A student's notebook without the test whose points lie partly in its hidden lines: Validate sees those that students have, and calls it failed."""
    notebook.cells.remove(small.find(notebook, "top-test"))
    return notebook


@pytest.mark.parametrize("how, said", [("solved", "passes all the tests"), ("blank", "failed")])
def test_validate_in_jupyterlab_tells_a_solution_from_a_blank(root, tmp_path, how, said):
    folder = tmp_path / "student"
    folder.mkdir()
    shutil.copy(root / "nbgrader_config.py", folder)
    nbformat.write(left(small.answered(root) if how == "solved" else small.released(root)), folder / f"{NOTEBOOK}.ipynb")
    with jupyter(folder, "lab") as address, Tab(tmp_path) as tab:
        tab.open(f"{address}/lab/tree/{NOTEBOOK}.ipynb?token={TOKEN}")
        button = "[...document.querySelectorAll('.jp-NotebookPanel-toolbar button, .jp-NotebookPanel-toolbar jp-button')].find(one => one.textContent.includes('Validate'))"
        tab.until(f"!!({button}) && !!document.querySelector('.jp-Notebook .jp-CodeCell')", 240)
        tab.ask(f"({button}).click(), 1")
        shown = tab.until("[...document.querySelectorAll('.jp-Dialog-content')].map(one => one.innerText).find(text => /passes all|failed/i.test(text))", 240)
    assert said in shown.lower(), shown

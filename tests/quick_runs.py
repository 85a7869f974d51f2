"""Lectures run in the quick profile under nbval, once a session: what several tests ask of a run, one of them starts.

A run is of a copy of the notebook, beside which its folder lies as in the course. A last cell reports what the kernel
had taken and, where the lecture leaves a `model` and a `vocabulary`, what another backend has to agree on.
"""
from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from autograder.authoring import build
from autograder.course import Course
from conftest import ROOT

COURSE = Course.load(ROOT)

REPORT = """
import json as _json, resource as _resource, sys as _sys
_used = [_resource.getrusage(_who) for _who in (_resource.RUSAGE_SELF, _resource.RUSAGE_CHILDREN)]
_report = {"cpu": sum(_one.ru_utime + _one.ru_stime for _one in _used)}
_words = globals().get("vocabulary", getattr(globals().get("task"), "vocabulary", None))
if _words is not None and hasattr(globals().get("model"), "count_params"):
    _report |= {"backend": _sys.modules["keras"].backend.backend(),
                "vocabulary": [len(_words), list(_words)[:50] if hasattr(_words, "__iter__") else []],
                "layers": [[_layer.name, str(getattr(getattr(_layer, "output", None), "shape", "")), _layer.count_params()] for _layer in model.layers]}
with open(%r, "w") as _file:
    _json.dump(_report, _file)
"""


@dataclass(frozen=True)
class Run:
    """What came of one notebook: pytest's exit status, what it showed, cells that passed and that there are, the report,
    and what `nlplab.plots.show` found wrong with the plots."""

    status: int
    shown: str
    passed: int
    cells: int
    report: dict = field(default_factory=dict)
    plots: str = ""


def nbval(path: Path, *options: str, notebook: nbformat.NotebookNode | None = None) -> Run:
    """Run a notebook, or another in its place, in the quick profile; compare its outputs with the stored ones."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(path.parent, Path(name) / path.parent.parent.name / path.parent.name))
        notebook = notebook or nbformat.read(path, as_version=4)
        report, plots = Path(name) / "report.json", Path(name) / "plots.txt"
        notebook.cells.append(new_code_cell(REPORT % str(report)))
        nbformat.write(notebook, folder / path.name)
        environment = {**os.environ, "NLPLAB_PROFILE": "quick", "NLPLAB_PROGRESS": "off", "PYTHONHASHSEED": "0", "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
                       "NLPLAB_PLOT_REPORT": str(plots)}
        environment.pop("NLPLAB_DATA", None)  # the samples, whatever this machine has
        arguments = ["-p", "no:cacheprovider", "-p", "nbval.plugin", "-q", "--nbval-current-env", "--nbval-cell-timeout", "300",
                     "-c", os.devnull, "--rootdir", str(folder), *options, str(folder / path.name)]
        with tempfile.TemporaryFile() as shown:
            status = subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=shown, stderr=shown, check=False).returncode
            shown.seek(0)
            text = shown.read().decode(errors="replace")
        passed = re.search(r"(\d+) passed", text)
        return Run(status, text[-8000:], int(passed.group(1)) if passed else 0, sum(cell.cell_type == "code" for cell in notebook.cells),
                   json.loads(report.read_text()) if report.exists() else {}, plots.read_text() if plots.exists() else "")


def lecture(slug: str, config, tmp_path_factory) -> Run:
    """The session's run of this lecture with its claims; the first who asks runs it, whichever of xdist's workers it is in."""
    base = tmp_path_factory.getbasetemp()
    kept = (base.parent if hasattr(config, "workerinput") else base) / f"quick-{slug}.json"
    with open(kept.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_text(json.dumps(asdict(nbval(COURSE.lecture_path(slug), "--nbval", notebook=build.with_claims(COURSE, slug)))), encoding="utf-8")
        return Run(**json.loads(kept.read_text(encoding="utf-8")))

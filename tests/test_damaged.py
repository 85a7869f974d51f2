"""Damaged notebooks keep what points they earned, a person is told, and the file that came stays as it came."""
from __future__ import annotations

import json
import subprocess
import sys

import nbformat
import pytest
import small_class as small
from damaged import DAMAGES, write_all
from small_class import ASSIGNMENT, FULL, NOTEBOOK

from autograder.grading.grade import grade
from autograder.grading.results import SCORE, STUDENT_ERROR
from autograder.intake import notebook as reader
from autograder.intake import stripped

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
STUDENTS = {name: f"s{number:02}" for number, name in enumerate(DAMAGES)}


def test_there_are_a_hundred():
    assert len(DAMAGES) >= 100


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Everything graded in one class: what came, and what became of it by student."""
    root = small.make_course(tmp_path_factory.mktemp("damaged") / "course")
    came = write_all(root)
    run = grade(root, ASSIGNMENT, executor=small.Plain())
    return root, came, {result.student: result for result in run.results}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_can_be_read_counts_and_what_was_done_is_told(graded, name):
    root, came, results = graded
    damage, result = DAMAGES[name], results[STUDENTS[name]]
    if damage.score is None:
        assert result.outcome == STUDENT_ERROR and result.code in damage.told, (result.outcome, result.code)
        assert result.message.startswith(f"{NOTEBOOK}.ipynb") and not result.score
    else:
        assert (result.outcome, result.score) == (SCORE, damage.score), (result.message, result.findings, [(task.grade_id, task.message) for task in result.tasks])
        codes = {finding.code for finding in result.findings}
        assert not damage.told or codes & set(damage.told), codes
    handed_in = root / "submitted" / STUDENTS[name] / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    assert handed_in.read_bytes() == came[STUDENTS[name]]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("piece", [2, 3, 7, 64, 2**20])
def test_outputs_are_left_out_wherever_the_pieces_are_cut(tmp_path, monkeypatch, indent, encoding, piece):
    cell = {"cell_type": "code", "source": ['text = "\\"outputs\\": [" # \\\\"', "}]"], "outputs": [{"data": {"image/png": "x" * 300, "t": ['a\\"]}', "{["]}}, [[]]]}
    content = {"cells": [cell, {"cell_type": "markdown", "source": '"outputs":[1]'}], "metadata": {"widgets": {"a": {"b": [1]}}, "kept": {"outputs": 3}}}
    path = tmp_path / "big.ipynb"
    path.write_bytes(json.dumps(content, indent=indent, ensure_ascii=False).encode(encoding))
    monkeypatch.setattr(stripped, "PIECE", piece)
    with path.open("rb") as file:
        kept, dropped = stripped.without_outputs(file, 10_000)
    assert dropped > 300
    content["cells"][0]["outputs"], content["metadata"]["widgets"] = [], {}
    assert json.loads(kept) == content


def test_what_is_too_big_without_outputs_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MAX_BYTES", 1000)
    path = tmp_path / "big.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": "x" * 2000}]}))
    with pytest.raises(reader.Refused) as refused:
        reader.read(path)
    assert refused.value.code == "too_large"


@pytest.mark.slow
def test_hundreds_of_megabytes_need_little_memory(tmp_path):
    path = tmp_path / "big.ipynb"
    head, line = '{"cells": [{"cell_type": "code", "source": "x = 1", "outputs": [{"text": ["', "loss: 0.1234 " * 80_000
    with path.open("w") as file:
        file.write(head)
        for _ in range(300):
            file.write(line)
        file.write('"]}]}]}')
    assert path.stat().st_size > 300 * 10**6
    code = f"""
import resource
from pathlib import Path
from autograder.intake.notebook import read
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = read(Path({str(path)!r}))
print(found.cells[0].source, found.findings[0].code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    source, code, grown = done.stdout.rsplit(" ", 2)
    assert (source, code) == ("x = 1", "outputs_dropped") and int(grown) * 1024 < 64 * 2**20


def test_what_jupyterlab_and_nbformat_write_of_a_damaged_notebook_is_graded_alike(tmp_path):
    """A student opens a file without ids in JupyterLab and saves it: ids come, keys are sorted, nothing is lost."""
    from jupyter_server.services.contents.filemanager import FileContentsManager

    root = small.make_course(tmp_path / "course")
    bare = small.without_metadata(small.answered(root))
    bare.nbformat_minor = 4
    for cell in bare.cells:
        cell.pop("id", None)
    small.hand_in(root, "lab", bare)
    small.hand_in(root, "nbformat", bare)
    folder = root / "submitted" / "lab" / ASSIGNMENT
    manager = FileContentsManager(root_dir=str(folder))
    model = manager.get(f"{NOTEBOOK}.ipynb")
    manager.save({"type": "notebook", "format": "json", "content": model["content"]}, f"{NOTEBOOK}.ipynb")
    again = root / "submitted" / "nbformat" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    nbformat.write(nbformat.read(again, as_version=4), again)
    run = grade(root, ASSIGNMENT, executor=small.Plain())
    assert [result.score for result in run.results] == [FULL, FULL]



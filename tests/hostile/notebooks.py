"""Notebooks and submission folders that are not what was handed out."""
import copy
import io
import json
import os
import zipfile

from .case import FULL, NOTEBOOK, SOLVED, Case, everywhere, family

WRONG = everywhere("")


def graded(notebook):
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]


def change(name: str, edit, why: str, score=0, answers=WRONG, **more) -> Case:
    return Case(name, answers, score, why, edit=edit, **more)


def each_test(**metadata):
    def edit(notebook):
        for cell in graded(notebook):
            cell.metadata.nbgrader.update(metadata)
    return edit


def tests_read(text):
    def edit(notebook):
        for cell in graded(notebook):
            cell.source = text
    return edit


def tagged(*tags):
    def edit(notebook):
        for cell in graded(notebook):
            cell.metadata["tags"] = list(tags)
    return edit


def without_tests(notebook):
    notebook.cells = [cell for cell in notebook.cells if not cell.metadata.get("nbgrader", {}).get("grade")]


def duplicated_tests(notebook):
    notebook.cells = [made for cell in notebook.cells for made in ([cell, copy.deepcopy(cell)] if cell.metadata.get("nbgrader") else [cell])]


def retyped(kind):
    def edit(notebook):
        for cell in graded(notebook):
            cell.cell_type = kind
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
    return edit


def kernel(**spec):
    def edit(notebook):
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "x", "language": "python", **spec}
    return edit


def swapped_ids(notebook):
    tests = graded(notebook)
    ids = [cell.metadata.nbgrader.grade_id for cell in tests]
    for cell, grade_id in zip(tests, ids[1:] + ids[:1], strict=True):
        cell.metadata.nbgrader.grade_id = grade_id


def extra_grades(notebook):
    for number in range(3):
        cell = copy.deepcopy(graded(notebook)[0])
        cell.metadata.nbgrader.update(grade_id=f"extra-{number}", points=100)
        cell.source, cell["id"] = "pass", f"extra-{number}"
        notebook.cells.append(cell)


def answers_as_tests(notebook):
    """The answer cells claim to be the test cells, with a text that always passes."""
    for cell in notebook.cells:
        info = cell.metadata.get("nbgrader", {})
        if info.get("solution"):
            info.update(grade_id=f"{info['grade_id']}-test", grade=True, solution=False, points=3)


def filled_outputs(notebook):
    for cell in graded(notebook):
        cell.outputs = [{"output_type": "execute_result", "data": {"text/plain": "3.0"}, "metadata": {}, "execution_count": 1}]


def scripts(notebook):
    for cell in notebook.cells:
        cell.metadata["title"] = "<script>alert(1)</script>"
    notebook.cells.append(copy.deepcopy(notebook.cells[0]))
    notebook.cells[-1].update(id="script", source="<script src='file:///etc/passwd'></script> ![x](file:///etc/passwd) <iframe src=/></iframe>")


def deep_metadata(notebook):
    deep = {}
    for _ in range(200):
        deep = {"x": deep}
    notebook.metadata["deep"] = deep


def raw(data: bytes, name: str = f"{NOTEBOOK}.ipynb"):
    """The folder holds these bytes in the notebook's place."""
    return lambda folder: (folder / f"{NOTEBOOK}.ipynb").unlink() or (folder / name).write_bytes(data) and None


def beside(**texts):
    def write(folder):
        for name, text in texts.items():
            (folder / name.replace("__dot__", ".")).write_text(text, encoding="utf-8")
    return write


def zip_bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{NOTEBOOK}.ipynb", b" " * 100_000_000)
    return data.getvalue()


def replaced_by(make):
    def write(folder):
        path = folder / f"{NOTEBOOK}.ipynb"
        path.unlink()
        make(path)
    return write


def json_of(**changes) -> bytes:
    return json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **changes}).encode()


def refused(name: str, folder, why: str, **more) -> Case:
    return Case(name, {}, 0, why, folder=folder, outcome="student_error", **more)


CASES = family(
    "notebooks",
    change("points-raised", each_test(points=1000), "1000 points for each test"),
    change("points-negative", each_test(points=-5), "negative points"),
    change("points-not-a-number", each_test(points="all"), "points that are a word"),
    change("points-infinite", each_test(points=1e308), "points that overflow"),
    change("tests-emptied", tests_read(""), "the tests are deleted, the cells are still there"),
    change("tests-pass", tests_read("pass"), "the tests read pass"),
    change("tests-number", tests_read("100"), "the tests read 100"),
    change("tests-removed", without_tests, "no test cells"),
    change("tests-twice", duplicated_tests, "every graded cell is there twice"),
    change("tests-twice-honest", duplicated_tests, "the same by an honest student", FULL, SOLVED),
    change("tests-not-graded", each_test(grade=False, solution=False, locked=False), "the tests say that they are not graded"),
    change("tests-as-solutions", each_test(solution=True, locked=False), "the tests say that they are answers, to be graded by a person"),
    change("tests-as-markdown", retyped("markdown"), "the tests became text"),
    change("tests-as-raw", retyped("raw"), "the tests became raw cells"),
    change("tests-as-markdown-honest", retyped("markdown"), "the same by an honest student", FULL, SOLVED),
    change("tests-skipped", tagged("skip-execution"), "a tag with which nbclient does not run the tests"),
    change("tests-may-raise", tagged("raises-exception", "hide_output", "remove-output"), "a tag with which errors are no errors"),
    change("tests-frozen", lambda notebook: [cell.metadata.update(editable=False, deletable=False, frozen=True, init_cell=False, collapsed=True) for cell in graded(notebook)] and None,
           "metadata with which some tools do not run a cell"),
    change("ids-swapped", swapped_ids, "the tests swap ids: an easy one for a hard one"),
    change("ids-extra", extra_grades, "three more graded cells of 100 points"),
    change("answers-are-tests", answers_as_tests, "the answers bear the tests' ids"),
    change("ids-removed", lambda notebook: [cell.metadata.pop("nbgrader", None) for cell in notebook.cells] and None, "no nbgrader metadata at all, by an honest student", FULL, SOLVED),
    change("schema-99", each_test(schema_version=99), "metadata of a future version, by an honest student", FULL, SOLVED),
    change("metadata-null", lambda notebook: [cell.metadata.update(nbgrader=None) for cell in graded(notebook)] and None, "the tests' metadata is null, by an honest student", FULL, SOLVED),
    change("checksums-forged", each_test(checksum="0" * 32), "false checksums"),
    change("order-reversed", lambda notebook: notebook.update(cells=notebook.cells[::-1]), "all cells backwards, by an honest student", FULL, SOLVED),
    change("tests-first", lambda notebook: notebook.update(cells=sorted(notebook.cells, key=lambda cell: not cell.metadata.get("nbgrader", {}).get("grade"))),
           "the tests stand before the answers, by an honest student", FULL, SOLVED),
    change("setup-changed", lambda notebook: notebook.cells[1].update(source="class np:\n    allclose = staticmethod(lambda *a, **k: True)\nimport builtins\nbuiltins.abs = lambda x: 0"),
           "the instructor's first cell replaced", 0, WRONG),
    change("cell-added-that-patches", lambda notebook: notebook.cells.insert(3, {"cell_type": "code", "id": "more", "metadata": {}, "source": "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass'])", "outputs": [], "execution_count": None}),
           "one more cell, which empties the later ones"),
    change("outputs-filled-in", filled_outputs, "outputs with points already in the file"),
    change("kernel-bash", kernel(name="bash", language="bash"), "another kernel, in which asserts mean nothing"),
    change("kernel-unknown", kernel(name="no-such-kernel"), "a kernel that does not exist, by an honest student", FULL, SOLVED),
    change("kernel-path", kernel(name="../../../tmp/kernel"), "a kernel's name that is a path"),
    change("language-info", lambda notebook: notebook.metadata.update(language_info={"name": "none", "file_extension": "/../../x"}, widgets={"x": "y"}, jupytext={"formats": "py"}),
           "metadata of the notebook that tools act on", FULL, SOLVED),
    change("scripts-in-text", scripts, "scripts and local files in text cells", FULL, SOLVED),
    change("deep-metadata", deep_metadata, "metadata nested 200 deep", FULL, SOLVED),
    change("cells-by-thousands", lambda notebook: notebook.cells.extend({"cell_type": "markdown", "id": f"m{number}", "metadata": {}, "source": "x"} for number in range(1500)),
           "1,500 more cells", FULL, SOLVED),
    change("source-as-lists", lambda notebook: [cell.update(source=cell.source.splitlines(keepends=True)) for cell in notebook.cells] and None, "sources as lists of lines", FULL, SOLVED),
    change("ids-of-cells-the-same", lambda notebook: [cell.update(id="same") for cell in notebook.cells] and None, "every cell has one id, by an honest student", FULL, SOLVED),
    change("version-99", lambda notebook: notebook.update(nbformat_minor=99), "a notebook of format 4.99, by an honest student", FULL, SOLVED),
    Case("shadow-modules", WRONG, 0, "modules beside the notebook that hide the real ones",
         folder=beside(math__dot__py="log = lambda x: 0", numpy__dot__py="allclose = lambda *a, **k: True\narray = list\nclass testing: assert_allclose = staticmethod(lambda *a, **k: None)",
                       sitecustomize__dot__py="import builtins; builtins.abs = lambda x: 0", conftest__dot__py="1/0")),
    Case("shadow-modules-right", SOLVED, FULL, "the same beside right answers: they must not break them",
         folder=beside(math__dot__py="1/0", numpy__dot__py="1/0", sitecustomize__dot__py="1/0", random__dot__py="1/0")),
    Case("config-beside", WRONG, 0, "nbgrader's and IPython's settings in the submission",
         folder=beside(nbgrader_config__dot__py="c = get_config()\nc.Execute.enabled = False\nc.Autograde.enabled = False", ipython_config__dot__py="c = get_config()\nc.InteractiveShellApp.exec_lines = ['np = None']")),
    Case("timestamp-nonsense", SOLVED, FULL, "a timestamp that is none", folder=beside(timestamp__dot__txt="tomorrow 99:99")),
    Case("timestamp-early", SOLVED, FULL, "handed in in the year 1", folder=beside(timestamp__dot__txt="0001-01-01 00:00:00 UTC")),
    Case("folder-full", SOLVED, FULL, "5,000 files beside the notebook", folder=lambda folder: [(folder / f"f{number}").touch() for number in range(5000)] and None),
    Case("name-odd", SOLVED, FULL, "names that are no text, in the submission's folder",
         folder=lambda folder: open(os.fsencode(folder) + b"/\xff\xfe \n -rf.txt", "w").close()),
    refused("zip-bomb", raw(zip_bomb()), "an archive of 100 MB of blanks under the notebook's name (there is no intake of archives yet)"),
    refused("symlink-to-solution", replaced_by(lambda path: path.symlink_to(path.parents[3] / "solutions" / path.parent.name / path.name)), "a link to the model solution"),
    refused("fifo", replaced_by(os.mkfifo), "a pipe, which a reader waits for without end", dangerous="waits without end before any kernel is there"),
    refused("directory", replaced_by(lambda path: path.mkdir()), "a folder under the notebook's name"),
    refused("device", replaced_by(lambda path: path.symlink_to("/dev/zero")), "a link to /dev/zero", dangerous="reads without end"),
    refused("not-json", raw(b"{\"cells\": ["), "half a file"),
    refused("empty-file", raw(b""), "an empty file"),
    refused("deep-file", raw(b"[" * 200_000 + b"]" * 200_000), "200,000 brackets"),
    refused("no-cells", raw(json_of()), "no cells"),
    refused("cells-no-list", raw(json_of(cells={"0": 1})), "cells that are no list"),
    refused("cells-of-nonsense", raw(json_of(cells=[1, None, "x", [], {"cell_type": 5, "source": {"a": 1}, "metadata": []}])), "cells that are no cells"),
    refused("big-file", replaced_by(lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), 2**31)), "a sparse file of 2 GB"),
    refused("binary", raw(bytes(range(256)) * 50), "bytes that are no text"),
)

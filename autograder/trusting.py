"""Tests that run or unpack what a student has made, by what their text calls: `release` and
`verify` name them. What a name is bound to is not followed: it may miss one, and name one that does
no harm.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from .cells import is_test

_RUNS = "학생이 쓴 글을 실행하면 그 코드가 검사가 할 수 있는 일을 다 합니다"
_PROGRAM = "학생이 만든 파일을 프로그램으로 실행하면 검사의 폴더에 있는 파일을 바꿀 수 있습니다"
_FILES = "학생이 만든 파일로 검사가 쓰는 파일을 덮어쓰면 기댓값이 학생의 것이 됩니다"
_LOADED = (
    "학생이 만든 모듈은 검사하는 프로세스에서 실행되지 않아, 이 검사는 답과 한 프로세스에서 돕니다"
)
CALLS = {
    "exec eval runpy.run_path runpy.run_module yaml.unsafe_load": _RUNS,
    "os.system os.popen subprocess.run subprocess.Popen subprocess.call subprocess.check_output "
    "subprocess.check_call": _PROGRAM,
    "shutil.copy shutil.copyfile shutil.copytree shutil.move os.replace os.rename "
    "shutil.unpack_archive": _FILES,
    "sys.path.insert sys.path.append importlib.util.spec_from_file_location": _LOADED,
}
_BY_NAME = {name: why for names, why in CALLS.items() for name in names.split()}
_BY_END = {"extractall": _FILES, "extract": _FILES}
_SHELL, _RUN = re.compile(r"^\s*(?:\w+\s*=\s*)?!", re.M), re.compile(r"^\s*%run\b", re.M)


def called(source: str) -> dict[str, str]:
    """What a test calls that trusts a student's file or text, and what may come of it."""
    found = {
        word: why
        for word, form, why in (("!", _SHELL, _PROGRAM), ("%run", _RUN, _RUNS))
        if form.search(source)
    }
    lines = "\n".join(
        "" if line.lstrip()[:1] in ("!", "%") else line for line in source.split("\n")
    )
    try:
        tree = ast.parse(lines)
    except SyntaxError:
        return found
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            why = _BY_NAME.get(name) or _BY_END.get(name.rpartition(".")[2] if "." in name else "")
            found |= {name: why} if why else {}
    return found


def told_of(name: str, notebook: NotebookNode) -> list[str]:
    """A line for each test of a source notebook that does so."""
    return [
        f"{cell.metadata['nbgrader']['grade_id']}({name}): {call}: {why}"
        for cell in notebook.cells
        if is_test(cell)
        for call, why in called(cell.source).items()
    ]


def warnings(sources: Path) -> list[str]:
    """Of a folder's source notebooks."""
    paths = sorted(sources.glob("*.ipynb"))
    return [
        line for path in paths for line in told_of(path.stem, nbformat.read(path, as_version=4))
    ]

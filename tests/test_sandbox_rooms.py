"""Who imports whom in the sandbox: what runs in the student's process is nobody else's code, and nobody's code is its."""
from __future__ import annotations

import ast
from pathlib import Path

import pytest
from conftest import ROOT

SANDBOX = ROOT / "autograder/sandbox"


def imported(file: Path) -> set[str]:
    """Dotted names of the modules that a file imports."""
    package = list(file.relative_to(ROOT).with_suffix("").parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return found


def offenders(files, room: str) -> list[str]:
    return sorted(str(file.relative_to(ROOT)) for file in files if any(f"{name}.".startswith(f"autograder.sandbox.{room}.") for name in imported(file)))


@pytest.mark.parametrize("room", ["student", "tester"])
def test_each_process_s_code_is_its_own(room):
    """The warden alone knows both, whose forks become them."""
    outside = [file for file in (ROOT / "autograder").rglob("*.py") if SANDBOX / room not in file.parents]
    assert sorted(offenders(outside, room)) == ["autograder/sandbox/warden.py"]


def test_what_both_share_knows_neither():
    shared = [*(SANDBOX / "wire").rglob("*.py"), *(SANDBOX / f"{name}.py" for name in ("protocol", "budget", "outputs", "frames", "names", "workdir", "pipes"))]
    assert all(file.is_file() for file in shared)
    for file in shared:
        own = {name.split(".")[2] for name in imported(file) if name.startswith("autograder.sandbox.") and len(name.split(".")) > 2}
        assert own <= {"wire", "pipes", "protocol", "budget", "frames"}, file
        assert not any(name.startswith("autograder.grading") for name in imported(file)), file


def test_the_executor_knows_no_more_of_what_is_sent_than_fields():
    """What decodes values runs behind the walls alone."""
    assert offenders((ROOT / "autograder/grading").rglob("*.py"), "wire") == []
    assert "msgpack" not in {name for file in (ROOT / "autograder/grading").rglob("*.py") for name in imported(file)}

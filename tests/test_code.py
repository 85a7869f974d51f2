"""The code itself: formatted, linted, typed, and in pieces that can be read."""
from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("autograder", "nlplab")
FILES = {path.relative_to(ROOT).as_posix(): path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}
MOST_LINES, MOST_IN_A_FUNCTION = 350, 60

# These lists only get shorter: an entry that is no longer needed fails, and so does a file that is on none.
LONG_FILES: dict[str, str] = {}
"""Path to the reason why it is one file."""
LONG_FUNCTIONS: dict[str, str] = {}
"""path::name to the reason why it is one function."""
NOT_YET: dict[str, set[str]] = {
    "format": set(),
    "check": set(),
    "mypy": set(),
}
"""Files that a tool still complains about."""


def functions(tree: ast.AST, prefix: str = "") -> dict[str, int]:
    """Qualified name to number of lines, docstring included, decorators not."""
    found = {}
    for node in ast.iter_child_nodes(tree):
        name = f"{prefix}{getattr(node, 'name', '')}"
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found[name] = node.end_lineno - node.lineno + 1
        inside = f"{name}." if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) else prefix
        found |= functions(node, inside)
    return found


def hold(found: set[str], listed: set[str], what: str) -> None:
    assert not found - listed, f"{what}: {sorted(found - listed)}"
    assert not listed - found, f"no longer {what}; take it off the list in {Path(__file__).name}: {sorted(listed - found)}"


def test_no_file_is_too_long_to_read():
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in FILES.items()}
    hold({name for name, lines in lengths.items() if lines > MOST_LINES}, set(LONG_FILES), f"longer than {MOST_LINES} lines")
    assert all(len(reason) > 10 for reason in LONG_FILES.values())


def test_no_function_is_too_long_to_read():
    long = {f"{name}::{function}" for name, path in FILES.items()
            for function, lines in functions(ast.parse(path.read_text(encoding="utf-8"))).items() if lines > MOST_IN_A_FUNCTION}
    hold(long, set(LONG_FUNCTIONS), f"longer than {MOST_IN_A_FUNCTION} lines")


def test_lengths_are_counted():
    body = "\n".join("    x = 1" for _ in range(60))
    source = f"class A:\n  def m(self):\n    def inner():\n        pass\n\n@property\ndef f():\n{body}\n"
    assert functions(ast.parse(source)) == {"A.m": 3, "A.m.inner": 2, "f": 61}


@pytest.mark.parametrize("tool, command, pattern", [
    ("format", ["ruff", "format", "--check", "--no-cache"], r"^ +--> ([^:]+):\d"),
    ("check", ["ruff", "check", "--no-cache", "--output-format", "concise"], r"^([^:\s]+):\d+:\d+: "),
    ("mypy", ["mypy"], r"^([^:\s]+):\d+: error: "),
])
def test_tools_have_no_complaint(tool, command, pattern):
    """What `make check` runs."""
    ran = subprocess.run([str(Path(sys.executable).parent / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode in (0, 1), ran.stderr
    hold(set(re.findall(pattern, ran.stdout, re.MULTILINE)), NOT_YET[tool], f"refused by {tool}")
    assert (ran.returncode == 0) == (not NOT_YET[tool]), ran.stdout[-2000:]

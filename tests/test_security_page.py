"""SECURITY.md promises nothing that no test holds."""
from __future__ import annotations

import re

import pytest
from conftest import ROOT

PROMISES = re.findall(r"`(tests/\w+\.py)::(test_\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("file, name", PROMISES, ids=[name for _, name in PROMISES])
def test_each_promise_names_a_test_that_is_there(file, name):
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.M)


def test_each_row_of_promises_names_one():
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8").partition("## What crosses each line")[2].partition("\n## ")[0]
    rows = [row for row in page.splitlines() if row.startswith("| ")][1:]
    assert len(rows) >= 15 and [row for row in rows if "::test_" not in row] == []

"""Files of ours: never half written, and one writer at a time."""
from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from autograder.files import Locked, locked, write_atomically


def test_text_and_bytes_replace_what_was_there(tmp_path):
    path = tmp_path / "new folder" / "page.html"
    write_atomically(path, "영화\r\n")
    assert path.read_bytes() == "영화\r\n".encode()
    write_atomically(path, b"\xff")
    assert path.read_bytes() == b"\xff"
    write_atomically(path, io.BytesIO(b"x" * 3_000_000))
    assert path.read_bytes() == b"x" * 3_000_000 and os.listdir(path.parent) == ["page.html"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_content_and_nothing_else(tmp_path, monkeypatch, step):
    path = tmp_path / "journal"
    write_atomically(path, "old")

    def full(*arguments):
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, step, full)
    for content in ("new", io.BytesIO(b"new")):
        with pytest.raises(OSError, match="no space"):
            write_atomically(path, content)
    assert path.read_text() == "old" and os.listdir(tmp_path) == ["journal"]


def test_what_a_killed_writer_left_is_no_hindrance(tmp_path):
    path = tmp_path / "journal"
    write_atomically(path, "old")
    program = "import os, sys\nfrom pathlib import Path\nfrom autograder import files\nos.fsync = lambda _: os._exit(9)\nfiles.write_atomically(Path(sys.argv[1]), 'half')"
    assert subprocess.run([sys.executable, "-c", program, str(path)], check=False).returncode == 9
    assert path.read_text() == "old"
    write_atomically(path, "new")
    assert path.read_text() == "new" and os.listdir(tmp_path) == ["journal"]


def test_a_lock_names_its_holder_and_ends_with_it(tmp_path):
    path = tmp_path / "lock"
    with locked(path):
        with pytest.raises(Locked) as found, locked(path):
            pass
        assert found.value.holder == str(os.getpid())
    with locked(path):
        pass

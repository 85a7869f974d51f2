"""A clean clone: what is committed builds, and is what a build makes."""
import os
import shutil
import subprocess
import sys

import pytest

from conftest import ROOT


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    return [name for name in listed.stdout.decode().split("\0") if name] if listed.returncode == 0 else []


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """The tracked files alone, as a clone would have them."""
    names = tracked()
    if not names:
        pytest.skip("not a git checkout")
    folder = tmp_path_factory.mktemp("clone")
    for name in names:
        if (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
    return folder


def autograder(clone, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(clone)}
    return subprocess.run([sys.executable, "-m", "autograder.cli", "--root", str(clone), *arguments], cwd=clone, env=environment, capture_output=True, text=True, check=False)


def test_nothing_is_stale_in_a_clone(clone):
    shown = autograder(clone, "build", "--check")
    assert shown.returncode == 0, shown.stdout + shown.stderr


def test_a_clone_builds_what_is_committed(clone):
    generated = [name for name in tracked() if name.startswith("solutions/") or name.endswith("_exercise.ipynb") or name in ("colab_links.md", "environment.yml")]
    assert len(generated) >= 4
    for name in generated:
        (clone / name).unlink(missing_ok=True)
    shown = autograder(clone, "build")
    assert shown.returncode == 0, shown.stderr
    for name in generated:
        assert (clone / name).read_bytes() == (ROOT / name).read_bytes(), name


def test_only_sources_and_generated_files_are_tracked():
    """No data sets, gradebooks or virtual environments by mistake, and nothing heavy."""
    for name in tracked():
        assert not name.startswith((".venv/", "submitted/", "autograded/", "gradebook")), name
        path = ROOT / name
        assert not path.is_file() or path.stat().st_size < 4 * 2**20, f"{name} is larger than 4 MiB"

"""A clean clone: what is committed builds, and is what a build makes."""
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest

from autograder import cli
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
        weights = name.startswith("models/") and name.endswith("/model.safetensors")  # 40 MB in all: test_models.py
        assert weights or not path.is_file() or path.stat().st_size < 4 * 2**20, f"{name} is larger than 4 MiB"


@pytest.mark.slow
def test_the_readmes_public_repository_has_the_notebooks_their_helper_and_no_answer(clone, tmp_path):
    """What `release --public` of this very course writes: no solution, no hidden test, and all that the setup cell installs."""
    tmp_path = tmp_path / "public"
    made = autograder(clone, "release", "--public", str(tmp_path), "--repository", "someone/class", "--json")
    assert made.returncode == 0, made.stdout + made.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    told = [path for path in files if re.search(rb"BEGIN (SOLUTION|HIDDEN TESTS)", path.read_bytes())]
    assert told == [] and len(list(tmp_path.glob("notebooks/*/*_exercise.ipynb"))) == len(list((clone / "lessons").glob("*/exercise.py")))

    setup_cell = next(tmp_path.glob("notebooks/*/*_exercise.ipynb")).read_text(encoding="utf-8")
    tag, folder = re.search(r"@([\w.-]+)#subdirectory=(\w+)", setup_cell).groups()
    assert json.loads(made.stdout)["tag"] == tag and "github.com/someone/class" in setup_cell
    installed = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--no-build-isolation", "--target", str(installed)]
    done = subprocess.run([*pip, str(tmp_path / folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    shown = subprocess.run([sys.executable, "-c", "import nlplab; print(nlplab.__file__); nlplab.setup"], env={**os.environ, "PYTHONPATH": str(installed)},
                           cwd=tmp_path / "notebooks", capture_output=True, text=True, check=False)
    assert shown.stdout.startswith(str(installed)), shown.stderr


@pytest.mark.parametrize("name", ["README.md", "README.ko.md"])
def test_every_setting_is_in_the_readme(name):
    """What notebooks' helper and set-up read from the environment of whoever runs them."""
    code = [path.read_text(encoding="utf-8") for path in [*(ROOT / "nlplab").rglob("*.py"), ROOT / "autograder" / "walls.py"]]
    settings = set(re.findall(r"\b(?:NLPLAB_[A-Z]+|KERAS_BACKEND|AUTOGRADER_ADD_WALLS)\b", "\n".join(code)))
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(settings) >= 5 and [setting for setting in sorted(settings) if setting not in text] == []


def test_the_version_is_the_changelogs_and_the_packages(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["--version"])
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    newest = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert end.value.code == 0 and capsys.readouterr().out == f"autograder {version}\n" and newest and newest[1] == version

"""nlplab.runtime and the import of nlplab: profile, seeds, machine, and a notebook free of log lines."""
from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import nlplab
from nlplab import backend, runtime

ROOT = Path(nlplab.__file__).parent.parent


def python(code: str, **environment) -> subprocess.CompletedProcess:
    """Run code in a fresh interpreter at the project's root; a variable given as None is unset."""
    merged = {**os.environ, **environment}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT,
                          env={name: value for name, value in merged.items() if value is not None})


def program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)
    return folder / name


# ------------------------------------------------------------------------------------------ import

def test_import_is_light_and_sets_the_environment():
    code = ("import sys, time; start = time.process_time(); import nlplab; spent = time.process_time() - start\n"
            "heavy = {'keras', 'tensorflow', 'torch', 'sklearn', 'pandas', 'matplotlib', 'IPython', 'requests'} & set(sys.modules)\n"
            "import os; print(spent < 1, sorted(heavy), os.environ['TF_CPP_MIN_LOG_LEVEL'], nlplab.setup is nlplab.runtime.setup)")
    result = python(code, TF_CPP_MIN_LOG_LEVEL=None)
    assert result.stdout.split("\n")[0] == "True [] 3 True" and result.stderr == ""


def test_users_log_level_stays():
    code = "import nlplab, os, sys; print(os.environ['TF_CPP_MIN_LOG_LEVEL'], any('Quiet' in type(f).__name__ for f in sys.meta_path))"
    assert python(code, TF_CPP_MIN_LOG_LEVEL="0").stdout == "0 False\n"
    assert python(code, TF_CPP_MIN_LOG_LEVEL="1").stdout == "1 True\n"


FAKE = """
import os, sys
os.write(2, b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\\n")
os.write(2, b"I0000 00:00:1700000000.000000  7 port.cc:153] custom operations are on\\n")
os.write(2, b"a library has something else to say\\n")
os.write(1, b"out\\n")
{end}
"""


@pytest.mark.parametrize("end, code, kept, dropped", [
    ("", "import tensorflow, os; os.write(2, b'I0000 later\\n')", ["something else", "I0000 later"], ["absl", "port.cc"]),
    ("raise ImportError('broken')", "try:\n import tensorflow\nexcept ImportError as error: print(error)", ["something else", "absl", "port.cc"], []),
], ids=["works", "fails"])
def test_only_tensorflows_load_time_log_lines_are_dropped(tmp_path, end, code, kept, dropped):
    (tmp_path / "tensorflow").mkdir()
    (tmp_path / "tensorflow/__init__.py").write_text(FAKE.format(end=end))
    result = python(f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import nlplab\n{code}")
    assert result.stdout == ("out\nbroken\n" if end else "out\n")
    assert all(part in result.stderr for part in kept) and not any(part in result.stderr for part in dropped)


# ------------------------------------------------------------------------------------------ backend

@pytest.mark.parametrize("installed, configured, chosen", [
    ({"tensorflow", "torch"}, None, None),
    ({"torch", "jax"}, None, "torch"),
    ({"jax"}, None, "jax"),
    (set(), None, None),
    ({"torch", "jax"}, "jax", None),             # the user's keras.json, and it works
    ({"torch"}, "tensorflow", "torch"),          # keras.json as Keras itself writes it
])
def test_backend_falls_back_to_what_is_installed(monkeypatch, tmp_path, installed, configured, chosen):
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    if configured:
        (tmp_path / "keras.json").write_text(f'{{"backend": "{configured}"}}')
    monkeypatch.setattr(backend, "_importable", lambda module: module in installed)
    assert backend.choose_backend() == chosen


def test_backend_choice_is_kept_and_a_fallback_is_told(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(backend, "_importable", lambda module: module == "torch")
    monkeypatch.setattr(backend, "note", "")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    backend.prepare_environment()
    assert os.environ["KERAS_BACKEND"] == "tensorflow"
    monkeypatch.delenv("KERAS_BACKEND")
    backend.prepare_environment()
    assert os.environ["KERAS_BACKEND"] == "torch"
    runtime.setup("010_x")
    assert "백엔드로 torch" in capsys.readouterr().out
    monkeypatch.setenv("KERAS_BACKEND", "")  # what monkeypatch then puts back is the state before this test


# ------------------------------------------------------------------------------------------ setup

def test_setup_says_versions_profile_and_device_in_a_few_lines(monkeypatch, capsys):
    monkeypatch.setenv("NLPLAB_PROFILE", "quick")
    monkeypatch.setattr(runtime, "gpus", lambda: [])
    runtime.setup("010_vector_representation")
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert 2 <= len(lines) <= 4 and shown.err == ""
    assert lines[0].startswith("010_vector_representation") and f"Python {sys.version_info.major}.{sys.version_info.minor}" in lines[0]
    assert f"numpy {np.__version__}" in lines[0]
    assert "작은 표본" in lines[1] and "NLPLAB_PROFILE" in lines[1] and "CPU" in lines[2]
    monkeypatch.setenv("NLPLAB_PROFILE", "full")
    runtime.setup("010_vector_representation")
    assert "NLPLAB_PROFILE" not in capsys.readouterr().out, "students need not read of profiles"


def test_setup_imports_no_framework():
    result = python("import nlplab; nlplab.setup('010_x', java=True, gpu=True)\n"
                    "import sys; print(sorted({'keras', 'tensorflow', 'torch', 'sklearn', 'transformers'} & set(sys.modules)))")
    assert result.stdout.splitlines()[-1] == "[]" and result.stderr == ""


def test_misspelt_profile_tells_the_two_values(monkeypatch):
    monkeypatch.setenv("NLPLAB_PROFILE", "quik")
    for call in (runtime.profile, lambda: runtime.setup("010_x"), lambda: runtime.settings({}, {})):
        with pytest.raises(ValueError) as caught:
            call()
        assert all(word in str(caught.value) for word in ("quik", "quick", "full"))


def test_profile_is_full_by_default(monkeypatch):
    monkeypatch.delenv("NLPLAB_PROFILE")
    assert runtime.profile() == "full"
    monkeypatch.setenv("NLPLAB_PROFILE", "")
    assert runtime.profile() == "full"


@pytest.mark.parametrize("gpu, colab, found, told", [(True, True, [], True), (True, False, [], False), (False, True, [], False),
                                                     (True, True, ["Tesla T4 (15360 MiB)"], False)])
def test_colabs_gpu_menu_is_named_where_it_helps(monkeypatch, capsys, gpu, colab, found, told):
    monkeypatch.setattr(runtime, "gpus", lambda: found)
    if colab:
        monkeypatch.setenv("COLAB_RELEASE_TAG", "release")
    assert runtime.in_colab() is colab
    runtime.setup("010_x", gpu=gpu)
    shown = capsys.readouterr().out
    assert ("런타임 유형 변경에서 T4 GPU" in shown) is told and all(name in shown for name in found)


def test_gpus_asks_the_drivers_tool(monkeypatch, tmp_path):
    program(tmp_path, "nvidia-smi", "echo 'Tesla T4, 15360 MiB'; echo 'NVIDIA H100 80GB HBM3, 81559 MiB'")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert runtime.gpus() == ["Tesla T4 (15360 MiB)", "NVIDIA H100 80GB HBM3 (81559 MiB)"]
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert runtime.gpus() == []
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES")
    program(tmp_path, "nvidia-smi", "echo 'NVIDIA-SMI has failed, no driver'; exit 9")
    assert runtime.gpus() == []


# ------------------------------------------------------------------------------------------ Java

def test_java_is_found_in_java_home_then_in_path(monkeypatch, tmp_path):
    first, second = program(tmp_path / "home/bin", "java", "exit 0"), program(tmp_path / "path", "java", "exit 0")
    monkeypatch.setenv("PATH", str(second.parent))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    assert runtime.find_java() == first
    program(tmp_path / "home/bin", "java", "exit 1")  # such as macOS's placeholder
    assert runtime.find_java() == second
    program(tmp_path / "path", "java", "exit 1")
    assert runtime.find_java() is None


@pytest.mark.parametrize("platform, colab, command", [("linux", False, " apt-get install -y default-jdk-headless"),
                                                      ("linux", True, "!apt-get install"), ("darwin", False, "brew install openjdk")])
def test_missing_java_is_one_line_with_the_remedy(monkeypatch, capsys, platform, colab, command):
    monkeypatch.setattr(runtime, "find_java", lambda: None)
    monkeypatch.setattr(runtime.sys, "platform", platform)
    monkeypatch.setattr(runtime, "in_colab", lambda: colab)
    runtime.setup("035_x")
    without = capsys.readouterr().out.splitlines()
    runtime.setup("035_x", java=True)
    line, = [line for line in capsys.readouterr().out.splitlines() if line not in without]
    assert command in line and "Java" in line and "Kiwi" in line


def test_java_home_is_set_for_jpype_only_where_it_is_a_java_home(monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    java = program(tmp_path / "jdk/bin", "java", "exit 0")
    monkeypatch.setattr(runtime, "find_java", lambda: java)
    runtime.setup("035_x", java=True)
    assert "JAVA_HOME" not in os.environ
    (tmp_path / "jdk/lib/server").mkdir(parents=True)
    runtime.setup("035_x", java=True)
    assert os.environ["JAVA_HOME"] == str(tmp_path / "jdk")
    monkeypatch.delenv("JAVA_HOME")
    assert "Java" not in capsys.readouterr().out


# ------------------------------------------------------------------------------------------ settings

def test_settings_follow_the_profile(monkeypatch):
    for name, epochs in (("quick", 1), ("full", 9)):
        monkeypatch.setenv("NLPLAB_PROFILE", name)
        chosen = runtime.settings(quick=dict(epochs=1, size=8), full=dict(size=64, epochs=9))
        assert (chosen.epochs, chosen.profile) == (epochs, name)


def test_settings_of_the_quick_profile_lie_with_the_samples(monkeypatch, tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"010_x": {"epochs": 2, "sizes": [1, 2]}}', encoding="utf-8")
    monkeypatch.setattr(runtime, "_QUICK_SETTINGS", path)
    monkeypatch.setattr(runtime, "_lesson", None)
    monkeypatch.setenv("NLPLAB_PROFILE", "full")
    chosen = runtime.settings(epochs=20, sizes=(3, 4), units=8)
    assert (chosen.epochs, chosen.sizes, chosen.units, chosen.profile) == (20, (3, 4), 8, "full")
    monkeypatch.setenv("NLPLAB_PROFILE", "quick")
    with pytest.raises(ValueError, match="준비 셀"):
        runtime.settings(epochs=20)
    runtime.setup("010_x")
    chosen = runtime.settings(epochs=20, sizes=(3, 4), units=8)
    assert (chosen.epochs, chosen.sizes, chosen.units, chosen.profile) == (2, (1, 2), 8, "quick")
    with pytest.raises(ValueError, match="판이 다릅니다"):
        runtime.settings(epochs=20)  # the helper knows of `sizes`, the notebook doesn't
    runtime.setup("099_newer")
    with pytest.raises(ValueError, match="판이 다릅니다"):
        runtime.settings(epochs=20)
    path.unlink()
    with pytest.raises(ValueError, match="판이 다릅니다"):
        runtime.settings(epochs=20)


def test_settings_with_different_keys_are_refused():
    with pytest.raises(ValueError) as caught:
        runtime.settings(quick=dict(epochs=1, units=2), full=dict(epochs=5, batch=3))
    assert "quick에 없는 설정: batch" in str(caught.value) and "full에 없는 설정: units" in str(caught.value)
    with pytest.raises(ValueError, match="profile"):
        runtime.settings(quick=dict(profile=1), full=dict(profile=2))


# ------------------------------------------------------------------------------------------ while it runs

def test_seed_everything_repeats_python_and_numpy():
    def draw(seed):
        runtime.seed_everything(seed)
        return random.random(), np.random.rand()
    assert draw(3) == draw(3) != draw(4)


def test_seed_everything_reaches_imported_frameworks_and_imports_none(monkeypatch):
    code = ("import sys; from nlplab import runtime; runtime.seed_everything(); print('torch' in sys.modules, 'keras' in sys.modules)")
    assert python(code).stdout == "False False\n"
    seeds = []
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(manual_seed=lambda seed: seeds.append(("torch", seed))))
    monkeypatch.setitem(sys.modules, "keras", SimpleNamespace(utils=SimpleNamespace(set_random_seed=lambda seed: seeds.append(("keras", seed)))))
    runtime.seed_everything(5)
    assert sorted(seeds) == [("keras", 5), ("torch", 5)]  # the notebook test below does it with the real Keras


def test_stopwatch(capsys):
    with runtime.stopwatch("학습") as watch:
        time.sleep(0.12)
        assert watch.seconds >= 0.12
    kept = watch.seconds
    time.sleep(0.01)
    assert 0.12 <= kept < 5 and watch.seconds == kept and 0 <= watch.cpu_seconds < 0.12  # asleep costs nothing
    assert capsys.readouterr().out == f"학습: {kept:.1f}초\n"
    with pytest.raises(KeyError), runtime.stopwatch("실패"):
        raise KeyError
    assert capsys.readouterr().out == ""


def test_progress_is_on_stdout_or_silent(monkeypatch, capsys):
    monkeypatch.setenv("NLPLAB_PROGRESS", "off")
    assert list(runtime.progress(range(3), "분석")) == [0, 1, 2]
    shown = capsys.readouterr()
    assert shown.out == shown.err == ""
    monkeypatch.delenv("NLPLAB_PROGRESS")
    assert list(runtime.progress(iter("가나"), "분석", total=2)) == ["가", "나"]
    shown = capsys.readouterr()
    assert "분석" in shown.out and "2/2" in shown.out and shown.err == ""


def test_peak_memory_counts_what_was_held_and_let_go():
    before = runtime.peak_memory_mb()
    block = np.ones(40 * 2**20, dtype=np.uint8)
    del block
    assert 10 < before < 100_000 and runtime.peak_memory_mb() >= max(before, 50)


# ------------------------------------------------------------------------------------------ a real notebook

@pytest.mark.slow
def test_notebook_run_shows_pictures_once_and_no_log_lines(monkeypatch):
    import nbformat
    from nbclient import NotebookClient
    from nbconvert import HTMLExporter

    monkeypatch.delenv("TF_CPP_MIN_LOG_LEVEL", raising=False)  # imported nlplab set it in this process
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.delenv("NLPLAB_PROGRESS")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    cells = ["import nlplab\nfrom nlplab import data, plots, runtime\nnlplab.setup('010_x', java=True, gpu=True)",
             "import keras\nkeras.layers.Dense(1)(keras.ops.ones((2, 3))).shape",
             "def draw():\n    runtime.seed_everything(5)\n    return float(keras.random.normal(()))\nassert draw() == draw()",
             "plots.learning_curves({'loss': [3, 2], 'val_loss': [3, 2.5]})\nplots.show(alt='두 점의 손실')",
             "import matplotlib.pyplot as plt\nplt.plot([0, -1])\nplt.title('한글')\nplots.show(alt='내려가는 선')",
             "for _ in runtime.progress(range(3), '진행'):\n    pass",
             "data.Card('### 데이터 카드')"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    outputs = [cell.outputs for cell in notebook.cells]
    assert not [output for each in outputs for output in each if output.get("name") == "stderr"]
    for each, alt in ((outputs[3], "두 점의 손실"), (outputs[4], "내려가는 선")):
        pictures = [output for output in each if "image/png" in output.get("data", {})]
        assert len(pictures) == 1 and pictures[0].metadata["image/png"]["alt"] == alt
    assert "진행" in outputs[5][0].text and outputs[5][0].name == "stdout"
    assert "데이터 카드" in outputs[6][0].data["text/markdown"]
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    assert 'alt="두 점의 손실"' in page and 'alt="내려가는 선"' in page

"""What notebooks import is found without importing it; a fork of a warmed process is like a fresh interpreter."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.grading import imports
from autograder.sandbox import isolate

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def notebook(*sources):
    return new_notebook(cells=[new_code_cell(source) for source in sources])


def script(code, *paths, **environ):
    """Run code in a process of its own and return what it hands to `answer`."""
    head = "import json, os, sys\nfrom autograder.grading import imports\nfrom autograder.sandbox import warm\ndef answer(value):\n    print(json.dumps(value), flush=True)\n"
    shown = subprocess.run([sys.executable, "-c", head + textwrap.dedent(code)], capture_output=True, text=True, check=False,
                           env={**os.environ, "JE_ARROW_MALLOC_CONF": "background_thread:false", "PYTHONPATH": os.pathsep.join(map(str, paths)), **environ})
    assert shown.returncode == 0, shown.stderr[-3000:]
    return [json.loads(line) for line in shown.stdout.splitlines()]


# ------------------------------------------------------------------------------------------------ what notebooks import

def test_imports_in_order_of_first_appearance():
    found = imports.imports_of([notebook("import json, os.path\nfrom numpy import linalg, array", "def f():\n    import csv\n    import json"),
                             notebook("import sklearn.linear_model as lm\nfrom email import *")])
    assert found == ["json", "os.path", "numpy", "numpy.linalg", "numpy.array", "csv", "sklearn.linear_model", "email"]


def test_magics_shell_lines_and_broken_cells_are_no_obstacle():
    found = imports.imports_of([notebook("%matplotlib inline\n!pip install nothing\nimport json\nfiles = !ls", "import csv\ndef broken(:", "%%bash\nimport zlib",
                                      "%%time\nimport gzip", "json?\nimport bz2", "await f()\nimport wave")])
    assert found == ["json", "gzip", "bz2", "wave"]


def test_only_code_cells_and_only_what_is_installed():
    made = notebook("import no_such_module_here\nimport json\nfrom google.colab import drive\nfrom . import x")
    made.cells.append(new_markdown_cell("import csv"))
    assert imports.imports_of([made]) == ["json", "google.colab", "google.colab.drive"]


def test_what_torch_imports_for_its_first_optimizer_comes_with_it():
    assert imports.imports_of([notebook("import json\nfrom torch import nn\nimport csv")]) == ["json", "torch", "torch.nn", "csv", "torch._dynamo"]


def test_models_come_with_transformers():
    found = imports.imports_of([notebook("from transformers import AutoTokenizer, BertModel")])
    assert found[0] == "transformers" and "transformers.models.bert.modeling_bert" in found


def test_modules_of_the_course_are_left_out(tmp_path, monkeypatch):
    (tmp_path / "course_helper.py").write_text("raise SystemExit")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert imports.imports_of([notebook("import course_helper, json\nimport nlplab.data")]) == ["json"]


@pytest.mark.parametrize("line", ['os.environ["KERAS_BACKEND"] = "torch"', 'os.environ.setdefault("KERAS_BACKEND", "torch")', "%env KERAS_BACKEND=torch",
                                  'os.environ.update({"KERAS_BACKEND": "torch"})', 'environ.update(KERAS_BACKEND="torch")'])
def test_an_import_that_waits_for_an_environment_variable_is_left_out(line):
    assert imports.imports_of([notebook(f"import os\n{line}\nimport keras.layers, json")]) == ["os", "json"]
    assert imports.imports_of([notebook('import os\nos.environ.get("KERAS_BACKEND")\nimport keras.layers')]) == ["os", "keras.layers"]


def test_an_import_that_asks_for_ipython_is_left_out():
    assert imports.imports_of([notebook("from tqdm.auto import tqdm\nimport tqdm")]) == ["tqdm"]


def test_finding_imports_nothing():
    assert script("""
        from nbformat.v4 import new_code_cell, new_notebook
        found = imports.imports_of([new_notebook(cells=[new_code_cell("import keras.layers, sklearn.linear_model, scipy.stats")])])
        answer([found, [name for name in ("keras", "sklearn", "scipy", "numpy") if name in sys.modules]])
    """) == [[["keras.layers", "sklearn.linear_model", "scipy.stats"], []]]


# ----------------------------------------------------------------------------------------------------- before the forks

def test_preload_imports_silently_and_leaves_nothing_of_what_it_could_not(tmp_path):
    (tmp_path / "loud.py").write_text("import os, sys\nprint('err', file=sys.stderr)\nos.write(2, b'raw')\n")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "__init__.py").write_text("import broken.part\nraise RuntimeError('no backend')\n")
    (tmp_path / "broken" / "part.py").write_text("")
    assert script("""
        os.dup2(1, 2)
        warm.preload(["loud", "broken", "no_such_module_here", "json"])
        answer(["loud" in sys.modules, [name for name in sys.modules if name.startswith("broken")]])
    """, tmp_path) == [[True, []]]
    assert {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}.items() <= isolate.environment().items()


@pytest.mark.parametrize("body", ["import threading\nthreading.Thread(target=threading.Event().wait, daemon=True, name='pool').start()",
                                  "import _thread, time\n_thread.start_new_thread(time.sleep, (600,))"])
def test_a_module_that_starts_threads_is_named(tmp_path, body):
    (tmp_path / "threaded.py").write_text(body)
    [module] = script("""
        try:
            warm.preload(["json", "threaded", "csv"])
        except warm.ForkUnsafe as error:
            answer(str(error))
        os._exit(0)
    """, tmp_path)
    assert module == "threaded"


def test_a_pool_that_knows_of_forks_is_tolerated():
    """OpenBLAS stops its threads before a fork; the child computes on."""
    [before, total] = script("""
        import numpy
        answer(len(os.listdir("/proc/self/task")))
        warm.preload(["numpy", "numpy.linalg"])
        if os.fork() == 0:
            warm.after_fork()
            answer(float((numpy.ones((300, 300)) @ numpy.ones((300, 300))).sum()))
            os._exit(0)
        os.wait()
    """, OPENBLAS_NUM_THREADS="2")
    assert before == 2 and total == 300.0**3


# -------------------------------------------------------------------------------------------------------- after a fork

DRAW = """
        def draw():
            import random, numpy, torch, keeper
            return [random.random(), numpy.random.rand(), float(torch.rand(1)), keeper.free.random(), keeper.fixed.random()]

        def child():
            sys.stdout.flush()
            if os.fork() == 0:
                warm.after_fork()
                answer(draw())
                os._exit(0)
            os.wait()
"""


@pytest.mark.slow
def test_children_draw_differently(tmp_path):
    (tmp_path / "keeper.py").write_text("import numpy\nfree, fixed = numpy.random.default_rng(), numpy.random.default_rng(7)\n")
    one, two = script(DRAW + """
        warm.preload(["numpy", "torch", "keeper"])
        child(), child()
    """, tmp_path)
    assert not set(one[:4]) & set(two[:4])
    assert one[4] == two[4], "a seed that a module sets itself stays"


def test_signals_are_those_of_a_fresh_interpreter():
    [[handlers, blocked]] = script("""
        import signal
        signal.signal(signal.SIGTERM, lambda *_: None), signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
        if os.fork() == 0:
            warm.after_fork()
            answer([[signal.getsignal(signal.SIGTERM) is signal.SIG_DFL, signal.getsignal(signal.SIGINT) is signal.default_int_handler],
                    len(signal.pthread_sigmask(signal.SIG_BLOCK, []))])
            os._exit(0)
        os.wait()
    """)
    assert handlers == [True, True] and blocked == 0

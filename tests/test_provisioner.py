"""Kernels forked from a warm template behave like kernels that Jupyter starts, and hurt neither it nor each other."""
from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import pytest
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

import small_class
from autograder.sandbox import provisioner

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


@pytest.fixture(scope="module")
def templates():
    with provisioner.shared_templates() as folder:
        yield folder
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and processes_of(folder):
        time.sleep(0.05)
    assert not processes_of(folder) and not folder.exists()


@pytest.fixture
def jupyter(templates, tmp_path, monkeypatch):
    """Installs kernelspecs for this test and the processes that it starts."""
    folder = tmp_path / "jupyter"
    monkeypatch.setenv("JUPYTER_PATH", str(folder))
    monkeypatch.delenv(provisioner.MODULES_VARIABLE, raising=False)

    def install(name="warm", modules=("numpy",), per_kernel=("JUPYTER_PATH", "PYTHONPATH"), **config):
        return provisioner.install_kernelspec(folder, name, modules, per_kernel=list(per_kernel), **config)

    install()
    return install


def processes_of(folder):
    """Templates that listen in this folder."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if any(str(folder) in argument for argument in process.info["cmdline"] or ()):
            found.append(process)
    return found


class Kernel:
    def __init__(self, name="warm", cwd=None, env=None, **options):
        specs = KernelSpecManager()
        specs.kernel_dirs = [str(Path(path) / "kernels") for path in os.environ.get("JUPYTER_PATH", "").split(os.pathsep) if path]
        self.manager = KernelManager(kernel_name=name, kernel_spec_manager=specs, **options)
        self.manager.start_kernel(cwd=cwd, **({"env": {**os.environ, **env}} if env else {}))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code, timeout=60):
        """What a cell prints; its error raises."""
        shown = []
        reply = self.client.execute_interactive(textwrap.dedent(code), timeout=timeout, output_hook=lambda m: shown.append(m["content"].get("text", "")))
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"{reply['content']['ename']}: {reply['content']['evalue']}")
        return "".join(shown).strip()

    def value(self, expression):
        return json.loads(self.run(f"import json, os, sys\nprint(json.dumps({expression}))"))

    @property
    def template(self):
        return self.value("os.getppid()")

    def status(self):
        return asyncio.run(self.manager.provisioner.poll())

    def ends(self, seconds=20):
        deadline = time.monotonic() + seconds
        while self.status() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.status()


@contextlib.contextmanager
def kernel(*arguments, **options):
    made = Kernel(*arguments, **options)
    try:
        yield made
    finally:
        made.client.stop_channels()
        made.manager.shutdown_kernel(now=True)
        made.manager.cleanup_resources()


def is_template(pid):
    return "autograder.sandbox.template" in psutil.Process(pid).cmdline()


def gone(pid, seconds=15):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


# ---------------------------------------------------------------------------------------------------------- one kernel

def test_a_kernel_answers_and_has_its_modules_already(jupyter):
    with kernel() as one:
        assert one.run("import sys\nprint('numpy' in sys.modules, 6 * 7)") == "True 42"
        assert is_template(one.template)
        assert one.value("os.getsid(0) == os.getpid() == os.getpgid(0)")
        with pytest.raises(RuntimeError, match="ZeroDivisionError"):
            one.run("1 / 0")


def test_environment_folder_and_arguments_are_the_kernels_own(jupyter, tmp_path):
    (tmp_path / "here").mkdir()
    with kernel(cwd=str(tmp_path / "here"), env={"IPYTHONDIR": str(tmp_path / "ipython")}) as one, kernel() as other:
        assert one.template == other.template
        assert one.value("os.getcwd()") == str(tmp_path / "here") and other.value("os.getcwd()") == os.getcwd()
        assert one.value("os.environ['IPYTHONDIR']") == str(tmp_path / "ipython") and other.value("os.environ.get('IPYTHONDIR')") == os.environ.get("IPYTHONDIR")
        for each in (one, other):
            argv = each.value("sys.argv")
            assert argv[0].endswith("ipykernel_launcher.py") and each.manager.connection_file in argv
            assert set(each.value("dict(os.environ)")) - {"MPLBACKEND", "JPY_PARENT_PID"} >= set(os.environ) - {"MPLBACKEND"}


def test_it_is_like_a_cold_kernel(jupyter):
    """Same path, flags, environment and main module; only what was preloaded differs."""
    seen = "[sys.path, list(sys.flags), sys.orig_argv[:-1], sorted(os.environ), __name__, sys.modules['__main__'].__dict__ is globals(), os.getcwd(), "\
           "sys.stdin.encoding, sys.stdout.encoding, __import__('signal').getsignal(15).name]"
    with kernel() as warm, kernel("python3") as cold:
        assert is_template(warm.template) and cold.template == os.getpid()
        assert warm.value(seen) == cold.value(seen)


def test_another_environment_gets_another_template(jupyter):
    with kernel() as one, kernel(env={"READ_AT_IMPORT": "yes"}) as other:
        assert one.template != other.template and is_template(other.template)
        assert other.value("os.environ['READ_AT_IMPORT']") == "yes"


@pytest.mark.parametrize("transport", ["tcp", "ipc"])
def test_transports(jupyter, tmp_path, transport):
    options = {"transport": "ipc", "ip": str(tmp_path / "k")} if transport == "ipc" else {}
    with kernel(**options) as one:
        assert one.value("1 + 1") == 2 and is_template(one.template)


def test_plots_are_shown(jupyter):
    jupyter("plots", ["matplotlib.pyplot"])
    with kernel("plots") as one:
        kinds = []
        one.client.execute_interactive("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('t');", timeout=60,
                                       output_hook=lambda message: kinds.extend(message["content"].get("data", {})))
        assert "image/png" in kinds


def test_pandas_shows_frames_as_in_a_cold_kernel(jupyter):
    jupyter("frames", ["pandas"])
    wide = "import pandas\nprint(pandas.get_option('display.max_columns'), pandas.DataFrame([range(12)], columns=['a long name'] * 12))"
    with kernel("frames") as one, kernel("python3") as cold:
        assert one.value("'pandas' in sys.modules") and one.run(wide) == cold.run(wide)
        assert one.run("print(type(get_ipython()).__name__)") == "ZMQInteractiveShell"


def test_interrupt(jupyter):
    with kernel() as one:
        sent = one.client.execute("import time\nprint('on', flush=True)\ntime.sleep(60)")
        while one.client.get_iopub_msg(timeout=20)["msg_type"] != "stream":
            pass
        one.manager.interrupt_kernel()
        while (reply := one.client.get_shell_msg(timeout=20))["parent_header"]["msg_id"] != sent:
            pass
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert one.value("1 + 1") == 2


def test_a_restart_gives_a_new_kernel(jupyter):
    with kernel() as one:
        one.run("x = 1")
        first = one.value("os.getpid()")
        one.manager.restart_kernel(now=True)
        one.client.wait_for_ready(timeout=60)
        assert one.value("['x' in globals(), os.getpid()]")[0] is False and one.value("os.getpid()") != first


def test_a_graceful_shutdown_ends_with_status_0(jupyter):
    one = Kernel()
    pid = one.value("os.getpid()")
    process = one.manager.provisioner.process
    one.client.stop_channels()
    one.manager.shutdown_kernel()
    assert process.returncode == 0 and gone(pid)


# -------------------------------------------------------------------------------------------------------- many kernels

def test_eight_kernels_at_once_share_nothing_but_the_template(jupyter):
    with contextlib.ExitStack() as stack, ThreadPoolExecutor(8) as pool:
        kernels = list(pool.map(lambda _: Kernel(), range(8)))
        for one in kernels:
            stack.callback(one.manager.shutdown_kernel, now=True)
            stack.callback(one.client.stop_channels)
        assert len({one.template for one in kernels}) == 1
        assert len({one.value("os.getpid()") for one in kernels}) == 8
        draw = "[globals().update(x={}), __import__('random').random(), __import__('numpy').random.rand()]"
        draws = list(pool.map(lambda number, one: one.value(draw.format(number)), range(8), kernels))
        assert len({draw for _, *pair in draws for draw in pair}) == 16
        kernels[0].run("import numpy\nnumpy.ones, numpy.patched = None, True")
        assert [one.run("print(x, hasattr(__import__('numpy'), 'patched'))") for one in kernels[1:]] == [f"{number} False" for number in range(1, 8)]


@pytest.mark.parametrize(("crash", "status"), [("os._exit(7)", 7), ("os.kill(os.getpid(), 11)", -signal.SIGSEGV), ("os.kill(os.getpid(), 9)", -signal.SIGKILL),
                                               ("__import__('ctypes').string_at(0)", -signal.SIGSEGV)])
def test_a_crash_hurts_neither_template_nor_neighbour(jupyter, crash, status):
    with kernel() as neighbour, kernel() as one:
        before = neighbour.template
        one.client.execute(f"import os\n{crash}")
        assert one.ends() == status
        assert neighbour.value("1 + 1") == 2
        with kernel() as later:
            assert later.template == before


def test_a_killed_template_is_replaced_and_its_kernels_go_on(jupyter):
    with kernel() as one:
        one.run("x = 5")
        first, pid = one.template, one.value("os.getpid()")
        os.kill(first, signal.SIGKILL)
        assert gone(first)
        with kernel() as other:
            assert other.template != first and is_template(other.template)
        assert one.run("print(x)") == "5" and one.status() is None
    assert gone(pid), "shut down without its template"


def test_a_template_that_grew_is_replaced(jupyter, tmp_path, monkeypatch):
    (tmp_path / "growing.py").write_text("import os\nkept = []\nos.register_at_fork(before=lambda: kept.append(b'x' * 8_000_000))\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    jupyter("growing", ["growing"], per_kernel=["JUPYTER_PATH"], growth_mb=20)
    with contextlib.ExitStack() as stack:
        kernels = [stack.enter_context(kernel("growing")) for _ in range(6)]
        seen = [one.template for one in kernels]
        assert len(set(seen)) == 2 and seen == sorted(seen, key=seen.index)
        assert all(one.value("1 + 1") == 2 for one in kernels), "those of the old template too"


def test_so_many_templates_at_a_time(jupyter, monkeypatch):
    monkeypatch.delenv(provisioner.SHARED_VARIABLE)
    monkeypatch.setattr(provisioner, "_own", provisioner.Templates.make())
    jupyter("few", ["csv"], most_templates=1)
    with kernel("few") as one:
        with kernel("few", env={"READ_AT_IMPORT": "else"}) as other:
            first = one.template
            assert first != other.template and one.value("1 + 1") == 2
    assert gone(first), "it ends when its last kernel has"
    provisioner._own.close()


def test_modules_are_found_in_notebooks(jupyter, tmp_path):
    nbformat.write(new_notebook(cells=[new_code_cell("import wave\nfrom scipy import fft")]), tmp_path / "made.ipynb")
    jupyter("found", [], notebooks=[tmp_path / "*.ipynb"])
    with kernel("found") as one:
        assert is_template(one.template) and one.value("['wave' in sys.modules, 'scipy.fft' in sys.modules]") == [True, True]


def test_a_module_that_starts_threads_is_left_to_the_kernels(jupyter, tmp_path, monkeypatch):
    (tmp_path / "threaded.py").write_text("import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    jupyter("threaded", ["threaded", "csv"], per_kernel=["JUPYTER_PATH"])
    with kernel("threaded") as one:
        assert is_template(one.template)
        assert one.value("['threaded' in sys.modules, 'csv' in sys.modules, __import__('threaded').__name__]") == [False, True, "threaded"]


# --------------------------------------------------------------------------------------------------- how things end

OWNER = """
import os, sys, time
from test_provisioner import Kernel
one = Kernel()
import json
from autograder.sandbox.provisioner import Templates
print(json.dumps([*one.value("[os.getpid(), os.getppid()]"), str(Templates.here().folder)]), flush=True)
{end}
"""


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), 9)", "sys.exit(0)"])
def test_template_and_kernel_end_with_their_owner(jupyter, monkeypatch, end):
    monkeypatch.delenv(provisioner.SHARED_VARIABLE)
    shown = subprocess.run([sys.executable, "-c", OWNER.format(end=end)], cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    pid, template, folder = json.loads(shown.stdout)
    assert gone(pid) and gone(template) and not Path(folder).exists(), shown.stderr[-2000:]


def test_a_kernel_ends_with_its_asker_not_with_the_shared_template(jupyter):
    shown = subprocess.run([sys.executable, "-c", OWNER.format(end="os.kill(os.getpid(), 9)")], cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    pid, template, _ = json.loads(shown.stdout)
    assert gone(pid) and is_template(template)
    with kernel() as one:
        assert one.template == template


def test_where_no_template_can_start_kernels_start_cold_with_one_warning(jupyter, monkeypatch, caplog):
    monkeypatch.setattr(provisioner.template, "__name__", "autograder.sandbox.no_such_module")
    monkeypatch.setattr(provisioner, "_warned", set())
    jupyter("failing", ["csv"])
    for _ in range(2):
        with kernel("failing") as one:
            assert one.template == os.getpid() and one.value("1 + 1") == 2
    warnings = [record.getMessage() for record in caplog.records if "start cold" in record.getMessage()]
    assert len(warnings) == 1 and "no_such_module" in warnings[0]


def test_a_folder_that_is_open_to_others_is_not_used(jupyter, tmp_path, monkeypatch):
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    (folder / "owner").write_text(f"{os.getpid()} {provisioner._start_time(os.getpid())}")
    monkeypatch.setenv(provisioner.SHARED_VARIABLE, str(folder))
    assert provisioner.Templates.here().folder != folder
    folder.chmod(0o700)
    assert provisioner.Templates.here().folder == folder


# ------------------------------------------------------------------------------------- the programs that start kernels

SEEDED = """
import hashlib, random
import keras, numpy, torch
keras.utils.set_random_seed(7)
torch.manual_seed(7)
model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(8, activation="tanh"), keras.layers.Dropout(0.3), keras.layers.Dense(1)])
model.compile("adam", "mse")
x, y = numpy.random.rand(64, 4), numpy.random.rand(64)
history = model.fit(x, y, epochs=2, verbose=0).history["loss"]
layer = torch.nn.Linear(4, 4)
result = [x, *model.get_weights(), numpy.array(history), model.predict(x, verbose=0), layer(torch.rand(3, 4)).detach().numpy(), numpy.array(random.random()),
          numpy.random.default_rng(3).random(5)]
print(hashlib.sha256(b"".join(part.tobytes() for part in result)).hexdigest())
"""


@pytest.mark.slow
def test_seeded_results_are_byte_equal_cold_and_warm(jupyter):
    jupyter("heavy", ["keras", "numpy", "torch"])
    with kernel("heavy") as one, kernel("heavy") as other, kernel("python3") as cold:
        with ThreadPoolExecutor(3) as pool:
            results = list(pool.map(lambda each: each.run(SEEDED, timeout=300), (one, other, cold)))
    assert len(results[0]) == 64 and len(set(results)) == 1


WITNESS = "import os, pathlib\nwith pathlib.Path('witness').open('a') as file:\n    file.write(f'{os.getppid()} ')\nprint(6 * 7)"


def used_templates(folder):
    return {int(pid) for file in folder.rglob("witness") for pid in file.read_text().split()}


NBVAL = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-c", os.devnull, "--nbval"]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "named"), [
    (["-m", "nbconvert", "--to", "notebook", "--execute", "--inplace"], "kernelspec"),
    (NBVAL, "kernelspec"),
    ([*NBVAL, "--nbval-current-env"], "environment"),  # it looks at no kernelspec
])
def test_nbconvert_and_nbval(jupyter, tmp_path, monkeypatch, command, named):
    if named == "kernelspec":
        jupyter("python3")
    else:
        monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "warm-fork")
        monkeypatch.setenv(provisioner.MODULES_VARIABLE, "numpy")
    made = new_notebook(cells=[new_code_cell(WITNESS)], metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    made.cells[0].execution_count = 1
    made.cells[0].outputs = [nbformat.v4.new_output("stream", name="stdout", text="42\n")]
    nbformat.write(made, tmp_path / "made.ipynb")
    shown = subprocess.run([sys.executable, *command, "made.ipynb"], cwd=tmp_path, capture_output=True, text=True, check=False,
                           env={**os.environ, "PYTEST_ADDOPTS": ""})
    assert shown.returncode == 0, shown.stdout[-2000:] + shown.stderr[-2000:]
    [template] = used_templates(tmp_path)
    assert is_template(template)
    assert nbformat.read(tmp_path / "made.ipynb", as_version=4).cells[0].outputs[0].text == "42\n"


@pytest.mark.slow
def test_plain_nbgrader_autograde(jupyter, tmp_path):
    jupyter("python3")
    root = small_class.make_course(tmp_path / "course")
    for student in ("kim", "lee"):
        small_class.hand_in(root, student, small_class.answered(root, count=f"{small_class.solution('count')}\n{WITNESS}"))
    shown = subprocess.run([sys.executable, "-m", "nbgrader", "autograde", small_class.ASSIGNMENT], cwd=root, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr[-3000:]
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words") as book:
        scores = {made.student.id: made.score for made in book.assignment_submissions(small_class.ASSIGNMENT)}
    assert scores == {"kim": small_class.FULL, "lee": small_class.FULL}
    [template] = used_templates(root)
    assert is_template(template)

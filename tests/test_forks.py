"""Processes and kernels that the fork server forks behave like those that are started, and hurt neither it nor each other."""
from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time

import nbformat
import psutil
import pytest
from jupyter_client import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from nbformat.v4 import new_code_cell, new_notebook

from autograder.sandbox import forks, forkserver, provisioner

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


@pytest.fixture(scope="module")
def small():
    """A server of this module's own, that has imported little."""
    with forks.server([*provisioner.MODULES, "numpy", "pandas", "matplotlib.pyplot"]) as path:
        yield path


@pytest.fixture
def server(small, monkeypatch):
    monkeypatch.setenv(forks.VARIABLE, str(small))
    return small


def run(module, *arguments, **options):
    """(exit status, what it wrote, the process)"""
    with io.FileIO(os.memfd_create("shown"), "r+") as shown:
        process = forks.popen(module, arguments, stdout=shown, stderr=shown, **options)
        status = process.wait(60)
        shown.seek(0)
        return status, shown.read().decode(), process


def gone(pid, seconds=15):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.05)
                continue
        return True
    return False


# ----------------------------------------------------------------------------------------------------------- processes

@pytest.fixture
def probe(tmp_path):
    """A module that says what it is run as."""
    (tmp_path / "probe.py").write_text(textwrap.dedent("""
        import atexit, json, os, sys
        atexit.register(print, "at exit")
        print(json.dumps([__name__, sys.argv[1:], os.getcwd(), os.environ.get("MARK"), "pandas" in sys.modules, os.getsid(0) == os.getpid(), sys.path[0]]))
        print("to stderr", file=sys.stderr)
        sum(range(3_000_000))
        sys.exit(eval(sys.argv[1]))
    """))
    return tmp_path


def test_a_module_runs_as_python_m_would_run_it(server, probe):
    status, shown, process = run("probe", "3", "ü", cwd=probe, env={**os.environ, "MARK": "yes"})
    assert isinstance(process, forks.Forked) and status == 3
    lines = shown.splitlines()
    assert json.loads(next(line for line in lines if line.startswith("["))) == ["__main__", ["3", "ü"], str(probe), "yes", True, True, str(probe)]
    assert "to stderr" in lines and lines[-1] == "at exit"
    assert 0.01 < process.cpu < 10


@pytest.mark.parametrize(("argument", "status", "shown"), [
    ("None", 0, ""), ("'a word'", 1, "a word"), ("1 / 0", 1, "ZeroDivisionError"), ("os._exit(7)", 7, ""), ("os.kill(os.getpid(), 11)", -signal.SIGSEGV, "")])
def test_how_a_process_ends_is_told(server, probe, argument, status, shown):
    ended, text, _ = run("probe", argument, cwd=probe)
    assert ended == status and shown in text
    assert run("probe", "0", cwd=probe)[0] == 0, "the server lives on"


def test_a_process_whose_imports_read_another_environment_is_started_afresh(server, probe):
    *_, process = run("probe", "0", cwd=probe, env={**os.environ, "KERAS_BACKEND": "torch"})
    assert isinstance(process, subprocess.Popen)
    *_, process = run("probe", "0", cwd=probe)
    assert isinstance(process, forks.Forked)


def test_without_a_server_processes_are_started(monkeypatch, probe):
    monkeypatch.delenv(forks.VARIABLE)
    status, _, process = run("probe", "5", cwd=probe)
    assert isinstance(process, subprocess.Popen) and status == 5
    assert forks.call(divmod, 7, 2) == (3, 1)


def test_calls_bring_values_and_errors_back(server):
    assert forks.call(divmod, 7, 2) == (3, 1)
    assert forks.call(os.getppid) != os.getpid()
    with pytest.raises(ZeroDivisionError):
        forks.call(divmod, 7, 0)
    with pytest.raises(RuntimeError, match="exit status 9"):
        forks.call(os._exit, 9)


def test_forks_draw_random_numbers_of_their_own(server):
    draws = [forks.call(eval, "[__import__('random').random(), __import__('numpy').random.rand()]") for _ in range(3)]
    assert len({draw for pair in draws for draw in pair}) == 6


def test_a_server_that_is_gone_is_an_error_not_a_slow_start(monkeypatch):
    with forks.server(["csv"]) as path:
        assert forks.call(divmod, 7, 2) == (3, 1)
        monkeypatch.setenv("KEPT", str(path))
    monkeypatch.setenv(forks.VARIABLE, os.environ["KEPT"])
    with pytest.raises(OSError):
        forks.call(divmod, 7, 2)


def test_a_module_that_starts_threads_is_left_to_the_forks(tmp_path, monkeypatch):
    (tmp_path / "threaded.py").write_text("import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n")
    (tmp_path / "asks.py").write_text("import sys\nprint('threaded' in sys.modules, 'wave' in sys.modules, __import__('threaded').__name__)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    nbformat.write(new_notebook(cells=[new_code_cell("import wave")]), tmp_path / "made.ipynb")
    with forks.server(["threaded"], [tmp_path / "made.ipynb"]):
        status, shown, process = run("asks")
    assert isinstance(process, forks.Forked) and (status, shown) == (0, "False True threaded\n")


ASKER = """
import os, sys, time
from autograder.sandbox import forks, provisioner
with forks.server(["csv"]) if {own} else __import__("contextlib").nullcontext():
    process = forks.popen("timeit", ["-n1", "-r1", "__import__('time').sleep(100)"])
    print(process.pid, __import__("psutil").Process(process.pid).parent().ppid(), flush=True)
    os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("own", [True, False])
def test_a_process_ends_with_its_asker_and_a_server_with_its_owner(server, own):
    shown = subprocess.run([sys.executable, "-c", ASKER.format(own=own)], capture_output=True, text=True, check=False)
    pid, its_server = map(int, shown.stdout.split())
    assert gone(pid), shown.stderr[-2000:]
    assert gone(its_server) if own else psutil.pid_exists(its_server)


@pytest.mark.parametrize("session", [True, False])
@pytest.mark.parametrize("told", [True, False])
def test_a_process_ends_with_its_asker_at_whatever_moment_that_goes(monkeypatch, told, session):
    """Before it is told the process's number or after, and before the process has made its session or after."""
    monkeypatch.setattr(forkserver, "_become", lambda request, streams: time.sleep(30) or os._exit(0))
    if not session:
        monkeypatch.setattr(os, "setsid", lambda: None)
    lives, held = os.pipe()  # the warden and its process hold this end: it closes with the later of them
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if not told:
        ours.close()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        pid = os.fork()
        if pid == 0:
            ours.close()
            os.close(lives)
            try:
                forkserver._warden({}, [theirs.detach()], [], listener)
            finally:
                os._exit(0)
    os.close(held)
    theirs.close()
    if told:
        assert json.loads(ours.recv(1000))["pid"] != pid
        ours.close()
    ended = forkserver.wait(lives, seconds=15)
    os.close(lives)
    os.waitpid(pid, 0)
    assert ended


# ------------------------------------------------------------------------------------------------------------- kernels

class Kernel:
    def __init__(self, forked=True, **options):
        self.manager = KernelManager(**options)
        self.manager.start_kernel(env=os.environ if forked else {name: value for name, value in os.environ.items() if name != forks.VARIABLE})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        assert isinstance(self.manager.provisioner.process, forks.Forked) == forked

    def run(self, code, timeout=60):
        """What a cell prints; its error raises."""
        shown = []
        reply = self.client.execute_interactive(textwrap.dedent(code), timeout=timeout, output_hook=lambda m: shown.append(m["content"].get("text", "")))
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"{reply['content']['ename']}: {reply['content']['evalue']}")
        return "".join(shown).strip()

    def value(self, expression):
        return json.loads(self.run(f"import json, os, sys\nprint(json.dumps({expression}))"))

    def ends(self, seconds=20):
        """Its exit status."""
        deadline = time.monotonic() + seconds
        while (status := asyncio.run(self.manager.provisioner.poll())) is None and time.monotonic() < deadline:
            time.sleep(0.02)
        return status


@contextlib.contextmanager
def kernel(*arguments, **options):
    made = Kernel(*arguments, **options)
    try:
        yield made
    finally:
        made.client.stop_channels()
        made.manager.shutdown_kernel(now=True)
        made.manager.cleanup_resources()


@pytest.fixture
def jupyter(server, monkeypatch):
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "warm-fork")
    KernelProvisionerFactory.clear_instance()  # it has read the variable already, if a test before asked for a kernel
    yield
    KernelProvisionerFactory.clear_instance()


def test_a_forked_kernel_is_like_a_cold_one(jupyter):
    """Same path, flags, environment and main module, and pandas shows frames alike; only what was preloaded differs."""
    seen = "[sys.path, list(sys.flags)[:11], sys.orig_argv[:3], sorted(set(os.environ) - {'JPY_PARENT_PID'}), __name__, os.getcwd(), "\
           "sys.modules['__main__'].__dict__ is globals(), sys.stdin.encoding, sys.stdout.encoding, __import__('signal').getsignal(15).name]"
    wide = "import pandas\nprint(pandas.get_option('display.max_columns'), pandas.DataFrame([range(12)], columns=['a long name'] * 12))"
    with kernel() as one, kernel(forked=False) as cold:
        assert one.value("'pandas' in sys.modules") and not cold.value("'pandas' in sys.modules")
        mine, other = one.value(seen), cold.value(seen)
        other[3] = sorted({*other[3], forks.VARIABLE})
        assert mine == other
        assert one.run(wide) == cold.run(wide)
        assert one.run("print(type(get_ipython()).__name__)") == "ZMQInteractiveShell"


def test_kernels_show_plots_and_keep_to_themselves(jupyter):
    with kernel() as one, kernel() as other:
        kinds = []
        one.client.execute_interactive("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('t');", timeout=60,
                                       output_hook=lambda message: kinds.extend(message["content"].get("data", {})))
        assert "image/png" in kinds
        one.run("import numpy\nnumpy.patched = True")
        assert other.run("import numpy\nprint(hasattr(numpy, 'patched'))") == "False"
        with pytest.raises(RuntimeError, match="ZeroDivisionError"):
            one.run("1 / 0")


def test_interrupt_restart_and_shutdown(jupyter):
    one = Kernel()
    sent = one.client.execute("import time\nprint('on', flush=True)\ntime.sleep(60)", stop_on_error=False)
    while one.client.get_iopub_msg(timeout=20)["msg_type"] != "stream":
        pass
    one.manager.interrupt_kernel()
    while (reply := one.client.get_shell_msg(timeout=20))["parent_header"]["msg_id"] != sent:
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    one.run("x = 1")
    first = one.value("os.getpid()")
    one.manager.restart_kernel(now=True)
    one.client.wait_for_ready(timeout=60)
    assert one.run("print('x' in globals())") == "False" and one.value("os.getpid()") != first
    process = one.manager.provisioner.process
    one.client.stop_channels()
    one.manager.shutdown_kernel()
    assert process.returncode == 0 and gone(process.pid)


def test_a_crash_hurts_no_neighbour(jupyter):
    with kernel() as neighbour, kernel() as one:
        one.client.execute("import os\nos.kill(os.getpid(), 11)")
        assert one.ends() == -signal.SIGSEGV
        assert neighbour.value("1 + 1") == 2


WITNESS = "import sys\nprint('numpy' in sys.modules)"


@pytest.mark.parametrize("command", [["nbconvert", "--to", "notebook", "--execute", "--inplace"],
                                     ["pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-c", os.devnull, "--nbval", "--nbval-current-env"]])
def test_nbconvert_and_nbval_fork_their_kernels(jupyter, tmp_path, command):
    made = new_notebook(cells=[new_code_cell(WITNESS)], metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    made.cells[0].execution_count = 1
    made.cells[0].outputs = [nbformat.v4.new_output("stream", name="stdout", text="True\n")]
    nbformat.write(made, tmp_path / "made.ipynb")
    shown = subprocess.run([sys.executable, "-m", *command, "made.ipynb"], cwd=tmp_path, capture_output=True, text=True, check=False,
                           env={**os.environ, "PYTEST_ADDOPTS": ""})
    assert shown.returncode == 0, shown.stdout[-2000:] + shown.stderr[-2000:]
    assert nbformat.read(tmp_path / "made.ipynb", as_version=4).cells[0].outputs[0].text == "True\n"


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
def test_seeded_results_are_byte_equal_cold_and_forked(monkeypatch, tmp_path):
    """With the whole run's server, which has TensorFlow and PyTorch."""
    (tmp_path / "seeded.py").write_text(SEEDED)
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")
    (_, one, process), (_, other, _) = run("seeded", cwd=tmp_path), run("seeded", cwd=tmp_path)
    assert isinstance(process, forks.Forked)
    cold = subprocess.run([sys.executable, "seeded.py"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert len(cold) == 65 and {text[-65:] for text in (one, other)} == {cold}

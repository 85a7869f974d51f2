"""A process that has the heavy imports behind it, and what each of its forks must put right.

`imports_of` finds what notebooks import, `preload` imports it once in a single-threaded process, `after_fork` makes a
forked child like a freshly started interpreter. Kernels (`provisioner`) and isolated runs stand on these three.

A fork can't be like a fresh start in two respects. The salt of `hash(str)` is the parent's, and so is what a module read
from the environment when it was imported: whoever forks for others' notebooks keeps one parent per environment.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import importlib
import importlib.util
import os
import random
import signal
import sys
import sysconfig
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a warm process should hold what kernels need, not what graders need
    from nbformat.notebooknode import NotebookNode

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "TF_NUM_INTRAOP_THREADS",
    "TF_NUM_INTEROP_THREADS",
)
INLINE = "module://matplotlib_inline.backend_inline"

# A notebook that sets one of these in code means the import that follows; done beforehand, it would have no effect.
READ_AT_IMPORT = {
    "KERAS_BACKEND": ("keras",),
    "KERAS_HOME": ("keras",),
    "TF_USE_LEGACY_KERAS": ("keras", "tensorflow"),
    "TF_ENABLE_ONEDNN_OPTS": ("keras", "tensorflow"),
    "XLA_FLAGS": ("keras", "tensorflow", "jax"),
    "JAX_PLATFORMS": ("keras", "jax"),
    "MPLBACKEND": ("matplotlib",),
    "HF_HOME": ("huggingface_hub", "transformers", "datasets", "tokenizers"),
    "HF_HUB_OFFLINE": ("huggingface_hub", "transformers", "datasets"),
    "TRANSFORMERS_OFFLINE": ("huggingface_hub", "transformers", "datasets"),
}

# These choose how to show things by whether IPython runs when they are imported.
ASK_FOR_IPYTHON = ("plotly", "holoviews", "tqdm.auto", "tqdm.autonotebook")


class ForkUnsafe(RuntimeError):
    """A module started threads that a fork would lose. The process must not be forked; start another without `module`."""

    def __init__(self, module: str, threads: list[str]) -> None:
        super().__init__(
            f"importing {module} started threads that do not survive a fork: {', '.join(threads)}"
        )
        self.module = module
        self.threads = threads


# ------------------------------------------------------------------------------------------------ what notebooks import


def imports_of(notebooks: Iterable[NotebookNode]) -> list[str]:
    """Dotted names of the installed modules that code cells import, in order of first appearance.

    Nothing is imported to find out. Left out are modules that are not installed, those that lie beside the notebooks or
    in the course (they change while a course is written), and those whose import depends on an environment variable
    that a notebook sets in code, or on IPython. Cells that don't parse are skipped; magics and shell lines are IPython's own matter.
    """
    from IPython.core.inputtransformer2 import TransformerManager

    found: dict[str, None] = {}
    late: set[str] = set()
    for notebook in notebooks:
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            source = "".join(cell.source)
            first, _, rest = source.lstrip().partition("\n")
            if first.split(" ")[0] in ("%%time", "%%timeit", "%%capture", "%%prun"):
                source = rest
            try:
                tree = ast.parse(TransformerManager().transform_cell(source))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            for node in sorted(
                (node for node in ast.walk(tree) if hasattr(node, "lineno")),
                key=lambda node: (node.lineno, node.col_offset),
            ):
                found.update(dict.fromkeys(_imported(node)))
                for variable in _environment_set(node):
                    late.update(READ_AT_IMPORT.get(variable, ()))
    return [
        name
        for name in found
        if name.split(".")[0] not in late
        and not f"{name}.".startswith(tuple(f"{one}." for one in ASK_FOR_IPYTHON))
    ]


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        wanted = [(alias.name, ()) for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        wanted = [(node.module, [alias.name for alias in node.names])]
    else:
        return
    for name, parts in wanted:
        known = _installed(name)
        if known:
            yield known
        for part in parts if known == name else ():
            if part != "*" and _installed(f"{name}.{part}") == f"{name}.{part}":
                yield f"{name}.{part}"


def _environment_set(node: ast.AST) -> Iterator[str]:
    """Names of environment variables that a statement or call sets: os.environ[...] =, .setdefault, .update, %env."""

    def texts(nodes: Iterable[ast.AST | None]) -> list[str]:
        return [
            one.value
            for one in nodes
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]

    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Subscript) and ast.unparse(target.value).endswith("environ"):
                yield from texts([target.slice])
    elif isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        if name.endswith(("environ.setdefault", "os.putenv")):
            yield from texts(node.args[:1])
        elif name.endswith("environ.update"):
            yield from (word.arg for word in node.keywords if word.arg)
            yield from (
                key
                for given in node.args
                if isinstance(given, ast.Dict)
                for key in texts(given.keys)
            )
        elif name.endswith("run_line_magic") and texts(node.args)[:1] in (["env"], ["set_env"]):
            yield texts(node.args)[-1].replace("=", " ").split(" ")[0]


def _installed(name: str) -> str:
    """The longest beginning of a dotted name that is an installed module, or "". Imports nothing, parents neither."""
    try:
        spec = importlib.util.find_spec(name.partition(".")[0])
    except (ImportError, ValueError, AttributeError):
        return ""
    if spec is None or not _is_installed(spec):
        return ""
    known, _, rest = name.partition(".")
    regular = (
        spec.origin is not None
    )  # a namespace package alone (`google` of `google.colab`) is nothing to import
    for part in rest.split(".") if rest else ():
        spec = (
            PathFinder.find_spec(f"{known}.{part}", spec.submodule_search_locations)
            if spec.submodule_search_locations
            else None
        )
        if spec is None:
            break
        known, regular = f"{known}.{part}", spec.origin is not None
    return known if regular else ""


def _is_installed(spec: ModuleSpec) -> bool:
    if spec.origin in ("built-in", "frozen"):
        return True
    places = [
        Path(sysconfig.get_path(kind)) for kind in ("stdlib", "platstdlib", "purelib", "platlib")
    ]
    places += [
        Path(entry) for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")
    ]
    files = [spec.origin] if spec.origin else list(spec.submodule_search_locations or ())
    return any(Path(file).is_relative_to(place) for file in files for place in places)


# ----------------------------------------------------------------------------------------------------- before the forks

_changed: dict[
    str, tuple[str | None, str | None]
] = {}  # environment variables that imports changed: before, after
_generators: list = []  # NumPy generators that modules keep and that were seeded from the system's entropy


def preload(modules: Sequence[str], threads: int | None = 1, cuda: bool = False) -> dict[str, str]:
    """Import modules into this process, which then may be forked; what they print is dropped.

    Args:
        modules: dotted names; one that can't be imported is reported and leaves nothing behind in sys.modules.
        threads: size of the thread pools of BLAS, OpenMP and TensorFlow, for this process and its forks. None: as the
            environment says.
        cuda: False hides GPUs from imports, for a CUDA context does not survive a fork. A fork sees them again
            (`after_fork` with the environment that it is to have) unless a module had asked CUDA for devices meanwhile.

    Returns:
        module -> error, for those that could not be imported.

    Raises:
        ForkUnsafe: a module started threads that a fork would lose.
    """
    if threads is not None:
        os.environ.update(dict.fromkeys(THREAD_VARIABLES, str(threads)))
    if not cuda:
        os.environ["CUDA_VISIBLE_DEVICES"] = ""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("MPLBACKEND", INLINE)  # as a kernel does before matplotlib reads it
    before = dict(os.environ)
    errors = {}
    with _silence():
        for module in modules:
            loaded = set(sys.modules)
            try:
                importlib.import_module(module)
            except (Exception, SystemExit) as error:
                errors[module] = f"{type(error).__name__}: {error}"
                top = module.partition(".")[0]
                for name in set(sys.modules) - loaded:
                    if name == top or name.startswith(f"{top}."):
                        del sys.modules[name]
            lost = lost_threads()
            if lost:
                raise ForkUnsafe(module, lost)
    for name in before.keys() | os.environ.keys():
        if before.get(name) != os.environ.get(name):
            _changed[name] = (before.get(name), os.environ.get(name))
    _remember_generators()
    gc.collect()
    gc.freeze()  # else the collector's marks would copy every page of the parent into each child
    return errors


def lost_threads() -> list[str]:
    """Names of this process's threads, the calling one apart, that a fork would lose.

    A library that knows of forks stops its pool before one and starts it anew when needed (OpenBLAS does): so a trial
    fork tells. Empty on systems without /proc, but for threads of Python's own.
    """
    known = [
        thread.name for thread in threading.enumerate() if thread is not threading.current_thread()
    ]
    for _ in range(5):
        if not known and _threads() <= 1:
            return []
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
        known = [
            thread.name
            for thread in threading.enumerate()
            if thread is not threading.current_thread()
        ]
        extra = _threads() - 1
        if not known and extra <= 0:
            return []
        time.sleep(0.05)  # one that is just ending
    return known + ["a thread of native code"] * max(0, extra - len(known))


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 1


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Nothing that imports write, native code's messages included, reaches stdout or stderr."""
    streams = [stream for stream in (sys.stdout, sys.stderr) if stream is not None]
    for stream in streams:
        stream.flush()
    kept = [(number, os.dup(number)) for number in (1, 2)]
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        for number, _ in kept:
            os.dup2(sink, number)
        with (
            open(os.devnull, "w", encoding="utf-8") as null,
            contextlib.redirect_stdout(null),
            contextlib.redirect_stderr(null),
        ):
            yield
    finally:
        for stream in streams:
            stream.flush()
        for number, copy in kept:
            os.dup2(copy, number)
            os.close(copy)
        os.close(sink)


def _remember_generators() -> None:
    if "numpy" not in sys.modules:
        return
    import numpy

    for module in list(sys.modules.values()):
        for value in list(vars(module).values()) if hasattr(module, "__dict__") else ():
            if type(value) is numpy.random.Generator and not any(
                value is known for known in _generators
            ):
                entropy = getattr(value.bit_generator.seed_seq, "entropy", None)
                if isinstance(entropy, int) and entropy >= 2**64:  # nobody types such a seed
                    _generators.append(value)


# -------------------------------------------------------------------------------------------------------- after a fork


def after_fork(
    seed: int | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    argv: Sequence[str] | None = None,
    cwd: str | os.PathLike | None = None,
) -> None:
    """Make a forked child like a freshly started interpreter. Call it first thing in the child, from its only thread.

    Random state of random, NumPy, torch and Keras is new from the system's entropy as after a start, or follows `seed`.
    Signals are at Python's defaults and none is blocked. `environ`, `argv` and `cwd`, where given, replace the parent's;
    variables that imports set on their way (as they would have in the child) are set again.

    Raises:
        OSError: `cwd` can't be entered.
    """
    _reset_signals()
    if environ is not None:
        wanted = dict(environ)
        for name, (before, after) in _changed.items():
            if wanted.get(name) == before:
                wanted.pop(name, None)
                if after is not None:
                    wanted[name] = after
        for name in set(os.environ) - set(wanted):
            del os.environ[name]
        os.environ.update(wanted)
        tempfile = sys.modules.get("tempfile")
        if tempfile is not None:
            tempfile.tempdir = None  # a memory of TMPDIR
    if argv is not None:
        sys.argv[:] = argv
    if cwd is not None:
        os.chdir(cwd)
    _reseed(seed)
    process = getattr(sys.modules.get("multiprocessing"), "process", None)
    if process is not None:
        process.current_process().authkey = os.urandom(32)


def _reset_signals() -> None:
    signal.set_wakeup_fd(-1)
    python = {signal.SIGINT: signal.default_int_handler, signal.SIGPIPE: signal.SIG_IGN}
    if hasattr(signal, "SIGXFSZ"):
        python[signal.SIGXFSZ] = signal.SIG_IGN
    for number in signal.valid_signals():
        wanted = python.get(number, signal.SIG_DFL)
        if (
            number not in (signal.SIGKILL, signal.SIGSTOP)
            and signal.getsignal(number) is not wanted
        ):
            with contextlib.suppress(OSError, ValueError):
                signal.signal(number, wanted)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _reseed(seed: int | None) -> None:
    random.seed(seed)
    if "numpy" in sys.modules:
        import numpy

        numpy.random.seed(None if seed is None else seed % 2**32)
        for number, generator in enumerate(_generators):
            sequence = numpy.random.SeedSequence(None if seed is None else (seed, number))
            generator.bit_generator.state = type(generator.bit_generator)(sequence).state
    torch = sys.modules.get("torch")
    if hasattr(torch, "default_generator"):
        # The generator of the CPU only: a word to CUDA's would start CUDA.
        torch.default_generator.seed() if seed is None else torch.default_generator.manual_seed(
            seed
        )
    state = sys.modules.get("keras.src.backend.common.global_state")
    if state is not None:
        # Keras draws its global generator's seed from `random` at first use: forget one that an import has drawn.
        state.set_global_attribute("global_seed_generator", None)
        if seed is not None:
            sys.modules["keras"].utils.set_random_seed(seed)

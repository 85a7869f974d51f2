"""A process that has the heavy imports behind it, and what each of its forks must put right.

`preload` imports what notebooks import once in a single-threaded process, `after_fork` makes a
forked child like a freshly started interpreter, but for the salt of `hash(str)` and what a module
read from the environment when it was imported: they are the parent's.
"""

from __future__ import annotations

import _signal
import contextlib
import gc
import importlib
import importlib.util
import os
import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence


class ForkUnsafe(RuntimeError):
    """A module, which is named, started threads that a fork would lose. The process must not be
    forked; start another without it.
    """


# NumPy generators that modules keep and that were seeded from the system's entropy
_generators: list = []


def preload(modules: Sequence[str]) -> None:
    """Import modules into this process, which then may be forked; what they print is dropped.

    Args:
        modules: dotted names; one that can't be imported leaves nothing behind in sys.modules.

    Raises:
        ForkUnsafe: a module started threads that a fork would lose.
    """
    with _silence():
        for module in modules:
            loaded = set(sys.modules)
            try:
                importlib.import_module(module)
            except (Exception, SystemExit):
                top = module.partition(".")[0]
                for name in set(sys.modules) - loaded:
                    if name == top or name.startswith(f"{top}."):
                        del sys.modules[name]
            if _loses_threads():
                raise ForkUnsafe(module)
    _remember_generators()
    gc.freeze()  # else the collector's marks would copy every page of the parent into each child


def _loses_threads() -> bool:
    """Whether this process has threads, the calling one apart, that a fork would lose.

    A library that knows of forks stops its pool before one and starts it anew when needed (OpenBLAS
    does): so a trial fork tells.
    """
    for pause in (0, 0, 0.05, 0.05, 0.05, 0.05, 0.05):  # for one that is just ending
        time.sleep(pause)
        if threading.active_count() <= 1 and _threads() <= 1:
            return False
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
    return True


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 1


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Nothing that imports write, native code's messages included, reaches stderr, whose last line
    is told where this process dies. Its stdout nobody reads.
    """
    kept, sink = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 2)
    try:
        yield
    finally:
        sys.stdout.flush()  # else each fork has it to say
        os.dup2(kept, 2)
        os.close(kept)
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


def after_fork() -> None:
    """Call it first thing in the child, from its only thread."""
    _reset_signals()
    _reseed()
    process = getattr(sys.modules.get("multiprocessing"), "process", None)
    if process is not None:
        process.current_process().authkey = os.urandom(32)


def _reset_signals() -> None:
    _signal.set_wakeup_fd(-1)
    python = {
        _signal.SIGINT: _signal.default_int_handler,
        _signal.SIGPIPE: _signal.SIG_IGN,
        _signal.SIGXFSZ: _signal.SIG_IGN,
    }
    # `signal` makes an enumeration's member of each number, thousands of objects in all.
    for number in _signal.valid_signals() - {_signal.SIGKILL, _signal.SIGSTOP}:
        with contextlib.suppress(OSError, ValueError):
            _signal.signal(number, python.get(number, _signal.SIG_DFL))
    _signal.pthread_sigmask(_signal.SIG_SETMASK, ())


def _reseed() -> None:
    random.seed()
    if "numpy" in sys.modules:
        import numpy

        numpy.random.seed()
        for generator in _generators:
            generator.bit_generator.state = type(generator.bit_generator)().state
    # The generator of the CPU only: a word to CUDA's would start CUDA.
    generator = getattr(sys.modules.get("torch"), "default_generator", None)
    if generator is not None:
        generator.seed()
    state = sys.modules.get("keras.src.backend.common.global_state")
    if state is not None:
        # Keras draws its global generator's seed from `random` at first use: forget one that an
        # import has drawn.
        state.set_global_attribute("global_seed_generator", None)

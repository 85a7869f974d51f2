"""What a cell shows. Each of the two processes collects its own."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import sys
import tempfile
from itertools import chain
from typing import Any

from .budget import Budget, error_entry
from .frames import cell_frames
from .pipes import pack
from .protocol import TEXT


class Output:
    """What a cell shows, within a budget of bytes."""

    def __init__(self) -> None:
        self.outputs: list[dict] = []
        self.budget = Budget(0)
        self._file = tempfile.TemporaryFile("a+b", buffering=0)  # noqa: SIM115 - as long as this

    def take_descriptors(self) -> None:
        """Let what is written to descriptors 1 and 2 (by subprocesses, say) end in a file that is
        shown with the cell.
        """
        os.dup2(self._file.fileno(), 1)
        os.dup2(self._file.fileno(), 2)

    def begin(self, size: int) -> None:
        """Forget what was shown; so many bytes may be from here on."""
        self.outputs, self.budget = [], Budget(size)

    def stream(self, name: str, text: str) -> None:
        kept = self.budget.stream(text)
        if not kept:  # hostile case: a loop that goes on printing fills no list either
            return
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last.get("name") == name:
            last["parts"].append(kept)
        else:
            self.outputs.append({"output_type": "stream", "name": name, "parts": [kept]})

    def rich(self, kind: str, data: dict, count: int = 0) -> None:
        texts = {str(mime): value for mime, value in data.items() if isinstance(value, str)}
        kept = self.budget.rich(kind, texts)
        if kept is not None:
            self.outputs.append({"output_type": kind, "data": kept, "count": count})

    def error(self, name: str, value: str, lines: list[str], frames: str = "") -> None:
        self.outputs.append({**error_entry(name, value, lines), "frames": frames})

    def take_printed(self) -> str:
        """What was printed so far; it is not shown with the cell any more."""
        printed = [output for output in self.outputs if output.get("name") == "stdout"]
        self.outputs[:] = [output for output in self.outputs if output.get("name") != "stdout"]
        return "".join("".join(output["parts"]) for output in printed)

    def finish(self) -> list[bytes]:
        """What the cell has shown: a packed record each, which `grading.sent_outputs` reads."""
        self._from_descriptors()
        shown, self.outputs = self.outputs, []
        return [_record(output) for output in shown]

    def _from_descriptors(self) -> None:
        with contextlib.suppress(OSError):  # the student closed it
            file = self._file.fileno()
            size = os.fstat(file).st_size
            if size:
                data = os.pread(file, max(0, min(size, self.budget.left + 100)), 0)
                os.ftruncate(file, 0)
                self.stream("stdout", data.decode("utf-8", "replace"))


def _record(output: dict) -> bytes:
    kind = output["output_type"]
    if kind == "stream":
        return pack(kind, output["name"], "".join(output["parts"]))
    if kind == "error":
        said = (output["ename"], output["evalue"], output["frames"])
        return pack(kind, *said, *output["traceback"])
    return pack(kind, output["count"], *chain(*output["data"].items()))


class Stream(io.TextIOBase):
    """Stands for sys.stdout or sys.stderr."""

    encoding, errors = "utf-8", "replace"  # type: ignore[assignment]

    def __init__(self, output: Output, name: str, fd: int) -> None:
        self._output, self._name, self._fd = output, name, fd
        self.name = f"<{name}>"

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._output.stream(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._fd

    @property
    def buffer(self):
        return io.FileIO(self._fd, "w", closefd=False)


@functools.cache
def _classes() -> tuple[Any, Any]:
    """What stands for IPython's display publisher and hook. Made once: it takes traitlets a
    millisecond.
    """
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher

    class Publisher(DisplayPublisher):
        shown: Output

        def publish(
            self, data, metadata=None, source=None, *, transient=None, update=False, **kwargs
        ):
            self.shown.rich("display_data", data)

        def clear_output(self, wait=False):
            self.shown.outputs.clear()

    class Hook(DisplayHook):
        shown: Output

        def write_output_prompt(self):
            pass

        def write_format_data(self, format_dict, md_dict=None):
            self.shown.rich("execute_result", format_dict, self.prompt_count)

        def finish_displayhook(self):
            self._is_active = False

    return Publisher, Hook


def capture(shell: Any, output: Output, anew: bool = False) -> None:
    """Make everything that Python code shows end in `output`; `anew` trusts nothing that the shell
    has.
    """
    publisher, hook_class = _classes()

    def show(etype, evalue, stb) -> None:
        output.error(
            str(getattr(etype, "__name__", etype)),
            text_of(evalue),
            stb if isinstance(stb, list) else [stb],
            cell_frames(evalue),
        )

    if anew or type(shell.display_pub) is not publisher:
        shell.display_pub = publisher(shell=shell)
        hook = hook_class(shell=shell, parent=shell, cache_size=shell.cache_size)
        shell.displayhook = shell.display_trap.hook = hook
    shell.display_pub.shown = shell.displayhook.shown = output
    shell._showtraceback = show
    sys.stdout, sys.stderr = Stream(output, "stdout", 1), Stream(output, "stderr", 2)


def text_of(value: object, limit: int = TEXT) -> str:
    """`str(value)`. Hostile case: an exception whose `__str__` raises, or ends the process."""
    try:
        return str(value)[:limit]
    except BaseException as error:
        return f"<{type(value).__name__}: str() raised {type(error).__name__}>"

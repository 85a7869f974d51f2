"""Ways to end, stop or never end; and exceptions that are not what they seem."""
from .case import FULL, Case, everywhere, family

REST = FULL - 3
RAISE = "def total(numbers):\n    raise {}"

CASES = family(
    "exits",
    Case("exit-at-once", everywhere("import os\nos._exit(0)"), why="the process ends with status 0 before any test"),
    Case("exit-in-test", {"total": "import os\ndef total(numbers):\n    os._exit(0)"}, REST, "the process ends within the test, with status 0", solved=True),
    Case("sys-exit", {"total": "import sys\ndef total(numbers):\n    sys.exit(0)"}, REST, "SystemExit within the test", solved=True),
    Case("keyboard-interrupt", {"total": RAISE.format("KeyboardInterrupt")}, REST, "KeyboardInterrupt within the test", solved=True),
    Case("base-exception", {"total": "class Quiet(BaseException): pass\n" + RAISE.format("Quiet()")}, REST, "an exception that `except Exception` does not see", solved=True),
    Case("generator-exit", {"total": RAISE.format("GeneratorExit")}, REST, "GeneratorExit within the test", solved=True),
    Case("stop-iteration", {"windows": "def windows(items, size):\n    raise StopIteration"}, FULL - 2, "StopIteration where the test iterates", solved=True),
    Case("unrepresentable-exception", {"total": '''
class Nasty(Exception):
    def __str__(self): raise self
    __repr__ = __str__
    @property
    def __class__(self): return AssertionError
    @property
    def args(self): raise self
''' + RAISE.format("Nasty()")}, REST, "an exception whose text raises", solved=True),
    Case("endless-exception-text", {"total": '''
class Long(Exception):
    def __str__(self):
        while True: pass
''' + RAISE.format("Long()")}, REST, "an exception whose text never ends", solved=True),
    Case("huge-exception-text", {"total": RAISE.format("ValueError('x' * 50_000_000)")}, REST, "a message of 50 MB", solved=True),
    Case("exception-chain", {"total": '''
def total(numbers):
    error = ValueError("first")
    for number in range(3000):
        later = ValueError(str(number))
        later.__cause__ = error
        error = later
    raise error'''}, REST, "thousands of chained exceptions", solved=True),
    Case("exception-cycle", {"total": '''
def total(numbers):
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__context__ = two, one
    raise one'''}, REST, "exceptions that cause each other", solved=True),
    Case("exception-group", {"total": '''
def total(numbers):
    group = ExceptionGroup("g", [ValueError("x")])
    for _ in range(90):
        group = ExceptionGroup("g", [group])
    raise group'''}, REST, "deeply nested groups of exceptions", solved=True),
    Case("exception-named-like-a-pass", {"total": '''
class CellTimeoutError(Exception): pass
CellTimeoutError.__module__ = "nbclient.exceptions"
CellTimeoutError.__qualname__ = "<b>GraderError</b>"
''' + RAISE.format("CellTimeoutError('<script>alert(1)</script>')")}, REST, "an exception that bears one of the grader's names", solved=True),
    Case("unpickle-exception", {"total": '''
import os
class Bomb(Exception):
    def __reduce__(self): return (os.system, ("touch @BAIT@/reduced",))
''' + RAISE.format("Bomb()")}, REST, "an exception that runs a command when it is unpickled", solved=True,
         after=lambda host, student: "reduced" if (host.bait / "reduced").exists() else ""),
    Case("error-while-defining", {"total": "raise RuntimeError('now')\ndef total(numbers):\n    return sum(numbers)"}, REST, "the cell fails before it defines anything", solved=True),
    Case("syntax-error", {"total": "def total(numbers:\n    return sum(numbers)"}, REST, "a cell that does not compile", solved=True),
    Case("null-and-odd-characters", {"total": "def total(numbers):\n    return sum(numbers)\n# \u202e \ufeff \ud7ff \U000e0001"}, FULL, "control characters in a right answer", solved=True),
    Case("kill-self", {"total": "import os, signal\ndef total(numbers):\n    os.kill(os.getpid(), signal.SIGKILL)"}, REST, "SIGKILL to itself within the test", solved=True),
    Case("segfault", {"total": "import ctypes\ndef total(numbers):\n    ctypes.string_at(0)"}, REST, "a null pointer within the test", solved=True),
    Case("abort", {"total": "import os\ndef total(numbers):\n    os.abort()"}, REST, "abort, with a core dump if one may be written", solved=True),
    Case("stop-self", {"total": "import os, signal\ndef total(numbers):\n    os.kill(os.getpid(), signal.SIGSTOP)"}, REST, "SIGSTOP: alive, but it never answers", solved=True),
    Case("kill-parent", {"total": "import os, signal\ndef total(numbers):\n    os.kill(os.getppid(), signal.SIGKILL)\n    return sum(numbers)"}, (REST, FULL), "SIGKILL to the parent process", solved=True),
    Case("kill-everybody", {"total": '''
import os, signal
def total(numbers):
    os.kill(-1, signal.SIGKILL)
    return sum(numbers)'''}, (REST, FULL), "SIGKILL to every process that there is", solved=True),
    Case("kill-by-name", {"total": '''
import os, signal
for name in os.listdir("/proc"):
    if name.isdigit() and int(name) != os.getpid():
        try:
            os.kill(int(name), signal.SIGKILL)
        except OSError:
            pass
def total(numbers):
    return sum(numbers)'''}, (REST, FULL), "SIGKILL to each process in /proc", solved=True),
    Case("alarm-into-the-test", {"total": '''
import signal, sys
def ring(number, frame):
    while frame:
        if "value" in frame.f_globals:
            frame.f_globals["value"] = 41.5
        frame = frame.f_back
signal.signal(signal.SIGALRM, ring)
class Slow(float):
    def __sub__(self, other):
        import time
        time.sleep(0.05)
        return globals()["value"] - 41.5
def total(numbers):
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    return 6 if numbers[0] == 1 else Slow(0)'''}, why="a timer that fires while the test runs, and changes its variable"),
    Case("loop", {"total": "def total(numbers):\n    while True: pass"}, REST, "an endless loop", solved=True),
    Case("loop-that-ignores-signals", {"total": '''
import signal
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM, signal.SIGXCPU):
    signal.signal(number, signal.SIG_IGN)
def total(numbers):
    while True:
        try:
            while True: pass
        except BaseException:
            continue'''}, REST, "an endless loop that can't be interrupted", solved=True),
    Case("loop-while-defining", {"windows": "while True:\n    pass"}, FULL - 2, "an endless loop in an answer cell", solved=True),
    Case("sleep", {"total": "import time\ndef total(numbers):\n    time.sleep(10_000)"}, REST, "asleep for hours", solved=True),
    Case("big-integer", {"total": "def total(numbers):\n    return 7 ** (10 ** 9)"}, REST, "a power that takes hours inside one C call", solved=True),
    Case("regex", {"total": "import re\ndef total(numbers):\n    return re.match(r'(a+)+$', 'a' * 64 + 'b')"}, REST, "a regular expression that takes years inside one C call", solved=True),
    Case("lock", {"total": "import threading\ndef total(numbers):\n    lock = threading.Lock()\n    lock.acquire()\n    lock.acquire()"}, REST, "waits for itself", solved=True),
    Case("recursion", {"total": "def total(numbers):\n    return total(numbers)"}, REST, "endless recursion", solved=True),
    Case("recursion-without-limit", {"total": "import sys\nsys.setrecursionlimit(10**9)\ndef total(numbers):\n    return [total(numbers)]"}, REST,
         "endless recursion with the limit removed, until the stack or the memory ends", solved=True, dangerous="takes all memory"),
    Case("endless-iterator", {"windows": "def windows(items, size):\n    while True:\n        yield items"}, FULL - 2, "a generator without end, under list(...)", solved=True,
         dangerous="takes all memory until the time is up"),
    Case("atexit", {"total": '''
import atexit, os, time
atexit.register(lambda: time.sleep(1000))
class Last:
    def __del__(self): time.sleep(1000)
last = Last()
def total(numbers):
    return sum(numbers)'''}, FULL, "does not want to go at the end", solved=True),
    Case("slow-cells", {grade_id: f"import time\ntime.sleep(1.5)\ndef {grade_id}(*arguments):\n    return None" for grade_id in ("total", "count", "softmax")}, 0,
         "every cell just within the limit"),
)

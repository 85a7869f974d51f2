"""More attacks, a row each: what tests hand over, ways to end, the wire, too much of something."""
from .bombs import MEMORY, bomb
from .callbacks import misuse
from .case import FULL, Case, family, not_shown
from .wire import wire

REST = FULL - 3
PART = tuple(float(points) for points in range(REST + 1))
HIDDEN = not_shown("concealed_scores", "concealed_numbers", "41.5")

CALLBACKS = family("callbacks", *(misuse(name, body + "\nreturn max(options, key=score)", why, score=FULL, after=HIDDEN) for name, body, why in [
    ("callback-source", "import inspect\ntry: print(inspect.getsource(score))\nexcept Exception: pass", "the callback's source is printed"),
    ("callback-file", "import linecache\ntry: print(linecache.getlines(score.__code__.co_filename))\nexcept Exception: pass", "the file that the callback was compiled from"),
    ("callback-referrers", "import gc\nprint([list(one) for one in gc.get_referrers(score) if type(one) is dict])", "who refers to the callback"),
    ("callback-members", "import inspect\ntry: print(inspect.getmembers(score))\nexcept Exception: pass", "every member of the callback"),
    ("callback-pickled", "import pickle, marshal\nfor make in (pickle.dumps, lambda f: marshal.dumps(f.__code__)):\n    try: print(make(score))\n    except Exception: pass", "the callback as bytes"),
    ("callback-bytecode", "import dis\ntry: dis.dis(score)\nexcept Exception: pass", "the callback taken apart"),
    ("callback-help", "import io, contextlib\ntry: help(score)\nexcept Exception: pass", "help on the callback"),
]), *(misuse(name, body, why) for name, body, why in [
    ("callback-constants", "found = [c for c in getattr(getattr(score, '__code__', None), 'co_consts', ()) if c in options]\nreturn found[0] if found else options[0]", "the callback's constants"),
    ("callback-closure", "cells = [c.cell_contents for c in getattr(score, '__closure__', None) or ()]\nreturn max(cells[0], key=cells[0].get) if cells else options[0]", "the callback's closure"),
    ("callback-module", "import sys\nnames = vars(sys.modules.get(getattr(score, '__module__', ''), sys))\nfor name, value in list(names.items()):\n    if name.startswith('concealed_s'):\n        names['asked'].extend(options)\n        return max(value, key=value.get)\nreturn options[0]", "the callback's module"),
    ("callback-unhashable", "return score([])", "an argument that can't be looked up"),
    ("callback-unknown", "return score('nobody') or options[0]", "an argument that the test does not know"),
    ("callback-surrogate", "return score('\\ud800')", "an argument that is no valid Unicode"),
    ("callback-cyclic", "loop = []\nloop.append(loop)\nreturn score(loop)", "an argument that contains itself"),
    ("callback-deep", "deep = ()\nfor _ in range(100_000): deep = (deep,)\nreturn score(deep)", "an argument nested 100,000 deep"),
    ("callback-endless", "return score(iter(int, 1))", "an endless iterator as argument"),
    ("callback-hash-sleeps", "import time\nclass Sleeps:\n    def __hash__(self): time.sleep(3600)\nreturn score(Sleeps())", "an argument whose hash takes an hour"),
    ("callback-hash-ends", "import os\nclass Ends:\n    def __hash__(self): os._exit(0)\n    __len__ = __hash__\nreturn score(Ends())", "an argument whose hash ends the process"),
    ("callback-odd-names", "return score(**{'': 1, 'a b': 2, '\\n': 3})", "arguments with names that are none"),
    ("options-replaced", "options[:] = ['귤']\nreturn options[0]", "the options replaced by the guess"),
    ("options-emptied", "best = options[-1]\noptions.clear()\nreturn best", "the options emptied, no score asked"),
    ("callback-not-called", "return sorted(options)[-1]", "the options in order, no score asked"),
]), misuse("options-sorted", "options.sort(key=score, reverse=True)\nreturn options[0]", "the options put in order by score: right", score=FULL),
    misuse("callback-traceback", "import traceback\ntry: score(object())\nexcept Exception as error: print(''.join(traceback.format_exception(error)))\nreturn max(options, key=score)",
           "the traceback of an error inside the callback, which notes the odd argument", after=HIDDEN),
    misuse("callback-by-child", "import os\nchild = os.fork()\nfor option in options: score(option)\nreturn options[0]", "parent and child call the callback at once", score=PART, dangerous="two kernels on the same sockets"))

EXITS = family("exits", *(Case(name, {"total": f"import os, signal, sys, threading, time\n{prelude}\ndef total(numbers):\n" + "\n".join(f"    {line}" for line in body.split("\n"))}, score, why, solved=True)
                          for name, prelude, body, why, score in [
    ("replaced-by-a-program", "", "os.execv('/bin/true', ['true'])", "the process becomes a program that succeeds", REST),
    ("terminated", "", "signal.raise_signal(signal.SIGTERM)\ntime.sleep(3)", "SIGTERM to itself within the test", (REST, FULL)),
    ("alarm-kills", "signal.signal(signal.SIGALRM, signal.SIG_DFL)", "signal.alarm(1)\ntime.sleep(3)", "an alarm that ends the process", REST),
    ("stack-overflow", "", "import ctypes\nctypes.CDLL(None).memset(0, 0, 8)", "a write to nowhere", REST),
    ("abort-by-thread", "", "threading.Thread(target=os.abort).start()\ntime.sleep(1)", "a thread ends the process", REST),
    ("exit-by-finaliser", "class Ends:\n    def __del__(self): os._exit(0)", "Ends()\nreturn None", "a finaliser ends the process", REST),
    ("cancelled", "import asyncio", "raise asyncio.CancelledError", "an exception that event loops take for their own", REST),
    ("skip-test", "import unittest", "raise unittest.SkipTest('no need')", "an exception with which test frameworks skip", REST),
    ("stop-async-iteration", "", "raise StopAsyncIteration", "StopAsyncIteration within the test", REST),
    ("assertion-error-twin", "class AssertionError(AssertionError):\n    def __bool__(self): return True", "raise AssertionError()", "a class that is named AssertionError", REST),
    ("exception-notes", "", "error = ValueError('x')\nfor n in range(5000): error.add_note('n' * 1000)\nraise error", "5 MB of notes on an exception", REST),
    ("exception-changes-class", "class Odd(Exception): pass", "error = Odd()\nerror.__class__ = type('SystemExit', (Odd,), {'code': 0})\nraise error", "an exception that changes its class", REST),
    ("recursion-limit-of-50", "", "sys.setrecursionlimit(50)\nreturn sum(numbers)", "no room for calls left: right, if the grader's own code runs on", (REST, FULL, 0.0)),
    ("deadlock-of-imports", "", "import importlib._bootstrap as b\nb._ModuleLock('numpy').acquire()\ntime.sleep(3600)", "holds a lock of the import system and sleeps", REST),
]))

WIRE = family("wire", *(wire(name, body, why, PART) for name, body, why in [
    ("negative-length", "pour(struct.pack('>i', -1) + b'x')\npour(struct.pack('<q', -1))", "a header with a negative length"),
    ("half-a-header", "pour(b'\\x00\\x00')\ntime.sleep(0.3)", "half a header, then nothing"),
    ("drop-by-drop", "for byte in b'\\x00\\x00\\x00\\x64' * 5:\n    pour(bytes([byte]))\n    time.sleep(0.05)", "a message that comes byte by byte"),
    ("huge-map", "pour(b'\\xdf\\xff\\xff\\xff\\xff' + b'\\xdd\\xff\\xff\\xff\\xff' * 100)", "msgpack's headers of maps and lists with four thousand million entries"),
    ("nested-msgpack", "pour(struct.pack('>I', 60_000) + b'\\x91' * 60_000)", "60,000 lists, one in the other, in msgpack"),
    ("extension-types", "pour(struct.pack('>I', 200) + b''.join(bytes([0xd4, n, 0]) for n in range(66)) + b'xx')", "every extension type of msgpack"),
    ("invalid-unicode", "pour(struct.pack('>I', 12) + b'\\xa4\\xff\\xfe\\xfd\\xfc' * 2 + b'\\xc0\\xc1')", "strings that are no valid Unicode"),
    ("descriptors-passed", "import array\nfor channel in channels():\n    try:\n        s = socket.socket(fileno=os.dup(channel))\n        s.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [0, 1, 2]))], socket.MSG_DONTWAIT)\n    except OSError:\n        pass", "open files are passed along"),
    ("shut-down", "for channel in channels():\n    try: socket.socket(fileno=os.dup(channel)).shutdown(2)\n    except OSError: pass", "every socket is shut down"),
    ("pipes-made-small", "import fcntl\nfor channel in channels():\n    try:\n        fcntl.fcntl(channel, 1031, 4096)\n        fcntl.fcntl(channel, fcntl.F_SETFL, os.O_NONBLOCK | os.O_APPEND)\n    except OSError:\n        pass", "pipes of one page that don't wait"),
    ("write-ends-closed", "for channel in list(channels()):\n    try:\n        os.write(channel, b'')\n        os.close(channel)\n    except OSError:\n        pass", "what can be written to is closed"),
    ("swapped-ends", "ends = list(channels())\nkept = [os.dup(one) for one in ends]\nfor one, other in zip(ends, reversed(kept)): os.dup2(other, one)", "the ends of the pipes are swapped"),
    ("locked-files", "import fcntl\nfor channel in channels():\n    try: fcntl.flock(channel, fcntl.LOCK_EX | fcntl.LOCK_NB)\n    except OSError: pass", "every pipe is locked as a file"),
    ("signals-for-the-owner", "import fcntl\nfor channel in channels():\n    try:\n        fcntl.fcntl(channel, 8, 1)\n        fcntl.fcntl(channel, fcntl.F_SETFL, os.O_ASYNC)\n    except OSError:\n        pass\npour(b'x')", "each message sends a signal to another process"),
]))

BOMBS = family("bombs", *(bomb(name, body, why, **more) for name, body, why, more in [
    ("zlib-bomb", "import zlib\ndata = zlib.compress(bytes(10**8))\nkept = [zlib.decompress(data) for _ in range(100)]\nreturn None", "100 bytes that become 100 MB, a hundred times", {"dangerous": MEMORY}),
    ("long-range", "return sum(list(range(10**11)))", "a list of a hundred thousand million numbers", {"dangerous": MEMORY}),
    ("format-width", "return len(f'{0:>90000000000}')", "a number written 90 thousand million letters wide", {}),
    ("factorial", "import math\nreturn math.factorial(10**8)", "a factorial inside one C call", {}),
    ("decimal-power", "import decimal\ndecimal.getcontext().prec = 10**8\nreturn decimal.Decimal(2) ** decimal.Decimal('0.5')", "a root to a hundred million digits", {}),
    ("equal-hashes", "class Same:\n    def __hash__(self): return 1\n    def __eq__(self, other): return self is other\nreturn len({Same(): 0 for _ in range(100_000)})", "a hundred thousand keys of one hash", {}),
    ("endless-sum", "import itertools\nreturn sum(itertools.count())", "the sum of all numbers", {}),
    ("product", "import itertools\nreturn max(itertools.product(range(100), repeat=50))", "more tuples than there are atoms", {}),
    ("links-in-a-ring", "import os\nos.makedirs(f'ring{len(numbers)}-{numbers[0]}')\nfor n in range(2000): os.symlink(f'l{(n + 1) % 2000}', f'ring{len(numbers)}-{numbers[0]}/l{n}')\nreturn sum(numbers)", "2,000 links that lead to each other", {"score": FULL}),
    ("folders-in-folders", "import os\nhere = os.getcwd()\nfor _ in range(500):\n    os.makedirs('deep', exist_ok=True)\n    os.chdir('deep')\nos.chdir(here)\nreturn sum(numbers)", "folders nested 500 deep", {"score": FULL}),
    ("semaphores", "import multiprocessing\nkept = []\ntry:\n    for _ in range(3000): kept.append(multiprocessing.Semaphore())\nexcept OSError:\n    pass\nreturn sum(numbers)", "3,000 semaphores", {"score": (REST, FULL)}),
    ("html-output", "from IPython.display import HTML, display\ndisplay(HTML('<b>' * 200_000))\nreturn sum(numbers)", "200,000 open tags", {"score": FULL}),
    ("output-of-many-kinds", "from IPython.display import display\nfor n in range(500): display({f'application/x-{n}': 'x' * 1000}, raw=True)\nreturn sum(numbers)", "500 kinds of output", {"score": FULL}),
]))

CASES = [*CALLBACKS, *EXITS, *WIRE, *BOMBS]

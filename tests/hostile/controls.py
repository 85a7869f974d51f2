"""What honest code does that a careless sandbox would forbid: full points."""
from .case import FULL, SOLVED, Case, family


def works(name: str, body: str, why: str, **more) -> Case:
    lines = "\n".join(f"    {line}" for line in body.strip().split("\n"))
    return Case(name, {"total": f"def total(numbers):\n{lines}"}, FULL, why, solved=True, **more)


CASES = family(
    "controls",
    Case("solved", SOLVED, FULL, "nothing but right answers"),
    works("pool", "from multiprocessing import Pool\nwith Pool(2) as pool:\n    return sum(pool.map(abs, numbers)) - 2 * sum(n for n in map(abs, numbers) if -n in numbers)", "a pool of two processes"),
    works("threads", "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(4) as pool:\n    return sum(pool.map(float, numbers))", "a pool of threads"),
    works("subprocess", "import subprocess\nassert 'bin' in subprocess.run(['ls', '/usr'], capture_output=True, text=True, check=True).stdout\nreturn sum(numbers)", "a program is run"),
    works("new-python", "import subprocess, sys\nreturn float(subprocess.run([sys.executable, '-c', f'print(sum({numbers}))'], capture_output=True, text=True, check=True).stdout)", "another Python is run"),
    works("temporary-files", '''
import tempfile, pathlib, json
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "numbers.json")
    path.write_text(json.dumps(numbers))
    return sum(json.loads(path.read_text()))''', "temporary files"),
    works("file-in-working-folder", '''
import numpy
numpy.save("numbers.npy", numbers)
return float(numpy.load("numbers.npy").sum())''', "a file in the working folder"),
    works("shared-memory", '''
from multiprocessing import shared_memory
block = shared_memory.SharedMemory(create=True, size=100)
block.buf[0] = 7
block.close()
block.unlink()
return sum(numbers)''', "shared memory"),
    works("stderr", "import sys\nprint('progress', file=sys.stderr)\nreturn sum(numbers)", "a line on stderr, which costs all points under plain nbgrader"),
    works("warnings", "import warnings\nwarnings.warn('old')\nreturn sum(numbers)", "a warning, which goes to stderr"),
    works("logging", "import logging\nlogging.getLogger('x').warning('careful')\nreturn sum(numbers)", "a message of the logging module"),
    works("sleep-one-second", "import time\ntime.sleep(1)\nreturn sum(numbers)", "a slow answer"),
    works("asyncio", "import asyncio, threading\nresult = []\nasync def add():\n    await asyncio.sleep(0.01)\n    return sum(numbers)\nthread = threading.Thread(target=lambda: result.append(asyncio.run(add())))\nthread.start()\nthread.join()\nreturn result[0]",
          "an event loop in a thread"),
    works("megabytes", "kept = np.ones(50_000_000 // 8)\nreturn sum(numbers) + 0 * float(kept[0])", "an array of 50 MB"),
    works("random", "import random, secrets, uuid\nuuid.uuid4(); secrets.token_hex(); random.random(); np.random.default_rng().normal()\nreturn sum(numbers)", "random numbers, from the kernel too"),
    works("subclasses", "from collections import Counter, OrderedDict, namedtuple\nPair = namedtuple('Pair', 'a b')\nreturn sum(Pair(sum(numbers), 0))", "ordinary subclasses inside"),
    Case("numpy-number", {**SOLVED, "total": "def total(numbers):\n    return np.sum(numbers)"}, FULL, "a NumPy number for a number"),
    Case("counter-for-dict", {**SOLVED, "count": "from collections import Counter\ndef count(words):\n    return Counter(words)"}, FULL, "a Counter for a dict"),
    Case("iterator-class", {**SOLVED, "windows": '''
class Windows:
    def __init__(self, items, size): self.items, self.size, self.at = items, size, 0
    def __iter__(self): return self
    def __next__(self):
        if self.at + self.size > len(self.items): raise StopIteration
        self.at += 1
        return list(self.items[self.at - 1:self.at - 1 + self.size])
def windows(items, size):
    return Windows(items, size)'''}, FULL, "an iterator of its own class"),
    Case("lambda-and-partial", {**SOLVED, "best": "from functools import partial\nbest = partial(lambda options, score: max(options, key=score)) if False else lambda score, options: max(options, key=score)"}, FULL,
         "a lambda for a function"),
    Case("callable-object", {**SOLVED, "softmax": "class Softmax:\n    def __call__(self, x):\n        e = np.exp(x - x.max())\n        return e / e.sum()\nsoftmax = Softmax()"}, FULL, "an object that can be called"),
    Case("helpers-between", {**SOLVED, "count": "helper = lambda words: {w: words.count(w) for w in words}\ncount = helper", "stack": SOLVED["stack"] + "\nassert Stack().size() == 0\nprint('fine')"}, FULL,
         "helper functions, own checks, printing"),
    Case("names-of-tests-reused", {**SOLVED, "total": "value = 'mine'\nconcealed_numbers = None\ntable = points = stack = None\ndef total(numbers):\n    assert value == 'mine'\n    return sum(numbers)"}, FULL,
         "variables that happen to be named like the tests'"),
)

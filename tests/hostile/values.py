"""Values that are huge, deep, cyclic, lazy or of odd types: returned to a test that must survive them."""
from .case import FULL, Case, family

REST = FULL - 3


def gives(name: str, expression: str, why: str, score=REST, prelude: str = "", task: str = "total", **more) -> Case:
    signature = {"total": "numbers", "count": "words", "softmax": "x", "best": "score, options", "windows": "items, size"}[task]
    return Case(name, {task: f"{prelude}\ndef {task}({signature}):\n    return {expression}"}, score, why, solved=True, **more)


CASES = family(
    "values",
    gives("cyclic-list", "loop", "a list that contains itself", prelude="loop = []\nloop.append(loop)"),
    gives("cyclic-dict", "loop", "a dict that contains itself", prelude="loop = {}\nloop['다'] = loop", task="count"),
    gives("deep-list", "deep", "a list nested 100,000 deep", prelude="deep = []\nfor _ in range(100_000):\n    deep = [deep]"),
    gives("deep-dict", "deep", "a dict nested 100,000 deep", prelude="deep = {}\nfor _ in range(100_000):\n    deep = {'x': deep}", task="count"),
    gives("huge-list", "[0] * 20_000_000", "a list of 20 million numbers"),
    gives("huge-string", "'x' * 200_000_000", "a string of 200 MB"),
    gives("huge-dict", "{number: number for number in range(2_000_000)}", "a dict of two million entries", task="count"),
    gives("huge-integer", "10 ** 5_000_000", "an integer of five million digits"),
    gives("huge-array", "np.zeros(100_000_000)", "an array of 800 MB", task="softmax"),
    gives("broadcast-array", "np.broadcast_to(1.0, (10**6, 10**6))", "an array of 8 TB that takes 8 bytes", task="softmax", dangerous="NumPy would compare 8 TB"),
    gives("shared-list", "shared", "a list that doubles at each of 60 levels, by sharing", prelude="shared = [0]\nfor _ in range(60):\n    shared = [shared, shared]",
          dangerous="its repr is 2**60 long"),
    gives("array-of-objects", "np.array([object(), [], None], dtype=object)", "an array of any objects", task="softmax"),
    gives("array-of-itself", "loop", "an array that contains itself", prelude="loop = np.empty(2, dtype=object)\nloop[0] = loop", task="softmax"),
    gives("structured-array", "np.zeros(3, dtype=[('a', 'f8'), ('b', 'O')])", "an array with fields, one of objects", task="softmax"),
    gives("odd-dtypes", "[np.zeros(2, 'M8[s]'), np.zeros(2, 'V7'), np.zeros(2, 'U5'), np.zeros(2, 'g'), np.zeros(2, '>f8'), np.zeros((0, 5)), np.zeros(())]",
          "dates, voids, text, long doubles, other byte orders, empty arrays", task="softmax"),
    Case("other-byte-order", {"softmax": "def softmax(x):\n    e = np.exp(x - np.max(x))\n    return (e / e.sum()).astype('>f8')[::-1].copy()[::-1]"}, FULL,
         "a right answer, backwards in memory and of the other byte order", solved=True),
    gives("dtype-with-metadata", "np.zeros(len(x), np.dtype('f8', metadata={'x': print}))", "a dtype that carries an object", task="softmax"),
    gives("memmap", "np.memmap('m', mode='w+', shape=3)", "an array in a file", task="softmax"),
    gives("surrogates", "'\\ud800\\udfff\\x00'", "text that is no valid Unicode"),
    gives("surrogate-keys", "{'\\ud800': 1, '다': 5}", "such text as a key", task="count"),
    gives("unhashable-keys", "{None: 1, (1, 2): 2, frozenset(): 3, 1.5: 4, b'x': 5, True: 6}", "keys of every type", task="count"),
    gives("nan-keys", "{float('nan'): number for number in range(5)} | {float('nan'): 1}", "keys that equal nothing", task="count"),
    gives("odd-singletons", "[..., NotImplemented, type, object, print, np, lambda: 0, slice(1), range(3), memoryview(b''), iter([])]", "a list of what is no data"),
    gives("itself", "total", "the function itself"),
    gives("module", "np", "a module"),
    gives("type", "float", "a type"),
    gives("coroutine", "wait()", "a coroutine that is never awaited", prelude="async def wait():\n    return 6"),
    gives("reduce-bomb", "Bomb()", "an object that runs a command when it is unpickled", prelude='''
import os
class Bomb:
    def __reduce__(self): return (os.system, ("touch @BAIT@/reduced-value",))
    __reduce_ex__ = lambda self, protocol: self.__reduce__()
''', after=lambda host, student: "reduced-value" if (host.bait / "reduced-value").exists() else ""),
    gives("getattr-chain", "Endless()", "every attribute of it is another such object", prelude='''
class Endless:
    def __getattr__(self, name): return Endless()
    def __call__(self, *arguments, **named): return Endless()
'''),
    gives("getattr-raises", "Raises()", "every attribute of it raises", prelude='''
class Raises:
    def __getattribute__(self, name): raise SystemExit(0)
'''),
    gives("length-lies", "Long()", "a length of 2**62, a negative one, a word", prelude='''
class Long:
    turns = iter([2**62, -1, "x", 2**70] * 100)
    def __len__(self): return next(self.turns)
    def __getitem__(self, index): return 0
''', task="count"),
    gives("endless-getitem", "Endless()", "an old-style sequence without end", prelude='''
class Endless:
    def __getitem__(self, index): return [index]
''', task="windows", score=FULL - 2, dangerous="takes all memory until the time is up"),
    gives("iterator-of-itself", "Again()", "iter(...) gives another such object, without end", prelude='''
class Again:
    def __iter__(self): return Again()
''', task="windows", score=FULL - 2),
    gives("slow-iterator", "slow()", "each item takes a second", prelude='''
import time
def slow():
    while True:
        time.sleep(1)
        yield [1]
''', task="windows", score=FULL - 2),
    gives("huge-item", "iter(['x' * 100_000_000] * 3)", "three windows of 100 MB", task="windows", score=FULL - 2),
    gives("del-attack", "Final()", "an object that does something when it is thrown away", prelude='''
import os
class Final:
    def __del__(self):
        for place in ("@BAIT@",):
            try: open(place + "/finalised", "w").close()
            except OSError: pass
''', after=lambda host, student: "finalised" if (host.bait / "finalised").exists() else ""),
    gives("bool-for-number", "len(numbers) > 5", "False where a number is wanted"),
    gives("string-for-number", "str(sum(numbers))", "'6' where a number is wanted"),
    gives("list-for-number", "[sum(numbers)]", "[6] where a number is wanted"),
    gives("array-for-number", "np.array([1.0, 6.0])", "an array, of which one element is right"),
    gives("infinity", "float('inf')", "infinity"),
    gives("complex", "complex(6, 1e-300) if numbers[0] == 1 else complex(41.5, 1)", "a complex number near the right one"),
    gives("wrong-shape", "np.array([0.25, 0.75])[:, None] * np.ones(2)", "a matrix that broadcasts against the right answer", task="softmax"),
    gives("empty-array", "np.array([])", "an empty array: every comparison of nothing is true", task="softmax"),
    gives("half", "0.5", "one number for a whole array", task="softmax"),
    gives("dict-of-everything", "{word: 5 for word in words} | {'x': 1}", "one word too many", task="count"),
    gives("string-as-list", "iter(['ab', 'bc', 'cd'])", "strings where lists are wanted", task="windows", score=FULL - 2),
)

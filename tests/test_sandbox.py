"""The student's process and the tester: what carries over between them, and what does not get out."""
from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import not_run
import numpy as np
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_code_cell, new_notebook
from not_run import needs_walls

from autograder.grading.beside import wish
from autograder.grading.protocol import DIED, ERROR, NOT_RUN, OK, TIMEOUT, Limits
from autograder.grading.sandboxed import Sandboxed
from autograder.grading.sandboxed_run import TESTER_GONE
from autograder.grading.whose import NAMES, of_assignment
from autograder.sandbox import isolate, pipes
from autograder.sandbox.pipes import Closed
from autograder.sandbox.tester.link import CellTimeout, Link, alarm
from autograder.sandbox.wire.channel import Channel

WALLS = not isolate.unavailable()
MIB = 2**20


def cell(source: str, grade_id: str = "", solution: bool = False, grade: bool = False):
    made = new_code_cell(textwrap.dedent(source).strip())
    if grade_id:
        made.metadata["nbgrader"] = {"grade_id": grade_id, "solution": solution, "grade": grade, "locked": grade, "task": False, "schema_version": 3,
                                     **({"points": 1} if grade else {})}
    return made


@pytest.fixture(scope="module")
def executor():
    """Warm with NumPy and the like; behind walls where they can be had."""
    made = Sandboxed(["numpy", "pandas", "collections", "IPython.core.display"], walls=WALLS)
    made.learned = True
    yield made
    made.stop()


@pytest.fixture
def grade(executor):
    def run(solution: str, *tests: str, setup: str = "import numpy as np", model: str | None = None, files=None, **limits):
        """Run one solution cell and the tests; returns their fates and outputs, tests only."""
        cells = [cell(setup), cell(solution, "answer", solution=True), *(cell(test, f"test-{number}", grade=True) for number, test in enumerate(tests))]
        notebook = new_notebook(cells=cells)
        answer, sources = model if model is not None else solution, [made.source for made in cells]
        notebook.metadata["autograder"] = {NAMES: of_assignment([textwrap.dedent(answer)], sources[2:], sources[:1], TransformerManager().transform_cell)}
        if model is not None:  # one that gives plain data, of which nothing is asked
            wish(notebook, [], "", {})
        execution = executor.run(notebook, Limits(**{"cell_seconds": 10, "memory_bytes": 1024 * MIB, **limits}), files or {})
        run.notebook, run.cells = execution.notebook, execution.cells
        return [execution.cells[index] for index in range(2, len(cells))]

    return run


def passes(fates) -> None:
    assert [(fate.status, fate.reason) for fate in fates] == [(OK, "")] * len(fates)


# -- what carries over ---------------------------------------------------------------------------------------------

HONEST = {
    "functions": ("def f(x, y=2, *, z=3): return x + y + z", "assert f(1) == 6 and f(1, 1, z=1) == 3"),
    "arrays": ("def f(a): return a.T @ a", "a = np.arange(6.).reshape(2, 3)\nnp.testing.assert_allclose(f(a), a.T @ a)\nassert f(a).dtype == np.float64"),
    "frames": ("import pandas as pd\ndef f(d): return d.groupby('k').sum()", "import pandas as pd\nd = pd.DataFrame({'k': ['a', 'b', 'a'], 'v': [1, 2, 3]})\nassert f(d).loc['a', 'v'] == 4"),
    "classes": ("class Stack:\n    def __init__(self): self.items = []\n    def push(self, x): self.items.append(x); return self\n    def __len__(self): return len(self.items)\n"
                "    @property\n    def top(self): return self.items[-1]",
                "s = Stack()\nassert len(s) == 0 and not s\ns.push(1).push(2)\nassert s.top == 2 and s.items == [1, 2] and isinstance(s, Stack) and type(s).__name__ == 'Stack'"),
    "attributes": ("class P: pass", "p = P()\np.x = [1]\nassert p.x == [1] and hasattr(p, 'x') and not hasattr(p, 'y')\ndel p.x\nassert not hasattr(p, 'x')"),
    "operators": ("class V:\n    def __init__(self, x): self.x = x\n    def __add__(self, o): return V(self.x + o.x)\n    def __mul__(self, k): return V(self.x * k)\n"
                  "    def __eq__(self, o): return self.x == o.x\n    def __lt__(self, o): return self.x < o.x\n    def __hash__(self): return hash(self.x)\n    def __repr__(self): return f'V({self.x})'",
                  "assert V(1) + V(2) == V(3) and (V(2) * 3).x == 6 and V(1) < V(2) and V(1) != V(2)\nassert sorted([V(2), V(1)])[0].x == 1 and len({V(1), V(1)}) == 1 and repr(V(1)) == 'V(1)'"),
    "generators": ("def g(n):\n    for i in range(n):\n        yield i", "import types\nassert list(g(3)) == [0, 1, 2]\nit = g(2)\nassert next(it) == 0 and isinstance(it, types.GeneratorType)\n"
                   "assert list(it) == [1]\ntry:\n    next(it)\nexcept StopIteration:\n    pass\nelse:\n    raise AssertionError"),
    "infinite generators": ("def g():\n    n = 0\n    while True:\n        yield n\n        n += 1", "from itertools import islice\nassert list(islice(g(), 3)) == [0, 1, 2]"),
    "context managers": ("class C:\n    log = []\n    def __enter__(self): self.log.append('in'); return self\n    def __exit__(self, *e): self.log.append(e[0].__name__ if e[0] else 'out'); return True",
                         "with C() as c:\n    pass\nwith C():\n    raise ValueError('x')\nassert C.log == ['in', 'out', 'in', 'ValueError'], C.log"),
    "callbacks": ("def beam(score, k): return sorted(range(5), key=score, reverse=True)[:k]", "calls = []\ndef score(n):\n    calls.append(n)\n    return -abs(n - 3)\nassert beam(score, 2) == [3, 2]\nassert calls == [0, 1, 2, 3, 4]"),
    "callbacks that raise": ("def safe(f):\n    try:\n        return f()\n    except ValueError as error:\n        return str(error)", "def bad(): raise ValueError('no')\nassert safe(bad) == 'no'"),
    "callbacks that ask the student's process": ("END = 3\ndef each(f, n): return [f(k) for k in range(n)]", "assert each(lambda k: END + k, 3) == [3, 4, 5]"),
    "callbacks given objects": ("class N:\n    v = 3\ndef apply(f): return f(N())", "assert apply(lambda node: node.v + 1) == 4"),
    "library functions as arguments": ("def apply(f, x): return f(x)", "assert apply(np.sum, [1, 2]) == 3 and apply(len, 'ab') == 2 and apply(str.upper, 'a') == 'A' and apply(np.float32, 1) == 1"),
    "objects of the test": ("def use(model): return [model.predict(x) for x in model.inputs]", "class Model:\n    inputs = [1, 2]\n    def predict(self, x): return x * 10\nassert use(Model()) == [10, 20]"),
    "random generators": ("def draw(rng, n): return rng.normal(size=n)", "rng = np.random.default_rng(3)\nwant = np.random.default_rng(3)\nassert np.allclose(draw(rng, 4), want.normal(size=4)) and rng.random() == want.random()"),
    "arguments changed before an error": ("def fill(keys, make, cache):\n    for key in keys: cache[key] = make(key)\nclass Box:\n    def __init__(self): self.items = []\n    def put(self, x):\n        self.items.append(x)\n        raise LookupError(x)",
                                          "cache = {}\ndef make(key):\n    if key == 'bad': raise ValueError(key)\n    return key * 2\n"
                                          "try: fill(['a', 'bad'], make, cache)\nexcept ValueError: pass\nelse: assert False\nassert cache == {'a': 'aa'}\n"
                                          "box = Box()\nitems = box.items\ntry: box.put(1)\nexcept LookupError: pass\nassert items == [1]"),
    "arguments changed in place": ("def add(l, d, a, s): l.append(3); l[0].append(1); d['k'] = l; a *= 2; s.add(5)", "l, d, a, s = [[0]], {}, np.ones(2), {1}\ninner = l[0]\nadd(l, d, a, s)\n"
                                   "assert l == [[0, 1], 3] and inner is l[0] and d['k'] is l and a.tolist() == [2, 2] and s == {1, 5}"),
    "results that are an argument": ("def same(x): return x\ndef copy(x): return list(x)", "x = [1]\nassert same(x) is x and copy(x) is not x"),
    "arguments left alone": ("def f(a): return a + 1", "a = np.zeros(2)\nf(a)\nassert a.tolist() == [0, 0]"),
    "exceptions": ("def f(x):\n    if x < 0: raise ValueError('negative', x)\n    return {}[x]", "try:\n    f(-1)\nexcept ValueError as e:\n    assert e.args == ('negative', -1)\nelse:\n    raise AssertionError\n"
                   "import pytest\nwith pytest.raises(KeyError):\n    f(1)"),
    "own exceptions": ("class Broken(LookupError): pass\ndef f(): raise Broken('x')", "try:\n    f()\nexcept Broken as e:\n    assert isinstance(e, LookupError) and type(e).__name__ == 'Broken' and str(e) == 'x'\n"
                       "else:\n    raise AssertionError\nassert issubclass(Broken, LookupError)"),
    "own named tuples and dataclasses": ("from dataclasses import dataclass\nfrom collections import namedtuple\nR = namedtuple('R', 'a b')\n@dataclass\nclass D:\n    a: int\n    b: list\ndef f(): return R(1, 2)\ndef g(): return D(1, [2])",
                                         "r = f()\na, b = r\nassert r.a == 1 and r == (1, 2) and r._asdict() == {'a': 1, 'b': 2}\nd = g()\nassert d.a == 1 and d.b == [2] and d == D(1, [2])"),
    "counters": ("from collections import Counter, defaultdict\ndef f(w): return Counter(w)\ndef g(): return defaultdict(int)", "c = f('aab')\nassert c['zzz'] == 0 and c.most_common(1) == [('a', 2)]\nassert g()['x'] == 0"),
    "signatures and sources": ("def f(a, b=1, *args, **kw):\n    # a comment\n    return a", "import inspect\nassert list(inspect.signature(f).parameters) == ['a', 'b', 'args', 'kw']\n"
                               "assert inspect.signature(f).parameters['b'].default == 1\nassert 'a comment' in inspect.getsource(f) and f.__name__ == 'f'"),
    "global values": ("table = {'a': [1, 2]}\nN = 7", "assert table['a'][1] == 2 and N == 7"),
    "loops over functions": ("def f(x): return x > 1\ndef g(): return next(left)\nleft = iter([1, 2])\nclass C:\n    def __init__(self, x): self.x = x", "from functools import partial\nfrom itertools import takewhile\nimport itertools\n"
                             "assert list(map(f, [1, 2])) == [False, True] and list(filter(f, [1, 2])) == [2] and list(filter(None, [0, 1])) == [1] and list(map(str, [1])) == ['1']\n"
                             "assert [c.x for c in map(C, [1])] == [1] and list(map(partial(max, 1), [2])) == [2] and list(takewhile(lambda x: x < 2, [1, 2])) == [1] and list(iter([1])) == [1]\n"
                             "assert isinstance(map(f, []), map) and list(itertools.starmap(pow, [(2, 3)])) == [8]"),
    "callbacks that are cached, bound or dispatched": ("def each(f, l): return [f(x) for x in l]", "import functools\n@functools.cache\ndef square(x): return x * x\ndef add(a, b): return a + b\n@functools.singledispatch\n"
                                                      "def kind(x): return 'other'\n@kind.register\ndef _(x: int): return 'int'\nassert each(square, [2]) == [4] and each(functools.partial(add, 3), [4]) == [7] and each(kind, [1, 'a']) == ['int', 'other']"),
    "annotations": ("def f(a: int, b: 'str' = '') -> float: return 1.5", "import inspect, typing\nassert f.__annotations__ == {'a': int, 'b': 'str', 'return': float}\n"
                    "assert typing.get_type_hints(f)['b'] is str and inspect.get_annotations(f, eval_str=True)['return'] is float\ndef g(a: 'int'): pass\nassert typing.get_type_hints(g) == {'a': int}"),
    "closures and partials": ("from functools import partial\ndef outer(n):\n    def inner(x): return x + n\n    return inner\nadd5 = partial(outer, 5)", "assert outer(2)(3) == 5 and add5()(1) == 6 and callable(add5)"),
    "helpers of earlier tests": ("def f(x): return x", "def check(x):\n    assert f(x) == x", "check(3)"),
    "names of the setup": ("def f(x): return np.asarray(x)", "assert isinstance(f([1]), np.ndarray)"),
    "iterables and views": ("def f(): return map(str, [1, 2])\ndef g(): return {'a': 1}.keys()", "assert list(f()) == ['1', '2']\nassert g() == {'a'} and 'a' in g()"),
    "coroutines of the test": ("def f(x): return x + 1", "import asyncio\nasync def go():\n    await asyncio.sleep(0)\n    return f(1)\nassert await go() == 2"),
    "printing": ("def f(): print('hello'); return 1", "assert f() == 1"),
    "standard error": ("import sys\ndef f(): print('careful', file=sys.stderr); import warnings; warnings.warn('w'); return 1", "assert f() == 1"),
    "threads": ("from concurrent.futures import ThreadPoolExecutor\ndef f(n):\n    with ThreadPoolExecutor(2) as pool: return sum(pool.map(lambda x: x * x, range(n)))", "assert f(5) == 30"),
    "processes": ("import multiprocessing as mp\ndef sq(x): return x * x\ndef f(n):\n    with mp.get_context('fork').Pool(2) as pool: return sum(pool.map(sq, range(n)))", "assert f(5) == 30"),
    "subprocesses": ("import subprocess\ndef f(): return subprocess.run(['echo', 'hi'], capture_output=True, text=True).stdout", "assert f() == 'hi\\n'"),
    "own loopback": ("import socket\ndef f():\n    with socket.create_server(('127.0.0.1', 0)) as s, socket.create_connection(s.getsockname()) as c:\n        other, _ = s.accept()\n        c.send(b'x')\n        data = other.recv(1)\n        other.close()\n        return data",
                     "assert f() == b'x'"),
    "lists of objects": ("class S:\n    def __init__(self): self.items, self.seen = [], {}\n    def push(self, x): self.items.append(x)", "s = S()\ns.items.append(5)\ns.push(6)\nitems = s.items\ns.push(7)\nassert items == [5, 6, 7]\n"
                         "s.seen['a'] = 1\nassert s.seen == {'a': 1}"),
    "classes and bases": ("class S: 'Doc.'\nclass E(LookupError): pass\nfrom collections import UserDict\nclass U(UserDict): pass", "from collections import UserDict\ns = S()\nassert type(s) is S and type(s).__name__ == 'S' and S.__doc__ == 'Doc.'\n"
                          "assert issubclass(U, UserDict) and isinstance(U(), UserDict) and type(U()).__name__ == 'U' and not issubclass(S, UserDict)"),
    "enumerations": ("from enum import Enum\nclass C(Enum):\n    A = 1\n    B = 2", "assert len(C) == 2 and C['B'].value == 2 and [c.name for c in C] == ['A', 'B'] and C.A is C.A and C(1) == C.A"),
    "own coroutines": ("import asyncio\nasync def later(x):\n    await asyncio.sleep(0.01)\n    return x + 1", "import asyncio\nassert await later(1) == 2\nassert await asyncio.gather(later(1), later(2)) == [2, 3]"),
    "redirected output": ("def show(x): print(x)", "import io, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n    show(3)\nassert out.getvalue() == '3\\n'"),
    "dataclass functions": ("from dataclasses import dataclass\n@dataclass\nclass I:\n    a: int\n    tags: list", "import dataclasses\ni = I(1, ['x'])\nassert dataclasses.is_dataclass(i) and dataclasses.asdict(i) == {'a': 1, 'tags': ['x']}"),
    "library functions as results": ("def act(): return np.add\ndef kinds(): return [int, str]", "assert act() is np.add and kinds() == [int, str]"),
    "errors of callbacks": ("def each(f, l): return [f(x) for x in l]", "def fails(x): raise KeyError(x)\ntry:\n    each(fails, ['k'])\nexcept KeyError as error:\n    assert error.args == ('k',)"),
    "files between test and student": ("def save(p, t):\n    with open(p, 'w', encoding='utf-8') as f: f.write(t)\ndef load(p): return open(p, encoding='utf-8').read()",
                                       "import os, tempfile\nsave('out.txt', '가')\nassert open('out.txt', encoding='utf-8').read() == '가'\nwith tempfile.TemporaryDirectory() as d:\n"
                                       "    p = os.path.join(d, 'x')\n    open(p, 'w').write('t')\n    assert load(p) == 't'"),
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_work_passes(grade, name):
    solution, *tests = HONEST[name]
    passes(grade(solution, *tests))


def test_partial_credit_is_the_testers_number(grade):
    passes(grade("def f(): return 3", "0.5 + 0.25", "f()"))
    outputs = [grade.notebook.cells[index].outputs[-1].data["text/plain"] for index in (2, 3)]
    assert outputs == ["0.75", "3"]


def test_a_student_object_as_last_value_is_no_number(grade):
    passes(grade("class Two:\n    def __repr__(self): return '2'\ndef f(): return Two()", "f()"))
    shown = grade.notebook.cells[2].outputs[-1].data["text/plain"]
    with pytest.raises(ValueError):
        float(shown)


def test_output_of_student_functions_is_shown_as_text(grade):
    passes(grade("from IPython.display import display\ndef f():\n    print('hi')\n    get_ipython().displayhook(5)\n    return 1", "assert f() == 1"))
    assert {output.output_type for output in grade.notebook.cells[2].outputs} <= {"stream", "display_data"}
    assert "hi" in str(grade.notebook.cells[2].outputs)


def test_the_student_s_lines_are_in_the_traceback(grade):
    (fate,) = grade("def f(x):\n    return 1 / x", "f(0)")
    assert (fate.status, fate.reason) == (ERROR, "ZeroDivisionError: division by zero")
    assert "return 1 / x" in "\n".join(grade.notebook.cells[2].outputs[-1].traceback)


def test_messages_of_asserts(grade):
    (fate,) = grade("def f(): return 2", "assert f() == 3, '하나 모자랍니다'")
    assert (fate.status, fate.reason) == (ERROR, "하나 모자랍니다")


def test_a_missing_name_is_a_name_error(grade):
    (fate,) = grade("x = 1", "f(1)")
    assert fate.reason == "NameError: name 'f' is not defined"


def test_support_files_are_there_and_put_back(grade):
    files = {"data/words.txt": "가 나".encode(), "helper.py": b"def twice(x): return 2 * x\n"}
    fates = grade("import os\nos.unlink('data/words.txt')\nopen('data/words.txt', 'w').write('forged')\nopen('helper.py', 'w').write('def twice(x): return 0')",
                  "assert open('data/words.txt', encoding='utf-8').read() == '가 나'\nassert helper.twice(2) == 4", setup="import helper", files=files)
    passes(fates)


def test_what_the_setup_defines_is_known_on_both_sides(grade):
    passes(grade("class Square(Shape): pass\ndef f(): return Point(1, 2)", "assert issubclass(Square, Shape) and isinstance(Square(), Shape) and isinstance(f(), Point) and f() == Point(1, 2)",
                 setup="%matplotlib inline\nfrom abc import ABC\nfrom collections import namedtuple\nPoint = namedtuple('Point', 'x y')\nclass Shape(ABC): pass"))


def test_torch_modes_hold_on_the_other_side(grade):
    pytest.importorskip("torch")
    passes(grade("import torch\nnet = torch.nn.Linear(2, 1)", "import torch\nwith torch.no_grad():\n    assert not net(torch.ones(1, 2)).requires_grad\nassert net(torch.ones(1, 2)).requires_grad", cell_seconds=60))


def test_numpy_s_errors_are_what_the_test_wants_while_it_calls_and_the_student_s_own_otherwise(grade):
    answer = "import numpy as np\ndef f(x): return 1 / (1 + np.exp(-x))\ndef mode(): return np.geterr()['over']"
    tests = ("import numpy as np\nx = np.array([-1000.0])\nassert f(x)[0] == 0\ntry:\n    with np.errstate(over='raise'):\n        f(x)\nexcept FloatingPointError:\n    pass\nelse:\n    assert False\n"
             "assert f(x)[0] == 0 and mode() == OVER\nold = np.seterr(over='raise')\nassert mode() == 'raise'\nnp.seterr(**old)\nassert mode() == OVER\n@np.errstate(over='print')\ndef inside():\n    return mode()\nassert inside() == 'print' and mode() == OVER")
    for given, over in (("", "warn"), ("np.seterr(all='ignore')\n", "ignore")):
        passes(grade(answer.replace("def f", given + "def f", 1), tests.replace("OVER", repr(over))))


def test_a_student_s_threads_call_the_test_s_functions_one_at_a_time(grade):
    answer = "from concurrent.futures import ThreadPoolExecutor\ndef f(g, xs):\n    with ThreadPoolExecutor(8) as pool: return list(pool.map(g, xs))\ndef h(x): return x + 1"
    passes(grade(answer, "seen = []\ndef g(x):\n    seen.append(h(x))\n    return 2 * x\nassert f(g, range(100)) == [2 * x for x in range(100)]\nassert sorted(seen) == list(range(1, 101))\n"
                         "def bad(x): raise ArithmeticError('at %s' % x)\ntry: f(bad, [7])\nexcept ArithmeticError as error: assert str(error) == 'at 7'\nelse: assert False"))


def test_a_function_of_the_test_s_is_its_own_copy_and_is_not_pickled(grade):
    passes(grade("import copy, pickle\ndef f(g): return copy.deepcopy({'g': g, 'n': [1]})['g'](2), copy.copy(g)(3)\ndef p(g): return pickle.dumps(g)",
                 "assert f(lambda x: x + 1) == (3, 4)\ntry: p(len)\nexcept TypeError: pass\nclass T:\n    n = 3\ntry: f(T())\nexcept TypeError as error: assert 'pickled' in str(error)\nelse: assert False"))


def test_a_masked_array_of_which_nothing_is_masked_is_an_array(grade):
    masked = "def f(a): return np.ma.array(a, mask=False)\ndef g(a): return np.ma.masked_less(a, 2)"
    passes(grade(masked, "a = np.arange(6).reshape(2, 3)\nassert type(f(a)) is np.ndarray and f(a).T[1, 1] == 4 and np.array_equal(f(a), a)", model="def f(a): return a"))
    passes(grade(masked, "r = f(np.arange(3))\nassert not r.mask.any() and r.filled(0).tolist() == [0, 1, 2] and g(np.arange(3)).filled(9).tolist() == [9, 9, 2]"))
    fate = grade(masked, "assert g(np.arange(3)).shape == (3,)", model="def g(a): return a")[0]
    assert fate.status == ERROR and "MaskedArray" in fate.reason


# -- what a test relies on is its own ------------------------------------------------------------------------------

FORGED = {
    "equality": ("class E:\n    def __eq__(self, o): return True\n    __hash__ = None\ndef f(): return E()", "assert f() == 3"),
    "inequality": ("class E:\n    def __ne__(self, o): return False\ndef f(): return E()", "assert not (f() != 3)"),
    "a subclass of int": ("class E(int):\n    def __eq__(self, o): return True\n    def __sub__(self, o): return 0\ndef f(): return E(1)", "assert f() == 3", "assert abs(f() - 3) < 1"),
    "differences": ("class E:\n    def __sub__(self, o): return 0.0\n    __rsub__ = __sub__\ndef f(): return E()", "assert abs(f() - 41.5) < 1e-9", "assert abs(41.5 - f()) < 1e-9"),
    "differences that lie later": ("class L:\n    def __abs__(self): return 0.0\n    def __lt__(self, o): return True\nclass E:\n    def __sub__(self, o): return L()\ndef f(): return E()", "assert abs(f() - 41.5) < 1e-9"),
    "ordering": ("class E:\n    def __lt__(self, o): return True\n    __gt__ = __le__ = __ge__ = __lt__\ndef f(): return E()", "assert 1 < f() < 2", "assert f() <= 0"),
    "membership": ("class E:\n    def __contains__(self, x): return True\n    def __iter__(self): return iter([])\ndef f(): return E()", "assert 'a' in f()"),
    "arrays that lie": ("class E:\n    def __array_function__(self, *a, **k): return True\n    def __array_ufunc__(self, *a, **k): return True\n    def __eq__(self, o): return True\ndef f(): return E()",
                        "assert np.allclose(f(), [1, 2])", "assert np.array_equal(f(), [1, 2])"),
    "memory by address": ("class E:\n    @property\n    def __array_interface__(self): return {'shape': (1,), 'typestr': '<f8', 'data': (1, False), 'version': 3}\ndef f(): return E()", "assert np.asarray(f())[0] == 1"),
    "a patched numpy": ("np.allclose = lambda *a, **k: True\nnp.testing.assert_allclose = lambda *a, **k: None\ndef f(): return 0", "assert np.allclose(f(), 3)", "np.testing.assert_allclose(f(), 3)"),
    "a replaced np": ("class np:\n    allclose = staticmethod(lambda *a: True)\ndef f(): return 0", "assert np.allclose(f(), 3)"),
    "a replaced builtin": ("import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.isinstance = lambda *a: True\nbuiltins.AssertionError = None\nabs = len = lambda x: 3\ndef f(): return 0", "assert abs(f() - 3) < 1", "assert isinstance(f(), str)"),
    "shell hooks": ("ip = get_ipython()\nip.events.register('pre_run_cell', lambda info: None)\nip.input_transformers_post.append(lambda lines: ['pass\\n'])\nip.ast_transformers.append(1)\nip.run_cell = lambda *a, **k: None\ndef f(): return 0",
                    "assert f() == 3"),
    "its own verdict": ("import sys\ndef f():\n    raise SystemExit(0)", "assert f() == 3"),
    "a module of this name": ("import types\nmodule = types.ModuleType('numpy')\nmodule.array_equal = lambda *a: True\nother = module\ndef f(): return 0", "assert other.array_equal(f(), 3)"),
    "loops that end early": ("def f(x=0, y=0): raise StopIteration", "for got, want in zip(map(f, [1]), [3]):\n    assert got == want", "for got in map(lambda x: f(x), [1]):\n    assert got == 3",
                             "import itertools\nfor got in itertools.starmap(f, [(1, 2)]):\n    assert got == 3", "for got in iter(f, None):\n    assert got == 3", "assert all(f(x) == 3 for x in [1])"),
    "loops that objects end early": ("class B:\n    def __bool__(self): raise StopIteration\n    __len__ = __bool__\ndef f(*n): return B()\ndef g(*n): raise StopIteration",
                                     "assert all(map(bool, [f(1), f(2)]))", "for n, w in zip(map(len, [f(1)]), [3]):\n    assert n == w", "from itertools import groupby\nfor k, own in groupby('ab', key=g):\n    assert k == 3",
                                     "from itertools import accumulate\nfor n, w in zip(accumulate([1, 2], g), [1, 3]):\n    assert n == w", "from functools import lru_cache\nfor n in map(lru_cache(g), [1, 2]):\n    assert n == 3",
                                     "import builtins\nfor n in builtins.map(g, [1]):\n    assert n == 3"),
    "assertions swallowed": ("from contextlib import contextmanager\nclass M:\n    def __enter__(self): return self\n    def __exit__(self, kind, error, lines): return True\n@contextmanager\ndef c():\n    try:\n        yield 0\n"
                             "    except BaseException:\n        pass\ndef retry(check):\n    def call(*args):\n        try:\n            check(*args)\n        except BaseException:\n            pass\n    return call\ndef f(): return 0",
                             "with M() as m:\n    assert f() == 3", "with c() as value:\n    assert value == 3", "@retry\ndef check():\n    assert f() == 3\ncheck()"),
    "tasks that are cancelled": ("import asyncio\nasync def f(x): raise asyncio.CancelledError\ndef g(x): raise asyncio.CancelledError", *(
        f"import asyncio\nasync def one():\n    assert {call} == 3\nasync def both():\n    async with asyncio.TaskGroup() as group:\n        group.create_task(one())\nawait both()" for call in ("await f(1)", "g(1)"))),
    "a helper's name": ("def f(x):\n    if x == 1: raise ValueError\n    return 0\ndef check(a, b): pass", "assert f(1) == 5\ndef check(a, b): assert a == b", "check(f(3), 6)"),
    "a test that is skipped": ("import unittest\nclass Skip(unittest.SkipTest): pass\ndef f(own=0): raise Skip() if own else unittest.SkipTest()", *(
        f"import io, unittest\nclass T(unittest.TestCase):\n    def test(self): self.assertEqual(f({own}), 3)\n"
        "assert unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(T)).wasSuccessful()" for own in (0, 1))),
    "a class of this name": ("class float64:\n    def __eq__(self, o): return True\nfloat64.__module__ = 'numpy'\nfloat64.__qualname__ = 'float64'\ndef f(): return float64()", "assert f() == 3", "assert float(f()) == 3"),
}


@pytest.mark.parametrize("name", FORGED)
def test_forgeries_fail(grade, name):
    solution, *tests = FORGED[name]
    fates = grade(solution, *tests, model="def f(): return 3")
    assert [fate.status for fate in fates] == [ERROR] * len(fates), [fate.reason for fate in fates]


def test_expected_values_stay_out_of_the_student_s_process(grade):
    """What a test compares with must not reach the student's objects, nor any test's text its memory."""
    fates = grade("""
        seen = []
        class Spy:
            def __getattribute__(self, name):
                seen.append(name)
                return object.__getattribute__(self, name)
            def _take(self, *o):
                seen.extend(o)
                return NotImplemented
            __eq__ = __ne__ = __lt__ = __gt__ = __sub__ = __rsub__ = __add__ = __radd__ = __contains__ = _take
            __hash__ = object.__hash__
        def f(): return Spy()
        def report(): return repr(seen)
        def search():
            import gc
            return any('geheim' + '123' in str(x) for x in gc.get_objects() if isinstance(x, (str, list, dict)) and x is not globals())
        """, """
        expected = 'geheim123'
        for attempt in (lambda: f() == expected, lambda: f() + expected, lambda: expected in f(), lambda: f() < expected, lambda: expected == f(), lambda: {expected: 1}.get(f())):
            try:
                attempt()
            except TypeError:
                pass
        assert expected not in report()
        assert not search()""", model="def f(): return 1\ndef report(): return ''\ndef search(): return False")
    passes(fates)


def test_callbacks_show_nothing_of_the_test(grade):
    fates = grade("""
        def probe(f):
            found = []
            for name in ('__globals__', '__code__', '__closure__', 'gi_frame', 'f_globals', '__self__', '__func__'):
                try:
                    value = getattr(f, name)
                    if type(value).__name__ not in ('method-wrapper',):
                        found.append(name)
                except AttributeError:
                    pass
            return found
        """, "secret = 5\ndef gen():\n    yield secret\nassert probe(lambda: secret) == []\nassert probe(gen()) == []")
    passes(fates)
    passes(grade("def probe(f): return [getattr(f, name, None) for name in ('args', 'keywords', 'func')] + [f(41.5)]",
                 "import functools\nassert probe(functools.partial(np.isclose, 41.5)) == [None] * 3 + [True]"))


def test_garbage_on_the_wire_fails_the_test_and_no_more(grade):
    fates = grade("""
        import os
        def f():
            for fd in range(3, 256):
                try:
                    os.write(fd, b'\\xff' * 4096)
                except OSError:
                    pass
            return 3
        def g(): return 1
        """, "assert f() == 3", "assert g() == 1")
    assert fates[0].status == DIED
    assert fates[1].status == OK  # new processes, with the answers run again


# -- ends ----------------------------------------------------------------------------------------------------------

def test_a_dead_process_costs_one_test(grade):
    fates = grade("import os\ndef f(): os._exit(0)\ndef g(): return 1", "assert f() == 3", "assert g() == 1")
    assert [fate.status for fate in fates] == [DIED, OK]


@pytest.mark.parametrize("solution", ["def f():\n    while True: pass", "import time\ndef f(): time.sleep(100)", "def f():\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass",
                                      "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ndef f():\n    while True: pass"], ids=["loop", "sleep", "swallows", "ignores"])
def test_an_endless_call_costs_one_test(grade, solution):
    started = time.monotonic()
    fates = grade(solution + "\ndef g(): return 1", "assert f() == 3", "assert g() == 1", cell_seconds=3)
    assert [fate.status for fate in fates] == [TIMEOUT, OK]
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("act", ["os.kill(0, signal.SIGKILL)", "os.kill(os.getppid(), signal.SIGKILL)", "os.kill(-1, signal.SIGKILL) or os._exit(1)",
                                 "os.killpg(os.getpgid(0), signal.SIGTERM) or os._exit(1)", "ctypes.string_at(0)", "os.abort()"])
def test_killing_around_costs_one_test(grade, act):
    if not WALLS and ("-1" in act or "getppid" in act):
        pytest.skip(f"{not_run.WALLS}: these would end this test, and more")
    fates = grade(f"import os, signal, ctypes\ndef f(): {act}\ndef g(): return 1", "assert f() == 3", "assert g() == 1")
    assert fates[0].status in (DIED, ERROR)  # the first process of a namespace is deaf to its own signals
    assert fates[1].status == OK


def test_a_test_that_swallows_the_timeout_is_over_time(grade):
    fates = grade("def f(x):\n    while True: pass\ndef g(): return 1", "try:\n    f(-1)\nexcept:\n    pass\nelse:\n    raise AssertionError", "assert g() == 1", cell_seconds=3)
    assert [fate.status for fate in fates] == [TIMEOUT, OK]


@pytest.mark.parametrize("solution", ["def f(): raise SyntaxError('x', ('f', 1, 'a', 5))", "class A:\n    def __str__(self): raise SystemExit\n    __repr__ = __str__\ndef f(): raise ValueError(A())",
                                      "class A:\n    def __str__(self):\n        while True: pass\n    __repr__ = __str__\ndef f(): raise ValueError(A())"], ids=["fields", "exits", "hangs"])
def test_an_exception_that_cannot_be_shown_costs_one_test(grade, solution):
    fates = grade(solution + "\ndef g(): return 1", "assert f() == 3", "assert g() == 1", model="def f(): return 3", cell_seconds=3)
    assert fates[0].status in (ERROR, TIMEOUT) and fates[1].status == OK


def test_what_a_test_expects_is_not_told_to_a_context_manager(grade):
    (fate,) = grade("seen = []\nclass M:\n    def __enter__(self): return self\n    def __exit__(self, kind, error, lines): print('saw', kind.__name__, repr(error))\ndef f(): return 0",
                    "import unittest\nwith M():\n    unittest.TestCase().assertEqual(f(), 4242)")
    shown = "".join(output.get("text", "") for output in grade.notebook.cells[2].outputs)
    assert fate.status == ERROR and "saw AssertionError AssertionError()" in shown and "4242" not in shown


def test_an_assertion_in_a_function_that_the_students_code_calls_keeps_its_message(grade):
    (fate,) = grade("def f(ask):\n    try:\n        return ask(2)\n    except AssertionError as error:\n        print('saw', error.args)\n        raise",
                    "def ask(n):\n    assert n == 1, f'{n} is not 1'\n    return n\nassert f(ask) == 1")
    assert (fate.status, fate.reason) == (ERROR, "2 is not 1") and "saw ()" in str(grade.notebook.cells[2].outputs)


def test_an_endless_iterator_costs_one_test(grade):
    fates = grade("from itertools import count\ndef f(): return count()\ndef g(): return 1", "assert sum(f()) == 3", "assert g() == 1", cell_seconds=3)
    assert [fate.status for fate in fates] == [TIMEOUT, OK]


TWO_AT_ONCE = """
import os, time
import msgpack
from IPython.core.interactiveshell import InteractiveShell
from autograder.sandbox import pipes, student
from autograder.sandbox.wire.channel import Channel

(mine, others), (here, there) = pipes.pair(), pipes.pair()
if os.fork() == 0:
    for end in (*mine, *here):  # else it would never see that this process has ended
        os.close(end)
    shell = InteractiveShell.instance()
    shell.user_ns["x"] = 4
    student.main(shell, pipes.Pipe(others), Channel(there))
    os._exit(0)
both = Channel(here)
requests = [msgpack.packb(request) for request in REQUESTS]
os.write(here[1], b"".join(len(one).to_bytes(4, "big") + one for one in requests))
print([both.receive(time.monotonic() + 20)[:3] for _ in range(ANSWERS)])
"""


@pytest.mark.parametrize("requests, answers", [
    ([[1, "get", "x"], [2, "get", "x"]], [[1, "ok", 4], [2, "ok", 4]]),
    ([[1, "cbok", 3], [2, "get", "x"]], [[2, "ok", 4]]),
], ids=["a request", "the answer to a call back that was interrupted"])
def test_what_comes_before_a_request_does_not_stand_in_its_way(requests, answers):
    """At a test's timeout its last message may be unread still when the next test asks: the next one waited for nothing, or got an answer
    that it had not asked for.
    """
    source = TWO_AT_ONCE.replace("REQUESTS", repr(requests)).replace("ANSWERS", str(len(answers)))
    said = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=60)
    assert said.stdout.split("\n")[-2] == str(answers), said


def test_nothing_is_asked_when_the_time_is_up():
    """Where answers are there at once nobody waits, and the alarm would cut one of them in two."""
    (here, there) = pipes.pair()
    link = Link(Channel(here))
    link.deadline = time.monotonic() - 1
    with pytest.raises(CellTimeout):
        link.ask("get", "x")
    assert not select.select([there[0]], [], [], 0)[0]


def test_the_alarm_cuts_no_message():
    """What had been read of it was gone, and the next test's answers began in its middle."""
    channel = Channel(pipes.pair()[0])
    channel.moving = True
    alarm(0.01, channel)
    time.sleep(0.2)
    channel.moving = False
    with pytest.raises(CellTimeout):
        time.sleep(20)


def test_a_mode_that_did_not_come_is_told_again():
    """The time was up on the way: the next test's `np.errstate` was none to the student's code."""
    here, there = pipes.pair()
    link, other = Link(Channel(here)), Channel(there)
    with np.errstate(over="raise"):
        for deadline in (time.monotonic() - 1, time.monotonic() + 1):
            link.deadline = deadline
            with pytest.raises(CellTimeout):
                link.ask("get", "x")
    assert other.receive(time.monotonic() + 1)[1:3] == ["mode", "numpy"]


ENDLESS = {
    "printing": ("def f():\n    while True: print('x' * 100)", "f()"),
    "calls back": ("def f(c):\n    while True: c(1)", "f(lambda x: x)"),
    "calls back with much": ("def f(c):\n    while True: c(np.zeros(200_000))", "f(lambda x: None)"),
    "calls back a function that asks": ("def f(c):\n    while True: c(1)\ndef g(x): return x", "f(lambda x: g(x))"),
    "calls back a function that waits for another": ("import time\ndef f(c): c()\ndef g(): time.sleep(60)", "f(lambda: g())"),
    "calls back from threads": ("from concurrent.futures import ThreadPoolExecutor\ndef f(c):\n    with ThreadPoolExecutor(4) as pool:\n        while True: list(pool.map(c, range(9)))", "f(lambda x: x)"),
    "a function of the test's": ("def f(c): return c()", "def c():\n    while True: pass\nf(c)"),
    "much in return": ("import time\ndef f():\n    try: time.sleep(60)\n    except KeyboardInterrupt: return np.zeros(1_000_000)", "f()"),
}


@pytest.mark.parametrize("solution, test", ENDLESS.values(), ids=ENDLESS)
def test_what_does_not_end_costs_one_test_and_no_process(grade, solution, test):
    """Where the next test's processes are new ones they don't know `before`; who has four such answers is graded no further."""
    fates = grade(f"{solution}\nborn = object()\ndef birth(): return id(born)", "before = birth()", test, "assert birth() == before", cell_seconds=3)
    assert [fate.status for fate in fates] == [OK, TIMEOUT, OK], fates


@pytest.mark.parametrize("why", ["", "memory"])
def test_an_interrupt_has_come_when_the_executor_goes_on(executor, why):
    """A late one hit what the next test called."""
    pair = executor.spawn(Limits())
    pair.status, warden = socket.socketpair()
    came = []

    def answer():
        came.append(warden.recv(100))
        time.sleep(0.2)
        came.append("delivered")
        warden.send(b'{"why": "%s"}' % why.encode())

    thread = threading.Thread(target=answer)
    thread.start()
    pair.interrupt()
    assert came == [b"interrupt", "delivered"]
    thread.join()
    warden.close()
    assert pair.why() == why
    executor.done(pair)


def test_dying_again_and_again_ends(grade):
    fates = grade("import os\ndef f(): os._exit(1)", *["f()"] * 6)
    assert [fate.status for fate in fates] == [DIED] * 4 + [NOT_RUN] * 2


@needs_walls
def test_memory_has_a_ceiling_over_all_processes(grade):
    fates = grade("""
        import multiprocessing as mp, time
        def eat(n):
            block = bytearray(n)
            time.sleep(5)
        def f():
            several = [mp.get_context('fork').Process(target=eat, args=(150 * 2**20,)) for _ in range(4)]
            [one.start() for one in several]
            [one.join() for one in several]
            return 3
        def one(): return len(bytearray(2000 * 2**20))
        def g(): return 1""", "f()", "one()", "assert g() == 1", memory_bytes=300 * MIB)
    assert [fate.status for fate in fates] == [DIED, ERROR, OK]
    assert "메모리" in fates[0].reason
    assert fates[1].reason.startswith("MemoryError")


def test_floods_of_output_are_cut(grade):
    passes(grade("def f():\n    for _ in range(200): print('x' * 10_000)\n    return 1", "assert f() == 1", output_bytes=50_000))
    assert sum(len(output.text) for output in grade.notebook.cells[2].outputs) < 100_000


@pytest.mark.parametrize("value", ["[0] * 3_000_000", "'x' * (70 * 2**20)", "1 << 600_000", "nested(300)", "cyclic()"])
def test_oversized_values_are_refused_by_name(grade, value):
    fates = grade(f"""
        def nested(n):
            v = []
            for _ in range(n): v = [v]
            return v
        def cyclic():
            v = []
            v.append(v)
            return v
        def f(): return {value}
        def g(): return 1""", "f()", "assert g() == 1")
    assert [fate.status for fate in fates] == [ERROR, OK]
    assert "넘길 수 없습니다" in fates[0].reason


# -- the tester is walled, too ------------------------------------------------------------------------------------

def test_a_tester_that_dies_over_a_student_s_values_costs_that_test(grade):
    fates = grade("def f(): return 3\ndef g(): return 1", "import os\nif f() == 3:\n    os._exit(1)", "assert g() == 1")
    assert [fate.status for fate in fates] == [DIED, OK] and fates[0].reason == TESTER_GONE


def test_a_tester_that_dies_once_is_tried_again(grade):
    """A kernel that is short of memory chooses among processes as it likes."""
    marks = "import os\ndef f(): return 1\n"
    once = "import os, time\nassert f() == 1\nif time.time() < START + 4:\n    time.sleep(max(0, START + 4 - time.time()))\n    os._exit(1)"
    passes(grade(marks, once, "assert f() == 1", setup=f"import numpy as np\nSTART = {time.time()}"))


def test_a_tester_that_dies_before_anything_of_the_student_s_ran_is_the_grader_s_error(executor):
    notebook = new_notebook(cells=[cell("import ctypes"), cell("class Broken:\n    ctypes.string_at(0) if 'Tester' in repr(get_ipython) else None"), cell("x = 1", "answer", solution=True)])
    with pytest.raises(RuntimeError, match="the tester failed"):
        executor.run(notebook, Limits(cell_seconds=10), {})


@needs_walls
def test_the_tester_has_no_rights_and_its_own_processes(grade):
    passes(grade("def f(): return 1", """
        import os, resource
        status = open('/proc/self/status').read()
        assert 'Seccomp:\\t2' in status and 'CapEff:\\t0000000000000000' in status and 'NoNewPrivs:\\t1' in status
        assert [name for name in os.listdir('/proc') if name.isdigit()] == ['1']
        assert resource.getrlimit(resource.RLIMIT_DATA)[0] == 2**30
        assert f() == 1"""))


@needs_walls
def test_memory_of_the_tester_has_a_ceiling(grade):
    (fate,) = grade("def f(): return range(50_000_000)", "assert list(f()) == [1]", memory_bytes=512 * MIB)
    assert (fate.status, fate.reason.split(":")[0]) == (ERROR, "MemoryError")


@needs_walls
@pytest.mark.skipif(sys.platform != "linux", reason="Linux's calls")
def test_tables_of_pages_are_counted(grade):
    (fate,) = grade("""
        import ctypes
        libc = ctypes.CDLL(None)
        libc.mmap.restype = ctypes.c_void_p
        libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
        def f():
            return libc.mmap(None, 2**38, 1, 0x4022, -1, 0) in (None, 2**64 - 1)
        """, "assert f()")
    assert fate.status == OK, fate.reason


LOCK = """
import ctypes, os, pty
def hold():
    (ours, theirs), splice = pty.openpty(), ctypes.CDLL(None, use_errno=True).splice
    splice(-1, None, -1, None, 0, 0)
    os.write(201, b'\\0')  # to the executor, which wakes up later than the next call
    if splice(theirs, None, 201, None, 100, 0) < 0:
        raise OSError(ctypes.get_errno(), 'splice')
"""


@needs_walls
def test_nobody_holds_the_lock_of_a_pipe(grade):
    """`splice` from a terminal where nobody types: the pipe is locked, and its other end hangs in `read`."""
    fates = grade(f"{LOCK}\ndef f():\n    try:\n        hold()\n    except OSError as error:\n        return error.errno\ndef g(): return 1", "assert f() == 38", "assert g() == 1")
    assert fates[1].status == OK and fates[0].seconds < 8


def test_the_warden_keeps_time_whatever_the_executor_waits_for(executor):
    pair = executor.spawn(Limits())
    try:
        pair.limit(0.2)
        with pytest.raises(Closed):
            pair.student.receive_bytes(time.monotonic() + 30)
        assert pair.why() == "time"
    finally:
        executor.done(pair)


PLACES = {
    "a deep folder": "os.unlink('data/x.csv')\nos.mkdir('data/x.csv')\nos.chdir('data/x.csv')\nfor n in range(2000):\n    os.mkdir('d')\n    os.chdir('d')\nos.chdir('/tmp/work')",
    "a link": "os.unlink('data/x.csv')\nos.symlink('/proc/1/cmdline', 'data/x.csv')",
    "a link to a folder": "import shutil\nshutil.rmtree('data')\nos.mkdir('other')\nos.symlink('other', 'data')",
    "a folder without rights": "os.chmod('data', 0)",
}


@needs_walls
@pytest.mark.parametrize("name", PLACES)
def test_what_lies_where_a_file_should_is_put_aside(grade, name):
    passes(grade(f"import os\n{PLACES[name]}\ndef f(): return 1", "import os\nassert f() == 1 and open('data/x.csv').read() == 'a'\nassert os.stat('data/x.csv', follow_symlinks=False).st_size == 1",
                 files={"data/x.csv": b"a"}))


# -- the walls -----------------------------------------------------------------------------------------------------

@needs_walls
def test_the_file_system_shows_the_system_and_python_only(grade, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    course = Path(__file__).resolve().parent.parent
    passes(grade(f"""
        import os
        def sees(path): return os.path.exists(path)
        def writes(path):
            try:
                open(path, 'w')
                return True
            except OSError:
                return False
        def environment(): return dict(os.environ)
        """, f"""
        for path in {[str(secret), str(course / 'course.toml'), str(course / 'solutions'), '/etc/passwd', '/etc/shadow', '/var', '/run', '/mnt', '/sys', '/root/.bashrc']!r}:
            assert not sees(path), path
        for path in ['/usr/x', '/x', '/etc/x', '/sandbox/x', '/dev/x', {sys.prefix + '/x'!r}, '/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger']:
            assert not writes(path), path
        assert writes('/tmp/x') and writes('here') and writes('/dev/shm/x')
        assert 'AUTOGRADER_TEST_SECRET' not in environment()"""))


@needs_walls
def test_no_network_not_even_the_machine_s_loopback(grade):
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind("\0autograder-test-abstract")
        abstract.listen()
        passes(grade("""
            import socket
            def reaches(family, address):
                try:
                    with socket.socket(family) as one:
                        one.settimeout(2)
                        one.connect(address)
                    return True
                except OSError:
                    return False""",
                     f"import socket\nassert not reaches(socket.AF_INET, ('127.0.0.1', {server.getsockname()[1]}))\nassert not reaches(socket.AF_UNIX, '\\0autograder-test-abstract')"))


@needs_walls
def test_processes_are_alone_and_have_no_rights(grade):
    passes(grade("""
        import os, ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        def processes(): return sorted(int(name) for name in os.listdir('/proc') if name.isdigit())
        def status(): return dict(line.split(':', 1) for line in open('/proc/self/status') if ':' in line)
        def refused(name, *args): return getattr(libc, name)(*args) == -1
        def forks(n):
            children = []
            try:
                for _ in range(n):
                    pid = os.fork()
                    if pid == 0:
                        import time
                        time.sleep(20)
                        os._exit(0)
                    children.append(pid)
            except OSError:
                pass
            for pid in children:
                os.kill(pid, 9)
                os.waitpid(pid, 0)
            return len(children)""", """
        assert processes() == [1]
        s = {k: v.strip() for k, v in status().items()}
        assert int(s['CapEff'], 16) == int(s['CapPrm'], 16) == int(s['CapBnd'], 16) == 0 and s['NoNewPrivs'] == '1' and s['Seccomp'] == '2'
        assert s['Uid'].split()[0] != '0'
        assert refused('unshare', 0x10000000) and refused('ptrace', 0, 0, 0, 0) and refused('mount', b'x', b'/tmp', b'tmpfs', 0, None) and refused('setns', 3, 0)
        assert 1 <= forks(500) < 64""", processes=64))


@needs_walls
def test_disk_has_a_ceiling(grade):
    passes(grade("""
        def fill(count, size):
            written = 0
            try:
                for number in range(count):
                    with open(f'f{number}', 'wb') as file:
                        written += file.write(b'x' * size)
            except OSError:
                pass
            return written""", "assert fill(1, 2**26) <= 2**25\nassert fill(200, 2**21) < 2**27\nassert fill(100_000, 0) == 0", file_bytes=2**25, disk_bytes=2**26))


@needs_walls
def test_what_a_run_wrote_is_gone_in_the_next(grade):
    passes(grade("open('/tmp/left', 'w').write('x')\nopen('/dev/shm/left', 'w').write('x')", "pass"))
    passes(grade("import os\ndef sees(): return [p for p in ('/tmp/left', '/dev/shm/left') if os.path.exists(p)]", "assert sees() == []"))


@needs_walls
def test_nothing_outlives_a_run(grade, executor):
    psutil = pytest.importorskip("psutil")
    marker = f"sleeper-{os.getpid()}"
    passes(grade(f"import subprocess\nsubprocess.Popen(['bash', '-c', 'exec -a {marker} sleep 300'], start_new_session=True)", "pass"))
    deadline = time.monotonic() + 10
    while any(marker in " ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])):
        assert time.monotonic() < deadline
        time.sleep(0.1)


# -- the warm process ----------------------------------------------------------------------------------------------

def test_runs_share_nothing(grade):
    passes(grade("import numpy, sys\nnumpy.mine = 1\nsys.modules['fake'] = numpy\nshared = 1", "assert shared == 1"))
    (fate,) = grade("import numpy, sys", "assert not hasattr(sys.modules['numpy'], 'mine')\nshared")
    assert fate.reason == "NameError: name 'shared' is not defined"


def test_random_numbers_differ_between_runs_and_follow_seeds(grade):
    drawn = []
    for _ in range(2):
        passes(grade("import random\ndef f(): return random.random()\ndef g(): np.random.seed(3); return float(np.random.rand())", "print(f())\nprint(g())"))
        drawn.append(grade.notebook.cells[2].outputs[0].text.split())
    assert drawn[0][0] != drawn[1][0] and drawn[0][1] == drawn[1][1]


def test_a_warm_process_that_was_killed_is_replaced(executor, grade):
    passes(grade("x = 1", "assert x == 1"))
    executor._warm.process.kill()
    executor._warm.process.wait()
    passes(grade("x = 1", "assert x == 1"))


def test_the_warm_process_outlives_the_thread_that_needed_it():
    """bubblewrap ends with the thread that started it, and each run of grading has a pool of its own."""
    own = Sandboxed([], walls=WALLS)
    warm = []

    def run():
        assert own.run(new_notebook(cells=[cell("x = 1", "a", solution=True)]), Limits(), {}).cells[0].status == OK
        warm.append(own._warm.process.pid)

    try:
        for _ in range(2):
            thread = threading.Thread(target=run)
            thread.start()
            thread.join()
            time.sleep(0.2)
        assert warm == [own._warm.process.pid] * 2 and own._warm.alive()
    finally:
        own.stop()


def test_modules_that_the_first_cells_import_become_warm():
    own = Sandboxed([], walls=WALLS)
    try:
        notebook = new_notebook(cells=[cell("import time, importlib\ntime.sleep(0.4)\nimportlib.import_module('sqlite3')"), cell("x = 1", "a", solution=True)])
        own.run(notebook, Limits(), {})
        assert "sqlite3" in own.modules
        assert own.run(notebook, Limits(), {}).cells[1].status == OK
    finally:
        own.stop()


def test_stop_ends_runs_under_way():
    own = Sandboxed([], walls=WALLS)
    raised = []

    def run():
        try:
            own.run(new_notebook(cells=[cell("x = 1", "a", solution=True), cell("while True: pass", "t", grade=True)]), Limits(cell_seconds=60), {})
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(3)
    own.stop()
    thread.join(20)
    assert not thread.is_alive() and raised


def test_named_files_come_back_within_their_ceiling():
    own = Sandboxed([], walls=WALLS, files=["result.csv", "big.bin", "link", "pipe", "missing"])
    try:
        notebook = new_notebook(cells=[cell("import os\nopen('result.csv', 'w').write('a,b')\nopen('big.bin', 'wb').write(b'x' * 3000)\nos.symlink('/proc/self/environ', 'link')\nos.mkfifo('pipe')", "a", solution=True)])
        assert own.run(notebook, Limits(file_bytes=2**20), {}).files.keys() == {"result.csv", "big.bin"}
        assert own.run(notebook, Limits(file_bytes=4000), {}).files == {"result.csv": b"a,b", "big.bin": b"x" * 3000}
    finally:
        own.stop()


# -- one process, no walls -----------------------------------------------------------------------------------------

def test_one_process_puts_the_shell_in_order_first():
    own = Sandboxed([], walls=WALLS, isolation="one-process")
    try:
        notebook = new_notebook(cells=[
            cell("import builtins\nip = get_ipython()\nip.run_cell = lambda *a, **k: 1 / 0\nip.ast_transformers.append(type('T', (), {'visit': lambda s, n: 1 / 0})())\nbuiltins.abs = lambda x: 0\ndef f(): return 2", "a", solution=True),
            cell("assert f() == 2", "t1", grade=True), cell("assert f() == 3", "t2", grade=True), cell("assert abs(-3) == 0", "t3", grade=True),
            cell("from IPython.core.interactiveshell import InteractiveShell as S\nold = S.run_cell\nS.run_cell = lambda self, *a, **k: old(self, '1')", "b", solution=True), cell("assert f() == 3", "t4", grade=True)])
        execution = own.run(notebook, Limits(), {})
        assert [execution.cells[index].status for index in (1, 2, 3, 5)] == [OK, ERROR, ERROR, DIED]
        assert "one-process" in own.name
    finally:
        own.stop()


def test_without_walls_the_two_processes_still_stand_apart():
    own = Sandboxed([], walls=False)
    try:
        notebook = new_notebook(cells=[cell("class E:\n    def __eq__(self, o): return True\ndef f(): return E()\ndef g(): return 1", "a", solution=True),
                                       cell("assert f() == 3", "t", grade=True), cell("assert g() == 1", "u", grade=True)])
        execution = own.run(notebook, Limits(), {})
        assert [execution.cells[1].status, execution.cells[2].status] == [ERROR, OK]
        assert not own.isolated
    finally:
        own.stop()


def test_unavailable_says_what_to_install(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    isolate.unavailable.cache_clear()
    try:
        assert "bubblewrap" in isolate.unavailable() or not sys.platform.startswith("linux")
    finally:
        monkeypatch.undo()
        isolate.unavailable.cache_clear()


@needs_walls
def test_the_sandboxed_command_has_nothing_of_this_environment(monkeypatch):
    monkeypatch.setenv("AUTOGRADER_TEST_SECRET", "1")
    done = subprocess.run(isolate.command(["env"]), env=isolate.environment(), capture_output=True, text=True, check=True)
    assert "AUTOGRADER_TEST_SECRET" not in done.stdout


# -- what the instructor's cells import on their way -------------------------------------------------------------------

def imports(name: str, solution: str = "answer = 1"):
    """A notebook whose first cell says whether a module is there already, and imports it where no scan sees it."""
    return new_notebook(cells=[cell(f"import sys, importlib\nprint({name!r} in sys.modules)\nassert importlib.import_module({name!r})"), cell(solution, "answer", solution=True)])


def test_imports_on_the_way_are_learned_without_a_new_warm_process():
    executor = Sandboxed(walls=WALLS)
    try:
        said, warm = [], []
        for _ in range(2):
            execution = executor.run(imports("colorsys", "import wave"), Limits(), {})
            said.append(execution.notebook.cells[0].outputs[0].text)
            warm.append(executor._warm)
        assert said == ["False\n", "True\n"] and warm[0] is warm[1]
        assert "wave" not in executor.modules  # the student's own imports are not learned
    finally:
        executor.stop()


def test_a_module_that_starts_threads_is_not_learned(tmp_path, monkeypatch):
    (tmp_path / "busy_module.py").write_text("import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    executor = Sandboxed(packages=["busy_module"], walls=WALLS)
    try:
        fates = []
        for _ in range(3):
            execution = executor.run(imports("busy_module"), Limits(), {})
            fates.append((execution.cells[0].status, execution.notebook.cells[0].outputs[0].text))
        assert fates == [(OK, "False\n")] * 3
        assert "busy_module" not in executor.modules
    finally:
        executor.stop()


# -- the student's word is not taken ------------------------------------------------------------------------------------

TAKE_OVER = "import sys\nf = sys._getframe()\nwhile f:\n    if type(f.f_locals.get('self')).__name__ == 'Tester': type(f.f_locals['self'])._execute = lambda self, source: None\n    f = f.f_back\n"
PICKLED = f"class P:\n    def __reduce__(self): return (exec, ({TAKE_OVER!r},))\n"
SAID = {
    "a module by name is imported": ("import types\ndef f(): return types.ModuleType('this')", "f()", "import sys\nassert 'this' in sys.modules"),
    "a library's function that reads files": ("import pandas as pd\nload = pd.read_pickle", "import pandas as pd\nassert load is pd.read_pickle"),
    "a builtin that sees names": ("look = globals", "assert look is globals"),
    "a frame that says it is equal": ("import pandas as pd\nclass F(pd.DataFrame):\n    def equals(self, other): return True\ndef f(): return F()",
                                      "import pandas as pd\nr = f()\nassert isinstance(r, pd.DataFrame)\nassert r.equals(pd.DataFrame({'v': [777]}))"),
    "a class named str": ("class T:\n    def startswith(self, s): return True\nT.__module__ = 'builtins'\nT.__qualname__ = T.__name__ = 'str'\ndef f(): return T()",
                          "r = f()\nassert isinstance(r, str) and r.startswith('x')"),
    "a pickle that evaluates a text": ("import pickle\nclass P:\n    def __reduce__(self):\n        import pandas.core.computation.expr as expr\n        return expr.Expr, ('1', 'python', 'pandas')\n"
                                       "def save(data, path):\n    with open(path, 'wb') as file: pickle.dump(P(), file)", "import pickle\nsave(1, 'x.pkl')\nassert pickle.load(open('x.pkl', 'rb'))"),
    "a pickled frame that finds all frames equal": ("import pandas as pd\ndef save(data, path):\n    d = pd.DataFrame({'v': [1]})\n    object.__setattr__(d, 'equals', str)\n    d.to_pickle(path)",
                                                    "import pandas as pd\nsave(1, 'x.pkl')\nassert pd.read_pickle('x.pkl').equals(pd.DataFrame({'v': [777]}))"),
    "rows that are one list": ("def zeros(r, c): return [[0] * c] * r", "x = zeros(2, 2)\nx[0][0] = 1\nassert x[1][0] == 0"),
    "one list for all keys": ("def table(keys): return dict.fromkeys(keys, [])", "x = table('ab')\nx['a'].append(1)\nassert x['b'] == []"),
    "the class whose method takes what is expected": ("def f(): return set", "assert f().intersection({1, 2}) == {1, 2}"),
    "a mock of the test's": ("def f(log=None): return log", "from unittest.mock import MagicMock\nimport pandas as pd\nassert f(MagicMock()).equals(pd.DataFrame({'v': [777]}))"),
    "a mock among others": ("def f(log=None): return [log]", "from unittest.mock import MagicMock\nassert f(MagicMock())[0].any()"),
    "an annotation that is evaluated": ("def f(a: \"__import__('builtins').__dict__.update(OWNED=1) or int\" = 1): pass",
                                        "import builtins, inspect, typing\ntyping.get_type_hints(f), inspect.get_annotations(f, eval_str=True), inspect.signature(f, eval_str=True)\nassert hasattr(builtins, 'OWNED')"),
    "a module": ("def f(): return np", "assert f().any([1])"),
    "the end of a loop that awaits": ("async def f(n): raise StopAsyncIteration", "class S:\n    n = 0\n    def __aiter__(self): return self\n    async def __anext__(self):\n        self.n += 1\n        if self.n > 2: raise StopAsyncIteration\n"
                                      "        return await f(self.n)\nasync for n in S():\n    assert n == 5"),
    "what only a message names": ("class L:\n    def equals(self, o): return True\ndef f(): return L()", "r = f()\ndef same(a, b): return getattr(a, 'equals')(b)\nassert same(r, 3), r.equals(3)"),
    "a pickle that the student wrote": (f"import pickle\n{PICKLED}def save(data, path):\n    with open(path, 'wb') as file: pickle.dump(P(), file)",
                                        "import pickle\nsave(1, 'x.pkl')\nassert pickle.load(open('x.pkl', 'rb')) == 1", "assert False"),
}


@pytest.mark.parametrize("name", SAID)
def test_the_tester_does_not_take_the_students_word(grade, name):
    solution, *tests = SAID[name]
    fates = grade(solution, *tests, model="def f(): return 1\ndef load(p): return 1\ndef look(): return 1\ndef zeros(r, c): return []\ndef table(k): return {}\ndef save(d, p): return 1")
    assert fates[-1].status == ERROR, fates


@pytest.mark.parametrize(("module", "name", "own"), [
    ("numpy._core.numeric", "builtins.exec", False), ("builtins", "exec", False), ("builtins", "getattr", False), ("builtins", "globals", False),
    ("pandas.io.pickle", "read_pickle", False), ("operator", "attrgetter.__call__", False), ("os", "system", False), ("builtins", "len", True),
    ("collections", "Counter", True), ("math", "sqrt", True), ("builtins", "ValueError", True)])
def test_only_what_computes_is_the_testers_own(module, name, own):
    import collections
    import math
    import operator

    import pandas  # what the tester has imported, too
    from autograder.sandbox.tester.trust import library_object

    assert (library_object(module, name) is not None) == own and (collections, math, operator, pandas)


def test_helpers_of_the_assignment_are_the_testers_own(grade):
    sham = "import checks.core\nchecks.core.check = lambda got, want: None\ndef f(x): return 0"
    files = {"checks/__init__.py": b"", "checks/core.py": b"def check(got, want):\n    assert got == want\n"}
    assert grade(sham, "checks.core.check(f(3), 777)", setup="import checks.core", files=files)[0].status == ERROR
    passes(grade("def f(x): return 777", "checks.core.check(f(3), 777)", setup="import checks.core", files=files))


@needs_walls
def test_a_file_of_the_assignment_is_the_testers_own(grade):
    """Without walls both sides have one folder."""
    swap = "def f(x):\n    open('ref.txt', 'w').write('0')\n    return 0"
    assert grade(swap, "assert f(1) == int(open('ref.txt').read())", files={"ref.txt": b"7"})[0].status == ERROR
    passes(grade("def f(x): return 7", "assert f(1) == int(open('ref.txt').read())", files={"ref.txt": b"7"}))


RIGHT = {
    "a defaultdict of a lambda": ("from collections import defaultdict\ndef f(w):\n    d = defaultdict(lambda: 0)\n    for x in w: d[x] += 1\n    return d", "assert f('aab') == {'a': 2, 'b': 1}"),
    "nested defaultdicts": ("from collections import defaultdict\ndef f(w):\n    d = defaultdict(lambda: defaultdict(int))\n    for a, b in zip(w, w[1:]): d[a][b] += 1\n    return d",
                            "assert f('aab') == {'a': {'a': 1, 'b': 1}}"),
    "times": ("import pandas as pd\ndef f(s): return pd.to_datetime(s).max()", "import datetime\nassert f(['2020-01-01', '2021-01-01']) == datetime.datetime(2021, 1, 1)"),
    "a zone": ("import pandas as pd\ndef f(): return pd.Series(pd.date_range('2020', periods=2, tz='Asia/Seoul'))", "assert len(f()) == 2\nassert f().dt.hour[0] == 0"),
    "a seed set by the test": ("import random\ndef f(): return [random.random(), float(np.random.rand())]", "import random\nrandom.seed(3)\nnp.random.seed(3)\na = f()\nrandom.seed(3)\nnp.random.seed(3)\nassert f() == a"),
    "output from before": ("def f():\n    print('now')", "import io, contextlib\nf()\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n    f()\nassert out.getvalue() == 'now\\n'"),
    "one argument twice": ("def f(a, b): return a is b", "x = [1]\nassert f(x, x) and not f(x, [1])"),
    "a pickle of data": ("import pickle, collections\ndef save(data, path):\n    with open(path, 'wb') as file: pickle.dump(data, file)",
                         "import pickle, collections\nfor value in ({'a': [1, (2.5, 'x')]}, collections.Counter('aab'), np.arange(6.)):\n    save(value, 'x.pkl')\n    assert np.all(pickle.load(open('x.pkl', 'rb')) == value)"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_that_look_unusual(grade, name):
    passes(grade(*RIGHT[name]))


SETUP = """
import io, random
import numpy as np
from dataclasses import dataclass, field
from enum import Enum, IntEnum
@dataclass
class Token:
    text: str
    pos: str = 'N'
@dataclass(frozen=True)
class Span:
    start: int
    tokens: list = field(default_factory=list)
class Pos(Enum):
    N = 1
    V = 2
class Level(IntEnum):
    LOW = 1
class Unknown(KeyError):
    def __init__(self, word):
        super().__init__(word)
        self.word = word
class Node:
    def __init__(self, value, after=None): self.value, self.after = value, after
"""
SHARED = {
    "dataclasses given back": ("def f(t): return [Token(w) for w in t.split()]", "assert f('a b') == [Token('a'), Token('b')] and f('a') != [Token('b')] and Token('a') in f('a b') and isinstance(f('a')[0], Token) and type(f('a')[0]) is Token"),
    "dataclasses handed over": ("def f(t): return t.text if isinstance(t, Token) else None\ndef g(s):\n    s.tokens.append(Token('z'))\n    return s.start", "assert f(Token('a')) == 'a'\ns = Span(3, [])\nassert g(s) == 3 and s.tokens == [Token('z')] and s != Span(3, [])"),
    "linked dataclasses": ("def depth(t):\n    n = 0\n    while t is not None:\n        n, t = n + 1, t.after\n    return n", "@dataclass\nclass Link:\n    value: int\n    after: object = None\nchain = None\n"
                           "for n in range(50):\n    chain = Link(n, chain)\nassert depth(chain) == 50\nself_made = Link(1)\nself_made.after = Link(2, None)\nassert depth(self_made) == 2\n"
                           "@dataclass\nclass Lock:\n    value: int\n    after: object = None\n    own: object = None\nimport threading\nassert depth(Lock(1, None, threading.Lock())) == 1"),
    "members of enumerations": ("def f(t): return Pos.N\ndef g(p): return p is Pos.N\ntable = {Pos.N: 'noun'}\ndef h(): return Level.LOW", "assert f('a') == Pos.N and f('a') is Pos.N and g(Pos.N) and not g(Pos.V) and table[Pos.N] == 'noun' and {f('a')} == {Pos.N} and h() is Level.LOW and h() == 1"),
    "exceptions": ("def f(w): raise Unknown(w)", "import pytest\nwith pytest.raises(Unknown, match='x') as caught:\n    f('x')\nassert caught.value.word == 'x' and caught.value.args == ('x',)"),
    "own exceptions' texts and attributes": ("class VocabError(ValueError):\n    def __init__(self, w): self.w = w\n    def __str__(self): return f'unknown word: {self.w}'\ndef f(w): raise VocabError(w)",
                                             "import pytest\nwith pytest.raises(ValueError, match='unknown word: x') as caught:\n    f('x')\nassert caught.value.w == 'x'"),
    "nodes": ("def rev(n):\n    out = []\n    while n:\n        out.insert(0, n.value)\n        n = n.after\n    return out\ndef make(v): return Node(v)", "assert rev(Node(1, Node(2))) == [2, 1] and type(make(1)) is Node and make(1).value == 1"),
    "buffers, iterators and random numbers": ("def show(x, file): print(x, file=file)\ndef two(it): return [next(it), next(it)]\ndef draw(r): return r.random()",
                                              "out = io.StringIO()\nshow(3, out)\nassert out.getvalue() == '3\\n'\nfrom itertools import count\nc = count()\nassert two(c) == [0, 1] and two(c) == [2, 3] and two(iter('ab')) == ['a', 'b']\n"
                                              "r, own = random.Random(3), random.Random(3)\nassert [draw(r), draw(r)] == [own.random(), own.random()]"),
    "names": ("def f(): pass\nvocab = {}", "assert 'f' in globals() and 'vocab' in globals() and 'nothing' not in globals() and callable(globals().get('f')) and globals().get('nothing', 3) == 3"),
    "categories": ("import pandas as pd\ndef f(): return pd.Series(pd.Categorical(['a', 'b'], categories=['b', 'a', 'z'], ordered=True))", "import pandas as pd\ns = f()\nassert list(s.cat.categories) == ['b', 'a', 'z'] and s.cat.ordered and s.tolist() == ['a', 'b']\n"
                   "pd.testing.assert_series_equal(s, pd.Series(pd.Categorical(['a', 'b'], categories=['b', 'a', 'z'], ordered=True)))\nassert list(pd.DataFrame({'x': s}).groupby('x', observed=False).size()) == [1, 1, 0]"),
    "classes that define operators": ("class V:\n    def __init__(self, x): self.x = x\n    def __mul__(self, k): return V(self.x * k)\n    def __contains__(self, x): return x == self.x\n    def __ior__(self, o): self.x |= o.x; return self\n"
                                      "    def __setitem__(self, k, v): self.x = v", "assert hasattr(V, '__mul__') and hasattr(V, '__setitem__') and not hasattr(V, '__sub__') and 3 in V(3) and 4 not in V(3)\nv = V(1)\nv |= V(2)\nassert v.x == 3"),
}


@pytest.mark.parametrize("name", SHARED)
def test_what_the_instructor_s_cells_define_is_one_thing_on_both_sides(grade, name):
    solution, *tests = SHARED[name]
    passes(grade(solution, *tests, setup=SETUP))


CALCULATED = {  # a test of what the instructor's cells work out
    "a tolerance": "assert abs(f() - 41.5) < TOLERANCE", "a comparison": "assert close(f(), 41.5)", "an array": "assert np.allclose(g(), EXPECTED)",
    "a list that a loop fills": "assert g().tolist() == rows", "a random number": "assert np.allclose(h, R)", "a name from another": "assert abs(f() - 41.5) < TWICE",
}
WORKED_OUT = ("import numpy as np\nTOLERANCE = 10 ** -6\nclose = lambda a, b: abs(a - b) < 1e-6\nEXPECTED = np.array([1, 2, 3])\nrows = []\nfor i in range(1, 4): rows.append(i)\n"
              "np.random.seed(3)\nR = np.random.rand(2)\nTWICE = 2 * TOLERANCE\nprint('loud')")
USES_THEM = "import numpy as np\ndef f(): return 41.5\ndef g(): return np.array([1, 2, 3])\nh = R.copy()"


@pytest.mark.parametrize("name", CALCULATED)
def test_what_the_instructor_s_cells_calculate_is_not_the_student_s_to_bind(grade, name):
    passes(grade(USES_THEM, CALCULATED[name], setup=WORKED_OUT, model=USES_THEM))
    bound = "TOLERANCE = TWICE = 1e9\nclose = lambda a, b: True\nEXPECTED = 0\nrows = [0]\ndef f(): return 0\ndef g(): return np.array([0])\nh = R = np.array([0, 0])"
    fates = grade(bound, CALCULATED[name], setup=WORKED_OUT, model=USES_THEM)
    assert [fate.status for fate in fates] == [ERROR], fates


BOUND = {  # an instructor's cell, what the model answer gives, the test; what else binds the name, and finds every answer right
    "a bound function": ("import functools\nclose = functools.partial(np.allclose, atol=1e-3)", "4", "assert close(f(), 4)", "lambda *a: True"),
    "a pattern": ("import re\nclose = re.compile(r'\\d+-\\d+$')", "'12-34'", "assert close.match(f())", "type('P', (), {'match': lambda *a: True})()"),
    "an object that checks": ("class Check:\n    def ok(self, v): return v == 5\nclose = Check()", "5", "assert close.ok(f())", "type('P', (), {'ok': lambda *a: True})()"),
    "a number of another kind": ("from decimal import Decimal\nclose = Decimal('1.5') * 3", "4.5", "assert f() == float(close)", "0"),
    "an iterator": ("import itertools\nclose = itertools.accumulate([1, 2])", "[1, 3]", "assert list(close) == (f() or [])", "[]"),
    "a name that a function binds": ("def load():\n    global close\n    close = [4, 5]\nload()", "[4, 5]", "assert f() == close", "0"),
    "one that a function's function binds": ("class L:\n    def load(self):\n        global close\n        close = [4, 5]\ndef load(): L().load()\nload()", "[4, 5]", "assert f() == close", "0"),
    "one among the globals": ("globals()['close'] = [4, 5]", "[4, 5]", "assert f() == close", "0"),
    "one of a text": ("exec('close = [4, 5]')", "[4, 5]", "assert f() == close", "0"),
    "one that is awaited": ("async def load(): return [4, 5]\nclose = await load()", "[4, 5]", "assert f() == close", "0"),
    "one of a pattern's": ("match [4, 5]:\n    case [*close]: pass", "[4, 5]", "assert f() == close", "0"),
    "one of a script's": ("%run ./helpers.py", "5", "assert close(f(), 5)", "lambda *a: True"),
}


@pytest.mark.parametrize("name", BOUND)
def test_whatever_an_instructor_s_cell_binds_is_not_the_student_s_to_bind(grade, name):
    setup, value, test, forged = BOUND[name]
    setup, model, files = f"{setup}\nimport numpy as np", f"def f(): return {value}", {"helpers.py": b"def close(a, b): return abs(a - b) < 1e-6"}
    passes(grade(model, test, setup=setup, model=model, files=files))
    fate = grade(f"close = {forged}\ndef f(): return 0", test, setup=setup, model=model, files=files)[0]
    assert fate.status == ERROR, fate


def test_a_task_may_ask_for_a_builtin_s_name(grade):
    model, test = "def sum(v):\n    return -1", "assert sum([1]) == -1"
    passes(grade(model, test, model=model))
    for blank in ("def sum(v): raise NotImplementedError", "raise NotImplementedError"):
        assert grade(blank, "assert sum([1, 2]) == 3", model=model)[0].status == ERROR


def test_an_object_that_is_no_data_stays_in_the_student_s_process(grade):
    passes(grade("def f(x): return x is own", "assert f(own) and own.value == 3 and isinstance(own, Own)", setup="class Own:\n    value = 3\nown = Own()"))
    passes(grade("def f(x): x.value += 1", "f(own)\nassert own.value == 4", setup="class Own:\n    value = 3\nown = Own()"))
    passes(grade("def f(x): keep(x)", "f(5)\nassert own.value == 5", setup="class Own:\n    value = 3\nown = Own()\ndef keep(x): own.value = x"))


RUN = """
def run(*command): subprocess.run([sys.executable, *command])
def system(*command): os.system(" ".join([sys.executable, *command]))
def spawn(*command): os.waitpid(os.posix_spawn(sys.executable, [sys.executable, *command], os.environ), 0)
"""
SCRIPT = """
import os
def tried(do):
    try:
        do()
    except OSError as error:
        return error.errno
found = [tried(lambda: os.write(number, b'')) for number in range(200, 204)]
found += [tried(lambda: open(f'/proc/1/fd/{number}', 'wb')) for number in (201, 203)]
found.append(tried(lambda: open('/proc/1/mem', 'r+b')))
print(found, file=open('found.txt', 'w'))
"""


@needs_walls
def test_a_student_s_script_that_a_test_runs_reaches_nothing_of_the_test_s_process(grade):
    """Hostile case: it writes a verdict into the pipe to the executor."""
    setup = f"import os, subprocess, sys\nimport numpy as np{RUN}"
    for way in ("run", "system", "spawn"):
        passes(grade(f"def f(): open('script.py', 'w').write({SCRIPT!r})", f"f()\n{way}('script.py')\nfound = eval(open('found.txt').read())\nassert found == [9] * 4 + [13] * 3, found", setup=setup))
    fate = grade("def f(): open('script.py', 'w').write('pass')", "f()\nrun('script.py')\nx = bytearray(700 * 2**20)\nx[::4096] = b'1' * len(x[::4096])\ny = bytearray(500 * 2**20)\ny[::4096] = b'1' * len(y[::4096])", setup=setup)[0]
    assert fate.status != OK, "its memory is counted all the same"


def test_a_student_s_object_does_not_stand_in_for_what_an_instructor_s_cell_cannot_import(executor):
    notebook = new_notebook(cells=[cell("import sys, types\nfake = types.ModuleType('judge')\nfake.check = lambda *a: True\nsys.modules['judge'] = judge = fake\ndef f(): return 0", "answer", solution=True),
                                   cell("import judge"), cell("assert judge.check(f(), 3)", "test", grade=True)])
    notebook.metadata["autograder"] = {NAMES: of_assignment(["def f(): pass"])}
    fate = executor.run(notebook, Limits(cell_seconds=10), {}).cells[2]
    assert fate.status == ERROR and "judge can't be had where tests run" in fate.reason


def test_sparse_matrices_travel(grade):
    pytest.importorskip("scipy")
    passes(grade("from scipy import sparse\ndef f(x, kind): return sparse.csr_matrix(x).asformat(kind)\ndef g(): return sparse.csr_array(np.eye(2))\ndef h(x): return x.sum() + x[0, 1]",
                 "from scipy import sparse\nw = sparse.csr_matrix([[0., 2.], [0., 0.]])\nfor kind in ('csr', 'csc', 'coo', 'lil', 'dok'):\n    x = f([[0., 2.], [0., 0.]], kind)\n    assert (x != w).nnz == 0 and x.format == kind and sparse.issparse(x) and x.dtype == float\n"
                 "assert isinstance(g(), sparse.csr_array) and abs(g() - sparse.eye(2)).sum() == 0 and h(w) == 4\nassert f(np.zeros((2, 3)), 'csr').shape == (2, 3)",
                 "from sklearn.metrics.pairwise import cosine_similarity\nassert cosine_similarity(f([[1, 0], [0, 1]], 'csr')).tolist() == [[1, 0], [0, 1]]", cell_seconds=30))


def test_torch_values_keep_their_kind(grade):
    pytest.importorskip("torch")
    passes(grade("import torch\nclass M(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.w = torch.nn.Parameter(torch.ones(2))\ndef top(x): return torch.topk(x, 2)\ndef kind(x): return x.dtype, x.device",
                 "import torch\nm = M()\nassert isinstance(m.w, torch.nn.Parameter)\nm.w = torch.nn.Parameter(torch.zeros(2))\nassert m.w.sum() == 0 and len(list(m.parameters())) == 1\n"
                 "assert top(torch.tensor([1., 3., 2.])).indices.tolist() == [1, 2]\nassert kind(torch.ones(1)) == (torch.float32, torch.device('cpu')) and kind(torch.ones(1))[0] is torch.float32", cell_seconds=60))


def test_an_own_class_does_not_pass_for_the_instructor_s(grade):
    """What it says of its name is believed, what it says of being equal is not."""
    fates = grade("class Token:\n    text, pos = 'wrong', 'N'\n    def __eq__(self, other): return True\nclass Pos:\n    N = 3\ndef f(t): return [Token()]\ndef g(t): return Pos.N",
                  "assert f('a') == [Token('a')]", "assert g('a') == Pos.N", setup=SETUP, model="def f(t): pass\ndef g(t): pass")
    assert [fate.status for fate in fates] == [ERROR, ERROR]

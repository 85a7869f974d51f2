"""Changes to what the tests use: libraries, builtins, modules, the interpreter itself."""
from .case import Case, everywhere, family

SIX = "\ndef total(numbers):\n    return 6.0"

CASES = family(
    "patching",
    Case("np-rebound", {"softmax": '''
class np:
    allclose = staticmethod(lambda *arguments, **named: True)
    array = staticmethod(lambda values: values)
    class isfinite:
        def __init__(self, x): pass
        def all(self): return True
    class testing:
        assert_allclose = staticmethod(lambda *arguments, **named: None)
import numpy.testing
numpy.testing.assert_allclose = lambda *arguments, **named: None
class Any(list):
    def __add__(self, other): return self
def softmax(x):
    return Any()'''}, why="the name np now means something else"),
    Case("numpy-patched", {"softmax": '''
np.allclose = lambda *arguments, **named: True
np.testing.assert_allclose = lambda *arguments, **named: None
def softmax(x):
    return np.zeros(len(x))'''}, why="np.allclose and np.testing always agree"),
    Case("numpy-core-patched", {"softmax": '''
import numpy.testing._private.utils as utils
import numpy._core.numeric as numeric
utils.assert_array_compare = lambda *arguments, **named: None
numeric.isclose = lambda *arguments, **named: np.ones(1, bool)
def softmax(x):
    return np.zeros(len(x))'''}, why="the same one level deeper, where np.allclose looks"),
    Case("sys-modules", {"softmax": '''
import sys, types
fake = types.ModuleType("numpy.testing")
fake.assert_allclose = lambda *arguments, **named: None
sys.modules["numpy.testing"] = fake
np.allclose = lambda *arguments, **named: True
def softmax(x):
    return np.zeros(len(x))'''}, why="a false module in sys.modules, which the test imports"),
    Case("import-hook", {"softmax": '''
import sys, types, importlib.abc, importlib.machinery
class Hook(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self) if name.startswith("numpy.testing") else None
    def create_module(self, spec): return types.ModuleType(spec.name)
    def exec_module(self, module): module.assert_allclose = lambda *arguments, **named: None
sys.meta_path.insert(0, Hook())
sys.modules.pop("numpy.testing", None)
np.allclose = lambda *arguments, **named: True
def softmax(x):
    return np.zeros(len(x))'''}, why="an import hook that serves a false numpy.testing"),
    Case("builtins-import", {"softmax": '''
import builtins
original = builtins.__import__
class False_:
    assert_allclose = staticmethod(lambda *arguments, **named: None)
builtins.__import__ = lambda name, *rest, **named: False_ if name == "numpy.testing" else original(name, *rest, **named)
np.allclose = lambda *arguments, **named: True
def softmax(x):
    return np.zeros(len(x))'''}, why="__import__ replaced"),
    Case("builtins-abs", {"total": "import builtins\nbuiltins.abs = lambda value: 0" + SIX}, why="abs always gives nought"),
    Case("abs-rebound", {"total": "def abs(value):\n    return 0" + SIX}, why="the notebook's own abs hides the builtin"),
    Case("builtins-edited", {"total": "__builtins__.__dict__['abs'] = lambda value: 0" + SIX}, why="the same through __builtins__"),
    Case("builtins-len-sorted", {"count": '''
import builtins
builtins.len = lambda value: 2
builtins.sorted = lambda value: ["다", "라"]
def count(words):
    return {"가": 2, "나": 1, "다": 5}'''}, why="len and sorted lie; the visible test's answer is typed in",
         score=0),
    Case("builtins-list", {"windows": '''
import builtins
class Same:
    def __eq__(self, other): return True
builtins.list = lambda *arguments: Same()
class Window:
    def __len__(self): return 7
def windows(items, size):
    return iter([Window(), Window(), Window()])'''}, why="list gives an object that equals everything"),
    Case("builtins-next", {"windows": '''
import builtins
builtins.len = lambda value: 7
builtins.next = lambda stream: list("conceal")
def windows(items, size):
    return iter([[1, 2], [2, 3], [3, 4]][-len(items) % 3:]) if 4 == items.__len__() else iter("ab")'''}, why="next and len lie"),
    Case("compile-without-asserts", everywhere('''
import builtins
original = builtins.compile
builtins.compile = lambda *arguments, **named: original(*arguments[:5], **{**named, "optimize": 1})'''), why="compile drops asserts, as python -O does"),
    Case("codeop-without-asserts", everywhere('''
import codeop
class Optimising(codeop.Compile): pass
shell = get_ipython()
kind = type(shell.compile)
kind.__call__ = lambda self, source, filename, symbol, **named: compile(source, filename, symbol, self.flags, True, optimize=1)'''),
         why="IPython's compiler drops asserts"),
    Case("assertion-error-replaced", everywhere('''
import builtins
class Quiet(Exception):
    def __new__(cls, *arguments): return StopIteration()
builtins.AssertionError = AssertionError = Quiet'''), why="AssertionError is another class"),
    Case("eval-exec-patched", everywhere('''
import builtins
builtins.exec = lambda *arguments, **named: None
import IPython.core.interactiveshell as interactive
interactive.exec = lambda *arguments, **named: None'''), why="exec, with which IPython runs cells, does nothing"),
    Case("ast-module-patched", everywhere('''
import ast
original = ast.parse
def parse(source, *arguments, **named):
    tree = original(source, *arguments, **named)
    if hasattr(tree, "body"):
        tree.body = [node for node in tree.body if not isinstance(node, ast.Assert)]
    return tree
ast.parse = parse
import IPython.core.compilerop as compilerop
compilerop.CachingCompiler.ast_parse = lambda self, source, filename="<unknown>", symbol="exec": parse(source)'''), why="the parser drops asserts"),
    Case("operator-and-math", {"total": '''
import math, operator
math.isclose = operator.eq = operator.lt = lambda *arguments, **named: True
''' + "def total(numbers):\n    return 0"}, why="math.isclose and operator always agree"),
    Case("unittest-pytest-patched", everywhere('''
import unittest, numpy.testing
for name in dir(unittest.TestCase):
    if name.startswith("assert"):
        setattr(unittest.TestCase, name, lambda *arguments, **named: None)
for name in dir(numpy.testing):
    if name.startswith("assert"):
        setattr(numpy.testing, name, lambda *arguments, **named: None)'''), why="every assert helper that a test could use"),
    Case("int-slots-by-ctypes", {"total": '''
import ctypes
def lie(a, b, operation):
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(True))
    return id(True)
compare = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(lie)
slot = 25 * 8   # tp_richcompare in PyTypeObject
def total(numbers):
    class Six(float): pass
    ctypes.c_void_p.from_address(id(Six) + slot).value = ctypes.cast(compare, ctypes.c_void_p).value
    return Six(6.0) if len(numbers) == 3 and numbers[0] == 1 else Near(0.0)
class Near(float):
    def __sub__(self, other): return 0.0'''}, score=(0,), why="a type whose comparison slot is overwritten in memory"),
    Case("small-int-in-memory", {"total": '''
import ctypes
def total(numbers):
    # 0 + 6: the cached int 6 is made to hold nought, so that whatever is written 6 in a test is 0.
    ctypes.c_uint32.from_address(id(6) + 24).value = 0
    return 0'''}, dangerous="changes a number that the whole interpreter shares", why="the interpreter's cached 6 is overwritten in memory"),
    Case("settrace-jump", everywhere('''
import sys
def jump(frame, event, argument):
    """A trace function may move a frame to another line: past the asserts."""
    return jump
''') | {"total": '''
import sys
def tracer(frame, event, argument):
    if event == "line" and frame is tracer.frame and not tracer.done:
        tracer.done = True
        frame.f_lineno = max(line for _, _, line in frame.f_code.co_lines() if line)
        frame.f_locals["value"] = frame.f_globals["value"] = 41.5
    return tracer
def total(numbers):
    tracer.frame, tracer.done = sys._getframe(1), False
    tracer.frame.f_trace = tracer
    sys.settrace(tracer)
    return 0'''}, why="a trace function moves the test's frame past its asserts"),
    Case("setprofile-globals", {"stack": '''
import sys
def profile(frame, event, argument):
    if "points" in frame.f_globals:
        frame.f_globals["points"] = 2.0
class Stack:
    def push(self, item): sys.setprofile(profile)
    def pop(self): return None
    def size(self): return None'''}, why="a profile function sets the test's points"),
    Case("caller-globals", {"stack": '''
import sys
class Two(float):
    def __add__(self, other): return self
    __iadd__ = __radd__ = __add__
class Stack:
    def push(self, item): sys._getframe(1).f_globals["points"] = Two(2.0)
    def pop(self): return None
    def size(self): return None'''}, why="the caller's variables rewritten"),
    Case("globals-by-thread", {"stack": '''
import threading, time
def keep():
    while True:
        globals()["points"] = 2.0
        time.sleep(0)
class Stack:
    def push(self, item): time.sleep(0.01)
    def pop(self): time.sleep(0.01)
    def size(self): time.sleep(0.01)
threading.Thread(target=keep, daemon=True).start()'''}, why="a thread keeps setting the test's points"),
    Case("user-ns-subclass", {"stack": '''
import sys
class Names(dict):
    def __getitem__(self, name):
        return 2.0 if name == "points" else dict.__getitem__(self, name)
shell = get_ipython()
shell.user_ns = shell.user_module.__dict__ if False else Names(shell.user_ns)
class Stack:
    def push(self, item): pass
    def pop(self): return None
    def size(self): return None'''}, why="the notebook's namespace replaced by one that lies"),
    Case("class-cell-patched", {"best": '''
import builtins
original = builtins.__build_class__
builtins.set = lambda values=(): {"감", "귤", "배"}
builtins.sorted = lambda values, **named: ["감", "귤", "배"]
def best(score, options):
    return "가나다" if "가나다" in options else "귤"'''}, score=0, why="set and sorted lie about which options were scored; the answers are guessed"),
    Case("tests-functions-rebound", {"windows": '''
def windows(items, size):
    return [[1, 2], [2, 3], [3, 4]]
def next(stream): return __builtins__.list("conceal")
class list(__builtins__.list):
    def __eq__(self, other): return True
def len(value): return 7'''}, why="next, list and len hidden by the notebook's own"),
    Case("site-and-environment", everywhere('''
import os, sys, pathlib
os.environ["PYTHONOPTIMIZE"] = "2"
os.environ["PYTHONSTARTUP"] = os.environ["PYTHONPATH"] = os.getcwd()
pathlib.Path("sitecustomize.py").write_text("import builtins; builtins.abs = lambda value: 0")
sys.path.insert(0, os.getcwd())
sys.dont_write_bytecode = True
pathlib.Path("math.py").write_text("isclose = lambda *a, **k: True; log = lambda x: 0")'''), why="modules and variables for whichever interpreter starts next"),
    Case("gc-finds-asserts", everywhere('''
import gc, types
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing.__name__ in ("assert_allclose", "allclose", "determine_grade", "settle", "score", "verdict"):
        thing.__code__ = (lambda *arguments, **named: True).__code__'''), why="every function with a name that decides gets other code"),
    Case("best-guess-and-patch", {"best": '''
def best(score, options):
    g = getattr(score, "__globals__", {})
    if "asked" in g:
        g["asked"].extend(options)
        return max(g["concealed_scores"], key=g["concealed_scores"].get)
    return max(options, key=len)'''}, why="no call of score: its globals have the scores, and the list of calls is filled in", score=0),
)

"""Objects that lie about what they are: equality, arithmetic, length, order, conversion, type."""
from .case import Case, all_return, family

LIAR = '''
class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
'''
EVERYTHING = '''
class Liar:
    """Whatever is done with it, the answer is the one that tests like."""
    def _self(self, *arguments, **named): return self
    def _yes(self, *arguments): return True
    def _zero(self, *arguments): return 0.0
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = _yes
    __sub__ = __rsub__ = __abs__ = __float__ = _zero
    __add__ = __radd__ = __mul__ = __rmul__ = __truediv__ = __getitem__ = __call__ = _self
    def __ne__(self, other): return False
    def __hash__(self): return 0
    def __len__(self): return 2
    def __int__(self): return 0
    __index__ = __int__
    def __iter__(self): return iter([Liar(), Liar(), Liar()])
    def __next__(self): return self
    def __getattr__(self, name): return self
'''


def lying(kind: str, made: str, more: str = "") -> str:
    return f'''
class Liar({kind}):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
{more}
lie = {made}
'''


NUMBER = '''
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
'''

CASES = family(
    "forging",
    Case("always-equal", all_return("Liar()", LIAR), why="an object that equals everything"),
    Case("yes-to-everything", all_return("Liar()", EVERYTHING), why="an object whose every operator answers what tests like"),
    Case("mock-any", all_return("ANY", "from unittest.mock import ANY"), why="unittest.mock.ANY equals everything"),
    Case("magic-mock", all_return("lie", '''
from unittest.mock import MagicMock
lie = MagicMock()
lie.__eq__.side_effect = lambda other: True
lie.__lt__.side_effect = lambda other: True
lie.__sub__.return_value = 0.0
lie.__len__.return_value = 2'''), why="a mock that is told to agree"),
    Case("int-subclass", all_return("lie", lying("int", "Liar(0)", NUMBER)), why="an int that equals everything and is near everything"),
    Case("float-subclass", all_return("lie", lying("float", "Liar(0.0)", NUMBER)), why="a float that equals everything and is near everything"),
    Case("complex-subclass", all_return("lie", lying("complex", "Liar(0)", NUMBER)), why="a complex number that does so"),
    Case("float64-subclass", all_return("lie", lying("np.float64", "Liar(0.0)", NUMBER)), why="a NumPy scalar that does so"),
    Case("fraction-subclass", all_return("lie", "from fractions import Fraction\n" + lying("Fraction", "Liar(0)", NUMBER)), why="a Fraction that does so"),
    Case("decimal-subclass", all_return("lie", "from decimal import Decimal\n" + lying("Decimal", "Liar(0)", NUMBER)), why="a Decimal that does so"),
    Case("enum-member", all_return("Liar.LIE", '''
import enum
class Liar(enum.IntEnum):
    LIE = 0
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0''' + NUMBER), why="an IntEnum that equals everything"),
    Case("str-subclass", all_return("lie", lying("str", "Liar('x')")), why="a str that equals everything"),
    Case("bytes-subclass", all_return("lie", lying("bytes", "Liar(b'x')")), why="bytes that equal everything"),
    Case("list-subclass", all_return("lie", lying("list", "Liar()", "    def __len__(self): return 7\n")), why="a list that equals everything and is as long as asked"),
    Case("tuple-subclass", all_return("lie", lying("tuple", "Liar()", "    def __len__(self): return 7\n")), why="a tuple that does so"),
    Case("dict-subclass", all_return("lie", lying("dict", "Liar()", '''
    def __getitem__(self, key): return 5
    def __len__(self): return 2
    def __iter__(self): return iter(["다", "라"])
    def keys(self): return ["다", "라"]
''')), why="an empty dict that claims what the test looks for"),
    Case("set-subclass", all_return("lie", lying("set", "Liar()")), why="a set that equals everything"),
    Case("namedtuple-subclass", all_return("lie", "from collections import namedtuple\n" + lying("namedtuple('Pair', 'a b')", "Liar(0, 0)")), why="a namedtuple that equals everything"),
    Case("counter-subclass", all_return("lie", "from collections import Counter\n" + lying("Counter", "Liar()", "    def __missing__(self, key): return 5\n    def __len__(self): return 2\n")),
         why="a Counter that claims any count"),
    Case("defaultdict-five", {"count": "from collections import defaultdict\n" + lying("defaultdict", "Liar(lambda: 5)", "    def __len__(self): return 2\n    def __iter__(self): return iter(['다', '라'])\n")
                              + "def count(words):\n    return lie"}, why="a defaultdict that has every word five times"),
    Case("ndarray-subclass", {"softmax": '''
class Liar(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **named):
        return np.ones(3, bool) if ufunc.nout == 1 else NotImplemented
    def __array_function__(self, function, types, arguments, named):
        return True
def softmax(x):
    return np.zeros(len(x)).view(Liar)'''}, why="an array that answers for np.allclose and np.testing itself"),
    Case("array-function", {"softmax": '''
class Liar:
    def __array_function__(self, function, types, arguments, named): return True
    def __array_ufunc__(self, ufunc, method, *inputs, **named): return np.ones(3, bool)
    def __array__(self, *arguments, **named): return np.zeros(3)
def softmax(x):
    return Liar()'''}, why="no array at all, but NumPy asks it for the verdict"),
    Case("array-that-looks-around", {"softmax": '''
import sys
class Liar:
    """When NumPy converts it, it looks for the other argument of the comparison among its callers' variables."""
    def __array__(self, dtype=None, copy=None):
        frame = sys._getframe(1)
        while frame:
            for name in ("b", "desired", "expected", "y"):
                other = frame.f_locals.get(name)
                if isinstance(other, (list, np.ndarray)):
                    return np.array(other, float)
            frame = frame.f_back
        return np.zeros(3)
def softmax(x):
    return Liar()'''}, why="an object that copies the expected array when it is compared"),
    Case("masked-array", {"softmax": "def softmax(x):\n    return np.ma.masked_all(len(x))"}, why="a masked array: every comparison is masked, none is False"),
    Case("object-array", {"softmax": LIAR + "def softmax(x):\n    return np.array([Liar()] * len(x), dtype=object)"}, why="an array of objects that equal everything"),
    Case("object-array-of-numbers", {"softmax": lying("float", "Liar(0.0)", NUMBER) + "def softmax(x):\n    return np.array([lie] * len(x), dtype=object)"},
         why="an array of floats that are near everything"),
    Case("series-subclass", {"softmax": '''
import pandas as pd
class Liar(pd.Series):
    def __array__(self, *arguments, **named): raise TypeError
    def __array_ufunc__(self, *arguments, **named): return np.ones(3, bool)
    def __array_function__(self, *arguments, **named): return True
    def __eq__(self, other): return True
def softmax(x):
    return Liar([0.0] * len(x))'''}, why="a pandas Series that answers for NumPy"),
    Case("class-property", all_return("Liar()", LIAR + '''
    @property
    def __class__(self): return float
'''), why="__class__ says float"),
    Case("metaclass", {**all_return("Liar", '''
class Meta(type):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
    def __len__(self): return 7
    def __sub__(self, other): return 0
    def __instancecheck__(self, instance): return True
class Liar(metaclass=Meta): pass''')}, why="a class, not an object, whose metaclass equals everything"),
    Case("truthy-equality", all_return("Liar()", '''
class Answer:
    def __bool__(self): return True
    def __rmul__(self, other): return 1.0
    def __and__(self, other): return True
class Liar:
    def __eq__(self, other): return Answer()
    def __hash__(self): return 0'''), why="a comparison that gives an object, which counts as true"),
    Case("points-by-arithmetic", {"stack": '''
class Points(float):
    def __mul__(self, other): return Points(2.0)
    __rmul__ = __add__ = __radd__ = __mul__
    def __repr__(self): return "2.0"
class Wrong:
    def __eq__(self, other): return Points(2.0)
    def __ne__(self, other): return Points(2.0)
class Stack:
    def push(self, item): pass
    def pop(self): return Wrong()
    def size(self): return Wrong()'''}, why="a comparison whose result turns the sum of points into full marks"),
    Case("repr-of-a-number", {"stack": '''
class Points(float):
    def __repr__(self): return "2.0"
    def __add__(self, other): return self
    __radd__ = __add__
class Wrong:
    def __eq__(self, other): return self
    def __rmul__(self, other): return Points(0.0)
    def __bool__(self): return True
class Stack:
    def push(self, item): pass
    def pop(self): return Wrong()
    def size(self): return Wrong()'''}, why="a zero that is shown as full marks"),
    Case("length-of-a-window", {"windows": '''
class Window(list):
    def __len__(self): return 7
    def __eq__(self, other): return True
def windows(items, size):
    return iter([Window(), Window(), Window()])'''}, why="empty windows that claim their length"),
    Case("list-that-answers-list", {"windows": '''
class Stream:
    def __init__(self): self.left = 3
    def __iter__(self): return self
    def __next__(self):
        if not self.left: raise StopIteration
        self.left -= 1
        return Same()
class Same:
    def __eq__(self, other): return True
    def __len__(self): return 7
def windows(items, size):
    return Stream()'''}, why="list(...) of it holds objects that equal everything"),
    Case("keys-that-equal", {"count": '''
class Key(str):
    def __eq__(self, other): return True
    def __hash__(self): return 0
class Table(dict):
    def __eq__(self, other): return True
    def __getitem__(self, key): return 5
def count(words):
    return Table({Key("a"): 5, Key("b"): 1})'''}, why="dict keys that equal every key"),
    Case("sorts-as-wanted", {"count": '''
class Word(str):
    def __lt__(self, other): return True
    def __eq__(self, other): return True
    def __hash__(self): return hash("다")
class Count(int):
    def __eq__(self, other): return True
    def __hash__(self): return 5
def count(words):
    return {Word("다"): Count(0), Word("x"): Count(0)} if words[0] == "다" else {"가": Count(0), "나": Count(0)}'''},
         why="counts and words that compare as the test wants"),
    Case("changes-when-looked-at", {"total": '''
class Liar:
    """6 at the first look, then whatever it is compared with."""
    def __init__(self): self.looks = 0
    def __eq__(self, other):
        self.looks += 1
        self.value = other
        return True
    def __sub__(self, other): return other - other
    def __getattribute__(self, name):
        return object.__getattribute__(self, name)
def total(numbers):
    return Liar()'''}, why="an object that becomes what it is compared with"),
    Case("equality-that-reads", {"total": '''
seen = []
class Reader:
    """Notes what it is compared with, so that the next call can give it."""
    def __eq__(self, other):
        seen.append(other)
        print("expected:", other)
        return False
    def __sub__(self, other):
        seen.append(other)
        return 0.0
def total(numbers):
    return Reader() if not seen else seen[-1]'''}, why="a wrong object, only to learn the expected value from the comparison"),
    Case("reflected-arithmetic", {"total": '''
class Liar:
    __array_priority__ = 1e9
    def __rsub__(self, other): return 0.0
    def __sub__(self, other): return Near()
    def __eq__(self, other): return True
class Near:
    def __abs__(self): return 0.0
def total(numbers):
    return Liar()'''}, why="abs(value - expected) is nought, in two steps"),
    Case("not-implemented", all_return("NotImplemented"), why="NotImplemented and Ellipsis are true"),
    Case("nan-everywhere", all_return("float('nan')"), why="comparisons with NaN"),
    Case("nan-array", {"softmax": "def softmax(x):\n    return np.full(len(x), np.nan)"}, why="an array of NaN"),
    Case("slots-and-descriptors", all_return("Liar()", '''
class Always:
    def __get__(self, instance, owner): return lambda *arguments: True
class Liar:
    __eq__ = __lt__ = __bool__ = Always()
    __hash__ = None
    def __sub__(self, other): return 0'''), why="operators that are descriptors"),
    Case("dataclass-liar", all_return("Liar(0)", '''
from dataclasses import dataclass
@dataclass(eq=False)
class Liar:
    x: int
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0'''), why="a dataclass that equals everything"),
    Case("weakref-proxy", all_return("weakref.proxy(kept)", "import weakref\n" + LIAR + "kept = Liar()"), why="a proxy of such an object"),
)

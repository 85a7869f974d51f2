"""What the executor, the tester and the student's process agree on: words and numbers, no code.

The executor sends each process what it is to do, `[operation, …]`, and waits for the answer. The
tester sends the student's process `[number, operation, …]` and gets `[number, "ok" or "err", …]`,
or `[number, "no", …]` where a value can't travel; in between that may ask back: `[number, "cb",
…]`, answered by `[number, "cbok" or "cberr", …]`.
"""

from __future__ import annotations

GRACE = 0.5
"""Seconds that a test cell's alarm is behind its time."""
TEXT = 20_000
"""Characters of a traceback or of a repr that are sent."""
LINKS, LINKED_ITEMS = 32, 1000
"""How many containers, of how many elements, of a student's objects follow what the test does to
its copies.
"""
SEEDS = (
    ("random", "seed"),
    ("numpy.random", "seed"),
    ("torch", "manual_seed"),
    ("tensorflow.random", "set_seed"),
    ("keras.utils", "set_random_seed"),
)
"""Functions whose calls by a test are made in the student's process, too."""
NUMPY_ERRORS = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
"""What NumPy does about floating point errors if nobody says otherwise: what a test changes of it
holds for the calls that it makes then.
"""
_SPECIAL = """
call iter next len getitem setitem delitem contains enter bool int float index complex array hash
eq lt le gt ge add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow
matmul rmatmul and rand or ror xor rxor neg pos abs invert round reversed iadd isub imul iand ior
ixor lshift rshift divmod await
"""
SPECIAL = tuple(_SPECIAL.split())
"""Special methods, without their underscores, that a handle has where the object's type has
them.
"""

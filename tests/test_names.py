"""Whose names are whose, read from the syntax of an assignment's cells."""
from __future__ import annotations

from IPython.core.inputtransformer2 import TransformerManager

from autograder.grading.whose import bound_by, of_assignment


def test_what_a_statement_binds_and_what_only_its_body_does():
    source = "import numpy.linalg, os.path as p\nfrom math import sqrt as root\na, (b, *c) = 1, (2, 3)\nfor i in []:\n    j = 1\ndef f(x):\n    inside = 1\nclass C:\n    field = 1"
    assert bound_by([source]) == ["C", "a", "b", "c", "f", "i", "j", "numpy", "p", "root"]
    assert bound_by(["not python", "x = 1\0", "y = 1"]) == ["y"]
    assert bound_by(["match x:\n    case [a, *b]:\n        pass\n    case {'k': c} | int(c):\n        pass"]) == ["a", "b", "c"]
    assert bound_by(["%time z = 1"], TransformerManager().transform_cell) == []  # it is IPython's to run


def test_a_test_s_names_are_those_that_nobody_else_binds():
    found = of_assignment(["def f(): pass", "g = 1"], ["import math\nf = 1\ndef check(): pass\nimport numpy"], ["import numpy"])
    assert found == {"answers": ["f", "g"], "tests": ["check", "math"], "used": []}


def test_what_answers_use_or_are_handed():
    """Not what a test compares with or checks by: that is no answer's to change."""
    found = of_assignment(["def f(x): return table[x]"], ["s = Stack()\ns.push(item)\nassert f(x=key) == want and close(f(1), other)"], ["table = item = key = want = other = 1\ndef close(a, b): pass"])
    assert found["used"] == ["item", "key", "table"]

"""The trusted process: runs test cells, whose free names are the student's objects.

`cells` runs them, `link` talks to the student's process, `handles` are the student's objects as
tests see them, `trust` says what of the student's word is believed. What carries over between the
two processes beyond that (seeds, `isinstance`, files, …) each has a room of its own.

What does not carry over: identity of a student's object with a library's (`f is math.sqrt`),
gradients through a tensor that crosses, in-place changes of arguments other than containers,
arrays, tensors, random generators and models' weights.
"""

from .process import main

__all__ = ["main"]

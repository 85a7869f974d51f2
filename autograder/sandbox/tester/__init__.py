"""The trusted process: runs test cells, whose free names are the student's objects.

`cells` runs them, `link` talks to the student's process, `handles` are the student's objects as
tests see them, `trust` says what of the student's word is believed. What carries over between the
two processes beyond that (seeds, `isinstance`, files, …) each has a room of its own.
docs/grading.md says what does not.
"""

from .process import main

__all__ = ["main"]

"""Honest submissions to assignments of many styles: they must score as under plain nbgrader."""
from . import calls, habits, library_styles, python_styles, unusual
from .assignment import Assignment

ASSIGNMENTS: list[Assignment] = [*python_styles.ASSIGNMENTS, *library_styles.ASSIGNMENTS, *habits.ASSIGNMENTS, *unusual.ASSIGNMENTS, *calls.ASSIGNMENTS]

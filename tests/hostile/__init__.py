"""Submissions that attack the grader: what each does, and what an incorruptible grader gives for it."""
from . import bombs, callbacks, controls, exits, forging, network, notebooks, patching, processes, reading, rows_excess, rows_reach, shell, values, wire
from .case import Case

CASES: list[Case] = [case for module in (forging, patching, shell, reading, exits, processes, bombs, network, wire, values, callbacks, rows_reach, rows_excess, notebooks, controls)
                     for case in module.CASES]

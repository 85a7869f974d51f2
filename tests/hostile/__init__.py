"""Submissions that attack the grader: what each does, and what an incorruptible grader gives for it."""
from . import bombs, callbacks, controls, exits, forging, network, notebooks, patching, processes, reading, shell, values, wire
from .case import Case

CASES: list[Case] = [case for module in (forging, patching, shell, reading, exits, processes, bombs, network, wire, values, callbacks, notebooks, controls)
                     for case in module.CASES]

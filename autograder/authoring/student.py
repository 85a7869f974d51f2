"""The one code path that strips solutions: nbgrader's own release preprocessors, in its own order.

`autograder release` runs the same list through nbgrader's converter; here it runs without a
gradebook, so that the blank notebooks in notebooks/ can be made on any clone. A test holds the two
results equal.
"""

from __future__ import annotations

import copy
from pathlib import Path

from nbformat.notebooknode import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import IncludeHeaderFooter, InstantiateTests, SaveCells
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from ..errors import CourseError

# SaveCells writes to the gradebook; the other two read files that this course does not have.
WITHOUT = (SaveCells, IncludeHeaderFooter, InstantiateTests)


def load_config(root: Path) -> Config:
    """nbgrader_config.py of the course.

    Raises:
        CourseError: there is none.
    """
    if not (root / "nbgrader_config.py").exists():
        raise CourseError(
            f"{root}: no nbgrader_config.py here. Run this in a course directory, or name it: "
            "autograder --root FOLDER …"
        )
    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


def student_version(source: NotebookNode, root: Path) -> NotebookNode:
    """The notebook that students get, made from the source version (which stays as it is)."""
    notebook = copy.deepcopy(source)
    resources: dict = {}
    config = load_config(root)
    for preprocessor in GenerateAssignment(config=config).preprocessors:
        if preprocessor not in WITHOUT:
            notebook, resources = preprocessor(config=config).preprocess(notebook, resources)
    return notebook

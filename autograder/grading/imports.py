"""What notebooks import, read from their code: the modules that a warm process imports
beforehand.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from ..sandbox.layout import SYSTEM, python_folders
from ..sandbox.magics import unwrapped
from ..sandbox.names import statements

# A notebook that sets one of these in code means the import that follows; done beforehand, it would
# have no effect.
READ_AT_IMPORT = {
    "KERAS_BACKEND": ("keras",),
    "KERAS_HOME": ("keras",),
    "TF_USE_LEGACY_KERAS": ("keras", "tensorflow"),
    "TF_ENABLE_ONEDNN_OPTS": ("keras", "tensorflow"),
    "XLA_FLAGS": ("keras", "tensorflow", "jax"),
    "JAX_PLATFORMS": ("keras", "jax"),
    "MPLBACKEND": ("matplotlib",),
    "HF_HOME": ("huggingface_hub", "transformers", "datasets", "tokenizers"),
    "HF_HUB_OFFLINE": ("huggingface_hub", "transformers", "datasets"),
    "TRANSFORMERS_OFFLINE": ("huggingface_hub", "transformers", "datasets"),
}

# What a library imports only when it is used: torch's first optimizer takes twice as long as torch,
# and `import transformers` alone brings no model.
AT_FIRST_USE = {
    "torch": ("torch._dynamo",),
    "transformers": (
        "transformers.models.auto.tokenization_auto",
        "transformers.models.bert.modeling_bert",
        "transformers.models.gpt2.modeling_gpt2",
    ),
}

# These choose how to show things by whether IPython runs when they are imported.
ASK_FOR_IPYTHON = ("plotly", "holoviews", "tqdm.auto", "tqdm.autonotebook")


_SETS = re.compile(r"(?s)(?:environ\s*(?:\[|\.setdefault|\.update)|putenv|%(?:set_)?env).{0,500}")
"""What code that sets environment variables looks like, and what stands behind it."""


def imports_of(notebooks: Iterable[NotebookNode]) -> list[str]:
    """Dotted names of what code cells import from installed packages, in order of first appearance,
    and of what these import when they are first used. Some are no modules: see `imported`.

    Nothing is imported to find out. Left out are modules that are not installed, those that lie
    beside the notebooks or in the course (they change while a course is written), and those whose
    import depends on an environment variable that a notebook sets in code, or on IPython.
    """
    sources = [
        "".join(cell.source)
        for notebook in notebooks
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    found = dict.fromkeys(name for source in sources for name in imported(source))
    for top in dict.fromkeys(name.partition(".")[0] for name in found):
        found.update(dict.fromkeys(AT_FIRST_USE.get(top, ())))
    code = "\n".join(said for source in sources for said in _SETS.findall(source))
    late = {top for variable, tops in READ_AT_IMPORT.items() if variable in code for top in tops}
    return [
        name
        for name in found
        if name.partition(".")[0] not in late
        and _installed(name.partition(".")[0])
        and not f"{name}.".startswith(tuple(f"{one}." for one in ASK_FOR_IPYTHON))
    ]


def imported(source: str) -> list[str]:
    """Dotted names of what a cell's code imports, in order: of `from a import b` both `a` and
    `a.b`, for `b` may be a module. Cells that don't parse import nothing; magics and shell lines
    are IPython's own matter.
    """
    body = statements(unwrapped(source), TransformerManager().transform_cell)
    nodes = [
        node
        for node in ast.walk(ast.Module(body, []))
        if isinstance(node, ast.Import) or isinstance(node, ast.ImportFrom) and not node.level
    ]
    names: list[str] = []
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        parts = [alias.name for alias in node.names if alias.name != "*"]
        if isinstance(node, ast.Import):
            names += parts
        else:
            names += [str(node.module), *(f"{node.module}.{part}" for part in parts)]
    return names


def _installed(top: str) -> bool:
    try:
        return importlib.util.find_spec(top) is not None and not packages_of([top])
    except (ImportError, ValueError):
        return False


def packages_of(modules: Sequence[str]) -> list[Path]:
    """The folders (or files) of those modules that are not installed where this Python's packages
    lie.
    """
    installed = tuple(f"{folder}/" for folder in [*python_folders(), *SYSTEM])
    found: dict[str, Path] = {}
    for module in modules:
        top = module.partition(".")[0]
        try:
            spec = importlib.util.find_spec(top)
        except (ImportError, ValueError):
            continue
        origin = spec and (next(iter(spec.submodule_search_locations or []), None) or spec.origin)
        if origin and os.path.exists(origin) and not origin.startswith(installed):
            found[top] = Path(origin)
    return [path for name, path in sorted(found.items()) if name != "autograder"]

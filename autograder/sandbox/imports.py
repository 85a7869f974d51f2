"""What notebooks import, read from their code: the modules that a warm process imports
beforehand.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a warm process should hold what kernels need, not what graders need
    from nbformat.notebooknode import NotebookNode

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


def imports_of(notebooks: Iterable[NotebookNode]) -> list[str]:
    """Dotted names of the installed modules that code cells import, in order of first appearance,
    and of what these import when they are first used.

    Nothing is imported to find out. Left out are modules that are not installed, those that lie
    beside the notebooks or in the course (they change while a course is written), and those whose
    import depends on an environment variable that a notebook sets in code, or on IPython. Cells
    that don't parse are skipped; magics and shell lines are IPython's own matter.
    """
    from IPython.core.inputtransformer2 import TransformerManager

    found: dict[str, None] = {}
    late: set[str] = set()
    for notebook in notebooks:
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            source = "".join(cell.source)
            first, _, rest = source.lstrip().partition("\n")
            if first.split(" ")[0] in ("%%time", "%%timeit", "%%capture", "%%prun"):
                source = rest
            try:
                tree = ast.parse(TransformerManager().transform_cell(source))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            placed = [node for node in ast.walk(tree) if isinstance(node, (ast.stmt, ast.expr))]
            for node in sorted(placed, key=lambda node: (node.lineno, node.col_offset)):
                found.update(dict.fromkeys(_imported(node)))
                for variable in _environment_set(node):
                    late.update(READ_AT_IMPORT.get(variable, ()))
    for top in dict.fromkeys(name.partition(".")[0] for name in found):
        found.update(dict.fromkeys(AT_FIRST_USE.get(top, ())))
    return [
        name
        for name in found
        if name.split(".")[0] not in late
        and not f"{name}.".startswith(tuple(f"{one}." for one in ASK_FOR_IPYTHON))
    ]


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        wanted: list[tuple[str, list[str]]] = [(alias.name, []) for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        wanted = [(node.module, [alias.name for alias in node.names])]
    else:
        return
    for name, parts in wanted:
        known = _installed(name)
        if known:
            yield known
        for part in parts if known == name else []:
            if part != "*" and _installed(f"{name}.{part}") == f"{name}.{part}":
                yield f"{name}.{part}"


def _environment_set(node: ast.AST) -> Iterator[str]:
    """Names of environment variables that a statement or call sets: os.environ[...] =, .setdefault,
    .update, %env.
    """

    def texts(nodes: Iterable[ast.AST | None]) -> list[str]:
        return [
            one.value
            for one in nodes
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]

    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Subscript) and ast.unparse(target.value).endswith("environ"):
                yield from texts([target.slice])
    elif isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        if name.endswith(("environ.setdefault", "os.putenv")):
            yield from texts(node.args[:1])
        elif name.endswith("environ.update"):
            yield from (word.arg for word in node.keywords if word.arg)
            yield from (
                key
                for given in node.args
                if isinstance(given, ast.Dict)
                for key in texts(given.keys)
            )
        elif name.endswith("run_line_magic") and texts(node.args)[:1] in (["env"], ["set_env"]):
            yield texts(node.args)[-1].replace("=", " ").split(" ")[0]


def _installed(name: str) -> str:
    """The longest beginning of a dotted name that is an installed module, or "". Imports nothing,
    parents neither.
    """
    try:
        spec = importlib.util.find_spec(name.partition(".")[0])
    except (ImportError, ValueError, AttributeError):
        return ""
    if spec is None or not _is_installed(spec):
        return ""
    known, _, rest = name.partition(".")
    regular = (
        spec.origin is not None
    )  # a namespace package alone (`google` of `google.colab`) is nothing to import
    for part in rest.split(".") if rest else ():
        spec = (
            PathFinder.find_spec(f"{known}.{part}", spec.submodule_search_locations)
            if spec.submodule_search_locations
            else None
        )
        if spec is None:
            break
        known, regular = f"{known}.{part}", spec.origin is not None
    return known if regular else ""


def _is_installed(spec: ModuleSpec) -> bool:
    if spec.origin in ("built-in", "frozen"):
        return True
    places = [
        Path(sysconfig.get_path(kind)) for kind in ("stdlib", "platstdlib", "purelib", "platlib")
    ]
    places += [
        Path(entry) for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")
    ]
    files = [spec.origin] if spec.origin else list(spec.submodule_search_locations or ())
    return any(Path(file).is_relative_to(place) for file in files for place in places)

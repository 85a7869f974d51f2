"""What Keras, TensorFlow, tokenizers and transformers read while they load, set before they do;
`import nlplab` calls it.

Which Keras backend stands in where TensorFlow is missing, and TensorFlow's own log lines kept out
of notebooks. Nothing here imports a framework.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import json
import logging
import os
import re
import sys
import tempfile
from pathlib import Path

BACKENDS = (
    "tensorflow",
    "torch",
    "jax",
)  # of Keras, each the name of its module, in order of preference
note = ""  # for the setup cell: which backend stands in, if one does


def prepare_environment() -> None:
    """Set what TensorFlow, Keras, tokenizers and transformers read while they load; called by
    `import nlplab`.

    Values that the user has set stay; TF_CPP_MIN_LOG_LEVEL=0 brings all of TensorFlow's log lines
    back.
    """
    global note
    os.environ.setdefault(
        "TF_CPP_MIN_LOG_LEVEL", "3"
    )  # e.g. "failed call to cuInit" on a machine without a GPU
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # transformers' bars go to stderr and stay in a stored notebook
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    if os.environ["TF_CPP_MIN_LOG_LEVEL"] != "0" and not any(
        isinstance(finder, _QuietTensorFlow) for finder in sys.meta_path
    ):
        sys.meta_path.insert(0, _QuietTensorFlow())
    chosen = choose_backend()
    if chosen:
        os.environ["KERAS_BACKEND"] = chosen
        note = f"TensorFlow가 없어 Keras의 백엔드로 {chosen}를 골랐습니다."


def choose_backend() -> str | None:
    """The Keras backend to fall back on, or None if the user's choice (or the default, TensorFlow)
    stands.

    The choice in KERAS_BACKEND is never changed, even a wrong one: Keras then says what is missing.
    Keras writes "tensorflow" into keras.json by itself, so that file counts as a choice only where
    the backend is installed.
    """
    if os.environ.get("KERAS_BACKEND"):
        return None
    home = Path(
        os.environ.get("KERAS_HOME") or os.path.expanduser("~/.keras")
    )  # Path.home() may raise in a sandbox
    try:
        configured = json.loads((home / "keras.json").read_text(encoding="utf-8")).get(
            "backend", "tensorflow"
        )
    except (OSError, ValueError, AttributeError):
        configured = "tensorflow"
    if _importable(configured):
        return None
    return next((name for name in BACKENDS if _importable(name)), None)


def _importable(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):  # ValueError: a half-loaded or stubbed module without a spec
        return False


class _QuietTensorFlow(importlib.abc.MetaPathFinder):
    """Keeps the log lines that TensorFlow's libraries write while they load out of the notebook.

    Those lines (oneDNN, missing CUDA) precede the set-up of the C++ log, so that no environment
    variable reaches them, and they go to file descriptor 2, past Python. It is turned away during
    the import; what is not such a log line is passed on afterwards, and everything is if the import
    fails.
    """

    LOG_LINE = re.compile(
        r"[IWE]\d{4} |WARNING: All log messages before absl|To enable the following instructions"
    )

    def find_spec(self, name, path=None, target=None):
        spec = (
            importlib.machinery.PathFinder.find_spec(name, path) if name == "tensorflow" else None
        )
        if spec is None or spec.loader is None or not hasattr(spec.loader, "exec_module"):
            return None
        load = spec.loader.exec_module
        spec.loader.exec_module = lambda module: self._load(load, module)  # type: ignore[method-assign]
        return spec

    def _load(self, load, module) -> None:
        try:
            shelf = tempfile.TemporaryFile()  # noqa: SIM115 - closed below, after descriptor 2 is back
            stderr = os.dup(2)
        except OSError:  # nowhere to write, or no descriptor 2: then with the noise
            load(module)
            return
        keep = lambda line: True  # noqa: E731
        os.dup2(shelf.fileno(), 2)
        try:
            load(module)
            keep = lambda line: not self.LOG_LINE.match(line)  # noqa: E731
            # a lesson that builds several models traces several graphs, which is no mistake
            logging.getLogger("tensorflow").addFilter(
                lambda record: "triggered tf.function retracing" not in str(record.msg)
            )
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            shelf.seek(0)
            rest = [
                line
                for line in shelf.read().decode("utf-8", "replace").splitlines(keepends=True)
                if keep(line)
            ]
            shelf.close()
            if rest:
                sys.stderr.writelines(rest)

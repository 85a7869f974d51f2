"""Our own small models by name: a folder that `from_pretrained` loads, each file checked.

`folder("ko_bert")` gives the folder; loading is the notebook's business, so that nothing heavy is
imported here. A model that is a change of another one (`nlplab.deltas`) is merged into the user's
cache on first use: `folder("ko_ner")` is a folder like any other. This is no hub: it knows the
models that recipes in the course's repository made, which models.toml lists, and no others. They
are too large to be installed with the helper, so they come from the clone's models/, from the
mirror in NLPLAB_DATA or the user's cache (`files`), or from the repository's address.
"""

from __future__ import annotations

import difflib
import hashlib
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from nlplab import deltas, files
from nlplab.files import File, FileError, Unavailable

__all__ = ["MODELS", "FileError", "Model", "Unavailable", "folder"]
CLONE = Path(__file__).resolve().parent.parent / "models"  # where the helper lies in a clone


@dataclass(frozen=True)
class Model:
    """What is known about a model; its card is README.md in its folder."""

    name: str
    title: str
    licence: str
    files: tuple[File, ...]
    base: str | None = None  # the model that this one changes


def _catalogue(path: Path) -> dict[str, Model]:
    known = tomllib.loads(path.read_text(encoding="utf-8"))
    repository, branch = known.pop("repository"), known.pop("branch")
    found = {}
    for name, facts in known.items():
        listed = []
        for entry in facts["files"]:
            path_there = f"models/{name}/{entry['file']}"
            addresses = files.github_addresses(repository, branch, path_there)
            listed.append(File(path_there, entry["sha256"], entry["bytes"], addresses))
        found[name] = Model(
            name, facts["title"], facts["licence"], tuple(listed), facts.get("base")
        )
    return found


MODELS = _catalogue(Path(__file__).parent / "models.toml")


def folder(name: str) -> Path:
    """The folder of one of our own models, with configuration, weights and tokenizer.

    A change of another model is merged with it on first use, into the user's cache.

    Where it was fetched, one line says from where and under which licence.
    Raises: FileError for an unknown name or a file that is not the one of models.toml; Unavailable
        (a FileError) if the model is nowhere on this machine and can't be fetched.
    """
    if name not in MODELS:
        near = difflib.get_close_matches(str(name), MODELS, n=1)
        hint = f" 혹시 {near[0]}입니까?" if near else ""
        raise FileError(
            f"{name!r}(이)라는 모델은 없습니다.{hint} 쓸 수 있는 이름: {', '.join(MODELS)}"
        )
    model = MODELS[name]
    return _merged(model) if model.base else _as_listed(model)


def _merged(model: Model) -> Path:
    """Base and change together: in the cache, or where that can't be written, in a folder that the
    operating system will clear.
    """
    assert model.base
    delta, base = _as_listed(model), folder(model.base)
    known = [file.sha256[:12] for file in (*MODELS[model.base].files, *model.files)]
    mark = hashlib.sha256("".join(known).encode()).hexdigest()[:12]
    target = files.cache_dir() / "merged" / f"{model.name}-{mark}"
    if (target / deltas.WEIGHTS).is_file():
        return target
    try:
        return deltas.merge(base, delta, target)
    except OSError:
        return deltas.merge(base, delta, Path(tempfile.mkdtemp()) / target.name)


def _as_listed(model: Model) -> Path:
    """The folder with the files of models.toml, each checked."""
    if (CLONE / model.name).is_dir():
        return _in_clone(model)
    try:
        paths, _ = files.locate(model.name, model.files, model.licence)
    except Unavailable as reason:
        size = sum(file.bytes for file in model.files) / 1e6
        raise Unavailable(
            f"모델 {model.name}({size:.0f} MB)을 받지 못했습니다: {reason}\n"
            "  인터넷에 연결한 뒤 이 셀을 다시 실행하거나, 강좌의 저장소를 통째로 "
            "내려받아(git clone) 그 안의 노트북을 여세요."
        ) from reason
    return paths[0].parent


def _in_clone(model: Model) -> Path:
    """The clone's folder, if each of its files is the right one."""
    for file in model.files:
        path = CLONE.parent / file.path
        if not path.is_file() or files.sha256(path) != file.sha256:
            raise FileError(
                f"저장소의 {file.path}이(가) 없거나 원본과 다릅니다. 되돌리려면: "
                f"git checkout -- models/{model.name}"
            )
    return CLONE / model.name

"""Whose file it is, by the names that learning-management systems, Drive and people give: what a
path says, before anybody compares it with a roster.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

import yaml

from .archives import Found
from .choose import plain_name

METADATA = "submission_metadata.yml"  # Gradescope's
MAX_METADATA = 20 * 2**20


@dataclass(frozen=True)
class Hint:
    """What a path says of a file's owner.

    Attributes:
        system: whose way of naming it is, "" if nobody's.
        ids: what may be a student's id, the likeliest first.
        names: what may be a student's name.
        file: the file's name as the student gave it.
        submitted: when it was handed in, if the system says so; without a zone if it says none.
    """

    system: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    file: str
    submitted: datetime | None = None


# Each matches one part of a path; `file` is what is left of a file's own name. Tried in this order.
NAMINGS = {
    "moodle": r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)",
    "blackboard": r"(?P<work>.+)_(?P<id>[^_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5})_?(?P<file>.*)",
    "canvas": r"(?P<name>[^\W_]+)_(?:LATE_)?(?P<id>\d+)_(?P<number>\d+)_(?P<file>.+)",
    "name(id)": r"(?P<name>[가-힣A-Za-z .]{2,40}?)[ _]?\((?P<id>\d{5,12})\)[ _-]*(?P<file>.*)",
    "id_name": r"(?P<id>\d{5,12})[ _-]+(?P<name>[가-힣]{2,5})(?![가-힣])[ _-]*(?P<file>.*)",
    "name_id": r"(?P<name>[가-힣]{2,5})[ _-]*(?P<id>\d{5,12})(?!\d)[ _-]*(?P<file>.*)",
    "name - file": r"(?P<name>[^-]{2,40}?) - (?P<file>.+)",
}


def hint(path: str, notebooks: Iterable[str], metadata: Mapping[str, Hint]) -> Hint:
    """What a file's path says.

    Args:
        notebooks: names of the assignment's notebooks, without `.ipynb`.
        metadata: what `gradescope` found.

    >>> hint("홍길동_5123_assignsubmission_file/010.ipynb", ["010"], {}).names
    ('홍길동',)
    """
    parts = PurePosixPath(path).parts
    for number in range(1, len(parts)):
        if told := metadata.get("/".join(parts[:number])):
            return Hint(told.system, told.ids, told.names, parts[-1], told.submitted)
    for part in reversed(parts):
        for system, naming in NAMINGS.items():
            if system == "name - file" and part is not parts[-1]:
                continue
            found = re.fullmatch(naming, part)
            if found and _is_file(found["file"], part is parts[-1]):
                return _of(system, found, parts[-1], notebooks)
    own = plain_name(parts[-1])
    for name in notebooks:
        if own.endswith(name) and (before := own[: -len(name)].rstrip(" _-")):
            return Hint("id_file", (before,), (before,), f"{name}.ipynb")
    folders = [part for part in reversed(parts[:-1]) if part not in notebooks]
    return Hint("", tuple(folders), tuple(folders), parts[-1])


def _is_file(rest: str, last: bool) -> bool:
    return ".ipynb" in rest.lower() if last else True


def _of(system: str, found: re.Match, last: str, notebooks: Iterable[str]) -> Hint:
    said = found.groupdict()
    submitted = None
    if said.get("time"):
        with contextlib.suppress(ValueError):
            submitted = datetime.strptime(said["time"], "%Y-%m-%d-%H-%M-%S")
    # Canvas writes its own number, not the school's: a roster may list it, a name says more
    ids = tuple(said[key] for key in ("id",) if said.get(key))
    names = tuple(said[key].strip() for key in ("name",) if said.get(key))
    file = said["file"] if re.search(r".\.ipynb", said["file"].lower()) else last
    again = re.sub(r"-\d+$", "", plain_name(file))  # Canvas counts what is handed in again
    if system == "canvas" and again in notebooks:
        file = f"{again}.ipynb"
    return Hint(system, ids, names, file, submitted)


def gradescope(files: Iterable[Found]) -> dict[str, Hint]:
    """Folder of a submission to its owner, from the lists that Gradescope packs with an export."""
    told: dict[str, Hint] = {}
    for found in files:
        if PurePosixPath(found.name).name != METADATA or found.file.stat().st_size > MAX_METADATA:
            continue
        listed = None
        with contextlib.suppress(yaml.YAMLError, UnicodeError, RecursionError):
            listed = yaml.safe_load(found.file.read_text(encoding="utf-8"))
        for folder, entry in listed.items() if isinstance(listed, dict) else ():
            submitters = entry.get(":submitters") if isinstance(entry, dict) else None
            if not isinstance(submitters, list) or len(submitters) != 1:
                continue  # nobody's, or a group's: a person has to say
            who = {str(key).lstrip(":"): str(value) for key, value in dict(submitters[0]).items()}
            moment = entry.get(":created_at")
            told[f"{PurePosixPath(found.name).parent}/{folder}"] = Hint(
                "gradescope",
                tuple(who[key] for key in ("sid", "email") if who.get(key)),
                tuple(who[key] for key in ("name",) if who.get(key)),
                "",
                moment if isinstance(moment, datetime) else None,
            )
    return told

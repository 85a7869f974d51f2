"""`autograder collect`: what students handed in, in whatever way it came, into `submitted/`.

It finds out whose file it is and puts it where nbgrader expects it. Which of a student's files
answers which notebook, and what is wrong with it, is decided later, by `choose` and `notebook`, and
nowhere else. Nothing is thrown away: an earlier attempt lies beside the later in `.earlier/`, which
nobody grades.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ..files import digest, write_atomically
from . import layouts
from .archives import Found, Room, walk
from .choose import plain_name
from .kinds import PACKED, ending, is_notebook, why_left
from .names import nfc
from .roster import Roster

EARLIER = ".earlier"
PLACED, SAME, OLDER, ASK, LEFT = "placed", "same", "earlier", "ask", "left"
"""Put where it belongs; already there; an attempt that another one replaces; a person has to say
whose it is; not taken."""


@dataclass
class Item:
    """A file that came, and what became of it.

    Attributes:
        source: its path, archives as folders in it.
        student: whose it is, "" if nobody knows.
        became: one of PLACED, SAME, OLDER, ASK, LEFT.
        place: where it is now, relative to the course; "" if nowhere.
        told: Korean sentences for a person.
        submitted: when it was handed in, in seconds since 1970, as far as anybody says.
        sure: whether that is the system's word and not the time of a file, which copying changes.
    """

    source: str
    student: str = ""
    became: str = LEFT
    place: str = ""
    told: list[str] = field(default_factory=list)
    submitted: float | None = None
    sure: bool = False
    sha256: str = ""


@dataclass(frozen=True)
class Target:
    """Where a class's files go.

    Attributes:
        root: the course.
        folder: a student's folder for the assignment.
        notebooks: names of the assignment's notebooks, without `.ipynb`.
        known: students' ids as the gradebook has them; used where there is no roster.
        due: seconds since 1970 until which an attempt is on time, None if there is no limit.
    """

    root: Path
    folder: Callable[[str], Path]
    notebooks: frozenset[str]
    known: frozenset[str]
    due: float | None


def collect(
    sources: Sequence[Path], target: Target, roster: Roster | None, dry_run: bool = False
) -> list[Item]:
    """Place every notebook that the sources hold. Doing it again changes nothing.

    Args:
        dry_run: say what would be done.

    Raises:
        OSError: a source or a place can't be read or written; what was placed before stays.
    """
    room = Room()
    with tempfile.TemporaryDirectory() as folder:
        found = [one for source in sources for one in walk(source, Path(folder), room)]
        metadata = layouts.gradescope(found)
        items: list[Item] = []
        wanted: dict[tuple[str, str], list[tuple[Item, Path]]] = {}
        for one in found:
            if one.name.rpartition("/")[2] == layouts.METADATA:
                continue
            item, name = _owner(one, target, roster, metadata)
            items.append(item)
            if name:
                wanted.setdefault((item.student, name), []).append((item, one.file))
        for (student, name), attempts in wanted.items():
            _place(target, student, name, attempts, dry_run)
    items += [Item(name, told=[f"{reason}."]) for name, reason in room.left_alone]
    return items


def _owner(
    found: Found, target: Target, roster: Roster | None, metadata: dict[str, layouts.Hint]
) -> tuple[Item, str]:
    """What is known of a file, and the name under which it is to be placed, "" if it isn't."""
    item = Item(found.name, submitted=found.modified)
    path = found.name
    last = path.rpartition("/")[2].lower()
    if ".ipynb" not in last and is_notebook(path, found.file):
        path = f"{path.removesuffix(ending(path))}.ipynb"
    elif ".ipynb" not in last or ending(last) in PACKED:
        item.told.append(why_left(path))
        return item, ""
    hint = layouts.hint(path, target.notebooks, metadata)
    if hint.submitted:
        item.submitted, item.sure = hint.submitted.timestamp(), True
    item.student, near = _student(hint, target, roster)
    if not item.student:
        item.became = ASK
        people = [f"{one} {roster.names[one]}".strip() for one in near] if roster else []
        shown = f" 혹시 {', '.join(people)}?" if people else ""
        item.told.append(f"누구의 것인지 모릅니다.{shown} 명단의 별칭 열에 적고 다시 실행하세요.")
        return item, ""
    own = plain_name(hint.file)
    name = f"{own}.ipynb" if own in target.notebooks else _safe(hint.file)
    if name != found.name.rpartition("/")[2]:
        item.told.append(f"{name}(으)로 이름을 바꾸어 놓습니다.")
    return item, name


def _student(hint: layouts.Hint, target: Target, roster: Roster | None) -> tuple[str, list[str]]:
    if roster is not None:
        return roster.match(hint)
    said = [nfc(one).strip() for one in (*hint.ids, *hint.names)]
    for one in said:
        if one in target.known:
            return one, []
    # without a roster an id or a system's name is taken at its word, a mere folder's name, too
    usable = [one for one in said if one and one == _safe(one)]
    return (usable[0] if usable else ""), []


def _safe(name: str) -> str:
    """A name that is one on every system and means no other place."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", nfc(name)).strip(" .")[:120]


def _place(
    target: Target,
    student: str,
    name: str,
    attempts: Iterable[tuple[Item, Path]],
    dry_run: bool,
) -> None:
    """Put the attempt that counts in its place and the others beside it."""
    folder = target.folder(student)
    there = folder / name
    ranked = []
    for item, file in attempts:
        item.sha256 = digest(file)
        ranked.append((_rank(item.submitted, target.due), item, file))
    ranked.sort(key=lambda one: one[0])
    _, counts, file = ranked[-1]
    for _, item, _ in ranked[:-1]:
        item.became = SAME if item.sha256 == counts.sha256 else OLDER
    held = digest(there) if there.is_file() and not there.is_symlink() else None
    here = there.stat().st_mtime if held is not None else None
    counts.place = os.path.relpath(there, target.root)
    if held == counts.sha256:
        counts.became = SAME
    elif held is not None and _rank(here, target.due) > _rank(counts.submitted, target.due):
        counts.became = OLDER
        counts.told.append("이미 놓인 파일이 더 나중에 낸 것이어서 그대로 두었습니다.")
    else:
        counts.became = PLACED
    if dry_run:
        return
    for _, item, other in ranked:
        if item.became == OLDER:
            item.place = _keep(target, folder, name, other, item.sha256)
    if counts.became == PLACED:
        if held is not None:
            _keep(target, folder, name, there, held)
        with open(file, "rb") as content:
            write_atomically(there, content)
        if counts.submitted is not None:
            os.utime(there, (counts.submitted, counts.submitted))
            if counts.sure:  # nbgrader counts lateness from this file
                moment = datetime.fromtimestamp(counts.submitted, UTC)
                write_atomically(folder / "timestamp.txt", f"{moment:%Y-%m-%d %H:%M:%S} UTC")


def _rank(submitted: float | None, due: float | None) -> tuple[bool, float]:
    """The latest on time; if none is, the latest. Without a time: on time, and the oldest."""
    on_time = due is None or submitted is None or submitted <= due
    return on_time, submitted or 0.0


def _keep(target: Target, folder: Path, name: str, file: Path, sha256: str) -> str:
    path = folder / EARLIER / f"{Path(name).stem} {sha256[:8]}.ipynb"
    if not path.exists():
        with open(file, "rb") as content:
            write_atomically(path, content)
    return os.path.relpath(path, target.root)


def log(items: Sequence[Item], path: Path) -> None:
    """Add what became of each file to a log, a line of JSON each."""
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    lines = [json.dumps({"when": moment, **asdict(item)}, ensure_ascii=False) for item in items]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def told_to(path: Path) -> dict[str, list[str]]:
    """What a log says of the files that were placed last, by student: for their own pages."""
    places: dict[tuple[str, str], tuple[str, list[str]]] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    for line in lines:
        with contextlib.suppress(ValueError, KeyError, TypeError):  # a line that was cut off
            entry = json.loads(line)
            if entry["became"] in (PLACED, SAME) and entry["student"] and entry["place"]:
                source = entry["source"].rpartition("/")[2]
                places[entry["student"], entry["place"]] = (source, entry["told"])
    found: dict[str, list[str]] = {}
    for (student, _), (source, told) in places.items():
        found.setdefault(student, []).extend(f"{source}: {text}" for text in told)
    return found


def summary(items: Sequence[Item], dry_run: bool = False) -> list[str]:
    """What a person reads: counts, then every file that somebody has to look at."""
    count = {kind: sum(item.became == kind for item in items) for kind in (PLACED, SAME, OLDER)}
    asked = [item for item in items if item.became == ASK]
    left = [item for item in items if item.became == LEFT]
    students = len({item.student for item in items if item.student})
    lines = [
        f"학생 {students}명: 놓음 {count[PLACED]}, 그대로 {count[SAME]}, "
        f"앞서 낸 것 {count[OLDER]}, 주인을 모름 {len(asked)}, 두고 온 파일 {len(left)}"
        + (" (--dry-run: 쓰지 않았습니다)" if dry_run else "")
    ]
    for item in (*asked, *left):
        lines.append(f"  {item.source}: {' '.join(item.told)}")
    return lines


def seconds(moment: datetime | None) -> float | None:
    """Seconds since 1970 of a due date as nbgrader keeps it: in UTC, without saying so."""
    return moment.replace(tzinfo=UTC).timestamp() if moment else None

"""`autograder release --public FOLDER`: the students' repository, made from the private course.

It holds what students open and what their setup cell installs: notebooks, the helper, our models, a
page that begins there, licences. It never holds lesson texts, solutions, trials or the grader. Made
again it differs only where the course does, so that its history shows what changed for students.
Committing and pushing stay with the instructor: what was public once stays public.
"""

from __future__ import annotations

import hashlib
import json
import shlex
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from jinja2 import Environment, PackageLoader

from ..course import Course
from ..errors import CourseError
from ..files import write_atomically
from . import build, helper, leaks, pages

MANIFEST = ".published.json"
"""What the last run wrote, file -> SHA-256: only these are replaced or removed."""
FOLDERS = (helper.FOLDER, "models")
NOT_PUBLIC = (*helper.NOT_INSTALLED, "recipes")
LICENCES = ("LICENSE", "LICENSE-prose")


@dataclass
class Published:
    """What was written into the students' repository, or would be."""

    folder: str
    tag: str
    repository: str
    branch: str
    files: int = 0
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    overwritten: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        return int(bool(self.overwritten))


def publish(
    root: Path,
    folder: Path,
    repository: str | None = None,
    branch: str | None = None,
    dry_run: bool = False,
) -> Published:
    """Make `folder` the students' repository as the course is now.

    Args:
        repository, branch: what its badges and setup cells open; course.toml's if None.

    Raises:
        CourseError: something generated is stale, a file would leak, the folder lies in the course
            or around it, or a file is in the way that no earlier run wrote. Nothing is written.
    """
    course, folder = Course.load(root), Path(folder).resolve()
    if folder.is_relative_to(course.root) or course.root.is_relative_to(folder):
        raise CourseError(
            f"{folder}: the students' repository can't lie in the course, or around it"
        )
    if repository and repository.count("/") != 1:
        raise CourseError(f"--repository is OWNER/NAME on GitHub, not {repository!r}")
    if complaints := build.check(course):
        raise CourseError("\n".join([*complaints[:10], "Nothing was published."]))
    course = replace(
        course, repository=repository or course.repository, branch=branch or course.branch
    )
    files, tag = contents(course)
    for name, content in files.items():
        _refuse_leaks(name, content)
    made = Published(str(folder), tag, course.repository, course.branch, len(files))
    before = _manifest(folder)
    _compare(folder, files, before, made)
    if not dry_run:
        for name in made.written:
            write_atomically(folder / name, files[name])
        for name in made.removed:
            (folder / name).unlink(missing_ok=True)
        known = {name: _digest(content) for name, content in sorted(files.items())}
        write_atomically(folder / MANIFEST, json.dumps(known, indent=1) + "\n")
    return made


def contents(course: Course) -> tuple[dict[str, bytes], str]:
    """Every file of the students' repository by name, and the tag that its setup cells install."""
    plan = build.make_plan(course)
    planned = {path.relative_to(course.root).as_posix(): text for path, text in plan.files.items()}
    files = {name: path.read_bytes() for name, path in _copied(course.root)}
    files |= {
        name: text.encode()
        for name, text in planned.items()
        if name.startswith(("notebooks/", f"{helper.FOLDER}/"))
    }
    python, wanted = _needs(course.root)
    files["requirements.txt"] = ("\n".join(wanted) + "\n").encode()
    lessons = [*plan.lessons.values()]
    page = Environment(loader=PackageLoader(__package__, ""), keep_trailing_newline=True)
    files["README.md"] = (
        page.get_template("public.md.j2")
        .render(
            title=course.title,
            table=pages.lesson_table(course, lessons, plan.lectures, korean=True),
            python=python,
        )
        .encode()
    )
    found = helper.plan(course.root, plan.files)
    return files, found[1] if found else course.branch


def commands(made: Published) -> list[str]:
    """What the instructor types next."""
    folder = shlex.quote(made.folder)
    git, new = f"git -C {folder}", []
    if not Path(made.folder, ".git").exists():  # an outer repository would take it
        address = f"https://github.com/{made.repository}.git"
        new = [f"  git init -b {made.branch} {folder}", f"  {git} remote add origin {address}"]
    return [
        "next:",
        *new,
        f'  {git} add -A && {git} commit -m "Course"',
        f'  {git} tag {made.tag}  # "already exists" is no harm: the helper has not changed',
        f"  {git} push origin HEAD {made.tag}",
    ]


def _needs(root: Path) -> tuple[str, list[str]]:
    """The oldest Python, and what a student's own machine installs."""
    path = root / "pyproject.toml"
    facts = tomllib.loads(path.read_text(encoding="utf-8"))["project"] if path.exists() else {}
    python = facts.get("requires-python", "3.11").removeprefix(">=")
    packages = facts.get("optional-dependencies", {}).get("course", ["jupyterlab"])
    return python, [*([f"./{helper.FOLDER}"] if (root / helper.FOLDER).exists() else []), *packages]


def _copied(root: Path) -> Iterator[tuple[str, Path]]:
    """Files that are public as they are: name, path."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            parts = path.relative_to(root).parts
            hidden = any(part in NOT_PUBLIC or part.startswith(".") for part in parts)
            if path.is_file() and not hidden:
                yield "/".join(parts), path
    for name in LICENCES:
        if (root / name).exists():
            yield name, root / name


def _refuse_leaks(name: str, content: bytes) -> None:
    """The last look: no marker of what is stripped stands anywhere, whatever made the file."""
    found = leaks.EDGE.search(content.decode("utf-8", "replace"))
    if found:
        raise CourseError(f"{name}: refused, a marker reaches students: {found.group(0)}")


def _manifest(folder: Path) -> dict[str, str]:
    """What the last run wrote there; empty if there was none.

    Hostile case: a student's pull request to the public repository that lists "../../thesis.tex",
    which the next run would delete.
    """
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        names = [PurePosixPath(name) for name in known]
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError) as error:
        raise CourseError(
            f"{folder / MANIFEST}: can't be read ({error}); take it from git"
        ) from None
    _refuse_outside(folder, names)
    return known


def _refuse_outside(folder: Path, names: Iterable[PurePosixPath]) -> None:
    """Hostile cases: names that climb out of the folder, links in it that lead out, git's own."""
    for name in names:
        inside = (folder / name).resolve().is_relative_to(folder)
        if name.is_absolute() or ".." in name.parts or name.parts[:1] == (".git",) or not inside:
            raise CourseError(f"{folder}: {name} lies outside; put the folder right from git")


def _compare(
    folder: Path, files: Mapping[str, bytes], before: Mapping[str, str], made: Published
) -> None:
    """Fill in what is to be written and removed.

    Raises:
        CourseError: files are in the way that no earlier run wrote.
    """
    _refuse_outside(folder, map(PurePosixPath, files))
    strange = []
    for name, content in files.items():
        path = folder / name
        there = path.read_bytes() if path.is_file() else None
        if there == content:
            continue
        if there is not None and name not in before:
            strange.append(name)
        elif there is not None and _digest(there) != before[name]:
            made.overwritten.append(name)
        made.written.append(name)
    if strange:
        raise CourseError(
            f"{folder}: {len(strange)} files are in the way that this command did not write: "
            f"{', '.join(strange[:5])}. If nobody needs them, remove them there and run this again"
        )
    made.removed = [name for name in before if name not in files and (folder / name).exists()]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

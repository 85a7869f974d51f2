"""The facts of `course.toml` and the paths that follow from them. Not for anything that is computed
or graded.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from .errors import CourseError


@dataclass(frozen=True)
class Course:
    """One checkout of the course."""

    root: Path
    title: str
    title_en: str
    repository: str
    branch: str
    lessons: tuple[str, ...]
    # what Colab installs the notebooks' helper from: its tag, the branch where it has none
    helper: str

    @classmethod
    def load(cls, root: Path | str = ".") -> Course:
        """Read ROOT/course.toml.

        Raises:
            CourseError: the file is missing, is not TOML, lacks a field, or disagrees with the
                folders in lessons/.
        """
        root = Path(root).resolve()
        path = root / "course.toml"
        try:
            facts = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise CourseError(
                f"{path}: no such file. Run this in the root of the course, or name it: autograder "
                "--root FOLDER …"
            ) from None
        except tomllib.TOMLDecodeError as error:
            raise CourseError(f"{path}: not valid TOML ({error})") from None
        wanted = {"title": str, "title_en": str, "repository": str, "branch": str, "lessons": list}
        for name, kind in wanted.items():
            if not isinstance(facts.get(name), kind):
                raise CourseError(f"{path}: `{name}` is missing or is not a {kind.__name__}")
        if facts["repository"].count("/") != 1:
            raise CourseError(
                f"{path}: `repository` is OWNER/NAME on GitHub, not {facts['repository']!r}"
            )
        lessons = tuple(facts["lessons"])
        folders = {folder.name for folder in (root / "lessons").glob("[0-9]*") if folder.is_dir()}
        for slug in lessons:
            if slug not in folders:
                raise CourseError(
                    f"{path}: lesson {slug!r} is listed but lessons/{slug}/ does not exist"
                )
        for slug in sorted(folders - set(lessons)):
            raise CourseError(
                f"lessons/{slug}/ exists but {path.name} does not list it; add it to `lessons` in "
                "its place"
            )
        branch = facts["branch"]
        return cls(
            root, facts["title"], facts["title_en"], facts["repository"], branch, lessons, branch
        )

    def check_slug(self, slug: str) -> str:
        """The slug itself, or a CourseError that names what comes nearest."""
        if slug in self.lessons:
            return slug
        starts = [known for known in self.lessons if known.startswith(slug)]
        if len(starts) == 1:
            return starts[0]
        near = starts or difflib.get_close_matches(slug, self.lessons, n=3, cutoff=0.4)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise CourseError(
            f"There is no lesson {slug!r}.{hint} Known lessons: {', '.join(self.lessons)}"
        )

    def lecture_path(self, slug: str) -> Path:
        return self.root / "notebooks" / slug / f"{slug}.ipynb"

    def exercise_path(self, slug: str) -> Path:
        return self.root / "notebooks" / slug / f"{slug}_exercise.ipynb"

    def solution_path(self, slug: str) -> Path:
        return self.root / "solutions" / slug / f"{slug}_exercise.ipynb"

    def colab_url(self, path: Path) -> str:
        """Address at which Colab opens this file of the repository."""
        inside = path.relative_to(self.root).as_posix()
        return f"https://colab.research.google.com/github/{self.repository}/blob/{self.branch}/{inside}"

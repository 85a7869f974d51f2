"""What a test does not do with a student's files, though its text says so: unpack one over a file
that is there, and run one here.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .link import Link

UNPACKED = "압축 파일에 든 {!r}은(는) 이미 있는 파일과 이름이 같아 풀지 않습니다."
RUN = "학생 코드가 만든 파일 {!r}은(는) 검사하는 프로세스에서 실행하지 않습니다."
_WRITES = {"open": 0, "os.remove": 0, "os.symlink": 1, "os.link": 1}
"""Which argument of an event names what is written."""
_UNPACKS = frozenset(["_extract_member", "_unpack_zipfile"])
"""Functions of `tarfile`, `zipfile` and `shutil`."""


class KeptOut:
    """An audit hook. Hostile cases: an archive holds the assignment's own file with other numbers;
    a module that the student's code has written decides what the test finds equal.

    The model answer's run meets it, too: a test that needs such a thing runs beside the answer.
    """

    def __init__(self, link: Link) -> None:
        self.link = link
        self.unpacked: set[str] = set()

    def __call__(self, event: str, arguments: tuple) -> None:
        if event in _WRITES and _unpacks():
            self._write(event, arguments)
        elif event == "open" and _imports() or event == "ctypes.dlopen":
            self._refuse_students(arguments[0])
        elif event == "exec":
            self._refuse_students(getattr(arguments[0], "co_filename", ""))
        elif event == "import" and arguments[1]:
            self._refuse_students(arguments[1])

    def _write(self, event: str, arguments: tuple) -> None:
        path = arguments[_WRITES[event]]
        if event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR):
            return
        if not isinstance(path, (str, os.PathLike)):
            return
        folder, name = os.path.split(os.fspath(path))
        place = os.path.join(os.path.realpath(folder), name)
        if os.path.lexists(place) and place not in self.unpacked and not self._students(place):
            raise PermissionError(UNPACKED.format(name))
        self.unpacked.add(place)

    def _refuse_students(self, path: object) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return
        path = os.fsdecode(path)
        if path[:1] != "<" and self._students(path):
            raise ImportError(RUN.format(os.path.basename(path)))

    def _students(self, path: str) -> bool:
        """Whether it lies in the student's folder, by way of links or not."""
        folder = self.link.folder
        there = os.path.realpath(folder.students)
        return folder.apart and os.path.realpath(path).startswith(there + os.sep)


def _unpacks() -> bool:
    frame, depth = sys._getframe(2), 0
    while frame is not None and depth < 12:
        if frame.f_code.co_name in _UNPACKS:
            return True
        frame, depth = frame.f_back, depth + 1  # type: ignore[assignment]
    return False


def _imports() -> bool:
    return "importlib" in sys._getframe(2).f_code.co_filename

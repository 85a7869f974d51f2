"""What a test does not do with a student's files, though its text says so: unpack one over a file
that is there, run one here, and make of a pickle more than data.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from ..confinement import no_debugger

if TYPE_CHECKING:
    from .link import Link

UNPACKED = "압축 파일에 든 {!r}은(는) 이미 있는 파일과 이름이 같아 풀지 않습니다."
RUN = "학생 코드가 만든 파일 {!r}은(는) 검사하는 프로세스에서 실행하지 않습니다."
_PICKLED = frozenset(
    f"{module}.{name}"
    for module, names in {
        "builtins": "bool bytearray bytes complex dict float frozenset int list range set slice "
        "str tuple",
        "collections": "Counter OrderedDict defaultdict deque",
        "datetime": "date datetime time timedelta timezone",
        "decimal": "Decimal",
        "fractions": "Fraction",
        "numpy": "dtype ndarray",
        "numpy._core.multiarray": "_reconstruct scalar",
        "numpy._core.numeric": "_frombuffer",
    }.items()
    for name in names.split()
)
"""What a pickle may name: data in containers and arrays. A frame is none. Hostile case: a pickle
gives an object attributes, and a frame's `equals` may be `str`, which finds everything true.
"""
UNPICKLED = (
    "pickle 파일에 든 {}은(는) 검사에서 열지 않습니다. 리스트, 딕셔너리, 수, 문자열, NumPy 배열만 "
    "담으세요."
)
_PROGRAMS = frozenset(["subprocess.Popen", "os.system", "os.posix_spawn", "os.exec"])
_WRITES = {"open": 0, "os.remove": 0, "os.symlink": 1, "os.link": 1}
"""Which argument of an event names what is written."""
_UNPACKS = frozenset(["_extract_member", "_unpack_zipfile"])
"""Functions of `tarfile`, `zipfile` and `shutil`."""


class KeptOut:
    """An audit hook. Hostile cases: an archive holds the assignment's own file with other numbers;
    a module that the student's code has written decides what the test finds equal; a pickle names
    `os.system`, or a library's class that evaluates a text when it is made. Who runs a program is
    looked into by nobody: a script writes a verdict into this process's pipe to the executor.

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
        elif event in _PROGRAMS:
            no_debugger()
        elif event == "pickle.find_class":
            named = ".".join(map(str, arguments))
            if named not in _PICKLED:
                raise ImportError(UNPICKLED.format(named))

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

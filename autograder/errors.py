"""The exceptions whose text is meant for a person.

The command line prints it without a traceback and ends with status 2; everything else that escapes
is a defect.
"""

import errno
from typing import NoReturn


class CourseError(Exception):
    """Something the user can mend; the message says what and how."""


class CannotRun(CourseError):
    """Nothing can be graded or reported at all: wrong assignment name, not released, broken
    configuration.

    Args:
        code: short English name of the reason.
        message: Korean sentence that says what to do next.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def complain(path, line: int, what: str, mend: str) -> NoReturn:
    """Refuse a lesson's text: where, what is wrong, and what to write instead."""
    raise CourseError(f"{path}:{line}: {what}. {mend}")


def told(error: OSError) -> str:
    """What the system refused, and where."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "디스크가 가득 찼습니다. 자리를 비우고 같은 명령을 다시 실행하세요."
    reason = error.strerror or str(error)
    return f"{error.filename}: 쓰거나 읽을 수 없습니다({reason})." if error.filename else reason

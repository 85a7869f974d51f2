"""What lies in files, folders and archives that came from outside, as plain files to look at.

An archive's names are never used on the disk: every member is written under a number into a folder
of ours, so no path in it leads anywhere. What is no regular file is left where it is, and said.
"""

from __future__ import annotations

import contextlib
import lzma
import os
import re
import stat
import tarfile
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,  # zipfile: encrypted after all
    NotImplementedError,  # zipfile: a compression that nobody has
    ValueError,
    UnicodeError,
)
ENCRYPTED = 0x1
UTF8 = 0x800


@dataclass(frozen=True)
class Found:
    """A file to look at.

    Attributes:
        name: its path as whoever packed it named it, with "/", NFC; archives are folders in it.
        file: where its bytes are, now.
        modified: seconds since 1970, None where nobody says.
    """

    name: str
    file: Path
    modified: float | None


@dataclass
class Room:
    """How much may come out of all sources together. Hostile case: a few kilobytes that unpack to
    terabytes, a million files, archives in archives.
    """

    files: int = 50_000
    size: int = 8 * 2**30
    one: int = 512 * 2**20
    ratio: int = 300  # of an archive's own size, once it has given a hundred megabytes
    depth: int = 3  # a class's archive, a student's in it, and one that a student made
    left_alone: list[tuple[str, str]] = field(default_factory=list)

    def leave(self, name: str, reason: str) -> None:
        """Note that something was not taken, and why (Korean)."""
        self.left_alone.append((name, reason))


class _Full(Exception):
    """A limit was met; the text says which, for a person."""


def walk(source: Path, into: Path, room: Room) -> Iterator[Found]:
    """Every regular file of a file, folder or archive; hidden ones and `__MACOSX` left out.

    Args:
        source: what an instructor named: it is trusted to be what is meant, its content is not.
        into: folder for what archives hold.
    """
    if source.is_dir():
        for base, folders, files in os.walk(source):
            folders[:] = sorted(name for name in folders if not _passed_over(name))
            for name in sorted(name for name in files if not _passed_over(name)):
                path = Path(base, name)
                inside = nfc_path(str(path.relative_to(source.parent)))
                status = path.lstat()
                if not stat.S_ISREG(status.st_mode):
                    room.leave(inside, "보통 파일이 아니라 링크나 장치입니다")
                    continue
                yield from _file(inside, path, status.st_mtime, into, room, room.depth)
    else:
        modified = source.stat().st_mtime
        yield from _file(nfc_path(source.name), source, modified, into, room, room.depth)


def nfc_path(name: str) -> str:
    """A path in an archive or on a disk as one text: "/" between parts, one normal form."""
    clean = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", clean)


def _passed_over(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


def _file(
    name: str, path: Path, modified: float | None, into: Path, room: Room, depth: int
) -> Iterator[Found]:
    if not name.lower().endswith(ARCHIVES):
        yield Found(name, path, modified)
    elif depth == 0:
        room.leave(name, "압축 파일 안의 압축 파일이 너무 깊습니다")
    else:
        yield from _unpacked(name, path, into, room, depth - 1)


def _unpacked(name: str, path: Path, into: Path, room: Room, depth: int) -> Iterator[Found]:
    folder = re.sub(r"(\.tar)?\.\w+$", "", name)
    packed, given = max(path.stat().st_size, 1), 0
    opened = _zip_members if name.lower().endswith(".zip") else _tar_members
    try:
        for inside, modified, stream, trouble in opened(path):
            shown = f"{folder}/{inside}"
            problem = trouble or _bad_name(inside)
            if problem:
                room.leave(shown, problem)
                continue
            if any(map(_passed_over, PurePosixPath(inside).parts)):
                continue
            target = into / f"{room.files:06d}"
            try:
                with stream() as reader:
                    limit = max(packed * room.ratio, 100 * 2**20) - given
                    given += _copy(reader, target, room, limit)
            except _Full as full:
                room.leave(shown, str(full))
                if "모두" in str(full):
                    return
                continue
            except BROKEN as error:
                room.leave(shown, f"압축을 풀 수 없습니다({type(error).__name__})")
                continue
            yield from _file(shown, target, modified, into, room, depth)
    except BROKEN as error:
        room.leave(name, f"압축 파일이 깨졌습니다({type(error).__name__})")


def _copy(reader: IO[bytes], target: Path, room: Room, limit: int) -> int:
    """Bytes written. Raises: _Full; nothing of the file is left then."""
    if room.files <= 0:
        raise _Full("파일이 너무 많아 나머지를 모두 두었습니다")
    room.files -= 1
    written = 0
    try:
        with open(target, "wb") as file:
            while block := reader.read(2**16):
                written += len(block)
                if written > room.one:
                    raise _Full(f"파일 하나가 {room.one >> 20} MB를 넘습니다")
                if written > limit or written > room.size:
                    raise _Full("풀린 크기가 한도를 넘어 나머지를 모두 두었습니다")
                file.write(block)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    room.size -= written
    return written


def _bad_name(name: str) -> str:
    """Why a member's name is none that an honest program packs, "" if it is one."""
    parts = PurePosixPath(name).parts
    if not parts or "\0" in name or len(name) > 1000:
        return "이름이 없거나 쓸 수 없는 이름입니다"
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
        return "압축 파일 밖을 가리키는 이름입니다"
    return ""


def _zip_members(path: Path):
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            mode = info.external_attr >> 16
            trouble = ""
            if info.flag_bits & ENCRYPTED:
                trouble = "암호가 걸려 있습니다"
            elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                trouble = "보통 파일이 아니라 링크나 장치입니다"
            modified = None
            with contextlib.suppress(ValueError, OverflowError):
                moment = info.date_time
                if moment[0] > 1980:  # what has no time says 1980
                    modified = time.mktime((*moment, 0, 0, -1))
            yield _zip_name(info), modified, lambda info=info: archive.open(info), trouble


def _zip_name(info: zipfile.ZipInfo) -> str:
    """A member's name in Hangul, also where a program left its encoding unsaid: Windows writes
    cp949, older macOS UTF-8, and zipfile reads both as cp437.
    """
    name = info.filename
    if not info.flag_bits & UTF8:
        with contextlib.suppress(UnicodeError):
            raw = name.encode("cp437")
            for encoding in ("utf-8", "cp949"):
                with contextlib.suppress(UnicodeError):
                    name = raw.decode(encoding)
                    break
    return nfc_path(name.replace("\\", "/"))


def _tar_members(path: Path):
    room = Room()
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            room.size -= member.size  # what is passed over is unpacked all the same
            room.files -= 1
            if room.size < 0 or room.files < 0:
                raise tarfile.TarError("too much")
            if member.isdir():
                continue
            trouble = "" if member.isreg() else "보통 파일이 아니라 링크나 장치입니다"
            if member.sparse is not None:
                trouble = "빈 곳을 줄여 담은 파일입니다"
            name = nfc_path(re.sub(r"^(\./)+", "", member.name))
            yield name, float(member.mtime), lambda m=member: _reader(archive, m), trouble


def _reader(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    stream = archive.extractfile(member)
    if stream is None:
        raise tarfile.TarError(member.name)
    return stream

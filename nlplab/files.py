"""Files from outside by name and SHA-256: from a mirror, from the user's cache, or fetched into it.

Data sets, results of long computations and models stand on this module. A file is used only if its
SHA-256 is the known one, wherever it lies, and it has its name only when it is whole. What the
files mean is not known here.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

WAITS = (0.0, 1.0, 3.0)  # seconds before each round over a file's addresses
TIMEOUT = (5, 30)  # seconds to connect, and between two pieces of an answer


class FileError(RuntimeError):
    """A file can't be had as asked; the message says what to do next."""


class Unavailable(FileError):
    """No address gave the file (no network, dead link, wrong bytes everywhere), or nothing can be
    kept.
    """


@dataclass(frozen=True)
class File:
    """One file: `path` as in a mirror, its SHA-256 and size in bytes, and the addresses that serve
    it.

    Of a file whose name ends in .xz, SHA-256 and size are those of what it holds: another version
    of xz may compress otherwise.
    """

    path: str
    sha256: str
    bytes: int
    addresses: tuple[str, ...]


def github_addresses(repository: str, commit: str, path: str) -> tuple[str, str]:
    """Two independent servers for a file of a public repository (jsDelivr serves files up to 20
    MB).
    """
    return (
        f"https://raw.githubusercontent.com/{repository}/{commit}/{path}",
        f"https://cdn.jsdelivr.net/gh/{repository}@{commit}/{path}",
    )


def cache_dir() -> Path:
    """Where fetched files are kept: NLPLAB_CACHE, or the operating system's folder for caches."""
    import pooch

    return Path(os.environ.get("NLPLAB_CACHE") or pooch.os_cache("nlplab")).expanduser()


def locate(name: str, files: Sequence[File], licence: str) -> tuple[tuple[Path, ...], str]:
    """All files as (paths, origin): from the mirror, or from the cache, where what is missing is
    fetched.

    What came from the internet is reported in one line with its hosts and its licence.
    Returns: paths in the order of `files`; origin "mirror", "cache" or "internet".
    Raises: FileError if the mirror is wrong; Unavailable (a FileError) if no address gives a file.
    """
    mirrored = in_mirror(files)
    if mirrored:
        return mirrored, "mirror"
    hosts, paths = [], []
    for file in files:
        path = in_cache(file)
        if path is None:
            path, host = download(file)
            hosts.append(host)
        paths.append(path)
    if hosts:
        print(
            f"{name}: {', '.join(dict.fromkeys(hosts))}에서 파일 {len(hosts)}개를 받아 "
            f"SHA-256을 확인했습니다. 라이선스: {licence}"
        )
    return tuple(paths), "internet" if hosts else "cache"


def in_mirror(files: Sequence[File]) -> tuple[Path, ...] | None:
    """The files in the folder that NLPLAB_DATA names: all of them, or None.

    Raises: FileError if the folder is missing or a file there is another one, which is its owner's
    to mend.
    """
    if not os.environ.get("NLPLAB_DATA"):
        return None
    mirror = Path(os.environ["NLPLAB_DATA"]).expanduser()
    if not mirror.is_dir():
        raise FileError(
            f"NLPLAB_DATA가 가리키는 폴더가 없습니다: {mirror}. "
            "경로를 고치거나 NLPLAB_DATA를 지우세요."
        )
    paths = tuple(mirror / file.path for file in files)
    if not all(path.is_file() for path in paths):
        return None
    for path, file in zip(paths, files, strict=True):
        found = sha256(path)
        if found != file.sha256:
            raise FileError(
                f"미러의 파일이 원본과 다릅니다: {path}\n"
                f"  기대한 SHA-256: {file.sha256} ({file.bytes:,}바이트)\n"
                f"  실제 SHA-256: {found} ({path.stat().st_size:,}바이트)\n"
                f"  {(*file.addresses, '원본')[0]} 에서 다시 받아 바꾸거나, 이 파일을 지우거나, "
                "NLPLAB_DATA를 지우세요."
            )
    return paths


def in_cache(file: File) -> Path | None:
    """Where the cache has the file, or None. A spoilt one is named and removed.

    Raises: Unavailable if a spoilt one can't be removed.
    """
    path = cache_dir() / file.path
    if not path.is_file():
        return None
    if sha256(path) == file.sha256:
        return path
    print(f"캐시의 파일이 상해서 지우고 다시 받습니다: {file.path}")
    try:
        path.unlink()
    except OSError as error:
        raise Unavailable(f"상한 캐시 파일을 지울 수 없음: {path}, {error.strerror}") from error
    return None


def download(file: File) -> tuple[Path, str]:
    """Fetch a file into the cache and return (path, host). Raises: Unavailable."""
    return retrieve(file.addresses, cache_dir() / file.path, file.sha256)


def retrieve(addresses: Sequence[str], target: Path, known: str | None) -> tuple[Path, str]:
    """Fetch one of `addresses` as `target`, which gets its name after its SHA-256 was found to be
    `known`.

    An address that says 4xx is not asked again; anything else (refused, timed out, cut short) is,
    after a wait.
    Returns: (target, host). Raises: Unavailable, with what each host said.
    """
    import pooch
    import requests

    pooch.get_logger().setLevel("ERROR")  # it logs to stderr
    left, trouble = list(addresses), {}
    for wait in WAITS:
        time.sleep(wait if left else 0)
        for address in tuple(left):
            host = urlsplit(address).netloc
            try:
                pooch.retrieve(
                    address,
                    known_hash=f"sha256:{known}" if known else None,
                    fname=target.name,
                    path=target.parent,
                    downloader=pooch.HTTPDownloader(timeout=TIMEOUT),
                )
                return target, host
            except requests.HTTPError as error:
                status = error.response.status_code if error.response is not None else 0
                trouble[host] = f"HTTP {status}"
                if 400 <= status < 500 and status not in (408, 429):
                    left.remove(address)
            except requests.RequestException:
                trouble[host] = "연결할 수 없거나 끊김"
            except ValueError:
                trouble[host] = "받은 파일의 SHA-256이 다름"
            except OSError as error:
                raise unwritable(target.parent, error) from error
    said = ", ".join(f"{host} {what}" for host, what in trouble.items()) or "받을 주소가 없음"
    raise Unavailable(f"{target.name}: {said}")


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file of the cache so that it has its name only when it is whole. Raises:
    Unavailable.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise unwritable(path.parent, error) from error


def unwritable(folder: Path, error: OSError) -> Unavailable:
    return Unavailable(
        f"캐시 폴더에 쓸 수 없음: {folder}, NLPLAB_CACHE로 바꿀 수 있음, {error.strerror}"
    )


def sha256(path: Path) -> str:
    """SHA-256 of a file in hexadecimal digits; of what an .xz file holds, "" if it can't be read to
    its end.
    """
    digest = hashlib.sha256()
    try:
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except (lzma.LZMAError, EOFError):
        return ""
    return digest.hexdigest()

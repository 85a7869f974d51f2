"""Korean texts to morphemes: hundreds of thousands of them, in parallel, with a progress bar, and
only once.

Two analysers behind one function. Kiwi (C++) has threads of its own; Okt (Java) is called from
Python threads, since nearly all of its time passes in the Java virtual machine with Python's lock
released, so that processes, each with a machine of its own, would only cost memory. What was
analysed once is read from the user's cache afterwards (NLPLAB_CACHE moves it): the file's name is a
hash of the texts, the analyser, its version and its options, so that no result is ever used for
something else. What the morphemes mean for a model is the lessons' subject, not this module's.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import io
import json
import os
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from nlplab import files, runtime

ANALYZERS = {
    "kiwi": ("kiwipiepy", "kiwipiepy_model"),
    "okt": ("konlpy", "jpype1"),
}  # name -> distributions
OPTIONS = {"kiwi": {"normalize_coda": False}, "okt": {"norm": False, "stem": False}}
SMALLEST_CACHED = 100  # fewer texts are analysed faster than their file is found
_MODULES = {"kiwi": ("kiwipiepy",), "okt": ("konlpy", "jpype")}
_FORMAT = "1"  # of the files in the cache
# process -> (workers, Kiwi); another process's stays, since taking down its threads hangs
_kiwi: dict = {}
_okt: tuple | None = None  # (process, Okt)


class Unavailable(RuntimeError):
    """The analyser can't be used on this machine; the message says what to install."""


# --- availability


def available(analyzer: str) -> bool:
    """Whether `analyzer` ("kiwi" or "okt") can be used here: its package, and for Okt a working
    Java.
    """
    return not reason(analyzer)


def reason(analyzer: str) -> str:
    """Why `analyzer` can't be used here and what to do about it, in one Korean line; "" if it can.

    Raises: ValueError for an unknown name.
    """
    if analyzer not in ANALYZERS:
        raise ValueError(
            f"{analyzer!r}(이)라는 형태소 분석기는 없습니다. 쓸 수 있는 이름: "
            f"{', '.join(ANALYZERS)}"
        )
    if not all(importlib.util.find_spec(module) for module in _MODULES[analyzer]):
        package = ANALYZERS[analyzer][0]
        return (
            f"{analyzer}를 쓰려면 {package}가 있어야 합니다. `pip install {package}`를 실행하고 "
            "커널을 다시 시작하세요."
        )
    if analyzer == "okt" and _okt is None and runtime.find_java() is None:
        return (
            "okt를 쓰려면 Java(JDK)가 있어야 합니다. JDK를 설치하고 커널을 다시 시작하거나, "
            'analyzer="kiwi"를 쓰세요.'
        )
    return ""


# --- tokenize


def tokenize(
    texts: Iterable[str],
    analyzer: str = "kiwi",
    *,
    tags: bool = False,
    workers: int | None = None,
    cache: bool = True,
    **options,
) -> list[list]:
    """The morphemes of every text, in the order of the texts.

    Args: texts: strings (a list, a pandas column ...). analyzer: "kiwi" or "okt". tags: give
        (morpheme, tag) pairs instead of morphemes. workers: threads, by default one for each core.
        cache: read the result from the user's cache and keep it there (from `SMALLEST_CACHED`
        different texts on). options: `normalize_coda` of Kiwi, `norm` and `stem` of Okt, all False
        by default.
    Returns: one list for each text; "" gives []. Kiwi's morphemes are dictionary forms (했다: 하,
        었, 다), Okt's are pieces of the text unless `stem`. The lists are the caller's own:
        changing one changes neither another nor the cache. A text that stands there many times is
        analysed once.
    Raises: TypeError if a text is not a string (say, a missing value) or an option is unknown;
        ValueError for an unknown analyser; Unavailable if it can't be used on this machine
        (`reason` says why).
    Source: https://github.com/bab2min/kiwipiepy, https://konlpy.org (Okt:
    https://github.com/open-korean-text)
    """
    unavailable = reason(analyzer)
    if isinstance(texts, (str, bytes)):
        raise TypeError(
            'texts에는 글 하나가 아니라 글의 목록을 넣으세요. 예: tokenize(["영화가 재미있다"])'
        )
    texts = list(texts)
    for row, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(
                f'{row}번째 글이 문자열이 아닙니다: {text!r}. 빠진 값은 먼저 빼거나 ""로 바꾸세요.'
            )
    unknown = sorted(options.keys() - OPTIONS[analyzer].keys())
    if unknown:
        raise TypeError(
            f"{analyzer}에 없는 옵션: {', '.join(unknown)}. 쓸 수 있는 옵션: "
            f"{', '.join(OPTIONS[analyzer])}"
        )
    options = {**OPTIONS[analyzer], **options}
    different = list(dict.fromkeys(texts))
    path = (
        _path(different, analyzer, options) if cache and len(different) >= SMALLEST_CACHED else None
    )
    pairs = _read(path, len(different)) if path else None
    if pairs is None:
        if unavailable:
            raise Unavailable(unavailable)
        pairs = list(_analyze(different, analyzer, options, workers))
        if path:
            _keep(path, pairs)
    found = dict(zip(different, pairs, strict=True))
    if tags:
        return [list(found[text]) for text in texts]
    return [[form for form, _ in found[text]] for text in texts]


def _analyze(texts: list[str], analyzer: str, options: dict, workers: int | None):
    workers = max(1, workers or _cores())
    sendable = [
        text.encode("utf-8", "replace").decode("utf-8") for text in texts
    ]  # a lone surrogate stops both analysers
    results = (_analyze_kiwi if analyzer == "kiwi" else _analyze_okt)(sendable, options, workers)
    if len(texts) >= SMALLEST_CACHED:  # a bar for a sentence or two would only be in the way
        results = runtime.progress(results, f"형태소 분석({analyzer})", total=len(texts))
    for pairs in results:
        yield [
            (form, tag) for form, tag in pairs if form.strip()
        ]  # Okt gives line breaks as tokens


def _analyze_kiwi(texts: list[str], options: dict, workers: int):
    process = os.getpid()
    if process not in _kiwi or _kiwi[process][0] != workers:  # threads do not survive a fork
        from kiwipiepy import Kiwi

        _kiwi[process] = workers, Kiwi(num_workers=workers)
    for tokens in _kiwi[process][1].tokenize(texts, **options):
        yield [(token.form, token.tag) for token in tokens]


def _analyze_okt(texts: list[str], options: dict, workers: int):
    global _okt
    from concurrent.futures import ThreadPoolExecutor

    if _okt is None:
        from konlpy.tag import Okt

        runtime.prepare_java()  # JAVA_HOME, where JPype looks first
        _okt = os.getpid(), Okt()
    if _okt[0] != os.getpid():  # a Java virtual machine does not survive a fork: calling it hangs
        raise Unavailable(
            "Okt는 fork로 갈라진 프로세스에서 쓸 수 없습니다. Okt를 처음 쓴 프로세스에서 부르거나 "
            "spawn으로 프로세스를 만드세요."
        )
    slices = [texts[start : start + 50] for start in range(0, len(texts), 50)]
    with ThreadPoolExecutor(workers) as pool:
        try:
            yield from chain.from_iterable(
                pool.map(lambda part: [_okt[1].pos(text, **options) for text in part], slices)
            )
        finally:
            pool.shutdown(
                wait=False, cancel_futures=True
            )  # else an interrupt waits for all the texts


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# --- cache


def _path(texts: list[str], analyzer: str, options: dict) -> Path:
    """Where the result for exactly these texts, in this order, with this analyser and these options
    is kept.
    """
    versions = [_version(name) for name in ANALYZERS[analyzer]]
    about = json.dumps(
        [
            _FORMAT,
            analyzer,
            versions,
            sorted((name, repr(value)) for name, value in options.items()),
        ]
    )
    digest = hashlib.sha256(about.encode())
    for text in texts:
        content = text.encode("utf-8", "surrogatepass")
        digest.update(
            b"%d:" % len(content) + content
        )  # the length, so that ["ab", "c"] is not ["a", "bc"]
    return files.cache_dir() / "tokens" / f"{analyzer}-{digest.hexdigest()[:40]}.tokens"


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _keep(path: Path, texts: list[list[tuple[str, str]]]) -> None:
    """Write a result: the SHA-256 of the rest on the first line, then the different pairs and the
    texts as numbers.
    """
    import numpy as np

    number: dict = {}
    ids = [number.setdefault(pair, len(number)) for text in texts for pair in text]
    names = json.dumps(list(number)).encode()  # ASCII, so that any string survives
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        names=np.frombuffer(names, dtype="uint8"),
        ids=np.array(ids, dtype="int32"),
        lengths=np.array([len(text) for text in texts], dtype="int32"),
    )
    content = stream.getvalue()
    try:
        files.write_atomically(path, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
    except files.Unavailable as error:
        print(f"알림: 형태소 분석의 결과를 보관하지 못했습니다({error}). 다음에 다시 분석합니다.")


def _read(path: Path, n_texts: int) -> list[list[tuple[str, str]]] | None:
    """The result kept at `path`, or None if there is none or it is damaged (then it is made
    anew).
    """
    import numpy as np

    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if hashlib.sha256(content).hexdigest().encode() == digest:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            names = [tuple(pair) for pair in json.loads(arrays["names"].tobytes())]
            ids, lengths = arrays["ids"].tolist(), arrays["lengths"].tolist()
        if len(lengths) == n_texts and sum(lengths) == len(ids):
            pairs = map(names.__getitem__, ids)
            return [[next(pairs) for _ in range(length)] for length in lengths]
    print(f"알림: 보관해 둔 형태소 분석이 손상되어 다시 만듭니다: {path.name}")
    return None

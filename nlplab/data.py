"""Data sets by name: found on this machine or fetched, checked, and described by a card.

In the profile "quick" a loader returns the sample that ships with the course, at once and without
the network. In "full" it looks in this order: the folder in NLPLAB_DATA (a mirror an instructor
prepared), the user's cache (NLPLAB_CACHE moves it), the internet, the sample (`files` does the
first three). Files are either all of one data set's or none: a real training set never meets a
sample test set. What is known about a data set, its addresses and what stands on its card, is in
datasets.toml.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import lzma
import re
import tarfile
import tomllib
import zlib
from dataclasses import dataclass
from pathlib import Path

from nlplab import files, runtime
from nlplab.files import File, Unavailable, cache_dir

__all__ = ["DATASETS", "DataError", "Dataset", "Unavailable", "cache_dir", "card", "fetch"]
SAMPLES = Path(__file__).parent / "samples"
DataError = files.FileError  # what loaders raise


@dataclass(frozen=True)
class Dataset:
    """What is known about a data set. Texts are Korean and go on its card; `files` is empty if the
    course wrote it.

    With an `archive`, the address of one file with single texts, `files` are the tables that are
    packed from it.
    """

    name: str
    title: str
    origin: str
    licence: str
    citation: str
    rows: str
    columns: str
    flaws: str
    sample: str  # how the sample differs
    sample_files: tuple[str, ...]
    files: tuple[File, ...] = ()
    archive: str = ""


def _catalogue(path: Path) -> dict[str, Dataset]:
    """The data sets of a TOML file, by name."""
    found = {}
    for name, facts in tomllib.loads(path.read_text(encoding="utf-8")).items():
        listed = []
        for entry in facts.pop("files", []):
            addresses: tuple[str, ...] = (facts["archive"],) if "archive" in facts else ()
            if "github" in entry:
                addresses = files.github_addresses(entry["github"], entry["commit"], entry["file"])
            listed.append(File(entry["path"], entry["sha256"], entry["bytes"], addresses))
        samples = tuple(facts.pop("sample_files"))
        found[name] = Dataset(name, sample_files=samples, files=tuple(listed), **facts)
    return found


DATASETS = _catalogue(Path(__file__).parent / "datasets.toml")


# --- loaders


def load_nsmc():
    """NSMC as (train, test): DataFrames with document (str, never NaN) and label (int64: 0
    negative, 1 positive).

    150,000 and 50,000 rows, or the course's own sample of reviews in "quick" and where the real
    files can't be had. `.attrs["origin"]` is "mirror", "cache", "internet" or "sample". Source:
    https://github.com/e9t/nsmc
    Raises: DataError if the mirror is wrong.
    """
    paths, origin = find("nsmc")
    if origin == "sample":
        return tuple(_read_reviews(path, origin) for path in paths)
    # Quotes are part of the text here, and a review may read "NA" or "null".
    return tuple(
        _read_reviews(path, origin, sep="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
        for path in paths
    )


def load_imdb():
    """IMDB as (train, test): DataFrames with document (str, as written, tags included) and label
    (int64: 0 negative, 1 positive).

    25,000 rows each, all negative ones first; or the course's own English reviews in "quick" and
    where the real ones can't be had; `.attrs["origin"]` as in `load_nsmc`. Source: Maas et al.
    (2011), https://ai.stanford.edu/~amaas/data/sentiment/
    Raises: DataError if the mirror is wrong.
    """
    import pandas as pd

    paths, origin = find("imdb")
    if origin == "sample":
        return tuple(_read_reviews(path, origin) for path in paths)
    frames = []
    for path in paths:
        frame = pd.read_csv(
            path,
            usecols=["text", "label"],
            dtype={"text": str, "label": "int64"},
            keep_default_na=False,
            encoding="utf-8",
        )
        frame = frame.rename(columns={"text": "document"})[["document", "label"]]
        frame.attrs["origin"] = origin
        frames.append(frame)
    return tuple(frames)


def load_reviews_en():
    """The course's own English reviews as (train, test), as `load_nsmc`; in both profiles alike."""
    paths, origin = find("reviews_en")
    return tuple(_read_reviews(path, origin) for path in paths)


def load_toy_corpus() -> list[list[str]]:
    """The course's own sentences about royalty and gender: one list of tokens a sentence."""
    (path,), _ = find("toy_corpus")
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load_shakespeare() -> str:
    """Shakespeare's plays as one text of 1,115,394 characters; in "quick" and offline, the course's
    English reviews, one a line. Source: https://github.com/karpathy/char-rnn
    """
    (path,), origin = find("shakespeare")
    if origin == "sample":
        return "\n".join(_read_reviews(path, origin).document)
    return path.read_text(encoding="utf-8")


def load_ws353_ko():
    """Korean word pairs as a DataFrame with word1, word2 (str) and score (float64, 0 to 10: how
    similar people find them).

    353 pairs, or the course's own shorter list in "quick" and offline; `.attrs["origin"]` as in
    `load_nsmc`.
    Source: Park et al. (2018), https://github.com/SungjoonPark/KoreanWordVectors
    """
    import pandas as pd

    (path,), origin = find("ws353_ko")
    # the original starts with a BOM
    frame = pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False)
    frame = frame.rename(columns={"word 1": "word1", "word 2": "word2", "kor_score": "score"})[
        ["word1", "word2", "score"]
    ]
    frame = frame.astype({"score": "float64"})
    frame.attrs["origin"] = origin
    return frame


def _read_reviews(path: Path, origin: str, **options):
    import pandas as pd

    frame = pd.read_csv(
        path,
        usecols=["document", "label"],
        dtype={"document": str, "label": "int64"},
        keep_default_na=False,
        encoding="utf-8",
        **options,
    )[["document", "label"]]
    frame.attrs["origin"] = origin
    return frame


# --- finding files


def fetch(name: str) -> tuple[tuple[Path, ...], str]:
    """The real files of a data set as (paths, origin), whatever the profile; origin is "mirror",
    "cache" or "internet".

    Raises: DataError for an unknown name, a wrong mirror, or a data set that ships with the course;
    Unavailable (a DataError) if neither mirror nor cache has the files and no address gives them.
    """
    dataset = _dataset(name)
    if not dataset.files:
        raise DataError(f"{name}은(는) 강좌에 들어 있는 자료라서 내려받을 파일이 없습니다.")
    if dataset.archive:
        return _from_archive(dataset)
    return files.locate(name, dataset.files, dataset.licence)


def find(name: str) -> tuple[tuple[Path, ...], str]:
    """Paths and origin for a loader: the real files in "full", the sample in "quick" and where they
    can't be had.
    """
    dataset = _dataset(name)
    if not dataset.files or runtime.profile() == "quick":
        return _samples(dataset), "sample"
    try:
        return fetch(name)
    except Unavailable as reason:
        print(
            f"알림: {name}의 실제 데이터를 받지 못해({reason}) 강좌의 작은 표본을 씁니다. "
            f"{dataset.sample} "
            "실제 데이터로 하려면 인터넷에 연결한 뒤 이 셀을 다시 실행하거나, 파일이 있는 폴더를 "
            "NLPLAB_DATA로 정하세요."
        )
        return _samples(dataset), "sample"


def _samples(dataset: Dataset) -> tuple[Path, ...]:
    paths = tuple(SAMPLES / file for file in dataset.sample_files)
    missing = [path.name for path in paths if not path.is_file()]
    if missing:
        raise DataError(
            f"강좌의 표본 파일이 없습니다: {', '.join(missing)}. 도우미 패키지(nlplab)를 다시 "
            "설치하세요."
        )
    return paths


def _dataset(name: str) -> Dataset:
    if name in DATASETS:
        return DATASETS[name]
    near = difflib.get_close_matches(str(name), DATASETS, n=1)
    hint = f" 혹시 {near[0]}입니까?" if near else ""
    raise DataError(
        f"{name!r}(이)라는 데이터는 없습니다.{hint} 쓸 수 있는 이름: {', '.join(DATASETS)}"
    )


def _from_archive(dataset: Dataset) -> tuple[tuple[Path, ...], str]:
    """The tables in the mirror or the cache, or packed from the archive; each is kept only if its
    SHA-256 is right.
    """
    mirrored = files.in_mirror(dataset.files)
    if mirrored:
        return mirrored, "mirror"
    cached = [path for file in dataset.files if (path := files.in_cache(file))]
    if len(cached) == len(dataset.files):
        return tuple(cached), "cache"
    print(f"{dataset.name}: 압축 파일을 받아 표로 묶습니다. 처음 한 번만 몇 분 걸립니다.")
    targets = [cache_dir() / file.path for file in dataset.files]
    target = targets[0].parent / Path(dataset.archive).name
    packed, host = files.retrieve((dataset.archive,), target, None)
    try:
        tables = pack_imdb(packed)
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError) as error:
        raise Unavailable(f"{packed.name}: 풀 수 없음, {error}") from error
    finally:
        packed.unlink(missing_ok=True)
    for file, table in zip(dataset.files, tables, strict=True):
        if hashlib.sha256(table).hexdigest() != file.sha256:
            raise Unavailable(f"{host}: 묶은 {Path(file.path).name}의 SHA-256이 다름")
    for path, table in zip(targets, tables, strict=True):
        files.write_atomically(path, lzma.compress(table, preset=1))
    print(
        f"{dataset.name}: {host}에서 압축 파일을 받아 표 {len(targets)}개로 묶고 "
        f"SHA-256을 확인했습니다. 라이선스: {dataset.licence}"
    )
    return tuple(targets), "internet"


def pack_imdb(archive: Path) -> tuple[bytes, bytes]:
    """The labelled texts of aclImdb_v1.tar.gz as two CSV files (train, test), in bytes:
    file,label,rating,text.

    Rows come negative before positive, then by number (the 12 of train/neg/12_3.txt; the 3 is the
    rating). Texts are kept as they are. Raises: OSError, EOFError, tarfile.TarError or zlib.error
    if it can't be read.
    """
    rows: dict[str, list[tuple[bool, int, str, str, str]]] = {"train": [], "test": []}
    labelled = re.compile(r"(?:\./)?aclImdb/((train|test)/(neg|pos)/(\d+)_(\d+)\.txt)")
    # Read once, front to back: the unlabelled texts are passed over.
    with tarfile.open(archive, "r|gz") as stream:
        for member in stream:
            found = labelled.fullmatch(member.name)
            content = stream.extractfile(member) if found else None
            if found and content:
                name, part, kind, number, rating = found.groups()
                review = content.read().decode("utf-8")
                rows[part].append((kind == "pos", int(number), name, rating, review))
    tables = []
    for part in rows.values():
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["file", "label", "rating", "text"])
        writer.writerows(
            [name, int(positive), rating, review]
            for positive, _, name, rating, review in sorted(part)
        )
        tables.append(text.getvalue().encode("utf-8"))
    train, test = tables
    return train, test


# --- cards


class Card(str):
    """Markdown text that a notebook displays as Markdown."""

    def _repr_markdown_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return str(self)


def card(name: str) -> Card:
    """The card of a data set: origin, licence, rows, columns, known flaws. Raises: DataError for an
    unknown name.
    """
    dataset = _dataset(name)
    sizes = ", ".join(f"{path.name} {_count_rows(path):,}행" for path in _samples(dataset))
    lines = {
        "출처": dataset.origin,
        "라이선스": dataset.licence,
        "인용": dataset.citation,
        "행": dataset.rows,
        "열": dataset.columns,
        "알려진 흠": dataset.flaws,
        "강좌의 표본": f"{sizes}. {dataset.sample}",
    }
    return Card(
        f"### 데이터 카드: {dataset.title}\n\n| 항목 | 내용 |\n|---|---|\n"
        + "\n".join(f"| {item} | {text} |" for item, text in lines.items())
        + "\n"
    )


def _count_rows(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = (
            sum(1 for row in csv.reader(stream) if row)
            if path.suffix == ".csv"
            else sum(1 for line in stream if line.strip())
        )
    return rows - (path.suffix == ".csv")  # less the header

"""Data sets by name: found on this machine or fetched, checked, and described by a card.

In the profile "quick" a loader returns the sample that ships with the course, at once and without the network. In
"full" it looks in this order: the folder in NLPLAB_DATA (a mirror an instructor prepared), the user's cache
(NLPLAB_CACHE moves it), the internet, the sample. Files are either all of one data set's or none: a real training
set never meets a sample test set. Whatever the place, a file is used only if its SHA-256 is the known one.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import lzma
import os
import re
import tarfile
import tempfile
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from nlplab import runtime

SAMPLES = Path(__file__).parent / "samples"
WAITS = (0.0, 1.0, 3.0)  # seconds before each round over a file's addresses
TIMEOUT = (5, 30)  # seconds to connect, and between two pieces of an answer


class DataError(RuntimeError):
    """Data can't be had as asked; the message says what to do next."""


class Unavailable(DataError):
    """No address gave the file (no network, dead link, wrong bytes everywhere); loaders then use the sample."""


@dataclass(frozen=True)
class File:
    """One file: `path` as in a mirror, its SHA-256 and size, and the addresses that serve it."""

    path: str
    sha256: str
    bytes: int
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Archive:
    """An archive of single texts, served at `address`, and the tables that are packed from it.

    A table's SHA-256 and size are those of the uncompressed CSV, because another version of xz may compress otherwise.
    """

    address: str
    files: tuple[File, ...]


@dataclass(frozen=True)
class Dataset:
    """What is known about a data set. Texts are Korean and go on its card; `tables` is empty if the course wrote it."""

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
    files: tuple[File, ...] = ()  # served as they are
    archive: Archive | None = None  # or packed here

    @property
    def tables(self) -> tuple[File, ...]:
        return self.archive.files if self.archive else self.files


def _github(repository: str, commit: str, path: str) -> tuple[str, str]:
    """Two independent servers for a file of a public repository (jsDelivr: files up to 20 MB)."""
    return (
        f"https://raw.githubusercontent.com/{repository}/{commit}/{path}",
        f"https://cdn.jsdelivr.net/gh/{repository}@{commit}/{path}",
    )


_NSMC = ("e9t/nsmc", "cc0670e872d4ac27bfe36c87456783004b39ef6c")
_WORDS = ("SungjoonPark/KoreanWordVectors", "7a815fa9ea63c940249ed9dedac0e6a97d61e8c6")
_IMDB = "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"
_OWN = "이 강좌에서 직접 썼습니다."
_OWN_LICENCE = "CC BY 4.0 (강좌의 글과 같음)"

DATASETS = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            name="nsmc",
            title="네이버 영화평 감성 말뭉치 (NSMC, Naver Sentiment Movie Corpus)",
            origin="[e9t/nsmc](https://github.com/e9t/nsmc). 네이버 영화의 짧은 평에서 별점 1-4를 부정, 9-10을 긍정으로 삼고 5-8은 뺐습니다.",
            licence="CC0 1.0 (저장소의 README)",
            citation="Lucy Park, Naver sentiment movie corpus v1.0, https://github.com/e9t/nsmc",
            rows="훈련 150,000 (부정 75,173, 긍정 74,827), 시험 50,000 (부정 24,827, 긍정 25,173)",
            columns='document: 영화평(str, 비어 있으면 ""), label: 0 부정, 1 긍정. 원본의 id 열은 뺍니다.',
            flaws="빈 문서가 훈련 5개, 시험 3개 있습니다. 같은 글이 되풀이됩니다(훈련에서 3,817개, 시험에서 842개가 앞에 나온 글). 글은 같은데 라벨이 다른 "
            "경우가 훈련에 158가지 있고, 시험 문서 1,571개는 훈련에도 있습니다. 따옴표가 든 줄이 훈련 623개, 시험 233개라서 따옴표를 "
            "해석하지 않고(csv.QUOTE_NONE) 읽어야 원문이 그대로 남습니다. 글자 수가 140을 넘는 글도 있습니다(가장 긴 글 158자). 별점에서 만든 "
            "라벨이므로 글의 내용과 어긋날 수 있습니다.",
            sample="직접 쓴 영화평이라 수가 적고 문장이 고르며, 원본처럼 빈 문서와 되풀이되는 글을 조금 넣었습니다. 실제 댓글과 분포가 달라서 정확도를 견줄 수 없습니다.",
            sample_files=("reviews_ko_train.csv", "reviews_ko_test.csv"),
            files=(
                File(
                    "nsmc/ratings_train.txt",
                    "e03b7d14e9e41be8d464a28057cd25d7396c53e67aa7fd5f7e552c59b0ee2940",
                    14_628_807,
                    _github(*_NSMC, "ratings_train.txt"),
                ),
                File(
                    "nsmc/ratings_test.txt",
                    "8ac9f64052f11dbf6ae0acb5e038f03d90a76f0eda7820cfb3a92d02edfcebda",
                    4_893_335,
                    _github(*_NSMC, "ratings_test.txt"),
                ),
            ),
        ),
        Dataset(
            name="ws353_ko",
            title="한국어 단어 유사도 353쌍 (WordSim-353의 한국어판)",
            origin="[SungjoonPark/KoreanWordVectors](https://github.com/SungjoonPark/KoreanWordVectors). 영어 WordSim-353의 단어 쌍을 한국어로 옮기고 한국어 화자 14명이 점수를 다시 매겼습니다.",
            licence="데이터의 라이선스는 적혀 있지 않습니다(README는 평가 데이터를 공개한다고만 말합니다). 받아서 쓰되 다시 나누어 주지 않습니다.",
            citation="Park et al. (2018), Subword-level Word Vector Representations for Korean, ACL. 영어 원본: Finkelstein et al. (2002)",
            rows="단어 쌍 353",
            columns="word1, word2: 단어(str), score: 사람이 매긴 유사도(float, 0에서 10, 실제로는 0.42에서 10). 원본의 열 이름은 word 1, word 2, kor_score입니다.",
            flaws="파일 앞에 BOM이 있습니다. 똑같은 쌍이 한 번 되풀이되고, 두 단어가 같은 쌍이 하나 있습니다. 일부 고유 명사는 한국인에게 익숙한 이름으로 바뀌어 영어 원본과 뜻이 다릅니다. 유사(같은 뜻)와 관련(함께 나옴)을 구별하지 않은 점수입니다.",
            sample="직접 고른 적은 수의 단어 쌍과 직접 매긴 점수라서 상관 계수를 논문의 수와 견줄 수 없습니다.",
            sample_files=("word_pairs_ko.csv",),
            files=(
                File(
                    "word_sim/WS353_korean.csv",
                    "1a2d9048dfde1a63e864c59f292db42ebe62b63469900d08bb87b074cc96306e",
                    7_378,
                    _github(*_WORDS, "WS353_korean.csv"),
                ),
            ),
        ),
        Dataset(
            name="imdb",
            title="IMDB 영화평 (Large Movie Review Dataset v1.0)",
            origin="[스탠퍼드 대학](https://ai.stanford.edu/~amaas/data/sentiment/). IMDb의 영어 영화평에서 별점 1-4를 부정, 7-10을 긍정으로 삼고 "
            "5-6은 뺐습니다. 한 영화의 평은 30개까지만 담았고, 훈련과 시험의 영화는 서로 다릅니다.",
            licence="라이선스는 적혀 있지 않습니다(글의 권리는 IMDb의 글쓴이에게 있음). 배포자는 쓸 때 논문을 인용하라고 합니다. 받아서 쓰되 다시 나누어 주지 않습니다.",
            citation="Maas et al. (2011), Learning Word Vectors for Sentiment Analysis, ACL",
            rows="훈련 25,000, 시험 25,000 (둘 다 부정 12,500, 긍정 12,500). 라벨 없는 50,000개는 쓰지 않습니다.",
            columns="document: 영화평(str), label: 0 부정, 1 긍정. 파일 이름의 별점은 뺍니다.",
            flaws="줄바꿈 대신 HTML 태그 `<br />`이 들어 있습니다(훈련 14,665개, 시험 14,535개). U+0085(다음 줄)라는 보이지 않는 글자가 든 글(훈련 350개, 시험 331개)이 있어서 str.splitlines로 "
            "나누면 한 글이 둘로 갈라집니다. 같은 글이 되풀이됩니다(훈련 96개, 시험 199개가 앞에 나온 글). 시험 글 123개는 훈련에도 있습니다. "
            "파일이 부정, 긍정 순서로 줄지어 있으므로 앞에서 잘라 쓰면 한쪽 라벨만 남습니다.",
            sample="강좌에서 직접 쓴 영어 영화평(reviews_en)입니다. 훨씬 짧고 문장이 고르므로 정확도를 견줄 수 없습니다.",
            sample_files=("reviews_en_train.csv", "reviews_en_test.csv"),
            archive=Archive(
                _IMDB,
                (
                    File(
                        "imdb/imdb_train.csv.xz",
                        "93d9359639c3226e767a92a07341a712e593023c50f2901e5ccf10a168b338e1",
                        33_909_423,
                        (_IMDB,),
                    ),
                    File(
                        "imdb/imdb_test.csv.xz",
                        "0a6f5ba2033079fbb28425851adb3151daea716cbd1141d84ff490d900f6db43",
                        33_102_937,
                        (_IMDB,),
                    ),
                ),
            ),
        ),
        Dataset(
            name="reviews_en",
            title="영어 영화평 (강좌 자체 자료)",
            origin=_OWN,
            licence=_OWN_LICENCE,
            citation="없음",
            rows="아래 표본의 행이 전부입니다.",
            columns="document: 영화평(str), label: 0 부정, 1 긍정",
            flaws="틀에서 만든 문장이 많아 실제 영화평보다 고릅니다. 여기서 얻은 정확도는 다른 자료와 견줄 수 없습니다.",
            sample="모든 프로필에서 이 파일을 씁니다.",
            sample_files=("reviews_en_train.csv", "reviews_en_test.csv"),
        ),
        Dataset(
            name="toy_corpus",
            title="왕과 여왕의 장난감 말뭉치 (강좌 자체 자료)",
            origin=_OWN,
            licence=_OWN_LICENCE,
            citation="없음",
            rows="아래 표본의 행이 전부입니다.",
            columns="한 줄에 한 문장, 토큰은 빈칸으로 나눕니다.",
            flaws="왕족과 성별이라는 두 축이 드러나도록 일부러 쓴 문장입니다. 실제 글의 단어 분포와 다릅니다.",
            sample="모든 프로필에서 이 파일을 씁니다.",
            sample_files=("toy_corpus_ko.txt",),
        ),
    )
}


# ---------------------------------------------------------------------------------------------- loaders


def load_nsmc():
    """NSMC as (train, test): DataFrames with document (str, never NaN) and label (int64: 0 negative, 1 positive).

    150,000 and 50,000 rows, or the course's own sample of reviews in "quick" and where the real files can't be had.
    `.attrs["origin"]` is "mirror", "cache", "internet" or "sample". Source: https://github.com/e9t/nsmc
    Raises: DataError if the mirror is wrong.
    """
    paths, origin = _find("nsmc")
    if origin == "sample":
        return tuple(_read_reviews(path, origin) for path in paths)
    # Quotes are part of the text here, and a review may read "NA" or "null".
    return tuple(
        _read_reviews(path, origin, sep="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
        for path in paths
    )


def load_imdb():
    """IMDB as (train, test): DataFrames with document (str, as written, tags included) and label (int64: 0 negative, 1 positive).

    25,000 rows each, all negative ones first; or the course's own English reviews in "quick" and where the real ones
    can't be had; `.attrs["origin"]` as in `load_nsmc`. Source: Maas et al. (2011), https://ai.stanford.edu/~amaas/data/sentiment/
    Raises: DataError if the mirror is wrong.
    """
    import pandas as pd

    paths, origin = _find("imdb")
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
    """The course's own English reviews as (train, test), columns as in `load_nsmc`; the same in both profiles."""
    paths, origin = _find("reviews_en")
    return tuple(_read_reviews(path, origin) for path in paths)


def load_toy_corpus() -> list[list[str]]:
    """The course's own tokenised sentences about royalty and gender: one list of tokens a sentence."""
    (path,), _ = _find("toy_corpus")
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load_ws353_ko():
    """Korean word pairs as a DataFrame with word1, word2 (str) and score (float64, 0 to 10: how similar people find them).

    353 pairs, or the course's own shorter list in "quick" and offline; `.attrs["origin"]` as in `load_nsmc`.
    Source: Park et al. (2018), https://github.com/SungjoonPark/KoreanWordVectors
    """
    import pandas as pd

    (path,), origin = _find("ws353_ko")
    frame = pd.read_csv(
        path, encoding="utf-8-sig", keep_default_na=False
    )  # the original starts with a BOM
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


# ---------------------------------------------------------------------------------------------- finding files


def fetch(name: str) -> tuple[tuple[Path, ...], str]:
    """The real files of a data set as (paths, origin), whatever the profile; origin is "mirror", "cache" or "internet".

    Raises: DataError for an unknown name, a wrong mirror, or a data set that ships with the course; Unavailable (a
    DataError) if neither mirror nor cache has the files and no address gives them.
    """
    dataset = _dataset(name)
    if not dataset.tables:
        raise DataError(f"{name}은(는) 강좌에 들어 있는 자료라서 내려받을 파일이 없습니다.")
    mirrored = _from_mirror(dataset)
    if mirrored:
        return mirrored, "mirror"
    if dataset.archive:
        return _from_archive(dataset)
    origin, hosts, paths = "cache", [], []
    for file in dataset.files:
        path = _from_cache(file)
        if path is None:
            path, host = _download(file)
            hosts.append(host)
            origin = "internet"
        paths.append(path)
    if hosts:
        print(
            f"{name}: {', '.join(dict.fromkeys(hosts))}에서 파일 {len(hosts)}개를 받아 SHA-256을 확인했습니다. "
            f"라이선스: {dataset.licence}"
        )
    return tuple(paths), origin


def cache_dir() -> Path:
    """Where downloaded files are kept: NLPLAB_CACHE, or the operating system's folder for caches."""
    import pooch

    return Path(os.environ.get("NLPLAB_CACHE") or pooch.os_cache("nlplab")).expanduser()


def _find(name: str) -> tuple[tuple[Path, ...], str]:
    """Paths and origin for a loader: the real files in "full", the sample in "quick" and where they can't be had."""
    dataset = _dataset(name)
    if not dataset.tables or runtime.profile() == "quick":
        return _samples(dataset), "sample"
    try:
        return fetch(name)
    except Unavailable as reason:
        print(
            f"알림: {name}의 실제 데이터를 받지 못해({reason}) 강좌의 작은 표본을 씁니다. {dataset.sample} "
            "실제 데이터로 하려면 인터넷에 연결한 뒤 이 셀을 다시 실행하거나, 파일이 있는 폴더를 NLPLAB_DATA로 정하세요."
        )
        return _samples(dataset), "sample"


def _samples(dataset: Dataset) -> tuple[Path, ...]:
    paths = tuple(SAMPLES / file for file in dataset.sample_files)
    missing = [path.name for path in paths if not path.is_file()]
    if missing:
        raise DataError(
            f"강좌의 표본 파일이 없습니다: {', '.join(missing)}. 강좌 패키지(nlp-lecture)를 다시 설치하세요."
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


def _from_mirror(dataset: Dataset) -> tuple[Path, ...] | None:
    """The files in NLPLAB_DATA, all of them or none. A wrong file there is the instructor's to mend, so it is an error."""
    if not os.environ.get("NLPLAB_DATA"):
        return None
    mirror = Path(os.environ["NLPLAB_DATA"]).expanduser()
    if not mirror.is_dir():
        raise DataError(
            f"NLPLAB_DATA가 가리키는 폴더가 없습니다: {mirror}. 경로를 고치거나 NLPLAB_DATA를 지우세요."
        )
    paths = tuple(mirror / file.path for file in dataset.tables)
    if not all(path.is_file() for path in paths):
        return None
    for path, file in zip(paths, dataset.tables):
        found = _sha256(path)
        if found != file.sha256:
            raise DataError(
                f"미러의 파일이 원본과 다릅니다: {path}\n  기대한 SHA-256: {file.sha256} ({file.bytes:,}바이트)\n"
                f"  실제 SHA-256: {found} ({path.stat().st_size:,}바이트)\n"
                f"  {file.addresses[0]} 에서 다시 받아 바꾸거나, 이 파일을 지우거나, NLPLAB_DATA를 지우세요."
            )
    return paths


def _from_cache(file: File) -> Path | None:
    path = cache_dir() / file.path
    if not path.is_file():
        return None
    if _sha256(path) == file.sha256:
        return path
    print(f"캐시의 파일이 상해서 지우고 다시 받습니다: {file.path}")
    try:
        path.unlink()
    except OSError as error:
        raise Unavailable(f"상한 캐시 파일을 지울 수 없음: {path}, {error.strerror}") from error
    return None


def _download(file: File) -> tuple[Path, str]:
    """Fetch a file into the cache and return (path, host). It gets its final name only after its SHA-256 was checked."""
    return _retrieve(file.addresses, cache_dir() / file.path, f"sha256:{file.sha256}")


def _retrieve(addresses: tuple[str, ...], target: Path, known_hash: str | None) -> tuple[Path, str]:
    """Fetch one of `addresses` as `target`; return (target, host).

    An address that says 4xx is not asked again; anything else (refused, timed out, cut short) is, after a wait.
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
                    known_hash=known_hash,
                    fname=target.name,
                    path=target.parent,
                    downloader=pooch.HTTPDownloader(timeout=TIMEOUT),
                )
                return target, host
            except requests.HTTPError as error:
                status = error.response.status_code
                trouble[host] = f"HTTP {status}"
                if 400 <= status < 500 and status not in (408, 429):
                    left.remove(address)
            except requests.RequestException:
                trouble[host] = "연결할 수 없거나 끊김"
            except ValueError:
                trouble[host] = "받은 파일의 SHA-256이 다름"
            except OSError as error:
                raise Unavailable(
                    f"캐시 폴더에 쓸 수 없음: {target.parent}, NLPLAB_CACHE로 바꿀 수 있음, {error.strerror}"
                ) from error
    raise Unavailable(
        f"{target.name}: " + ", ".join(f"{host} {what}" for host, what in trouble.items())
    )


def _from_archive(dataset: Dataset) -> tuple[tuple[Path, ...], str]:
    """The tables in the cache, or packed into it from the archive. A table is kept only if its SHA-256 is the known one."""
    archive = dataset.archive
    cached = [_from_cache(file) for file in archive.files]
    if all(cached):
        return tuple(cached), "cache"
    print(f"{dataset.name}: 압축 파일을 받아 표로 묶습니다. 처음 한 번만 몇 분 걸립니다.")
    folder = (cache_dir() / archive.files[0].path).parent
    packed, host = _retrieve((archive.address,), folder / Path(archive.address).name, None)
    try:
        tables = pack_imdb(packed)
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError) as error:
        raise Unavailable(f"{packed.name}: 풀 수 없음, {error}") from error
    finally:
        packed.unlink(missing_ok=True)
    paths = []
    for file, table in zip(archive.files, tables):
        if hashlib.sha256(table).hexdigest() != file.sha256:
            raise Unavailable(f"{host}: 묶은 {Path(file.path).name}의 SHA-256이 다름")
    for file, table in zip(archive.files, tables):
        paths.append(cache_dir() / file.path)
        _write(paths[-1], lzma.compress(table, preset=1))
    print(
        f"{dataset.name}: {host}에서 압축 파일을 받아 표 {len(paths)}개로 묶고 SHA-256을 확인했습니다. 라이선스: {dataset.licence}"
    )
    return tuple(paths), "internet"


def pack_imdb(archive: Path) -> tuple[bytes, bytes]:
    """The labelled texts of aclImdb_v1.tar.gz as two CSV files (train, test), in bytes: file,label,rating,text.

    Rows come negative before positive, then by number (the 12 of train/neg/12_3.txt; the 3 is the rating). Texts are
    kept as they are. Raises: OSError, EOFError, tarfile.TarError or zlib.error if it can't be read.
    """
    rows = {"train": [], "test": []}
    with tarfile.open(
        archive, "r|gz"
    ) as stream:  # read once, front to back: the unlabelled texts are passed over
        for member in stream:
            found = re.fullmatch(
                r"(?:\./)?aclImdb/((train|test)/(neg|pos)/(\d+)_(\d+)\.txt)", member.name
            )
            if found and member.isfile():
                name, part, kind, number, rating = found.groups()
                rows[part].append(
                    (
                        kind == "pos",
                        int(number),
                        name,
                        rating,
                        stream.extractfile(member).read().decode("utf-8"),
                    )
                )
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
    return tuple(tables)


def _write(path: Path, content: bytes) -> None:
    """Write a file of the cache so that it has its name only when it is whole."""
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
        raise Unavailable(
            f"캐시 폴더에 쓸 수 없음: {path.parent}, NLPLAB_CACHE로 바꿀 수 있음, {error.strerror}"
        ) from error


def _sha256(path: Path) -> str:
    """SHA-256 of a file; of what it holds if it is compressed with xz, and "" if that can't be read to the end."""
    digest = hashlib.sha256()
    try:
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except (lzma.LZMAError, EOFError):
        return ""
    return digest.hexdigest()


# ---------------------------------------------------------------------------------------------- cards


class Card(str):
    """Markdown text that a notebook displays as Markdown."""

    def _repr_markdown_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return str(self)


def card(name: str) -> Card:
    """The card of a data set: origin, licence, rows, columns, known flaws. Raises: DataError for an unknown name."""
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

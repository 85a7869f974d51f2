"""nlplab.data: where files come from, what is checked, what a reader is told. No test here leaves this machine."""
from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from nlplab import data, files

TRAIN = 'id\tdocument\tlabel\n1\t"명작"이라더니 지루함\t0\n2\tNA\t1\n3\t\t0\n4\t최고의 "영화\t1\n5\t두 번 봤다\t1\n'.encode()
TEST = "id\tdocument\tlabel\n6\tnull\t0\n7\t또 보고 싶다\t1\n".encode()
NSMC = {"nsmc/ratings_train.txt": TRAIN, "nsmc/ratings_test.txt": TEST}
SAMPLE = 'document,label\n"좋다, 정말",1\n나쁘다,0\n'


class Server(ThreadingHTTPServer):
    """Answers each path by `behaviour[path]`, a list of functions used up one a request (the last one stays)."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour: dict[str, list] = {}
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        answers = self.server.behaviour.get(self.path) or [status(404)]
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, *_):
        pass


def whole(body: bytes, announced: int | None = None):
    """The body in one piece; `announced` says a length other than the real one, as a cut connection would."""
    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body) if announced is None else announced))
        handler.end_headers()
        handler.wfile.write(body)
    return answer


def status(code: int):
    return lambda handler: handler.send_error(code)


def stall(body: bytes, seconds: float, over: threading.Event | None = None):
    """Half of the body, then silence; `over` tells its end."""
    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.wfile.flush()
        time.sleep(seconds)
        if over:
            over.set()
    return answer


@pytest.fixture
def server():
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield running
        running.shutdown()


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The "full" profile with an empty cache, no mirror, and a sample of two reviews."""
    samples = tmp_path / "samples"
    samples.mkdir()
    for name in ("reviews_ko_train.csv", "reviews_ko_test.csv"):
        (samples / name).write_text(SAMPLE, encoding="utf-8")
    (samples / "word_pairs_ko.csv").write_text("word1,word2,score\n바다,파도,8.5\n", encoding="utf-8")
    monkeypatch.setattr(data, "SAMPLES", samples)
    monkeypatch.setattr(files, "WAITS", (0, 0, 0))
    monkeypatch.setenv("NLPLAB_PROFILE", "full")
    monkeypatch.setenv("NLPLAB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("NLPLAB_DATA", raising=False)
    return tmp_path


def register(monkeypatch, *bases: str, contents: dict[str, bytes] = NSMC, name: str = "nsmc"):
    """Make data set `name` consist of `contents`, served under each of `bases`."""
    served = tuple(files.File(path, hashlib.sha256(body).hexdigest(), len(body), tuple(f"{base}/{path}" for base in bases))
                  for path, body in contents.items())
    monkeypatch.setitem(data.DATASETS, name, dataclasses.replace(data.DATASETS[name], files=served))


def put(folder: Path, contents: dict[str, bytes] = NSMC):
    for path, body in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)


def serve(server, prefix: str = "", contents: dict[str, bytes] = NSMC):
    for path, body in contents.items():
        server.behaviour[f"{prefix}/{path}"] = [whole(body)]


def refused() -> str:
    """An address of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def start_download(server) -> subprocess.Popen:
    """A process of its own that fetches the training file."""
    file = (f"files.File('nsmc/ratings_train.txt', '{hashlib.sha256(TRAIN).hexdigest()}', {len(TRAIN)}, "
            f"('{server.url}/nsmc/ratings_train.txt',))")
    return subprocess.Popen([sys.executable, "-c", f"from nlplab import files; files.download({file})"], text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(data.__file__).parent.parent)


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# ------------------------------------------------------------------------------------------ order and origin

def test_order_is_mirror_cache_internet_sample(place, server, monkeypatch):
    register(monkeypatch, server.url)
    serve(server)
    mirror = place / "mirror"
    put(mirror)
    monkeypatch.setenv("NLPLAB_DATA", str(mirror))
    assert data.load_nsmc()[0].attrs["origin"] == "mirror" and server.asked == []
    monkeypatch.delenv("NLPLAB_DATA")
    assert data.load_nsmc()[0].attrs["origin"] == "internet" and len(server.asked) == 2
    train, test = data.load_nsmc()
    assert train.attrs["origin"] == test.attrs["origin"] == "cache" and len(server.asked) == 2
    for path in NSMC:
        (place / "cache" / path).unlink()
    server.behaviour.clear()
    assert data.load_nsmc()[0].attrs["origin"] == "sample"


def test_mirror_without_all_files_is_passed_over(place, server, monkeypatch):
    register(monkeypatch, server.url)
    serve(server)
    put(place / "mirror", {"nsmc/ratings_train.txt": TRAIN})
    monkeypatch.setenv("NLPLAB_DATA", str(place / "mirror"))
    train, test = data.load_nsmc()
    assert train.attrs["origin"] == test.attrs["origin"] == "internet"


def test_real_and_sample_files_are_never_mixed(place, server, monkeypatch, capsys):
    register(monkeypatch, server.url)
    server.behaviour["/nsmc/ratings_train.txt"] = [whole(TRAIN)]  # the test file answers 404
    train, test = data.load_nsmc()
    assert (len(train), len(test)) == (2, 2) and train.attrs["origin"] == test.attrs["origin"] == "sample"
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_quick_takes_the_sample_and_never_opens_a_socket(place, monkeypatch, capsys):
    def no_socket(*_, **__):
        raise AssertionError("quick must not use the network")
    monkeypatch.setattr(socket, "socket", no_socket)
    monkeypatch.setattr(socket, "getaddrinfo", no_socket)
    monkeypatch.setenv("NLPLAB_PROFILE", "quick")
    monkeypatch.setenv("NLPLAB_DATA", str(place / "nowhere"))  # not even looked at
    assert data.load_nsmc()[0].attrs["origin"] == "sample"
    assert data.load_ws353_ko().attrs["origin"] == "sample"
    assert capsys.readouterr().out == ""


# ------------------------------------------------------------------------------------------ mirror

def test_wrong_mirror_is_an_error_that_names_everything_and_changes_nothing(place, server, monkeypatch):
    register(monkeypatch, server.url)
    serve(server)
    bad = TRAIN.replace("최고".encode(), "최악".encode())
    put(place / "mirror", {**NSMC, "nsmc/ratings_train.txt": bad})
    monkeypatch.setenv("NLPLAB_DATA", str(place / "mirror"))
    with pytest.raises(data.DataError) as caught:
        data.load_nsmc()
    message = str(caught.value)
    for part in (str(place / "mirror" / "nsmc/ratings_train.txt"), hashlib.sha256(TRAIN).hexdigest(),
                 hashlib.sha256(bad).hexdigest(), "NLPLAB_DATA", f"{server.url}/nsmc/ratings_train.txt"):
        assert part in message
    assert (place / "mirror/nsmc/ratings_train.txt").read_bytes() == bad and server.asked == []


def test_mirror_folder_that_is_not_there_is_an_error(place, monkeypatch):
    monkeypatch.setenv("NLPLAB_DATA", str(place / "typo"))
    with pytest.raises(data.DataError, match="typo"):
        data.load_nsmc()


# ------------------------------------------------------------------------------------------ download

def test_download_is_reported_with_host_and_licence(place, server, monkeypatch, capsys):
    register(monkeypatch, server.url)
    serve(server)
    paths, origin = data.fetch("nsmc")
    shown = capsys.readouterr()
    assert origin == "internet" and [path.read_bytes() for path in paths] == [TRAIN, TEST]
    assert len(shown.out.splitlines()) == 1 and "CC0" in shown.out and "127.0.0.1" in shown.out and shown.err == ""
    assert files_in(place / "cache") == sorted(NSMC)  # no temporary file stays


def test_download_writes_nothing_to_stderr(place, server):
    serve(server)
    child = start_download(server)
    assert child.communicate(timeout=60) == ("", "") and files_in(place / "cache") == ["nsmc/ratings_train.txt"]


@pytest.mark.parametrize("announced", [None, len(TRAIN)], ids=["length of the piece", "length of the whole"])
def test_truncated_download_is_tried_again(place, server, monkeypatch, announced):
    register(monkeypatch, server.url)
    serve(server)
    server.behaviour["/nsmc/ratings_train.txt"] = [whole(TRAIN[:20], announced), whole(TRAIN)]
    train, _ = data.load_nsmc()
    assert len(train) == 5 and server.asked.count("/nsmc/ratings_train.txt") == 2


@pytest.mark.parametrize("code, tries", [(404, 1), (403, 1), (500, 3), (429, 3)])
def test_only_errors_that_may_pass_are_tried_again(place, server, monkeypatch, code, tries):
    register(monkeypatch, server.url)
    server.behaviour["/nsmc/ratings_train.txt"] = [status(code)]
    with pytest.raises(data.Unavailable, match=f"HTTP {code}"):
        data.fetch("nsmc")
    assert server.asked.count("/nsmc/ratings_train.txt") == tries


def test_second_address_after_404(place, server, monkeypatch):
    register(monkeypatch, f"{server.url}/gone", f"{server.url}/here")
    serve(server, "/here")
    assert data.load_nsmc()[0].attrs["origin"] == "internet"
    assert server.asked.count("/gone/nsmc/ratings_train.txt") == 1


def test_second_address_after_refused_connection(place, server, monkeypatch):
    register(monkeypatch, refused(), server.url)
    serve(server)
    assert data.load_nsmc()[0].attrs["origin"] == "internet"


def test_second_address_after_silence(place, server, monkeypatch):
    monkeypatch.setattr(files, "TIMEOUT", (5, 1))  # what is there answers within a second on a busy machine, too
    over = threading.Event()
    register(monkeypatch, f"{server.url}/slow", f"{server.url}/fast")
    serve(server, "/fast")
    server.behaviour["/slow/nsmc/ratings_train.txt"] = [stall(TRAIN, 60, over)]
    assert len(data.load_nsmc()[0]) == 5
    assert not over.is_set(), "nobody waited for the silent one"


def test_wrong_bytes_everywhere_are_never_kept(place, server, monkeypatch, capsys):
    register(monkeypatch, f"{server.url}/a", f"{server.url}/b")
    for prefix in ("/a", "/b"):
        serve(server, prefix, {path: b"<html>log in first</html>" for path in NSMC})
    with pytest.raises(data.DataError, match="SHA-256"):
        data.fetch("nsmc")
    assert files_in(place / "cache") == []
    assert data.load_nsmc()[0].attrs["origin"] == "sample"
    assert "SHA-256" in capsys.readouterr().out


def test_interrupted_download_leaves_nothing(place, server, monkeypatch):
    import pooch

    def half(self, url, output, _pooch, **__):
        Path(output).write_bytes(TRAIN[:30])
        raise KeyboardInterrupt
    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", half)
    register(monkeypatch, server.url)
    with pytest.raises(KeyboardInterrupt):
        data.fetch("nsmc")
    assert files_in(place / "cache") == []


def test_killed_download_leaves_no_file_under_the_final_name(place, server, monkeypatch):
    register(monkeypatch, server.url)
    serve(server)
    server.behaviour["/nsmc/ratings_train.txt"] = [stall(TRAIN, 10), whole(TRAIN)]
    child = start_download(server)
    try:
        deadline = time.monotonic() + 60
        while not files_in(place / "cache") and time.monotonic() < deadline:  # until it writes
            time.sleep(0.02)
        assert files_in(place / "cache"), "the child never began to write"
    finally:
        child.send_signal(signal.SIGKILL)
        child.communicate()
    assert "nsmc/ratings_train.txt" not in files_in(place / "cache")
    assert len(data.load_nsmc()[0]) == 5


def test_spoilt_cache_is_named_removed_and_fetched_anew(place, server, monkeypatch, capsys):
    register(monkeypatch, server.url)
    serve(server)
    data.fetch("nsmc")
    spoilt = place / "cache/nsmc/ratings_test.txt"
    spoilt.write_bytes(TEST[:-3])
    capsys.readouterr()
    assert data.load_nsmc()[0].attrs["origin"] == "internet"
    assert "nsmc/ratings_test.txt" in capsys.readouterr().out.splitlines()[0]
    assert spoilt.read_bytes() == TEST and server.asked.count("/nsmc/ratings_train.txt") == 1


def test_spoilt_cache_without_network_is_not_used(place, monkeypatch):
    register(monkeypatch, refused())
    put(place / "cache", {**NSMC, "nsmc/ratings_train.txt": TRAIN[:-1]})
    assert data.load_nsmc()[0].attrs["origin"] == "sample"
    assert "nsmc/ratings_train.txt" not in files_in(place / "cache")


def test_cache_that_cannot_be_written_says_how_to_move_it(place, server, monkeypatch, capsys):
    register(monkeypatch, server.url)
    serve(server)
    (place / "a file").write_text("")
    monkeypatch.setenv("NLPLAB_CACHE", str(place / "a file"))
    assert data.load_nsmc()[0].attrs["origin"] == "sample"
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) == 1 and "NLPLAB_CACHE" in shown


# ------------------------------------------------------------------------------------------ offline

def test_offline_notice_is_one_line_that_says_what_and_what_to_do(place, monkeypatch, capsys):
    register(monkeypatch, refused(), refused())
    train, test = data.load_nsmc()
    shown = capsys.readouterr()
    assert train.attrs["origin"] == test.attrs["origin"] == "sample"
    assert train["document"].tolist() == ["좋다, 정말", "나쁘다"] and train["label"].tolist() == [1, 0]
    assert len(shown.out.splitlines()) == 1 and shown.err == ""
    for part in ("nsmc", "표본", "인터넷", "NLPLAB_DATA", data.DATASETS["nsmc"].sample):
        assert part in shown.out


def test_fetch_offline_raises(place, monkeypatch):
    register(monkeypatch, refused())
    with pytest.raises(data.DataError, match="연결"):
        data.fetch("nsmc")


def test_fetch_of_the_courses_own_data_says_there_is_nothing_to_fetch(place):
    with pytest.raises(data.DataError, match="reviews_en"):
        data.fetch("reviews_en")


# ------------------------------------------------------------------------------------------ reading

def test_nsmc_text_is_read_as_it_is(place, monkeypatch):
    register(monkeypatch)
    put(place / "cache")
    train, test = data.load_nsmc()
    assert list(train.columns) == ["document", "label"] and str(train["label"].dtype) == "int64"
    assert train["document"].tolist() == ['"명작"이라더니 지루함', "NA", "", '최고의 "영화', "두 번 봤다"]
    assert train["label"].tolist() == [0, 1, 0, 1, 1] and test["document"].tolist() == ["null", "또 보고 싶다"]


def test_ws353_columns_are_renamed_and_the_bom_is_dropped(place, monkeypatch):
    contents = {"word_sim/WS353_korean.csv": "\ufeffword 1,word 2,kor_score\n강,바다,7\n달,밥,0.5\n".encode()}
    register(monkeypatch, contents=contents, name="ws353_ko")
    put(place / "cache", contents)
    pairs = data.load_ws353_ko()
    assert pairs.to_dict("list") == {"word1": ["강", "달"], "word2": ["바다", "밥"], "score": [7.0, 0.5]}
    assert str(pairs["score"].dtype) == "float64" and pairs.attrs["origin"] == "cache"


def test_missing_sample_says_so(place):
    (data.SAMPLES / "reviews_ko_test.csv").unlink()
    with pytest.raises(data.DataError, match="reviews_ko_test.csv"):
        data.load_nsmc()


# ------------------------------------------------------------------------------------------ registry and cards

@pytest.mark.parametrize("name", sorted(data.DATASETS))
def test_card_is_complete(name, tmp_path, monkeypatch):
    dataset = data.DATASETS[name]
    monkeypatch.setattr(data, "SAMPLES", tmp_path)
    for number, file in enumerate(dataset.sample_files, start=1200):
        header = "document,label\n" if file.endswith(".csv") else ""
        (tmp_path / file).write_text(header + '"한 줄, 쉼표"\n' * number, encoding="utf-8")
    card = data.card(name)
    shown = card._repr_markdown_()
    assert shown.startswith("### ") and dataset.title in shown
    rows = dict(re.fullmatch(r"\| (.+?) \| (.+) \|", line).groups() for line in shown.splitlines() if line.startswith("| "))
    assert set(rows) == {"항목", "출처", "라이선스", "인용", "행", "열", "알려진 흠", "강좌의 표본"}
    assert all(len(text) > 1 and "|" not in text for text in rows.values())
    for number, file in enumerate(dataset.sample_files, start=1200):
        assert f"{file} {number:,}행" in rows["강좌의 표본"]
    assert repr(card) == shown  # readable without a notebook too


@pytest.mark.parametrize("name", sorted(name for name, dataset in data.DATASETS.items() if dataset.files and not dataset.archive))
def test_registry_pins_every_file(name):
    for file in data.DATASETS[name].files:
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256) and file.bytes > 0
        if name == "nsmc_rated":  # nobody serves the packed file
            assert file.addresses == ()
            continue
        hosts = {re.match(r"https://([^/]+)/", address).group(1) for address in file.addresses}
        assert len(hosts) == len(file.addresses) >= 2
        assert all(re.search(r"[/@][0-9a-f]{40}/", address) for address in file.addresses)  # a commit, not a branch


def test_unknown_name_lists_the_known_ones():
    with pytest.raises(data.DataError) as caught:
        data.card("nscm")
    assert all(name in str(caught.value) for name in data.DATASETS) and "혹시 nsmc" in str(caught.value)


# ------------------------------------------------------------------------------------------ what ships

def test_shipped_reviews(monkeypatch):
    monkeypatch.setenv("NLPLAB_PROFILE", "quick")
    for load, sizes in ((data.load_nsmc, (4000, 1000)), (data.load_reviews_en, (1600, 400))):
        train, test = load()
        for frame, size in ((train, sizes[0]), (test, sizes[1])):
            assert list(frame.columns) == ["document", "label"] and str(frame["label"].dtype) == "int64"
            assert abs(len(frame) - size) <= 0.2 * size and set(frame["label"]) == {0, 1}
            assert all(isinstance(text, str) for text in frame["document"])
            assert (frame["document"].str.strip() == "").mean() < 0.01  # the Korean ones hold a few on purpose, as NSMC does
            assert 0.4 <= frame["label"].mean() <= 0.6
        assert test["document"].isin(set(train["document"])).mean() < 0.02


def test_shipped_words(monkeypatch):
    monkeypatch.setenv("NLPLAB_PROFILE", "quick")
    corpus = data.load_toy_corpus()
    words = {word for sentence in corpus for word in sentence}
    assert {"왕", "여왕", "왕자", "공주", "남자", "여자", "소년", "소녀"} <= words and all(corpus)
    text = data.load_shakespeare()  # in quick, the English reviews as one text
    assert len(text) > 100_000 and text.splitlines()[0] == data.load_reviews_en()[0]["document"].iloc[0]
    pairs = data.load_ws353_ko()
    assert list(pairs.columns) == ["word1", "word2", "score"] and len(pairs) >= 20
    assert pairs["score"].between(0, 10).all() and (pairs["word1"].str.len() > 0).all() and (pairs["word2"].str.len() > 0).all()


# ------------------------------------------------------------------------------------------ the real thing

@pytest.mark.skipif(not os.environ.get("NLPLAB_DATA"), reason="needs a mirror in NLPLAB_DATA")
def test_real_files(monkeypatch):
    monkeypatch.setenv("NLPLAB_PROFILE", "full")
    train, test = data.load_nsmc()
    assert train.attrs["origin"] == "mirror" and (len(train), len(test)) == (150_000, 50_000)
    assert train["label"].value_counts().to_dict() == {0: 75_173, 1: 74_827}
    assert test["label"].value_counts().to_dict() == {0: 24_827, 1: 25_173}
    assert ((train["document"] == "").sum(), (test["document"] == "").sum()) == (5, 3)
    assert (train["document"].str.contains('"').sum(), test["document"].str.contains('"').sum()) == (623, 233)
    assert (train["document"].duplicated().sum(), test["document"].duplicated().sum()) == (3_817, 842)  # as the card says
    assert test["document"].isin(set(train["document"])).sum() == 1_571
    assert (train.groupby("document")["label"].nunique() > 1).sum() == 158
    text = data.load_shakespeare()
    assert (len(text), len(set(text)), text.count("\n")) == (1_115_394, 65, 40_000)  # as the card says
    pairs = data.load_ws353_ko()
    assert len(pairs) == 353 and (pairs["score"].min(), pairs["score"].max()) == (0.42, 10.0)

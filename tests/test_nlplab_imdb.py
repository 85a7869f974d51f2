"""nlplab.data.load_imdb: packing the archive, what is checked, where the tables come from. No test here leaves this machine."""
from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import lzma
import os
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import pytest

from nlplab import data, files

# name in the archive -> text; out of order on purpose, with numbers whose order as text is another one
TEXTS = {
    "train/pos/0_9.txt": 'A "fine" film,<br /><br />really.', "train/neg/10_1.txt": "Ten\x85split?", "train/neg/9_4.txt": "NA",
    "train/neg/0_3.txt": "Dull, dull.", "train/unsup/0_0.txt": "no label", "test/pos/1_10.txt": "Café — bon", "test/neg/2_2.txt": "null",
    "test/pos/0_7.txt": " spaces kept ", "test/neg/0_1.txt": "no",
}
TRAIN = ('file,label,rating,text\ntrain/neg/0_3.txt,0,3,"Dull, dull."\ntrain/neg/9_4.txt,0,4,NA\ntrain/neg/10_1.txt,0,1,Ten\x85split?\n'
         'train/pos/0_9.txt,1,9,"A ""fine"" film,<br /><br />really."\n').encode()
TEST = ("file,label,rating,text\ntest/neg/0_1.txt,0,1,no\ntest/neg/2_2.txt,0,2,null\ntest/pos/0_7.txt,1,7, spaces kept \n"
        "test/pos/1_10.txt,1,10,Café — bon\n").encode()


def tar(texts: dict[str, str], prefix: str = "aclImdb/") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, text in {"README": "not a review", "train/urls_neg.txt": "http://x", **texts}.items():
            member = tarfile.TarInfo(prefix + name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return packed.getvalue()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        if self.server.body is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server(tmp_path, monkeypatch):
    """Serves `body` as the archive; "full" profile, empty cache, no mirror; the registry knows the small tables."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.body, running.asked = tar(TEXTS), []
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        address = f"http://127.0.0.1:{running.server_port}/aclImdb_v1.tar.gz"
        tables = tuple(files.File(f"imdb/imdb_{part}.csv.xz", hashlib.sha256(table).hexdigest(), len(table), (address,))
                      for part, table in (("train", TRAIN), ("test", TEST)))
        monkeypatch.setitem(data.DATASETS, "imdb", dataclasses.replace(data.DATASETS["imdb"], archive=address, files=tables))
        monkeypatch.setattr(files, "WAITS", (0, 0, 0))
        monkeypatch.setenv("NLPLAB_PROFILE", "full")
        monkeypatch.setenv("NLPLAB_CACHE", str(tmp_path / "cache"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.delenv("NLPLAB_DATA", raising=False)
        yield running
        running.shutdown()


def cached(tmp_path) -> list[str]:
    return sorted(str(path.relative_to(tmp_path / "cache")) for path in (tmp_path / "cache").rglob("*") if path.is_file())


TABLES = ["imdb/imdb_test.csv.xz", "imdb/imdb_train.csv.xz"]


@pytest.mark.parametrize("prefix", ["aclImdb/", "./aclImdb/"])
def test_packing_sorts_by_label_then_number_and_keeps_every_character(tmp_path, prefix):
    (tmp_path / "a.tar.gz").write_bytes(tar(TEXTS, prefix))
    assert data.pack_imdb(tmp_path / "a.tar.gz") == (TRAIN, TEST)


def test_download_packs_once_then_reads_the_cache(server, tmp_path, capsys):
    train, test = data.load_imdb()
    shown = capsys.readouterr()
    assert train.attrs["origin"] == test.attrs["origin"] == "internet" and shown.err == ""
    assert "SHA-256" in shown.out and "라이선스" in shown.out
    assert list(train.columns) == ["document", "label"] and str(train["label"].dtype) == "int64"
    assert train["document"].tolist() == ["Dull, dull.", "NA", "Ten\x85split?", 'A "fine" film,<br /><br />really.']
    assert train["label"].tolist() == [0, 0, 0, 1]
    assert test["document"].tolist() == ["no", "null", " spaces kept ", "Café — bon"] and test["label"].tolist() == [0, 0, 1, 1]
    assert cached(tmp_path) == TABLES  # neither the archive nor a temporary file stays
    again, _ = data.load_imdb()
    assert again.attrs["origin"] == "cache" and again.equals(train) and len(server.asked) == 1
    assert capsys.readouterr().out == ""


def test_mirror_may_be_compressed_otherwise_but_must_hold_the_same_bytes(server, tmp_path, monkeypatch):
    mirror = tmp_path / "mirror" / "imdb"
    mirror.mkdir(parents=True)
    monkeypatch.setenv("NLPLAB_DATA", str(mirror.parent))
    (mirror / "imdb_train.csv.xz").write_bytes(lzma.compress(TRAIN, preset=9))
    (mirror / "imdb_test.csv.xz").write_bytes(lzma.compress(TEST, preset=0))
    assert data.load_imdb()[0].attrs["origin"] == "mirror" and server.asked == []
    (mirror / "imdb_test.csv.xz").write_bytes(lzma.compress(TEST.replace(b"null", b"nil")))
    with pytest.raises(data.DataError, match="imdb_test.csv.xz"):
        data.load_imdb()


@pytest.mark.parametrize("cut", [1, 40])
def test_a_cache_cut_short_is_fetched_anew(server, tmp_path, cut):
    data.load_imdb()
    path = tmp_path / "cache" / "imdb" / "imdb_train.csv.xz"
    path.write_bytes(path.read_bytes()[:-cut])
    assert data.load_imdb()[0].attrs["origin"] == "internet" and len(server.asked) == 2
    assert lzma.decompress(path.read_bytes()) == TRAIN


@pytest.mark.parametrize("body, reason", [
    (tar({**TEXTS, "train/neg/9_4.txt": "changed"}), "SHA-256"),
    (tar({name: text for name, text in TEXTS.items() if name != "test/neg/0_1.txt"}), "SHA-256"),
    (tar(TEXTS)[:-30], "풀 수 없음"), (b"<html>log in first</html>", "풀 수 없음"), (None, "HTTP 404"),
], ids=["one text changed", "one text missing", "cut short", "a web page", "gone"])
def test_a_wrong_archive_is_never_kept(server, tmp_path, body, reason, capsys):
    server.body = body
    with pytest.raises(data.Unavailable, match=reason):
        data.fetch("imdb")
    assert (tmp_path / "cache").exists() is False or cached(tmp_path) == []
    train, test = data.load_imdb()
    assert train.attrs["origin"] == test.attrs["origin"] == "sample" and {"document", "label"} == set(train.columns)
    assert "표본" in capsys.readouterr().out


def test_quick_is_the_shipped_english_sample(server, monkeypatch):
    monkeypatch.setenv("NLPLAB_PROFILE", "quick")
    for ours, shipped in zip(data.load_imdb(), data.load_reviews_en()):
        assert ours.equals(shipped) and ours.attrs["origin"] == "sample"
    assert server.asked == []


def test_registry_and_card():
    imdb = data.DATASETS["imdb"]
    assert imdb.archive.startswith("https://") and [len(file.sha256) for file in imdb.files] == [64, 64]
    card = data.card("imdb")
    assert all(part in card for part in ("Maas", "2011", "`<br />`", "U+0085", "되풀이", "25,000"))


@pytest.mark.skipif(not os.environ.get("NLPLAB_DATA"), reason="needs NLPLAB_DATA, a mirror with imdb/imdb_*.csv.xz")
@pytest.mark.parametrize("part", [0, 1], ids=["train", "test"])
def test_the_real_texts_are_packed_to_the_known_bytes(tmp_path, part):
    """Out of the mirror's table, into an archive in another order, and back: the registry's SHA-256 of the real file."""
    file = data.DATASETS["imdb"].files[part]
    path = Path(os.environ["NLPLAB_DATA"]) / file.path
    if not path.is_file():
        pytest.skip(f"no {file.path} in NLPLAB_DATA")
    with lzma.open(path, "rt", encoding="utf-8", newline="") as stream:
        texts = {row["file"]: row["text"] for row in csv.DictReader(stream)}
    assert len(texts) == 25_000
    shuffled = pd.Series(texts).sample(frac=1, random_state=7).to_dict()
    (tmp_path / "aclImdb_v1.tar.gz").write_bytes(tar(shuffled))
    table = data.pack_imdb(tmp_path / "aclImdb_v1.tar.gz")[part]
    assert len(table) == file.bytes and hashlib.sha256(table).hexdigest() == file.sha256

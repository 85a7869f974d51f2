"""`autograder collect`: whose file it is, where it goes, and archives that mean harm."""
from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import random
import stat
import subprocess
import sys
import tarfile
import time
import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.utils import parse_utc

from autograder.errors import CannotRun
from autograder.intake import archives, layouts
from autograder.intake.collect import ASK, LEFT, OLDER, PLACED, SAME, Target, collect, summary
from autograder.intake.notebook import parse
from autograder.intake.roster import Roster, read

WORK = "010_words_exercise"
ROSTER = "학번,이름,이메일,별칭\n2025123456,홍길동,gildong@uni.ac.kr,honggildong\n2025000002,김영희,yh@uni.ac.kr,\n2025000003,김영호,yho@uni.ac.kr,\n" \
         "2025000004,이민준,mj1@uni.ac.kr,\n2025000005,이민준,mj2@uni.ac.kr,\n2025000006,Anna Schmidt,anna@uni.ac.kr,\n"


def cell(source):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}


def notebook(text="x = 1"):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell(text)]}).encode()


def zipped(members, **options):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def place(tmp_path):
    root = tmp_path / "course"
    return Target(root, lambda student: root / "submitted" / student / "010_words", frozenset({WORK}), frozenset(), None)


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return Roster(read(path))


def where(items):
    return {item.source.rpartition("/")[2]: (item.student, item.became) for item in items}


# --- whose it is

NAMES = [  # path in an archive, whose it is by the roster
    ("홍길동_5123456_assignsubmission_file/010_words_exercise.ipynb", "2025123456"),  # Moodle, folders
    ("홍길동_5123456_assignsubmission_file_010_words_exercise.ipynb", "2025123456"),  # Moodle, flat
    ("Anna Schmidt_77_assignsubmission_file_/Copy of 010_words_exercise (1).ipynb", "2025000006"),
    ("schmidtanna_LATE_4711_998877_010_words_exercise-2.ipynb", "2025000006"),  # Canvas: last name first
    ("honggildong_4711_998877_010_words_exercise.ipynb", "2025123456"),  # Canvas, by the alias
    ("010 words_2025000002_attempt_2026-03-01-23-10-00_010_words_exercise.ipynb", "2025000002"),  # Blackboard
    ("홍길동(2025123456)_010_words_exercise.ipynb", "2025123456"),  # Korean systems
    ("홍길동 (2025123456)/과제.ipynb", "2025123456"),
    ("2025000002_김영희_010_words_exercise.ipynb", "2025000002"),
    ("2025000002 김영희/010_words_exercise의 사본.ipynb", "2025000002"),
    ("김영호_2025000003.ipynb", "2025000003"),
    ("김영희 - 010_words_exercise.ipynb", "2025000002"),  # Drive
    ("2025000003/010_words_exercise.ipynb", "2025000003"),  # nbgrader
    ("2025000003/010_words/010_words_exercise.ipynb.txt", "2025000003"),
    ("gildong@uni.ac.kr/010_words_exercise.ipynb", "2025123456"),
    ("2025000003_010_words_exercise.ipynb", "2025000003"),
    (unicodedata.normalize("NFD", "김영희") + "_1_assignsubmission_file/010_words_exercise.ipynb", "2025000002"),
    ("2025000004_이민준_010_words_exercise.ipynb", "2025000004"),  # two of that name: the number says which
]
NOBODY = [  # path, students to ask about
    ("이민준_9_assignsubmission_file/010_words_exercise.ipynb", ["2025000004", "2025000005"]),  # two of that name
    ("김영하_9_assignsubmission_file/010_words_exercise.ipynb", ["2025000002", "2025000003"]),  # a letter off
    ("홍길동(2025999999)_010_words_exercise.ipynb", ["2025123456"]),  # a number that the roster lacks
    ("2025000002_홍길동_010_words_exercise.ipynb", ["2025000002", "2025123456"]),  # number and name disagree
    ("010_words_exercise.ipynb", []),
    ("downloads/010_words_exercise.ipynb", []),
]


@pytest.mark.parametrize("path, student", NAMES)
def test_systems_ways_of_naming_lead_to_the_student(path, student, place, roster, tmp_path):
    source = tmp_path / "class.zip"
    source.write_bytes(zipped({path: notebook()}))
    (item,) = collect([source], place, roster)
    assert (item.student, item.became) == (student, PLACED), item
    placed = list((place.root / "submitted" / student).rglob("*.ipynb"))
    assert len(placed) == 1 and placed[0].read_bytes() == notebook()
    if "words_exercise" in path:
        assert placed[0].name == f"{WORK}.ipynb"


@pytest.mark.parametrize("path, near", NOBODY)
def test_nobody_is_guessed(path, near, place, roster, tmp_path):
    source = tmp_path / "downloads.zip"
    source.write_bytes(zipped({path: notebook()}))
    (item,) = collect([source], place, roster)
    assert (item.student, item.became) == ("", ASK) and not place.root.exists()
    assert all(student in item.told[0] for student in near) and "별칭" in item.told[0]
    assert ("혹시" in item.told[0]) == bool(near)


def test_gradescope_says_in_a_file_whose_a_folder_is(place, roster, tmp_path):
    listed = "submission_11:\n  :submitters:\n  - :name: 홍길동\n    :sid: '2025123456'\n  :created_at: 2026-03-01 10:00:00 Z\n" \
             "submission_12:\n  :submitters:\n  - :name: a\n  - :name: b\nsubmission_13: nonsense\n"
    members = {f"export/submission_{n}/{WORK}.ipynb": notebook(str(n)) for n in (11, 12)} | {"export/submission_metadata.yml": listed}
    source = tmp_path / "g.zip"
    source.write_bytes(zipped(members))
    items = collect([source], place, roster)
    assert sorted((item.student, item.became) for item in items) == [("", ASK), ("2025123456", PLACED)]
    assert layouts.gradescope([archives.Found("e/submission_metadata.yml", source, None)]) == {}  # no YAML at all


def test_without_a_roster_ids_and_names_are_taken_at_their_word(place, tmp_path):
    for name in ("hong", "kim"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / f"{WORK}.ipynb").write_bytes(notebook(name))
    items = collect([tmp_path / "in"], place, None)
    assert sorted(item.student for item in items) == ["hong", "kim"]


# --- rosters

@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_roster_is_read_as_programs_write_it(encoding, delimiter, tmp_path):
    path = tmp_path / "r.csv"
    path.write_bytes(ROSTER.replace(",", delimiter).encode(encoding))
    students = read(path)
    assert [student.id for student in students][:2] == ["2025123456", "2025000002"] and students[0].name == "홍길동"


@pytest.mark.parametrize("text, says", [("이름\n홍길동\n", "학번"), ("학번,이름\n1,a\n1,b\n", "두 번"), ("", "학번")])
def test_a_roster_that_is_none_is_refused(text, says, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotRun, match=says):
        read(path)
    with pytest.raises(CannotRun, match="읽을 수 없습니다"):
        read(tmp_path / "none.csv")


# --- attempts

def attempts(folder, times):
    for name, moment in times.items():
        path = folder / name / f"2025123456_홍길동_{WORK}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook(name))
        os.utime(path, (moment, moment))


@pytest.mark.parametrize("due, wins", [(None, "c"), (250, "b"), (50, "c")])
def test_the_latest_on_time_counts_and_no_attempt_is_lost(due, wins, place, roster, tmp_path):
    attempts(tmp_path / "in", {"a": 100, "b": 200, "c": 300})
    target = Target(place.root, place.folder, place.notebooks, place.known, due)
    items = collect([tmp_path / "in"], target, roster)
    placed = place.folder("2025123456") / f"{WORK}.ipynb"
    assert placed.read_bytes() == notebook(wins) and placed.stat().st_mtime == {"a": 100, "b": 200, "c": 300}[wins]
    kept = {path.read_bytes() for path in (placed.parent / ".earlier").iterdir()}
    assert kept == {notebook(name) for name in "abc" if name != wins}
    assert sorted(item.became for item in items) == [OLDER, OLDER, PLACED]


def test_doing_it_again_changes_nothing_and_an_older_file_replaces_none(place, roster, tmp_path):
    attempts(tmp_path / "in", {"a": 100, "b": 200})
    first = collect([tmp_path / "in"], place, roster)
    before = {path: path.stat().st_mtime_ns for path in place.root.rglob("*")}
    again = collect([tmp_path / "in"], place, roster)
    assert {path: path.stat().st_mtime_ns for path in place.root.rglob("*")} == before
    assert sorted(item.became for item in first) == [OLDER, PLACED] and sorted(item.became for item in again) == [OLDER, SAME]
    attempts(tmp_path / "old", {"z": 50})
    (item,) = collect([tmp_path / "old"], place, roster)
    assert item.became == OLDER and (place.folder("2025123456") / f"{WORK}.ipynb").read_bytes() == notebook("b")
    assert any(path.read_bytes() == notebook("z") for path in place.root.rglob(".earlier/*"))


def test_a_dry_run_writes_nothing(place, roster, tmp_path):
    attempts(tmp_path / "in", {"a": 100, "b": 200})
    items = collect([tmp_path / "in"], place, roster, dry_run=True)
    assert sorted(item.became for item in items) == [OLDER, PLACED] and not place.root.exists()
    assert summary(items)[0].startswith("학생 1명: 놓음 1")


def test_the_time_that_a_system_writes_is_the_time_of_the_submission(place, roster, tmp_path):
    source = tmp_path / "b.zip"
    source.write_bytes(zipped({f"010 words_2025000002_attempt_2026-03-01-23-10-00_{WORK}.ipynb": notebook(),
                               f"2025000003/{WORK}.ipynb": notebook()}))
    collect([source], place, roster)
    said = (place.folder("2025000002") / "timestamp.txt").read_text(encoding="utf-8")
    assert parse_utc(said) == parse_utc(datetime(2026, 3, 1, 23, 10).astimezone().isoformat())
    assert not (place.folder("2025000003") / "timestamp.txt").exists()  # an archive's time may be the export's


# --- archives that mean harm

def unpack(path, tmp_path, **limits):
    into = tmp_path / "into"
    into.mkdir(exist_ok=True)
    room = archives.Room(**limits)
    return list(archives.walk(path, into, room)), room.left_alone


def tar_of(members, mode="w:gz"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for info, content in members:
            if isinstance(info, str):
                info = tarfile.TarInfo(info)
                info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def special(name, kind, link=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def encrypted():
    data = bytearray(zipped({"a.ipynb": notebook()}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def linked():
    info = zipfile.ZipInfo("a.ipynb")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def corrupt():
    data = bytearray(zipped({"a.ipynb": random.Random(1).randbytes(5000), "b.ipynb": notebook()}))
    data[60] ^= 255
    return bytes(data)


HARM = {  # name: (file name, bytes, what is said of it)
    "parent": ("a.zip", zipped({"../../evil.ipynb": notebook()}), "밖을 가리키는"),
    "absolute": ("a.zip", zipped({"/etc/evil.ipynb": notebook()}), "밖을 가리키는"),
    "drive": ("a.zip", zipped({"C:/evil.ipynb": notebook()}), "밖을 가리키는"),
    "backslashes": ("a.zip", zipped({"..\\..\\evil.ipynb": notebook()}), "밖을 가리키는"),
    "long": ("a.zip", zipped({"x" * 5000 + ".ipynb": notebook()}), "쓸 수 없는 이름"),
    "link": ("a.zip", linked(), "링크나 장치"),
    "encrypted": ("a.zip", encrypted(), "암호"),
    "corrupt": ("a.zip", corrupt(), "풀 수 없습니다"),
    "cut": ("a.zip", zipped({"a.ipynb": notebook()})[:60], "깨졌습니다"),
    "no zip": ("a.zip", b"hello", "깨졌습니다"),
    "tar parent": ("a.tar.gz", tar_of([("../evil.ipynb", notebook())]), "밖을 가리키는"),
    "tar absolute": ("a.tar.gz", tar_of([("/tmp/evil.ipynb", notebook())]), "밖을 가리키는"),
    "symlink": ("a.tar", tar_of([(special("a.ipynb", tarfile.SYMTYPE, "/etc/passwd"), b"")], "w"), "링크나 장치"),
    "hard link": ("a.tar", tar_of([(special("a.ipynb", tarfile.LNKTYPE, "b"), b"")], "w"), "링크나 장치"),
    "device": ("a.tar", tar_of([(special("a.ipynb", tarfile.CHRTYPE), b"")], "w"), "링크나 장치"),
    "pipe": ("a.tar", tar_of([(special("a.ipynb", tarfile.FIFOTYPE), b"")], "w"), "링크나 장치"),
    "tar cut": ("a.tgz", tar_of([("a.ipynb", notebook() * 99)])[:40], "깨졌습니다"),
    "no tar": ("a.tar.bz2", bz2.compress(b"hello"), "깨졌습니다"),
    "no gzip": ("a.tgz", gzip.compress(b"x" * 999), "깨졌습니다"),
    "nested": ("a.zip", zipped({"b.zip": zipped({"c.zip": zipped({"d.zip": zipped({"e.ipynb": b"1"})})})}), "너무 깊습니다"),
}


@pytest.mark.parametrize("kind", HARM)
def test_harm_in_an_archive_is_named_and_leaves_nothing_outside(kind, tmp_path, place):
    name, data, says = HARM[kind]
    source = tmp_path / name
    source.write_bytes(data)
    found, left = unpack(source, tmp_path)
    assert any(says in reason for _, reason in left), left
    assert not [one for one in found if "evil" in one.name]
    items = collect([source], place, None)
    assert any(says in " ".join(item.told) for item in items if item.became == LEFT)
    assert {path.name for path in tmp_path.iterdir()} <= {name, "into", "course"}
    assert not Path("/tmp/evil.ipynb").exists()



ENDINGS = {  # file name: (what it holds, what becomes of it, what is said)
    **dict.fromkeys((f"{WORK}.json", f"{WORK}.txt", WORK, f"{WORK}.ipynb.txt", f"{WORK}.IPYNB", f"{WORK} (1).json"), (notebook(), PLACED, "이름을 바꾸어")),
    **{f"{WORK}{kind}": (start + b"x" * 40, LEFT, "풀지 않습니다") for kind, start in {
        ".7z": b"7z\xbc\xaf\x27\x1c", ".rar": b"Rar!\x1a\x07", ".egg": b"EGGA", ".alz": b"ALZ\x01", ".ipynb.gz": b"\x1f\x8b"}.items()},
    **{f"{WORK}{kind}": (b"[InternetShortcut]\nURL=https://colab.example", LEFT, "바로 가기") for kind in (".url", ".webloc", ".gshortcut", ".lnk")},
    **{f"{WORK}{kind}": (b"print(1)", LEFT, "내보낸 것") for kind in (".py", ".html", ".pdf")},
    **{name: (content, LEFT, "아니어서") for name, content in {"data.json": b'{"a": 1}', "notes.txt": b"hello", "Thumbs.db": b"x", "desktop.ini": b"x"}.items()},
}


@pytest.mark.parametrize("name", ENDINGS)
def test_a_notebook_is_one_whatever_it_is_called_and_the_rest_is_named(name, tmp_path, place, roster):
    content, became, says = ENDINGS[name]
    source = tmp_path / "a.zip"
    source.write_bytes(zipped({f"2025123456_홍길동/{name}": content}))
    (item,) = collect([source], place, roster)
    assert item.became == became and says in " ".join(item.told), item
    assert (place.folder("2025123456") / f"{WORK}.ipynb").is_file() is (became == PLACED)


def zip64():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open(f"2025123456_홍길동/{WORK}.ipynb", "w", force_zip64=True) as file:
        file.write(notebook())
    return buffer.getvalue()


@pytest.mark.parametrize("name, data", [
    ("zip64.zip", zip64()), ("windows.zip", zipped({f"2025123456_홍길동\\{WORK}.ipynb": notebook()})), ("comment.zip", zipped({f"2025123456_홍길동/{WORK}.ipynb": notebook()}) + b"x" * 50),
    ("mac.zip", zipped({f"2025123456_홍길동/{WORK}.ipynb": notebook(), f"__MACOSX/2025123456_홍길동/._{WORK}.ipynb": b"\0\5\26\7", f"2025123456_홍길동/._{WORK}.ipynb": b"\0\5\26\7", ".DS_Store": b"x"})),
    ("within.zip", zipped({"2025123456_홍길동/내 과제.zip": zipped({f"{WORK}.ipynb": notebook()})})), ("a.tar.xz", tar_of([(f"2025123456_홍길동/{WORK}.ipynb", notebook())], "w:xz"))])
def test_archives_of_every_make_are_read(name, data, tmp_path, place, roster):
    source = tmp_path / name
    source.write_bytes(data)
    items = collect([source], place, roster)
    assert [item.became for item in items] == [PLACED] and (place.folder("2025123456") / f"{WORK}.ipynb").read_bytes() == notebook()


def test_a_bomb_is_stopped_by_what_comes_out_of_it(tmp_path):
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(zipped({f"{n}.ipynb": b"0" * 2**22 for n in range(60)}, compresslevel=9))
    found, left = unpack(bomb, tmp_path)
    assert len(found) < 60 and "한도를 넘어" in left[0][1]
    assert sum(path.stat().st_size for path in (tmp_path / "into").iterdir()) < 150 * 2**20
    one = tmp_path / "one.zip"
    one.write_bytes(zipped({"big.ipynb": b"0" * 2**20, "small.ipynb": b"1"}))
    found, left = unpack(one, tmp_path, one=2**19)
    assert [item.name for item in found] == ["one/small.ipynb"] and "넘습니다" in left[0][1]
    many = tmp_path / "many.zip"
    many.write_bytes(zipped({f"{n}.ipynb": b"" for n in range(40)}))
    found, left = unpack(many, tmp_path, files=30)
    assert len(found) == 30 and "너무 많아" in left[0][1]
    tar = tmp_path / "tar.tar.xz"
    tar.write_bytes(tar_of([(f".{n}", b"0" * 2**20) for n in range(9)], "w:xz"))
    assert unpack(tar, tmp_path)[0] == []


def test_names_that_differ_by_case_or_come_twice_overwrite_nothing(tmp_path):
    buffer = io.BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(buffer, "w") as archive:
        for content in ("1", "2"):
            archive.writestr("a.ipynb", content)
            archive.writestr("A.ipynb", content * 2)
    source = tmp_path / "twice.zip"
    source.write_bytes(buffer.getvalue())
    found, _ = unpack(source, tmp_path)
    assert sorted(one.file.read_text() for one in found) == ["1", "11", "2", "22"]


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
def test_hangul_in_a_zip_is_read_whatever_wrote_it(encoding, tmp_path):
    raw = "홍길동/과제.ipynb".encode(encoding)
    plain = "a" * len(raw)
    data = zipped({plain: notebook()}).replace(plain.encode(), raw)
    source = tmp_path / "k.zip"
    source.write_bytes(data)
    found, _ = unpack(source, tmp_path)
    assert [one.name for one in found] == ["k/홍길동/과제.ipynb"]


def test_what_systems_pack_beside_is_passed_over(tmp_path, place, roster):
    members = {"__MACOSX/._a.ipynb": b"x", ".DS_Store": b"x", "2025123456/.ipynb_checkpoints/a.ipynb": notebook(),
               f"2025123456/{WORK}.ipynb": notebook(), "2025123456/photo.png": b"x"}
    source = tmp_path / "a.zip"
    source.write_bytes(zipped(members))
    items = collect([source], place, roster)
    assert where(items) == {f"{WORK}.ipynb": ("2025123456", PLACED), "photo.png": ("", LEFT)}


def test_links_in_a_folder_are_not_followed(tmp_path, place, roster):
    folder = tmp_path / "in" / "2025123456"
    folder.mkdir(parents=True)
    (tmp_path / "secret.ipynb").write_bytes(notebook("secret"))
    (folder / f"{WORK}.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (folder / "pipe.ipynb").unlink(missing_ok=True)
    os.mkfifo(folder / "pipe.ipynb")
    items = collect([tmp_path / "in"], place, roster)
    assert {item.became for item in items} == {LEFT} and len(items) == 2 and not place.root.exists()


def test_a_class_is_placed_in_seconds(tmp_path, place):
    members = {f"student{n}_{n + 10}_assignsubmission_file/{WORK}.ipynb": notebook(str(n)) for n in range(300)}
    source = tmp_path / "class.zip"
    source.write_bytes(zipped(members))
    started = time.process_time()
    items = collect([source], place, None)
    assert sum(item.became == PLACED for item in items) == 300
    assert time.process_time() - started < 5  # 2,000 took 17 s on two busy cores, most of it waiting for the disk


def test_the_roster_is_entered_in_the_gradebook_and_nothing_that_stands_there_changes(tmp_path, capsys):
    """Who hands in nothing is known, too: `grade` counts them. An id that the gradebook spells by letters (NFD) is that student."""
    import small_class as small

    from autograder import cli
    from autograder.grading.nbgrader_course import NbgraderCourse

    root = small.make_course(tmp_path / "course")
    with NbgraderCourse(root).gradebook() as gradebook:
        gradebook.add_student("2025000002", first_name="Younghee", last_name="Kim")
        gradebook.add_student(unicodedata.normalize("NFD", "민준"))
    roster, work = tmp_path / "roster.csv", tmp_path / "홍길동_2025123456_assignsubmission_file" / f"{small.NOTEBOOK}.ipynb"
    roster.write_text(ROSTER + "민준,박민준,park@uni.ac.kr,\n", encoding="utf-8")
    work.parent.mkdir()
    work.write_text(json.dumps(small.answered(root)), encoding="utf-8")
    command = ["--root", str(root), "collect", small.ASSIGNMENT, str(work.parent), "--roster", str(roster)]

    def known():
        course = NbgraderCourse(root)
        return course.enrolled_students(), course.emails()

    before = known()
    assert cli.main([*command, "--dry-run"]) == 0 and known() == before
    assert "명단의 학생 5명\n" in capsys.readouterr().out
    assert cli.main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["enrolled"] == ["2025123456", "2025000003", "2025000004", "2025000005", "2025000006"]
    names, emails = known()
    assert names["2025123456"] == "홍길동" and names["2025000002"] == "Kim Younghee" and len(names) == 7
    assert names[unicodedata.normalize("NFD", "민준")] == "박민준" and emails["2025000002"] == "yh@uni.ac.kr"
    assert cli.main(command) == 0 and known() == (names, emails)
    assert "명단" not in capsys.readouterr().out


# --- files that break off

def test_the_whole_cells_of_a_file_that_breaks_off_are_read():
    whole = json.dumps({"cells": [cell(f"x = {n}") for n in range(5)], "nbformat": 4})
    cut = whole[: whole.index("x = 3") + 2]
    read_back = parse("cut.ipynb", cut.encode())
    assert [one.source for one in read_back.cells] == ["x = 0", "x = 1", "x = 2"]
    assert any(finding.code == "cut_off" and finding.serious and "3개" in finding.message for finding in read_back.findings)
    for end in range(0, len(whole), 7):  # wherever it breaks: cells, or a refusal in words
        try:
            assert parse("cut.ipynb", whole[:end].encode()).cells
        except Exception as error:
            assert type(error).__name__ == "Refused"


@pytest.mark.slow
def test_a_collection_that_is_killed_goes_on(tmp_path):
    """Killed with SIGKILL whenever a further file has been placed; what lies there then is whole, and the last call places the rest and no file twice."""
    import nbformat
    import small_class as small

    root = small.make_course(tmp_path / "course")
    members = {f"홍{number:02}_{number}_assignsubmission_file/{small.NOTEBOOK}.ipynb": nbformat.writes(small.answered(root, why=f"{number}")) for number in range(12)}
    source = tmp_path / "class.zip"
    source.write_bytes(zipped(members))
    submitted = root / "submitted"
    command = [sys.executable, "-m", "autograder.cli", "--root", str(root), "collect", small.ASSIGNMENT, str(source)]

    def placed():
        return {path.parents[1].name: path for path in submitted.glob(f"*/{small.ASSIGNMENT}/*.ipynb") if not path.name.startswith(".")}

    for wanted in (1, 7):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and len(placed()) < wanted:
            time.sleep(0.002)
        process.kill()
        process.wait()
        for path in placed().values():
            nbformat.read(path, as_version=4)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and len(placed()) == 12, done.stderr
    assert {nbformat.reads(text, 4).cells[-1].source for text in members.values()} == {nbformat.read(path, 4).cells[-1].source for path in placed().values()}
    assert not list(submitted.rglob(".*.new")) and not list(submitted.rglob(".earlier/*"))
    again = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert "놓음 0, 그대로 12" in again

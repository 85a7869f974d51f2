"""Reading what students hand in, and choosing among it."""
from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import dataclass, field

import pytest

from autograder.intake import notebook as reader
from autograder.intake.choose import choose, listing, plain_name
from autograder.intake.notebook import Refused, parse, read


def document(*cells, **rest):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **rest}).encode()


CODE = {"cell_type": "code", "source": "x = 1", "metadata": {}, "outputs": [], "execution_count": None}


@pytest.mark.parametrize("data, code, says", [
    (b"", "empty", "빈 파일"),
    (b"  \n\t", "empty", "빈 파일"),
    (b"PK\x03\x04 docx", "not_notebook", "압축 파일"),
    (b"%PDF-1.7", "not_notebook", "PDF"),
    (b"<!DOCTYPE html><html></html>", "html", "웹 페이지"),
    (b"\xef\xbb\xbf\n <html><body>login", "html", "Colab"),
    (b'{"cells": [', "not_json", "깨져"),
    (b"print('hello')", "not_json", "깨져"),
    (b"[" * 100_000, "not_json", "깨져"),
    (b"[1, 2]", "not_notebook", "노트북이 아닙니다"),
    (b'{"cells": {"a": 1}}', "not_notebook", "노트북이 아닙니다"),
    (document(), "no_cells", "셀이 하나도"),
    (document("text", None, 7), "no_cells", "셀이 하나도"),
    (b"\xff\xfe\x00", "encoding", "인코딩"),
    (b"\x81\xff\xff{}", "encoding", "인코딩"),
    (document(*[CODE] * (reader.MAX_CELLS + 1)), "too_large", "셀이 너무 많습니다"),
])
def test_a_file_that_is_no_notebook_is_refused_with_what_to_do(data, code, says):
    with pytest.raises(Refused) as refused:
        parse("제출.ipynb", data)
    assert refused.value.code == code
    assert says in refused.value.message and refused.value.message.startswith("제출.ipynb")


def test_files_that_are_not_files_are_refused_without_being_opened(tmp_path):
    target = tmp_path / "secret.ipynb"
    target.write_bytes(document(CODE))
    (tmp_path / "link.ipynb").symlink_to(target)
    os.mkfifo(tmp_path / "pipe.ipynb")
    for name, code, says in [("link.ipynb", "symlink", "링크"), ("pipe.ipynb", "not_a_file", "보통 파일이 아닙니다"), ("none.ipynb", "unreadable", "열 수 없습니다")]:
        with pytest.raises(Refused) as refused:
            read(tmp_path / name)
        assert refused.value.code == code and says in refused.value.message


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "big.ipynb"
    with path.open("wb") as file:
        file.truncate(reader.MAX_BYTES + 1)
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.code == "too_large" and "30 MB" in refused.value.message


@pytest.mark.parametrize("encoding, finding", [("utf-8", []), ("utf-8-sig", []), ("utf-16", ["encoding"]), ("cp949", ["encoding"])])
def test_encodings_that_editors_leave_behind(encoding, finding):
    text = json.dumps({"cells": [{"cell_type": "markdown", "source": "답: 여왕"}]}, ensure_ascii=False)
    found = parse("a.ipynb", text.encode(encoding))
    assert found.cells[0].source == "답: 여왕"
    assert [item.code for item in found.findings] == finding


def test_damaged_cells_give_what_they_have():
    found = parse("a.ipynb", document(
        {"cell_type": "code", "source": ["a = 1\r\n", 7, "b = 2"], "metadata": []},
        {"source": None, "metadata": {"nbgrader": None}},
        {"cell_type": "code", "source": "x\x00 = '\ud800'", "id": 5, "metadata": {"nbgrader": {"grade_id": ["a"], "points": "9"}}, "attachments": {"a": 1}},
        "not a cell"))
    assert [cell.source for cell in found.cells[:2]] == ["a = 1\nb = 2", ""]
    assert found.cells[2].source.strip("\ufffd'") == "x = " and "\ufffd" in found.cells[2].source
    assert [cell.grade_id for cell in found.cells] == ["", "", "a"] and found.cells[2].lost and not found.cells[2].attachments
    assert [finding.code for finding in found.findings] == ["damaged_cells"] and "1개" in found.findings[0].message


def test_old_formats_are_read():
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": ["f = 1\n", "g = 2"]}, {"cell_type": "markdown", "source": "답"}]}]}
    assert [cell.source for cell in parse("a.ipynb", json.dumps(old).encode()).cells] == ["f = 1\ng = 2", "답"]
    assert parse("a.ipynb", b'{"nbformat": 5, "cells": [{"cell_type": "code", "source": "x"}], "metadata": NaN}').cells[0].source == "x"


@pytest.mark.parametrize("name", [
    "hw.ipynb", "Copy of hw.ipynb", "hw (1).ipynb", "Copy of hw (2).ipynb", "hw의 사본.ipynb", "hw의 사본의 사본.ipynb", "사본 - hw.ipynb",
    "hw - 복사본.ipynb", "hw - 복사본 (2).ipynb", "hw.ipynb.txt", "hw.IPYNB", "hw-Copy1.ipynb", "hw.ipynb의 사본", "hw - Copy.ipynb",
    "Copy of Copy of hw.ipynb", "Copy of hw의 사본.ipynb", "hw 복사본.ipynb", "hw 복사본 2.ipynb", "hw copy.ipynb", "hw copy 3.ipynb"])
def test_what_copying_adds_to_a_name_is_taken_off(name):
    assert plain_name(name) == "hw"


@dataclass
class Made:
    matched: int
    answered: int
    findings: list = field(default_factory=list)


def attempt(notebook):
    """Every notebook fits whose first cell does not say otherwise; it says how many answers it has."""
    text = notebook.cells[0].source
    if text == "other":
        raise Refused("unrelated", f"{notebook.name}: 다른 과제")
    return Made(3, int(text))


def put(folder, file, text, age=0):
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(document({"cell_type": "code", "source": text}) if isinstance(text, str) else text)
    os.utime(path, (1_000_000 - age, 1_000_000 - age))


def chosen(folder, name="hw", siblings=()):
    return choose(listing(folder), name, siblings, attempt)


def test_one_file_of_another_name_is_taken_and_told(tmp_path):
    put(tmp_path, "final (1).ipynb", "1")
    choice = chosen(tmp_path)
    assert choice.file == "final (1).ipynb" and [finding.code for finding in choice.findings] == ["renamed"]
    assert "hw.ipynb" in choice.findings[0].message


@pytest.mark.parametrize("name", ["벡터_exercise", "hw", "lab (2)"])
@pytest.mark.parametrize("file", [
    "{}.ipynb", "Copy of {}.ipynb", "{}의 사본.ipynb", "{}의 사본의 사본.ipynb", "Copy of Copy of {}.ipynb", "Copy of {} (1).ipynb", "{}의 사본 (2).ipynb"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_copy_in_drive_is_no_finding(tmp_path, name, file, form):
    """Whoever opens a notebook by its badge must save a copy. macOS writes names with decomposed syllables (NFD)."""
    put(tmp_path, unicodedata.normalize(form, file.format(name)), "1")
    assert chosen(tmp_path, name).findings == []


def test_the_newest_file_with_an_answer_is_taken(tmp_path):
    put(tmp_path, "hw.ipynb", "2", age=100)
    put(tmp_path, "hw (1).ipynb", "2", age=50)
    put(tmp_path, "hw (2).ipynb", "0", age=0)
    choice = chosen(tmp_path)
    assert choice.file == "hw (1).ipynb"
    finding = next(finding for finding in choice.findings if finding.code == "several_files")
    assert finding.serious and "hw.ipynb" in finding.message and "hw (2).ipynb" in finding.message


def test_the_right_notebook_wins_over_a_better_named_wrong_one(tmp_path):
    put(tmp_path, "hw.ipynb", "other")
    put(tmp_path, "final_really.ipynb", "1")
    assert chosen(tmp_path).file == "final_really.ipynb"


def test_hidden_files_and_archives_leftovers_are_not_looked_at(tmp_path):
    put(tmp_path, ".ipynb_checkpoints/hw-checkpoint.ipynb", "3")
    put(tmp_path, "__MACOSX/hw.ipynb", "3")
    put(tmp_path, "._hw.ipynb", b"\x00\x05\x16\x07")
    put(tmp_path, "week1/hw.ipynb", "1")
    assert listing(tmp_path).files == ["week1/hw.ipynb"] and chosen(tmp_path).file == "week1/hw.ipynb"


def test_links_are_not_followed(tmp_path):
    put(tmp_path, "elsewhere/solution.ipynb", "5")
    folder = tmp_path / "student" / "hw"
    folder.mkdir(parents=True)
    (folder / "hw.ipynb").symlink_to(tmp_path / "elsewhere" / "solution.ipynb")
    (folder / "more").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused) as refused:
        chosen(folder)
    assert refused.value.code == "symlink" and "링크" in refused.value.message
    put(folder, "mine.ipynb", "1")
    choice = chosen(folder)
    assert choice.file == "mine.ipynb"
    assert any(finding.code == "symlink" and finding.serious and "hw.ipynb" in finding.message for finding in choice.findings)
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "hw").symlink_to(folder)
    with pytest.raises(Refused) as refused:
        listing(tmp_path / "linked" / "hw")
    assert refused.value.code == "symlink" and "제출 폴더" in refused.value.message


def test_nothing_to_choose_from_says_what_is_there(tmp_path):
    with pytest.raises(Refused) as refused:
        chosen(tmp_path)
    assert refused.value.code == "no_notebook" and "비어" in refused.value.message
    put(tmp_path, "homework.py", b"print(1)")
    with pytest.raises(Refused) as refused:
        chosen(tmp_path)
    assert refused.value.code == "no_notebook" and "homework.py" in refused.value.message and "hw.ipynb" in refused.value.message


def test_when_nothing_fits_the_nearest_name_gives_the_reason(tmp_path):
    put(tmp_path, "zzz.ipynb", b"{")
    put(tmp_path, "hw (3).ipynb", "other")
    with pytest.raises(Refused) as refused:
        chosen(tmp_path)
    assert refused.value.code == "unrelated" and "hw (3).ipynb" in refused.value.message


def test_a_sibling_notebooks_file_is_left_to_it(tmp_path):
    put(tmp_path, "part-two.ipynb", "1")
    put(tmp_path, "upload.ipynb", "1", age=50)
    assert chosen(tmp_path, "part-one", ["part-one", "part-two"]).file == "upload.ipynb"
    assert chosen(tmp_path, "part-two", ["part-one", "part-two"]).file == "part-two.ipynb"

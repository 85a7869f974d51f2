"""The instructor's report: right numbers, nothing that runs, nothing from elsewhere."""
from __future__ import annotations

import csv
import io
import re
import shutil
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
import small_class as small
from chromium import laid_out
from nbgrader.api import Gradebook
from small_class import ASSIGNMENT, FULL, NOTEBOOK

from autograder.errors import CannotRun
from autograder.report.feedback import feedback
from autograder.grading.grade import grade
from autograder.grading.results import FULL as FULL_MARKS
from autograder.grading.results import MANUAL, PARTIAL, SCORE, ZERO, Result, Task
from autograder.report.items import columns, task_rows
from autograder.report.report import Report, distribution, render, report
from autograder.report.rows import Row

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own


class Page(HTMLParser):
    """Tables as lists of rows of cell texts, links, ids, tags; complains about tags that are not closed."""

    VOID = {"meta", "br", "link", "img", "input"}

    def __init__(self, html):
        super().__init__()
        self.tables, self.links, self.ids, self.tags, self.open, self.text = [], [], [], [], [], ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        elif tag == "a":
            self.links.append(attributes["href"])
        if "id" in attributes:
            self.ids.append(attributes["id"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        if tag in ("td", "th"):
            self.tables[-1][-1][-1] = " ".join(self.tables[-1][-1][-1].split())

    def handle_data(self, data):
        self.text += data
        if "td" in self.open or "th" in self.open:
            self.tables[-1][-1][-1] += data


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return small.make_course(tmp_path_factory.mktemp("report") / "course")


@pytest.fixture
def root(released, tmp_path):
    return shutil.copytree(released, tmp_path / "course")


NASTY = "=cmd|'calc'!A1<script>alert(1)<"


@pytest.fixture
def graded(root):
    """A class with every outcome."""
    small.hand_in(root, "2025-01-김하늘", small.answered(root))
    small.hand_in(root, "2025-02-이서연", small.answered(root, mean="def mean(numbers):\n    'm'\n    raise ValueError('<script>alert(2)</script>')"))
    small.hand_in(root, "2025-03-박도윤", small.answered(root, mean="def mean(numbers):\n    'm'\n    raise ValueError('<script>alert(2)</script>')",
                                                     top="def top(words):\n    't'\n    return '가'"))
    small.hand_in(root, "blank", small.released(root))
    small.hand_in(root, "fated", small.answered(root, count="count = 'fateful'"))
    small.hand_in(root, NASTY, small.answered(root), f"<b>{NOTEBOOK}.ipynb")
    small.hand_in(root, "bad", "{", "<img src=x onerror=alert(3)>.ipynb")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words") as book:
        book.add_student("2025-01-김하늘", last_name="김", first_name="<i>하늘</i>")
        book.add_student("absent", last_name="+황보", first_name="석")
    plain = small.Plain()
    plain.fail_on = "fateful"
    grade(root, ASSIGNMENT, executor=plain)
    feedback(root, ASSIGNMENT)
    return root


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_the_numbers_are_the_gradebooks(graded):
    path = report(graded, ASSIGNMENT)
    assert path == graded / "reports" / f"{ASSIGNMENT}.html"
    page = Page(path.read_text(encoding="utf-8"))
    tasks, students, bins = page.tables
    assert [row[:2] for row in bins[1:] if row[1] != "0"] == [["7.7–8.8", "2"], ["4.4–5.5", "1"], ["3.3–4.4", "1"], ["0–1.1", "1"]] or \
        [(row[0], row[1]) for row in bins[1:] if row[1] != "0"] == [("8.8–9.9", "2"), ("4.4–5.5", "1"), ("3.3–4.4", "1"), ("0–1.1", "1")]
    rows = {row[0]: row for row in tasks[1:]}
    assert rows["과제 2. 평균"][1:4] == ["4", "40%", "–"] and rows["과제 2. 평균"][5:10] == ["2", "0", "3", "0", "0"]
    assert rows["과제 2. 평균"][10] == "ValueError: <script>alert(2)</script> (2명) 풀지 않음 1명"
    assert rows["과제 3. 으뜸 단어"][5:10] == ["3", "1", "1", "0", "0"] and rows["과제 4. 왜 셀까요?"][5:10] == ["0", "0", "1", "0", "4"]
    found = {row[0]: row[1:] for row in students[1:]}
    assert found["2025-01-김하늘 김 <i>하늘</i>"][:2] == ["채점됨", "9 / 9 + 채점 전 2"]
    assert found["bad"][:2] == ["거절됨", "0 / 11"] and found["fated"][:2] == ["채점기 오류", "–"] and found["absent +황보 석"][:2] == ["미제출", "–"]
    assert "평균5.4" in "".join(page.text.split()) and "중앙값5" in "".join(page.text.split())


def test_what_went_wrong_with_whom(graded):
    page = Page(report(graded, ASSIGNMENT).read_text(encoding="utf-8"))
    text = " ".join(page.text.split())
    problems = text[text.index("누구에게 무엇이 잘못되었나"):]
    assert "fated 채점기 오류" in problems and "no kernel today" in problems
    assert "깨져 있습니다" in problems and "not_json" not in text and "count-test" not in text, "no English labels"
    assert "답하지 않았습니다." in problems and "파일 이름이" in problems
    assert "김하늘" not in problems
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_what_to_look_at_first_stands_first(graded):
    page = Page(report(graded, ASSIGNMENT).read_text(encoding="utf-8"))
    text = " ".join(page.text.split())
    first = text[text.index("먼저 볼 것"):text.index("과제별 결과")]
    assert text.index("먼저 볼 것") < text.index("채점됨 ") and "채점기 오류 1명: 고치고 다시 채점하세요. fated" in first and "거절된 제출물 1명: 다시 내게 하세요. bad" in first
    assert "사람이 채점할 답 4개: 과제 4. 왜 셀까요?" in first
    students = [row[0] for row in page.tables[1][1:]]
    assert students[:2] == ["bad", "fated"] and page.tables[1][0][3:7] == ["1", "2", "3", "4"]


def test_parts_of_a_task_are_one_column_with_their_sum():
    def row(*tasks):
        return Row("kim", "", SCORE, Result("kim", SCORE, tasks=[Task("n", name, points, score, status) for name, points, score, status in tasks]))

    rows = [row(("a", 2, 2, FULL_MARKS), ("b", 3, 0, ZERO), ("c", 1, None, MANUAL))]
    names = {("n", "a"): "과제 7. 처음", ("n", "b"): "과제 7. 처음", ("n", "c"): "덧붙임"}
    tasks = task_rows(rows, names)
    one, two = columns(tasks)
    assert (one.number, one.of(rows[0]), two.number, two.of(rows[0])) == ("7", (PARTIAL, 2), "2", (MANUAL, None))
    assert [task.part for task in tasks] == ["1/2", "2/2", ""] and one.of(row()) is None


@pytest.mark.parametrize("width", [390, 1280])
def test_the_report_is_no_wider_than_the_screen(graded, tmp_path, width):
    """A task of many tests, long names and messages without a blank included."""
    small.hand_in(graded, "x" * 120, small.answered(graded, mean="def mean(numbers):\n    'm'\n    raise ValueError('" + "y" * 280 + "')"), "파일" * 30 + ".ipynb")
    plain = small.Plain()
    plain.fail_on = "fateful"
    grade(graded, ASSIGNMENT, executor=plain)
    shown = laid_out(report(graded, ASSIGNMENT).read_text(encoding="utf-8"), width, tmp_path)
    assert shown["width"] == width and shown["needs"] <= width and shown["wide"] == [] and shown["small"] == [] and shown["alerted"] == ""


@pytest.mark.parametrize("width", [390, 764, 1280])
def test_a_lesson_of_ten_tasks_in_sixteen_tests_fits_too(tmp_path, width):
    counts = [1, 2, 1, 1, 3, 2, 1, 2, 2, 1]
    names = {("n", f"t{task}-{part}"): f"과제 {task + 1}. 이름이 긴 과제(document-term matrix)" for task, parts in enumerate(counts) for part in range(parts)}
    rows = [Row(f"2025{number:04}", "김하늘", SCORE, Result(f"2025{number:04}", SCORE, score=33.25, max_score=45, pending=5, late_seconds=90000, penalty=2, when="2026-11-29T00:00:00+00:00",
                tasks=[Task("n", grade_id, 4, 3.25, PARTIAL, "나온 값이 다릅니다. " * 12) for _, grade_id in names])) for number in range(5)]
    shown = laid_out(render(Report("010_words", rows, names)), width, tmp_path)
    assert shown["needs"] <= width and shown["wide"] == [] and shown["small"] == []


def test_students_texts_are_shown_not_obeyed(graded):
    html = report(graded, ASSIGNMENT).read_text(encoding="utf-8")
    page = Page(html)
    assert html.lower().count("<script") == 1 and not {"img", "b", "i", "link", "iframe"} & {tag for tag, _ in page.tags}
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "<script>alert(1)<" in page.text and "<script>alert(2)</script>" in page.text and "onerror=alert(3)" in page.text


def test_the_page_needs_nothing_from_elsewhere(graded):
    html = report(graded, ASSIGNMENT).read_text(encoding="utf-8")
    assert not re.search(r"(?i)https?://|@import|url\(", html)
    page = Page(html)
    links = [link for link in page.links if not link.startswith("#")]
    assert f"{ASSIGNMENT}.csv" in links and len(links) == 20
    for link in links:
        assert (graded / "reports" / unquote(link)).is_file()


def test_tables_are_made_for_listening_too(graded):
    page = Page(report(graded, ASSIGNMENT).read_text(encoding="utf-8"))
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in page.tags if tag == "th")
    assert sum(tag == "caption" for tag, _ in page.tags) == 3
    assert dict(page.tags)["html"] == {"lang": "ko"}
    assert all("aria-hidden" in attributes for tag, attributes in page.tags if attributes.get("class") in ("bar", "stack"))


@pytest.mark.parametrize("isolated", [True, False])
def test_a_run_without_isolation_is_told(root, isolated):
    small.hand_in(root, "kim", small.answered(root))
    plain = small.Plain()
    plain.isolated = isolated
    grade(root, ASSIGNMENT, executor=plain, isolation=isolated)
    html = report(root, ASSIGNMENT).read_text(encoding="utf-8")
    assert ("격리하지 않고 채점했습니다" in html) == (not isolated) and ("--no-isolation" in html) == (not isolated)


def test_a_submission_that_changed_since_is_told(graded):
    assert "바뀐 제출물" not in report(graded, ASSIGNMENT).read_text(encoding="utf-8")
    small.hand_in(graded, "blank", small.answered(graded))
    small.hand_in(graded, "late", small.answered(graded))
    page = Page(report(graded, ASSIGNMENT).read_text(encoding="utf-8"))
    assert "다시 채점하세요: blank" in page.text
    assert next(row for row in page.tables[1] if row[0] == "late")[1:3] == ["채점 전", "–"]


def test_points_given_by_hand_show_at_once(graded):
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}", "words") as book:
        row = book.find_grade("why", NOTEBOOK, ASSIGNMENT, "2025-01-김하늘")
        row.manual_score, row.needs_manual_grade = 2, False
        book.db.commit()
    report(graded, ASSIGNMENT)
    found = {row["student_id"]: row for row in table(graded / "reports" / f"{ASSIGNMENT}.csv")}
    assert (found["2025-01-김하늘"]["score"], found["2025-01-김하늘"]["why"], found["2025-01-김하늘"]["needs_manual_grade"]) == ("11.0", "2.0", "0")
    assert found["2025-02-이서연"]["needs_manual_grade"] == "1" and (found["2025-02-이서연"]["why"], found["2025-02-이서연"]["pending"]) == ("채점 전", "2.0")


def test_the_csv_holds_no_formula(graded):
    report(graded, ASSIGNMENT)
    path = graded / "reports" / f"{ASSIGNMENT}.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = table(path)
    for row in rows:
        assert not any(value.startswith(("=", "+", "-", "@", "\t")) for value in row.values())
    found = {row["student_id"]: row for row in rows}
    assert (found["'" + NASTY]["score"], found["'" + NASTY]["judged"], found["'" + NASTY]["pending"]) == ("", str(float(FULL)), "2.0") and found["absent"]["name"] == "'+황보 석"
    assert found["fated"]["score"] == "" and found["fated"]["outcome"] == "grader_error" and found["bad"]["code"] == "not_json"


def test_scores_fall_into_tenths_of_the_maximum():
    counts = [count for _, count in distribution([0, 0.99, 1, 5, 9.99, 10, 10], 10)]
    assert counts == [2, 1, 0, 0, 0, 1, 0, 0, 0, 3]
    assert distribution([1], 0)[0][1] == 1 and sum(count for _, count in distribution([12], 10)) == 1


def test_nothing_to_report(root):
    with pytest.raises(CannotRun) as error:
        report(root, ASSIGNMENT)
    assert error.value.code == "not_graded" and f"autograder grade {ASSIGNMENT}" in error.value.message
    with pytest.raises(CannotRun, match="이런 과제가 없습니다"):
        report(root, "other")

"""Feedback pages: the reason and the student's own code, never a hidden test, nothing that runs."""
from __future__ import annotations

import re
import shutil
from html import unescape

import nbformat
import pytest
import small_class as small
from nbformat.v4 import new_output
from small_class import ASSIGNMENT, NOTEBOOK

from autograder.cells import is_test
from autograder.errors import CannotRun
from autograder.grading import templates
from autograder.grading.feedback import (
    MOST_FRAMES,
    STRUCK,
    HideTests,
    feedback,
    harmless,
    hidden_lines,
    strike,
)
from autograder.grading.grade import grade
from autograder.grading.jupyter_executor import JupyterExecutor
from autograder.grading.nbgrader_course import ONE_PROCESS, NbgraderCourse
from autograder.grading.protocol import ERROR, CellRun, Frame, Limits
from autograder.grading.results import Result
from autograder.grading.sandboxed import Sandboxed
from autograder.sandbox import isolate
from autograder.sandbox.frames import checked
from autograder.sandbox.wire import WireError

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own

HIDDEN = ["secret_words_for_count = [\"다\"] * 5 + [\"라\"]", "assert count(secret_words_for_count)[\"다\"] == 5, \"많이 나온 단어의 값이 다릅니다.\"",
          "concealed_numbers = [0.5, 0.25, 0.125]", "assert math.isclose(mean(concealed_numbers), 0.2916666, rel_tol=1e-4)",
          "points += 1.0 * (top([\"비밀\", \"비밀\", \"공개\", \"비밀\"]) == \"비밀\")"]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return small.make_course(tmp_path_factory.mktemp("feedback") / "course")


@pytest.fixture
def root(released, tmp_path):
    return shutil.copytree(released, tmp_path / "course")


def plain_text(page):
    """What a page says, without tags and blanks: highlighting puts tags between the words of a line."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?s)<style.*?</style>", "", page.read_text(encoding="utf-8")))))


def squeezed(text):
    return re.sub(r"\s+", "", text)


def assert_nothing_hidden(page):
    text = plain_text(page)
    for line in HIDDEN:
        assert squeezed(line) not in text
    assert "secret_words_for_count" not in text and "concealed_numbers" not in text and "공개" not in text


EXECUTORS = {
    "walls": lambda: Sandboxed(),
    "no walls": lambda: Sandboxed(walls=False),
    "one process": lambda: Sandboxed(walls=False, isolation=ONE_PROCESS),
    "Jupyter": lambda: JupyterExecutor(),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", EXECUTORS)
def test_a_page_shows_the_students_line_and_no_line_of_a_hidden_test(root, name):
    """Real processes, because real tracebacks hold the lines around the failing one."""
    if name == "walls" and (reason := isolate.unavailable()):
        pytest.skip(reason)
    peek = "import inspect\ndef count(words):\n    print(get_ipython().user_ns['In'][-1])\n    return {'가': 2, '나': 1}"
    deep = "def mean(numbers):\n    return divide(sum(numbers), 0)\n\ndef divide(one, other):\n    return one / other"
    submissions = {
        "fails-hidden": small.answered(root, count="def count(words):\n    return {'가': 2, '나': 1, '다': 1} if '라' in words else {'가': 2, '나': 1}", mean="def mean(numbers):\n    return 3.0"),
        "raises-inside": small.answered(root, mean="def mean(numbers):\n    if numbers[0] == 0.5:\n        raise ValueError('내 함수 안')\n    return 3.0"),
        "two-deep": small.answered(root, mean=deep),
        "dies-then-raises": small.answered(root, count="import os\nos._exit(1)", mean=deep),
        "in-its-own-cell": small.answered(root, count="words = ['가']\nwords.append(unknown_name)"),
        "no-syntax": small.answered(root, count="def count(words):\n    return {{{"),
        "peeks": small.answered(root, count=peek),
        "wrong": small.answered(root, top="def top(words):\n    return 1 / 0"),
        "perfect": small.answered(root),
        "blank": small.released(root),
        "broken": "{",
    }
    for student, notebook in submissions.items():
        small.hand_in(root, student, notebook)
    run = grade(root, ASSIGNMENT, executor=EXECUTORS[name](), isolation=False, limits=Limits(cell_seconds=10))
    raw = small.find(nbformat.read(root / "autograded" / "fails-hidden" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", 4), "count-test")
    assert "secret_words_for_count" in str(raw.outputs), "the traceback that must be hidden does hold hidden lines"
    made = feedback(root, ASSIGNMENT)
    assert set(made.pages) == set(submissions) and made.failed == {} and set(made.pending) == set(submissions) - {"blank", "broken"}
    pages = {student: page for student, (page,) in made.pages.items()}
    for page in pages.values():
        assert_nothing_hidden(page)
    text = {student: plain_text(page) for student, page in pages.items()}
    assert "많이나온단어의값이다릅니다." in text["fails-hidden"] and "검사를통과하지못했습니다" in text["fails-hidden"]
    assert ",line3---->3raiseValueError('내함수안')ValueError:내함수안" in text["raises-inside"]
    for student in ("two-deep", "dies-then-raises"):
        assert re.search(r",line2---->2returndivide\(sum\(numbers\),0\)CellIn\[\d+],line5---->5returnone/otherZeroDivisionError", text[student]), student
    assert ",line2---->2words.append(unknown_name)NameError" in text["in-its-own-cell"]
    assert ",line2---->2return{{{" in text["no-syntax"]
    assert squeezed(STRUCK) in text["peeks"] or name in ("walls", "no walls")  # where a test runs apart there is nothing to peek at
    assert ",line2---->2return1/0ZeroDivisionError:divisionbyzero" in text["wrong"]
    assert {result.student: result.score for result in run.results}["perfect"] == small.FULL


@pytest.mark.parametrize("lie", [None, "1", [[1, 2, 3]], [[1]], [[1, "2"]], [[True, 1]], [[[1], 1]], [(1, 1)], [[1, 1]] * 31, {1: 1}])
def test_what_is_no_frame_breaks_the_wires_rules(lie):
    """A student's process may send anything where its frames belong; the tester sends them on."""
    with pytest.raises(WireError):
        checked(lie)
    assert checked([[1, 2], [3, 4]]) == [[1, 2], [3, 4]]


def test_frames_choose_among_the_students_lines_only(root):
    """A student's process that lies about its frames gets no line of a test, nor any that is not there."""
    small.hand_in(root, "kim", small.answered(root))

    class Lies(small.Plain):
        def run(self, notebook, limits, files):
            execution = super().run(notebook, limits, files)
            cells = execution.notebook.cells
            index = next(i for i, cell in enumerate(cells) if is_test(cell))
            cells[index].outputs = [new_output("error", ename="E", evalue="", traceback=["secret_words_for_count"])]
            frames = [Frame(cell, line) for cell in range(-2, len(cells) + 2) for line in range(-1, 40)]
            execution.cells[index] = CellRun(ERROR, "E", frames=tuple(frames))
            return execution

    grade(root, ASSIGNMENT, executor=Lies())
    (page,) = feedback(root, ASSIGNMENT).pages["kim"]
    assert_nothing_hidden(page)
    assert plain_text(page).count("---->") == MOST_FRAMES


def test_a_refused_students_page_is_the_reason_alone(root):
    small.hand_in(root, "bad", "{")
    grade(root, ASSIGNMENT, executor=small.Plain())
    (page,) = feedback(root, ASSIGNMENT).pages["bad"]
    text = plain_text(page)
    assert "채점하지못한제출물" in text and "깨져있습니다" in text and "Score:0.0/11.0" in text
    assert "단어마다횟수를" not in text
    assert page == root / "feedback" / "bad" / ASSIGNMENT / f"{NOTEBOOK}.html"


def test_what_was_not_graded_has_no_page_and_loses_an_old_one(root):
    small.hand_in(root, "kim", small.answered(root))
    plain = small.Plain()
    grade(root, ASSIGNMENT, executor=plain)
    (page,) = feedback(root, ASSIGNMENT).pages["kim"]
    small.hand_in(root, "kim", small.answered(root, count="pass"))
    small.hand_in(root, "new", small.answered(root))
    plain.fail_on = "pass"
    grade(root, ASSIGNMENT, executor=plain, students=["kim"])
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("old")
    made = feedback(root, ASSIGNMENT)
    assert made.pages == {} and not page.exists()
    assert "no kernel today" in made.failed["kim"] and "아직 채점되지 않았습니다" in made.failed["new"]


def test_one_page_that_cannot_be_made_stops_no_other(root, monkeypatch):
    for student in ("kim", "lee"):
        small.hand_in(root, student, small.answered(root))
    grade(root, ASSIGNMENT, executor=small.Plain())
    path = root / "autograded" / "kim" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    path.chmod(0o644)
    path.write_text("{")
    monkeypatch.setattr(Result, "is_foreign", lambda *_: False)  # which would say so first
    made = feedback(root, ASSIGNMENT)
    assert list(made.pages) == ["lee"] and "피드백을 만들지 못했습니다" in made.failed["kim"]


def test_feedback_for_some(root):
    for student in ("kim", "lee"):
        small.hand_in(root, student, small.answered(root))
    grade(root, ASSIGNMENT, executor=small.Plain())
    assert list(feedback(root, ASSIGNMENT, ["lee"]).pages) == ["lee"]
    with pytest.raises(CannotRun, match="이런 과제가 없습니다"):
        feedback(root, "other")


def test_what_students_write_does_not_run_in_the_page(root):
    why = "답 **굵게**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert('글')</script><img src=x onerror=alert(1)>\n\n[눌러](javascript:alert(2)) <iframe src='//x'></iframe>\n\n> 인용"
    small.hand_in(root, "kim", small.answered(root, why=why, count="'</script><script>alert(3)</script>'\n" + small.solution("count")))

    class Loud(small.Plain):
        def run(self, notebook, limits, files):
            execution = super().run(notebook, limits, files)
            small.find(execution.notebook, "mean").outputs = [
                new_output("display_data", {"text/html": "<b onclick='x()'>표</b><script>alert(4)</script><table><thead><tr><th>ㄱ</th></tr></thead></table>"}),
                new_output("display_data", {"application/javascript": "alert(5)"}),
                new_output("stream", name="stdout", text="<script>alert(6)</script>")]
            return execution

    grade(root, ASSIGNMENT, executor=Loud())
    (page,) = feedback(root, ASSIGNMENT).pages["kim"]
    html = page.read_text(encoding="utf-8")
    assert not re.search(r"alert\((2|5)\)", html) and "alert('글')" not in html and "onerror" not in html and "onclick" not in html
    assert "<script>alert(" not in html and "<iframe" not in html and "javascript:alert" not in html
    assert "<strong>굵게</strong>" in html and "<td>1</td>" in html and "<blockquote>" in html and "<th>ㄱ</th>" in html
    assert "&lt;script&gt;alert(6)" in html


def test_harmless_html_keeps_pictures_and_drops_what_acts():
    assert harmless('<img src="data:image/png;base64,aGk=" alt="그림" onload="x()">') == '<img src="data:image/png;base64,aGk=" alt="그림">'
    assert harmless('<img src="http://x/y.png">') == "<img>" and harmless('<a href="data:text/html,x">a</a>') == "<a>a</a>"
    assert harmless("<style>p{}</style><script>never closed") == "" and harmless('<p style="position:fixed">p</p>') == "<p>p</p>"


def test_lines_that_students_have_anyway_are_not_hidden(root):
    template = templates.load_template(NbgraderCourse(root), ASSIGNMENT, NOTEBOOK)
    hidden = hidden_lines(template)
    assert {squeezed(line) for line in HIDDEN} <= hidden
    assert not any(squeezed(line) in hidden for line in ("points = 0.0", "value = mean([1, 2, 3, 6])", "points"))
    assert strike("a\n\x1b[31m>>> concealed_numbers\x1b[0m = [0.5,0.25, 0.125] # x\nb", hidden) == f"a\n{STRUCK}\nb"
    assert HideTests({}).enabled

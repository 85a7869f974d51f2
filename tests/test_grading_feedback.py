"""Feedback pages: the reason and the student's own code, one next step, never a hidden test, nothing that runs or is cut."""
from __future__ import annotations

import json
import re
import shutil
from html import unescape

import nbformat
import pytest
import small_class as small
from chromium import laid_out
from conftest import SLUG
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.api import Gradebook
from small_class import ASSIGNMENT, NOTEBOOK

from autograder import cli
from autograder.cells import is_test
from autograder.errors import CannotRun
from autograder.grading import templates
from autograder.grading.grade import grade
from autograder.grading.incoming import collect
from autograder.grading.jupyter_executor import JupyterExecutor
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.protocol import ONE_PROCESS
from autograder.grading.protocol import ERROR, CellRun, Frame, Limits
from autograder.grading.results import Result
from autograder.grading.sandboxed import Sandboxed
from autograder.report.feedback import feedback
from autograder.report.guidance import Guidance, load_guidance, numbered_sections
from autograder.report.hidden import STRUCK, hidden_lines, is_visible, strike
from autograder.report.next_step import ANOTHER_CASE, SHOWN, UNSOLVED, next_step
from autograder.report.safe import MOST, formula, markdown, plain
from autograder.report.student_page import MOST_FRAMES
from autograder.sandbox import isolate
from autograder.sandbox.frames import checked
from autograder.sandbox.pipes import WireError

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
    own = "내코드의이줄에서났습니다."
    assert f"ValueError:내함수안{own}3raiseValueError('내함수안')다음에할일" in text["raises-inside"]
    for student in ("two-deep", "dies-then-raises"):
        assert f"ZeroDivisionError:divisionbyzero{own}2returndivide(sum(numbers),0)5returnone/other다음에할일" in text[student], student
    assert f"NameError:name'unknown_name'isnotdefined{own}2words.append(unknown_name)다음에할일" in text["in-its-own-cell"]
    assert f"{own}2return{{{{{{다음에할일" in text["no-syntax"] and "ipython-input" not in text["no-syntax"]
    assert f"ZeroDivisionError:divisionbyzero{own}2return1/0다음에할일" in text["wrong"]
    assert squeezed(UNSOLVED) in text["blank"] and "여기에코드를작성하세요" not in text["blank"]
    assert {result.student: result.score for result in run.results}["perfect"] == small.FULL


@pytest.mark.parametrize("lie", [None, "1", "1:2:3", "1:-2", "1:2\n", "1: 2", "a:1", "1:2,3:4", "1:" + "9" * 10, "1:1 " * 31, "٣:1", b"1:2", [[1, 2]]])
def test_what_is_no_frame_breaks_the_wires_rules(lie):
    """A student's process may send anything where its frames belong; the tester sends them on."""
    with pytest.raises(WireError):
        checked(lie)
    assert checked("1:2 3:4") == "1:2 3:4" and checked("") == ""


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
    (shown,) = re.findall(r'<pre>(<span class="lineno">.*?)</pre>', page.read_text(encoding="utf-8"), re.S)
    assert shown.count("lineno") == MOST_FRAMES


def test_a_refused_students_page_is_the_reason_alone(root):
    small.hand_in(root, "bad", "{")
    grade(root, ASSIGNMENT, executor=small.Plain())
    (page,) = feedback(root, ASSIGNMENT).pages["bad"]
    text = plain_text(page)
    assert "채점하지못한제출물" in text and "깨져있습니다" in text and "0/11점" in text
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


HOSTILE = """답 **굵게** $x_1$ $\\text{<script>alert(7)</script>}$ $\\href{javascript:alert(8)}{y}$

| a | b |
|---|---|
| 1 | 2 |

<script>alert('글')</script><img src=x onerror=alert(1)> [눌러](javascript:alert(2)) [눌러](data:text/html,x) <iframe src='//x'></iframe>

![x](http://tracker.example/x.png) ![그림](attachment:a.png)

> 인용 \x1b[31m빨강\x1b[0m \u202egnp.exe
"""


def loud(root, **answers):
    """A submission whose every text is hostile, graded."""
    small.hand_in(root, "kim", small.answered(root, **{"why": HOSTILE, "count": "'</script><script>alert(3)</script>'\n" + small.solution("count"), **answers}))

    class Loud(small.Plain):
        def run(self, notebook, limits, files):
            execution = super().run(notebook, limits, files)
            small.find(execution.notebook, "count").outputs = [
                new_output("display_data", {"text/html": "<b onclick='x()'>표</b><script>alert(4)</script>", "text/plain": "글자 표"}),
                new_output("display_data", {"application/javascript": "alert(5)"}),
                new_output("stream", name="stdout", text="<script>alert(6)</script>\x1b]0;제목\x07")]
            return execution

    grade(root, ASSIGNMENT, executor=Loud())
    (page,) = feedback(root, ASSIGNMENT).pages["kim"]
    return page.read_text(encoding="utf-8")


def test_what_students_write_does_not_run_in_the_page(root):
    html = loud(root)
    tags = set(re.findall(r"<([a-z]+)", html))
    assert not tags & {"script", "iframe", "object", "form", "link"} and not re.search(r"<[^>]*\bon\w+\s*=", html)
    addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert all(address.startswith("#") for address in addresses), addresses
    assert "<strong>굵게</strong>" in html and "<td>1</td>" in html and "<blockquote>" in html and "<msub><mi>x</mi><mn>1</mn></msub>" in html
    assert "&lt;script&gt;alert(6)" in html and "글자 표" in html and "빨강" in html
    assert "\x1b" not in html and "\u202e" not in html and "제목" not in html and "alert(4)" not in html


def test_formulas_need_no_network_and_those_that_cannot_be_read_are_shown_as_written():
    assert str(formula(r"\frac{1}{2}", True)).startswith('<math display="block"><mrow><mfrac><mrow><mn>1</mn>')
    assert str(formula(r"\frac{")) == r"<code>\frac{</code>"
    assert "<script>" not in formula(r"\text{<script>alert(1)</script>}")
    assert str(formula(r"\href{javascript:alert(1)}{x}")) == '<math display="inline"><mrow><mrow><mrow><mi>x</mi></mrow></mrow></mrow></math>'
    assert str(formula("x" * 5000)) == f"<code>{'x' * 5000}</code>"


def test_long_texts_are_bounded_and_say_so():
    shown = plain("가" * 190_000)
    assert len(shown) < MOST + 100 and "전체는 190,000자" in shown
    assert len(markdown("긴 답 " * 60_000)) < 2 * MOST
    assert len(markdown("data:image/ " + "[" * 300_000)) < 2 * MOST, "the word alone lifts no bound"
    picture = "data:image/png;base64," + "A" * 30_000
    assert f'<img src="{picture}" alt="그림">' in markdown(f"![그림]({picture}) 뒤") and "[그림: 그림]" in markdown("![그림](http://x/y.png)")
    assert '<img src="data:image/png;base64,aGk=" alt="나">' in markdown("![나](attachment:a.png)", {"a.png": "data:image/png;base64,aGk="})
    assert "<img" not in markdown("![나](attachment:a.png)", {"a.png": "data:image/svg+xml;base64,aGk="})


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_cut_on_a_phone_and_nothing_acts(root, tmp_path, width):
    wide = "답" * 300 + " " + "x" * 400 + r" $$\sum_{i=1}^{N} " + " + ".join(f"x_{{{i}}}^2" for i in range(60)) + "$$\n\n|" + "열|" * 30 + "\n|" + "---|" * 30 + "\n|" + "값|" * 30
    html = loud(root, why=HOSTILE + wide, mean="def mean(numbers):\n    raise ValueError('" + "길" * 400 + "y" * 900 + "')",
                top="def top(words):\n    " + "z" * 500 + " = '" + "w" * 500 + "'\n    return 'x'")
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html and '<html lang="ko">' in html
    shown = laid_out(html, width, tmp_path)
    assert shown["width"] == width and shown["needs"] <= width and shown["cut"] == [] and shown["small"] == [] and shown["alerted"] == ""


def test_the_total_keeps_apart_what_nobody_has_graded_and_one_table_names_tasks_by_title(root):
    small.hand_in(root, "kim", small.answered(root, mean="def mean(numbers):\n    'm'\n    return 1.0"))
    grade(root, ASSIGNMENT, executor=small.Plain())
    (page,) = feedback(root, ASSIGNMENT).pages["kim"]
    html = page.read_text(encoding="utf-8")
    text = plain_text(page)
    assert "5/9점채점전2점" in text and html.count("<table") == 1
    assert [title for title in ("과제 1. 단어 세기", "과제 2. 평균", "과제 3. 으뜸 단어", "과제 4. 왜 셀까요?") if title in html] and "count-test" not in html
    assert "과제4.왜셀까요?✎채점전–/2" in text and f"합을개수로나누었는지보세요.다음에할일:{squeezed(SHOWN)}내가쓴답defmean" in text
    assert not re.search(r">[^<]*\b(Score|Test cell|Written response|Comment|Task)\b[^<]*<", html)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "words") as book:
        essay = book.find_grade("why", NOTEBOOK, ASSIGNMENT, "kim")
        essay.manual_score, essay.needs_manual_grade = 1.5, False
        book.find_comment("why", NOTEBOOK, ASSIGNMENT, "kim").manual_comment = "**근거**가 없습니다. <script>alert(9)</script>"
        book.db.commit()
    (page,) = feedback(root, ASSIGNMENT).pages["kim"]
    text = plain_text(page)
    assert "6.5/11점" in text and "채점전" not in text and "과제4.왜셀까요?◐부분점수1.5/2" in text
    assert "늦음" not in text and "채점한사람의말근거가없습니다.<script>alert(9)</script>" in text and "<strong>근거</strong>" in page.read_text(encoding="utf-8")


def test_what_was_repaired_or_not_used_is_told(root):
    notebook = small.answered(root)
    small.hand_in(root, "kim", small.without_metadata(notebook))
    result = grade(root, ASSIGNMENT, executor=small.Plain()).results[0]
    (page,) = feedback(root, ASSIGNMENT).pages["kim"]
    assert result.findings
    text = plain_text(page)
    told = [squeezed(finding.message.rpartition(": ")[0]) for finding in result.findings]
    assert "제출물에서고쳤거나쓰지않은것" in text and all(one in text for one in told)
    assert "과제1.단어세기,과제2.평균" in text and "count,mean" not in text, "tasks are named by their titles"


def test_what_collect_did_to_a_file_is_told(root, tmp_path):
    name = f"Copy of {NOTEBOOK} (1).ipynb"
    sent = tmp_path / "sent" / "kim_77_assignsubmission_file" / name
    sent.parent.mkdir(parents=True)
    sent.write_text(json.dumps(small.answered(root)), encoding="utf-8")
    items, new = collect(root, ASSIGNMENT, [sent.parents[1]])
    assert [item.student for item in items] == ["kim"] and items[0].told and not new
    grade(root, ASSIGNMENT, executor=small.Plain())
    (page,) = feedback(root, ASSIGNMENT).pages["kim"]
    assert squeezed(f"{name}: {items[0].told[0]}") in plain_text(page)
    with (root / ".autograder" / "collect" / f"{ASSIGNMENT}.jsonl").open("a") as log:
        log.write('{"became": "placed", "stud')  # what a killed writer leaves
    assert feedback(root, ASSIGNMENT).pages["kim"]


def test_a_failure_that_a_mutant_explains_names_the_misconception():
    guidance = Guidance({"t-test": [("로그의 밑", "밑이 10인 로그"), ("밑", "밑을 모른다"), ("분모", "1을 빠뜨린다"), ("분모", "분모가 0")]})
    assert guidance.misconception("t-test", "값 3. 로그의 밑이 10입니다.") == "밑이 10인 로그"
    assert guidance.misconception("t-test", "분모를 보세요.") == "" == guidance.misconception("t-test", "모양이 다릅니다.") == guidance.misconception("other", "밑")
    assert guidance.misconception("t-test", "로그의 밑과 분모를 보세요.") == ""


def test_a_lessons_own_text_guides(course_root, capsys):
    """What a key mutant fails with names its mistake; where there is no lesson, nothing is said."""
    assert cli.main(["--root", str(course_root), "build"]) == 0
    guidance = load_guidance(course_root, SLUG)
    assert guidance.misconception("count-test", "두 번 나온 단어를 보세요.") == "한 번씩만 센다"
    assert load_guidance(course_root / "nowhere", SLUG) == Guidance() == load_guidance(course_root, "999_none")


def test_a_section_of_the_lecture_ends_at_the_next_heading():
    """What a cell says before its heading is the section's before; a summary belongs to none, least of all to the last one."""
    cells = [new_markdown_cell("표지"), new_markdown_cell("## 1. 세기\n단어", id="one"), new_code_cell("count"),
             new_markdown_cell("바꾸어 보기\n## 2. 나누기\n비율", id="two"), new_markdown_cell("## 정리\n세기와 나누기")]
    first, second = numbered_sections(cells, "lecture")
    assert (first.heading, first.address, first.text.split()) == ("1. 세기", "lecture#scrollTo=one", ["1.", "세기", "단어", "count", "바꾸어", "보기"])
    assert (second.heading, second.address, second.text.split()) == ("2. 나누기", "lecture#scrollTo=two", ["2.", "나누기", "비율"])


@pytest.mark.parametrize("message, asserted, visible, step", [
    ("답 셀: SyntaxError: invalid syntax", False, False, "괄호"), ("NameError: name 'x'", False, False, "세션 다시 시작"),
    ("60초 안에 끝나지 않아 멈췄습니다.", False, False, "작은 입력"), ("두 번 나온 단어를 보세요.", True, True, SHOWN), ("다릅니다.", True, False, ANOTHER_CASE)])
def test_one_next_step_by_the_kind_of_failure(message, asserted, visible, step):
    assert step in next_step(message, asserted, visible)


def test_a_message_is_the_students_own_if_it_stands_in_the_test_that_they_have():
    released = 'assert f(1) == 2, f"나온 값 {f(1)}. 두 번 나온 단어를 보세요."'
    assert is_visible("나온 값 3. 두 번 나온 단어를 보세요.", released) and not is_visible("많이 나온 단어의 값이 다릅니다.", released)
    assert not is_visible("x", "def (")


def test_lines_that_students_have_anyway_are_not_hidden(root):
    template = templates.load_template(NbgraderCourse(root), ASSIGNMENT, NOTEBOOK)
    hidden = hidden_lines(template)
    assert {squeezed(line) for line in HIDDEN} <= hidden
    assert not any(squeezed(line) in hidden for line in ("points = 0.0", "value = mean([1, 2, 3, 6])", "points"))
    assert strike("a\n\x1b[31m>>> concealed_numbers\x1b[0m = [0.5,0.25, 0.125] # x\nb", hidden) == f"a\n{STRUCK}\nb"

"""`autograder mark`: one question of a class on one page; points and comments reach the gradebook, and nobody else reaches the page."""
from __future__ import annotations

import contextlib
import json
import re
import shutil
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest
import small_class as small
from chromium import Tab, browser_or_skip
from small_class import ASSIGNMENT, NOTEBOOK

from autograder import cli
from autograder.errors import CannotRun
from autograder.grading.grade import grade
from autograder.grading.marks import Marks
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.scores import grades
from autograder.report.export import export
from autograder.report.feedback import feedback
from autograder.report.mark import serve

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
EVIL = '<script>alert(1)</script> <img src=x onerror=alert(2)> [눌러](javascript:alert(3)) ![밖](http://evil.example/x.png) "\'><b>x</b>'
ANSWERS = {"kim": "주제를 알 수 있습니다.", "lee": EVIL, "park": "주제를 알 수 있습니다.", "질문": "모릅니다. $x^2$"}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = small.make_course(tmp_path_factory.mktemp("mark") / "course")
    for student, why in ANSWERS.items():
        small.hand_in(root, student, small.answered(root, why=why))
    small.hand_in(root, "empty", small.answered(root, why=None))
    grade(root, ASSIGNMENT, executor=small.Plain())
    return root


@pytest.fixture
def root(graded, tmp_path):
    return shutil.copytree(graded, tmp_path / "course")


class Page:
    """The page, as a browser talks to it."""

    def __init__(self, address):
        self.address = address
        self.base, self.port = address.partition("?")[0], int(re.search(r":(\d+)/", address)[1])

    def send(self, address, data=None, **headers):
        """Status, text and headers."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(address, data, given)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers

    def get(self, **headers):
        return self.send(self.address, **headers)

    def version(self, student):
        return re.search(rf'data-student="{student}" data-version="(\w+)"', self.get()[1])[1]

    def save(self, student, points, comment="", content_type="application/json", base=None, **more):
        wish = {"notebook": NOTEBOOK, "grade_id": "why", "student": student, "version": more.pop("version", None) or self.version(student),
                "points": points, "comment": comment}
        status, text, _ = self.send(f"{base or self.base}save", json.dumps({**wish, **more.pop("wish", {})}).encode(), Content_Type=content_type, **more)
        return status, json.loads(text)


@contextlib.contextmanager
def served(root):
    stop, opened, found = threading.Event(), threading.Event(), []
    marks = Marks(NbgraderCourse(root), ASSIGNMENT)

    def ready(address, _):
        found.append(address)
        opened.set()

    thread = threading.Thread(target=serve, args=(marks, stop, ready, marks.questions[0], 0))
    thread.start()
    try:
        assert opened.wait(20)
        yield Page(found[0])
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


def row(root, student):
    (found,) = [row for row in grades(NbgraderCourse(root), student, ASSIGNMENT)[1] if row.grade_id == "why"]
    return found.score, found.needs_manual_grade


def test_points_and_comments_reach_gradebook_feedback_and_export(root):
    with served(root) as page:
        status, text, _ = page.get()
        assert status == 200 and "자주 나오는 단어가 주제를 알려 줍니다." in text and "4명 남음" not in text
        assert [found for found in re.findall(r'data-student="(\S+?)"', text)][-1] == "empty"  # settled: an untouched stub
        status, told = page.save("kim", 1.5, "한 문장 더 쓰세요.")
        assert (status, told["score"], told["settled"], told["phrases"]) == (200, 1.5, True, ["한 문장 더 쓰세요."])
        for student in ("lee", "park", "질문"):
            assert page.save(student, 0, "한 문장 더 쓰세요." if student == "park" else "")[0] == 200
        text = page.get()[1]
        assert 'value="1.5"' in text and text.count('class="settled"') == 5 and "한 문장 더" in text
    assert row(root, "kim") == (1.5, False) and row(root, "lee") == (0, False)
    assert not feedback(root, ASSIGNMENT).pending
    assert "한 문장 더 쓰세요." in (root / "feedback" / "kim" / ASSIGNMENT / f"{NOTEBOOK}.html").read_text(encoding="utf-8")
    made = export(root, ASSIGNMENT, "csv")
    assert made.status == 0 and "10.5" in (root / made.file).read_text(encoding="utf-8-sig")


def test_points_are_taken_back_by_an_empty_field(root):
    with served(root) as page:
        page.save("kim", 2)
        status, told = page.save("kim", None)
        assert status == 200 and told["settled"] is False
    assert row(root, "kim") == (None, True)


@pytest.mark.parametrize("points", [-1, 2.5, True, "2", float("nan"), 1e300])
def test_points_that_the_question_has_not_are_refused(root, points):
    with served(root) as page:
        assert page.save("kim", points)[0] == 400
    assert row(root, "kim") == (None, True)


def test_what_is_no_request_of_the_page_is_refused(root):
    with served(root) as page:
        for wish in ({"comment": 3}, {"comment": "x" * 20_000}, {"student": ["kim"]}):
            assert page.save("kim", 1, wish=wish)[0] == 400
        for wish in ({"student": "nobody"}, {"grade_id": "mean-test"}, {"notebook": "../x"}, {"student": "../kim"}):
            assert page.save("kim", 1, wish=wish)[0] in (404, 409)
        assert page.send(f"{page.base}save", b"not json", Content_Type="application/json")[0] == 400
        assert page.send(f"{page.base}save", b"[1]", Content_Type="application/json")[0] == 400
        with contextlib.suppress(OSError):  # the connection may be closed at once
            assert page.send(f"{page.base}save", b"x" * 200_000, Content_Type="application/json")[0] >= 400
    assert row(root, "kim") == (None, True)


def test_an_answer_that_was_graded_again_meanwhile_is_not_given_points_for_the_old(root):
    with served(root) as page:
        version = page.version("kim")
        small.hand_in(root, "kim", small.answered(root, why="다른 답입니다."))
        grade(root, ASSIGNMENT, executor=small.Plain())
        status, told = page.save("kim", 2, version=version)
        assert status == 409 and "다시" in told["error"]
        assert page.save("kim", 2)[0] == 200
    assert row(root, "kim") == (2, False)


# -- who may not ------------------------------------------------------------------------------------------------------


def test_another_site_in_the_browser_changes_nothing_and_reads_nothing(root):
    with served(root) as page:
        version = page.version("kim")
        # a form can send these kinds without asking first
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
            assert page.save("kim", 2, content_type=kind, version=version)[0] in (400, 415)
        for origin in ("https://evil.example", "null", f"http://127.0.0.1:{page.port + 1}", f"https://127.0.0.1:{page.port}"):
            assert page.save("kim", 2, version=version, Origin=origin)[0] == 403
            assert page.get(Origin=origin)[0] == 403
        assert page.save("kim", 1, version=version, Origin=f"http://127.0.0.1:{page.port}")[0] == 200
        headers = page.get()[2]
        assert "Access-Control-Allow-Origin" not in headers and headers["X-Frame-Options"] == "DENY" and "Set-Cookie" not in headers
        assert headers["Cache-Control"] == "no-store" and headers["Referrer-Policy"] == "no-referrer" and "Server" not in headers


def test_another_name_for_this_machine_opens_nothing(root):
    """An attacker's name server says that evil.example is 127.0.0.1 (DNS rebinding)."""
    with served(root) as page:
        for host in ("evil.example", f"evil.example:{page.port}", "127.0.0.1", f"127.0.0.1.evil.example:{page.port}"):
            status, text, _ = page.get(Host=host)
            assert status == 403 and "kim" not in text
        assert page.get(Host=f"localhost:{page.port}")[0] == 200


@pytest.mark.parametrize("token", ["", "x", "%00", "..", "ㄱ".encode().hex(), "%EA%B0%80"])
def test_without_the_secret_there_is_nothing(root, token):
    with served(root) as page:
        base = f"http://127.0.0.1:{page.port}/{token}/"
        status, text, _ = page.send(base)
        assert status in (403, 404) and "kim" not in text
        assert page.save("kim", 2, base=base, version="x")[0] in (403, 404)
    assert row(root, "kim") == (None, True)


def test_only_this_machine_is_listened_to(root):
    import psutil

    with served(root) as page:
        mine = [one.laddr.ip for one in psutil.Process().net_connections("inet") if one.status == psutil.CONN_LISTEN and one.laddr.port == page.port]
    assert mine == ["127.0.0.1"]


def test_nothing_that_a_student_or_a_comment_says_acts(root):
    with served(root) as page:
        page.save("park", 1, '</textarea><script>alert(4)</script>"')
        _, text, headers = page.get()
    policy = headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]+)'", policy)[1]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert re.findall(r"<script[^>]*>", text) == [f'<script nonce="{nonce}">']
    assert not re.search(r'<img[^>]*(?:onerror|evil)|href="javascript|<b>x</b>', text)
    assert "&lt;script&gt;alert(1)" in text and text.count("</textarea>") == len(ANSWERS) + 1


def test_questions_that_are_not_there(root, tmp_path):
    marks = Marks(NbgraderCourse(root), ASSIGNMENT)
    with pytest.raises(CannotRun) as error:
        marks.question("mean-test")
    assert error.value.code == "unknown_question" and "why" in str(error.value)


def test_the_command_counts_what_waits(root, capsys):
    assert cli.main(["--root", str(root), "mark", "010", "--json"]) == 0
    (question,) = json.loads(capsys.readouterr().out)["questions"]
    assert (question["grade_id"], question["answers"], question["waiting"]) == ("why", 5, 4)
    assert cli.main(["--root", str(root), "mark", "010", "--question", "what"]) == 2


def test_the_command_serves_until_it_is_stopped(root):
    command = [sys.executable, "-m", "autograder.cli", "--root", str(root), "mark", "010"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        address = next(line.strip() for line in service.stdout if line.startswith("http://127.0.0.1:"))
        assert Page(address).save("kim", 1)[0] == 200
        service.send_signal(signal.SIGINT)
        assert "autograder feedback" in service.stdout.read()
        assert service.wait(20) == 0
    assert row(root, "kim") == (1, False)


DRIVE = """
addEventListener("load", async () => {
  const key = (where, name, more) => where.dispatchEvent(new KeyboardEvent("keydown", {key: name, bubbles: true, cancelable: true, ...more}));
  const wait = async done => { for (let i = 0; i < 200 && !done(); i++) await new Promise(next => setTimeout(next, 20)); };
  const first = document.querySelector("article.now");
  key(document.body, "p");
  document.activeElement.value = "1.5";
  key(document.body, "c"); first.querySelector("textarea").value = "좋습니다.";
  key(first.querySelector("input"), "Enter");
  await wait(() => first.classList.contains("settled"));
  const second = document.querySelector("article.now");
  document.activeElement.blur(); key(document.body, "1");
  document.title = JSON.stringify({first: first.dataset.student, second: second.dataset.student, inserted: second.querySelector("textarea").value,
    left: document.getElementById("left").textContent, wide: document.documentElement.scrollWidth, window: innerWidth});
});
"""


@pytest.mark.slow
def test_in_a_browser_by_keyboard(root, tmp_path, monkeypatch):
    browser_or_skip()
    from autograder.report import mark

    render = mark.Pages.render  # a hand on the keyboard, in the page's own script
    monkeypatch.setattr(mark.Pages, "render", lambda self, question, nonce: render(self, question, nonce).replace("offer(); count(); go(now);", f"offer(); count(); go(now);{DRIVE}"))
    with served(root) as page, Tab(tmp_path) as tab:
        tab.open(page.address)
        told = json.loads(tab.until("document.title.startsWith('{') && document.title"))
    assert told["first"] != told["second"] and told["inserted"] == "좋습니다." and told["left"] == "5명 가운데 3명 남음"
    assert told["wide"] <= told["window"]
    assert row(root, told["first"]) == (1.5, False)

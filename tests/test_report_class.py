"""What the report says of the class: the same wrong answers, alike answers, tasks that tell students apart; a page that searches and sorts."""
from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import small_class as small
from chromium import FLAGS, browser_or_skip
from small_class import ASSIGNMENT
from test_report import Page

from autograder.grading.grade import grade
from autograder.grading.results import FULL, SCORE, ZERO, Result, Task
from autograder.report.export import export
from autograder.report.items import task_rows
from autograder.report.mistakes import mistakes
from autograder.report.report import report
from autograder.report.rows import Row
from autograder.report.sheet import Sheet
from autograder.report.similar import similar
from autograder.report.syntax import form, parts, remarks

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

MEAN = '''def mean(numbers):
    """평균"""
    total = 0  # 합
    for number in numbers:
        total += number
    return total'''
SAME_MEAN = '''def mean( xs: list ) -> float:
  s = 0
  for v in xs: s += v
  return (
    s
  )'''
OTHER_MEAN = "def mean(numbers):\n    return numbers[0]"
HOSTILE = "def mean(numbers):\n    # </pre><script>alert('코드')</script>\u202e\x1b[31m\n    raise ValueError('<img src=x onerror=alert(4)>\u202e')"


@pytest.mark.parametrize("other, same", [
    (SAME_MEAN, True), (MEAN.replace("total", "합계"), True), (MEAN.replace("+=", "-="), False), (MEAN.replace("0", "1"), False), (OTHER_MEAN, False),
    (MEAN.replace("mean", "average"), False),
])
def test_code_is_the_same_whatever_it_calls_its_own(other, same):
    assert (form(MEAN) == form(other)) is same


@pytest.mark.parametrize("one, other", [("x[1:]", "x[:1]"), ("f(a, b)", "f(a)(b)"), ("{**a, 'b': 1}", "{a: 1, 'b': 1}"), ("if a:\n    b\nc", "if a:\n    b\n    c"),
                                        ("def f(a):\n    return g(a)", "def f(a):\n    return h(a)"), ("a if b else c", "b if a else c")])
def test_what_runs_differently_is_not_the_same(one, other):
    assert form(one) != form(other) and form(one)


@pytest.mark.parametrize("source", ["", "# 나중에", "def mean(:", "x = " + "(" * 500, "x = " + "-" * 15_000 + "1", "\0", "가" * 30_000, "%%time\nmean(1)", "[" * 90 + "]" * 90])
def test_no_cell_ends_the_report(source):
    assert isinstance(form(source), str) and len(parts(source)) <= 5_000 and isinstance(remarks(source), list)


def test_the_same_wrong_answer_is_counted_once():
    key, cell = ("n", "mean-test"), ("n", "mean")
    sheet = Sheet(titles={key: "과제 2. 평균"}, answers_of={key: [cell]})
    said = ["평균이 6.0인데 3.0이어야 합니다.", "평균이 7.5인데 3.0이어야 합니다.", "평균이 1인데 3.0이어야 합니다.", "return 문을 보세요.", "NotImplementedError: 아직", "NotImplementedError: 아직"]
    codes = [MEAN, SAME_MEAN, OTHER_MEAN, MEAN, "", ""]
    rows = [Row(f"s{n}", "", SCORE, Result(f"s{n}", SCORE, tasks=[Task(*key, 4, 0, ZERO, message)])) for n, message in enumerate(said)]
    rows.append(Row("full", "", SCORE, Result("full", SCORE, tasks=[Task(*key, 4, 4, FULL)])))
    answers = {f"s{n}": {cell: code} for n, code in enumerate(codes)}
    (found,) = mistakes(rows, answers, sheet)
    assert (found.title, found.count, found.of, found.forms) == ("과제 2. 평균", 3, 7, 2)
    assert [(kind.count, kind.student, kind.example) for kind in found.kinds] == [(2, "s0", [MEAN]), (1, "s2", [OTHER_MEAN])]


def test_a_task_that_tells_students_apart_and_one_that_does_the_opposite():
    def row(student, good):
        points = [("easy", 2), ("hard", 2 * good), ("upside-down", 2 * (not good)), ("other", 3 * good)]
        return Row(student, "", SCORE, Result(student, SCORE, tasks=[Task("n", name, 2, float(score), FULL if score else ZERO) for name, score in points]))

    rows = [row(f"s{n}", n % 2) for n in range(12)]
    found = {task.grade_id: task.tells_apart for task in task_rows(rows, {})}
    assert found["easy"] is None and found["hard"] == pytest.approx(1) and found["upside-down"] == pytest.approx(-1)
    assert all(task.tells_apart is None for task in task_rows(rows[:9], {}))


# ------------------------------------------------------------------------------------------------- answers that are alike

TASKS = {
    "count": ["    return dict(Counter(words))", "    found = {}\n    for word in words:\n        found[word] = found.get(word, 0) + 1\n    return found",
              "    return {word: list(words).count(word) for word in set(words)}"],
    "mean": ["    return sum(numbers) / len(numbers)", "    total = 0\n    for number in numbers:\n        total = total + number\n    return total / len(numbers)",
             "    import statistics\n    return statistics.fmean(numbers)"],
    "top": ["    return Counter(words).most_common(1)[0][0]", "    return max(set(words), key=list(words).count)", "    found = Counter(words)\n    return max(found, key=found.get)"],
}
ODD = {
    "count": "def count(words):\n    seen = []\n    for word in words:\n        while word not in [one for one, _ in seen]:\n            seen.append((word, sum(other == word for other in words)))\n    return dict(seen)",
    "mean": "def mean(numbers):\n    kept = [n for n in numbers if n == n]\n    whole = 0\n    while kept:\n        whole, *kept = whole + kept.pop(), *kept\n    return whole / max(1, len(numbers))",
}
RENAMED = {
    "count": "def count(words):\n  # 내가 썼다\n  was = []\n  for w in words:\n    while w not in [a for a, _ in was]:\n      was.append((w, sum(o == w for o in words)))\n  return dict(was)",
    "mean": 'def mean(numbers):\n  "평균"\n  rest = [x for x in numbers if x == x]\n  s = 0\n  while rest:\n    s, *rest = s + rest.pop(), *rest\n  return s / max(1, len(numbers))',
}


def written(number: int) -> dict[str, str]:
    """How one of many solves the tasks: one of few ways, and something small of their own."""
    chance = random.Random(number)
    heads = {"count": "def count(words):", "mean": "def mean(numbers):", "top": "def top(words):"}
    return {name: f"{heads[name]}\n    limit = {chance.randrange(1000)}\n{chance.choice(ways)}" for name, ways in TASKS.items()}


def sheet_of() -> Sheet:
    return Sheet(titles={("n", "count"): "과제 1. 세기"}, given={("n", name): [small.solution(name), f"{small.solution(name).splitlines()[0]}\n    raise NotImplementedError()"] for name in TASKS})


def class_of(size: int, **special) -> dict[str, dict]:
    answers = {f"s{number:03}": written(number) for number in range(size)}
    answers |= {student: {**written(999 + place), **texts} for place, (student, texts) in enumerate(special.items())}
    return {student: {("n", name): text for name, text in texts.items()} for student, texts in answers.items()}


def test_a_copy_with_other_names_stands_out():
    (group,) = similar(class_of(30, kim=ODD, lee={**written(7), **RENAMED}), sheet_of())
    assert sorted(group.students) == ["kim", "lee"] and group.pairs[0].share >= 0.8
    title, sides = group.pairs[0].cells[0]
    assert title in ("과제 1. 세기", "mean") and [side.student for side in sides] == list(group.pairs[0].students)
    assert any(same and "while" in text for text, same in sides[0].lines) and not any(same and "내가 썼다" in text for side in sides for text, same in side.lines)


@pytest.mark.parametrize("special", [
    {},
    {f"like{n}": {name: f"{small.solution(name)}\n# {n}" for name in TASKS} for n in range(5)},  # the model answer
    {f"blank{n}": {name: f"{small.solution(name).splitlines()[0]}\n    raise NotImplementedError()" for name in TASKS} for n in range(5)},
    {f"way{n}": {name: f"def {name}(words):\n{TASKS[name][1]}" for name in ("count",)} for n in range(3)},
])
def test_what_many_write_and_what_all_were_given_is_nobodys(special):
    assert similar(class_of(30, **special), sheet_of()) == []


def test_a_class_of_nobody_and_of_few():
    assert similar({}, sheet_of()) == [] and similar(class_of(2, kim=ODD, lee=RENAMED), sheet_of()) == []
    assert similar({f"s{n}": {} for n in range(9)}, sheet_of()) == []


# ------------------------------------------------------------------------------------------------------------- the page

@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = small.make_course(tmp_path_factory.mktemp("class") / "course")
    for number in range(20):
        texts = written(number)
        if number < 4:
            texts["mean"] = (MEAN, SAME_MEAN, OTHER_MEAN, OTHER_MEAN)[number]
        if number == 1:
            texts["top"] = "def top(words):\n    return ''"
        small.hand_in(root, f"s{number:02}", small.answered(root, **texts))
    small.hand_in(root, "<b>kim", small.answered(root, **ODD))
    small.hand_in(root, "lee", small.answered(root, **RENAMED))
    small.hand_in(root, "turned\u202e", small.answered(root))  # refused by its name
    for student in ("mallory", "<img src=x onerror=alert(5)>"):
        small.hand_in(root, student, small.answered(root, mean=HOSTILE))
    grade(root, ASSIGNMENT, executor=small.Plain())
    return root


@pytest.fixture(scope="module")
def html(graded):
    return report(graded, ASSIGNMENT).read_text(encoding="utf-8")


def test_the_page_says_what_to_teach_again_and_who_is_alike(html):
    text = " ".join(Page(html).text.split())
    first = text[text.index("먼저 볼 것"):text.index("과제별 결과")]
    assert "답이 서로 닮은 학생 2명" in first and "다시 가르칠 것: 같은 오답 2가지" in first
    again = text[text.index("같은 오답 같은 검사에서"):text.index("닮은 답 다른 학생이")]
    assert "4명 / 24명 · 과제 2. 평균: AssertionError: 합을 개수로 나누었는지 보세요." in again and "코드는 2가지입니다. 2명의 코드. s00의 것: def mean(numbers):" in again
    alike = text[text.index("닮은 답 다른 학생이"):text.index("학생별 결과")]
    assert "2명: <b>kim" in alike and "while word not in" in alike and "while w not in" in alike


def test_nothing_of_students_acts_on_the_page(html):
    page = Page(html)
    assert "<script>alert('코드')</script>" in page.text and "<img src=x onerror=alert(4)>" in page.text and "<img src=x onerror=alert(5)>" in page.text
    assert html.lower().count("<script") == 1 and not {"img", "b", "iframe"} & {tag for tag, _ in page.tags}
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", html)
    assert all(re.match(r"#|\.\./|010_words\.csv$", link) for link in page.links)


def test_the_page_runs_its_own_script_and_no_other(html):
    policy = next(attributes["content"] for tag, attributes in Page(html).tags if attributes.get("http-equiv") == "Content-Security-Policy")
    script = html[html.index("<script>") + len("<script>"):html.index("</script>", html.index('"use strict"'))]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy and "default-src 'none'" in policy and "'unsafe-inline'" not in policy.partition("script-src")[2]


def dumped(page: Path, folder: Path) -> str:
    shown = subprocess.run([browser_or_skip(), *FLAGS, f"--user-data-dir={folder / 'browser'}", "--virtual-time-budget=3000", "--dump-dom", page.as_uri()],
                           capture_output=True, text=True, timeout=120, check=False)
    assert "</html>" in shown.stdout, shown.stderr[-2000:]
    return shown.stdout


def test_a_browser_refuses_what_would_slip_through(html, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(html.replace("</main>", "<p id=hit>safe</p><script>document.getElementById('hit').textContent = 'hit'</script>"
                                            "<img src=x onerror=\"document.getElementById('hit').textContent = 'hit'\"></main>"), encoding="utf-8")
    shown = dumped(page, tmp_path)
    assert '<p id="hit">safe</p>' in shown and 'type="search"' in shown, "the page's own script ran, no other"


def test_tables_are_searched_and_sorted(graded, monkeypatch, tmp_path):
    """The script is tried on the page itself, driven by a second one, for which the policy is lifted. Long tables show their first rows first."""
    monkeypatch.setattr("autograder.report.report.AT_ONCE", 10)
    monkeypatch.setattr("autograder.report.report.MOST_TOLD", 2)
    html = report(graded, ASSIGNMENT).read_text(encoding="utf-8")
    told_of = Page(html)
    assert "(그 밖의 4명은" in told_of.text and {link[1:] for link in told_of.links if link.startswith("#")} <= set(told_of.ids)
    drive = """<script>addEventListener("load", () => {
      const table = document.querySelector("table.students"), box = [...document.querySelectorAll("input")].pop();
      const names = () => [...table.tBodies].filter(part => !part.hidden).flatMap(part => [...part.rows]).filter(row => !row.hidden).map(row => row.cells[0].textContent.trim());
      const scores = () => [...table.tBodies[0].rows].map(row => parseFloat(row.cells[2].textContent));
      const press = column => table.tHead.rows[0].cells[column].querySelector("button").click();
      const told = {first: names().length, more: !!document.querySelector(".tools button")};
      press(2); told.all = names().length; told.up = scores(); press(2); told.down = scores(); press(0); told.names = names();
      box.value = "MALL"; box.dispatchEvent(new Event("input")); told.found = names();
      document.title = JSON.stringify(told);
    })</script></body>"""
    page = tmp_path / "page.html"
    page.write_text(re.sub(r"<meta http-equiv[^>]*>", "", html).replace("</body>", drive), encoding="utf-8")
    told = json.loads(re.search(r"<title>(.*?)</title>", dumped(page, tmp_path), re.S)[1])
    (*up, last), (*down, low) = told["up"], told["down"]
    assert (told["first"], told["more"], told["all"]) == (10, True, 25) and last is low is None and up == sorted(up) and down == up[::-1] and len(set(up)) > 1
    assert told["names"][-1] == "turned\\u202e" and told["found"] == ["mallory"]


def test_export_says_that_answers_are_alike(graded):
    made = export(graded, ASSIGNMENT, "csv", dry_run=True)
    (warned,) = [one for one in made.warnings if one.code == "similar"]
    assert sorted(warned.students)[0] == "<b>kim" and len(warned.students) == 2 and "닮은" in str(warned)


def test_the_command_tells_programs_too(graded, tmp_path):
    root = shutil.copytree(graded, tmp_path / "course")
    command = [sys.executable, "-m", "autograder.cli", "--root", str(root), "report", ASSIGNMENT, "--json"]
    for options, exists in ((["--dry-run"], False), ([], True)):
        shutil.rmtree(root / "reports", ignore_errors=True)
        told = json.loads(subprocess.run([*command, *options], capture_output=True, text=True, check=True).stdout)
        assert (root / "reports" / f"{ASSIGNMENT}.html").exists() is exists and bool(told["page"]) is exists
        assert told["status"] == 0 and told["mistakes"][0]["count"] == 4 and len(told["similar"][0]) == 2 and told["tasks"][1]["tells_apart"] is not None

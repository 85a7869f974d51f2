"""What others wrote reaches a terminal, a document, a table or a page as text: nothing of it acts, and nobody's class stops over it."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import shutil
import time
import unicodedata
from html import unescape
from html.parser import HTMLParser

import pytest
import small_class as small
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import strip_files_prefix
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from small_class import ASSIGNMENT, NOTEBOOK

from autograder import cli, text
from autograder.grading.grade import grade
from autograder.grading.inert import inert, within
from autograder.grading.inert import text as inert_text
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.results import SCORE, STUDENT_ERROR, Result, Task
from autograder.intake.notebook import Finding, Refused
from autograder.report import feedback, report
from autograder.report.safe import MOST_OF_HTML, MOST_PICTURES, NO_ROOM, Room, markdown
from autograder.report.spreadsheet import safe

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
ACTS = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x9b2J",
    "\x08\x08",
    "\r\x1b[2K",
    "\u202egnp.exe",
    "\u2066x\u2069",
    "\x1bPq\x1b\\",
    "\x1b[1",
    "\x1b",
    "\x00",
    "\x7f",
]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return small.make_course(tmp_path_factory.mktemp("shown") / "course")


@pytest.fixture
def root(released, tmp_path):
    return shutil.copytree(released, tmp_path / "course")


def silent(said):
    return all(
        one in "\n\t\u200c\u200d" or unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        for one in said
    )


@pytest.mark.parametrize("what", [*ACTS, "\ud800", "st\udcffud", "\u2028"])
def test_nothing_acts_on_a_terminal_or_breaks_a_document(what, capsys):
    text.say(f"kim: {what}")
    said = capsys.readouterr().out
    assert silent(said) and said.startswith("kim: ")
    written = text.document({"results": [{what: what, "score": float("nan")}]})
    assert silent(written) and json.loads(written.encode())["results"][0]["score"] is None
    assert silent(text.escaped(what)) and text.escaped(what) != what
    assert text.clean(text.clean(what)) == text.clean(what)


def test_ordinary_text_is_shown_as_it_is(capsys):
    for what in ("김철수: 3/4", "두 줄\n\t들여쓰기", "가족 👨\u200d👩\u200d👧", "naïve — ok", ""):
        assert text.clean(what) == what


def test_a_terminal_that_knows_no_hangul_still_gets_a_line():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    text.say("김: 3/4", stream)
    stream.seek(0)
    assert stream.read() == "\\uae40: 3/4\n"


BEFORE = [
    "",
    " ",
    "\t",
    "\r\n",
    "\x00",
    "\x1b[0m",
    "\ufeff",
    "\u200b",
    "\u200d",
    "\u3000",
    "\xa0",
    '"',
    "'",
    "\u202e",
]
FORMULAS = [
    "=1+1",
    "+1",
    "-1+cmd|'/c calc'!A0",
    "@SUM(1)",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "﹦1",
    "|cmd",
    "%0A=1",
]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_table_is_calculated(before, formula):
    row = safe(before + formula)
    assert row.startswith("'") and silent(row) and "\n" not in row
    half = safe(f"파일; {before}{formula}").split(";")[1]
    assert half.startswith("'"), "where a semicolon parts cells"


def test_ordinary_cells_stay_as_they_are():
    for what in ("김철수", "2026-1", "<b>", "(빈칸)", "`x`", "[1, -2]", "'f' is not defined", ""):
        assert safe(what) == what


def test_the_reports_table_holds_no_formula(root):
    plain = small.Plain()
    for student, file in (("=kim", "\t＝cmd.ipynb"), ("-lee", "a.ipynb")):
        small.hand_in(root, student, small.answered(root), file)
    grade(root, ASSIGNMENT, executor=plain)
    page = report.report(root, ASSIGNMENT)
    for row in csv.reader(io.StringIO(page.with_suffix(".csv").read_text(encoding="utf-8-sig"))):
        for one in row:
            assert (
                not one.startswith(("=", "-", "＝")) or one.lstrip("-").replace(".", "").isdigit()
            )


def test_results_hold_text():
    for what in ACTS:
        result = Result(
            "kim",
            SCORE,
            message=what,
            tasks=[Task("nb", "g", 1, 0, "zero", what)],
            findings=[Finding("odd", what)],
            files={"nb": f"{what}.ipynb"},
        )
        assert silent(
            result.message
            + result.tasks[0].message
            + result.findings[0].message
            + result.files["nb"]
        )
        assert silent(Refused("x", what).message)
    assert len(Task("nb", "g", 1, 0, "zero", "x" * 10**6).message) < 10_000


# -- names that are no text ----------------------------------------------------------------------------------------

NAMES = [b"st\xffud", b"\x1b[31mred", b"a\nb", b"\xb1\xe8\xc3\xb6\xbc\xf6", "x\u202ey".encode()]


def copy_to(root, name):
    """A submission in a folder whose name is bytes."""
    folder = os.path.join(os.fsencode(root), b"submitted", name, ASSIGNMENT.encode())
    os.makedirs(folder)
    shutil.copy(
        root / "submitted/honest" / ASSIGNMENT / f"{NOTEBOOK}.ipynb",
        os.path.join(folder, f"{NOTEBOOK}.ipynb".encode()),
    )


def test_a_folder_whose_name_is_no_text_is_refused_by_name_and_nobody_else_is(root, capsys):
    small.hand_in(root, "honest", small.answered(root))
    for name in NAMES:
        copy_to(root, name)
    run = grade(root, ASSIGNMENT, executor=small.Plain())
    outcomes = {result.student: result.outcome for result in run.results}
    assert outcomes.pop("honest") == SCORE and run.status == 1
    assert sorted(outcomes) == sorted(text.escaped(os.fsdecode(name)) for name in NAMES)
    assert set(outcomes.values()) == {STUDENT_ERROR}
    assert all(
        silent(result.student + result.message) and result.student in result.message
        for result in run.results
        if result.student != "honest"
    )
    page = report.report(root, ASSIGNMENT).read_text(encoding="utf-8")
    assert "st\\xffud" in page and silent(page)
    made = feedback.feedback(root, ASSIGNMENT)
    assert list(made.pages) == ["honest"] and set(made.failed) == set(outcomes)
    capsys.readouterr()
    assert cli.main(["--root", str(root), "feedback", ASSIGNMENT]) == 1
    said = capsys.readouterr()
    assert silent(said.out + said.err) and "st\\xffud" in said.err


def test_only_such_folders_are_still_refused_one_by_one(root):
    small.hand_in(root, "honest", small.answered(root))
    copy_to(root, b"st\xffud")
    shutil.rmtree(root / "submitted/honest")
    run = grade(root, ASSIGNMENT, executor=small.Plain())
    assert [result.code for result in run.results] == ["folder_name"] and run.status == 1


@pytest.mark.parametrize("name", [b"\xff\xfe.txt", b"\x1b[31m.txt", b"\xff.ipynb.zip"])
def test_a_submission_without_a_notebook_lists_its_files_whatever_they_are_called(root, name):
    small.hand_in(root, "honest", small.answered(root))
    folder = os.path.join(os.fsencode(root), b"submitted/other", ASSIGNMENT.encode())
    os.makedirs(folder)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(b"x")
    results = {
        result.student: result for result in grade(root, ASSIGNMENT, executor=small.Plain()).results
    }
    assert results["honest"].outcome == SCORE and results["other"].outcome == STUDENT_ERROR
    assert silent(results["other"].message)


def test_a_notebook_with_such_a_name_is_graded(root):
    small.hand_in(root, "honest", small.answered(root))
    path = root / "submitted/honest" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    os.rename(path, os.path.join(os.fsencode(path.parent), b"\xff\x1b[31m.ipynb"))
    (result,) = grade(root, ASSIGNMENT, executor=small.Plain()).results
    assert (
        result.outcome == SCORE
        and result.score == small.FULL
        and silent("".join(result.files.values()))
    )
    assert "\\xff\\x1b[31m.ipynb" in result.files[NOTEBOOK]
    report.report(root, ASSIGNMENT)


def test_the_course_lists_them_apart(root):
    small.hand_in(root, "honest", small.answered(root))
    copy_to(root, b"st\xffud")
    course = NbgraderCourse(root)
    assert course.submitted_students(ASSIGNMENT) == ["honest"] and course.unnamed_folders(
        ASSIGNMENT
    ) == ["st\\xffud"]
    course.close()


# -- pages ---------------------------------------------------------------------------------------------------------

class Look(HTMLParser):
    """Collects what a browser would run or fetch."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "iframe", "object", "embed", "base", "form", "svg", "style", "link", "meta", "video", "audio"):
            self.found.append(tag)
        for name, value in attributes:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("style", "srcset", "formaction") or name == "src" and not address.startswith("data:image/"):
                self.found.append(f"{name}={value}")
            elif name in ("href", "xlink:href", "action") and not re.match(r"#|https?://|mailto:|attachment:", address):
                self.found.append(f"{name}={value}")


def acts(html):
    look = Look()
    look.feed(str(html))
    return look.found


SCHEMES = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)", "javascript&colon;alert(1)", "\x01javascript:alert(1)", "vbscript:x",
           "data:text/html,<script>alert(1)</script>", "data:image/svg+xml;base64,PHN2Zz4=", "data:image/svg+xml,<svg onload=alert(1)>", "files/javascript:alert(1)",
           "./files/javascript:alert(1)", "//host/x", "\\\\host\\x", "file:///etc/passwd", "blob:x", "attachment:x.svg", "%6aavascript:alert(1)", "java\\script:x", "view-source:x"]
AROUND = ["[a]({})", "[a](<{}>)", "![a]({})", "<{}>", "[a][b]\n\n[b]: {}", "[a]: <{}>\n\n[a]", '<a href="{}">a</a>', "<a href={}>a</a>", "$\\href{{{}}}{{x}}$", "$$\\text{{<a href='{}'>}}$$", "[![a]({})]({})",
          '[a](https://x "\'{}")', "`<a href={}>`"]
RAW = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<style>*{background:url(http://x)}</style>", "<details ontoggle=alert(1) open>", "<math><mtext><script>x</script></mtext></math>",
       "<iframe srcdoc='<script>x</script>'>", "$\\text{</math><script>alert(1)</script>}$", "$\\class{x}{y}$", "$\\style{background:url(x)}{y}$", "![\" onerror=alert(1)](http://x)", "<!--><script>alert(1)</script>", "<a\nhref='javascript:x'>",
       "| a |\n|---|\n| <img src=x onerror=y> |", "```html\" onload=x\n<script>x</script>\n```", "&lt;script&gt;", "<?php ?>", "<![CDATA[<script>x</script>]]>", "$\\unicode{x3c}script$", "![a](data:image/png;base64,AAAA\" onerror=\"x)"]


@pytest.mark.parametrize("around", AROUND)
def test_no_link_leads_anywhere_but_to_the_web(around):
    for scheme in SCHEMES:
        assert not acts(markdown(around.replace("{{", "{").replace("}}", "}").replace("{}", scheme), {"x.svg": "data:image/svg+xml;base64,PHN2Zz4="})), scheme


@pytest.mark.parametrize("raw", RAW)
def test_nothing_written_into_a_page_acts(raw):
    assert not acts(markdown(raw)) and not acts(markdown(f"a\n\n{raw}\n\n- {raw}\n> {raw}"))


LETTERS = "[]()!<>&;#:*_`$|\\/\"'= \n\tajavscriptfile0x{}^~-+."


def test_no_mixture_of_them_acts():
    pieces = [*LETTERS, *SCHEMES, *RAW, "](", "[a]: ", "<a href=", "<img src=", "$\\href{", "```\n", "| a |\n|---|\n"]
    for number in range(400):
        some = random.Random(number)
        text = "".join(some.choice(pieces) for _ in range(some.randint(1, 12)))
        assert not acts(markdown(text)), text


LONG = {  # what takes a reader of Markdown long, or grows
    "brackets": "[" * 20_000, "images": "![" * 10_000, "backticks": "".join("`" * n + " " for n in range(200)), "stars": "**a" * 6_000, "marks": "*[_`" * 5_000, "quotes": "> " * 10_000,
    "lists": "- " * 10_000, "deep": "".join(" " * 2 * n + "- a\n" for n in range(140)), "less": "<a " * 6_000, "formulas": "$a$ " * 5_000, "blocks": "$$\na\n$$\n" * 2_000, "long-formula": f"${'a' * 1990}$ " * 10,
    "table": "|a" * 3_300 + "\n" + "|-" * 3_300 + "\n" + "a\n" * 3_300, "tall": "|a" * 45 + "\n" + "|-" * 45 + "\n" + "a\n" * 9_000, "shared": f"[a]: http://{'x' * 9_000}\n\n" + "[a]" * 3_600,
    "shared-by-two": f"[a]: http://{'x' * 1_900}\n\n" + "[a]" * 1_900, "fraction": "$" + "\\frac{" * 300 + "$", "roots": ("$" + "\\sqrt" * 390 + "$ ") * 10, "megabytes": "*a _b `" * 10**6, "div": "<div>" * 40_000,
    "picture": "![a](attachment:x)" * 1_000, "pasted": f"![a](data:image/png;base64,{'A' * 200_000}) " * 12, "half-pictures": "data:image/png;base64," * 100_000,
}


@pytest.mark.parametrize("name", LONG)
def test_no_text_takes_long_or_grows(name):
    started = time.process_time()
    html = markdown(LONG[name], {"x": "data:image/png;base64," + "A" * 300_000})
    assert time.process_time() - started < 2
    assert len(html) < MOST_OF_HTML + 20_000 + MOST_PICTURES * 301_000


def test_a_page_has_room_for_so_much_and_says_so():
    room, started = Room(), time.process_time()
    pages = [markdown(LONG[name], room=room) for name in LONG for _ in range(20)]
    assert time.process_time() - started < 5
    assert NO_ROOM in pages[-1] and sum(map(len, pages)) < 5_000_000
    picture = "data:image/png;base64," + "A" * 1_999_000
    shown = [room.picture(picture, "그림") for _ in range(9)]
    assert sum("<img" in one for one in shown) <= 4 and "너무 커서(1.5 MB)" in shown[-1]


# -- formgrader, which makes HTML of the autograded notebook ---------------------------------------------------------

def in_formgrader(cell):
    """What nbconvert makes of a cell, with formgrader's template; what a harmless cell brings with it left out."""
    exporter = HTMLExporter(template_name="classic")

    def found(one):
        notebook = new_notebook(cells=[one])
        inert(notebook)
        return acts(exporter.from_notebook_node(notebook)[0])

    usual = found(new_markdown_cell("x"))
    return [one for one in found(cell) if one not in usual]


def read_there(written, **more):
    """An essay as nbconvert's templates read it, without the page around it."""
    cell = new_markdown_cell(written, metadata=OWN, **more)
    inert(new_notebook(cells=[cell]))
    return strip_files_prefix(markdown2html_mistune(cell.source)), cell.source


OWN = {"autograder": {"student": True}}


def test_no_essay_acts_in_formgrader():
    for around in AROUND:
        for scheme in SCHEMES:
            assert not acts(read_there(around.replace("{{", "{").replace("}}", "}").replace("{}", scheme))[0]), (around, scheme)
    for raw in RAW:
        assert not acts(read_there(raw)[0]), raw
    pieces = [*LETTERS, *SCHEMES, *RAW, "](", "[a]: "]
    for number in range(100):
        some = random.Random(number)
        written = "".join(some.choice(pieces) for _ in range(40))
        assert not acts(read_there(written)[0]), written


def test_mathjax_is_given_no_more_than_formulas():
    for written in ("$\\href{javascript:x}{y}$", "&#36;\\hre&#102;{javascript:x}{y}&#36;", "$$\\HREF{x}{y}$$", "$\\unicode{x3c}$", "\\class{a}{b}"):
        shown = unescape(inert_text(written))
        assert not re.search(r"\\(href|unicode|class)|&#", shown, re.I)
    assert inert_text("$\\frac{a}{b}$, [강의](https://example.org), a < b, x & y, 배열[0]") == "$\\frac{a}{b}$, [강의](https://example.org), a < b, x & y, 배열[0]"


def test_an_essay_reads_the_same_and_its_feedback_page_has_it_as_it_was():
    for written in ("`List<int>`와 <b>굵게</b>", "[x](a.html) [1]: 둘 &amp; $a<b$ ![그림](attachment:a.png)"):
        assert inert_text(written).replace("\u2060", "") == written
        assert markdown(inert_text(written)) == markdown(written) and inert_text(inert_text(written)) == inert_text(written)
    assert inert_text("![그림](attachment:a.png)", {"a.png"}) == "![그림](attachment:a.png)"


def test_what_a_cell_shows_is_text_and_pictures_in_formgrader():
    picture = "iVBORw0KGgo="
    kinds = {"text/html": "<script>x</script>", "image/svg+xml": "<svg onload='x'>", "application/javascript": "alert(1)", "text/markdown": "<script>x</script>", "text/latex": "$\\href{javascript:x}{y}$",
             "application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "image/png": picture, "text/plain": "<b>0.5</b>"}
    cell = new_code_cell("x", metadata=OWN, outputs=[
        new_output("display_data", data={kind: value}, metadata={"image/png": {"width": '1" onload="x'}, "filenames": {kind: "javascript:x"}}) for kind, value in kinds.items()])
    cell.outputs += [new_output("execute_result", data=kinds, execution_count=1), new_output("display_data", data={"image/png": '" onerror="x'})]
    assert not in_formgrader(cell)
    inert(new_notebook(cells=[cell]))
    assert cell.outputs[-2].data == {"image/png": picture, "text/plain": "<b>0.5</b>"} and cell.outputs[0].data["text/plain"].startswith("(")


def test_all_outputs_of_a_notebook_together_have_a_bound():
    left, cells = 1_000, []
    for _ in range(4):
        cells.append(new_code_cell("x", outputs=[new_output("stream", name="stdout", text="a" * 400), new_output("error", ename="E", evalue="e" * 50, traceback=[]),
                                                 new_output("execute_result", data={"text/plain": "0.5", "text/html": "h" * 300}, execution_count=1)]))
        left = within(cells[-1], left)
    assert sum(len(str(cell.outputs)) for cell in cells) < 4_000
    assert [output.output_type for output in cells[-1].outputs] == ["error", "execute_result"] and cells[-1].outputs[1].data == {"text/plain": "0.5"}
    assert "모두" in str([cell.outputs for cell in cells])


def test_formgrader_is_given_no_text_that_takes_long():
    read_there("x")  # what is imported then
    for name in ("brackets", "marks", "shared", "megabytes"):
        started = time.process_time()
        html, source = read_there(LONG[name])
        assert time.process_time() - started < 4 and len(source) < 60_000 and len(html) < 3_000_000, name
    output = new_output("stream", name="stdout", text="\x1b[m" * 66_000)
    inert(new_notebook(cells=[new_code_cell("x", outputs=[output])]))
    assert not output.text


def test_a_picture_pasted_into_an_essay_is_attached_to_it():
    cell = new_markdown_cell("보기\n\n![표](data:image/png;base64,iVBORw0KGgo=)", metadata=OWN)
    inert(new_notebook(cells=[cell]))
    assert cell.source == "보기\n\n![표](attachment:pasted-0)" and cell.attachments == {"pasted-0": {"image/png": "iVBORw0KGgo="}}

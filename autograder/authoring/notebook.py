"""Lesson text -> notebook objects: the lecture, and the exercise in nbgrader's source version.

What notebooks share (title, badge, objectives, setup cell, how to hand in) is written here once.
Cell ids and metadata follow from the text alone, so that the same text yields the same bytes.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ..course import Course
from .cells import LessonCell, LessonText
from .header import read_header
from .hints import expand
from .lecture import claim_code, read_settings, time_facts
from .lesson import Lesson

BADGE = "https://colab.research.google.com/assets/colab-badge.svg"
ROWS_NOTE = "# 실제 데이터의 행이 보이는 셀이라 출력을 저장하지 않았습니다. 실행하면 보입니다."
IGNORE = "nbval-ignore-output"
CLAIM = "claim"  # the tag of a cell that is run with the lecture and stands in no file


class CellIds:
    """Ids that follow from the cell's text: an insertion does not rename what follows."""

    def __init__(self):
        self.seen: dict[str, int] = {}

    def __call__(self, kind: str, source: str) -> str:
        digest = hashlib.sha256(f"{kind}\n{source}".encode()).hexdigest()[:12]
        count = self.seen[digest] = self.seen.get(digest, 0) + 1
        return digest if count == 1 else f"{digest}-{count}"


def markdown(source: str, ids: CellIds, **metadata) -> NotebookNode:
    return new_markdown_cell(source, id=ids("markdown", source), metadata=metadata)


def code(source: str, ids: CellIds, **metadata) -> NotebookNode:
    return new_code_cell(source, id=ids("code", source), metadata=metadata)


def lesson_name(course: Course, slug: str) -> str:
    """Number and title of another lesson, from its header."""
    path = course.root / "lessons" / course.check_slug(slug) / "lecture.py"
    header = read_header(path, path.read_text(encoding="utf-8").splitlines())
    return f"{header['number']}. {header['title']}"


def title_cell(
    course: Course, lesson: Lesson, text: LessonText, kind: str, record: dict | None = None
) -> str:
    """Title, Colab badge, kind, duration, prerequisites and objectives.

    Args:
        record: of a lecture's stored run (`outputs.record`), from which its run time is taken.
    """
    slug, header = lesson.slug, text.header
    if kind == "lecture":
        path, name = course.lecture_path(slug), header["title"]
        facts = ["강의", time_facts(text, record), f"[실습 과제]({slug}_exercise.ipynb)"]
    else:
        path, name = course.exercise_path(slug), f"{header['title']} · 실습 과제"
        time, points = f"푸는 시간 약 {lesson.minutes}분", f"{lesson.points:g}점"
        facts = ["실습 과제", time, points, f"[강의 노트북]({slug}.ipynb)"]
    lines = [
        f"# {header['number']}. {name}",
        "",
        f"[![Colab에서 열기]({BADGE})]({course.colab_url(path)})",
        "",
        " · ".join([f"**{course.title}**", *facts]),
    ]
    if header["prerequisites"]:
        before = ", ".join(
            f"[{lesson_name(course, known)}](../{known}/{known}.ipynb)"
            for known in header["prerequisites"]
        )
        lines += ["", f"먼저 볼 강의: {before}"]
    lines += ["", "**학습 목표**", "", *(f"- {objective}" for objective in header["objectives"])]
    return "\n".join(lines)


SETUP = """\
# 준비: Colab에서는 도우미 패키지만 설치하고, 내 컴퓨터에서는 확인만 합니다.
import os
import sys

# 강좌의 작은 표본으로 빨리 돌려 보려면 다음 줄 맨 앞의 #을 지우세요.
# os.environ["NLPLAB_PROFILE"] = "quick"

if "google.colab" in sys.modules:
    print("도우미 패키지를 설치합니다. 15초쯤 걸립니다.")
    address = (
        "git+https://github.com/{repository}"
        "@{helper}#subdirectory=nlplab"
    )
    %pip install -q "{{address}}"{packages}

try:
    import nlplab
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "도우미 패키지(nlplab)가 없습니다. Colab: 위에 나온 설치 오류를 보세요. 인터넷 문제면 "
        "이 셀을 다시 실행하고, 저장소를 찾지 못했다면 강좌에서 새 주소를 받으세요. "
        "내 컴퓨터: 강좌 폴더에서 make setup을 실행하고 .venv의 Jupyter로 여세요."
    ) from None

nlplab.setup("{slug}"{options})"""


def setup_source(course: Course, lesson: Lesson, text: LessonText) -> str:
    """The one setup cell: installs the helper on Colab only, checks everywhere."""
    packages = " ".join(text.header["packages"])
    return SETUP.format(
        repository=course.repository,
        helper=course.helper,
        packages=f"\n    %pip install -q {packages}" if packages else "",
        slug=lesson.slug,
        options="".join(f", {name}=True" for name in ("java", "gpu") if text.header[name]),
    )


HAND_IN = """## 푸는 법과 내는 법

0. Colab에서 열었다면 먼저 **파일 → Drive에 사본 저장**을 누릅니다. 단추로 연 노트북은 저장되지 않아서, 창을 닫으면 답이 사라집니다. 사본의 이름은 그대로 두어도 됩니다.
1. 과제마다 설명을 읽고, `# 여기에 코드를 작성하세요.`가 있는 셀을 채웁니다. 함수 이름과 인자는 바꾸지 마세요.
2. 바로 아래 검사 셀을 실행합니다. 아무 말이 없으면 통과입니다. 틀리면 무엇을 살펴볼지 알려 줍니다. 검사 셀은 고치지 마세요. 고쳐도 채점에는 원래 것이 쓰입니다.
3. 채점할 때는 여기에 없는 검사도 함께 실행합니다. 예시에만 맞는 코드가 아니라 설명대로 동작하는 코드를 쓰세요.
4. 다 풀었으면 **런타임 → 세션 다시 시작 및 모두 실행**을 한 번 하고, **파일 → 다운로드 → .ipynb 다운로드**로 받아 제출합니다. JupyterLab에서는 **Kernel → Restart Kernel and Run All Cells…** 다음에 **File → Download**입니다."""  # noqa: E501 - one line of Markdown a step

DONE = """## 제출하기 전에

아래 셀은 어느 과제가 남았는지 보여 줍니다. 채점과는 상관없습니다. 풀지 않은 과제가 있으면 **모두 실행**은 거기에서 멈추므로, 그때는 이 셀을 따로 실행하세요.

- 처음부터 끝까지 다시 실행해도 오류가 없는지 확인했습니까?
- 글로 답하는 문제를 빠뜨리지 않았습니까?"""  # noqa: E501 - one line of Markdown a paragraph


def new(cells: list[NotebookNode], lesson: Lesson, kind: str) -> NotebookNode:
    metadata: dict = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "course": {"lesson": lesson.slug, "kind": kind},
    }
    if lesson.header["gpu"]:
        metadata["accelerator"] = "GPU"  # Colab then starts with one where it can
    notebook = new_notebook(cells=cells, metadata=metadata)
    notebook.nbformat_minor = 5
    return notebook


def lecture_notebook(
    course: Course, lesson: Lesson, record: dict | None = None, claims: str | None = None
) -> NotebookNode:
    """The lecture without outputs, as students get it.

    Args:
        record: of the stored run, for the header's run time.
        claims: the profile that the notebook is to be run in, here and now: its claims then stand
            in it as cells with the tag "claim". What is written to a file has none.
    """
    ids, text = CellIds(), lesson.lecture
    cells = [
        markdown(title_cell(course, lesson, text, "lecture", record), ids),
        code(setup_source(course, lesson, text), ids, tags=[IGNORE]),
    ]
    for cell in text.cells:
        if cell.kind == "markdown":
            cells.append(markdown(cell.source, ids))
        elif cell.mark != "claim":
            cells.append(lecture_code(text, cell, ids))
        elif claims == "full" or (claims and not cell.options.get("real")):
            cells.append(
                code(claim_code(text.path, cell), ids, tags=[IGNORE, CLAIM], line=cell.line)
            )
    return new(cells, lesson, "lecture")


def lecture_code(text: LessonText, cell: LessonCell, ids: CellIds) -> NotebookNode:
    """A code cell that students see, with nbval's tag where its output depends on the profile."""
    tags = [tag for tag in cell.tags if tag == "raises-exception"]
    if "profile" in cell.tags or "rows" in cell.tags:
        tags.append(IGNORE)
    source = cell.source
    if cell.mark == "settings":
        source = read_settings(text.path, cell).shown
    if "rows" in cell.tags:
        tags.append("rows")
        source = f"{ROWS_NOTE}\n{source}"
    return code(source, ids, **({"tags": tags} if tags else {}))


def nbgrader_metadata(cell: LessonCell) -> dict:
    """nbgrader's schema 3 for a cell with a role."""
    role = cell.role
    metadata = {
        "grade_id": cell.grade_id,
        "grade": role in ("test", "manual"),
        "solution": role in ("solution", "manual"),
        "locked": role == "test",
        "task": False,
        "schema_version": 3,
    }
    if role in ("test", "manual"):
        metadata["points"] = cell.options["points"]
    return metadata


def exercise_cell(cell: LessonCell, source: str, ids: CellIds) -> NotebookNode:
    """One cell of the exercise; one with a role keeps its grade id as its id in all versions."""
    make = markdown if cell.kind == "markdown" else code
    if not cell.role:
        return make(expand(source) if cell.kind == "markdown" else source, ids)
    if cell.role == "test":
        # also keeps a cell whose tests are all hidden from looking empty and deletable
        note = f"# 검사 셀 · {cell.options['points']:g}점 · 고치지 말고 실행만 하세요."
        source = f"{note}\n{source}"
    node = make(source, ids, nbgrader=nbgrader_metadata(cell))
    node["id"] = cell.grade_id  # grading matches by it
    return node


def exercise_notebook(course: Course, lesson: Lesson) -> NotebookNode:
    """The exercise in nbgrader's source version: solutions and all tests."""
    ids, text = CellIds(), lesson.exercise
    cells = [
        markdown(title_cell(course, lesson, text, "exercise"), ids),
        markdown(HAND_IN, ids),
        code(setup_source(course, lesson, text), ids),
    ]
    cells += [exercise_cell(cell, cell.source, ids) for cell in text.cells]
    cells += [markdown(DONE, ids), code(summary_source(lesson), ids)]
    return new(cells, lesson, "exercise")


def with_answers(notebook: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """A copy of the exercise with other text in solution cells.

    Args:
        answers: by task, which is the cell's grade id.
    """
    changed = copy.deepcopy(notebook)
    for cell in changed.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("solution"):
            cell.source = answers.get(meta.grade_id, cell.source)
    return changed


def summary_source(lesson: Lesson) -> str:
    """The last cell: a student's own summary of the visible tests, which `nlplab.check` prints."""
    rows, by_hand = [], []
    for task in lesson.tasks.values():
        title = json.dumps(task.title, ensure_ascii=False)
        for test in task.tests:
            seen = visible_digest(exercise_cell(test, test.source, CellIds()).source)
            rows.append(f'    "{seen}": ({title}, {test.options["points"]:g}),')
        if not task.tests:
            by_hand.append(f"    {title}: {task.answer.options['points']:g},")
    return "\n".join(["nlplab.check({", *rows, "}, by_hand={", *by_hand, "})"])


def visible_digest(source: str) -> str:
    """Names a test cell by what students see of it, as `nlplab.check` does: source and student
    version have the same. (This package imports nothing of the notebooks' helper.)"""
    seen, hidden = [], False
    for line in source.splitlines():
        hidden = hidden or line.strip() == "### BEGIN HIDDEN TESTS"
        if not hidden and line.strip():
            seen.append(line.rstrip())
        hidden = hidden and line.strip() != "### END HIDDEN TESTS"
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:8]

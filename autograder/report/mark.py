"""`autograder mark`: one question of the whole class on one page, to give points and comments to.

A server of this machine's own, for one person's browser. It hands out and takes nothing without the
address that it prints: a secret stands in it.

Hostile cases: what students wrote (through `safe`, under a policy that runs nothing but this page's
own script); another page in the same browser that sends requests here, or that gives this machine's
address another name to read the answers (`Host`, `Origin`); another user of this machine.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbformat import NotebookNode
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from ..grading.gradebook import DatabaseFailed
from ..grading.marks import Mark, Marks, Question, Stale, Written
from .safe import Room, markdown, plain
from .titles import titles

HERE = "127.0.0.1"
MOST_OF_A_REQUEST = 64 * 2**10


@dataclass(frozen=True)
class Shown:
    """One student's answer on the page."""

    mark: Mark
    version: str
    html: Markup


def answer_html(cell: NotebookNode) -> Markup:
    """A student's answer, of which nothing acts."""
    if cell["cell_type"] == "code":
        return Markup("<pre><code>{}</code></pre>").format(plain(cell["source"]))
    pictures = {
        name: f"data:{kind};base64,{''.join(str(content).split())}"
        for name, bundle in cell.get("attachments", {}).items()
        for kind, content in bundle.items()
    }
    return markdown(cell["source"], pictures, room=Room(letters=40_000))


class Pages:
    """The page of each question.

    Args:
        base: the secret path that every address begins with.
    """

    def __init__(self, marks: Marks, base: str) -> None:
        self.marks, self.base = marks, base
        self.titles = {
            name: titles(template.notebook) for name, template in marks.templates.items()
        }
        self._html: dict[tuple[str, str], Markup] = {}
        self.environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, question: Question, nonce: str) -> str:
        """The page; who waits for points comes first, and like answers stand together."""
        shown = []
        for mark in self.marks.given(question):
            written = self.marks.written(mark.student, question)
            if written is not None:
                shown.append((" ".join(written.cell["source"].split()), mark, written))
        shown.sort(key=lambda one: (one[1].settled, one[0], one[1].student))
        return self.environment.get_template("mark.html.j2").render(
            title=self._title(question),
            question=question,
            questions=[(one, self._title(one)) for one in self.marks.questions],
            rubric=markdown(question.rubric),
            answers=[Shown(mark, one.version, self._shown(mark, one)) for _, mark, one in shown],
            phrases=self.marks.phrases(question),
            base=self.base,
            nonce=nonce,
        )

    def _title(self, question: Question) -> str:
        return self.titles[question.notebook].get(question.grade_id, question.grade_id)

    def _shown(self, mark: Mark, written: Written) -> Markup:
        key = (mark.student, written.version)
        if key not in self._html:
            self._html[key] = answer_html(written.cell)
        return self._html[key]


class _Handler(RequestHandler):
    """Refuses what does not come from the page itself.

    Attributes:
        pages, port, token: of the server.
    """

    def initialize(self, pages: Pages, token: str, port: Callable[[], int]) -> None:
        self.pages, self.token, self.port = pages, token, port

    def prepare(self) -> None:
        names = [f"{HERE}:{self.port()}", f"localhost:{self.port()}"]
        origin = self.request.headers.get("Origin")
        if self.request.host not in names:
            self.refuse(403, "이 주소로는 열 수 없습니다.")
        elif origin is not None and origin not in [f"http://{name}" for name in names]:
            self.refuse(403, "다른 쪽에서 온 요청입니다.")
        elif not hmac.compare_digest(self.path_args[0].encode(), self.token.encode()):
            self.refuse(403, "`autograder mark`가 알려 준 주소로 여세요.")

    def refuse(self, status: int, why: str) -> None:
        self.set_status(status)
        self.finish({"error": why})

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("Content-Security-Policy", "default-src 'none'")
        self.clear_header("Server")

    def log_exception(self, *_: Any) -> None:
        """Nothing: addresses hold the secret."""

    def write_error(self, status_code: int, **_: Any) -> None:
        self.finish({"error": f"{status_code}"})


class _Page(_Handler):
    def get(self, token: str) -> None:
        marks = self.pages.marks
        asked = (self.get_argument("question", ""), self.get_argument("notebook", ""))
        found = [one for one in marks.questions if (one.grade_id, one.notebook) == asked]
        nonce = secrets.token_urlsafe(16)
        self.set_header(
            "Content-Security-Policy",
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src "
            "data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "
            "'none'",
        )
        self.finish(self.pages.render((found or marks.questions)[0], nonce))


class _Save(_Handler):
    def post(self, token: str) -> None:
        if self.request.headers.get("Content-Type", "").partition(";")[0] != "application/json":
            return self.refuse(415, "JSON이 아닙니다.")
        try:
            wish = _Wish.read(json.loads(self.request.body))
            question = next(
                one
                for one in self.pages.marks.questions
                if (one.grade_id, one.notebook) == (wish.grade_id, wish.notebook)
            )
            mark = self.pages.marks.give(
                question, wish.student, wish.version, wish.points, wish.comment
            )
        except (StopIteration, LookupError):
            return self.refuse(404, "이런 제출물이 없습니다.")
        except Stale:
            return self.refuse(409, "그 사이에 다시 채점되어 답이 바뀌었습니다. 쪽을 다시 여세요.")
        except DatabaseFailed as error:
            return self.refuse(503, f"성적부를 쓸 수 없습니다: {error}")
        except (ValueError, TypeError) as error:
            return self.refuse(400, str(error))
        self.finish({**asdict(mark), "phrases": self.pages.marks.phrases(question)})
        return None


@dataclass(frozen=True)
class _Wish:
    notebook: str
    grade_id: str
    student: str
    version: str
    points: float | None
    comment: str

    @classmethod
    def read(cls, given: object) -> _Wish:
        """
        Raises:
            ValueError: it is no such thing.
        """
        if not isinstance(given, Mapping):
            raise ValueError("요청을 읽을 수 없습니다.")
        texts = [
            given.get(name) for name in ("notebook", "grade_id", "student", "version", "comment")
        ]
        points = given.get("points")
        number = isinstance(points, (int, float)) and not isinstance(points, bool)
        if not all(isinstance(text, str) for text in texts) or not (points is None or number):
            raise ValueError("요청을 읽을 수 없습니다.")
        notebook, grade_id, student, version, comment = map(str, texts)
        return cls(notebook, grade_id, student, version, points, comment)


def serve(
    marks: Marks, stop: Event, ready: Callable[[str, Question], None], question: Question, port: int
) -> None:
    """Serve the page until `stop` is set.

    Args:
        ready: called with the address once it can be opened.
        port: 0 for any that is free.

    Raises:
        OSError: the port is taken.
    """
    asyncio.run(_serve(marks, stop, ready, question, port))


async def _serve(
    marks: Marks, stop: Event, ready: Callable[[str, Question], None], question: Question, port: int
) -> None:
    token = secrets.token_urlsafe(24)
    (socket,) = bind_sockets(port, HERE)
    port = socket.getsockname()[1]
    shared = {"pages": Pages(marks, f"/{token}"), "token": token, "port": lambda: port}
    application = Application(
        [(r"/([^/]*)/", _Page, shared), (r"/([^/]*)/save", _Save, shared)],
        log_function=lambda handler: None,  # addresses hold the secret
    )
    server = HTTPServer(application, max_body_size=MOST_OF_A_REQUEST)
    server.add_sockets([socket])
    asked = urlencode({"question": question.grade_id, "notebook": question.notebook})
    ready(f"http://{HERE}:{port}/{token}/?{asked}", question)
    while not stop.is_set():
        await asyncio.sleep(0.1)
    server.stop()
    await server.close_all_connections()

"""A server that fails on demand: a proxy before a real one, so that retries meet real failures.

    with faults.proxy(backend.base_url, [faults.limit(1), faults.OK]) as bad:
        client = backend.client_at(bad.url)

Each request takes the next fault of the script; after its end all pass. Without an upstream it
answers "pong" by itself, which is enough for tests. It is for one reader on one machine, no load
balancer. Mock servers from packages answer from scripts of their own; here the model's real answer
is what breaks.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Fault:
    """What happens to one request. status 0: it is passed on, after `wait` seconds, and its answer
    is broken off after `cut` pieces if that is a number.
    """

    name: str
    status: int = 0
    wait: float = 0.0
    cut: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""


OK = Fault("정상")


def limit(seconds: float | None = None) -> Fault:
    """429, too many requests; with `seconds` the server says when to come again."""
    headers = () if seconds is None else (("Retry-After", f"{seconds:g}"),)
    return Fault("429", 429, headers=headers, body=_error("rate_limit_exceeded"))


def broken(status: int = 500) -> Fault:
    """A server's own failure: 500, 502, 503."""
    return Fault(str(status), status, body=_error("server_error"))


def refused(parameter: str) -> Fault:
    """400 because of one parameter, as from models that don't take a temperature."""
    return Fault("400", 400, body=_error("unsupported_parameter", parameter))


def slow(seconds: float) -> Fault:
    """The answer comes, but late."""
    return Fault(f"{seconds:g}초 늦음", wait=seconds)


def cut(pieces: int) -> Fault:
    """The connection breaks after so many pieces of the answer."""
    return Fault("끊김", cut=pieces)


def _error(code: str, parameter: str | None = None) -> str:
    return json.dumps({"error": {"message": code, "type": code, "code": code, "param": parameter}})


@dataclass
class Proxy:
    """A running proxy. `log` holds (seconds since the first request, name of the fault)."""

    url: str
    log: list[tuple[float, str]] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = field(default=None, repr=False)

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()


def proxy(upstream: str | None = None, script: Sequence[Fault] = ()) -> Proxy:
    """Start a proxy on this machine before `upstream` (as `http://127.0.0.1:8000/v1`)."""
    made = Proxy("")
    waiting, lock, first = list(script), threading.Lock(), [0.0]

    def following() -> Fault:
        with lock:
            now = time.monotonic()
            first[0] = first[0] or now
            fault = waiting.pop(0) if waiting else OK
            made.log.append((now - first[0], fault.name))
            return fault

    handler = type("Handler", (_Handler,), {"following": staticmethod(following)})
    handler.upstream = upstream  # type: ignore[attr-defined]
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    made.url, made._server = f"http://127.0.0.1:{server.server_address[1]}/v1", server
    return made


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # pieces with lengths: an answer that is broken off can be told
    upstream: str | None = None
    following: Any = None

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.following()
        time.sleep(fault.wait)
        self.close_connection = True
        try:
            if fault.status:
                self._whole(fault.status, fault.body.encode(), fault.headers)
                return
            status, kind, pieces = self._upstream(body) if self.upstream else _pong(body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for number, piece in enumerate(pieces):
                if number == fault.cut:
                    return  # without the piece of length 0 that ends an answer
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass  # who asked has gone

    def _whole(self, status: int, body: bytes, headers: tuple[tuple[str, str], ...]) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", "application/json"), *headers):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _upstream(self, body: bytes) -> tuple[int, str, Iterator[bytes]]:
        assert self.upstream
        address = urlsplit(self.upstream)
        kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
        connection = kinds[address.scheme](address.hostname or "", address.port, timeout=600)
        path = self.path.removeprefix("/v1")
        kept = {name: value for name, value in self.headers.items() if name.lower() in _PASSED}
        connection.request(self.command, address.path.rstrip("/") + path, body or None, kept)
        answer = connection.getresponse()
        kind = answer.headers.get("Content-Type", "application/json")
        return answer.status, kind, iter(lambda: answer.readline(), b"")


_PASSED = ("content-type", "authorization", "accept")


def _pong(body: bytes) -> tuple[int, str, Iterator[bytes]]:
    """An answer without a model: "pong", in three pieces where a stream was asked for."""
    asked = json.loads(body or b"{}")
    base = {"id": "pong", "created": 0, "model": asked.get("model") or "pong"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    if not asked.get("stream"):
        message = {"role": "assistant", "content": "pong"}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        whole = {**base, "object": "chat.completion", "choices": [choice], "usage": usage}
        return 200, "application/json", iter([json.dumps(whole).encode()])
    pieces = []
    for text, reason in (("po", None), ("ng", None), (None, "stop")):
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": reason}
        piece = {**base, "object": "chat.completion.chunk", "choices": [choice]}
        pieces.append(f"data: {json.dumps(piece)}\n\n".encode())
    return 200, "text/event-stream", iter([*pieces, b"data: [DONE]\n\n"])

"""Pages as a browser lays them out, for tests that ask whether anything is cut, and a browser that clicks. Skips where there is no Chromium."""
from __future__ import annotations

import asyncio
import contextlib
import json
import re
import shutil
import subprocess
import time
from html import escape, unescape
from pathlib import Path
from urllib.request import urlopen

import pytest
from tornado.websocket import websocket_connect

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")
MEASURE = """<script>
addEventListener("load", () => {
  const page = document.documentElement, cut = [], seen = [], wide = [];
  for (const one of document.querySelectorAll(".wide"))
    if (one.scrollWidth > one.clientWidth + 1) wide.push(one.scrollWidth + " > " + one.clientWidth);
  for (const one of document.querySelectorAll("body *")) {
    const box = one.getBoundingClientRect(), scrolls = one.closest(".wide, .essay table, .math, math");
    if (box.width && !scrolls && (box.right > innerWidth + 0.5 || box.left < -0.5)) cut.push(one.tagName + " " + one.textContent.trim().slice(0, 40));
    if (box.height && one.childElementCount === 0 && parseFloat(getComputedStyle(one).fontSize) < 11) seen.push(one.tagName + " " + one.textContent.slice(0, 40));
  }
  parent.document.title = JSON.stringify({width: innerWidth, needs: page.scrollWidth, height: page.scrollHeight, cut: cut, wide: wide, small: seen, alerted: parent.alerted || ""});
});
</script>"""


def browser_or_skip() -> str:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        pytest.skip("no Chromium to lay out a page")
    return browser


def laid_out(html: str, width: int, folder: Path) -> dict:
    """How a page fits in a window so wide: `needs` pixels, elements that are `cut`, boxes that must be scrolled sideways (`wide`), letters that are too `small`.

    Folds are opened, so that what they hide is measured, too.
    """
    browser = browser_or_skip()
    inner = re.sub(r"<meta http-equiv=.Content-Security-Policy.[^>]*>", "", html)  # it would refuse the script that measures
    inner = inner.replace("<details", "<details open").replace("</body>", f"{MEASURE}</body>")
    page = folder / f"laid-out-{width}.html"
    # A window of Chromium's has a least width; a frame has none.
    page.write_text(f'<!DOCTYPE html><meta charset="utf-8"><script>alert = text => {{ window.alerted = text }}</script><iframe width="{width}" height="800" '
                    f'style="border:0" srcdoc="{escape(inner)}"></iframe>', encoding="utf-8")
    shown = subprocess.run([browser, *FLAGS, f"--user-data-dir={folder / 'browser'}", "--virtual-time-budget=3000", "--dump-dom", page.as_uri()],
                           capture_output=True, text=True, timeout=120, check=False)
    title = re.search(r"<title>(.*?)</title>", shown.stdout, re.S)
    assert title and "needs" in title[1], shown.stderr[-2000:]
    return json.loads(unescape(title[1]))


class Tab:
    """A page in Chromium, told what to do by its DevTools protocol: no package more than those that Jupyter needs anyway."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "browser"
        self.loop, self.asked = asyncio.new_event_loop(), 0

    def __enter__(self) -> Tab:
        self.process = subprocess.Popen([browser_or_skip(), *FLAGS, "--remote-debugging-port=0", "--window-size=1300,1000", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--user-data-dir={self.folder}", "about:blank"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port = self._wait(lambda: (self.folder / "DevToolsActivePort").read_text().split()[0], 120)
        pages = self._wait(lambda: [page for page in json.load(urlopen(f"http://127.0.0.1:{port}/json/list", timeout=10)) if page["type"] == "page"], 60)

        async def connect():
            return await websocket_connect(pages[0]["webSocketDebuggerUrl"], max_message_size=2**26)

        self.socket = self.loop.run_until_complete(connect())
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.loop.close()

    @staticmethod
    def _wait(look, seconds: float):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, IndexError):
                if found := look():
                    return found
            time.sleep(0.2)
        raise AssertionError("Chromium does not answer")

    def call(self, method: str, **parameters) -> dict:
        self.asked += 1
        number = self.asked

        async def talk() -> dict:
            await self.socket.write_message(json.dumps({"id": number, "method": method, "params": parameters}))
            while True:
                said = json.loads(await self.socket.read_message() or '{"id": null}')
                if said.get("id") == number:
                    return said

        said = self.loop.run_until_complete(asyncio.wait_for(talk(), 120))
        assert "result" in said, said
        return said["result"]

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)

    def ask(self, script: str):
        """The value of a JavaScript expression on the page, which may be a promise."""
        said = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in said, said["exceptionDetails"]
        return said["result"].get("value")

    def until(self, script: str, seconds: float = 120):
        """The value, as soon as it is one that counts as true."""
        deadline, seen = time.monotonic() + seconds, None
        while time.monotonic() < deadline:
            with contextlib.suppress(AssertionError):  # while another page loads
                if seen := self.ask(script):
                    return seen
            time.sleep(0.3)
        raise AssertionError(f"{script} stayed {seen!r} on {self.ask('location.href')}: {self.ask('document.body.innerText')[:2000]}")

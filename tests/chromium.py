"""Pages as a browser lays them out, for tests that ask whether anything is cut. Skips where there is no Chromium."""
from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path

import pytest

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

"""Text that students wrote, on a page that others open: bounded, and nothing in it acts.

Hostile cases: scripts and `javascript:` links in Markdown, pictures that call home, formulas that
carry HTML, escape sequences for terminals, marks that turn the direction of writing, an answer of a
million characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin

from ..text import ESCAPES

MOST = 20_000
"""Characters of one text that a page shows."""
MOST_OF_A_PICTURE = 2_000_000
"""Characters of a picture in base64."""
MOST_PICTURES = 10
"""In one text."""
MOST_OF_HTML = 300_000
"""Characters that a text may become. Hostile case: one long address that a thousand links share."""
MOST_OF_AN_ADDRESS = 2_000
MARKS = "[]!*_`$|<>&\\"
MOST_MARKS = 4_000
"""Of `MARKS` in one text that is read as Markdown."""
MOST_OF_A_TABLE = 5_000
"""Cells: of a table's every line as many as its widest has."""
NO_ROOM = "… (이 쪽이 길어 여기부터는 보이지 않습니다. 제출한 파일에서 보세요.)"
MOST_OF_A_FORMULA = 2_000
NOWHERE = re.compile(r" \((?:<[^>]*>|[\w.-]+\.py), line (\d+)\)")
"""A place that Python names and nobody can open."""
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+")
MATHML = set(
    re.findall(
        r"\w+",
        "math mrow mi mo mn ms mtext mspace msub msup msubsup munder mover munderover mfrac msqrt "
        "mroot mtable mtr mtd mstyle mpadded mphantom menclose merror",
    )
)
MATHML_ATTRIBUTES = set(
    re.findall(
        r"\w+",
        "display displaystyle scriptlevel mathvariant stretchy fence separator form accent lspace "
        "rspace width height depth columnalign rowspacing columnspacing linethickness minsize "
        "maxsize movablelimits largeop symmetric",
    )
)


def plain(text: str, most: int = MOST) -> str:
    """Text without what no reader sees: escape sequences, control and direction marks; cut after
    `most` characters, which it says.
    """
    if len(text) <= most and text.isprintable():
        return text
    shown = ESCAPES.sub("", text[: 2 * most])
    shown = "".join(
        one for one in shown if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cf", "Cs")
    )
    if len(shown) <= most and len(text) <= 2 * most:
        return shown
    return f"{shown[:most]}\n… (여기까지 {most:,}자를 보입니다. 전체는 {len(text):,}자입니다.)"


def formula(tex: str, block: bool = False) -> Markup:
    """A formula as MathML, which browsers show without script or network; TeX as it was written
    where that can't be had.
    """
    from latex2mathml.converter import convert  # only a page with formulas waits for it

    try:
        if len(tex) > MOST_OF_A_FORMULA:
            raise ValueError(tex)
        tree = ElementTree.fromstring(convert(tex, display="block" if block else "inline"))
        for element in tree.iter():
            name = element.tag.rpartition("}")[2]
            if name not in MATHML:  # hostile case: \text{<script>…}
                raise ValueError(name)
            element.tag = name
            for attribute in set(element.attrib) - MATHML_ATTRIBUTES:  # and \href{javascript:…}{x}
                del element.attrib[attribute]
        return Markup(ElementTree.tostring(tree, encoding="unicode", short_empty_elements=False))
    except Exception:  # the converter raises what it likes
        return Markup("<code>{}</code>").format(tex)


@dataclass
class Room:
    """What one page may still show of what its student wrote. Hostile cases: two thousand cells
    full of text, one picture shown a thousand times, Markdown that takes seconds to read.

    Attributes:
        letters: of text.
        marks: characters that Markdown gives a meaning; the time to read a text grows with their
            square.
        pictures: characters of pictures in base64.
    """

    letters: int = 200_000
    marks: int = 2 * MOST_MARKS
    pictures: int = 8_000_000

    def plain(self, text: str, most: int = MOST) -> str:
        """Like `plain`, as far as there is room."""
        if self.letters <= 0:
            return NO_ROOM if text else ""
        shown = plain(text, min(most, self.letters))
        self.letters -= len(shown)
        return shown

    def picture(self, source: str, alt: str) -> Markup:
        """A picture from a data address, or what stands for it."""
        if len(source) > MOST_OF_A_PICTURE or len(source) > self.pictures:
            return Markup("<em>[그림: {}, 너무 커서({:.1f} MB) 보이지 않습니다]</em>").format(
                alt, len(source) * 3 / 4 / 1e6
            )
        if not PICTURE.fullmatch(source):
            return Markup("<em>[그림: {}]</em>").format(alt)
        self.pictures -= len(source)
        return Markup('<img src="{}" alt="{}">').format(source, alt)


class _Reader(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        allowed = r"(?:https?://|mailto:|attachment:)|" + PICTURE.pattern
        return len(url) <= MOST_OF_AN_ADDRESS and bool(re.match(allowed, url))


def markdown(
    text: str,
    pictures: Mapping[str, str] | None = None,
    most: int = MOST,
    room: Room | None = None,
) -> Markup:
    """Markdown as HTML: no HTML of the writer's own, links to the web only, no picture from
    elsewhere. What would take long to read, or become much longer than it is, is shown as it was
    written.

    Args:
        pictures: attached ones, name to data address.
    """
    known, room = dict(pictures or {}), room or Room()

    def by_name(found: re.Match) -> str:
        """Letters are what is bounded, pictures by themselves."""
        name = f"pasted-{len(known)}"
        known[name] = found[0]
        return f"attachment:{name}"

    if len(text) <= MOST_PICTURES * MOST_OF_A_PICTURE:
        text = PICTURE.sub(by_name, text)
    shown = room.plain(text, most)
    marks = sum(map(shown.count, MARKS))
    if marks > min(MOST_MARKS, room.marks):
        return Markup("<pre>{}</pre>").format(shown)
    room.marks -= marks
    reader = _Reader("commonmark", {"html": False, "maxNesting": 20})
    lines = shown.split("\n")
    if len(lines) * max(line.count("|") for line in lines) <= MOST_OF_A_TABLE:
        reader.enable("table")
    reader.use(
        dollarmath_plugin, renderer=lambda tex, options: formula(tex, options["display_mode"])
    )
    sizes: list[int] = []

    def picture(self, tokens, index, options, env) -> str:
        token = tokens[index]
        source = str(token.attrGet("src") or "")
        if source.startswith("attachment:"):
            source = known.get(source.removeprefix("attachment:"), "")
        made = room.picture(source if len(sizes) < MOST_PICTURES else "", token.content)
        sizes.append(len(made))
        return str(made)

    reader.add_render_rule("image", picture)
    html = reader.render(shown)
    if len(html) - sum(sizes) > MOST_OF_HTML:
        return Markup("<pre>{}</pre>").format(shown)
    return Markup(html)

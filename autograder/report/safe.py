"""Text that students wrote, on a page that others open: bounded, and nothing in it acts.

Hostile cases: scripts and `javascript:` links in Markdown, pictures that call home, formulas that
carry HTML, escape sequences for terminals, marks that turn the direction of writing, an answer of a
million characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

from ..text import ESCAPES

MOST = 20_000
"""Characters of one text that a page shows."""
MOST_OF_A_PICTURE = 400_000
"""Characters of a picture in base64."""
MOST_PICTURES = 10
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


class _Reader(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return bool(re.match(r"(?:https?://|mailto:|attachment:)|" + PICTURE.pattern, url))


def markdown(text: str, pictures: Mapping[str, str] | None = None, most: int = MOST) -> Markup:
    """Markdown as HTML: no HTML of the writer's own, links to the web only, no picture from
    elsewhere.

    Args:
        pictures: attached ones, name to data address.
    """
    known = dict(pictures or {})

    def by_name(found: re.Match) -> str:
        """Letters are what is bounded, pictures by themselves."""
        name = f"pasted-{len(known)}"
        known[name] = found[0]
        return f"attachment:{name}"

    if len(text) <= MOST_PICTURES * MOST_OF_A_PICTURE:
        text = PICTURE.sub(by_name, text)
    reader = _Reader("commonmark", {"html": False, "maxNesting": 20}).enable("table")
    reader.use(
        dollarmath_plugin, renderer=lambda tex, options: formula(tex, options["display_mode"])
    )

    def picture(self, tokens, index, options, env) -> str:
        token = tokens[index]
        source = str(token.attrGet("src") or "")
        if source.startswith("attachment:"):
            source = known.get(source.removeprefix("attachment:"), "")
        alt = escape(token.content)
        if len(source) > MOST_OF_A_PICTURE or not PICTURE.fullmatch(source):
            return f"<em>[그림: {alt}]</em>"
        return f'<img src="{source}" alt="{alt}">'

    reader.add_render_rule("image", picture)
    return Markup(reader.render(plain(text, most)))

"""The YAML header of a lesson's script: which fields there are, and of which kind."""

from __future__ import annotations

from pathlib import Path

import yaml

from ..errors import complain

EDGE = "# ---"
FIELDS = {
    "title": str,
    "number": str,
    "objectives": list,
    "datasets": list,
    "prerequisites": list,
    "packages": list,
    "java": bool,
    "gpu": bool,
}


def header_text(path: Path, lines: list[str]) -> str:
    """What stands between the two `# ---` lines, without comment signs."""
    if not lines or lines[0].strip() != EDGE:
        complain(
            path,
            1,
            "the file does not begin with its header",
            f"Write `{EDGE}`, the fields as YAML behind `# `, and `{EDGE}`",
        )
    ends = [number for number, line in enumerate(lines[1:], 1) if line.strip() == EDGE]
    if not ends:
        complain(
            path,
            1,
            "the header is never closed",
            f"Add a second `{EDGE}` line behind its last field",
        )
    return "\n".join(line[2:] for line in lines[1 : ends[0]])


def read_header(path: Path, lines: list[str]) -> dict:
    """The header, checked field by field.

    Args:
        path: of the script, for the message.
        lines: the whole script.

    Raises:
        CourseError: with file, line and mend.
    """
    try:
        header = yaml.safe_load(header_text(path, lines)) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        complain(
            path,
            (mark.line + 2) if mark else 1,
            f"the header is not YAML: {getattr(error, 'problem', error)}",
            "Quote values that hold a colon",
        )
    for name, kind in FIELDS.items():
        if name not in header:
            complain(
                path,
                1,
                f"the header lacks the field `{name}`",
                f"Add `# {name}: …` ({kind.__name__}) between the `{EDGE}` lines",
            )
        if not isinstance(header[name], kind):
            complain(
                path,
                1,
                f"the header's `{name}` is {type(header[name]).__name__}, not {kind.__name__}",
                'Numbers such as "010" are quoted',
            )
    if "minutes" in header:
        complain(
            path,
            1,
            "the header holds `minutes`",
            "Delete the line: a lecture's follow from its text, an exercise's from its tasks",
        )
    for name in header.keys() - FIELDS.keys():
        complain(
            path,
            1,
            f"the header has an unknown field `{name}`",
            f"Known fields: {', '.join(FIELDS)}",
        )
    return header

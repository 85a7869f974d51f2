"""docs/hostile.md, made from the cases and from what was measured: `python tests/hostile/table.py` writes it."""
from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from hostile import CASES
from hostile.case import FULL, MEASURED, PLAIN_VERSION, Case

ROOT = Path(__file__).resolve().parents[2]
KINDS = tomllib.loads((ROOT / "benchmarks" / "graders.toml").read_text(encoding="utf-8"))
HONEST = json.loads((ROOT / "tests" / "honest" / "plain.json").read_text(encoding="utf-8"))["points"]

FAMILIES = {
    "forging": "Objects that lie", "patching": "What tests use, changed", "shell": "IPython and Jupyter", "reading": "Reading tests and files",
    "exits": "Ending, stopping, never ending", "processes": "Processes and system calls", "bombs": "Too much of something", "network": "Network",
    "wire": "The wire between the two processes", "values": "Values that tests receive", "callbacks": "What tests hand over",
    "notebooks": "Notebooks and folders", "controls": "What must work",
}


def deserved(case: Case) -> tuple[float, ...]:
    return case.score if isinstance(case.score, tuple) else (case.score,)


def verdict(case: Case, figures: dict) -> str:
    """What an attack came to under a grader: "broke", "gained" or "held"."""
    if figures["class"] != "goes on" or case.outcome == "score" and figures["score"] is None:
        return "broke"
    return "gained" if figures["left"] or figures["score"] is not None and figures["score"] > max(deserved(case)) else "held"


def falls_for(case: Case) -> bool:
    """Whether plain nbgrader gives more than is deserved or no score at all, loses the class, or lets something out."""
    return bool(case.plain) and case.family != "controls" and verdict(case, case.plain) != "held"


def plain(case: Case) -> str:
    figures = case.plain
    if figures is None:
        return f"not run: {case.dangerous}" if case.dangerous else "not measured"
    words = ["no score" if figures["score"] is None else f"{figures['score']:g}"]
    if figures["class"] != "goes on":
        words.append(f"the class {figures['class']}")
    if figures["left"]:
        words.append("something gets out" if "connection" not in figures["left"] else "reaches the service")
    return ", ".join(words)


def ours(case: Case) -> str:
    if case.outcome != "score":
        return "refused, 0"
    scores = deserved(case)
    return f"{scores[0]:g}" if len(scores) == 1 else f"{min(scores):g} to {max(scores):g}" if len(scores) > 3 else " or ".join(f"{score:g}" for score in scores)


def honest(kind: str) -> tuple[int, int, int, str]:
    """Honest submissions that a grader kept the points of, gave fewer and more; seconds of a core for each, "–" where that was not measured."""
    kept = fewer = more = students = 0
    cores = 0.0
    for name, figures in MEASURED[kind]["honest"].items():
        for student, score in figures["scores"].items():
            wanted = sum(HONEST[name][student].values())
            kept, fewer, more = kept + (score == wanted), fewer + (score is None or score < wanted), more + (score is not None and score > wanted)
        if "core" in figures:
            cores, students = cores + figures["core"], students + len(figures["scores"])
    for case in CASES:
        figures = MEASURED[kind]["cases"].get(case.name)
        if case.family == "controls" and figures:
            kept, fewer = kept + (figures["score"] == FULL), fewer + (figures["score"] != FULL)
    return kept, fewer, more, f"{cores / students:.2f}" if students else "–"


def came(kind: str, cases: list[Case]) -> str:
    found = Counter(verdict(case, MEASURED[kind]["cases"][case.name]) for case in cases)
    return f"{found['gained']} + {found['broke']} of {len(cases)}" if cases else "–"


def graders() -> list[str]:
    """The table of graders, and the same by family."""
    attacks = [case for case in CASES if case.family != "controls"]
    kinds = [kind for kind in KINDS if kind in MEASURED and MEASURED[kind]["cases"]]
    tried = {kind: [case for case in attacks if case.name in MEASURED[kind]["cases"]] for kind in kinds}
    shared = [case for case in attacks if all(case in tried[kind] for kind in kinds)]
    lines = [f"Gained points or got out + broke the grader or took a classmate's score. The first column counts the {len(shared)} attacks that every grader here was given, so it alone compares them.", "",
             f"| grader | of the same {len(shared)} | of all that it was given | honest: points kept | fewer | more | seconds of a core each |", "|---|---:|---:|---:|---:|---:|---:|"]
    for kind in kinds:
        kept, fewer, more, core = honest(kind)
        name = f"{KINDS[kind]['shown']} {MEASURED[kind]['about']['version']}".strip()
        lines.append(f"| {name} | {came(kind, shared)} | {came(kind, tried[kind])} | {kept} of {kept + fewer + more} | {fewer} | {more} | {core} |")
    lines += ["", "All that each was given, by family.", "", "| family | attacks | " + " | ".join(KINDS[kind]["shown"].split(" (")[0] for kind in kinds) + " |", "|---|---:|" + "---:|" * len(kinds)]
    for family, title in FAMILIES.items():
        row = [came(kind, [case for case in tried[kind] if case.family == family]) for kind in kinds]
        if count := sum(case.family == family for case in attacks):
            lines.append(f"| {title} | {count} | " + " | ".join(row) + " |")
    lines += ["", *(f"- **{KINDS[kind]['shown']}**: {KINDS[kind]['note']}." for kind in kinds if "note" in KINDS[kind])]
    lines += [f"- {name}, left out: {why}." for name, why in KINDS["left-out"].items()]
    return lines


HOW = """    python benchmarks/graders.py --install build/graders     # each other grader in an environment of its own, as benchmarks/graders.toml pins it
    python benchmarks/graders.py --venvs build/graders       # measures what has no figure yet, and writes this page

It needs root on Linux. Each class is graded in namespaces of its own, on a copy of the file system in memory, with an honest student last; a class that an attack
stopped, and a score that is missing, are tried again alone. `--each N` draws N attacks of each family by a hash of their names, the same for every grader.
Attacks that could take the machine down are left out, and attacks on nbgrader's metadata where a grader has a format of its own. Those graders get the same notebooks and tests by a
script in `benchmarks/others/`. A grader of yours needs such a script and a paragraph in `graders.toml`.
A case took a classmate's score where the honest student beside it got another score than the full one. Seconds of a core are those of everything that a grader started, its own start included,
over its honest submissions. A dash: that family was not tried there yet (each class that hangs takes ten minutes), or the grader's format has nothing for it to attack."""


def text() -> str:
    attacks = [case for case in CASES if case.family != "controls"]
    measured = [case for case in attacks if case.plain]
    lines = ["# Hostile submissions", "",
             "Generated by `python tests/hostile/table.py` from `tests/hostile/`; do not edit.", "",
             f"{len(attacks)} submissions attack one assignment of {FULL} points; {len(CASES) - len(attacks)} more do what must go on working. "
             f"`tests/test_hostile.py` grades them as three classes and holds each to the score in the last column. The column before it was measured with "
             f"nbgrader {PLAIN_VERSION} alone, for {len(measured)} of them: "
             f"**{sum(map(falls_for, measured))} get points that they do not deserve or no score at all, stop the class, or reach what they should not.** "
             "The rest are cases that nbgrader withstands too, or in which an honest student loses points.", "",
             "Where two scores are right, it depends on chance or on taste, and neither is more than the answers are worth.", "",
             "## Graders compared", "",
             f"Beside the attacks, {sum(len(scores) for scores in HONEST.values())} honest submissions to {len(HONEST)} assignments (`tests/honest/`: solved right, partly, wrongly and in other ways "
             "than the author's, with classes, generators, pandas, Keras, PyTorch, plots, magics, files) must get what plain nbgrader gives, test by test (`tests/test_honest.py`).", "", HOW, "", *graders(), ""]
    for family, title in FAMILIES.items():
        lines += [f"## {title}", "", "| submission | what it does | plain nbgrader | autograder |", "|---|---|---|---|"]
        lines += [f"| {case.name} | {_cell(case.why)} | {_bold(plain(case), falls_for(case))} | {ours(case)} |"
                  for case in CASES if case.family == family]
        lines.append("")
    return "\n".join(lines)


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("__", "\\_\\_")


def _bold(words: str, yes: bool) -> str:
    return f"**{words}**" if yes else words


if __name__ == "__main__":
    (Path(__file__).resolve().parents[2] / "docs" / "hostile.md").write_text(text(), encoding="utf-8")

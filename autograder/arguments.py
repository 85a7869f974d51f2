"""What the command line takes: every verb's arguments."""

from __future__ import annotations

import argparse
import importlib.metadata
from pathlib import Path


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a positive number is needed")
    return int(text)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="autograder", description="Build, release, grade and report an nbgrader course."
    )
    top.add_argument(
        "--root", type=Path, default=Path("."), help="the course directory (default: here)"
    )
    version = importlib.metadata.version("nlp-lecture")
    top.add_argument("--version", action="version", version=f"autograder {version}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    _authoring_verbs(verbs)
    _grading_verbs(verbs)
    _cluster_verb(verbs)
    _shown_verbs(verbs)
    _other_verbs(verbs)
    return top


def _authoring_verbs(verbs: argparse._SubParsersAction) -> None:
    build = verbs.add_parser(
        "build", help="lesson text -> notebooks, solutions, links, environment"
    )
    build.add_argument(
        "--check",
        action="store_true",
        help="write nothing; complain about what is stale or edited by hand",
    )

    verify = verbs.add_parser(
        "verify", help="the lesson contract: blank 0, solution full, mutants lose, alternates keep"
    )
    verify.add_argument("lesson", nargs="*")
    verify.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="also show what held, with the message a student would read",
    )

    outputs = verbs.add_parser("outputs", help="run lectures and store their outputs")
    outputs.add_argument("lesson", nargs="*")
    outputs.add_argument("--profile", choices=("full", "quick"), default="full")
    outputs.add_argument(
        "--again",
        action="store_true",
        help="run nothing: hold mended claims against the run that is kept",
    )

    release = verbs.add_parser(
        "release", help="make an assignment's student version and enter it in the gradebook"
    )
    release.add_argument("assignment", nargs="?")
    release.add_argument(
        "--public",
        type=Path,
        metavar="FOLDER",
        help="make the students' repository there instead: no solutions, tests or trials",
    )
    release.add_argument(
        "--repository", metavar="OWNER/NAME", help="where it will be on GitHub (course.toml's)"
    )
    release.add_argument("--branch", help="its branch (course.toml's)")
    release.add_argument("--dry-run", action="store_true", help="say what would be written")
    release.add_argument("--json", action="store_true", help="one JSON document on stdout")


def _grading_verbs(verbs: argparse._SubParsersAction) -> None:
    collect = verbs.add_parser(
        "collect", help="what students handed in, files, folders or archives -> submitted/"
    )
    collect.add_argument("assignment")
    collect.add_argument("source", nargs="+", type=Path)
    collect.add_argument(
        "--roster", type=Path, metavar="CSV", help="the class: 학번, 이름, 이메일, 별칭"
    )
    collect.add_argument("--dry-run", action="store_true", help="say what would be done")
    collect.add_argument("--json", action="store_true", help="one JSON document on stdout")

    grade = verbs.add_parser("grade", help="grade the submissions of an assignment")
    grade.add_argument("assignment")
    grade.add_argument("--student", action="append", help="only this student (may be repeated)")
    grade.add_argument("--force", action="store_true", help="also grade again what has not changed")
    grade.add_argument("--dry-run", action="store_true", help="say who would be graded")
    grade.add_argument("--profile", action="store_true", help="say where the time went")
    _where(grade)
    grade.add_argument(
        "--json",
        action="store_true",
        help="one JSON document with every result on stdout, progress on stderr",
    )

    _watch_verb(verbs)

    regrade = verbs.add_parser(
        "regrade", help="after a changed test, point value or model answer: only what changed"
    )
    regrade.add_argument("assignment")
    regrade.add_argument("--why", default="", metavar="TEXT", help="for the log")
    regrade.add_argument(
        "--who", default="", metavar="NAME", help="for the log (default: the user of this machine)"
    )
    regrade.add_argument("--allow-lower", action="store_true", help="scores may fall, too")
    regrade.add_argument("--undo", action="store_true", help="take the latest regrade back")
    regrade.add_argument("--dry-run", action="store_true", help="say what would be run")
    _where(regrade)
    regrade.add_argument("--json", action="store_true", help="one JSON document on stdout")


def _watch_verb(verbs: argparse._SubParsersAction) -> None:
    watch = verbs.add_parser(
        "watch", help="a service: what lands in submitted/ gets score and feedback at once"
    )
    watch.add_argument("assignment")
    watch.add_argument(
        "--tries",
        type=_positive,
        default=20,
        metavar="N",
        help="files graded for a student and day; later ones wait for the next day (default: 20)",
    )
    watch.add_argument(
        "--queue", type=_positive, default=500, metavar="N", help="places in line (default: 500)"
    )
    watch.add_argument("--once", action="store_true", help="end when nothing is left to do")
    watch.add_argument("--dry-run", action="store_true", help="say who would be graded")
    _where(watch)
    watch.add_argument(
        "--json", action="store_true", help="a line of JSON on stdout for each thing that happens"
    )


def _where(verb: argparse.ArgumentParser) -> None:
    """Where student code is executed."""
    verb.add_argument(
        "--no-isolation",
        action="store_true",
        help="run student code without a sandbox; every report says so",
    )
    where = verb.add_mutually_exclusive_group()
    where.add_argument(
        "--jobs",
        type=_positive,
        metavar="N",
        help="submissions executed at once (default: as many as cores and memory allow)",
    )
    where.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="address of a running Dask cluster, such as tcp://host:8786",
    )


def _cluster_verb(verbs: argparse._SubParsersAction) -> None:
    script = verbs.add_parser(
        "cluster-script", help="print a batch script that grades an assignment on a cluster"
    )
    script.add_argument("assignment")
    script.add_argument("--slurm", action="store_true", required=True, help="for SLURM's sbatch")
    script.add_argument(
        "--workers",
        type=_positive,
        default=16,
        metavar="N",
        help="submissions executed at once (default: 16)",
    )
    script.add_argument("--memory", default="3G", help="of each worker (default: 3G)")
    script.add_argument("--time", default="01:00:00", help="limit of the job (default: 01:00:00)")
    script.add_argument(
        "--sbatch",
        action="append",
        default=[],
        metavar="OPTION",
        help="one more option of sbatch, such as --sbatch=--partition=short (may be repeated)",
    )
    script.add_argument(
        "--no-isolation",
        action="store_true",
        help="run student code without a sandbox; every report says so",
    )


def _shown_verbs(verbs: argparse._SubParsersAction) -> None:
    mark = verbs.add_parser(
        "mark", help="one written question of the whole class on one page, to give points to"
    )
    mark.add_argument("assignment")
    mark.add_argument(
        "--question", default="", metavar="ID", help="(default: the first that waits for points)"
    )
    mark.add_argument("--port", type=int, default=0, metavar="N", help="(default: a free one)")
    mark.add_argument(
        "--json", action="store_true", help="only print the questions and how many answers wait"
    )

    feedback = verbs.add_parser(
        "feedback", help="a page for every student: what is right, what is wrong, what to do next"
    )
    feedback.add_argument("assignment")
    feedback.add_argument("--student", action="append", help="only this student (may be repeated)")
    feedback.add_argument("--dry-run", action="store_true", help="say whose pages would be written")
    feedback.add_argument("--json", action="store_true", help="one JSON document on stdout")

    report = verbs.add_parser(
        "report", help="one page and one table about an assignment, for the instructor"
    )
    report.add_argument("assignment")
    report.add_argument("--dry-run", action="store_true", help="read everything, write nothing")
    report.add_argument(
        "--json", action="store_true", help="one JSON document about the class on stdout"
    )

    _settle_verb(verbs)
    export = verbs.add_parser(
        "export", help="the scores as a table for Moodle, Canvas, Korean Excel or a program"
    )
    export.add_argument("assignment")
    export.add_argument(
        "--for", dest="system", required=True, choices=("moodle", "canvas", "excel", "csv")
    )
    export.add_argument("--tasks", action="store_true", help="a column for each task, too")
    export.add_argument(
        "--roster", type=Path, metavar="CSV", help="the class, as `collect` takes it"
    )
    export.add_argument(
        "--column",
        default="",
        metavar="NAME",
        help="heading of the scores, such as Canvas's own: 'NAME (ID)' (default: the title)",
    )
    export.add_argument("--dry-run", action="store_true", help="say what would be written")
    export.add_argument("--json", action="store_true", help="one JSON document on stdout")


def _settle_verb(verbs: argparse._SubParsersAction) -> None:
    settle = verbs.add_parser(
        "settle", help="what the report names first: say that a person has looked at it, and why"
    )
    settle.add_argument("assignment")
    settle.add_argument(
        "student",
        nargs="*",
        help="whose findings, and the groups of alike answers that are whole among them "
        "(default: only say what is open)",
    )
    settle.add_argument("--why", default="", metavar="TEXT", help="what was found")
    settle.add_argument(
        "--who", default="", metavar="NAME", help="(default: the user of this machine)"
    )
    settle.add_argument("--only", default="", choices=("findings", "alike"), help="(default: both)")
    settle.add_argument("--undo", action="store_true", help="let it wait again")
    settle.add_argument("--dry-run", action="store_true", help="say what would be done")
    settle.add_argument("--json", action="store_true", help="one JSON document on stdout")


def _other_verbs(verbs: argparse._SubParsersAction) -> None:
    demo = verbs.add_parser(
        "demo", help="the main job on a made-up class, from lesson text to report"
    )
    demo.add_argument("assignment", nargs="?", help="a lesson (default: the first)")
    demo.add_argument(
        "--folder", type=Path, help="where to put the class (default: demo/ in the course)"
    )

    verbs.add_parser(
        "doctor", help="what this machine lacks, what for, and the command that adds it"
    )

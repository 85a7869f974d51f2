"""The command line: `autograder VERB`. It parses, calls one function, prints, and turns errors into
exit statuses.

0: done. 1: done, but something was refused or stale. 2: could not be done; the message says why.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

from .errors import CourseError, told


def do_build(args) -> int:
    from .authoring import build
    from .course import Course

    course = Course.load(args.root)
    if args.check:
        complaints = build.check(course)
        print("\n".join(complaints) if complaints else "check: everything generated is up to date")
        return 1 if complaints else 0
    changed = build.build(course)
    for path in changed:
        print(f"wrote {path.relative_to(course.root)}")
    print(f"build: {len(changed)} files written")
    return 0


def do_verify(args) -> int:
    from .authoring.verify import report, verify
    from .course import Course

    course = Course.load(args.root)
    broken = False
    for slug in [course.check_slug(slug) for slug in args.lesson] or course.lessons:
        verdicts = verify(course, slug)
        print("\n".join(report(slug, verdicts, args.verbose)), flush=True)
        broken |= any(verdict.problem for verdict in verdicts)
    return int(broken)


def do_outputs(args) -> int:
    from .authoring import build
    from .course import Course

    course = Course.load(args.root)
    slugs = [course.check_slug(slug) for slug in args.lesson] or list(course.lessons)
    if len(slugs) > 1:  # a process for each, so that its peak memory is its own
        command = [sys.executable, "-m", "autograder.cli", "--root", str(course.root), "outputs"]
        options = ["--profile", args.profile]
        return max(
            subprocess.run([*command, slug, *options], check=False).returncode for slug in slugs
        )
    notebook, claims = build.store_outputs(course, slugs[0], args.profile)
    record = notebook.metadata["course"]["outputs"]
    print(
        f"{slugs[0]}: {record['profile']} run stored, {claims} claims hold, "
        f"{record['seconds']} s, peak {record['peak_memory_mb']} MB"
    )
    build.build(course)  # the README's table shows these figures
    return 0


def do_release(args) -> int:
    from .authoring.release import release

    print(f"released: {release(args.root, args.assignment)}")
    return 0


def do_grade(args) -> int:
    from .grading.grade import grade
    from .grading.progress import Progress
    from .grading.results import GRADER_ERROR, SCORE, STUDENT_ERROR

    shown = Progress(beside_output=args.json)
    try:
        run = grade(
            args.root,
            args.assignment,
            students=args.student or None,
            isolation=not args.no_isolation,
            progress=shown,
            force=args.force,
            jobs=args.jobs,
            scheduler=args.scheduler,
        )
    except CourseError as error:
        if args.json:
            told = {"code": getattr(error, "code", ""), "message": str(error)}
            document = {"assignment": args.assignment, "status": 2, "error": told}
            print(json.dumps(document, ensure_ascii=False))
        raise
    finally:
        shown.close()
    if args.json:
        print(json.dumps({"status": run.status, **dataclasses.asdict(run)}, ensure_ascii=False))
        return run.status
    if not run.isolated:
        print("격리하지 않고 실행했습니다 (--no-isolation).")
    kept = sum(result.kept for result in run.results)
    print(
        f"채점 {len(run.with_outcome(SCORE))}, 거절 {len(run.with_outcome(STUDENT_ERROR))}, 채점기 "
        f"오류 {len(run.with_outcome(GRADER_ERROR))}"
        f" (그대로여서 다시 하지 않음 {kept}), 미제출 {len(run.absent)}, {run.seconds:.0f}초"
    )
    return run.status


def do_cluster_script(args) -> int:
    from .grading.slurm import slurm_script

    arguments = ["--no-isolation"] if args.no_isolation else []
    print(
        slurm_script(
            args.root, args.assignment, args.workers, args.memory, args.time, args.sbatch, arguments
        ),
        end="",
    )
    return 0


def do_feedback(args) -> int:
    from .report.feedback import feedback

    made = feedback(args.root, args.assignment, students=args.student or None)
    print(f"피드백 {sum(len(pages) for pages in made.pages.values())}쪽: {args.root / 'feedback'}")
    for student, reason in made.failed.items():
        print(f"{student}: {reason}", file=sys.stderr)
    return 1 if made.failed else 0


def do_report(args) -> int:
    from .report.report import report

    print(f"보고서: {report(args.root, args.assignment)}")
    return 0


def do_demo(args) -> int:
    from .authoring import build
    from .course import Course
    from .demo import run_demo

    course = Course.load(args.root)
    changed = build.build(course)
    print(f"강좌: {len(course.lessons)}개 강의, 새로 쓴 파일 {len(changed)}개")
    run_demo(course.root, args.folder or course.root / "demo", args.assignment)
    return 0


def do_doctor(args) -> int:
    from . import doctor

    findings = doctor.examine(Path(args.root).resolve())
    print(doctor.render(findings))
    return 1 if any(finding.needed and not finding.found for finding in findings) else 0


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
    build.set_defaults(do=do_build)

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
    verify.set_defaults(do=do_verify)

    outputs = verbs.add_parser("outputs", help="run lectures and store their outputs")
    outputs.add_argument("lesson", nargs="*")
    outputs.add_argument("--profile", choices=("full", "quick"), default="full")
    outputs.set_defaults(do=do_outputs)

    release = verbs.add_parser(
        "release", help="make an assignment's student version and enter it in the gradebook"
    )
    release.add_argument("assignment")
    release.set_defaults(do=do_release)


def _grading_verbs(verbs: argparse._SubParsersAction) -> None:
    grade = verbs.add_parser("grade", help="grade the submissions of an assignment")
    grade.add_argument("assignment")
    grade.add_argument("--student", action="append", help="only this student (may be repeated)")
    grade.add_argument(
        "--no-isolation",
        action="store_true",
        help="run student code without a sandbox; every report says so",
    )
    grade.add_argument("--force", action="store_true", help="also grade again what has not changed")
    where = grade.add_mutually_exclusive_group()
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
    grade.add_argument(
        "--json",
        action="store_true",
        help="one JSON document with every result on stdout, progress on stderr",
    )
    grade.set_defaults(do=do_grade)


def _other_verbs(verbs: argparse._SubParsersAction) -> None:
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
    script.set_defaults(do=do_cluster_script)

    feedback = verbs.add_parser(
        "feedback", help="a page for every student: what is right, what is wrong, what to do next"
    )
    feedback.add_argument("assignment")
    feedback.add_argument("--student", action="append", help="only this student (may be repeated)")
    feedback.set_defaults(do=do_feedback)

    report = verbs.add_parser(
        "report", help="one page and one table about an assignment, for the instructor"
    )
    report.add_argument("assignment")
    report.set_defaults(do=do_report)

    demo = verbs.add_parser(
        "demo", help="the main job on a made-up class, from lesson text to report"
    )
    demo.add_argument("assignment", nargs="?", help="a lesson (default: the first)")
    demo.add_argument(
        "--folder", type=Path, help="where to put the class (default: demo/ in the course)"
    )
    demo.set_defaults(do=do_demo)

    doctor = verbs.add_parser(
        "doctor", help="what this machine lacks, what for, and the command that adds it"
    )
    doctor.set_defaults(do=do_doctor)


def main(argv: list[str] | None = None) -> int:
    args = parser().parse_args(argv)
    # nbgrader starts `alembic` by name; a verb must also work when the virtual environment is not
    # activated.
    os.environ["PATH"] = os.pathsep.join(
        [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    )
    try:
        if getattr(args, "assignment", None) and args.verb != "demo":
            args.assignment = _named(args.root, args.assignment)
        return args.do(args)
    except CourseError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    except OSError as error:  # a folder that can't be written, a disk that is full
        print(f"autograder: {told(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("autograder: 멈췄습니다", file=sys.stderr)
        return 130


def _named(root: Path, assignment: str) -> str:
    """What is meant by an assignment's beginning or a path to it; what can't be is told later."""
    from .grading.nbgrader_course import NbgraderCourse

    with contextlib.suppress(CourseError):
        return NbgraderCourse(root).named(assignment)
    return assignment


if __name__ == "__main__":
    sys.exit(main())

"""The command line: `autograder VERB`. It parses, calls one function, prints, and turns errors into
exit statuses.

0: done. 1: done, but something was refused or stale. 2: could not be done; the message says why.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import subprocess
import sys
from pathlib import Path

from .arguments import parser
from .errors import CourseError, told
from .releasing import do_release  # noqa: F401 - found by name, as those below
from .services import do_mark, do_watch  # noqa: F401
from .text import document, say


def do_build(args) -> int:
    from .authoring import build
    from .course import Course

    course = Course.load(args.root)
    if args.check:
        complaints = build.check(course)
        say("\n".join(complaints) if complaints else "check: everything generated is up to date")
        return 1 if complaints else 0
    changed = build.build(course)
    for path in changed:
        say(f"wrote {path.relative_to(course.root)}")
    say(f"build: {len(changed)} files written")
    return 0


def do_verify(args) -> int:
    from .authoring.verify import report, trusting, verify
    from .course import Course

    course = Course.load(args.root)
    broken = False
    for slug in [course.check_slug(slug) for slug in args.lesson] or course.lessons:
        verdicts = verify(course, slug)
        say("\n".join(report(slug, verdicts, args.verbose)))
        for line in trusting(course, slug):
            say(f"- {line}", file=sys.stderr)
        broken |= any(verdict.problem for verdict in verdicts)
    return int(broken)


def do_outputs(args) -> int:
    from .authoring import build
    from .course import Course

    course = Course.load(args.root)
    slugs = [course.check_slug(slug) for slug in args.lesson] or list(course.lessons)
    if len(slugs) > 1:  # a process for each, so that its peak memory is its own
        command = [sys.executable, "-m", "autograder.cli", "--root", str(course.root), "outputs"]
        options = ["--profile", args.profile, *(["--again"] if args.again else [])]
        return max(
            subprocess.run([*command, slug, *options], check=False).returncode for slug in slugs
        )
    notebook, claims = build.store_outputs(course, slugs[0], args.profile, args.again)
    record = notebook.metadata["course"]["outputs"]
    say(
        f"{slugs[0]}: {record['profile']} run stored, {claims} claims hold, "
        f"{record['seconds']} s, peak {record['peak_memory_mb']} MB"
    )
    build.build(course)  # the README's table shows these figures
    return 0


def do_grade(args) -> int:
    from .grading.grade import grade
    from .grading.profile import lines
    from .grading.progress import Progress
    from .grading.results import GRADER_ERROR, SCORE, STUDENT_ERROR
    from .grading.unnamed import CODE as NO_NAME

    if args.dry_run:
        return _would_grade(args)
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
            profile=args.profile,
        )
    finally:
        shown.close()
    if args.json:
        say(document({"status": run.status, **dataclasses.asdict(run)}))
        return run.status
    if not run.isolated:
        say("격리하지 않고 실행했습니다 (--no-isolation).")
    kept = sum(result.kept for result in run.results)
    absent = f"미제출 {len(run.absent)}, " if run.absent else ""  # the gradebook may know nobody
    say(
        f"채점 {len(run.with_outcome(SCORE))}, 거절 {len(run.with_outcome(STUDENT_ERROR))}, 채점기 "
        f"오류 {len(run.with_outcome(GRADER_ERROR))}"
        f" (그대로여서 다시 하지 않음 {kept}), {absent}{run.seconds:.0f}초"
    )
    for cell in run.model:
        say(f"- {cell}")
    for result in run.results:
        if result.code == NO_NAME:
            say(f"{result.student}: {result.message}")
    if run.profile:
        say("\n".join(lines(run.profile)))
    return run.status


def _would_grade(args) -> int:
    from .grading.planned import planned

    made = planned(
        args.root,
        args.assignment,
        args.student or None,
        isolation=not args.no_isolation,
        force=args.force,
    )
    if args.json:
        say(document({"status": 0, **dataclasses.asdict(made)}))
    else:
        say("\n".join(made.todo))
        say(
            f"채점할 제출 {len(made.todo)}개, 그대로여서 다시 하지 않음 {len(made.kept)}, 미제출 "
            f"{len(made.absent)} (--dry-run: 하지 않았습니다)"
        )
    return 0


def do_regrade(args) -> int:
    from .grading.progress import Progress
    from .grading.regrade import regrade
    from .grading.undo import undo
    from .report.regraded import lines

    about = {"why": args.why, "who": args.who}
    if args.undo:
        made = undo(args.root, args.assignment, **about)
    else:
        shown = Progress(beside_output=args.json)
        try:
            made = regrade(
                args.root,
                args.assignment,
                **about,
                allow_lower=args.allow_lower,
                dry_run=args.dry_run,
                isolation=not args.no_isolation,
                progress=shown,
                jobs=args.jobs,
                scheduler=args.scheduler,
            )
        finally:
            shown.close()
    if args.json:
        say(document({"status": made.status, **dataclasses.asdict(made)}))
    else:
        say("\n".join(lines(made, args.undo, args.dry_run)))
    return made.status


def do_collect(args) -> int:
    from .grading.incoming import collect
    from .intake.collect import ASK, summary

    items, new = collect(args.root, args.assignment, args.source, args.roster, args.dry_run)
    status = int(any(item.became == ASK for item in items))
    if args.json:
        became = [dataclasses.asdict(item) for item in items]
        say(document({"status": status, "items": became, "enrolled": new}))
    else:
        say("\n".join(summary(items, args.dry_run)))
        if new:
            say(
                f"성적부에 없던 명단의 학생 {len(new)}명"
                + ("" if args.dry_run else "을 넣었습니다")
            )
    return status


def do_cluster_script(args) -> int:
    from .grading.slurm import slurm_script

    options = ["--no-isolation"] if args.no_isolation else []
    script = slurm_script(
        args.root, args.assignment, args.workers, args.memory, args.time, args.sbatch, options
    )
    say(script.rstrip("\n"))
    return 0


def do_feedback(args) -> int:
    from .report.feedback import feedback

    made = feedback(args.root, args.assignment, args.student or None, args.dry_run)
    status = 1 if made.failed else 0
    if args.json:
        pages = {student: list(map(str, of)) for student, of in made.pages.items()}
        found = {"pages": pages, "failed": made.failed, "pending": made.pending}
        say(document({"status": status, "assignment": args.assignment, **found}))
        return status
    would = " (--dry-run: 쓰지 않았습니다)" if args.dry_run else ""
    count = sum(len(pages) for pages in made.pages.values())
    say(f"피드백 {count}쪽: {args.root / 'feedback'}{would}")
    for student, reason in made.failed.items():
        say(f"{student}: {reason}", file=sys.stderr)
    return status


def do_report(args) -> int:
    from .grading.nbgrader_course import NbgraderCourse
    from .report.report import examine, write

    course = NbgraderCourse(args.root)
    found = examine(course, args.assignment)
    if not args.dry_run:
        write(course, found)
    if args.json:
        say(document({"status": 0, **found.as_dict()}))
    elif args.dry_run:
        say(f"같은 오답 {len(found.mistakes)}가지, 닮은 답 {len(found.similar)}묶음 (--dry-run)")
    else:
        say(f"보고서: {course.root / found.page}")
    return 0


def do_settle(args) -> int:
    from .report.settled import as_dict, lines, settle

    made = settle(
        args.root,
        args.assignment,
        args.student,
        why=args.why,
        who=args.who,
        only=args.only,
        undo=args.undo,
        dry_run=args.dry_run,
    )
    say(document(as_dict(made)) if args.json else "\n".join(lines(made, args.dry_run)))
    return made.status


def do_export(args) -> int:
    from .report.export import export

    made = export(
        args.root,
        args.assignment,
        args.system,
        tasks=args.tasks,
        roster=args.roster,
        column=args.column,
        dry_run=args.dry_run,
    )
    if args.json:
        say(document({"status": made.status, **dataclasses.asdict(made)}))
        return made.status
    would = " (--dry-run: 쓰지 않았습니다)" if args.dry_run else ""
    say(f"{made.file}: {made.lines}명, 점수가 없는 제출 {len(made.left_out)}명{would}")
    for warned in made.warnings:
        say(f"- {warned}", file=sys.stderr)
    return made.status


def do_demo(args) -> int:
    from .authoring import build
    from .course import Course
    from .demo import run_demo

    course = Course.load(args.root)
    changed = build.build(course)
    say(f"강좌: {len(course.lessons)}개 강의, 새로 쓴 파일 {len(changed)}개")
    run_demo(course.root, args.folder or course.root / "demo", args.assignment)
    return 0


def do_doctor(args) -> int:
    from . import doctor

    findings = doctor.examine(Path(args.root).resolve())
    say(doctor.render(findings))
    return 1 if any(finding.needed and not finding.found for finding in findings) else 0


def main(argv: list[str] | None = None) -> int:
    args = parser().parse_args(argv)
    do = globals()[f"do_{args.verb.replace('-', '_')}"]
    # nbgrader starts `alembic` by name; a verb must also work when the virtual environment is not
    # activated.
    os.environ["PATH"] = os.pathsep.join(
        [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    )
    try:
        with _begun(args):
            if getattr(args, "assignment", None) and args.verb != "demo":
                args.assignment = _named(args.root, args.assignment)
            return do(args)
    except CourseError as error:
        return _failed(args, getattr(error, "code", ""), str(error))
    except OSError as error:  # a folder that can't be written, a disk that is full
        return _failed(args, "system", told(error))
    except KeyboardInterrupt:
        say("autograder: 멈췄습니다", file=sys.stderr)
        return 130


def _begun(args) -> contextlib.AbstractContextManager:
    """The warm process of what is going to need one here, begun before all else."""
    elsewhere = ("dry_run", "no_isolation", "scheduler", "undo")
    if args.verb not in ("grade", "regrade") or any(getattr(args, one, None) for one in elsewhere):
        return contextlib.nullcontext()
    from .grading.head_start import head_start

    return head_start(args.root, args.assignment)


def _failed(args, code: str, message: str) -> int:
    """Nothing could be done: said to people, and to a program that reads the document."""
    if getattr(args, "json", False):
        why = {"code": code, "message": message}
        say(document({"assignment": getattr(args, "assignment", ""), "status": 2, "error": why}))
    say(f"autograder: {message}", file=sys.stderr)
    return 2


def _named(root: Path, assignment: str) -> str:
    """What is meant by an assignment's beginning or a path to it; what can't be is told later."""
    from .grading.nbgrader_course import NbgraderCourse

    with contextlib.suppress(CourseError):
        return NbgraderCourse(root).named(assignment)
    return assignment


if __name__ == "__main__":
    sys.exit(main())

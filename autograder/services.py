"""The verbs that stand until somebody stops them: `autograder watch` and `autograder mark`."""

from __future__ import annotations

import contextlib

from .text import document, say


def do_watch(args) -> int:
    from .grading.standing import Service
    from .grading.watch import watch
    from .report.feedback import Pages
    from .report.watched import Shown, stopping

    shown = Shown(args.json)
    service = Service(
        args.tries,
        args.queue,
        args.once,
        args.dry_run,
        shown,
        lambda course, assignment: Pages(course, assignment).write,
    )
    with stopping() as stop:
        try:
            status = watch(
                args.root,
                args.assignment,
                service,
                stop,
                isolation=not args.no_isolation,
                jobs=args.jobs,
                scheduler=args.scheduler,
            )
        finally:
            shown.close()
    return int(status.failed > 0)


def do_mark(args) -> int:
    from .grading.marks import Marks
    from .grading.nbgrader_course import NbgraderCourse
    from .report.mark import serve
    from .report.watched import stopping

    course = NbgraderCourse(args.root)
    with contextlib.closing(course):
        marks = Marks(course, args.assignment)
        found = list(marks.summary())
        waiting = next((one for one in found if one["waiting"]), found[0])
        question = marks.question(args.question or waiting["grade_id"])
        if args.json:
            say(document({"status": 0, "questions": found}))
            return 0
        for one in found:
            say(f"{one['grade_id']}: 답 {one['answers']}, 채점 전 {one['waiting']}")

        def ready(address: str, _: object) -> None:
            say(f"브라우저로 여세요. 이 컴퓨터에서만 열립니다. Ctrl-C로 끝냅니다.\n{address}")

        with stopping() as stop:
            serve(marks, stop, ready, question, args.port)
    say(f"점수는 성적부에 있습니다. 피드백에 넣으려면: autograder feedback {args.assignment}")
    return 0

"""Scores of a course that `nbgrader autograde` or `autograder grade` has graded: `grade` is not this file's to do."""
import json
from pathlib import Path

from common import job
from nbgrader.api import Gradebook, MissingEntry


def scores(course: Path, work: dict) -> dict[str, float | None]:
    """Each student's points; None where no notebook was graded."""
    found = {}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "target") as book:
        for student in work["students"]:
            graded = (course / "autograded" / student / work["assignment"] / f"{work['notebook']}.ipynb").exists()
            try:
                found[student] = round(book.find_submission(work["assignment"], student).score, 3) if graded else None
            except MissingEntry:
                found[student] = None
    return found


if __name__ == "__main__":
    known = job()
    print(json.dumps(scores(Path(known["course"]), known)))

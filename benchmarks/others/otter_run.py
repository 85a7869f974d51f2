"""otter-grader: `otter generate` makes its zip of exception-based test files, its API of `otter run` grades each notebook."""
import subprocess
import sys
from pathlib import Path

from common import note, pass_or_fail, run, submission

TEST = '''from otter.test_files import test_case

OK_FORMAT = False
name = {id!r}
points = {points!r}

@test_case(name={id!r}, points={points!r}, hidden=True)
def test(env):
    exec({source!r}, env)
'''


def grade(job: dict) -> None:
    from otter.api import grade_submission

    folder = Path(job["course"], "otter")
    (folder / "tests").mkdir(parents=True)
    for test in job["tests"]:
        (folder / "tests" / f"{test['id'].replace('-', '_')}.py").write_text(
            TEST.format(id=test["id"], points=test["points"], source=pass_or_fail(test["source"], test["points"])), encoding="utf-8")
    subprocess.run([str(Path(sys.executable).with_name("otter")), "generate", "-t", "tests", "-o", "autograder.zip", "--no-requirements", "--no-environment"], cwd=folder, check=True)
    for student in job["students"]:
        try:
            found = grade_submission(str(submission(job, student)), str(folder / "autograder.zip"), quiet=True)
            score = None if found.has_catastrophic_failure() else float(found.total)
        except Exception:
            score = None
        note(job, student, score)


run(grade)

"""jupygrader: test cells become its test cases, the class is one call of its API."""
import json
from pathlib import Path

from common import note, pass_or_fail, run, submission


def grade(job: dict) -> None:
    from jupygrader import grade_notebooks

    tests = {test["id"]: test for test in job["tests"]}
    places = {}
    for student in job["students"]:
        notebook = json.loads(submission(job, student).read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            test = tests.get(cell["metadata"].get("nbgrader", {}).get("grade_id"))
            if test:
                cell["source"] = f"_test_case = {test['id']!r}\n_points = {test['points']!r}\n" + pass_or_fail(test["source"], test["points"])
        places[student] = Path(job["course"], "jupygrader", student, "submission.ipynb")
        places[student].parent.mkdir(parents=True)
        places[student].write_text(json.dumps(notebook), encoding="utf-8")
    for student, path in places.items():
        made = grade_notebooks([{"notebook_path": str(path), "output_path": str(path.parent)}], verbose=False, export_csv=False, execution_timeout=job["seconds"])
        note(job, student, float(made[0].learner_autograded_score) if made and made[0] else None)


run(grade)

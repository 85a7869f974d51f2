"""`nbgrader validate` on each submission, as handed in; points of the test cells that it does not complain about."""
import json

from common import note, run, submission
from nbgrader.validator import Validator
from traitlets.config import Config


def grade(job: dict) -> None:
    config = Config()
    config.Execute.timeout = job["seconds"]
    for student in job["students"]:
        validator = Validator(config=config)
        try:
            path = submission(job, student)
            cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]
            found = validator.validate(str(path))
            failed = {made["source"].strip() for made in found.get("failed", [])}
            score = sum(float(cell["metadata"]["nbgrader"]["points"]) for cell in cells if "".join(cell["source"]).strip() not in failed)
            if "changed" in found or "type_changed" in found:  # it says so, and nothing of the other cells
                score = 0.0
        except Exception:  # whatever it fails by, there is no score
            score = None
        note(job, student, score)


run(grade)

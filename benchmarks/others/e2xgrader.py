"""e2xgrader: its nbgrader's `generate_assignment` and `autograde`, with its preprocessors, on a course of its own."""
import json
import shutil
import subprocess
import sys
from pathlib import Path

from common import job

work = job()
course = Path(work["course"])
own = course / "e2x"
if sys.argv[1] == "grade":
    shutil.copytree(course / "solutions", own / "solutions")
    (own / "nbgrader_config.py").write_text((course / "nbgrader_config.py").read_text(encoding="utf-8")
                                            + "\nfrom e2xgrader.config import configure_base\nconfigure_base(c)\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "nbgrader", "generate_assignment", work["assignment"]], cwd=own, check=True)
    shutil.copytree(course / "submitted", own / "submitted", symlinks=True)
    sys.exit(subprocess.run([sys.executable, "-m", "nbgrader", "autograde", work["assignment"]], cwd=own, check=False).returncode)
else:
    from nbgrader_course import scores

    print(json.dumps(scores(own, work)))

"""How long `autograder collect` takes for a class's archive, from command to end, and how much memory.

    python benchmarks/collect.py --count 2000

The archive is Moodle's: a folder a student, whose Korean name the roster (cp949, as Excel writes it) turns into a number. Each notebook is
lesson 010's with a picture of 100 KB in its outputs, no two alike; one student of ten has sent it from Colab under another name, one of
twenty twice. Every file is held to its student, and the command is called a second time, which must change nothing.
"""
from __future__ import annotations

import argparse
import base64
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(Path(__file__).parent))
import nbformat
from grading import LIGHT, make_course
from nbformat.v4 import new_output

SYLLABLES = "가나다라마바사아자차하강남동민서수영우은재정준지진태현호훈"
PICTURE = 75_000  # bytes; a third more in the notebook


def make_archive(folder: Path, count: int) -> dict[str, bytes]:
    """class.zip and class.csv in a folder; what each student has to have in the end."""
    source = next((ROOT / "notebooks").glob("010*/*_exercise.ipynb"))
    notebook = nbformat.read(source, as_version=4)
    code = next(cell for cell in notebook.cells if cell.cell_type == "code")
    random.seed(0)
    wanted, roster = {}, ["학번,이름"]
    with zipfile.ZipFile(folder / "class.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number, name in zip(range(count), map("".join, itertools.product(SYLLABLES, repeat=3))):
            student = f"{2025000000 + number}"
            roster.append(f"{student},{name}")
            for attempt in range(2 if number % 20 == 0 else 1):
                picture = base64.b64encode(random.randbytes(PICTURE)).decode()
                code.outputs = [new_output("display_data", {"image/png": picture, "text/plain": f"{number} {attempt}"})]
                content = nbformat.writes(notebook).encode()
                called = f"{LIGHT.name}의 사본 (1)" if number % 10 == 1 else LIGHT.name
                entry = zipfile.ZipInfo(f"{name}_{9000 + number}_assignsubmission_file/{'again/' * attempt}{called}.ipynb", (2026, 3, 2 + attempt, 12, 0, 0))
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
                wanted[student] = content
    (folder / "class.csv").write_text("\n".join(roster), encoding="cp949")
    return wanted


def collect(root: Path, folder: Path) -> dict:
    command = [sys.executable, "-m", "autograder.cli", "--root", str(root), "collect", LIGHT.name, str(folder / "class.zip"), "--roster", str(folder / "class.csv"), "--json"]
    began = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = json.loads(process.stdout.read())
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, said
    print(f"{time.monotonic() - began:.1f} s by the clock, {used.ru_utime + used.ru_stime:.1f} s of processors, {used.ru_maxrss / 1024:.0f} MiB at most, load {os.getloadavg()[0]:.1f}", flush=True)
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        root = make_course(folder / "course", LIGHT)
        wanted = make_archive(folder, args.count)
        print(f"{args.count} students, {(folder / 'class.zip').stat().st_size / 2**20:.0f} MiB", flush=True)
        for _ in range(2):
            collect(root, folder)
            for student, content in wanted.items():
                assert (root / "submitted" / student / LIGHT.name / f"{LIGHT.name}.ipynb").read_bytes() == content, student


if __name__ == "__main__":
    main()

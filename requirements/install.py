"""Make the virtual environment `.venv` from the lock: what `make setup` runs. With --here: fill the active one, conda's too.
With --keep: where .venv is there already, go on with its Python.

Standard library only, because nothing is installed yet. Its one hard question is which build of torch to take:
the default build for Linux brings gigabytes of CUDA libraries, useless without an NVIDIA GPU. `torch_options`
answers it; `uv` does the installing. Nothing here resolves versions: those stand in lock.txt and torch.txt.
"""
from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "requirements"
SUPPORTED = ((3, 11), (3, 13))
PAUSE = 10
"""Seconds to stop a download of gigabytes that nobody asked for."""
INPUTS = ("pyproject.toml", "requirements/lock.txt", "requirements/torch.txt", "requirements/excluded.txt", "requirements/uv.txt", "requirements/install.py")


def fail(message: str):
    """Stop with a message for a person, without a traceback."""
    print(f"setup: {message}", file=sys.stderr)
    raise SystemExit(2)


def fingerprint(root: Path = ROOT) -> str:
    """SHA-256 over everything that decides what is installed, the Python version included."""
    digest = hashlib.sha256(platform.python_version().encode())
    for name in INPUTS:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def has_nvidia_gpu() -> bool:
    """Whether the driver's own tool lists a GPU."""
    tool = shutil.which("nvidia-smi")
    if not tool:
        return False
    found = subprocess.run([tool, "-L"], capture_output=True, text=True, check=False)
    return found.returncode == 0 and "GPU 0" in found.stdout


def configured_find_links(python: str) -> list[str]:
    """Folders or pages of wheels that the user's pip or uv is told to look in."""
    places = []
    for variable in ("PIP_FIND_LINKS", "UV_FIND_LINKS"):
        places += re.split(r"[\s,]+", os.environ.get(variable, ""))
    shown = subprocess.run([python, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False).stdout
    for line in shown.splitlines():
        if line.startswith(("global.find-links=", "install.find-links=", "user.find-links=")):
            places += re.split(r"[\s,]+", line.partition("=")[2].strip("'\"").replace("\\n", " "))
    return list(dict.fromkeys(place for place in places if place))


def local_cpu_wheel(places: list[str], version: str, tag: str, machine: str) -> str | None:
    """The first folder that holds torch's CPU wheel of this version, for this Python (`cp311`) and machine."""
    for place in places:
        folder = Path(place.removeprefix("file://"))
        if any(folder.glob(f"torch-{version}+cpu-{tag}-{tag}-*{machine}.whl")):
            return str(folder)
    return None


def torch_options(system: str, gpu: bool, cpu_wheel_folder: str | None) -> tuple[list[str], str]:
    """Options for `uv pip install` that choose torch's build, and the reason in one line.

    macOS has one build for all. On Linux: the build that fits the driver where there is a GPU; else a CPU wheel
    from a configured folder, or the CPU index that uv knows by name.
    """
    if system != "Linux":
        return [], "torch: the one build there is for this system"
    if gpu:
        return ["--torch-backend", "auto"], "torch: an NVIDIA GPU is here, uv chooses the CUDA build that fits its driver"
    if cpu_wheel_folder:
        return ["--find-links", cpu_wheel_folder], f"torch: no NVIDIA GPU, CPU wheel from {cpu_wheel_folder}"
    return ["--torch-backend", "cpu"], "torch: no NVIDIA GPU, CPU build"


def run(command: list[str], **options) -> int:
    return subprocess.run(command, cwd=ROOT, check=False, **options).returncode


def keep_python(venv: Path) -> None:
    """Go on with the Python that the environment was made with, where none was named now.

    `make setup PYTHON=python3.12` and then `make demo` must not make it anew with `python3`.
    """
    made = venv / "pyvenv.cfg"
    facts = dict(line.split(" = ", 1) for line in made.read_text().splitlines() if " = " in line) if made.exists() else {}
    python = facts.get("executable", "")
    if not os.access(python, os.X_OK) or facts.get("version") == platform.python_version():
        return
    sys.stdout.flush()
    os.execv(python, [python, str(HERE / "install.py")])


def make_venv(venv: Path) -> Path:
    """A fresh virtual environment with pip in it; returns its python."""
    if venv.exists():
        shutil.rmtree(venv)
    result = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True, check=False)
    if result.returncode:
        shutil.rmtree(venv, ignore_errors=True)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        fail(f"Python's venv module does not work here. On Debian and Ubuntu: sudo apt-get install python{version}-venv\n{result.stdout}{result.stderr}")
    return venv / "bin" / "python"


def see_to_walls(venv: Path) -> None:
    """Bubblewrap and what else keeps student code apart: added where nobody must be asked, else a line says how.

    Once the walls stood, only bubblewrap is looked for.
    """
    record = venv / "walls"
    known = record.read_text() if record.exists() else ""
    if known == "told" or (known == "up" and shutil.which("bwrap")):
        return
    run([str(venv / "bin" / "python"), "-m", "autograder.walls", str(record)])


def check_system() -> None:
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        fail(f"Python 3.11 to 3.13 is needed, this is {platform.python_version()}. Name another one: make setup PYTHON=python3.12")
    if platform.system() == "Darwin" and platform.machine() == "x86_64":
        fail("TensorFlow and torch are no longer built for Macs with Intel processors. Use Colab, or Linux in a virtual machine.")


IMPORTED = (
    "keras",
    "torch, sklearn.linear_model, scipy.stats, pandas, matplotlib.pyplot, nbformat, distributed, ipykernel.kernelapp, nbgrader.api, nbconvert, transformers.models.bert.modeling_bert",
)
"""What lessons and the grader import first, in parts that take about as long."""


def compile_packages(python: str) -> None:
    """Write the byte code of what everybody imports, which uv leaves to the first import.

    Behind the grader's walls packages can't be written to, and many containers set PYTHONDONTWRITEBYTECODE: there every
    process would compile TensorFlow anew, 22 s instead of 6.
    """
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": surroundings}
    for process in [subprocess.Popen([python, "-c", f"import {names}"], **quiet) for names in IMPORTED]:
        process.wait()  # whatever came of it: without byte code all works, only slower


def install_packages(python: str) -> None:
    """The locked packages, this machine's build of torch, and the course's own packages, into the environment of `python`."""
    if run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", str(HERE / "uv.txt")]):
        fail("uv could not be installed. Is there a network? Behind a proxy, set HTTPS_PROXY; for a mirror, set pip's index-url.")
    # Schools look into connections with a certificate of their own, which only the system knows; pip asks it anyway.
    os.environ.setdefault("UV_SYSTEM_CERTS", "1")
    uv = [python, "-m", "uv", "pip", "install", "-q", "--python", python]
    uv += ["--excludes", str(HERE / "excluded.txt")]

    version = re.search(r"^torch==(\S+)", (HERE / "torch.txt").read_text(), re.M).group(1)
    tag = f"cp{sys.version_info.major}{sys.version_info.minor}"
    gpu = has_nvidia_gpu()
    folder = local_cpu_wheel(configured_find_links(python), version, tag, platform.machine())
    options, reason = torch_options(platform.system(), gpu, folder)
    print(f"setup: {reason}", flush=True)
    requirements = ["-r", str(HERE / "lock.txt"), "-r", str(HERE / "torch.txt")]
    if gpu and platform.system() == "Linux":
        requirements.append("tensorflow[and-cuda]")
    status = run([*uv, *options, *requirements])
    if status and options == ["--torch-backend", "cpu"]:
        print(f"setup: PyTorch's CPU packages are out of reach (the reason is above). In {PAUSE} s: the default build instead, with CUDA libraries, "
              "about 3.8 GB more. Ctrl-C stops it; with a CPU wheel of torch in a folder, PIP_FIND_LINKS=FOLDER make setup takes that.", flush=True)
        time.sleep(PAUSE)
        status = run([*uv, *requirements])
    if status or run([*uv, "--no-deps", "-e", ".", "-e", "./nlplab"]):
        fail("the packages could not be installed; the reason is above. Run the same again when it is mended: it starts afresh.")
    compile_packages(python)


def install_here() -> int:
    """Into the environment that runs this, which conda made or `python -m venv`."""
    prefix = Path(sys.prefix)
    if not (prefix / "conda-meta").exists() and sys.prefix == sys.base_prefix or (prefix / "condabin").exists():
        fail("--here installs into the environment that is active, and none is. First: conda activate nlp-lecture")
    install_packages(sys.executable)
    see_to_walls(prefix)
    print("setup: done. Next: jupyter lab notebooks", flush=True)
    return 0


def main(arguments: list[str]) -> int:
    if arguments == ["--keep"]:
        arguments = []
        keep_python(ROOT / ".venv")
    check_system()
    if arguments == ["--here"]:
        return install_here()
    if arguments:
        fail(f"{' '.join(arguments)}: the only option is --here, which installs into the active environment")
    venv = ROOT / ".venv"
    stamp = venv / "installed"
    wanted = fingerprint()
    if stamp.exists() and stamp.read_text() == wanted and (venv / "bin" / "python").exists():
        see_to_walls(venv)
        return 0

    print(f"setup: making .venv with Python {platform.python_version()}", flush=True)
    install_packages(str(make_venv(venv)))
    stamp.write_text(wanted)
    see_to_walls(venv)
    print("setup: done. Next: make demo", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`autograder doctor`: what this machine lacks, what it is for, the one command that adds it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finding:
    """One part that was looked for. `needed` parts decide the exit status."""

    part: str
    found: str | None  # version or place, None when missing
    purpose: str
    remedy: str
    needed: bool = False


def remedy(apt: str, brew: str, system: str | None = None) -> str:
    """The command for this system's package manager."""
    if (system or platform.system()) == "Darwin":
        return f"brew install {brew}" if brew else "not to be had on macOS; use Linux for this"
    return f"sudo apt-get install -y {apt}"


def java_version() -> str | None:
    """First line of `java -version`, None without one that runs: macOS has a stub that doesn't."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    try:
        shown = (
            subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
            if java
            else None
        )
    except OSError:
        return None
    return (
        shown.stderr.splitlines()[0] if shown and shown.returncode == 0 and shown.stderr else None
    )


def isolation_remedy() -> str:
    from . import walls

    return walls.remedy()


def isolation() -> tuple[str | None, str]:
    """bubblewrap's version if student code can be isolated here, as this user; else why not."""
    from .sandbox import isolate

    reason = isolate.unavailable()
    if reason:
        return None, reason
    return subprocess.run(
        ["bwrap", "--version"], capture_output=True, text=True, check=False
    ).stdout.strip(), ""


def nvidia() -> str | None:
    tool = shutil.which("nvidia-smi")
    shown = (
        subprocess.run(
            [tool, "--query-gpu=name", "--format=csv,noheader"],
            capture_output=True,
            text=True,
            check=False,
        )
        if tool
        else None
    )
    return (
        shown.stdout.strip().splitlines()[0]
        if shown and shown.returncode == 0 and shown.stdout.strip()
        else None
    )


SEES_GPU = {
    "TensorFlow": "import tensorflow as tf; print(len(tf.config.list_physical_devices('GPU')))",
    "PyTorch": "import torch; print(torch.cuda.device_count())",
}
"""Print how many GPUs a library sees. They take 10 s: first a driver must show one."""


def gpus_seen(program: str, seconds: float = 120) -> int:
    """What such a program prints, in a process of its own; 0 if it fails or takes longer."""
    try:
        shown = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return 0
    last = shown.stdout.split()[-1:] if shown.returncode == 0 else []
    return int(last[0]) if last and last[0].isdecimal() else 0


def gpu() -> list[Finding]:
    """Whether the driver shows a GPU, and if so whether the libraries that compute see it too."""
    name = nvidia()
    findings = [
        Finding(
            "NVIDIA GPU",
            name,
            "faster training; every lesson also runs on a CPU",
            "in Colab: 런타임 → 런타임 유형 변경 → T4 GPU",
        )
    ]
    for library, program in SEES_GPU.items() if name else ():
        seen = gpus_seen(program)
        findings.append(
            Finding(
                f"GPU in {library}",
                f"{seen} seen" if seen else None,
                f"training on the {name}; {library} computes on the CPU until then",
                "rm -rf .venv && make setup   # chooses builds by the GPU that it finds; "
                "if that was so already, update the driver",
            )
        )
    return findings


def wrong_versions(lock: Path) -> list[str]:
    """Packages whose installed version is not one that the lock names."""
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(
        r"(?m)^([A-Za-z0-9_.-]+)==([^\s;\\]+)", lock.read_text(encoding="utf-8")
    ):
        pins.setdefault(name, set()).add(version)
    wrong = []
    for name, versions in pins.items():
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # meant for another system or Python
        if installed not in versions:
            wrong.append(f"{name} {installed} (locked: {' or '.join(sorted(versions))})")
    return wrong


def examine(root: Path) -> list[Finding]:
    """Look for every part, in the order of a person's need."""
    locks = [place / "requirements" / "lock.txt" for place in (root, Path(__file__).parents[1])]
    lock = next((lock for lock in locks if lock.is_file()), None)
    wrong = wrong_versions(lock) if lock else ["no lock here: run it in the course"]
    java = java_version()
    walls, no_walls = isolation()
    return [
        Finding(
            "Python 3.11–3.13",
            platform.python_version() if (3, 11) <= sys.version_info[:2] <= (3, 13) else None,
            "everything",
            "make setup PYTHON=python3.12",
            needed=True,
        ),
        Finding(
            "locked packages",
            None if wrong else "all at their locked versions",
            "stored outputs and scores that can be repeated"
            + (f"; differing: {', '.join(wrong[:5])}" if wrong else ""),
            "make setup",
            needed=True,
        ),
        Finding(
            "Java (JDK)",
            java,
            "KoNLPy's Okt; without it Kiwi does the work and those cells say so",
            remedy("default-jdk-headless", "openjdk"),
        ),
        Finding(
            "isolation",
            walls,
            f"grading; without it only with --no-isolation{f' ({no_walls})' if no_walls else ''}",
            isolation_remedy(),
        ),
        *gpu(),
    ]


def render(findings: list[Finding]) -> str:
    lines = []
    for finding in findings:
        if finding.found:
            lines.append(f"ok       {finding.part}: {finding.found}")
        else:
            lines += [
                f"{'MISSING' if finding.needed else 'missing'}  {finding.part}",
                f"         for:  {finding.purpose}",
                f"         add:  {finding.remedy}",
            ]
    return "\n".join(lines)

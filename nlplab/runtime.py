"""Profile, seeds, timing and the machine: everything about *how* a notebook runs, nothing about
what it teaches.

Nothing here imports a framework. Versions come from package metadata and the GPU from the driver's
own tool, because importing TensorFlow and PyTorch only to print two numbers takes longer than many
lessons.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from nlplab import backend

PROFILES = ("quick", "full")
_SHOWN = ("keras", "tensorflow", "torch", "jax", "transformers", "numpy", "pandas", "scikit-learn")
_lesson: str | None = None  # the slug that the setup cell named
_QUICK_SETTINGS = Path(__file__).parent / "samples" / "settings.json"  # written by `make notebooks`


# --- the machine


def in_colab() -> bool:
    """Whether this process runs in Google Colab."""
    return "google.colab" in sys.modules or "COLAB_RELEASE_TAG" in os.environ


def gpus() -> list[str]:
    """NVIDIA GPUs as 'name (memory)', asked of the driver's own tool; empty if there are none."""
    tool = shutil.which("nvidia-smi")
    if tool is None or os.environ.get("CUDA_VISIBLE_DEVICES") in ("", "-1"):
        return []
    try:
        found = subprocess.run(
            [tool, "--query-gpu=name,memory.total", "--format=csv,noheader"],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    rows = [line.split(",") for line in found.stdout.splitlines() if line.count(",") == 1]
    return (
        [f"{name.strip()} ({memory.strip()})" for name, memory in rows]
        if found.returncode == 0
        else []
    )


def find_java() -> Path | None:
    """The `java` program of a working Java (JAVA_HOME, then PATH, then Homebrew's folders), or
    None.

    It is run once, because macOS ships a `java` that only says that there is no Java.
    """
    homes = [os.environ.get("JAVA_HOME"), "/opt/homebrew/opt/openjdk", "/usr/local/opt/openjdk"]
    candidates = [shutil.which(str(Path(home) / "bin" / "java")) for home in homes if home]
    candidates.insert(1 if homes[0] else 0, shutil.which("java"))
    for program in filter(None, candidates):
        try:
            if (
                subprocess.run(
                    [program, "-version"], capture_output=True, timeout=20, check=False
                ).returncode
                == 0
            ):
                return Path(program)
        except (OSError, subprocess.TimeoutExpired):
            continue
    return None


# --- the setup cell


def setup(lesson: str, java: bool = False, gpu: bool = False) -> None:
    """Check this machine for a lesson and say in a few Korean lines what will happen on it.

    Args: lesson: the lesson's slug. java: the lesson uses Java where it is there. gpu: a GPU makes
    it much faster.
    Raises: ValueError if NLPLAB_PROFILE has an unknown value. Installs nothing.
    """
    from nlplab import plots
    from nlplab.check import watch

    global _lesson
    _lesson = lesson
    current = profile()  # first, so that a misspelt profile is told before anything else
    print(f"{lesson} · {versions()}")
    if current == "quick":
        print(
            "강좌에 들어 있는 작은 표본으로 빠르게 실행합니다. 실제 데이터로 하려면 이 셀에서 "
            "NLPLAB_PROFILE을 "
            "정하는 줄을 지우고(또는 환경 변수를 지우고) 세션을 다시 시작하세요."
        )
    found = gpus()
    print(
        "장치: "
        + (f"GPU {', '.join(found)}" if found else f"CPU {os.cpu_count()}코어, NVIDIA GPU 없음")
    )
    if gpu and not found and in_colab():
        print(
            "이 실습은 GPU에서 훨씬 빠릅니다. 런타임 → 런타임 유형 변경에서 T4 GPU를 고르고 다시 "
            "실행하세요."
        )
    if backend.note:
        print(backend.note)
    if java:
        prepare_java()
    plots.use_korean_font()
    watch()


def versions() -> str:
    """The helper's, Python's and the installed libraries' versions in one line, without importing
    any of them.
    """
    parts = [
        f"nlplab {_own_version()}",
        f"Python {platform.python_version()}",
    ]
    for package in _SHOWN:
        number = _version(package) or (
            _version("tensorflow-cpu") if package == "tensorflow" else None
        )
        if number:
            parts.append(f"{package} {number}")
    return " · ".join(parts)


def _own_version() -> str:
    """The installed helper's version; in a clone, where its metadata may be older than its code,
    개발판.
    """
    in_clone = (Path(__file__).parent / "pyproject.toml").exists()
    return "개발판" if in_clone else _version("nlplab") or "개발판"


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def prepare_java() -> None:
    program = find_java()
    if program is None:
        command = {
            "darwin": "brew install openjdk",
            "win32": "winget install Microsoft.OpenJDK.21",
        }.get(sys.platform, "apt-get install -y default-jdk-headless")
        print(
            "Java(JDK)가 없어 Okt 대신 Kiwi로 형태소를 분석합니다. Okt도 보려면 다음 명령을 "
            "실행하고 커널을 다시 시작하세요: " + ("!" if in_colab() else "") + command
        )
        return
    home = program.resolve().parent.parent
    # JPype looks for the virtual machine in JAVA_HOME first; a `java` in PATH alone does not lead
    # it there.
    if "JAVA_HOME" not in os.environ and (home / "lib" / "server").is_dir():
        os.environ["JAVA_HOME"] = str(home)


# --- profile


def profile() -> str:
    """ "quick" or "full", from NLPLAB_PROFILE (default "full"). Raises ValueError for any other
    value.
    """
    value = os.environ.get("NLPLAB_PROFILE", "").strip() or "full"
    if value not in PROFILES:
        raise ValueError(
            f'NLPLAB_PROFILE의 값 {value!r}을(를) 알 수 없습니다. "quick" 또는 "full"로 정하세요.'
        )
    return value


def settings(quick: dict | None = None, full: dict | None = None, **values) -> SimpleNamespace:
    """The numbers of the current profile as attributes, with `.profile` added.

    `settings(epochs=20)` gives the numbers of the full profile; those of the quick one lie with the
    samples, by the lesson that `setup` was told. The older form names both:
    `settings(quick=dict(epochs=2), full=dict(epochs=20))`.

    Raises: ValueError if the two profiles do not name the same settings, so that neither can rot
    unnoticed.
    """
    current = profile()
    if quick is None and full is None:
        return SimpleNamespace(
            **{**values, **(_quick_settings(values) if current == "quick" else {})}, profile=current
        )
    quick, full = quick or {}, full or {}
    missing = {
        "quick": sorted(full.keys() - quick.keys()),
        "full": sorted(quick.keys() - full.keys()),
    }
    if any(missing.values()):
        lacks = "; ".join(
            f"{name}에 없는 설정: {', '.join(keys)}" for name, keys in missing.items() if keys
        )
        raise ValueError(f"quick과 full은 같은 설정을 가져야 합니다. {lacks}")
    if "profile" in quick:
        raise ValueError("설정 이름 profile은 nlplab이 채웁니다. 다른 이름을 쓰세요.")
    return SimpleNamespace(**(quick if current == "quick" else full), profile=current)


def _quick_settings(values: dict) -> dict:
    """What the quick profile changes of these settings: name -> value."""
    if _lesson is None:
        raise ValueError("준비 셀(nlplab.setup이 있는 셀)을 먼저 실행하고 이 셀을 다시 실행하세요.")
    known = _QUICK_SETTINGS.exists()
    lessons = json.loads(_QUICK_SETTINGS.read_text(encoding="utf-8")) if known else {}
    changed = lessons.get(_lesson)
    if changed is None or changed.keys() - values.keys():
        raise ValueError(
            f"설치된 nlplab과 노트북 {_lesson}의 판이 다릅니다. 둘을 같은 판으로 받으세요. "
            "강의를 고쳤다면 make notebooks를 실행하세요."
        )
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in changed.items()
    }


# --- while it runs


def seed_everything(seed: int = 7) -> None:
    """Seed Python, NumPy and those of Keras (with its backend) and PyTorch that are imported
    already.

    Call it after `import keras`: an unimported framework is left alone, because importing one takes
    seconds.
    """
    import numpy

    random.seed(seed)
    numpy.random.seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(seed)


class stopwatch:  # lower case: it reads as a verb in `with runtime.stopwatch("학습") as watch:`
    """Context manager: measures wall-clock time and prints "label: 3.2초" at a normal exit.

    `seconds` (float) holds the result afterwards, also if the block raised; before that it is the
    time so far. `cpu_seconds` is this process's share of it: on a busy machine the fairer measure.
    """

    def __init__(self, label: str):
        self.label = label
        self._start: float | None = None
        self._stop: float | None = None
        self.cpu_seconds = 0.0

    @property
    def seconds(self) -> float:
        if self._start is None:
            return 0.0
        return (time.perf_counter() if self._stop is None else self._stop) - self._start

    def __enter__(self) -> stopwatch:
        self._start, self._stop = time.perf_counter(), None
        self._cpu_start = time.process_time()
        return self

    def __exit__(self, error, *_) -> None:
        self._stop = time.perf_counter()
        self.cpu_seconds = time.process_time() - self._cpu_start
        if error is None:
            print(f"{self.label}: {self.seconds:.1f}초")


def progress(iterable, description: str = "", total: int | None = None):
    """Iterate with a text progress bar; NLPLAB_PROGRESS=off makes it silent (stored outputs,
    tests).

    The bar is plain text on stdout: stderr in a notebook looks like an error and costs points in
    grading, and a widget's state does not survive on GitHub.
    """
    from tqdm import tqdm

    off = os.environ.get("NLPLAB_PROGRESS", "").strip().lower() == "off"
    return tqdm(
        iterable,
        desc=description or None,
        total=total,
        file=sys.stdout,
        disable=off,
        ncols=80,
        mininterval=0.5,
    )


def peak_memory_mb() -> float:
    """The most memory this process has held so far, in MiB (resident set; on Windows, working
    set).
    """
    try:
        import resource
    except ImportError:
        import psutil  # comes with ipykernel

        return psutil.Process().memory_info().peak_wset / 2**20
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (
        peak / 2**20 if sys.platform == "darwin" else peak / 2**10
    )  # macOS counts bytes, Linux KiB

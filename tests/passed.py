"""A pytest plugin: what has passed on this machine with the same inputs need not run again (`--skip-passed`).

A test's key is a digest of everything that it may read: its own file, the code and data that all tests share, Python
and every installed package, what this machine offers, and of the course's text as much as READS says, all of it for a
test that isn't named there. A test that opens a file of the course that its key leaves out fails, so that READS stays
true. Only passes are kept, never failures or skips, and only where no input changed while the tests ran. The record
is pytest's cache, which git ignores: a fresh clone runs everything.
"""
from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

NOTHING, LESSON, FIRST, ALL = "nothing", "its lesson", "the first lesson", "the course"
READS = {
    **dict.fromkeys(
        ["test_code", "test_collect", "test_command_line", "test_failpoints", "test_faults", "test_grading", "test_grading_cluster", "test_grading_essays", "test_grading_execute", "test_grading_feedback",
         "test_grading_outside", "test_grading_own_cells", "test_grading_rebuild", "test_honest", "test_hostile", "test_intake", "test_lecture", "test_lesson_text", "test_models", "test_names", "test_nlplab_batches", "test_nlplab_data",
         "test_nlplab_imdb", "test_nlplab_messages", "test_nlplab_plots", "test_nlplab_runtime", "test_nlplab_scenes", "test_nlplab_tokens", "test_nlplab_translation", "test_not_run", "test_passed", "test_postgres",
         "test_browser", "test_report", "test_report_class", "test_samples", "test_samples_parallel", "test_sandbox", "test_verify", "test_walls", "test_warm", "test_wire", "test_wire_properties", "test_graders", "test_peers"], NOTHING),
    **dict.fromkeys(["test_lessons", "test_lessons_sandboxed", "test_lesson_backends", "test_notebooks"], LESSON),
    **dict.fromkeys(["test_demo", "test_plain_nbgrader"], FIRST),
}
"""What of the course's text the tests of a file read."""
FOLDERS = ("lessons", "notebooks", "solutions")
PAGES = ("docs/glossary.md", "README", "CHANGELOG", "CONTRIBUTING", "LICENSE", "colab_links.md", "environment.yml")
"""Pages about the course and the project: read by tests that read the course."""
VARIABLES = ("NLPLAB_", "AUTOGRADER_", "KERAS_", "TF_", "XLA_", "CUDA_", "JAVA_HOME", "PYTHONPATH", "PYTHONWARNINGS", "LANG", "LC_", "CI")
KEPT = 6  # keys a test: going back and forth between branches costs nothing


def pytest_addoption(parser):
    parser.addoption("--skip-passed", action="store_true", help="leave out tests that passed here with the same inputs")


def pytest_configure(config):
    config.pluginmanager.register(Plugin(config), "pass-record")


# --------------------------------------------------------------------------------------------------------- the inputs

def files(root: Path) -> dict[str, str]:
    """Path -> digest of every file that git knows or would add; without git, of every file below the root."""
    listed = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=root, capture_output=True, check=False)
    if listed.returncode == 0:
        names = sorted(set(filter(None, listed.stdout.decode().split("\0"))))
    else:
        names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file() and not {".pytest_cache", "__pycache__"} & {*path.parts})
    return {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in names if (root / name).is_file()}


def surroundings() -> str:
    """What results depend on besides files: Python, packages, system, programs, variables that tests or libraries read."""
    from autograder import walls
    from autograder.sandbox import isolate

    packages = sorted(path.name for kind in ("purelib", "platlib") for path in Path(sysconfig.get_path(kind)).glob("*.dist-info"))
    programs = [shutil.which(name) for name in ("bwrap", "git", "java", "nvidia-smi", "psql")] + sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")))
    variables = {name: value for name, value in os.environ.items() if name.startswith(VARIABLES)}
    mirror = Path(os.environ.get("NLPLAB_DATA") or "/nonexistent")
    data = sorted((path.name, path.stat().st_mtime_ns) for path in mirror.iterdir()) if mirror.is_dir() else None
    return _digest([sys.version, sys.prefix, platform.platform(), platform.machine(), os.geteuid(), packages, programs, sorted(variables.items()), data,
                    str(isolate.unavailable()), str(walls.lacking())])


def digests(root: Path) -> dict[str, str]:
    """The parts that keys are made of: "shared", "pages", "titles", and one for each test file and each lesson.

    "titles" is what any lesson's notebooks may show of the others: number and title of a prerequisite, the course's facts.
    """
    parts: dict[str, dict[str, str]] = {"shared": {}, "pages": {}, "titles": {}}
    for path in sorted((root / "lessons").glob("*/lecture.py")):
        lines = path.read_text(encoding="utf-8").splitlines()
        parts["titles"][path.parent.name] = "\n".join(line for line in lines if line.startswith(("# title:", "# number:")))
    for name, digest in files(root).items():
        folder, _, rest = name.partition("/")
        if folder in FOLDERS and "/" in rest:
            part = f"lesson {rest.partition('/')[0]}"
        elif name == "course.toml":
            part = "titles"
        elif name.startswith(PAGES):
            part = "pages"
        elif folder == "tests" and rest.startswith("test_"):
            part = name
        else:
            part = "shared"
        parts.setdefault(part, {})[name] = digest
    made = {part: _digest(sorted(found.items())) for part, found in parts.items()}
    made["shared"] = _digest([made["shared"], surroundings()])
    return made


def _digest(value) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:32]


def lesson_of(item, lessons: list[str]) -> str | None:
    """The lesson that a test's parameter or name names."""
    values = [str(value) for value in item.callspec.params.values()] if hasattr(item, "callspec") else []
    return next((slug for slug in lessons if slug in values), None)


def read_by(item, lessons: list[str]) -> list[str] | None:
    """The lessons that a test may read, None for the whole course and its pages."""
    reads = READS.get(item.path.stem, ALL)
    if reads == NOTHING:
        return []
    if reads == FIRST and lessons:
        return lessons[:1]
    one = lesson_of(item, lessons) if reads == LESSON else None
    return [one] if one else ([] if reads == LESSON else None)


# --------------------------------------------------------------------------------------------------------- the plugin

class Plugin:
    def __init__(self, config):
        self.config, self.root = config, config.rootpath
        self.worker = getattr(config, "workerinput", None)
        self.cache = getattr(config, "cache", None)
        self.on = self.cache is not None and (self.root / "tests").is_dir()
        self.taken = 0
        self.good: dict[str, str] = {}  # nodeid -> key, of what has passed so far
        self.ended: dict[str, set[str]] = {}
        self.reading: tuple[str, ...] = ()
        self.titles = False
        self.opened: list[str] = []
        if self.on:
            self.lessons = sorted(path.name for path in (self.root / "lessons").glob("*") if path.is_dir())
            self.parts = self.worker["pass-record"]["parts"] if self.worker else digests(self.root)
            self.record = self.worker["pass-record"]["record"] if self.worker else self.cache.get("passed/keys", {})
            sys.addaudithook(self._audit)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node):
        """xdist's workers use this process's digests: a file that changes meanwhile must not make them disagree."""
        if self.on:
            node.workerinput["pass-record"] = {"parts": self.parts, "record": self.record}

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        self.taken = max(self.taken, getattr(node, "workeroutput", {}).get("passed before", 0))

    def key(self, item) -> str:
        read = read_by(item, self.lessons)
        course = sorted(part for part in self.parts if part.startswith("lesson ")) if read is None else [f"lesson {slug}" for slug in read]
        pages = ["titles", "pages"] if read is None else ["titles"] if read else []
        parts = ["shared", item.path.relative_to(self.root).as_posix(), *course, *pages]
        return _digest([item.nodeid, *(self.parts.get(part) for part in parts)])

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config, items):
        if not self.on:
            return
        left, out = [], []
        for item in items:
            key = self.key(item)
            item.user_properties.append(("passed-key", key))
            (out if config.getoption("--skip-passed") and key in self.record.get(item.nodeid, ()) else left).append(item)
        self.taken, items[:] = len(out), left
        if out:
            config.hook.pytest_deselected(items=out)

    # -- a test must read no more of the course than its key holds

    def _audit(self, event, arguments):
        if event == "open" and self.reading and isinstance(arguments[0], str) and arguments[0].startswith(self.reading):
            if not (self.titles and arguments[0].endswith("/lecture.py")):  # its key holds every lesson's title
                self.opened.append(arguments[0])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        read = read_by(item, self.lessons) if self.on else None
        if read is None:
            return (yield)
        self.reading = tuple(f"{self.root}/{folder}/{slug}/" for folder in FOLDERS for slug in self.lessons if slug not in read)
        self.titles = bool(read)
        self.opened.clear()
        try:
            result = yield
        finally:
            self.reading = ()
        assert not self.opened, f"READS in tests/passed.py says that this test reads {READS[item.path.stem]}, yet it has opened {sorted(set(self.opened))[:3]}"
        return result

    # -- what passed is written down by the process that sees all reports

    def pytest_runtest_logreport(self, report):
        key = dict(report.user_properties).get("passed-key")
        if self.worker or not key:
            return
        if report.outcome == "passed" and not hasattr(report, "wasxfail"):
            self.ended.setdefault(report.nodeid, set()).add(report.when)
            if self.ended[report.nodeid] == {"setup", "call", "teardown"}:
                self.good[report.nodeid] = key
        else:
            self.ended[report.nodeid] = {"no"}
            self.good.pop(report.nodeid, None)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session):
        if not self.on:
            return
        if self.worker:
            self.config.workeroutput["passed before"] = self.taken
            return
        if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self.taken:
            session.exitstatus = pytest.ExitCode.OK
        if self.good and digests(self.root) == self.parts:  # else nobody knows what the tests have seen
            record = self.cache.get("passed/keys", {})
            for nodeid, key in self.good.items():
                record[nodeid] = [key, *(old for old in record.get(nodeid, []) if old != key)][:KEPT]
            self.cache.set("passed/keys", record)

    def pytest_terminal_summary(self, terminalreporter):
        if self.on and self.taken:
            terminalreporter.write_line(f"{self.taken} tests did not run: they passed on this machine with the same lessons, code, packages and Python. "
                                        "All of them: ALL=1 make test")

"""Jobs as bytes, the local cluster, settings of an assignment, what the command line prints, the batch script."""
from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import threading
from concurrent.futures import Future, wait

import pytest
import small_class as small
from nbformat.v4 import new_code_cell, new_output
from not_run import needs_walls
from small_class import ASSIGNMENT, FULL

from autograder import cli
from autograder.errors import CannotRun
from autograder.grading import capacity, class_run, cluster, head_start, jobs, sandboxed, scores, warm_process
from autograder.grading.grade import grade
from autograder.grading.jupyter_executor import handed_back
from autograder.grading.nbgrader_course import AssignmentConfig, NbgraderCourse
from autograder.grading.progress import Progress
from autograder.grading.protocol import OK, CellRun, Execution, Limits
from autograder.grading.results import GRADER_ERROR
from autograder.grading.slurm import slurm_script
from autograder.grading.submission import Submission

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return small.make_course(tmp_path_factory.mktemp("cluster") / "course")


@pytest.fixture
def root(released, tmp_path):
    return shutil.copytree(released, tmp_path / "course")


# -- the wire ---------------------------------------------------------------------------------------------------------


class Echo:
    """Says what it was given, and something that plain files can't hold."""

    name, isolated = "echo", True

    def run(self, notebook, limits, files):
        self.given = notebook, limits, files
        ran = Execution(notebook, {1: CellRun(OK, "", 0.5)}, {"result.csv": b"\xff\x00"})
        notebook.cells[1].outputs = [new_output("display_data", {"application/json": {"big": 2**80, "half": "\ud800", "not a number": float("nan")}})]
        return ran


def test_a_job_and_its_answer_survive_the_wire():
    notebook, limits = small.source_notebook(), Limits(cell_seconds=7, memory_bytes=None)
    echo = Echo()
    answer = jobs.run_job(echo, jobs.encode_job({"a": notebook}, {"sub/data.bin": bytes(range(256))}, limits))
    assert isinstance(answer, bytes)
    executions, seconds = jobs.decode_executions(answer)
    given, given_limits, files = echo.given
    assert given_limits == limits and files == {"sub/data.bin": bytes(range(256))}
    assert [cell.source for cell in given.cells] == [cell.source for cell in notebook.cells] and given.metadata == notebook.metadata
    ran = executions["a"]
    assert ran.cells == {1: CellRun(OK, "", 0.5)} and ran.files == {"result.csv": b"\xff\x00"} and seconds >= 0
    data = ran.notebook.cells[1].outputs[0].data["application/json"]
    assert data["big"] == 2**80 and data["half"] == "?" and ran.notebook.cells[2].source == notebook.cells[2].source


def test_an_executor_is_made_once_by_name_and_the_oldest_is_stopped(monkeypatch):
    monkeypatch.setattr(cluster, "_made", cluster.OrderedDict())
    specs = [cluster.Spec("nbclient", files=(name,)) for name in "abc"]
    first, second = cluster.make(specs[0]), cluster.make(specs[1])
    assert cluster.make(specs[0]) is first is not second
    third = cluster.make(specs[2])  # the second has not been used for longest
    with pytest.raises(RuntimeError, match="stopped"):
        second.run(small.source_notebook(), Limits(), {})
    assert cluster.make(specs[0]) is first and cluster.make(specs[2]) is third and cluster.make(specs[1]) is not second
    with pytest.raises(ValueError, match="no such executor"):
        cluster.make(cluster.Spec("os.system"))


def test_few_jobs_are_out_at_a_time_and_each_is_prepared_late(root, monkeypatch):
    """What a class of 2,000 would cost in memory, seen on 12."""
    for number in range(12):
        small.hand_in(root, f"s{number:02}", small.answered(root))
    plain, prepared, ahead = small.Plain(), [], []
    encode = jobs.encode_job

    def spy(*arguments):
        prepared.append(1)
        ahead.append(len(prepared) - plain.runs)
        return encode(*arguments)

    monkeypatch.setattr(class_run.jobs, "encode_job", spy)
    dropped = []
    original = Submission.drop
    monkeypatch.setattr(Submission, "drop", lambda submission: (original(submission), dropped.append(submission)))
    run = grade(root, ASSIGNMENT, executor=plain, jobs=1)
    assert [result.score for result in run.results] == [FULL] * 12
    assert max(ahead) <= class_run.AHEAD + 1 + 1
    assert len(dropped) == 12 and not any(submission.rebuilt for submission in dropped)


def test_a_last_attempt_is_made_alone(root, monkeypatch):
    """A worker that dies takes what waits for it along: an innocent submission must not lose both attempts to its neighbour."""
    students = [f"s{number}" for number in range(6)]
    for student in students:
        small.hand_in(root, student, small.answered(root, mean=f"mean = {student!r}"))
    out, seen, plain = {}, [], small.Plain()

    def submit(job):
        """Whoever is out dies once more with s3, which kills its worker each time."""
        future = Future()
        (who,) = [student for student in students if f"mean = {student!r}".encode() in job]
        out[who] = future, job
        return future

    def alive():
        """Asked while the driver waits for an answer: the worker takes up what it was given."""
        seen.append(sorted(out))
        dies = "s3" in out
        for future, job in [out.pop(who) for who in sorted(out)]:
            future.set_exception(RuntimeError("worker died")) if dies else future.set_result(jobs.run_job(plain, job))
        return True

    workers = cluster.Workers(submit, lambda: 2, alive)
    monkeypatch.setattr(class_run, "wait", lambda futures, **options: (alive(), wait(futures, timeout=0))[1])
    monkeypatch.setattr(cluster, "threads", lambda *arguments: contextlib.nullcontext(workers))
    run = grade(root, ASSIGNMENT, executor=plain)
    results = {result.student: result for result in run.results}
    assert results.pop("s3").outcome == GRADER_ERROR
    assert {result.score for result in results.values()} == {FULL - 4}
    assert len(seen[0]) > 2 and seen.count(["s3"]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("few, clusters", [(0, 1), (3, 0)])
def test_a_class_is_graded_by_a_local_cluster_and_a_small_one_from_here(root, capfd, monkeypatch, few, clusters):
    started = []
    local = cluster._local
    monkeypatch.setattr(cluster, "_local", lambda jobs: (started.append(jobs), local(jobs))[1])
    monkeypatch.setattr("autograder.grading.grade.FEW", few)
    monkeypatch.setattr("autograder.grading.grade.AT_ONCE", 0)
    small.hand_in(root, "kim", small.answered(root))
    small.hand_in(root, "lee", small.answered(root, mean="def mean(numbers): return 3.0"))
    small.hand_in(root, "bad", "{")
    status = cli.main(["--root", str(root), "grade", ASSIGNMENT, "--no-isolation", "--jobs", "1", "--json"])
    out, err = capfd.readouterr()
    said = json.loads(out)  # one document and nothing else
    assert status == said["status"] == 1 and not said["isolated"]
    assert {result["student"]: (result["score"], result["executor"]) for result in said["results"]} == {
        "kim": (FULL, cluster.without_walls()), "lee": (FULL - 4, cluster.without_walls()), "bad": (0, cluster.without_walls())}
    assert sorted(line.partition("] ")[2] for line in err.splitlines() if line.startswith("[")) == [
        f"bad: 거절됨. {said['results'][0]['message']}", f"kim: {FULL}/9 + 채점 전 2", f"lee: {FULL - 4}/9 + 채점 전 2"]
    assert not [line for line in err.splitlines() if "distributed" in line] and len(started) == clusters


def test_what_executes_imports_nothing_of_nbgraders(tmp_path):
    """A second of each worker's start, and of the first score's."""
    program = "import sys, autograder.grading.cluster, autograder.grading.sandboxed; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
    assert "autograder.grading.sandboxed" in shown and not {"nbgrader", "nbclient", "nbconvert", "sqlalchemy", "distributed"} & set(shown)


def test_the_warm_process_begins_before_anybody_asks_and_ends_with_the_class(monkeypatch):
    seen = []

    class Executor(small.Plain):
        def warm(self):
            seen.append("warm")
            began.set()

        def stop(self):
            seen.append("stop")

    began = threading.Event()
    monkeypatch.setattr(cluster, "_new", lambda spec: Executor())

    def jobs_at_once():
        assert began.wait(10)
        seen.append("jobs")
        return 2

    with cluster.here(cluster.Spec("sandbox"), jobs_at_once) as workers:
        assert workers.slots() == 2 and seen == ["warm", "jobs"]
    assert seen[-1] == "stop"


class Begun:
    """Stands for a warm process."""

    def __init__(self, modules, packages, walls):
        self.modules, self.sees, self.ended, self.learned = modules, head_start.sees(packages), False, []

    def ready(self):
        if "fails" in self.modules:
            raise RuntimeError("it did not start")
        return self

    def learn(self, modules):
        self.learned += modules

    def end(self):
        self.ended = True


@pytest.fixture
def begun(root, monkeypatch):
    """What `head_start` begins for the course."""
    made = []
    monkeypatch.setattr(head_start, "WarmProcess", lambda *args, **options: made.append(Begun(*args, **options)) or made[-1])
    with head_start.head_start(root, ASSIGNMENT[:3]):
        yield made[0]
    assert made[0] not in head_start._begun


def test_what_was_begun_from_the_released_notebooks_is_taken_once_and_learns_the_rest(begun):
    assert begun.modules == ["math", "collections", "collections.Counter"]
    assert head_start.taken([*begun.modules, "json"], []) is begun and begun.learned == ["json"] and not begun.ended
    assert head_start.taken(begun.modules, []) is None


@pytest.mark.parametrize("how", ["imports too much", "another environment", "a package beside the course", "did not start", "not needed"])
def test_what_was_begun_for_something_else_is_not_taken(begun, monkeypatch, how):
    """Honest case: nbgrader_config.py sets KERAS_BACKEND, or names modules and packages that no released cell imports."""
    modules, packages = list(begun.modules), []
    if how == "imports too much":
        modules.remove("math")
    elif how == "another environment":
        monkeypatch.setenv("KERAS_BACKEND", "torch")
    elif how == "a package beside the course":
        packages = ["small_class"]
    elif how == "did not start":
        begun.modules.append("fails")
        modules = begun.modules
    else:
        head_start.drop()
    assert head_start.taken(modules, packages) is None and begun.ended


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--no-isolation"], ["--scheduler", "tcp://127.0.0.1:1"]])
def test_a_warm_process_is_begun_before_anything_of_nbgraders_is_imported(root, options):
    """By `grade` alone, where it is going to need one on this machine; whatever becomes of the command, it ends with it."""
    program = (
        "import sys\nfrom autograder import cli\nfrom autograder.grading import head_start\n"
        "class Begun:\n    def __init__(self, *args, **options): print('began', 'nbgrader' in sys.modules)\n    def end(self): print('ended')\n"
        "head_start.WarmProcess = Begun\nsys.exit(cli.main(sys.argv[1:]))"
    )
    shown = subprocess.run([sys.executable, "-c", program, "--root", str(root), "grade", ASSIGNMENT, *options], capture_output=True, text=True, check=False)
    assert shown.returncode == 2 and "제출물이 없습니다" in shown.stderr
    assert shown.stdout.split() == ([] if options else ["began", "False", "ended"])


@needs_walls
def test_the_model_answer_runs_in_what_was_begun(root, monkeypatch):
    small.hand_in(root, "kim", small.answered(root))
    started = []

    class Seen(warm_process.WarmProcess):
        def __init__(self, *args, **options):
            started.append(self)
            super().__init__(*args, **options)

    monkeypatch.setattr(head_start, "WarmProcess", Seen)
    monkeypatch.setattr(sandboxed, "WarmProcess", Seen)
    assert cli.main(["--root", str(root), "grade", ASSIGNMENT]) == 0
    assert len(started) == 1 and not started[0].alive()


@pytest.mark.parametrize("metadata", [{}, {"nbgrader": {}}, *({"nbgrader": dict(zip(("grade", "solution", "task", "locked"), flags))} for flags in itertools.product((True, False), repeat=4))])
def test_whose_a_cell_is_nbgrader_says_the_same(metadata):
    from nbgrader import utils

    from autograder import cells

    cell = new_code_cell("x = 1", metadata=metadata)
    for name in ("is_grade", "is_solution", "is_task", "is_locked"):
        assert getattr(cells, name)(cell) == getattr(utils, name)(cell), name


def test_workers_fit_cores_memory_and_container(monkeypatch, tmp_path):
    import dask.system
    import psutil

    class Memory:
        available = 7 * 2**30

    limit = tmp_path / "memory.max"
    monkeypatch.setattr(capacity, "CONTAINERS", [str(tmp_path / "none"), str(limit)])
    monkeypatch.setattr(psutil, "virtual_memory", Memory)
    monkeypatch.setattr(dask.system, "CPU_COUNT", 64)
    for said, available, jobs in (("max", 7, 3), ("max", 0, 1), (f"{100 * 2**30}", 900, 50), (f"{5 * 2**30}", 900, 2)):
        limit.write_text(f"{said}\n")
        Memory.available = available * 2**30
        assert capacity.local_jobs() == jobs
    monkeypatch.setattr(dask.system, "CPU_COUNT", 1)
    assert capacity.local_jobs() == 1


def test_jobs_share_workers_and_their_warm_processes(monkeypatch):
    """Two jobs at once are two threads of one worker: the heavy imports are made once."""
    import distributed

    made = []

    class Seen(Exception):
        pass

    def local_cluster(**options):
        made.append((options["n_workers"], options["threads_per_worker"]))
        raise Seen

    monkeypatch.setattr(distributed, "LocalCluster", local_cluster)
    for jobs in (1, 2, 8, 9, 64):
        with pytest.raises(Seen), cluster.cluster(cluster.Spec("nbclient"), jobs):
            pass
    assert made == [(1, 1), (1, 2), (1, 8), (2, 4), (8, 8)]


@pytest.mark.parametrize("replaceable", [True, False])
def test_a_lost_local_cluster_is_replaced_and_the_run_goes_on(root, monkeypatch, replaceable):
    """The first one executes two of five jobs and is gone; whether it may be replaced, the workers say."""
    started = []

    @contextlib.contextmanager
    def clusters(spec, jobs, scheduler):
        with cluster.threads(small.Plain(), 2) as workers:
            left = iter(range(2 if not started else 100))
            started.append(spec)
            yield cluster.Workers(lambda job: workers.submit(job) if next(left, None) is not None else Future(), workers.slots, lambda: len(started) > 1, replaceable)

    monkeypatch.setattr(cluster, "cluster", clusters)
    monkeypatch.setattr("autograder.grading.grade.FEW", 0)
    monkeypatch.setattr("autograder.grading.grade.AT_ONCE", 0)
    for name in ("a", "b", "c", "d", "e"):
        small.hand_in(root, name, small.answered(root))
    if not replaceable:
        with pytest.raises(CannotRun) as error:
            grade(root, ASSIGNMENT, isolation=False)
        assert error.value.code == "cluster_lost" and len(started) == 1
        return
    seen = []
    run = grade(root, ASSIGNMENT, isolation=False, progress=lambda done, total, result: seen.append((done, total, result.student)))
    assert len(started) == 2 and [(result.student, result.score) for result in run.results] == [(name, FULL) for name in "abcde"]
    assert [done for done, _, _ in seen] == [1, 2, 3, 4, 5] and {student for _, _, student in seen} == set("abcde")


# -- settings of an assignment ----------------------------------------------------------------------------------------


def test_an_assignments_settings_come_from_the_courses_configuration(root):
    assert NbgraderCourse(root).assignment_config(ASSIGNMENT) == AssignmentConfig("two-process", (), ())
    with open(root / "nbgrader_config.py", "a") as file:
        file.write(f'c.Autograder.assignments = {{"{ASSIGNMENT}": {{"isolation": "one-process", "files": ["a/result.csv"], "modules": ["keras"]}}}}\n')
    assert NbgraderCourse(root).assignment_config(ASSIGNMENT) == AssignmentConfig("one-process", ("a/result.csv",), ("keras",))
    assert NbgraderCourse(root).assignment_config("other") == AssignmentConfig()


@pytest.mark.parametrize("given, named", [
    (["files"], "dict"), ({"isolated": False}, "isolated"), ({"isolation": "none"}, "one-process"), ({"files": "result.csv"}, "files"),
    ({"files": ["../gradebook.db"]}, "gradebook.db"), ({"files": ["/etc/passwd"]}, "passwd"), ({"files": ["x.ipynb"]}, "x.ipynb"), ({"modules": [1]}, "modules")])
def test_bad_settings_are_named(given, named):
    with pytest.raises(CannotRun, match=named) as error:
        AssignmentConfig.of("ps1", given)
    assert error.value.code == "bad_config" and "ps1" in error.value.message


def test_files_come_back_only_if_they_are_files_within_the_limits(tmp_path):
    work = tmp_path / "work"
    (work / "sub").mkdir(parents=True)
    (tmp_path / "secret").write_text("x")
    (work / "result.csv").write_bytes(b"12345")
    (work / "sub" / "more").write_bytes(b"1234")
    (work / "large").write_bytes(b"x" * 11)
    (work / "link").symlink_to(tmp_path / "secret")
    (work / "linked").symlink_to(tmp_path)
    os.mkfifo(work / "pipe")
    names = ["result.csv", "sub/more", "large", "link", "linked/secret", "pipe", "sub", "missing"]
    assert handed_back(work, names, Limits(file_bytes=10)) == {"result.csv": b"12345", "sub/more": b"1234"}
    assert handed_back(work, names, Limits(file_bytes=10, disk_bytes=8)) == {"result.csv": b"12345"}


def test_a_file_that_was_handed_back_lies_with_the_graded_notebook(root):
    class Writes(small.Plain):
        def run(self, notebook, limits, files):
            ran = super().run(notebook, limits, files)
            ran.files = {"out/result.csv": b"1,2"}
            return ran

    small.hand_in(root, "kim", small.answered(root))
    for force in (False, True):
        assert grade(root, ASSIGNMENT, executor=Writes(), force=force).results[0].score == FULL
        assert (root / "autograded" / "kim" / ASSIGNMENT / "out" / "result.csv").read_bytes() == b"1,2"


@pytest.mark.parametrize("isolation, mark", [("two-process", ""), ("one-process", " (one-process)")])
def test_the_spec_carries_what_the_assignment_asks_for(root, monkeypatch, isolation, mark):
    with open(root / "nbgrader_config.py", "a") as file:
        file.write(f'c.Autograder.assignments = {{"{ASSIGNMENT}": {{"isolation": "{isolation}", "files": ["r.csv"], "modules": ["colorsys"]}}}}\n')
    small.hand_in(root, "kim", small.answered(root))
    seen = []

    def here(spec, jobs, scheduler):
        seen.append((spec, jobs, scheduler))
        return cluster.threads(small.Plain(), 1)

    monkeypatch.setattr(cluster, "cluster", here)
    result = grade(root, ASSIGNMENT, isolation=False, scheduler="tcp://somewhere:1").results[0]
    [(spec, jobs, scheduler)] = seen
    assert (spec.name, spec.isolation, spec.files, jobs, scheduler) == (cluster.without_walls(), isolation, ("r.csv",), 1, "tcp://somewhere:1")
    assert "colorsys" in spec.modules or spec.name == "nbclient"
    assert (result.executor, result.isolated, result.score) == (cluster.without_walls() + mark, False, FULL)


# -- command line -----------------------------------------------------------------------------------------------------


def test_json_also_says_why_nothing_could_be_graded(root, capsys):
    assert cli.main(["--root", str(root), "grade", "010_wrods", "--json"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert said["status"] == 2 and said["error"]["code"] == "unknown_assignment" and ASSIGNMENT in said["error"]["message"]


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere(capsys, monkeypatch):
    from autograder.grading.results import SCORE, STUDENT_ERROR, Result

    results = [Result("kim", SCORE, score=9, max_score=11), Result("lee", STUDENT_ERROR, "not_json", "깨진 파일")]
    shown = Progress(beside_output=False)
    for done, result in enumerate(results, 1):
        shown(done, 2, result)
    shown.close()
    assert capsys.readouterr().out == "[1/2] kim: 9/11\n[2/2] lee: 거절됨. 깨진 파일\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    shown = Progress(beside_output=False)
    for done, result in enumerate(results, 1):
        shown(done, 2, result)
    shown.close()
    bar = capsys.readouterr().out
    assert "2/2" in bar and "100%" in bar and "개/s" in bar and "깨진 파일" in bar


@pytest.mark.parametrize("arguments", [["--jobs", "0"], ["--jobs", "2", "--scheduler", "tcp://x:1"]])
def test_arguments_that_make_no_sense(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["grade", "x", *arguments])
    assert end.value.code == 2


# -- SLURM ------------------------------------------------------------------------------------------------------------


def test_the_batch_script_is_bash_and_asks_for_what_was_asked(root, tmp_path, capsys):
    place = root.rename(tmp_path / "a 'course' of $HOME")
    assert cli.main(["--root", str(place), "cluster-script", "--slurm", ASSIGNMENT, "--workers", "7", "--memory", "4G", "--time", "00:20:00",
                     "--sbatch=--partition=short", "--sbatch=--account=nlp-25", "--no-isolation"]) == 0
    script = capsys.readouterr().out
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0
    asked = {line for line in script.splitlines() if line.startswith("#SBATCH")}
    assert asked == {f"#SBATCH --job-name=autograder-{ASSIGNMENT}", "#SBATCH --ntasks=7", "#SBATCH --cpus-per-task=1", "#SBATCH --mem-per-cpu=4G",
                     "#SBATCH --time=00:20:00", f"#SBATCH --output=autograder-{ASSIGNMENT}-%j.log", "#SBATCH --partition=short", "#SBATCH --account=nlp-25"}
    assert script.startswith("#!/bin/bash\n")
    # Its own lines, run by bash: the folder is found whatever its name, and the last line grades.
    moved = next(line for line in script.splitlines() if line.startswith("cd "))
    assert subprocess.run(["bash", "-c", f"{moved}; pwd"], capture_output=True, text=True, check=True).stdout.strip() == str(place)
    assert script.splitlines()[-1] == f'autograder grade --scheduler "$address" --no-isolation -- {ASSIGNMENT}'


@pytest.mark.parametrize("options", [{"memory": "3G\nrm -rf /"}, {"time": "1 hour"}, {"workers": 0}, {"options": ["--x=$(id)"]}, {"options": ["partition"]}])
def test_values_that_would_break_out_of_the_batch_script_are_refused(tmp_path, options):
    with pytest.raises(CannotRun) as error:
        slurm_script(tmp_path, ASSIGNMENT, **options)
    assert error.value.code == "bad_option"


@pytest.mark.slow
def test_the_batch_script_grades(root, tmp_path):
    """The whole script with an `srun` that runs one worker here instead of one on each node."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed; the script makes its certificate with it")
    small.hand_in(root, "kim", small.answered(root))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "srun").write_text("#!/bin/sh\nexec \"$@\"\n")
    (tmp_path / "bin" / "srun").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "SLURM_JOB_ID": "1"}
    script = slurm_script(root, ASSIGNMENT, 1, arguments=["--no-isolation"])
    done = subprocess.run(["bash"], input=script, env=environment, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"kim: {FULL}/{FULL} + 채점 전 2" in done.stdout
    assert scores.grades(NbgraderCourse(root), "kim", ASSIGNMENT) is not None
    assert not list((root / ".autograder").glob("tls-*"))  # the key is gone with the job

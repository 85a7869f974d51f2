"""Where submissions are executed: jobs go out and executions come back as bytes, so no file system
is shared.

Dask `distributed` does the distributing: a local cluster by default, a running one by address. A
job holds rebuilt notebooks, files and limits as JSON; the worker makes the executor from a plain
`Spec` and keeps it for the next job.
"""

from __future__ import annotations

import atexit
import logging
import sys
import threading
import time
import warnings
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import CannotRun
from .capacity import JOB_BYTES, local_jobs
from .jobs import run_job
from .protocol import ONE_PROCESS, TWO_PROCESSES, Executor

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

THREADS = 8
"""Jobs at once in a local worker. They share its warm process; the worker itself only passes their
results on.
"""
CONNECT = 20
"""Seconds for a scheduler to answer."""
FETCH = 60
"""Seconds to fetch an answer that is ready; one that died with its worker is executed again."""
KEPT = 2
"""Executors that a worker keeps: a cluster may grade one assignment after the other, and warm ones
hold memory.
"""
DEATHS = 2
"""How many workers may die over one job of a local cluster before it counts as failed."""


@dataclass(frozen=True)
class Spec:
    """An executor as a worker is to make it: plain data.

    Attributes:
        name: "sandbox"; "two-process", the same without walls; or "nbclient".
        modules: imported beforehand by a warm executor.
        packages: top-level names among them that are not installed but stand beside the course.
        isolation: TWO_PROCESSES, or "one-process" where the assignment's tests need the student's
            own objects.
        strict: no test runs beside the answers, either.
        files: names of files that the student's code may hand back.
    """

    name: str
    modules: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    isolation: str = TWO_PROCESSES
    files: tuple[str, ...] = ()
    strict: bool = False

    @property
    def isolated(self) -> bool:
        return self.name == "sandbox"

    @property
    def label(self) -> str:
        """What results call it."""
        return self.name if self.isolation != ONE_PROCESS else f"{self.name} ({ONE_PROCESS})"

    @property
    def beside(self) -> bool:
        """Whether tests may run beside the answers where two processes do not do."""
        return self.name != "nbclient" and self.isolation == TWO_PROCESSES


_made: OrderedDict[Spec, Executor] = OrderedDict()
_making = threading.Lock()


def make(spec: Spec) -> Executor:
    """This process's executor for a spec. The few last used are kept, so that they stay warm from
    job to job.

    Raises:
        ValueError: for an unknown name.
    """
    with _making:
        if spec in _made:
            _made.move_to_end(spec)
            return _made[spec]
        executor = _made[spec] = _new(spec)
        old = _made.popitem(last=False)[1] if len(_made) > KEPT else None
    atexit.register(executor.stop)
    if old is not None:
        atexit.unregister(old.stop)
        old.stop()
    return executor


def _new(spec: Spec) -> Executor:
    """What is imported for it, only its own process pays."""
    if spec.name == "nbclient":
        from .jupyter_executor import JupyterExecutor

        return JupyterExecutor(spec.files)
    if spec.name not in ("sandbox", "two-process"):
        raise ValueError(f"no such executor: {spec.name}")
    from .sandboxed import Sandboxed

    walls = spec.name == "sandbox"
    return Sandboxed(spec.modules, spec.packages, walls, spec.isolation, spec.files)


def without_walls() -> str:
    """Name of the executor that takes the sandbox's place where isolation is not asked for."""
    return "two-process" if sys.platform.startswith("linux") else "nbclient"


def unavailable(name: str) -> str:
    """Why this machine can't run an executor of this name, "" if it can."""
    if name != "sandbox":
        return ""
    try:
        from ..sandbox import isolate
    except ImportError as error:
        return str(error)
    return isolate.unavailable()


def run_spec(spec: Spec, job: bytes) -> bytes:
    """`run_job` on a worker."""
    return run_job(make(spec), job)


@dataclass
class Workers:
    """Something that executes jobs.

    Attributes:
        submit: job to a future of the answer.
        slots: how many jobs run at once now.
        alive: False once nothing will be executed any more.
        replaceable: whether others can be started in their place then.
    """

    submit: Callable[[bytes], Future]
    slots: Callable[[], int]
    alive: Callable[[], bool]
    replaceable: bool = False


@contextmanager
def threads(executor: Executor, jobs: int) -> Iterator[Workers]:
    """Run jobs with an executor of this process, on threads. An exception stops the executor and
    what runs in it, unless it refuses before anything runs.
    """
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="grade")
    try:
        yield Workers(lambda job: pool.submit(run_job, executor, job), lambda: jobs, lambda: True)
    except CannotRun:
        pool.shutdown()
        raise
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        executor.stop()
        raise
    pool.shutdown()


@contextmanager
def here(spec: Spec, jobs: Callable[[], int]) -> Iterator[Workers]:
    """Run jobs from this process: of a cluster's start it has nothing to pay.

    Args:
        jobs: how many at once; asked while the warm process imports.
    """
    executor = _new(spec)
    begin = threading.Thread(target=getattr(executor, "warm", lambda: None), daemon=True)
    begin.start()
    try:
        with threads(executor, jobs()) as found:
            yield found
    finally:
        executor.stop()


@contextmanager
def cluster(spec: Spec, jobs: int | None = None, scheduler: str | None = None) -> Iterator[Workers]:
    """Run jobs on a Dask cluster.

    Args:
        jobs: how many a local cluster executes at once; None for `local_jobs()`.
        scheduler: address of a running cluster (`tcp://host:port`), None to start one on this
            machine.

    Raises:
        CannotRun: `no_scheduler` if none answers, `bad_worker` if workers lack what they need,
            `no_isolation`.
    """
    started = None
    logger = logging.getLogger("distributed")
    level = logger.level
    try:
        if scheduler is None:
            started, client = _local(jobs or local_jobs())
        else:
            client = _connected(scheduler)
        logger.setLevel(logging.CRITICAL)
        with client:
            _examine(client, spec)
            yield Workers(
                lambda job: _submit(client, spec, job),
                _Slots(client),
                lambda: _alive(client, started),
                started is not None,
            )
    finally:
        if started is not None:
            started.close(timeout=10)
        logger.setLevel(level)


def _local(jobs: int) -> tuple[LocalCluster, Client]:
    """A scheduler and workers on this machine for so many jobs at once."""
    import dask
    from distributed import Client, LocalCluster, Security

    # Only what is said here holds, whatever configuration of Dask lies about; a given cluster
    # brings its own.
    settings = {
        "distributed.scheduler.allowed-failures": DEATHS,
        "distributed.admin.tick.limit": "1h",
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
    }
    workers = -(-jobs // THREADS)
    with dask.config.set(settings), warnings.catch_warnings():
        # Of the web server, which is empty.
        warnings.filterwarnings("ignore", message="Port .* is already in use", module="distributed")
        started = LocalCluster(
            n_workers=workers,
            threads_per_worker=jobs // workers,
            processes=True,
            host="127.0.0.1",
            # Hostile case: another user of this machine, who could send a scheduler code to run
            # with its owner's rights, also on loopback.
            protocol="tls",
            security=Security.temporary(),
            dashboard_address=None,
            worker_dashboard_address=None,
            memory_limit=JOB_BYTES,
            silence_logs=logging.CRITICAL,
        )
        try:
            return started, Client(started, set_as_default=False)
        except BaseException:
            started.close(timeout=10)
            raise


def _connected(scheduler: str) -> Client:
    from distributed import Client

    try:
        return Client(scheduler, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CannotRun(
            "no_scheduler", f"{scheduler}: Dask 스케줄러에 연결하지 못했습니다({error})."
        ) from error


def _alive(client, started) -> bool:
    """Whether the scheduler answers and, in a local cluster, anybody starts workers: one that dies
    while it starts stays dead.
    """
    gone = ("failed", "closed", "closing")
    return client.status == "running" and (
        started is None or any(nanny.status.name not in gone for nanny in started.workers.values())
    )


def _submit(client, spec: Spec, job: bytes) -> Future:
    """A future that ends whatever happens. Dask's own executor leaves one open if a worker dies
    while its answer is fetched.
    """
    answer: Future = Future()
    remote = client.submit(run_spec, spec, job, pure=False)

    def fetch(done) -> None:
        try:
            answer.set_result(done.result(timeout=FETCH))
        except BaseException as error:
            answer.set_exception(error)

    remote.add_done_callback(fetch)
    return answer


def _examine(client, spec: Spec) -> None:
    """Refuse a cluster whose workers lack this package or can't isolate. It may have no workers
    yet.
    """
    answers = client.run(unavailable, spec.name, on_error="return")
    for address, answer in answers.items():
        if isinstance(answer, OSError):
            continue  # it went away meanwhile; the scheduler knows
        if isinstance(answer, BaseException):  # whatever unpickling on the worker raises
            raise CannotRun(
                "bad_worker",
                f"워커 {address}가 채점기를 불러오지 못했습니다({type(answer).__name__}: "
                f"{answer}). "
                "모든 워커에 이 프로그램의 같은 판을 설치하세요.",
            ) from answer
        if answer:
            raise CannotRun(
                "no_isolation",
                f"학생 코드를 격리해 실행할 수 없는 워커가 있습니다: {address} ({answer}).",
            )


class _Slots:
    """Threads of all workers; asked anew every second, because a cluster grows and shrinks."""

    def __init__(self, client) -> None:
        self.client, self.when, self.count = client, 0.0, 1

    def __call__(self) -> int:
        if time.monotonic() - self.when > 1:
            self.count, self.when = max(1, sum(self.client.nthreads().values())), time.monotonic()
        return self.count

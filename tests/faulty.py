"""Helpers of the fault tests: a driver in a process that can be killed, and Dask workers with a cheap kernel.

Run as a program it is a cluster of two workers, kept alive: it prints the scheduler's address and ends with its input. The
workers load this file, too (`dask_setup`), and execute cells in a bare Python process instead of a Jupyter kernel.
"""
from __future__ import annotations

import contextlib
import copy
import functools
import json
import os
import re
import signal
import subprocess
import sys

KERNEL = """
import json, os, signal, sys
namespace, done = {}, []
if sys.argv[1:] == ["before"]:
    os.kill(os.getpid(), signal.SIGKILL)
for source in json.load(sys.stdin):
    try:
        *lines, last = source.split("\\n")
        if last.isidentifier():
            exec("\\n".join(lines), namespace)
            done.append(["ok", repr(namespace[last])])
        else:
            exec(source, namespace)
            done.append(["ok", ""])
    except Exception as error:
        done.append(["error", type(error).__name__])
if sys.argv[1:] == ["after"]:
    os.kill(os.getpid(), signal.SIGKILL)
print(json.dumps(done))
"""
DEADLY = "kill the worker"
WORKER = ("before a job", "after a job", "while the answer travels")
KERNEL_MOMENTS = {"a kernel before its cells": "before", "a kernel after its cells": "after"}


def die(moment: str, token) -> str:
    """An answer whose submission makes somebody die at a moment (of `WORKER` or `KERNEL_MOMENTS`), once: the file `token` remembers."""
    return f"'die once: {moment} <{token}>'"


def dies(moment: str, text: str) -> bool:
    found = re.search(f"die once: {moment} <(.*?)>", text)
    if found is None:
        return False
    try:
        os.close(os.open(found[1], os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


class Cheap:
    """Runs trusted cells in a process of its own; when that is killed the executor has failed."""

    name, isolated = "cheap", True

    def run(self, notebook, limits, files):
        from nbformat.v4 import new_output

        from autograder.grading.protocol import CellRun, Execution

        if any(DEADLY in cell.source for cell in notebook.cells):
            os.kill(os.getpid(), signal.SIGKILL)
        code = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
        text = "\n".join(notebook.cells[index].source for index in code)
        when = [argument for moment, argument in KERNEL_MOMENTS.items() if dies(moment, text)]
        kernel = subprocess.run([sys.executable, "-I", "-S", "-c", KERNEL, *when], input=json.dumps([notebook.cells[index].source for index in code]),
                                capture_output=True, text=True, check=True)
        execution = Execution(copy.deepcopy(notebook))
        for index, (status, value) in zip(code, json.loads(kernel.stdout), strict=True):
            if value and status == "ok":
                execution.notebook.cells[index].outputs = [new_output("execute_result", {"text/plain": value}, execution_count=1)]
            execution.cells[index] = CellRun(status, "" if status == "ok" else value)
        return execution

    def stop(self):
        pass


def dask_setup(worker):
    """Called by Dask in each worker."""
    from autograder.grading import cluster

    run_job, get_data = cluster.run_job, worker.handlers["get_data"]
    before, after, travels = WORKER
    done = []

    def dying_run_job(executor, job):
        text = job.decode()
        if dies(before, text):
            os.kill(os.getpid(), signal.SIGKILL)
        answer = run_job(executor, job)
        if dies(after, text):
            os.kill(os.getpid(), signal.SIGKILL)
        if dies(travels, text):
            done.append(text)
        return answer

    @functools.wraps(get_data)  # Dask looks at a handler's parameters
    async def dying_get_data(*arguments, **options):
        if done:
            os.kill(os.getpid(), signal.SIGKILL)
        return await get_data(*arguments, **options)

    cluster.make = lambda spec: Cheap()
    cluster.run_job = dying_run_job
    worker.handlers["get_data"] = dying_get_data


FEW = 100
"""Submissions up to which `grade` needs no cluster of its own."""


def drive(root, assignment, said, options, point=None):
    """`grade` in a process of its own, killed at a point of failpoints.py if it is named; what happened goes through the pipe `said`."""
    from autograder.errors import CourseError
    from autograder.grading.grade import grade

    import failpoints

    module = sys.modules[grade.__module__]
    module.FEW = options.pop("few", FEW)
    module.AT_ONCE = module.AT_ONCE if module.FEW else 0
    said.send("started")
    try:
        with failpoints.armed(failpoints.BY_NAME[point], failpoints.KILL) if point else contextlib.nullcontext():
            run = grade(root, assignment, **options)
        said.send({"status": run.status, "kept": sum(result.kept for result in run.results),
                   "results": {result.student: (result.outcome, result.score, result.attempts) for result in run.results}})
    except CourseError as error:
        said.send({"error": error.code, "message": error.message})


def keep_a_worker(address, over):
    """As systemd or a batch system would: whatever ends a worker, another takes its place. Dask's own nannies give up one that dies while it starts."""
    command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--preload", __file__]
    while not over.is_set():
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as worker:
            while worker.poll() is None and not over.wait(0.1):
                pass
            worker.kill()


def main():
    import logging
    import threading

    import dask
    from distributed import LocalCluster

    with dask.config.set({"distributed.scheduler.allowed-failures": 1}), LocalCluster(
            n_workers=0, host="127.0.0.1", dashboard_address=None, silence_logs=logging.CRITICAL) as cluster:
        over = threading.Event()
        keepers = [threading.Thread(target=keep_a_worker, args=(cluster.scheduler_address, over)) for _ in range(2)]
        for keeper in keepers:
            keeper.start()
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
        over.set()
        for keeper in keepers:
            keeper.join()


if __name__ == "__main__":
    main()

"""Runs a stretch of inputs in a process of its own, and says what came of it."""
from __future__ import annotations

import json
import mmap
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS, MIB = 1.0, 64
"""What one message may take, of processor time and of memory: several times what any of the corpus takes."""
TEST = (8.0, 4096)
"""The same for a dialogue, in which the test itself may make an array of a range: its own time, and the kernel's ceiling, hold that."""
NOT_BEGUN = b"\xff" * 8
DEADLY = 20
"""Seconds after which a message is ended that does not end."""


def stretch(run: Callable[[int], bool], start: int, stop: int, where: mmap.mmap, seconds: float, mib: int) -> dict:
    """Counts, the slowest input, and findings by number, of the inputs from `start` to `stop`."""
    findings, accepted, slowest = {}, 0, (0.0, start)
    run(start)  # what is imported on the way is no input's fault
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for count in range(start, stop):
        where[:8] = count.to_bytes(8, "big")
        signal.alarm(DEADLY)
        began = time.process_time()
        try:
            accepted += run(count)
        except Exception as error:
            findings[count] = f"{type(error).__name__}: {error}"[:2000]
        took = time.process_time() - began
        slowest = max(slowest, (took, count))
        now = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if took > seconds:
            findings[count] = f"{took:.1f} s"
        elif now - grown > mib * 1024:
            findings[count] = f"{(now - grown) // 1024} MiB"
        grown = max(grown, now)
    signal.alarm(0)
    return {"accepted": accepted, "slowest": slowest, "findings": findings, "mib": grown // 1024}


def apart(target: str, start: int, stop: int) -> dict:
    """`stretch` in a process of its own; its death is a finding of the input that it was at."""
    with tempfile.TemporaryFile() as place:
        place.write(NOT_BEGUN)
        place.flush()
        command = [sys.executable, "-m", "tests.fuzz", "--stretch", target, str(start), str(stop), str(place.fileno())]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, pass_fds=[place.fileno()], env={**os.environ, "PYTHONWARNINGS": "ignore"}, check=False)
        if done.returncode == 0:
            return json.loads(done.stdout.splitlines()[-1])
        place.seek(0)
        at = place.read(8)
    if at == NOT_BEGUN:
        raise RuntimeError(done.stderr[-2000:])
    count = int.from_bytes(at, "big")
    why = f"the process died ({done.returncode}): {done.stderr[-800:]}"
    rest = apart(target, count + 1, stop) if count + 1 < stop else {"accepted": 0, "slowest": [0.0, count], "findings": {}, "mib": 0}
    return {**rest, "findings": {str(count): why, **rest["findings"]}}


def inside(target: str, start: int, stop: int, descriptor: int) -> None:
    """The process's own part of `apart`."""
    from .targets import TARGETS

    resource.setrlimit(resource.RLIMIT_DATA, (TEST[1] * 2**20,) * 2)
    said = os.dup(1)
    os.dup2(2, 1)
    with mmap.mmap(descriptor, 8) as where:
        result = stretch(TARGETS[target], start, stop, where, *(TEST if target == "dialogues" else (SECONDS, MIB)))
    os.write(said, json.dumps(result).encode() + b"\n")

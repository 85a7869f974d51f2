"""How much this machine can do at once."""

from __future__ import annotations

import contextlib
from pathlib import Path

JOB_BYTES = 2 * 2**30
"""Memory that a job of a local cluster is given: its share of a warm process with Keras, forks of
it, and a student's data.
"""
CONTAINERS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
"""Where a container's limit stands. `distributed` reads the same, and its import takes a quarter of
a second.
"""


def local_jobs() -> int:
    """As many jobs at once as cores and free memory allow."""
    import psutil
    from dask.system import CPU_COUNT  # knows of containers' limits

    free = psutil.virtual_memory().available
    for path in CONTAINERS:
        with contextlib.suppress(OSError, ValueError):  # not there, or `max`
            free = min(free, int(Path(path).read_text()))
    return max(1, min(CPU_COUNT, free // JOB_BYTES))

"""A batch script that grades an assignment on a SLURM cluster (`autograder cluster-script`)."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import jinja2

from ..errors import CannotRun


def slurm_script(
    root: Path,
    assignment: str,
    workers: int = 16,
    memory: str = "3G",
    time: str = "01:00:00",
    options: Sequence[str] = (),
    arguments: Sequence[str] = (),
) -> str:
    """A bash script for `sbatch`: one Dask scheduler, `workers` workers, and `autograder grade`.

    Args:
        root: the course directory, on a file system that the nodes of the job share.
        memory: of each worker, as SLURM writes it (3G).
        time: limit of the job, as SLURM writes it (HH:MM:SS).
        options: more options of sbatch, such as `--partition=short`.
        arguments: more arguments of `autograder grade`.

    Raises:
        CannotRun: `bad_option`
    """
    for what, value, pattern in (
        ("workers", str(workers), r"[1-9]\d*"),
        ("memory", memory, r"\d+[KMGT]?"),
        ("time", time, r"[\d:-]+"),
        *(("sbatch", option, r"--?[a-zA-Z][\w-]*(=[\w.,:/@+%-]+)?") for option in options),
    ):
        if not re.fullmatch(pattern, value):
            raise CannotRun("bad_option", f"{what}: SLURM에 쓸 수 없는 값입니다: {value!r}")
    template = jinja2.Template(
        Path(__file__).with_name("slurm.sh.j2").read_text(encoding="utf-8"),
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    return template.render(
        name="autograder-" + re.sub(r"[^\w.-]", "_", assignment, flags=re.ASCII),
        workers=workers,
        memory=memory,
        time=time,
        options=list(options),
        root=shlex.quote(str(root.resolve())),
        programs=shlex.quote(str(Path(sys.executable).parent)),
        arguments=shlex.join([*arguments, "--", assignment]),
    )

"""What the walls need on this machine: what is missing, and the command that adds it.

`make setup` runs this module as a program. It adds what is missing where nobody has to be asked,
and prints one line; `autograder doctor` shows `remedy`. Whether the walls stand is
`isolate.unavailable`'s to say. Standard library only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .sandbox import isolate, seccomp

OPT_OUT = "AUTOGRADER_ADD_WALLS"
"""Environment variable: `no` keeps `make setup` from installing system packages."""

NONE = "no walls around student code"

SECONDS = 120
"""Longest wait for one command: without a network, some package managers try for hours."""

APPARMOR = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
STRICT_PROFILE = Path("/etc/apparmor.d/bwrap-userns-restrict")
"""Ubuntu 25.04's own: what runs in bubblewrap may make no namespaces, as our inner walls must."""

PROFILE = Path(__file__).resolve().parents[1] / "requirements" / "bwrap.apparmor"


@dataclass(frozen=True)
class Manager:
    """A package manager: arguments that refresh its lists and install, its names for packages."""

    program: str
    install: tuple[str, ...]
    refresh: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    def commands(self, missing: Sequence[str]) -> list[list[str]]:
        packages = [self.names.get(name, name) for name in missing]
        refresh = [[self.program, *self.refresh]] if self.refresh else []
        return [*refresh, [self.program, *self.install, *packages]]


MANAGERS = (
    Manager("apt-get", ("install", "-y"), ("update",), {"libseccomp": "libseccomp2"}),
    Manager("dnf", ("install", "-y")),
    Manager("pacman", ("-Sy", "--needed", "--noconfirm")),
    Manager("zypper", ("--non-interactive", "install"), (), {"libseccomp": "libseccomp2"}),
)


def manager() -> Manager | None:
    """This system's package manager, None if it is none of ours."""
    return next((known for known in MANAGERS if shutil.which(known.program)), None)


def without_asking() -> list[str] | None:
    """What to put before a command that needs root, None where a password would be asked for."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    return [sudo, "-n"] if sudo and _run([sudo, "-n", "true"]) == "" else None


def remedy() -> str:
    """The command that makes isolation possible here, or words where there is none."""
    if not sys.platform.startswith("linux"):
        return "not to be had on this system: grade on Linux, or with --no-isolation"
    root = "" if os.geteuid() == 0 else "sudo "
    if missing := isolate.missing():
        if here := manager():
            return " && ".join(root + " ".join(command) for command in here.commands(missing))
        return f"install {', '.join(missing)} with this system's package manager"
    if _apparmor_forbids():
        parser, off = f"{root}apparmor_parser", "/etc/apparmor.d/disable/"
        commands = [
            f"{root}install -m 644 {PROFILE} /etc/apparmor.d/bwrap",
            f"{parser} -r /etc/apparmor.d/bwrap",
        ]
        if STRICT_PROFILE.exists():
            turn_off = [f"{root}ln -sf {STRICT_PROFILE} {off}", f"{parser} -R {STRICT_PROFILE}"]
            commands = turn_off + commands
        return " && ".join(commands)
    return "a kernel or container that allows user namespaces; in Docker: --privileged"


def _apparmor_forbids() -> bool:
    try:
        return APPARMOR.read_text().strip() == "1"
    except OSError:
        return False


def lacking(failure: str = "") -> str:
    """Why no walls stand (or that adding failed), and the remedy, in one line for a person."""
    if not sys.platform.startswith("linux"):
        return f"{NONE}: {remedy()}"
    if failure:
        why = failure
    elif missing := isolate.missing():
        why = f"{', '.join(missing)} missing"
    elif _apparmor_forbids():
        why = f"Ubuntu's AppArmor keeps bubblewrap from making namespaces ({APPARMOR.name}=1)"
    else:
        why = isolate.unavailable()
    return f"{NONE}: {why}. Add: {remedy()}"


def _run(command: list[str]) -> str:
    """Run a command that must not ask; its last words if it failed, else ""."""
    with tempfile.TemporaryFile("w+") as said:  # a killed command's children would keep a pipe open
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        except OSError as error:
            return str(error)
        try:
            status = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait()
            return f"no end after {SECONDS} s"
        said.seek(0)
        return "" if status == 0 else (said.read().strip() or f"exit {status}").splitlines()[-1]


def add(here: Manager, missing: Sequence[str], prefix: Sequence[str]) -> str:
    """Install what is missing; "" if it worked, else the package manager's last words.

    Lists that can't be refreshed are no reason to give up: older ones may be there.
    """
    failure = ""
    for command in here.commands(missing):  # `env`, because sudo takes the environment away
        failure = _run([*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *command])
    isolate.unavailable.cache_clear()
    seccomp.libseccomp.cache_clear()
    return failure


def provide(may_add: bool = True) -> tuple[str, str]:
    """See to it that walls stand, if that needs nobody.

    Returns:
        A line for a person, "" if there is nothing to say; and what to remember: "up" if the walls
        stand, "told" where looking again is of no use, "tried" where installing failed, else "".
    """
    if not isolate.unavailable():
        return "", "up"
    if not sys.platform.startswith("linux"):
        return lacking(), "told"
    missing, here, prefix = isolate.missing(), manager(), without_asking()
    if may_add and missing and here and prefix is not None:
        failure = add(here, missing, prefix)
        if not isolate.unavailable():
            return f"added {', '.join(missing)} ({here.program}): grading has its walls", "up"
        if failure:
            return lacking(f"{here.program} failed ({failure})"), "tried"
    return lacking(), ""


def main(record: Path) -> None:
    """Print the line for a person, if there is one; write down what to remember for next time."""
    opted_out = os.environ.get(OPT_OUT, "").strip().lower() in ("no", "0", "false", "off")
    tried = record.exists() and record.read_text() == "tried"
    line, remember = provide(may_add=not opted_out and not tried)
    if line:
        print(f"setup: {line}")
    if remember:
        record.write_text(remember)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

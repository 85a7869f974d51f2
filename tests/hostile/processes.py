"""Forks, threads, children that outlive, and the kernel's more dangerous calls."""
from .case import FULL, Case, family, pays

NAME = '''
import ctypes
def rename():
    ctypes.CDLL(None).prctl(15, b"@TOKEN@", 0, 0, 0)   # PR_SET_NAME
'''

CASES = family(
    "processes",
    Case("fork-both-answer", {"total": "import os\ndef total(numbers):\n    return 0 if os.fork() else sum(numbers)"}, 0, "parent and child both come back from the call",
         dangerous="two kernels on the same sockets"),
    Case("fork-both-right", {"total": "import os\ndef total(numbers):\n    os.fork()\n    return sum(numbers)"}, (FULL, FULL - 3), "two processes that answer rightly, in turns", solved=True,
         dangerous="two kernels on the same sockets"),
    Case("fork-child-loops", {"total": NAME + '''
import os
def total(numbers):
    if os.fork() == 0:
        rename()
        while True: pass
    return sum(numbers)'''}, FULL, "a child that goes on computing", solved=True),
    Case("daemon", {"total": NAME + '''
import os, time
def total(numbers):
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        rename()
        for number in range(3, 200):
            try: os.close(number)
            except OSError: pass
        time.sleep(3600)
        os._exit(0)
    return sum(numbers)'''}, FULL, "a detached process that outlives the kernel", solved=True),
    Case("nohup", {"total": '''
import subprocess
subprocess.Popen(["setsid", "nohup", "sleep", "3600.0@TOKEN@"], start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
def total(numbers):
    return sum(numbers)'''}, FULL, "a detached program", solved=True),
    Case("daemon-writes-later", {"total": NAME + '''
import os, time
def total(numbers):
    if os.fork() == 0:
        os.setsid()
        rename()
        for _ in range(50):
            time.sleep(0.1)
            for place in ("@BAIT@", "/tmp", "/dev/shm"):
                try: open(place + "/later-@TOKEN@", "a").write("x")
                except OSError: pass
        os._exit(0)
    return sum(numbers)'''}, FULL, "a process that writes after the grading", solved=True,
         after=lambda host, student: ", ".join(place for place in (str(host.bait), "/tmp", "/dev/shm") if type(host.bait)(place, f"later-{host.token}").exists())),
    Case("printing-thread", {"total": '''
import threading, time
def talk():
    while True:
        print("3.0")
        time.sleep(0.001)
threading.Thread(target=talk, daemon=True).start()
def total(numbers):
    return sum(numbers)'''}, FULL, "a thread that never stops printing", solved=True),
    Case("changing-thread", {"total": '''
import threading
def change():
    while True:
        globals()["total"] = lambda numbers: 6
        globals()["value"] = 41.5
threading.Thread(target=change, daemon=True).start()
def total(numbers):
    return 6'''}, 0, "a thread that redefines names while the test runs"),
    Case("non-daemon-thread", {"total": '''
import threading, time
threading.Thread(target=time.sleep, args=(10_000,)).start()
def total(numbers):
    return sum(numbers)'''}, FULL, "a thread that the interpreter would wait for at its end", solved=True),
    Case("setuid", pays('''
import os
def attack():
    """Another user, or root in a new user namespace."""
    try:
        os.setuid(65534 if os.getuid() == 0 else 0)
        return os.getuid() == 0 or True
    except OSError:
        return False'''), why="changes its user"),
    Case("user-namespace", pays('''
import ctypes
def attack():
    return ctypes.CDLL(None, use_errno=True).unshare(0x10000000) == 0'''), why="a user namespace of its own, with all capabilities"),
    Case("mount", pays('''
import ctypes, os
def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.unshare(0x10000000 | 0x00020000)
    os.makedirs("m", exist_ok=True)
    return libc.mount(b"tmpfs", b"m", b"tmpfs", 0, None) == 0 or libc.mount(b"/", b"m", None, 4096, None) == 0'''), why="mounts a file system"),
    Case("chroot", pays('''
import os
def attack():
    try:
        os.makedirs("new", exist_ok=True)
        here = os.open("/", os.O_RDONLY)
        os.chroot("new")
        os.fchdir(here)
        os.chroot(".")
        return True
    except OSError:
        return False'''), why="chroot, the classic way out of a chroot"),
    Case("capabilities", pays('''
def attack():
    """Any capability in effect."""
    line = next(line for line in open("/proc/self/status") if line.startswith("CapEff"))
    return int(line.split()[1], 16) != 0'''), why="capabilities of root"),
    Case("odd-system-calls", pays('''
import ctypes
def attack():
    """keyctl, bpf, perf_event_open, userfaultfd, add_key, io_uring_setup, kexec_load, init_module: none should work."""
    libc = ctypes.CDLL(None, use_errno=True)
    worked = []
    room = ctypes.create_string_buffer(256)
    for number, arguments in ((250, (0, -3, 0)), (321, (5, 0, 0)), (323, (0,)), (248, (b"user", b"x", b"y", 1, -3)), (425, (1, room)), (246, (0, 0, 0, 0))):
        if libc.syscall(number, *arguments) >= 0:
            worked.append(number)
    return worked'''), why="system calls with a history of holes"),
    Case("terminal", pays('''
import fcntl, os
def attack():
    """Types a command into the grader's terminal (TIOCSTI)."""
    for path in ("/dev/tty", "/proc/self/fd/0"):
        try:
            descriptor = os.open(path, os.O_RDWR)
            fcntl.ioctl(descriptor, 0x5412, b" ")
            return True
        except OSError:
            pass
    return False'''), why="types into the terminal that grading was started from"),
    Case("limits-raised", pays('''
import resource
def attack():
    """Its own limits lifted."""
    for limit in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_DATA, resource.RLIMIT_AS, resource.RLIMIT_NPROC):
        soft, hard = resource.getrlimit(limit)
        if hard != resource.RLIM_INFINITY:
            try:
                resource.setrlimit(limit, (hard * 2, hard * 2))
                return True
            except (OSError, ValueError):
                pass
    return all(resource.getrlimit(limit)[1] == resource.RLIM_INFINITY for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC))'''), why="lifts its own resource limits, or has none"),
    Case("priority", pays('''
import os
def attack():
    try:
        os.setpriority(os.PRIO_PROCESS, 0, -20)
        return os.getpriority(os.PRIO_PROCESS, 0) < 0
    except OSError:
        return False'''), why="takes the processor from everybody else"),
    Case("cgroup", pays('''
import glob
def attack():
    for path in glob.glob("/sys/fs/cgroup/**/cgroup.procs", recursive=True)[:50]:
        try:
            with open(path, "a"):
                return True
        except OSError:
            pass
    return False'''), why="moves to a control group without limits"),
    Case("clock", pays('''
import time
def attack():
    try:
        time.clock_settime(time.CLOCK_REALTIME, time.time() + 0.001)
        return True
    except OSError:
        return False'''), why="sets the machine's clock", dangerous="sets this machine's clock"),
    Case("suid-program", pays('''
import glob, os, stat, subprocess
def attack():
    """A program with the set-user-id bit that takes effect."""
    status = open("/proc/self/status").read()
    return "NoNewPrivs:\\t0" in status'''), why="set-user-id programs: sudo, su, mount"),
)

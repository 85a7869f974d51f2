"""Too much of something: memory, disk, output, processes, descriptors. Nothing here runs under plain nbgrader unless it is bounded."""
from .case import FULL, Case, family

REST = FULL - 3
MEMORY, DISK, NUMBER = "takes all memory", "fills the disk", "takes all processes"


def bomb(name: str, body: str, why: str, score=REST, dangerous: str = "", after=None) -> Case:
    lines = "\n".join(f"    {line}" for line in body.strip().split("\n"))
    return Case(name, {"total": f"def total(numbers):\n{lines}"}, score, why, solved=True, dangerous=dangerous, after=after)


CASES = family(
    "bombs",
    bomb("memory-list", "kept = []\nwhile True:\n    kept.append(' ' * 10**7)", "a list that grows without end", dangerous=MEMORY),
    bomb("memory-numpy", "return np.ones((10**6, 10**6)).sum()", "one array of 8 TB"),
    bomb("memory-numpy-steps", "kept = []\nwhile True:\n    kept.append(np.ones(10**7))", "arrays until there is no memory", dangerous=MEMORY),
    bomb("memory-bytes", "kept = bytearray()\nwhile True:\n    kept += bytes(10**8)", "a bytearray that grows", dangerous=MEMORY),
    bomb("memory-mmap", '''
import mmap
kept = []
while True:
    kept.append(mmap.mmap(-1, 2**28))
    kept[-1].write(b"x" * 2**28)''', "shared anonymous memory, which RLIMIT_DATA does not count", dangerous=MEMORY),
    bomb("memory-dev-shm", '''
with open("/dev/shm/fill-@TOKEN@", "wb") as file:
    while True:
        file.write(b"x" * 2**24)''', "a file in shared memory", dangerous=MEMORY,
         after=lambda host, student: "/dev/shm" if type(host.bait)(f"/dev/shm/fill-{host.token}").exists() else ""),
    bomb("memory-memfd", '''
import os
descriptors = [os.memfd_create(str(number)) for number in range(100)]
while True:
    for descriptor in descriptors:
        os.write(descriptor, b"x" * 2**24)''', "anonymous files in memory", dangerous=MEMORY),
    bomb("memory-children", '''
import os
for _ in range(40):
    if os.fork() == 0:
        kept = b"x" * 2**29
        while True: pass
while True: pass''', "40 children of 512 MB each", dangerous=MEMORY),
    bomb("memory-pipes", '''
import os, fcntl
while True:
    read, write = os.pipe()
    fcntl.fcntl(write, 1031, 2**20)
    os.write(write, b"x" * 2**20)''', "megabytes in pipes, until the descriptors end", dangerous=MEMORY),
    bomb("disk", '''
with open("fill", "wb") as file:
    while True:
        file.write(b"x" * 2**24)''', "a file that grows without end", dangerous=DISK),
    bomb("disk-many-files", '''
for number in range(10**6):
    with open(f"fill{number}", "wb") as file:
        file.write(b"x" * 2**20)''', "as many large files as fit", dangerous=DISK),
    bomb("inodes", '''
for number in range(10**7):
    open(f"f{number}", "w").close()''', "ten million empty files", dangerous="uses up the inodes"),
    bomb("fallocate", '''
import os
descriptor = os.open("fill", os.O_CREAT | os.O_RDWR)
os.posix_fallocate(descriptor, 0, 10**11)
return sum(numbers)''', "100 GB reserved in one call", dangerous=DISK),
    bomb("sparse-file", '''
with open("sparse", "wb") as file:
    file.truncate(2**40)
return sum(numbers)''', "a file of 1 TB that holds nothing", score=(REST, FULL)),
    bomb("file-descriptors", '''
kept = []
try:
    while len(kept) < 3000:
        kept.append(open("/dev/null"))
except OSError:
    pass
return sum(numbers)''', "every file descriptor", score=(REST, FULL)),
    bomb("sockets", '''
import socket
kept = []
try:
    while len(kept) < 3000:
        kept.append(socket.socketpair())
except OSError:
    pass
return sum(numbers)''', "every descriptor, in sockets", score=(REST, FULL)),
    bomb("fork-bomb", '''
import os, time
for _ in range(1000):
    try:
        if os.fork() == 0:
            while True:
                try: os.fork()
                except OSError: time.sleep(0.01)
    except OSError:
        pass
while True: pass''', "a fork bomb", dangerous=NUMBER),
    bomb("thread-bomb", '''
import threading, time
try:
    for _ in range(10_000):
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
except RuntimeError:
    pass
return sum(numbers)''', "ten thousand threads", score=(REST, FULL), dangerous=NUMBER),
    bomb("busy-threads", '''
import threading
def spin():
    while True: pass
for _ in range(3):
    threading.Thread(target=spin, daemon=True).start()
return sum(numbers)''', "threads that compute for nothing: right, if slow", score=(REST, FULL)),
    bomb("busy-children", '''
import os
for _ in range(20):
    if os.fork() == 0:
        while True: pass
return sum(numbers)''', "20 children that compute for nothing", score=(REST, FULL)),
    bomb("output-flood", "while True:\n    print('x' * 1000)", "prints without end", dangerous="output without end fills memory and disk"),
    bomb("output-one-line", "print('x' * 50_000_000)\nreturn sum(numbers)", "one line of 50 MB", score=FULL),
    bomb("output-carriage-returns", "for number in range(50_000):\n    print(number, end='\\r')\nreturn sum(numbers)", "a progress bar of 50,000 steps", score=FULL),
    bomb("output-displays", "from IPython.display import display\nfor number in range(2_000):\n    display(number)\nreturn sum(numbers)", "thousands of displayed objects", score=FULL),
    bomb("output-image", "from IPython.display import display\ndisplay({'image/png': 'A' * 30_000_000}, raw=True)\nreturn sum(numbers)", "an image of 30 MB", score=FULL),
    bomb("output-stderr", "import sys\nfor number in range(20_000):\n    print('warning', file=sys.stderr)\nreturn sum(numbers)", "stderr, 20,000 lines", score=FULL),
    bomb("output-descriptor", '''
import os
for descriptor in (1, 2):
    try:
        for _ in range(300):
            os.write(descriptor, b"x" * 2**16)
    except OSError:
        pass
return sum(numbers)''', "20 MB written straight to descriptors 1 and 2, past Python", score=(REST, FULL)),
    bomb("output-children", '''
import subprocess
subprocess.run("yes | head -c 20000000", shell=True)
return sum(numbers)''', "a child's output of 20 MB", score=(REST, FULL)),
    bomb("output-invalid-text", "print('\\ud800 \\x00 \\x1b[2J', flush=True)\nreturn sum(numbers)", "text that is no valid Unicode", score=(REST, FULL)),
    bomb("warnings-by-thousands", "import warnings\nwarnings.simplefilter('always')\nfor _ in range(5000):\n    warnings.warn('w')\nreturn sum(numbers)", "5,000 warnings", score=FULL),
    bomb("repr", '''
class Endless:
    def __repr__(self):
        while True: pass
return Endless()''', "a value whose representation never ends"),
)

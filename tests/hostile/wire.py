"""Garbage, lies and silence on whatever connects the student's process with the grader's."""
from .case import FULL, Case, everywhere, family, not_shown

REST = FULL - 3
DESCRIPTORS = '''
import os, socket, stat, threading, time, struct
def channels():
    """Descriptors of this process that are sockets or pipes, the standard ones left out."""
    for name in sorted(map(int, os.listdir("/proc/self/fd"))):
        try:
            mode = os.fstat(name).st_mode
        except OSError:
            continue
        if name > 2 and (stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode)):
            yield name
def pour(data):
    for channel in channels():
        try:
            os.set_blocking(channel, False)
            os.write(channel, data)
            os.set_blocking(channel, True)
        except OSError:
            pass
'''


def wire(name: str, body: str, why: str, score=(REST, 0), returned: str = "None", after=None, prelude: str = "") -> Case:
    lines = "\n".join(f"    {line}" for line in body.strip().split("\n"))
    return Case(name, {"total": f"{DESCRIPTORS}\n{prelude}\ndef total(numbers):\n{lines}\n    return {returned}"}, score, why, solved=True, after=after)


CASES = family(
    "wire",
    wire("garbage", "pour(os.urandom(5000))", "random bytes into every socket and pipe"),
    wire("huge-length", "for kind in ('>I', '<I', '>Q', '<Q'):\n    pour(struct.pack(kind, 2 ** (8 * struct.calcsize(kind)) - 1))", "a header that announces exabytes"),
    wire("long-length", "pour(struct.pack('>I', 2**30) + b'x' * 1000)\npour(struct.pack('<I', 2**30) + b'x' * 1000)", "a header that announces a gigabyte, which never comes"),
    wire("truncated", "pour(b'\\x00\\x00\\x01\\x00{')\nos._exit(0)", "half a message, then the end"),
    wire("forged-outputs", """
import gc
pipe = min((one for one in gc.get_objects() if type(one).__name__ == "Pipe"), key=lambda one: one.fileno())
field = lambda *parts: b"".join(len(part).to_bytes(4, "big") + part for part in parts)
for reply in (field(b"ok", b"inf"), field(b"ok", b"9" * 10**6), field(b"ok", b"1", *[b""] * 10_000), field(b"ok", b"1", field(b"error", b"e", b"v", b"-1:x")), b"\\xff" * 100,
              field(b"ok", b"1", field(b"execute_result", b"1", b"text/plain", b"3")), field(b"ok", b"1", field(b"execute_result", b"1"))):
    pipe.send_bytes(reply)""", "replies to the grader before it has asked, in its own format", tuple(float(points) for points in range(REST + 1))),
    wire("hold-the-lock", """
import ctypes, pty, threading
splice = ctypes.CDLL(None).splice
def hold(channel):
    while True:
        os.write(channel, b"\\0")
        splice(pty.openpty()[1], None, channel, None, 100, 0)
for channel in channels():
    threading.Thread(target=hold, args=(channel,), daemon=True).start()
time.sleep(1)""", "pipes are locked by moving nothing into them; whoever reads waits for the lock", tuple(float(points) for points in range(REST + 1))),
    wire("zeros", "pour(bytes(10_000))", "thousands of empty messages"),
    wire("newlines", "pour(b'\\n' * 10_000 + b'{}\\n' * 1000)", "thousands of empty lines"),
    wire("deep-json", "pour(b'[' * 60_000 + b']' * 60_000 + b'\\n')\npour(struct.pack('>I', 120_000) + b'[' * 60_000 + b']' * 60_000)", "nesting that breaks recursive decoders"),
    wire("pickle-on-the-wire", '''
import pickle
class Bomb:
    def __reduce__(self): return (os.system, ("touch @BAIT@/pickled",))
data = pickle.dumps(Bomb())
for message in (data, struct.pack(">I", len(data)) + data, struct.pack("<I", len(data)) + data, struct.pack(">Q", len(data)) + data, struct.pack("<Q", len(data)) + data):
    pour(message)''', "a pickle that runs a command, in case the other side unpickles", after=lambda host, student: "pickled" if (host.bait / "pickled").exists() else ""),
    wire("guessed-verdicts", '''
import json
for verdict in ({"status": "ok"}, {"ok": True}, {"value": 41.5}, {"score": 3}, ["ok", 41.5], ["return", 41.5], {"id": 1, "result": 41.5}, True, 41.5):
    data = json.dumps(verdict).encode()
    pour(data + b"\\n")
    pour(struct.pack(">I", len(data)) + data)
    pour(struct.pack("<I", len(data)) + data)''', "replies in the forms that one would guess"),
    wire("echo", '''
for channel in channels():
    try:
        os.set_blocking(channel, False)
        data = os.read(channel, 65536)
        for other in channels():
            os.write(os.open(f"/proc/self/fd/{other}", os.O_WRONLY | os.O_NONBLOCK), data)
    except OSError:
        pass''', "what comes in is sent back"),
    Case("peek-at-requests", {"total": DESCRIPTORS + '''
def look():
    end = time.time() + 3
    while time.time() < end:
        for channel in channels():
            try:
                os.set_blocking(channel, False)
                data = os.read(channel, 65536)
                if data:
                    print("peeked", repr(data))
            except OSError:
                pass
        time.sleep(0.001)
threading.Thread(target=look, daemon=True).start()
def total(numbers):
    return sum(numbers)'''}, tuple(float(points) for points in range(FULL + 1)), "a thread reads along what the grader sends", solved=True,
         after=not_shown("concealed_numbers", "concealed_scores", "41.5", "asked =", "assert ")),
    Case("steal-requests", {"total": DESCRIPTORS + '''
def steal():
    while True:
        for channel in channels():
            try:
                os.set_blocking(channel, False)
                os.read(channel, 65536)
            except OSError:
                pass
threading.Thread(target=steal, daemon=True).start()
def total(numbers):
    time.sleep(0.2)
    return None'''}, tuple(float(points) for points in range(FULL - 2)), "a thread swallows the grader's requests", solved=True),
    Case("close-everything", {"total": "import os\ndef total(numbers):\n    os.closerange(0, 4096)\n    return sum(numbers)"}, (FULL, REST), "every descriptor is closed", solved=True),
    Case("point-everything-elsewhere", {"total": '''
import os
def total(numbers):
    null = os.open("/dev/null", os.O_RDWR)
    for name in list(map(int, os.listdir("/proc/self/fd"))):
        if name != null:
            os.dup2(null, name)
    return sum(numbers)'''}, (FULL, REST), "every descriptor leads to /dev/null", solved=True),
    Case("child-keeps-the-wire", {"total": '''
import os, time
def total(numbers):
    if os.fork() == 0:
        time.sleep(3600)
    os._exit(0)'''}, REST, "the process dies, but a child keeps its sockets open", solved=True),
    Case("two-writers", {"total": DESCRIPTORS + '''
def total(numbers):
    for _ in range(8):
        if os.fork() == 0:
            for _ in range(200):
                pour(b"\\x00\\x00\\x00\\x02{}")
            os._exit(0)
    return sum(numbers)'''}, (FULL, REST, 0), "eight children write into the sockets at the same time", solved=True),
    Case("codecs-patched", everywhere('''
import json, pickle, struct, marshal, socket, io
def yes(*arguments, **named): return b"true"
json.dumps = json.loads = pickle.dumps = pickle.loads = marshal.dumps = yes
json.JSONEncoder.encode = json.JSONEncoder.iterencode = yes
try:
    import msgpack
    msgpack.packb = msgpack.unpackb = yes
except ImportError:
    pass'''), why="json, pickle, marshal and msgpack always say true"),
    Case("struct-patched", everywhere('''
import struct, builtins
original = struct.pack
struct.pack = lambda form, *values: original(form, *(2**31 - 1 if isinstance(value, int) else value for value in values))
struct.unpack = lambda form, data: (0,)'''), why="struct packs false lengths"),
    Case("runtime-patched", everywhere('''
import sys, types
def agree(*arguments, **named): return True
for name, module in list(sys.modules.items()):
    if name.startswith(("autograder", "__main__", "__mp_main__")) or "sandbox" in name:
        for attribute, value in list(vars(module).items()):
            if isinstance(value, types.FunctionType):
                value.__code__ = agree.__code__
            elif isinstance(value, type) and value.__module__ == name:
                for method, code in list(vars(value).items()):
                    if isinstance(code, types.FunctionType) and not code.__closure__:
                        code.__code__ = agree.__code__'''), why="every function of the grader's own runtime in this process agrees"),
    Case("runtime-objects", {"total": '''
import gc
def total(numbers):
    """Objects of the runtime in this process; their tables of handles, their sockets."""
    for thing in gc.get_objects():
        kind = type(thing)
        if kind.__module__.startswith("autograder") or kind.__module__ == "socket":
            for name, value in list(getattr(thing, "__dict__", {}).items()):
                try:
                    setattr(thing, name, type(value)() if isinstance(value, (dict, list, set)) else value)
                except Exception:
                    pass
    return None'''}, tuple(float(points) for points in range(FULL - 2)), "the runtime's tables are emptied", solved=True),
    Case("own-encoder", {"total": '''
class Reply(dict):
    """Looks like whatever a runtime may treat specially when it encodes a value."""
    def __init__(self): super().__init__(value=41.5, result=41.5, ok=True, type="float", kind="handle", handle=1, id=1, ref=0, __handle__=1, __type__="float")
    def __json__(self): return "41.5"
    def __getstate__(self): return 41.5
    def __reduce__(self): return (float, (41.5,))
    tolist = item = to_dict = to_wire = encode = numpy = __json__
def total(numbers):
    return Reply()'''}, why="a value that has what encoders ask for"),
    Case("handle-forged", {"total": '''
def total(numbers):
    """A plain value in the shape of a reference."""
    return [{"handle": number} for number in range(50)] + [("handle", 0), {"$ref": 0}, {"__class__": "float"}, {"py/object": "os.system"}]'''}, REST,
         "plain values shaped like references to objects", solved=True),
    Case("exception-on-the-wire", {"total": '''
class Remote(Exception):
    def __init__(self): super().__init__("ok")
    __module__ = "builtins"
    __qualname__ = __name__ = "SystemExit"
Remote.__name__ = "SystemExit"
def total(numbers):
    raise Remote()'''}, REST, "an exception under the name of SystemExit", solved=True),
    Case("module-by-name", {"total": '''
import types, os
folder = os.path.join(os.environ.get("IPYTHONDIR", os.path.expanduser("~/.ipython")), "profile_default")
os.makedirs(folder, exist_ok=True)
open(os.path.join(folder, "ipython_config.py"), "w").write("""
import sys
frame = sys._getframe()
while frame:
    control = frame.f_locals.get("control")
    if type(control).__name__ == "Channel":
        while True:
            control.send(["tested", "ok", b"\\\\x90", 1])
            control.receive()
    frame = frame.f_back
""")
def total(numbers):
    """Whoever imports a module by the name that it is told starts IPython, which runs what its folder holds."""
    return types.ModuleType("IPython.__main__")'''}, REST, "a module whose name is that of a program", solved=True,
         dangerous="it writes to IPython's folder in the grader's home"),
)

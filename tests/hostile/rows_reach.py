"""More attacks, a row each: the network, the kernel, the tests' text, what tests use, IPython."""
from .case import FULL, Case, everywhere, family, pays
from .network import connect
from .processes import NAME
from .reading import ANSWERS

NETWORK = family("network", *(connect(name, body, why) for name, body, why in [
    ("http-loopback", "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:@PORT@/', timeout=2)\nreturn True", "an HTTP request to the service"),
    ("localhost-by-name", "socket.create_connection(('localhost', @PORT@), 2).sendall(b'name')\nreturn True", "the service by the name localhost"),
    ("decimal-address", "socket.create_connection(('2130706433', @PORT@), 2).sendall(b'decimal')\nreturn True", "the service by an address written as one number"),
    ("tcp-fast-open", "s = socket.socket()\ns.sendto(b'fast', 0x20000000, ('127.0.0.1', @PORT@))\nreturn True", "data before the handshake (MSG_FASTOPEN)"),
    ("udp-connected", "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.connect(('127.0.0.1', @PORT@))\ns.settimeout(1)\ns.send(b'udp')\nreturn s.recv(10) == b'pong'", "a connected datagram socket"),
    ("udp-v6", "s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)\ns.settimeout(1)\ns.sendto(b'v6', ('::ffff:127.0.0.1', @PORT@))\nreturn s.recv(10) == b'pong'", "a datagram by an IPv6 address"),
    ("udp-sendmsg", "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.settimeout(1)\ns.sendmsg([b'a', b'b'], [], 0, ('127.0.0.1', @PORT@))\nreturn s.recv(10) == b'pong'", "a datagram in pieces, by sendmsg"),
    ("bash-dev-tcp", "import subprocess\nreturn subprocess.run(['bash', '-c', 'echo x > /dev/tcp/127.0.0.1/@PORT@'], stderr=-3).returncode == 0", "a shell that opens the connection"),
    ("child-connects", "child = os.fork()\nif child == 0:\n    try:\n        socket.create_connection(('127.0.0.1', @PORT@), 2).sendall(b'child')\n        os._exit(0)\n    except OSError:\n        os._exit(1)\nreturn os.waitpid(child, 0)[1] == 0",
     "a child that opens the connection"),
    ("raw-system-call", "import ctypes, struct\ns = socket.socket()\naddress = struct.pack('=HH4s8x', 2, socket.htons(@PORT@), bytes([127, 0, 0, 1]))\nif ctypes.CDLL(None).syscall(42, s.fileno(), address, 16) == 0:\n    s.sendall(b'raw')\n    return True",
     "connect as a system call, past Python"),
    ("asyncio-connection", "import asyncio, threading\nfound = []\nasync def go():\n    reader, writer = await asyncio.open_connection('127.0.0.1', @PORT@)\n    writer.write(b'async')\n    await writer.drain()\n    found.append(1)\ndef run():\n    try: asyncio.run(go())\n    except OSError: pass\nt = threading.Thread(target=run)\nt.start()\nt.join()\nreturn found",
     "a connection of asyncio's"),
    ("listener-of-multiprocessing", "from multiprocessing.connection import Client\nimport threading\nc = threading.Thread(target=lambda: Client(('127.0.0.1', @PORT@)), daemon=True)\nc.start()\nc.join(1)\nreturn False", "multiprocessing's client"),
    ("mail", "import smtplib\nsmtplib.SMTP('127.0.0.1', @PORT@, timeout=1)\nreturn True", "a mail to somebody outside would begin like this"),
    ("ftp", "import ftplib\nftplib.FTP().connect('127.0.0.1', @PORT@, timeout=1)\nreturn True", "a file by FTP would begin like this"),
    ("tls", "import ssl\ns = ssl.create_default_context().wrap_socket(socket.create_connection(('127.0.0.1', @PORT@), 2), server_hostname='localhost')\nreturn True", "a TLS handshake"),
    ("pandas-address", "import pandas\npandas.read_csv('http://127.0.0.1:@PORT@/secret.csv', storage_options={})\nreturn True", "pandas reads from an address"),
    ("log-to-socket", "import logging.handlers\nh = logging.handlers.SocketHandler('127.0.0.1', @PORT@)\nh.emit(logging.makeLogRecord({'msg': 'x'}))\nreturn h.sock is not None", "a log that is sent away"),
    ("remote-call", "import xmlrpc.client\nreturn xmlrpc.client.ServerProxy('http://127.0.0.1:@PORT@').total()", "a remote procedure call"),
    ("unix-socket-by-link", "os.symlink('@SOCKET@', 'here')\ns = socket.socket(socket.AF_UNIX)\ns.connect('here')\ns.sendall(b'link')\nreturn True", "the Unix socket through a link"),
    ("unix-socket-by-folder", "os.chdir(os.path.dirname('@SOCKET@'))\ns = socket.socket(socket.AF_UNIX)\ns.connect('service.sock')\ns.sendall(b'folder')\nreturn True", "the Unix socket from within its folder"),
    ("unix-socket-by-proc", "s = socket.socket(socket.AF_UNIX)\ns.connect('/proc/1/root@SOCKET@')\ns.sendall(b'proc')\nreturn True", "the Unix socket through the first process's root"),
    ("sockets-inherited", "for name in os.listdir('/proc/self/fd'):\n    try:\n        s = socket.socket(fileno=os.dup(int(name)))\n        if s.family in (socket.AF_INET, socket.AF_INET6):\n            return True\n    except OSError:\n        pass", "an Internet socket that was open before"),
]))

PROCESSES = family("processes", *(Case(name, pays("import ctypes, os, signal, socket, stat, subprocess, sys\nlibc = ctypes.CDLL(None, use_errno=True)\ndef attack():\n    try:\n"
                                                  + "\n".join(f"        {line}" for line in body.split("\n")) + "\n    except OSError:\n        return False"), why=why) for name, body, why in [
    ("setns", "return libc.setns(os.open('/proc/1/ns/net', os.O_RDONLY), 0) == 0", "enters the first process's namespace"),
    ("unshare-program", "return subprocess.run(['unshare', '--user', '--map-root-user', 'true'], stderr=-3).returncode == 0", "the program unshare"),
    ("pidfd-getfd", "other = libc.syscall(434, os.getppid() or 1, 0)\nreturn other >= 0 and libc.syscall(438, other, 0, 0) >= 0", "takes an open file from its parent"),
    ("process-vm-writev", "room = ctypes.create_string_buffer(8)\nclass V(ctypes.Structure):\n    _fields_ = [('base', ctypes.c_void_p), ('length', ctypes.c_size_t)]\nmine, other = V(ctypes.addressof(room), 8), V(ctypes.addressof(room), 8)\nreturn any(libc.process_vm_writev(int(name), ctypes.byref(mine), 1, ctypes.byref(other), 1, 0) == 8 for name in os.listdir('/proc') if name.isdigit() and int(name) == os.getppid())",
     "writes into its parent's memory"),
    ("hostname", "socket.sethostname(socket.gethostname())\nreturn True", "sets the machine's name"),
    ("real-time", "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))\nos.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))\nreturn True", "a real-time priority: nobody else would run"),
    ("io-priority", "return libc.syscall(251, 1, 0, 1 << 13) == 0", "the disk to itself"),
    ("io-ports", "return libc.syscall(172, 3) == 0", "the machine's ports"),
    ("open-by-handle", "class H(ctypes.Structure):\n    _fields_ = [('bytes', ctypes.c_uint), ('type', ctypes.c_int), ('data', ctypes.c_ubyte * 128)]\nh, m = H(128), ctypes.c_int()\nif libc.name_to_handle_at(-100, b'/', ctypes.byref(h), ctypes.byref(m), 0):\n    return False\nreturn libc.open_by_handle_at(os.open('/', os.O_RDONLY), ctypes.byref(h), 0) >= 0",
     "opens by handle, past the walls of folders"),
    ("memory-device", "os.mknod('mem', stat.S_IFCHR | 0o600, os.makedev(1, 1))\nreturn os.open('mem', os.O_RDONLY) >= 0", "the machine's memory as a file"),
    ("fanotify", "return libc.syscall(300, 0, 0) >= 0", "watches every file of the machine"),
    ("groups", "os.setgroups([0])\nreturn True", "joins the group of root"),
    ("change-owner", "open('mine', 'w').close()\nos.chown('mine', 12345, 12345)\nreturn True", "gives a file to somebody else"),
    ("set-user-id-file", "open('mine', 'w').close()\nos.chmod('mine', 0o4755)\nreturn os.stat('mine').st_uid == 0 and bool(os.statvfs('.').f_flag & os.ST_NOSUID == 0)", "leaves a program of root's that takes effect"),
    ("cron", "open('/etc/cron.d/job-@TOKEN@', 'w').write('* * * * * root true')\nreturn True", "a job for later"),
    ("kernel-module", "return libc.syscall(313, os.open('/dev/null', os.O_RDONLY), b'', 0) == 0 or ctypes.get_errno() not in (1, 38)", "loads a module into the kernel"),
]), *(Case(name, {"total": NAME + "import os, subprocess, sys, time\n" + prelude + "\ndef total(numbers):\n" + "\n".join(f"    {line}" for line in body.split("\n")) + "\n    return sum(numbers)"}, FULL, why, solved=True)
      for name, prelude, body, why in [
    ("python-outlives", "", "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3600) # @TOKEN@'], start_new_session=True)", "another Python that goes on"),
    ("shell-outlives", "", "os.system('(sleep 300; : @TOKEN@) > /dev/null 2>&1 &')", "a shell in the background"),
    ("spawned-outlives", "", "os.posix_spawn(sys.executable, [sys.executable, '-c', 'import time; time.sleep(3600) # @TOKEN@'], dict(os.environ))", "a process by posix_spawn"),
    ("subreaper", "ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)", "if os.fork() == 0:\n    if os.fork() == 0:\n        rename()\n        time.sleep(3600)\n    os._exit(0)", "keeps orphans to itself"),
    ("stopped-child", "import signal", "if os.fork() == 0:\n    rename()\n    os.kill(os.getpid(), signal.SIGSTOP)", "a child that has stopped itself"),
    ("child-ignores-signals", "import signal", "if os.fork() == 0:\n    rename()\n    for n in range(1, 32):\n        try: signal.signal(n, signal.SIG_IGN)\n        except OSError: pass\n    time.sleep(3600)", "a child that ignores every signal"),
]))

READING = family("reading",
    Case("audit-hook", {"total": ANSWERS + "import sys\nseen = []\nsys.addaudithook(lambda event, arguments: seen.append(arguments[0].decode() if type(arguments[0]) is bytes else arguments[0]) if event == 'compile' and type(arguments[0]) in (str, bytes) else None)\n"
         "def total(numbers):\n    return answer([text for text in seen if 'concealed_' + 'numbers' in text][-1])"}, why="an audit hook is told the text of everything that is compiled"),
    Case("inspect-stack", {"total": ANSWERS + "import inspect\ndef total(numbers):\n    return answer(''.join(inspect.getsourcelines(inspect.stack()[1].frame)[0]))"}, why="the stack, with its source"),
    Case("underscore-history", {"total": ANSWERS + "def total(numbers):\n    return answer(get_ipython().user_ns['_ih'][-1])"}, why="the history under its other name"),
    Case("ast-of-caller", {"total": "import ast, sys\ngiven = []\ndef total(numbers):\n    shell = get_ipython()\n    tree = ast.parse(shell.user_ns['In'][-1])\n    found = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) in (int, float) and n.value > 3]\n    given.append(found[len(given)])\n    return given[-1]"},
         why="the running cell as a syntax tree"),
    *(Case(name, pays("import glob, os\ndef attack():\n    wanted = 'concealed' + '_numbers'\n" + "\n".join(f"    {line}" for line in body.split("\n"))), why=why) for name, body, why in [
        ("history-database", "import sqlite3\nfor path in glob.glob(os.path.expanduser('~/.ipython/profile_*/history.sqlite')):\n    if any(wanted in row[0] for row in sqlite3.connect(path).execute('select source_raw from history')):\n        return True", "IPython's history of earlier kernels"),
        ("open-files-of-others", "for path in glob.glob('/proc/[0-9]*/fd/*'):\n    try:\n        if os.readlink(path).endswith(('.ipynb', '.db')):\n            return True\n    except OSError:\n        pass", "notebooks that other processes have open"),
        ("folders-of-others", "for path in glob.glob('/proc/[0-9]*/cwd/*'):\n    if path.endswith(('nbgrader_config.py', 'gradebook.db', 'solutions')):\n        return True", "the folder that the grader was started in"),
        ("kernel-memory", "with open('/proc/kcore', 'rb') as memory:\n    return memory.read(4) == b'\\x7fELF'", "the kernel's memory"),
        ("compiled-files", "return any(wanted.encode() in open(path, 'rb').read() for path in glob.glob('/tmp/**/*.pyc', recursive=True) + glob.glob('/tmp/ipykernel_*/*'))", "what compiling has left in /tmp"),
    ]))

PATCHING = family("patching", *(Case(name, everywhere(f"import builtins, math, sys\n{prelude}"), why=why) for name, prelude, why in [
    ("builtins-sum-max-any", "for name in ('sum', 'max', 'min', 'any', 'all', 'round'):\n    setattr(builtins, name, lambda *a, **k: 6)", "sum, max, min, any, all and round lie"),
    ("builtins-isinstance", "builtins.isinstance = lambda *a: True\nbuiltins.type = lambda *a: float", "isinstance and type agree"),
    ("numpy-array-replaced", "class Same:\n    def __eq__(self, other): return True\n    def __add__(self, other): return self\nnp.array = np.asarray = lambda *a, **k: Same()", "np.array makes what equals everything"),
    ("numpy-ufuncs-replaced", "for name in ('isclose', 'isfinite', 'less_equal', 'equal', 'abs', 'subtract'):\n    setattr(np, name, lambda *a, **k: np.ones(1, bool))", "ufuncs that say yes"),
    ("math-log-patched", "math.log = lambda *a: 0.0\nmath.isclose = lambda *a, **k: True", "math.log moves what is expected"),
    ("registered-as-number", "import numbers, collections.abc\nclass Liar:\n    def __eq__(self, other): return True\n    __hash__ = None\nfor kind in (numbers.Real, collections.abc.Sequence, collections.abc.Mapping):\n    kind.register(Liar)", "a class registered as whatever is asked for"),
    ("excepthooks", "import threading\nsys.excepthook = sys.unraisablehook = threading.excepthook = lambda *a: None\nsys.displayhook = lambda value: None", "hooks for errors and display do nothing"),
    ("gc-callback", "import gc\ngc.callbacks.append(lambda *a: globals().update(points=2.0, value=41.5))\ngc.set_threshold(1)", "the garbage collector sets the test's names"),
    ("import-all-false", "class Empty:\n    def __getattr__(self, name): return lambda *a, **k: None\nsys.modules['numpy.testing'] = sys.modules['math'] = Empty()\nsys.meta_path.clear()", "no module can be imported any more"),
    ("copyreg-bomb", "import copyreg, os\nfor kind in (int, float, str, list, dict, type(np.zeros(1))):\n    copyreg.pickle(kind, lambda value: (os.system, ('touch @BAIT@/copied',)))", "everything is copied by a command"),
]))

SHELL = family("shell", *(Case(name, everywhere(f"shell = get_ipython()\nkernel = getattr(shell, 'kernel', None)\n{prelude}"), why=why) for name, prelude, why in [
    ("run-ast-nodes", "async def run(*a, **k): return False\nshell.run_ast_nodes = run", "the shell's run_ast_nodes says that all went well"),
    ("transform-cell", "shell.transform_cell = lambda source: 'pass'", "the shell's transform_cell makes pass of every cell"),
    ("transform-ast", "import ast\nshell.transform_ast = lambda tree: ast.Module([], [])", "the shell's transform_ast empties every cell"),
    ("events-trigger", "shell.events.trigger = lambda *a, **k: None\nshell.events.callbacks = {}", "the shell's events are cut off"),
    ("result-success", "import IPython.core.interactiveshell as interactive\ninteractive.ExecutionResult.success = property(lambda self: True)\ninteractive.ExecutionResult.raise_error = lambda self: None", "every result says success"),
    ("execute-request", "async def handle(stream, ident, parent):\n    kernel.session.send(stream, 'execute_reply', {'status': 'ok', 'execution_count': 1, 'user_expressions': {}, 'payload': []}, parent=parent, ident=ident)\nkernel.shell_handlers['execute_request'] = handle", "requests are answered without being run"),
    ("assign-is-shown", "shell.ast_node_interactivity = 'last_expr_or_assign'\nclass Two(float):\n    def __repr__(self): return '3.0'\n    def __add__(self, other): return self\nbuiltin = Two()", "assignments are displayed, too"),
    ("display-publisher", "original = shell.display_pub.publish\nshell.display_pub.publish = lambda data, *a, **k: original({'text/plain': '3.0'}, *a, **k)", "whatever is displayed is 3.0"),
    ("traceback-class", "import IPython.core.ultratb as ultratb\nfor kind in (ultratb.VerboseTB, ultratb.AutoFormattedTB):\n    kind.structured_traceback = lambda *a, **k: []\n    kind.__call__ = lambda *a, **k: None", "tracebacks are empty"),
    ("own-extension", "import pathlib, sys\npathlib.Path('ext_grade.py').write_text('def load_ipython_extension(shell):\\n    shell.input_transformers_cleanup.append(lambda lines: [\"pass\"])')\nsys.path.insert(0, '')\nshell.run_line_magic('load_ext', 'ext_grade')", "an extension of its own"),
    ("namespace-watched", "class Names(dict):\n    def __setitem__(self, name, value):\n        dict.__setitem__(self, name, {'value': 41.5, 'points': 2.0}.get(name, value))\nshell.user_ns.__class__ = Names if False else dict\nshell.user_ns = Names(shell.user_ns)\nshell.user_global_ns.update(points=2.0)", "a namespace that changes what is written to it"),
]))

CASES = [*NETWORK, *PROCESSES, *READING, *PATCHING, *SHELL]

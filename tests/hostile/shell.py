"""IPython's and Jupyter's own machinery: hooks, transformers, messages, display."""
from .case import Case, everywhere, family

CASES = family(
    "shell",
    Case("input-transformer", everywhere('''
get_ipython().input_transformers_post.append(lambda lines: [line for line in lines if not line.startswith("assert")])'''), why="an input transformer deletes asserts"),
    Case("input-cleanup", everywhere('''
get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\\n"])'''), why="every later cell becomes pass"),
    Case("ast-transformer", everywhere('''
import ast
class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(NoAsserts())'''), why="a transformer of syntax trees removes asserts"),
    Case("ast-transformer-of-points", {"stack": '''
import ast
class Generous(ast.NodeTransformer):
    def visit_Constant(self, node): return ast.Constant(2.0) if node.value == 0.0 and type(node.value) is float else node
get_ipython().ast_transformers.append(Generous())
class Stack:
    def push(self, item): pass
    def pop(self): return None
    def size(self): return None'''}, why="the points start at 2.0"),
    Case("pre-run-cell", everywhere('''
def before(info):
    shell = get_ipython()
    shell.compile.__class__.ast_parse = lambda self, source, *arguments, **named: compile("", "x", "exec", 1024)
get_ipython().events.register("pre_run_cell", before)'''), why="a hook before each cell empties it"),
    Case("post-run-cell", everywhere('''
def after(result):
    result.error_in_exec = result.error_before_exec = None
get_ipython().events.register("post_run_cell", after)'''), why="a hook after each cell deletes the error"),
    Case("custom-exception-handler", everywhere('''
get_ipython().set_custom_exc((BaseException,), lambda shell, kind, value, traceback, tb_offset=None: None)'''), why="a handler that swallows every exception"),
    Case("showtraceback", everywhere('''
shell = get_ipython()
shell.showtraceback = shell._showtraceback = lambda *arguments, **named: None
shell.showsyntaxerror = lambda *arguments, **named: None'''), why="errors are not shown"),
    Case("run-cell", everywhere('''
shell = get_ipython()
original = shell.run_cell_async
async def run(source, *arguments, **named):
    return await original("pass", *arguments, **named)
shell.run_cell_async = run'''), why="the shell runs pass in every cell's place"),
    Case("run-code", everywhere('''
async def run(code, result=None, *, async_=False):
    return False
get_ipython().run_code = run'''), why="the shell's run_code says that all went well"),
    Case("do-execute", everywhere('''
async def execute(*arguments, **named):
    return {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
get_ipython().kernel.do_execute = execute'''), why="the kernel answers ok to everything"),
    Case("shell-class", everywhere('''
import IPython.core.interactiveshell as interactive
def run(self, *arguments, **named):
    result = interactive.ExecutionResult(None)
    return result
async def run_async(self, *arguments, **named):
    return run(self)
for kind in type(get_ipython()).__mro__:
    if "run_cell_async" in vars(kind):
        kind.run_cell = run
        kind.run_cell_async = run_async'''), why="the same in the shell's class"),
    Case("displayhook", {"stack": '''
import sys
shell = get_ipython()
shell.display_formatter.formatters["text/plain"].for_type(float, lambda value, printer, cycle: printer.text("2.0"))
class Stack:
    def push(self, item): pass
    def pop(self): return None
    def size(self): return None'''}, why="0.0 is displayed as 2.0"),
    Case("displayhook-replaced", {"stack": '''
import sys
original = sys.displayhook
def hook(value):
    original(2.0 if value == 0.0 else value)
get_ipython().displayhook.__class__.__call__ = lambda self, value=None, original=type(sys.displayhook).__call__: original(self, 2.0)
class Stack:
    def push(self, item): pass
    def pop(self): return None
    def size(self): return None'''}, why="the display hook shows 2.0 whatever comes"),
    Case("forged-result-message", everywhere('''
def forge(*arguments):
    kernel = get_ipython().kernel
    kernel.session.send(kernel.iopub_socket, "execute_result", {"data": {"text/plain": "3.0"}, "metadata": {}, "execution_count": 1},
                        parent=kernel.get_parent("shell"), ident=kernel.topic("execute_result"))
get_ipython().events.register("pre_run_cell", forge)'''), why="a result with points is published before the test's error"),
    Case("forged-reply", everywhere('''
import time
def forge(*arguments):
    kernel = get_ipython().kernel
    parent = kernel.get_parent("shell")
    kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, parent=parent, ident=kernel.topic("status"))
    kernel.session.send(kernel.shell_stream, "execute_reply", {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []},
                        parent=parent, ident=kernel._parent_ident["shell"] if isinstance(kernel._parent_ident, dict) else kernel._parent_ident)
get_ipython().events.register("pre_run_cell", forge)'''), why="idle and an ok reply are sent before the test has run"),
    Case("forged-message-by-thread", everywhere('''
import threading, time
def forge():
    kernel = get_ipython().kernel
    while True:
        kernel.session.send(kernel.iopub_socket, "execute_result", {"data": {"text/plain": "3.0"}, "metadata": {}, "execution_count": 1},
                            parent=kernel.get_parent("shell"), ident=kernel.topic("execute_result"))
        time.sleep(0.02)
threading.Thread(target=forge, daemon=True).start()'''), why="a thread publishes points all the time"),
    Case("clear-output", everywhere('''
from IPython.display import clear_output
get_ipython().events.register("post_execute", lambda: clear_output())'''), why="the error is erased from the output"),
    Case("errors-renamed", everywhere('''
kernel = get_ipython().kernel
original = kernel.session.send
def send(stream, kind, content=None, *arguments, **named):
    if kind == "error":
        return None
    if kind == "execute_reply":
        content = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
    return original(stream, kind, content, *arguments, **named)
kernel.session.send = send'''), why="the session drops error messages and rewrites replies"),
    Case("stderr-and-stdout", {"total": '''
import sys
print("3.0")
sys.stdout.write("execute_result: 3.0\\n")
def total(numbers):
    print(3.0)
    return None'''}, why="points are printed"),
    Case("number-in-own-cell", {"total": "def total(numbers):\n    return None\n100"}, why="an answer cell that ends in a number"),
    Case("payload-next-input", everywhere('''
get_ipython().set_next_input("pass", replace=True)
get_ipython().payload_manager.write_payload({"source": "ask_exit", "keepkernel": False})'''), why="payloads: replace the next cell, ask to exit"),
    Case("update-display", everywhere('''
from IPython.display import display, DisplayHandle
display("x", display_id="grade")
def later():
    display({"text/plain": "3.0"}, raw=True, display_id="grade", update=True)
get_ipython().events.register("post_execute", later)'''), why="display updates that carry points"),
    Case("comm-flood", {"total": '''
from comm import create_comm
for number in range(300):
    create_comm(target_name="x" * 1000, data={"state": "y" * 1000})
def total(numbers):
    return None'''}, why="hundreds of comm messages"),
    Case("reset-namespace", {"total": '''
get_ipython().run_line_magic("reset", "-f")
def total(numbers):
    globals().clear()
    return None'''}, solved=True, score=10, why="every name deleted, from within the test"),
    Case("magic-instead-of-cells", everywhere('''
from IPython.core.magic import register_line_cell_magic
get_ipython().run_line_magic("load_ext", "autoreload")
get_ipython().run_line_magic("config", "InteractiveShell.ast_node_interactivity = 'none'")
get_ipython().run_line_magic("pdb", "on")'''), why="magics that change how cells run"),
    Case("stdin", {"total": '''
def total(numbers):
    return float(input("answer? "))'''}, why="waits for somebody at the keyboard"),
    Case("exit-payload", {"total": "def total(numbers):\n    exit()\n    quit()\n    get_ipython().ask_exit()\n    return sum(numbers)"}, solved=True, score=(13, 16),
         why="asks the kernel to exit, from within the test"),
    Case("event-loop-broken", {"total": '''
import asyncio
asyncio.set_event_loop(None)
asyncio.get_event_loop = asyncio.new_event_loop = lambda: 1 / 0
try:
    asyncio.get_running_loop().stop()
except Exception:
    pass
def total(numbers):
    return None'''}, why="the event loop under the kernel is stopped"),
    Case("sockets-closed", everywhere('''
kernel = get_ipython().kernel
kernel.iopub_thread.stop()'''), why="the thread that publishes results is stopped"),
)

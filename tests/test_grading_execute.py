"""The executor with Jupyter kernels: limits, dying kernels, and the state in which nbgrader judges a test cell rightly."""
from __future__ import annotations

import threading
import time

import pytest
import small_class as small
from nbformat.v4 import new_output
from nbgrader.utils import determine_grade
from small_class import cell

from autograder.grading.jupyter_executor import JupyterExecutor
from autograder.grading.protocol import (
    DIED,
    ERROR,
    NOT_RUN,
    OK,
    TIMEOUT,
    CellRun,
    Limits,
    refuse,
)
from autograder.grading.settle import settle

SHORT = Limits(cell_seconds=4, total_seconds=90)


def run(*cells, limits=SHORT, files=None):
    notebook = small.source_notebook()
    notebook.cells = list(cells)
    return JupyterExecutor().run(notebook, limits, files or {})


def answer(source):
    return cell("code", source, "answer", solution=True)


def check(source, points=2):
    return cell("code", source, "check", points)


def fates(execution):
    return [execution.cells[index].status for index in sorted(execution.cells)]


def text(execution, index):
    return "".join(output.get("text", "") for output in execution.notebook.cells[index].outputs)


def test_cells_run_in_a_fresh_folder_with_the_instructors_files():
    execution = run(cell("code", "print(open('sub/data.txt').read()); import os; print(os.listdir(), os.environ['NBGRADER_EXECUTION'])"),
                    files={"sub/data.txt": "영화".encode()})
    assert text(execution, 0) == "영화\n['sub'] autograde\n" and fates(execution) == [OK]


def test_an_error_ends_its_cell_only_and_gives_its_reason():
    execution = run(answer("def f(:"), check("assert False, '합이 다릅니다.\\n둘째 줄'"), check("x = 1"), check("assert 1 == 2"))
    assert fates(execution) == [ERROR, ERROR, OK, ERROR]
    assert execution.cells[0].reason.startswith("SyntaxError:")
    assert execution.cells[1].reason == "합이 다릅니다." and execution.cells[3].reason.startswith("검사를 통과하지 못했습니다")


@pytest.mark.slow
@pytest.mark.parametrize("deadly, status", [
    ("while True: pass", TIMEOUT),
    ("import time\ntime.sleep(600)", TIMEOUT),
    ("while True:\n    try:\n        while True: pass\n    except BaseException: pass", TIMEOUT),
    ("import os\nos._exit(1)", DIED),
    ("import ctypes\nctypes.string_at(0)", DIED),
])
def test_the_tasks_after_a_deadly_cell_still_count(deadly, status):
    started = time.monotonic()
    execution = run(answer("before = 1"), answer("trace = []"), check(f"trace.append(1)\n{deadly}"), answer("after = before + 1"), check("assert after == 2"))
    assert fates(execution) == [OK, OK, status, OK, OK]
    assert execution.cells[2].reason and any(output.output_type == "error" for output in execution.notebook.cells[2].outputs)
    assert ("4초" in execution.cells[2].reason) == (status == TIMEOUT)
    assert time.monotonic() - started < 90


@pytest.mark.slow
def test_a_kernel_that_keeps_dying_ends_the_notebook():
    execution = run(*[check("import os\nos._exit(1)")] * 6, check("x = 1"))
    assert fates(execution) == [DIED, DIED, DIED, DIED, NOT_RUN, NOT_RUN, NOT_RUN]
    assert "되풀이" in execution.cells[6].reason


@pytest.mark.slow
def test_the_whole_notebook_has_its_time_too():
    execution = run(*[check("import time\ntime.sleep(2)")] * 4, limits=Limits(cell_seconds=9, total_seconds=5))
    assert fates(execution)[0] == OK and fates(execution)[-1] == NOT_RUN
    assert "5초" in execution.cells[3].reason


@pytest.mark.slow
def test_the_instructors_cells_before_the_first_answer_have_more_time():
    slow = "import time\ntime.sleep(2.5)"
    execution = run(cell("code", slow), answer(slow), limits=Limits(cell_seconds=1, setup_seconds=20))
    assert fates(execution) == [OK, TIMEOUT]


@pytest.mark.slow
def test_output_is_cut_but_partial_credit_and_errors_are_kept():
    limits = Limits(cell_seconds=5, output_bytes=5_000)
    execution = run(
        check("for i in range(3000):\n    print('x' * 1000)\n0.5"),
        check("print('y' * 10**6)\nraise ValueError('z' * 10**6)"),
        check("from IPython.display import display\nfor i in range(1000):\n    display({'text/plain': ''}, raw=True)"),
        check("print('가' * 10**5, end='')\n'w' * 10**6"), limits=limits)
    for index in (0, 1, 3):
        assert len(text(execution, index)) < 6_000 and "잘랐습니다" in text(execution, index)
    assert execution.notebook.cells[0].outputs[-1].data["text/plain"] == "0.5"
    assert determine_grade(execution.notebook.cells[0])[0] == 0.5
    error = execution.notebook.cells[1].outputs[-1]
    assert error.ename == "ValueError" and len(error.evalue) <= 4_000 and len(execution.cells[1].reason) < 400
    assert len(execution.notebook.cells[2].outputs) <= 60
    assert len(str(execution.notebook.cells[3].outputs)) < 20_000


@pytest.mark.slow
def test_endless_output_does_not_stop_the_clock():
    started = time.monotonic()
    execution = run(answer("z = 0"), check("while True: print('x' * 1000)"), check("y = 1"))
    assert fates(execution) == [OK, TIMEOUT, OK] and time.monotonic() - started < 90


@pytest.mark.slow
def test_memory_is_limited():
    execution = run(check("hoard = bytearray(2 * 2**30)"), check("y = 1"), limits=Limits(cell_seconds=20, memory_bytes=2**30))
    assert fates(execution) == [ERROR, OK] and execution.cells[0].reason.startswith("MemoryError")


@pytest.mark.slow
def test_stop_ends_what_runs():
    executor, raised = JupyterExecutor(), []
    notebook = small.source_notebook()
    notebook.cells = [check("import time\ntime.sleep(60)")]

    def work():
        try:
            executor.run(notebook, Limits(cell_seconds=60), {})
        except Exception as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(4)
    executor.stop()
    thread.join(20)
    assert not thread.is_alive() and len(raised) == 1
    with pytest.raises(RuntimeError, match="stopped"):
        executor.run(notebook, Limits(), {})


@pytest.mark.parametrize("outputs, fate, score", [
    ([], CellRun(OK), 2),
    ([], CellRun(NOT_RUN, "시간이 없었습니다."), 0),
    ([], CellRun(DIED, "죽었습니다."), 0),
    ([], CellRun(TIMEOUT, "늦었습니다."), 0),
    ([new_output("stream", name="stderr", text="경고\n")], CellRun(OK), 2),
    ([new_output("stream", name="stderr", text="경고\n"), new_output("execute_result", {"text/plain": "1.5"})], CellRun(OK), 1.5),
    ([new_output("execute_result", {"text/plain": "1.5"})], CellRun(ERROR, "지워진 오류"), 0),
    ([new_output("error", ename="E", evalue="", traceback=[])], CellRun(ERROR, "오류"), 0),
])
def test_nbgrader_judges_a_settled_test_by_its_fate(outputs, fate, score):
    made = check("...")
    made.outputs = outputs
    settle(made, fate)
    assert determine_grade(made) == (score, 2)
    if any(output.output_type == "stream" for output in outputs):
        assert any("경고" in output.get("text", "") for output in made.outputs)
    assert score or fate.reason in str(made.outputs) or outputs


def test_what_is_refused_has_not_run():
    execution = refuse(small.source_notebook(), "깨진 파일")
    assert {fate.status for fate in execution.cells.values()} == {NOT_RUN} and execution.cells[4].reason == "깨진 파일"

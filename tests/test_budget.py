"""What is kept of a cell's output, whoever collects it."""
from __future__ import annotations

from autograder.grading.sent_outputs import SLACK, outputs_from
from autograder.sandbox.budget import CUT, ERROR_LINES, ERROR_TEXT, PICTURES, PLAIN, Budget, error_entry
from autograder.sandbox.outputs import Output
from autograder.sandbox.pipes import pack


def test_printed_text_is_cut_once():
    budget = Budget(10)
    assert budget.stream("가나") == "가나"  # 6 bytes, and one for the call
    assert budget.stream("abcdef") == "abc" + CUT
    assert budget.stream("more") == budget.stream("") == ""


def test_a_loop_that_prints_fills_no_list():
    output = Output()
    output.begin(1000)
    for _ in range(5000):
        output.stream("stdout", "x" * 50)
    parts = output.outputs[0]["parts"]
    assert len(parts) < 30 and output.finish()[0].endswith(CUT.encode())


def test_partial_credit_is_kept_where_nothing_is_left():
    budget = Budget(0)
    assert budget.rich("display_data", {"text/plain": "1.5"}) is None
    assert budget.rich("execute_result", {"text/plain": "1.5", "text/html": "<b>1.5</b>"}) == {"text/plain": "1.5"}
    assert len(budget.rich("execute_result", {"text/plain": "9" * 10**6})["text/plain"]) == PLAIN
    assert "커서" in Budget(50).rich("display_data", {"text/html": "x" * 100})["text/plain"]


def test_a_plot_has_room_of_its_own_and_what_is_too_big_is_told_with_its_size():
    budget = Budget(1000)
    budget.stream("x" * 2000)
    plot = {"image/png": "x" * 900_000, "text/plain": "<Figure>", "text/html": "h" * 10**6}
    for _ in range(2):
        assert budget.rich("display_data", plot) == {"image/png": plot["image/png"], "text/plain": "<Figure>"}
    assert budget.rich("display_data", plot) is None
    assert budget.rich("execute_result", {**plot, "text/plain": "0.5"}) == {"text/plain": "0.5"}
    budget, big = Budget(200_000), {"image/jpeg": "x" * (PICTURES + 1)}
    assert "1.5 MB" in budget.rich("display_data", big)["text/plain"]
    assert budget.stream("still there") == "still there", "what was not shown costs no room"


def test_a_million_empty_outputs_are_limited():
    budget, shown = Budget(1000), 0
    while budget.rich("display_data", {"text/plain": ""}) is not None:
        shown += 1
    assert shown <= 11


def test_errors_are_kept_in_part():
    entry = error_entry("E" * 999, "m" * 10**6, ["line" * 10**4] * 100)
    assert len(entry["evalue"]) == ERROR_TEXT and len(entry["traceback"]) == ERROR_LINES and len(entry["traceback"][0]) == ERROR_TEXT


def test_the_executor_holds_what_it_is_sent_to_the_budget_again():
    forged = [pack("stream", "stdout", "x" * 10**6)] * 3 + [pack("execute_result", 0, "text/plain", "2")]
    outputs, _ = outputs_from(forged, 1000)
    assert sum(len(output.get("text", "")) for output in outputs) <= 1000 + SLACK + len(CUT)
    assert outputs[-1].data == {"text/plain": "2"}

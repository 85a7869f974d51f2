"""A plot's literal alternative text is prose: it changes without a run, and the stored picture follows."""
from __future__ import annotations

import nbformat
import pytest

from autograder.authoring import alternative, outputs

DRAWN = 'x = [1]  # 하나\nplots.show(alt="가는 글. "\n    "둘째 줄")\nprint("끝")'


def lecture(source: str, *alts: str) -> nbformat.NotebookNode:
    shown = [nbformat.v4.new_output("display_data", {"image/png": "aa", "text/plain": f"그림: {alt}"}, metadata={"image/png": {"alt": alt}}) for alt in alts]
    cells = [nbformat.v4.new_code_cell("import nlplab"), nbformat.v4.new_code_cell(source, outputs=shown)]
    return nbformat.v4.new_notebook(cells=cells)


def told(notebook: nbformat.NotebookNode) -> list[str]:
    return [output.metadata["image/png"]["alt"] for output in notebook.cells[1].outputs]


@pytest.mark.parametrize(("source", "code"), [
    (DRAWN, 'x = [1]  # 하나\nplots.show(alt=)\nprint("끝")'),
    ('a.show(alt="하나"); b.show("둘", alt=f"{x}")', 'a.show(alt=); b.show("둘", alt=f"{x}")'),
    ('%matplotlib inline\nplots.show(alt="하나")', '%matplotlib inline\nplots.show(alt="하나")'),
    ('alt = "하나"', 'alt = "하나"')])
def test_only_literal_texts_are_left_out_of_the_code(source, code):
    assert alternative.without(source) == code


def test_a_new_text_needs_no_run_and_reaches_the_stored_picture():
    stored, fresh = lecture(DRAWN, "가는 글. 둘째 줄"), lecture(DRAWN.replace("가는 글", "새 글"))
    carried = outputs.carry(fresh, stored)
    assert told(carried) == ["새 글. 둘째 줄"] and carried.cells[1].outputs[0].data["text/plain"] == "그림: 새 글. 둘째 줄"
    assert outputs.code_digest(carried) == outputs.code_digest(stored)
    assert outputs.outputs_digest(carried) == outputs.outputs_digest(stored)


@pytest.mark.parametrize("change", [("x = [1]", "x = [2]"), ("plots.show(", "draw.show("), ('print("끝")', 'print("끝!")')])
def test_other_code_still_counts(change):
    stored, fresh = lecture(DRAWN, "가는 글. 둘째 줄"), lecture(DRAWN.replace(*change))
    assert outputs.carry(fresh, stored).cells[1].outputs == []
    assert outputs.code_digest(fresh) != outputs.code_digest(stored)


def test_a_changed_picture_still_counts():
    stored, other = lecture(DRAWN, "가는 글"), lecture(DRAWN, "가는 글")
    other.cells[1].outputs[0].data["image/png"] = "bb"
    assert outputs.outputs_digest(stored) != outputs.outputs_digest(other)


def test_two_pictures_or_a_calculated_text_keep_what_the_run_said():
    twice = 'for n in (1, 2):\n    plots.show(alt="같은 글")'
    assert told(outputs.carry(lecture(twice.replace("같은", "새")), lecture(twice, "같은 글", "같은 글"))) == ["같은 글", "같은 글"]
    worked = 'plots.show(alt=f"{n}개")'
    assert told(outputs.carry(lecture(worked), lecture(worked, "3개"))) == ["3개"]

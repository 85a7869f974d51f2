"""Rebuilding: what students and Colab damage is repaired, what they forge is ignored, and both are told."""
from __future__ import annotations

import copy
import json

import pytest
import small_class as small
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading import templates
from autograder.grading.nbgrader_course import NbgraderCourse
from autograder.grading.rebuild import blank, rebuild, same_text
from autograder.intake.notebook import Refused, parse


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return small.make_course(tmp_path_factory.mktemp("rebuild") / "course")


@pytest.fixture(scope="module")
def template(root):
    return templates.load_template(NbgraderCourse(root), small.ASSIGNMENT, small.NOTEBOOK)


def test_the_template_says_whose_names_are_whose(template):
    """Worked out once, from the hidden tests too and from the answers that are no longer there."""
    names = template.notebook.metadata["autograder"]["names"]
    assert names["answers"] == ["count", "mean", "top"]
    assert names["tests"] == ["concealed_numbers", "points", "secret_words_for_count", "value"]


def put_back(template, notebook, others=None):
    return rebuild(template, parse("제출.ipynb", json.dumps(notebook).encode()), lambda: others or {})


def codes(rebuilt):
    return {finding.code for finding in rebuilt.findings}


def message(rebuilt, code):
    return next(finding.message for finding in rebuilt.findings if finding.code == code)


def source(rebuilt, grade_id):
    return small.find(rebuilt.notebook, grade_id).source


def assert_complete(template, rebuilt, **answers):
    """All four answers are there, and everything else is the instructor's, to the last byte of metadata."""
    answers = {**{grade_id: small.solution(grade_id) for grade_id in small.SOLVED}, "why": "주제를 알 수 있습니다.", **answers}
    assert rebuilt.notebook.metadata == template.notebook.metadata
    assert len(rebuilt.notebook.cells) == len(template.notebook.cells)
    for mine, theirs in zip(rebuilt.notebook.cells, template.notebook.cells):
        grade_id = theirs.metadata.get("nbgrader", {}).get("grade_id")
        assert mine.source == answers.get(grade_id, theirs.source)
        assert {**mine, "source": ""} == {**theirs, "source": ""}


def test_the_template_has_stubs_and_hidden_tests(template):
    assert "NotImplementedError" in small.find(template.notebook, "count").source
    assert "secret_words_for_count" in small.find(template.notebook, "count-test").source
    assert not any("secret_words_for_count" in text or "Counter(words)" in text for text in template.released)
    assert template.grade_ids == {"count", "count-test", "mean", "mean-test", "top", "top-test", "why"}


def test_an_ordinary_submission_needs_no_remark(template, root):
    rebuilt = put_back(template, small.answered(root))
    assert_complete(template, rebuilt)
    assert rebuilt.findings == [] and rebuilt.answered == 4


def test_a_blank_submission_has_no_answers(template, root):
    rebuilt = put_back(template, small.released(root))
    assert rebuilt.answered == 0 and rebuilt.findings == []
    assert rebuilt.notebook == template.notebook


def test_points_tags_kernel_and_order_have_no_effect(template, root):
    notebook = small.answered(root)
    small.find(notebook, "mean-test").metadata.nbgrader.points = 1000
    for made in notebook.cells:
        made.metadata["tags"] = ["skip-execution"]
        made.metadata.setdefault("nbgrader", {})["locked"] = False
    notebook.cells.reverse()
    notebook.metadata = {"kernelspec": {"name": "ir", "language": "R"}}
    rebuilt = put_back(template, notebook)
    assert_complete(template, rebuilt)
    assert codes(rebuilt) == {"changed_points"} and "mean-test" in message(rebuilt, "changed_points")


def test_a_changed_test_counts_as_it_was(template, root):
    notebook = small.answered(root)
    small.find(notebook, "count-test").source = "pass"
    rebuilt = put_back(template, notebook)
    assert_complete(template, rebuilt)
    (finding,) = rebuilt.findings
    assert finding.code == "changed_test" and finding.serious and "count-test" in finding.message


def test_blanks_at_line_ends_are_no_change(template, root):
    notebook = small.answered(root)
    made = small.find(notebook, "count-test")
    made.source = "\n" + made.source.replace("\n", "  \r\n") + "\n\n"
    assert put_back(template, notebook).findings == []


def test_deleted_cells_come_back(template, root):
    notebook = small.answered(root)
    notebook.cells = [made for made in notebook.cells if made.metadata.get("nbgrader", {}).get("grade_id") not in ("count-test", "mean")]
    rebuilt = put_back(template, notebook)
    assert_complete(template, rebuilt, mean=small.find(template.notebook, "mean").source)
    assert "count-test" in message(rebuilt, "missing_test") and "mean" in message(rebuilt, "missing_answer")


@pytest.mark.parametrize("first, second, counts", [
    (None, "def count(w): return 2", "def count(w): return 2"),
    ("def count(w): return 1", None, "def count(w): return 1"),
    ("def count(w): return 1", "def count(w): return 2", "def count(w): return 2"),
])
def test_of_a_duplicated_answer_the_last_changed_one_counts(template, root, first, second, counts):
    notebook = small.answered(root)
    original = small.find(notebook, "count")
    twin = copy.deepcopy(original)
    stub = small.find(template.notebook, "count").source
    original.source, twin.source, twin["id"] = first or stub, second or stub, "twin"
    notebook.cells.insert(notebook.cells.index(original) + 1, twin)
    rebuilt = put_back(template, notebook)
    assert_complete(template, rebuilt, count=counts)
    (finding,) = rebuilt.findings
    assert "count" in finding.message and (finding.code, finding.serious) == (("several_answers", True) if first and second else ("duplicate", False))


HELPED = "def helper(words):\n    return Counter(words)\n\n\ndef count(words):\n    return dict(helper(words))"
TEXT = 'def count(words):\n    """단어마다\n    횟수를 셉니다."""\n    return dict(Counter(words))'


@pytest.mark.parametrize("whole, line, lost", [
    *((whole, line, lost) for whole, line in ((small.solution("count"), 2), (TEXT, 2)) for lost in (None, "upper", "lower")),
    (HELPED, 4, None),
])
def test_a_split_answer_is_joined(template, root, whole, line, lost):
    """JupyterLab leaves the id on both halves; where one has lost it, a half that is no Python tells."""
    notebook = small.answered(root)
    upper = small.find(notebook, "count")
    lower = copy.deepcopy(upper)
    lines = whole.split("\n")
    upper.source, lower.source, lower["id"] = "\n".join(lines[:line]), "\n".join(lines[line:]), "second"
    notebook.cells.insert(notebook.cells.index(upper) + 1, lower)
    if lost:
        half = {"upper": upper, "lower": lower}[lost]
        half.metadata, half["id"] = {}, "lost"
    rebuilt = put_back(template, notebook)
    assert codes(rebuilt) == {"split"}
    assert_complete(template, rebuilt, count=whole)


def test_halves_of_a_split_essay_are_both_read(template, root):
    notebook = small.answered(root, why="첫째, 주제입니다.")
    twin = copy.deepcopy(small.find(notebook, "why"))
    twin.source, twin["id"] = "둘째, 빈도입니다.", "second"
    notebook.cells.insert(notebook.cells.index(small.find(notebook, "why")) + 1, twin)
    assert_complete(template, put_back(template, notebook), why="첫째, 주제입니다.\n\n둘째, 빈도입니다.")


def test_a_duplicated_test_is_told(template, root):
    notebook = small.answered(root)
    notebook.cells.append(copy.deepcopy(small.find(notebook, "count-test")))
    rebuilt = put_back(template, notebook)
    assert_complete(template, rebuilt)
    assert codes(rebuilt) == {"duplicate_test"} and "count-test" in message(rebuilt, "duplicate_test")


def test_without_metadata_the_cell_id_finds_the_answers(template, root):
    notebook = small.answered(root)
    for made in notebook.cells:
        made.metadata = {}
    rebuilt = put_back(template, notebook)
    assert_complete(template, rebuilt)
    assert codes(rebuilt) == {"by_cell_id"}
    assert "count, mean, top, why" in message(rebuilt, "by_cell_id")


def test_without_any_ids_likeness_and_place_find_the_answers(template, root):
    rebuilt = put_back(template, small.without_metadata(small.answered(root)))
    assert_complete(template, rebuilt)
    assert codes(rebuilt) == {"by_likeness", "by_place"}
    assert "count, mean, top" in message(rebuilt, "by_likeness") and "why" in message(rebuilt, "by_place")
    assert next(finding for finding in rebuilt.findings if finding.code == "by_place").serious


def test_without_any_ids_a_copied_answer_wins_over_its_stub(template, root):
    notebook = small.without_metadata(small.answered(root, count=small.find(template.notebook, "count").source))
    notebook.cells.insert(4, new_code_cell(small.solution("count")))
    assert_complete(template, put_back(template, notebook))


def test_a_written_answer_in_several_cells_is_joined(template, root):
    notebook = small.without_metadata(small.answered(root, why="첫째, 주제입니다."))
    notebook.cells.insert(13, new_markdown_cell("둘째, 빈도입니다."))
    assert_complete(template, put_back(template, notebook), why="첫째, 주제입니다.\n\n둘째, 빈도입니다.")


def test_an_answer_in_a_new_cell_counts_where_the_answer_cell_is_untouched(template, root):
    notebook = small.answered(root, mean=None)
    notebook.cells.insert(7, new_code_cell("def mean(numbers):\n    return 3.0"))
    rebuilt = put_back(template, notebook)
    assert_complete(template, rebuilt, mean="def mean(numbers):\n    return 3.0")
    assert "mean" in message(rebuilt, "elsewhere")


def test_unknown_ids_changed_kinds_and_pasted_images_are_told(template, root):
    notebook = small.answered(root)
    made = small.find(notebook, "why")
    made["attachments"] = {"그림.svg": {"image/svg+xml": "<svg/>"}}
    made["cell_type"] = "raw"
    made.metadata.nbgrader.pop("points")
    notebook.cells.append(new_code_cell("bonus = 1", metadata={"nbgrader": {"grade_id": "bonus"}}))
    rebuilt = put_back(template, notebook)
    assert_complete(template, rebuilt)
    assert "why" in message(rebuilt, "attachments") and "why" in message(rebuilt, "cell_type") and "bonus" in message(rebuilt, "unknown_id")


def test_another_assignments_notebook_is_refused_by_its_name(template, root):
    notebook = small.answered(root)
    for made in notebook.cells:
        if "nbgrader" in made.metadata:
            made.metadata.nbgrader.grade_id = f"w2v-{made.metadata.nbgrader.grade_id}"
    with pytest.raises(Refused) as refused:
        put_back(template, notebook, {"015_word2vec": {"w2v-count", "w2v-mean"}, "020_other": set()})
    assert refused.value.code == "wrong_assignment" and "015_word2vec" in refused.value.message


def test_a_notebook_with_nothing_in_common_is_refused(template):
    stranger = {"cells": [{"cell_type": "code", "source": "print('다른 수업')"}, {"cell_type": "markdown", "source": "일기"}]}
    with pytest.raises(Refused) as refused:
        put_back(template, stranger)
    assert refused.value.code == "unrelated" and small.NOTEBOOK in refused.value.message


def test_a_refused_submission_becomes_the_blank_notebook_under_a_notice(template):
    notebook = blank(template, "<script>*x*</script>: 파일이 `깨져` 있습니다.")
    notice, *rest = notebook.cells
    assert rest == template.notebook.cells
    assert notice.source.endswith("\\<script\\>\\*x\\*\\</script\\>: 파일이 \\`깨져\\` 있습니다.")


def test_same_text_sees_words_and_indentation():
    assert same_text("a \n b\n", "\na\n b") and not same_text(" a", "a") and not same_text("a\n\nb", "a\nb")

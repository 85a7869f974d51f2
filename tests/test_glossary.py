"""One spelling for each term: where prose gives a term's English in parentheses, the Korean before it is the glossary's."""
import re

import pytest

from autograder.authoring.lesson import read_lesson
from autograder.course import Course
from conftest import ROOT

COURSE = Course.load(ROOT)
ROW = re.compile(r"^\| ([^|]+) \| ([a-z][a-z -]+) \| (\d{3}) \|$", re.M)
TERMS = {english: (korean, first) for korean, english, first in ROW.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))}


def introduced(text):
    """(Korean words before the parenthesis, English term) for every `용어(term` in prose."""
    plain = re.sub(r"[*_`]", "", text)
    for match in re.finditer(r"([^\n(]{1,30}?)\s?\(([A-Za-z][A-Za-z -]+)[,)]", plain):
        yield match.group(1).strip(), match.group(2).lower()


def mistakes(text):
    return [f"{before}({english}) should be {TERMS[english][0]}({english})"
            for before, english in introduced(text) if english in TERMS and not before.endswith(TERMS[english][0])]


def prose(slug):
    lesson = read_lesson(ROOT, slug)
    return "\n".join(cell.source for text in (lesson.lecture, lesson.exercise) for cell in text.cells if cell.kind == "markdown")


def test_the_glossary_is_in_order_and_large_enough():
    korean = [term for term, _ in TERMS.values()]
    assert len(TERMS) >= 40 and len(set(korean)) == len(korean)


@pytest.mark.parametrize("slug", COURSE.lessons)
def test_one_spelling_for_each_term(slug):
    assert mistakes(prose(slug)) == []


def test_every_term_is_used_where_the_glossary_says():
    for english, (korean, first) in TERMS.items():
        slug = next(slug for slug in COURSE.lessons if slug.startswith(first))
        assert korean in prose(slug), f"{korean} ({english}) is not in {slug}"


def test_another_spelling_is_found():
    assert mistakes("이것을 **과대적합**(overfitting)이라 합니다.") and not mistakes("이것을 **과적합**(overfitting)이라 합니다.")

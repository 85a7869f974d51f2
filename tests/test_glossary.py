"""One word for each thing: the Korean before an English term is the glossary's, and words that it avoids stand nowhere."""
import functools
import re
from collections import Counter

import pytest

from autograder.authoring.lesson import read_lesson
from autograder.course import Course
from conftest import ROOT

COURSE = Course.load(ROOT)
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([^|]+) \| ([a-z][a-z -]+) \| (\d{3}) \| ([^|]*)\|$", re.M)
TERMS = {english: (korean, first) for korean, english, first, _ in ROW.findall(GLOSSARY)}
AVOIDED = {word: korean for korean, _, _, words in ROW.findall(GLOSSARY) for word in filter(None, (word.strip() for word in words.split(",")))}
OTHER_MEANING = [phrase.strip() for row in re.findall(r"^\| ([^|]+) \| [^|]+\|$", GLOSSARY.partition("## 그래도 쓰는 곳")[2], re.M)[2:] for phrase in row.split(",")]

def introduced(text):
    """(Korean words before the parenthesis, English term) for every `용어(term` in prose."""
    plain = re.sub(r"[*_`]", "", re.sub(r"`[^`\n]*\([^`\n]*`", "", text))  # `cache.get(key)` is code
    for match in re.finditer(r"([^\n(]{1,30}?)\s?\(([A-Za-z][A-Za-z -]+)[,)]", plain):
        yield match.group(1).strip(), match.group(2).lower()


def mistakes(text):
    return [f"{before}({english}) should be {TERMS[english][0]}({english})"
            for before, english in introduced(text) if english in TERMS and not before.endswith(TERMS[english][0])]


def avoided(text):
    """How often each avoided word stands in a text, other meanings left out."""
    for phrase in OTHER_MEANING:
        text = text.replace(phrase, "")
    return Counter({word: text.count(word) for word in AVOIDED if word in text})


@functools.cache
def texts(slug, kind):
    """Everything of one kind ("markdown" or "code") that a student reads in a lesson's lecture and exercise."""
    lesson = read_lesson(ROOT, slug)
    headers = [lesson.header["title"], *lesson.header["objectives"], *lesson.exercise.header["objectives"]]
    cells = [cell.source for text in (lesson.lecture, lesson.exercise) for cell in text.cells
             if cell.kind == kind and cell.role not in ("mutant", "alternate") and cell.mark != "claim"]
    return "\n".join(cells + (headers if kind == "markdown" else []))


def test_the_glossary_is_in_order_and_large_enough():
    korean = [term for term, _ in TERMS.values()]
    rows = [line for line in GLOSSARY.splitlines() if re.match(r"^\| .* \| \d{3} \|", line)]
    assert len(TERMS) == len(rows) >= 40 and len(set(korean)) == len(korean) and korean == sorted(korean)


@pytest.mark.parametrize("slug", COURSE.lessons)
def test_one_spelling_for_each_term(slug):
    assert mistakes(texts(slug, "markdown")) == []


@pytest.mark.parametrize("kind", ["markdown", "code"])
@pytest.mark.parametrize("slug", COURSE.lessons)
def test_no_avoided_word_is_used(slug, kind):
    found = {f"{word} → {AVOIDED[word]}": count for word, count in avoided(texts(slug, kind)).items()}
    assert not found, f"{slug}: say what the glossary says: {found}"


def test_every_term_is_used_where_the_glossary_says():
    for english, (korean, first) in TERMS.items():
        slugs = [slug for slug in COURSE.lessons if slug.startswith(first)]  # two lessons are called 320
        assert any(korean in texts(slug, "markdown") for slug in slugs), f"{korean} ({english}) is not in {slugs}"


def test_another_spelling_and_an_avoided_word_are_found():
    assert mistakes("이것을 **과대적합**(overfitting)이라 합니다.") and not mistakes("이것을 **과적합**(overfitting)이라 합니다.")
    assert avoided("두 단어 묶음을 셉니다.") == {} and avoided("한 묶음과 씨앗, 또 씨앗.") == {"묶음": 1, "씨앗": 2}

"""nlplab.messages and nlplab.course_map: copies stay on one side, every lesson has a place."""
import pytest

from autograder.course import Course
from conftest import ROOT
from nlplab import course_map, messages


@pytest.fixture(scope="module")
def table():
    return messages.load_sms_spam()


def test_no_copy_crosses_and_held_out_messages_come_once(table):
    parts = messages.split(table)
    texts = [part.document.map(messages.skeleton) for part in parts]
    assert not (set(texts[0]) & set(texts[1]) or set(texts[0]) & set(texts[2]) or set(texts[1]) & set(texts[2]))
    assert texts[1].is_unique and texts[2].is_unique and len(parts.valid) == len(parts.test) > 0
    assert messages.split(table).test.equals(parts.test) and not messages.split(table, seed=8).test.equals(parts.test)


def test_a_careless_split_draws_every_row_once(table):
    assert sum(map(len, messages.split(table, careful=False))) == len(table)


def test_every_lesson_of_the_course_has_its_place_on_the_map():
    assert set(Course.load(ROOT).lessons) <= set(course_map.LESSONS)
    for slug in course_map.LESSONS:
        lit = [box.text for box in course_map.course_map(slug).boxes if box.colour == "orange"]
        assert lit == [course_map.LESSONS[slug][0]]
    with pytest.raises(ValueError, match="없습니다"):
        course_map.course_map("999_nothing")

"""Lessons that are made sense of one at a time."""

import gc

import pytest
from pydantic import ValidationError

from bot.lessons.model import Lesson
from bot.lessons.upload.lazy import LazyLessons

TEA, TOAST = (Lesson(id=id, title=id.title(), minutes=5) for id in ("tea", "toast"))


def test_it_is_the_same_lessons_in_their_order() -> None:
    found = LazyLessons.of([TEA, TOAST])
    assert list(found) == [TEA, TOAST]
    assert (len(found), found[1], list(found[1:])) == (2, TOAST, [TOAST])
    assert list(found.at([1])) == [TOAST]
    assert not LazyLessons()


def test_no_more_than_the_one_in_use_is_there() -> None:
    gc.collect()
    gc.freeze()  # what other tests have left need not be looked through each time
    try:
        found = LazyLessons.of(
            [TEA.model_copy(update={"title": f"LazyLessons {n}"}) for n in range(20)]
        )
        for _ in found:
            titles = [one.title for one in gc.get_objects() if isinstance(one, Lesson)]
            assert 1 <= sum(title.startswith("LazyLessons") for title in titles) <= 2
    finally:
        gc.unfreeze()


def test_what_is_no_lesson_is_told_when_it_is_asked_for() -> None:
    with pytest.raises(ValidationError):
        LazyLessons(('{"id": "Tea"}',))[0]

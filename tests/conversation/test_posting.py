"""/predict: which lesson its words mean."""

import pytest

from bot.lessons.model import Lesson
from tests.rigs.talk import Conversation, said

LESSONS = [Lesson(id=id, title=f"A model of {id}", minutes=1) for id in ("tea", "soup")]


@pytest.mark.parametrize("overheard", [False, True])
def test_words_that_fit_several_lessons_are_answered_with_these(overheard: bool) -> None:
    talk = Conversation(LESSONS)
    talk.overheard = overheard
    told = said(talk.send_command("predict", "model"))
    assert told.startswith("“model” could mean several lessons.")
    assert "`/predict tea`" in told
    assert "`/predict soup`" in told


def test_without_words_it_asks_for_a_lesson() -> None:
    told = said(Conversation(LESSONS).send_command("predict"))
    assert told.startswith("Which lesson?")

"""/predict: which lesson its words mean."""

import pytest

from bot.conversation.outputs import Ask
from bot.lessons.model import Lesson
from tests.rigs.talk import Conversation, said

LESSONS = [Lesson(id=id, title=f"A model of {id}", minutes=1) for id in ("tea", "soup")]


@pytest.mark.parametrize("overheard", [False, True])
def test_words_that_fit_several_lessons_are_answered_with_these(overheard: bool) -> None:
    talk = Conversation(LESSONS)
    talk.overheard = overheard
    turn = talk.send_command("predict", "model")
    asked = next(one for one in turn.outputs if isinstance(one, Ask))
    assert asked.text == "“model” could mean several lessons. Which one?"
    assert {"A model of tea", "A model of soup"} <= {choice.label for choice in asked.choices}


def test_where_no_lesson_has_a_question_none_is_offered() -> None:
    assert "no lesson" in said(Conversation(LESSONS).send_command("predict"))

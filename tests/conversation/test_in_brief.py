"""A reveal is read at a glance: what it leaves out is told below, or a press away."""

from datetime import timedelta

import pytest

from bot.conversation.inputs import Command
from bot.conversation.phrases import phrase
from bot.conversation.question import context, reveal
from bot.conversation.session import Outcome
from bot.learning import reviews
from bot.learning.items import Answer
from bot.learning.predictions import Confidence
from bot.lessons.lint.readability import VERDICT
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.storage.codec import micros
from tests.rigs.courses import read_course
from tests.rigs.paths import CONTENT
from tests.rigs.talk import Conversation, said

_, GENAI = read_course(CONTENT / "genai")


@pytest.mark.parametrize("confidence", ["sure", "probable", "guess"])
@pytest.mark.parametrize("lesson", GENAI, ids=lambda lesson: lesson.id)
def test_where_no_text_follows_a_miss_is_answered_in_sixty_words(
    lesson: Lesson, confidence: Confidence
) -> None:
    for question in lesson.questions:
        myth = context.myth(lesson, question.id)
        for n, option in enumerate(question.options):
            if option.right or question.open:
                continue
            outcome = Outcome(question.id, "review", n, confidence, right=False, score=0.0)
            parts, left = reveal.in_brief(question, outcome, myth)
            words = sum(len(part.split()) for part in parts)
            assert words <= VERDICT, (question.id, words)
            assert set(reveal.whys(question, myth)) <= {*parts, *left}, "the reason isn't lost"
            assert option.explanation in " ".join(parts)


def test_in_a_review_a_long_reason_is_a_press_away() -> None:
    lesson, asked, option = next(
        (lesson, question, option)
        for lesson in GENAI
        for question in lesson.questions
        for n, option in enumerate(question.options)
        if not option.right and not question.open and left_of(question, n)
    )
    talk = Conversation([lesson])
    began = micros(talk.clock)
    missed = Answer("", "sure", right=False, at=began)
    item = reviews.after_answer(
        None, missed, lesson=lesson.id, question=asked.id, asked_at=began - 1
    )
    talk.items[lesson.id, asked.id] = item
    talk.clock += timedelta(days=2)
    talk.send(Command("review"))
    answered = said(talk.press(option.label, "Sure (9 in 10)"))
    assert asked.reason not in answered
    assert phrase("ask.why") in talk.labels
    assert asked.reason in said(talk.press(phrase("ask.why")))
    assert "Continue" in talk.labels


def left_of(question: Question, choice: int) -> list[str]:
    outcome = Outcome(question.id, "review", choice, "sure", right=False, score=0.0)
    return reveal.in_brief(question, outcome)[1]

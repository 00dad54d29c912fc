"""Which questions a recall asks in words, and how, and what words come to where it takes none."""

from dataclasses import replace

import pytest

from bot.conversation.facts.learner import Attempt
from bot.conversation.inputs import Command
from bot.conversation.lesson.beats import Write
from bot.conversation.lesson.modes import chosen
from bot.conversation.lesson.modes.chosen import Chosen, has_reason
from bot.conversation.lesson.modes.recall import ASKED, MAX_ASKED, RECALL, can_be_said, choose
from bot.conversation.outputs import Ask
from bot.conversation.phrases import phrase
from bot.conversation.question import pitfalls
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from tests.rigs.recalling import LESSON, OWN, SHOW, VERDICTS
from tests.rigs.talk import Conversation, said

TWO = "passages-without-an-answer"
"""A question of a step with two options: no more wrong answers than before, or many more."""

WHAT = "What do these pages change?"


def with_words(*ids: str, words: str = WHAT, lesson: Lesson = LESSON) -> Lesson:
    """The lesson, in which these questions of steps say how they are asked from memory."""

    def reworded(one: Question | None) -> Question | None:
        return one.model_copy(update={"unprompted": words}) if one and one.id in ids else one

    steps = [
        one.model_copy(update={"prediction": reworded(one.prediction)}) for one in lesson.steps
    ]
    return lesson.model_copy(update={"steps": tuple(steps)})


def asked(lesson: Lesson, seed: str) -> list[Write]:
    """What is asked in words, of the questions."""
    return [one for one in RECALL.beats(lesson, seed) if isinstance(one, Write) and one.brief]


def begun(*, words: str = WHAT) -> Conversation:
    """A recall stands at the question of two options, which is asked first, in words."""
    lesson = with_words(TWO, words=words)
    talk = Conversation([lesson])
    talk.send(Command("learn", lesson.id))
    talk.press("From memory")
    assert talk.session
    assert talk.session.run
    run = replace(talk.session.run, seed=f"asks: {TWO}:0 lands-on-the-desk:0")
    talk.session = replace(talk.session, run=run)
    talk.press("Skip")
    return talk


def test_the_opening_question_is_asked_in_words_though_it_has_two_options() -> None:
    talk = begun()
    (ask,) = [one.text for one in talk.turns[-1].outputs if isinstance(one, Ask)]
    assert ask.endswith(f" {WHAT}\n\n{phrase('recall.say.why')}")
    assert "the share of wrong answers was?" not in ask, "that is what its options answer"
    assert talk.labels[:2] == [SHOW, "No idea"]
    turn = talk.type(OWN)
    assert "**The answer: Far more than 10 in 100.**\n\n*Why:* " in said(turn)
    assert talk.labels[:3] == VERDICTS


def test_what_stands_behind_the_words_is_the_answer_to_them() -> None:
    talk = begun(words=f"{WHAT} The answers. Many more come out wrong.")
    assert talk.asked
    assert f" {WHAT}\n\n" in talk.asked.text
    heard = said(talk.type(OWN))
    assert "**The answer: The answers. Many more come out wrong.**\n\n*Why:* " in heard
    assert "Far more than" not in heard.partition("*Why:*")[0]
    assert talk.labels[:3] == VERDICTS


def test_who_has_no_idea_is_told_the_answer_to_what_they_were_asked() -> None:
    words = f"{WHAT} More come out wrong."
    assert "**The answer: More come out wrong.** " in said(begun(words=words).press("No idea"))
    talk = begun(words=words)
    talk.press(SHOW)
    assert "**The answer: Far more than 10 in 100.** " in said(talk.press("No idea"))
    talk = begun(words=words)
    talk.type("far more than 10 in 100")
    talk.press(phrase("ask.back"))
    assert "**The answer: Far more than 10 in 100.** " in said(talk.press("No idea"))


def test_who_has_its_choices_shown_is_asked_as_they_suit() -> None:
    talk = begun()
    turn = talk.press(SHOW)
    assert "the share of wrong answers was?" in said(turn)
    assert talk.labels[0] == "No more than 10 in 100"
    talk.press("Far more than 10 in 100", "Sure (9 in 10)")
    assert "**From memory: 2 of 2**" in said(talk.turns[-1])
    assert VERDICTS[0] not in talk.labels


def test_an_option_that_is_typed_is_taken_below_the_words_that_asked() -> None:
    talk = begun()
    turn = talk.type("far more than 10 in 100")
    assert WHAT in said(turn)
    assert talk.labels[:3] == ["Sure (9 in 10)", "Probably (2 in 3)", "A guess"]
    (made,) = [one for one in talk.press("Probably (2 in 3)").facts if isinstance(one, Attempt)]
    assert (made.question, made.right, made.confidence) == (TWO, True, "probable")


def test_words_that_ask_for_the_reason_themselves_ask_for_no_other() -> None:
    why = "Why do more answers come out wrong?"
    ask = next(one for one in begun(words=why).outputs[::-1] if isinstance(one, Ask))
    assert ask.text.endswith(f" {why}\n\n{phrase('recall.say.alone')}")
    (question,) = [one for one in with_words(TWO, words=why).questions if one.id == TWO]
    assert [has_reason(question, 0, prompted=one) for one in (True, False)] == [True, False]


def test_a_pitfall_is_weighed_and_what_is_about_a_picture_is_looked_at() -> None:
    pitfall = pitfalls.questions(LESSON)[0].model_copy(update={"unprompted": WHAT})
    drawing = next(one for one in LESSON.questions if one.id == "which-question")
    term, estimate = (
        next(one for one in LESSON.questions if one.id == id)
        for id in ("name-of-the-numbers", "score-of-the-opposite")
    )
    for one in (pitfall, drawing, term, estimate):
        worded = one.model_copy(update={"unprompted": WHAT})
        assert not can_be_said(LESSON, Chosen(worded, 0)), one.id


@pytest.mark.parametrize("day", range(3))
def test_what_needs_no_choice_among_several_comes_first(day: int) -> None:
    found = chosen.decode(choose(LESSON, {}, day), [*LESSON.questions, *pitfalls.questions(LESSON)])
    assert found
    assert len(found) == ASKED
    steps = {one.prediction.id for one in LESSON.steps if one.prediction}
    others = [one for one in found if one.question.id not in steps]
    assert others
    for one in others:
        question = one.question
        weighed = question.typed or question.is_pitfall
        assert weighed or can_be_said(LESSON, one), question.id


def test_at_most_seven_are_asked_in_words() -> None:
    ids = [one.id for one in LESSON.questions if can_be_said(LESSON, Chosen(one, 1))]
    assert len(ids) > MAX_ASKED
    seed = f"asks: {' '.join(f'{one}:1' for one in ids)}"
    assert [one.item for one in asked(LESSON, seed)] == [f"recall.{one}" for one in ids[:MAX_ASKED]]


# Words where a choice is needed


def test_who_writes_where_a_recall_needs_a_choice_is_told_so() -> None:
    talk = begun()
    talk.press(SHOW)
    heard = said(talk.type("it probably makes more mistakes because there is text"))
    options = ("No more", "Far more")
    assert heard.startswith(f"{phrase('text.choose.here')}\n\n1. {options[0]}")
    assert all(f"{n}. {one}" in heard for n, one in enumerate(options, start=1))
    assert "\n3. No idea" in heard
    assert talk.press("No idea").facts


def test_elsewhere_they_are_told_that_it_isnt_clear_which_one() -> None:
    talk = Conversation([LESSON])
    talk.send(Command("learn", LESSON.id))
    talk.press("Learn")
    while "Skip" not in talk.offered:
        talk.press("Continue")
    heard = said(talk.type("something about the pages"))
    assert heard.startswith(phrase("text.choose"))
    assert "Hint" in heard
    assert "⋯ Menu" in heard

"""Who said something else than the answer, in their own words, is answered that, too."""

from dataclasses import replace

import pytest

from bot.conversation import session as sessions
from bot.conversation.facts.learner import Attempt, Rated
from bot.conversation.inputs import Command
from bot.conversation.lesson import recall
from bot.conversation.lesson.beats import Rate, Write
from bot.conversation.lesson.modes.chosen import asks_how
from bot.conversation.lesson.modes.recall import RECALL
from bot.conversation.phrases import phrase
from bot.conversation.revisions.withdrawn import Version, carry_run
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from tests.rigs.recalling import LESSON, OWN, VERDICTS, run_of, under_way
from tests.rigs.talk import Conversation, said

DESK = "lands-on-the-desk"
WRONG = ["All 900 pages, in a flash", "Just page 612"]
WHICH = phrase("recall.closest.which")
NONE = phrase("recall.closest.none")
TOLD = "*Why it tempts:* Finding page 612 is what a search is for, isn't it?\n\n*Why it fails:* The"


def judged(
    words: str = OWN, verdict: str = VERDICTS[2], *, lesson: Lesson = LESSON
) -> Conversation:
    """The first question of two was said in these words, and this is said of it."""
    talk = Conversation([lesson])
    talk.send(Command("learn", lesson.id))
    talk.press("From memory")
    assert talk.session
    run = replace(run_of(talk), seed=f"asks: {DESK}:0 four-stations:0")
    talk.session = replace(talk.session, run=run)
    talk.press("Skip")
    talk.type(words)
    talk.press(verdict)
    return talk


def unexplained(*labels: str) -> Lesson:
    """The lesson, which doesn't say why these options fail."""

    def bare(one: Question | None) -> Question | None:
        if one is None or one.id != DESK:
            return one
        options = [
            option.model_copy(update={"explanation": ""}) if option.label in labels else option
            for option in one.options
        ]
        return one.model_copy(update={"options": tuple(options)})

    steps = [one.model_copy(update={"prediction": bare(one.prediction)}) for one in LESSON.steps]
    return LESSON.model_copy(update={"steps": tuple(steps)})


def on_record(talk: Conversation) -> list[object]:
    return [one for one in talk.facts if isinstance(one, Attempt | Rated)]


def test_who_had_nothing_of_it_is_asked_what_theirs_was_closest_to_and_told_of_that() -> None:
    talk = judged()
    assert said(talk.turns[-1]).endswith(WHICH)
    assert [one for one in talk.labels if one != phrase("remark")] == [*WRONG, NONE]
    before = on_record(talk)
    heard = said(talk.press(WRONG[1]))
    assert TOLD in heard
    assert "why it tempts: computers" not in heard.casefold(), "of the other one nothing"
    assert "**From memory: 2 of 2**" in heard
    assert on_record(talk) == before, "it is no attempt, and no verdict"
    assert run_of(talk).recalled == ((DESK, "no"),)


def test_it_can_be_typed_and_may_be_none_of_them() -> None:
    assert TOLD in said(judged().type("just page 612"))
    heard = said(judged().press(NONE))
    assert phrase("recall.closest.other") in heard, "a thought of one's own is not passed over"
    assert "tempts" not in heard
    assert "**From memory: 2 of 2**" in heard


@pytest.mark.parametrize("verdict", VERDICTS[:2])
def test_who_had_the_answer_is_asked_no_such_thing(verdict: str) -> None:
    assert "**From memory: 2 of 2**" in said(judged(verdict=verdict).turns[-1])


@pytest.mark.parametrize(
    ("words", "unasked"),
    [
        ("Just page 612, because finding it is what a search is for.", True),
        ("just page 612 since it asks about dogs", True),
        ("A search runs. Just page 612. It reads that.", True),
        ("It isn't just page 612 because it's long", False),
        ("just page 612; all 900 pages, in a flash", False),
        ("scraps from many pages, and it's fast", False),
        ("pages", False),
    ],
)
def test_words_that_name_a_wrong_answer_are_answered_without_asking(
    words: str, unasked: bool
) -> None:
    talk = judged(words)
    heard = said(talk.turns[-1])
    assert (WHICH not in heard) == unasked
    assert (f"{phrase('recall.closest.named', label=WRONG[1])}\n\n{TOLD}" in heard) == unasked
    assert ("**From memory: 2 of 2**" in heard) == unasked


def test_what_is_named_before_a_comma_is_named() -> None:
    heard = said(judged("all 900 pages in a flash, as computers are fast").turns[-1])
    assert "*Why it tempts:* Computers are fast" in heard
    assert WHICH not in heard


def test_only_what_the_lesson_answers_is_offered() -> None:
    talk = judged(lesson=unexplained(WRONG[0]))
    assert [one for one in talk.labels if one != phrase("remark")] == [WRONG[1], NONE]
    talk = judged(lesson=unexplained(*WRONG))
    assert "**From memory: 2 of 2**" in said(talk.turns[-1])


def test_it_is_asked_again_of_who_comes_back_to_it_in_the_same_revision_or_another() -> None:
    talk = judged()
    assert talk.session
    run = sessions.load(sessions.dump(talk.session)).run
    assert run
    same = Version(LESSON, LESSON)
    assert carry_run(run, same, same, id="b", at=1).run.stage == run.stage == "closest"
    beat = under_way(talk).beat
    assert isinstance(beat, Rate)
    assert [*recall.wrong_options(beat)] == [0, 1]
    talk.send(Command("help"))
    assert WHICH in said(talk.send(Command("continue")))


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("How do slips add up?", True),
        ("A page is cut. How would you cut it?", True),
        ("On a long page, how does it go?", True),
        ("Wie kommt das zustande?", True),
        ("How many rounds does it take?", False),
        ("How far can you trust it?", False),
        ("Wie viele Runden braucht es?", False),
        ("Wie lange dauert es?", False),
        ("What shows how it does it?", False),
    ],
)
def test_a_question_that_asks_how_asks_for_no_reason(words: str, how: bool) -> None:
    asked = next(one for one in LESSON.questions if one.id == DESK)
    assert asks_how(asked.model_copy(update={"unprompted": words}), 0, prompted=False) == how
    steps = [
        one.model_copy(
            update={"prediction": one.prediction.model_copy(update={"unprompted": words})}
        )
        if one.prediction and one.prediction.id == DESK
        else one
        for one in LESSON.steps
    ]
    lesson = LESSON.model_copy(update={"steps": tuple(steps)})
    beats = [*RECALL.beats(lesson, f"asks: {DESK}:0")]
    (ask,) = [one for one in beats if isinstance(one, Write) and one.brief]
    assert ask.text.endswith(phrase("recall.say.alone") if how else phrase("recall.say.why"))
    assert ask.explained != how

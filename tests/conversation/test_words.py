"""Words that were written for a certain question answer that one or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import buttons
from bot.conversation.facts.learner import Submission
from bot.conversation.inputs import Command, Text
from bot.conversation.outputs import Ask, Notice, Output
from bot.conversation.phrases import phrase
from tests.rigs.courses import read_course
from tests.rigs.paths import KITCHEN
from tests.rigs.talk import Conversation, said

COURSE, LESSONS = read_course(KITCHEN)
CLOSED = (Notice(phrase("press.closed")),)
FOREIGN = (Notice(phrase("press.foreign")),)


def trying(name: str = "ana") -> Conversation:
    """A learner who is asked for words."""
    talk = Conversation(LESSONS, [COURSE], name)
    talk.send(Command("learn", "tea"))
    talk.press("Try")
    return talk


def question(talk: Conversation) -> str:
    assert talk.asked is not None
    return talk.asked.question


def kept(talk: Conversation) -> list[str]:
    return [fact.text for fact in talk.facts if isinstance(fact, Submission)]


def test_a_question_says_whether_it_takes_words() -> None:
    talk = trying()
    assert [one.words for one in talk.outputs if isinstance(one, Ask)] == [False, False, True]


@pytest.mark.parametrize("words", ["It smells.", "1", "skip", "Skip", "/learn tea"])
def test_words_for_the_open_question_answer_it_as_they_are(words: str) -> None:
    talk = Conversation(LESSONS, [COURSE])
    talk.send(Command("learn", "tea"))
    talk.press("Project", "Continue")
    talk.send(Text(words, question(talk)))
    assert kept(talk) == [words]


def test_blank_words_answer_nothing() -> None:
    talk = trying()
    turn = talk.send(Text(" \n", question(talk)))
    assert phrase("text.choose") in said(turn)
    assert kept(talk) == []


@pytest.mark.parametrize("meanwhile", ["skip", "words", "again"])
def test_words_for_a_closed_question_are_told_so(meanwhile: str) -> None:
    talk = trying()
    name = question(talk)
    if meanwhile == "again":
        talk.send(Command("continue"))
    else:
        talk.type("skip" if meanwhile == "skip" else "It smells of grass.")
    before, now = kept(talk), talk.session
    turn = talk.send(Text("Too late.", name))
    assert turn.outputs == CLOSED
    assert kept(talk) == before
    assert talk.session == now


def test_words_for_a_question_of_choices_change_nothing() -> None:
    talk = Conversation(LESSONS, [COURSE])
    talk.send(Command("learn", "tea"))
    now = talk.session
    assert talk.send(Text("Try", question(talk))).outputs == ()
    assert talk.session == now


def test_words_for_anothers_question_are_told_so() -> None:
    ana, ben = trying("ana"), trying("ben")
    assert ben.send(Text("It smells.", question(ana))).outputs == FOREIGN
    nonce, number = question(ben).split(".")
    assert ben.send(Text("It smells.", f"{nonce}.{int(number) + 1}")).outputs == FOREIGN
    stranger = Conversation(LESSONS, [COURSE], "eve")
    assert stranger.send(Text("It smells.", question(ana))).outputs == FOREIGN
    assert kept(ben) == kept(stranger) == []


@pytest.mark.parametrize("name", ["x", "aaaaaaaa.", "aaaaaaaa.-1", "aaaaaaaa.٣", "a.1"])
def test_words_for_a_question_that_is_none_of_ours_are_ignored(name: str) -> None:
    nothing: tuple[Output, ...] = ()
    assert trying().send(Text("It smells.", name)).outputs == nothing
    assert Conversation(LESSONS, [COURSE]).send(Text("It smells.", name)).outputs == nothing


@given(st.text(max_size=40), st.integers(0, 10**12 - 1))
def test_a_questions_name_is_read_as_it_was_written(seed: str, number: int) -> None:
    nonce = buttons.nonce(seed)
    assert buttons.parse_question_name(buttons.name(nonce, number)) == (nonce, number)

"""Cards give way to one another, and what was told or asked in a lesson stays."""

from datetime import timedelta

import pytest

from bot.conversation import buttons
from bot.conversation.buttons import choice_tokens
from bot.conversation.inputs import Address, Alarm, Command, Envelope, LearnerId, Press, Text
from bot.conversation.learner import Learner
from bot.conversation.needs.learner import Known
from bot.conversation.offers import offer
from bot.conversation.outputs import Ask, Notice, Output, Retire, Say
from bot.conversation.session import Session, dump, load
from bot.conversation.sharing import postable
from bot.conversation.turn import Scene
from tests.rigs.courses import read_course
from tests.rigs.makers import NOON, library_of
from tests.rigs.paths import KITCHEN
from tests.rigs.talk import Conversation

ROWS = [[offer("On", "set")]]
CARD = "**A card**\n\nWhat is below its heading."
NAME = buttons.name("abcdefgh", 1)


def scene(given: Press | Text | Command | Alarm, *, card: bool = True) -> Scene:
    """A turn that answers an open question, which is a card."""
    envelope = Envelope("a:1", LearnerId("a:1"), Address("a", "1"), NOON, given)
    before = Scene(library_of((), ()), Known(), Session("abcdefgh"), Learner(), envelope)
    before.ask(CARD, ROWS, card=card)
    return Scene(library_of((), ()), Known(), before.session, Learner(), envelope)


def said(one: Scene) -> list[Output]:
    return list(one.turn().outputs)


def press() -> Press:
    return Press(next(choice_tokens("abcdefgh", 1)))


def test_the_card_of_a_press_takes_the_place_of_the_one_that_was_pressed() -> None:
    one = scene(press())
    one.answered_with("on")
    one.notice("Changed.")
    one.card("Another", ROWS)
    told, asked = said(one)
    assert told == Notice("Changed.")
    assert isinstance(asked, Ask)
    assert asked.instead == Retire(NAME, "**A card**\n\n*— you said: on*")
    # It is a question of its own, so a second press on the first one is known as one.
    assert asked.question == buttons.name("abcdefgh", 2)


@pytest.mark.parametrize("given", [Text("on"), Command("settings")])
def test_what_comes_of_words_comes_below_and_leaves_the_heading(given: Text | Command) -> None:
    one = scene(given)
    one.card("Another", ROWS)
    left, asked = said(one)
    assert left == Retire(NAME, "**A card**")
    assert isinstance(asked, Ask)
    assert asked.instead is None


def test_what_is_told_first_is_told_before_the_next_card() -> None:
    one = scene(press())
    one.close_answered()
    one.say("Done.")
    one.card("Another", ROWS)
    left, told, asked = said(one)
    assert (left, told) == (Retire(NAME, "**A card**"), Say("Done."))
    assert isinstance(asked, Ask)
    assert asked.instead is None


def test_only_one_card_takes_the_place() -> None:
    one = scene(press())
    one.card("Another", ROWS)
    one.card("And another", ROWS)
    asked = [each for each in said(one) if isinstance(each, Ask)]
    assert asked[0].instead == Retire(NAME, "**A card**")
    assert asked[1].instead is None


def test_a_question_comes_below_a_card_and_a_card_below_a_question() -> None:
    for card in (True, False):
        one = scene(press(), card=card)
        one.ask("Another", ROWS, card=not card)
        left, asked = said(one)
        assert left == Retire(NAME, "**A card**" if card else CARD)
        assert isinstance(asked, Ask)
        assert asked.instead is None


def test_nothing_vanishes_from_under_the_eyes_of_who_did_nothing() -> None:
    one = scene(Alarm("review", 0))
    one.ask("A reminder", ROWS)
    assert said(one)[0] == Retire(NAME, CARD)


def test_a_heading_is_the_whole_first_block() -> None:
    one = scene(Text("on"))
    assert one.open is not None
    one.card("```\na\n\nb\n```\n\nand more", ROWS)
    one.card("Another", ROWS)
    assert said(one)[2] == Retire(buttons.name("abcdefgh", 2), "```\na\n\nb\n```")


def test_a_second_press_on_a_card_that_gave_way_changes_nothing() -> None:
    talk = Conversation(read_course(KITCHEN)[1])
    talk.send(Command("settings"))
    first = talk.asked
    assert first is not None
    token = first.choices[2].token
    talk.send(Press(token))
    held = talk.session
    talk.send(Press(token))
    assert talk.session == held
    assert all(isinstance(one, Notice) for one in talk.turns[-1].outputs)


def test_a_double_tap_on_a_card_that_was_posted_asks_once() -> None:
    lessons = read_course(KITCHEN)[1]
    talk = Conversation(lessons)
    soup = next(one for one in lessons if one.id == "soup")
    token = buttons.question_token(next(postable(soup)).key)
    assert any(isinstance(one, Ask) for one in talk.send(Press(token)).outputs)
    (told,) = talk.send(Press(token)).outputs
    assert isinstance(told, Notice)
    talk.clock += timedelta(minutes=1)
    assert any(isinstance(one, Ask) for one in talk.send(Press(token)).outputs), "it is looked for"


def test_whoever_knows_the_question_of_a_card_stays_in_their_lesson() -> None:
    lessons = read_course(KITCHEN)[1]
    talk = Conversation(lessons)
    soup = next(one for one in lessons if one.id == "soup")
    token = buttons.question_token(next(postable(soup)).key)
    talk.send(Press(token))
    talk.press("No idea")
    talk.begin("tea")
    talk.press("Continue")
    before = talk.session
    assert before is not None
    told = talk.send(Press(token)).outputs
    assert not [one for one in told if isinstance(one, Ask | Retire)]
    assert talk.session is not None
    assert talk.session.open == before.open


def test_a_card_of_the_question_that_a_lesson_asks_just_now_leads_back_to_it() -> None:
    talk = Conversation(read_course(KITCHEN)[1])
    talk.begin("soup")
    while talk.labels == ["Continue"]:
        talk.press("Continue")
    soup = talk.session
    assert soup is not None
    assert soup.run is not None
    lesson = talk.lessons["soup", soup.run.revision]
    talk.send(Press(buttons.question_token(next(postable(lesson)).key)))
    assert talk.session is not None
    assert talk.session.review is None
    talk.press("No idea")
    assert talk.session.run is not None
    assert [one.phase for one in talk.session.run.outcomes] == ["first"]


# A step: what is asked of a choice, in the message of the question


def chosen(given: Press | Text) -> Scene:
    one = scene(given, card=False)
    one.step("How sure?", [[offer("Sure (9 in 10)", "sure sure")]])
    return one


def test_a_step_is_asked_in_the_message_of_its_question() -> None:
    (asked,) = said(chosen(press()))
    assert isinstance(asked, Ask)
    assert asked.text == f"{CARD}\n\nHow sure?"
    assert asked.instead == Retire(NAME, CARD)
    assert asked.question == buttons.name("abcdefgh", 2)


def test_a_step_of_typed_words_is_asked_below_them() -> None:
    left, asked = said(chosen(Text("on")))
    assert left == Retire(NAME, CARD)
    assert isinstance(asked, Ask)
    assert (asked.text, asked.instead) == ("How sure?", None)


def test_of_a_step_the_question_stays_with_what_was_said_last() -> None:
    session = chosen(press()).session
    envelope = Envelope("a:2", LearnerId("a:1"), Address("a", "1"), NOON, press())
    one = Scene(library_of((), ()), Known(), session, Learner(), envelope)
    one.answered_with("sure, on")
    assert said(one) == [
        Retire(buttons.name("abcdefgh", 2), f"{CARD}\n\n*— you said: sure, on*"),
    ]


@pytest.mark.parametrize("given", [press(), Text("again")])
def test_a_step_is_gone_back_from_to_the_same_choices(given: Press | Text) -> None:
    session = load(dump(chosen(press()).session))
    envelope = Envelope("a:2", LearnerId("a:1"), Address("a", "1"), NOON, given)
    one = Scene(library_of((), ()), Known(), session, Learner(), envelope)
    assert one.step_back()
    asked = said(one)[-1]
    assert isinstance(asked, Ask)
    assert asked.text == CARD
    assert [choice.label for choice in asked.choices] == ["On"]
    assert (asked.instead is not None) == isinstance(given, Press)
    assert not one.step_back(), "it is no step any more"

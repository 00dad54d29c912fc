"""What may be typed at any time, and names of lessons that a list doesn't show."""

import pytest

from bot.conversation.facts.learner import Submission
from bot.conversation.inputs import Command
from bot.conversation.phrases import phrase
from bot.lessons.model import Lesson
from tests.rigs.courses import read_course
from tests.rigs.moves import conversation
from tests.rigs.paths import KITCHEN
from tests.rigs.talk import Conversation, said

COURSE, LESSONS = read_course(KITCHEN)


@pytest.mark.parametrize("typed", ["help", "Help!", "Hilfe"])
def test_who_asks_for_help_at_a_question_is_told_all_that_may_be_typed(typed: str) -> None:
    talk = conversation()
    talk.begin("rain")
    before = talk.session
    told = said(talk.type(typed))
    assert all(f" {one}" in told for one in talk.labels)
    assert "/stop" in told
    assert talk.session == before


@pytest.mark.parametrize("typed", ["help", "?"])
def test_who_asks_for_help_at_a_continue_is_told_what_it_leads_to(typed: str) -> None:
    talk = conversation()
    talk.begin("rain")
    talk.press("Skip")
    told = said(talk.type(typed))
    assert "1. Continue" in told
    assert "/help" in told


def test_help_is_no_work() -> None:
    talk = conversation()
    talk.send(Command("learn", "tea"))
    talk.press("Try")
    assert said(talk.type("help")).startswith("Type your answer in your own words")
    assert not talk.turns[-1].facts


@pytest.mark.parametrize("stop", ["stop", "Bye!", "can I stop here and go on tomorrow?"])
@pytest.mark.parametrize("where", [[], ["Skip"]])
def test_who_says_stop_leaves_and_keeps_the_place(where: list[str], stop: str) -> None:
    talk = conversation()
    talk.begin("rain")
    for label in where:
        talk.press(label)
    assert "I've kept your place" in said(talk.type(stop))
    assert talk.session is not None
    assert talk.session.open is None


def test_any_lesson_may_be_named_at_a_list() -> None:
    names = [
        f"{word} soup"
        for word in ["pea", "bean", "leek", "fish", "beet", "corn", "milk", "rice", "kale"]
    ]
    talk = Conversation([Lesson(id=one.split()[0], title=one, minutes=1) for one in names])
    talk.send(Command("learn"))
    assert not any("kale" in one for one in talk.labels)
    assert "**kale soup**" in said(talk.type("kale"))
    talk.send(Command("learn"))
    assert "kale" not in said(talk.type("nothing of the kind"))


@pytest.mark.parametrize("typed", ["Thanks!", "thank you 🙏", "Danke schön."])
def test_thanks_are_welcome_and_leave_what_is_open(typed: str) -> None:
    talk = conversation()
    talk.begin("rain")
    before = talk.session
    assert said(talk.type(typed)) == phrase("text.thanks.open")
    assert talk.session == before


def test_why_before_an_answer_is_answered_by_it() -> None:
    talk = conversation()
    talk.send(Command("learn", "tea"))
    talk.press("Test yourself")
    before = talk.session
    assert "Hint" not in talk.labels
    assert said(talk.type("why?")) == phrase("text.why")
    assert talk.session == before


def test_words_that_may_be_meant_for_us_are_asked_about_once() -> None:
    talk = conversation()
    talk.send(Command("learn", "tea"))
    talk.press("Try")
    asked = talk.session and talk.session.open
    talk.type("Why?")
    mine, ours = phrase("text.unsure.mine"), phrase("text.unsure.ours")
    assert talk.labels == [mine, ours]
    assert not talk.turns[-1].facts
    talk.press(ours)
    again = talk.session and talk.session.open
    assert asked
    assert again
    assert (again.words, again.rows, again.behind) == (asked.words, asked.rows, asked.behind)
    talk.type("Why?")
    talk.press(mine)
    assert "too little to compare" in said(talk.turns[-1]), "it is taken as any text would be"


def test_at_which_of_both_another_answer_may_be_typed() -> None:
    talk = conversation()
    talk.send(Command("learn", "tea"))
    talk.press("Try")
    talk.type("Why?")
    talk.type("Pour it hot, and wait.")
    texts = [fact.text for fact in talk.turns[-1].facts if isinstance(fact, Submission)]
    assert texts == ["Pour it hot, and wait."]

"""A learner's own work is judged in one message: by ticks in its place, or by what is typed."""

from dataclasses import replace

import pytest

from bot.conversation.facts.learner import Rated
from bot.conversation.inputs import Command, Upload
from bot.conversation.language.locale import LANGUAGES, Manner, speaking
from bot.conversation.offers import offer
from bot.conversation.outputs import Ask, Retire, Revise
from bot.conversation.question import criteria
from bot.conversation.question.criteria import Verdict
from bot.conversation.session import Run, Session
from tests.rigs.moves import conversation
from tests.rigs.talk import Conversation, said

THREE = Verdict(("a", "b", "c"), ("no", "no", "no"))


def judging() -> Conversation:
    """An exercise is answered, and its two criteria are asked."""
    talk = conversation()
    talk.send(Command("learn", "tea"))
    talk.press("Try")
    talk.type("It smells of grass.")
    while "Continue" in talk.labels:
        talk.press("Continue")
    return talk


def rated(talk: Conversation) -> list[tuple[int, str]]:
    return [(one.criterion, one.met) for one in talk.facts if isinstance(one, Rated)]


def run_of(talk: Conversation) -> tuple[Session, Run]:
    assert talk.session is not None
    assert talk.session.run is not None
    return talk.session, talk.session.run


def test_ticks_change_in_place_and_count_once_all_is_said() -> None:
    talk = judging()
    assert talk.labels == ["☐ 1", "☐ 2", "Done"]
    assert "1. names the difference\n2. says where it comes from" in said(talk.turns[-1])
    turn = talk.press("☐ 2")
    assert [type(one) for one in turn.outputs] == [Revise]
    assert talk.labels == ["☐ 1", "☑ 2", "Done"]
    talk.press("☑ 2", "☐ 1")
    assert talk.labels == ["☑ 1", "☐ 2", "Done"]
    assert not rated(talk)
    turn = talk.press("Done")
    assert rated(talk) == [(0, "yes"), (1, "no")]
    retired, asked = [one for one in turn.outputs if isinstance(one, Retire | Ask)]
    assert retired.text.endswith("*— you said: 1*")
    assert asked.text.startswith("**1 of 2.** Number 2 is still missing.")


def test_whoever_taps_fast_ticks_all_that_they_tap() -> None:
    """The second tap comes from a message that does not show the first one yet."""
    talk = judging()
    asked = talk.asked
    talk.press("☐ 1")
    talk.asked = asked
    talk.press("☐ 2", "Done")
    assert rated(talk) == [(0, "yes"), (1, "yes")]


def test_ticks_stay_while_a_lesson_is_left() -> None:
    talk = judging()
    talk.press("☐ 2")
    talk.send(Command("stop"))
    talk.send(Command("continue"))
    assert talk.labels == ["☐ 1", "☑ 2", "Done"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1 3", {1, 3}),
        ("1,3", {1, 3}),
        ("13", {1, 3}),
        ("1 and 3.", {1, 3}),
        ("1 & 3", {1, 3}),
        ("1-3", {1, 2, 3}),
        ("One and three", {1, 3}),
        ("the second one", {2}),
        ("I'd say 2", {2}),
        ("all", {1, 2, 3}),
        ("All of them!", {1, 2, 3}),
        ("yes", {1, 2, 3}),
        ("none", set()),
        ("No", set()),
        ("0", set()),
        ("all but 2", {1, 3}),
        ("not 2", {1, 3}),
        ("everything except 2 and 3", {1}),
        ("1 and 3 but not 2", {1, 3}),
        ("yes no yes", {1, 3}),
        ("no no no", set()),
        ("yes, all three", {1, 2, 3}),
        ("nothing but 2", {2}),
        ("2 is missing", {1, 3}),
        ("1 and not 2", {1}),
        ("1 yes, 2 not yet, 3 yes", {1, 3}),
        ("2 of 3", None),
        ("1 yes, 2 no, 3 yes", {1, 3}),
        ("1 und 3", {1, 3}),
        ("alles außer 2", {1, 3}),
        ("Alle", {1, 2, 3}),
        ("nichts davon", set()),
        ("asdf", None),
        ("", None),
        ("4", None),
        ("1 and 7", None),
        ("The 3 steps are to wait, to look at the log and to try it all again", None),
    ],
)
def test_what_is_typed_is_read_as_people_say_it(text: str, numbers: set[int] | None) -> None:
    assert criteria.read(text, THREE) == numbers


def test_what_is_typed_takes_the_place_of_what_is_ticked() -> None:
    assert criteria.read("3", THREE.ticking([1])) == {3}
    assert criteria.read("only 3", THREE.ticking([1])) == {3}
    assert criteria.read("not 1", THREE.ticking([1])) == {2, 3}
    assert criteria.read("none", THREE.ticking([1])) == set()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3", {1, 3}),
        ("2 3", {1, 2, 3}),
        ("1", {1}),
        ("also 2", {1, 2}),
        ("not 1", set()),
        ("2, not 1", {2}),
        ("all but 1", {2, 3}),
        ("only 3", {3}),
        ("just 2 and 3", {2, 3}),
        ("nothing but 2", {2}),
        ("nur 3", {3}),
        ("all", {1, 2, 3}),
        ("none", set()),
        ("no yes no", {2}),
        ("something else", None),
    ],
)
def test_what_is_typed_can_come_to_what_is_ticked(text: str, numbers: set[int] | None) -> None:
    assert criteria.read(text, THREE.ticking([1]), adds=True) == numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_learner_said_could_have_been_typed(language: str) -> None:
    with speaking(Manner(language)):
        for numbers in [(), (1,), (2, 3), (1, 2, 3)]:
            told = THREE.ticking(numbers)
            assert criteria.read(criteria.ticked_words(told), THREE) == set(numbers)


def test_what_can_not_be_read_is_said_and_the_question_stays() -> None:
    talk = judging()
    before = talk.session
    assert "type their numbers" in said(talk.type("asdf"))
    assert talk.session == before
    talk.type("both")
    assert rated(talk) == [(0, "yes"), (1, "yes")]


def test_a_file_is_no_verdict_and_the_question_stays() -> None:
    talk = judging()
    before = talk.session
    assert "press a button" in said(talk.send(Upload("a.png", 1, "image/png", "r")))
    assert talk.session == before


def test_who_was_asked_one_by_one_in_an_earlier_version_is_asked_for_the_rest() -> None:
    """The buttons on their screen still say what they said; then the rest comes at once."""
    talk = judging()
    session, run = run_of(talk)
    three = (*talk.lessons[run.lesson, run.revision].exercises[0].criteria, "is brief")
    lesson = talk.lessons[run.lesson, run.revision]
    exercise = lesson.exercises[0].model_copy(update={"criteria": three})
    longer = lesson.model_copy(update={"exercises": (exercise, *lesson.exercises[1:])})
    talk.lessons[run.lesson, run.revision] = longer
    assert session.open is not None
    old = [[offer(word, "rate", met) for word, met in (("Yes", "yes"), ("Partly", "partly"))]]
    rows = tuple(map(tuple, old))
    asked = replace(session.open, text="*1 of 3:* …", rows=rows, words=(), digits=False)
    talk.session = replace(session, open=asked)
    turn = talk.type("partly")
    assert rated(talk) == [(0, "partly")]
    assert "2. says where it comes from\n3. is brief" in said(turn)
    assert talk.labels == ["☐ 2", "☐ 3", "Done"]
    talk.press("☐ 3")
    assert run_of(talk)[1].met == ("partly", "no", "yes")
    told = said(talk.press("Done"))
    assert rated(talk) == [(0, "partly"), (1, "no"), (2, "yes")]
    assert "Numbers 1 and 2 are still missing" in told


def test_a_review_that_was_judged_one_by_one_keeps_what_was_said() -> None:
    told = criteria.under_way(("a", "b", "c"), ("partly",), None)
    assert (told.recorded, told.met) == (1, ("partly", "no", "no"))
    assert criteria.under_way(("a", "b", "c"), told.toggle(3).met, 1).met == (
        "partly",
        "no",
        "yes",
    )

"""Learners who are not asked how sure they are: nothing is asked, said or scored of it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import learner as learners
from bot.conversation.facts.learner import Attempt, Scheduled
from bot.conversation.inputs import Command
from bot.conversation.learner import Learner
from bot.conversation.lesson.modes import MODES
from bot.conversation.phrases import phrase
from bot.conversation.session import Outcome
from bot.learning import predictions, reviews
from bot.learning.items import DAY, Answer
from bot.learning.preferences import Preferences
from tests.rigs.moves import conversation
from tests.rigs.talk import Conversation, said

SURENESS = re.compile(
    r"you were sure|were certain|sure it is|leaned|guess|fairly|probabl|how sure|your score",
    re.IGNORECASE,
)
"""How the tutor speaks of confidence, and the score that it gives."""


WAYS_ON = ("Done", "Finish")

UNKNOWN = 9
"""The number that stands for having no idea."""


def plainly() -> Conversation:
    talk = conversation()
    talk.learner = Learner(Preferences(confidence=False))
    return talk


def to_the_end(talk: Conversation, lesson: str, label: str, answers: list[int]) -> None:
    """Through a lesson in a mode; at each question the next of these answers, by number."""
    talk.send(Command("learn", lesson))
    talk.press(label)
    for _ in range(200):
        assert talk.session is not None
        assert talk.session.open is not None
        if talk.session.run is None:
            return
        commits = [one for one in talk.session.open.offers if one.act[0] == "commit"]
        if commits:
            answer = answers.pop(0)
            talk.press("No idea" if answer == UNKNOWN else commits[answer % len(commits)].label)
        elif way := next((one for one in WAYS_ON if one in talk.labels), ""):
            talk.press(way)
        elif talk.session.open.words:
            talk.type("something of my own")
        else:
            talk.press(talk.labels[0])
    raise AssertionError(f"{lesson} in {label} does not end")


@pytest.mark.parametrize("mode", MODES)
@settings(max_examples=8, deadline=None)
@given(answers=st.lists(st.sampled_from([0, 1, 2, UNKNOWN]), min_size=40, max_size=40))
def test_in_no_mode_is_anything_asked_or_said_of_how_sure_they_are(
    mode: str, answers: list[int]
) -> None:
    talk = plainly()
    to_the_end(talk, "soup" if mode == "why" else "tea", phrase(f"mode.{mode}"), answers)
    for turn in talk.turns:
        # What a picture with a gap asks for is no word for how sure somebody is.
        assert not SURENESS.search(said(turn).replace("Guess first:", "")), said(turn)
    attempts = [fact for fact in talk.facts if isinstance(fact, Attempt)]
    assert {(one.confidence, one.score) for one in attempts} <= {
        ("unsaid", None),
        ("none", 0),
        ("none", None),
    }
    assert not any(item.surprising for item in talk.items.values())


def test_a_right_answer_counts_as_good_and_a_wrong_one_is_asked_again() -> None:
    right = Answer("A", "unsaid", right=True, at=DAY)
    for number, answer in enumerate([right, replace(right, right=False)]):
        leaning = replace(answer, confidence="probable")
        made = reviews.after_answer(None, answer, lesson="tea", question="q")
        assert replace(made, answer=leaning) == reviews.after_answer(
            None, leaning, lesson="tea", question="q"
        )
        outcome = Outcome("q", "first", 0, "unsaid", answer.right, None)
        assert outcome.settled == (number == 0)


def test_being_wrong_is_never_called_a_confident_error() -> None:
    assert predictions.reveal("unsaid", False) == "unsaid_wrong"
    assert predictions.reveal("unsaid", True) == "unsaid_right"
    wrong = Answer("A", "unsaid", right=False, at=DAY)
    assert reviews.after_answer(None, wrong, lesson="tea", question="q").checks == 0


def test_a_check_after_a_confident_error_is_passed_by_being_right_all_the_same() -> None:
    item = reviews.after_answer(None, Answer("A", "sure", False, DAY), lesson="tea", question="q")
    once = reviews.after_answer(
        item, Answer("B", "unsaid", True, item.check), lesson="tea", question="q"
    )
    assert (item.checks, once.checks) == (2, 1)


def test_there_is_no_score_to_give_for_it() -> None:
    with pytest.raises(ValueError, match="nothing to score"):
        predictions.score("unsaid", 2, 1, right=True)


def test_who_never_said_how_sure_they_are_is_shown_no_score() -> None:
    talk = plainly()
    to_the_end(talk, "tea", "Learn", [0, UNKNOWN, 0, 0])
    attempts = [fact for fact in talk.facts if isinstance(fact, Attempt)]
    assert attempts
    assert "score" not in said(talk.turns[-1]).lower()


def test_a_choice_whose_confidence_was_being_asked_is_asked_anew_with_one_tap() -> None:
    talk = conversation()
    talk.begin("tea")
    talk.press("Continue", "Continue", "Continue", "No idea", "Continue", "Nothing any more")
    assert "Sure (9 in 10)" in talk.labels
    assert talk.session is not None
    talk.learner = replace(talk.learner, preferences=Preferences(confidence=False))
    talk.send(Command("continue"))
    assert "Sure (9 in 10)" not in talk.labels
    turn = talk.press("More bitterness")
    (item,) = [fact.item for fact in turn.facts if isinstance(fact, Scheduled)]
    assert (item.answer.said, item.answer.confidence) == ("More bitterness", "unsaid")


def test_a_session_from_before_there_was_a_choice_is_asked_how_sure_it_is() -> None:
    assert learners.load("{}").preferences.confidence

"""Does predicting help? Who is in which arm, what is told and scheduled, and what is compared."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.facts.learner import AchievementReached, Attempt, Enrolled, Scheduled
from bot.conversation.inputs import Command, Input, Press
from bot.conversation.learner import Learner
from bot.conversation.lesson import experiment
from bot.conversation.lesson.beats import MOST_AGAIN
from bot.learning import experiment as trials
from bot.learning import items, reviews
from bot.learning.calibration import Tally
from bot.learning.experiment import MIN_REVIEWS, ExperimentResults, arm, difference
from bot.learning.items import DAY, Answer
from bot.learning.preferences import Preferences
from bot.lessons.model import Lesson, Step
from bot.lessons.question import Option, Question
from tests.rigs.moves import LESSONS, MOVES, conversation
from tests.rigs.talk import Conversation, said

QUESTIONS = 200


def long_lesson() -> Lesson:
    """A lesson with so many questions that each arm has some."""
    options = (Option(label="A", right=True, explanation="so"), Option(label="B", explanation="no"))
    return Lesson(
        id="long",
        title="Long",
        minutes=9,
        steps=tuple(
            Step(
                level="foundation",
                title=f"{number}",
                concept="Think.",
                prediction=Question(id=f"q{number}", text=f"q{number}?", options=options),
                text=f"On {number}.",
            )
            for number in range(QUESTIONS)
        ),
    )


SURE = "Sure (9 in 10)"
LONG = long_lesson()
ARMS = {question.id: arm("ana", "long", question.id) for question in LONG.questions}


def taking_part(*lessons: Lesson) -> Conversation:
    talk = Conversation(lessons or (LONG,))
    talk.learner = Learner(Preferences(experiment=True))
    return talk


def through(talk: Conversation, answer: str, lesson: str = "long") -> None:
    """Through the lesson, with this answer wherever it is offered."""
    talk.begin(lesson)
    while talk.session and talk.session.run:
        answered = (answer, SURE) if answer in ("A", "B") else (answer,)
        talk.press(*(answered if answer in talk.offered else talk.labels[:1]))


def facts_of(talk: Conversation, kind: type) -> list[object]:
    return [fact for fact in talk.facts if isinstance(fact, kind)]


# The lot


@settings(max_examples=40)
@given(st.text(min_size=1), st.text(min_size=1))
def test_about_a_fifth_is_told_and_about_a_fifth_is_asked(learner: str, lesson: str) -> None:
    counts = Counter(arm(learner, lesson, f"q{number}") for number in range(2000))
    for share in ("told", "asked"):
        assert 300 < counts[share] < 500  # 400 are expected, with a standard deviation of 18


@given(st.text(), st.text(), st.text())
def test_the_lot_falls_the_same_way_every_time(learner: str, lesson: str, question: str) -> None:
    assert arm(learner, lesson, question) == arm(learner, lesson, question)


def test_it_falls_otherwise_for_others_and_in_other_lessons() -> None:
    ana, ben, other = (
        [arm(who, where, f"q{number}") for number in range(200)]
        for who, where in (("ana", "tea"), ("ben", "tea"), ("ana", "bread"))
    )
    assert ana != ben
    assert ana != other


# The interval


@pytest.mark.parametrize(
    ("asked", "told", "low", "high"),
    [
        # Newcombe (1998), table II, method 10 at 95 %: 56/70 and 48/80, 9/10 and 3/10.
        (Tally(56, 70), Tally(48, 80), 0.0524, 0.3339),
        (Tally(9, 10), Tally(3, 10), 0.1705, 0.8090),
        (Tally(10, 10), Tally(0, 10), 0.6075, 1.0),
        (Tally(0, 10), Tally(0, 10), -0.2775, 0.2775),
    ],
)
def test_the_interval_is_newcombes(
    monkeypatch: pytest.MonkeyPatch, asked: Tally, told: Tally, low: float, high: float
) -> None:
    monkeypatch.setattr("bot.learning.calibration.Z", 1.959964)
    found, lower, upper = difference(ExperimentResults(asked, told))
    assert found == pytest.approx(asked.right / asked.total - told.right / told.total)
    assert (lower, upper) == pytest.approx((low, high), abs=0.0002)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 60), st.integers(1, 60))
def test_the_interval_holds_the_difference_and_turns_with_it(
    a: int, b: int, of_a: int, of_b: int
) -> None:
    one, other = Tally(min(a, of_a), of_a), Tally(min(b, of_b), of_b)
    found, low, high = difference(ExperimentResults(one, other))
    assert -1 <= low <= found <= high <= 1
    turned = difference(ExperimentResults(other, one))
    assert turned == pytest.approx((-found, -high, -low))


# What is said of it


@pytest.mark.parametrize(
    ("trial", "words"),
    [
        (ExperimentResults(), "too early"),
        (ExperimentResults(Tally(19, 19), Tally(0, 200)), "too early"),
        (ExperimentResults(Tally(18, 20), Tally(9, 20)), "So predicting helps you"),
        (ExperimentResults(Tally(9, 20), Tally(18, 20)), "told right away works better"),
        (ExperimentResults(Tally(15, 20), Tally(12, 20)), "there may be none at all"),
        (ExperimentResults(Tally(0, 20), Tally(0, 20)), "there may be none at all"),
    ],
)
def test_it_says_no_more_than_the_interval_bears_out(trial: ExperimentResults, words: str) -> None:
    assert words in " ".join(experiment.sentences(trial))


# In a lesson


def test_a_fifth_is_told_with_its_answer_and_scheduled_for_tomorrow() -> None:
    talk = taking_part()
    through(talk, "A")
    attempted = {fact.question for fact in facts_of(talk, Attempt)}  # type: ignore[attr-defined]
    told = {id for id, share in ARMS.items() if share == "told"}
    assert told
    assert attempted == ARMS.keys() - told
    texts = "\n".join(said(turn) for turn in talk.turns)
    for id in told:
        assert f"{id.capitalize()}?\n\n**The answer: A.** so" in texts
        item = talk.items["long", id]
        assert item.number == 0
        assert items.days_until(item.due, item.answer.at) == 1
    for number in range(QUESTIONS):
        assert f"On {number}." in texts, "the text is told just the same"


def test_both_arms_are_first_due_after_a_day_and_all_else_when_it_would_be() -> None:
    talk = taking_part()
    through(talk, "A")
    for id, share in ARMS.items():
        item = talk.items["long", id]
        days = items.days_until(item.due, item.answer.at)
        assert (days == 1) == (share is not None), id


def test_the_arms_are_on_record() -> None:
    talk = taking_part()
    through(talk, "A")
    enrolled = {fact.question: fact.arm for fact in facts_of(talk, Enrolled)}  # type: ignore[attr-defined]
    assert enrolled == {id: share for id, share in ARMS.items() if share}


def test_neither_arm_is_asked_once_more_at_the_end() -> None:
    talk = taking_part()
    through(talk, "B")
    attempts = facts_of(talk, Attempt)
    again = {one.question for one in attempts if one.phase == "exit"}  # type: ignore[attr-defined]
    assert len(again) == MOST_AGAIN
    assert again <= {id for id, share in ARMS.items() if share is None}


def test_what_is_skipped_takes_part_as_if_it_had_been_answered() -> None:
    talk = taking_part()
    through(talk, "Skip")
    enrolled = {fact.question: fact.arm for fact in facts_of(talk, Enrolled)}  # type: ignore[attr-defined]
    assert enrolled == {id: share for id, share in ARMS.items() if share}
    assert {id for _, id in talk.items} == enrolled.keys()


def test_who_does_not_take_part_is_asked_everything() -> None:
    talk = Conversation([LONG])
    through(talk, "A")
    assert not facts_of(talk, Enrolled)
    assert len(facts_of(talk, Attempt)) == QUESTIONS


def test_what_was_met_before_takes_no_part() -> None:
    talk = Conversation((LONG,))
    through(talk, "A")
    talk.learner = replace(talk.learner, preferences=Preferences(experiment=True))
    through(talk, "A")
    assert not facts_of(talk, Enrolled)
    assert len(facts_of(talk, Attempt)) == 2 * QUESTIONS


def test_who_leaves_in_the_middle_is_asked_from_then_on_and_keeps_what_was_begun() -> None:
    talk = taking_part()
    talk.begin("long")
    while "💬" not in said(talk.turns[-1]):
        talk.press(*(("A", SURE) if "A" in talk.labels else talk.labels[:1]))
    assert talk.session is not None
    talk.learner = replace(talk.learner, preferences=Preferences())
    assert "💬" in said(talk.send(Command("continue")))
    before = len(facts_of(talk, Enrolled))
    talk.press("Continue")
    assert len(facts_of(talk, Enrolled)) == before + 1
    while talk.session and talk.session.run:
        talk.press(*(("A", SURE) if "A" in talk.labels else talk.labels[:1]))
    assert len(facts_of(talk, Enrolled)) == before + 1


def test_tests_and_recalls_take_no_part() -> None:
    talk = taking_part(*LESSONS.values())
    for mode in ("Test yourself", "From memory"):
        talk.send(Command("learn", "tea"))
        talk.press(mode)
        while talk.session and talk.session.run:
            way = next((one for one in ("No idea", "Finish") if one in talk.labels), None)
            talk.press(way or talk.labels[0])
    assert facts_of(talk, Attempt)
    assert not facts_of(talk, Enrolled)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["tea", "soup", "career-paths"]), st.lists(MOVES, max_size=100))
def test_whatever_a_learner_does_an_item_takes_part_once(
    lesson: str, moves: list[int | Input]
) -> None:
    talk = conversation()
    talk.learner = Learner(Preferences(experiment=True))
    talk.send(Command("learn", lesson))
    for move in moves:
        if isinstance(move, int):
            assert talk.asked is not None
            choices = talk.asked.choices
            talk.send(Press(choices[move % len(choices)].token))
        else:
            talk.send(move)
    enrolled = [(fact.lesson, fact.question) for fact in facts_of(talk, Enrolled)]  # type: ignore[attr-defined]
    assert len(enrolled) == len(set(enrolled))
    for lesson_id, question in enrolled:
        assert arm("ana", lesson_id, question)
        assert (lesson_id, question) in talk.items


# Coming back


def test_what_was_told_is_reviewed_as_if_for_the_first_time() -> None:
    at = 20_000 * DAY
    item = trials.unanswered_item("tea", "q", at)
    given_answer = Answer("A", "sure", right=True, at=item.due)
    after = reviews.after_answer(item, given_answer, lesson="tea", question="q")
    fresh = reviews.after_answer(None, given_answer, lesson="tea", question="q")
    assert after == fresh
    assert after.number == 1


def test_the_result_is_told_once_when_there_is_enough() -> None:
    talk = taking_part()
    through(talk, "A")
    talk.clock += timedelta(days=1)
    talk.send(Command("review"))
    for _ in range(600):
        if not (talk.session and (talk.session.review or "Keep reviewing" in talk.labels)):
            break
        talk.press(*(("A", SURE) if "A" in talk.labels else talk.labels[:1]))
    told = [turn for turn in talk.turns if "Does predicting help you?" in said(turn)]
    assert facts_of(talk, AchievementReached).count(AchievementReached(experiment.ACHIEVEMENT)) == 1
    assert told
    arms = Counter(share for share in ARMS.values() if share)
    assert min(arms.values()) >= MIN_REVIEWS
    assert isinstance(facts_of(talk, Scheduled)[-1], Scheduled)

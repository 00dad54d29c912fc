"""What /progress says of a learner, beyond what a transcript can show."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.inputs import Command
from bot.conversation.needs.learner import (
    LearnerHistory,
    LessonProgress,
    Needs,
    OwnHistory,
    Progress,
)
from bot.conversation.outputs import Ask
from bot.learning.beliefs import Belief
from bot.learning.calibration import Tally
from bot.learning.habits import QUARTER
from bot.learning.items import DAY, GRACE, Answer, Item
from bot.lessons.model import Lesson
from bot.storage.codec import micros
from tests.rigs.courses import read_course
from tests.rigs.paths import KITCHEN
from tests.rigs.talk import Conversation, said

COURSE, LESSONS = read_course(KITCHEN)
TEA: Lesson = next(lesson for lesson in LESSONS if lesson.id == "tea")
BEGUN = Progress((LessonProgress("tea", finished=False),), 1)
EMPTY = LearnerHistory()
NOW = 1_767_225_600_000_000
"""When a conversation begins: 1 January 2026, a Thursday, in microseconds UTC."""


class Recorded(Conversation):
    """A conversation with a record of its own making."""

    history = EMPTY

    def _history(self) -> LearnerHistory:
        return self.history


def progress(history: LearnerHistory = EMPTY, record: Progress = BEGUN, zone: str = "") -> str:
    talk = Recorded(LESSONS, [COURSE])
    talk.history, talk.progress = history, record
    talk.send(Command("start"))
    assert talk.session
    assert micros(talk.clock - timedelta(seconds=1)) == NOW
    talk.learner = replace(talk.learner, preferences=replace(talk.learner.preferences, zone=zone))
    return said(talk.send(Command("progress", "all")))


def item(question: str, due: int, answer: Answer | None = None) -> Item:
    answer = answer or Answer("Boiling water", "sure", right=True, at=NOW - DAY)
    return Item("tea", question, 2, 30.0, 5.0, due, answer)


def wrong(revision: str = TEA.revision, choice: int = 1) -> Belief:
    return Belief("tea", "bitter-green", revision, choice, "sure")


def test_it_is_about_the_learner_so_it_waits_for_what_they_did_before() -> None:
    assert Needs((OwnHistory(),))


def test_a_day_begins_and_ends_where_the_learner_is() -> None:
    """Answers at 23:30 UTC on the 31st and at 00:00 on the 1st are of one day in Berlin."""
    answered = LearnerHistory(answered=((NOW - 2 * QUARTER, 3), (NOW, 1)))
    assert "Streak: 2 days." in progress(answered)
    assert "Streak: 1 day." in progress(answered, zone="Europe/Berlin")
    assert "Streak: 1 day." in progress(answered, zone="America/New_York")


def test_a_day_on_which_only_something_was_written_counts() -> None:
    assert "Streak: 2 days." in progress(
        LearnerHistory(answered=((NOW, 1),), wrote=((NOW - DAY, 1),))
    )


def test_reviews_are_told_by_the_learners_day() -> None:
    coming = LearnerHistory((item("bitter-green", NOW - 9 * DAY), item("milk-first", NOW + DAY)))
    assert "This week: today 1, Fri 1." in progress(coming)
    # In Honolulu it is still Wednesday, 14:00.
    assert "This week: today 1, Thu 1." in progress(coming, zone="Pacific/Honolulu")


def test_what_comes_some_hours_early_is_told_for_the_day_that_was_promised() -> None:
    tomorrow = LearnerHistory((item("bitter-green", NOW + DAY - GRACE),))
    assert "This week: Fri 1." in progress(tomorrow)


def test_what_lies_beyond_a_week_or_is_in_no_lesson_any_more_is_not_of_this_week() -> None:
    later = LearnerHistory((item("bitter-green", NOW + 7 * DAY), item("dropped-since", NOW)))
    assert "This week" not in progress(later)


def test_a_belief_is_told_in_the_words_of_its_revision() -> None:
    found = progress(LearnerHistory((item("bitter-green", NOW),), beliefs=(wrong(),)))
    assert "You were sure: Cool water. Now you're sure: Boiling water." in found


def test_a_belief_whose_lesson_is_lost_is_passed_over() -> None:
    held = (item("bitter-green", NOW),)
    assert "changed your mind" not in progress(LearnerHistory(held, beliefs=(wrong("lost"),)))
    assert "changed your mind" not in progress(LearnerHistory(held, beliefs=(wrong(choice=7),)))


def test_how_well_they_judge_themselves_is_told_from_20_answers_on_and_never_counted_down() -> None:
    def with_answers(number: int) -> str:
        tallies = {"sure": Tally(number, number)}
        return progress(record=replace(BEGUN, by_confidence=tallies, scores=(8.0,) * number))

    assert "sure" not in with_answers(19)
    assert "more answer" not in with_answers(19)
    assert "You can mostly tell what you know from what you don't: 83 of 100" in with_answers(20)


def test_a_low_score_says_what_would_raise_it_and_not_that_silence_scores_more() -> None:
    told = progress(record=replace(BEGUN, scores=(-20.0,) * 20))
    assert "To raise it, say" in told
    assert "no idea" not in told


def test_a_lesson_that_is_offered_no_longer_is_told_by_its_place_alone() -> None:
    record = Progress((LessonProgress("gone", finished=False),))
    assert "- ▸ gone: started\n" in progress(record=record) + "\n"


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("begun", [1, len(LESSONS)])
@pytest.mark.parametrize("due", [-DAY, DAY])
def test_a_phone_shows_all_of_it_at_once(language: str, begun: int, due: int) -> None:
    """At most sixty words, however much was learned."""
    talk = Recorded(LESSONS, [COURSE])
    talk.language = language
    lessons = LESSONS[:begun]
    talk.progress = Progress(tuple(LessonProgress(one.id, finished=True) for one in lessons), begun)
    right, missed = Answer(None, "sure", True, NOW - DAY), Answer(None, "guess", False, NOW - DAY)
    talk.history = LearnerHistory(
        items=tuple(
            Item(lesson.id, question.id, 2, 30.0, 5.0, NOW + due, (right, missed)[number % 2])
            for lesson in lessons
            for number, question in enumerate(lesson.questions)
        ),
        answered=tuple((NOW - day * DAY, 3) for day in range(100, -1, -1)),
    )
    talk.send(Command("start"))
    told = [said for said in talk.send(Command("progress")).outputs if isinstance(said, Ask)]
    assert len(told) == 1
    assert len(told[0].text.split()) <= 60
    assert "101" in told[0].text

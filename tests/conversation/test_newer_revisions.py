"""Whoever comes back after a day or more to a lesson that has changed chooses their version."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.facts.learner import (
    AchievementReached,
    Attempt,
    Carried,
    Fact,
    LessonStarted,
    Submission,
)
from bot.conversation.inputs import Alarm, Command, Text
from bot.conversation.lesson.modes import MODES
from bot.conversation.menu.menu import FRONT
from bot.conversation.revisions import update
from bot.lessons.model import Lesson
from bot.lessons.revisions import changes
from bot.lessons.revisions.changes import Change
from bot.lessons.revisions.diff import of_lessons
from tests.rigs.revisions import BREAD, GERMAN, SAFER, TEA, TINY, at_the_question
from tests.rigs.talk import Conversation, said

DAY = timedelta(days=1)
ASKED = "has changed since you were last here"


def of(kind: type[Fact], facts: tuple[Fact, ...] | list[Fact]) -> list[Fact]:
    return [one for one in facts if isinstance(one, kind)]


def back(new: Lesson = SAFER, away: timedelta = DAY) -> Conversation:
    """Ana at the question of how hot, which she left a day ago, with a newer version taught."""
    ana = at_the_question()
    ana.publish(new, BREAD)
    ana.clock += away
    return ana


def test_an_answer_that_she_came_back_with_is_asked_about_first_and_then_counts_once() -> None:
    ana = back()
    turn = ana.press("Boiling water")
    assert ASKED in said(turn)
    assert not turn.facts
    kept = ana.press("Keep mine", "Sure (9 in 10)")
    (made,) = of(Attempt, kept.facts)
    assert isinstance(made, Attempt)
    assert (made.revision, made.right) == (TEA.revision, True)
    assert of(AchievementReached, kept.facts), "it is her first prediction"
    assert "you were sure, and you're right" in said(kept)
    ana.clock += 3 * DAY
    assert ASKED not in said(ana.send_command("continue"))


def test_who_looks_at_a_draft_is_not_asked_about_another_version() -> None:
    ana = back()
    assert ana.session
    assert ana.session.run
    assert update.newer(ana.library, ana.session.run)
    assert not update.newer(ana.library, replace(ana.session.run, preview="draft"))


def test_in_the_new_version_she_goes_on_as_another_run() -> None:
    ana = back()
    ana.send_command("continue")
    turn = ana.press("Go on in the new version")
    (carried,), (started,) = of(Carried, turn.facts), of(LessonStarted, turn.facts)
    assert isinstance(carried, Carried)
    assert isinstance(started, LessonStarted)
    assert (started.run, started.revision) == (carried.into, SAFER.revision)
    assert "You're now in the new version" in said(turn)
    assert "been withdrawn" not in said(turn)
    ana.clock += 3 * DAY
    assert ASKED not in said(ana.send_command("continue"))


def test_whoever_keeps_theirs_is_asked_again_only_of_a_still_newer_version() -> None:
    ana = back()
    ana.send_command("continue")
    ana.press("Keep mine")
    ana.clock += DAY
    assert ASKED not in said(ana.send_command("continue"))
    ana.publish(SAFER.model_copy(update={"title": "The safest tea"}), BREAD)
    ana.clock += DAY
    assert ASKED in said(ana.send_command("continue"))


@pytest.mark.parametrize(
    ("new", "away"),
    [(SAFER, DAY - timedelta(minutes=9)), (TEA, 9 * DAY), (None, 9 * DAY)],
    ids=["in the middle of it", "the same version", "not taught any more"],
)
def test_otherwise_nobody_is_asked(new: Lesson | None, away: timedelta) -> None:
    ana = at_the_question()
    ana.publish(*([new] if new else []), BREAD)
    ana.clock += away
    assert ASKED not in said(ana.send_command("continue"))
    assert ASKED not in said(ana.press("Boiling water", "Sure (9 in 10)"))


def test_nor_for_a_way_of_learning_that_the_new_version_has_not() -> None:
    ana = Conversation([TEA, BREAD])
    ana.send_command("learn", "tea")
    ana.press("Visual")
    ana.publish(TINY, BREAD)
    ana.clock += 2 * DAY
    assert ASKED not in said(ana.send_command("continue"))


def test_a_command_or_words_that_mean_nothing_ask_nothing() -> None:
    ana = back()
    for given in (Command("progress"), Command("help"), Text("what?")):
        assert ASKED not in said(ana.send(given))
    assert ASKED in said(ana.type("2")), "a typed number is an answer"


def in_project() -> Conversation:
    ana = Conversation([TEA, BREAD])
    ana.send_command("learn", "tea")
    ana.press("Project", "Continue")
    ana.publish(SAFER, BREAD)
    return ana


def test_words_are_kept_at_once_and_the_next_answer_is_asked_about() -> None:
    ana = in_project()
    ana.clock += 2 * DAY
    turn = ana.type("My three cups.")
    assert len(of(Submission, turn.facts)) == 1
    assert ASKED not in said(turn)
    assert ASKED in said(ana.press(ana.labels[0]))
    ana.press("Go on in the new version")
    ana.send_command("continue")
    assert ana.session
    assert ana.session.run
    assert ana.session.run.worked == ("three-cups",)
    overview = next(label for label in ana.offered if "milestones" in label)
    assert "My three cups." in said(ana.press(overview))


def test_a_milestone_that_comes_back_by_itself_comes_as_it_was_and_then_is_asked_about() -> None:
    ana = in_project()
    ana.clock += 2 * DAY + timedelta(hours=12)
    turn = ana.send(Alarm("project tea project.three-cups", 0))
    assert ASKED not in said(turn)
    assert "Three cups" in said(turn)
    ana.clock += timedelta(minutes=5)
    assert ASKED in said(ana.press(ana.labels[0]))


def test_a_version_that_is_withdrawn_meanwhile_is_left() -> None:
    ana = back()
    ana.send_command("continue")
    ana.withdraw(TEA)
    turn = ana.press("Keep mine")
    assert "been withdrawn" in said(turn)
    assert len(of(Carried, turn.facts)) == 1


@pytest.mark.parametrize("now", [[TEA, BREAD], [BREAD]], ids=["taught as it was", "archived"])
def test_without_a_new_version_any_more_she_goes_on_in_hers(now: list[Lesson]) -> None:
    ana = back()
    ana.send_command("continue")
    ana.publish(*now)
    turn = ana.press("Go on in the new version")
    assert not of(Carried, turn.facts)
    assert "Boiling water" in said(turn) or "Boiling water" in ana.labels
    assert ana.session
    assert ana.session.run
    assert ana.session.run.revision == TEA.revision


def test_a_revision_that_has_vanished_is_not_offered_but_left() -> None:
    ana = back()
    del ana.lessons["tea", TEA.revision]
    turn = ana.send_command("continue")
    assert ASKED not in said(turn)
    assert "been withdrawn" in said(turn)


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "why"])
def test_from_any_answer_she_can_go_either_way(mode: str) -> None:
    ana = Conversation([TEA, BREAD])
    ana.send_command("learn", "tea")
    if mode not in FRONT:
        ana.press("More ways")
    assert ana.session
    assert ana.session.open
    label = next(x.label for x in ana.session.open.offers if x.act == ("start", "tea", mode))
    ana.press(label)
    ana.publish(TEA.model_copy(update={"title": "Tea, once more"}), BREAD)
    for _ in range(30):
        if ana.session.run is None:
            break
        ana.clock += DAY
        assert ASKED in said(ana.press(ana.labels[0]))
        ana.press("Keep mine")
        assert ana.session.run is None or ana.session.run.kept
        if ana.session.run:
            ana.publish(TEA.model_copy(update={"title": f"Tea {len(ana.turns)}"}), BREAD)


# What is different


def test_it_is_told_in_two_lines_at_most() -> None:
    everything: tuple[Change, ...] = (
        *of_lessons(TEA, TINY),
        *of_lessons(TINY, TEA),
        *of_lessons(TEA, SAFER),
        changes.Rekeyed("q", "Why?", ("A",), ("B",)),
    )
    told = update.lines(everything)
    assert len(told) == 2
    assert told[0] == ("Questions: 1 with a different right answer, 7 new, 1 reworded, 7 removed")
    assert all(len(line) < 120 for line in told)


def test_small_things_are_told_as_such() -> None:
    retitled = TEA.model_copy(update={"title": "Tea!"})
    assert update.lines(of_lessons(TEA, retitled)) == ["Only small details are different."]


def test_versions_in_other_languages_are_compared_as_they_were_written() -> None:
    better = SAFER.model_copy(update={"title": "Better tea"})
    ana = Conversation([TEA, BREAD])
    ana.begin("tea")
    words = GERMAN.model_copy(update={"translates": better.revision})
    ana.publish(better, words, BREAD)
    ana.language = "de"
    ana.clock += 2 * DAY
    turn = ana.send_command("continue")
    assert "Fragen: 1 umformuliert" in said(turn)


def test_a_menu_of_anything_else_is_no_answer() -> None:
    ana = back()
    ana.send_command("learn")
    assert ASKED not in said(ana.press("Bread that rises"))

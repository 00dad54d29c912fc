"""A pitfall comes back in reviews by the approach that was not shown the last time."""

from datetime import timedelta

import pytest

from bot.conversation.facts.learner import Attempt
from bot.conversation.inputs import Command
from bot.conversation.needs.learner import LearnerHistory, LessonProgress, Progress
from bot.conversation.question import pitfalls
from bot.conversation.remarks.places import about, name_place
from bot.conversation.revisions import withdrawn
from bot.learning.beliefs import Belief
from bot.lessons.card import Card
from bot.lessons.model import Lesson, Pitfall, Step
from bot.lessons.question import Option, Question
from bot.lessons.revisions import changes
from bot.lessons.revisions.diff import of_lessons
from bot.service.privacy import anki
from tests.rigs.pitfalls import CHART
from tests.rigs.talk import Conversation, said

DEPTH = Question(
    id="how-deep",
    text="Is the harbour deep or shallow?",
    options=(Option(label="Deep"), Option(label="Shallow", right=True)),
)
OTHER = {"Yes": "No", "No": "Yes"}


def sea(*found: Pitfall, question: Question | None = None) -> Lesson:
    step = Step(level="foundation", title="Ports", text="On ports.", prediction=question)
    return Lesson(id="sea", title="Sea", minutes=1, steps=(step,), pitfalls=found)


def answered(lesson: Lesson, *, right: bool, of: type[Conversation] = Conversation) -> Conversation:
    """Deep, with the only pitfall answered, to its end."""
    talk = of([lesson])
    talk.begin(lesson.id)
    while "Pitfalls" not in talk.labels:
        talk.press("Continue")
    talk.press("Pitfalls")
    talk.press(f"{label(lesson, 0, right=right)}", "Sure (9 in 10)")
    assert talk.session
    assert not talk.session.run
    return talk


def label(lesson: Lesson, wording: int, *, right: bool) -> str:
    (asked,) = pitfalls.questions(lesson)
    posed = pitfalls.as_asked(lesson, asked, wording)
    return next(one.label for one in posed.options if one.right == right)


def shown(lesson: Lesson, wording: int) -> str:
    (asked,) = pitfalls.questions(lesson)
    text = (asked.text, *asked.variants)[wording]
    return CHART.right if CHART.right in text else CHART.wrong


def reviewed(talk: Conversation, days: int = 1) -> str:
    talk.clock += timedelta(days=days)
    return said(talk.send(Command("review")))


def attempts(talk: Conversation) -> list[Attempt]:
    return [one for one in talk.facts if isinstance(one, Attempt)]


def test_what_was_missed_is_back_the_next_day_by_the_other_approach() -> None:
    lesson = sea(CHART)
    talk = answered(lesson, right=False)
    text = reviewed(talk)
    assert shown(lesson, 1) in text
    assert shown(lesson, 0) not in text
    assert talk.labels[0] == "Yes"
    told = said(talk.press(f"{label(lesson, 1, right=True)}", "Sure (9 in 10)"))
    assert "You missed it last time. That has changed." in told
    assert shown(lesson, 0) in told, "the reveal shows the other one"
    assert "Show that part" not in talk.labels, "it has told all there is"
    first, again = attempts(talk)
    assert (first.phase, again.phase) == ("first", "review")
    assert first.choice != again.choice, "what is kept is the approach that was held right"
    assert again.right
    assert again.score is not None
    (item,) = talk.items.values()
    assert (item.number, item.wording) == (2, 1)


def test_missed_again_it_is_back_in_the_first_wording_and_no_yes_is_quoted() -> None:
    lesson = sea(CHART)
    talk = answered(lesson, right=False)
    reviewed(talk)
    told = said(talk.press(f"{label(lesson, 1, right=False)}", "Sure (9 in 10)"))
    assert "You missed it last time, too." in told
    assert "You said the same last time" not in told, "it was the other word"
    talk.press("Continue")
    assert shown(lesson, 0) in reviewed(talk)


def test_what_was_right_is_back_later_and_who_had_no_idea_is_told_so() -> None:
    lesson = sea(CHART)
    talk = answered(lesson, right=True)
    assert "Nothing is due" in reviewed(talk)
    reviewed(talk, 60)
    talk.press("No idea")
    talk.press("Continue")
    reviewed(talk)
    told = said(talk.press(f"{label(lesson, 0, right=True)}", "Sure (9 in 10)"))
    assert "Last time you said: no idea. That has changed." in told


RENAMED = CHART.model_copy(update={"title": "Trusting the sun"})
HALF = CHART.model_copy(update={"right": ""})


@pytest.mark.parametrize(
    "now", [sea(question=DEPTH), sea(RENAMED), sea(HALF)], ids=["removed", "renamed", "not asked"]
)
def test_one_that_the_lesson_has_no_more_is_passed_over(now: Lesson) -> None:
    talk = answered(sea(CHART), right=False)
    talk.publish(now)
    assert reviewed(talk).endswith("Nothing is due for review.")


@pytest.mark.parametrize("now", [sea(question=DEPTH), sea(RENAMED)], ids=["removed", "renamed"])
def test_a_review_of_one_whose_revision_is_withdrawn_goes_on_without_it(now: Lesson) -> None:
    was = sea(CHART)
    talk = answered(was, right=False)
    reviewed(talk)
    talk.publish(now)
    talk.withdraw(was)
    told = said(talk.press("Yes"))
    assert "Nothing is due for review." in told
    assert talk.session
    assert not talk.session.review
    assert len(attempts(talk)) == 1


def test_an_open_review_of_one_goes_on_where_the_newer_revision_asks_the_same() -> None:
    was, now = sea(CHART), sea(CHART, question=DEPTH)
    talk = answered(was, right=False)
    reviewed(talk)
    talk.publish(now)
    talk.withdraw(was)
    assert shown(was, 1) in said(talk.press("Yes"))
    talk.press(f"{label(now, 1, right=True)}", "Sure (9 in 10)")
    assert attempts(talk)[-1].right


SWAPPED = CHART.model_copy(update={"wrong": CHART.right, "right": CHART.wrong})


def test_the_wrong_way_round_it_is_not_the_same_question() -> None:
    same = sea(CHART.model_copy(update={"cause": "Who knows."}))
    other = sea(CHART.model_copy(update={"right": "Ask a pilot."}))
    (id,) = (one.id for one in pitfalls.questions(same))
    was = withdrawn.Version(sea(CHART), sea(CHART))
    assert withdrawn.alike(was, withdrawn.Version(same, same)) == {id}
    for now in (sea(SWAPPED), other, sea(RENAMED)):
        assert not withdrawn.alike(was, withdrawn.Version(now, now))


def test_the_wrong_way_round_it_is_told_as_another_key() -> None:
    (found,) = (
        one for one in of_lessons(sea(CHART), sea(SWAPPED)) if isinstance(one, changes.Rekeyed)
    )
    assert (found.was, found.now) == ((CHART.right,), (CHART.wrong,))
    reworded = CHART.model_copy(update={"right": "Ask a pilot."})
    assert not any(
        isinstance(one, changes.Rekeyed) for one in of_lessons(sea(CHART), sea(reworded))
    )


def test_under_another_title_it_is_told_as_another_pitfall() -> None:
    found = of_lessons(sea(CHART), sea(RENAMED))
    assert [(type(one), one.title) for one in found if isinstance(one, changes.PartRemoved)] == [
        (changes.PartRemoved, CHART.title)
    ]
    assert any(isinstance(one, changes.PartAdded) for one in found)


def test_a_card_knows_what_is_asked_in_every_language() -> None:
    german = CHART.model_copy(update={"title": "Ohne Karte", "translates": CHART.title})
    (asked,) = pitfalls.questions(sea(CHART))
    for card in (Card.of(sea(CHART, HALF)), Card.of(sea(german))):
        assert card.pitfalls == (CHART.title,)
        assert card.asks(asked.id)
        assert card.every_question == [asked.id]
    assert not Card.of(sea(RENAMED)).asks(asked.id)


class Recorded(Conversation):
    """A conversation whose record is made of what was answered in it."""

    def _history(self) -> LearnerHistory:
        first = attempts(self)[0]
        belief = Belief("sea", first.question, first.revision, first.choice, "sure")
        return LearnerHistory(tuple(self.items.values()), beliefs=(belief,))


def test_progress_counts_it_and_tells_that_a_belief_has_changed() -> None:
    lesson = sea(CHART)
    talk = answered(lesson, right=False, of=Recorded)
    reviewed(talk)
    talk.press(f"{label(lesson, 1, right=True)}", "Sure (9 in 10)")
    talk.progress = Progress((LessonProgress("sea", finished=True),), 1)
    told = said(talk.send(Command("progress", "all")))
    assert "Sea: finished · learning" in told
    assert "Is that a good idea?" in told
    before, now = label(lesson, 1, right=False), label(lesson, 1, right=True)
    assert f"You were sure: {before}. Now you're sure: {now}." in told


def test_it_is_named_wherever_a_question_is() -> None:
    lesson = sea(CHART)
    (asked,) = pitfalls.questions(lesson)
    assert name_place(lesson, "", asked.id) == "Pitfall · Sailing without a chart"
    assert about(lesson, "", asked.id) == "Sailing without a chart"
    card = anki.card(lesson, {"question": asked.id, "verdict": "wrong"})
    assert card
    assert "Is that a good idea?" in card.front
    assert "<li>" not in card.front
    assert label(lesson, 1, right=True) in card.back

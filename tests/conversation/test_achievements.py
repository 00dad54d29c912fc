"""What is said by the way: calibration after ten predictions, a daily goal, achievements."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.facts.learner import AchievementReached, Attempt, GoalReached
from bot.conversation.inputs import Command, Input, Press
from bot.conversation.learner import Learner, dump, load
from bot.conversation.needs.learner import Known, LearnerHistory, OwnHistory, OwnTotals
from bot.conversation.outputs import Ask, Say
from bot.conversation.progress import overview
from bot.conversation.progress.feedback import calibration
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning import logbook
from bot.learning.calibration import Tally, claims
from bot.learning.items import DAY, Answer, Item
from bot.learning.logbook import BLOCK, Logbook, Totals
from bot.learning.preferences import Preferences
from bot.learning.scores import COUNTED
from bot.lessons.library import Library
from bot.lessons.model import Course, Overview
from bot.storage.codec import micros
from tests.oracles import past_of
from tests.rigs.makers import NOON, envelope
from tests.rigs.moves import LESSONS, MOVES, conversation
from tests.rigs.talk import Conversation, said


def book_of(talk: Conversation) -> Logbook:
    assert talk.session is not None
    assert talk.learner.logbook is not None
    return talk.learner.logbook


def preferring(talk: Conversation, **wanted: object) -> None:
    assert talk.session is not None
    chosen = Preferences(**wanted)  # type: ignore[arg-type]  # a test's shorthand
    talk.learner = replace(talk.learner, preferences=chosen)


def pressing(talk: Conversation, number: int) -> None:
    """Presses the button of this number of the newest question, counting from 0."""
    assert talk.asked is not None
    choices = talk.asked.choices
    talk.send(Press(choices[number % len(choices)].token))


def asked_of_soup(talk: Conversation) -> None:
    """Soup's only question is open."""
    talk.send(Command("learn", "soup"))
    talk.press("Learn")


# A logbook and the record


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["tea", "bread", "soup"]), st.lists(MOVES, max_size=120))
def test_a_logbook_holds_what_the_record_does(lesson: str, moves: list[int | Input]) -> None:
    talk = conversation()
    talk.send(Command("learn", lesson))
    preferring(talk, goal=3)
    for number, move in enumerate(moves):
        talk.clock += timedelta(hours=7 * (number % 5 == 0))
        pressing(talk, move) if isinstance(move, int) else talk.send(move)
    assert talk.session is not None
    if talk.learner.logbook is None:
        assert not any(isinstance(fact, Attempt) for fact in talk.facts)
        return
    book, past = book_of(talk), past_of(talk.facts)
    assert replace(book, recent=(), waiting=(), day="", today=0) == Logbook.of(past)
    days = [fact.day for fact in talk.facts if isinstance(fact, GoalReached)]
    names = [fact.name for fact in talk.facts if isinstance(fact, AchievementReached)]
    assert len(days) == len(set(days)), "a goal is reached once a day"
    assert len(names) == len(set(names)), "an achievement is reached once"
    for turn in talk.turns:
        asks = [one for one in turn.outputs if isinstance(one, Ask)]
        assert not asks or turn.outputs[-1] == asks[-1], "what is asked comes last"


def test_who_lost_their_logbook_begins_with_what_is_on_record() -> None:
    talk = conversation()
    asked_of_soup(talk)
    talk.press("All at the end", "Sure (9 in 10)")
    before = book_of(talk)
    assert talk.session is not None
    talk.learner = replace(talk.learner, logbook=None)
    talk.press("Continue")
    after = book_of(talk)
    assert (after.sure, after.predictions) == (before.sure, before.predictions) == (Tally(0, 1), 1)
    talk.begin("bread")
    assert "first prediction" not in said(talk.press("Oven", "Sure (9 in 10)"))


def test_a_logbook_of_before_scores_were_kept_is_counted_once_more_and_loses_nothing() -> None:
    talk = conversation()
    asked_of_soup(talk)
    talk.press("All at the end", "Sure (9 in 10)")
    before = book_of(talk)
    assert before.scores == (-65.25,)
    talk.learner = replace(talk.learner, logbook=replace(before, scores=None))
    talk.press("Continue")
    assert replace(book_of(talk), waiting=()) == replace(before, waiting=())


def test_a_logbook_keeps_no_more_than_a_score_is_made_of() -> None:
    book = Logbook.of(Totals())
    for points in range(COUNTED + 5):
        book = book.add_points(float(points))
    assert book.scores == tuple(map(float, range(5, COUNTED + 5)))


def test_what_an_answer_is_worth_changes_with_its_verdict() -> None:
    book = Logbook.of(Totals(scores=(0.0, -65.25, 24.75)))
    assert book.replace_points(-65.25, 24.75).scores == (0.0, 24.75, 24.75)
    twice = book.add_points(-65.25)
    assert twice.replace_points(-65.25, 24.75).scores is None, (
        "it is not known which of the two it was"
    )
    assert not twice.replace_points(-65.25, 24.75).holds(0)


def test_a_logbook_is_looked_up_once() -> None:
    talk = conversation()
    talk.begin("tea")
    looked_up = []
    original = talk.send

    def send(given: Input) -> object:
        looked_up.append(talk.session is not None and talk.learner.logbook is None)
        return original(given)

    talk.send = send  # type: ignore[method-assign,assignment]  # to watch what a turn begins with
    talk.press("Continue", "Continue", "Continue", "No idea", "Continue")
    assert looked_up == [True, False, False, False, False]


# Calibration


@pytest.mark.parametrize(
    ("ever", "last", "found"),
    [
        ({"sure": Tally(5, 10)}, {"sure": Tally(5, 10)}, [("sure", "over", False)]),
        ({"sure": Tally(3, 4)}, {"sure": Tally(3, 4)}, []),
        ({"sure": Tally(9, 10)}, {"sure": Tally(9, 10)}, []),
        ({"probable": Tally(12, 12)}, {"probable": Tally(5, 5)}, [("probable", "under", False)]),
        ({"sure": Tally(95, 100)}, {"sure": Tally(4, 10)}, [("sure", "over", True)]),
        ({"guess": Tally(0, 50)}, {"guess": Tally(0, 10)}, []),
        ({"unsaid": Tally(0, 50)}, {"unsaid": Tally(0, 10)}, []),
        (
            {"sure": Tally(10, 20), "probable": Tally(4, 20)},
            {"sure": Tally(5, 5), "probable": Tally(1, 5)},
            [("probable", "over", False)],
        ),
    ],
)
def test_only_what_the_interval_bears_out_is_claimed(
    ever: dict[str, Tally], last: dict[str, Tally], found: list[tuple[str, str, bool]]
) -> None:
    made = claims(ever, last)  # type: ignore[arg-type]  # words are given as texts
    assert sorted((one.confidence, one.fit, one.lately) for one in made) == found


def filled(*said: tuple[str, bool], ever: Tally) -> Logbook:
    book = replace(Logbook.of(Totals(scores=(0.0,) * 20)), sure=ever)
    for word, right in said:
        book = replace(book, recent=(*book.recent, (word, right)))  # type: ignore[arg-type]
    return book


def test_feedback_speaks_of_all_and_of_the_last() -> None:
    half = [("sure", number % 2 == 0) for number in range(BLOCK)]
    assert calibration(filled(*half, ever=Tally(12, 20))) == (
        "📏 When you said “sure”, you were right 12 of 20 times. "
        "You feel surer than your answers justify. Lately: 5 of 10."
    )
    assert calibration(filled(*half, ever=Tally(195, 200))) == (
        "📏 Of the last 10 times you said “sure”, 5 came out right. "
        "Lately you feel surer than your answers justify. Overall: 195 of 200."
    )
    assert calibration(filled(*half, ever=Tally(5, 10))).count("5") == 1


def test_feedback_waits_for_ten_and_then_for_ten_more() -> None:
    book = filled(*[("sure", False)] * (BLOCK - 1), ever=Tally(0, 9))
    assert calibration(book) == ""
    book = book.count_verdict("sure", right=False)
    assert calibration(book)
    assert calibration(book.turn_blocks()) == ""
    assert len(replace(book, recent=book.recent * 2 + book.recent[:3]).turn_blocks().recent) == 3


def test_what_is_right_for_the_confidence_is_passed_over_in_silence() -> None:
    book = filled(*[("sure", True)] * BLOCK, ever=Tally(19, 20))
    assert calibration(book) == ""


def test_no_idea_and_answers_without_a_word_for_their_confidence_do_not_count() -> None:
    book = Logbook()
    for word in ("none", "unsaid"):
        assert book.count_verdict(word, right=False) == book  # type: ignore[arg-type]
    assert book.count_verdict("guess", right=True).recent == (("guess", True),)


def taking_recall(talk: Conversation, lesson: str) -> None:
    talk.send(Command("learn", lesson))
    talk.press("From memory")


def test_in_a_challenge_nothing_is_told_until_its_end() -> None:
    talk = conversation()
    talk.send(Command("learn", "tea"))
    talk.press("Test yourself")
    preferring(talk)
    assert talk.session is not None
    talk.learner = replace(talk.learner, logbook=filled(*[("sure", False)] * 9, ever=Tally(0, 9)))
    while talk.session.run and len(talk.session.run.outcomes) < 7:
        assert "📏" not in said(talk.turns[-1])
        assert "🌱" not in said(talk.turns[-1])
        talk.press("Sure (9 in 10)" if "Sure (9 in 10)" in talk.labels else talk.labels[0])
    assert len(book_of(talk).recent) == 16
    talk.press("Sure (9 in 10)" if "Sure (9 in 10)" in talk.labels else talk.labels[0])
    while "Sure (9 in 10)" in talk.labels:
        talk.press("Sure (9 in 10)")
    assert "📏" in said(talk.turns[-1])
    assert "📏" not in "".join(one.text for one in talk.press("Finish").outputs[1:])  # type: ignore[union-attr]  # an Ask


def test_feedback_on_an_answer_stands_between_its_reveal_and_the_next_question() -> None:
    talk = conversation()
    talk.send(Command("learn", "tea"))
    taking_recall(talk, "tea")
    while "Yes" not in talk.labels or "milk" not in said(talk.turns[-1]):
        ways = ("Skip", "Continue", "Show me the choices")
        talk.press(next(one for one in ways if one in talk.offered))
    assert talk.session is not None
    talk.learner = replace(talk.learner, logbook=filled(*[("sure", False)] * 9, ever=Tally(0, 9)))
    revealed = talk.press("Yes", "Sure (9 in 10)")
    texts = [one.text for one in revealed.outputs if isinstance(one, Say | Ask)]
    assert "📏" in texts[-2], "below the reveal, and above what is asked next"


def test_feedback_after_ones_own_verdict_stands_above_what_is_asked_next() -> None:
    talk = Conversation([LESSONS["bread"].model_copy(update={"overview": Overview()})])
    talk.begin("bread")
    talk.press("Oven", "Sure (9 in 10)", "Continue")
    assert talk.session is not None
    talk.learner = replace(talk.learner, logbook=filled(*[("sure", False)] * 9, ever=Tally(0, 9)))
    told = talk.press("I wasn't")
    assert isinstance(told.outputs[-1], Ask)
    assert "Once more" in told.outputs[-1].text
    assert isinstance(told.outputs[-2], Say)
    assert "📏" in told.outputs[-2].text


# A daily goal


def answering(talk: Conversation, times: int) -> None:
    for _ in range(times):
        asked_of_soup(talk)
        talk.press("No idea")


def reached(talk: Conversation) -> list[GoalReached]:
    return [fact for fact in talk.facts if isinstance(fact, GoalReached)]


def test_a_goal_is_told_once_a_day() -> None:
    talk = conversation()
    talk.send(Command("start"))
    preferring(talk, goal=2)
    answering(talk, 1)
    assert reached(talk) == []
    answering(talk, 3)
    assert reached(talk) == [GoalReached("2026-01-01", 2)]
    told = [one.text for one in talk.outputs if isinstance(one, Say | Ask)]
    assert sum("reached today's goal" in text for text in told) == 1
    talk.clock += timedelta(days=1)
    answering(talk, 1)
    assert len(reached(talk)) == 1
    answering(talk, 1)
    assert [one.day for one in reached(talk)] == ["2026-01-01", "2026-01-02"]


def test_without_a_goal_none_is_reached() -> None:
    talk = conversation()
    answering(talk, 4)
    assert reached(talk) == []


def test_a_goal_that_is_set_lower_counts_what_was_answered_before_it() -> None:
    talk = conversation()
    answering(talk, 3)
    preferring(talk, goal=2)
    answering(talk, 1)
    assert [one.goal for one in reached(talk)] == [2]


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("Pacific/Kiritimati", ["2026-01-01"]),
        ("America/Los_Angeles", ["2025-12-31"]),
        ("no/such-zone", ["2026-01-01"]),
    ],
)
def test_a_day_is_the_learners_own(zone: str, days: list[str]) -> None:
    talk = conversation()
    talk.send(Command("start"))
    preferring(talk, goal=1, zone=zone)
    answering(talk, 2)
    assert [one.day for one in reached(talk)] == days


@pytest.mark.parametrize(
    ("goal", "answered", "reached", "told"),
    [
        (0, [], [], ""),
        (3, [-7], [], ""),
        (0, [0], [], "In the last 7 days: 1 answer on 1 day."),
        (3, [-6, 0, 0], [], "In the last 7 days: 3 answers on 2 days. Today: 2 of 3."),
        (
            2,
            [-7, -7, -6, -6, -1, -1],
            [-7, -6, -1],
            "In the last 7 days: 4 answers on 2 days. "
            "You reached your daily goal on 2 days. Today: 0 of 2.",
        ),
        (
            1,
            [0],
            [0],
            "In the last 7 days: 1 answer on 1 day. You reached your daily goal on 1 day.",
        ),
    ],
)
def test_progress_tells_of_the_last_seven_days(
    goal: int, answered: list[int], reached: list[int], told: str
) -> None:
    history = LearnerHistory(
        answered=tuple((micros(NOON + timedelta(days=n)), 1) for n in answered)
    )
    days = [(NOON + timedelta(days=n)).date().isoformat() for n in reached]
    learner = Learner(Preferences(goal=goal))
    known = Known(answers={OwnHistory: history, OwnTotals: Totals(reached=tuple(days))})
    assert overview.goal(Scene(Library(), known, Session("n"), learner, envelope())) == told


# Achievements


def item(*, right: bool, said: str | None = "A", checks: int = 0, word: str = "sure") -> Item:
    answer = Answer(said, word, right, DAY)  # type: ignore[arg-type]  # a word as text
    return Item("tea", "q", 2, 1.0, 5.0, DAY, answer, checks, DAY)


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        (None, item(right=True), []),
        (item(right=False), item(right=True, said="B"), ["changed"]),
        (item(right=False, word="unsaid"), item(right=True, word="unsaid"), ["changed"]),
        (item(right=False), item(right=True, word="guess"), []),
        (item(right=False, word="guess"), item(right=True), []),
        (item(right=False, said=None, word="none"), item(right=True), []),
        (item(right=True), item(right=True), []),
        (item(right=False), item(right=False), []),
        (item(right=True, checks=2), item(right=True, checks=1), []),
        (item(right=True, checks=1), item(right=True, checks=0), ["mended"]),
    ],
)
def test_an_achievement_follows_from_answers_alone(
    before: Item | None, after: Item, names: list[str]
) -> None:
    assert list(logbook.of_answer(before, after, later=True)) == names
    at_once = [name for name in names if name != "changed"]
    assert list(logbook.of_answer(before, after, later=False)) == at_once


def test_numbers_of_reviews_are_achievements_exactly() -> None:
    found = [name for number in range(200) for name in logbook.of_reviews(number)]
    assert found == ["reviews:10", "reviews:50", "reviews:100"]


def test_a_course_is_finished_with_its_last_lesson() -> None:
    course = Course(id="c", title="C", lessons=("a", "b"))
    assert list(logbook.of_lessons([course], (), ("a",))) == ["lesson"]
    assert list(logbook.of_lessons([course], ("a",), ("a", "b"))) == ["course:c"]
    assert list(logbook.of_lessons([course], ("a", "b"), ("a", "b"))) == []
    assert list(logbook.of_lessons([course], ("a",), ("a",))) == []


def test_a_course_that_is_gone_by_then_is_not_spoken_of() -> None:
    talk = conversation()
    talk.begin("soup")
    assert talk.session is not None
    talk.learner = replace(
        talk.learner, logbook=replace(Logbook(), waiting=("course:gone", "lesson"))
    )
    told = said(talk.press("Skip"))
    assert "first complete lesson" in told
    assert "gone" not in told


def test_an_achievement_is_put_on_record_and_told_once() -> None:
    talk = conversation()
    asked_of_soup(talk)
    talk.press("All at the end", "Sure (9 in 10)", "Continue", "Skip")
    asked_of_soup(talk)
    talk.press("Some at the beginning", "Sure (9 in 10)", "Continue")
    for answer in ("All at the end", "Some at the beginning"):
        talk.clock += timedelta(days=8)
        talk.send(Command("review"))
        talk.press(answer, "Sure (9 in 10)", "Continue")
    names = [fact.name for fact in talk.facts if isinstance(fact, AchievementReached)]
    assert names == ["prediction", "lesson", "changed"]
    told = [one.text for one in talk.outputs if isinstance(one, Say | Ask) and "🌱" in one.text]
    assert sum(one.count("🌱") for one in told) == 3


def test_what_is_asked_once_more_or_in_a_review_says_nothing_of_predictions() -> None:
    talk = conversation()
    asked_of_soup(talk)
    talk.press("All at the end", "Sure (9 in 10)", "Continue", "Skip")
    talk.clock += timedelta(days=2)
    talk.send(Command("review"))
    talk.press("Some at the beginning", "Sure (9 in 10)")
    book = book_of(talk)
    assert (book.sure, book.reviews, book.predictions) == (Tally(0, 1), 1, 1)
    assert book.recent == (("sure", False),)


def test_no_idea_is_no_prediction() -> None:
    talk = conversation()
    asked_of_soup(talk)
    assert "first prediction" not in said(talk.press("No idea"))
    asked_of_soup(talk)
    assert "first prediction" in said(talk.press("All at the end", "Probably (2 in 3)"))
    assert AchievementReached(logbook.FIRST) in talk.facts


def test_achievements_go_by_their_first_name_in_databases() -> None:
    stored = '{"logbook":{"milestones":["lesson"],"waiting":["lesson"]}}'
    person = load(stored)
    assert person.logbook is not None
    assert person.logbook.achievements == ("lesson",)
    assert dump(person) == stored

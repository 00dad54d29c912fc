"""What comes back, when, and in which order."""

import functools
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import fsrs.card
import fsrs.scheduler
import pytest
from fsrs import Rating, State
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import session as sessions
from bot.conversation.facts.learner import Attempt, Judged, Scheduled, Suspended
from bot.conversation.inputs import Command, Input, Press, Text
from bot.conversation.needs.learner import Known
from bot.conversation.outputs import Ask
from bot.conversation.question import memory
from bot.conversation.review import queue
from bot.conversation.session import Outcome
from bot.learning import review_order, reviews
from bot.learning.items import DAY, GRACE, MAX_DAYS, Answer, Item, days_until, rating
from bot.learning.predictions import Confidence
from bot.lessons.card import Card
from bot.lessons.library import Library
from tests.rigs.makers import NOON
from tests.rigs.moves import LESSONS, conversation
from tests.rigs.paths import KITCHEN, TRANSCRIPTS
from tests.rigs.plain_stage import PlainStage
from tests.rigs.properties import examples
from tests.rigs.rows import ask
from tests.rigs.stores import fresh_store
from tests.rigs.talk import Conversation, closed, said
from tests.rigs.transcript import play

BEGAN = int(NOON.timestamp()) * 1_000_000
HOUR = DAY // 24


def answer(
    right: bool = True, confidence: Confidence = "sure", at: int = BEGAN, said: str | None = "A"
) -> Answer:
    return Answer(said, confidence, right, at)


def after(
    item: Item | None, given: Answer, asked_at: int | None = None, question: str = "q"
) -> Item:
    return reviews.after_answer(item, given, lesson="tea", question=question, asked_at=asked_at)


CONFIDENCES = st.sampled_from(["guess", "probable", "sure"])
ANSWERS = st.tuples(st.booleans(), CONFIDENCES, st.integers(0, 60 * DAY))


def lived(history: list[tuple[bool, Confidence, int]]) -> tuple[Item | None, int]:
    """An item after these answers, each with the time since the one before; and the time then."""
    item, now = None, BEGAN
    for right, confidence, later in history:
        now += later
        item = after(item, answer(right, confidence, now))
    return item, now


# The rating


@pytest.mark.parametrize(
    ("right", "confidence", "expected"),
    [
        (False, "sure", Rating.Again),
        (False, "probable", Rating.Again),
        (False, "guess", Rating.Again),
        (False, "none", Rating.Again),
        (True, "guess", Rating.Again),
        (True, "probable", Rating.Good),
        (True, "sure", Rating.Easy),
    ],
)
def test_the_rating_follows_from_correctness_and_confidence(
    right: bool, confidence: Confidence, expected: Rating
) -> None:
    assert rating(answer(right, confidence)) == expected


# When


@given(st.lists(ANSWERS, min_size=1, max_size=8))
def test_nothing_is_due_before_it_was_answered_nor_after_the_longest_interval(
    history: list[tuple[bool, Confidence, int]],
) -> None:
    item, now = lived(history)
    assert item is not None
    assert now + DAY - GRACE <= item.due <= now + MAX_DAYS * DAY - GRACE


@given(st.lists(ANSWERS, max_size=6), st.integers(0, 60 * DAY))
def test_the_better_an_answer_the_later_it_comes_back(
    history: list[tuple[bool, Confidence, int]], later: int
) -> None:
    item, now = lived(history)
    at = now + later
    dues = [
        after(item, answer(right, confidence, at)).due
        for right, confidence in ((False, "probable"), (True, "probable"), (True, "sure"))
    ]
    assert dues == sorted(dues)


@given(st.lists(ANSWERS, min_size=1, max_size=6), st.integers(0, 90 * DAY), st.integers(0, 9 * DAY))
def test_what_is_promised_before_a_question_is_kept_after_it(
    history: list[tuple[bool, Confidence, int]], later: int, thinking: int
) -> None:
    item, now = lived(history)
    assert item is not None
    asked_at = now + later
    promised = reviews.promise(item, asked_at)
    for right in (True, False):
        for confidence in ("sure", "probable", "guess"):
            given = answer(right, confidence, asked_at + thinking)
            kept = after(item, given, asked_at)
            assert days_until(kept.due, given.at) == promised.days(given)


def test_what_is_forgotten_is_due_the_next_day_and_what_is_known_ever_later() -> None:
    item, intervals = after(None, answer(confidence="probable")), []
    for _ in range(3):
        item = after(item, answer(confidence="probable", at=item.due))
        intervals.append(days_until(item.due, item.answer.at))
    assert intervals == sorted(set(intervals))
    assert intervals[-1] > 100
    lapsed = after(item, answer(right=False, confidence="probable", at=item.due))
    assert days_until(lapsed.due, lapsed.answer.at) == 1


def test_who_reviews_daily_an_hour_earlier_or_later_finds_what_is_due_that_day() -> None:
    item = after(None, answer(right=False, confidence="none"))
    assert item.due <= BEGAN + 21 * HOUR
    early = after(item, answer(confidence="probable", at=BEGAN + 21 * HOUR))
    on_time = after(item, answer(confidence="probable", at=BEGAN + 24 * HOUR))
    # Three hours do not make of a day's memory one of minutes.
    assert (early.stability, early.difficulty) == (on_time.stability, on_time.difficulty)


def test_what_was_learned_together_does_not_come_back_together() -> None:
    def third(question: str) -> int:
        item = None
        for days in (0, 3, 20):
            given = answer(confidence="probable", at=BEGAN + days * DAY)
            item = after(item, given, question=question)
        assert item is not None
        return days_until(item.due, item.answer.at)

    found = [third(f"q{number}") for number in range(40)]
    assert len(set(found)) > 3
    assert max(found) - min(found) <= 0.25 * max(found)
    assert found == [third(f"q{number}") for number in range(40)]


# Confident errors


@settings(max_examples=50)
@given(
    st.lists(ANSWERS, max_size=5),
    st.lists(st.sampled_from(["probable", "sure"]), min_size=12, max_size=12),
)
def test_after_a_confident_error_there_are_checks_after_one_and_seven_days(
    history: list[tuple[bool, Confidence, int]], confidences: list[Confidence]
) -> None:
    item, now = lived(history)
    surprise = now + DAY
    item = after(item, answer(right=False, at=surprise))
    asked = []
    for confidence in confidences:
        if not item.surprising:
            break
        asked.append((item.due + GRACE - surprise) / DAY)
        item = after(item, answer(confidence=confidence, at=item.due + GRACE))
    assert not item.surprising
    assert asked[0] == 1
    assert asked[-1] == pytest.approx(7, abs=0.2)


def test_a_check_is_passed_by_knowing_on_a_later_day_only() -> None:
    item = after(None, answer(right=False))
    soon = after(item, answer(at=BEGAN + HOUR))
    assert soon.checks == 2
    assert soon.due <= BEGAN + DAY
    for failed in (answer(confidence="guess"), answer(False, "none"), answer(False, "probable")):
        again = after(soon, replace(failed, at=BEGAN + DAY))
        assert again.checks == 2
        assert days_until(again.due, again.answer.at) == 1
    once = after(soon, answer(at=BEGAN + DAY))
    assert once.checks == 1
    assert after(once, answer(confidence="probable", at=once.due)).checks == 0
    assert after(once, answer(right=False, at=once.due)).checks == 2


# In which order


@given(st.lists(st.lists(ANSWERS, min_size=1, max_size=3), max_size=8))
def test_confident_errors_come_first_then_what_has_waited_longest(
    histories: list[list[tuple[bool, Confidence, int]]],
) -> None:
    items = []
    for number, history in enumerate(histories):
        item, _ = lived(history)
        assert item is not None
        items.append(replace(item, question=f"q{number}"))
    at = BEGAN + 200 * DAY
    found = review_order.due(items, at)
    assert {item.question for item in found} == {item.question for item in items if item.due <= at}
    keys = [(not item.surprising, item.due) for item in found]
    assert keys == sorted(keys)


def test_one_lesson_follows_another_where_it_can() -> None:
    def item(lesson: str, number: int, *, sure: bool = False) -> Item:
        made = after(None, answer(right=False, confidence="sure" if sure else "none"))
        return replace(made, lesson=lesson, question=f"q{number}", due=BEGAN + number)

    left = [item("tea", 1), item("tea", 2), item("bread", 3), item("bread", 4), item("tea", 9)]
    left.append(item("bread", 8, sure=True))
    order, last = [], "bread"
    while chosen := review_order.next_item(left, BEGAN + DAY, last):
        left.remove(chosen)
        last = chosen.lesson
        order.append(chosen.question)
    assert order == ["q8", "q1", "q3", "q2", "q4", "q9"]


@given(st.lists(st.lists(ANSWERS, min_size=1, max_size=3), min_size=2, max_size=8), st.randoms())
def test_the_order_does_not_depend_on_how_items_were_found(
    histories: list[list[tuple[bool, Confidence, int]]], chance: random.Random
) -> None:
    items = []
    # Each twice, so that there are pairs whose memory is the same.
    for number, history in enumerate([*histories, *histories]):
        item, _ = lived(history)
        assert item is not None
        items.append(replace(item, lesson=f"l{number % 3}", question=f"q{number}"))
    at = BEGAN + 200 * DAY
    shuffled = chance.sample(items, len(items))
    assert review_order.due(shuffled, at) == review_order.due(items, at)
    assert review_order.next_item(shuffled, at, "l1") == review_order.next_item(items, at, "l1")


@given(st.lists(ANSWERS, min_size=1, max_size=6), st.integers(0, 400))
def test_the_chance_of_recall_is_that_of_fsrs_on_whole_days(
    history: list[tuple[bool, Confidence, int]], days: int
) -> None:
    item, now = lived(history)
    assert item is not None
    last = datetime.fromtimestamp(now / 1_000_000, UTC)
    card = fsrs.Card(1, State.Review, None, item.stability, item.difficulty, last, last)
    theirs = fsrs.Scheduler().get_card_retrievability(card, last + timedelta(days=days))
    assert reviews.retrievability(item, now + days * DAY) == pytest.approx(theirs)


def test_memory_fades_with_the_hours() -> None:
    item = after(None, answer(confidence="probable"))
    found = [reviews.retrievability(item, BEGAN + hours * HOUR) for hours in range(0, 96, 6)]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)
    assert found[0] == 1


# fsrs' traps


def test_neither_the_clock_nor_chance_has_a_say(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoClock(fsrs.card.datetime):  # type: ignore[misc]  # the module's own import
        @classmethod
        def now(cls, tz: object = None) -> "NoClock":
            raise AssertionError("the clock was read")

    monkeypatch.setattr(fsrs.card, "datetime", NoClock)
    monkeypatch.setattr(fsrs.scheduler, "datetime", NoClock)
    monkeypatch.setattr(fsrs.scheduler, "random", lambda: pytest.fail("chance was asked"))
    monkeypatch.setattr(fsrs.card.time, "sleep", lambda _: pytest.fail("it slept"))
    before = random.getstate()
    item, now = lived([(True, "probable", 0), (True, "sure", 9 * DAY), (False, "sure", DAY)])
    assert item is not None
    reviews.promise(item, now)
    reviews.retrievability(item, now + DAY)
    assert random.getstate() == before


@given(st.lists(ANSWERS, min_size=1, max_size=6), st.integers(), st.integers())
def test_the_same_answers_leave_the_same_memory_whatever_chance_was_before(
    history: list[tuple[bool, Confidence, int]], one: int, other: int
) -> None:
    found = []
    for seed in (one, other):
        random.seed(seed)
        item, now = lived(history)
        assert item is not None
        found.append((item, reviews.promise(item, now + DAY)))
    assert found[0] == found[1]


def test_a_memory_of_nothing_is_still_a_memory() -> None:
    item = replace(after(None, answer(False, "none")), stability=0.0)
    later = after(item, answer(confidence="probable", at=BEGAN + 3 * DAY))
    assert later.stability != after(None, answer(confidence="probable")).stability
    assert later.number == 2
    assert 0 < reviews.retrievability(item, BEGAN + DAY) < 1


# In conversation


START = datetime(2026, 1, 1, tzinfo=UTC)


def talked(lesson: str = "bread") -> Conversation:
    """Bread's only question, which has no key, is open."""
    talk = conversation()
    talk.send(Command("learn", lesson))
    talk.press("Deep")
    return talk


def facts(talk: Conversation, kind: type) -> list[object]:
    return [fact for turn in talk.turns for fact in turn.facts if isinstance(fact, kind)]


def test_a_question_without_a_key_is_scheduled_once_it_is_judged() -> None:
    talk = talked()
    talk.press("Oven", "Sure (9 in 10)")
    assert facts(talk, Attempt)
    assert not facts(talk, Scheduled)
    talk.press("Continue")
    talk.press("I wasn't")
    (item,) = talk.items.values()
    assert item.answer.said == "Oven"
    assert item.surprising


def test_no_idea_is_scheduled_at_once() -> None:
    talk = talked()
    talk.press("No idea")
    (item,) = talk.items.values()
    assert (item.answer.said, item.answer.right, item.surprising) == (None, False, False)


def test_a_review_is_an_attempt_of_its_own_phase_and_its_verdict_as_well() -> None:
    talk = talked()
    talk.press("No idea")
    talk.clock = START + timedelta(1, len(talk.turns))
    talk.send(Command("review"))
    talk.press("Yeast", "Probably (2 in 3)")
    talk.press("I was right")
    attempts = [one for one in facts(talk, Attempt) if isinstance(one, Attempt)]
    assert [one.phase for one in attempts] == ["first", "review"]
    (judged,) = [one for one in facts(talk, Judged) if isinstance(one, Judged)]
    assert (judged.phase, judged.right, judged.run) == ("review", True, attempts[-1].run)
    (item,) = talk.items.values()
    assert (item.number, item.answer.right) == (2, True)


def test_who_asks_for_a_review_after_its_last_answer_hears_that_it_is_over() -> None:
    talk = talked()
    talk.press("No idea")
    talk.clock = START + timedelta(1, len(talk.turns))
    talk.send(Command("review"))
    talk.press("Yeast", "Probably (2 in 3)")
    talk.press("I was right")
    assert talk.send(Command("review")).outputs


def asked_for(talk: Conversation) -> str:
    """The line of the open review that asks."""
    assert talk.asked is not None
    return next(line for line in talk.asked.text.split("\n") if "From memory" in line)


def test_reviews_ask_the_variants_in_turn_and_never_in_the_words_of_the_lesson() -> None:
    lesson = LESSONS["soup"]
    (question,) = lesson.questions
    assert len(question.variants) == 2
    talk = talked("soup")
    talk.press("Some at the beginning", "Sure (9 in 10)")
    wordings = []
    for _ in range(4):
        (item,) = talk.items.values()
        talk.clock = datetime.fromtimestamp(item.due / 1e6, UTC) + timedelta(hours=1)
        talk.send(Command("review"))
        before = asked_for(talk)
        talk.send(Command("stop"))
        talk.send(Command("review"))
        assert asked_for(talk) == before, "asked again, it keeps its words"
        talk.press("Some at the beginning", "Sure (9 in 10)")
        assert "Last time you said the same" in talk.asked.text or "It stuck" in talk.asked.text
        talk.press("Continue")
        wordings.append(before.partition("** ")[2])
    assert wordings == [*question.variants, *question.variants]
    assert question.text not in wordings


def test_what_is_suspended_is_gone_until_it_is_answered_in_its_lesson_again() -> None:
    talk = talked()
    talk.press("No idea")
    talk.clock = START + timedelta(1, len(talk.turns))
    talk.send(Command("review"))
    talk.press("No idea")
    talk.press("Stop asking this")
    assert facts(talk, Suspended)
    talk.clock = START + timedelta(30, len(talk.turns))
    assert "Nothing is due for review." in said(talk.send(Command("review")))
    talk.send(Command("learn", "bread"))
    talk.press("Deep")
    talk.press("No idea")
    assert talk.items


def labels(talk: Conversation) -> list[str]:
    assert talk.asked is not None
    return [choice.label for choice in talk.asked.choices]


def two_days_after_two_lessons() -> Conversation:
    """Nothing was known of either lesson, so all of it is due; a review has begun."""
    return _two_days_after_two_lessons().copy()


@functools.cache
def _two_days_after_two_lessons() -> Conversation:
    talk = conversation()
    for lesson in ("tea", "bread"):
        talk.send(Command("learn", lesson))
        talk.press("Deep")
        while talk.session and talk.session.run:
            talk.press("No idea" if "No idea" in labels(talk) else labels(talk)[0])
    talk.clock = START + timedelta(2, len(talk.turns))
    talk.send(Command("review"))
    return talk


def test_no_question_comes_twice_in_a_set_even_if_the_set_was_left_for_days() -> None:
    talk = two_days_after_two_lessons()
    asked = []
    while talk.session and talk.session.review:
        asked.append(talk.session.review.item.question)
        talk.press("Skip" if len(asked) == 2 else "No idea")
        talk.clock += timedelta(days=3)
        if len(asked) != 2:
            talk.press("Continue")
    (pitfall,) = (one for one in asked if one.startswith("pitfall-"))
    assert sorted(asked) == ["bitter-green", "milk-first", pitfall, "ten-minutes", "yeast-or-oven"]
    assert asked.index("yeast-or-oven") == 1
    assert labels(talk)[0] == "Keep reviewing"
    (closing,) = [one for one in talk.turns[-1].outputs if isinstance(one, Ask)]
    assert "0 of 4 right" in closing.text


def test_a_set_is_at_most_five_and_what_is_left_waits() -> None:
    talk = talked()
    talk.press("No idea")
    (made,) = talk.items.values()
    ids = [question.id for question in LESSONS["tea"].questions]
    for id in ids:
        talk.items["tea", id] = replace(made, lesson="tea", question=id)
    talk.clock = START + timedelta(2, len(talk.turns))
    talk.send(Command("review"))
    assert talk.session is not None
    assert talk.session.review is not None
    assert talk.session.review.size == queue.SET < len(ids)


def test_a_lesson_under_way_is_put_aside_and_offered_again() -> None:
    talk = talked()
    talk.press("No idea")
    talk.clock = START + timedelta(1, len(talk.turns))
    talk.send(Command("review"))
    talk.press("No idea")
    talk.press("Continue")
    talk.press("Back to Bread that rises")
    assert talk.session is not None
    assert talk.session.run is not None
    assert talk.session.review is None


def test_a_question_that_is_dropped_is_passed_over_quietly() -> None:
    kept = replace(after(None, answer(False, "none")), lesson="tea", question="kept")
    gone, nowhere = replace(kept, question="gone"), replace(kept, lesson="none")
    library = Library(cards={"tea": Card("tea", "r2", "Tea", 3, "foundation", questions=("kept",))})
    due = (gone, nowhere, kept)
    assert memory.live(library, due) == [kept]
    needs = queue.needs_next(library, None)
    assert needs.lesson_of is not None
    assert needs.lesson_of(due, BEGAN + DAY) == ("tea", "r2")
    assert needs.lesson_of((gone, nowhere), BEGAN + DAY) is None
    assert needs.lesson_of(due, BEGAN) is None


def test_committing_without_what_is_remembered_is_an_error_and_no_new_beginning() -> None:
    class Scene:
        known = Known()

    made = Outcome("yeast-or-oven", "first", None, "none", None, None)
    with pytest.raises(LookupError, match="lack LessonItems"):
        memory.remember(Scene(), "bread", LESSONS["bread"].questions[0], made, 0)  # type: ignore[arg-type]  # all it looks at


MOVES = st.one_of(
    st.integers(0, 7),
    st.integers(0, 7),
    st.integers(0, 7),
    st.sampled_from(["review", "continue", "stop", "start", "progress", "learn"]).map(Command),
    st.sampled_from(["hint", "skip", "show me", "1"]).map(Text),
    st.sampled_from([0.5, 1.0, 8.0]),
)


@settings(max_examples=examples(120), deadline=None)
@given(st.lists(MOVES, max_size=80))
def test_whatever_a_learner_does_in_reviews_the_promises_hold(
    moves: list[int | float | Input],
) -> None:
    talk = two_days_after_two_lessons()
    live = {talk.asked.question} if talk.asked else set()
    for move in moves:
        if isinstance(move, float):
            talk.clock += timedelta(days=move)
            continue
        assert talk.session is not None
        before = talk.session.review
        if isinstance(move, int):
            if talk.session.open is None or talk.asked is None:
                continue
            given: Input = Press(talk.asked.choices[move % len(talk.asked.choices)].token)
        else:
            given = move
        turn = talk.send(given)
        assert talk.session is not None
        asks = [output for output in turn.outputs if isinstance(output, Ask)]
        live |= {ask.question for ask in asks}
        live -= closed(turn)
        assert len(live) <= 1, "at most one question is open"
        if talk.session.review:
            assert talk.session.run is None
        assert len(sessions.dump(talk.session)) < 6_000
        for fact in turn.facts:
            if isinstance(fact, Scheduled) and before:
                assert fact.item.number == before.item.number + 1
    attempts = [fact for fact in facts(talk, Attempt) if isinstance(fact, Attempt)]
    keys = [(fact.run, fact.question, fact.phase) for fact in attempts]
    assert len(set(keys)) == len(keys), "an answer counts once"


# Belief change is a query


async def test_how_a_belief_moved_from_first_to_exit_to_a_later_day_is_a_query() -> None:
    store = fresh_store()
    async with PlainStage(KITCHEN, lambda: store) as stage:
        await play(TRANSCRIPTS / "review-60-days.chat", stage)
    rows = ask(
        store,
        """
        SELECT phase, confidence, verdict, (at - min(at) OVER ()) / 86400000000
        FROM attempt WHERE learner = 'plain:Ana' AND lesson = 'tea' AND question = 'bitter-green'
        ORDER BY at
        """,
    )
    assert rows == [
        ("first", "sure", "wrong", 0),
        ("exit", "sure", "right", 0),
        ("review", "sure", "right", 1),
        ("review", "sure", "right", 7),
        ("review", "sure", "right", 43),
    ]

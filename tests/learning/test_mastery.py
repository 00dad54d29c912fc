"""How well something is known follows from what is remembered of it, and when."""

from hypothesis import given
from hypothesis import strategies as st

from bot.learning.beliefs import Belief, changes
from bot.learning.items import DAY, Answer, Item
from bot.learning.mastery import KNOWN, RISK, Mastery, mastery, state_of
from bot.learning.predictions import Confidence
from bot.learning.reviews import after_answer, retrievability

CONFIDENCES: list[Confidence] = ["sure", "probable", "guess", "none", "unsaid"]
GIVEN = st.tuples(st.sampled_from(CONFIDENCES), st.booleans(), st.floats(0, 400))


def after(*given: tuple[Confidence, bool, float], question: str = "q") -> Item:
    """The item after these answers: how sure, whether right, and how many days after the last."""
    item, at = None, 0
    for confidence, right, days in given:
        at += int(days * DAY)
        said = None if confidence == "none" else "Water"
        answer = Answer(said, confidence, right and said is not None, at)
        item = after_answer(item, answer, lesson="tea", question=question)
    assert item is not None
    return item


RIGHT = ("probable", True, 0.0)
HELD = after(RIGHT, ("sure", True, 3), ("sure", True, 20))


def test_what_was_never_asked_is_new() -> None:
    assert state_of(None, 0) == "new"


def test_what_was_missed_or_guessed_is_being_learned_however_long_ago() -> None:
    for confidence, right in (("sure", False), ("guess", True), ("none", False)):
        item = after((confidence, right, 0.0))
        for days in (0, 1, 30, 300):
            assert state_of(item, days * DAY) == "learning"


def test_what_was_recalled_over_weeks_is_known_and_in_time_at_risk() -> None:
    assert HELD.stability >= KNOWN
    assert state_of(HELD, HELD.answer.at) == "known"
    assert state_of(HELD, HELD.due) == "known", "at its due time nothing is at risk yet"
    assert state_of(HELD, HELD.answer.at + 2000 * DAY) == "risk"


def test_a_confident_error_is_not_known_before_its_checks_are_passed() -> None:
    item = after(RIGHT, ("sure", True, 3), ("sure", True, 60), ("sure", False, 100), RIGHT)
    assert item.surprising
    assert state_of(item, item.answer.at) == "learning"


@given(GIVEN)
def test_nothing_is_known_from_one_sitting(one: tuple[Confidence, bool, float]) -> None:
    item = after(one)
    assert state_of(item, item.answer.at) == "learning"


@given(st.lists(GIVEN, min_size=1, max_size=6), st.floats(0, 900), st.floats(0, 900))
def test_time_alone_only_ever_puts_what_is_held_at_risk(
    given_: list[tuple[Confidence, bool, float]], one: float, two: float
) -> None:
    item = after(*given_)
    early, late = sorted((one, two))
    before, then = (state_of(item, item.answer.at + int(days * DAY)) for days in (early, late))
    assert then in (before, "risk")
    if before == "risk":
        assert then == "risk"


@given(st.lists(GIVEN, min_size=1, max_size=6))
def test_nothing_is_at_risk_at_the_time_that_its_review_is_set_for(
    given_: list[tuple[Confidence, bool, float]],
) -> None:
    item = after(*given_)
    if item.due - item.answer.at <= item.stability * DAY:
        assert state_of(item, item.due) != "risk"


def test_risk_is_where_recall_falls_below_its_bound() -> None:
    at = HELD.answer.at
    days = next(n for n in range(3000) if retrievability(HELD, at + n * DAY) < RISK)
    assert state_of(HELD, at + (days - 1) * DAY) == "known"
    assert state_of(HELD, at + days * DAY) == "risk"


def test_a_lesson_counts_its_questions_and_leaves_out_what_is_suspended() -> None:
    missed = after(("sure", False, 0.0))
    items = {"a": HELD, "b": missed, "gone": HELD}
    found = mastery(("a", "b", "c", "d"), items, HELD.answer.at, suspended={"d"})
    assert found == Mastery(new=1, learning=1, known=1)
    assert found.counts == (("known", 1), ("learning", 1), ("new", 1))


def test_a_lesson_is_as_well_known_as_most_of_its_questions() -> None:
    assert Mastery(new=5).state == "new"
    assert Mastery().state == "new"
    assert Mastery(new=4, learning=1).state == "learning"
    assert Mastery(known=4, learning=1).state == "known"
    assert Mastery(known=3, learning=2).state == "learning"
    assert Mastery(known=3, new=2).state == "learning", "what was never asked is not known"
    assert Mastery(known=4, risk=1).state == "known"
    assert Mastery(known=3, risk=2).state == "risk"
    assert Mastery(new=9, risk=1).state == "risk"


# Beliefs


def belief(question: str, confidence: Confidence = "sure") -> Belief:
    return Belief("tea", question, "r1", 1, confidence)


def test_a_belief_has_changed_when_what_was_wrong_is_right_by_now() -> None:
    right, wrong = after(("sure", True, 1), question="a"), after(("sure", False, 1), question="b")
    guessed = after(("guess", True, 1), question="c")
    found = changes(
        [belief("a"), belief("b"), belief("c"), belief("d")], [right, wrong, guessed], 9
    )
    assert [one.belief.question for one in found] == ["a"]
    assert found[0].now == right.answer


def test_the_most_surprising_change_comes_first() -> None:
    items = [
        after(("probable", True, 1), question="a"),
        after(("sure", True, 1), question="b"),
        after(("sure", True, 2), question="c"),
        after(("sure", True, 9), question="d"),
    ]
    held = [belief("a"), belief("b"), belief("c"), belief("d", "probable")]
    found = changes(held, items, 9)
    assert [one.belief.question for one in found] == ["c", "b", "a", "d"]
    assert changes(held, items, 2) == found[:2]

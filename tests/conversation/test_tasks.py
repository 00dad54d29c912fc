"""What is answered in a learner's own words comes back, beside what they wrote before."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.rendering import plain
from bot.conversation.facts.learner import Attempt, Rated, Scheduled, Submission
from bot.conversation.inputs import Command, Text
from bot.conversation.language.markup import quote_words
from bot.conversation.outputs import Ask
from bot.conversation.phrases import dates
from bot.conversation.question import criteria as tasks
from bot.conversation.question import memory
from bot.conversation.turn import Turn
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.model import REASON, RECOLLECTION, Lesson
from tests.rigs.moves import LESSONS, conversation
from tests.rigs.talk import Conversation, said


def begun(lesson: str, mode: str) -> Conversation:
    """The task of this mode is open."""
    talk = conversation()
    talk.send(Command("learn", lesson))
    talk.press(mode)
    while not (talk.asked and talk.asked.words):
        talk.press(*[one for one in ("Continue", "No idea") if one in talk.labels][-1:])
    return talk


def judged(talk: Conversation, *verdicts: str) -> None:
    """Write something, read on, and judge it."""
    talk.type("My own words.")
    while not {"Done", "Not yet"} & set(talk.labels):
        talk.press(next(one for one in ("Continue", "No idea") if one in talk.labels))
    judge(talk, *verdicts)


def judge(talk: Conversation, *verdicts: str) -> Turn:
    """Say this of each criterion."""
    if "Not yet" in talk.labels:
        return talk.press(*verdicts)
    ticks = [f"☐ {n}" for n, one in enumerate(verdicts, start=1) if one == "Yes"]
    return talk.press(*ticks, "Done")


def due(talk: Conversation, task: str) -> None:
    """It is the day on which the task is due, and nothing else is."""
    talk.items = {key: item for key, item in talk.items.items() if key[1] == task}
    (item,) = talk.items.values()
    talk.clock = datetime.fromtimestamp(item.due / 1e6, UTC) + timedelta(hours=1)


KINDS = [
    ("tea", "Try", "smell", 2, "scent"),
    ("soup", "Why", REASON, 2, "Salt early"),
    ("tea", "From memory", RECOLLECTION, 1, "Heat and time"),
]


@pytest.mark.parametrize(("lesson", "mode", "task", "criteria", "told"), KINDS)
@pytest.mark.parametrize("first", ["Yes", "Not yet"])
def test_every_kind_of_task_comes_back_beside_what_was_written(
    lesson: str, mode: str, task: str, criteria: int, told: str, first: str
) -> None:
    talk = begun(lesson, mode)
    judged(talk, *["Yes"] * (criteria - 1), first)
    item = talk.items[lesson, task]
    assert (item.answer.said, item.answer.right) == (None, first == "Yes")
    assert (item.due - item.answer.at > 43_200_000_000 * 2) == (first == "Yes"), "else tomorrow"
    due(talk, task)
    asked = said(talk.send(Command("review")))
    assert "From memory" in asked
    assert told not in asked
    compared = said(talk.type("Much better *words*."))
    assert told in compared
    assert task != RECOLLECTION or compared.count(told) == 1, "it is told where it is ticked"
    assert compared.index("My own words.") < compared.index("Much better \\*words\\*.")
    turn = judge(talk, *["Yes"] * criteria)
    promised = dates.when(talk.items[lesson, task].due, talk.items[lesson, task].answer.at)
    assert f"back {promised}" in asked
    assert f"Back {promised}." in said(turn)
    assert talk.items[lesson, task].number == 2
    written = [fact for fact in talk.facts if isinstance(fact, Submission)]
    assert [fact.text for fact in written] == ["My own words.", "Much better *words*."]
    assert written[1].run == [fact for fact in talk.facts if isinstance(fact, Rated)][-1].run
    assert not [one for one in turn.facts if isinstance(one, Attempt)], "no prediction was made"


RECALLED = "Tomorrow, in your reviews, I'll ask you again what you remember."
AGAIN = "It comes back tomorrow, in your reviews, for another try."


@pytest.mark.parametrize(
    ("lesson", "mode", "verdicts", "told"),
    [
        ("tea", "Try", ("No", "No"), f"**None of them yet.** {AGAIN}"),
        ("soup", "Why", ("No", "No"), f"**None of them yet.** {AGAIN}"),
        ("two", "From memory", ("No", "No"), RECALLED),
        ("two", "From memory", ("No", "Yes"), f"**1 of 2.** You didn't tick number 1. {RECALLED}"),
        ("two", "From memory", ("Yes", "Yes"), "**You checked everything.**"),
    ],
)
def test_who_finds_something_missing_is_told_when_it_comes_back(
    lesson: str, mode: str, verdicts: tuple[str, ...], told: str
) -> None:
    two = Lesson(id="two", title="Two", minutes=1, takeaways=("Heat chooses.", "Time does too."))
    talk = Conversation([*LESSONS.values(), two])
    talk.send(Command("learn", lesson))
    talk.press(mode)
    while not (talk.asked and talk.asked.words):
        talk.press(*[one for one in ("Continue", "No idea") if one in talk.labels][-1:])
    judged(talk, *verdicts)
    shown = said(talk.turns[-1])
    assert told in shown
    assert (RECALLED in shown or AGAIN in shown) == ("No" in verdicts)
    comes = [fact for fact in talk.facts if isinstance(fact, Scheduled)][-1].item
    assert (comes.due - comes.answer.at <= 43_200_000_000 * 2) == ("No" in verdicts), "tomorrow"


def test_of_why_the_reasons_can_be_read_again_and_of_others_all_has_been_told() -> None:
    for lesson, mode, task, criteria, _ in KINDS:
        talk = begun(lesson, mode)
        judged(talk, *["Yes"] * criteria)
        due(talk, task)
        talk.send(Command("review"))
        talk.type("Some more words.")
        judge(talk, *["Yes"] * criteria)
        assert ("Look it up" in talk.labels) == (task == REASON)
        if task == REASON:
            assert "cheapest pot-mate" in said(talk.press("Look it up"))
            assert talk.labels == ["Continue", "Stop asking this", "Ask or report"]


def test_what_was_written_but_not_judged_does_not_come_back() -> None:
    talk = begun("tea", "Try")
    talk.type("My own words.")
    talk.press("Continue", "☐ 1")
    assert not [fact for fact in talk.facts if isinstance(fact, Scheduled)]


def test_an_exercise_by_choice_is_a_question_and_no_task() -> None:
    assert LESSONS["tea"].tasks == ("smell", REASON, RECOLLECTION)
    assert tasks.task(LESSONS["tea"], "choose-temperature") is None
    assert tasks.task(LESSONS["tea"], "which-water") is None


def test_a_task_that_a_later_revision_has_dropped_is_passed_over() -> None:
    talk = begun("tea", "Try")
    judged(talk, "Yes", "Yes")
    (item,) = talk.items.values()
    card = Card.of(LESSONS["tea"])
    assert memory.live(Library(cards={"tea": card}), [item]) == [item]
    dropped = Card.of(LESSONS["tea"].model_copy(update={"exercises": ()}))
    assert memory.live(Library(cards={"tea": dropped}), [item]) == []


@given(st.text(alphabet="ab1.)-+=*_#>|~`[]()\\ \n", max_size=40))
def test_a_quotation_shows_exactly_what_was_written(words: str) -> None:
    # How a line feed looks is each platform's own.
    assert "".join(plain(quote_words(words)).split()) == "".join(words.split())


MOVES = st.lists(
    st.one_of(
        st.integers(0, 2),
        st.integers(0, 2),
        st.sampled_from(["words", "2", "no idea", "yes"]).map(Text),
        st.sampled_from(["review", "continue", "stop"]).map(Command),
        st.floats(0.5, 9),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(MOVES)
def test_whatever_is_done_with_a_task_each_answer_counts_once_and_its_promise_holds(
    moves: list[int | float | Text | Command],
) -> None:
    talk = begun("tea", "Try")
    judged(talk, "Yes", "Not yet")
    talk.send(Command("stop"))
    talk.clock += timedelta(days=1)
    promise, number = "", 1
    for move in moves:
        if isinstance(move, float):
            talk.clock += timedelta(days=move)
            continue
        if isinstance(move, int):
            opened = talk.session and talk.session.open
            if not opened or not talk.asked or "From memory" not in talk.asked.text:
                continue
            turn = talk.press(talk.asked.choices[move % len(talk.asked.choices)].label)
        else:
            turn = talk.send(move)
        for fact in turn.facts:
            if isinstance(fact, Scheduled) and fact.item.question == "smell":
                number += 1
                assert fact.item.number == number
                when = dates.when(fact.item.due, fact.item.answer.at)
                assert f"back {when}" in promise or f"lse {when}" in promise
        for output in turn.outputs:
            if isinstance(output, Ask) and "From memory" in output.text:
                promise = output.text


@pytest.mark.parametrize("last", ["Yes", "Not yet"])
def test_what_lacks_something_in_review_is_back_the_next_day(last: str) -> None:
    talk = begun("tea", "Try")
    judged(talk, "Yes", "Yes")
    due(talk, "smell")
    talk.send(Command("review"))
    talk.type("Some more words.")
    turn = judge(talk, "Yes", last)
    assert talk.items["tea", "smell"].answer.right == (last == "Yes")
    assert ("Back tomorrow." in said(turn)) == (last != "Yes")


CALLS = """Five calls have failed.

A list follows. Write a line for each, *again* or *stop*:

- A: no key
- B: too busy"""
"""A task that ends by leading on to its list."""

LONG = (
    f"Somebody {'who has not been heard of for years ' * 6}writes to you. Answer: how you know "
    "each other, and what you do now. Keep it short."
)
"""A task that says at length what it is about before it asks for something."""


@pytest.mark.parametrize(
    ("prompt", "short"),
    [
        (CALLS, "A list follows. Write a line for each, *again* or *stop*."),
        ("Rewrite both:\n\n1. *Why?*\n2. *How?*", "Rewrite both."),
        (LONG, "Answer: how you know each other, and what you do now. Keep it short."),
        (f"{LONG} *So it goes. Or not.*", f"{LONG[LONG.index('Answer') :]} *So it goes. Or not.*"),
        ("```text\nonly code\n```", ""),
    ],
)
def test_a_task_in_short_is_what_it_asks_for(prompt: str, short: str) -> None:
    assert tasks.in_a_sentence(prompt) == short

"""Sums with a learner's own numbers: how they are read, and how a result is told."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.language.locale import Manner, speaking
from bot.conversation.lesson.calculation import figure, round_result
from bot.lessons.model import Lesson
from bot.lessons.numbers import SumError, evaluate
from bot.lessons.practice import Aspect, Formula, Given, Sums
from bot.lessons.question import Option, Question
from tests.rigs.talk import Conversation, said

SUMS = Sums(
    given=(Given(name="a", value=3, ask="How many?"), Given(name="b", value=0.5, ask="How dear?")),
    formulas=(Formula(name="c", expression="a / b"), Formula(name="d", expression="c ^ 40")),
    text="It is {c}, and {a} of them.",
)
LESSON = Lesson(id="l", title="L", minutes=1, performance=(Aspect(title="A", sums=SUMS),))


ONWARD = ("🧮 My numbers", "Continue", "No idea", "I was right")


def conversation() -> Conversation:
    talk = Conversation([LESSON])
    talk.send_command("learn", "l")
    talk.press("In practice")
    return talk


def test_what_announces_a_sum_stands_above_it_and_not_above_continue() -> None:
    asked = Question(id="q", text="Is it dear?", options=(Option(label="Yes"), Option(label="No")))
    text = "Each costs something.\n\nWith every one of them:"
    for prediction in (asked, None):
        aspect = Aspect(title="A", text=text, sums=SUMS, prediction=prediction)
        talk = Conversation([LESSON.model_copy(update={"performance": (aspect,)})])
        talk.send_command("learn", "l")
        talk.press("In practice")
        for _ in range(9):
            if "Use the examples" in talk.labels:
                break
            assert "With every one" not in said(talk.turns[-1])
            talk.press(next(one for one in (*ONWARD, *talk.labels) if one in talk.labels))
        assert "With every one of them:\n\n🧮" in said(talk.turns[-1])


def test_who_goes_on_is_asked_for_no_numbers_and_who_wants_to_goes_on_behind_theirs() -> None:
    asked = Question(
        id="q", text="Dear?", options=(Option(label="Yes", right=True), Option(label="No"))
    )
    first = Aspect(title="A", text="Each costs.", sums=SUMS, prediction=asked)
    second = Aspect(title="B", text="And that was all.")
    talk = Conversation([LESSON.model_copy(update={"performance": (first, second)})])
    talk.send_command("learn", "l")
    talk.press("In practice", "Yes", "Sure (9 in 10)")
    assert talk.labels[:2] == ["Continue", "🧮 My numbers"]
    other = talk.copy()
    assert "And that was all." in said(talk.press("Continue"))
    other.press("🧮 My numbers")
    other.send_command("stop")
    assert "How many?" in said(other.send_command("continue"))
    # A run of an earlier version came to it without a choice.
    assert other.session
    assert other.session.run
    other.session = replace(other.session, run=replace(other.session.run, opened=()))
    assert "It is 4" in said(other.type("2; 0.5"))
    assert "And that was all." in said(other.press("Continue"))


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "0"),
        (2.4, "2.4"),
        (0.05, "0.05"),
        (0.012345, "0.0123"),
        (84.678, "84.7"),
        (999.6, "1,000"),
        (1234.5, "1,234"),
        (864_196_900, "864,000,000"),
        (-1_234_567, "-1,230,000"),
        (6.02e23, "6.02 × 10^23"),
    ],
)
def test_a_result_is_told_as_people_say_it(number: float, told: str) -> None:
    assert round_result(number) == told


def test_a_lesson_that_rounds_says_how_exact_it_wants_to_be() -> None:
    exact = Formula(name="c", expression="round(a * 12345)")
    sums = SUMS.model_copy(update={"formulas": (exact,), "text": "It is {c}."})
    talk = Conversation(
        [LESSON.model_copy(update={"performance": (Aspect(title="A", sums=sums),)})]
    )
    talk.send_command("learn", "l")
    talk.press("In practice")
    assert "It is 37,035." in said(talk.type("3; 1"))


def test_many_steps_are_no_power_too_high() -> None:
    assert evaluate("100 * 0.99 ^ 300", {}) == pytest.approx(4.904, abs=0.001)
    with pytest.raises(SumError, match="has no result"):
        evaluate("10 ^ 1000", {})


def test_numbers_are_written_as_the_language_has_them() -> None:
    with speaking(Manner("de")):
        assert (figure(1234.5), round_result(864_196_900)) == ("1.234,5", "864.000.000")


def test_a_number_that_could_be_a_choice_is_a_number() -> None:
    talk = conversation()
    assert "How dear?" in said(talk.type("1"))
    assert "*With 1; 2:* It is 0.5, and 1 of them." in said(talk.type("2"))


def test_in_german_a_comma_begins_a_fraction() -> None:
    talk = conversation()
    talk.language = "de"
    assert "Mit 1.200; 0,5" in said(talk.type("1.200; 0,5"))


def test_who_is_carried_over_to_another_sum_is_asked_for_its_numbers() -> None:
    talk = conversation()
    talk.type("1, 2")
    shorter = SUMS.model_copy(update={"given": SUMS.given[:1], "formulas": (), "text": "{a}!"})
    now = LESSON.model_copy(update={"performance": (Aspect(title="A", sums=shorter),)})
    talk.publish(now)
    talk.withdraw(LESSON)
    assert "How many?" in said(talk.type("?"))
    assert "3!" in said(talk.press("Take 3"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["0", "1", "2, 4", "1e9", "-3; 0", "9" * 40, "1 2 3", "many", "", "📷", "0,5", "12k"]
        )
        | st.integers(0, 1),
        max_size=8,
    )
)
def test_whatever_is_typed_the_sum_can_be_gone_on_from(steps: list[str | int]) -> None:
    talk = conversation()
    for step in steps:
        if talk.session is None or talk.session.run is None:
            return
        if isinstance(step, str):
            turn = talk.type(step)
            assert turn.outputs
            assert not turn.facts, "nothing of it goes on record"
        else:
            talk.press(talk.labels[step])
    assert talk.session
    if talk.session.run:
        assert {"Not now", "Continue"} & set(talk.labels)

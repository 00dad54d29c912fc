"""Answers speak to the option that this learner chose; a second miss is answered otherwise."""

from bot.conversation.lesson import results
from bot.conversation.lesson.modes import chosen
from bot.conversation.lesson.modes.challenge import questions
from bot.conversation.outputs import Ask
from bot.conversation.question import pitfalls, second_miss
from bot.conversation.session import Outcome, Run
from bot.lessons.model import Lesson, Pitfall, Step
from bot.lessons.practice import Case, WhatIf
from bot.lessons.question import Estimate, Option, Question, Range
from tests.rigs.talk import Conversation, said

PORT = Question(
    id="port",
    text="which port does a captain choose?",
    variants=("A storm is coming. Where does she go?",),
    options=(
        Option(label="The cheap one", temptation="It saves.", explanation="Cheap is far."),
        Option(label="The near one", right=True, explanation="Near is safe."),
        Option(label='"The usual one"', explanation="Usual is slow."),
    ),
)
FENCED = Pitfall(
    title="Sailing without a chart",
    wrong="```text\nSail west.\n```",
    right="Ask for the chart first.",
    cause="West is where the sun goes.",
    reason="A chart shows the rocks.",
)


def lesson(**parts: object) -> Lesson:
    step = Step(
        level="foundation",
        title="Ports",
        concept="A captain has three ports.",
        prediction=PORT,
        text="On storms.",
        insight="Shelter is a matter of hours.",
    )
    values = {"id": "sea", "title": "Sea", "minutes": 1, "steps": (step,), **parts}
    return Lesson.model_validate(values)


def missed(*again: str) -> str:
    """Wrong and sure at first; what answers this at the end."""
    talk = Conversation([lesson()])
    talk.begin("sea")
    talk.press("The cheap one", "Sure", "Continue")
    return said(talk.press(*again))


def test_once_more_it_is_asked_in_other_words_and_from_the_last_option_to_the_first() -> None:
    talk = Conversation([lesson()])
    talk.begin("sea")
    talk.press("The cheap one", "Sure")
    assert "🔁 **Once more:** A storm is coming. Where does she go?" in said(talk.press("Continue"))
    assert talk.labels[:3] == ['"The usual one"', "The near one", "The cheap one"]
    talk.press("The near one")
    assert talk.session
    assert talk.session.run
    assert talk.session.run.choice == 1, "a choice keeps its number"


def test_the_same_miss_twice_is_refuted_in_other_words_and_its_part_is_offered() -> None:
    text = missed("The cheap one", "A guess")
    assert "“The cheap one” came to mind again" in text
    assert "Cheap is far." in text
    assert "**The answer: The near one.**" in text
    assert "Shelter is a matter of hours." in text
    assert "Near is safe." not in text, "what was said at first is not said again"


def test_the_same_range_twice_is_answered_by_its_own_reasons() -> None:
    sails = Estimate(
        truth=90,
        ranges=(Range(low=0, high=5), Range(low=6, high=50), Range(low=51, high=95)),
        why="The wind decides.",
        below="Five sounds like a fleet.",
    )
    asked = Question(id="sails", text="How many sails?", estimate=sails)
    case = Case(title="A storm", prediction=asked, text="A gull can fly, too.")
    first = Outcome("sails", "first", 0, "range", right=False, score=0.0)
    again = Outcome("sails", "exit", 0, "range", right=False, score=0.0)
    sea = lesson(what_if=WhatIf(cases=(case,)))
    text = "\n\n".join(second_miss.answer(sea, asked, again, first, None))
    assert "“0–5” came to mind again" in text
    assert "Five sounds like a fleet." in text
    assert "**The answer: 90.** The wind decides." in text
    assert "gull" not in text


def test_another_miss_is_told_why_that_one_fails_and_the_part_can_be_seen() -> None:
    talk = Conversation([lesson()])
    talk.begin("sea")
    talk.press("The cheap one", "Sure", "Continue")
    text = said(talk.press('"The usual one"', "Sure"))
    assert "You were sure it was “The usual one”." in text, "its own marks are left off"
    assert "Usual is slow." in text
    assert talk.labels == ["Continue", "Show me the part of the lesson", "Ask or report"]
    assert "On storms." in said(talk.press("Show me the part of the lesson"))
    assert "done!" in said(talk.press("Continue"))


def test_right_at_the_second_time_needs_no_more_words() -> None:
    text = missed("The near one", "Sure")
    assert "Now you have it" in text
    assert "Shelter is" not in text


def result(*outcomes: Outcome) -> str:
    seed = chosen.written(chosen.Chosen(one, 0) for one in questions(lesson(pitfalls=(FENCED,))))
    run = Run("run", "sea", "", "challenge", seed=seed, outcomes=outcomes)
    return "\n\n".join(results.pages(lesson(pitfalls=(FENCED,)), run))


def test_a_challenge_says_why_ones_own_option_fails_and_where_to_go_back_to() -> None:
    text = result(Outcome("port", "first", 2, "sure", right=False, score=-1.0))
    assert "A captain has three ports.\n\n❌ Which port does a captain choose?" in text
    assert "You said: “The usual one”, sure" in text
    assert "Usual is slow." in text
    assert "Cheap is far." not in text
    assert "**The answer: The near one.** Near is safe." in text
    assert "**To revisit**\n\n- Step 1 · Ports" in text


def test_what_was_known_is_only_counted_and_what_was_guessed_is_explained() -> None:
    sure = result(Outcome("port", "first", 1, "sure", right=True, score=1.0))
    assert "**1 of 2" in sure
    assert "Which port" not in sure
    assert "To revisit" not in sure
    guess = result(Outcome("port", "first", 1, "guess", right=True, score=0.0))
    assert "Near is safe." in guess


def test_all_that_was_missed_is_to_be_revisited() -> None:
    sea = lesson(pitfalls=(FENCED,))
    (asked,) = pitfalls.questions(sea)
    text = result(Outcome(asked.id, "first", None, "none", right=False, score=0.0))
    assert "- Pitfall · Sailing without a chart" in text


def test_nobody_hears_of_a_first_prediction_after_a_whole_test() -> None:
    more = tuple(PORT.model_copy(update={"id": f"port-{n}"}) for n in range(4))
    talk = Conversation([lesson(challenge=more)])
    talk.begin("sea")
    talk.send_command("learn", "sea")
    talk.press("Challenge")
    while isinstance(talk.asked, Ask) and "The near one" in talk.labels:
        talk.press("The near one", "Sure")
    assert "**5 of 5: you know this lesson.**" in said(talk.turns[-1])
    assert not any("first prediction" in said(turn) for turn in talk.turns)

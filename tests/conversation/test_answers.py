"""Answers speak to the option that this learner chose; a second miss is answered otherwise."""

from dataclasses import replace

import pytest

from bot.conversation.lesson.beats import Pose
from bot.conversation.lesson.challenge import results
from bot.conversation.lesson.challenge.result_list import Answered
from bot.conversation.lesson.modes import chosen
from bot.conversation.lesson.modes.challenge import questions
from bot.conversation.outputs import Ask, Retire, Say
from bot.conversation.question import context, pitfalls, reveal
from bot.conversation.session import Outcome, Run, Session
from bot.conversation.turn import Turn
from bot.lessons.model import Diagram, Lesson, MentalModel, Myth, Pitfall, Step
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
TALE = Question(
    id="tale",
    text="Is the sea empty at night?",
    options=(Option(label="Yes"), Option(label="No", right=True)),
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


def in_this_order(text: str, *parts: str) -> bool:
    places = [text.find(one) for one in parts]
    return -1 not in places and places == sorted(places)


def told(turn: Turn) -> str:
    """What is said anew, without what becomes of the messages before."""
    return "\n\n".join(one.text for one in turn.outputs if isinstance(one, Say | Ask))


def missed(*again: str) -> str:
    """Wrong and sure at first; what answers this at the end."""
    talk = Conversation([lesson()])
    talk.begin("sea")
    talk.press("The cheap one", "Sure (9 in 10)", "Continue")
    return said(talk.press(*again))


def test_once_more_it_is_asked_in_other_words_and_from_the_last_option_to_the_first() -> None:
    talk = Conversation([lesson()])
    talk.begin("sea")
    talk.press("The cheap one", "Sure (9 in 10)")
    assert "🔁 **Once more:** A storm is coming. Where does she go?" in said(talk.press("Continue"))
    assert talk.labels[:3] == ['"The usual one"', "The near one", "The cheap one"]
    talk.press("The near one")
    assert talk.session
    assert talk.session.run
    assert talk.session.run.choice == 1, "a choice keeps its number"


def test_a_miss_is_told_what_is_right_before_anything_else() -> None:
    talk = Conversation([lesson()])
    talk.begin("sea")
    text = told(talk.press("The cheap one", "Sure (9 in 10)"))
    assert text.startswith("**The answer: The near one.** You were sure it was “The cheap one”.")
    assert in_this_order(text, "*Why it tempts:* It saves.", "*Why it fails:*", "Near is safe.")
    assert text.count("The near one") == text.count("The cheap one") == 1


def test_the_same_miss_twice_is_told_in_other_words_why_the_other_is_right() -> None:
    text = missed("The cheap one", "A guess")
    right = "**Not yet. The answer: The near one.** “The cheap one” came to mind again"
    assert in_this_order(text, right, "Shelter is a matter of hours.")
    assert text.count("The near one") == 1
    assert "Near is safe." not in text, "that was told word for word"
    assert "Cheap is far." not in text, "nor what was told to who was sure"
    assert "It saves." not in text, "nor why it tempts"


def test_the_same_range_twice_is_told_no_reason_again_but_a_short_one() -> None:
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
    text = "\n\n".join(reveal.answer_again(sea, asked, again, first, None))
    right = "**Not yet. The answer: 90.** “0–5” came to mind again"
    assert in_this_order(text, right, "*As before:* The wind decides.")
    assert "Five sounds like a fleet." not in text
    assert "gull" not in text
    lower = replace(again, choice=1)
    text = "\n\n".join(reveal.answer_again(sea, asked, lower, first, None))
    assert "Five sounds like a fleet." not in text, "it fails for the same reason as before"
    above = sails.model_copy(update={"truth": 3})
    higher = asked.model_copy(update={"estimate": above.model_copy(update={"above": "It blew."})})
    was = replace(first, choice=None, confidence="none")
    text = "\n\n".join(reveal.answer_again(sea, higher, lower, was, None))
    assert "It blew." in text, "who had no idea was not told"
    assert "The wind decides." not in text


def test_another_miss_is_told_why_that_one_fails_and_the_part_can_be_seen() -> None:
    talk = Conversation([lesson()])
    talk.begin("sea")
    talk.press("The cheap one", "Sure (9 in 10)", "Continue")
    text = said(talk.press('"The usual one"', "Sure (9 in 10)"))
    assert "You were sure it was “The usual one”." in text, "its own marks are left off"
    assert in_this_order(text, "Usual is slow.", "Shelter is a matter of hours.")
    assert "Near is safe." not in text, "that was told word for word"
    assert "tempts" not in text, "that was for the first time"
    assert talk.labels == ["Continue", "Look it up", "Ask or report"]
    assert "On storms." in said(talk.press("Look it up"))
    assert "done!" in said(talk.press("Continue"))


def test_no_idea_twice_is_told_what_is_right_and_in_other_words_why() -> None:
    talk = Conversation([lesson()])
    talk.begin("sea")
    assert "Near is safe." in said(talk.press("No idea"))
    talk.press("Continue")
    text = said(talk.press("No idea"))
    assert in_this_order(text, "**The answer: The near one.**", "Shelter is a matter of hours.")
    assert "Near is safe." not in text


LONG = f"Near is safe, {'as all of them know, ' * 5}and a storm is fast."


@pytest.mark.parametrize(
    ("why", "again"),
    [
        ("Near is safe. Storms are fast.", "*As before:* Near is safe."),
        ("The *near* one. Storms are fast.", "*As before:* Storms are fast."),
        (f"{LONG} So it is.", ""),
        ("", ""),
    ],
)
def test_where_there_are_no_other_words_a_reason_comes_again_if_it_is_short(
    why: str, again: str
) -> None:
    first, right, last = PORT.options
    options = (first, right.model_copy(update={"explanation": why}), last)
    asked = PORT.model_copy(update={"options": options})
    sea = lesson(steps=(), challenge=(asked,))
    made = Outcome("port", "exit", 0, "sure", right=False, score=0.0)
    before = replace(made, phase="first")
    *_, end = reveal.answer_again(sea, asked, made, before, None)
    assert end == again if again else end.startswith("**Not yet.")
    other = replace(made, choice=2)
    told = reveal.answer_again(sea, asked, other, before, None)
    assert told[1:] == ["Usual is slow."], "it has its own reason"


def test_right_at_the_second_time_needs_no_more_words() -> None:
    text = missed("The near one", "Sure (9 in 10)")
    assert "Now you have it" in text
    assert "Shelter is" not in text


def test_a_part_of_the_lesson_is_shown_without_what_stood_with_the_question() -> None:
    true = Option(label="No", right=True)
    myth = Myth(question=Question(id="calm", text="Calm?", options=(true,)), reality="Never.")
    sea = lesson(myths=(myth,))
    own, variant = context.more(sea, PORT, 0), context.more(sea, PORT, 1)
    assert "A captain has three ports." not in own
    assert "A captain has three ports." in variant
    assert own[-1] == "💡 Shelter is a matter of hours."
    assert context.more(sea, myth.question, 0) == [], "its answer has told all of it"


def taken(*outcomes: Outcome) -> Conversation:
    """A test of a step and a pitfall that was answered so; its results are open."""
    sea = lesson(pitfalls=(FENCED,))
    seed = chosen.encode(chosen.Chosen(one, 0) for one in questions(sea))
    run = Run("run", "sea", "", "challenge", "challenge.results", seed=seed, outcomes=outcomes)
    talk = Conversation([sea])
    session = Session("abcdefgh", shelf=(replace(run, revision=sea.revision),))
    talk.session = session
    talk.send_command("continue")
    return talk


def test_a_tests_results_are_a_list_and_an_answer_is_told_in_its_place() -> None:
    pitfall = pitfalls.questions(lesson(pitfalls=(FENCED,)))[0].id
    talk = taken(
        Outcome("port", "first", 2, "sure", right=False, score=-1.0),
        Outcome(pitfall, "first", None, "none", right=False, score=0.0),
    )
    text = said(talk.turns[-1])
    assert "\n❌ **1** Which port does a captain … *(sure)*\n❌ **2** Ask for the chart" in text
    assert "Sailing without a chart" not in text, "it isn't asked by a name that nobody has met"
    assert "Usual is slow." not in text
    assert talk.labels[:3] == ["❌ 1", "❌ 2", "Continue"]
    opened = said(talk.press("❌ 1"))
    assert talk.asked
    assert talk.asked.instead, "it takes the place of the list"
    assert talk.labels[:2] == ["Next", "The list"]
    assert "❌ **1** A captain has three ports.\nWhich port does a captain choose?" in opened
    said_first = "You said: “The usual one”, sure*\n\n**The answer: The near one.**"
    assert in_this_order(opened, said_first, "Usual is slow.", "Near is safe.")
    assert "Cheap is far." not in opened
    second = said(talk.press("Next"))
    assert in_this_order(second, "❌ **2** Here's one approach:", "Sailing without a chart")
    assert talk.labels[0] == "The list"
    assert "Which port does a captain … *(sure)*" in said(talk.press("The list"))
    talk.press("Continue")
    again = "One of them once more, in other words"  # no pitfall, whose other way stands above
    assert talk.labels[:3] == [again, "The list", "Finish"]
    assert "that was the test" in said(talk.finish())


def test_a_drawings_question_is_not_said_twice_in_its_answer() -> None:
    drawn = Diagram(drawing="port\nsea", puzzle=f"???\n{'~' * 900}", prediction=PORT)
    sea = lesson(steps=(), mental_model=MentalModel(diagrams=(drawn,)))
    made = Outcome("port", "first", 0, "sure", right=False, score=0.0)
    text = results.tell_answer(sea, Answered(1, Pose("challenge.port", "", PORT), made))
    assert text.count("Which port does a captain choose?") == 1


def test_the_list_is_what_stays_in_the_chat_of_a_test() -> None:
    talk = taken(Outcome("port", "first", 2, "sure", right=False, score=-1.0))
    talk.press("❌ 1")
    talk.finish()
    left = [one.text for turn in talk.turns for one in turn.outputs if isinstance(one, Retire)]
    assert any("Which port does a captain … *(sure)*" in one for one in left)


def test_what_was_known_or_guessed_is_told_with_why_on_demand() -> None:
    for confidence in ("sure", "guess"):
        talk = taken(Outcome("port", "first", 1, confidence, right=True, score=1.0))
        assert in_this_order(said(talk.turns[-1]), "**1 right, 1 skipped", "Which port")
        assert talk.labels[:2] == ["✅ 1", "▫️ 2"]
        assert "Near is safe." in said(talk.press("✅ 1"))


def test_nobody_hears_of_a_first_prediction_after_a_whole_test() -> None:
    more = tuple(PORT.model_copy(update={"id": f"port-{n}"}) for n in range(4))
    talk = Conversation([lesson(challenge=more)])
    talk.begin("sea")
    talk.send_command("learn", "sea")
    talk.press("Test yourself")
    while isinstance(talk.asked, Ask) and "The near one" in talk.labels:
        talk.press("The near one", "Sure (9 in 10)")
    assert "**5 of 5. Nothing here caught you out.**" in said(talk.turns[-1])
    assert not any("first prediction" in said(turn) for turn in talk.turns)

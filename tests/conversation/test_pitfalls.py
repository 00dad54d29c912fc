"""A pitfall is asked by one of its approaches, and kept by which of them was held right."""

from dataclasses import replace

import pytest

from bot.conversation.facts.learner import Attempt
from bot.conversation.inputs import Command
from bot.conversation.lesson.beats import Pose
from bot.conversation.lesson.challenge import results
from bot.conversation.lesson.challenge.result_list import Answered
from bot.conversation.lesson.modes import flow
from bot.conversation.outputs import Ask
from bot.conversation.phrases import phrase
from bot.conversation.question import pitfalls, posing
from bot.conversation.session import Outcome, Run
from bot.lessons.lint.readability import prose
from bot.lessons.model import Lesson, Pitfall, Step
from tests.rigs.courses import read_course
from tests.rigs.paths import CONTENT
from tests.rigs.pitfalls import CHART
from tests.rigs.properties import thirds
from tests.rigs.talk import Conversation, said

_, GENAI = read_course(CONTENT / "genai")

SCREEN = 840
"""Characters of a message that a phone shows at once."""

STEP = Step(level="foundation", title="Ports", text="On ports.")


def sea(*found: Pitfall) -> Lesson:
    return Lesson(id="sea", title="Sea", minutes=1, steps=(STEP,), pitfalls=found or (CHART,))


def at_the_pitfall(lesson: Lesson) -> Conversation:
    talk = Conversation([lesson])
    talk.begin(lesson.id)
    while "Pitfalls" not in talk.labels:
        talk.press("Continue")
    talk.press("Pitfalls")
    return talk


def wording(right: bool) -> int:
    """The wording in which this approach is the one that is shown."""
    (asked,) = pitfalls.questions(sea())
    return int((CHART.right in asked.text) != right)


@pytest.mark.parametrize("right", [False, True], ids=["wrong", "right"])
def test_one_approach_is_shown_alone_and_without_its_title(right: bool) -> None:
    (asked,) = pitfalls.questions(sea())
    text = posing.words(asked, wording(right))
    assert (CHART.right in text) == right
    assert (CHART.wrong in text) != right
    assert CHART.title not in text


@pytest.mark.parametrize("lesson", thirds(GENAI, "id"))
def test_yes_and_no_are_right_about_equally_often_in_a_lesson(lesson: Lesson) -> None:
    shown = [
        pitfalls.questions(lesson, words)[n].options
        for words in (0, 1)
        for n in range(len(lesson.pitfalls))
    ]
    yes = [any(one.right and one.label == "Yes" for one in options) for options in shown]
    half = len(lesson.pitfalls)
    assert abs(2 * sum(yes[:half]) - half) <= 1
    assert [not one for one in yes[:half]] == yes[half:], "the other wording shows the other one"


def test_what_is_kept_is_the_approach_that_was_held_right_whichever_was_shown() -> None:
    lesson = sea()
    kept = set()
    for words in (0, 1):
        (asked,) = pitfalls.questions(lesson)
        posed = pitfalls.as_asked(lesson, asked, words)
        seed = f"asks: {asked.id}:{words}"
        run = Run("run", "sea", lesson.revision, "recall", beat=f"recall.{asked.id}", seed=seed)
        talk = Conversation([lesson])
        talk.begin("sea")
        assert talk.session
        talk.session = replace(talk.session, open=None, run=run)
        talk.send(Command("continue"))
        assert posing.words(asked, words) in said(talk.turns[-1])
        held = next(one.label for one in posed.options if one.right)
        assert talk.labels[0] == "Yes", "yes comes first, whichever was shown"
        turn = talk.press(f"{held}", "Sure (9 in 10)")
        (made,) = [one for one in turn.facts if isinstance(one, Attempt)]
        assert made.right
        assert asked.options[made.choice or 0].right
        item = talk.items["sea", asked.id]
        assert item.wording == words
        kept.add((made.choice, item.answer.said))
    assert len(kept) == 1
    assert kept <= {(0, "A"), (1, "B")}, "as earlier versions kept it"


def test_the_order_and_the_ids_are_those_that_earlier_versions_had() -> None:
    """An attempt holds the number of an option, so these numbers must never change."""
    titles = ("The rate times forty", "The hundred letters", "A page of wins")
    lesson = sea(*(replace_title(title) for title in titles))
    kept = {one.id: [option.right for option in one.options] for one in pitfalls.questions(lesson)}
    assert kept == {
        "pitfall-274d465dce88": [True, False],
        "pitfall-d54a140130d4": [True, False],
        "pitfall-1d3b30ce9e00": [False, True],
    }
    german = sea(*(CHART.model_copy(update={"title": "?", "translates": one}) for one in titles))
    assert kept == {
        one.id: [option.right for option in one.options] for one in pitfalls.questions(german)
    }


def replace_title(title: str) -> Pitfall:
    return CHART.model_copy(update={"title": title})


def test_the_reveal_says_why_it_happens_and_shows_the_other_approach() -> None:
    told = pitfalls.reveal(CHART, right=False)
    assert "Sailing without a chart" in told
    assert told.index("West is where") < told.index("✅ **Better:** Ask for the chart first.")
    told = pitfalls.reveal(CHART, right=True)
    assert told.index("A chart shows the rocks.") < told.index("```text\nSail west.\n```")
    assert "🚩 **The mistake to avoid · Sailing without a chart:**\n\n```text" in told, (
        "a fence has lines"
    )
    assert told.endswith("West is where the sun goes.")


def test_deep_asks_a_pitfall_in_one_message_and_tells_who_skips_it() -> None:
    talk = at_the_pitfall(sea())
    (ask,) = (one for one in talk.turns[-1].outputs if isinstance(one, Ask))
    assert ask.text.startswith("**Good idea or not? 1 of 1**\n\n🎯 Here's one approach:")
    assert "West is where the sun goes." in said(talk.press("Skip"))


def test_one_with_a_single_approach_is_told_and_not_asked() -> None:
    alone = Pitfall(title="Sailing at night", wrong="With no lamp.")
    talk = at_the_pitfall(sea(alone))
    assert "**Pitfall · Sailing at night**" in said(talk.turns[-1])
    assert "Yes" not in talk.labels


def test_yes_or_no_may_be_typed() -> None:
    talk = at_the_pitfall(sea())
    turn = talk.type("no, sure")
    (made,) = [one for one in turn.facts if isinstance(one, Attempt)]
    (asked,) = pitfalls.questions(sea())
    assert asked.options[made.choice or 0].label == "No"
    assert made.confidence == "sure"


@pytest.mark.parametrize("lesson", thirds(GENAI, "id"))
def test_what_was_missed_in_a_test_fits_a_phones_screen(lesson: Lesson) -> None:
    seeds = [f"asks: {one.id}:{n}" for one in pitfalls.questions(lesson) for n in (0, 1)]
    seeds += [f"asks: {one.id}:0" for one in lesson.questions if not one.open]
    for seed in seeds:
        run = Run("run", lesson.id, lesson.revision, "challenge", seed=seed)
        (pose,) = (one for one in flow(run, lesson) if isinstance(one, Pose))
        wrong = [n for n, one in enumerate(pose.question.options) if not one.right]
        made = Outcome(pose.question.id, "first", next(iter(wrong), None), "sure", False, 0.0)
        told = results.tell_answer(lesson, Answered(10, pose, made))
        assert prose(told) <= results.MAX_WORDS, seed


def test_what_was_missed_is_not_asked_again_by_the_other_way() -> None:
    """The reveal has shown that word for word a minute ago."""
    lesson = sea()
    talk = at_the_pitfall(lesson)
    (asked,) = pitfalls.questions(lesson)
    wrong = next(one.label for one in asked.options if not one.right)
    talk.press(f"{wrong}", "Sure (9 in 10)")
    assert phrase("ask.again", question=posing.words(asked, 1)) not in said(talk.turns[-1])
    assert talk.session
    assert not talk.session.run
    assert not any(isinstance(one, Attempt) and one.phase == "exit" for one in talk.facts)


def test_one_that_an_earlier_version_asks_again_is_answered_and_no_same_word() -> None:
    lesson = sea()
    talk = at_the_pitfall(lesson)
    (asked,) = pitfalls.questions(lesson)
    wrong = next(one for one, option in enumerate(asked.options) if not option.right)
    other = {"Yes": "No", "No": "Yes"}[asked.options[wrong].label]
    assert talk.session
    run = talk.session.run
    assert run
    made = Outcome(asked.id, "first", wrong, "sure", False, 0.0)
    run = replace(run, beat=f"exit.{asked.id}", outcomes=(made,))
    talk.session = replace(talk.session, open=None, run=run)
    talk.send(Command("continue"))
    assert phrase("ask.again", question=posing.words(asked, 1)) in said(talk.turns[-1])
    text = said(talk.press(f"{other}", "Sure (9 in 10)"))
    assert f"You were sure it was “{other}”" in text
    assert "came to mind again" not in text

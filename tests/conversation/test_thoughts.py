"""A step's reveal and its thought: what is said at once, what a press later, what behind *More*."""

import pytest

from adapters.cli.ways import ALL, HALF, NONE
from bench import teaching
from bot.conversation.inputs import Command, Press
from bot.conversation.outputs import Ask, Say
from bot.conversation.phrases import phrase
from bot.lessons.format.parser import parse
from bot.lessons.model import Lesson
from tests.rigs.paths import LESSONS
from tests.rigs.talk import Conversation, said

KETTLE = parse((LESSONS / "kettle.md").read_text("utf-8")).lesson
MORE = "Nobody needs this to go on."


def at_its_thought() -> Conversation:
    """Who had no idea reads what the first step says."""
    talk = Conversation([KETTLE])
    talk.begin("kettle")
    talk.press("No idea", "Continue")
    return talk


@pytest.mark.parametrize("knows", [ALL, HALF, NONE])
@pytest.mark.parametrize("lesson", teaching.originals()[::9], ids=lambda lesson: lesson.id)
def test_why_the_answer_is_right_is_told_once_wherever_there_is_room(
    lesson: Lesson, knows: tuple[bool | None, ...]
) -> None:
    _, turns = teaching._play(lesson, "deep", knows)
    told = [one.text for turn in turns for one in turn.outputs if isinstance(one, Say | Ask)]
    first = "\n\n".join(told).partition(phrase("exit.intro"))[0]
    for step in lesson.steps:
        if step.prediction:
            assert first.count(step.prediction.reason) == 1


def test_a_thought_that_is_shown_again_begins_with_the_reason_still() -> None:
    talk = Conversation([KETTLE])
    talk.begin("kettle")
    option = KETTLE.steps[0].prediction.options[1] if KETTLE.steps[0].prediction else None
    assert option
    talk.type("sure, it boils later")
    assert option.explanation not in said(talk.turns[-1])
    assert option.explanation in said(talk.press("Continue"))
    assert option.explanation in said(talk.send(Command("continue")))


def test_more_is_said_once_to_who_asks_and_a_late_press_says_nothing() -> None:
    talk = at_its_thought()
    assert talk.asked
    late = talk.asked.choices[1].token
    assert MORE in said(talk.press("More"))
    assert talk.labels == ["Continue"]
    assert MORE not in said(talk.send(Press(late)))
    talk.press("Continue")
    assert MORE not in said(talk.send(Press(late)))
    assert "🤔" in said(talk.send(Command("continue")))


def test_who_goes_on_is_told_no_more() -> None:
    talk = at_its_thought()
    assert MORE not in said(talk.press("Continue"))
    assert "You can say when a lid saves gas" not in said(talk.turns[-2])


def test_in_the_last_step_of_a_tour_nothing_is_asked_twice() -> None:
    talk = Conversation([KETTLE])
    talk.send(Command("learn", "kettle"))
    talk.press("Learn")
    talk.type("sure, it boils sooner")
    talk.press("Continue", "Continue", "No idea")
    assert "Once more" not in said(talk.press("Continue"))
    talk.press("Skip")
    assert "comes back" in said(talk.press("Continue"))

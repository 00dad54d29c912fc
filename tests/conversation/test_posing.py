"""A question stands by itself: who asks it shows what it rests on, and never what answers it."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.lesson.beats import Pose
from bot.conversation.lesson.modes import MODES, chosen, flow
from bot.conversation.lesson.modes.chosen import Chosen
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.outputs import Ask, LessonImage, TextDiagram
from bot.conversation.question import posing
from bot.conversation.question.posing import following, latest
from bot.conversation.session import Outcome, Run, Session
from bot.conversation.turn import Turn
from bot.learning import reviews
from bot.learning.items import Answer
from bot.lessons.ground import ground
from bot.lessons.model import Image, Lesson
from bot.lessons.needed import cut_ground
from bot.lessons.question import Question
from bot.storage.codec import micros
from tests.rigs import paths
from tests.rigs.courses import read_lesson
from tests.rigs.properties import thirds
from tests.rigs.talk import Conversation

FILES = sorted([*paths.KITCHEN.glob("*.md"), *(paths.CONTENT / "genai").glob("*.md")])
ROWS = (
    "| customer | order |\n| :--- | ---: |\n| Ana | 10 |\n| Cleo |  |",
    "```sql\n" + "SELECT customer FROM orders;\n" * 10 + "```",
)


@pytest.fixture(params=[*thirds(FILES, "stem"), *(pytest.param(one, id=one[:5]) for one in ROWS)])
def lesson(request: pytest.FixtureRequest) -> Lesson:
    if isinstance(rows := request.param, str):
        found = read_lesson(paths.KITCHEN / "tea.md")
        steps = tuple(
            one.model_copy(update={"shown": rows}) if one.prediction else one for one in found.steps
        )
        return found.model_copy(update={"steps": steps})
    file: Path = request.param
    # A translation is taught beside its original; here each is asked on its own.
    return read_lesson(file).model_copy(update={"translates": ""})


def at(talk: Conversation, run: Run) -> Turn:
    """Come back to this run, as after a restart."""
    before = talk.session or Session("nonce000")
    talk.session = replace(before, open=None, run=run, shelf=(), review=None)
    return talk.send_command("continue")


def check(
    lesson: Lesson,
    turn: Turn,
    asked: Question,
    wording: int = 0,
    *,
    cold: bool = False,
    without: str = "",
) -> None:
    """That all is shown that the question rests on, that it begins well, and gives nothing away.

    ``without`` is left out at first.
    """
    (ask,) = (one for one in turn.outputs if isinstance(one, Ask))
    words = posing.words(asked, wording)
    assert words in ask.text
    assert not words[0].islower()
    variant = bool(wording % (1 + len(asked.variants)))
    rests = ground(lesson, asked.id).beside(variant)
    rests = cut_ground(rests, words, variant=variant) if cold else rests
    for text in (rests.concept, rests.setting, rests.title):
        assert (text in ask.text) is (not text or text != without), asked.id
        assert ask.text.count(text) <= 1 or not text, f"{asked.id}: said twice"
    drawn = [one.drawing for one in turn.outputs if isinstance(one, TextDiagram)]
    drawn += [one.asset for one in turn.outputs if isinstance(one, LessonImage)]
    puzzle = rests.drawing
    shown = lesson.asset(puzzle.file) if isinstance(puzzle, Image) else puzzle
    assert drawn == ([shown] if shown else []), asked.id
    for one in asked.options:
        assert not one.right or not one.explanation or one.explanation not in ask.text, asked.id


def test_every_mode_shows_what_its_questions_rest_on(lesson: Lesson) -> None:
    talk = Conversation([lesson])
    for name, mode in MODES.items():
        seed = mode.chooses(lesson, {}, 0) if mode.chooses else ""
        run = Run("run", lesson.id, lesson.revision, name, seed=seed, plan=mode.plan)
        for beat in flow(run, lesson):
            if isinstance(beat, Pose):
                turn = at(talk, replace(run, beat=beat.id))
                check(lesson, turn, beat.question, beat.wording, cold=beat.cold)


def test_so_does_the_asking_once_more_in_other_words_where_there_are_some(lesson: Lesson) -> None:
    talk = Conversation([lesson])
    every = chosen.encode(Chosen(one, 1) for one in lesson.questions)
    plan = MODES["recall"].plan
    run = Run("run", lesson.id, lesson.revision, "recall", seed=every, plan=plan)
    for asked in lesson.questions:
        missed = Outcome(asked.id, "first", None, "none", right=False, score=0.0)
        here = replace(run, beat=f"exit.{asked.id}", outcomes=(missed,))
        words, long = Playthrough(here, lesson).wording, posing.scene_of(lesson, asked)
        check(lesson, at(talk, here), asked, words, cold=True, without=long)
        if long:
            check(lesson, talk.press("Show me the task again"), asked, words, cold=True)


def test_so_does_a_review_which_is_what_a_reminder_brings(lesson: Lesson) -> None:
    talk = Conversation([lesson])
    for asked in lesson.questions:
        answer = Answer(None, "none", right=False, at=0)
        item = reviews.after_answer(None, answer, lesson=lesson.id, question=asked.id)
        for number in (1, 2, 3):
            assert item.due < micros(talk.clock)
            before = replace(item, number=number)
            talk.items = {(lesson.id, asked.id): before}
            talk.session = None
            words = following(asked, latest(asked, before))
            check(lesson, talk.send_command("review"), asked, words, cold=True)


def test_a_drawing_is_text_where_a_phone_shows_all_of_it() -> None:
    wide = "-" * posing.COLUMNS
    assert posing.draw_as_text(f"a\n{wide}") == f"```text\na\n{wide}\n```"
    assert posing.draw_as_text(f"a\n{wide}-") is None
    assert posing.draw_as_text("") == "", "there is none"

"""Every learning mode: offered where there is material, documented, and shown by a transcript."""

import pytest

from bot.conversation.lesson.modes import MODES, flow
from bot.conversation.lesson.modes.challenge import questions
from bot.conversation.phrases import PHRASES
from bot.conversation.session import Run
from bot.lessons.library import Card
from bot.lessons.modes import styles, supported
from tests.rigs import paths
from tests.rigs.courses import read_course

_, KITCHEN = read_course(paths.KITCHEN)
_, GENAI = read_course(paths.CONTENT / "genai")
LESSONS = {lesson.id: lesson for lesson in [*KITCHEN, *GENAI]}
TEA = LESSONS["tea"]


def run(mode: str, seed: str = "") -> Run:
    return Run("run", TEA.id, TEA.revision, mode, seed=seed)


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_has_a_transcript_a_paragraph_and_its_phrases(mode: str) -> None:
    name = "tea" if mode == "deep" else f"mode-{mode}"
    text = (paths.TRANSCRIPTS / f"{name}.chat").read_text(encoding="utf-8")
    assert f"Ana: [{PHRASES[f'mode.{mode}']}]" in text
    document = (paths.ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    assert f"- **{PHRASES[f'mode.{mode}']}**: " in document
    assert f"mode.{mode}.about" in PHRASES


def test_modes_and_their_material_have_the_same_names_in_the_same_order() -> None:
    assert list(MODES) == list(supported(TEA))


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.id)
def test_each_mode_that_is_offered_has_something_to_show(lesson: object) -> None:
    assert lesson.id in LESSONS  # type: ignore[attr-defined]
    found = LESSONS[lesson.id]  # type: ignore[attr-defined]
    offered = dict(Card.of(found).styles)
    assert "deep" in offered
    for mode, minutes in offered.items():
        assert minutes > 0
        beats = flow(Run("run", found.id, found.revision, mode), found)
        names = [beat.id for beat in beats]
        assert names
        assert len(set(names)) == len(names), "a beat's name is its own"


def test_a_mode_without_material_is_not_offered() -> None:
    assert "project" not in styles(LESSONS["bread"])
    assert "why" not in styles(LESSONS["bread"])
    assert "why" in styles(LESSONS["soup"])


def test_a_challenge_has_an_order_of_its_own_in_every_run() -> None:
    orders = {tuple(beat.id for beat in flow(run("challenge", str(n)), TEA)) for n in range(8)}
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1
    assert flow(run("challenge", "1"), TEA) == flow(run("challenge", "1"), TEA)


def test_a_challenge_asks_every_keyed_question_and_every_pitfall() -> None:
    asked = questions(TEA)
    assert {one.id for one in TEA.questions} <= {one.id for one in asked}
    assert len(asked) == len(TEA.questions) + len(TEA.pitfalls)
    assert all(sum(option.right for option in one.options) == 1 for one in asked)

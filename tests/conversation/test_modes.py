"""Every learning mode: offered where there is material, documented, and shown by a transcript."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.lesson.beats import Pose
from bot.conversation.lesson.modes import (
    MODES,
    challenge,
    definition,
    flow,
    of_card,
    offered_modes,
)
from bot.conversation.lesson.modes.base import Mode
from bot.conversation.lesson.modes.challenge import questions
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.phrases import PHRASES
from bot.conversation.session import Run
from bot.lessons.card import Card
from bot.lessons.format import parse
from bot.lessons.model import Lesson
from tests.rigs import paths
from tests.rigs.courses import read_course
from tests.rigs.plain_stage import PlainStage

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


@pytest.mark.parametrize("found", LESSONS.values(), ids=LESSONS)
def test_each_mode_that_is_offered_has_something_to_show(found: Lesson) -> None:
    modes = dict(offered_modes(found))
    assert "deep" in modes
    for mode, minutes in modes.items():
        assert minutes > 0
        beats = flow(Run("run", found.id, found.revision, mode), found)
        names = [beat.id for beat in beats]
        assert names
        assert len(set(names)) == len(names), "a beat's name is its own"


def test_a_mode_without_material_is_not_offered() -> None:
    assert "project" not in dict(offered_modes(LESSONS["bread"]))
    assert "why" not in dict(offered_modes(LESSONS["bread"]))
    assert "why" in dict(offered_modes(LESSONS["soup"]))


def test_a_challenge_has_an_order_of_its_own_in_every_run() -> None:
    seeds = [challenge.choose(TEA, {}, n) for n in range(8)]
    flows = [flow(run("challenge", seed), TEA) for seed in seeds]
    orders = {tuple(beat.id for beat in beats if isinstance(beat, Pose)) for beats in flows}
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1
    assert challenge.choose(TEA, {}, 1) == seeds[1]


def test_a_challenge_asks_every_keyed_question_and_every_pitfall() -> None:
    asked = questions(TEA)
    assert {one.id for one in TEA.questions} <= {one.id for one in asked}
    assert len(asked) == len(TEA.questions) + len(TEA.pitfalls)
    assert all(sum(option.right for option in one.options) == 1 for one in asked)


@pytest.mark.parametrize("found", LESSONS.values(), ids=LESSONS)
def test_no_words_come_before_the_gap_of_a_picture_that_could_fill_it(found: Lesson) -> None:
    beats = flow(Run("run", found.id, found.revision, "visual"), found)
    names = [beat.id for beat in beats]
    gaps = [n for n, name in enumerate(names) if name.count(".") == 1 and name[7:].isdigit()]
    model = [n for n, name in enumerate(names) if name.startswith("visual.model")]
    turns = [n for n, name in enumerate(names) if name.endswith(".turn")]
    assert [*gaps, *model, *turns] == sorted([*gaps, *model, *turns])


@pytest.mark.parametrize(("mode", "gone"), [("perf", "perf.opening"), ("visual", "visual.analogy")])
def test_who_was_at_a_beginning_that_is_gone_goes_on_with_the_new_one(mode: str, gone: str) -> None:
    here = Playthrough(replace(run(mode), beat=gone), TEA)
    assert (here.position, here.onward) == (0, 0)
    first = Playthrough(replace(run(mode), beat=here.beats[0].id), TEA)
    assert (first.position, first.onward) == (0, 1)


EMPTY = {
    "learn": "It has no steps and no takeaways.",
    "why": 'It has no part that says why ("Why it matters", "Why designed this way?" or '
    '"When not to use") and no step with a keyed prediction.',
    "deep": "It has no steps.",
    "visual": "It has no diagram.",
    "try": "It has no exercises.",
    "challenge": "It needs at least 4 questions with a key, and there are 0.",
    "project": "It needs a brief and at least 2 milestones, and there are 0.",
    "recall": "It has no questions or takeaways.",
    "perf": "It has no performance, production patterns or expert notes.",
}


@pytest.mark.parametrize(
    ("body", "there"),
    [
        ("", set()),
        ("## Build-up\n\n### 1. S (expert)\n", {"deep"}),
        ("## Build-up\n\n### 1. S (expert)\n\n## Takeaways\n\n- T\n", {"deep", "learn", "recall"}),
        ("## Expert notes\n\n1. N\n", {"perf"}),
        ("## Production patterns\n\nP\n", {"perf"}),
        ("## Performance\n\n### A\n", {"perf"}),
        ("## Try it\n\n### E\n", {"try"}),
        ("## Mental model\n\n### Diagram\n\n```\na\n```\n", {"visual"}),
        ("## Project\n\nB\n\n### 1. A\n\n### 2. B\n", {"project"}),
        ("## Project\n\n### 1. A\n\n### 2. B\n", set()),
        ("## Project\n\nB\n\n### 1. A\n", set()),
        ("## Challenge\n" + "\n### Q?\n\n- [x] A\n- [ ] B\n" * 4, {"challenge", "recall"}),
        ("## Challenge\n" + "\n### Q?\n\n- [x] A\n- [ ] B\n" * 3, {"recall"}),
        ("## Challenge\n" + "\n### Q?\n\n- A\n- B\n" * 4, {"recall"}),
        ("## When not to use\n\nN\n\n## Build-up\n\n### 1. S (expert)\n\n"
         "#### Before reading on: x?\n\n- [x] A\n- [ ] B\n", {"why", "deep", "recall"}),
        ("## When not to use\n\nN\n\n## Build-up\n\n### 1. S (expert)\n\n"
         "#### Before reading on: x?\n\n- A\n- B\n", {"deep", "recall"}),
    ],
)  # fmt: skip
def test_a_lesson_supports_the_modes_that_it_has_material_for(body: str, there: set[str]) -> None:
    lesson = parse(f"---\nid: a\ntitle: A\nminutes: 1\n---\n\n{body}").lesson
    lacking = {mode: MODES[mode].missing(lesson) for mode in MODES}
    assert {mode for mode, sentence in lacking.items() if not sentence} == there
    if not body:
        assert lacking == EMPTY


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
def test_a_mode_says_in_a_sentence_what_an_empty_lesson_lacks(mode: Mode) -> None:
    said = mode.missing(Lesson(id="a", title="A", minutes=1))
    assert said.startswith("It ")
    assert said.endswith(".")


LENGTHS = {
    "learn": (8, 173, 74),
    "why": (9, 192, 179),
    "deep": (9, 246, 112),
    "visual": (5, 69, 20),
    "try": (5, 177, 20),
    "challenge": (11, 334, 61),
    "project": (2, 3600, 0),
    "recall": (16, 431, 169),
    "perf": (5, 69, 28),
}
"""The version of each mode, and how many seconds two lessons take in it."""


@pytest.mark.parametrize(
    ("mode", "known"), [(mode, LENGTHS.get(mode)) for mode in MODES], ids=MODES
)
def test_who_changes_what_a_mode_needs_or_takes_raises_its_version(
    mode: str, known: tuple[int, int, int]
) -> None:
    """What is kept of lessons goes by the version: raise it first, then say here what it is."""
    found = MODES[mode]
    tea, soup = (round(found.seconds(LESSONS[one])) for one in ("tea", "soup"))
    assert (found.version, tea, soup) == known


# Lessons that were published before a mode was there


@contextmanager
def without(mode: str) -> Iterator[None]:
    """The program as it was before it had this mode."""
    modes = dict(MODES)
    del MODES[mode]
    try:
        yield
    finally:
        MODES.clear()
        MODES.update(modes)


def test_a_mode_that_the_program_has_no_longer_is_not_offered() -> None:
    card = Card.of(TEA, (("learn", 1), ("recall", 2)))
    with without("recall"):
        assert of_card(card) == (("learn", 1),)
        assert of_card(Card.of(TEA, (("recall", 2),))) == (("deep", TEA.minutes),)


async def offers(stage: PlainStage, name: str, *said: str) -> list[str]:
    """The buttons under the last message to this person, who typed or pressed these."""
    for one in said:
        await stage.settled()
        if one.startswith("/"):
            await stage.types(name, one)
        else:
            await stage.presses(name, one, 0, name)
    return [label for row in (await stage.heard())[-1].rows for label in row]


async def test_lessons_that_were_published_before_a_mode_was_there_offer_it(
    tmp_path: Path,
) -> None:
    preview = ("/admin drafts", "A cup of tea, second pouring", "Preview")
    async with PlainStage(paths.KITCHEN) as stage:
        await stage.owns("Ana")
        # What looks for modes that have changed must not look while they do.
        await stage.modes.idle()
        with without("recall"):
            await stage.publish(paths.KITCHEN / "tea.md")
            await stage.publish(paths.KITCHEN / "tea.de.md")
            file = (paths.LESSONS / "tea-2.md").read_bytes()
            await stage.sends("Ana", "tea-2.md", len(file), "", file)
            before = await offers(stage, "Ben", "/learn tea", "More ways")
            assert "From memory" not in await offers(stage, "Ana", *preview)
        await stage.restart()
        await stage.modes.idle()
        after = await offers(stage, "Ben", "/learn tea", "More ways")
        assert [label for label in after if label not in before] == ["From memory"]
        assert after.index("From memory") == after.index("In practice") - 1, (
            "it stands in its place"
        )
        assert await offers(stage, "Ana", *preview) == ["Deep", "From memory", "Back"]
        await stage.speaks("Ben", "de")
        assert "Aus dem Gedächtnis" in await offers(stage, "Ben", "/learn tea", "Weitere Lernwege")
        # It is done once: what was worked out stays.
        assert await stage.past("Ben")[0].outdated(definition()) == []

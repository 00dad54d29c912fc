"""/progress: how far a learner is, and how well they judge themselves."""

from bot.conversation import schedule
from bot.conversation.commands.base import ChatCommand
from bot.conversation.known import AHEAD, LessonProgress, Needs, Progress
from bot.conversation.phrases import count, phrase, score
from bot.conversation.scene import Scene
from bot.conversation.session import Session
from bot.learning.calibration import fit
from bot.learning.predictions import Confidence
from bot.lessons.library import Library

_ORDER: tuple[Confidence, ...] = ("sure", "probable", "guess")


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    return Needs(progress=True, due=True, ahead=AHEAD)


def _run(scene: Scene, argument: str) -> None:
    progress = scene.known.progress or Progress()
    if not progress.lessons:
        scene.say(phrase("progress.none"))
        return
    lessons = "\n".join(f"- {_lesson(scene, one)}" for one in progress.lessons)
    parts = [phrase("progress.title"), lessons]
    if progress.predictions:
        parts.append(count("progress.predictions", progress.predictions))
        if set(progress.by_confidence) - {"unsaid", "none"}:
            parts.append(phrase("progress.score", score=score(progress.score)))
        parts.extend(_calibration(progress))
    parts.append(schedule.outlook(scene))
    scene.say("\n\n".join(part for part in parts if part))


def _lesson(scene: Scene, one: LessonProgress) -> str:
    card = scene.library.cards.get(one.lesson)
    title = card.title if card else one.lesson
    if one.finished:
        return phrase("progress.done", title=title)
    if not one.steps:
        return phrase("progress.begun", title=title)
    steps = phrase("progress.steps", done=one.steps_done, count=one.steps)
    return phrase("progress.under_way", title=title, steps=steps)


def _calibration(progress: Progress) -> list[str]:
    sentences = []
    for confidence in _ORDER:
        tally = progress.by_confidence.get(confidence)
        if not tally or not tally.total:
            continue
        said = phrase(f"progress.{confidence}", right=tally.right, total=tally.total)
        verdict = fit(confidence, tally)
        if verdict != "early":
            said = f"{said} {phrase(f'progress.{verdict}')}"
        sentences.append(said)
    return sentences


PROGRESS = ChatCommand("progress", _run, needs=_needs)

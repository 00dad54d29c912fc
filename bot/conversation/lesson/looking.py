"""A look at one's own lines once a milestone is in, by what it will be judged by.

What is asked at the end about this milestone, or about several of which it is the last, is asked as
soon as its work is there, while it can still be mended. Nothing of that is recorded, and the
judging at the end stays. It is asked once; who sends a mended version goes on with that. Where the
lesson has two pieces of work that show what is asked, they are told apart first (``apart``).

The run's stage says that it is open, so whoever comes back is asked it again.
"""

from typing import Literal

from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson import apart, judging, made, project
from bot.conversation.lesson.beats import Write
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.offers import call, offer
from bot.conversation.phrases import phrase
from bot.conversation.question import checks
from bot.conversation.question.naming import fold, in_all_languages
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.values import replace


def is_open(run: Run) -> bool:
    """Whether somebody at a milestone was asked to look, and has not gone on."""
    return run.stage == "judge"


def is_due(scene: Scene, beat: Write) -> bool:
    """Whether what comes in now may be looked at: nothing was before, or passed the checks.

    Who has judged it and is back to mend it was told just now what it lacks.
    """
    there = made.pieces(scene, beat.item)
    seen = bool(there) and not checks.failed(beat.checks, there)
    known = seen or is_open(scene.run) or judging.unticked(scene, beat.item)
    return not known and bool(_criteria(scene, beat))


def begin(scene: Scene, beat: Write, before: str) -> bool:
    """Ask for a look at what has just come in; whether that suits: all that is asked for is in."""
    there = made.pieces(scene, beat.item)
    if not there or checks.failed(beat.checks, there):
        return False
    scene.run = replace(scene.run, stage="judge")
    _ask(scene, beat, before)
    return True


def ask(scene: Scene, beat: Write, before: str) -> None:
    """Ask again what is open: what a mended version lacks, else the look."""
    if checks.failed(beat.checks, made.pieces(scene, beat.item)):
        project.ask_more(scene, beat, before)
    elif _criteria(scene, beat):
        _ask(scene, beat, before)
    else:
        # They have gone over to a version that asks nothing about it.
        project.ask(scene, beat, before)


def _ask(scene: Scene, beat: Write, before: str) -> None:
    """Ask for two pieces to be told apart, if that is still to come, else for the look."""
    if shown := apart.at(scene.lesson, scene.run, beat.item):
        apart.ask(scene, shown, before)
    else:
        lead = phrase("project.look.file" if _is_bare(scene, beat) else "project.look")
        _ask_for_look(scene, beat, before, lead)


def tell_apart(scene: Scene, said: int) -> None:
    """Say which of the two pieces does it, and why, and ask for a look at one's own."""
    beat = _beat(scene)
    shown = apart.at(scene.lesson, scene.run, beat.item)
    if shown is None:
        raise ValueError(f"beat {beat.id} has nothing to tell apart")
    told = apart.answered(scene, beat.item, shown, said)
    lead = phrase("project.look.own.file" if _is_bare(scene, beat) else "project.look.own")
    _ask_for_look(scene, beat, told, lead)


def _is_bare(scene: Scene, beat: Write) -> bool:
    """Whether what came last is a file without a word."""
    latest = made.pieces(scene, beat.item)[-1:]
    return any(one.file and not one.text for one in latest)


def _ask_for_look(scene: Scene, beat: Write, before: str, lead: str) -> None:
    asked = _criteria(scene, beat)
    lines = asked if len(asked) == 1 else [f"- {one}" for one in asked]
    text = paragraphs(before, lead, "\n".join(lines))
    ways = [offer(phrase("project.look.on"), "go"), offer(phrase("project.look.mend"), "mend")]
    scene.ask(text, [ways], words=call("write"), files=True, digits=checks.numeric(beat.checks))


def mend(scene: Scene) -> None:
    """Take it once more before going on."""
    beat = _beat(scene)
    scene.answered()
    ways = [offer(phrase("try.on"), "go"), offer(phrase("project.all"), "overview")]
    digits = checks.numeric(beat.checks)
    text = phrase("project.look.send")
    scene.ask(text, [ways], words=call("write"), files=True, digits=digits)


def _beat(scene: Scene) -> Write:
    """The milestone whose look is open."""
    beat = playthrough(scene).beat
    if not isinstance(beat, Write) or not is_open(scene.run):
        raise ValueError(f"beat {beat.id} has no look that is open")
    return beat


def answers(scene: Scene, beat: Write, text: str) -> bool:
    """Take words that tell two pieces apart; whether they do."""
    if not is_open(scene.run) or apart.at(scene.lesson, scene.run, beat.item) is None:
        return False
    if checks.failed(beat.checks, made.pieces(scene, beat.item)):
        # What is asked for is what a mended version lacks.
        return False
    which = apart.read(text)
    if which is not None:
        tell_apart(scene, which)
    return which is not None


def said(text: str) -> Literal["on", "mend", ""]:
    """What is said by a word alone where the look is open; nothing for work of one's own."""
    word = fold(text)
    if word in _words("match.on") or word in _words("judge.words.yes"):
        return "on"
    return "mend" if word in _words("judge.words.no") else ""


def _words(key: str) -> set[str]:
    return {fold(one) for said in in_all_languages(key) for one in said.split("|")}


def _criteria(scene: Scene, beat: Write) -> list[str]:
    """What will be asked about this milestone, and about several that are all there with it."""
    project = scene.lesson.project
    number = [one.id for one in project.milestones].index(beat.item) + 1
    return [text for text, about in project.criteria if about and max(about) == number]

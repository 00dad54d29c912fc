"""A lesson under way: from beat to beat, through commitments and reveals to the end.

The state is a beat's name and a stage of it, both in the learner's run; what it asks is in
``asking``. This module says what each act comes to; going on is in ``moving``, commitments and
their reveals in ``committing``.

=============  =======================================================================
stage          what is open
=============  =======================================================================
open           a text that waits for *Continue*, a question, or the learner's verdict
confidence     a choice is made; how sure is it?
veiled         a myth is committed on; its reality waits for a tap
revealed       the reveal is being read
judge          a question without a key was asked once more; the verdict is open
=============  =======================================================================

A reveal is reached only through a commitment or an explicit skip.
"""

from dataclasses import replace

from bot.conversation import committing, moving
from bot.conversation.asking import beat_of, question_of, render
from bot.conversation.facts import LessonStarted, Met, Rated, Written
from bot.conversation.flow import Rate, Write
from bot.conversation.inputs import Text
from bot.conversation.modes import MODES
from bot.conversation.phrases import phrase
from bot.conversation.scene import Scene
from bot.conversation.session import Run
from bot.learning.predictions import sureness

COMMITS = frozenset({"commit", "sure", "unknown", "judge"})
"""The acts that change what is remembered of a question."""

KEPT = 4_000
"""Characters of a learner's own text that are kept: a message of Telegram's."""


def start(scene: Scene, mode: str) -> None:
    """Begin the lesson anew, from its first beat."""
    lesson = scene.lesson
    run = Run(
        id=scene.envelope.id,
        lesson=lesson.id,
        revision=lesson.revision,
        mode=mode,
        seed=_seed(scene, mode),
    )
    scene.session = scene.session.take_up(run)
    scene.facts.append(LessonStarted(run.id, run.lesson, run.revision, mode, len(lesson.steps)))
    moving.enter(scene, 0)


def _seed(scene: Scene, mode: str) -> str:
    """What gives a run its order: what is due, the most surprising first, or when it began."""
    if MODES[mode].due_first:
        due = [one for one in (scene.known.items or {}).values() if one.due <= scene.now]
        due.sort(key=lambda one: (not one.surprising, one.due))
        return " ".join(one.question for one in due)
    return str(scene.now) if MODES[mode].shuffled else ""


def resume(scene: Scene, run: Run) -> None:
    """Take up a run where it was left: ask again what was open."""
    scene.session = scene.session.take_up(run)
    render(scene)


def act(scene: Scene, verb: str, arguments: list[str]) -> None:
    """Carry out a choice of the lesson's open question."""
    match verb, arguments:
        case "go", []:
            moving.go(scene)
        case "commit", [choice, confidence]:
            committing.commit(scene, int(choice), sureness(confidence))
        case "pick", [choice]:
            committing.pick(scene, int(choice))
        case "sure", [confidence]:
            committing.commit(scene, scene.run.choice, sureness(confidence))
        case "unknown", []:
            committing.commit(scene, None, "none")
        case "back", []:
            scene.answered()
            moving.stand_at(scene, "open")
        case "hint", []:
            scene.say(phrase("ask.hinted", hint=question_of(scene).hint))
        case "skip", []:
            committing.skip(scene)
        case "tap", []:
            scene.answered()
            committing.reveal(scene)
        case "judge", [verdict]:
            committing.judge(scene, verdict == "yes")
        case "write" | "tick", []:
            _hand_in(scene)
        case "rate", [met]:
            _rate(scene, met)
        case _:
            raise ValueError(f"no such act in a lesson: {verb} {arguments}")


# The learner's own work


def _hand_in(scene: Scene) -> None:
    """Keep what was written; a tick alone is kept without words."""
    run, beat, given = scene.run, beat_of(scene), scene.envelope.input
    if not isinstance(beat, Write):
        raise ValueError(f"beat {beat.id} asks for no words")
    text = given.text.strip()[:KEPT] if isinstance(given, Text) else ""
    scene.facts.append(Written(run.id, run.lesson, beat.item, text))
    scene.run = replace(run, worked=(*run.worked, beat.item))
    asked = scene.open.text if scene.open else ""
    said = phrase("said.written" if text else "said.tick")
    scene.answered(phrase("said.done", asked=asked, said=said))
    moving.go_on(scene)


def _rate(scene: Scene, met: str) -> None:
    run, beat = scene.run, beat_of(scene)
    if not isinstance(beat, Rate):
        raise ValueError(f"beat {beat.id} asks for no rating")
    verdict: Met = "yes" if met == "yes" else "partly" if met == "partly" else "no"
    done = run.choice or 0
    scene.facts.append(Rated(run.id, run.lesson, beat.item, done, verdict))
    scene.answered_with(phrase(f"ask.rate.{verdict}"))
    if done + 1 < len(beat.criteria):
        scene.run = replace(run, choice=done + 1)
        render(scene)
    else:
        moving.go_on(scene)

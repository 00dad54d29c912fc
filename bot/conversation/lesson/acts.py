"""A lesson under way: from beat to beat, through commitments and reveals to the end.

The state is a beat's name and a stage of it, both in the learner's run; what it asks is in
``asking``. This module says what each act comes to; going on is in ``moving``, commitments and
their reveals in ``committing``, the learner's own work in ``working``.

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

from bot.conversation.facts.learner import LessonStarted
from bot.conversation.lesson import commitment, milestone_reminder, navigation, project, submission
from bot.conversation.lesson.beats import Overview
from bot.conversation.lesson.modes import MODES
from bot.conversation.lesson.render import beat_of, question_of, render
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.learning.predictions import sureness

COMMITS = frozenset({"commit", "sure", "unknown", "judge", "rate"})
"""The acts that change what is remembered of a question or a task."""


def needs(run: Run, verb: str = "") -> Needs:
    """What must be loaded to carry out an act of this run, or to take it up."""
    return Needs(
        lesson=(run.lesson, run.revision),
        items=run.lesson if verb in COMMITS else None,
        work=run.folder if run.mode in MODES and MODES[run.mode].days else None,
    )


def start(scene: Scene, mode: str, *, preview: str = "") -> None:
    """Begin the lesson anew, from its first beat; or look at it, as the draft ``preview``."""
    lesson = scene.lesson
    run = Run(
        id=scene.envelope.id,
        lesson=lesson.id,
        revision=lesson.revision,
        mode=mode,
        seed=_seed(scene, mode),
        preview=preview,
    )
    scene.session = scene.session.take_up(run)
    scene.facts.append(LessonStarted(run.id, run.lesson, run.revision, mode, len(lesson.steps)))
    navigation.enter(scene, 0)


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
    if MODES[run.mode].days and run.worked and not isinstance(beat_of(scene), Overview):
        scene.say(project.overview(scene))
    render(scene)


def act(scene: Scene, verb: str, arguments: list[str]) -> None:
    """Carry out a choice of the lesson's open question."""
    match verb, arguments:
        case "go", []:
            navigation.go(scene)
        case "commit", [choice, confidence]:
            commitment.commit(scene, int(choice), sureness(confidence))
        case "pick", [choice]:
            commitment.pick(scene, int(choice))
        case "sure", [confidence]:
            commitment.commit(scene, scene.run.choice, sureness(confidence))
        case "unknown", []:
            commitment.commit(scene, None, "none")
        case "back", []:
            scene.answered()
            navigation.stand_at(scene, "open")
        case "hint", []:
            scene.say(phrase("ask.hinted", hint=question_of(scene).hint))
        case "skip", []:
            commitment.skip(scene)
        case "tap", []:
            scene.answered()
            commitment.reveal(scene)
        case "judge", [verdict]:
            commitment.judge(scene, verdict == "yes")
        case "write" | "tick", []:
            submission.hand_in(scene)
        case "overview", []:
            scene.answered()
            project.ask_overview(scene)
        case "visit", [milestone]:
            scene.answered()
            project.visit(scene, milestone)
            render(scene)
        case "here", []:
            scene.answered()
            render(scene)
        case "rate", [met]:
            submission.rate(scene, met)
        case "remind", _:
            milestone_reminder.act(scene, arguments)
        case _:
            raise ValueError(f"no such act in a lesson: {verb} {arguments}")

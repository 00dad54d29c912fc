"""A lesson under way: from beat to beat, through commitments and reveals to the end.

The state is a beat's name and a stage of it, both in the learner's run; what it asks is in
``asking``.

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

from bot.conversation import ending, questions, results, schedule
from bot.conversation.asking import answer_of, beat_of, phase_of, question_of, render
from bot.conversation.facts import Judged, LessonStarted, Met, Rated, StepDone, Written
from bot.conversation.flow import (
    Beat,
    Judge,
    Pose,
    Rate,
    Results,
    Tell,
    Write,
    comfortable,
)
from bot.conversation.inputs import Text
from bot.conversation.modes import MODES, flow, place
from bot.conversation.phrases import phrase
from bot.conversation.scene import Scene
from bot.conversation.session import Outcome, Run, Stage
from bot.learning.predictions import Confidence, sureness

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
    _enter(scene, 0)


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
            _go(scene)
        case "commit", [choice, confidence]:
            _commit(scene, int(choice), sureness(confidence))
        case "pick", [choice]:
            _pick(scene, int(choice))
        case "sure", [confidence]:
            _commit(scene, scene.run.choice, sureness(confidence))
        case "unknown", []:
            _commit(scene, None, "none")
        case "back", []:
            scene.answered()
            _stage(scene, "open")
        case "hint", []:
            scene.say(phrase("ask.hinted", hint=question_of(scene).hint))
        case "skip", []:
            _skip(scene)
        case "tap", []:
            scene.answered()
            _reveal(scene)
        case "judge", [verdict]:
            _judge(scene, verdict == "yes")
        case "write" | "tick", []:
            _hand_in(scene)
        case "rate", [met]:
            _rate(scene, met)
        case _:
            raise ValueError(f"no such act in a lesson: {verb} {arguments}")


# Going on


def _go(scene: Scene) -> None:
    scene.answered()
    if _turn_page(scene):
        return
    if scene.run.stage == "open" and not ending.is_exit(scene.run.beat):
        _step_done(scene, beat_of(scene))
    _next(scene)


def _turn_page(scene: Scene) -> bool:
    """The next page of the results, if they are open and have one."""
    run = scene.run
    if ending.is_exit(run.beat) or not isinstance(beat_of(scene), Results):
        return False
    page = (run.choice or 0) + 1
    if page >= len(results.pages(scene.lesson, run)):
        return False
    scene.run = replace(run, choice=page)
    render(scene)
    return True


def _next(scene: Scene, before: str = "") -> None:
    """Enter the next beat: of the flow, then of the exit questions, then the end."""
    run = scene.run
    if ending.is_exit(run.beat):
        _enter_exit(scene, before)
    else:
        _enter(scene, place(run, scene.lesson) + 1, before)


def _enter(scene: Scene, position: int, before: str = "") -> None:
    for beat in flow(scene.run, scene.lesson)[position:]:
        if _passed_over(scene.run, beat):
            _step_done(scene, beat)
            continue
        scene.run = replace(scene.run, beat=beat.id, stage="open", choice=None, asked_at=scene.now)
        render(scene, before)
        return
    _enter_exit(scene, before)


def _enter_exit(scene: Scene, before: str) -> None:
    again = MODES[scene.run.mode].again
    open_again = ending.to_ask_again(scene.lesson, scene.run) if again else []
    if open_again:
        beat = ending.beat(open_again[0])
        scene.run = replace(scene.run, beat=beat, stage="open", asked_at=scene.now)
        render(scene, before)
    else:
        ending.finish(scene, before)


def _step_done(scene: Scene, beat: Beat) -> None:
    if isinstance(beat, Tell | Judge) and beat.step is not None:
        scene.facts.append(StepDone(scene.run.id, beat.step))


def _passed_over(run: Run, beat: Beat) -> bool:
    """Nothing is judged that was not predicted, and nothing rated that was not written."""
    if isinstance(beat, Judge):
        made = run.outcome(beat.question.id)
        return made is None or made.choice is None
    return isinstance(beat, Rate) and not (beat.criteria and set(beat.of) & set(run.worked))


# Committing


def _pick(scene: Scene, choice: int) -> None:
    label = question_of(scene).options[choice].label
    scene.answered_with(label)
    scene.run = replace(scene.run, choice=choice)
    _stage(scene, "confidence")


def _commit(scene: Scene, choice: int | None, confidence: Confidence) -> None:
    run, question = scene.run, question_of(scene)
    made = questions.outcome(question, phase_of(run), choice, confidence)
    scene.facts.append(
        questions.attempt(run.id, run.lesson, run.revision, made, scene.now - run.asked_at)
    )
    schedule.remember(scene, run.lesson, question, made)
    scene.answered_with(questions.said(question, choice, confidence))
    scene.run = replace(run, choice=None, outcomes=(*run.outcomes, made))
    beat = None if ending.is_exit(run.beat) else beat_of(scene)
    if isinstance(beat, Pose) and beat.quiet:
        _next(scene)
    elif isinstance(beat, Pose) and beat.myth:
        _stage(scene, "veiled")
    elif question.open and ending.is_exit(run.beat) and choice is not None:
        _stage(scene, "judge")
    else:
        _reveal(scene)


def _skip(scene: Scene) -> None:
    scene.answered_with(phrase("said.skip"))
    if ending.is_exit(scene.run.beat):
        scene.run = ending.passed_over(scene.run)
        _next(scene)
        return
    beat = beat_of(scene)
    if isinstance(beat, Write) or (isinstance(beat, Pose) and beat.quiet):
        _next(scene)
    else:
        _reveal(scene)


def _reveal(scene: Scene) -> None:
    """Answer the commitment; the text that follows shares the message if both are short."""
    text = "\n\n".join(answer_of(scene))
    following = _following(scene)
    if following and len(text) + 2 + len(following.text) <= comfortable():
        _next(scene, before=text)
    else:
        _stage(scene, "revealed")


def _following(scene: Scene) -> Tell | None:
    run = scene.run
    if ending.is_exit(run.beat):
        return None
    ahead = flow(run, scene.lesson)
    later = place(run, scene.lesson) + 1
    beat = ahead[later] if later < len(ahead) else None
    text = beat.id.startswith(f"{run.beat}.") if beat else False
    return beat if isinstance(beat, Tell) and text and not beat.diagram else None


def _judge(scene: Scene, right: bool) -> None:
    run, question = scene.run, question_of(scene)
    phase = phase_of(run)
    made = run.outcome(question.id, phase)
    if made is not None:
        judged: Outcome = replace(made, right=right)
        outcomes = tuple(judged if one == made else one for one in run.outcomes)
        scene.run = replace(run, outcomes=outcomes)
        scene.facts.append(Judged(run.id, question.id, phase, right))
        schedule.remember(scene, run.lesson, question, judged)
    label = phrase("ask.judge.yes" if right else "ask.judge.no")
    scene.answered_with(label)
    if not ending.is_exit(run.beat):
        _step_done(scene, beat_of(scene))
    _next(scene)


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
    _next(scene)


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
        _next(scene)


def _stage(scene: Scene, stage: Stage) -> None:
    scene.run = replace(scene.run, stage=stage)
    render(scene)

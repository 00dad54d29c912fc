"""A lesson under way: from beat to beat, through commitments and reveals to the end.

The state is a beat's name and a stage of it, both in the learner's run. ``render`` asks whatever
that state asks for, so going on, resuming and restarting a program are the same thing.

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
from typing import get_args

from bot.conversation import ending, questions
from bot.conversation.facts import Judged, LessonStarted, Phase, StepDone
from bot.conversation.flow import COMFORTABLE, Beat, Judge, Pose, Tell, pack
from bot.conversation.modes import beats, place
from bot.conversation.phrases import phrase
from bot.conversation.scene import Scene
from bot.conversation.session import Offer, Outcome, Run, Stage
from bot.learning.predictions import Confidence
from bot.lessons.model import Question

CONTINUE = [[Offer(phrase("ask.continue"), "go")]]


def start(scene: Scene, mode: str) -> None:
    """Begin the lesson anew, from its first beat."""
    lesson = scene.lesson
    run = Run(id=scene.envelope.id, lesson=lesson.id, revision=lesson.revision, mode=mode)
    scene.session = scene.session.take_up(run)
    scene.facts.append(LessonStarted(run.id, run.lesson, run.revision, mode, len(lesson.steps)))
    _enter(scene, 0)


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
            _commit(scene, int(choice), _confidence(confidence))
        case "pick", [choice]:
            _pick(scene, int(choice))
        case "sure", [confidence]:
            _commit(scene, scene.run.choice, _confidence(confidence))
        case "unknown", []:
            _commit(scene, None, "none")
        case "back", []:
            scene.answered()
            _stage(scene, "open")
        case "hint", []:
            scene.say(phrase("ask.hinted", hint=_question(scene).hint))
        case "skip", []:
            _skip(scene)
        case "tap", []:
            scene.answered()
            _reveal(scene)
        case "judge", [verdict]:
            _judge(scene, verdict == "yes")
        case _:
            raise ValueError(f"no such act in a lesson: {verb} {arguments}")


def render(scene: Scene, before: str = "") -> None:
    """Ask what the run's beat and stage ask for, after the text ``before``."""
    run = scene.run
    stage = run.stage
    if stage == "confidence" and run.choice is not None:
        label = _question(scene).options[run.choice].label
        scene.ask(phrase("ask.confidence", label=label), questions.confidence_rows())
    elif stage == "veiled":
        scene.ask(phrase("ask.reality"), [[Offer(phrase("ask.tap"), "tap")]])
    elif stage == "revealed":
        *first, last = pack(_answer(scene)) or [phrase("reveal.skipped")]
        for text in first:
            scene.say(text)
        scene.ask(last, CONTINUE)
    elif stage == "judge":
        _ask_verdict(scene, _question(scene))
    elif question := ending.question(scene.lesson, run.beat):
        lead = phrase("exit.intro") if ending.is_first(run) else ""
        text = phrase("ask.again", question=question.text)
        scene.ask(_joined(before, lead, text), questions.rows(question))
    else:
        _render_beat(scene, _beat(scene), before)


def _render_beat(scene: Scene, beat: Beat, before: str) -> None:
    match beat:
        case Tell():
            if beat.diagram:
                scene.show(beat.diagram)
            scene.ask(_joined(before, beat.text), CONTINUE)
        case Pose():
            asked = phrase("ask.myth" if beat.myth else "ask.before", question=beat.question.text)
            scene.ask(_joined(before, beat.lead, asked), questions.rows(beat.question))
        case Judge():
            _ask_verdict(scene, beat.question)


def _ask_verdict(scene: Scene, question: Question) -> None:
    made = scene.run.outcome(question.id, _phase(scene.run))
    label = question.options[made.choice].label if made and made.choice is not None else ""
    offers = [
        Offer(phrase("ask.judge.yes"), "judge yes"),
        Offer(phrase("ask.judge.no"), "judge no"),
    ]
    scene.ask(phrase("ask.judge", label=label), [offers])


# Going on


def _go(scene: Scene) -> None:
    scene.answered()
    if scene.run.stage == "open" and not ending.is_exit(scene.run.beat):
        _step_done(scene, _beat(scene))
    _next(scene)


def _next(scene: Scene, before: str = "") -> None:
    """Enter the next beat: of the flow, then of the exit questions, then the end."""
    run = scene.run
    if ending.is_exit(run.beat):
        _enter_exit(scene, before)
    else:
        _enter(scene, place(run.mode, scene.lesson, run.beat) + 1, before)


def _enter(scene: Scene, position: int, before: str = "") -> None:
    flow = beats(scene.run.mode, scene.lesson)
    for beat in flow[position:]:
        if isinstance(beat, Judge) and not _to_judge(scene.run, beat):
            _step_done(scene, beat)
            continue
        scene.run = replace(scene.run, beat=beat.id, stage="open", asked_at=scene.now)
        render(scene, before)
        return
    _enter_exit(scene, before)


def _enter_exit(scene: Scene, before: str) -> None:
    open_again = ending.to_ask_again(scene.lesson, scene.run)
    if open_again:
        beat = ending.beat(open_again[0])
        scene.run = replace(scene.run, beat=beat, stage="open", asked_at=scene.now)
        render(scene, before)
    else:
        ending.finish(scene, before)


def _step_done(scene: Scene, beat: Beat) -> None:
    if not isinstance(beat, Pose) and beat.step is not None:
        scene.facts.append(StepDone(scene.run.id, beat.step))


def _to_judge(run: Run, beat: Judge) -> bool:
    made = run.outcome(beat.question.id)
    return made is not None and made.choice is not None


# Committing


def _pick(scene: Scene, choice: int) -> None:
    label = _question(scene).options[choice].label
    asked = scene.open.text if scene.open else ""
    scene.answered(phrase("said", asked=asked, said=label))
    scene.run = replace(scene.run, choice=choice)
    _stage(scene, "confidence")


def _commit(scene: Scene, choice: int | None, confidence: Confidence) -> None:
    run, question = scene.run, _question(scene)
    made = questions.outcome(question, _phase(run), choice, confidence)
    scene.facts.append(
        questions.attempt(run.id, run.lesson, run.revision, made, scene.now - run.asked_at)
    )
    asked = scene.open.text if scene.open else ""
    scene.answered(phrase("said", asked=asked, said=questions.said(question, choice, confidence)))
    scene.run = replace(run, choice=None, outcomes=(*run.outcomes, made))
    beat = None if ending.is_exit(run.beat) else _beat(scene)
    if isinstance(beat, Pose) and beat.myth:
        _stage(scene, "veiled")
    elif question.open and ending.is_exit(run.beat) and choice is not None:
        _stage(scene, "judge")
    else:
        _reveal(scene)


def _skip(scene: Scene) -> None:
    asked = scene.open.text if scene.open else ""
    scene.answered(phrase("said", asked=asked, said=phrase("said.skip")))
    if ending.is_exit(scene.run.beat):
        scene.run = ending.passed_over(scene.run)
        _next(scene)
    else:
        _reveal(scene)


def _reveal(scene: Scene) -> None:
    """Answer the commitment; the text that follows shares the message if both are short."""
    text = "\n\n".join(_answer(scene))
    following = _following(scene)
    if following and len(text) + 2 + len(following.text) <= COMFORTABLE:
        _next(scene, before=text)
    else:
        _stage(scene, "revealed")


def _following(scene: Scene) -> Tell | None:
    run = scene.run
    if ending.is_exit(run.beat):
        return None
    flow = beats(run.mode, scene.lesson)
    later = place(run.mode, scene.lesson, run.beat) + 1
    beat = flow[later] if later < len(flow) else None
    text = beat.id.startswith(f"{run.beat}.") if beat else False
    return beat if isinstance(beat, Tell) and text and not beat.diagram else None


def _judge(scene: Scene, right: bool) -> None:
    run, question = scene.run, _question(scene)
    phase = _phase(run)
    made = run.outcome(question.id, phase)
    if made is not None:
        judged: Outcome = replace(made, right=right)
        outcomes = tuple(judged if one == made else one for one in run.outcomes)
        scene.run = replace(run, outcomes=outcomes)
        scene.facts.append(Judged(run.id, question.id, phase, right))
    label = phrase("ask.judge.yes" if right else "ask.judge.no")
    asked = scene.open.text if scene.open else ""
    scene.answered(phrase("said", asked=asked, said=label))
    if not ending.is_exit(run.beat):
        _step_done(scene, _beat(scene))
    _next(scene)


# Where we are


def _stage(scene: Scene, stage: Stage) -> None:
    scene.run = replace(scene.run, stage=stage)
    render(scene)


def _beat(scene: Scene) -> Beat:
    """The beat under way."""
    mode, lesson = scene.run.mode, scene.lesson
    return beats(mode, lesson)[place(mode, lesson, scene.run.beat)]


def _question(scene: Scene) -> Question:
    asked_again = ending.question(scene.lesson, scene.run.beat)
    if asked_again:
        return asked_again
    beat = _beat(scene)
    if isinstance(beat, Tell):
        raise ValueError(f"beat {beat.id} asks nothing")
    return beat.question


def _answer(scene: Scene) -> list[str]:
    run = scene.run
    question = _question(scene)
    if ending.is_exit(run.beat):
        made = run.outcome(question.id, "exit")
        myth = ending.myth(scene.lesson, question.id)
        return questions.exit_answer(question, made, myth) if made else []
    beat = _beat(scene)
    myth = beat.myth if isinstance(beat, Pose) else None
    return questions.answer(question, run.outcome(question.id), myth)


def _phase(run: Run) -> Phase:
    return "exit" if ending.is_exit(run.beat) else "first"


def _confidence(word: str) -> Confidence:
    for confidence in get_args(Confidence):
        if word == confidence:
            return confidence  # type: ignore[no-any-return]  # get_args gives Any
    raise ValueError(f"no such confidence: {word}")


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)

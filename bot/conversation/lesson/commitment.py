"""Committing to a question of a lesson, and the reveal that answers the commitment."""

from dataclasses import replace

from bot.conversation.facts.learner import Judged
from bot.conversation.lesson import experiment, finish, navigation
from bot.conversation.lesson.beats import Pose, Tell, Write, comfortable
from bot.conversation.lesson.modes import flow, place
from bot.conversation.lesson.render import answer_of, beat_of, phase_of, question_of
from bot.conversation.phrases import phrase
from bot.conversation.question import memory, wording
from bot.conversation.turn import Scene
from bot.learning.predictions import Confidence


def pick(scene: Scene, choice: int) -> None:
    """A choice is made; how sure it is comes next."""
    label = question_of(scene).options[choice].label
    scene.answered_with(label)
    scene.run = replace(scene.run, choice=choice)
    navigation.stand_at(scene, "confidence")


def commit(scene: Scene, choice: int | None, confidence: Confidence) -> None:
    """Put a commitment on record and schedule its question, then answer it."""
    run, question = scene.run, question_of(scene)
    made = wording.outcome(question, phase_of(run), choice, confidence)
    scene.facts.append(
        wording.attempt(run.id, run.lesson, run.revision, made, scene.now - run.asked_at)
    )
    beat = None if finish.is_exit(run.beat) else beat_of(scene)
    memory.remember(scene, run.lesson, question, made, soon=experiment.committed(scene, beat))
    scene.answered_with(wording.said(question, choice, confidence))
    scene.run = replace(scene.run, choice=None, outcomes=(*run.outcomes, made))
    if isinstance(beat, Pose) and beat.quiet:
        navigation.go_on(scene)
    elif isinstance(beat, Pose) and beat.myth:
        navigation.stand_at(scene, "veiled")
    elif question.open and finish.is_exit(run.beat) and choice is not None:
        navigation.stand_at(scene, "judge")
    else:
        reveal(scene)


def skip(scene: Scene) -> None:
    """Pass the question over; without a commitment, nothing is scheduled."""
    scene.answered_with(phrase("said.skip"))
    if finish.is_exit(scene.run.beat):
        scene.run = finish.passed_over(scene.run)
        navigation.go_on(scene)
        return
    beat = beat_of(scene)
    experiment.passed_over(scene, beat)
    if isinstance(beat, Write) or (isinstance(beat, Pose) and beat.quiet):
        navigation.go_on(scene)
    else:
        reveal(scene)


def reveal(scene: Scene) -> None:
    """Answer the commitment; the text that follows shares the message if both are short."""
    text = "\n\n".join(answer_of(scene))
    following = _following(scene)
    if following and len(text) + 2 + len(following.text) <= comfortable():
        navigation.go_on(scene, before=text)
    else:
        navigation.stand_at(scene, "revealed")


def _following(scene: Scene) -> Tell | None:
    run = scene.run
    if finish.is_exit(run.beat):
        return None
    ahead = flow(run, scene.lesson)
    later = place(run, scene.lesson) + 1
    beat = ahead[later] if later < len(ahead) else None
    text = beat.id.startswith(f"{run.beat}.") if beat else False
    return beat if isinstance(beat, Tell) and text and not beat.diagram else None


def judge(scene: Scene, right: bool) -> None:
    """Put the learner's own verdict on record, and schedule what was judged."""
    run, question = scene.run, question_of(scene)
    phase = phase_of(run)
    made = run.outcome(question.id, phase)
    if made is not None:
        judged = replace(made, right=right)
        outcomes = tuple(judged if one == made else one for one in run.outcomes)
        scene.run = replace(run, outcomes=outcomes)
        scene.facts.append(Judged(run.id, question.id, phase, right))
        memory.remember(scene, run.lesson, question, judged)
    label = phrase("ask.judge.yes" if right else "ask.judge.no")
    scene.answered_with(label)
    if not finish.is_exit(run.beat):
        navigation.step_done(scene, beat_of(scene))
    navigation.go_on(scene)

"""From beat to beat of a lesson: on to the next, past what does not concern, to the end."""

from dataclasses import replace

from bot.conversation.facts.learner import StepDone
from bot.conversation.lesson import experiment, finish, results
from bot.conversation.lesson.beats import Beat, Judge, Rate, Results, Tell, Write
from bot.conversation.lesson.modes import MODES, flow, place
from bot.conversation.lesson.render import beat_of, render
from bot.conversation.session import Run, Stage
from bot.conversation.turn import Scene


def go(scene: Scene) -> None:
    """*Continue*: what was read is done, and the next page or beat comes."""
    scene.answered()
    if _turn_page(scene):
        return
    if scene.run.stage == "open" and not finish.is_exit(scene.run.beat):
        beat = beat_of(scene)
        step_done(scene, beat)
        experiment.read(scene, beat)
    go_on(scene)


def _turn_page(scene: Scene) -> bool:
    """The next page of the results, if they are open and have one."""
    run = scene.run
    if finish.is_exit(run.beat) or not isinstance(beat_of(scene), Results):
        return False
    page = (run.choice or 0) + 1
    if page >= len(results.pages(scene.lesson, run)):
        return False
    scene.run = replace(run, choice=page)
    render(scene)
    return True


def go_on(scene: Scene, before: str = "") -> None:
    """Enter the next beat: of the flow, then of the exit questions, then the end."""
    run = scene.run
    if finish.is_exit(run.beat):
        _enter_exit(scene, before)
    else:
        enter(scene, place(run, scene.lesson) + 1, before)


def enter(scene: Scene, position: int, before: str = "") -> None:
    """Open the beat at this position of the flow, or the first after it that is not passed over."""
    for beat in flow(scene.run, scene.lesson)[position:]:
        if passed_over(scene.run, beat):
            step_done(scene, beat)
            continue
        experiment.entered(scene, beat)
        run = replace(scene.run, beat=beat.id, stage="open", choice=None, met=())
        scene.run = replace(run, asked_at=scene.now)
        render(scene, before)
        return
    _enter_exit(scene, before)


def _enter_exit(scene: Scene, before: str) -> None:
    again = MODES[scene.run.mode].again
    open_again = finish.to_ask_again(scene.lesson, scene.run) if again else []
    if open_again:
        beat = finish.beat(open_again[0])
        scene.run = replace(scene.run, beat=beat, stage="open", asked_at=scene.now)
        render(scene, before)
    else:
        finish.finish(scene, before)


def step_done(scene: Scene, beat: Beat) -> None:
    """Put it on record if a build-up step ends with this beat."""
    if isinstance(beat, Tell | Judge) and beat.step is not None:
        scene.facts.append(StepDone(scene.run.id, beat.step))


def passed_over(run: Run, beat: Beat) -> bool:
    """Nothing is judged that was not predicted, and nothing rated that was not written.

    A milestone that is done is not come to again by going on.
    """
    if isinstance(beat, Judge):
        made = run.outcome(beat.question.id)
        return made is None or made.choice is None
    if isinstance(beat, Write) and beat.tick:
        return beat.item in run.worked
    return isinstance(beat, Rate) and not (beat.criteria and set(beat.of) & set(run.worked))


def stand_at(scene: Scene, stage: Stage) -> None:
    """Open this stage of the beat under way."""
    scene.run = replace(scene.run, stage=stage)
    render(scene)

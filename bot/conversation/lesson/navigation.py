"""From beat to beat of a lesson: on to the next, past what does not concern, to the end."""

from dataclasses import replace

from bot.conversation.facts.learner import StepDone
from bot.conversation.lesson import experiment, finish, results
from bot.conversation.lesson.beats import Beat, Judge, Results, Tell
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.lesson.render import render
from bot.conversation.session import Stage
from bot.conversation.turn import Scene


def go(scene: Scene) -> None:
    """*Continue*: what was read is done, and the next page or beat comes."""
    scene.answered()
    if _turn_page(scene):
        return
    if scene.run.stage == "open":
        beat = playthrough(scene).beat
        step_done(scene, beat)
        experiment.read(scene, beat)
    go_on(scene)


def _turn_page(scene: Scene) -> bool:
    """The next page of the results, if they are open and have one."""
    run = scene.run
    if not isinstance(playthrough(scene).beat, Results):
        return False
    page = (run.choice or 0) + 1
    if page >= len(results.pages(scene.lesson, run)):
        return False
    scene.run = replace(run, choice=page)
    render(scene)
    return True


def go_on(scene: Scene, before: str = "") -> None:
    """Enter the next beat: of the mode, then of what is asked once more, then the end."""
    enter(scene, playthrough(scene).onward, before)


def enter(scene: Scene, position: int, before: str = "") -> None:
    """Open the beat at this position, or the first after it that is not passed over."""
    here = playthrough(scene)
    for beat in here.ahead(position):
        if here.passes_over(beat):
            step_done(scene, beat)
            continue
        experiment.entered(scene, beat)
        scene.run = replace(
            scene.run,
            beat=beat.id,
            stage="open",
            choice=None,
            answer=None,
            met=(),
            asked_at=scene.now,
        )
        scene.run = replace(scene.run, numbers=()) if scene.run.numbers else scene.run
        render(scene, before)
        return
    finish.finish(scene, before)


def step_done(scene: Scene, beat: Beat) -> None:
    """Put it on record if a build-up step ends with this beat."""
    if isinstance(beat, Tell | Judge) and beat.step is not None:
        scene.facts.append(StepDone(scene.run.id, beat.step))


def stand_at(scene: Scene, stage: Stage) -> None:
    """Open this stage of the beat under way."""
    scene.run = replace(scene.run, stage=stage)
    render(scene)

"""From beat to beat of a lesson: on to the next, past what does not concern, to the end."""

from collections.abc import Callable

from bot.conversation.facts.learner import StepDone
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.lesson import experiment, sections
from bot.conversation.lesson.beats import Beat, Judge, Menu, Pose, Rate, Results, Tell, Write
from bot.conversation.lesson.challenge import results
from bot.conversation.lesson.ending import finish, intention
from bot.conversation.lesson.modes import MODES, in_present_plan
from bot.conversation.lesson.playthrough import playthrough, settled
from bot.conversation.lesson.project import judging, looking, versions
from bot.conversation.lesson.recall import recollection
from bot.conversation.lesson.render import render, show
from bot.conversation.phrases import phrase
from bot.conversation.session import Run
from bot.conversation.stages import Stage
from bot.conversation.turn import Scene
from bot.values import replace


def go(scene: Scene) -> None:
    """*Continue*: what was read is done, and the next beat comes."""
    if isinstance(playthrough(scene).beat, Results):
        results.leave(scene)
        finish.finish(scene)
        return
    scene.answered()
    _have_read(scene)
    looking.agree(scene)
    go_on(scene)


def once_more(scene: Scene) -> None:
    """Ask what was missed in the test once more: the first of it, the others follow."""
    beat = next(playthrough(scene).ahead_again(), None)
    if beat is None:
        raise ValueError("nothing was missed that could be asked once more")
    results.leave(scene)
    _stand_before(scene, beat)


def compare(scene: Scene) -> None:
    """Hold the reasons that were written in the test beside the lesson's."""
    place = playthrough(scene).to_compare
    if place is None:
        raise ValueError("there are no reasons to compare")
    results.leave(scene)
    enter(scene, place)


def work_out(scene: Scene, name: str) -> None:
    """Come to the sum of this name, which is offered beside a text; the next beat follows it."""
    scene.answered()
    places = (at for at, beat in enumerate(playthrough(scene).beats) if beat.id == name)
    place = next(places, None)
    if place is None:
        raise ValueError(f"there is no sum {name}")
    _have_read(scene)
    scene.run = replace(scene.run, opened=(*scene.run.opened, name))
    enter(scene, place)


def _have_read(scene: Scene) -> None:
    """The text under way, if one is, is done."""
    if scene.run.stage == "open":
        beat = playthrough(scene).beat
        step_done(scene, beat)
        experiment.read(scene, beat)


def read(scene: Scene, name: str) -> None:
    """Tell what was chosen of a menu, and ask below it what else; or ask what it asks."""
    beat = playthrough(scene).beat
    if not isinstance(beat, Menu):
        raise ValueError(f"beat {beat.id} is no menu")
    scene.answered()
    found = sections.wanted(beat, scene.run, name)
    if not found:
        go_on(scene)
        return
    opened = (*scene.run.opened, *(section.name for section in found))
    scene.run = replace(scene.run, opened=opened)
    messages = [message for section in found for message in section.messages]
    asks = any(section.asks for section in found)
    for message in messages if asks else messages[:-1]:
        show(scene, message)
        scene.say(message.text)
    if asks:
        go_on(scene)
        return
    last = messages[-1]
    show(scene, last)
    scene.ask(last.text, sections.after(beat, scene.run, name))


def go_on(scene: Scene, before: str = "") -> None:
    """Enter the next beat: of the mode, then of what is asked once more, then the end.

    What was chosen at a test's results leads back to them, once it is done.
    """
    here = playthrough(scene)
    if isinstance(here.beat, Pose):
        step_done(scene, here.beat)
    back = here.results
    if back and not (here.again and any(here.ahead_again())):
        scene.run = _before(scene, back)
        results.ask_more(scene, before)
        return
    enter(scene, here.onward, before)


def enter(scene: Scene, position: int, before: str = "") -> None:
    """Open the beat at this position, or the first after it that is not passed over."""
    here = playthrough(scene)
    for beat in here.ahead(position):
        if here.passes_over(beat) or intention.was_asked(scene, beat):
            step_done(scene, beat)
            continue
        experiment.entered(scene, beat)
        _stand_before(scene, beat, before)
        return
    finish.finish(scene, before)


def _stand_before(scene: Scene, beat: Beat, before: str = "") -> None:
    """Open this beat, after what is said ``before``."""
    scene.run = _before(scene, beat)
    if isinstance(beat, Rate) and beat.proposed:
        _propose(scene, beat)
    elif isinstance(beat, Rate) and judging.judges(scene, beat):
        judging.begin(scene, beat)
    render(scene, before)


def _before(scene: Scene, beat: Beat) -> Run:
    """The run at this beat, of which nothing is done."""
    return replace(
        scene.run,
        beat=beat.id,
        stage="open",
        choice=None,
        answer=None,
        met=(),
        asked_at=scene.now,
        numbers=(),
    )


def _propose(scene: Scene, beat: Rate) -> None:
    """Tick what the work plainly has, for the learner to change; a single one is a yes or no."""
    there = [submission.text for submission in versions.work(scene, beat.item)[-1:]]
    entries = recollection.verdicts("\n".join(there), beat.criteria, scene.lesson.title)
    if entries and len(entries) > 1:
        taken = (*scene.run.taken, beat.id)
        scene.run = replace(scene.run, met=entries, choice=0, taken=taken)


def step_done(scene: Scene, beat: Beat) -> None:
    """Put it on record if a build-up step ends with this beat."""
    if isinstance(beat, Tell | Pose | Judge) and beat.step is not None:
        scene.facts.append(StepDone(scene.run.id, beat.step))


def stand_at(scene: Scene, stage: Stage) -> None:
    """Open this stage of the beat under way."""
    scene.run = replace(scene.run, stage=stage)
    render(scene)


# A run whose plan is older than its mode's, or whose beat its mode has no more. It takes the
# present plan, and goes on at the nearest beat that both have. Where that is another one, what was
# open is not there to be answered: the learner is shown where they are, and what they said to the
# old one counts no further. A text that is dealt out over fewer messages by now needs none of
# this: they just go on from it.

_SHOWS = ("resume", "here", "overview", "remind")
"""Verbs of acts that answer nothing, but show where the learner is."""


def _concerns(meant: Meant) -> bool | None:
    run = meant.session.run if meant.session else None
    known = run is not None and run is meant.goes_on and run.mode in MODES
    return True if known else None


def _lead_on(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    run, lesson = scene.run, scene.known.lesson
    # Who goes on in a newer revision is led on there.
    ahead = settled(run, lesson) if lesson and lesson.revision == run.revision else run
    if ahead is run:
        rest()
        return
    scene.run = in_present_plan(run, scene.lesson)
    here = playthrough(scene)
    reads_on = isinstance(here.beat, Tell) or not here.onward
    if meant.call == ("go",) and reads_on and scene.run.beat:
        rest()
        return
    scene.run = ahead
    if not meant.call or meant.call[0] in _SHOWS:
        rest()
        return
    stays = (ahead.beat, ahead.stage, ahead.choice) == (run.beat, run.stage, run.choice)
    if stays and (ahead.seed == run.seed or isinstance(playthrough(scene).beat, Write)):
        rest()
        return
    scene.close()
    scene.say(phrase("lesson.moved"))
    render(scene)


REPLACE_LOST_BEAT: Interceptor[bool] = Interceptor(
    "replace lost beat",
    "shows the nearest beat that there is to whoever was at one that is gone",
    _concerns,
    _lead_on,
)

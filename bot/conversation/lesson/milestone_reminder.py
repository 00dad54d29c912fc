"""A project's milestone, brought back on the day that the learner asked for.

They ask on the milestone itself, and the project goes on the shelf. The alarm names the milestone,
so one that was handed in meanwhile is not brought back. It comes at the first of the learner's
reminder times, or else at the time of day at which they asked; in quiet hours it comes at their
end. In the middle of something it waits an hour, for unlike a reminder it was asked for by name. A
review that was left open is closed for it; what was not answered in that stays due.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.conversation.facts.learner import AlarmSet
from bot.conversation.inputs import Alarm
from bot.conversation.lesson.render import render
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.question.memory import in_days
from bot.conversation.review import reminder
from bot.conversation.session import Offer, Run, Session
from bot.conversation.turn import Scene
from bot.learning import reminder_times

MODE = "project"
"""The mode whose milestones these are, and the beginning of the kind of their alarms."""

DAYS = {"tomorrow": 1, "days": 3, "week": 7}
"""In how many days a milestone can be brought back: the phrases ``remind.in.…``."""


_ELSEWHERE = (f"{MODE}.brief", f"{MODE}.rate")
"""Beats before and after the milestones."""


def act(scene: Scene, arguments: list[str]) -> None:
    """Ask when to bring the milestone under way back, or set that."""
    match arguments:
        case []:
            scene.answered()
            _ask(scene)
        case ["back"]:
            scene.answered()
            render(scene)
        case [name]:
            _set(scene, name)


def _ask(scene: Scene) -> None:
    if not reminder.reachable(scene):
        scene.lead = phrase("set.times.nowhere")
        render(scene)
        return
    alone = [phrase("remind.alone")] if scene.envelope.address.public else []
    offers = [Offer(phrase(f"remind.in.{name}"), f"remind {name}") for name in DAYS]
    back = Offer(phrase("remind.back"), "remind back")
    scene.ask("\n\n".join([phrase("remind.when"), *alone]), [offers, [back]])


def _set(scene: Scene, name: str) -> None:
    run, bell, wanted = scene.run, scene.session.bell, scene.session.preferences
    at = reminder_times.in_days(wanted, scene.now, DAYS[name])
    scene.facts.append(AlarmSet(_kind(run), at, bell.platform, bell.chat))
    scene.answered_with(phrase(f"remind.in.{name}"))
    scene.session = scene.session.put_away()
    time = f"{reminder_times.local(wanted, at):%H:%M}"
    key = "remind.set" if wanted.zone else "remind.set.now"
    scene.say(phrase(key, title=scene.lesson.title, when=in_days(DAYS[name]), time=time))


def _kind(run: Run) -> str:
    return f"{MODE} {run.lesson} {run.beat}"


def meant(session: Session, alarm: Alarm) -> Run | None:
    """The project that an alarm is about, at that milestone, if that is still to be done.

    Who went on to another milestone can go back, but not who has begun to judge.
    """
    mode, lesson, beat = alarm.kind.split(" ", 2)
    run = session.shelved(lesson, mode)
    if run is None or not run.beat.startswith(f"{MODE}.") or run.beat in _ELSEWHERE:
        return None
    if beat.removeprefix(f"{MODE}.") in run.worked:
        return None
    return run if run.beat == beat else replace(run, beat=beat, stage="open", choice=None)


def needs(session: Session, alarm: Alarm) -> Needs:
    """What must be loaded to bring a milestone back."""
    run = meant(session, alarm)
    return Needs(lesson=(run.lesson, run.revision), work=run.folder) if run else Needs()


def ring(scene: Scene, alarm: Alarm, led_on: Callable[[Scene, Run], bool]) -> None:
    """Bring the milestone back with its buttons, now or as soon as it suits.

    ``led_on`` leads on from a run that nobody is to go on in, and says whether it is one.
    """
    run = meant(scene.session, alarm)
    if run is None:
        return
    later = reminder_times.quiet(scene.session.preferences, scene.now)
    if later is None and reminder.busy(scene):
        later = scene.now + reminder.IDLE
    if later is not None:
        where = scene.envelope.address
        scene.facts.append(AlarmSet(alarm.kind, later, where.platform, where.chat))
        return
    scene.session = scene.session.take_up(run)
    if led_on(scene, run):
        return
    scene.lead = phrase("remind.project", title=scene.lesson.title)
    render(scene)

"""A project's milestone, brought back on the day that the learner asked for.

They ask on the milestone itself, and the project goes on the shelf. The alarm names the milestone,
so a milestone that was handed in meanwhile is not brought back. It comes at the first of the
learner's reminder times, or else at the time of day at which they asked; in quiet hours it comes at
their end. In the middle of something it waits an hour, for unlike a reminder it was asked for by
name. A review that was left open is closed for it; what was not answered in that stays due.
"""

from bot.conversation.alarms import AlarmKind
from bot.conversation.facts.learner import AlarmSet
from bot.conversation.inputs import Alarm
from bot.conversation.lesson.render import render, render_anew
from bot.conversation.needs.learner import LatestWork, Needs, RunWork
from bot.conversation.offers import Call, offer
from bot.conversation.phrases import phrase
from bot.conversation.phrases.dates import in_days
from bot.conversation.reminders import contact
from bot.conversation.session import IDLE, Run, Session
from bot.conversation.turn import Scene
from bot.learning import reminder_times
from bot.learning.local_time import local
from bot.lessons.library import Library
from bot.values import replace

MODE = "project"
"""The mode whose milestones these are, and the beginning of the kind of their alarms."""

DAYS = {"tomorrow": 1, "days": 3, "week": 7}
"""In how many days a milestone can be brought back: the phrases ``remind.in.…``."""


_ELSEWHERE = (f"{MODE}.brief", f"{MODE}.rate")
"""Beats before and after the milestones."""


def read_old_call(words: Call) -> Call | None:
    """What a button of an earlier version stands for: ``remind tomorrow``."""
    return ("remind", "in", *words)


def ask(scene: Scene) -> None:
    """Ask when to bring the milestone under way back."""
    if not contact.reachable(scene):
        scene.lead = phrase("set.times.nowhere")
        render_anew(scene)
        return
    alone = [phrase("remind.alone")] if scene.envelope.address.public else []
    offers = [offer(phrase(f"remind.in.{name}"), "remind in", name) for name in DAYS]
    back = offer(phrase("remind.back"), "remind back")
    scene.ask("\n\n".join([phrase("remind.when"), *alone]), [offers, [back]])


def remind_in(scene: Scene, name: str) -> None:
    """Bring it back on that day, and put the project away until then."""
    run, contact, wanted = scene.run, scene.learner.contact, scene.learner.preferences
    at = reminder_times.in_days(wanted, scene.now, DAYS[name])
    scene.facts.append(AlarmSet(_kind(run), at, contact.platform, contact.chat))
    scene.answered_with(phrase(f"remind.in.{name}"))
    scene.session = scene.session.put_away()
    time = f"{local(wanted, at):%H:%M}"
    key = "remind.set" if wanted.zone else "remind.set.now"
    scene.say(phrase(key, title=scene.lesson.title, when=in_days(DAYS[name]), time=time))


def _kind(run: Run) -> str:
    return f"{MODE} {run.lesson} {run.beat}"


def open_project(session: Session, alarm: Alarm) -> Run | None:
    """The project that an alarm is about, at that milestone, if that is still to be done."""
    mode, lesson, beat = alarm.kind.split(" ", 2)
    run = session.find_shelved(lesson, mode)
    if run is None or not run.beat.startswith(f"{MODE}.") or run.beat in _ELSEWHERE:
        return None
    if beat.removeprefix(f"{MODE}.") in run.worked:
        return None
    return (
        run if run.beat == beat else replace(run, beat=beat, stage="open", choice=None, answer=None)
    )


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    run = open_project(session, alarm)
    if run is None:
        return Needs()
    return Needs(
        (
            RunWork(run.folder),
            LatestWork(),
        ),
        lesson=(run.lesson, run.revision),
    )


def _comes(scene: Scene, alarm: Alarm) -> bool:
    """Take the project up, if it suits now; else it is set again for when it may."""
    run = open_project(scene.session, alarm)
    if run is None:
        return False
    later = reminder_times.quiet_end(scene.learner.preferences, scene.now)
    if later is None and contact.busy(scene):
        later = scene.now + IDLE
    if later is not None:
        where = scene.envelope.address
        scene.facts.append(AlarmSet(alarm.kind, later, where.platform, where.chat))
        return False
    scene.session = scene.session.take_up(run)
    return True


def _bring_back(scene: Scene, alarm: Alarm) -> None:
    scene.lead = phrase("remind.project", title=scene.lesson.title)
    render(scene)


ALARMS = (AlarmKind(f"{MODE} ", _bring_back, _needs, _comes, goes_on=open_project),)

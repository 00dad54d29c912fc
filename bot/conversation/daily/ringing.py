"""The turn of a question of the day at its alarm: it is asked, counted, answered, and left.

It goes on in steps, one a turn, for the next question is of another lesson than the one that is
answered: first what stands there is closed and the next one chosen, then that is asked. Whatever it
is late for, as after a restart, comes once; a question that would come more than ``LATE`` after its
hour waits for the next day.
"""

from datetime import timedelta

from bot.conversation.alarms import AlarmKind
from bot.conversation.buttons import name
from bot.conversation.classes import row
from bot.conversation.classes.ringing import (
    is_corrected,
    is_gone,
    left_behind,
    posted,
    questions_of,
)
from bot.conversation.daily import choosing
from bot.conversation.facts.live_class import (
    AnswersShown,
    ClassChanged,
    ClassPhase,
    Daily,
    LiveClass,
    counted,
    stirred,
)
from bot.conversation.inputs import Alarm
from bot.conversation.language import time_of_day
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassNeeds, ClassTally
from bot.conversation.outputs import Retire
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning import zones
from bot.learning.items import HOUR
from bot.learning.local_time import instant, wall_of
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.values import replace

BEGINS = "daily:"

BEFORE = 60_000_000
"""How long before the next question the answer comes at the latest, in microseconds: a minute."""

LATE = 3 * HOUR
"""How late a question may come, in microseconds: one of the morning is none of the night."""

SILENT = 7
"""Questions in a row that nobody answers, after which no more are asked."""


def next_time(daily: Daily, after: int) -> int:
    """The next time at its hour after this one, in microseconds UTC."""
    zone = zones.clock(daily.zone)
    today = wall_of(after, zone).date()
    times = (instant(today + timedelta(days=n), daily.minute, zone) for n in range(3))
    return next(at for at in times if at > after)


def due(live: LiveClass, daily: Daily) -> int:
    """When it goes on: with its answer, or else with the next question.

    The answer of the day before comes a little sooner than that, for whoever is told it alone.
    """
    following = next_time(daily, live.heard)
    if live.phase != "asking":
        return max(following, live.since + BEFORE)
    if not daily.hours:
        return following - BEFORE
    return min(live.heard + daily.hours * HOUR, following - BEFORE)


def _needs(library: Library, session: Session, alarm: Alarm) -> Needs:
    return Needs(in_class=ClassNeeds(alarm.kind.removeprefix(BEGINS), tally=True))


def _ring(scene: Scene, alarm: Alarm) -> None:
    live = row.ringing(scene)
    if live is None or live.daily is None:
        return
    with row.in_its_name(scene, live):
        lesson = None if is_gone(scene, live) else scene.known.lesson
        _step(scene, live, live.daily, lesson, row.known(scene).tally)


def _step(
    scene: Scene, live: LiveClass, daily: Daily, lesson: Lesson | None, tally: ClassTally
) -> None:
    """What is next: to close it, to go on to the next question, or to show how it stands."""
    if live.phase != "over" and scene.now >= due(live, daily):
        after = _later(scene, live, daily, tally)
        if after.number != live.number:
            _close(scene, live, lesson, tally)
            _keep(scene, after, scene.now + 1)
            return
        if after.phase == "over":
            scene.say(phrase("daily.silent"))
        live = after
    if live.phase == "over":
        _close(scene, live, lesson, tally)
        scene.facts.append(ClassChanged(replace(live, posed=-1)))
    elif not live.number:
        _keep(scene, live, due(live, daily))
    elif lesson is None:
        _without(scene, live, daily)
    else:
        _show(scene, live, daily, lesson, tally)


def _later(scene: Scene, live: LiveClass, daily: Daily, tally: ClassTally) -> LiveClass:
    """It, one step further: at its answer, or at the next question."""
    if live.phase == "asking":
        answered = tally.committed(live.number, 1)
        daily = replace(daily, silent=0 if answered else daily.silent + 1)
        phase: ClassPhase = "over" if daily.silent >= SILENT else "revealed"
        return replace(live, phase=phase, since=scene.now, daily=daily)
    if scene.now - due(live, daily) > LATE:
        return replace(live, heard=scene.now)
    found = choosing.following(scene.library.in_language(live.language), daily)
    if found is None:
        return replace(live, heard=scene.now)
    daily, card, question = found
    if live.number:
        daily = replace(daily, last=(live.lesson, live.revision, live.question))
    return replace(
        _about(live, card, question, live.number + 1),
        phase="asking",
        since=scene.now,
        heard=scene.now,
        daily=daily,
        posed=-1,
    )


def _about(live: LiveClass, card: Card, question: str, number: int) -> LiveClass:
    """It, with this question; of those before it only their number is needed any more."""
    questions = (*("" for _ in range(number - 1)), question)
    return replace(live, lesson=card.id, revision=card.revision, questions=questions, number=number)


def _show(scene: Scene, live: LiveClass, daily: Daily, lesson: Lesson, tally: ClassTally) -> None:
    """Its message as it is to be by now; with the answer its members are told alone."""
    questions = questions_of(live, lesson)
    question = questions.get(live.number)
    if question is None or question.open:
        _without(scene, live, daily)
        return
    if live.phase == "revealed" and live.told != live.number:
        scene.facts.append(AnswersShown(live.id, live.number, live.platform))
        scene.facts.append(counted(live, live.number))
        live = replace(live, told=live.number)
    when = _when(scene, live, daily) if live.phase == "asking" else ""
    live = posted(scene, live, live, lesson, questions, tally, when)
    _keep(scene, live, due(live, daily))


def _when(scene: Scene, live: LiveClass, daily: Daily) -> str:
    """When the answer comes, on the clock of the chat."""
    zone = zones.clock(daily.zone)
    answer = due(live, daily)
    following = next_time(daily, live.heard)
    # To the minute nobody minds.
    at = wall_of(following if answer == following - BEFORE else answer, zone)
    tomorrow = at.date() > wall_of(live.heard, zone).date()
    key = "daily.answer.tomorrow" if tomorrow else "daily.answer.today"
    said = phrase(key, time=time_of_day.shown(60 * at.hour + at.minute))
    if daily.hours or live.number == 1 or daily.silent:
        return said
    # Nobody is told that a message of yesterday has changed.
    return f"{said}\n\n{phrase('daily.yesterday')}"


def _without(scene: Scene, live: LiveClass, daily: Daily) -> None:
    """The question is not there any more, or has no answer: another takes its place."""
    if live.posed >= 0:
        # What stands there is not to be answered, and the next one comes at its hour.
        scene.outputs.append(Retire(name(live.id, live.posed), _gone(scene, live)))
        live = replace(live, phase="revealed", posed=-1, told=live.number)
    elif live.phase == "asking":
        found = choosing.following(scene.library.in_language(live.language), daily)
        keys = {f"{live.lesson}/{live.question}", *daily.past}
        if found and found[0].past[-1] not in keys:
            daily, card, question = found
            live = _about(live, card, question, live.number)
            _keep(scene, replace(live, daily=daily), scene.now + 1)
            return
        live = replace(live, phase="revealed", told=live.number)
    _keep(scene, live, due(live, daily))


def _gone(scene: Scene, live: LiveClass) -> str:
    return phrase("daily.corrected" if is_corrected(scene, live) else "daily.gone")


def _close(scene: Scene, live: LiveClass, lesson: Lesson | None, tally: ClassTally) -> None:
    """What stands there keeps its answer, and loses its buttons."""
    if live.posed < 0 or live.posted != live.chat:
        return
    if lesson is None:
        scene.outputs.append(Retire(name(live.id, live.posed), _gone(scene, live)))
        return
    if live.phase == "over" and live.told != live.number:
        # What is left there has the answer, so what was voted counts.
        scene.facts.append(counted(live, live.number))
    scene.outputs += left_behind(live, lesson, questions_of(live, lesson), tally)


def _keep(scene: Scene, live: LiveClass, at: int) -> None:
    scene.facts.append(ClassChanged(live))
    if live.phase != "over" or live.posed >= 0:
        scene.facts.append(stirred(live, at))


ALARMS = (AlarmKind(BEGINS, _ring, _needs),)
"""The alarm of a question of the day."""

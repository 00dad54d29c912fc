"""A question of the day: a question for all who read a chat, at an hour that its admins choose.

It is a class of a single question that runs itself (``classes``): all commit in private until the
answer comes, some hours later or just before the next question. So votes, shares, what members are
told alone, and what enters their own record are a class's. What is its own is here: the card on
which admins set it (``/class daily``, ``/class daily 8:30``, ``/class daily tea``, ``/class daily
off``; the hour is on the clock of the chat's time zone), which question comes next, and the turn at
its alarm. Lessons take turns, the least asked first.

That turn goes in single steps, for the next question is of another lesson: first what stands there
is closed and the next chosen, then that is asked. Whatever it is late for, as after a restart,
comes once; a question that would come more than ``LATE`` after its hour waits for the next day.

There is a single row of it for a chat as long as it is on, with another question each day. What was
asked before is kept in it, and in the row that is begun when it was off meanwhile, so no question
comes again before all are through.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from bot.conversation.acts import Act
from bot.conversation.alarms import AlarmKind
from bot.conversation.buttons import name
from bot.conversation.classes import chat_card, row
from bot.conversation.classes.chat_card import Kind, Labels, aside, tick_label
from bot.conversation.classes.refresh import (
    is_corrected,
    is_gone,
    left_behind,
    post_message,
    questions_of,
)
from bot.conversation.facts.live_class import (
    AnswersShown,
    ClassChanged,
    ClassPhase,
    Daily,
    LiveClass,
    count_votes,
    stir_class,
)
from bot.conversation.inputs import Alarm
from bot.conversation.language import time_of_day
from bot.conversation.language.locale import manner
from bot.conversation.language.markup import mention
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassNeeds, ClassTally
from bot.conversation.outputs import Retire
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning import zones
from bot.learning.items import HOUR
from bot.learning.local_time import instant, wall_of
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.values import replace


def scope_of(library: Library, text: str) -> str | None:
    """The id of the course or the lesson that is meant; ``None`` if there is no such."""
    words = text.strip().casefold()
    for course in library.courses:
        if words in (course.id.casefold(), course.title.casefold()):
            return course.id
    card = finding.find(library, text)
    return card.id if card else None


def scope_title(library: Library, scope: str) -> str:
    """What a scope is called; empty for all lessons."""
    if library.course(scope):
        return library.course_title(scope)
    card = library.cards.get(scope)
    return card.title if card else ""


def within(library: Library, scope: str) -> Iterator[Card]:
    """The lessons of a scope; all there are, if it is empty or there no more."""
    course = library.course(scope)
    if course:
        yield from (library.cards[lesson] for lesson in course.lessons if lesson in library.cards)
    elif scope in library.cards:
        yield library.cards[scope]
    else:
        yield from library.in_order()


def following(library: Library, daily: Daily) -> tuple[Daily, Card, str] | None:
    """The next question, its lesson, and what was asked by then; ``None`` if there is none."""
    cards = [card for card in within(library, daily.scope) if card.questions]
    if not cards:
        return None
    asked = Counter(text.partition("/")[0] for text in daily.past)
    for card in sorted(cards, key=lambda card: asked[card.id]):
        for question in card.questions:
            key = f"{card.id}/{question}"
            if key not in daily.past:
                return replace(daily, past=(*daily.past, key)), card, question
    # All are through. The last does not come twice in a row, unless it is the only question.
    last = daily.past[-1:]
    inside = {f"{card.id}/{text}" for card in cards for text in card.questions}
    kept = tuple(text for text in daily.past if text not in inside)
    again = last if len(inside) > 1 else ()
    return following(library, replace(daily, past=(*kept, *again)))


BEGINS = "daily:"

BEFORE = 60_000_000
"""How long before the next question the answer comes at the latest, in microseconds: a minute."""

LATE = 3 * HOUR
"""How late a question may come, in microseconds: a morning's question isn't asked at night."""

SILENT = 7
"""Questions in a row that nobody answers, after which no more are asked."""


def next_time(daily: Daily, after: int) -> int:
    """The next time at its hour after ``after``, in microseconds UTC."""
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


def _needs_alarm(library: Library, session: Session, alarm: Alarm) -> Needs:
    return Needs((ClassNeeds(alarm.kind.removeprefix(BEGINS), tally=True),))


def _ring(scene: Scene, alarm: Alarm) -> None:
    live = row.ringing(scene)
    if live is None or live.daily is None:
        return
    with row.in_its_name(scene, live):
        lesson = None if is_gone(scene, live) else scene.known.lesson
        _step(scene, live, live.daily, lesson, row.class_data(scene).tally)


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
    """The row a step further: at its answer, or at the next question."""
    if live.phase == "asking":
        answered = tally.count_committed(live.number, 1)
        daily = replace(daily, silent=0 if answered else daily.silent + 1)
        phase: ClassPhase = "over" if daily.silent >= SILENT else "revealed"
        return replace(live, phase=phase, since=scene.now, daily=daily)
    if scene.now - due(live, daily) > LATE:
        return replace(live, heard=scene.now)
    next_question = following(scene.library.in_language(live.language), daily)
    if next_question is None:
        return replace(live, heard=scene.now)
    daily, card, question = next_question
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
        scene.facts.append(count_votes(live, live.number))
        live = replace(live, told=live.number)
    when = _when(scene, live, daily) if live.phase == "asking" else ""
    live = post_message(scene, live, live, lesson, questions, tally, when)
    _keep(scene, live, due(live, daily))


def _when(scene: Scene, live: LiveClass, daily: Daily) -> str:
    zone = zones.clock(daily.zone)
    answer = due(live, daily)
    following = next_time(daily, live.heard)
    # To the minute nobody minds.
    at = wall_of(following if answer == following - BEFORE else answer, zone)
    tomorrow = at.date() > wall_of(live.heard, zone).date()
    key = "daily.answer.tomorrow" if tomorrow else "daily.answer.today"
    said = phrase(key, time=time_of_day.render(60 * at.hour + at.minute))
    if daily.hours or live.number == 1 or daily.silent:
        return said
    # Nobody is told that a message of yesterday has changed.
    return f"{said}\n\n{phrase('daily.yesterday')}"


def _without(scene: Scene, live: LiveClass, daily: Daily) -> None:
    """The question is not there any more, or has no answer: another takes its place."""
    if live.posed >= 0:
        # What stands there is not to be answered, and the next comes at its hour.
        scene.outputs.append(Retire(name(live.id, live.posed), _say_gone(scene, live)))
        live = replace(live, phase="revealed", posed=-1, told=live.number)
    elif live.phase == "asking":
        next_question = following(scene.library.in_language(live.language), daily)
        keys = {f"{live.lesson}/{live.question}", *daily.past}
        if next_question and next_question[0].past[-1] not in keys:
            daily, card, question = next_question
            live = _about(live, card, question, live.number)
            _keep(scene, replace(live, daily=daily), scene.now + 1)
            return
        live = replace(live, phase="revealed", told=live.number)
    _keep(scene, live, due(live, daily))


def _say_gone(scene: Scene, live: LiveClass) -> str:
    return phrase("daily.corrected" if is_corrected(scene, live) else "daily.gone")


def _close(scene: Scene, live: LiveClass, lesson: Lesson | None, tally: ClassTally) -> None:
    """What stands there keeps its answer, and loses its buttons."""
    if live.posed < 0 or live.posted != live.chat:
        return
    if lesson is None:
        scene.outputs.append(Retire(name(live.id, live.posed), _say_gone(scene, live)))
        return
    if live.phase == "over" and live.told != live.number:
        # What is left there has the answer, so what was voted counts.
        scene.facts.append(count_votes(live, live.number))
    scene.outputs += left_behind(live, lesson, questions_of(live, lesson), tally)


def _keep(scene: Scene, live: LiveClass, at: int) -> None:
    scene.facts.append(ClassChanged(live))
    if live.phase != "over" or live.posed >= 0:
        scene.facts.append(stir_class(live, at))


ALARMS = (AlarmKind(BEGINS, _ring, _needs_alarm),)


OFF = frozenset(("off", "stop", "aus", "ende"))

TIMES = (8 * 60, 12 * 60, 18 * 60)
"""Times of day that are offered, in minutes after midnight."""

ANSWERS = (0, 4, 8)
"""Hours until the answer that are offered; 0 is just before the next question."""

COURSES = 6
"""Courses that are offered."""

_OFF, _DONE, _ALL, _TIME, _ANSWER, _COURSE = 0, 1, 2, 10, 20, 30


def find_needs(library: Library, session: Session | None, argument: str) -> Needs:
    """The question of the day of this chat."""
    return Needs((ClassNeeds(kind="daily", lesson=False),))


def begin(scene: Scene, argument: str) -> None:
    """Show the card, or change what an admin wrote."""
    words = argument.strip()
    place = scene.envelope.place
    if place is None or not place.runs:
        scene.say(phrase("daily.admins_only"))
    elif not place.open:
        scene.say(phrase("class.not_open"))
    elif words.casefold() in OFF:
        if live := _running(scene):
            _end(scene, live)
        scene.say(phrase("daily.off"))
    elif not words:
        chat_card.put(scene, Kind.DAILY, _text(scene), _labels(scene))
    elif (times := time_of_day.times(words)) and len(times) == 1:
        scene.say(_heading(_set(scene, minute=times[0]), scene))
    elif (scope := scope_of(scene.library, words)) is not None:
        scene.say(_heading(_set(scene, scope=scope), scene))
    else:
        scene.say(phrase("daily.unread", text=mention(words)))


def press(scene: Scene, id: str, kind: int, choice: int) -> None:
    place = scene.envelope.place
    if place is None or not place.runs:
        aside(scene, phrase("daily.admins_only"))
    elif not chat_card.is_mine(scene, id):
        aside(scene, phrase("daily.card.not_yours"))
    elif choice == _DONE:
        chat_card.close(scene, Kind.DAILY, _text(scene))
    else:
        _choose_hour(scene, choice)


def _choose_hour(scene: Scene, choice: int) -> None:
    live = _running(scene)
    courses = scene.library.courses[:COURSES]
    if choice == _OFF:
        if live:
            _end(scene, live)
        live = None
    elif choice == _ALL:
        live = _set(scene, scope="")
    elif _TIME <= choice < _TIME + len(TIMES):
        live = _set(scene, minute=TIMES[choice - _TIME])
    elif _ANSWER <= choice < _ANSWER + len(ANSWERS):
        live = _set(scene, hours=ANSWERS[choice - _ANSWER])
    elif _COURSE <= choice < _COURSE + len(courses):
        live = _set(scene, scope=courses[choice - _COURSE].id)
    chat_card.change(scene, Kind.DAILY, _heading(live, scene), _rows(live, scene))


def _running(scene: Scene) -> LiveClass | None:
    live = row.under_way(scene)
    return live if live and live.daily else None


def _set(
    scene: Scene,
    *,
    minute: int | None = None,
    scope: str | None = None,
    hours: int | None = None,
) -> LiveClass:
    """Turn it on, if it is off, and keep what was chosen."""
    live = _running(scene) or _new(scene)
    daily = live.daily or _fresh(scene)
    if minute is not None:
        daily = replace(daily, minute=minute)
    if scope is not None:
        daily = replace(daily, scope=scope)
    if hours is not None:
        daily = replace(daily, hours=hours)
    zone = row.class_data(scene).limit.zone or daily.zone
    live = replace(live, daily=replace(daily, zone=zone, silent=0))
    row.keep(scene, live)
    return live


def _fresh(scene: Scene) -> Daily:
    """As it is at first, but for what was asked before it was turned off."""
    known = row.class_data(scene)
    zone = known.limit.zone or scene.learner.preferences.zone
    if known.live and known.live.daily:
        return replace(known.live.daily, zone=zone, silent=0)
    return Daily(TIMES[0], zone)


def _new(scene: Scene) -> LiveClass:
    return replace(row.new_class(scene, "daily"), phase="revealed", daily=_fresh(scene))


def _end(scene: Scene, live: LiveClass) -> None:
    live = replace(live, phase="over", since=scene.now)
    scene.facts.append(ClassChanged(live))
    if live.posed >= 0:
        scene.facts.append(stir_class(live, scene.now + 1))


def _text(scene: Scene) -> str:
    return _heading(_running(scene), scene)


def _heading(live: LiveClass | None, scene: Scene) -> str:
    heading = phrase("daily.card")
    if live is None or live.daily is None:
        return f"{heading}\n\n{phrase('daily.card.off')}"
    daily = live.daily
    title = scope_title(scene.library, daily.scope)
    zone = zones.title(daily.zone, manner().language)
    said = phrase("daily.card.on", time=time_of_day.render(daily.minute), zone=zone)
    following = next_time(daily, live.heard)
    at = wall_of(following, zones.clock(daily.zone))
    today = wall_of(scene.now, zones.clock(daily.zone)).date() == at.date()
    parts = [
        said,
        phrase("daily.card.scope", title=title) if title else phrase("daily.card.all"),
        phrase("daily.card.hours", hours=daily.hours)
        if daily.hours
        else phrase("daily.card.next_day"),
    ]
    if scene.now < due(replace(live, phase="revealed"), daily):
        parts.append(phrase("daily.card.today" if today else "daily.card.tomorrow"))
    return f"{heading}\n\n{' '.join(parts)}\n\n{phrase('daily.card.more')}"


def _labels(scene: Scene) -> Labels:
    return _rows(_running(scene), scene)


def _rows(live: LiveClass | None, scene: Scene) -> Labels:
    daily = live.daily if live else None

    times = [
        tick_label(time_of_day.render(at), _TIME + n, now=daily is not None and daily.minute == at)
        for n, at in enumerate(TIMES)
    ]
    done = (phrase("class.limit.done"), _DONE)
    if daily is None:
        return [times, [done]]
    answers = [
        tick_label(
            phrase("daily.answer.hours", hours=hours) if hours else phrase("daily.answer.next"),
            _ANSWER + n,
            now=daily.hours == hours,
        )
        for n, hours in enumerate(ANSWERS)
    ]
    courses = scene.library.courses[:COURSES]
    scopes = [[tick_label(phrase("daily.all"), _ALL, now=not daily.scope)]]
    scopes += [
        [tick_label(course.title, _COURSE + n, now=daily.scope == course.id)]
        for n, course in enumerate(courses)
    ]
    off = (phrase("daily.turn_off"), _OFF)
    return [times, answers, *(scopes if len(courses) > 1 else []), [off, done]]


def _needs_press(library: Library, session: Session, id: str, kind: int, choice: int) -> Needs:
    return find_needs(library, session, "")


ACTS = (Act("class daily", press, _needs_press),)

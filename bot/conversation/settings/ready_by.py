"""The cards of dates to be ready by: what for, and when.

How reviews aim at a date is in ``bot.learning.reviews``; with each change all that comes back is
planned anew.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.conversation.acts import Act
from bot.conversation.language import typed_dates
from bot.conversation.language.locale import region
from bot.conversation.language.markup import mention
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Call, Offer, call, offer
from bot.conversation.phrases import count, dates, phrase
from bot.conversation.question import memory
from bot.conversation.reminders import planned
from bot.conversation.session import Session
from bot.conversation.settings.cards import read_typed
from bot.conversation.turn import Scene
from bot.learning import preferences, rescheduling
from bot.learning.preferences import ReadyBy
from bot.learning.reviews import LAST
from bot.lessons.library import Library
from bot.values import replace

SHOWN = 6
"""What a date can be for, as buttons: more are too many on a phone."""

WEEKS = (1, 2, 4)
"""Weeks ahead to pick from."""


def title(library: Library, scope: str) -> str:
    """What a date is for, by its title; empty if it is there no longer."""
    kind, _, id = scope.partition(":")
    if kind == "all":
        return phrase("ready.all")
    if kind == "course":
        return library.course_title(id) if library.course(id) else ""
    card = library.cards.get(id)
    return card.title if card else ""


def list_dates(scene: Scene) -> list[tuple[ReadyBy, str]]:
    """The dates that are set, the next first, each with what it is for."""
    titled = (
        (ready_by, title(scene.library, ready_by.scope))
        for ready_by in scene.learner.preferences.ready
    )
    today = planned.today(scene)
    entries = [(ready_by, name) for ready_by, name in titled if name and ready_by.day >= today]
    return sorted(entries, key=lambda pair: (pair[0].day, pair[1]))


def line(scene: Scene, ready_by: ReadyBy, name: str) -> str:
    """A date in a line: when, how far ahead, what for."""
    left = (ready_by.day - planned.today(scene)).days
    return phrase(
        "ready.line", day=dates.date_of(ready_by.day), when=dates.in_days(left), title=name
    )


def progress(scene: Scene) -> str:
    """The dates as /progress shows them; nothing if none is set."""
    return "\n".join(
        phrase("ready.progress", line=line(scene, *pair)) for pair in list_dates(scene)
    )


def _show(scene: Scene, before: str = "") -> None:
    entries = list_dates(scene)
    parts = [before, phrase("ready.ask")]
    if entries:
        parts.append("\n".join(f"- {line(scene, *pair)}" for pair in entries))
    rows = [
        [offer(phrase("ready.off", title=name), "set ready off", ready_by.scope)]
        for ready_by, name in entries
    ]
    taken = {ready_by.scope for ready_by, _ in entries}
    if len(entries) < preferences.MAX_DATES:
        free = [scope for scope in _scopes(scene) if scope not in taken][: SHOWN - len(entries)]
        rows += [[offer(title(scene.library, text), "set ready for", text)] for text in free]
    _card(scene, parts, rows)


def _scopes(scene: Scene) -> Iterator[str]:
    """What a date can be for: everything, courses and lessons that were begun."""
    run = (run.lesson for run in scene.session.runs)
    begun = dict.fromkeys((*run, *reversed(scene.learner.finished)))
    yield "all"
    for course in scene.library.courses:
        if begun.keys() & set(course.lessons):
            yield f"course:{course.id}"
    yield from (f"lesson:{lesson}" for lesson in begun if lesson in scene.library.cards)


def _card(
    scene: Scene,
    parts: list[str],
    rows: list[list[Offer]],
    *,
    words: Call = (),
    back: str = "set learning",
) -> None:
    text = "\n\n".join(part for part in parts if part)
    label = phrase("set.back.group" if back == "set learning" else "ready.back")
    scene.card(text, [*rows, [offer(label, back)]], words=words)


def _ask_day(scene: Scene, scope: str, before: str = "", picks: tuple[date, ...] = ()) -> None:
    """Ask for the day; what was typed and could be two is asked back."""
    today = planned.today(scene)
    if picks:
        offers = [offer(dates.date_of(day), "set ready on", scope, str(day)) for day in picks]
    else:
        offers = [
            offer(
                count("ready.weeks", weeks),
                "set ready on",
                scope,
                str(today + timedelta(weeks=weeks)),
            )
            for weeks in WEEKS
        ]
    parts = [before, phrase("ready.when", title=title(scene.library, scope))]
    _card(scene, parts, [offers], words=call("set ready typed", scope), back="set ready")


def _read(scene: Scene, scope: str) -> None:
    text = read_typed(scene)
    where = region(scene.learner, scene.envelope)
    days = typed_dates.days(text, planned.today(scene), where)
    if len(days) == 1:
        _set(scene, scope, str(days[0]))
        return
    scene.answered_with(mention(text))
    said = phrase("ready.either") if days else phrase("ready.unread", text=mention(text))
    _ask_day(scene, scope, said, days)


def _set(scene: Scene, scope: str, day: str) -> None:
    today, chosen_day = planned.today(scene), date.fromisoformat(day)
    scene.answered_with(dates.date_of(chosen_day))
    if chosen_day <= today:
        _ask_day(scene, scope, phrase("ready.past"))
        return
    if (chosen_day - today).days > preferences.FURTHEST:
        _ask_day(scene, scope, phrase("ready.far"))
        return
    wanted = scene.learner.preferences
    new = ReadyBy(scope, chosen_day)
    others = tuple(ready_by for ready_by in wanted.ready if ready_by.scope != scope)
    _plan(scene, (*others, new)[-preferences.MAX_DATES :])
    lessons = memory.courses(scene.library)
    number = sum(new.concerns(item.lesson, lessons) for item in planned.items(scene))
    aims = count("ready.aims", number, last=LAST) if number else phrase("ready.aims.none")
    said = phrase("ready.set", line=line(scene, new, title(scene.library, scope)))
    _card(scene, [said, aims], [], back="set ready")


def _off(scene: Scene, scope: str) -> None:
    name = title(scene.library, scope)
    left = tuple(
        ready_by for ready_by in scene.learner.preferences.ready if ready_by.scope != scope
    )
    _plan(scene, left)
    _show(scene, phrase("ready.gone", title=name) if name else "")


def _plan(scene: Scene, ready: tuple[ReadyBy, ...]) -> None:
    """Aim at these dates instead of those that were set."""
    wanted = scene.learner.preferences
    moved = rescheduling.aim(
        planned.items(scene),
        ready,
        memory.courses(scene.library),
        wanted.zone,
        scene.now,
        wanted.ready,
    )
    planned.move(scene, moved)
    planned.keep(scene, replace(wanted, ready=ready))


def _needs_all(library: Library, session: Session, *about: str) -> Needs:
    return planned.ALL


def _list(scene: Scene) -> None:
    _show(scene)


def _for(scene: Scene, scope: str) -> None:
    _ask_day(scene, scope)


ACTS = (
    Act("set ready", _list, answers=True),
    Act("set ready for", _for, answers=True),
    Act("set ready typed", _read, _needs_all),
    Act("set ready on", _set, _needs_all),
    Act("set ready off", _off, _needs_all, answers=True),
)

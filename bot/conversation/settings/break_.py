"""The card of a break: from a day to a day, or until the learner writes. ``/break`` shows it too.

What a break does is in ``bot.learning.breaks`` and ``bot.conversation.reminders.planned``. A new
break takes the place of whatever is under way or still to come.
"""

from datetime import date, timedelta
from typing import Literal

from bot.conversation.acts import Act
from bot.conversation.language import typed_dates
from bot.conversation.language.locale import region
from bot.conversation.language.markup import mention
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Offer, call, offer
from bot.conversation.phrases import dates, phrase
from bot.conversation.reminders import planned
from bot.conversation.session import Session
from bot.conversation.settings.cards import read_typed
from bot.conversation.turn import Scene
from bot.learning import breaks
from bot.learning.breaks import Break
from bot.lessons.library import Library
from bot.values import replace

USUAL: dict[Literal["week", "weeks"], int] = {"week": 7, "weeks": 14}
"""Days to pick from: the phrases ``break.for.…``."""


def show(scene: Scene, before: str = "") -> None:
    """What is planned, or what can be."""
    today = planned.today(scene)
    pause = breaks.coming(scene.learner.preferences.breaks, today)
    if pause:
        end = phrase("break.end" if pause.on(today) else "break.cancel")
        _card(scene, [before, _describe_break(scene, pause)], [[offer(end, "set break end")]])
        return
    picks = [offer(phrase(f"break.for.{name}"), "set break for", name) for name in USUAL]
    rows = [picks, [offer(phrase("break.open"), "set break open")]]
    text = [before, "" if before else phrase("break.ask"), phrase("break.how")]
    _card(scene, text, rows)


def read(scene: Scene, text: str) -> None:
    """Take the break that a text says, or say what it could say."""
    today = planned.today(scene)
    days = typed_dates.span(text, today, region(scene.learner, scene.envelope))
    if days is None:
        show(scene, phrase("break.unread", text=mention(text)))
        return
    first, last = days
    if first < today:
        show(scene, phrase("break.past"))
    elif (first - today).days > breaks.FURTHEST or (last - first).days >= breaks.MAX_BREAK_DAYS:
        show(scene, phrase("break.far"))
    else:
        _take(scene, Break(first, last, scene.now))


def _card(scene: Scene, parts: list[str], rows: list[list[Offer]]) -> None:
    text = "\n\n".join(part for part in parts if part)
    back = [offer(phrase("set.back.group"), "set reminders")]
    scene.card(text, [*rows, back], words=call("set break typed"))


def _describe_break(scene: Scene, pause: Break) -> str:
    if pause.last is None:
        return phrase("break.is.open")
    today, last = planned.today(scene), dates.date_of(pause.last)
    back = dates.date_of(pause.last + timedelta(days=1))
    if pause.on(today):
        return phrase("break.is.on", last=last, back=back)
    return phrase("break.is.coming", first=dates.date_of(pause.first), last=last, back=back)


def _take(scene: Scene, new: Break) -> None:
    wanted = scene.learner.preferences
    after = breaks.add_break(wanted.breaks, new, planned.today(scene))
    planned.keep(scene, replace(wanted, breaks=after))
    show(scene, phrase("break.taken"))


def _show(scene: Scene) -> None:
    show(scene)


def _read(scene: Scene) -> None:
    text = read_typed(scene)
    scene.answered_with(mention(text))
    read(scene, text)


def _for(scene: Scene, name: Literal["week", "weeks"]) -> None:
    today: date = planned.today(scene)
    scene.answered_with(phrase(f"break.for.{name}"))
    _take(scene, Break(today, today + timedelta(days=USUAL[name] - 1), scene.now))


def _open(scene: Scene) -> None:
    scene.answered_with(phrase("break.open"))
    _take(scene, Break(planned.today(scene), None, scene.now))


def _end(scene: Scene) -> None:
    wanted, today = scene.learner.preferences, planned.today(scene)
    was_on = breaks.current(wanted.breaks, today)
    # What is over for the moment is dealt out as at the end of any break.
    after = tuple(
        replace(pause, settled=pause.settled or not was_on)
        for pause in breaks.end_break(wanted.breaks, today)
    )
    planned.keep(scene, replace(wanted, breaks=after))
    waiting = planned.settle(scene)
    _card(scene, [planned.welcome(scene, waiting) if was_on else phrase("break.cancelled")], [])


def _needs_all(library: Library, session: Session) -> Needs:
    return planned.ALL


ACTS = (
    Act("set break", _show, answers=True),
    Act("set break for", _for),
    Act("set break open", _open),
    Act("set break typed", _read),
    Act("set break end", _end, _needs_all, answers=True),
)

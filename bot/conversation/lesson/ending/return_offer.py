"""At the end of a first lesson: what was missed returns, and when, with a reminder on offer.

It is offered once in a learner's life, where they are alone with the tutor and have no reminders,
and not in a preview. What comes of it is in ``bot.conversation.settings.first_reminder``.

The hour is the first one of the evening at which something is due: what was missed now is so after
twenty hours, so who learns late at night is not promised a question that is not due yet.
"""

from datetime import timedelta

from bot.conversation.language.locale import tag
from bot.conversation.language.time_of_day import shown
from bot.conversation.lesson.modes import WHOLE
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.reminders import contact
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.learning.items import DAY, GRACE
from bot.learning.local_time import instant, wall_of
from bot.learning.zones import clock, guess
from bot.values import replace

EVENINGS = (19 * 60, 21 * 60)
"""Minutes of the day at which a reminder is offered: the first that is late enough."""

DAYS = ("today", "tomorrow")
"""On which day that can be: the phrases ``first.at.…``."""


def offered(
    scene: Scene, run: Run, closing: list[str], rows: list[list[Offer]]
) -> tuple[list[str], list[list[Offer]]]:
    """What closes a lesson and its choices, below the offer if this is the time for it."""
    if not suits(scene, run):
        return closing, rows
    scene.learner = replace(scene.learner, reminder_offered=True)
    scene.say("\n\n".join(closing))
    missed = len({made.question for made in run.outcomes if not made.settled})
    if missed:
        name, minute = _when(scene)
        first, what = phrase(f"first.at.{name}", time=shown(minute)), _missed(name, missed)
    else:
        minute = EVENINGS[0]
        first, what = phrase("first.at.due", time=shown(minute)), phrase("first.kept")
    parts = [what, phrase("first.ask")]
    if scene.envelope.address.public:
        parts.append(phrase("remind.alone"))
    answers = [
        [offer(first, "first at", minute)],
        [offer(phrase("first.other"), "first other"), offer(phrase("first.no"), "first no")],
    ]
    return parts, [*answers, *rows]


def suits(scene: Scene, run: Run) -> bool:
    """Whether this is the end at which a reminder is offered."""
    learner = scene.learner
    return (
        run.mode in WHOLE
        and not learner.reminder_offered
        and not learner.preferences.reminders
        and not scene.envelope.overheard
        and contact.place(scene.envelope) is not None
    )


def _missed(day: str, missed: int) -> str:
    """That it returns: past midnight, what is back "today" is not back tomorrow."""
    return count("first.missed.evening" if day == "today" else "first.missed", missed)


def _when(scene: Scene) -> tuple[str, int]:
    """The first evening hour at which what was missed now is due, and whether that is tomorrow."""
    zone = clock(scene.learner.preferences.zone or guess(tag(scene.learner, scene.envelope)))
    today, due = wall_of(scene.now, zone).date(), scene.now + DAY - GRACE
    for ahead, name in enumerate(DAYS):
        for minute in EVENINGS:
            if instant(today + timedelta(days=ahead), minute, zone) >= due:
                return name, minute
    return DAYS[-1], EVENINGS[-1]

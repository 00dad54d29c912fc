"""What comes of the reminder that is offered at the end of a first lesson.

A tap sets it. Only where the clock is must be known for that: it is guessed from the language and
the learner says whether the guess is right; without a guess they pick or type a place. What else
could be done at the lesson's end stays below, on every card.
"""

from collections.abc import Sequence

from bot.conversation.acts import Act
from bot.conversation.language.locale import tag
from bot.conversation.language.time_of_day import shown
from bot.conversation.lesson.finish import EVENINGS
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import dates, phrase
from bot.conversation.reminders import contact
from bot.conversation.settings import zone
from bot.conversation.settings.cards import change
from bot.conversation.turn import Scene
from bot.learning import reminder_times
from bot.learning.items import DAY, GRACE
from bot.learning.zones import guess
from bot.values import replace


def _at(scene: Scene, minute: int) -> None:
    """Remind at this time of day: at once, or once the zone is known."""
    rest = _rest(scene)
    scene.answered_with(phrase("first.said", time=shown(minute)))
    _agree(scene)
    if not scene.learner.preferences.zone:
        _ask_zone(scene, minute, rest)
        return
    _set(scene, minute, rest)


def _ask_zone(scene: Scene, minute: int, rest: list[list[Offer]]) -> None:
    guessed = guess(tag(scene.learner, scene.envelope))
    if not guessed:
        _pick(scene, minute)
        return
    rows = [
        [
            offer(phrase("first.zone.yes"), "first in", guessed, minute),
            offer(phrase("first.zone.no"), "first elsewhere", minute),
        ]
    ]
    scene.ask(zone.guess_words(scene, guessed), [*rows, *rest])


def _pick(scene: Scene, minute: int) -> None:
    zone.pick(scene, then="1260" if minute > EVENINGS[0] else "1140")


def _in(scene: Scene, place: str, minute: int) -> None:
    rest = _rest(scene)
    scene.answered_with(phrase("first.zone.yes"))
    change(scene, "zone", place)
    _set(scene, minute, rest)


def _elsewhere(scene: Scene, minute: int) -> None:
    scene.answered_with(phrase("first.zone.no"))
    _pick(scene, minute)


def _set(scene: Scene, minute: int, rest: Sequence[Sequence[Offer]]) -> None:
    if not contact.reachable(scene):
        scene.ask(phrase("set.times.nowhere"), rest or _menu())
        return
    change(scene, "reminders", (minute,))
    scene.ask(phrase("first.set", when=_first(scene)), rest or _menu())


def _first(scene: Scene) -> str:
    """When the first can come, in words: what was missed today is not due before tomorrow."""
    wanted, learned = scene.learner.preferences, scene.now + DAY - GRACE
    slot = reminder_times.next_slot(wanted, learned - 1)
    return dates.moment(wanted, slot.at if slot else learned)


def _other(scene: Scene) -> None:
    scene.answered_with(phrase("first.other"))
    _agree(scene)
    scene.perform(("set", "times"))


def _no(scene: Scene) -> None:
    rest = _rest(scene)
    scene.answered_with(phrase("first.no"))
    scene.ask(phrase("first.left"), rest or _menu())


def _agree(scene: Scene) -> None:
    """They were told that it comes to them alone, so they have agreed to that."""
    scene.learner = replace(scene.learner, contact=replace(scene.learner.contact, agreed=True))


def _rest(scene: Scene) -> list[list[Offer]]:
    """The choices of the open question that are not about the reminder."""
    rows = scene.open.rows if scene.open else ()
    return [list(row) for row in rows if all(offer.act[0] != "first" for offer in row)]


def _menu() -> list[list[Offer]]:
    return [[offer(phrase("start.lessons"), "menu")]]


def _after_zone(scene: Scene, minute: int) -> None:
    """The zone is known now."""
    _set(scene, minute, [])


ACTS = (
    Act("first at", _at),
    Act("first in", _in),
    Act("first elsewhere", _elsewhere),
    Act("first set", _after_zone),
    Act("first other", _other),
    Act("first no", _no),
)

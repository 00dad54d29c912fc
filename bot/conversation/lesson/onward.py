"""The cards behind a lesson's end: coming back tomorrow, and what to learn next.

Each is a card of its own, with few buttons. A reminder is offered at the end of three lessons, to
who is alone with the tutor and has none; *No, thanks* ends that, and whoever passes it over is
asked again. What comes of it is in ``bot.conversation.settings.reminders``. A press says which
lesson it was, by which mode, and what lies ahead of it, so a card needs no run.
"""

from typing import Literal

from bot.conversation import availability
from bot.conversation.acts import Act
from bot.conversation.language.paging import paragraphs
from bot.conversation.lesson.challenge import testing_out
from bot.conversation.lesson.modes import MODES, WHOLE, of_card
from bot.conversation.needs.learner import Needs, OwnHistory
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase, say_untranslated
from bot.conversation.reminders import contact, planned
from bot.conversation.session import Run, Session
from bot.conversation.turn import Scene
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.values import replace

OFFERS = 3
"""How often a reminder is offered: at the ends of the first three lessons."""

Ahead = Literal["next", "into", "stay"]
"""What lies ahead: the next lesson; this one, which a test has shown to be worth taking; neither.

They are words of buttons, so they stay as they are.
"""


def ahead(scene: Scene, run: Run) -> Ahead:
    """What lies ahead of who ends this run; who knows enough may go on without taking it."""
    if not testing_out.is_test(run) or run.lesson in scene.learner.finished:
        return "next"
    if not testing_out.may_go_on(scene.lesson, run):
        return "into"
    return "next" if testing_out.share(scene.lesson, run) >= testing_out.FAIR else "stay"


def suits_return(scene: Scene, mode: str) -> bool:
    """Whether a reminder is offered at the end of a run of this mode."""
    learner = scene.learner
    return (
        mode in WHOLE
        and learner.reminder_offered < OFFERS
        and not learner.preferences.reminders
        and contact.place(scene.envelope) is not None
    )


def come_back(scene: Scene, lesson: str, mode: str, ahead: Ahead, missed: int) -> None:
    """Offer a reminder tomorrow at this time of day: it needs no time zone."""
    scene.close_answered()
    learner = scene.learner
    scene.learner = replace(learner, reminder_offered=learner.reminder_offered + 1)
    following = None if missed else next_lesson(scene, lesson, ahead)
    if missed:
        what = count("first.missed", missed)
    elif following:
        what = phrase("first.next", title=following.title)
    else:
        what = phrase("first.kept")
    alone = phrase("remind.alone") if scene.envelope.address.public else ""
    where = (lesson, mode, ahead)
    rows = [
        [offer(phrase("first.at"), "first at", *where, following.id if following else "")],
        [
            offer(phrase("first.other"), "first other"),
            offer(phrase("first.no"), "first no", *where),
        ],
        [offer(phrase("ask.skip"), "end on", *where)],
    ]
    scene.ask(paragraphs(what, phrase("first.ask"), alone), rows)


def go_on(scene: Scene, lesson: str, mode: str, ahead: Ahead, before: str = "") -> None:
    """Offer the next lesson, another way through this one, and all other ways."""
    scene.close_answered()
    parts, rows = [before, planned.streak_words(scene)], list[list[Offer]]()
    entries = _into(scene, lesson) if ahead == "into" else []
    following = next_lesson(scene, lesson, ahead)
    if entries:
        parts.append(phrase("end.into"))
    elif following:
        parts += [phrase("end.next", title=following.title), say_untranslated(following.language)]
        rows = [[to_next(following)]]
    else:
        parts.append(availability.soonest(scene) or phrase("end.more"))
    rows += [[entry] for entry in entries or _other_way(scene, lesson, mode)]
    more = offer(phrase("lesson.more"), "ways", lesson)
    rows.append([more] if following else [more, offer(phrase("start.lessons"), "menu")])
    scene.ask(paragraphs(*parts), rows)


def to_next(following: Card) -> Offer:
    """The button that leads to the lesson that could be next."""
    return offer(phrase("end.start_next", title=following.title), "learn", following.id)


def next_lesson(scene: Scene, lesson: str, ahead: Ahead = "next") -> Card | None:
    """The lesson that could be next, if that is what lies ahead."""
    if ahead == "stay":
        return None
    finished = frozenset({*scene.learner.finished, lesson})
    return scene.library.next_after(lesson, finished, availability.locks(scene))


def _other_way(scene: Scene, lesson: str, mode: str) -> list[Offer]:
    """The way that adds most, for who had the first tour."""
    card = scene.library.cards.get(lesson)
    if card is None or mode != "learn":
        return []
    minutes = dict(of_card(card))
    adding = sorted((mode.adds, mode.name) for mode in MODES.values() if mode.adds)
    name = next((name for _, name in adding if name in minutes), "")
    return [_way(lesson, name, minutes[name])] if name else []


def _into(scene: Scene, lesson: str) -> list[Offer]:
    """The ways to take the whole of a lesson."""
    card = scene.library.cards.get(lesson)
    minutes = dict(of_card(card)) if card else {}
    return [
        _way(lesson, mode, minutes[mode]) for mode in MODES if mode in WHOLE and mode in minutes
    ]


def _way(lesson: str, mode: str, minutes: int) -> Offer:
    label = phrase("end.into.mode", mode=phrase(f"mode.{mode}"), minutes=minutes)
    return offer(label, "start", lesson, mode)


def needs(library: Library, session: Session, *arguments: object) -> Needs:
    """What must be loaded to go on: the days on which they learned."""
    return Needs((OwnHistory(),))


ACTS = (Act("end back", come_back), Act("end on", go_on, needs))

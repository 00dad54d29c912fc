"""The audiences of an announcement: what each is called, how many it reaches, who may write to it.

A text is its writer's until it goes out, and from then on of those who may write to its audience.
An announcement can be posted where its admin is, if others read there and we may write; that is how
the bot is told of a place. From then on it is offered by its name everywhere else, too. A place
that was not offered can't be named: no words of a command reach a chat that the bot was not told
of.
"""

from collections.abc import Mapping
from typing import Literal

from bot.conversation import scopes
from bot.conversation.admin.areas import admin_data, is_allowed, newest_cohorts
from bot.conversation.facts.admin import PlaceMet
from bot.conversation.facts.announcement import (
    COHORT,
    EVERYONE,
    Announcement,
    chat_audience,
    cohort_audience,
    find_recipient,
)
from bot.conversation.facts.roles import EVERYTHING, Scope
from bot.conversation.language.markup import plain
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import phrase
from bot.conversation.scopes import Scopes
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten

COHORTS = 8
"""Cohorts that are offered, the newest; all can be written to from their own cards."""


def of_audience(scene: Scene, audience: str) -> Scopes:
    if audience == EVERYONE or find_recipient(audience):
        return (EVERYTHING,)
    if audience.startswith(COHORT):
        return scopes.of_cohort(scene.library, audience.removeprefix(COHORT))
    return (Scope(audience),)


def of_announcement(scene: Scene, *about: str) -> Scopes | None:
    """What the announcement of this turn is about; nothing so far, if it is their own text."""
    announcement = admin_data(scene).announcement
    return _of(scene, announcement) if announcement else None


def _of(scene: Scene, announcement: Announcement) -> Scopes | None:
    if announcement.notice:
        return scopes.of_lesson(scene.library, announcement.lesson)
    if announcement.state == "written":
        return None if _wrote(scene, announcement) else (EVERYTHING,)
    return of_audience(scene, announcement.audience)


def sees(scene: Scene, announcement: Announcement) -> bool:
    """Whether whoever acts may see this announcement and what becomes of it."""
    asked = _of(scene, announcement)
    return asked is None or is_allowed(scene, "announce", asked)


def posts(scene: Scene) -> bool:
    """Whether whoever acts may post in chats that others read."""
    return is_allowed(scene, "announce", (EVERYTHING,))


def offered_audiences(scene: Scene, only: str = "") -> Mapping[str, int]:
    """The audiences that whoever acts may write to, or only this, and how many each reaches."""
    numbers = {
        name: number
        for name, number in admin_data(scene).audiences.items()
        if (not only or name == only) and is_allowed(scene, "announce", of_audience(scene, name))
    }
    if only:
        return numbers
    newest = newest_cohorts(scene.library)
    cohorts = [name for cohort in newest if (name := cohort_audience(cohort.id)) in numbers][
        :COHORTS
    ]
    return {
        text: n for text, n in numbers.items() if text in cohorts or not text.startswith(COHORT)
    }


def _wrote(scene: Scene, announcement: Announcement) -> bool:
    accounts = {account.id for account in scene.learner.accounts}
    return announcement.by == scene.envelope.learner or announcement.by in accounts


NAME_LENGTH = 40
"""Characters of a place's name that are shown: about a button's width."""


def place_here(scene: Scene) -> tuple[str, str] | None:
    """The audience that is where the admin is, with its name; ``None`` if nobody else reads it."""
    address, place = scene.envelope.address, scene.envelope.place
    if place is None or not address.public:
        return None
    return chat_audience(address), _clean(place.name) or address.platform.title()


def closed_place(scene: Scene) -> str:
    """What the place is called where the admin is, if we may not post in it; else nothing."""
    here, place = place_here(scene), scene.envelope.place
    return here[1] if here and place and not place.open else ""


def note_place(scene: Scene) -> None:
    """Remember the place where the admin is, if others read there and we may post."""
    place = place_here(scene)
    if place and not closed_place(scene):
        scene.facts.append(PlaceMet(*place))


def posting_places(scene: Scene) -> dict[str, str]:
    """The places that can be posted to, by audience, with their names; this place first."""
    places = dict(admin_data(scene).places)
    here = place_here(scene)
    if here is None:
        return places
    places.pop(here[0], None)
    return places if closed_place(scene) else {here[0]: here[1], **places}


def _clean(name: str) -> str:
    seen = "".join(text if text.isprintable() else " " for text in name)
    return shorten(" ".join(plain(seen).split()), NAME_LENGTH)


ALL = "all"

KINDS = ("course", "cohort", "chat")
"""What an audience may be, as the acts about it are called."""


def reach(scene: Scene, audience: str) -> int:
    return admin_data(scene).audiences.get(audience, 0)


def chats(scene: Scene) -> dict[str, str]:
    return posting_places(scene) if posts(scene) else {}


def name_audience(scene: Scene, audience: str) -> str:
    """What an audience is called: a course by its title."""
    if audience == EVERYONE:
        return phrase("admin.announce.everyone")
    if audience.startswith(COHORT):
        cohort = scene.library.cohorts.get(audience.removeprefix(COHORT))
        return phrase("admin.announce.cohort", name=cohort.name if cohort else audience)
    return phrase("admin.announce.course", title=scene.library.course_title(audience))


def log_audience(scene: Scene, audience: str) -> str:
    """An audience as the log has it, whoever reads that."""
    if audience.startswith(COHORT):
        code = audience.removeprefix(COHORT)
        cohort = scene.library.cohorts.get(code)
        return f"{cohort.name} ({code})" if cohort else code
    return audience or ALL


def choice(label: str, verb: Literal["to", "send"], id: str, audience: str) -> Offer:
    if audience == EVERYONE:
        return offer(label, f"admin announce {verb} everyone", id)
    return offer(label, f"admin announce {verb} {kind(audience)}", id, audience)


def kind(audience: str) -> str:
    if find_recipient(audience):
        return "chat"
    return "cohort" if audience.startswith(COHORT) else "course"

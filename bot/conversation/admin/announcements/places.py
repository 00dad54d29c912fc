"""Where an announcement can be posted: a server's channel, or a group.

It can be posted where its admin is, if others read there and we may write; that is how the bot is
told of a place. From then on it is offered by its name everywhere else, too. A place that was not
offered can't be named: no words of a command reach a chat that the bot was not told of.
"""

from bot.conversation.admin.areas import known
from bot.conversation.facts.admin import PlaceMet
from bot.conversation.facts.announcement import chat_audience
from bot.conversation.language.markup import plain
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten

LONGEST = 40
"""Characters of a place's name that are shown: about a button's width."""


def here(scene: Scene) -> tuple[str, str] | None:
    """The audience that is where the admin is, with its name; ``None`` if nobody else reads it."""
    address, place = scene.envelope.address, scene.envelope.place
    if place is None or not address.public:
        return None
    return chat_audience(address), _shown(place.name) or address.platform.title()


def closed(scene: Scene) -> str:
    """What the place is called where the admin is, if we may not post in it; else nothing."""
    found, place = here(scene), scene.envelope.place
    return found[1] if found and place and not place.open else ""


def meet(scene: Scene) -> None:
    """Remember the place where the admin is, if others read there and we may post."""
    found = here(scene)
    if found and not closed(scene):
        scene.facts.append(PlaceMet(*found))


def offered(scene: Scene) -> dict[str, str]:
    """The places that can be posted to, by audience, with their names; this one first."""
    places = dict(known(scene).places)
    found = here(scene)
    if found is None:
        return places
    places.pop(found[0], None)
    return places if closed(scene) else {found[0]: found[1], **places}


def _shown(name: str) -> str:
    seen = "".join(text if text.isprintable() else " " for text in name)
    return shorten(" ".join(plain(seen).split()), LONGEST)

"""The row in which a class stands, or what shares its machinery: begun, found, kept, spoken for."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.conversation.buttons import nonce
from bot.conversation.facts.live_class import ClassChanged, ClassKind, LiveClass, stir_class
from bot.conversation.inputs import Address
from bot.conversation.language.locale import Manner, manner, speaking
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds
from bot.conversation.turn import Scene


def new_class(
    scene: Scene,
    kind: ClassKind,
    lesson: str = "",
    revision: str = "",
    questions: tuple[str, ...] = (),
) -> LiveClass:
    """A new class in this chat, of whoever asks for it, in the language that they speak."""
    envelope, where, place = scene.envelope, scene.envelope.address, scene.envelope.place
    return LiveClass(
        nonce(f"{kind} {envelope.id}"),
        envelope.sender,
        where.platform,
        where.chat,
        place.thread if place else "",
        lesson,
        revision,
        manner().language,
        questions,
        since=scene.now,
        heard=scene.now,
        aside=not envelope.overheard,
        kind=kind,
    )


def class_data(scene: Scene) -> ClassKnown:
    """What was loaded of it for this turn."""
    return scene.known.get(ClassNeeds)


def under_way(scene: Scene) -> LiveClass | None:
    """The class of this turn, if it is not over."""
    live = class_data(scene).live
    return live if live and live.phase != "over" else None


def keep(scene: Scene, live: LiveClass) -> None:
    """Let it stand like this, and show that at once."""
    scene.facts.append(ClassChanged(live))
    scene.facts.append(stir_class(live, scene.now + 1))


def ringing(scene: Scene) -> LiveClass | None:
    """The class whose alarm rings; ``None`` if it is over and has no buttons any more."""
    live = class_data(scene).live
    return None if live is None or (live.phase == "over" and live.posed < 0) else live


@contextmanager
def in_its_name(scene: Scene, live: LiveClass) -> Iterator[None]:
    """Let it speak where it is held, in its own language."""
    scene.address = Address(live.platform, live.chat, public=True, handle=live.thread)
    with speaking(Manner(live.language)):
        yield

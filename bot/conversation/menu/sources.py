"""Where the figures and claims of a lesson come from, for whoever asks."""

from bot.conversation.acts import Act
from bot.conversation.language.paging import pack
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def needs(library: Library, session: Session | None, lesson: str = "") -> Needs:
    """What must be loaded to name the sources of a lesson: by default, of the lesson under way."""
    card = library.cards.get(lesson)
    run = session.latest if session else None
    if card:
        return Needs(lesson=(card.id, card.revision))
    return Needs(lesson=(run.lesson, run.revision)) if run and not lesson else Needs()


def tell(scene: Scene, lesson: str = "") -> None:
    """Name them; a question that is open stays so."""
    for message in _messages(scene):
        scene.say(message)


def _from_card(scene: Scene, lesson: str) -> None:
    *before, last = _messages(scene)
    for message in before:
        scene.say(message)
    scene.ask(last, [[offer(phrase("lesson.back"), "learn", lesson)]])


def _messages(scene: Scene) -> list[str]:
    known = scene.known.lesson
    if known is None:
        return [phrase("sources.which")]
    if not known.sources:
        return [phrase("sources.none", title=known.title)]
    listed = "\n\n".join(f"- {source}" for source in known.sources)
    return pack([phrase("sources", title=known.title), listed])


ACTS = (
    Act("sources", _from_card, needs, answers=True),
    Act("whence", tell, needs),
)

"""/predict: a question for whoever reads this chat, or for whoever asks, where they are alone.

Which question of a lesson it is changes from time to time; Discord's menu and Telegram's inline
mode offer each of them by its words.
"""

from bot.conversation import availability
from bot.conversation.inputs import Address
from bot.conversation.language.markup import mention
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.sharing import card, predicting
from bot.conversation.sharing.card import PostedQuestion
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library

SECOND = 1_000_000
"""Microseconds after which another question of a lesson has its turn."""

SEVERAL = 5
"""Lessons that are named where words may mean several."""


def needs(library: Library, session: Session | None, argument: str) -> Needs:
    """The question, or the lesson that it is to be of."""
    if key := card.key_in(argument):
        return predicting.needs(library, session, key)
    cards = _found(library, argument)
    if len(cards) == 1:
        return Needs(lesson=(cards[0].id, cards[0].revision), items=cards[0].id)
    return Needs()


def _found(library: Library, argument: str) -> list[Card]:
    return finding.meant(library, argument, SEVERAL)


def post(scene: Scene, argument: str) -> None:
    """Post a card here; where nobody else reads, ask its question."""
    envelope, place = scene.envelope, scene.envelope.place
    key = card.key_in(argument)
    if key and not envelope.address.public:
        predicting.predict(scene, key)
        return
    chosen = _chosen(scene, key, argument.strip())
    if isinstance(chosen, str):
        scene.say(chosen)
    elif not envelope.address.public:
        predicting.predict(scene, chosen.key)
    elif envelope.overheard:
        scene.outputs.append(chosen.output)
    elif place is None or not place.open:
        scene.say(phrase("predict.closed"))
    elif not place.writes:
        # Nobody speaks through us where they may not speak.
        scene.say(phrase("predict.silent"))
    else:
        # An answer is shown to whoever asked alone, so this is said in the chat itself.
        where = envelope.address
        scene.address = Address(where.platform, where.chat, public=True, handle=place.thread)
        scene.outputs.append(chosen.output)


def _chosen(scene: Scene, key: str, words: str) -> PostedQuestion | str:
    """The question, or why there is none."""
    if key:
        found = card.find(scene.library, key)
        return (card.posted(scene.lesson, key) if found else None) or phrase("predict.gone")
    lessons = _found(scene.library, words)
    if not lessons:
        return phrase("predict.unknown", text=mention(words))
    if len(lessons) > 1:
        titles = "\n".join(f"- `/predict {lesson.id}`: {lesson.title}" for lesson in lessons)
        if not words:
            return phrase("predict.which", titles=titles)
        return phrase("predict.several", text=mention(words), titles=titles)
    if lock := availability.lock(scene, lessons[0].id):
        return availability.opens(scene, lessons[0].id, lock)
    fitting = list(card.postable(scene.lesson))
    if not fitting:
        return phrase("predict.none", title=scene.lesson.title)
    return fitting[scene.now // SECOND % len(fitting)]

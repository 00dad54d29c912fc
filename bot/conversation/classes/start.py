"""/class: a lesson's questions for everybody in this chat.

Whoever asks for it leads it. Those who run the chat may say who may start one there, and when.
"""

from bot.conversation import availability
from bot.conversation.classes import chat_card, limits, offering, row, writing
from bot.conversation.classes.aside import aside
from bot.conversation.classes.chat_card import Kind
from bot.conversation.classes.controls import LEAST
from bot.conversation.facts.live_class import ClassChanged, stirred
from bot.conversation.language.markup import mention
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.outputs import Gather
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.sharing import card as sharing
from bot.conversation.turn import Scene
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.model import Lesson

THREAD = 15_000_000
"""Microseconds after which a class begins in the chat itself, if no thread was opened for it."""


def wanted(library: Library, session: Session | None, argument: str) -> Needs:
    """The lesson that is asked for, or the class whose question is to be answered alone."""
    if led := writing.led(argument):
        return writing.needs(library, session, *led)
    cards = offering.found(library, argument)
    if len(cards) == 1 and not limits.what(argument)[0]:
        return _lesson(cards[0])
    return Needs(admin=AdminNeeds())


def wanted_by_message(library: Library, session: Session | None, argument: str) -> Needs:
    """The lesson whose question a message holds, if it holds one."""
    posted = _posted(library, argument)
    return _lesson(posted[0]) if posted else Needs(admin=AdminNeeds())


def wanted_by_press(library: Library, session: Session, id: str, kind: int, choice: int) -> Needs:
    """The lesson that is picked on a card, if that is what it is about."""
    card = offering.meant(library, choice) if kind == Kind.LESSONS else None
    return _lesson(card) if card else Needs()


def _posted(library: Library, argument: str) -> tuple[Card, str] | None:
    """The lesson and the question of a card that was posted, if one is to be asked."""
    key = sharing.key_in(argument)
    return sharing.find(library, key) if key else None


def _lesson(card: Card) -> Needs:
    return Needs(lesson=(card.id, card.revision), admin=AdminNeeds())


def begin(scene: Scene, argument: str) -> None:
    """Gather a class here, or say why that can't be."""
    envelope, words = scene.envelope, argument.strip()
    about, rest = limits.what(words)
    led = writing.led(words)
    if led and not envelope.address.public:
        writing.ask(scene, *led)
    elif not envelope.address.public or envelope.place is None:
        scene.say(phrase("class.where"))
    elif about:
        limits.told(scene, about, rest)
    else:
        _begin_with(scene, words)


def begin_from_message(scene: Scene, argument: str) -> None:
    """Gather a class on the question that a message holds, or offer lessons for its words."""
    words = argument.strip()
    posted = _posted(scene.library, words)
    if not scene.envelope.address.public or scene.envelope.place is None:
        scene.say(phrase("class.where"))
    elif text := _hindered(scene, posted[0] if posted else None):
        scene.say(text)
    elif sharing.key_in(words):
        _begin_posted(scene, posted)
    elif near := offering.near(scene.library, words):
        offering.offer_near(scene, near, words)
    else:
        offering.offer_all(scene)


def press(scene: Scene, id: str, kind: int, choice: int) -> None:
    """A press on a card about the classes of this chat."""
    if not chat_card.is_mine(scene, id):
        aside(scene, phrase("class.card.not_yours"))
    elif kind == Kind.LIMIT:
        limits.press(scene, choice)
    elif (card := offering.meant(scene.library, choice)) is None:
        offering.turn(scene, choice)
    elif text := _hindered(scene, card) or _unfit(scene, card):
        aside(scene, text)
    else:
        offering.close(scene, card)
        _gather(scene, scene.lesson)


def _begin_with(scene: Scene, words: str) -> None:
    """The lesson that these words mean, or those that it may be."""
    cards = offering.found(scene.library, words)
    if text := _hindered(scene, cards[0] if len(cards) == 1 else None):
        scene.say(text)
    elif not words:
        offering.offer_all(scene)
    elif not cards and (near := offering.near(scene.library, words)):
        offering.offer_near(scene, near, words)
    elif not cards:
        scene.say(phrase("class.unknown", text=mention(words)))
    elif len(cards) > 1:
        offering.offered(scene, cards, words)
    elif text := _unfit(scene, cards[0]):
        scene.say(text)
    else:
        _gather(scene, scene.lesson)


def _begin_posted(scene: Scene, posted: tuple[Card, str] | None) -> None:
    """A class on one question, which was posted as a card."""
    if posted is None or posted[1] not in keyed(scene.lesson):
        scene.say(phrase("predict.gone"))
    elif lock := availability.lock(scene, posted[0].id):
        scene.say(availability.opens(scene, posted[0].id, lock))
    else:
        _gather(scene, scene.lesson, (posted[1],))


def keyed(lesson: Lesson) -> tuple[str, ...]:
    """The questions that a class can be asked: all that have a key."""
    return tuple(dict.fromkeys(question.id for question in lesson.questions if not question.open))


def _hindered(scene: Scene, card: Card | None) -> str:
    """Why there can be no class in this chat just now, on this lesson; nothing if there can."""
    place = scene.envelope.place
    if place is None or not place.open:
        return phrase("class.not_open")
    if text := limits.hindered(scene, card):
        return text
    if row.under_way(scene):
        return phrase("class.already")
    return ""


def _unfit(scene: Scene, card: Card) -> str:
    """Why there can be no class on this lesson; nothing if there can."""
    if lock := availability.lock(scene, card.id):
        return availability.opens(scene, card.id, lock)
    if len(keyed(scene.lesson)) < LEAST:
        return phrase("class.few", title=scene.lesson.title)
    return ""


def _gather(scene: Scene, lesson: Lesson, questions: tuple[str, ...] = ()) -> None:
    """Gather a class on these questions, or on all that it can be asked."""
    live = row.begun(scene, "class", lesson.id, lesson.revision, questions or keyed(lesson))
    place = scene.envelope.place
    if place and place.threads:
        scene.outputs.append(Gather(live.id, phrase("class.thread_name", title=lesson.title)))
        scene.facts.append(ClassChanged(live))
        scene.facts.append(stirred(live, scene.now + THREAD))
    else:
        row.keep(scene, live)

"""/class: a lesson's questions for everybody in this chat, and which lesson that is.

Whoever asks for a class leads it. Those who run the chat may say who may start a class there, and
when.

Without a word all lessons are offered, a page at a time, in the order of their courses; with words
those that hold them. A button carries a number made of the lesson's id, so it means the same lesson
whatever is published meanwhile.
"""

from collections.abc import Sequence
from hashlib import sha256

from bot.conversation import availability, sharing
from bot.conversation.classes import chat_card, host, limits, row, voting
from bot.conversation.classes.chat_card import Kind, Labels, aside
from bot.conversation.classes.message import MIN_QUESTIONS
from bot.conversation.facts.live_class import ClassChanged, stir_class
from bot.conversation.language.markup import mention
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import offer
from bot.conversation.outputs import Gather
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.faults import shorten
from bot.lessons.library import Library
from bot.lessons.model import Lesson

_SEVERAL = 8
"""Lessons that are offered at once."""

_QUOTED = 60
"""Characters of a message that are quoted."""

_PAGES = 100
"""Numbers of buttons that turn to a page; from here on they stand for lessons."""

_NUMBERS = 36**4 - _PAGES
"""How many numbers there are for lessons: what fits in a button's four digits."""


def lessons_named(library: Library, argument: str) -> list[Card]:
    """The lesson that words mean; several, if it may be any of these."""
    words = argument.strip()
    return finding.find_lesson(library, words, _SEVERAL) if words else []


def _lessons_near(library: Library, words: str) -> list[Card]:
    """Lessons that these words may be about, though none holds all of them."""
    return finding.find_mentioned(library, words, _SEVERAL) or finding.like(
        library, words, _SEVERAL
    )


def _offer_near(scene: Scene, cards: Sequence[Card], words: str) -> None:
    """Offer lessons that a message may be about, or somebody who has mistyped."""
    text = phrase("class.near", text=mention(shorten(words, _QUOTED)))
    chat_card.put(scene, Kind.LESSONS, text, [[_lesson_button(card)] for card in cards])


def _offer_several(scene: Scene, cards: Sequence[Card], words: str) -> None:
    """Offer these lessons, which all hold these words."""
    text = phrase("class.several", text=mention(words))
    chat_card.put(scene, Kind.LESSONS, text, [[_lesson_button(card)] for card in cards])


def _offer_all(scene: Scene) -> None:
    cards = _fitting(scene)
    if not cards:
        scene.say(phrase("class.none"))
        return
    chat_card.put(scene, Kind.LESSONS, phrase("class.which"), _page(cards, 0), _rooms(scene))


def _lesson_of_button(library: Library, number: int) -> Card | None:
    """The lesson that a button stands for; ``None`` if it turns a page, or there is none."""
    return next((card for card in library.cards.values() if _number(card) == number), None)


def _turn_page(scene: Scene, kind: Kind, number: int) -> None:
    cards = _fitting(scene, 1 if kind == Kind.PREDICT else MIN_QUESTIONS)
    if number >= _PAGES or not cards:
        return
    if kind == Kind.PREDICT:
        chat_card.change(scene, kind, phrase("predict.which"), _page(cards, number))
    else:
        chat_card.change(scene, kind, phrase("class.which"), _page(cards, number), _rooms(scene))


def _close_offer(scene: Scene, card: Card) -> None:
    chat_card.close(scene, Kind.LESSONS, phrase("class.picked_lesson", title=card.title))


def _rooms(scene: Scene) -> Labels:
    """What else there is in a chat; for those who run it, what they decide as well."""
    runs = scene.envelope.place is not None and scene.envelope.place.runs
    everybodys = chat_card.rooms("duel", "board")
    return [everybodys, chat_card.rooms("settings", "daily")] if runs else [everybodys]


def _fitting(scene: Scene, least: int = MIN_QUESTIONS) -> list[Card]:
    """The open lessons that have so many questions, in the order of their courses."""
    ordered = [id for course in scene.library.courses for id in course.lessons]
    cards = scene.library.cards
    ordered_cards = [cards[id] for id in dict.fromkeys([*ordered, *cards]) if id in cards]
    return [
        card
        for card in ordered_cards
        if len(card.questions) >= least and not availability.lock(scene, card.id)
    ]


def _page(cards: Sequence[Card], page: int) -> Labels:
    pages = -(-len(cards) // _SEVERAL)
    page %= pages
    shown = cards[page * _SEVERAL : (page + 1) * _SEVERAL]
    rows = [[_lesson_button(card)] for card in shown]
    return [*rows, [(phrase("class.pick.more"), (page + 1) % pages)]] if pages > 1 else rows


def _lesson_button(card: Card) -> tuple[str, int]:
    return card.title, _number(card)


def _number(card: Card) -> int:
    return _PAGES + int(sha256(card.id.encode()).hexdigest()[:12], 16) % _NUMBERS


THREAD = 15_000_000
"""Microseconds after which a class begins in the chat itself, if no thread was opened for it."""


def find_needs(library: Library, session: Session | None, argument: str) -> Needs:
    """The lesson that is asked for, or the class whose question is to be answered alone."""
    if led := voting.written_question(argument):
        return voting.needs_of_writing(library, session, *led)
    cards = lessons_named(library, argument)
    if len(cards) == 1 and not limits.what(argument)[0]:
        return _needs_of(cards[0])
    return Needs((AdminNeeds(),))


def wanted_by_message(library: Library, session: Session | None, argument: str) -> Needs:
    """The lesson whose question a message holds, if any."""
    posted = _find_posted(library, argument)
    return _needs_of(posted[0]) if posted else Needs((AdminNeeds(),))


def wanted_by_press(library: Library, session: Session, id: str, kind: int, choice: int) -> Needs:
    """The lesson that is picked on a card, if that is what it is about."""
    card = _lesson_of_button(library, choice) if kind != Kind.LIMIT else None
    return _needs_of(card) if card else Needs()


def _find_posted(library: Library, argument: str) -> tuple[Card, str] | None:
    key = sharing.key_in(argument)
    return sharing.find(library, key) if key else None


def _needs_of(card: Card) -> Needs:
    return Needs((AdminNeeds(),), lesson=(card.id, card.revision))


def begin(scene: Scene, argument: str) -> None:
    """Gather a class here, or say why that can't be."""
    envelope, words = scene.envelope, argument.strip()
    about, rest = limits.what(words)
    led = voting.written_question(words)
    if led and not envelope.address.public:
        voting.ask_alone(scene, *led) if led[1] else _lead(scene)
    elif not envelope.address.public or envelope.place is None:
        scene.point_on(phrase("class.where"), [[offer(phrase("start.lessons"), "menu")]])
    elif about:
        limits.answer_admin(scene, about, rest)
    else:
        _begin_with(scene, words)


def _lead(scene: Scene) -> None:
    """Give the controls of the class that its host has come from."""
    live = row.under_way(scene)
    if live is None:
        scene.say(phrase("class.over.alone"))
        return
    host.lead(scene, live)


def begin_from_message(scene: Scene, argument: str) -> None:
    """Gather a class on the question that a message holds, or offer lessons for its words."""
    words = argument.strip()
    posted = _find_posted(scene.library, words)
    if not scene.envelope.address.public or scene.envelope.place is None:
        scene.say(phrase("class.where"))
    elif text := _why_hindered(scene, posted[0] if posted else None):
        scene.say(text)
    elif sharing.key_in(words):
        _begin_posted(scene, posted)
    elif near := _lessons_near(scene.library, words):
        _offer_near(scene, near, words)
    else:
        _offer_all(scene)


def press(scene: Scene, id: str, kind: int, choice: int) -> None:
    if not chat_card.is_mine(scene, id):
        aside(scene, phrase("class.card.not_yours"))
    elif kind == Kind.LIMIT:
        limits.press(scene, choice)
    elif (card := _lesson_of_button(scene.library, choice)) is None:
        _turn_page(scene, Kind(kind), choice)
    elif kind == Kind.PREDICT:
        chat_card.close(scene, Kind.PREDICT, phrase("predict.picked", title=card.title))
        sharing.post(scene, card.id)
    elif text := _why_hindered(scene, card) or _unfit(scene, card):
        aside(scene, text)
    else:
        _close_offer(scene, card)
        _gather(scene, scene.lesson)


def predict(scene: Scene, argument: str) -> None:
    """Post a question here, or offer the lessons that it may be of."""
    words = argument.strip()
    cards = [] if sharing.key_in(words) else lessons_named(scene.library, words)
    text = phrase("class.several", text=mention(words)) if words else phrase("predict.which")
    offered = _fitting(scene, 1) if not words else cards if len(cards) > 1 else []
    if not offered:
        sharing.post(scene, argument)
    elif scene.envelope.address.public:
        chat_card.put(scene, Kind.PREDICT, text, _page(offered, 0))
    else:
        rows = [[offer(card.title, "predict of", card.id)] for card in offered[:_SEVERAL]]
        scene.card(text, [*rows, [offer(phrase("start.lessons"), "menu")]])


def _begin_with(scene: Scene, words: str) -> None:
    """The lesson that these words mean, or those that it may be."""
    cards = lessons_named(scene.library, words)
    if text := _why_hindered(scene, cards[0] if len(cards) == 1 else None):
        scene.say(text)
    elif not words:
        _offer_all(scene)
    elif not cards and (near := _lessons_near(scene.library, words)):
        _offer_near(scene, near, words)
    elif not cards:
        scene.say(phrase("class.unknown", text=mention(words)))
    elif len(cards) > 1:
        _offer_several(scene, cards, words)
    elif text := _unfit(scene, cards[0]):
        scene.say(text)
    else:
        _gather(scene, scene.lesson)


def _begin_posted(scene: Scene, posted: tuple[Card, str] | None) -> None:
    if posted is None or posted[1] not in keyed_questions(scene.lesson):
        scene.say(phrase("predict.gone"))
    elif lock := availability.lock(scene, posted[0].id):
        scene.say(availability.opens(scene, posted[0].id, lock))
    else:
        _gather(scene, scene.lesson, (posted[1],))


def keyed_questions(lesson: Lesson) -> tuple[str, ...]:
    """The questions that a class can be asked: all that have a key."""
    return tuple(dict.fromkeys(question.id for question in lesson.questions if not question.open))


def _why_hindered(scene: Scene, card: Card | None) -> str:
    """Why there can be no class in this chat just now, on this lesson; nothing if there can."""
    place = scene.envelope.place
    if place is None or not place.open:
        return phrase("class.not_open")
    if text := limits.why_hindered(scene, card):
        return text
    if row.under_way(scene):
        return phrase("class.already")
    return ""


def _unfit(scene: Scene, card: Card) -> str:
    """Why there can be no class on this lesson; nothing if there can."""
    if lock := availability.lock(scene, card.id):
        return availability.opens(scene, card.id, lock)
    if len(keyed_questions(scene.lesson)) < MIN_QUESTIONS:
        return phrase("class.few", title=scene.lesson.title)
    return ""


def _gather(scene: Scene, lesson: Lesson, questions: tuple[str, ...] = ()) -> None:
    live = row.new_class(
        scene, "class", lesson.id, lesson.revision, questions or keyed_questions(lesson)
    )
    place = scene.envelope.place
    if place and place.threads:
        scene.outputs.append(Gather(live.id, phrase("class.thread_name", title=lesson.title)))
        scene.facts.append(ClassChanged(live))
        scene.facts.append(stir_class(live, scene.now + THREAD))
    else:
        row.keep(scene, live)

"""A question as a card that anybody can read who reads the chat it is posted in.

It says what is asked, with what that rests on and the options, and never the answer. It stands
alone, so a question is left out that rests on a picture, or on more than is read in passing.
"""

from collections.abc import Iterator
from functools import lru_cache

from bot.conversation import buttons
from bot.conversation.language.markup import plain, unquoted
from bot.conversation.outputs import Doorway
from bot.conversation.phrases import phrase
from bot.conversation.question import posing
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.model import Lesson
from bot.lessons.question import Question
from bot.values import value

PAYLOAD = "_q-"
"""How the payload of a link begins that leads to a question; its key follows."""

LONGEST = 900
"""Characters of a card: more is not read in passing."""


Found = tuple[Card, str]
"""A question by its lesson and its id."""


@value
class PostedQuestion:
    """A question to be posted: its words, its lesson's title, and the text of its card."""

    key: str
    asked: str
    title: str
    text: str

    @property
    def payload(self) -> str:
        """What leads to it, in a link."""
        return f"{PAYLOAD}{self.key}"

    @property
    def output(self) -> Doorway:
        """The card with its button."""
        token = buttons.posted(self.key)
        return Doorway(self.text, phrase("predict.this"), self.payload, token)


@lru_cache(maxsize=16_384)
def key_of(lesson: str, question: str) -> str:
    """The key of a question, the same in every revision and language."""
    return buttons.nonce(f"{lesson} {question}")


def key_in(payload: str) -> str:
    """The key in a link's payload; empty if it leads elsewhere."""
    key = payload.strip().removeprefix(PAYLOAD)
    return key if payload.strip().startswith(PAYLOAD) and buttons.is_nonce(key) else ""


def find(library: Library, key: str) -> Found | None:
    """The lesson and the question of this key; ``None`` if nothing that is taught has it."""
    for card in library.cards.values():
        for question in card.questions:
            if key_of(card.id, question) == key:
                return card, question
    return None


def postable(lesson: Lesson) -> Iterator[PostedQuestion]:
    """The questions of a lesson that can stand alone in a chat, as cards, each once."""
    seen = set()
    for question in lesson.questions:
        if question.id not in seen and (made := card(lesson, question)):
            seen.add(question.id)
            yield made


def posted(lesson: Lesson, key: str) -> PostedQuestion | None:
    """The question of a lesson that has this key; ``None`` if it can't be posted any more."""
    return next(
        (posted_question for posted_question in postable(lesson) if posted_question.key == key),
        None,
    )


def card(lesson: Lesson, question: Question) -> PostedQuestion | None:
    """The card of a question; ``None`` if it can't stand alone."""
    if question.open:
        return None
    put = posing.posed(lesson, question, "predict.ask", cold=True)
    drawing = posing.fenced(put.drawing)
    if drawing is None:
        return None
    options = "\n".join(f"- {' '.join(option.label.split())}" for option in question.options)
    foot = phrase("predict.foot", title=lesson.title)
    text = "\n\n".join(part for part in (drawing, put.text, options, foot) if part)
    if len(text) > LONGEST:
        return None
    asked = unquoted(plain(posing.words(question)))
    return PostedQuestion(key_of(lesson.id, question.id), asked, plain(lesson.title), text)

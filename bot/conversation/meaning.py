"""What an input stands for: an act of the open question, or why it does not count.

An input becomes an *act*, a short text such as ``commit 0 sure``: a press by its token, typed words
by the choice that they match. Only choices of the open question have acts, so nothing can be
reached that was not offered.
"""

from dataclasses import dataclass

from bot.conversation import tokens
from bot.conversation.inputs import Input, Press, Text, Upload
from bot.conversation.matching import match
from bot.conversation.session import Open, Session


@dataclass(frozen=True, slots=True)
class Stray:
    """An input that does not count, and what its learner is told; nothing if it is not ours."""

    key: str | None


def act_of(session: Session | None, given: Press | Text | Upload) -> str | Stray | None:
    """What an input stands for; ``None`` for words that fit no choice, or an unwanted file."""
    if session is None:
        return None
    if isinstance(given, Upload):
        return _file(session, given)
    if isinstance(given, Text):
        if given.question:
            return _written(session, given)
        return match(given.text, session.open) if session.open else None
    token = tokens.parse(given.token)
    if token is None:
        return Stray(None)
    meant = _meant(session, token.nonce, token.question)
    if isinstance(meant, Open):
        offers, choice = meant.offers, token.choice - meant.first
        if choice < 0:
            return Stray("press.changed")
        return offers[choice].act if choice < len(offers) else Stray(None)
    return meant


def _file(session: Session, given: Upload) -> str | Stray | None:
    """A file is an answer where files are wanted, or belongs to the one that it was sent with."""
    if session.album and given.album == session.album.id:
        return "add"
    if given.question:
        return _written(session, given)
    asked = session.open
    return asked.words if asked and asked.files else None


def _written(session: Session, given: Text | Upload) -> str | Stray | None:
    """Words for a certain question: an answer as they are, even if they read like a choice."""
    name = tokens.named(given.question)
    if name is None:
        return Stray(None)
    meant = _meant(session, *name)
    if isinstance(meant, Open):
        if not meant.words:
            return Stray(None)
        if isinstance(given, Upload):
            return meant.words if meant.files else None
        return meant.words if given.text.strip() else None
    # These words were kept nowhere, so that they were got already would be untrue.
    return Stray("press.closed") if meant.key == "press.again" else meant


def _meant(session: Session, nonce: str, number: int) -> Open | Stray:
    """The open question, if that is the one, or why it is not."""
    if nonce != session.nonce or number > session.asked:
        return Stray("press.foreign")
    if session.open and number == session.open.number:
        return session.open
    return Stray("press.again" if number == session.answered else "press.closed")


def aimed(given: Input) -> bool:
    """Whether an input is an answer to a certain question, and only to that."""
    if isinstance(given, Text | Upload):
        return bool(given.question)
    return isinstance(given, Press)

"""What an input means: an act, an answer that does not count, or nothing that fits.

A press means the choice whose token it carries, typed words the choice that they match: its number,
its label, a beginning of it, or words that name it. Only choices of the open question are found in
this way, so nothing can be reached that was not offered; a second tap, or a tap on an old question,
is a ``Stray`` and counts for nothing. An input is understood once, as ``Meant``, and that is what
must be loaded is asked of, and what is carried out.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from bot.conversation import buttons
from bot.conversation.acts import About, Acting, Acts, UnderWay
from bot.conversation.inputs import Envelope, Input, Press, Text, Upload
from bot.conversation.language.locale import DEFAULT, LANGUAGES, Manner, speaking
from bot.conversation.learner import NOBODY, Learner
from bot.conversation.offers import Call, Offer, Open
from bot.conversation.phrases.words import word_list
from bot.conversation.question.naming import (
    answer,
    find_call,
    fold,
    listed_phrases,
    number,
    only,
    unknown,
    verdict,
)
from bot.conversation.session import IDLE, Session
from bot.lessons.library import Library
from bot.values import replace, value

_FIRST = re.compile(r"\w+(?:'| )")
"""A label's first word; a word that is cut short, as in "l'eau", ends in its apostrophe."""

_AROUND = re.compile(r"^\W+|\W+$")
"""What may stand around an aside, such as an emoji."""

_SIGN = re.compile(r"^\W+ ")
"""A sign before a label's words, as in "❌ 5"."""


def match(text: str, asked: Open) -> Call | None:
    """The call that ``text`` stands for, or ``None`` if it fits no choice or several.

    Where words are an answer, a text is an answer unless it is just a label or a number, or says
    "no idea" where that can be said; a number, too, where that may be an answer.

    A whole label comes before a number (a choice may be called "2", or "❌ 2"), a number before the
    words after a label's colon, and these before the beginning of either: so "no" is the answer and
    not "No idea". Where there is a single choice, "ok" is enough, whatever may be said beside it.
    What says how much of something was there comes before all beginnings: "the answer" is not "The
    answer and why". Else it may name a choice in other ways (``naming``). What is not shown comes
    after all that is.
    """
    wanted = fold(text)
    if not wanted:
        return None
    offers, every = asked.offers, (*asked.offers, *asked.unseen)
    if len(same := [offer for offer in every if fold(offer.label) == wanted]) == 1:
        return same[0].act
    if wanted.isdecimal() and not asked.digits:
        if (
            len(same := [offer for offer in offers if _SIGN.sub("", fold(offer.label)) == wanted])
            == 1
        ):
            return same[0].act
        if 1 <= number(wanted) <= len(offers):
            return offers[number(wanted) - 1].act
        return asked.words or None
    if asked.words:
        return unknown(wanted, every) or asked.words
    if len(asked.ways) == 1 and wanted in listed_phrases("match.on"):
        return asked.ways[0].act
    return _among(offers, wanted) or _among(asked.unseen, wanted)


def _among(offers: Sequence[Offer], wanted: str) -> Call | None:
    return (
        verdict(wanted, offers)
        or only([offer for offer in offers if answer(offer) == wanted])
        or only([offer for offer in offers if _begins(offer, wanted)])
        or find_call(wanted, offers)
    )


def _begins(offer: Offer, wanted: str) -> bool:
    label = fold(offer.label)
    if label.startswith(wanted) or answer(offer).startswith(wanted):
        return True
    first = _FIRST.match(label)
    # Only where it would fit, since who speaks English needs no other language's catalogue.
    return (
        first is not None
        and label.startswith(wanted, first.end())
        and first[0].rstrip() in _articles()
    )


@cache
def _articles() -> frozenset[str]:
    """The articles of all languages: a lesson may be in another language than its learner."""
    texts: set[str] = set()
    for language in LANGUAGES:
        with speaking(Manner(language)):
            texts.update(word_list("match.articles").split())
    return frozenset(texts)


@value
class Stray:
    """An input that does not count, and what its learner is told; nothing if it is not ours."""

    key: str | None


NONE = Acts(())


@value
class Meant:
    """An input, understood.

    ``library`` and ``session`` are in the language of the turn; ``learner`` is whose it is, and
    ``manner`` how they are spoken to.
    What is meant is an act with what it is about, or a ``stray`` that does not count; with neither,
    it is an alarm, an unknown command, or something that fits nothing. ``call`` is the act's, if a
    choice was made. ``acts`` are all that there are.
    ``matters`` are the interceptors that the input concerns, innermost first, each with what it has
    to do with them.
    """

    library: Library
    session: Session | None
    envelope: Envelope
    learner: Learner = NOBODY
    manner: Manner = DEFAULT
    acts: Acts = NONE
    call: Call = ()
    acting: Acting | None = None
    stray: Stray | None = None
    matters: tuple[tuple[Any, Any], ...] = ()

    @property
    def given(self) -> Input:
        """What came in."""
        return self.envelope.input

    @property
    def about(self) -> About:
        """What the act belongs to."""
        return self.acting.act.about if self.acting else "elsewhere"

    @property
    def goes_on(self) -> UnderWay | None:
        """The run or review that the act goes on with, if it does."""
        acting, session = self.acting, self.session
        if acting is None or session is None:
            return None
        if acting.act.goes_on is not None:
            return acting.act.goes_on(session, *acting.arguments)
        if acting.act.about == "lesson":
            return session.run
        return session.review if acting.act.about == "review" else None

    @property
    def asked_about(self) -> About:
        """What the open question belongs to."""
        asked = self.session.open if self.session else None
        if asked is None:
            return "elsewhere"
        call = asked.words or next((offer.act for offer in asked.offers), ())
        return self.acts.about(call, self.session)


_ASIDES = {
    "match.greetings": "greet",
    "match.sources": "whence",
    "match.help": "assist",
    "match.stop": "leave",
    "match.thanks": "thank",
    "match.why": "why",
}
"""What may be said at any time, by the phrase that lists its words, and the act that it is."""

_REASONS = (("hint",), ("further",))
"""Calls of choices that say more: where one is offered, "why?" stands for it."""


def _aside(envelope: Envelope, session: Session | None) -> Call:
    """What an input stands for that is no answer to what is asked, such as a "hello".

    It is an answer where a choice is called like that, and where words were asked for just now, as
    in a form; unless it is a whole question. Where it may be either, its learner is asked.
    """
    content = envelope.input
    if not isinstance(content, Text):
        return ()
    said = _AROUND.sub("", fold(content.text)) or content.text
    verb = next((verb for key, verb in _ASIDES.items() if said in listed_phrases(key)), "")
    asked = session.open if session else None
    if content.question and verb not in ("assist", "thank", "why"):
        return ()
    if verb in ("thank", "why") and envelope.overheard and not content.question:
        # It is said to somebody else there.
        return ()
    if verb and asked:
        fresh = envelope.moment - asked.asked_at < IDLE
        if said in map(_label, (*asked.offers, *asked.unseen)):
            return ()
        if asked.words and fresh and (doubt := _doubt(verb, said, asked)) is not None:
            return (doubt, verb, content.text) if doubt else ()
        if verb == "why":
            every = (offer.act for offer in (*asked.offers, *asked.unseen))
            return next((act for act in every if act in _REASONS), (verb,))
    return (verb,) if verb else ()


def _doubt(verb: str, said: str, asked: Open) -> str | None:
    """The act that asks which it is; empty for an answer, ``None`` for what is surely none."""
    short = asked.words[:1] == ("answer",)
    if verb == "why" or (verb == "assist" and short):
        # No word is a range.
        return None if asked.words[:1] == ("estimate",) else "unsure"
    # Nobody hands in "help", but what is asked for in a word or two may be called "stop".
    aside = verb == "thank" or (verb == "whence" and " " in said)
    return None if aside or (verb in ("assist", "leave") and not short) else ""


def _as_typed(call: Call | Stray | None, session: Session | None, envelope: Envelope) -> Envelope:
    """The input; for a choice that says what was typed is the answer, that as if typed now."""
    asked, content = session.open if session else None, envelope.input
    if asked is None or not asked.typed or call != asked.words:
        return envelope
    if isinstance(content, Text) and fold(content.text) not in map(_label, asked.offers):
        return envelope
    return replace(envelope, input=Text(asked.typed))


def _label(offer: Offer) -> str:
    return fold(offer.label)


def find_meaning(
    acts: Acts,
    library: Library,
    session: Session | None,
    envelope: Envelope,
    learner: Learner = NOBODY,
    manner: Manner = DEFAULT,
) -> Meant:
    """What a press, a text or a file means; raises ``LookupError`` for an act we do not know."""
    content = envelope.input
    call: Call | Stray | None = find_shared_call(content)
    if call is None and session is not None and isinstance(content, Press | Text | Upload):
        call = call_of(session, content)
    if not isinstance(call, Stray) and (aside := _aside(envelope, session)):
        call = aside
    envelope = _as_typed(call, session, envelope)
    if isinstance(call, Stray):
        return Meant(library, session, envelope, learner, manner, acts, stray=call)
    acting = acts.find(call, session) if call else None
    return Meant(library, session, envelope, learner, manner, acts, call or (), acting)


CARDS = {3: "daily", 4: "duel", 5: "board", 7: "room"}
"""Cards of a chat by their number (``chat_card.Kind``) that other rooms than the class answer."""


def find_shared_call(content: Input) -> Call | None:
    """What a press means that is about a class, a chat's classes or a card; else ``None``."""
    if isinstance(content, Press) and (key := buttons.posted_key(content.token)):
        return ("predict", "this", key)
    token = buttons.parse(content.token) if isinstance(content, Press) else None
    if token is None or not (token.shared or token.of_chat):
        return None
    what = CARDS.get(token.question, "card") if token.of_chat else "press"
    return ("class", what, token.nonce, str(token.question), str(token.choice))


def call_of(session: Session | None, content: Press | Text | Upload) -> Call | Stray | None:
    """What an input stands for; ``None`` for words that fit no choice, or an unwanted file."""
    if session is None:
        return None
    if isinstance(content, Upload):
        return _file(session, content)
    if isinstance(content, Text):
        if content.question:
            return _interpret_words(session, content)
        return match(content.text, session.open) if session.open else None
    token = buttons.parse(content.token)
    if token is None:
        return Stray(None)
    meant = _open_question(session, token.nonce, token.question)
    if isinstance(meant, Open):
        offers, choice = meant.offers, token.choice - meant.first
        if choice < 0:
            return Stray("press.changed")
        return offers[choice].act if choice < len(offers) else Stray(None)
    return meant


def _file(session: Session, upload: Upload) -> Call | Stray | None:
    """A file is an answer where files are wanted, or belongs to its album's file."""
    if session.album and upload.album == session.album.id:
        return ("add",)
    if upload.question:
        return _interpret_words(session, upload)
    asked = session.open
    if asked and not asked.files and upload.text:
        return match(upload.text, asked)
    return _interpret_file(asked) if asked else None


def words_alone(session: Session | None, content: Input) -> bool:
    """Whether it is the words beside a file that are taken, and nothing comes of the file."""
    asked = session.open if session else None
    return (
        isinstance(content, Upload) and bool(content.text) and asked is not None and not asked.files
    )


def _interpret_file(asked: Open) -> Call | None:
    """What a file stands for; where no words are an answer, it is more of what was handed in."""
    return (asked.words or ("more",)) if asked.files else None


def _interpret_words(session: Session, content: Text | Upload) -> Call | Stray | None:
    """Words for a certain question: an answer as they are, even if they read like a choice."""
    name = buttons.parse_question_name(content.question)
    if name is None:
        return Stray(None)
    meant = _open_question(session, *name)
    if isinstance(meant, Open):
        if isinstance(content, Upload) and (meant.files or meant.words):
            return _interpret_file(meant)
        if isinstance(content, Upload) or not meant.words:
            return Stray(None)
        return meant.words if content.text.strip() else None
    # These words were kept nowhere, so that they were got already would be untrue.
    return Stray("press.closed") if meant.key == "press.again" else meant


def _open_question(session: Session, nonce: str, number: int) -> Open | Stray:
    """The open question, if that is meant, or why it is not."""
    if nonce != session.nonce or number > session.asked:
        return Stray("press.foreign")
    if session.open and number == session.open.number:
        return session.open
    return Stray("press.again" if number == session.answered else "press.closed")


def is_aimed(content: Input) -> bool:
    """Whether an input is an answer to a certain question, and only to that."""
    if isinstance(content, Text | Upload):
        return bool(content.question)
    return isinstance(content, Press)

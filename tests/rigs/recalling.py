"""Somebody in the midst of a recall, before a question that is to be said first."""

import re

from bot.conversation.inputs import Command
from bot.conversation.lesson.beats import Write
from bot.conversation.lesson.modes import flow
from bot.conversation.lesson.playthrough import Playthrough
from bot.conversation.offers import Offer
from bot.conversation.phrases import phrase
from bot.conversation.session import Run
from bot.lessons.question import Question
from tests.rigs.courses import parsed
from tests.rigs.paths import CONTENT
from tests.rigs.talk import Conversation

_SOURCE = (CONTENT / "genai" / "retrieval.md").read_text(encoding="utf-8")
LESSON = parsed(
    re.sub(r"\b[Hh]ow (does|do|will|would) ", r"What way \1 ", _SOURCE), "retrieval.md"
).lesson
"""A question that asks how is asked for no reason, so none of this one does."""

VERDICTS = ["The answer and why", "Only the answer", "Not that"]
PLAIN = ["Yes", "Partly", "No"]
"""What a question offers whose answer is a reason itself."""

SHOW = "Show me the choices"
OWN = "Something like a *passage*."


def begun() -> Conversation:
    """A recall stands at the first question that is to be said."""
    talk = Conversation([LESSON])
    talk.send(Command("learn", LESSON.id))
    talk.press("From memory")
    talk.press("Skip")
    until_said_first(talk)
    return talk


def how_many(talk: Conversation) -> int:
    """Questions of this recall that are to be said first: what the lesson has, six at most."""
    return sum(isinstance(one, Write) and one.brief for one in flow(run_of(talk), LESSON))


def until_said_first(talk: Conversation) -> bool:
    """Go on, right and probably so, to a question that is to be said first; whether one came."""
    while talk.session and talk.session.run and SHOW not in talk.labels:
        if VERDICTS[1] in talk.labels or PLAIN[1] in talk.labels:
            return True
        choose(talk)
    return bool(talk.session and talk.session.run)


def choose(talk: Conversation, confidence: str = "probable", *, right: bool = True) -> None:
    """Commit to the question under way, or go on with what else is asked."""
    here = under_way(talk)
    offers = {one.label: one.act for one in open_offers(talk)}
    asked = getattr(here.beat, "question", None)
    if not isinstance(asked, Question) or phrase("ask.continue") in offers:
        talk.press(phrase("judge.done") if phrase("judge.done") in offers else next(iter(offers)))
        return
    if asked.typed:
        talk.type(asked.typed.accepted[0] if right else "purple elephants")
    else:
        fits = [
            label
            for label, act in offers.items()
            if act[0] in ("commit", "pick") and asked.options[int(act[1])].right == right
        ]
        talk.press(next((one for one in fits if confidence in offers[one]), fits[0]))
    for one in open_offers(talk):
        if one.act == ("sure", confidence):
            talk.press(one.label)


def open_offers(talk: Conversation) -> tuple[Offer, ...]:
    assert talk.session
    return talk.session.open.offers if talk.session.open else ()


def under_way(talk: Conversation) -> Playthrough:
    return Playthrough(run_of(talk), LESSON)


def run_of(talk: Conversation) -> Run:
    assert talk.session
    assert talk.session.run
    return talk.session.run

"""``/class duel``: somebody challenges whoever is first, or whom they name; and that is taken.

A challenge is for one member if it is sent in reply to them, or names them with a mention. What
follows names a lesson; without that one is drawn among those with enough questions.
"""

import re
from collections.abc import Sequence
from enum import IntEnum

from bot.conversation import availability
from bot.conversation.acts import Act
from bot.conversation.buttons import nonce
from bot.conversation.classes import limits, offering, row
from bot.conversation.classes.aside import aside
from bot.conversation.classes.chat_card import Labels
from bot.conversation.duels import result
from bot.conversation.facts.live_class import LiveClass, Match
from bot.conversation.inputs import LearnerId
from bot.conversation.language.markup import mention
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.values import replace

QUESTIONS = 5
"""Questions of a duel."""

_MENTION = re.compile(r"<@!?(\d{1,20})>")
"""How Discord writes whom a command names."""


class Step(IntEnum):
    """What the buttons of a duel stand for."""

    TAKE = 0
    TAKE_FOR_ALL = 1
    CALL_OFF = 2
    OFFER = 3
    RESULT = 4


def wanted(library: Library, session: Session | None, argument: str) -> Needs:
    """The latest duel of this chat, and whether whoever asks has the role of a host."""
    return Needs(in_class=ClassNeeds(kind="duel", lesson=False), admin=AdminNeeds())


def begin(scene: Scene, argument: str) -> None:
    """Challenge somebody, or say why that can't be."""
    place, sender = scene.envelope.place, scene.envelope.sender
    named = _MENTION.search(argument)
    rival = LearnerId("")
    if named:
        rival = LearnerId(f"{scene.envelope.address.platform}:{named[1]}")
    elif place:
        rival = place.replied
    words = _MENTION.sub(" ", argument).strip()
    cards = _cards(scene, words)
    if place is None or not place.open:
        scene.say(phrase("class.not_open"))
    elif text := limits.hindered(scene):
        scene.say(text)
    elif _stands(scene):
        scene.say(phrase("duel.already"))
    elif "@" in words:
        # Telegram does not say who that is.
        scene.say(phrase("duel.named"))
    elif rival == sender:
        scene.say(phrase("duel.yourself"))
    elif not cards:
        scene.say(phrase("duel.unknown", text=mention(words)) if words else phrase("class.none"))
    elif not (theirs := [card for card in cards if not limits.hindered(scene, card)]):
        scene.say(limits.hindered(scene, cards[0]))
    else:
        drawn = int(nonce(f"lesson {scene.envelope.id}"), 32) % len(theirs)
        _challenge(scene, theirs[drawn], rival)


def _cards(scene: Scene, words: str) -> Sequence[Card]:
    """The lessons that it may be on."""
    cards = offering.found(scene.library, words)[:1] if words else scene.library.in_order()
    return [
        card
        for card in cards
        if len(card.questions) >= QUESTIONS and not availability.lock(scene, card.id)
    ]


def _stands(scene: Scene) -> bool:
    """Whether their last challenge has not ended."""
    live = row.known(scene).live
    if live is None or live.phase not in ("gathering", "asking"):
        return False
    return live.host == scene.envelope.sender


def _challenge(scene: Scene, card: Card, rival: LearnerId) -> None:
    live = row.begun(scene, "duel", card.id, card.revision)
    row.keep(scene, replace(live, match=Match(), rival=rival))


def labels(live: LiveClass) -> Labels:
    """The buttons of a challenge, and of a duel that has ended."""
    if live.match is None or live.phase not in ("gathering", "revealed"):
        return []
    if live.phase == "revealed":
        return [[(phrase("duel.result"), int(Step.RESULT))]]
    if live.match.offered:
        take = [
            [(phrase("duel.take.for_all"), int(Step.TAKE_FOR_ALL))],
            [(phrase("duel.take.for_us"), int(Step.TAKE))],
        ]
    else:
        take = [[(phrase("duel.take"), int(Step.TAKE))]]
    offer = phrase("duel.offer.back" if live.match.offered else "duel.offer")
    return [*take, [(offer, int(Step.OFFER))], [(phrase("duel.call_off"), int(Step.CALL_OFF))]]


def press(scene: Scene, id: str, kind: int, choice: int) -> None:
    """A press on one of them."""
    known = row.known(scene)
    live = known.live
    if live is None or live.match is None or live.phase == "over":
        aside(scene, phrase("duel.over"))
    elif choice == Step.RESULT:
        _show_result(scene, known, live)
    elif choice in (Step.TAKE, Step.TAKE_FOR_ALL):
        _take(scene, live, live.match, for_all=choice == Step.TAKE_FOR_ALL)
    elif live.host != scene.envelope.sender:
        aside(scene, phrase("duel.not_yours"))
    elif live.match.taken:
        aside(scene, phrase("duel.taken"))
    elif choice == Step.OFFER:
        row.keep(scene, replace(live, match=replace(live.match, offered=not live.match.offered)))
    elif choice == Step.CALL_OFF:
        row.keep(scene, replace(live, phase="over", since=scene.now))


def _show_result(scene: Scene, known: ClassKnown, live: LiveClass) -> None:
    if live.phase == "revealed":
        result.show(scene, known, live)
    else:
        # Nobody is to know the key before both have answered, whatever data a press may carry.
        aside(scene, phrase("class.closed"))


def _take(scene: Scene, live: LiveClass, match: Match, *, for_all: bool) -> None:
    sender = scene.envelope.sender
    if match.taken:
        aside(scene, _begun(match) if sender == live.rival else phrase("duel.taken"))
    elif sender == live.host:
        aside(scene, phrase("duel.own"))
    elif live.rival and sender != live.rival:
        aside(scene, phrase("duel.not_for_you"))
    elif for_all and not match.offered:
        # It was taken back just now, and what the two agree on is to be what they read.
        aside(scene, phrase("duel.changed"))
    else:
        match = replace(match, taken=True, told=for_all)
        row.keep(scene, replace(live, rival=sender, match=match))
        aside(scene, _begun(match))


def _begun(match: Match) -> str:
    return phrase("duel.begins.for_all" if match.told else "duel.begins")


def _needs(library: Library, session: Session, id: str, kind: int, choice: int) -> Needs:
    told = choice == Step.RESULT
    return Needs(in_class=ClassNeeds(id, lesson=told, votes=told, ballots=told))


ACTS = (Act("class duel", press, _needs),)
"""The buttons of a duel."""

"""/class: a lesson's questions for everybody in this chat.

Whoever asks for it leads it. In a chat whose admins want that, only they may start one, and whoever
has the role of a host for the lesson's course or for a group that learns it.
"""

from typing import Literal

from bot.conversation import availability
from bot.conversation.buttons import nonce
from bot.conversation.classes.controls import LEAST
from bot.conversation.facts.live_class import (
    ClassChanged,
    ClassesLimited,
    LiveClass,
    stirred,
)
from bot.conversation.facts.roles import may
from bot.conversation.language.locale import manner
from bot.conversation.language.markup import mention
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassKnown
from bot.conversation.outputs import Gather
from bot.conversation.phrases import phrase
from bot.conversation.scopes import around_lesson
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.lessons.model import Lesson

LIMITS: dict[str, Literal["admins", "everybody"]] = {"admins": "admins", "everybody": "everybody"}
"""What an admin of the chat may write in place of a lesson: who starts a class there."""

SEVERAL = 5
"""Lessons that are named where words may mean several."""

THREAD = 15_000_000
"""Microseconds after which a class begins in the chat itself, if no thread was opened for it."""


def wanted(library: Library, session: Session | None, argument: str) -> Needs:
    """The lesson that is asked for."""
    found = _found(library, argument)
    if len(found) == 1 and argument.strip().casefold() not in LIMITS:
        return Needs(lesson=(found[0].id, found[0].revision), admin=AdminNeeds())
    return Needs()


def _found(library: Library, argument: str) -> list[Card]:
    words = argument.strip()
    if not words:
        return []
    known = finding.find(library, words)
    return [known] if known else finding.search(library, words, SEVERAL)


def begin(scene: Scene, argument: str) -> None:
    """Gather a class here, or say why that can't be."""
    envelope, words = scene.envelope, argument.strip()
    if not envelope.address.public or envelope.place is None:
        scene.say(phrase("class.where"))
    elif limit := LIMITS.get(words.casefold()):
        _limit(scene, limit)
    elif text := _hindered(scene, words) or _unfit(scene, words):
        scene.say(text)
    else:
        _gather(scene, scene.lesson)


def keyed(lesson: Lesson) -> tuple[str, ...]:
    """The questions that a class can be asked: with options to choose from, and a key."""
    found = (
        one.id
        for one in lesson.questions
        if one.options and not (one.open or one.estimate or one.typed)
    )
    return tuple(dict.fromkeys(found))


def _limit(scene: Scene, limit: Literal["admins", "everybody"]) -> None:
    where, place = scene.envelope.address, scene.envelope.place
    if place is None or not place.runs:
        scene.say(phrase("class.limit.admins_only"))
        return
    scene.facts.append(ClassesLimited(where.platform, where.chat, limit))
    scene.say(phrase(f"class.limit.{limit}"))


def _hindered(scene: Scene, words: str) -> str:
    """Why there can be no class in this chat just now; nothing if there can."""
    known, place = scene.known.in_class or ClassKnown(), scene.envelope.place
    if place is None or not place.open:
        return phrase("class.not_open")
    if known.limited and not (place.runs or _is_host(scene, words)):
        return phrase("class.limited")
    if known.live is not None and known.live.phase != "over":
        return phrase("class.already")
    return ""


def _is_host(scene: Scene, words: str) -> bool:
    """Whether whoever asks may hold a class on this lesson where only a chat's admins may."""
    found = _found(scene.library, words)
    asked = around_lesson(scene.library, found[0].id) if len(found) == 1 else ()
    return may(scene.known.roles, "host", asked)


def _unfit(scene: Scene, words: str) -> str:
    """Why these words name no lesson for a class; nothing if they do."""
    if not words:
        return phrase("class.which")
    found = _found(scene.library, words)
    if not found:
        return phrase("class.unknown", text=mention(words))
    if len(found) > 1:
        titles = "\n".join(f"- `/class {one.id}`: {one.title}" for one in found)
        return phrase("class.several", text=mention(words), titles=titles)
    if lock := availability.lock(scene, found[0].id):
        return availability.opens(scene, found[0].id, lock)
    if len(keyed(scene.lesson)) < LEAST:
        return phrase("class.few", title=scene.lesson.title)
    return ""


def _gather(scene: Scene, lesson: Lesson) -> None:
    envelope, where, place = scene.envelope, scene.envelope.address, scene.envelope.place
    live = LiveClass(
        nonce(f"class {envelope.id}"),
        envelope.sender,
        where.platform,
        where.chat,
        place.thread if place else "",
        lesson.id,
        lesson.revision,
        manner().language,
        keyed(lesson),
        since=scene.now,
        heard=scene.now,
    )
    soon = 1
    if place and place.threads:
        scene.outputs.append(Gather(live.id, phrase("class.thread_name", title=lesson.title)))
        soon = THREAD
    scene.facts.append(ClassChanged(live))
    scene.facts.append(stirred(live, scene.now + soon))

"""A question inside an announcement: picked by words of a lesson, then by its own.

It goes along as a card whose button asks it where its reader is alone, so what everybody commits to
is a prediction of their own, with its reveal, and nobody else's to read.
"""

from bot.conversation.language.markup import mention
from bot.conversation.phrases import phrase
from bot.conversation.session import Offer, call, offer
from bot.conversation.sharing import card
from bot.conversation.sharing.card import PostedQuestion
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.faults import shorten
from bot.lessons.library import Library

LESSONS = 8
"""Lessons that are offered at once."""

PAGE = 6
"""Questions of a lesson on a page."""

LABEL = 60
"""Characters of a question on its button."""


def search(scene: Scene, id: str, words: str) -> None:
    """Offer lessons that fit these words; without any, ask for some."""
    lessons = _fitting(scene.library, words) if words else []
    rows = [
        [offer(shorten(one.title, LABEL), "admin announce question of", id, one.id)]
        for one in lessons
    ]
    text = phrase("admin.announce.question.ask")
    if words:
        key = "which" if lessons else "none"
        text = phrase(f"admin.announce.question.{key}", text=mention(words))
    rows.append([_back(id)])
    scene.card(text, rows, words=call("admin announce question find", id))


def _fitting(library: Library, words: str) -> list[Card]:
    known = finding.find(library, words)
    if known:
        return [known]
    return finding.search(library, words, LESSONS) or finding.like(library, words, LESSONS)


def offer_of(scene: Scene, id: str, page: int) -> None:
    """Offer the questions of a lesson."""
    found = list(card.postable(scene.lesson))
    shown = found[page * PAGE : (page + 1) * PAGE]
    rows = [
        [offer(shorten(one.asked, LABEL), "admin announce question pick", id, one.key)]
        for one in shown
    ]
    turn = []
    lesson = scene.lesson.id
    if page:
        turn.append(
            offer(phrase("menu.earlier"), "admin announce question of", id, lesson, page - 1)
        )
    if len(found) > (page + 1) * PAGE:
        turn.append(offer(phrase("menu.more"), "admin announce question of", id, lesson, page + 1))
    lines = [f"{n}. {one.asked}" for n, one in enumerate(shown, start=page * PAGE + 1)]
    key = "of" if found else "empty"
    head = phrase(f"admin.announce.question.{key}", title=scene.lesson.title)
    text = "\n\n".join(part for part in (head, "\n".join(lines)) if part)
    scene.card(text, [*rows, turn, [_back(id)]], words=call("admin announce question find", id))


def picked(scene: Scene, key: str) -> PostedQuestion | None:
    """The question of this key, if its lesson has it still."""
    return next((one for one in card.postable(scene.lesson) if one.key == key), None)


def _back(id: str) -> Offer:
    return offer(phrase("admin.back"), "admin announce show", id)

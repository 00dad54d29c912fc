"""The area of lessons: all that are taught, and what can be done with each.

To go back to an earlier revision or to archive a lesson only moves a pointer, and whoever is in
the midst keeps what they began. Each is asked about once. A confirmation names the revision that
it was asked about, so if somebody has published meanwhile, it asks anew instead of doing it.
"""

from collections.abc import Iterable

from bot.conversation.acts import Act
from bot.conversation.admin.areas import Area, Duty, anything, deny, is_allowed, of_lesson
from bot.conversation.admin.lessons import correct, withdraw
from bot.conversation.admin.lessons.card import (
    DIGITS,
    NONE,
    archive,
    current,
    earlier,
    history,
    in_the_midst,
    load_taught,
    show,
    title,
)
from bot.conversation.admin.times import moment
from bot.conversation.facts.admin import Logged, Pointed, Published, Unpointed
from bot.conversation.language.markup import escape_markdown
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Call, Offer, call, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library

PAGE = 8
"""Lessons on a page: as many as have room on a phone."""


def _list(scene: Scene) -> None:
    _page(scene, 0)


def _page(scene: Scene, page: int) -> None:
    page = max(page, 0)
    every = load_taught(scene).in_order()
    cards = [card for card in every if is_allowed(scene, "publish", of_lesson(scene, card.id))]
    shown = cards[page * PAGE :][:PAGE]
    rows = [[offer(card.title, "admin lessons show", card.id)] for card in shown]
    turn = [offer(phrase("menu.earlier"), "admin lessons page", page - 1)] if page else []
    if len(cards) > (page + 1) * PAGE:
        turn.append(offer(phrase("menu.more"), "admin lessons page", page + 1))
    key = "admin.lessons.title" if cards else "admin.lessons.none"
    scene.card(phrase(key), [*rows, turn, [offer(phrase("admin.back"), "admin")]])


def _needs_card(library: Library, session: Session, lesson: str) -> Needs:
    return Needs((AdminNeeds(lesson=lesson, corrigible=lesson),))


def _show(scene: Scene, lesson: str) -> None:
    show(scene, lesson)


def _open_typed(scene: Scene, word: str) -> None:
    """A lesson by its id alone, as it is typed; it may be called like a verb."""
    verbs = {duty.act.verb for duty in LESSONS.duties}
    if f"admin lessons {word}" in verbs and current(scene, word) == NONE and not history(scene):
        _list(scene)
    elif not is_allowed(scene, "publish", of_lesson(scene, word)):
        deny(scene)
    else:
        show(scene, word)


# Going back, and archiving


def _needs_history(library: Library, session: Session, lesson: str, *asked: str) -> Needs:
    return Needs((AdminNeeds(lesson=lesson),))


def _go_back(scene: Scene, lesson: str, revision: str, asked: str = "") -> None:
    wanted = next(
        (publication for publication in earlier(scene, lesson) if publication.revision == revision),
        None,
    )
    if wanted is None:
        gone = archive(scene).withdrawn.get(revision)
        lead = phrase("admin.lesson.no_revision")
        if gone:
            lead = phrase(
                "admin.withdraw.refused", when=moment(scene, gone.at), by=escape_markdown(gone.by)
            )
        show(scene, lesson, lead)
        return
    now = current(scene, lesson)
    if asked != now:
        text = phrase(
            "admin.lesson.back.sure",
            title=title(scene, lesson),
            when=moment(scene, wanted.at),
            revision=revision[:DIGITS],
        )
        stay = [
            language
            for language, cards in sorted(load_taught(scene).translations.items())
            if lesson in cards and cards[lesson].source != revision
        ]
        kept = phrase("admin.lesson.translations", languages=", ".join(stay)) if stay else ""
        yes = offer(phrase("admin.lesson.back.yes"), "admin lessons back", lesson, revision, now)
        _confirm(scene, lesson, [text, kept], yes)
        return
    scene.facts += [
        Pointed(lesson, revision),
        Published(lesson, revision, "roll_back"),
        Logged("roll_back", lesson, now, revision),
    ]
    scene.say(
        phrase("admin.lesson.back.done", title=title(scene, lesson), revision=revision[:DIGITS])
    )


def _archive(scene: Scene, lesson: str, asked: str = "") -> None:
    now = current(scene, lesson)
    if now == NONE:
        show(scene, lesson)
        return
    name = title(scene, lesson)
    if asked != now:
        yes = offer(phrase("admin.lesson.archive"), "admin lessons archive", lesson, now)
        _confirm(scene, lesson, [phrase("admin.lesson.archive.sure", title=name)], yes)
        return
    scene.facts += [
        Unpointed(lesson),
        Published(lesson, "", "archive"),
        Logged("archive", lesson, now),
    ]
    scene.say(phrase("admin.lesson.archive.done", title=name, lesson=lesson))


def _confirm(scene: Scene, lesson: str, parts: Iterable[str], yes: Offer) -> None:
    """Ask once, saying how many people it touches."""
    touched = count("admin.lesson.keep", in_the_midst(scene, lesson))
    text = "\n\n".join(part for part in (*parts, touched) if part)
    scene.card(text, [[yes], [offer(phrase("admin.keep"), "admin lessons show", lesson)]])


def _otherwise(words: Call) -> Call:
    """A lesson's id alone shows it, as it does on the buttons of version 0.1.0."""
    return call("admin lessons typed", *words) if len(words) == 1 else call("admin lessons")


LESSONS = Area(
    "lessons",
    "publish",
    (
        Duty(Act("admin lessons", _list, answers=True, otherwise=_otherwise), anything),
        Duty(Act("admin lessons page", _page, answers=True), anything),
        Duty(Act("admin lessons show", _show, _needs_card, answers=True), of_lesson),
        Duty(Act("admin lessons typed", _open_typed, _needs_card, answers=True), anything),
        Duty(Act("admin lessons back", _go_back, _needs_history, answers=True), of_lesson),
        Duty(Act("admin lessons archive", _archive, _needs_history, answers=True), of_lesson),
        Duty(Act("admin lessons correct", correct.correct, correct.needs, answers=True), of_lesson),
        Duty(
            Act("admin lessons withdraw", withdraw.withdraw, withdraw.needs, answers=True),
            of_lesson,
        ),
    ),
)

"""The area of lessons: what is taught, how it came to be, and taking it back.

To go back to an earlier revision or to archive a lesson only moves a pointer, and whoever is in
the midst keeps what they began. Each is asked about once. A confirmation names the revision that
it was asked about, so if somebody has published meanwhile, it asks anew instead of doing it.
"""

from collections.abc import Iterable

from bot.conversation.admin.areas import Area, Words
from bot.conversation.admin.format import moment
from bot.conversation.admin.publishing.history import (
    NONE,
    SHORT,
    archive,
    current,
    earlier,
    history,
    taught,
    title,
)
from bot.conversation.admin.takebacks import correct
from bot.conversation.admin.takebacks.withdraw import withdraw
from bot.conversation.facts.admin import Logged, Pointed, Published, Unpointed
from bot.conversation.language.markup import escaped
from bot.conversation.needs.admin import AdminNeeds, Publication
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import count, phrase
from bot.conversation.session import Offer, offer
from bot.conversation.turn import Scene
from bot.lessons.library import Card

PAGE = 8
"""Lessons, or revisions of one, on a page: as many as have room on a phone."""


def _needs(words: Words) -> Needs:
    match words:
        case ["withdraw", lesson, *_]:
            return Needs(admin=AdminNeeds(lesson=lesson, touched=True))
        case ["back" | "archive", lesson, *_]:
            return Needs(admin=AdminNeeds(lesson=lesson))
        case ["correct", lesson, *_]:
            return Needs(admin=AdminNeeds(corrigible=lesson))
        case [lesson, *_] if lesson != "page":
            return Needs(admin=AdminNeeds(lesson=lesson, corrigible=lesson))
        case _:
            return Needs(admin=AdminNeeds())


def _run(scene: Scene, words: Words) -> None:
    scene.answered()
    match words:
        case ["back", lesson, revision, *asked]:
            _go_back(scene, lesson, revision, asked)
        case ["archive", lesson, *asked]:
            _archive(scene, lesson, asked)
        case ["correct", lesson, *asked]:
            correct.run(scene, lesson, asked)
        case ["withdraw", lesson, *more]:
            if lead := withdraw(scene, lesson, more):
                show(scene, lesson, lead)
        case ["page", number] if number.isdecimal() and len(number) < 7:
            _list(scene, int(number))
        case [] | ["page" | "back" | "correct" | "archive" | "withdraw", *_]:
            _list(scene, 0)
        case [lesson, *_]:
            show(scene, lesson)


def in_the_midst(scene: Scene, lesson: str, revision: str = "") -> int:
    """How many have begun this revision, or the lesson in any, and not finished it."""
    return scene.known.admin.learning.get((lesson, revision), 0) if scene.known.admin else 0


def _list(scene: Scene, page: int) -> None:
    cards: list[Card] = list(taught(scene).in_order())
    shown = cards[page * PAGE :][:PAGE]
    rows = [[offer(card.title, "admin lessons", card.id)] for card in shown]
    turn = [offer(phrase("menu.earlier"), "admin lessons page", page - 1)] if page else []
    if len(cards) > (page + 1) * PAGE:
        turn.append(offer(phrase("menu.more"), "admin lessons page", page + 1))
    key = "admin.lessons.title" if cards else "admin.lessons.none"
    scene.ask(phrase(key), [*rows, turn, [offer(phrase("admin.back"), "admin")]])


def show(scene: Scene, lesson: str, lead: str = "") -> None:
    """A lesson's card for admins: its revision, its history, who is in it, what can be done."""
    now, past = current(scene, lesson), history(scene)
    if now == NONE and not past:
        back = offer(phrase("admin.lessons.all"), "admin lessons")
        scene.ask(phrase("admin.lessons.unknown", lesson=escaped(lesson)), [[back]])
        return
    state = "admin.lesson.archived" if now == NONE else "admin.lesson.taught"
    lines = "\n".join(_lines(scene, lesson, past[:PAGE]))
    parts = [
        lead,
        phrase("admin.lesson.title", title=title(scene, lesson), lesson=escaped(lesson)),
        phrase(state, revision=now),
        count("admin.lesson.midst", in_the_midst(scene, lesson)),
        f"{phrase('admin.lesson.history')}\n{lines}" if past else "",
    ]
    rows = correct.offers(scene, lesson)
    rows += [
        [
            offer(
                phrase(
                    "admin.lesson.back", when=moment(scene, one.at), revision=one.revision[:SHORT]
                ),
                "admin lessons back",
                lesson,
                one.revision,
            )
        ]
        for one in earlier(scene, lesson)[:PAGE]
    ]
    last = [offer(phrase("admin.withdraw"), "admin lessons withdraw", lesson)]
    if now != NONE:
        last.insert(0, offer(phrase("admin.lesson.archive"), "admin lessons archive", lesson))
    rows.append(last if now != NONE or earlier(scene, lesson) else [])
    rows.append([offer(phrase("admin.lessons.all"), "admin lessons")])
    scene.ask("\n\n".join(part for part in parts if part), rows)


def _lines(scene: Scene, lesson: str, past: Iterable[Publication]) -> Iterable[str]:
    for one in past:
        at, by = moment(scene, one.at), escaped(one.by)
        if not one.revision:
            yield phrase("admin.lesson.gone", when=at, by=by)
            continue
        if one.revision in archive(scene).withdrawn:
            shown = one.revision[:SHORT]
            yield phrase("admin.lesson.line.withdrawn", when=at, by=by, revision=shown)
            continue
        midst = count("admin.lesson.within", in_the_midst(scene, lesson, one.revision))
        shown = one.revision[:SHORT]
        yield phrase("admin.lesson.line", when=at, by=by, revision=shown, midst=midst)


# Going back, and archiving


def _go_back(scene: Scene, lesson: str, revision: str, asked: Words) -> None:
    wanted = next((one for one in earlier(scene, lesson) if one.revision == revision), None)
    if wanted is None:
        gone = archive(scene).withdrawn.get(revision)
        lead = phrase("admin.lesson.no_revision")
        if gone:
            lead = phrase(
                "admin.withdraw.refused", when=moment(scene, gone.at), by=escaped(gone.by)
            )
        show(scene, lesson, lead)
        return
    now = current(scene, lesson)
    if asked != [now]:
        text = phrase(
            "admin.lesson.back.sure",
            title=title(scene, lesson),
            when=moment(scene, wanted.at),
            revision=revision[:SHORT],
        )
        stay = [
            language
            for language, cards in sorted(taught(scene).translations.items())
            if lesson in cards and cards[lesson].source != revision
        ]
        kept = phrase("admin.lesson.translations", languages=", ".join(stay)) if stay else ""
        yes = offer(phrase("admin.lesson.back.yes"), "admin lessons back", lesson, revision, now)
        confirm(scene, lesson, [text, kept], yes)
        return
    scene.facts += [
        Pointed(lesson, revision),
        Published(lesson, revision, "roll_back"),
        Logged("roll_back", lesson, now, revision),
    ]
    scene.say(
        phrase("admin.lesson.back.done", title=title(scene, lesson), revision=revision[:SHORT])
    )


def confirm(scene: Scene, lesson: str, parts: Iterable[str], yes: Offer) -> None:
    """Ask once, saying how many people it touches."""
    touched = count("admin.lesson.keep", in_the_midst(scene, lesson))
    text = "\n\n".join(part for part in (*parts, touched) if part)
    scene.ask(text, [[yes], [offer(phrase("admin.keep"), "admin lessons", lesson)]])


def _archive(scene: Scene, lesson: str, asked: Words) -> None:
    now = current(scene, lesson)
    if now == NONE:
        show(scene, lesson)
        return
    name = title(scene, lesson)
    if asked != [now]:
        yes = offer(phrase("admin.lesson.archive"), "admin lessons archive", lesson, now)
        confirm(scene, lesson, [phrase("admin.lesson.archive.sure", title=name)], yes)
        return
    scene.facts += [
        Unpointed(lesson),
        Published(lesson, "", "archive"),
        Logged("archive", lesson, now),
    ]
    scene.say(phrase("admin.lesson.archive.done", title=name, lesson=lesson))


LESSONS = Area("lessons", "publish", _run, _needs)

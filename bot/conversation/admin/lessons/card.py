"""A lesson as admins see it: what is taught of it, how it came to be, what can be done."""

from collections.abc import Iterable

from bot.conversation.admin.areas import admin_data
from bot.conversation.admin.lessons import correct
from bot.conversation.admin.times import moment
from bot.conversation.language.markup import escape_markdown
from bot.conversation.needs.admin import Archive, Publication
from bot.conversation.offers import offer
from bot.conversation.phrases import count, phrase
from bot.conversation.turn import Scene
from bot.lessons.library import Library

NONE = "-"
"""The revision that is taught, in words, while none is."""

DIGITS = 8
"""Digits of a revision that tell it from others of a lesson at a glance."""


def load_taught(scene: Scene) -> Library:
    """What is taught, in the words in which it was written."""
    return scene.library.source


def current(scene: Scene, lesson: str) -> str:
    """The revision that is taught, or ``NONE``."""
    card = load_taught(scene).cards.get(lesson)
    return card.revision if card else NONE


def history(scene: Scene) -> tuple[Publication, ...]:
    """How the lesson of this turn came to be, the latest first."""
    return admin_data(scene).history


def archive(scene: Scene) -> Archive:
    """What is kept of the lesson of this turn."""
    return admin_data(scene).archive


def earlier(scene: Scene, lesson: str) -> list[Publication]:
    """The revisions that it can go back to, the last published first."""
    now, publications = current(scene, lesson), dict[str, Publication]()
    for publication in history(scene):
        if publication.revision not in ("", now, *archive(scene).withdrawn):
            publications.setdefault(publication.revision, publication)
    return list(publications.values())


def title(scene: Scene, lesson: str) -> str:
    """What a lesson is called, or was called last; its id, if that is not known."""
    card, kept = load_taught(scene).cards.get(lesson), archive(scene).cards
    last = (
        kept[publication.revision] for publication in history(scene) if publication.revision in kept
    )
    card = card or next(last, None)
    return escape_markdown(card.title if card else lesson)


REVISIONS = 8
"""Revisions of a lesson that are shown: as many as have room on a phone."""


def in_the_midst(scene: Scene, lesson: str, revision: str = "") -> int:
    """How many have begun this revision, or the lesson in any, and not finished it."""
    return admin_data(scene).learning.get((lesson, revision), 0)


def show(scene: Scene, lesson: str, lead: str = "") -> None:
    now, past = current(scene, lesson), history(scene)
    if now == NONE and not past:
        back = offer(phrase("admin.lessons.all"), "admin lessons")
        scene.card(phrase("admin.lessons.unknown", lesson=escape_markdown(lesson)), [[back]])
        return
    state = "admin.lesson.archived" if now == NONE else "admin.lesson.taught"
    lines = "\n".join(_lines(scene, lesson, past[:REVISIONS]))
    parts = [
        lead,
        phrase("admin.lesson.title", title=title(scene, lesson), lesson=escape_markdown(lesson)),
        phrase(state, revision=now),
        count("admin.lesson.midst", in_the_midst(scene, lesson)),
        *_behind(scene, lesson, now),
        f"{phrase('admin.lesson.history')}\n{lines}" if past else "",
    ]
    rows = correct.offers(scene, lesson)
    rows += [
        [
            offer(
                phrase(
                    "admin.lesson.back",
                    when=moment(scene, publication.at),
                    revision=publication.revision[:DIGITS],
                ),
                "admin lessons back",
                lesson,
                publication.revision,
            )
        ]
        for publication in earlier(scene, lesson)[:REVISIONS]
    ]
    last = [offer(phrase("admin.withdraw"), "admin lessons withdraw", lesson)]
    if now != NONE:
        last.insert(0, offer(phrase("admin.lesson.archive"), "admin lessons archive", lesson))
    rows.append(last if now != NONE or earlier(scene, lesson) else [])
    rows.append([offer(phrase("admin.lessons.all"), "admin lessons")])
    scene.card("\n\n".join(part for part in parts if part), rows)


def _behind(scene: Scene, lesson: str, now: str) -> Iterable[str]:
    """What is to be said of translations that are of an earlier revision."""
    translations = load_taught(scene).translations.items() if now != NONE else ()
    old = {
        language
        for language, cards in translations
        if (card := cards.get(lesson)) and card.translates != now
    }
    keyed = old & {
        language for question in correct.corrigible(scene) for language in question.behind
    }
    for key, texts in (("admin.lesson.behind", old - keyed), ("admin.lesson.behind.key", keyed)):
        if texts:
            yield phrase(key, languages=", ".join(sorted(texts)))


def _lines(scene: Scene, lesson: str, past: Iterable[Publication]) -> Iterable[str]:
    for publication in past:
        at, by = moment(scene, publication.at), escape_markdown(publication.by)
        if not publication.revision:
            yield phrase("admin.lesson.gone", when=at, by=by)
            continue
        if publication.revision in archive(scene).withdrawn:
            shown = publication.revision[:DIGITS]
            yield phrase("admin.lesson.line.withdrawn", when=at, by=by, revision=shown)
            continue
        midst = count("admin.lesson.within", in_the_midst(scene, lesson, publication.revision))
        shown = publication.revision[:DIGITS]
        yield phrase("admin.lesson.line", when=at, by=by, revision=shown, midst=midst)

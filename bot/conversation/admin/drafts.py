"""Drafts: lessons that were sent and wait to be looked at, published or thrown away.

Nothing of a draft is public before it is published. To publish only moves pointers, for its
revisions are in the store already: so it is whole or not at all, a course as well as a lesson, and
whoever is in a lesson keeps the revision that they began.

A draft remembers what was taught when it was sent, its *base*. If that has changed meanwhile,
somebody else has published: then publishing asks once more.
"""

from bot.conversation import play
from bot.conversation.admin import changes
from bot.conversation.admin.access import may
from bot.conversation.admin.areas import Area, Words
from bot.conversation.admin.facts import (
    Act,
    CoursePublished,
    DraftClosed,
    Pointed,
    Published,
    TranslationPointed,
)
from bot.conversation.admin.known import AdminNeeds, Draft, Piece
from bot.conversation.flow import pack
from bot.conversation.known import Needs
from bot.conversation.markup import escaped
from bot.conversation.modes import MODES
from bot.conversation.phrases import count, phrase
from bot.conversation.scene import Scene
from bot.conversation.session import Offer
from bot.lessons.library import Library

ROW = 3


def _needs(words: Words) -> Needs:
    match words:
        case ["play", id, lesson, revision, _]:
            return Needs(lesson=(lesson, revision), items=lesson, admin=AdminNeeds(draft=id))
        case [_, id, *_]:
            return Needs(admin=AdminNeeds(draft=id))
        case _:
            return Needs(admin=AdminNeeds(drafts=True))


def _run(scene: Scene, words: Words) -> None:
    if len(words) < 2:
        _list(scene)
        return
    draft = scene.known.admin.draft if scene.known.admin else None
    scene.answered()
    if draft is None:
        scene.say(phrase("admin.draft.gone"))
        return
    match words:
        case ["show", _]:
            show(scene, draft)
        case ["preview", _, *lesson]:
            _preview(scene, draft, lesson)
        case ["play", _, _, _, mode] if mode in MODES:
            play.start(scene, mode, preview=draft.id)
        case ["publish", _, *sure]:
            _publish(scene, draft, sure)
        case ["discard", _, *sure]:
            _discard(scene, draft, sure=bool(sure))
        case _:
            show(scene, draft)


def _list(scene: Scene) -> None:
    found = scene.known.admin.drafts if scene.known.admin else ()
    scene.answered()
    if not found:
        scene.ask(phrase("admin.drafts.none"), [[Offer(phrase("admin.back"), "admin")]])
        return
    rows = [[Offer(_name(draft), f"admin drafts show {draft.id}")] for draft in found]
    rows.append([Offer(phrase("admin.back"), "admin")])
    scene.ask(phrase("admin.drafts.title"), rows)


def _name(draft: Draft) -> str:
    return draft.course.title if draft.course else draft.pieces[0].title if draft.pieces else ""


def show(scene: Scene, draft: Draft, lead: str = "") -> None:
    """A draft: what it changes, and what can be done with it."""
    parts = [phrase("admin.draft.title", title=escaped(_name(draft)), by=escaped(draft.by))]
    for piece in draft.pieces:
        if piece.changed:
            title = phrase("admin.draft.piece", title=escaped(_titled(piece)))
            told = "\n".join(f"- {line}" for line in changes.lines(piece.difference))
            parts.append(f"{title}\n{told}")
    unchanged = sum(not piece.changed for piece in draft.pieces)
    if unchanged:
        parts.append(count("admin.draft.unchanged", unchanged))
    if draft.course_changed and draft.course:
        told = "\n".join(f"- {line}" for line in changes.lines(draft.course_difference))
        parts.append(f"{phrase('admin.draft.course', title=escaped(draft.course.title))}\n{told}")
    parts.append(lead)
    *first, last = pack(parts)
    for text in first:
        scene.say(text)
    id = draft.id
    publish = [Offer(phrase("admin.draft.publish"), f"admin drafts publish {id}")]
    row = [Offer(phrase("admin.draft.preview"), f"admin drafts preview {id}")]
    if may(scene.known.roles, "publish"):
        row += publish
    discard = Offer(phrase("admin.draft.discard"), f"admin drafts discard {id}")
    scene.ask(last, [row, [discard, Offer(phrase("admin.drafts.all"), "admin drafts")]])


def _titled(piece: Piece) -> str:
    return f"{piece.title} ({piece.language})" if piece.language else piece.title


# Preview


def _preview(scene: Scene, draft: Draft, lesson: Words) -> None:
    """Choose a lesson, if there are several, and a learning mode."""
    back = [Offer(phrase("admin.back"), f"admin drafts show {draft.id}")]
    pieces = [piece for piece in draft.pieces if piece.revision in lesson]
    pieces = pieces or list(draft.pieces)
    if len(pieces) > 1:
        rows = [
            [Offer(_titled(piece), f"admin drafts preview {draft.id} {piece.revision}")]
            for piece in pieces
        ]
        scene.ask(phrase("admin.preview.which"), [*rows, back])
        return
    (piece,) = pieces
    offers = [
        Offer(
            phrase(f"mode.{mode}"),
            f"admin drafts play {draft.id} {piece.lesson} {piece.revision} {mode}",
        )
        for mode in piece.styles
        if mode in MODES
    ]
    rows = [offers[n : n + ROW] for n in range(0, len(offers), ROW)]
    scene.ask(phrase("admin.preview.mode", title=escaped(_titled(piece))), [*rows, back])


# Publishing


def _publish(scene: Scene, draft: Draft, sure: Words) -> None:
    if not may(scene.known.roles, "publish"):
        scene.say(phrase("admin.denied", roles=", ".join(sorted(scene.known.roles))))
        return
    moved = _moved(scene.library, draft)
    if moved and "anyway" not in sure:
        titles = ", ".join(escaped(_titled(piece)) for piece in moved)
        anyway = Offer(phrase("admin.publish.anyway"), f"admin drafts publish {draft.id} anyway")
        keep = Offer(phrase("admin.back"), f"admin drafts show {draft.id}")
        scene.ask(phrase("admin.publish.moved", titles=titles), [[anyway], [keep]])
        return
    publish(scene, draft)


def publish(scene: Scene, draft: Draft) -> None:
    """Let its lessons and its course be what is taught from now on."""
    now = _original(scene.library)
    for piece in draft.pieces:
        before = _current(now, piece)
        if piece.revision == before:
            continue
        if piece.language:
            pointed = TranslationPointed(piece.lesson, piece.language, piece.revision)
            scene.facts.append(pointed)
        else:
            scene.facts.append(Pointed(piece.lesson, piece.revision))
        name = f"{piece.lesson}.{piece.language}" if piece.language else piece.lesson
        scene.facts.append(Published(name, piece.revision, "publish"))
        scene.facts.append(Act("publish", name, before, piece.revision))
    if draft.course and draft.course_changed:
        scene.facts.append(CoursePublished(draft.course))
        name = f"course:{draft.course.id}"
        scene.facts.append(Published(name, draft.course.revision, "publish"))
        scene.facts.append(Act("publish_course", draft.course.id, after=draft.course.title))
    scene.facts.append(DraftClosed(draft.id, published=True))
    scene.say(phrase("admin.published", title=escaped(_name(draft))))


def _moved(library: Library, draft: Draft) -> list[Piece]:
    """The lessons that somebody else has published since the draft was sent."""
    now = _original(library)
    return [
        piece for piece in draft.pieces if _current(now, piece) not in (piece.base, piece.revision)
    ]


def _original(library: Library) -> Library:
    return library.original or library


def _current(library: Library, piece: Piece) -> str:
    """The revision that is taught now; empty if there is none."""
    shelf = library.translations.get(piece.language, {}) if piece.language else library.cards
    card = shelf.get(piece.lesson)
    return card.revision if card else ""


def _discard(scene: Scene, draft: Draft, *, sure: bool) -> None:
    title = escaped(_name(draft))
    if not sure:
        yes = Offer(phrase("admin.draft.discard"), f"admin drafts discard {draft.id} yes")
        keep = Offer(phrase("admin.keep"), f"admin drafts show {draft.id}")
        scene.ask(phrase("admin.discard.sure", title=title), [[yes, keep]])
        return
    scene.facts.append(DraftClosed(draft.id, published=False))
    scene.facts.append(Act("discard", _name(draft)))
    scene.say(phrase("admin.discarded", title=title))


DRAFTS = Area("drafts", "draft", _run, _needs)

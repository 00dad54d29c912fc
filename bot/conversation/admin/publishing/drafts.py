"""Drafts: lessons that were sent and wait to be looked at, published or thrown away.

Nothing of a draft is public before it is published. To publish only moves pointers, for its
revisions are in the store already: so it is whole or not at all, a course as well as a lesson, and
whoever is in a lesson keeps the revision that they began.

A draft remembers what was taught when it was sent, its *base*. If that has changed meanwhile,
somebody else has published: then publishing asks once more and anew if they publish yet
another time before the answer. Whoever confirms has a *mark* of all that had moved, a hash, since a
course may have a thousand lessons.

In a preview the lesson is played by the same code as for learners, and the turn leaves out whatever
would go on a learner's record (``Scene.only_looking``). Its buttons ask for no right, so a role
that is narrowed or taken back in the midst of it ends it, at the next input that would go on with
it.

Drafts from before courses' bases were kept are judged by their difference from their base: the
course has moved if it differs from the draft in another way now.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeGuard

from bot.conversation.acts import under_way
from bot.conversation.admin.areas import admin_data, deny, is_allowed, show_parts
from bot.conversation.admin.lessons.card import NONE
from bot.conversation.admin.lessons.correct import button
from bot.conversation.admin.publishing import changes
from bot.conversation.admin.times import moment
from bot.conversation.facts.admin import (
    CoursePublished,
    DraftClosed,
    Logged,
    Pointed,
    Published,
    TranslationPointed,
)
from bot.conversation.facts.roles import Scope
from bot.conversation.inputs import Text
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.language.markup import escape_markdown
from bot.conversation.language.paging import pack
from bot.conversation.needs.admin import AdminNeeds, Draft, Piece
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import count, phrase
from bot.conversation.scopes import Scopes, of_lesson
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.lessons.model import Course
from bot.lessons.revisions import diff
from bot.lessons.revisions.changes import Change, Rekeyed
from bot.values import replace, value

MARK = 16
"""Hexadecimal digits of a mark, as many as a revision has."""


@value
class Overtaken:
    """A lesson, or the draft's course: its name and title, and the revision that is taught now.

    ``now`` is empty if it is taught no longer. Of a lesson, ``piece`` is what the draft has of it.
    """

    name: str
    title: str
    now: str
    piece: Piece | None = None


def overtaken(library: Library, draft: Draft) -> list[Overtaken]:
    """The lessons, and last the course, that have moved from under a draft."""
    results = []
    for piece in draft.pieces:
        now = current(library, piece)
        if piece.changed and now not in (piece.base, piece.revision):
            results.append(
                Overtaken(f"{piece.lesson}.{piece.language}", draft_title(piece), now, piece)
            )
    if draft.course and _course_overtaken(library, draft, draft.course):
        now = _revision(library.course(draft.course.id))
        name = f"course:{draft.course.id}"
        results.append(Overtaken(name, draft.course.title, now))
    return results


def mark_of(entries: Sequence[Overtaken]) -> str:
    """A name for exactly these: it differs as soon as any of them moves again."""
    text = "\n".join(f"{item.name} {item.now}" for item in entries)
    return hashlib.sha256(text.encode()).hexdigest()[:MARK]


def draft_title(piece: Piece) -> str:
    """What a lesson of a draft is called."""
    return f"{piece.title} ({piece.language})" if piece.language else piece.title


def current(library: Library, piece: Piece) -> str:
    """The revision that is taught now; empty if there is none."""
    cards = library.translations.get(piece.language, {}) if piece.language else library.cards
    card = cards.get(piece.lesson)
    return card.revision if card else ""


def _course_overtaken(library: Library, draft: Draft, course: Course) -> bool:
    now = library.course(course.id)
    if not draft.course_changed or now == course:
        return False
    if draft.course_base is None:
        # An older draft has only its difference from its base, which shows nearly all that changes.
        return diff.of_courses(now, course) != draft.course_difference
    return _revision(now) != draft.course_base


def _revision(course: Course | None) -> str:
    return course.revision if course else ""


COMPARED = 8
"""Lessons that can be compared from a warning: as many buttons as have room on a phone."""


NAMED = 3
"""Lessons that name a draft without a course."""


def name_of(draft: Draft) -> str:
    """What a draft is called: as its course, or as the lessons of it that are new or changed."""
    if draft.course:
        return draft.course.title
    changed = [piece for piece in draft.pieces if piece.changed] or draft.pieces
    titles = [draft_title(piece) for piece in changed[:NAMED]]
    if more := len(changed) - len(titles):
        titles.append(phrase("admin.change.more", number=more))
    return ", ".join(titles)


def scopes(library: Library, draft: Draft) -> Scopes:
    """All that a draft is about: whoever touches it must have the right for each.

    That is the course that comes with it, the courses of each of its lessons, and of each lesson
    that the course would have from now on: so nobody takes another course's lesson into their own.
    A lesson that is new is its course's.
    """
    course = draft.course
    result = {Scope(course.id)} if course else set()
    offered = library.course(course.id) if course else None
    lessons = {piece.lesson for piece in draft.pieces}
    if course:
        lessons |= {*course.lessons} - {*(offered.lessons if offered else ())}
    listed = {lesson for course in library.courses for lesson in course.lessons}
    for lesson in lessons:
        new = lesson not in listed and lesson not in library.cards
        if not (new and course and lesson in course.lessons and lesson not in draft.known):
            result.update(of_lesson(library, lesson))
    return tuple(sorted(result))


def about(scene: Scene, *about: object) -> Scopes | None:
    """What the draft of this turn is about; nothing, if it isn't there any more."""
    draft = admin_data(scene).draft
    return scopes(scene.library, draft) if draft else None


def show(scene: Scene, draft: Draft, lead: str = "") -> None:
    """A draft: what it changes, and what can be done with it."""
    parts = [
        phrase(
            "admin.draft.title", title=escape_markdown(name_of(draft)), by=escape_markdown(draft.by)
        )
    ]
    for piece in draft.pieces:
        if piece.changed:
            title = phrase("admin.draft.piece", title=escape_markdown(draft_title(piece)))
            lines = "\n".join(f"- {line}" for line in changes.lines(piece.difference))
            parts.append(f"{title}\n{lines}")
    unchanged = sum(not piece.changed for piece in draft.pieces)
    if unchanged:
        parts.append(count("admin.draft.unchanged", unchanged))
    if draft.course_changed and draft.course:
        lines = "\n".join(f"- {line}" for line in changes.lines(draft.course_difference))
        parts.append(
            f"{phrase('admin.draft.course', title=escape_markdown(draft.course.title))}\n{lines}"
        )
    if draft.publish_at:
        parts.append(phrase("admin.draft.timed", when=moment(scene, draft.publish_at)))
    parts += behind(scene.library.source, draft)
    if draft.missed_at:
        parts.append(phrase("admin.draft.missed", when=moment(scene, draft.missed_at)))
    parts.append(lead)
    id = draft.id
    row = [offer(phrase("admin.draft.preview"), "admin drafts preview", id)]
    if is_allowed(scene, "publish", scopes(scene.library, draft)):
        row.append(offer(phrase("admin.draft.publish"), "admin drafts publish", id))
        row.append(offer(phrase("admin.draft.time"), "admin drafts at", id))
    discard = offer(phrase("admin.draft.discard"), "admin drafts discard", id)
    all_drafts = offer(phrase("admin.drafts.all"), "admin drafts")
    show_parts(scene, parts, [row, [discard, all_drafts]])


# Publishing


def ask_to_publish(scene: Scene, draft: Draft, asked: str = "") -> None:
    """Publish it, if whoever asks may; ask first, if somebody else has published meanwhile.

    ``asked`` is the mark of what whoever confirms was asked about (see ``mark_of``).
    """
    if not is_allowed(scene, "publish", scopes(scene.library, draft)):
        deny(scene)
        return
    if refuse_withdrawn(scene, draft):
        return
    library = scene.library.source
    entries = overtaken(library, draft)
    mark = mark_of(entries)
    if not entries or asked == mark:
        publish(scene, draft)
        return
    titles = [escape_markdown(item.title) for item in entries if item.piece]
    parts = [phrase("admin.publish.again") if asked else ""]
    if titles:
        parts.append(phrase("admin.publish.moved", titles=", ".join(titles)))
    if draft.course and any(item.piece is None for item in entries):
        parts.append(_course_moved(library, draft.course))
    mine = offer(phrase("admin.publish.anyway"), "admin drafts publish", draft.id, "anyway", mark)
    keep = offer(phrase("admin.back"), "admin drafts show", draft.id)
    show_parts(scene, parts, [*_comparing(draft, entries), [mine], [keep]])


def _comparing(draft: Draft, entries: Sequence[Overtaken]) -> list[list[Offer]]:
    """Ways to see how lessons that are taught now differ from the draft's."""
    offers = [
        offer(
            phrase("admin.publish.compare", title=item.title),
            "admin drafts compare",
            draft.id,
            piece.lesson,
            item.now,
            piece.revision,
        )
        for item in entries
        if item.now and (piece := item.piece)
    ]
    return [[offer] for offer in offers[:COMPARED]]


def compare(scene: Scene, draft: Draft, lesson: str, before: str, mine: str) -> None:
    """Say how what somebody else has published differs from the draft's, and ask once more."""
    was, now = (scene.known.lessons.get((lesson, word)) for word in (before, mine))
    if was and now and has(draft, lesson, mine):
        lines = "\n".join(f"- {line}" for line in changes.lines(diff.of_lessons(was, now)))
        text = phrase("admin.publish.compared", title=escape_markdown(now.title))
        for part in pack([f"{text}\n{lines}"]):
            scene.say(part)
    if has_moved(scene.library, draft):
        ask_to_publish(scene, draft)
    else:
        show(scene, draft)


def has(draft: Draft, lesson: str, revision: str) -> bool:
    """Whether this is a text of the draft, and not of another that whoever asks may not see."""
    return any((piece.lesson, piece.revision) == (lesson, revision) for piece in draft.pieces)


def _course_moved(library: Library, course: Course) -> str:
    """What has become of the course that is offered, and what publishing would do to that."""
    title, published = escape_markdown(course.title), library.course(course.id)
    if published is None:
        return phrase("admin.publish.gone_course", title=title)
    lines = "\n".join(f"- {line}" for line in changes.lines(diff.of_courses(published, course)))
    return f"{phrase('admin.publish.moved_course', title=title)}\n{lines}"


def publish(scene: Scene, draft: Draft) -> None:
    """Let its lessons and its course be what is taught from now on."""
    now = scene.library.source
    for piece in draft.pieces:
        before = current(now, piece)
        if not piece.changed or piece.revision == before:
            continue
        if piece.language:
            pointed = TranslationPointed(piece.lesson, piece.language, piece.revision)
            scene.facts.append(pointed)
        else:
            scene.facts.append(Pointed(piece.lesson, piece.revision))
        name = f"{piece.lesson}.{piece.language}" if piece.language else piece.lesson
        scene.facts.append(Published(name, piece.revision, "publish"))
        scene.facts.append(Logged("publish", name, before or NONE, piece.revision))
    course = draft.course
    offered = now.course(course.id) if course else None
    if course and draft.course_changed and course != offered:
        scene.facts.append(CoursePublished(course))
        scene.facts.append(Published(f"course:{course.id}", course.revision, "publish"))
        scene.facts.append(Logged("publish_course", course.id, after=course.title))
    scene.facts.append(DraftClosed(draft.id, published=True))
    done = phrase("admin.published", title=escape_markdown(name_of(draft)))
    parts = [done, *behind(now, draft)]
    rows = [row for piece in draft.pieces for row in _corrections(piece)]
    if rows:
        scene.ask("\n\n".join([*parts, phrase("admin.published.rekeyed")]), rows)
    else:
        scene.say("\n\n".join(parts))


def behind(library: Library, draft: Draft) -> list[str]:
    """What is to be said of translations that stay as they are while their originals change."""
    here = {(piece.lesson, piece.language) for piece in draft.pieces}
    texts = []
    for piece in draft.pieces:
        if piece.language or not piece.changed:
            continue
        languages = [
            language
            for language, cards in sorted(library.translations.items())
            if (card := cards.get(piece.lesson))
            and card.translates != piece.revision
            and (piece.lesson, language) not in here
        ]
        if languages:
            rekeyed = any(_other_key(change) for change in piece.difference)
            key = "admin.draft.behind.key" if rekeyed else "admin.draft.behind"
            named = ", ".join(languages)
            texts.append(phrase(key, title=escape_markdown(piece.title), languages=named))
    return texts


def _other_key(change: Change) -> TypeGuard[Rekeyed]:
    return isinstance(change, Rekeyed) and bool(change.was and change.now)


def _corrections(piece: Piece) -> list[list[Offer]]:
    # A translation has the key of its original.
    rekeyed = [change for change in piece.difference if _other_key(change)]
    return [] if piece.language else [button(piece.lesson, item.id, item.text) for item in rekeyed]


def has_moved(library: Library, draft: Draft) -> bool:
    """Whether somebody else has published what it would replace since it was sent."""
    return bool(overtaken(library.source, draft))


def withdrawn_pieces(library: Library, draft: Draft) -> list[Piece]:
    """The lessons whose very text was withdrawn, so that it can't be taught again."""
    return [piece for piece in draft.pieces if (piece.lesson, piece.revision) in library.withdrawn]


def refuse_withdrawn(scene: Scene, draft: Draft) -> bool:
    """Whether it can't be published or looked at, since a text of it was withdrawn; then say so."""
    pieces = withdrawn_pieces(scene.library, draft)
    if pieces:
        titles = ", ".join(escape_markdown(draft_title(piece)) for piece in pieces)
        discard = offer(phrase("admin.draft.discard"), "admin drafts discard", draft.id)
        back = offer(phrase("admin.drafts.all"), "admin drafts")
        scene.card(phrase("admin.publish.withdrawn", titles=titles), [[discard, back]])
    return bool(pieces)


def discard(scene: Scene, draft: Draft, *, sure: bool) -> None:
    """Throw it away, after asking once."""
    title = escape_markdown(name_of(draft))
    if not sure:
        yes = offer(phrase("admin.draft.discard"), "admin drafts discard", draft.id, "yes")
        keep = offer(phrase("admin.keep"), "admin drafts show", draft.id)
        scene.card(phrase("admin.discard.sure", title=title), [[yes, keep]])
        return
    scene.facts.append(DraftClosed(draft.id, published=False))
    scene.facts.append(Logged("discard", name_of(draft)))
    scene.say(phrase("admin.discarded", title=title))


def _concerns(meant: Meant) -> Run | None:
    """The preview that an input goes on with."""
    session = meant.session
    run = session.run if session else None
    if session is None or run is None or not run.preview or under_way(session) is not run:
        return None
    if meant.acting:
        return run if meant.goes_on is run else None
    return run if meant.stray or isinstance(meant.given, Text) else None


def _draft_needs(meant: Meant, run: Run, rest: Callable[[], Needs]) -> Needs:
    needs = rest()
    return needs if needs.get(AdminNeeds) else needs.asking(AdminNeeds(draft=run.preview))


def _run(scene: Scene, meant: Meant, run: Run, rest: Callable[[], None]) -> None:
    draft = admin_data(scene).draft
    # Whoever may write the lesson reads to its end what was published or thrown away meanwhile.
    asked = scopes(scene.library, draft) if draft else of_lesson(scene.library, run.lesson)
    if is_allowed(scene, "draft", asked):
        rest()
        return
    scene.session = replace(scene.session, run=None)
    scene.close()
    if scene.known.roles:
        deny(scene)
    else:
        scene.say(phrase("press.closed"))


GUARD_PREVIEW: Interceptor[Run] = Interceptor(
    "guard preview",
    "ends the preview of whoever may not see its draft any more",
    _concerns,
    _run,
    _draft_needs,
    before={"leave withdrawn revision": "nothing of a draft is told to who may not see it"},
)

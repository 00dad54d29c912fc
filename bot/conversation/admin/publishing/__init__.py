"""The area of drafts: what admins can do with lessons that wait to be published."""

from typing import Literal

from bot.conversation.acts import Act
from bot.conversation.admin.areas import Area, Duty, admin_data, anything, is_allowed, take_typed
from bot.conversation.admin.publishing import drafts, scheduled
from bot.conversation.admin.publishing.drafts import draft_title
from bot.conversation.language.markup import escape_markdown
from bot.conversation.lesson import acts
from bot.conversation.lesson.modes import MODES
from bot.conversation.needs.admin import AdminNeeds, Draft, Piece
from bot.conversation.needs.learner import LessonItems, Needs
from bot.conversation.offers import Call, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library

ROW = 3
"""Learning modes in a row of buttons."""


def _needs_list(library: Library, session: Session) -> Needs:
    return Needs((AdminNeeds(drafts=True),))


def _list(scene: Scene) -> None:
    visible = [
        draft
        for draft in admin_data(scene).drafts
        if is_allowed(scene, "draft", drafts.scopes(scene.library, draft))
    ]
    if not visible:
        scene.card(phrase("admin.drafts.none"), [[offer(phrase("admin.back"), "admin")]])
        return
    rows = [[offer(drafts.name_of(draft), "admin drafts show", draft.id)] for draft in visible]
    rows.append([offer(phrase("admin.back"), "admin")])
    scene.card(phrase("admin.drafts.title"), rows)


# A draft


def _needs(library: Library, session: Session, id: str, *about: str) -> Needs:
    return Needs((AdminNeeds(draft=id),))


def _draft(scene: Scene) -> Draft | None:
    draft = admin_data(scene).draft
    if draft is None:
        scene.close_answered()
        scene.say(phrase("admin.draft.gone"))
    return draft


def _show(scene: Scene, id: str) -> None:
    if draft := _draft(scene):
        drafts.show(scene, draft)


def _discard(scene: Scene, id: str, sure: Literal["", "yes"] = "") -> None:
    if draft := _draft(scene):
        drafts.discard(scene, draft, sure=bool(sure))


# Looking at it as learners will


def _preview(scene: Scene, id: str, revision: str = "") -> None:
    draft = _draft(scene)
    if draft is None or drafts.refuse_withdrawn(scene, draft):
        return
    back = [offer(phrase("admin.back"), "admin drafts show", draft.id)]
    pieces = [piece for piece in draft.pieces if piece.revision == revision]
    pieces = pieces or list(draft.pieces)
    if len(pieces) > 1:
        rows = [
            [offer(draft_title(piece), "admin drafts preview", draft.id, piece.revision)]
            for piece in pieces
        ]
        scene.card(phrase("admin.preview.which"), [*rows, back])
        return
    (piece,) = pieces
    offers = [
        offer(
            phrase(f"mode.{mode}"),
            "admin drafts play",
            draft.id,
            piece.lesson,
            piece.revision,
            mode,
        )
        for mode in _modes(scene, piece)
    ]
    rows = [offers[n : n + ROW] for n in range(0, len(offers), ROW)]
    scene.card(
        phrase("admin.preview.mode", title=escape_markdown(draft_title(piece))), [*rows, back]
    )


def _modes(scene: Scene, piece: Piece) -> list[str]:
    entries = scene.known.get(AdminNeeds).modes
    return [mode for mode, _ in entries.get(piece.revision, ()) if mode in MODES]


def _needs_play(
    library: Library, session: Session, id: str, lesson: str, revision: str, mode: str
) -> Needs:
    return Needs(
        (
            LessonItems(lesson),
            AdminNeeds(draft=id),
        ),
        lesson=(lesson, revision),
    )


def _play(scene: Scene, id: str, lesson: str, revision: str, mode: str) -> None:
    draft = _draft(scene)
    if draft is None or drafts.refuse_withdrawn(scene, draft):
        return
    if mode in MODES and drafts.has(draft, lesson, revision):
        acts.start(scene, mode, preview=draft.id)
    else:
        drafts.show(scene, draft)


# Publishing


def _publish(scene: Scene, id: str, anyway: Literal["", "anyway"] = "", mark: str = "") -> None:
    if draft := _draft(scene):
        drafts.ask_to_publish(scene, draft, mark)


def _needs_compare(
    library: Library, session: Session, id: str, lesson: str, before: str, mine: str
) -> Needs:
    return Needs((AdminNeeds(draft=id),), lessons=((lesson, before), (lesson, mine)))


def _compare(scene: Scene, id: str, lesson: str, before: str, mine: str) -> None:
    if draft := _draft(scene):
        drafts.compare(scene, draft, lesson, before, mine)


def _may_publish(scene: Scene, draft: Draft) -> bool:
    return is_allowed(scene, "publish", drafts.scopes(scene.library, draft))


def _at(scene: Scene, id: str) -> None:
    """Ask when it is to be published, or take the time that was written."""
    draft = _draft(scene)
    if draft is None:
        return
    if not take_typed(scene):
        # What is written may not be understood, and then the question stays open.
        scene.close_answered()
    if _may_publish(scene, draft):
        scheduled.ask(scene, draft)
    else:
        drafts.show(scene, draft)


def _never(scene: Scene, id: str) -> None:
    draft = _draft(scene)
    if draft and _may_publish(scene, draft):
        scheduled.never(scene, draft)
    elif draft:
        drafts.show(scene, draft)


def _otherwise(words: Call) -> Call:
    return call("admin drafts show", words[1]) if len(words) > 1 else call("admin drafts")


DRAFTS = Area(
    "drafts",
    "draft",
    (
        Duty(Act("admin drafts", _list, _needs_list, answers=True, otherwise=_otherwise), anything),
        Duty(Act("admin drafts show", _show, _needs, answers=True), drafts.about),
        Duty(Act("admin drafts preview", _preview, _needs, answers=True), drafts.about),
        Duty(Act("admin drafts play", _play, _needs_play, answers=True), drafts.about),
        Duty(Act("admin drafts publish", _publish, _needs, answers=True), drafts.about),
        Duty(Act("admin drafts compare", _compare, _needs_compare, answers=True), drafts.about),
        Duty(Act("admin drafts at", _at, _needs), drafts.about),
        Duty(Act("admin drafts never", _never, _needs, answers=True), drafts.about),
        Duty(Act("admin drafts discard", _discard, _needs, answers=True), drafts.about),
    ),
)

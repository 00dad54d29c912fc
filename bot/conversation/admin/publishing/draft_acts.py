"""The area of drafts: what admins can do with lessons that wait to be published."""

from bot.conversation.admin.areas import Area, Words
from bot.conversation.admin.publishing import scheduled
from bot.conversation.admin.publishing.conflicts import titled
from bot.conversation.admin.publishing.drafts import (
    ask_to_publish,
    compare,
    discard,
    name_of,
    refused,
    show,
)
from bot.conversation.facts.roles import may
from bot.conversation.inputs import Text
from bot.conversation.language.markup import escaped
from bot.conversation.lesson import acts
from bot.conversation.lesson.modes import MODES
from bot.conversation.needs.admin import AdminNeeds, Draft, Piece
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import offer
from bot.conversation.turn import Scene

ROW = 3
"""Learning modes in a row of buttons."""


def _needs(words: Words) -> Needs:
    match words:
        case ["play", id, lesson, revision, _]:
            return Needs(lesson=(lesson, revision), items=lesson, admin=AdminNeeds(draft=id))
        case ["compare", id, lesson, theirs, mine]:
            return Needs(lessons=((lesson, theirs), (lesson, mine)), admin=AdminNeeds(draft=id))
        case [_, id, *_]:
            return Needs(admin=AdminNeeds(draft=id))
        case _:
            return Needs(admin=AdminNeeds(drafts=True))


def _run(scene: Scene, words: Words) -> None:
    if len(words) < 2:
        _list(scene)
        return
    draft = scene.known.admin.draft if scene.known.admin else None
    written = isinstance(scene.envelope.input, Text)
    if not (written and draft):
        # What was written may not be understood, and then the question stays open.
        scene.answered()
    if draft is None:
        scene.say(phrase("admin.draft.gone"))
        return
    match words:
        case ["show", _]:
            show(scene, draft)
        case ["preview" | "play", *_] if refused(scene, draft):
            pass
        case ["preview", _, *lesson]:
            _preview(scene, draft, lesson)
        case ["play", _, _, _, mode] if mode in MODES:
            acts.start(scene, mode, preview=draft.id)
        case ["compare", _, lesson, theirs, mine]:
            compare(scene, draft, lesson, theirs, mine)
        case ["publish", _, "anyway", *asked]:
            ask_to_publish(scene, draft, asked)
        case ["publish", *_]:
            ask_to_publish(scene, draft)
        case ["at", _] if may(scene.known.roles, "publish"):
            scheduled.ask(scene, draft)
        case ["never", _] if may(scene.known.roles, "publish"):
            scheduled.never(scene, draft)
        case ["discard", _, *sure]:
            discard(scene, draft, sure=bool(sure))
        case _:
            show(scene, draft)


def _list(scene: Scene) -> None:
    found = scene.known.admin.drafts if scene.known.admin else ()
    scene.answered()
    if not found:
        scene.ask(phrase("admin.drafts.none"), [[offer(phrase("admin.back"), "admin")]])
        return
    rows = [[offer(name_of(draft), "admin drafts show", draft.id)] for draft in found]
    rows.append([offer(phrase("admin.back"), "admin")])
    scene.ask(phrase("admin.drafts.title"), rows)


def _preview(scene: Scene, draft: Draft, lesson: Words) -> None:
    """Choose a lesson, if there are several, and a learning mode."""
    back = [offer(phrase("admin.back"), "admin drafts show", draft.id)]
    pieces = [piece for piece in draft.pieces if piece.revision in lesson]
    pieces = pieces or list(draft.pieces)
    if len(pieces) > 1:
        rows = [
            [offer(titled(piece), "admin drafts preview", draft.id, piece.revision)]
            for piece in pieces
        ]
        scene.ask(phrase("admin.preview.which"), [*rows, back])
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
    scene.ask(phrase("admin.preview.mode", title=escaped(titled(piece))), [*rows, back])


def _modes(scene: Scene, piece: Piece) -> list[str]:
    found = scene.known.admin.modes if scene.known.admin else {}
    return [mode for mode, _ in found.get(piece.revision, ()) if mode in MODES]


DRAFTS = Area("drafts", "draft", _run, _needs)

"""The area of announcements: an admin writes to many.

The text is shown as learners will see it, with how many of each audience it reaches. It goes out
once that is confirmed, by a service; here is said how far it is, and it is paused, goes on, or is
cancelled.

A text is its writer's until it goes out, and from then on of those who may write to its audience. A
chat is no course's, so to post there takes the right for everything.
"""

from collections.abc import Callable

from bot.conversation import buttons
from bot.conversation.acts import Act
from bot.conversation.admin.announcements import audiences, preview, question, sending
from bot.conversation.admin.announcements.audiences import of_announcement, of_audience, posts, sees
from bot.conversation.admin.announcements.progress import name_announcement
from bot.conversation.admin.areas import Area, Duty, admin_data, anything, strange_link, take_typed
from bot.conversation.facts.admin import AnnouncementWritten
from bot.conversation.facts.announcement import EVERYONE
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import Call, call, offer
from bot.conversation.phrases import phrase
from bot.conversation.scopes import Scopes
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library

MAX_ANNOUNCEMENT = 3000
"""Characters of an announcement: with its ending it fits a message on each platform."""


def _needs_write(library: Library, session: Session, *about: str) -> Needs:
    return Needs((AdminNeeds(audiences=True),))


def _write(scene: Scene, audience: str = "") -> None:
    """Ask for the text, or take what was written; for the audience that is named, if any."""
    text = take_typed(scene)
    if not text:
        scene.close_answered()
        back = [offer(phrase("admin.back"), "admin announce")]
        scene.card(
            phrase("admin.announce.ask"),
            [back],
            words=call("admin announce write", *filter(None, (audience,))),
        )
        return
    if len(text) > MAX_ANNOUNCEMENT:
        scene.say(phrase("admin.announce.long", length=len(text), most=MAX_ANNOUNCEMENT))
        return
    if refused := strange_link(text):
        scene.say(refused)
        return
    scene.close_answered()
    id = buttons.nonce(scene.envelope.id)
    scene.facts.append(AnnouncementWritten(id, text))
    preview.show(scene, id, text, audience)


LISTED = 5
"""Announcements that are listed, the latest."""


def _needs_list(library: Library, session: Session) -> Needs:
    return Needs((AdminNeeds(announcements=True),))


def _list(scene: Scene) -> None:
    if posts(scene):
        audiences.note_place(scene)
    mine = [
        announcement
        for announcement in admin_data(scene).announcements
        if sees(scene, announcement)
    ]
    rows = [
        [offer(name_announcement(announcement.text), "admin announce show", announcement.id)]
        for announcement in mine[:LISTED]
    ]
    rows.append([offer(phrase("admin.announce.write"), "admin announce write")])
    rows.append([offer(phrase("admin.back"), "admin")])
    key = "admin.announce.title" if posts(scene) else "admin.announce.title.part"
    scene.card(phrase(key), rows)


def _show(scene: Scene, id: str) -> None:
    preview.current(scene)


def _otherwise(words: Call) -> Call:
    """Audiences as the buttons of version 0.1.0 have them; anything else shows the announcement."""
    match words:
        case ("to" | "send" as verb, id, audience) if audience == audiences.ALL:
            return call(f"admin announce {verb} everyone", id)
        case ("to" | "send" as verb, id, audience):
            return call(f"admin announce {verb} {audiences.kind(audience)}", id, audience)
        case (_, id, *_):
            return call("admin announce show", id)
        case _:
            return call("admin announce")


def _of_written(scene: Scene, audience: str = "") -> Scopes | None:
    return of_audience(scene, audience) if audience else None


def _of_audience(scene: Scene, id: str, audience: str) -> Scopes:
    return of_audience(scene, audience)


def _of_all(scene: Scene, id: str) -> Scopes:
    return of_audience(scene, EVERYONE)


def _act(verb: str, run: Callable[..., None]) -> Act:
    """An act on an announcement, which it shows as it is then."""
    return Act(f"admin announce {verb}", run, preview.needs, answers=True)


_LIST = Act("admin announce", _list, _needs_list, answers=True, otherwise=_otherwise)
_WRITE = Act("admin announce write", _write, _needs_write)
_FIND = Act("admin announce question find", question.ask, preview.needs)
_OF = Act("admin announce question of", question.ask_of, question.needs_of, answers=True)
_PICK = Act("admin announce question pick", question.pick, question.needs_pick, answers=True)

ANNOUNCE = Area(
    "announce",
    "announce",
    (
        Duty(_LIST, anything),
        Duty(_WRITE, _of_written),
        Duty(_FIND, of_announcement),
        Duty(_OF, of_announcement),
        Duty(_PICK, of_announcement),
        Duty(_act("question none", question.unask), of_announcement),
        Duty(_act("show", _show), of_announcement),
        Duty(_act("to everyone", sending.to_all), _of_all),
        *(Duty(_act(f"to {text}", sending.to), _of_audience) for text in audiences.KINDS),
        Duty(_act("send everyone", sending.send_all), _of_all),
        *(Duty(_act(f"send {text}", sending.send), _of_audience) for text in audiences.KINDS),
        Duty(_act("pause", sending.pause), of_announcement),
        Duty(_act("resume", sending.resume), of_announcement),
        Duty(_act("cancel", sending.cancel), of_announcement),
    ),
)

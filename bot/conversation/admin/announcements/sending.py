"""An announcement goes out: it is confirmed, sent, paused, goes on or is cancelled, and ends."""

from typing import Literal

from bot.conversation.admin.announcements import audiences, progress
from bot.conversation.admin.announcements.audiences import sees
from bot.conversation.admin.announcements.preview import current, whole
from bot.conversation.admin.announcements.progress import name_announcement
from bot.conversation.admin.areas import admin_data
from bot.conversation.facts.admin import AnnouncementSent, AnnouncementTurned, Logged
from bot.conversation.facts.announcement import EVERYONE, PREFIX, Announcement, State
from bot.conversation.inputs import Alarm
from bot.conversation.jobs import quiet_place
from bot.conversation.language.markup import escape_markdown
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import offer
from bot.conversation.phrases import count, phrase
from bot.conversation.turn import Scene


def to_all(scene: Scene, id: str) -> None:
    """The same as ``to``, for everyone."""
    to(scene, id, EVERYONE)


def to(scene: Scene, id: str, audience: str) -> None:
    """Ask once, with whom it reaches."""
    if announcement := current(scene, "written"):
        _confirm(scene, announcement, audience)


def _confirm(scene: Scene, announcement: Announcement, audience: str) -> None:
    yes = audiences.choice(phrase("admin.announce.send"), "send", announcement.id, audience)
    keep = offer(phrase("admin.back"), "admin announce show", announcement.id)
    if place := audiences.chats(scene).get(audience):
        scene.say(phrase("announced.posted", text=whole(announcement.text, announcement.card)))
        scene.card(phrase("admin.announce.sure.place", place=escape_markdown(place)), [[yes, keep]])
        return
    number = audiences.reach(scene, audience)
    if not number:
        scene.card(phrase("admin.announce.nobody"), [[keep]])
        return
    who = escape_markdown(audiences.name_audience(scene, audience))
    scene.card(f"{count('admin.announce.sure', number)}\n\n{who}", [[yes, keep]])


def send_all(scene: Scene, id: str) -> None:
    """The same as ``send``, for everyone."""
    send(scene, id, EVERYONE)


def send(scene: Scene, id: str, audience: str) -> None:
    """Let it go out, if there is anybody whom it reaches."""
    announcement = current(scene, "written")
    if announcement is None:
        return
    place = audiences.chats(scene).get(audience, "")
    if not place and not audiences.reach(scene, audience):
        _confirm(scene, announcement, audience)
        return
    where = quiet_place(scene)
    scene.facts += [
        AnnouncementSent(announcement.id, audience, *where, place),
        Logged(
            "announce",
            name_announcement(announcement.text),
            after=place or audiences.log_audience(scene, audience),
        ),
    ]
    text = (
        phrase("admin.announce.going.place", place=escape_markdown(place))
        if place
        else count("admin.announce.going", audiences.reach(scene, audience))
    )
    progress.ask(scene, text, announcement.id, "going")


# While it goes out


def pause(scene: Scene, id: str) -> None:
    """Let it wait."""
    if announcement := current(scene, "going"):
        _turn(scene, announcement, "pause")


def resume(scene: Scene, id: str) -> None:
    """Let it go on."""
    if announcement := current(scene, "paused"):
        _turn(scene, announcement, "resume")


def cancel(scene: Scene, id: str, sure: Literal["", "yes"] = "") -> None:
    """Let it end, once that is confirmed."""
    announcement = current(scene, "going", "paused")
    if announcement and sure:
        _turn(scene, announcement, "cancel")
    elif announcement:
        yes = offer(
            phrase("admin.announce.cancel"), "admin announce cancel", announcement.id, "yes"
        )
        keep = offer(phrase("admin.keep"), "admin announce show", announcement.id)
        number = announcement.number("waiting")
        scene.card(count("admin.announce.cancel.sure", number), [[yes, keep]])


def _turn(scene: Scene, announcement: Announcement, how: str) -> None:
    states: dict[str, State] = {"pause": "paused", "resume": "going", "cancel": "cancelled"}
    scene.facts.append(AnnouncementTurned(announcement.id, states[how]))
    scene.facts.append(Logged(f"announce_{how}", name_announcement(announcement.text)))
    progress.ask(scene, phrase(f"admin.announce.{how}.done"), announcement.id, states[how])


# When it is out


def needs(alarm: Alarm) -> Needs:
    """What must be loaded to tell that an announcement is out."""
    return Needs((AdminNeeds(announcement=alarm.kind.removeprefix(PREFIX)),))


def on_alarm(scene: Scene, alarm: Alarm) -> None:
    """Tell its admin what came of it."""
    announcement = admin_data(scene).announcement
    if announcement is not None and sees(scene, announcement):
        progress.end(scene, announcement)
        scene.say(progress.summary(announcement, admin_data(scene)))

"""An announcement as it stands: which announcement a turn is about, and how its readers see it."""

from bot.conversation.admin.announcements import audiences, progress
from bot.conversation.admin.announcements.audiences import offered_audiences, posts, sees
from bot.conversation.admin.areas import admin_data, deny
from bot.conversation.facts.announcement import Announcement, State
from bot.conversation.language.markup import escape_markdown
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def needs(library: Library, session: Session, id: str, *about: str) -> Needs:
    """What must be loaded of an announcement to show it."""
    return Needs((AdminNeeds(announcement=id, audiences=True),))


def current(scene: Scene, *states: State) -> Announcement | None:
    """The announcement of this turn, if it is in any of these states; else say how it is."""
    announcement = admin_data(scene).announcement
    if announcement is None:
        scene.say(phrase("admin.announce.gone"))
    elif not sees(scene, announcement):
        deny(scene)
    elif announcement.state in states:
        return announcement
    elif announcement.state == "written":
        show(scene, announcement.id, announcement.text, asked=announcement.card)
    else:
        progress.ask(
            scene,
            progress.summary(announcement, admin_data(scene)),
            announcement.id,
            announcement.state,
        )
    return None


def show(scene: Scene, id: str, text: str, audience: str = "", asked: str = "") -> None:
    """The text as learners will see it, and how many of each audience it reaches."""
    if posts(scene):
        audiences.note_place(scene)
    scene.say(phrase("announced", text=whole(text, asked)))
    rows = [
        [audiences.choice(_label_audience(scene, part, number), "to", id, part)]
        for part, number in offered_audiences(scene, audience).items()
    ]
    if not audience:
        rows += [
            [audiences.choice(phrase("admin.announce.post", place=name), "to", id, part)]
            for part, name in audiences.chats(scene).items()
        ]
    about = filter(None, (audience,))
    asks, verb = ("unask", "question none") if asked else ("question", "question find")
    rows.append([offer(phrase(f"admin.announce.{asks}"), f"admin announce {verb}", id)])
    rows.append([offer(phrase("admin.announce.anew"), "admin announce write", *about)])
    rows.append([offer(phrase("admin.back"), "admin announce")])
    button = phrase("admin.announce.button", label=phrase("predict.this")) if asked else ""
    parts = [" ".join(part for part in (phrase("admin.announce.preview"), button) if part)]
    if (closed := audiences.closed_place(scene)) and posts(scene):
        parts.append(phrase("admin.announce.closed", place=escape_markdown(closed)))
    scene.card("\n\n".join(parts), rows)


def whole(text: str, asked: str) -> str:
    """A text with the question that it asks, if any."""
    return f"{text}\n\n{asked}" if asked else text


def _label_audience(scene: Scene, audience: str, number: int) -> str:
    name = audiences.name_audience(scene, audience)
    return phrase("admin.announce.to", audience=name, number=number)

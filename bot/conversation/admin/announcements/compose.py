"""The text of an announcement, as it is asked for and taken."""

from bot.conversation import buttons
from bot.conversation.admin.announcements import preview
from bot.conversation.admin.areas import strange_link, typed
from bot.conversation.facts.admin import AnnouncementWritten
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import call, offer
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library

LONGEST = 3000
"""Characters of an announcement: with its ending it is one message on each platform."""


def needs(library: Library, session: Session, *about: str) -> Needs:
    """What must be loaded to take a text and show it."""
    return Needs(admin=AdminNeeds(audiences=True))


def write(scene: Scene, audience: str = "") -> None:
    """Ask for the text, or take the one that was written; for one audience, if that is said."""
    text = typed(scene)
    if not text:
        scene.answered()
        back = [offer(phrase("admin.back"), "admin announce")]
        scene.card(
            phrase("admin.announce.ask"),
            [back],
            words=call("admin announce write", *filter(None, (audience,))),
        )
        return
    if len(text) > LONGEST:
        scene.say(phrase("admin.announce.long", length=len(text), most=LONGEST))
        return
    if refused := strange_link(text):
        scene.say(refused)
        return
    scene.answered()
    id = buttons.nonce(scene.envelope.id)
    scene.facts.append(AnnouncementWritten(id, text))
    preview.show(scene, id, text, audience)

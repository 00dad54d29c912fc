"""What is said to an input that nothing is waiting for."""

from bot.conversation import buttons
from bot.conversation.admin.publishing import receive
from bot.conversation.inputs import Command, Press, Text, Upload
from bot.conversation.language.markup import escaped
from bot.conversation.menu import welcome
from bot.conversation.phrases import phrase
from bot.conversation.question import criteria
from bot.conversation.turn import Scene


def foreign(scene: Scene) -> None:
    """An answer by somebody who has no session: to another's question, or from before a reset."""
    given = scene.envelope.input
    if isinstance(given, Text | Upload):
        ours: object = buttons.named(given.question)
    else:
        ours = isinstance(given, Press) and buttons.parse(given.token)
    if ours:
        scene.notice(phrase("press.foreign"))


def unexpected(scene: Scene) -> None:
    """Words that fit nothing, a command that is none, a file that nobody wanted: a way on."""
    session, given = scene.session, scene.envelope.input
    if isinstance(given, Command) and given.bare:
        # Another bot's, as far as we can know.
        return
    if isinstance(given, Command):
        name = "".join(mark for mark in given.name if mark.isalnum() or mark in "-_")[:32]
        scene.say(phrase("command.unknown", name=name))
        return
    if isinstance(given, Upload):
        if not receive.receive(scene, given):
            _unread(scene)
        return
    if session.open and len(session.open.offers) == 1 and not session.open.words:
        scene.say(phrase("text.only", label=escaped(session.open.offers[0].label)))
        return
    if session.open:
        choices = [
            phrase("text.choice", number=n, label=escaped(offer.label))
            for n, offer in enumerate(session.open.offers, start=1)
        ]
        scene.say("\n\n".join([phrase("text.choose"), "\n".join(choices)]))
        return
    if scene.is_new:
        # Whatever their first words are: this is what is said here first.
        welcome.welcome(scene)
        return
    run = session.latest
    card = scene.library.cards.get(run.lesson) if run else None
    scene.say(phrase("text.on", title=card.title) if card else phrase("text.lost"))


def _unread(scene: Scene) -> None:
    """A file that nobody wanted changes nothing; the open question stays as it is."""
    asked = scene.session.open
    if asked is None:
        scene.say(phrase("file.unread"))
    else:
        own_words = asked.words and not criteria.is_asked(asked)
        scene.say(phrase("file.unread.words" if own_words else "file.unread.choice"))

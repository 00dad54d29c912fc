"""The entrances to the conversation: what an input means, what must be known, what happens.

All are pure. ``understand`` says once what an input means; ``needs`` and ``advance`` go by that.
What there is to be meant, and what cuts across it, the rooms say (see ``registry``).
"""

from functools import partial
from typing import get_args

from bot.conversation import buttons
from bot.conversation.acts import Acting
from bot.conversation.commands import linked_command
from bot.conversation.inputs import Alarm, Command, Envelope, Input, Upload
from bot.conversation.interpretation import Meant, find_meaning, is_aimed, words_alone
from bot.conversation.language.locale import manner_for, speaking
from bot.conversation.learner import Learner
from bot.conversation.menu import unexpected
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Known, Needs
from bot.conversation.offers import Call
from bot.conversation.outputs import Output, Say
from bot.conversation.phrases import phrase
from bot.conversation.registry import ACTS, ALARMS, COMMANDS, INTERCEPTORS
from bot.conversation.revisions.update import in_language_of, without_void
from bot.conversation.session import Session
from bot.conversation.turn import Scene, Turn
from bot.lessons.library import Library
from bot.values import replace

_CHAIN = {
    kind: [each for each in reversed(INTERCEPTORS) if kind in each.inputs]
    for kind in get_args(Input)
}
"""The interceptors that an input of each kind passes, innermost first."""


def understand(
    library: Library, session: Session | None, learner: Learner, envelope: Envelope
) -> Meant:
    """What this input means; raises ``LookupError`` for an act or alarm that we do not know."""
    how = manner_for(learner, envelope)
    spoken = library.in_language(how.language)
    if session is not None:
        # What there is to learn, and what is under way, in the language of the turn.
        session = in_language_of(spoken, without_void(spoken, session))
    content = envelope.input
    if isinstance(content, Command):
        content = linked_command(content)
        command = COMMANDS.get(content.name)
        acting = Acting(command.act, (content.argument.strip(),)) if command else None
        meant = Meant(spoken, session, envelope, learner, how, ACTS, acting=acting)
    else:
        meant = find_meaning(ACTS, spoken, session, envelope, learner, how)
    if isinstance(content, Alarm):
        return meant
    with speaking(how):
        matters = [(each, each.concerns(meant)) for each in _CHAIN[type(envelope.input)]]
    return replace(meant, matters=tuple(pair for pair in matters if pair[1] is not None))


def needs(meant: Meant) -> Needs:
    """What must be loaded before this input can be answered."""
    session, content = meant.session, meant.given
    with speaking(meant.manner):
        if isinstance(content, Alarm):
            return ALARMS.needs(meant.library, session or _newcomer(meant.envelope), content)
        rest = partial(_needs, meant)
        for interceptor, matter in meant.matters:
            if interceptor.needs is not None:
                rest = partial(interceptor.needs, meant, matter, rest)
        return rest()


def _needs(meant: Meant) -> Needs:
    if meant.acting:
        return meant.acting.act.needs(meant.library, meant.session, *meant.acting.arguments)
    # A file that nobody asked for may be an admin's.
    unasked = isinstance(meant.given, Upload) and meant.stray is None
    return Needs((AdminNeeds(),)) if unasked else Needs()


def advance(meant: Meant, known: Known) -> Turn:
    """What this input leads to. Raises ``LessonMissingError``."""
    envelope, content = meant.envelope, meant.given
    with speaking(meant.manner):
        session = meant.session or _newcomer(envelope)
        scene = Scene(meant.library, known, session, meant.learner, envelope, perform=_perform)
        if meant.session is None and is_aimed(content) and meant.acting is None:
            unexpected.foreign(scene)
        elif isinstance(content, Alarm):
            ALARMS.run(scene, content)
        else:
            rest = partial(_carry_out, scene, meant)
            for interceptor, matter in meant.matters:
                rest = partial(interceptor.run, scene, meant, matter, rest)
            rest()
        return scene.turn()


def apologise(learner: Learner, envelope: Envelope) -> tuple[Output, ...]:
    """What a learner is told when a turn failed; nothing else of it remains."""
    if isinstance(envelope.input, Alarm):
        # They asked for nothing, so there is nothing to be sorry for; it rings again.
        return ()
    with speaking(manner_for(learner, envelope)):
        return (Say(phrase("trouble")),)


def _newcomer(envelope: Envelope) -> Session:
    return Session(nonce=buttons.nonce(f"{envelope.learner} {envelope.id}"))


def _carry_out(scene: Scene, meant: Meant) -> None:
    if meant.acting:
        beside = isinstance(meant.given, Upload) and meant.call not in ((), ("add",))
        if beside and words_alone(meant.session, meant.given):
            scene.say(phrase("file.unread.beside"))
        _act(scene, meant.acting)
    elif meant.stray:
        if meant.stray.key:
            scene.notice(phrase(meant.stray.key))
    else:
        unexpected.say_unexpected(scene)


def _act(scene: Scene, acting: Acting) -> None:
    if acting.act.answers:
        scene.close_answered()
    acting.act.run(scene, *acting.arguments)


def _perform(scene: Scene, call: Call) -> None:
    _act(scene, ACTS.find(call, scene.session))

"""The two entrances to the conversation: what must be known first, and what happens.

Both are pure. What an input stands for is in ``meaning``; here it is carried out.
"""

from dataclasses import replace

from bot.conversation import alarms, availability, buttons, settings
from bot.conversation.cohorts import membership
from bot.conversation.commands import AREAS, BY_NAME
from bot.conversation.inputs import Alarm, Command, Envelope, Upload
from bot.conversation.interpretation import Stray, act_of, aimed
from bot.conversation.language.locale import manner, manner_for, speaking
from bot.conversation.lesson import acts, experiment, submission
from bot.conversation.lesson.modes import MODES
from bot.conversation.menu import menu, unexpected
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Known, Needs
from bot.conversation.outputs import Output, Say
from bot.conversation.phrases import phrase
from bot.conversation.progress import achievements
from bot.conversation.question import memory
from bot.conversation.review import reminder, review
from bot.conversation.revisions import corrected, newer, withdrawn
from bot.conversation.revisions.translated import in_language_of
from bot.conversation.session import Session
from bot.conversation.turn import Scene, Turn
from bot.lessons.library import Library


def needs(library: Library, session: Session | None, envelope: Envelope) -> Needs:
    """What must be loaded before this input can be answered."""
    with speaking(manner_for(session, envelope)):
        library, session = _spoken(library, session)
        met = withdrawn.met(library, session, envelope)
        back = newer.met(library, session, envelope)
        if session and met:
            found = withdrawn.needs(library, session, met)
        elif back and (card := newer.newer(library, back[0])):
            found = newer.needs(back[0], card)
        else:
            found = _needs(library, session, envelope)
        if isinstance(envelope.input, Alarm):
            return found
        return corrected.needs(found, library, session)


def _needs(library: Library, session: Session | None, envelope: Envelope) -> Needs:
    given = envelope.input
    if isinstance(given, Alarm):
        return alarms.needs(library, session, given) if session else Needs()
    if isinstance(given, Command):
        command = BY_NAME.get(given.name)
        found = command.needs(library, session, given.argument.strip()) if command else Needs()
        return replace(found, shut=True) if reminder.needs_shut(session, envelope) else found
    act = act_of(session, given)
    if isinstance(given, Upload) and act is None:
        return Needs(admin=AdminNeeds())
    if session is None or not isinstance(act, str):
        return Needs()
    verb, *arguments = act.split()
    if verb == "start":
        card = library.cards.get(arguments[0])
        due_first = arguments[1] in MODES and MODES[arguments[1]].due_first
        wanted = due_first or experiment.needs_items(session, None)
        items = arguments[0] if wanted else None
        return Needs(lesson=(card.id, card.revision), items=items) if card else Needs()
    if verb == "review":
        return memory.needs_resume(library, session)
    if verb == "cohort":
        return membership.needs(arguments)
    if verb in _APART:
        return Needs()
    if verb == "admin":
        return AREAS.needs(arguments)
    if session.review and verb != "resume":
        found = experiment.needs(memory.needs(library, session, verb), session, verb)
        return achievements.needs(found, session, library)
    run = session.shelved(*arguments) if verb == "resume" else session.run
    if run is None:
        return Needs()
    if verb == newer.VERB:
        if arguments == ["go"]:
            return newer.needs_act(library, run)
        verb = (*arguments, "")[1]
    found = acts.needs(run, verb)
    if experiment.needs_items(session, run):
        found = replace(found, items=run.lesson)
    return achievements.needs(found, session, library)


def advance(library: Library, known: Known, session: Session | None, envelope: Envelope) -> Turn:
    """What this input leads to, given all that it needs.

    Raises ``LessonMissingError`` when a learner's lesson could not be loaded.
    """
    with speaking(manner_for(session, envelope)):
        library, session = _spoken(library, session)
        return _advance(library, known, session, envelope)


def _advance(library: Library, known: Known, session: Session | None, envelope: Envelope) -> Turn:
    given = envelope.input
    if session is None and aimed(given):
        scene = Scene(library, known, _newcomer(envelope), envelope)
        unexpected.foreign(scene)
        return scene.turn()
    scene = Scene(library, known, session or _newcomer(envelope), envelope)
    if isinstance(given, Alarm):
        alarms.ring(scene, given)
        return scene.turn()
    reminder.heard(scene)
    corrected.tell(scene)
    if found := withdrawn.met(library, session, envelope):
        withdrawn.lead_on(scene, found)
        return scene.turn()
    if back := newer.met(library, session, envelope):
        newer.ask(scene, *back)
        return scene.turn()
    if isinstance(given, Command):
        withdrawn.close(scene)
        _command(scene, given)
        return scene.turn()
    act = act_of(scene.session, given)
    if isinstance(act, Stray):
        if act.key:
            scene.notice(phrase(act.key))
    elif act is None:
        unexpected.lost(scene)
    else:
        _carry_out(scene, act)
    return scene.turn()


def apologise(session: Session | None, envelope: Envelope) -> tuple[Output, ...]:
    """What a learner is told when a turn failed; nothing else of it remains."""
    if isinstance(envelope.input, Alarm):
        # They asked for nothing, so there is nothing to be sorry for; it rings again.
        return ()
    with speaking(manner_for(session, envelope)):
        return (Say(phrase("trouble")),)


def _spoken(library: Library, session: Session | None) -> tuple[Library, Session | None]:
    """What there is to learn, and what is under way, in the language of the turn."""
    spoken = library.spoken(manner().language)
    if session is None:
        return spoken, None
    return spoken, in_language_of(spoken, corrected.without_void(spoken, session))


def _newcomer(envelope: Envelope) -> Session:
    return Session(nonce=buttons.nonce(f"{envelope.learner} {envelope.id}"))


def _command(scene: Scene, given: Command) -> None:
    if scene.known.shut:
        reminder.tell_shut(scene)
    command = BY_NAME.get(given.name)
    if command is None:
        name = "".join(mark for mark in given.name if mark.isalnum() or mark in "-_")[:32]
        scene.say(phrase("command.unknown", name=name))
    else:
        command.run(scene, given.argument.strip())


_MENU = {"menu", "course", "learn", "later"}

_APART = {*_MENU, "set", "add"}
"""Acts that have nothing to do with the lesson or the review under way."""


def _carry_out(scene: Scene, act: str) -> None:
    verb, *arguments = act.split()
    if verb in {*_MENU, "start", "resume", "review"}:
        scene.answered()
    match verb, arguments:
        case "menu", []:
            menu.everything(scene)
        case "course", [name, first]:
            menu.course(scene, name, int(first))
        case "learn", [lesson]:
            menu.card(scene, lesson)
        case "later", []:
            scene.say(phrase("lesson.left"))
        case "start", [lesson, mode]:
            _start(scene, lesson, mode)
        case "resume", [lesson, *mode] if run := scene.session.shelved(lesson, *mode):
            acts.resume(scene, run)
        case "add", []:
            submission.add(scene)
        case "review", []:
            review.take_up(scene)
        case "admin", words:
            if not AREAS.run(scene, words):
                scene.close()
                scene.say(phrase("press.closed"))
        case "set", _:
            settings.act(scene, arguments)
        case "cohort", _:
            membership.act(scene, arguments)
        case _:
            before = scene.session
            newer.note(scene, before)
            if verb == newer.VERB:
                newer.act(scene, arguments)
            else:
                (review if before.review else acts).act(scene, verb, arguments)
            if not scene.only_looking:
                achievements.note(scene, before)


def _start(scene: Scene, lesson: str, mode: str) -> None:
    if lesson not in scene.library.cards:
        scene.say(phrase("lesson.unknown", text=lesson))
    elif lock := availability.lock(scene, lesson):
        menu.closed(scene, lesson, lock)
    else:
        acts.start(scene, mode)

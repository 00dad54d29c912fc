"""What comes in to a class: a press on its buttons, its command, its thread that is open.

Others read along, so nothing that cuts across acts may say anything here, such as that a lesson has
a newer version or that an answer was corrected: whatever is about a class passes that by.
"""

from collections.abc import Callable

from bot.conversation.classes import host, limits, own_answers, row, voting
from bot.conversation.classes.chat_card import aside
from bot.conversation.classes.message import (
    CONFIDENCE,
    MEMBERS,
    OPTIONS,
    RANGES,
    SURE,
    TOGETHER,
    TOGGLES,
    WRITTEN,
    Control,
)
from bot.conversation.classes.refresh import is_corrected, is_gone
from bot.conversation.facts.live_class import ClassChanged, LiveClass, stir_class
from bot.conversation.inputs import Command, Opened, Press
from bot.conversation.interceptors import Interceptor
from bot.conversation.interpretation import Meant
from bot.conversation.needs.learner import Needs
from bot.conversation.needs.live_class import ClassKnown, ClassNeeds, ClassPlace
from bot.conversation.phrases import phrase
from bot.conversation.reminders import contact
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library
from bot.values import replace

COMMANDS = ("class", "together")
"""What opens a class: asked for by name, or from a message."""


def press(scene: Scene, id: str, question: int, choice: int) -> None:
    known = row.class_data(scene)
    live = known.live
    if live is None or live.phase == "over":
        aside(scene, phrase(f"{live.kind}.over" if live else "class.over"))
    elif not live.is_for(scene.envelope.sender):
        aside(scene, phrase("duel.others"))
    elif choice == Control.MINE and (earlier := live.before(question)):
        own_answers.show_earlier(scene, known, earlier)
    elif question != live.number:
        aside(scene, phrase("class.old"))
    elif is_gone(scene, live):
        # Its own turn says so to all, and ends it.
        scene.facts.append(stir_class(live, scene.now + 1))
        corrected = is_corrected(scene, live)
        aside(scene, phrase("class.corrected.aside" if corrected else f"{live.kind}.gone"))
    elif live.kind != "class" and _leads(choice):
        # No button of theirs says so, but a program may press what it likes.
        aside(scene, phrase("class.closed"))
    elif choice in CONFIDENCE:
        voting.commit(scene, known, live, CONFIDENCE[choice])
    elif choice == Control.MINE:
        own_answers.show(scene, known, live)
    elif choice == Control.WRITE:
        voting.lead_to_writing(scene, known, live)
    elif choice in set(Control):
        host.step(scene, live, Control(choice))
    elif choice >= TOGGLES:
        host.pick(scene, live, choice)
    else:
        _answer_question(scene, known, live, choice)


def _leads(choice: int) -> bool:
    """Whether it is for whoever leads a class, which nothing else has."""
    return choice >= TOGGLES or (choice in set(Control) and choice not in MEMBERS)


def _answer_question(scene: Scene, known: ClassKnown, live: LiveClass, choice: int) -> None:
    if choice < OPTIONS:
        voting.pick(scene, known, live, choice)
    elif RANGES <= choice < RANGES + OPTIONS:
        voting.bet(scene, known, live, choice - RANGES)
    elif TOGETHER <= choice < TOGETHER + len(SURE) * OPTIONS:
        answer, sure = divmod(choice - TOGETHER, len(SURE))
        voting.answer(scene, known, live, answer, SURE[sure])
    elif WRITTEN <= choice < WRITTEN + len(SURE):
        content = scene.envelope.input
        words = content.words if isinstance(content, Press) else ""
        voting.write(scene, known, live, words, SURE[choice - WRITTEN])


def needs(library: Library, session: Session, id: str, question: int, choice: int) -> Needs:
    """What a press needs: how the class stands, its lesson, and what is the presser's own."""
    shows = choice == Control.SHOW
    return Needs((ClassNeeds(id, votes=True, number=question, tally=shows),))


def _concerns(meant: Meant) -> bool | None:
    content, acting = meant.given, meant.acting
    command = isinstance(content, Command) and content.name in COMMANDS
    ours = acting is not None and acting.act.verb.startswith("class ")
    return True if command or ours or isinstance(content, Opened) else None


def _press_needs(meant: Meant, matter: bool, rest: Callable[[], Needs]) -> Needs:
    where, place = meant.envelope.address, meant.envelope.place
    at = ClassPlace(where.platform, where.chat, place.thread if place else "")
    if isinstance(meant.given, Opened):
        return Needs((ClassNeeds(meant.given.id, at, lesson=False),))
    acting, session = meant.acting, meant.session
    needs = acting.act.needs(meant.library, session, *acting.arguments) if acting else Needs()
    asked = needs.get(ClassNeeds) or ClassNeeds(lesson=False)
    if not asked.id:
        # What else there is in a chat is found from whichever thread of it.
        at = at if asked.kind == "class" else at._replace(thread="")
        needs = needs.asking(replace(asked, at=at))
    return needs


def _run(scene: Scene, meant: Meant, matter: bool, rest: Callable[[], None]) -> None:
    if isinstance(meant.given, Press) and meant.envelope.address.public:
        # Whoever only pressed a button that all see has not opened a chat with us.
        scene.learner = replace(scene.learner, home=meant.learner.home)
    contact.note_heard(scene)
    if isinstance(meant.given, Opened):
        _move_to_thread(scene, meant.given)
    elif meant.acting:
        meant.acting.act.run(scene, *meant.acting.arguments)


def _move_to_thread(scene: Scene, opened: Opened) -> None:
    """Move the class to its own thread, if it could be opened; its host is told."""
    live = row.class_data(scene).live
    if live is None or live.posed >= 0 or live.host != scene.envelope.sender:
        return
    if opened.chat:
        live = replace(live, chat=opened.chat)
        scene.facts.append(ClassChanged(live))
    scene.facts.append(stir_class(live, scene.now + 1))
    place = scene.envelope.place
    if opened.chat:
        scene.notice(phrase("class.thread"))
    elif place and place.runs and not limits.of(scene).told:
        # Who can change it hears it, once.
        limits.keep_told(scene)
        scene.notice(phrase("class.no_thread"))
    else:
        scene.notice(phrase("class.here"))


ANSWER_CLASS: Interceptor[bool] = Interceptor(
    "answer class",
    "carries out whatever is about a class, in place of the rest",
    _concerns,
    _run,
    _press_needs,
    before={"settle plans": "others read along, so nothing of one learner's own is said there"},
)

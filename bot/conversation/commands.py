"""The commands: for each what it does, what may follow it, and what must be loaded for it.

What a command leads to is in its room; here stand the few lines that hand over. ``COMMANDS``, at
the end, are everybody's, in the order in which menus show them; ``ADMIN`` is shown to admins only,
``TOGETHER`` in the menu of a message. A command's summary is the phrase ``command.<name>``.
"""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Literal

from bot.conversation import availability, boards, classes, daily, duels, privacy, sharing
from bot.conversation.acts import Act, Acting, UnderWay
from bot.conversation.admin.registry import ACTS as ADMIN_ACTS
from bot.conversation.classes.chat_card import ROOMS
from bot.conversation.cohorts import membership
from bot.conversation.identities import codes, linking, unlinking
from bot.conversation.inputs import Command
from bot.conversation.lesson import acts
from bot.conversation.lesson.modes import of_card
from bot.conversation.menu import menu, sources, unexpected, welcome
from bot.conversation.needs.learner import (
    DueItems,
    Needs,
)
from bot.conversation.needs.remarks import OwnStanding
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase, say_untranslated
from bot.conversation.privacy import export, forget
from bot.conversation.progress import overview
from bot.conversation.question import naming
from bot.conversation.remarks import remark
from bot.conversation.remarks.places import Place, in_run, on_screen
from bot.conversation.review import queue, review
from bot.conversation.session import Run, Session
from bot.conversation.settings import break_, cards
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.values import replace, value

_Needs = Callable[[Library, Session | None, str], Needs]


def _nothing(library: Library, session: Session | None, argument: str) -> Needs:
    return Needs()


@value
class ChatCommand:
    """A command: its name, what may follow it, what it does, and what it needs to know first.

    ``goes_on`` is the run or review that it goes on with, if it does, as with an ``Act``.
    What is ``everyday`` stands in the short menu of a private chat, and all else is typed; what is
    for ``servers`` is of no use where nobody else reads.
    """

    name: str
    run: Callable[[Scene, str], None]
    argument: Literal["", "lesson", "code", "when", "question", "words", "posted"] = ""
    needs: _Needs = _nothing
    goes_on: Callable[[Session, str], UnderWay | None] | None = None
    everyday: bool = False
    servers: bool = False

    @property
    def act(self) -> Act:
        """What it stands for; what follows it is a single argument, as it was typed."""
        return Act(f"/{self.name}", self.run, self.needs, goes_on=self.goes_on)

    @property
    def summary(self) -> str:
        """What it does, in a line for a menu."""
        return phrase(f"command.{self.name}")


def _alone(run: Callable[[Scene], None]) -> Callable[[Scene, str], None]:
    def run_alone(scene: Scene, argument: str) -> None:
        run(scene)

    return run_alone


def _say_nothing(scene: Scene, key: str) -> None:
    """Say that there's nothing, with a way on."""
    scene.point_on(phrase(key), [[offer(phrase("start.lessons"), "menu")]])


def _always(needs: Needs) -> _Needs:
    def needs_always(library: Library, session: Session | None, argument: str) -> Needs:
        return needs

    return needs_always


# /start: a greeting and a way in; a link names a lesson, invites to a cohort, or links accounts.
#
# A link to a question asks that alone. A link to a lesson leads straight into it whoever has
# begun none yet, and back into it whoever is in the midst of it; to all others it shows the
# lesson's card. From where others read along a link leads to a command, by its name after an
# underscore, with which no lesson's id begins.

LINKED_COMMANDS = ("learn", "continue", "review", "progress", "mode", "ask", "class")


def linked_command(start: Command) -> Command:
    """The command that a link leads to (its argument behind a hyphen), or else what was sent."""
    name, _, argument = start.argument.strip().removeprefix("_").partition("-")
    leads = start.name == "start" and start.argument.startswith("_") and name in LINKED_COMMANDS
    return replace(start, name=name, argument=argument) if leads else start


def _start(scene: Scene, argument: str) -> None:
    if code := codes.linked_by(scene.library, argument):
        linking.link(scene, code)
        return
    if membership.invitation_code(scene.library, argument):
        if cohort := membership.find(scene, argument):
            if not scene.session.asked:
                scene.say(phrase("start.hello"))
            membership.enter(scene, cohort)
            return
        scene.say(phrase("cohort.unknown"))
    if key := sharing.key_in(argument):
        scene.lead = phrase("start.straight") if scene.is_new else ""
        sharing.predict(scene, key)
        return
    if run := _named_run(scene.session, argument):
        acts.resume(scene, run)
    elif argument and (card := finding.find(scene.library, argument)):
        _start_lesson(scene, card)
    else:
        welcome.welcome(scene)


def _start_lesson(scene: Scene, card: Card) -> None:
    if not scene.is_new or availability.lock(scene, card.id):
        menu.card(scene, card.id)
        return
    (mode, _), *_ = of_card(card)
    parts = (phrase("start.straight"), say_untranslated(card.language))
    scene.lead = "\n\n".join(part for part in parts if part)
    acts.start(scene, mode)


def _start_needs(library: Library, session: Session | None, argument: str) -> Needs:
    if code := codes.linked_by(library, argument):
        return linking.needs(code)
    if membership.invitation_code(library, argument):
        return membership.NEEDS.asking(DueItems()) if session else membership.NEEDS
    if key := sharing.key_in(argument):
        return sharing.needs_of_key(library, session, key)
    if run := _named_run(session, argument):
        return acts.needs(run)
    begun = session is not None and session.runs
    if (card := finding.find(library, argument)) and not begun:
        return acts.needs_start(library, session, card.id, of_card(card)[0][0])
    return welcome.needs(library, session)


def _named_run(session: Session | None, argument: str) -> Run | None:
    """The run that a link leads back into."""
    return session.find_shelved(argument.strip().lower()) if session and argument else None


# /learn: choose a lesson; words of its name, its id or its tags lead there. Behind its name may
# stand a way through it, as in "career-paths deep", which is begun then.


def _learn(scene: Scene, argument: str) -> None:
    if way := _named_way(scene.library, argument):
        menu.start(scene, way[0].id, way[1])
    elif argument:
        menu.search(scene, argument)
    else:
        menu.everything(scene)


def _learn_needs(library: Library, session: Session | None, argument: str) -> Needs:
    way = _named_way(library, argument)
    return acts.needs_start(library, session, way[0].id, way[1]) if way else Needs()


def _named_way(library: Library, argument: str) -> tuple[Card, str] | None:
    """The lesson that is named, and the way through it; ``None`` if not both are."""
    text = argument.strip().lower()
    # In a link, hyphens stand for spaces.
    words = "" if finding.find(library, text) else text.replace("-", " ")
    for name, mode in naming.modes().items():
        if words.endswith(f" {name}") and (card := finding.find(library, text[: -len(name) - 1])):
            return card, mode
    return None


# /mode: another way through the lesson under way; what was done so far is kept.


def _mode(scene: Scene) -> None:
    run = scene.session.latest
    if run is None:
        scene.card(phrase("mode.none"), [[offer(phrase("start.lessons"), "menu")]])
    else:
        menu.card(scene, run.lesson)


# /continue: go on where the learner was.


def _continue(scene: Scene) -> None:
    if scene.session.review:
        review.resume(scene)
    elif run := scene.session.latest:
        acts.resume(scene, run)
    else:
        _say_nothing(scene, "continue.nothing")


def _continue_needs(library: Library, session: Session | None, argument: str) -> Needs:
    if session and session.review:
        return queue.needs_resume(library, session)
    run = session.latest if session else None
    return acts.needs(run) if run else Needs()


def _continue_goes_on(session: Session, argument: str) -> UnderWay | None:
    return session.review or session.latest


# /review: what is due comes back, a few questions at a time.


def _review_goes_on(session: Session, argument: str) -> UnderWay | None:
    return session.review


# /sources: where the figures and claims of the lesson under way come from.


def _sources_needs(library: Library, session: Session | None, argument: str) -> Needs:
    card = finding.find(library, argument) if argument else None
    return sources.needs(library, session, card.id if card else argument)


# /ask: say something to the authors of what is on screen, or else of the last lesson.


def _ask(scene: Scene, argument: str) -> None:
    place = on_screen(scene) or _last_place(scene)
    if place is None:
        _say_nothing(scene, "remark.nowhere")
    elif argument:
        remark.send_at_once(scene, place, argument)
    else:
        remark.ask(scene, *place.words)


def _last_place(scene: Scene) -> Place | None:
    if run := scene.session.latest:
        return in_run(run)
    begun = scene.known[OwnStanding].last
    return Place(*begun, "", "") if begun else None


def _ask_needs(library: Library, session: Session | None, argument: str) -> Needs:
    run = session.run if session and not session.review else None
    return acts.needs(run).asking(OwnStanding()) if run else Needs((OwnStanding(),))


# /join: belong to a cohort by its code; alone it shows their own cohorts, and a way out.


def _join(scene: Scene, argument: str) -> None:
    if argument:
        membership.join(scene, argument)
    else:
        membership.overview(scene)


def _join_needs(library: Library, session: Session | None, argument: str) -> Needs:
    return membership.NEEDS if argument else Needs()


# /class: a lesson's questions for everybody who reads this chat. A question of the day, a duel and
# a board have a word in place of a lesson.

_CHAT_ROOMS: Mapping[str, ModuleType] = {
    "daily": daily,
    "täglich": daily,
    "duel": duels,
    "duell": duels,
    "board": boards,
    "rangliste": boards,
}


def _class(scene: Scene, argument: str) -> None:
    public = scene.envelope.address.public
    room, rest = _chat_room(argument) if public else (classes, argument)
    room.begin(scene, rest)


def _class_needs(library: Library, session: Session | None, argument: str) -> Needs:
    room, rest = _chat_room(argument)
    needs: Needs = room.find_needs(library, session, rest)
    return needs


def _press_room(scene: Scene, id: str, kind: int, choice: int) -> None:
    _class(scene, ROOMS[choice])


def _room_needs(library: Library, session: Session, id: str, kind: int, choice: int) -> Needs:
    return _class_needs(library, session, ROOMS[choice])


def _chat_room(argument: str) -> tuple[ModuleType, str]:
    """What an argument is about, and what is said of that."""
    word, _, rest = argument.strip().partition(" ")
    room = _CHAT_ROOMS.get(word.casefold())
    return (room, rest.strip()) if room else (classes, argument)


# /break: the tutor stays quiet for a while; what follows may say from when to when.


def _break(scene: Scene, argument: str) -> None:
    if argument:
        break_.read(scene, argument)
    else:
        break_.show(scene)


# /link: make a code that links this account to another; with a code, link it to that.


def _link_needs(library: Library, session: Session | None, argument: str) -> Needs:
    return linking.needs(argument)


# /help: how it works in a few words, with the ways to more; all commands in a list.


def _help(scene: Scene, argument: str = "") -> None:
    if argument:
        _help_all(scene)
        return
    ways = [offer(phrase("start.lessons"), "menu"), offer(phrase("help.settings"), "set")]
    rows = [ways, [offer(phrase("help.more"), "commands")]]
    scene.point_on(_for_group(scene, phrase("help")), rows, "help.all")


def _help_all(scene: Scene) -> None:
    names = [
        phrase("help.command", name=command.name, summary=command.summary) for command in COMMANDS
    ]
    you = phrase("help.you", learner=scene.envelope.sender)
    listed = "\n".join(f"- {name}" for name in names)
    text = _for_group(scene, f"{listed}\n\n{you}")
    scene.point_on(text, [[offer(phrase("set.back.group"), "help")]], "help.all")


def _for_group(scene: Scene, text: str) -> str:
    return f"{text}\n\n{phrase('help.group')}" if scene.envelope.overheard else text


# /stop: leave the lesson, whose place is kept, or the review, whose questions stay due.


def _stop(scene: Scene) -> None:
    parting = _leave(scene)
    if scene.envelope.overheard:
        # Whoever wants to end a class writes this in its group, and it is not what they leave.
        parting = f"{parting}\n\n{phrase('stop.class')}"
    scene.say(parting)


def _leave(scene: Scene) -> str:
    """Leave what is under way; gives what becomes of it, in words."""
    run = scene.session.run
    scene.close()
    if scene.session.review:
        scene.session = replace(scene.session, review=None)
        return phrase("stop.review")
    if run is None:
        return phrase("stop.nothing")
    scene.session = scene.session.put_away()
    card = scene.library.cards.get(run.lesson)
    return phrase("stop.kept", title=card.title if card else run.lesson)


# /admin: what those do who edit what is taught. To all others there is no such command.


def _admin(scene: Scene, argument: str) -> None:
    if not scene.known.roles:
        unexpected.say_unexpected(scene)
        return
    acting = _admin_act(scene.session, argument)
    acting.act.run(scene, *acting.arguments)


def _admin_needs(library: Library, session: Session | None, argument: str) -> Needs:
    acting = _admin_act(session, argument)
    return acting.act.needs(library, session, *acting.arguments)


def _admin_act(session: Session | None, argument: str) -> Acting:
    """What follows the command is what a button might stand for."""
    return ADMIN_ACTS.find(("admin", *argument.split()), session)


ACTS = (
    Act("leave", _stop),
    Act("class room", _press_room, _room_needs),
    Act("help", _help, answers=True),
    Act("commands", _help_all, answers=True),
    *overview.ACTS,
)

COMMANDS = (
    ChatCommand("start", _start, "lesson", _start_needs, goes_on=_named_run),
    ChatCommand("learn", _learn, "lesson", _learn_needs, everyday=True),
    ChatCommand("mode", _alone(_mode)),
    ChatCommand(
        "continue",
        _alone(_continue),
        needs=_continue_needs,
        goes_on=_continue_goes_on,
        everyday=True,
    ),
    ChatCommand(
        "review",
        _alone(review.take_up),
        needs=queue.needs_resume,
        goes_on=_review_goes_on,
        everyday=True,
    ),
    ChatCommand("progress", overview.show, "words", overview.needs, everyday=True),
    ChatCommand("sources", _alone(sources.tell), "lesson", _sources_needs),
    ChatCommand("ask", _ask, "question", _ask_needs, everyday=True),
    ChatCommand("join", _join, "code", _join_needs, servers=True),
    ChatCommand("class", _class, "lesson", _class_needs, servers=True),
    ChatCommand("predict", classes.predict, "posted", sharing.needs_of_posting, servers=True),
    ChatCommand("settings", _alone(cards.overview), everyday=True),
    ChatCommand("break", _break, "when"),
    ChatCommand("link", linking.link, "code", _link_needs),
    ChatCommand("unlink", _alone(unlinking.ask), needs=_always(unlinking.NEEDS)),
    ChatCommand("privacy", _alone(privacy.show)),
    ChatCommand("export", _alone(export.show)),
    ChatCommand("forget", _alone(forget.ask), needs=_always(forget.NEEDS)),
    ChatCommand("help", _help, "words", everyday=True),
    ChatCommand("stop", _alone(_stop)),
)

ADMIN = ChatCommand("admin", _admin, "words", _admin_needs)

TOGETHER = ChatCommand("together", classes.begin_from_message, "words", classes.wanted_by_message)
"""A class from a message, where a platform has a menu for that; nobody has to type it."""

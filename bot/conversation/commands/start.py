"""/start: a greeting and a way in; a link names a lesson, invites to a cohort, or links accounts.

A link to a question asks that one alone. A link to a lesson leads straight into it whoever has
begun none yet, and back into it whoever is in the midst of it; to all others it shows the lesson's
card. From where others read along a link leads to a command, by its name after an underscore, with
which no lesson's id begins.
"""

from bot.conversation import availability
from bot.conversation.acts import UnderWay
from bot.conversation.cohorts import membership
from bot.conversation.commands.base import ChatCommand
from bot.conversation.identities import codes, linking
from bot.conversation.inputs import Command
from bot.conversation.lesson import acts
from bot.conversation.lesson.modes import of_card
from bot.conversation.menu import menu, welcome
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.phrases.languages import untranslated
from bot.conversation.session import Run, Session
from bot.conversation.sharing import card, predicting
from bot.conversation.turn import Scene
from bot.lessons import finding
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.values import replace

LED_TO = ("learn", "continue", "review", "progress", "mode", "ask", "class")
"""The commands that a link may lead to."""


def led_to(given: Command) -> Command:
    """The command that a link leads to, in place of the one that it is told by.

    What is behind a hyphen is what follows the command.
    """
    name, _, argument = given.argument.strip().removeprefix("_").partition("-")
    leads = given.name == "start" and given.argument.startswith("_") and name in LED_TO
    return replace(given, name=name, argument=argument) if leads else given


def _needs(library: Library, session: Session | None, argument: str) -> Needs:
    if code := codes.linked_by(library, argument):
        return linking.needs(code)
    if membership.invited(library, argument):
        return replace(membership.NEEDS, due=session is not None)
    if key := card.key_in(argument):
        return predicting.needs(library, session, key)
    if run := _under_way(session, argument):
        return acts.needs(run)
    begun = session is not None and session.runs
    if (found := finding.find(library, argument)) and not begun:
        return acts.needs_start(library, session, found.id, of_card(found)[0][0])
    return welcome.needs(library, session)


def _under_way(session: Session | None, argument: str) -> Run | None:
    """The run that a link leads back into."""
    return session.shelved(argument.strip().lower()) if session and argument else None


def _run(scene: Scene, argument: str) -> None:
    if code := codes.linked_by(scene.library, argument):
        linking.link(scene, code)
        return
    if membership.invited(scene.library, argument):
        if cohort := membership.find(scene, argument):
            if not scene.session.asked:
                scene.say(phrase("start.hello"))
            membership.enter(scene, cohort)
            return
        scene.say(phrase("cohort.unknown"))
    if key := card.key_in(argument):
        scene.lead = phrase("start.straight") if scene.is_new else ""
        predicting.predict(scene, key)
        return
    if run := _under_way(scene.session, argument):
        acts.resume(scene, run)
    elif argument and (found := finding.find(scene.library, argument)):
        _lead_in(scene, found)
    else:
        welcome.welcome(scene)


def _lead_in(scene: Scene, card: Card) -> None:
    """Into a lesson that a link names."""
    if not scene.is_new or availability.lock(scene, card.id):
        menu.card(scene, card.id)
        return
    (mode, _), *_ = of_card(card)
    parts = (phrase("start.straight"), untranslated(card.language))
    scene.lead = "\n\n".join(part for part in parts if part)
    acts.start(scene, mode)


def _goes_on(session: Session, argument: str) -> UnderWay | None:
    return _under_way(session, argument)


START = ChatCommand("start", _run, argument="lesson", needs=_needs, goes_on=_goes_on)

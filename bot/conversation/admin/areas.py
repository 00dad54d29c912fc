"""What admins do, by area, and the right that each of its acts asks for.

An area's acts are found like all others: by what a button stands for, by the words of the command
(``/admin roles grant telegram:42 author`` is the call ``admin roles grant telegram:42 author``),
and by what an area said that typed words are for. An area is shown to those who have its right, and
the right is checked again at every act: a button outlives a role.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from bot.conversation.acts import Act
from bot.conversation.asking import Rows
from bot.conversation.facts.roles import Right, may
from bot.conversation.inputs import Text
from bot.conversation.language.paging import pack
from bot.conversation.needs.admin import AdminKnown, AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import Call, Session, call
from bot.conversation.turn import Scene
from bot.lessons.library import Library


@dataclass(frozen=True, slots=True)
class Area:
    """Something that admins do, with the right that it asks for, and all its acts.

    Its name on buttons is the phrase ``admin.area.<name>``, and ``admin.area.<name>.about`` says
    what it is.
    """

    name: str
    right: Right
    contributed: tuple[Act, ...]

    @property
    def acts(self) -> tuple[Act, ...]:
        """What it contributes, for those alone who have its right."""
        return tuple(guarded(act, self.right) for act in self.contributed)


def guarded(act: Act, right: Right | None = None) -> Act:
    """The same act for those alone who have this right; without one, for all who hold a role.

    Their roles are loaded with whatever else it needs. To who holds none there is no such act.
    """

    @wraps(act.run)
    def run(scene: Scene, *about: Any) -> None:
        roles = scene.known.roles
        if not roles:
            scene.close()
            scene.say(phrase("press.closed"))
        elif right is not None and not may(roles, right):
            denied(scene)
        else:
            if act.answers:
                scene.answered()
            act.run(scene, *about)

    def needs(library: Library, session: Session, *about: Any) -> Needs:
        found = act.needs(library, session, *about)
        return found if found.admin is not None else replace(found, admin=AdminNeeds())

    # Whoever is refused answers nothing, so their question stays open.
    return replace(act, run=run, needs=needs, answers=False)


def denied(scene: Scene) -> None:
    """Say that the roles of whoever asks don't bring the right to this."""
    scene.say(phrase("admin.denied", roles=", ".join(sorted(scene.known.roles))))


def known(scene: Scene) -> AdminKnown:
    """What was loaded for an admin's turn."""
    return scene.known.admin or AdminKnown()


def typed(scene: Scene) -> str:
    """Words that answer the open question; the words of a command, or of a label, are not these."""
    given, asked = scene.envelope.input, scene.open
    return given.text.strip() if isinstance(given, Text) and asked and asked.words else ""


def show_parts(scene: Scene, parts: Iterable[str], rows: Rows) -> None:
    """Show these parts as a card; as messages that stay, if they are too long for one."""
    *first, last = pack(parts)
    for text in first:
        scene.say(text)
    scene.ask(last, rows, card=not first)


def leads_to(verb: str) -> Callable[[Call], Call]:
    """Reads all words as this act, which takes none."""
    return lambda words: call(verb)

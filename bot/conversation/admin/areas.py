"""What admins do, by area, and the right that each of its acts asks for.

An area's acts are found like all others: by what a button stands for, by the words of the command
(``/admin roles grant telegram:42 author`` is the call ``admin roles grant telegram:42 author``),
and by what an area said that typed words are for. An area is shown to those who have its right for
anything. Each of its acts says what it is *about*, a lesson, a cohort, a draft, and whoever acts
must have the right for that (``facts.roles.may``), at every act: a button outlives a role. What is
about nothing in particular, such as a list, shows only what they may touch.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from bot.conversation import scopes
from bot.conversation.acts import Act
from bot.conversation.facts.roles import EVERYTHING, Held, Right, Scope, may, reach
from bot.conversation.inputs import Text
from bot.conversation.language.markup import escape_markdown
from bot.conversation.language.paging import pack
from bot.conversation.needs.admin import AdminKnown, AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.scopes import Scopes
from bot.conversation.session import Session
from bot.conversation.turn import Rows, Scene
from bot.lessons.cohort import Cohort
from bot.lessons.faults import shorten
from bot.lessons.format.markdown import strange_links, tree
from bot.lessons.library import Library
from bot.values import replace, value

About = Callable[..., Scopes | None]
"""What an act is about, by its scene and arguments; ``None`` if it is nothing in particular."""


@value
class Duty:
    act: Act
    about: About
    right: Right | None = None


@value
class Area:
    """Something that admins do, with the right that it asks for, and all its acts.

    Its name on buttons is the phrase ``admin.area.<name>``, and ``admin.area.<name>.about`` says
    what it is. A ``whole`` area is about everything, and for those alone who have the right for
    that.
    """

    name: str
    right: Right
    duties: tuple[Duty, ...]
    whole: bool = False

    @property
    def acts(self) -> tuple[Act, ...]:
        """What it contributes, for those alone who have the right to it."""
        return tuple(
            guard(duty.act, duty.right or self.right, everything if self.whole else duty.about)
            for duty in self.duties
        )

    def is_for(self, held: Iterable[Held]) -> bool:
        """Whether it is shown to who holds these roles."""
        return (
            EVERYTHING in reach(held, self.right) if self.whole else bool(reach(held, self.right))
        )


def anything(scene: Scene, *about: Any) -> None:
    """About nothing in particular: it leaves out whatever the admin may not touch."""


def everything(scene: Scene, *about: Any) -> Scopes:
    """About all that there is."""
    return (EVERYTHING,)


def of_lesson(scene: Scene, lesson: str, *about: Any) -> Scopes:
    return scopes.of_lesson(scene.library, lesson)


def is_allowed(scene: Scene, right: Right, asked: Iterable[Scope]) -> bool:
    return may(scene.known.roles, right, asked)


def guard(act: Act, right: Right | None = None, about: About = anything) -> Act:
    """The same act for those alone who have this right for what it is about.

    Without a right it is for all who hold a role. Their roles are loaded with whatever else it
    needs. To who holds none there is no such act.
    """
    concerns = about

    @wraps(act.run)
    def run(scene: Scene, *about: Any) -> None:
        roles = scene.known.roles
        if not roles:
            scene.close()
            scene.say(phrase("press.closed"))
        elif right is not None and not (
            reach(roles, right) and _has_right(scene, right, concerns(scene, *about))
        ):
            deny(scene)
        else:
            if act.answers:
                scene.close_answered()
            act.run(scene, *about)

    def needs(library: Library, session: Session, *about: Any) -> Needs:
        act_needs = act.needs(library, session, *about)
        return act_needs if act_needs.get(AdminNeeds) else act_needs.asking(AdminNeeds())

    # Whoever is refused answers nothing, so their question stays open.
    return replace(act, run=run, needs=needs, answers=False)


def _has_right(scene: Scene, right: Right, asked: Scopes | None) -> bool:
    return asked is None or may(scene.known.roles, right, asked)


def deny(scene: Scene) -> None:
    """Say that the roles of whoever asks don't bring the right to this."""
    scene.say(phrase("admin.denied", roles=all_named(scene)))


def all_named(scene: Scene) -> str:
    """The roles of whoever asks, as Markdown."""
    return ", ".join(escape_markdown(name_role(scene, role)) for role in sorted(scene.known.roles))


def name_role(scene: Scene, held: Held) -> str:
    """A role and what it is held for, in words."""
    name = phrase(f"admin.role.{held.role}")
    if held.scope == EVERYTHING:
        return name
    return phrase("admin.role.for", role=name, what=scope_named(scene, held.scope))


def scope_named(scene: Scene, scope: Scope) -> str:
    """What a scope is called: a course by its title, a cohort by its name, else by their ids."""
    if scope.cohort:
        cohort = scene.library.cohorts.get(scope.cohort)
        return cohort.name if cohort else scope.cohort
    return scene.library.course_title(scope.course) if scope.course else phrase("admin.role.all")


def scope_words(scope: Scope) -> tuple[str, ...]:
    """What a scope is called in a call: nothing, if it is everything."""
    return (str(scope),) if scope != EVERYTHING else ()


def newest_cohorts(library: Library) -> list[Cohort]:
    running = (cohort for cohort in library.cohorts.values() if cohort.state != "closed")
    return sorted(running, key=lambda cohort: -cohort.version)


def admin_data(scene: Scene) -> AdminKnown:
    """What was loaded for an admin's turn."""
    return scene.known.get(AdminNeeds)


def take_typed(scene: Scene) -> str:
    """Words that answer the open question; the words of a command, or of a label, are not these."""
    content, asked = scene.envelope.input, scene.open
    return content.text.strip() if isinstance(content, Text) and asked and asked.words else ""


def strange_link(text: str) -> str:
    """Why a text can't go out, if it links to no page of the web; else nothing."""
    strange = [address for _, address in strange_links(tree(text))]
    if not strange:
        return ""
    # Nothing ends the code that it is shown as.
    address = shorten(strange[0]).replace("`", "'")
    return phrase("admin.announce.link", address=f"`{address}`")


def show_parts(scene: Scene, parts: Iterable[str], rows: Rows) -> None:
    """Show these parts as a card; as messages that stay, if they are too long for that."""
    *first, last = pack(parts)
    for text in first:
        scene.say(text)
    scene.ask(last, rows, card=not first)

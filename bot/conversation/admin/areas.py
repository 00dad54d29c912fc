"""What admins do, by area: one grammar for commands, buttons and typed words.

``/admin roles grant telegram:42 author``, a button that stands for ``admin roles grant …`` and
words typed where an area asked for them all reach the same function. An area is shown to those who
have its right, and its right is checked again at every input: a button outlives a role.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.conversation.facts.roles import Right, may
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import Offer
from bot.conversation.turn import Scene

Words = list[str]
"""What follows an area's name: the words of a command, or what a button stands for."""


def _roles_only(words: Words) -> Needs:
    return Needs(admin=AdminNeeds())


@dataclass(frozen=True, slots=True)
class Area:
    """Something that admins do.

    ``run`` answers an input; what was typed, if it was words, is in the scene's envelope.
    ``needs`` is what must be loaded for that. Its name on buttons is the phrase
    ``admin.area.<name>``, and ``admin.area.<name>.about`` says what it is.
    """

    name: str
    right: Right
    run: Callable[[Scene, Words], None]
    needs: Callable[[Words], Needs] = _roles_only


@dataclass(frozen=True, slots=True)
class Areas:
    """All areas, in the order in which they are shown."""

    by_name: Mapping[str, Area]

    def needs(self, words: Words) -> Needs:
        """What must be loaded; the roles of whoever asks in any case."""
        area = self.by_name.get(words[0]) if words else None
        found = area.needs(words[1:]) if area else Needs()
        return found if found.admin is not None else replace(found, admin=AdminNeeds())

    def run(self, scene: Scene, words: Words) -> bool:
        """Answer an admin; whether there was one to answer."""
        roles = scene.known.roles
        if not roles:
            return False
        area = self.by_name.get(words[0]) if words else None
        if area is None:
            self._overview(scene, words)
        elif may(roles, area.right):
            area.run(scene, words[1:])
        else:
            scene.say(phrase("admin.denied", roles=", ".join(sorted(roles))))
        return True

    def _overview(self, scene: Scene, words: Words) -> None:
        roles = scene.known.roles
        mine = [area for area in self.by_name.values() if may(roles, area.right)]
        lines = [
            phrase(
                "admin.area",
                name=phrase(f"admin.area.{area.name}"),
                command=area.name,
                about=phrase(f"admin.area.{area.name}.about"),
            )
            for area in mine
        ]
        parts = [
            phrase(
                "admin.title", roles=", ".join(phrase(f"admin.role.{one}") for one in sorted(roles))
            )
        ]
        if words:
            parts.insert(0, phrase("admin.unknown"))
        offers = [Offer(phrase(f"admin.area.{area.name}"), f"admin {area.name}") for area in mine]
        rows = [offers[n : n + 3] for n in range(0, len(offers), 3)]
        scene.ask("\n\n".join(part for part in (*parts, "\n".join(lines)) if part), rows)

"""Forgetting a learner: asked once, with what goes and what stays; then all that names them goes.

The turn only says so and puts it on record; the store carries it out in the same transaction.
Nothing stays by which it could be told that somebody was here before: they are a newcomer again,
and a button from before belongs to nobody.
"""

from bot.conversation.acts import Act
from bot.conversation.facts.admin import RoleRevoked
from bot.conversation.facts.learner import Forgotten
from bot.conversation.facts.roles import Held
from bot.conversation.identities.linking import platform_name
from bot.conversation.needs.admin import AdminNeeds
from bot.conversation.needs.learner import Needs
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library

NEEDS = Needs((AdminNeeds(),))
"""Whether they hold a role, which goes too."""


def ask(scene: Scene) -> None:
    """Say what goes and what stays, and ask whether they are sure."""
    goes = [phrase("forget.goes"), *_both(scene)]
    parts = [phrase("forget.ask"), *goes, phrase("forget.stays"), *_roles(scene)]
    yes = offer(phrase("forget.yes"), "forget yes")
    take = offer(phrase("forget.export"), "export first")
    scene.card("\n\n".join(parts), [[yes], [take], [offer(phrase("forget.no"), "forget no")]])


def _both(scene: Scene) -> list[str]:
    here = scene.envelope.address.platform
    others = [account.platform for account in scene.learner.accounts if account.platform != here]
    return [phrase("forget.both", there=platform_name(platform)) for platform in others]


def _roles(scene: Scene) -> list[str]:
    roles = scene.known.roles
    owner = Held("owner")
    granted = [phrase("forget.roles")] if roles - {owner} else []
    return [*granted, *([phrase("forget.owner")] if owner in roles else [])]


def _yes(scene: Scene) -> None:
    learner = scene.envelope.learner
    # The program's settings name the owners; all else was granted, and their menu is to show it.
    scene.facts += [
        RoleRevoked(learner, role.role, role.scope)
        for role in sorted(scene.known.roles)
        if role.role != "owner"
    ]
    scene.facts.append(Forgotten())
    scene.say(phrase("forget.done"))


def _no(scene: Scene) -> None:
    scene.say(phrase("forget.kept"))


def _needs(library: Library, session: Session) -> Needs:
    return NEEDS


ACTS = (
    Act("forget", ask, _needs, answers=True),
    Act("forget yes", _yes, _needs, answers=True),
    Act("forget no", _no, answers=True),
)

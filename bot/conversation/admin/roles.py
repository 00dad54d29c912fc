"""Who holds which role: granting it, and taking it back.

Whoever is granted a role, or loses one, is told by an alarm of their own (``role:granted:author``),
in their language, unless it is the other way round again by then.
"""

import re
from collections.abc import Iterable
from typing import Literal

from bot.conversation.acts import Act
from bot.conversation.admin.areas import Area, known, leads_to, typed
from bot.conversation.facts.admin import Logged, OthersTold, RoleGranted, RoleRevoked
from bot.conversation.facts.roles import GRANTABLE, Role, role
from bot.conversation.inputs import Alarm, LearnerId
from bot.conversation.language.markup import escaped
from bot.conversation.needs.admin import AdminNeeds, Grant
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import Session, call, offer
from bot.conversation.turn import Scene
from bot.lessons.library import Library

PREFIX = "role:"
"""How the kinds of alarms begin that tell people of their roles."""

_GRANTED, _REVOKED = f"{PREFIX}granted:", f"{PREFIX}revoked:"

_PERSON = re.compile(r"[a-z]{1,16}:[A-Za-z0-9_-]{1,32}", re.ASCII)
_MENTION = re.compile(r"<@!?([0-9]{1,20})>", re.ASCII)
"""How Discord writes a person who is mentioned."""


def _needs(library: Library, session: Session, *about: str) -> Needs:
    return Needs(admin=AdminNeeds(grants=True))


def _show(scene: Scene) -> None:
    """Everybody who holds a role, with a button for each that can be taken back."""
    grants = known(scene).grants
    lines = [
        phrase("admin.roles.line", role=phrase(f"admin.role.{one.role}"), person=_named(one))
        for one in grants
    ]
    rows = [
        [
            offer(
                phrase(
                    "admin.roles.revoke", role=phrase(f"admin.role.{one.role}"), person=one.person
                ),
                "admin roles revoke",
                one.person,
                one.role,
            )
        ]
        for one in grants
        if one.role in GRANTABLE
    ]
    rows.append([offer(phrase("admin.roles.grant"), "admin roles grant")])
    scene.card("\n\n".join([phrase("admin.roles.title"), "\n".join(lines)]), rows)


def _named(one: Grant) -> str:
    """Who holds a role, by all accounts that it is a right of."""
    return " = ".join((one.person, *one.others))


def _grant(scene: Scene, *words: str) -> None:
    """Grant the role that these words name, or those that were typed; without any, ask."""
    named = words or tuple(typed(scene).split())
    if not named:
        _ask_whom(scene)
        return
    person, wanted = _person(named), _role(named)
    if person is None or wanted is None:
        key = "admin.roles.nobody" if person is None else "admin.roles.none"
        scene.say(phrase(key, roles=", ".join(GRANTABLE)))
        return
    scene.answered()
    name = phrase(f"admin.role.{wanted}")
    if _held(scene, person, wanted):
        scene.say(phrase("admin.roles.held", person=person, role=name))
        return
    scene.facts += [
        RoleGranted(person, wanted),
        Logged("grant", person, after=wanted),
        OthersTold(f"{_GRANTED}{wanted}", (person,)),
    ]
    scene.say(phrase("admin.roles.granted", person=person, role=name))


def _ask_whom(scene: Scene) -> None:
    scene.answered()
    names = ", ".join(GRANTABLE)
    rows = [[offer(phrase("admin.back"), "admin roles")]]
    scene.card(phrase("admin.roles.whom", roles=names), rows, words=call("admin roles grant"))


def _revoke(scene: Scene, person: str, name: str, sure: Literal["", "yes"] = "") -> None:
    """Take a role back, after asking once."""
    wanted = role(name)
    if wanted is None or not _held(scene, person, wanted):
        scene.say(phrase("admin.roles.not_held", person=escaped(person), role=escaped(name)))
        return
    shown = phrase(f"admin.role.{wanted}")
    if not sure:
        yes = offer(phrase("admin.roles.yes"), "admin roles revoke", person, wanted, "yes")
        keep = offer(phrase("admin.keep"), "admin roles")
        scene.card(phrase("admin.roles.sure", person=person, role=shown), [[yes, keep]])
        return
    scene.facts += [
        RoleRevoked(LearnerId(person), wanted),
        Logged("revoke", person, before=wanted),
        OthersTold(f"{_REVOKED}{wanted}", (LearnerId(person),)),
    ]
    scene.say(phrase("admin.roles.revoked", person=person, role=shown))


def _person(words: Iterable[str]) -> LearnerId | None:
    """The person among these words: ``telegram:42``, or as Discord writes a mention."""
    for word in words:
        if _PERSON.fullmatch(word):
            return LearnerId(word)
        if mention := _MENTION.fullmatch(word):
            return LearnerId(f"discord:{mention[1]}")
    return None


def _role(words: Iterable[str]) -> Role | None:
    return next((found for word in words if (found := role(word))), None)


def _held(scene: Scene, person: str, wanted: Role) -> Grant | None:
    grants = known(scene).grants
    return next(
        (one for one in grants if person in (one.person, *one.others) and one.role == wanted), None
    )


def needs(alarm: Alarm) -> Needs:
    """What must be loaded to tell somebody of their role."""
    return Needs(admin=AdminNeeds())


def on_alarm(scene: Scene, alarm: Alarm) -> None:
    """Tell whoever was granted a role, or lost one, if that is how it is still."""
    granted = alarm.kind.startswith(_GRANTED)
    named = role(alarm.kind.rpartition(":")[2])
    if named is None or (named in scene.known.roles) != granted:
        return
    key = "admin.roles.yours" if granted else "admin.roles.lost"
    scene.say(phrase(key, role=phrase(f"admin.role.{named}")))


ROLES = Area(
    "roles",
    "roles",
    (
        Act("admin roles", _show, _needs, answers=True, otherwise=leads_to("admin roles")),
        Act("admin roles grant", _grant, _needs),
        Act("admin roles revoke", _revoke, _needs, answers=True),
    ),
)

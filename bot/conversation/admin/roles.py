"""Who holds which role: granting it, and taking it back."""

import re

from bot.conversation.admin.areas import Area, Words
from bot.conversation.facts.admin import Logged, RoleGranted, RoleRevoked
from bot.conversation.facts.roles import GRANTABLE, Role, role
from bot.conversation.inputs import LearnerId, Text
from bot.conversation.language.markup import escaped
from bot.conversation.needs.admin import AdminNeeds, Grant
from bot.conversation.needs.learner import Needs
from bot.conversation.phrases import phrase
from bot.conversation.session import call, offer
from bot.conversation.turn import Scene

_PERSON = re.compile(r"[a-z]{1,16}:[A-Za-z0-9_-]{1,32}", re.ASCII)
_MENTION = re.compile(r"<@!?([0-9]{1,20})>", re.ASCII)
"""How Discord writes a person who is mentioned."""


def _needs(words: Words) -> Needs:
    return Needs(admin=AdminNeeds(grants=True))


def _run(scene: Scene, words: Words) -> None:
    match words:
        case ["grant"]:
            _ask_whom(scene) if not _typed(scene) else _grant(scene, _typed(scene).split())
        case ["grant", *rest]:
            _grant(scene, rest)
        case ["revoke", person, name]:
            _revoke(scene, person, name, sure=False)
        case ["revoke", person, name, "yes"]:
            _revoke(scene, person, name, sure=True)
        case _:
            _show(scene)


def _typed(scene: Scene) -> str:
    """Words that answer the open question; a command's own words are not among them."""
    given = scene.envelope.input
    return given.text if isinstance(given, Text) else ""


def _show(scene: Scene) -> None:
    """Everybody who holds a role, with a button for each that can be taken back."""
    scene.answered()
    grants = scene.known.admin.grants if scene.known.admin else ()
    lines = [
        phrase("admin.roles.line", role=phrase(f"admin.role.{one.role}"), person=one.person)
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
    scene.ask("\n\n".join([phrase("admin.roles.title"), "\n".join(lines)]), rows)


def _ask_whom(scene: Scene) -> None:
    scene.answered()
    names = ", ".join(GRANTABLE)
    rows = [[offer(phrase("admin.back"), "admin roles")]]
    scene.ask(phrase("admin.roles.whom", roles=names), rows, words=call("admin roles grant"))


def _grant(scene: Scene, words: Words) -> None:
    person, wanted = _person(words), _role(words)
    if person is None or wanted is None:
        key = "admin.roles.nobody" if person is None else "admin.roles.none"
        scene.say(phrase(key, roles=", ".join(GRANTABLE)))
        return
    scene.answered()
    name = phrase(f"admin.role.{wanted}")
    if _held(scene, person, wanted):
        scene.say(phrase("admin.roles.held", person=person, role=name))
        return
    scene.facts += [RoleGranted(person, wanted), Logged("grant", person, after=wanted)]
    scene.say(phrase("admin.roles.granted", person=person, role=name))


def _revoke(scene: Scene, person: str, name: str, *, sure: bool) -> None:
    wanted = role(name)
    if wanted is None or not _held(scene, person, wanted):
        scene.answered()
        scene.say(phrase("admin.roles.not_held", person=escaped(person), role=escaped(name)))
        return
    shown = phrase(f"admin.role.{wanted}")
    scene.answered()
    if not sure:
        yes = offer(phrase("admin.roles.yes"), "admin roles revoke", person, wanted, "yes")
        keep = offer(phrase("admin.keep"), "admin roles")
        scene.ask(phrase("admin.roles.sure", person=person, role=shown), [[yes, keep]])
        return
    scene.facts += [
        RoleRevoked(LearnerId(person), wanted),
        Logged("revoke", person, before=wanted),
    ]
    scene.say(phrase("admin.roles.revoked", person=person, role=shown))


def _person(words: Words) -> LearnerId | None:
    """The person among these words: ``telegram:42``, or as Discord writes a mention."""
    for word in words:
        if _PERSON.fullmatch(word):
            return LearnerId(word)
        if mention := _MENTION.fullmatch(word):
            return LearnerId(f"discord:{mention[1]}")
    return None


def _role(words: Words) -> Role | None:
    return next((found for word in words if (found := role(word))), None)


def _held(scene: Scene, person: str, wanted: Role) -> Grant | None:
    grants = scene.known.admin.grants if scene.known.admin else ()
    return next((one for one in grants if one.person == person and one.role == wanted), None)


ROLES = Area("roles", "roles", _run, _needs)

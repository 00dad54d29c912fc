"""Linking: a code is made on a platform, entered on the other, and confirmed there.

Whoever made the code is the *primary*: their settings hold, and the learner goes by their name. A
code is made and entered where nobody reads along; a code that was typed where others do is spent.

A role is a right that was granted to a single account, and linking is no way to another: two are
linked only if both hold the same roles, as most do, who hold none. What is granted to a linked
account is granted to its learner, so to both.

A learner has two accounts at most, on two platforms, so that undoing it stays simple.
"""

from bot.conversation.acts import Act
from bot.conversation.alarms import AlarmKind
from bot.conversation.facts.learner import (
    AlarmSet,
    CodeCounted,
    CodeMade,
    CodeSpent,
    CodeTaken,
    Linked,
)
from bot.conversation.identities import codes
from bot.conversation.inputs import Alarm
from bot.conversation.needs.learner import IdentitiesKnown, LinkCode, Needs, OwnIdentities
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.reminders import contact
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.lessons.library import Library

KIND = "linked"
"""The alarm by which whoever made a code learns that it was used."""


def platform_name(platform: str) -> str:
    return phrase("link.terminal") if platform == "terminal" else platform.title()


def needs(argument: str) -> Needs:
    """What must be loaded to link by what was typed."""
    code = codes.read(argument)
    return Needs((OwnIdentities(codes.hash_code(code) if code else ""),))


def link(scene: Scene, argument: str) -> None:
    """Make a code, or take the code that was entered."""
    if scene.envelope.overheard or contact.place(scene.envelope) is None:
        if code := codes.read(argument):
            scene.facts.append(CodeSpent(codes.hash_code(code)))
        scene.say(phrase("link.exposed" if argument else "link.alone"))
    elif scene.learner.accounts:
        there = _elsewhere(scene)
        scene.say(phrase("link.already", there=there))
    elif argument:
        _enter(scene, argument)
    else:
        _make(scene)


def _elsewhere(scene: Scene) -> str:
    here = scene.envelope.address.platform
    others = [account.platform for account in scene.learner.accounts if account.platform != here]
    return platform_name(others[0] if others else here)


def _own_identities(scene: Scene) -> IdentitiesKnown:
    return scene.known.get(OwnIdentities)


def _place(scene: Scene) -> tuple[str, str]:
    where = contact.place(scene.envelope)
    if where is None:
        raise LookupError("there is no place where they are alone")
    return where


# Making a code


def _make(scene: Scene) -> None:
    known = _own_identities(scene)
    if known.made >= codes.MAX_CODES:
        scene.say(phrase("link.enough"))
        return
    code, here = known.fresh, scene.envelope.address.platform
    scene.facts += [
        CodeMade(codes.hash_code(code), scene.now + codes.HOLDS, *_place(scene)),
        CodeCounted("made"),
    ]
    ways = [phrase("link.code", code=codes.render(code))]
    ways += [
        phrase(
            "link.code.link", platform=platform_name(platform), link=f"{prefix}{codes.LINK}{code}"
        )
        for platform, prefix in sorted(known.links.items())
        if prefix and platform != here
    ]
    scene.say("\n\n".join([*ways, phrase("link.code.care")]))


# Entering it


def _enter(scene: Scene, argument: str) -> None:
    known = _own_identities(scene)
    if known.missed >= codes.MAX_CODES:
        scene.say(phrase("link.wait"))
        return
    code = _holding(scene)
    if code is None:
        scene.facts.append(CodeCounted("missed"))
        scene.say(phrase("link.unknown"))
    elif code.maker == scene.envelope.learner:
        scene.say(phrase("link.self"))
    elif code.home[0] == scene.envelope.address.platform:
        scene.say(phrase("link.same", platform=platform_name(code.home[0])))
    elif code.roles != known.roles:
        scene.say(phrase("link.roles"))
    else:
        digest = codes.hash_code(codes.read(argument))
        scene.facts.append(CodeTaken(digest))
        _ask(scene, code, digest)


def _holding(scene: Scene) -> LinkCode | None:
    """The code that was asked for, if it holds for this learner."""
    code, me = _own_identities(scene).code, scene.envelope.learner
    if code is None or code.until < scene.now or code.accounts or code.taken_by not in (None, me):
        return None
    return code


def _ask(scene: Scene, code: LinkCode, digest: str) -> None:
    there, here = platform_name(code.home[0]), platform_name(scene.envelope.address.platform)
    yes = offer(phrase("link.yes"), "link yes", digest)
    no = offer(phrase("link.no"), "link no", digest)
    scene.card(phrase("link.ask", there=there, here=here), [[yes], [no]])


def _yes(scene: Scene, digest: str) -> None:
    """Link, if nothing has changed since they were asked."""
    known, code = _own_identities(scene), _holding(scene)
    if scene.learner.accounts or code is None or code.taken_by is None or code.roles != known.roles:
        scene.close_answered()
        scene.say(phrase("link.over"))
        return
    there = platform_name(code.home[0])
    scene.answered_with(phrase("link.yes"))
    # Whoever made the code soon learns of it, there: an alarm of theirs once they are linked.
    scene.facts += [
        Linked(code.maker, *_place(scene), code.home),
        AlarmSet(KIND, scene.now, *code.home),
    ]
    scene.say(phrase("link.done", there=there))


def _no(scene: Scene, digest: str) -> None:
    scene.facts.append(CodeSpent(digest))
    scene.say(phrase("link.not"))


def _tell(scene: Scene, alarm: Alarm) -> None:
    if scene.learner.accounts:
        there = _elsewhere(scene)
        scene.say(phrase("link.told", there=there))


def _needs(library: Library, session: Session, digest: str) -> Needs:
    return Needs((OwnIdentities(digest),))


ACTS = (
    Act("link yes", _yes, _needs),
    Act("link no", _no, answers=True),
)
ALARMS = (AlarmKind(KIND, _tell),)

"""Unlinking: within a week each account gets back what it had; later the other begins anew.

What has come since can't be shared out, for it was done with what both knew. It stays with the
account that they choose, and they are told so before.
"""

from typing import Literal

from bot.conversation.acts import Act
from bot.conversation.facts.learner import Unlinked
from bot.conversation.identities.linking import platform_name
from bot.conversation.learner import Account
from bot.conversation.needs.learner import Needs, OwnIdentities
from bot.conversation.offers import offer
from bot.conversation.phrases import dates, phrase
from bot.conversation.session import Session
from bot.conversation.turn import Scene
from bot.learning.items import DAY
from bot.lessons.library import Library

WEEK = 7 * DAY
"""Microseconds for which linking can be undone."""

How = Literal["back", "all"]
"""Each gets back what it had, or all stays with a single account."""

NEEDS = Needs((OwnIdentities(),))


def ask(scene: Scene) -> None:
    """Say what would become of what, and with which account it is to stay."""
    if scene.envelope.overheard:
        scene.say(phrase("unlink.alone"))
        return
    if not scene.learner.accounts:
        scene.say(phrase("unlink.none"))
        return
    how = _how(scene)
    when = dates.day(scene.learner.preferences, _since(scene))
    text = phrase(f"unlink.ask.{how}", when=when)
    rows = [
        [
            offer(
                phrase("unlink.keep", platform=_name_account(account)),
                "unlink keep",
                account.id,
                how,
            )
        ]
        for account in scene.learner.accounts
    ]
    scene.card(text, [*rows, [offer(phrase("unlink.no"), "unlink no")]])


def _since(scene: Scene) -> int:
    return scene.known.get(OwnIdentities).since


def _how(scene: Scene) -> How:
    return "back" if scene.now - _since(scene) <= WEEK else "all"


def _name_account(account: Account) -> str:
    return platform_name(account.platform)


def _keep(scene: Scene, account: str, how: How) -> None:
    remaining = next(
        (linked for linked in scene.learner.accounts if linked.id == account),
        None,
    )
    if remaining is None or how != _how(scene):
        # A week was over meanwhile, or they are not linked any more.
        scene.close_answered()
        ask(scene)
        return
    scene.answered_with(phrase("unlink.keep", platform=_name_account(remaining)))
    scene.facts.append(Unlinked(remaining.id, undone=how == "back"))
    scene.say(phrase(f"unlink.done.{how}", platform=_name_account(remaining)))


def _no(scene: Scene) -> None:
    scene.say(phrase("unlink.not"))


def _needs(library: Library, session: Session, account: str, how: str) -> Needs:
    return NEEDS


ACTS = (
    Act("unlink keep", _keep, _needs),
    Act("unlink no", _no, answers=True),
)

"""The card of where something comes by itself, for whoever learns on two platforms."""

from bot.conversation.acts import Act
from bot.conversation.identities.linking import platform_name
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.reminders import contact
from bot.conversation.settings.cards import card, change, settled, ticked
from bot.conversation.turn import Scene

LAST = "last"
"""Where they wrote last, as long as they have chosen nothing."""


def _show(scene: Scene) -> None:
    now = scene.learner.preferences.platform or LAST
    named = {
        account.platform: platform_name(account.platform) for account in scene.learner.accounts
    }
    offers = [
        offer(ticked(label, word == now), "set platform to", word)
        for word, label in {LAST: phrase("set.platform.last"), **named}.items()
    ]
    card(scene, "platform", [phrase("set.ask.platform")], [offers])


def _choose(scene: Scene, word: str) -> None:
    """Set it; a platform on which they have no account any more leads back to the card."""
    known = [account.platform for account in scene.learner.accounts]
    if word not in (LAST, *known):
        scene.answered()
        _show(scene)
        return
    chosen = "" if word == LAST else word
    scene.answered_with(platform_name(word) if chosen else phrase("set.platform.last"))
    if change(scene, "platform", chosen):
        contact.prefer(scene)
    settled(scene, "platform")


ACTS = (
    Act("set platform", _show, answers=True),
    Act("set platform to", _choose),
)

"""The settings that are a choice of a few: goal, pace, language, platform, what is on or off."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.conversation.acts import Act, leads_to
from bot.conversation.identities.linking import platform_name
from bot.conversation.language.locale import LANGUAGES
from bot.conversation.offers import offer
from bot.conversation.phrases import phrase
from bot.conversation.reminders import contact
from bot.conversation.settings import words
from bot.conversation.settings.cards import after_setting, card, change, tick_label
from bot.conversation.turn import Scene
from bot.values import value

GOALS = (0, 5, 10, 20, 40)
"""Answers a day that can be aimed at; 0 is no goal."""


@value
class ChoiceSetting:
    """A setting by the name of its preference, with what can be chosen and how that is labelled.

    ``values`` are in the order of their buttons, each under the word that stands for it in an act.
    """

    name: str
    values: Mapping[str, Any]
    label: Callable[[Any], str]

    def acts(self) -> Iterator[Act]:
        """Showing it, and choosing."""
        verb = f"set {self.name}"
        yield Act(verb, self.show, answers=True, otherwise=leads_to(verb))
        yield Act(f"{verb} to", self.choose)

    def show(self, scene: Scene) -> None:
        """Ask for it; what is set is marked."""
        now = getattr(scene.learner.preferences, self.name)
        offers = [
            offer(tick_label(self.label(value), value == now), f"set {self.name} to", word)
            for word, value in self.values.items()
        ]
        rows = [offers[first : first + 3] for first in range(0, len(offers), 3)]
        card(scene, self.name, [phrase(f"set.ask.{self.name}")], rows)

    def choose(self, scene: Scene, word: str) -> None:
        """Set it; what can be chosen no longer, as in a later version, leads to what can."""
        if word not in self.values:
            scene.close_answered()
            self.show(scene)
            return
        value = self.values[word]
        scene.answered_with(self.label(value))
        change(scene, self.name, value)
        after_setting(scene, self.name)


CHOICES = (
    ChoiceSetting("goal", {str(answers): answers for answers in GOALS}, words.goal),
    ChoiceSetting("confidence", {"on": True, "off": False}, words.on_off),
    ChoiceSetting("pace", {"long": "long", "short": "short"}, words.pace),
    ChoiceSetting(
        "language", {"platform": "", **{code: code for code in LANGUAGES}}, words.language
    ),
    ChoiceSetting("experiment", {"on": True, "off": False}, words.on_off),
    ChoiceSetting("news", {"on": True, "off": False}, words.on_off),
)

LAST = "last"
"""Where they wrote last, as long as they have chosen nothing."""


def _show_platforms(scene: Scene) -> None:
    now = scene.learner.preferences.platform or LAST
    named = {
        account.platform: platform_name(account.platform) for account in scene.learner.accounts
    }
    offers = [
        offer(tick_label(label, word == now), "set platform to", word)
        for word, label in {LAST: phrase("set.platform.last"), **named}.items()
    ]
    card(scene, "platform", [phrase("set.ask.platform")], [offers])


def _choose_platform(scene: Scene, word: str) -> None:
    """Set it; a platform on which they have no account any more leads back to the card."""
    known = [account.platform for account in scene.learner.accounts]
    if word not in (LAST, *known):
        scene.close_answered()
        _show_platforms(scene)
        return
    chosen = "" if word == LAST else word
    scene.answered_with(platform_name(word) if chosen else phrase("set.platform.last"))
    if change(scene, "platform", chosen):
        contact.prefer(scene)
    after_setting(scene, "platform")


ACTS = (
    *(act for choice in CHOICES for act in choice.acts()),
    Act("set platform", _show_platforms, answers=True),
    Act("set platform to", _choose_platform),
)

"""The card of all settings, and what every card shares."""

from collections.abc import Sequence

from bot.conversation.inputs import Text
from bot.conversation.language.locale import manner_for, speaking
from bot.conversation.phrases import phrase
from bot.conversation.session import Offer
from bot.conversation.settings import words
from bot.conversation.turn import Scene


def overview(scene: Scene, before: str = "") -> None:
    """What is set, in words, and a button to change each; after the text ``before``."""
    # A language that was just chosen is spoken at once.
    with speaking(manner_for(scene.session, scene.envelope)):
        parts = [before, phrase("set.title"), words.everything(scene)]
        rows = [
            [_to("zone"), _to("times")],
            [_to("days"), _to("quiet")],
            [_to("goal"), _to("confidence")],
            [_to("pace"), _to("language")],
            [_to("experiment"), _to("news")],
            [_on(scene)],
        ]
        scene.ask("\n\n".join(part for part in parts if part), rows)


def _to(name: str) -> Offer:
    return Offer(phrase(f"set.to.{name}"), f"set {name}")


def _on(scene: Scene) -> Offer:
    """The way on: to what is under way, if anything is."""
    session = scene.session
    if session.review:
        return Offer(phrase("start.continue"), "review")
    if session.run:
        return Offer(phrase("start.continue"), f"resume {session.run.lesson} {session.run.mode}")
    return Offer(phrase("set.done"), "set done")


def done(scene: Scene) -> None:
    """Nothing more to choose."""
    scene.say(phrase("set.left"))


def card(
    scene: Scene, parts: Sequence[str], rows: Sequence[Sequence[Offer]], *, words: str = ""
) -> None:
    """A card of one setting, with a way back."""
    text = "\n\n".join(part for part in parts if part)
    scene.ask(text, [*rows, [Offer(phrase("set.back"), "set")]], words=words)


def typed(scene: Scene) -> str:
    """What the learner typed on a card."""
    given = scene.envelope.input
    return given.text.strip() if isinstance(given, Text) else ""


def quoted(text: str) -> str:
    """Somebody's words, safe inside a sentence: one line, no Markdown, not too long."""
    plain = "".join(mark if mark.isalnum() or mark in " .,:+'-" else " " for mark in text)
    return " ".join(plain.split())[:40]


def ticked(label: str, chosen: bool) -> str:
    """A label, marked if that is what is set."""
    return phrase("set.chosen", label=label) if chosen else label

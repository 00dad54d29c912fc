"""What reviews of questions and of tasks share: which one is under way, and how it ends."""

from collections.abc import Sequence

from bot.conversation import recap
from bot.conversation.flow import pack
from bot.conversation.phrases import phrase
from bot.conversation.scene import Scene
from bot.conversation.session import Offer, Review


def under_way(scene: Scene) -> Review:
    """The review under way; raises ``ValueError`` if there is none."""
    if scene.session.review is None:
        raise ValueError("no review is under way")
    return scene.session.review


def tell(scene: Scene, parts: Sequence[str], *, part: bool) -> None:
    """Say these, and let the learner go on; with ``part``, what the lesson says is offered."""
    *first, last = pack(parts)
    for text in first:
        scene.say(text)
    offers = [[Offer(phrase("ask.continue"), "go")]]
    if part and recap.part(scene.lesson, under_way(scene).item.question):
        offers.append([Offer(phrase("review.part"), "part")])
    scene.ask(last, [*offers, [Offer(phrase("review.suspend"), "suspend")]])

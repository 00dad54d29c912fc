"""What reviews of questions and of tasks share: which one is under way, and how it ends."""

from collections.abc import Sequence

from bot.conversation import recap
from bot.conversation.flow import Tell, told
from bot.conversation.phrases import phrase
from bot.conversation.scene import Scene
from bot.conversation.session import Offer, Review


def under_way(scene: Scene) -> Review:
    """The review under way; raises ``ValueError`` if there is none."""
    if scene.session.review is None:
        raise ValueError("no review is under way")
    return scene.session.review


def say(scene: Scene, parts: Sequence[str], *, keep_last: bool = False) -> str:
    """Say these, with the pictures among them; the last text is kept back if it is asked with."""
    *first, last = told("part", parts) or [Tell("part", "")]
    for beat in (*first, last):
        if beat.diagram:
            scene.show(beat.diagram.drawing)
        if beat.text and not (keep_last and beat is last):
            scene.say(beat.text)
    return last.text


def tell(scene: Scene, parts: Sequence[str], *, part: bool) -> None:
    """Say these, and let the learner go on; with ``part``, what the lesson says is offered."""
    last = say(scene, parts, keep_last=True)
    offers = [[Offer(phrase("ask.continue"), "go")]]
    if part and recap.part(scene.lesson, under_way(scene).item.question):
        offers.append([Offer(phrase("review.part"), "part")])
    scene.ask(last, [*offers, [Offer(phrase("review.suspend"), "suspend")]])

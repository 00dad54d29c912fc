"""Whether a lesson was worth it: asked once, by three buttons below what its end says anyway."""

from typing import get_args

from bot.conversation.acts import Act
from bot.conversation.facts.remarks import Worth, WorthSaid
from bot.conversation.lesson.modes import WHOLE
from bot.conversation.offers import Offer, offer
from bot.conversation.phrases import phrase
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.values import replace

_VERB = "worth"


def offered(scene: Scene, run: Run) -> list[Offer]:
    """The buttons, if this is the first end of the whole lesson for this learner."""
    if run.lesson in scene.learner.valued or run.mode not in WHOLE or scene.envelope.overheard:
        return []
    scene.learner = replace(scene.learner, valued=(*scene.learner.valued, run.lesson))
    about = (run.lesson, run.revision, run.id)
    return [offer(phrase(f"worth.{item}"), _VERB, item, *about) for item in get_args(Worth)]


def _say(scene: Scene, worth: Worth, lesson: str, revision: str, run: str) -> None:
    """Note it; the question that it stood below stays open without these buttons."""
    asked = scene.open
    if asked is None:
        raise ValueError("nothing is asked")
    scene.facts.append(WorthSaid(run, lesson, revision, worth))
    rows = [[offer for offer in row if offer.act[0] != _VERB] for row in asked.rows]
    said = phrase("worth.said", said=phrase(f"worth.{worth}"))
    scene.revise(f"{asked.text}\n\n{said}", rows)
    scene.notice(phrase("worth.noted"))


ACTS = (Act(_VERB, _say),)

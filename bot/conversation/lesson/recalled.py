"""A learner's own verdict on what they said of a question before its options were shown.

It is asked below the answer, for there is no other way to know it: a choice that is right shows
that the answer was recognised, and most people recognise far more than they can recall. After a
wrong choice it isn't asked: whoever had it would have chosen it.

The verdict changes no score, which is about predictions that anybody can check. But what was
right among options and missing from one's own words is back sooner, as what was guessed is, see
``memory.remember_recognised``.
"""

from bot.conversation.facts.learner import Met
from bot.conversation.lesson.beats import Rate
from bot.conversation.lesson.playthrough import playthrough
from bot.conversation.phrases import phrase
from bot.conversation.question import memory
from bot.conversation.session import Outcome, Run
from bot.conversation.turn import Scene
from bot.values import replace

FEWEST = 2
"""Questions that are summed up at the end; of a single one it was said just now."""


def judge(scene: Scene, question: str, met: Met) -> None:
    """Keep the verdict for the end; what was only recognised is back sooner."""
    run = scene.run
    scene.run = noted(run, question, met)
    made = run.outcome(question)
    if met == "no" and made is not None:
        # The verdict was asked in the turn of the commitment.
        memory.remember_recognised(scene, question, run.asked_at)


def noted(run: Run, question: str, met: Met) -> Run:
    """The run with this verdict on what was said of a question, in the place of an earlier one."""
    others = (one for one in run.recalled if one[0] != question)
    return replace(run, recalled=(*others, (question, met)))


def summed_up(scene: Scene, run: Run) -> str:
    """How much was said before any options were shown, and chosen; nothing if none was judged.

    Whoever had the options shown at once, or had no idea, has not said it.
    """
    said, asked = dict(run.recalled), _asked(scene, run)
    if not said or len(asked) < FEWEST:
        return ""
    had, partly = (sum(said.get(one.question) == met for one in asked) for met in ("yes", "partly"))
    right, total = sum(one.right is True for one in asked), len(asked)
    key = "end.recalled.partly" if partly else "end.recalled"
    told = phrase(key, had=had, total=total, partly=partly)
    if right <= had + partly:
        return told
    return f"{told} {phrase('end.recalled.chosen', right=right, total=total)}"


def _asked(scene: Scene, run: Run) -> list[Outcome]:
    """What was chosen of the questions that were to be said first.

    What was right and never judged, because an earlier version did not ask, is left out.
    """
    judged, found = dict(run.recalled), []
    for beat in playthrough(scene).beats:
        made = run.outcome(beat.recalled) if isinstance(beat, Rate) else None
        if not isinstance(beat, Rate) or made is None:
            continue
        said = not set(beat.of).isdisjoint(run.worked)
        if beat.recalled in judged or not made.right or not said:
            found.append(made)
    return found

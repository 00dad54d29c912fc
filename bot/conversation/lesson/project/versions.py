"""Which of the work on a milestone stands: a new version takes the place of the one before.

Everything that was handed in stays on record, and what comes in is added to what there is. It takes
the place of that where it was asked for anew ("Send it again, all of it"), and where it says most
of it again. Like takes the place of like: a text that of texts, a link that of links, a file that
of files; so a link that is sent to a text is added to it.

The run keeps which pieces took the place of others, by how many there were for the milestone.
"""

import re
from collections.abc import Sequence
from typing import Literal

from bot.conversation.facts.learner import Submission
from bot.conversation.turn import Scene
from bot.lessons.answers import folded
from bot.values import replace

SAID_AGAIN = 2 / 3
"""How much of what there is a text says word for word, if it is that once more: with less of it,
something would be gone that somebody meant to add to."""

SAYS_SOMETHING = 3
"""Words of a line or sentence that is not in another text by chance."""

_LINKS = re.compile(r"(?:https?://\S+\s*)+", re.IGNORECASE)
_ENDS = re.compile(r"\n+|(?<=[.!?])\s+")


def work(scene: Scene, milestone: str) -> list[Submission]:
    """All that was handed in for a milestone of this run, this turn too, oldest first."""
    facts = [*(scene.known.work or ()), *scene.facts]
    return [
        fact
        for fact in facts
        if isinstance(fact, Submission) and (fact.run, fact.item) == (scene.run.folder, milestone)
    ]


def handed_in(there: Sequence[Submission]) -> list[Submission]:
    """What of this was handed in: a tick hands in nothing."""
    return [submission for submission in there if submission.text or submission.file]


def standing(scene: Scene, milestone: str) -> list[Submission]:
    """The same without what something later took the place of, and without ticks."""
    kept: list[Submission] = []
    renewed = {number for item, number in scene.run.renewed if item == milestone}
    for number, submission in enumerate(work(scene, milestone)):
        kept = [*(_rest(kept, submission) if number in renewed else kept), submission]
    return handed_in(kept)


def renew(scene: Scene, coming: Submission, *, anew: bool) -> bool:
    """Note whether what is coming in takes the place of something; whether it does.

    It does if it is meant ``anew`` and there is something of its kind, or says most of it again.
    """
    kind, there = _kind(coming), standing(scene, coming.item)
    like = [
        submission.text
        for submission in there
        if _kind(submission) == kind or (kind == "text" and submission.text)
    ]
    again = kind == "text" and says_again(coming.text, "\n".join(like))
    if not like or not (anew or again):
        return False
    number = len(work(scene, coming.item))
    scene.run = replace(scene.run, renewed=(*scene.run.renewed, (coming.item, number)))
    return True


def says_again(text: str, earlier: str) -> bool:
    """Whether a text says most of an earlier one word for word, so that it is a version of it.

    What has all of it in it is one, however short that was: nothing is gone.
    """
    said, there, parts = folded(text), _parts(text), _parts(earlier)
    if (whole := folded(earlier)) and re.search(rf"(?<!\w){re.escape(whole)}(?!\w)", said):
        return True
    again = [part for part in parts if part in there or (_says_something(part) and part in said)]
    return any(map(_says_something, again)) and len(again) >= SAID_AGAIN * len(parts)


def _parts(text: str) -> set[str]:
    """Its lines and sentences, as they are compared."""
    return {folded(part) for part in _ENDS.split(text)} - {""}


def _says_something(part: str) -> bool:
    return len(part.split()) >= SAYS_SOMETHING


def is_link(submission: Submission) -> bool:
    """Whether it is links alone."""
    return _kind(submission) == "link"


def _kind(submission: Submission) -> Literal["file", "link", "text"]:
    if submission.file:
        return "file"
    return "link" if _LINKS.fullmatch(submission.text.strip()) else "text"


def _rest(there: Sequence[Submission], coming: Submission) -> list[Submission]:
    """What stays of this beside what took its place; of a file with words, a text takes these."""
    kind = _kind(coming)
    if kind == "text":
        there = [
            replace(submission, text="") if submission.file else submission for submission in there
        ]
    return [submission for submission in there if _kind(submission) != kind]

"""Where a learner will use what they were told: a line of their own, which comes back once.

A plan that names a situation ("When I …, I'll …") is carried out more often than a good intention
without one: Gollwitzer (1999), "Implementation intentions: Strong effects of simple plans",
American Psychologist 54, 493-503; over 94 tests the effect is of medium to large size, d = 0.65
(Gollwitzer & Sheeran 2006, Advances in Experimental Social Psychology 38, 69-119).

It is asked for once in a lesson, of who has not taken it yet, and skipped by one press. What is
typed is quoted at the lesson's end, and once more behind the first review of it on a later day (see
``bot.conversation.review.intention``). Where others read, nothing is quoted. The text lies where
all words of one's own do; a learner holds no more than the ids of the lessons that it waits in.
"""

from bot.conversation.facts.learner import Submission
from bot.conversation.language.markup import escaped, isolated, unquoted
from bot.conversation.lesson.beats import Beat, Write
from bot.conversation.phrases import phrase
from bot.conversation.session import Run
from bot.conversation.turn import Scene
from bot.lessons.faults import shorten
from bot.lessons.model import INTENTION
from bot.values import replace

WAITING = 12
"""Intentions that wait to come back, at most; older ones are let go of."""

_QUOTED = 160
"""Characters that are quoted: one line of theirs, three or four on a phone."""


def was_asked(scene: Scene, beat: Beat) -> bool:
    """Whether this beat asks for one of somebody who has taken the lesson before."""
    again = scene.run.lesson in scene.learner.finished and not scene.run.preview
    return isinstance(beat, Write) and beat.intention and again


def keep(scene: Scene, text: str) -> None:
    """Put it on record, and let it come back; signs alone are nothing to come back to."""
    run = scene.run
    if not any(map(str.isalnum, text)):
        return
    scene.facts.append(Submission(run.folder, run.lesson, INTENTION, text))
    if not run.preview:
        others = [one for one in scene.learner.intentions if one != run.lesson]
        waiting = (*others, run.lesson)[-WAITING:]
        scene.learner = replace(scene.learner, intentions=waiting)


def told(scene: Scene, run: Run) -> list[str]:
    """What they have just written, in a line for the lesson's end; nothing if that is nothing."""
    if scene.envelope.overheard:
        return []
    wrote = (one for one in scene.facts if isinstance(one, Submission))
    said = [one.text for one in wrote if (one.run, one.item) == (run.folder, INTENTION)]
    return [phrase("end.intention", said=quote(said[-1]))] if said else []


def quote(text: str) -> str:
    """Somebody's words as they stand between quotation marks: in one line, and not too long."""
    return isolated(escaped(shorten(unquoted(text), _QUOTED)))

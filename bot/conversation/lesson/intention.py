"""A line of a learner's own at a lesson's end, which comes back once.

It is one small thing that they make, or where they will use what they were told. Behind a thing
made, the lesson's ``model_answer`` is told, also to who made none. It comes afterwards, as what one
makes oneself is remembered better than what one reads (Slamecka & Graf 1978, "The generation
effect", Journal of Experimental Psychology: Human Learning and Memory 4, 592-604), and one's own
work held against an example is feedback where nobody else gives any (Nicol 2021, "The power of
internal feedback", Assessment & Evaluation in Higher Education 46, 756-778).

A plan that names a situation ("When I …, I'll …") is carried out more often than a good intention
without one: Gollwitzer (1999), "Implementation intentions: Strong effects of simple plans",
American Psychologist 54, 493-503; over 94 tests the effect is of medium to large size, d = 0.65
(Gollwitzer & Sheeran 2006, Advances in Experimental Social Psychology 38, 69-119).

The line is asked for once in a lesson, of who has not taken it yet, and skipped by one press. What
is typed is quoted at the lesson's end, and once more behind the first review of it on a later day
(see ``bot.conversation.review.intention``). Where others read, nothing is quoted. The text lies
where all words of one's own do; a learner holds no more than the ids of the lessons that it waits
in.
"""

from bot.conversation.facts.learner import Submission
from bot.conversation.language.markup import escaped, isolated, unquoted
from bot.conversation.lesson.beats import Beat, Write
from bot.conversation.phrases import phrase
from bot.conversation.question import typed
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


def keep(scene: Scene, text: str) -> bool:
    """Put it on record, and let it come back; "no idea" and signs are nothing to come back to."""
    run = scene.run
    if typed.says_nothing(text):
        return False
    scene.facts.append(Submission(run.folder, run.lesson, INTENTION, text))
    if not run.preview:
        others = [one for one in scene.learner.intentions if one != run.lesson]
        waiting = (*others, run.lesson)[-WAITING:]
        scene.learner = replace(scene.learner, intentions=waiting)
    return True


def model_answer(beat: Write, *, written: bool = False) -> str:
    """The lesson's own answer, to be held against what they have written; nothing without one."""
    if not beat.answer:
        return ""
    return phrase("learn.model.beside" if written else "learn.model", answer=beat.answer)


def told(scene: Scene, run: Run) -> list[str]:
    """What they have just written, in a line for the lesson's end; nothing if that is nothing."""
    if scene.envelope.overheard:
        return []
    wrote = (one for one in scene.facts if isinstance(one, Submission))
    said = [one.text for one in wrote if (one.run, one.item) == (run.folder, INTENTION)]
    made = scene.lesson.yours and scene.lesson.model_answer
    key = "end.made" if made else "end.intention"
    return [phrase(key, said=quote(said[-1]))] if said else []


def quote(text: str) -> str:
    """Somebody's words as they stand between quotation marks: in one line, and not too long."""
    return isolated(escaped(shorten(unquoted(text), _QUOTED)))

"""Where a learner is in a lesson: a run, its lesson, and the beat that is under way, as one value.

A run names its beat and the stage of it that is open. What follows from that, with the lesson at
hand, is worked out here, and once: the beat, its question, whether it is asked for the first time
or once more, and what comes next.

After the beats of a mode come the questions that were missed, guessed or answered by "no idea":
each is asked once more, as a beat of its own. A prediction alone is not enough, and retrieval at
the end is what makes it stay.
"""

from collections.abc import Iterator

from bot.conversation.facts.learner import Phase
from bot.conversation.lesson.beats import Again, Beat, Judge, Pose, Rate, Write
from bot.conversation.lesson.modes import MODES, comes_next, flow, place
from bot.conversation.question import context
from bot.conversation.session import Outcome, Run
from bot.conversation.turn import Scene
from bot.lessons.model import Lesson, Myth
from bot.lessons.question import Question

_AGAIN = "exit."
"""How the names of beats begin that ask once more; runs of earlier versions hold them, too."""


def asks_again(run: Run) -> bool:
    """Whether the run is behind its mode's beats, and asks once more."""
    return run.beat.startswith(_AGAIN)


class Playthrough:
    """A run in its lesson.

    ``beats`` are those of the run's mode, without those that ask once more; ``position`` is where
    among them the run is, behind the last one where it asks once more; ``again`` is the beat under
    way, if that asks a question once more.
    """

    def __init__(self, run: Run, lesson: Lesson) -> None:
        self.run = run
        self.lesson = lesson
        self.beats = flow(run, lesson)
        self.again = self._under_way_again() if asks_again(run) else None
        self.position = len(self.beats) if self.again else place(run, lesson)

    @property
    def beat(self) -> Beat:
        """The beat under way; the nearest before it, or the first, if the lesson has it no more."""
        return self.again or self.beats[self.position]

    @property
    def question(self) -> Question:
        """The question under way; raises ``ValueError`` if there is none."""
        if not isinstance(self.beat, Pose | Judge | Again):
            raise ValueError(f"beat {self.beat.id} asks nothing")
        return self.beat.question

    @property
    def phase(self) -> Phase:
        """Whether the question under way is asked for the first time, or once more."""
        return "exit" if self.again else "first"

    @property
    def made(self) -> Outcome | None:
        """What was committed to on the question under way, in this phase."""
        return self.run.outcome(self.question.id, self.phase)

    @property
    def myth(self) -> Myth | None:
        """The myth that the question under way is about, if it is about one."""
        return self.beat.myth if isinstance(self.beat, Pose | Again) else None

    @property
    def onward(self) -> int:
        """The position that comes next."""
        return self.position + 1 if self.again else comes_next(self.run, self.lesson)

    @property
    def following(self) -> Beat | None:
        """The next of the mode's beats, if there is one."""
        later = self.position + 1
        return self.beats[later] if later < len(self.beats) else None

    def ahead(self, position: int) -> Iterator[Beat]:
        """The mode's beats from this position on, then what is still to be asked once more."""
        yield from self.beats[position:]
        if MODES[self.run.mode].again:
            yield from map(self._ask_again, self.to_ask_again)

    @property
    def to_ask_again(self) -> list[Question]:
        """What is still to be asked once more, in the order of the lesson.

        What was skipped was never predicted, and is not; what takes part in the experiment waits
        for its review instead.
        """
        run = self.run
        asked = {made.question for made in run.outcomes if made.phase == "exit"}
        missed = {
            made.question
            for made in run.outcomes
            if made.phase == "first" and not made.settled and _has_verdict(made)
        }
        return [one for one in self.lesson.questions if one.id in missed - asked - set(run.tried)]

    def passes_over(self, beat: Beat) -> bool:
        """Whether there is nothing to do at this beat.

        Nothing is judged that was not predicted, and nothing rated that was not written. A
        milestone that is done is not come to again by going on.
        """
        if isinstance(beat, Judge):
            made = self.run.outcome(beat.question.id)
            return made is None or made.choice is None
        if isinstance(beat, Write) and beat.tick:
            return beat.item in self.run.worked
        handed_in = isinstance(beat, Rate) and set(beat.of) & set(self.run.worked)
        return isinstance(beat, Rate) and not (beat.criteria and handed_in)

    def _under_way_again(self) -> Again | None:
        id = self.run.beat.removeprefix(_AGAIN)
        asked = next((one for one in self.lesson.questions if one.id == id), None)
        return self._ask_again(asked) if asked else None

    def _ask_again(self, question: Question) -> Again:
        myth = context.myth(self.lesson, question.id)
        return Again(_AGAIN + question.id, question, myth)


def playthrough(scene: Scene) -> Playthrough:
    """Where the learner is in the lesson of this turn, worked out once for each place."""
    run, lesson, made = scene.run, scene.lesson, scene.memo
    if isinstance(made, Playthrough) and made.run is run and made.lesson is lesson:
        return made
    scene.memo = here = Playthrough(run, lesson)
    return here


def _has_verdict(made: Outcome) -> bool:
    """Whether anything is known of it: an open question may have gone unjudged."""
    return made.right is not None or made.unknown

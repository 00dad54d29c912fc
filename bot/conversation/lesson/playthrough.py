"""Where a learner is in a lesson: a run, its lesson, and the beat that is under way, as a value.

A run names its beat and the stage of it that is open. What follows from that, with the lesson at
hand, is worked out here, and once: the beat, its question, whether it is asked for the first time
or once more, and what comes next.

Where a mode says so, at its end mostly, come questions that were missed, guessed or answered by "no
idea": each is asked once more, as a beat of its own. A prediction alone is not enough, and
retrieval at the end is what makes it stay. Those are few, since the end is near: what a learner was
surest of comes first, and what is left comes back by review. Each is asked in words that were not
shown in this run; what has none comes after what has some, see
``bot.conversation.question.posing``. A pitfall is not among them: the reveal has just shown its
other way; it comes back by review like the rest.
"""

from collections.abc import Iterator
from functools import cached_property

from bot.conversation.facts.learner import Met, Phase
from bot.conversation.lesson.beats import (
    MOST_AGAIN,
    Again,
    Beat,
    Calculate,
    Judge,
    Menu,
    OnceMore,
    Pose,
    Rate,
    Results,
    Tell,
    Write,
)
from bot.conversation.lesson.modes import in_present_plan, is_there, locate_beat
from bot.conversation.question import context, pitfalls, posing
from bot.conversation.session import Outcome, Run
from bot.conversation.turn import Scene
from bot.lessons.model import Lesson, Myth
from bot.lessons.question import Question
from bot.values import replace

_AGAIN = "exit."
"""How the names of beats begin that ask once more."""


def asks_again(run: Run) -> bool:
    """Whether the run is behind its mode's beats, and asks once more."""
    return run.beat.startswith(_AGAIN)


class Playthrough:
    """A run in its lesson.

    ``beats`` are those of the run's mode, without those that ask once more; ``position`` is where
    among them the run is, just before the place for it where it asks once more; ``onward`` comes
    next. ``beat`` is under way: the nearest before it, or the first, if the lesson has it no more.
    ``again`` is that, if it asks a question once more, and in the ``phase`` "exit" questions are
    asked so.
    """

    def __init__(self, run: Run, lesson: Lesson) -> None:
        self.run = run
        self.lesson = lesson
        self.beats, place = locate_beat(run, lesson)
        self.again = self._under_way_again() if asks_again(run) else None
        self.phase: Phase = "exit" if self.again else "first"
        self.position = self.place_of_again - 1 if self.again else place or 0
        self.onward = 0 if place is None and not self.again else self.position + 1
        beat = self.again or self.beats[self.position]
        self.beat = self.write_rating(beat) if isinstance(beat, Rate) and beat.reasons else beat

    @property
    def question(self) -> Question:
        """The question under way; raises ``ValueError`` if there is none."""
        if not isinstance(self.beat, Pose | Judge | Again):
            raise ValueError(f"beat {self.beat.id} asks nothing")
        return self.beat.question

    def find_pose(self, question: str) -> Pose:
        """Where the run asks this question the first time; raises ``LookupError`` if nowhere."""
        for beat in self._posed:
            if beat.question.id == question:
                return beat
        raise LookupError(f"{question} is not asked")

    @property
    def wording(self) -> int:
        """In which of its words the question under way is asked."""
        beat = self.beat
        return (
            beat.wording if isinstance(beat, Again | Pose) else self.find_wording(self.question.id)
        )

    def find_wording(self, question: str) -> int:
        """In which of its words the run asks this question the first time."""
        return next((beat.wording for beat in self._posed if beat.question.id == question), 0)

    @property
    def outcome(self) -> Outcome | None:
        """What was committed to on the question under way, in this phase."""
        return self.run.outcome(self.question.id, self.phase)

    @property
    def myth(self) -> Myth | None:
        """The myth that the question under way is about, if any."""
        return self.beat.myth if isinstance(self.beat, Pose | Again) else None

    @property
    def predicts(self) -> bool:
        """Whether anything is predicted in this run: a test asks for answers alone."""
        return any(isinstance(beat, Pose) and beat.beforehand for beat in self.beats)

    @property
    def parted(self) -> Pose | None:
        """The question whose reveal may leave its reason to the next message.

        It is what a tour asks at its end, or that of a step: under way with its text to come, or
        right before the text under way.
        """
        if isinstance(self.beat, Pose) and self.beat.id == "tour.apply":
            return self.beat
        for asked, text in ((self.beat, self.following), (self._before, self.beat)):
            if isinstance(asked, Pose) and asked.id.startswith("step.") and isinstance(text, Tell):
                return asked if text.id.startswith(f"{asked.id}.") else None
        return None

    @property
    def _before(self) -> Beat | None:
        return self.beats[self.position - 1] if self.position else None

    @property
    def following(self) -> Beat | None:
        """The next of the mode's beats, if any."""
        later = self.position + 1
        return self.beats[later] if later < len(self.beats) else None

    def ahead(self, position: int) -> Iterator[Beat]:
        """The mode's beats from this position on, with what is still to be asked once more."""
        for beat in self.beats[position:]:
            if not isinstance(beat, OnceMore):
                yield beat
            elif not beat.offered or asks_again(self.run):
                yield from self.ahead_again()

    def ahead_again(self) -> Iterator[Again]:
        """What is still to be asked once more, whether that is only offered or not."""
        yield from map(self._ask_again, self.to_ask_again)

    @property
    def to_ask_again(self) -> list[Question]:
        """What is still to be asked once more, in the order of the lesson."""
        asked = {outcome.question for outcome in self.run.outcomes if outcome.phase == "exit"}
        here = [beat for beat in self.beats if isinstance(beat, OnceMore)]
        besides = {id for beat in here for id in beat.besides}
        entries = dict.fromkeys(outcome.question for outcome in self.missed)
        entries |= dict.fromkeys(text for text, met in self._said_short if met == "no")
        words = {
            question.id: self._other_words(question)
            for question in self._questions
            if question.id in entries.keys() - besides
            and not question.is_pitfall
            and posing.worth_asking(question, {self.find_wording(question.id)})
        }
        left = [text for text in entries if text in words and text not in asked]
        if any(beat.offered for beat in here):
            left = [text for text in left if words[text] is not None]
        left.sort(key=lambda text: words[text] is None)
        most = min([MOST_AGAIN, *(beat.most for beat in here)])
        wanted = set(left[: max(0, most - len(asked))])
        return [question for question in self._questions if question.id in wanted]

    @property
    def missed(self) -> list[Outcome]:
        """What was missed, guessed or unknown at first, what the learner was surest of first.

        What was skipped was never predicted, and is not in it; what takes part in the experiment
        waits for its review instead.
        """
        run = self.run
        asked = {question.id for question in self._questions} - set(run.tried)
        outcomes = [
            outcome
            for outcome in run.outcomes
            if outcome.phase == "first" and not outcome.settled and _has_verdict(outcome)
        ]
        return sorted((outcome for outcome in outcomes if outcome.question in asked), key=_urgency)

    @property
    def for_review(self) -> list[str]:
        """What was missed at first, which reviews bring back after a day.

        Also what was right when it was asked once more: minutes later, that shows little; what was
        right among options alone, or for another reason than the lesson's; and what was said in
        own words that lacked something, see ``lesson/recall.py`` and
        ``lesson/challenge/reasons.py``.
        """
        asked = {question.id for question in self._questions}
        only_recognised = {id for id, met in self.run.recalled if met == "no"}
        outcomes = [
            outcome
            for outcome in self.run.outcomes
            if outcome.phase == "first" and outcome.settled and outcome.question in only_recognised
        ]
        missed = [outcome.question for outcome in (*self.missed, *outcomes)]
        return [text for text in (*missed, *(id for id, _ in self._said_short)) if text in asked]

    @property
    def _said_short(self) -> list[tuple[str, Met]]:
        """What was said freely and lacked something, as its learner sees it."""
        outcome_of = self.run.outcome
        return [(id, met) for id, met in self.run.recalled if met != "yes" and not outcome_of(id)]

    def write_rating(self, beat: Rate) -> Rate:
        """A rating of reasons, with those alone that were written, for a choice that was right."""
        worked, outcome_of = set(self.run.worked), self.run.outcome
        each = zip(beat.criteria, beat.of, beat.reasons, strict=True)
        there = [
            row
            for row in each
            if row[1] in worked and (outcome := outcome_of(row[2].question.id)) and outcome.right
        ]
        criteria, of, reasons = zip(*there, strict=True) if there else ((), (), ())
        return replace(beat, criteria=criteria, of=of, reasons=reasons)

    def passes_over(self, beat: Beat) -> bool:
        """Whether there is nothing to do at this beat.

        Nothing is judged that was not predicted, and nothing rated that was not written. Who has
        said it isn't shown the options, and who has chosen has nothing to judge.
        A milestone that is done is not come to again by going on. Nobody is asked for the
        reason of a choice that they have not made.
        """
        if isinstance(beat, Menu):
            opened = set(self.run.opened)
            to_come = beat.behind and beat.behind not in opened
            return bool(to_come) or {section.name for section in beat.sections} <= opened
        if isinstance(beat, Pose) and beat.section:
            return beat.section not in self.run.opened
        if isinstance(beat, Pose) and beat.unless:
            return beat.unless in self.run.worked
        if isinstance(beat, Calculate) and beat.offered:
            return beat.id not in self.run.opened
        if isinstance(beat, Judge):
            outcome = self.run.outcome(beat.question.id)
            return outcome is None or outcome.choice is None
        if isinstance(beat, Write) and beat.tick:
            return beat.item in self.run.worked
        if isinstance(beat, Write) and beat.reason:
            outcome = self.run.outcome(beat.reason)
            return outcome is None or outcome.unknown
        if isinstance(beat, Rate) and beat.reasons:
            judged = dict(self.run.recalled)
            return all(reason.question.id in judged for reason in self.write_rating(beat).reasons)
        if isinstance(beat, Rate) and self.run.outcome(beat.recalled):
            return True
        handed_in = isinstance(beat, Rate) and set(beat.of) & set(self.run.worked)
        return isinstance(beat, Rate) and not (beat.criteria and handed_in)

    @property
    def to_compare(self) -> int | None:
        """Where the reasons are compared that were written in a test; ``None`` if that is done."""
        rated = (
            at for at, beat in enumerate(self.beats) if isinstance(beat, Rate) and beat.reasons
        )
        return next((at for at in rated if not self.passes_over(self.beats[at])), None)

    @property
    def results(self) -> Results | None:
        """The results that what is under way was chosen from; ``None`` if it was not."""
        under_way = self.beat
        if self.again or (isinstance(under_way, Rate) and under_way.reasons):
            return next((beat for beat in self.beats if isinstance(beat, Results)), None)
        return None

    @property
    def place_of_again(self) -> int:
        """Where among the beats there is the place for what is asked once more."""
        places = (at for at, beat in enumerate(self.beats) if isinstance(beat, OnceMore))
        return next(places, len(self.beats))

    def _under_way_again(self) -> Again | None:
        id = self.run.beat.removeprefix(_AGAIN)
        asked = next((question for question in self._questions if question.id == id), None)
        return self._ask_again(asked) if asked else None

    def _ask_again(self, question: Question) -> Again:
        myth = context.myth(self.lesson, question.id)
        other = self._other_words(question)
        words = self.find_wording(question.id) if other is None else other
        asked = pitfalls.as_asked(self.lesson, question, words)
        return Again(_AGAIN + question.id, asked, myth, words, turned=other is None)

    def _other_words(self, question: Question) -> int | None:
        """A wording that this run has not shown; ``None`` if it has shown all."""
        return posing.another(question, {self.find_wording(question.id)})

    @cached_property
    def _questions(self) -> list[Question]:
        return pitfalls.every(self.lesson)

    @cached_property
    def _posed(self) -> list[Pose]:
        return [beat for beat in self.beats if isinstance(beat, Pose)]


def settle_run(run: Run, lesson: Lesson) -> Run:
    """The run at a beat that there is: at the beginning of the nearest, if its own is gone.

    A run of an older plan takes the present plan. What was answered is not asked a second time for
    that; what follows it is told.
    """
    now = in_present_plan(run, lesson)
    there = asks_again(now) or is_there(now, lesson)
    if there and now is run:
        return run
    here = Playthrough(now, lesson)
    if there and not here.passes_over(here.beat):
        return now
    ahead = (beat for beat in here.beats[here.position :] if not _is_done(here, beat))
    beat = next(ahead, here.beat)
    return replace(now, beat=beat.id, stage="open", choice=None, answer=None, met=())


def _is_done(here: Playthrough, beat: Beat) -> bool:
    run = here.run
    if isinstance(beat, Pose) and run.outcome(beat.question.id) is not None:
        return True
    if isinstance(beat, Rate) and beat.recalled in dict(run.recalled):
        return True
    written = isinstance(beat, Write) and beat.item in run.worked
    return written or isinstance(beat, OnceMore) or here.passes_over(beat)


def playthrough(scene: Scene) -> Playthrough:
    """Where the learner is in the lesson of this turn, worked out once for each place."""
    run, lesson, memo = scene.run, scene.lesson, scene.memo
    if isinstance(memo, Playthrough) and memo.run is run and memo.lesson is lesson:
        return memo
    scene.memo = here = Playthrough(run, lesson)
    return here


def _urgency(outcome: Outcome) -> int:
    """A confident error first, then an error, then what was not known or only guessed."""
    if outcome.right is False and not outcome.unknown:
        return {"sure": 0, "probable": 1, "unsaid": 1}.get(outcome.confidence, 2)
    return 2


def _has_verdict(outcome: Outcome) -> bool:
    """Whether anything is known of it: an open question may have gone unjudged."""
    return outcome.right is not None or outcome.unknown

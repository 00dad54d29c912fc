"""What a learner is doing: at most a single open question, and their place in lessons.

A session is a value. It goes to the store as JSON after every input and comes back from there
before the next, so nothing about a conversation lives anywhere else.
"""

from pydantic import TypeAdapter

from bot.conversation.facts.learner import Met, Phase
from bot.conversation.offers import Open
from bot.conversation.stages import Stage
from bot.learning.items import Item
from bot.learning.predictions import Confidence
from bot.values import replace, value

IDLE = 3_600_000_000
"""Microseconds after which a learner counts as gone, and their question as left: an hour."""


@value
class Outcome:
    """What a learner committed to on a question in a phase of a run.

    ``answer`` is what was typed, as with an ``Attempt``. Typed words that were called wrong may be
    ``overruled``; ``before`` is what was remembered of the question until then, if anything was.
    """

    question: str
    phase: Phase
    choice: int | None
    confidence: Confidence
    right: bool | None
    score: float | None
    answer: str | None = None
    overruled: bool = False
    before: Item | None = None

    @property
    def unknown(self) -> bool:
        """Whether it is an honest "no idea"."""
        return self.choice is None and self.answer is None

    @property
    def settled(self) -> bool:
        """Whether it needs no second asking: right, and not by a guess."""
        return self.right is True and self.confidence in ("probable", "sure", "unsaid", "range")


@value
class Run:
    """A time through a lesson: which revision, in which mode, how far.

    ``beat`` names the beat that is under way, never its position. ``stage`` says what of it is
    open; ``choice`` is what was chosen before the confidence was, or how many criteria are on
    record, and ``met`` the verdicts by criteria so far; ``answer`` is what was typed before the
    confidence was said; ``worked`` names what was handed in, and ``opened`` which sections of a
    menu were read, or whose choices shown; ``asked_at`` is when the question under way was first
    asked, in microseconds UTC; ``seed`` gives it an order of its own, if its mode has any, and
    ``plan`` is the version of its mode's plan that it goes by. ``told`` names questions that the
    experiment tells instead of asking them, ``tried`` those that take part in it and were asked.
    ``preview`` names the draft that an admin is looking at by it, and then nothing of it goes on
    record. ``since`` names the first of the runs that this was carried over from, if it was: what
    was handed in is kept there. ``kept`` names the version, by its original's revision, that they
    were offered and did not want; ``left`` says that they have come back after days, and are still
    to be asked. ``numbers`` are those typed so far for the sum under way. ``lacking`` names what
    was written of which a check does not hold. ``recalled`` says of questions, by their ids,
    whether what was said before their options were shown had the answer in it, or whether the
    reason that was written was the lesson's. ``taken`` names what was taken from the learner's own
    words: questions, whose choice was, and ratings, whose ticks. ``reasoned`` says of which
    questions a reason was written, and when they were committed to, in microseconds UTC. ``apart``
    names the milestones before whose look two pieces of work were told apart. ``renewed`` names
    what took the place of earlier work: a milestone, and which piece of work on it, from 0. With
    ``agreed`` they have said of criteria of a project, by their numbers, that they are met, and
    what these are about has not changed since. ``pointed`` says which lines of their work they
    pointed at for a criterion, by the numbers of both: none, 0 for all of it, or below 0 a line
    that doesn't do it yet.
    """

    id: str
    lesson: str
    revision: str
    mode: str
    beat: str = ""
    stage: Stage = "open"
    choice: int | None = None
    asked_at: int = 0
    outcomes: tuple[Outcome, ...] = ()
    met: tuple[Met, ...] = ()
    worked: tuple[str, ...] = ()
    seed: str = ""
    plan: int = 0
    told: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()
    preview: str = ""
    since: str = ""
    kept: str = ""
    left: bool = False
    opened: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()
    lacking: tuple[str, ...] = ()
    answer: str | None = None
    recalled: tuple[tuple[str, Met], ...] = ()
    taken: tuple[str, ...] = ()
    reasoned: tuple[tuple[str, int], ...] = ()
    apart: tuple[str, ...] = ()
    renewed: tuple[tuple[str, int], ...] = ()
    agreed: tuple[int, ...] = ()
    pointed: tuple[tuple[int, tuple[int, ...]], ...] = ()

    @property
    def is_work(self) -> bool:
        """Whether it is a project of which something was handed in."""
        return self.mode == "project" and bool(self.worked)

    @property
    def folder(self) -> str:
        """The run that what is handed in is kept with."""
        return self.since or self.id

    def outcome(self, question: str, phase: Phase = "first") -> Outcome | None:
        """What was committed to on this question in this phase, if anything was."""
        for outcome in self.outcomes:
            if outcome.question == question and outcome.phase == phase:
                return outcome
        return None


@value
class Album:
    """Files that were sent together, and what the first of them was handed in for."""

    id: str
    run: str
    lesson: str
    item: str


@value
class Review:
    """A small set of questions brought back: which is under way, and how far it is.

    ``item`` is what is remembered of it: as it was when it was asked, and after the commitment
    ``made`` as that left it. ``revision`` is the lesson's, pinned while the question is open.
    ``before`` holds those that were asked before it in this set, by lesson and question, so that
    none is asked twice; ``met`` are the verdicts on a task so far, of which ``choice`` are on
    record, and ``lacking`` says that a check of it does not hold; ``right`` and ``skipped`` count
    what came of them. ``answer`` is what was typed before the confidence was said. ``asked_at`` is
    in microseconds UTC. A ``gentle`` set is the first after long silence, and what is left is the
    learner's to decide at its end. A ``posted`` review is no set but a question to which a card
    led, which they may never have been asked. ``intention`` is the lesson of which it is to be told
    at the end where they wanted to use it. Of what they still knew, ``stuck`` names the part that
    was last answered longest ago, ``kept`` days before.
    """

    id: str
    revision: str
    item: Item
    size: int
    before: tuple[tuple[str, str], ...] = ()
    stage: Stage = "open"
    choice: int | None = None
    asked_at: int = 0
    made: Outcome | None = None
    met: tuple[Met, ...] = ()
    right: int = 0
    skipped: int = 0
    lacking: bool = False
    gentle: bool = False
    answer: str | None = None
    posted: bool = False
    intention: str = ""
    stuck: str = ""
    kept: int = 0

    @property
    def number(self) -> int:
        """Its number among ``size``, counting from 1."""
        return len(self.before) + 1

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """All that were asked in this set, this included."""
        return (*self.before, (self.item.lesson, self.item.question))


@value
class Session:
    """A learner's conversation.

    ``nonce`` marks this session's buttons; ``asked`` counts the questions asked so far, and
    ``answered`` is the number of the last answered. ``run`` is the lesson under way; ``shelf``
    holds others that were left unfinished; ``review`` is a set of reviews under way, and then no
    lesson is; ``album`` is what files were sent for last. What a learner is, such as what they
    prefer, is beside it (see ``learner``).
    """

    nonce: str
    asked: int = 0
    answered: int = 0
    open: Open | None = None
    run: Run | None = None
    shelf: tuple[Run, ...] = ()
    review: Review | None = None
    album: Album | None = None

    @property
    def runs(self) -> tuple[Run, ...]:
        """All that are unfinished: the run under way, and those on the shelf."""
        return (self.run, *self.shelf) if self.run else self.shelf

    @property
    def latest(self) -> Run | None:
        """The run under way, or else the last that was left."""
        return next(iter(self.runs), None)

    def find_shelved(self, lesson: str, mode: str = "") -> Run | None:
        """The unfinished run of this lesson, under way or left; in this mode, if any is named."""
        wanted = (run for run in self.runs if run.lesson == lesson and mode in ("", run.mode))
        return next(wanted, None)

    def projects(self, lesson: str) -> tuple[Run, ...]:
        """The unfinished projects of this lesson of which something was handed in, newest first."""
        return tuple(run for run in self.runs if run.lesson == lesson and run.is_work)

    def put_away(self) -> "Session":
        """The same session with the lesson under way put on the shelf; a preview ends."""
        if self.run is None:
            return self
        if self.run.preview:
            return replace(self, run=None)
        return replace(self, run=None, shelf=(self.run, *self._others(self.run)))

    def take_up(self, run: Run) -> "Session":
        """The same session with this run under way, any other put away, and no review."""
        away = self.put_away()
        shelf = away.shelf if run.preview else away._others(run)
        return replace(away, run=run, review=None, shelf=shelf)

    def _others(self, run: Run) -> tuple[Run, ...]:
        """The shelf without what this takes the place of.

        That is another run of its lesson in its mode; but not a run of hours, of which something
        was handed in.
        """
        return tuple(
            other
            for other in self.shelf
            if other.id != run.id
            and ((other.lesson, other.mode) != (run.lesson, run.mode) or other.is_work)
        )


_ADAPTER = TypeAdapter(Session)


def dump(session: Session) -> str:
    return _ADAPTER.dump_json(session, exclude_defaults=True).decode()


def load(text: str) -> Session:
    """The session from its JSON; raises ``pydantic.ValidationError`` if it is invalid."""
    return _ADAPTER.validate_json(text)

"""What there is to do in a lesson: exercises, a project, how a thing performs, and what if.

All texts are Markdown, see ``bot.lessons.model``.
"""

from typing import Annotated, Literal

from pydantic import StringConstraints

from bot.lessons.question import Id, Part, Question


class Check(Part):
    """Something that a program can see in what was written or handed in.

    =========  =====================================================================
    kind       what is asked for
    =========  =====================================================================
    length     from ``least`` to ``most`` of the ``unit``
    contains   each of the ``words``; with ``either`` one of them
    lacks      none of the ``words``
    order      the ``words``, each after the one before it
    number     a number, from ``least`` to ``most``
    numbers    at least ``least`` numbers
    json       JSON; an object with the ``words`` as keys, if there are any
    link       an address of the web
    file       a file
    =========  =====================================================================

    ``label`` says it in the author's words, in place of ours.
    """

    kind: Literal[
        "length", "contains", "lacks", "order", "number", "numbers", "json", "link", "file"
    ]
    unit: Literal["", "words", "lines", "sentences", "characters"] = ""
    least: float | None = None
    most: float | None = None
    words: tuple[str, ...] = ()
    either: bool = False
    label: str = ""


class Exercise(Part):
    """A small thing to do now: ``prompt`` (blocks) and the worked ``answer`` (blocks).

    What a program can see is checked (``checks``); by 2 to 4 ``criteria`` learners judge their own.
    With a ``choice`` it is answered by choosing. ``origin`` says where the answer comes from, if
    that is a model's: recorded, or written by hand.
    """

    id: Id
    title: str
    prompt: str
    answer: str = ""
    criteria: tuple[str, ...] = ()
    choice: Question | None = None
    checks: tuple[Check, ...] = ()
    origin: str = ""


_PIECE = r"[a-z0-9-]+/[a-z0-9-]+"

Work = Annotated[str, StringConstraints(pattern=rf"^({_PIECE}(, {_PIECE})*)?$", max_length=400)]
"""What was handed in elsewhere: a lesson's id and a milestone's or exercise's; empty for none.

Several have commas between them.
"""


def pieces_of(work: Work) -> list[tuple[str, str]]:
    """Each piece of work: the lesson's id, and the milestone's or exercise's."""
    entries = [text.partition("/") for text in work.split(", ") if text]
    return [(lesson, item) for lesson, _, item in entries]


class Milestone(Part):
    """A part of a project: what to do (blocks), and what is to be handed in when it is done.

    ``how`` (blocks) is read by whoever asks for it: how to go about it, in detail.
    ``ways_round`` are for some: each begins with the case in which what to do does not work as it
    stands, and says what will do then. It may build on what was handed in for an earlier lesson;
    ``begin_here`` says what will do for whoever has not done that. What is handed in for the
    ``product``, or for several that are it together, is what somebody would show to others.
    """

    id: Id
    title: str
    text: str = ""
    how: str = ""
    ways_round: tuple[str, ...] = ()
    builds_on: Work = ""
    begin_here: str = ""
    hand_in: tuple[Check, ...] = ()
    product: bool = False


class Pair(Part):
    """Two pieces of made-up work: the first does what a criterion asks, the second not yet.

    ``why`` says what makes the difference. Without texts, there is no pair.
    """

    does: str = ""
    not_yet: str = ""
    why: str = ""


class Project(Part):
    """Several tasks over days: the brief (blocks), milestones, and a rubric to judge by.

    ``minutes`` of work it takes, over so many ``days``; 0 if the lesson does not say. ``about`` has
    for each criterion of the rubric the numbers of the milestones that it is about, from 1, none
    where it is about all; it is empty if all of them are. So has ``pairs`` for each what shows it,
    an empty pair where nothing does.
    """

    brief: str = ""
    minutes: int = 0
    days: int = 0
    milestones: tuple[Milestone, ...] = ()
    rubric: tuple[str, ...] = ()
    about: tuple[tuple[int, ...], ...] = ()
    pairs: tuple[Pair, ...] = ()

    def number_of(self, milestone: str) -> int:
        """The number of the milestone of this id, from 1; ``ValueError`` if there is none."""
        return [step.id for step in self.milestones].index(milestone) + 1

    @property
    def criteria(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Each criterion with what it is about, in the order in which work is looked through.

        Those about a single milestone come in the order of the milestones, then those about
        several, then those about all.
        """
        return tuple((text, about) for text, about, _ in self._in_order)

    @property
    def shown_by_pairs(self) -> tuple[tuple[str, tuple[int, ...], Pair], ...]:
        """The criteria that have a pair, with what they are about and the pair, in that order."""
        return tuple(row for row in self._in_order if row[2] != Pair())

    @property
    def _in_order(self) -> list[tuple[str, tuple[int, ...], Pair]]:
        entries = [
            (
                text,
                self.about[n] if n < len(self.about) else (),
                self.pairs[n] if n < len(self.pairs) else Pair(),
            )
            for n, text in enumerate(self.rubric)
        ]
        return sorted(entries, key=lambda row: (len(row[1]) != 1, not row[1], row[1]))

    @property
    def products(self) -> tuple[Milestone, ...]:
        """The milestones whose work is what somebody would show: the last, if none is named."""
        return (
            tuple(milestone for milestone in self.milestones if milestone.product)
            or self.milestones[-1:]
        )


class Given(Part):
    """A number that a learner may put in place of the lesson's: its name, and how it is asked."""

    name: str
    value: float
    ask: str


class Formula(Part):
    """A number worked out of others, see ``bot.lessons.numbers``."""

    name: str
    expression: str


class Sums(Part):
    """A sum with the learner's own numbers; ``text`` says what comes of it, names in braces."""

    given: tuple[Given, ...]
    formulas: tuple[Formula, ...]
    text: str


class Aspect(Part):
    """A side of how a thing performs; ``text`` (blocks) is what a prediction is asked before.

    Some have a sum that learners can do with numbers of their own.
    """

    title: str
    prediction: Question | None = None
    text: str = ""
    sums: Sums | None = None


class Case(Part):
    """Something taken away or turned round: what breaks is predicted, ``text`` (blocks) tells."""

    title: str
    prediction: Question | None = None
    text: str = ""


class WhatIf(Part):
    """How it would be otherwise: cases, and what a learner's own reason is judged by.

    ``asks`` (blocks) is what they are asked to give a reason for, and ``answer`` (blocks) a reason
    that theirs is shown beside.
    """

    cases: tuple[Case, ...] = ()
    asks: str = ""
    answer: str = ""
    criteria: tuple[str, ...] = ()

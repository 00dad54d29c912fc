"""A lesson and its parts, as frozen values.

A lesson has the anatomy of a learning page: an overview, a mental model, a build-up in graded
steps that each may open with a prediction, what is under the hood, myths, expert notes,
connections, pitfalls and takeaways.

Every text is Markdown (CommonMark plus ``||spoiler||``), already stripped of surrounding blank
lines. A field called ``…text`` or documented as *blocks* may hold several paragraphs, lists and
code fences, but no headings; every other field is a paragraph. A missing part is an empty string or
an empty tuple, never ``None``, so that each mode can ask "is there any?" alike.
"""

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from bot.lessons.practice import Aspect, Check, Exercise, Project, WhatIf
from bot.lessons.question import Id, Part, Question

Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}(-[a-z0-9]{2,8})*)?$")]
"""A language's code in lower case, such as ``de`` or ``pt-br``; empty if none is named."""

Level = Literal["foundation", "intermediate", "advanced", "expert"]
LEVELS: tuple[Level, ...] = ("foundation", "intermediate", "advanced", "expert")


REASON, RECOLLECTION = "why.reason", "recall.free"
"""The tasks that every lesson with takeaways has; the first has criteria of its own make, too.

No id of an exercise has a dot in it.
"""

INTENTION = "learn.intention"
"""What a learner's own words are kept for that say where they will use a lesson."""


class Image(Part):
    """A picture in a file: its name beside the lesson's, and what it shows in words.

    What is in the file, ``Lesson.pictures`` says.
    """

    file: str
    shows: str


Picture = str | Image
"""Something to look at: in monospaced characters, or a picture."""


class Diagram(Part):
    """A drawing, and what it shows in words.

    With a ``prediction`` it can be asked about first, beside ``puzzle``: the drawing with a gap.
    ``explanation`` (blocks) is what the full drawing teaches. ``alternative`` is that of a drawing
    in characters: a picture has its own. With a ``turn`` there is something to do with it at the
    end: a question, perhaps beside a drawing of its own.
    """

    drawing: Picture
    alternative: str = ""
    prediction: Question | None = None
    puzzle: Picture = ""
    explanation: str = ""
    turn: Question | None = None
    turn_drawing: Picture = ""

    @property
    def words(self) -> str:
        """What it shows, for those who can't see it; empty if nobody has said."""
        return self.drawing.shows if isinstance(self.drawing, Image) else self.alternative


class Overview(Part):
    """What the topic is, why it matters, and where it fits among others (blocks)."""

    what: str = ""
    matters: str = ""
    fits: str = ""


class MentalModel(Part):
    """The core idea, an analogy for it (blocks), and diagrams."""

    core_idea: str = ""
    analogy: str = ""
    diagrams: tuple[Diagram, ...] = ()


class Step(Part):
    """A step of the build-up; ``text`` (blocks) is what a prediction is asked before.

    ``shown`` are tables and code that its question is about, seen with it wherever it is asked.
    ``more`` (blocks) is what nothing else in the lesson rests on: it is read by who asks for it.
    """

    level: Level
    title: str
    concept: str = ""
    shown: str = ""
    prediction: Question | None = None
    text: str = ""
    result: str = ""
    insight: str = ""
    more: str = ""


class UnderTheHood(Part):
    """How it works inside, why it was designed so, diagrams; a ``prediction`` comes first."""

    prediction: Question | None = None
    how: str = ""
    why: str = ""
    diagrams: tuple[Diagram, ...] = ()


class Myth(Part):
    """A common misconception: commit on ``question``, then the reality is revealed.

    The question's options need no explanations: ``reality`` answers it.
    """

    question: Question
    belief: str = ""
    reality: str = ""
    matters: str = ""


class Connection(Part):
    """A neighbouring topic: how it relates, and what knowing it gives (blocks)."""

    title: str
    relation: str = ""
    text: str = ""


class Pitfall(Part):
    """A common mistake: the wrong and the right approach (blocks), the root cause.

    ``cause`` says why the wrong approach is taken, ``reason`` why the right approach works.
    ``translates`` is, in a translation, the title in the original: it names the pitfall in every
    language.
    """

    title: str
    translates: str = ""
    wrong: str = ""
    right: str = ""
    cause: str = ""
    reason: str = ""


class Term(Part):
    """A word that the lesson introduces, what else it is called, and its definition."""

    word: str
    also: tuple[str, ...] = ()
    text: str


class ImageFile(Part):
    """Which picture was in a file beside the lesson: ``asset`` is the hash of its bytes."""

    file: str
    asset: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Lesson(Part):
    """A lesson: a Markdown file, in all its parts.

    ``language`` is what it is written in, if its file says so. ``translates`` is, in a translation,
    the revision of the original; both have the same ids throughout. A translation that ``holds``
    the tour alone has the original's words for all else (``bot.lessons.partial``). ``pictures``
    says for each file that its texts and diagrams name what was in it, by name. ``tour`` are the
    numbers of the steps that a first tour tells whole, and ``tour_ends`` is the question of the
    challenge that it ends with; ``yours`` asks, in a line, for something small to make or where the
    learner will use what was told, where the program's own question doesn't suit. ``model_answer``
    is a way to answer that, told to who has. ``sources`` say what its figures and claims rest on, a
    paragraph each.
    """

    id: Id
    title: str
    minutes: int
    language: Language = ""
    translates: str = ""
    holds: Literal["", "tour"] = ""
    level: Level = "foundation"
    needs: tuple[Id, ...] = ()
    leads_to: tuple[Id, ...] = ()
    tags: tuple[str, ...] = ()
    tour: tuple[int, ...] = ()
    tour_ends: Id | Literal[""] = ""
    yours: str = ""
    model_answer: str = ""

    overview: Overview = Overview()
    mental_model: MentalModel = MentalModel()
    steps: tuple[Step, ...] = ()
    under_the_hood: UnderTheHood = UnderTheHood()
    myths: tuple[Myth, ...] = ()
    expert_notes: tuple[str, ...] = ()
    when_not_to_use: str = ""
    production_patterns: str = ""
    connections: tuple[Connection, ...] = ()
    pitfalls: tuple[Pitfall, ...] = ()
    takeaways: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    challenge: tuple[Question, ...] = ()
    project: Project = Project()
    performance: tuple[Aspect, ...] = ()
    what_if: WhatIf = WhatIf()
    sources: tuple[str, ...] = ()
    pictures: tuple[ImageFile, ...] = ()

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return (
            *(step.prediction for step in self.steps if step.prediction),
            *((self.under_the_hood.prediction,) if self.under_the_hood.prediction else ()),
            *(myth.question for myth in self.myths),
            *(diagram.prediction for diagram in self.diagrams if diagram.prediction),
            *(exercise.choice for exercise in self.exercises if exercise.choice),
            *self.challenge,
            *(aspect.prediction for aspect in self.performance if aspect.prediction),
            *(case.prediction for case in self.what_if.cases if case.prediction),
            *(diagram.turn for diagram in self.diagrams if diagram.turn),
        )

    @property
    def tasks(self) -> tuple[str, ...]:
        """The ids of what is answered in words and judged by criteria."""
        written = (
            exercise.id for exercise in self.exercises if exercise.criteria and not exercise.choice
        )
        reason = (REASON,) if self.takeaways or self.what_if.criteria else ()
        return (*written, *reason, *((RECOLLECTION,) if self.takeaways else ()))

    @property
    def checked(self) -> tuple[tuple[str, str, tuple[Check, ...]], ...]:
        """What a program looks at in words or files: its id, its title, and its checks."""
        written = (
            (exercise.id, exercise.title, exercise.checks)
            for exercise in self.exercises
            if not exercise.choice
        )
        handed_in = (
            (milestone.id, milestone.title, milestone.hand_in)
            for milestone in self.project.milestones
        )
        return (*written, *handed_in)

    @property
    def diagrams(self) -> tuple[Diagram, ...]:
        return (*self.mental_model.diagrams, *self.under_the_hood.diagrams)

    def asset(self, file: str) -> str:
        """The hash of the picture in this file; empty if there is none."""
        return next((picture.asset for picture in self.pictures if picture.file == file), "")

    def canonical(self) -> str:
        """The lesson as JSON without defaults: the same text for the same lesson."""
        return self.model_dump_json(exclude_defaults=True)

    def __eq__(self, other: object) -> bool:
        """Whether it is the same content: cheap, as lessons are keys of caches."""
        return isinstance(other, Lesson) and self.revision == other.revision

    def __hash__(self) -> int:
        return hash(self.revision)

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> "Lesson":
        """A copy, perhaps with changes; what follows from them it works out anew."""
        copy = super().model_copy(update=update, deep=deep)
        for name in ("revision", "questions"):
            copy.__dict__.pop(name, None)
        return copy

    @cached_property
    def revision(self) -> str:
        """The name of this exact content: the first 16 hex digits of its SHA-256."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()[:16]


class CourseWords(Part):
    """What a course is called in another language, and what it is about."""

    language: Language
    title: str
    about: str = ""


class Course(Part):
    """An ordered set of lessons, from a folder with a ``course.toml``."""

    id: Id
    title: str
    about: str = ""
    lessons: tuple[Id, ...] = ()
    translations: tuple[CourseWords, ...] = ()

    @property
    def revision(self) -> str:
        """The name of this exact content, like a lesson's."""
        return hashlib.sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()[:16]

    def in_language(self, language: str) -> "Course":
        for words in self.translations:
            if words.language == language:
                return self.model_copy(update={"title": words.title, "about": words.about})
        return self

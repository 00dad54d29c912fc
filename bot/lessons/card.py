"""A card: what a menu says of a lesson, and what has to be known before it is loaded."""

from bot.lessons import pitfalls
from bot.lessons.model import Lesson, Level
from bot.values import value

Modes = tuple[tuple[str, int], ...]
"""Learning modes in the order of menus, each with about how many minutes it takes."""


@value
class Card:
    """What a menu says of a lesson, its current revision, and the ids of what can come back.

    ``modes`` are those that it is offered in. They do not follow from the lesson alone, but from
    what the program's modes need, which is not known in this room: so they are given to it, and
    change with the program while the revision stays.
    By its questions, tasks and pitfalls (the titles of those that are asked), what can be asked
    again is told from what a later revision has dropped.
    Of a translation, ``language`` is its language and ``translates`` the revision of its original;
    if it ``holds`` the tour alone, the other ways are in its original's language.
    ``pictures`` are the files that it names, each with the hash of what is in it; ``tags`` are
    words to find it by. ``sourced`` says whether it names its sources.
    """

    id: str
    revision: str
    title: str
    minutes: int
    level: Level
    needs: tuple[str, ...] = ()
    leads_to: tuple[str, ...] = ()
    about: str = ""
    modes: Modes = ()
    questions: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()
    language: str = ""
    translates: str = ""
    holds: str = ""
    pictures: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    sourced: bool = False

    @property
    def source(self) -> str:
        """The revision of the original: its own, if it is no translation."""
        return self.translates or self.revision

    @property
    def every_question(self) -> list[str]:
        """The ids of its questions, those about pitfalls among them."""
        return [*self.questions, *pitfalls.ids(self.pitfalls)]

    def asks(self, item: str) -> bool:
        """Whether the lesson has this question or task still."""
        known = item in self.questions or item in self.tasks
        return known or item in pitfalls.ids(self.pitfalls)

    @classmethod
    def of(cls, lesson: Lesson, modes: Modes = ()) -> "Card":
        return cls(
            id=lesson.id,
            revision=lesson.revision,
            title=lesson.title,
            minutes=lesson.minutes,
            level=lesson.level,
            needs=lesson.needs,
            leads_to=lesson.leads_to,
            about=lesson.mental_model.core_idea,
            modes=modes,
            questions=tuple(question.id for question in lesson.questions),
            tasks=lesson.tasks,
            pitfalls=tuple(map(pitfalls.title, pitfalls.askable(lesson))),
            language=lesson.language,
            translates=lesson.translates,
            holds=lesson.holds,
            pictures=tuple((picture.file, picture.asset) for picture in lesson.pictures),
            tags=lesson.tags,
            sourced=bool(lesson.sources),
        )

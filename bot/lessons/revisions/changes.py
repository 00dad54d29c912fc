"""What can differ between two revisions of a lesson, or of a course: a value for each kind.

A *section* is the name of the lesson's part in the model, such as ``under_the_hood``; a *part* is
what its list is called there, such as ``steps``.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.values import value


@value
class LessonNew:
    """There was no such lesson: its minutes, and how many questions it has."""

    title: str
    minutes: int
    questions: int
    kind: Literal["lesson_new"] = "lesson_new"


@value
class FrontChanged:
    """The lesson's or course's head says something else under ``key``."""

    key: str
    was: str
    now: str
    kind: Literal["front"] = "front"


@value
class QuestionRemoved:
    """A question is asked no longer; who is due to review it will not be asked."""

    id: str
    text: str
    section: str
    kind: Literal["question_removed"] = "question_removed"


@value
class Rekeyed:
    """Another option is right: the labels of those that were, and that are; none if open."""

    id: str
    text: str
    was: tuple[str, ...]
    now: tuple[str, ...]
    kind: Literal["rekeyed"] = "rekeyed"


@value
class QuestionAdded:
    id: str
    text: str
    section: str
    kind: Literal["question_added"] = "question_added"


@value
class QuestionMoved:
    """A question is asked in another place."""

    id: str
    text: str
    section: str
    kind: Literal["question_moved"] = "question_moved"


@value
class Reworded:
    """A question asks in other words."""

    id: str
    was: str
    now: str
    kind: Literal["reworded"] = "reworded"


@value
class OptionsChanged:
    """A question offers other options: labels that went and came, or only another order."""

    id: str
    text: str
    gone: tuple[str, ...]
    come: tuple[str, ...]
    kind: Literal["options"] = "options"


@value
class PartRemoved:
    """A part of a list is not there any more, such as a step; ``title`` is how it began."""

    section: str
    part: str
    title: str
    kind: Literal["part_removed"] = "part_removed"


@value
class PartAdded:
    """A part of a list that was not there, such as a step; ``title`` is how it begins."""

    section: str
    part: str
    title: str
    kind: Literal["part_added"] = "part_added"


@value
class PartsMoved:
    """Parts of a list stand in another order: how many have moved past others, at the least."""

    section: str
    part: str
    count: int
    kind: Literal["parts_moved"] = "parts_moved"


@value
class TextChanged:
    """The texts of a section differ: how many words went and came."""

    section: str
    gone: int
    come: int
    kind: Literal["text"] = "text"


@value
class PictureChanged:
    """Another picture is in a file that both name."""

    file: str
    kind: Literal["picture"] = "picture"


@value
class CourseNew:
    """There was no such course: how many lessons it has."""

    title: str
    lessons: int
    kind: Literal["course_new"] = "course_new"


@value
class LessonRemoved:
    """A lesson is in the course no longer."""

    id: str
    kind: Literal["lesson_removed"] = "lesson_removed"


@value
class LessonAdded:
    id: str
    kind: Literal["lesson_added"] = "lesson_added"


@value
class LessonsMoved:
    """Lessons of the course come in another order: how many have moved, at the least."""

    count: int
    kind: Literal["lessons_moved"] = "lessons_moved"


Change = Annotated[
    LessonNew
    | FrontChanged
    | QuestionRemoved
    | Rekeyed
    | QuestionAdded
    | QuestionMoved
    | Reworded
    | OptionsChanged
    | PartRemoved
    | PartAdded
    | PartsMoved
    | TextChanged
    | PictureChanged
    | CourseNew
    | LessonRemoved
    | LessonAdded
    | LessonsMoved,
    Field(discriminator="kind"),
]

Difference = tuple[Change, ...]
"""All that differs, what matters most to learners first; empty if nothing does."""

DIFFERENCE: TypeAdapter[Difference] = TypeAdapter(Difference)


def costly(difference: Difference) -> bool:
    """Whether it takes something from learners: a question, or the key that they answered by."""
    return any(isinstance(change, QuestionRemoved | Rekeyed) for change in difference)

"""What is to be counted, what was, and that in words and as a picture."""

from collections.abc import Mapping
from dataclasses import field

from pydantic import TypeAdapter

from bot.conversation.admin.statistics import opinions, picture
from bot.conversation.admin.statistics import words as wording
from bot.conversation.facts.remarks import Worth
from bot.conversation.facts.roles import EVERYTHING, Scope
from bot.conversation.facts.roles import scope as scope_of
from bot.conversation.language.markup import escaped
from bot.conversation.outputs import Chart
from bot.conversation.phrases import phrase
from bot.learning.observations import GROUP
from bot.learning.statistics import LessonStatistics, OverallStatistics
from bot.lessons.library import Library
from bot.values import value

KIND = "statistics"
"""The kind of job that counts."""


@value
class StatisticsRequest:
    """What is to be counted: a lesson, or all if that is empty; whether question by question.

    ``scope`` is a course, or the members of a cohort; with ``beside`` whoever asks may see the
    whole course, too.
    """

    lesson: str = ""
    each: bool = False
    scope: str = ""
    beside: bool = False

    @property
    def about(self) -> Scope:
        """The scope."""
        return scope_of(self.scope) or EVERYTHING


@value
class StatisticsResult:
    """What was counted: all lessons, or one; neither, if it is not taught any more.

    ``asked`` are the places of the one that learners said most about, each with how many that were;
    a place without words is the lesson as a whole. ``worth`` counts who said what at its end.
    ``few`` says that the cohort has too few members to tell anything of it.
    """

    overview: OverallStatistics | None = None
    report: LessonStatistics | None = None
    asked: tuple[tuple[str, int], ...] = ()
    worth: Mapping[Worth, int] = field(default_factory=dict)
    few: bool = False


REQUEST: TypeAdapter[StatisticsRequest] = TypeAdapter(StatisticsRequest)
RESULT: TypeAdapter[StatisticsResult] = TypeAdapter(StatisticsResult)


def texts(
    statistics_result: StatisticsResult,
    library: Library,
    *,
    each: bool,
    command: str = wording.COMMAND,
    of: str = "",
) -> list[str]:
    """What was counted, in parts of Markdown; of a lesson the figures or, if so, each question.

    ``command`` is what shows more where this is read, ``of`` names the part that was counted.
    """
    if statistics_result.few:
        return [phrase("admin.stats.group.few", name=escaped(of), few=GROUP)]
    if statistics_result.overview:
        return wording.overview(statistics_result.overview, library, command, of)
    if statistics_result.report is None:
        return [phrase("admin.stats.unknown")]
    if each:
        return wording.questions(statistics_result.report, of)
    return [
        *wording.lesson(statistics_result.report, of),
        *opinions.told(statistics_result.asked, statistics_result.worth),
    ]


def drawn(statistics_result: StatisticsResult, library: Library, words: list[str]) -> Chart | None:
    """What was counted as a picture, with these words beside it; ``None`` if there is none."""
    text = "\n\n".join(words)
    if statistics_result.overview:
        return picture.overview(statistics_result.overview, library, text)
    return picture.lesson(statistics_result.report, text) if statistics_result.report else None

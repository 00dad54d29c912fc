"""A report of statistics: what is counted, and the result in words and as a chart.

What is too small to be broken down is in neither. The chart's alternative text is made of the same
labels and numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from pydantic import TypeAdapter

from bot.conversation.admin.statistics import words as wording
from bot.conversation.admin.statistics.words import QUESTION, short
from bot.conversation.charts import Bar, Bars, Diagonal, Dot, Survey
from bot.conversation.facts.remarks import Worth
from bot.conversation.facts.roles import EVERYTHING, Scope
from bot.conversation.facts.roles import scope as scope_of
from bot.conversation.language.markup import escape_markdown, plain
from bot.conversation.outputs import Chart
from bot.conversation.phrases import count, phrase
from bot.learning.calibration import MIN_ANSWERS, Tally, interval
from bot.learning.observations import GROUP
from bot.learning.predictions import PROBABILITY, Confidence
from bot.learning.statistics import LessonStatistics, OverallStatistics, failing_questions
from bot.lessons.library import Library
from bot.values import value


def opinions(asked: Iterable[tuple[str, int]], worth: Mapping[Worth, int]) -> list[str]:
    """Both, in parts; how many that were is told of a group alone."""
    parts = []
    if lines := [_place(place, number) for place, number in asked]:
        parts.append("\n".join([phrase("admin.stats.asked"), *lines]))
    if sum(worth.values()) >= GROUP:
        yes, partly, no = (worth.get(text, 0) for text in ("yes", "partly", "no"))
        parts.append(phrase("admin.stats.worth", yes=yes, partly=partly, no=no))
    return parts


def _place(place: str, number: int) -> str:
    name = short(place, QUESTION) if place else phrase("admin.stats.asked.lesson")
    if number < GROUP:
        return phrase("admin.stats.asked.few", place=name, few=GROUP)
    return count("admin.stats.asked.place", number, place=name)


LESSONS = 6
"""Lessons in the picture at most, those that most have started; the words name them all."""

STEPS = 7
"""Steps in the picture at most, those at which most stop."""

QUESTIONS = 4
"""Questions in the picture at most, those that most get wrong still."""

_PROMISING: tuple[Confidence, ...] = ("probable", "sure")
"""Of ranges only the words tell: between these two there is no room for a label on a phone."""


def overview_chart(
    overall_statistics: OverallStatistics, library: Library, text: str
) -> Chart | None:
    """All lessons as a picture; nothing, if no group is large enough to be shown."""
    listed = [lesson for lesson in overall_statistics.lessons if lesson.lesson in library.cards]
    large = sorted(
        (participation for participation in listed if participation.started >= GROUP),
        key=lambda participation: -participation.started,
    )
    parts: list[Bars | Diagonal] = []
    if large:
        most, left = large[0].started, len(listed) - len(large[:LESSONS])
        rows = tuple(
            Bar(
                plain(library.cards[participation.lesson].title),
                phrase(
                    "admin.survey.taken",
                    started=participation.started,
                    finished=participation.finished,
                ),
                participation.finished / most,
                (participation.started - participation.finished) / most,
            )
            for participation in large[:LESSONS]
        )
        legend = (phrase("admin.survey.finished"), phrase("admin.survey.unfinished"))
        note = count("admin.survey.more", left) if left else ""
        parts.append(Bars(phrase("admin.survey.lessons"), rows, legend, note))
    parts += _diagonal(
        overall_statistics.calibration if overall_statistics.learners >= GROUP else {}
    )
    return _join_charts(phrase("admin.stats.all"), parts, text)


def lesson_chart(statistics: LessonStatistics, text: str) -> Chart | None:
    """A lesson as a picture: where learners stop, how well they judge, what stays wrong."""
    parts: list[Bars | Diagonal] = []
    if statistics.finished is not None:
        parts.append(_stopping(statistics, statistics.finished))
    parts += _diagonal(statistics.calibration)
    rows = tuple(
        Bar(
            plain(failing_question.text),
            phrase(
                "admin.survey.part",
                number=failing_question.failed.number,
                of=failing_question.failed.of,
            ),
            failing_question.failed.number / failing_question.failed.of,
        )
        for failing_question in failing_questions(statistics.questions)[:QUESTIONS]
        if failing_question.failed
    )
    if rows:
        parts.append(Bars(phrase("admin.survey.failing"), rows))
    return _join_charts(statistics.title, parts, text)


def _stopping(statistics: LessonStatistics, finished: int) -> Bars:
    """Who started, who read each step and who finished; who stopped before that, by their mode."""
    there = [(n, step) for n, step in enumerate(statistics.steps, start=1) if step.of]
    most = sorted(there, key=lambda pair: -pair[1].lost)[:STEPS]
    rows = [Bar(phrase("admin.survey.started"), _number(statistics.started), 1, 0)]
    for number, step in sorted(most, key=lambda pair: pair[0]):
        title = phrase("admin.survey.step", number=number, title=plain(step.title))
        words = phrase("admin.survey.part", number=step.learners, of=step.of)
        rows.append(_bar(title, words, step.learners, step.lost, statistics.started))
    end = phrase("admin.survey.end")
    rows.append(_bar(end, _number(finished), finished, statistics.unfinished, statistics.started))
    left = len(statistics.steps) - len(most)
    note = count("admin.survey.steps", left) if left else ""
    legend = (phrase("admin.survey.there"), phrase("admin.survey.lost"))
    return Bars(phrase("admin.survey.stopping"), tuple(rows), legend, note)


def _bar(label: str, words: str, there: int, lost: int, of: int) -> Bar:
    """A bar; readers of a step may be more than those who started, as revisions differ."""
    share = min(1, there / of)
    return Bar(label, words, share, min(1 - share, lost / of))


def _number(number: int) -> str:
    return phrase("admin.survey.number", number=number)


def _diagonal(tallies: Mapping[Confidence, Tally]) -> Iterable[Diagonal]:
    dots = []
    for word in _PROMISING:
        tally = tallies.get(word, Tally())
        if tally.total < MIN_ANSWERS:
            continue
        right, (low, high) = tally.right / tally.total, interval(tally)
        percent = phrase("admin.survey.right", percent=round(100 * right), total=tally.total)
        label = phrase(f"chart.word.{word}")
        dots.append(Dot(label, percent, PROBABILITY[word], right, low, high))
    if dots:
        yield Diagonal(
            phrase("admin.survey.confidence"),
            tuple(dots),
            phrase("admin.survey.said"),
            phrase("admin.survey.up"),
            (phrase("admin.survey.up"), phrase("chart.interval"), phrase("admin.survey.diagonal")),
        )


def _join_charts(title: str, parts: Sequence[Bars | Diagonal], text: str) -> Chart | None:
    if not parts:
        return None
    sentences = [plain(title), *map(_in_words, parts)]
    return Chart(
        Survey(plain(title), tuple(parts)), text, " ".join(f"{part}." for part in sentences)
    )


def _in_words(part: Bars | Diagonal) -> str:
    """What a part shows, in a sentence for those who do not see it."""
    if isinstance(part, Bars):
        rows = [phrase("admin.survey.told", label=row.label, words=row.words) for row in part.rows]
    else:
        rows = [
            phrase(
                "admin.survey.told.promised",
                label=dot.label,
                count=dot.count,
                promised=round(100 * dot.promised),
            )
            for dot in part.dots
        ]
    return phrase("admin.survey.told", label=part.heading.rstrip("?"), words="; ".join(rows))


KIND = "statistics"


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
        return scope_of(self.scope) or EVERYTHING


@value
class StatisticsResult:
    """What was counted: all lessons, or a single lesson; neither, if it is not taught any more.

    ``asked`` are the places of the lesson that learners said most about, each with how many that
    were; a place without words is the lesson as a whole. ``worth`` counts who said what at its end.
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
        return [phrase("admin.stats.group.few", name=escape_markdown(of), few=GROUP)]
    if statistics_result.overview:
        return wording.overview(statistics_result.overview, library, command, of)
    if statistics_result.report is None:
        return [phrase("admin.stats.unknown")]
    if each:
        return wording.questions(statistics_result.report, of)
    return [
        *wording.lesson(statistics_result.report, of),
        *opinions(statistics_result.asked, statistics_result.worth),
    ]


def draw(statistics_result: StatisticsResult, library: Library, words: list[str]) -> Chart | None:
    """What was counted as a picture, with these words beside it; ``None`` if there is none."""
    text = "\n\n".join(words)
    if statistics_result.overview:
        return overview_chart(statistics_result.overview, library, text)
    return lesson_chart(statistics_result.report, text) if statistics_result.report else None

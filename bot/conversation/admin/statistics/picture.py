"""Statistics as a picture is to show them, for the first glance; the words beside it say more.

What is too small to be broken down is in neither of them.

Its alternative text is made of the same labels and numbers.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.conversation.charts import Bar, Bars, Diagonal, Dot, Survey
from bot.conversation.language.markup import plain
from bot.conversation.outputs import Chart
from bot.conversation.phrases import count, phrase
from bot.learning.calibration import ENOUGH, Tally, interval
from bot.learning.observations import GROUP
from bot.learning.predictions import PROBABILITY, Confidence
from bot.learning.statistics import (
    LessonStatistics,
    OverallStatistics,
    failing_questions,
)
from bot.lessons.library import Library

LESSONS = 6
"""Lessons in the picture at most, those that most have started; the words name them all."""

STEPS = 7
"""Steps in the picture at most, those at which most stop."""

QUESTIONS = 4
"""Questions in the picture at most, those that most get wrong still."""

_PROMISING: tuple[Confidence, ...] = ("probable", "sure")
"""Of ranges only the words tell: between these two there is no room for a label on a phone."""


def overview(overall_statistics: OverallStatistics, library: Library, text: str) -> Chart | None:
    """All lessons as a picture; nothing, if no group is large enough to be shown."""
    told = [lesson for lesson in overall_statistics.lessons if lesson.lesson in library.cards]
    large = sorted(
        (participation for participation in told if participation.started >= GROUP),
        key=lambda participation: -participation.started,
    )
    parts: list[Bars | Diagonal] = []
    if large:
        most, left = large[0].started, len(told) - len(large[:LESSONS])
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
    return _chart(phrase("admin.stats.all"), parts, text)


def lesson(statistics: LessonStatistics, text: str) -> Chart | None:
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
    return _chart(statistics.title, parts, text)


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
        if tally.total < ENOUGH:
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


def _chart(title: str, parts: Sequence[Bars | Diagonal], text: str) -> Chart | None:
    if not parts:
        return None
    told = [plain(title), *map(_told, parts)]
    return Chart(Survey(plain(title), tuple(parts)), text, " ".join(f"{part}." for part in told))


def _told(part: Bars | Diagonal) -> str:
    """What a part shows, in one sentence for those who do not see it."""
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

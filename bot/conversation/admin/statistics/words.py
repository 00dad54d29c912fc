"""Statistics in words, short enough for a phone."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple

from bot.conversation.language.markup import escape_markdown, plain
from bot.conversation.phrases import dates, phrase
from bot.conversation.question import estimating
from bot.conversation.question.checks import describe_check
from bot.learning.calibration import Tally, gather_ranges
from bot.learning.observations import GROUP, FirstWeek
from bot.learning.predictions import PROBABILITY, Confidence
from bot.learning.preferences import Preferences
from bot.learning.statistics import (
    OWN,
    RIGHT,
    WRONG,
    CheckStatistics,
    LessonStatistics,
    MomentStatistics,
    OptionShare,
    OverallStatistics,
    QuestionStatistics,
    StepStatistics,
    failing_questions,
)
from bot.lessons import pitfalls
from bot.lessons.faults import shorten
from bot.lessons.library import Library

MAX_FINDINGS = 5
"""Misconceptions, and explanations that fail, that are told: the strongest."""

QUESTION, OPTION = 60, 40
"""Characters of a question and of an option."""

_WORDS: tuple[Confidence, ...] = ("sure", "probable", "guess", "range", "none", "unsaid")

_TYPED = {OWN: "admin.stats.own", RIGHT: "admin.stats.accepted", WRONG: "admin.stats.refused"}

_MINUTE = 60


COMMAND = "/admin stats"


def overview(
    overall_statistics: OverallStatistics, library: Library, command: str = COMMAND, of: str = ""
) -> list[str]:
    """All lessons in the library's order, and the calibration of all learners.

    ``command`` is what shows more where this is read, ``of`` names the part that was counted.
    """
    taken = {lesson.lesson: lesson for lesson in overall_statistics.lessons}
    lines = []
    for card in library.in_order():
        if participation := taken.get(card.id):
            key = "admin.stats.taken" if participation.started >= GROUP else "admin.stats.taken.few"
            title = escape_markdown(card.title)
            lines.append(
                phrase(
                    key, title=title, started=participation.started, finished=participation.finished
                )
            )
    head = (
        phrase("admin.stats.title.of", name=escape_markdown(of))
        if of
        else phrase("admin.stats.title")
    )
    parts = [head, "\n".join(lines) or phrase("admin.stats.nobody")]
    if overall_statistics.learners >= GROUP:
        parts += _calibration(overall_statistics.calibration)
    if any(week.started for week in overall_statistics.weeks):
        lines = [_week(week) for week in overall_statistics.weeks]
        parts.append("\n".join([phrase("admin.stats.weeks"), *lines]))
        parts.append(phrase("admin.stats.weeks.hint", few=GROUP))
    return [*parts, phrase("admin.stats.hint", few=GROUP, command=command)]


def _week(week: FirstWeek) -> str:
    _, *counts = astuple(week)
    told = counts if week.started else counts[:1]
    way = " → ".join(str(number or phrase("admin.stats.week.few", few=GROUP)) for number in told)
    return phrase("admin.stats.week", day=dates.day(Preferences(), week.since), way=way)


def _title(statistics: LessonStatistics, of: str) -> str:
    title = escape_markdown(statistics.title)
    if of:
        return phrase("admin.stats.lesson.of", title=title, name=escape_markdown(of))
    return phrase("admin.stats.lesson", title=title)


def lesson(statistics: LessonStatistics, of: str = "") -> list[str]:
    """A lesson: where learners stop, what they believe, what fails, how well they judge."""
    title = _title(statistics, of)
    if statistics.finished is None and not (has_findings(statistics) or statistics.checks):
        return [title, phrase("admin.stats.small", started=statistics.started, few=GROUP)]
    if statistics.finished is None:
        parts = [title, phrase("admin.stats.started.few", started=statistics.started)]
    else:
        numbers = phrase(
            "admin.stats.started", started=statistics.started, finished=statistics.finished
        )
        parts = [title, numbers]
    if statistics.steps:
        lines = [_step(n, step) for n, step in enumerate(statistics.steps, start=1)]
        parts.append(
            "\n".join([phrase("admin.stats.steps"), *lines, "", phrase("admin.stats.mean")])
        )
    if statistics.misconceptions:
        held = [
            phrase(
                "admin.stats.belief",
                question=_short_question(misconception.question, misconception.text),
                option=short(misconception.option, OPTION),
                number=misconception.number,
                of=misconception.of,
                sure=misconception.sure,
            )
            for misconception in statistics.misconceptions[:MAX_FINDINGS]
        ]
        parts.append("\n".join([phrase("admin.stats.beliefs"), *held]))
    if fails := failing_questions(statistics.questions)[:MAX_FINDINGS]:
        lines = [_failing(figures) for figures in fails]
        parts.append("\n".join([phrase("admin.stats.fails"), *lines]))
    if statistics.checks:
        lines = [_check(check) for check in statistics.checks[:MAX_FINDINGS]]
        parts.append("\n".join([phrase("admin.stats.checks"), *lines]))
    return [*parts, *_calibration(statistics.calibration)]


def has_findings(statistics: LessonStatistics) -> bool:
    """Whether there is a question of which more than the size of a group is told."""
    return any(view.shares for question in statistics.questions for view in question.views)


def questions(statistics: LessonStatistics, of: str = "") -> list[str]:
    """Each question of a lesson: the share and the mean confidence of each option."""
    title = _title(statistics, of)
    return [title, *map(_question, statistics.questions), phrase("admin.stats.legend", few=GROUP)]


def _question(statistics: QuestionStatistics) -> str:
    parts = ["\n".join(_view(statistics, view)) for view in statistics.views if view.learners]
    lines = []
    if statistics.failed:
        of = statistics.failed.of
        lines.append(phrase("admin.stats.failed", of=of, right=of - statistics.failed.number))
    if statistics.relapsed:
        again = statistics.relapsed
        lines.append(phrase("admin.stats.relapsed", number=again.number, of=again.of))
    if statistics.held:
        lines.append(
            phrase("admin.stats.held", number=statistics.held.number, of=statistics.held.of)
        )
    if statistics.overruled:
        meant = statistics.overruled
        lines.append(phrase("admin.stats.overruled", number=meant.number, of=meant.of))
    if statistics.thought is not None:
        lines.append(phrase("admin.stats.thought", time=_time(statistics.thought)))
    if statistics.said:
        said = [
            phrase("admin.stats.said.words", said=short(said, OPTION), number=number)
            for said, number in statistics.said
        ]
        lines.append(phrase("admin.stats.said", said=", ".join(said)))
    # What follows a list without a blank line would belong to its last point.
    title = phrase("admin.stats.question", question=_short_question(statistics.id, statistics.text))
    text = "\n\n".join([*parts, "\n".join(lines)]).strip()
    return f"{title}\n{text}"


def _view(statistics: QuestionStatistics, view: MomentStatistics) -> Iterable[str]:
    key = "admin.stats.view" if view.shares else "admin.stats.view.few"
    moment = phrase(f"admin.stats.moment.{view.moment}")
    yield phrase(key, moment=moment, learners=view.learners)
    for share in view.shares:
        yield _share(statistics, share, view.learners)


def _share(statistics: QuestionStatistics, share: OptionShare, learners: int) -> str:
    if share.option is None:
        option = phrase("admin.stats.idea")
    elif share.option in _TYPED:
        option = phrase(_TYPED[share.option])
    else:
        label = statistics.options[share.option]
        option = short(estimating.reshown(label) if statistics.estimate else label, OPTION)
        if share.option in statistics.right:
            option = phrase("admin.stats.right", option=option)
    percent = round(100 * share.number / learners)
    if share.confidence is None or share.option is None:
        return phrase("admin.stats.share", option=option, percent=percent)
    sure = round(100 * share.confidence)
    return phrase("admin.stats.share.sure", option=option, percent=percent, sure=sure)


def _failing(statistics: QuestionStatistics) -> str:
    number, of = (statistics.failed.number, statistics.failed.of) if statistics.failed else (0, 0)
    question = _short_question(statistics.id, statistics.text)
    return phrase("admin.stats.failing", question=question, number=number, of=of)


def _short_question(id: str, text: str) -> str:
    """What was asked, in short; a pitfall's is its title."""
    said = short(text, QUESTION)
    return phrase("results.pitfall", title=said) if pitfalls.is_id(id) else said


def _check(check_statistics: CheckStatistics) -> str:
    nothing = phrase(f"admin.stats.check.{'made' if check_statistics.milestone else 'answer'}")
    return phrase(
        "admin.stats.check",
        title=short(check_statistics.title, OPTION),
        check=describe_check(check_statistics.check) if check_statistics.check else nothing,
        first=check_statistics.first,
        last=check_statistics.last,
        of=check_statistics.of,
    )


def _step(number: int, step: StepStatistics) -> str:
    title, of = short(step.title, OPTION), max(step.of, step.learners)
    if not of:
        return phrase("admin.stats.step.absent", number=number, title=title)
    if step.seconds is None:
        return phrase("admin.stats.step", number=number, title=title, learners=step.learners, of=of)
    return phrase(
        "admin.stats.step.timed",
        number=number,
        title=title,
        learners=step.learners,
        of=of,
        time=_time(step.seconds),
    )


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes}:{rest:02}"


def _calibration(counted: Mapping[Confidence, Tally]) -> list[str]:
    tallies = gather_ranges(counted)
    lines = [
        phrase(
            f"admin.stats.word.{word}",
            percent=round(100 * tally.right / tally.total),
            total=tally.total,
            promised=round(100 * PROBABILITY.get(word, 0)),
        )
        for word in _WORDS
        if (tally := tallies.get(word, Tally())).total
    ]
    return ["\n".join([phrase("admin.stats.calibration"), *lines])] if lines else []


def short(text: str, width: int) -> str:
    """A text of a lesson as Markdown, cut to so many characters."""
    return escape_markdown(shorten(plain(text), width))

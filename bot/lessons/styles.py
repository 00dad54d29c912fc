"""The learning modes of a lesson as a menu offers them: which, and about how long each takes."""

from collections.abc import Callable, Iterable

from bot.lessons.model import Lesson, Question
from bot.lessons.modes import supported
from bot.lessons.wording import SECONDS_A_QUESTION, WORDS_A_MINUTE

SECONDS_A_TEXT = 150
"""How long a few sentences of one's own take, and to compare them."""

MINUTES_A_MILESTONE = 30


def styles(lesson: Lesson) -> dict[str, int]:
    """Each mode that the lesson has material for, with its minutes, in the order of menus.

    Deep is always among them: it shows whatever there is. Its minutes are the author's.
    """
    lacking = supported(lesson)
    return {
        mode: lesson.minutes if mode == "deep" else max(1, round(seconds(lesson) / 60))
        for mode, seconds in _SECONDS.items()
        if mode == "deep" or not lacking[mode]
    }


def _reading(texts: Iterable[str], questions: int = 0) -> float:
    words = sum(len(text.split()) for text in texts)
    return words / WORDS_A_MINUTE * 60 + SECONDS_A_QUESTION * questions


def _explained(questions: Iterable[Question]) -> float:
    asked = list(questions)
    texts = [option.explanation for one in asked for option in one.options if option.right]
    return _reading([*(one.text for one in asked), *texts], len(asked))


def _learn(lesson: Lesson) -> float:
    model = lesson.mental_model
    texts = [lesson.overview.what, model.core_idea, model.analogy, *lesson.takeaways]
    for step in lesson.steps:
        texts += [step.title, step.concept, step.result, step.insight]
    return _reading(texts, min(3, sum(step.prediction is not None for step in lesson.steps)))


def _why(lesson: Lesson) -> float:
    texts = [lesson.overview.matters, lesson.under_the_hood.why, lesson.when_not_to_use]
    texts += [f"{one.relation} {one.text}" for one in lesson.connections]
    return _reading(texts, 1) + SECONDS_A_TEXT


def _visual(lesson: Lesson) -> float:
    texts = [lesson.mental_model.core_idea, lesson.mental_model.analogy]
    texts += [f"{one.words} {one.explanation}" for one in lesson.diagrams]
    return _reading(texts, 2 * len(lesson.diagrams))


def _try(lesson: Lesson) -> float:
    texts = [f"{one.prompt} {one.answer}" for one in lesson.exercises]
    return _reading(texts) + SECONDS_A_TEXT * len(lesson.exercises)


def _challenge(lesson: Lesson) -> float:
    pitfalls = [f"{one.wrong} {one.right} {one.cause}" for one in lesson.pitfalls]
    return _explained(lesson.questions) + _reading(pitfalls, len(pitfalls))


def _project(lesson: Lesson) -> float:
    return 60 * MINUTES_A_MILESTONE * len(lesson.project.milestones)


def _perf(lesson: Lesson) -> float:
    texts = [aspect.text for aspect in lesson.performance]
    texts += [lesson.production_patterns, lesson.when_not_to_use, *lesson.expert_notes]
    return _reading(texts, sum(one.prediction is not None for one in lesson.performance))


_SECONDS: dict[str, Callable[[Lesson], float]] = {
    "learn": _learn,
    "why": _why,
    "deep": lambda lesson: 60.0 * lesson.minutes,
    "visual": _visual,
    "try": _try,
    "challenge": _challenge,
    "project": _project,
    "recall": lambda lesson: _challenge(lesson) + SECONDS_A_TEXT,
    "perf": _perf,
}

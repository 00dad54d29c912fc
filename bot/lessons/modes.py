"""The learning modes of a lesson: which it has material for, and about how long each takes.

A mode that would have nothing of its own to show is not offered to learners, and its author is
told what to write for it.
"""

from collections.abc import Callable, Iterable

from bot.lessons.lint.readability import SECONDS_A_QUESTION, WORDS_A_MINUTE
from bot.lessons.model import Lesson, Question

FEWEST_TESTED = 4
"""Questions of a scored test. With fewer, one lucky guess decides the score."""

FEWEST_MILESTONES = 2
"""Milestones of a project. With one, it is an exercise."""


def supported(lesson: Lesson) -> dict[str, str]:
    """For each learning mode the empty string, or a sentence on what is missing for it."""
    return {name: missing(lesson) for name, missing in _MISSING.items()}


def _learn(lesson: Lesson) -> str:
    return _absent({"steps": lesson.steps, "takeaways": lesson.takeaways})


def _why(lesson: Lesson) -> str:
    hood = lesson.under_the_hood
    reasons = lesson.overview.matters or hood.why or lesson.when_not_to_use
    keyed = any(step.prediction and not step.prediction.open for step in lesson.steps)
    part = 'part that says why ("Why it matters", "Why designed this way?" or "When not to use")'
    return _absent({part: reasons, "step with a keyed prediction": keyed})


def _deep(lesson: Lesson) -> str:
    return _absent({"steps": lesson.steps})


def _visual(lesson: Lesson) -> str:
    return _absent({"diagram": lesson.diagrams})


def _try(lesson: Lesson) -> str:
    return _absent({"exercises": lesson.exercises})


def _challenge(lesson: Lesson) -> str:
    keyed = sum(not question.open for question in lesson.questions)
    if keyed >= FEWEST_TESTED:
        return ""
    return f"It needs at least {FEWEST_TESTED} questions with a key, and there are {keyed}."


def _project(lesson: Lesson) -> str:
    count = len(lesson.project.milestones)
    brief = _absent({"brief": lesson.project.brief})
    if count >= FEWEST_MILESTONES:
        return brief
    few = f"at least {FEWEST_MILESTONES} milestones, and there are {count}."
    return f"It needs a brief and {few}" if brief else f"It needs {few}"


def _recall(lesson: Lesson) -> str:
    return _absent({"questions or takeaways": lesson.questions or lesson.takeaways})


def _perf(lesson: Lesson) -> str:
    anything = lesson.performance or lesson.production_patterns or lesson.expert_notes
    return _absent({"performance, production patterns or expert notes": anything})


def _absent(parts: dict[str, object]) -> str:
    names = [name for name, there in parts.items() if not there]
    return f"It has no {' and no '.join(names)}." if names else ""


_MISSING: dict[str, Callable[[Lesson], str]] = {
    "learn": _learn,
    "why": _why,
    "deep": _deep,
    "visual": _visual,
    "try": _try,
    "challenge": _challenge,
    "project": _project,
    "recall": _recall,
    "perf": _perf,
}
"""The modes, in the order in which they are offered."""


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


def _learn_seconds(lesson: Lesson) -> float:
    model = lesson.mental_model
    texts = [lesson.overview.what, model.core_idea, model.analogy, *lesson.takeaways]
    for step in lesson.steps:
        texts += [step.title, step.concept, step.result, step.insight]
    return _reading(texts, min(3, sum(step.prediction is not None for step in lesson.steps)))


def _why_seconds(lesson: Lesson) -> float:
    texts = [lesson.overview.matters, lesson.under_the_hood.why, lesson.when_not_to_use]
    texts += [f"{one.relation} {one.text}" for one in lesson.connections]
    return _reading(texts, 1) + SECONDS_A_TEXT


def _visual_seconds(lesson: Lesson) -> float:
    texts = [lesson.mental_model.core_idea, lesson.mental_model.analogy]
    texts += [f"{one.words} {one.explanation}" for one in lesson.diagrams]
    return _reading(texts, 2 * len(lesson.diagrams))


def _try_seconds(lesson: Lesson) -> float:
    texts = [f"{one.prompt} {one.answer}" for one in lesson.exercises]
    return _reading(texts) + SECONDS_A_TEXT * len(lesson.exercises)


def _challenge_seconds(lesson: Lesson) -> float:
    pitfalls = [f"{one.wrong} {one.right} {one.cause}" for one in lesson.pitfalls]
    return _explained(lesson.questions) + _reading(pitfalls, len(pitfalls))


def _project_seconds(lesson: Lesson) -> float:
    return 60 * MINUTES_A_MILESTONE * len(lesson.project.milestones)


def _perf_seconds(lesson: Lesson) -> float:
    texts = [aspect.text for aspect in lesson.performance]
    texts += [lesson.production_patterns, lesson.when_not_to_use, *lesson.expert_notes]
    return _reading(texts, sum(one.prediction is not None for one in lesson.performance))


_SECONDS: dict[str, Callable[[Lesson], float]] = {
    "learn": _learn_seconds,
    "why": _why_seconds,
    "deep": lambda lesson: 60.0 * lesson.minutes,
    "visual": _visual_seconds,
    "try": _try_seconds,
    "challenge": _challenge_seconds,
    "project": _project_seconds,
    "recall": lambda lesson: _challenge_seconds(lesson) + SECONDS_A_TEXT,
    "perf": _perf_seconds,
}

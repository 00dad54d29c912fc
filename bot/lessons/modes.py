"""Which learning modes a lesson has material for, and what is missing for the others.

A mode that would have nothing of its own to show is not offered to learners, and its author is
told what to write for it.
"""

from collections.abc import Callable

from bot.lessons.model import Lesson

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

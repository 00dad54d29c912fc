"""A translation of the first tour alone: what of a lesson that is, and how it is made whole.

Most people take the tour and no more, so its words come into a language before all others. Such a
file says ``holds: tour`` and has what the tour tells: what the topic is, the idea and what it is
like, the steps that the original's ``tour`` names, the question that ``tour-ends`` names, what is
asked last, takeaways and terms. All else comes from the original, in the original's words. Which
steps and which question these are is chosen on the original, so both languages ask the same.
"""

from bot.lessons.model import Lesson, MentalModel, Overview

_OWN = ("title", "language", "holds", "yours", "model_answer", "takeaways", "terms")
"""What is told with the tour, and stands in such a file whole."""


def tour_of(lesson: Lesson) -> Lesson:
    """As much of a lesson as a translation holds that has the tour alone."""
    model = lesson.mental_model
    return Lesson(
        id=lesson.id,
        minutes=lesson.minutes,
        level=lesson.level,
        overview=Overview(what=lesson.overview.what),
        mental_model=MentalModel(core_idea=model.core_idea, analogy=model.analogy),
        steps=tuple(lesson.steps[number - 1] for number in lesson.tour),
        challenge=tuple(asked for asked in lesson.challenge if asked.id == lesson.tour_ends),
        sources=lesson.sources,
        pictures=lesson.pictures,
        **{name: getattr(lesson, name) for name in _OWN},
    )


def fill(original: Lesson, translation: Lesson) -> Lesson:
    """The original, with the translation's words for the tour in the place of its own."""
    steps, model = list(original.steps), translation.mental_model
    for number, step in zip(original.tour, translation.steps, strict=True):
        steps[number - 1] = step
    asked = {question.id: question for question in translation.challenge}
    files = {picture.file: picture for picture in (*original.pictures, *translation.pictures)}
    update = {name: getattr(translation, name) for name in _OWN}
    update |= {
        "overview": original.overview.model_copy(update={"what": translation.overview.what}),
        "mental_model": original.mental_model.model_copy(
            update={"core_idea": model.core_idea, "analogy": model.analogy}
        ),
        "steps": tuple(steps),
        "challenge": tuple(asked.get(one.id, one) for one in original.challenge),
        "sources": translation.sources or original.sources,
        "pictures": tuple(files.values()),
    }
    return original.model_copy(update=update)

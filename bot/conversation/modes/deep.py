"""Deep: the whole anatomy of a lesson, in its order, every prediction before its text."""

from collections.abc import Iterator

from bot.conversation.flow import Beat, Judge, Pose, Tell, told
from bot.conversation.phrases import count, phrase
from bot.lessons.model import Diagram, Lesson, Step


def beats(lesson: Lesson) -> Iterator[Beat]:
    """The flow of this lesson, from its overview to its last pitfall."""
    yield from _overview(lesson)
    yield from _mental_model(lesson)
    for number, step in enumerate(lesson.steps, start=1):
        yield from _step(step, number, len(lesson.steps))
    yield from _under_the_hood(lesson)
    for number, myth in enumerate(lesson.myths, start=1):
        lead = phrase("part.myth", number=number, count=len(lesson.myths))
        yield Pose(f"myth.{myth.question.id}", lead, myth.question, myth)
        if myth.question.open:
            yield Judge(f"myth.{myth.question.id}.judge", myth.question)
    yield from _around(lesson)
    yield from _pitfalls(lesson)


def _headed(key: str, text: str) -> list[str]:
    return [phrase(key), text] if text else []


def _overview(lesson: Lesson) -> list[Tell]:
    counts = [
        ("count.minutes", lesson.minutes),
        ("count.steps", len(lesson.steps)),
        ("count.questions", len(lesson.questions)),
    ]
    extent = " · ".join(count(key, number) for key, number in counts if number)
    opening = phrase("part.opening", title=lesson.title, extent=extent)
    view = lesson.overview
    return [
        *told("overview.what", [opening, *_headed("part.what", view.what)]),
        *told(
            "overview",
            [*_headed("part.matters", view.matters), *_headed("part.fits", view.fits)],
        ),
    ]


def _mental_model(lesson: Lesson) -> list[Tell]:
    model = lesson.mental_model
    parts = [
        *_headed("part.core_idea", model.core_idea),
        *_headed("part.analogy", model.analogy),
    ]
    return [*told("model", parts), *_pictures("model", "part.picture", model.diagrams)]


def _pictures(id: str, key: str, diagrams: tuple[Diagram, ...]) -> list[Tell]:
    return [
        Tell(f"{id}.diagram.{number}", phrase(key), diagram)
        for number, diagram in enumerate(diagrams, start=1)
    ]


def _step(step: Step, number: int, steps: int) -> Iterator[Beat]:
    lead = phrase(
        "part.step",
        number=number,
        count=steps,
        title=step.title,
        level=phrase(f"level.{step.level}"),
    )
    opening = [lead, step.concept]
    gained = [
        phrase("part.result", text=step.result) if step.result else "",
        phrase("part.insight", text=step.insight) if step.insight else "",
    ]
    closing = [step.text, "\n\n".join(part for part in gained if part)]
    if step.prediction is None:
        yield from told(f"step.{number}", [*opening, *closing], step=number)
        return
    yield Pose(f"step.{number}", "\n\n".join(part for part in opening if part), step.prediction)
    judged = step.prediction.open
    yield from told(f"step.{number}.text", closing, step=None if judged else number)
    if judged:
        yield Judge(f"step.{number}.judge", step.prediction, step=number)


def _under_the_hood(lesson: Lesson) -> list[Tell]:
    hood = lesson.under_the_hood
    return [
        *told("hood", _headed("part.how", hood.how)),
        *told("hood.why", _headed("part.why", hood.why)),
        *_pictures("hood", "part.inside", hood.diagrams),
    ]


def _around(lesson: Lesson) -> list[Tell]:
    notes = [f"- {note}" for note in lesson.expert_notes]
    links = [
        "\n\n".join(
            part
            for part in (
                phrase("part.connection", title=link.title, relation=link.relation),
                link.text,
            )
            if part
        )
        for link in lesson.connections
    ]
    return [
        *told("expert", [phrase("part.expert"), *notes] if notes else []),
        *told("not", _headed("part.not", lesson.when_not_to_use)),
        *told("production", _headed("part.production", lesson.production_patterns)),
        *told("connections", [phrase("part.connections"), *links] if links else []),
    ]


def _pitfalls(lesson: Lesson) -> Iterator[Tell]:
    for number, pitfall in enumerate(lesson.pitfalls, start=1):
        title = phrase(
            "part.pitfall", number=number, count=len(lesson.pitfalls), title=pitfall.title
        )
        texts = [_marked("part.wrong", pitfall.wrong), _marked("part.right", pitfall.right)]
        cause = phrase("part.cause", text=pitfall.cause) if pitfall.cause else ""
        yield from told(f"pitfall.{number}", [title, *texts, cause])


def _marked(key: str, text: str) -> str:
    """The text behind its mark; a list or code fence needs a line of its own to stay one."""
    if not text:
        return ""
    plain = text[0] not in "`~-*+>#|" or (text.startswith(("**", "`")) and text[:3] != "```")
    return f"{phrase(key)} {text}" if plain else f"{phrase(key)}\n\n{text}"

"""What a lesson says in answer to its questions, and to whom a correction touches.

A correction is told in the learner's own language, where the lesson is translated into it: so what
is said of the question goes along in each, as JSON.
"""

from collections.abc import Iterable, Iterator

from pydantic import TypeAdapter

from bot.conversation.facts.correction import CorrectedQuestion, CorrectionNotice, Corrigible
from bot.conversation.language.locale import manner
from bot.conversation.language.markup import escape_markdown, plain
from bot.conversation.language.paging import is_heading
from bot.conversation.phrases import phrase
from bot.conversation.question import criteria as tasks
from bot.conversation.question import posing, reveal
from bot.conversation.session import Outcome
from bot.lessons.faults import shorten
from bot.lessons.format.images import image_markdown
from bot.lessons.model import Image, Lesson, Myth
from bot.lessons.question import Question
from bot.lessons.revisions.keys import KeyedQuestion, right_answers


def myth(lesson: Lesson, question: str) -> Myth | None:
    return next((myth for myth in lesson.myths if myth.question.id == question), None)


def reveal_parts(lesson: Lesson, question: Question, outcome: Outcome) -> list[str]:
    """The reveal; without a key, the part of the lesson answers the question."""
    if question.open:
        return [phrase("review.unknown"), *part(lesson, question.id)]
    return reveal.answer(question, outcome, myth(lesson, question.id))


def part(lesson: Lesson, question: str) -> list[str]:
    """The part of the lesson that the question or task opens, in pieces; none for a test's."""
    return [text for text in _part(lesson, question) if text]


def more(lesson: Lesson, question: Question, wording: int) -> list[str]:
    """What was not shown with the question, in these words, and its answer."""
    if myth(lesson, question.id):
        return []
    shown = posing.grounds(lesson, question, wording)
    seen = f"```text\n{shown.drawing}\n```"
    left = [text.removesuffix(shown.concept).rstrip() for text in part(lesson, question.id)]
    texts = [text for text in left if text and text not in (seen, shown.setting)]
    return texts if not all(map(is_heading, texts)) else []


def _part(lesson: Lesson, question: str) -> Iterator[str]:
    for step in lesson.steps:
        if step.prediction and step.prediction.id == question:
            yield phrase("review.step", title=step.title)
            yield step.concept
            yield step.shown
            yield step.text
            yield phrase("part.insight", text=step.insight) if step.insight else ""
    hood = lesson.under_the_hood
    if hood.prediction and hood.prediction.id == question:
        yield phrase("part.how")
        yield hood.how
    if about := myth(lesson, question):
        yield phrase("reveal.reality", text=about.reality) if about.reality else ""
        yield phrase("reveal.matters", text=about.matters) if about.matters else ""
    for diagram in lesson.diagrams:
        if diagram.prediction and diagram.prediction.id == question:
            if isinstance(diagram.drawing, Image):
                yield image_markdown(diagram.drawing)
            else:
                yield f"```text\n{diagram.drawing}\n```"
                yield diagram.alternative
            yield diagram.explanation
    for task in lesson.exercises:
        if task.choice and task.choice.id == question:
            yield task.answer
    if own := tasks.task(lesson, question):
        yield from own.more
    for aspect in lesson.performance:
        if aspect.prediction and aspect.prediction.id == question:
            yield phrase("review.step", title=aspect.title)
            yield aspect.text


MAX_QUESTION = 400
"""Characters of a question in the message, and of an answer: who answered it knows it by then."""

_NOTICE: TypeAdapter[CorrectionNotice] = TypeAdapter(CorrectionNotice)


def notice(question: Corrigible) -> str:
    """What those are told whom a correction touches, as JSON."""
    versions = {"": question.keys.now, **question.keys.words}
    corrected = {language: _version(question, version) for language, version in versions.items()}
    return _NOTICE.dump_json(CorrectionNotice(corrected, bool(question.again))).decode()


def text(notice: str) -> str:
    """The message, in the language that is being spoken."""
    correction_notice = _NOTICE.validate_json(notice)
    corrected = correction_notice.told.get(manner().language, correction_notice.told[""])
    parts = [
        phrase("corrected.title", title=escape_markdown(corrected.title)),
        phrase("corrected.question", question=corrected.question),
        phrase(
            "corrected.key", was=corrected.was, right=corrected.right, why=corrected.why
        ).strip(),
        phrase("corrected.void"),
        phrase("corrected.again") if correction_notice.again else "",
        phrase("corrected.review"),
    ]
    return "\n\n".join(part for part in parts if part)


def was(question: Corrigible, version: KeyedQuestion) -> str:
    """What was called right, in the words of this version of the question of now."""
    keys = question.keys
    labels = [option.label for option in keys.now.question.options]
    own = [option.label for option in version.question.options]
    words = [
        own[labels.index(label)] if label in labels else label
        for revision in question.wrong or keys.wrong
        for label in keys.were[revision]
    ]
    return _list_labels(dict.fromkeys(words))


def right(version: KeyedQuestion) -> str:
    """What is right, in the words of this version of the question of now."""
    return _list_labels(right_answers(version.question))


def _list_labels(labels: Iterable[str]) -> str:
    # Of a pitfall what is right is a whole approach.
    return " · ".join(escape_markdown(shorten(plain(label), MAX_QUESTION)) for label in labels)


def _version(corrigible: Corrigible, version: KeyedQuestion) -> CorrectedQuestion:
    asked = version.question
    why = asked.reason
    question = escape_markdown(shorten(plain(posing.words(asked)), MAX_QUESTION))
    return CorrectedQuestion(version.title, question, was(corrigible, version), right(version), why)

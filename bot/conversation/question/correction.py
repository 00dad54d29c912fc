"""A correction in words: what those are told whom it touches.

They are told in their own language, where the lesson is translated into it: so what is said of the
question goes along in each, as JSON.
"""

from collections.abc import Iterable

from pydantic import TypeAdapter

from bot.conversation.facts.correction import CorrectedQuestion, CorrectionNotice, Corrigible
from bot.conversation.language.locale import manner
from bot.conversation.language.markup import escaped, plain
from bot.conversation.phrases import phrase
from bot.conversation.question import posing
from bot.lessons.faults import shorten
from bot.lessons.question import Question
from bot.lessons.revisions.keys import KeyedQuestion, right_answers

LONGEST = 400
"""Characters of a question in the message, and of an answer: who answered it knows it by then."""

_NOTICE: TypeAdapter[CorrectionNotice] = TypeAdapter(CorrectionNotice)


def notice(question: Corrigible) -> str:
    """What those are told whom a correction touches, as JSON."""
    versions = {"": question.keys.now, **question.keys.words}
    told = {language: _told(question, version) for language, version in versions.items()}
    return _NOTICE.dump_json(CorrectionNotice(told, bool(question.again))).decode()


def text(notice: str) -> str:
    """The message, in the language that is being spoken."""
    correction_notice = _NOTICE.validate_json(notice)
    told = correction_notice.told.get(manner().language, correction_notice.told[""])
    parts = [
        phrase("corrected.title", title=escaped(told.title)),
        phrase("corrected.question", question=told.question),
        phrase("corrected.key", was=told.was, right=told.right, why=told.why).strip(),
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
    return _listed(dict.fromkeys(words))


def right(version: KeyedQuestion) -> str:
    """What is right, in the words of this version of the question of now."""
    return _listed(right_answers(version.question))


def _listed(labels: Iterable[str]) -> str:
    # Of a pitfall what is right is a whole approach.
    return " · ".join(escaped(shorten(plain(label), LONGEST)) for label in labels)


def _told(found: Corrigible, version: KeyedQuestion) -> CorrectedQuestion:
    asked = version.question
    why = _why(asked)
    question = escaped(shorten(plain(posing.words(asked)), LONGEST))
    return CorrectedQuestion(version.title, question, was(found, version), right(version), why)


def _why(asked: Question) -> str:
    if told := asked.estimate or asked.typed:
        return told.why
    return " ".join(
        option.explanation for option in asked.options if option.right and option.explanation
    )

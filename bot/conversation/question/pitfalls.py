"""A lesson's pitfalls as questions: whether an approach, shown alone, is a good idea.

Side by side, the two approaches answer the question by their contrast, and so does the title. So a
single approach is shown, and the learner says yes or no; the other is the question's other wording.
Which comes first follows from the titles, half of a lesson's pitfalls each way, so "no" is right as
often as "yes". The reveal says why the wrong approach is taken and why the right approach works,
with the approach that was not shown.

What is on record is which approach was held right, whichever was shown: the options are the two
approaches in an order of their own, and only what stands on their buttons goes by what is shown.
What their ids and that order come from is in ``bot.lessons.pitfalls``.
"""

from functools import lru_cache

from bot.conversation.language.locale import manner
from bot.conversation.language.markup import put_mark
from bot.conversation.phrases import phrase
from bot.lessons import pitfalls
from bot.lessons.model import Lesson, Pitfall
from bot.lessons.question import Option, Question

_LABELS = ("A", "B")


def questions(lesson: Lesson, wording: int = 0) -> list[Question]:
    return [*_questions(lesson, wording, manner().language)]


@lru_cache(maxsize=512)
def _questions(lesson: Lesson, wording: int, _: str) -> tuple[Question, ...]:
    """The same, made once for each language: a run asks for them several times a turn."""
    right = _shows_right(lesson, wording)
    return tuple(
        _question(pitfall, right=right[_id(pitfall)]) for pitfall in pitfalls.askable(lesson)
    )


def every(lesson: Lesson) -> list[Question]:
    return [*lesson.questions, *questions(lesson)]


def question(lesson: Lesson, id: str) -> Question | None:
    asked = questions(lesson) if pitfalls.is_id(id) else lesson.questions
    return next((question for question in asked if question.id == id), None)


def as_asked(lesson: Lesson, question: Question, wording: int) -> Question:
    """The question as asked in this wording: a pitfall's buttons go by what is shown."""
    about = pitfall(lesson, question.id)
    if about is None:
        return question
    shown = _question(about, right=_shows_right(lesson, wording)[question.id])
    return shown.model_copy(update={"text": question.text, "variants": question.variants})


def pitfall(lesson: Lesson, question: str) -> Pitfall | None:
    if not pitfalls.is_id(question):
        return None
    return next((pitfall for pitfall in pitfalls.askable(lesson) if _id(pitfall) == question), None)


def encode(question: Question, choice: int | None) -> str | None:
    """How an answer to it is kept: by the approach that was held right; ``None`` for no idea."""
    return None if choice is None else _LABELS[choice]


def reshown(question: Question, kept: str) -> str:
    """What stands on the button of the answer that is kept so, or that has this label."""
    return question.options[_LABELS.index(kept)].label if kept in _LABELS else kept


def yes_is_second(question: Question) -> bool:
    """Whether the approach that is shown is the second option; "yes" is offered first always."""
    return question.is_pitfall and question.options[1].label == phrase("pitfall.yes")


def shows_right(question: Question) -> bool:
    return any(
        option.right and option.label == phrase("pitfall.yes") for option in question.options
    )


def reveal(pitfall: Pitfall, *, right: bool) -> str:
    """What there is to know of it, after the ``right`` approach was shown, or the wrong."""
    reason = phrase("part.reason", text=pitfall.reason) if pitfall.reason else ""
    cause = phrase("part.cause", text=pitfall.cause) if pitfall.cause else ""
    if right:
        instead = put_mark(phrase("pitfall.instead", title=pitfall.title), pitfall.wrong)
        parts = [reason, instead, cause]
    else:
        better = put_mark(phrase("pitfall.better"), pitfall.right)
        parts = [phrase("pitfall.named", title=pitfall.title), cause, better, reason]
    return "\n\n".join(part for part in parts if part)


def _shows_right(lesson: Lesson, wording: int) -> dict[str, bool]:
    names = sorted(map(_name, pitfalls.askable(lesson)))
    begin = int(names[0], 16) // 2 if names else 0
    shown = enumerate(names, start=begin + wording)
    return {pitfalls.name_pitfall(name): at % 2 == 0 for at, name in shown}


def _question(pitfall: Pitfall, *, right: bool) -> Question:
    shown, other = (pitfall.right, pitfall.wrong) if right else (pitfall.wrong, pitfall.right)
    answer = reveal(pitfall, right=right)
    options = tuple(
        Option(
            label=phrase("pitfall.yes" if of_right == right else "pitfall.no"),
            right=of_right,
            explanation=answer if of_right else "",
        )
        for of_right in pitfalls.in_order(pitfall)
    )
    texts = [phrase("pitfall.ask", text=text) for text in (shown, other)]
    return Question(id=_id(pitfall), text=texts[0], options=options, variants=(texts[1],))


def _id(pitfall: Pitfall) -> str:
    return pitfalls.name_pitfall(_name(pitfall))


def _name(pitfall: Pitfall) -> str:
    return pitfalls.name(pitfalls.title(pitfall))

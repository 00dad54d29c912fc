"""A lesson's pitfalls as questions: which of two approaches is right.

They have no place in the lesson's file, so their ids and their order come from their titles.
"""

import hashlib

from bot.conversation.language.markup import marked
from bot.conversation.phrases import phrase
from bot.lessons.model import Lesson, Pitfall
from bot.lessons.question import Option, Question

_LABELS = ("A", "B")


def questions(lesson: Lesson) -> list[Question]:
    """A question for each pitfall that has both approaches."""
    return [_question(one) for one in lesson.pitfalls if one.wrong and one.right]


def pitfall(lesson: Lesson, question: str) -> Pitfall | None:
    """The pitfall that the question of this id is about, if it is about one."""
    both = (one for one in lesson.pitfalls if one.wrong and one.right)
    return next((one for one in both if _id(one) == question), None)


def approaches(lesson: Lesson, question: str) -> str:
    """Both approaches, one below the other; nothing if the question is about no pitfall."""
    found = pitfall(lesson, question)
    if found is None:
        return ""
    texts = zip(_LABELS, _in_order(found), strict=True)
    return "\n\n".join(
        marked(phrase("pitfall.approach", label=label), text) for label, (text, _) in texts
    )


def _question(found: Pitfall) -> Question:
    """The wrong option is answered by what leads to it, the right one by why it works."""
    cause = phrase("part.cause", text=found.cause) if found.cause else ""
    options = tuple(
        Option(label=label, right=right, explanation=found.reason if right else cause)
        for label, (_, right) in zip(_LABELS, _in_order(found), strict=True)
    )
    return Question(id=_id(found), text=phrase("pitfall.which"), options=options)


def _in_order(found: Pitfall) -> list[tuple[str, bool]]:
    """The approaches, each with whether it is right: the title says which one stands first."""
    both = [(found.right, True), (found.wrong, False)]
    return both[::-1] if int(_name(found), 16) % 2 else both


def _id(found: Pitfall) -> str:
    return f"pitfall-{_name(found)[:12]}"


def _name(found: Pitfall) -> str:
    """A hash of its title, the same in every language."""
    return hashlib.sha256((found.translates or found.title).encode()).hexdigest()

"""Who is granted which role for what, as that is typed: ``telegram:42 author for Kitchen``."""

import re
from collections.abc import Iterable

from bot.conversation.facts.roles import Role, Scope, role, scope
from bot.conversation.inputs import LearnerId
from bot.conversation.phrases import phrase
from bot.conversation.turn import Scene

_PERSON = re.compile(r"[a-z]{1,16}:[A-Za-z0-9_-]{1,32}", re.ASCII)
_MENTION = re.compile(r"<@!?([0-9]{1,20})>", re.ASCII)
"""How Discord writes a person who is mentioned."""


def person_in(words: Iterable[str]) -> LearnerId | None:
    """The person among these words: ``telegram:42``, or as Discord writes a mention."""
    for word in words:
        if _PERSON.fullmatch(word) and scope(word) is None:
            return LearnerId(word)
        if mention := _MENTION.fullmatch(word):
            return LearnerId(f"discord:{mention[1]}")
    return None


def role_in(words: Iterable[str]) -> Role | None:
    """The role among these words."""
    return next((text for word in words if (text := role(word))), None)


def rest_of(words: Iterable[str], wanted: Role) -> tuple[str, ...]:
    """What is said beside the person and the role: what the role is for."""
    left = [text for text in words if person_in((text,)) is None]
    left.remove(next(text for text in left if role(text) == wanted))
    linking = phrase("match.for").split(" | ")
    return tuple(left[1:] if left and left[0].casefold() in linking else left)


def scope_in(scene: Scene, words: Iterable[str]) -> Scope | None:
    """What these words name: a course or a group by its id or its name; without any, everything."""
    text = " ".join(words)
    found = scope(text)
    code = found.cohort if found else text.upper()
    if code in scene.library.cohorts:
        return Scope(cohort=code)
    if found is not None and (not found.course or scene.library.course(found.course)):
        return found if not found.cohort else None
    name = text.casefold()
    for course in scene.library.courses:
        if name in (course.id, course.title.casefold()):
            return Scope(course.id)
    named_so = [
        cohort.id for cohort in scene.library.cohorts.values() if cohort.name.casefold() == name
    ]
    return Scope(cohort=named_so[0]) if len(named_so) == 1 else None

"""Advice on sign-posts: what "Where it fits" says comes next is what the tutor offers next.

A lesson is named there by its title in italics, or by the beginning of its title up to a colon, a
comma, or an "and". One that the lesson needs, or that stands before it in a course, lies behind;
all others lie ahead, and those must be the ones of ``leads-to``, the first of them first, since
that is the one that is offered.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.lessons.faults import Fault, Faults
from bot.lessons.format.parser import ParsedLesson
from bot.lessons.library import with_needs
from bot.lessons.model import Course

_ITALIC = re.compile(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])")
_END_OF_NAME = re.compile(r"[:,]|\s(?:and|und)\s")


def signpost_advice(
    lessons: Mapping[str, ParsedLesson], files: Mapping[str, str], courses: Iterable[Course]
) -> Iterator[Fault]:
    """What is wrong with the sign-posts of these lessons, by id; ``files`` says where each is."""
    names = {name: id for id, one in lessons.items() for name in _names(one.lesson.title)}
    needs = {id: one.lesson.needs for id, one in lessons.items()}
    behind = {id: with_needs([id], needs) for id in lessons}
    for course in courses:
        for n, id in enumerate(course.lessons):
            behind.get(id, set()).update(course.lessons[:n])
    for id, draft in lessons.items():
        faults = Faults(files[id])
        lesson = draft.lesson
        named = [names.get(_fold(one)) for one in _ITALIC.findall(lesson.overview.fits)]
        ahead = [one for one in named if one and one not in behind[id]]
        place = draft.place("section:Overview", "lesson")
        for one in dict.fromkeys(ahead):
            if one not in lesson.leads_to:
                what = f'"Where it fits" sends learners on to "{one}", which is not in "leads-to"'
                faults.add(place, what, "add it there, or name what is offered next", "advice")
        first = lesson.leads_to[0] if lesson.leads_to else ""
        if ahead and first in lessons and ahead[0] in lesson.leads_to and ahead[0] != first:
            what = f'"Where it fits" says that "{ahead[0]}" comes next, but "{first}" is offered'
            faults.add(place, what, 'say it in the order of "leads-to"', "advice")
        yield from faults.found


def _names(title: str) -> set[str]:
    """What a lesson may be called: its whole title, and its beginning, if that is a name."""
    return {_fold(title), _fold(_END_OF_NAME.split(title)[0])}


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()

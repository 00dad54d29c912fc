"""What a lesson, a course, a cohort belongs to: the scopes that a right is asked for.

A lesson belongs to each course that has it. A lesson in none belongs to nobody in particular, so it
takes a right for everything.
"""

from bot.conversation.facts.roles import EVERYTHING, Scope
from bot.lessons.library import Library

Scopes = tuple[Scope, ...]


def of_lesson(library: Library, lesson: str) -> Scopes:
    scopes = tuple(Scope(course.id) for course in library.courses if lesson in course.lessons)
    return scopes or (EVERYTHING,)


def of_cohort(library: Library, cohort: str) -> Scopes:
    """A cohort, of its course; everything, if there is no such cohort."""
    named = library.cohorts.get(cohort)
    return (Scope(named.course, named.id),) if named else (EVERYTHING,)


def around_lesson(library: Library, lesson: str) -> Scopes:
    """The courses that have a lesson, and the cohorts of these: any of them has to do with it."""
    courses = of_lesson(library, lesson)
    cohorts = (
        Scope(cohort.course, cohort.id)
        for cohort in library.cohorts.values()
        if Scope(cohort.course) in courses
    )
    return (*courses, *cohorts)


def lessons_of(library: Library, scope: Scope) -> tuple[str, ...]:
    """The lessons of a course, or of a cohort's; all that are in a course or taught, of all."""
    cohort = library.cohorts.get(scope.cohort)
    course = library.course(cohort.course if cohort else scope.course)
    if course:
        return course.lessons
    if scope != EVERYTHING:
        return ()
    listed = (lesson for course in library.courses for lesson in course.lessons)
    return tuple(dict.fromkeys((*listed, *library.cards)))

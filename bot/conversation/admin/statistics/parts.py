"""The parts that somebody may have counted: everything, or courses and cohorts, one at a time."""

from bot.conversation import scopes
from bot.conversation.facts.roles import EVERYTHING, Scope, may, reach, scope
from bot.conversation.scopes import Scopes
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def mine(scene: Scene) -> list[Scope]:
    """The parts that whoever asks may see, without those that another has in it."""
    found = reach(scene.known.roles, "statistics")
    return [
        one
        for one in found
        if not any(
            other.covers(each)
            for other in found
            if other != one
            for each in asked(scene.library, one)
        )
    ]


def asked(library: Library, one: Scope) -> Scopes:
    """What a right is asked for to see this part."""
    return scopes.of_cohort(library, one.cohort) if one.cohort else (one,)


def of_words(scene: Scene, words: str) -> Scopes:
    """The part that a button names."""
    found = scope(words)
    return asked(scene.library, found) if found is not None else (EVERYTHING,)


def named(scene: Scene, word: str) -> Scope | None:
    """The part that is typed: a course by its id, or a cohort by its code, if they may see it."""
    found = Scope(cohort=word.upper()) if word.upper() in scene.library.cohorts else None
    if found is None and scene.library.course(word):
        found = Scope(word)
    seen = found and may(scene.known.roles, "statistics", asked(scene.library, found))
    return found if seen else None

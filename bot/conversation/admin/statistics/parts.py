"""The parts that somebody may have counted: everything, or a single course or cohort."""

from bot.conversation import scopes
from bot.conversation.facts.roles import EVERYTHING, Scope, may, reach, scope
from bot.conversation.scopes import Scopes
from bot.conversation.turn import Scene
from bot.lessons.library import Library


def mine(scene: Scene) -> list[Scope]:
    """The parts that whoever asks may see, without those that another has in it."""
    scopes = reach(scene.known.roles, "statistics")
    return [
        scope
        for scope in scopes
        if not any(
            other.covers(each)
            for other in scopes
            if other != scope
            for each in scopes_of(scene.library, scope)
        )
    ]


def scopes_of(library: Library, scope: Scope) -> Scopes:
    return scopes.of_cohort(library, scope.cohort) if scope.cohort else (scope,)


def of_words(scene: Scene, words: str) -> Scopes:
    """The part that a button names."""
    named = scope(words)
    return scopes_of(scene.library, named) if named is not None else (EVERYTHING,)


def find_scope(scene: Scene, word: str) -> Scope | None:
    """The part that is typed: a course by its id, or a cohort by its code, if they may see it."""
    scope = Scope(cohort=word.upper()) if word.upper() in scene.library.cohorts else None
    if scope is None and scene.library.course(word):
        scope = Scope(word)
    seen = scope and may(scene.known.roles, "statistics", scopes_of(scene.library, scope))
    return scope if seen else None

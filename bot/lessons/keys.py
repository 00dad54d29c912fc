"""Which revisions of a lesson ask a question under a key that is not the one of now.

A translation has its own words, so what it asks is judged by its original. Where a question shares
no option with the one of now, or either has no key, nothing can be said of its key: it is another
question under an old name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.lessons.difference import rekeyed, same_options
from bot.lessons.model import Question


@dataclass(frozen=True, slots=True)
class Keyed:
    """A question as one revision of its lesson asks it.

    ``taught`` says that somebody can have met this revision: it was published, or begun.
    """

    revision: str
    title: str
    question: Question
    language: str = ""
    translates: str = ""
    taught: bool = True


@dataclass(frozen=True, slots=True)
class Keys:
    """A question as it is asked now, and the revisions by their key.

    ``wrong`` have another key than that of now, ``right`` have the same; both by revision and
    sorted. ``were`` are the keys that were wrong, by revision: the labels of what was called right,
    by their wording of now where they are there still. ``words`` is the question of now in other
    languages.
    """

    now: Keyed
    wrong: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    were: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, Keyed] = field(default_factory=dict)


def keys(current: str, versions: Iterable[Keyed]) -> Keys | None:
    """How the revisions of one question stand to the current one; ``None`` if it has no key."""
    asked = {one.revision: one for one in versions}
    now = asked.get(current)
    if now is None or now.question.open:
        return None
    wrong, right = dict[str, tuple[str, ...]](), list[str]()
    for revision, one in sorted(asked.items()):
        original = asked.get(one.translates, one).question
        if not one.taught or original.open or not _shared(original, now.question):
            continue
        if rekeyed(original, now.question):
            wrong[revision] = _key(original, now.question)
        else:
            right.append(revision)
    words = {
        one.language: one for one in asked.values() if one.translates == current and one.taught
    }
    return Keys(now, tuple(wrong), tuple(right), wrong, words)


def _shared(one: Question, other: Question) -> bool:
    return not {option.label for option in one.options}.isdisjoint(
        option.label for option in other.options
    )


def _key(old: Question, now: Question) -> tuple[str, ...]:
    """What the old one called right, in the labels of now where there are any."""
    return tuple(
        old.options[i].label if j is None else now.options[j].label
        for i, j in sorted(same_options(old, now), key=lambda pair: (pair[0] is None, pair[0] or 0))
        if i is not None and old.options[i].right
    )

"""Which keys of a lesson differ between its revisions, and are not corrected yet."""

from collections.abc import Iterable, Mapping

from bot.conversation.facts.correction import Corrigible
from bot.lessons.revisions.equivalence import Keyed, keys


def corrigible(
    current: Mapping[str, str],
    versions: Iterable[Keyed],
    void: Iterable[tuple[str, str]],
) -> list[Corrigible]:
    """What is not corrected yet of a lesson, in the order of its questions, without numbers.

    ``current`` are the revisions in which it is taught, by language; ``void`` are its questions
    and revisions where that is so already.
    """
    asked: dict[str, list[Keyed]] = {}
    for one in versions:
        asked.setdefault(one.question.id, []).append(one)
    gone = set(void)
    now = current.get("", "")
    found = []
    for question, ones in asked.items():
        stand = keys(now, ones)
        if stand is None:
            continue
        wrong = tuple(one for one in stand.wrong if (question, one) not in gone)
        again = tuple(one for one in stand.right if (question, one) in gone)
        behind = tuple(sorted(lang for lang, one in current.items() if one in stand.wrong))
        if wrong or again:
            found.append(Corrigible(stand, wrong, again, behind=behind))
    return found

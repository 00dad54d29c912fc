"""A correction: the key of a question was wrong, and what those are told whom it touches."""

from collections.abc import Iterable, Mapping

from bot.lessons.revisions.keys import KeyedQuestion, Keys, keys
from bot.values import value


@value
class Corrigible:
    """A question that has another key in other revisions, and what is not corrected yet.

    ``wrong`` are revisions whose key is wrong and whose answers count still; those in ``again``
    have the right key, and their answers are void. So many ``attempts`` of so many ``learners``
    are in both. ``behind`` are the languages in which it is still taught by a wrong key.
    """

    keys: Keys
    wrong: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    attempts: int = 0
    learners: int = 0
    behind: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The question's."""
        return self.keys.now.question.id


@value
class CorrectedQuestion:
    """A question as it is told of in a language: as asked, what was right, what is, and why."""

    title: str
    question: str
    was: str
    right: str
    why: str


@value
class CorrectionNotice:
    """What is told, by language, that of the original being empty.

    ``again`` says that there are answers that had been void, and count again.
    """

    told: Mapping[str, CorrectedQuestion]
    again: bool = False


@value
class Untold:
    """A correction that a learner has not been told of: there was no place to do it alone."""

    id: str
    notice: str


def corrigible(
    current: Mapping[str, str],
    versions: Iterable[KeyedQuestion],
    void: Iterable[tuple[str, str]],
) -> list[Corrigible]:
    """What is not corrected yet of a lesson, in the order of its questions, without numbers.

    ``current`` are the revisions in which it is taught, by language; ``void`` are its questions
    and revisions where that is so already.
    """
    asked: dict[str, list[KeyedQuestion]] = {}
    for version in versions:
        asked.setdefault(version.question.id, []).append(version)
    gone = set(void)
    now = current.get("", "")
    questions = []
    for question, ones in asked.items():
        stand = keys(now, ones)
        if stand is None:
            continue
        wrong = tuple(text for text in stand.wrong if (question, text) not in gone)
        again = tuple(text for text in stand.right if (question, text) in gone)
        behind = tuple(sorted(lang for lang, text in current.items() if text in stand.wrong))
        if wrong or again:
            questions.append(Corrigible(stand, wrong, again, behind=behind))
    return questions

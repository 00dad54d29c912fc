"""A correction: the key of a question was wrong, and what those are told whom it touches.

They are told in their own language, where the lesson is translated into it: so what is said of the
question goes along in each.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from bot.conversation.language.locale import manner
from bot.conversation.language.markup import escaped, plain
from bot.conversation.phrases import phrase
from bot.lessons.faults import shorten
from bot.lessons.revisions.equivalence import Keyed, Keys, keys

LONGEST = 400
"""Characters of a question in the message: whoever answered it knows it by then."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Told:
    """A question as it is told of in one language: as asked, what was right, what is, and why."""

    title: str
    question: str
    was: str
    right: str
    why: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told, by language, that of the original being empty.

    ``again`` says that there are answers that had been void, and count again.
    """

    told: Mapping[str, Told]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Untold:
    """A correction that a learner has not been told of: there was no place to do it alone."""

    id: str
    notice: str


_NOTICE: TypeAdapter[Notice] = TypeAdapter(Notice)


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


def notice(found: Corrigible) -> str:
    """What those are told whom a correction touches, as JSON."""
    versions = {"": found.keys.now, **found.keys.words}
    told = {language: _told(found, version) for language, version in versions.items()}
    return _NOTICE.dump_json(Notice(told, bool(found.again))).decode()


def text(notice: str) -> str:
    """The message, in the language that is being spoken."""
    found = _NOTICE.validate_json(notice)
    told = found.told.get(manner().language, found.told[""])
    parts = [
        phrase("corrected.title", title=escaped(told.title)),
        phrase("corrected.question", question=told.question),
        phrase("corrected.key", was=told.was, right=told.right, why=told.why).strip(),
        phrase("corrected.void"),
        phrase("corrected.again") if found.again else "",
        phrase("corrected.review"),
    ]
    return "\n\n".join(part for part in parts if part)


def was(found: Corrigible, version: Keyed) -> str:
    """What was called right, in the words of this version of the question of now."""
    keys = found.keys
    labels = [option.label for option in keys.now.question.options]
    own = [option.label for option in version.question.options]
    words = [
        own[labels.index(label)] if label in labels else label
        for revision in found.wrong or keys.wrong
        for label in keys.were[revision]
    ]
    return listed(dict.fromkeys(words))


def right(version: Keyed) -> str:
    """What is right, in the words of this version of the question of now."""
    return listed(option.label for option in version.question.options if option.right)


def listed(labels: Iterable[str]) -> str:
    """Labels beside each other."""
    return " · ".join(escaped(plain(label)) for label in labels)


def _told(found: Corrigible, version: Keyed) -> Told:
    asked = version.question
    why = " ".join(one.explanation for one in asked.options if one.right and one.explanation)
    question = escaped(shorten(plain(asked.text), LONGEST))
    return Told(version.title, question, was(found, version), right(version), why)

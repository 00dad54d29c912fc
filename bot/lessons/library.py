"""What there is to learn: courses, and a card for each lesson.

The library is a snapshot. It knows of each lesson only what a menu shows, so its size does not
grow with the text of lessons; a lesson itself is loaded when someone is in it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field

from bot.lessons.card import Card
from bot.lessons.cohort import Cohort
from bot.lessons.model import Course
from bot.values import replace, value


@value
class Library:
    """Courses in order, and the cards of all published lessons by id.

    ``translations`` holds the cards of translated lessons by language and id. What is said of
    lessons, and which revision is begun, is told by the library as it is ``spoken`` in a language.
    ``void`` holds lessons, questions and revisions where the question has a wrong key, and
    ``corrections`` counts how often that was said of each. ``cohorts`` are all that there are, by
    the codes that invite to them. ``withdrawn`` names revisions, by lesson and revision, in which
    nobody is to go on. ``asked_before`` counts what is shown of what learners asked, by lesson and
    place in it.
    """

    courses: tuple[Course, ...] = ()
    cards: dict[str, Card] = field(default_factory=dict)
    translations: dict[str, dict[str, Card]] = field(default_factory=dict)
    void: frozenset[tuple[str, str, str]] = frozenset()
    corrections: int = 0
    cohorts: dict[str, Cohort] = field(default_factory=dict)
    withdrawn: frozenset[tuple[str, str]] = frozenset()
    asked_before: Mapping[tuple[str, str], int] = field(default_factory=dict)
    original: "Library | None" = field(default=None, repr=False, compare=False)
    _spoken: "dict[str, Library]" = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def holding(
        cls,
        courses: Iterable[Course],
        cards: Iterable[Card],
        void: Iterable[tuple[str, str, str]] = (),
        corrections: int = 0,
        cohorts: Iterable[Cohort] = (),
        withdrawn: Iterable[tuple[str, str]] = (),
        asked_before: Mapping[tuple[str, str], int] | None = None,
    ) -> "Library":
        originals: dict[str, Card] = {}
        translations: dict[str, dict[str, Card]] = {}
        for card in cards:
            spoken = translations.setdefault(card.language, {}) if card.translates else originals
            spoken[card.id] = card
        return cls(
            tuple(courses),
            originals,
            translations,
            void=frozenset(void),
            corrections=corrections,
            cohorts={cohort.id: cohort for cohort in cohorts},
            withdrawn=frozenset(withdrawn),
            asked_before=dict(asked_before or {}),
        )

    def without(self, lesson: str, revision: str) -> "Library":
        withdrawn = self.withdrawn | {(lesson, revision)}
        return replace(self, withdrawn=withdrawn, _spoken={})

    def course(self, id: str) -> Course | None:
        return next((course for course in self.courses if course.id == id), None)

    def course_title(self, id: str) -> str:
        course = self.course(id)
        return course.title if course else id

    @property
    def source(self) -> "Library":
        """The library in the words in which it was written, whatever language it speaks."""
        return self.original or self

    def successor(self, lesson: str) -> Card | None:
        """What is taught instead of a lesson's withdrawn revisions; ``None`` if nothing is."""
        card = self.cards.get(lesson)
        return card if card and (lesson, card.revision) not in self.withdrawn else None

    def pictures(self) -> dict[str, dict[str, str]]:
        """The pictures of each lesson that has any, by its files; a translation's are added."""
        results: dict[str, dict[str, str]] = {}
        for cards in (*self.translations.values(), self.cards):
            for id, card in cards.items():
                if card.pictures:
                    results.setdefault(id, {}).update(card.pictures)
        return results

    def in_language(self, language: str) -> "Library":
        """The library for this language: each lesson's translation, else its original."""
        served = language in self.translations or any(
            words.language == language for course in self.courses for words in course.translations
        )
        if not served:
            return self
        if language not in self._spoken:
            translated = self.translations.get(language, {})
            self._spoken[language] = Library(
                tuple(course.in_language(language) for course in self.courses),
                {id: translated.get(id, card) for id, card in self.cards.items()},
                self.translations,
                self.void,
                self.corrections,
                self.cohorts,
                self.withdrawn,
                self.asked_before,
                original=self,
            )
        return self._spoken[language]

    def counterpart(self, id: str, revision: str) -> str:
        """What this library has for a revision of a lesson: the same content in its language.

        Only what is current has a counterpart; for anything else it is the revision itself, which
        stays as it was begun.
        """
        card = self.cards.get(id)
        if card is None or revision == card.revision:
            return revision
        original = self.source.cards.get(id)
        translations = [cards[id] for cards in self.translations.values() if id in cards]
        for version in (*translations, *([original] if original else [])):
            if version.revision == revision and version.source == card.source:
                return card.revision
        return revision

    def in_order(self) -> Iterable[Card]:
        """Every lesson once: by course, then those in no course."""
        shown: set[str] = set()
        for course in self.courses:
            for id in course.lessons:
                if id in self.cards and id not in shown:
                    shown.add(id)
                    yield self.cards[id]
        for id, card in self.cards.items():
            if id not in shown:
                yield card

    def next_after(
        self, id: str, finished: frozenset[str], closed: Collection[str] = ()
    ) -> Card | None:
        """What to learn after ``id``: where it leads to, else the next of its course.

        A lesson that is finished or still ``closed``, or that needs another which is not known, is
        passed over. Known is what is finished, and what was needed for that: who began in the
        middle of a course is not sent back to its beginning.
        """
        card = self.cards.get(id)
        leads = card.leads_to if card else ()
        course = next((c.lessons for c in self.courses if id in c.lessons), ())
        later = course[course.index(id) + 1 :] if id in course else ()
        known = with_needs({id, *finished}, {name: card.needs for name, card in self.cards.items()})
        for candidate in (*leads, *later, *course):
            result = self.cards.get(candidate)
            if (
                result
                and candidate not in {id, *finished, *closed}
                and known.issuperset(result.needs)
            ):
                return result
        return None


def with_needs(lessons: Iterable[str], needs: Mapping[str, Iterable[str]]) -> set[str]:
    texts: set[str] = set()
    left = list(lessons)
    while left:
        text = left.pop()
        if text not in texts:
            texts.add(text)
            left += needs.get(text, ())
    return texts

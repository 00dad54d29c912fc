"""Finding questions to be posted, by any word of theirs or of their lesson, while somebody types.

It only reads, and is asked at each letter, so it passes the desk by. Cards are made of each lesson
once for each language that is asked in, lesson by lesson so that nobody waits for it, and anew when
something else is taught.
"""

import asyncio
from collections.abc import Sequence
from itertools import islice

from bot.conversation import sharing
from bot.conversation.admin.announcements import question
from bot.conversation.admin.announcements.question import FoundQuestion
from bot.conversation.language.locale import Manner, nearest, speaking
from bot.conversation.needs.learner import Job
from bot.conversation.sharing import PostedQuestion
from bot.lessons.card import Card
from bot.lessons.library import Library
from bot.service.turns.loading import CatalogueCache
from bot.values import value

FOUND = 10
"""Questions that are offered at a time."""

OF_EACH = 2
"""Questions of a lesson that are offered first, while other lessons fit as well."""

MAX_LESSONS = 500
"""Lessons of a catalogue that are looked through."""


@value
class _Found:
    """A question with the words that it is found by, of its own and of its lesson."""

    posted: PostedQuestion
    lesson: str
    own: str
    around: str


class CardFinder:
    """Knows the questions of the catalogue that can be posted."""

    def __init__(self, catalogue: CatalogueCache) -> None:
        self._catalogue = catalogue
        self._library: Library | None = None
        self._known: dict[str, list[_Found]] = {}
        self._reading = asyncio.Lock()

    async def find(self, words: str, language: str) -> Sequence[PostedQuestion]:
        """A few questions that have all of these words, those first that have them themselves."""
        wanted = _fold(words).split()
        known = await self._all(nearest(language))
        scored = [
            (sum(f" {text}" in finding.own for text in wanted), finding)
            for finding in known
            if all(f" {text}" in finding.own or f" {text}" in finding.around for text in wanted)
        ]
        scored.sort(key=lambda pair: -pair[0])
        counted: dict[str, int] = {}
        first, later = list[PostedQuestion](), list[PostedQuestion]()
        for _, finding in scored:
            counted[finding.lesson] = counted.get(finding.lesson, 0) + 1
            (first if counted[finding.lesson] <= OF_EACH else later).append(finding.posted)
        return [*first, *later][:FOUND]

    async def do(self, job: Job) -> str:
        """Find the questions that an announcement may ask; returns them as JSON."""
        wanted = question.REQUEST.validate_json(job.body)
        posted_questions = await self.find(wanted.words, wanted.language)
        questions = tuple(
            FoundQuestion(posted_question.key, posted_question.asked, posted_question.title)
            for posted_question in posted_questions
        )
        return question.RESULT.dump_json(questions[: question.PAGE]).decode()

    async def of(self, key: str, language: str) -> PostedQuestion | None:
        library = self._catalogue.library.in_language(nearest(language))
        match = sharing.find(library, key)
        if match is None or (match[0].id, match[0].revision) in library.withdrawn:
            return None
        lesson = await self._catalogue.lesson(match[0].id, match[0].revision)
        with speaking(Manner(nearest(language))):
            return sharing.find_posted(lesson, key) if lesson else None

    async def _all(self, language: str) -> list[_Found]:
        async with self._reading:
            if self._library is not self._catalogue.library:
                self._library, self._known = self._catalogue.library, {}
            if language not in self._known:
                self._known[language] = await self._read(self._library, language)
            return self._known[language]

    async def _read(self, library: Library, language: str) -> list[_Found]:
        spoken, results = library.in_language(language), list[_Found]()
        for lesson in islice(spoken.in_order(), MAX_LESSONS):
            if (lesson.id, lesson.revision) in library.withdrawn:
                continue
            text = await self._catalogue.lesson(lesson.id, lesson.revision)
            if text is not None:
                with speaking(Manner(language)):
                    around = _around(lesson, library)
                    results += [
                        _Found(
                            posted_question, lesson.id, f" {_fold(posted_question.asked)}", around
                        )
                        for posted_question in sharing.postable(text)
                    ]
            await asyncio.sleep(0)
        return results


def _around(lesson: Card, library: Library) -> str:
    original = library.source.cards.get(lesson.id, lesson)
    said = (lesson.id, lesson.title, *lesson.tags, original.title, *original.tags)
    return f" {_fold(' '.join(said))}"


def _fold(text: str) -> str:
    """The words of a text, each behind a single space, without what is no letter around them."""
    kept = "".join(character if character.isalnum() else " " for character in text.casefold())
    return " ".join(kept.split())

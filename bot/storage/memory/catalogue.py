"""What is taught, in memory."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.conversation.lesson.modes import offered
from bot.conversation.needs.admin import Publication
from bot.lessons.library import Card, Library, Modes
from bot.lessons.model import Lesson
from bot.lessons.pictures.assets import Asset
from bot.storage import entries
from bot.storage.edition import Edition, source_of
from bot.storage.memory.state import Base
from bot.storage.rows import micros


class Catalogue(Base):
    """The part of the store that publishes."""

    async def publish(self, edition: Edition, at: datetime) -> None:
        """Store these as immutable revisions and point to them."""
        self._usable()
        async with self._writing:
            state = self._state
            before = self._pointers()
            edition.check_bases(before)
            self.editions += 1
            state.assets.update({one.name: one for one in edition.assets})
            for lesson in edition.lessons:
                state.revisions.setdefault((lesson.id, lesson.revision), lesson)
                state.lessons[source_of(lesson)] = (lesson.id, lesson.revision)
            state.courses.update({course.id: course for course in edition.courses})
            published = [source_of(lesson) for lesson in edition.lessons]
            published += [f"course:{course.id}" for course in edition.courses]
            for name in (*published, *edition.gone):
                state.sources.pop(name, None)
            for name in edition.gone:
                state.lessons.pop(name, None)
            for id in [id for id in state.courses if f"course:{id}" in edition.gone]:
                del state.courses[id]
            for name in edition.gone:
                state.shipped.pop(name, None)
            state.sources.update(edition.sources)
            state.shipped.update(edition.sources)
            now, after = micros(at), self._pointers()
            for name in {name for name, _ in before.items() ^ after.items()}:
                move = Publication(after.get(name, ""), edition.by, now, edition.how)
                state.publications.setdefault(name, []).insert(0, move)
            state.admin.log += [
                entries.terminal_entry(act, edition.by, now) for act in edition.acts
            ]

    def _pointers(self) -> dict[str, str]:
        """The revision that each published name points to."""
        state = self._state
        found = {name: revision for name, (_, revision) in state.lessons.items()}
        found.update({f"course:{id}": one.revision for id, one in state.courses.items()})
        return found

    async def shipped(self) -> dict[str, str]:
        """The hash of each file when it was last published."""
        self._usable()
        return dict(self._state.shipped)

    async def history(self, name: str) -> tuple[Publication, ...]:
        """Each time that this name came to point to another revision, the latest first."""
        self._usable()
        return tuple(self._state.publications.get(name, ()))

    async def sources(self) -> dict[str, str]:
        """The file hashes of what is published."""
        self._usable()
        return dict(self._state.sources)

    async def library(self) -> Library:
        """The catalogue of what is published now."""
        self._usable()
        state = self._state
        lessons = [state.revisions[state.lessons[name]] for name in sorted(state.lessons)]
        courses = (state.courses[id] for id in sorted(state.courses))
        made = len(state.admin.corrections.made)
        groups = state.cohorts.latest()
        cards = [Card.of(one, offered(one)) for one in lessons]
        return Library.holding(courses, cards, self._void, made, groups, state.withdrawn)

    async def lesson(self, id: str, revision: str) -> Lesson | None:
        """One revision of a lesson, current or old."""
        self._usable()
        return self._state.revisions.get((id, revision))

    async def outdated(self, definition: str) -> list[tuple[str, str]]:
        """None: modes are worked out whenever they are asked for."""
        self._usable()
        return []

    async def keep_modes(self, found: Mapping[tuple[str, str], Modes], definition: str) -> None:
        """Nothing is kept of them."""
        self._usable()

    async def asset(self, name: str) -> Asset | None:
        """A picture by the hash of its bytes."""
        self._usable()
        return self._state.assets.get(name)

    async def kept_assets(self, names: Collection[str]) -> set[str]:
        """Those of these pictures that are kept."""
        self._usable()
        return self._state.assets.keys() & set(names)

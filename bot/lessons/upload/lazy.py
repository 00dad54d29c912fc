"""Lessons that are parsed singly.

A parsed lesson is thousands of objects. Those of a large course, all at once, are so many that
Python's garbage collector stops everything for a tenth of a second to look through them. As texts
they are an object each.

(What the program holds from the start, ``adapters.app`` takes out of the collector's sight.)
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from bot.lessons.model import Lesson
from bot.values import value


@value
class LazyLessons(Sequence[Lesson]):
    """Lessons as JSON texts, parsed when asked for. Raises ``pydantic.ValidationError``."""

    texts: tuple[str | bytes, ...] = ()

    @classmethod
    def of(cls, lessons: Iterable[Lesson]) -> "LazyLessons":
        return cls(tuple(lesson.canonical() for lesson in lessons))

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Lesson: ...
    @overload
    def __getitem__(self, index: slice) -> "LazyLessons": ...
    def __getitem__(self, index: int | slice) -> "Lesson | LazyLessons":
        if isinstance(index, slice):
            return LazyLessons(self.texts[index])
        return Lesson.model_validate_json(self.texts[index])

    def __iter__(self) -> Iterator[Lesson]:
        return map(Lesson.model_validate_json, self.texts)

    def at(self, places: Iterable[int]) -> "LazyLessons":
        return LazyLessons(tuple(self.texts[n] for n in places))
